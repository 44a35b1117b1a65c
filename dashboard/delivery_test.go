package dashboard

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

func TestDeliveryOfOneAgencyAndYear(t *testing.T) {
	t.Parallel()
	current := func(received string) data.Version {
		return data.Version{ID: 1, Agency: "财政局", Year: 2023, Kind: data.Unit, Current: true, Received: received}
	}
	waiting := data.Version{ID: 2, Agency: "财政局", Year: 2023, Kind: data.Unit, Wait: []string{data.WaitOther}}
	empty := data.Version{ID: 3, Agency: "财政局", Year: 2023, Kind: data.Unit, Unfilled: true}
	receipt := func(code, received string) data.Receipt {
		return data.Receipt{ID: 1, Agency: "财政局", Year: 2023, Kind: data.Unit, Copy: data.CopyDraft, Code: code, Received: received}
	}
	scan := receipt(document.RefuseScan, "2024-01-20")
	public := receipt(document.RefuseScan, "2024-01-20")
	public.Copy = data.CopyPublic
	back := data.Returned{ID: 1, Report: data.ReportKey{Agency: "财政局", Year: 2023, Kind: data.Unit}, Version: 1, Newest: 2, Batch: 1, Due: "2024-02-04"}
	website := current("2024-02-06")
	website.Copy = data.CopyPublic
	again := current("2024-02-06")
	again.ID = 6
	type result struct {
		Text             string
		Late, Overdue    bool
		Waits, BackLate  bool
		Returned, Resent int
		Updated          int
	}
	kept := current("2024-01-20")
	kept.Current = false
	cases := []struct {
		name     string
		versions []data.Version
		receipts []data.Receipt
		errors   int
		want     result
		returns  []data.Returned
	}{
		{"nothing came", nil, nil, 0, result{Text: "未报", Overdue: true}, nil},
		{"a current report", []data.Version{current("")}, nil, 0, result{Text: "已导入"}, nil},
		{"a current report with errors", []data.Version{current("")}, nil, 2, result{Text: "有错误2"}, nil},
		{"a version waits beside the current one", []data.Version{waiting, current("")}, nil, 0, result{Text: "已导入", Waits: true, Updated: 1}, nil},
		{"only a waiting one", []data.Version{waiting}, nil, 0, result{Text: "待定"}, nil},
		{"an empty form", []data.Version{empty}, nil, 0, result{Text: "已收到（空表，请填写后重报）"}, nil},
		{"an empty form, then a full one", []data.Version{empty, current("")}, nil, 0, result{Text: "已导入"}, nil},
		{"a scan", nil, []data.Receipt{scan}, 0, result{Text: "已收到（扫描件，待录入）"}, nil},
		{"a file that cannot be opened", nil, []data.Receipt{receipt(document.RefusePassword, "")}, 0, result{Text: "已收到（打不开，请重发）"}, nil},
		{"a paper", nil, []data.Receipt{receipt("", "2024-01-20")}, 0, result{Text: "已收到（纸质，待录入）"}, nil},
		{"a scan, then a file that cannot be opened", nil, []data.Receipt{scan, {ID: 2, Agency: "财政局", Year: 2023, Kind: data.Unit, Code: document.RefusePassword}}, 0, result{Text: "已收到（扫描件，待录入）"}, nil},
		{"an empty form and a scan", []data.Version{empty}, []data.Receipt{scan}, 0, result{Text: "已收到（扫描件，待录入）"}, nil},
		{"a file of which the reading was deleted", nil, []data.Receipt{{ID: 1, Agency: "财政局", Year: 2023, Kind: data.Unit, Path: "a.docx"}}, 0, result{Text: "未报", Overdue: true}, nil},
		{"sent back, and a scan came since", []data.Version{current("2024-01-20")}, []data.Receipt{{ID: 9, Agency: "财政局", Year: 2023, Kind: data.Unit, Copy: data.CopyDraft, Batch: 2, Code: document.RefuseScan}}, 0,
			result{Text: "退回待改（重报的是扫描件，待录入）", Returned: 1, BackLate: true}, []data.Returned{back}},
		{"the website's copy is not handed in", nil, []data.Receipt{public}, 0, result{Text: "未报", Overdue: true}, nil},
		{"on the last day", []data.Version{current("2024-01-31")}, nil, 0, result{Text: "已导入"}, nil},
		{"the day after", []data.Version{current("2024-02-01")}, nil, 0, result{Text: "已导入", Late: true}, nil},
		{"late, but a scan came in time", []data.Version{current("2024-02-01")}, []data.Receipt{scan}, 0, result{Text: "已导入"}, nil},
		{"late, with another file of unknown date", []data.Version{current("2024-02-01"), waiting}, nil, 0, result{Text: "已导入", Waits: true, Updated: 1}, nil},
		{"a published report is not the agency's own", []data.Version{{ID: 4, Agency: "财政局", Year: 2023, Kind: data.Published, Current: true}}, nil, 0, result{Text: "未报", Overdue: true}, nil},
		{"a version put aside", []data.Version{{ID: 5, Agency: "财政局", Year: 2023, Kind: data.Unit}}, nil, 0, result{Text: "已收到（未采用）"}, nil},
		{"only the website's, which counts", []data.Version{website}, nil, 0, result{Text: "已导入（网站公开版，未报送）"}, nil},
		{"sent back", []data.Version{current("2024-01-20")}, nil, 2, result{Text: "退回待改", Returned: 1, BackLate: true}, []data.Returned{back}},
		{"sent back, and what waited before stays", []data.Version{current("2024-01-20"), waiting}, nil, 0, result{Text: "退回待改", Waits: true, Returned: 1, Updated: 1, BackLate: true}, []data.Returned{back}},
		{"sent back and came again late", []data.Version{kept, waiting, again}, nil, 1, result{Text: "有错误1", Waits: true, Returned: 1, Resent: 1, Updated: 1, BackLate: true}, []data.Returned{back}},
		{"a scan sent back", nil, []data.Receipt{scan}, 0, result{Text: "退回待改", Returned: 1}, []data.Returned{{ID: 1, Report: back.Report}}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newDeliveryMatrix(deliverySources{
				Roster:   &data.Roster{Agencies: []data.Agency{{Key: "财政局", Group: data.GroupDepartment, Counts: true}}},
				Versions: c.versions, Receipts: c.receipts, Returns: c.returns, Years: []int{2023}, Today: "2024-02-05",
				Errors: func(data.ReportKey) int { return c.errors },
			})
			cell := m.Groups[0].Rows[0].Cells[0]
			if diff := cmp.Diff(c.want, result{cell.Text(), cell.Late, cell.Overdue, cell.Waits, cell.BackLate, cell.Back.Returned, cell.Back.Resent, cell.Back.Updated}); diff != "" {
				t.Errorf("cell (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMatrixCountsOnlyThoseThatCountInTheYear(t *testing.T) {
	t.Parallel()
	m := newDeliveryMatrix(deliverySources{
		Roster: &data.Roster{Agencies: []data.Agency{
			{Key: "老局", Group: data.GroupDepartment, Counts: true, To: 2018},
			{Key: "新局", Group: data.GroupDepartment, Counts: true, From: 2019},
			{Key: "气象局", Group: data.GroupDepartment},
			{Key: "石样镇", Group: data.GroupTownship, Counts: true},
		}},
		Versions: []data.Version{
			{ID: 1, Agency: "老局", Year: 2018, Kind: data.Unit, Current: true, Received: "2019-04-01"},
			{ID: 2, Agency: "石样镇", Year: 2020, Kind: data.Unit, Current: true},
			{ID: 3, Year: 2020, Kind: data.Unit, Wait: []string{data.WaitNoAgency}},
		},
		Receipts: []data.Receipt{{Agency: "石样镇", Kind: data.Unit}},
		Errors:   func(k data.ReportKey) int { return map[string]int{"石样镇": 3}[k.Agency] },
	})
	want := []yearCount{
		{Year: 2020, Asked: 2, Missing: 1, Imported: 1, Faulty: 1},
		{Year: 2019, Asked: 2, Missing: 2},
		{Year: 2018, Asked: 2, Missing: 1, Imported: 1, Late: 1},
	}
	if diff := cmp.Diff(want, m.counts()); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
	if m.Unplaced != 2 {
		t.Errorf("unplaced: want 2, got %d", m.Unplaced)
	}
	if got := m.Groups[0].Rows[0].Cells[0].State; got != notValid {
		t.Errorf("an abolished agency: want notValid, got %v", got)
	}
	if got := m.Groups[1].Rows[0].Serial; got != 4 {
		t.Errorf("serial runs through the groups: want 4, got %d", got)
	}
}

func TestMatrixIsBoundedAgainstWrongYears(t *testing.T) {
	t.Parallel()
	m := newDeliveryMatrix(deliverySources{Roster: &data.Roster{}, Errors: func(data.ReportKey) int { return 0 },
		Versions: []data.Version{{Agency: "a", Year: 1}, {Agency: "a", Year: 2023}}})
	if len(m.Years) != spanOfYears || m.Years[0] != 2023 {
		t.Errorf("want %d years from 2023 down, got %v", spanOfYears, m.Years)
	}
}

// texts are those of report year 2023 on a day before the deadline.
func texts() deliveryTexts {
	return deliveryTexts{year: 2023, deadline: data.LawDeadline(data.DeadlineInternal, 2023), now: today(), name: func(a *data.Agency) string { return a.Name }}
}

func TestWhoIsMissing(t *testing.T) {
	t.Parallel()
	line := func(name string, state delivery, detail string, counts bool) deliveryLine {
		return deliveryLine{Agency: &data.Agency{Name: name}, Cell: deliveryCell{State: state, Detail: detail, Counts: counts}}
	}
	scanned := func(name string, state delivery, detail string) deliveryLine {
		l := line(name, state, detail, true)
		l.Cell.Next = toType
		l.Cell.Back.Turns = []data.Turn{{}}
		return l
	}
	cases := []struct {
		name  string
		lines []deliveryLine
		want  string
	}{
		{"all is in", []deliveryLine{line("财政局", imported, "", true)}, "截至1月29日17时，应报1家，已报1家，未报0家。"},
		{"two are missing", []deliveryLine{line("财政局", imported, "", true), line("林业局", notReported, "", true), line("石桥乡", notReported, "", true)},
			"截至1月29日17时，应报3家，已报1家，未报2家：林业局、石桥乡。"},
		{"unusable files and waiting ones are handed in", []deliveryLine{line("财政局", received, "打不开", true), line("水利局", pending, "", true), line("民政局", faulty, "", true)},
			"截至1月29日17时，应报3家，已报3家，未报0家。已报的单位中，1家的文件没有可用数据，请重新报送：财政局（打不开）。另有1家的年报待定：水利局。"},
		{"scans and papers can be typed", []deliveryLine{scanned("财政局", received, "扫描件"), scanned("水利局", received, "纸质"), scanned("民政局", toResend, "扫描件")},
			"截至1月29日17时，应报3家，已报3家，未报0家。已报的单位中，1家退回待改：民政局（重报的是扫描件，待录入）。" +
				"2家已收到扫描件或纸质件、待录入（可由我办录入，也可请其补报可编辑文件）：财政局（扫描件）、水利局（纸质）。"},
		{"those that do not count stand apart", []deliveryLine{line("财政局", imported, "", true), line("气象局", notReported, "", false), line("税务局", imported, "", false)},
			"截至1月29日17时，应报1家，已报1家，未报0家。不计入汇总的单位未报1家：气象局。"},
		{"nobody is asked", nil, "截至1月29日17时，应报0家，已报0家，未报0家。"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := texts().missing(c.lines)
			if got != c.want {
				t.Errorf("want %q\n got %q", c.want, got)
			}
		})
	}
}

func TestDeliveryPageShowsTheMatrix(t *testing.T) {
	t.Parallel()
	o := newOffice()
	o.keep("财政局", 2023, func(v *data.Version) { v.Received = "2024-02-03" })
	o.keep("水利局", 2023, nil)
	o.findings = []data.Finding{{Agency: "水利局", Year: 2023, Kind: data.Unit, Severity: data.Error}}
	o.files = []data.File{{Agency: "石样镇人民政府", Year: 2023, Outcome: data.Refused, Code: document.RefuseScan}}
	s := o.serve(t)
	doc := open(t, s, "/delivery?year=2023")
	if got, want := textOf(one(t, doc, "textarea#who")), "截至1月29日17时，应报5家，已报3家，未报2家：人民政府办公室、"+hostile+"。"+
		"1家已收到扫描件或纸质件、待录入（可由我办录入，也可请其补报可编辑文件）：石样镇人民政府（扫描件）。不计入汇总的单位未报1家：气象局。"; got != want {
		t.Errorf("text: want %q\n got %q", want, got)
	}
	var cells []string
	for _, td := range find(doc, "td.at") {
		cells = append(cells, textOf(td))
	}
	if diff := cmp.Diff([]string{"未报", "已导入迟", "错误1", "未报", "扫描件", "未报"}, cells); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	if n := len(find(doc, "script")); n != 3 {
		t.Errorf("scripts: want the page's own 3, got %d", n)
	}
}

func TestDeliveryPageOfAnEmptyCountySaysWhatToDo(t *testing.T) {
	t.Parallel()
	s := (&office{}).serve(t)
	for _, path := range []string{"/delivery", "/reports"} {
		doc := open(t, s, path)
		if got := textOf(one(t, doc, "section.empty")); !strings.Contains(got, "去导入") {
			t.Errorf("%s: want a way to 导入, got %q", path, got)
		}
	}
}

func TestDeliveryAsCSVAndJSONIsThePage(t *testing.T) {
	t.Parallel()
	o := newOffice()
	o.keep("财政局", 2023, func(v *data.Version) { v.Received = "2024-02-03" })
	s := o.serve(t)
	csv := send(t, s, httptest.NewRequest(http.MethodGet, "/delivery.csv?encoding=utf-8&year=2023", nil)).Body.String()
	want := "序号,单位,类别,2023年度\r\n1,示例县人民政府办公室,县政府,未报\r\n2,示例县财政局,部门,已导入，逾期\r\n"
	if !strings.HasPrefix(csv, want) {
		t.Errorf("want %q first, got %q", want, csv)
	}
	body := send(t, s, httptest.NewRequest(http.MethodGet, "/delivery.json?year=2023&table=received", nil)).Body.Bytes()
	var any map[string]any
	if err := json.Unmarshal(body, &any); err != nil || !strings.Contains(string(body), "2024-02-03") {
		t.Errorf("want JSON with the date, got %s (%v)", body, err)
	}
}

func TestDateReceivedIsSetByForm(t *testing.T) {
	t.Parallel()
	o := newOffice()
	o.keep("财政局", 2023, nil)
	s := o.serve(t)
	doc := open(t, s, "/delivery?year=2023")
	form := one(t, doc, "form.inline-form")
	if got, want := attr(form, "action"), "/delivery/received?year=2023"; got != want {
		t.Errorf("action: want %q, got %q", want, got)
	}
	w := post(t, s, "/delivery/received?year=2023", "version", "1", "received", "2024-01-20")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/delivery?year=2023#received" {
		t.Errorf("want a redirect to the matrix, got %d %q", w.Code, w.Header().Get("Location"))
	}
	if diff := cmp.Diff([]string{"received 1 2024-01-20", "refresh"}, o.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	o.mistake = &Mistake{Text: "日期“明天”不对，应写成2025-01-20的样子"}
	if w := post(t, s, "/delivery/received", "version", "1", "received", "明天"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "应写成2025-01-20的样子") {
		t.Errorf("want the sentence, got %d %s", w.Code, w.Body)
	}
	if w := post(t, s, "/delivery/received", "version", "x"); w.Code != http.StatusBadRequest {
		t.Errorf("a form without its number: want 400, got %d", w.Code)
	}
}
