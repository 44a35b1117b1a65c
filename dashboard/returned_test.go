package dashboard

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// sentBackOffice has, for 2023, a report that was sent back and came again
// late, one sent back and open, a scan, and two that are missing.
func sentBackOffice() *office {
	o := newOffice()
	o.keep("财政局", 2023, func(v *data.Version) { v.Received = "2024-01-20" })
	o.keep("水利局", 2023, func(v *data.Version) { v.Current, v.Received = false, "2024-01-18" })
	o.keep("水利局", 2023, func(v *data.Version) { v.Number, v.Received, v.SHA256 = 2, "2024-01-26", "b" })
	o.files = []data.File{{Agency: "石样镇人民政府", Year: 2023, Outcome: data.Refused, Code: document.RefuseScan, Received: "2024-01-19"}}
	o.findings = []data.Finding{{Agency: "财政局", Year: 2023, Kind: data.Unit, Rule: "T3-1", Severity: data.Error, Title: "新收合计不等于各项之和。"}}
	of := func(agency string) data.ReportKey { return data.ReportKey{Agency: agency, Year: 2023, Kind: data.Unit} }
	o.season.returns = []data.Returned{
		{ID: 1, Report: of("水利局"), Version: 2, Newest: 2, Reason: "结转不对。", Day: "2024-01-20", Due: "2024-01-25", Person: "张三"},
		{ID: 2, Report: of("财政局"), Version: 1, Newest: 3, Reason: "第一行\n第二行", Day: "2024-01-22", Due: "2024-01-27", Person: "张三"},
		{ID: 3, Report: of("财政局"), Version: 1, Newest: 3, Reason: "误退", Day: "2024-01-22", Person: "张三", Withdrawn: today()},
	}
	return o
}

func TestDeliveryTexts(t *testing.T) {
	t.Parallel()
	s := sentBackOffice().serve(t)
	doc := open(t, s, "/delivery?year=2023")
	for id, want := range map[string]string{
		"who": "截至1月29日17时，应报5家，已报3家，未报2家：人民政府办公室、" + hostile + "。已报的单位中，1家退回待改：财政局。" +
			"1家已收到扫描件或纸质件、待录入（可由我办录入，也可请其补报可编辑文件）：石样镇人民政府（扫描件）。不计入汇总的单位未报1家：气象局。",
		"back":      "截至1月29日17时，2023年度年报退回未重报1家： 1. 财政局：第一行；请于1月27日前重报（已逾期2天）",
		"late":      "2023年度年报内部报送截止1月31日。重报逾期2家：财政局（应于1月27日前，未重报）、水利局（应于1月25日前，1月26日重报）。",
		"r-财政局":     "示例县财政局： 你单位2023年度政府信息公开工作年度报告已于1月22日退回，尚未重报。退回原因：第一行 第二行。请于1月27日前修改后重新报送（已逾期2天）。",
		"r-石样镇人民政府": "示例县石样镇人民政府： 你单位报送的2023年度政府信息公开工作年度报告已收到（扫描件），可由我办对照录入；如有Word或WPS格式的可编辑文件，也请补报一份。",
		"r-气象局":     "示例县气象局： 你单位2023年度政府信息公开工作年度报告尚未报送。内部报送截止日期为1月31日（还有2天），请尽快报送。",
	} {
		if got := textOf(one(t, doc, "textarea#"+id)); got != want {
			t.Errorf("%s: want %q\n got %q", id, want, got)
		}
	}
	if n := len(find(doc, "textarea#r-水利局")); n != 0 {
		t.Errorf("nothing is asked of an agency whose report is in, got %d texts", n)
	}
}

func TestTextsOfNothing(t *testing.T) {
	t.Parallel()
	if got, want := texts().returned(nil), "截至1月29日17时，没有退回未重报的单位。"; got != want {
		t.Errorf("want %q, got %q", want, got)
	}
	if got, want := texts().late(nil), "2023年度年报内部报送截止1月31日。截至1月29日17时没有逾期的单位。"; got != want {
		t.Errorf("want %q, got %q", want, got)
	}
	over := texts()
	over.now = time.Date(2024, 2, 5, 9, 0, 0, 0, time.UTC)
	lines := []deliveryLine{
		{Agency: &data.Agency{Name: "林业局"}, Cell: deliveryCell{State: notReported, Overdue: true, Counts: true}},
		{Agency: &data.Agency{Name: "民政局"}, Cell: deliveryCell{State: imported, Late: true, Received: "2024-02-02", Counts: true}},
		{Agency: &data.Agency{Name: "气象局"}, Cell: deliveryCell{State: notReported, Overdue: true}},
	}
	if got, want := over.late(lines), "2023年度年报内部报送截止1月31日。逾期报送1家：民政局（2月2日收到）。逾期未报1家：林业局。"; got != want {
		t.Errorf("want %q, got %q", want, got)
	}
}

func TestTextsOfAScanThatCameForAReturn(t *testing.T) {
	t.Parallel()
	l := deliveryLine{Agency: &data.Agency{Name: "林业局"}, Cell: deliveryCell{
		State: toResend, Detail: "扫描件", Next: toType, Counts: true,
		Back: data.Back{Returned: 1, Turns: []data.Turn{{Returned: data.Returned{Reason: "不平。", Day: "2024-01-20", Due: "2024-01-25"}}}},
	}}
	for _, c := range []struct{ what, want, got string }{
		{"退回未重报", "截至1月29日17时，2023年度年报退回未重报1家：\n1. 林业局：不平；重报的是扫描件，待录入", texts().returned([]deliveryLine{l})},
		{"逾期", "2023年度年报内部报送截止1月31日。重报逾期1家：林业局（应于1月25日前，重报的是扫描件，待录入）。", texts().late([]deliveryLine{l})},
		{"请补报", "林业局：\n你单位2023年度政府信息公开工作年度报告退回后重报的已收到（扫描件），可由我办对照录入；如有Word或WPS格式的可编辑文件，也请补报一份。", texts().remind(l)},
	} {
		if diff := cmp.Diff(c.want, c.got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

// lineOf is an agency's row in the table of the year.
func lineOf(t *testing.T, doc *html.Node, key string) *html.Node {
	t.Helper()
	return one(t, doc, "tr#d-"+key)
}

func TestReturnsOnDelivery(t *testing.T) {
	t.Parallel()
	o := sentBackOffice()
	s := o.serve(t)
	doc := open(t, s, "/delivery?year=2023")
	if got, want := textOf(one(t, lineOf(t, doc, "财政局"), "ul.turns")),
		"1月22日退回——张三（自填）：误退 1月29日撤回了退回1月22日退回，要求1月27日前重报——张三（自填）：第一行 第二行 尚未重报，已逾期2天撤回退回"; got != want {
		t.Errorf("open: want %q\n got %q", want, got)
	}
	line := lineOf(t, doc, "水利局")
	if got, want := textOf(one(t, line, "ul.turns")), "1月20日退回，要求1月25日前重报——张三（自填）：结转不对。 1月26日重报，重报逾期"; got != want {
		t.Errorf("answered: want %q\n got %q", want, got)
	}
	var changes string
	for _, a := range find(line, "a.changes") {
		changes = attr(a, "href")
	}
	if !strings.HasSuffix(changes, "version=3&year=2023#changes") {
		t.Errorf("want a way to what changed, got %q", changes)
	}
	form := one(t, lineOf(t, doc, "财政局"), "form.return-panel")
	fields := []string{"person", "李四"}
	for _, n := range find(form, "input") {
		if name := attr(n, "name"); name == "report" || name == "back" || name == "day" || name == "due" {
			fields = append(fields, name, attr(n, "value"))
		}
	}
	reason := textOf(one(t, form, "textarea"))
	if want := "有1处需要更正：新收合计不等于各项之和。详见核对单"; reason != want {
		t.Errorf("reason: want %q, got %q", want, reason)
	}
	w := post(t, s, attr(form, "action"), append(fields, "reason", " ")...)
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/delivery?year=2023#d-") {
		t.Errorf("want back to the line, got %d %q", w.Code, w.Header().Get("Location"))
	}
	post(t, s, "/returns/withdraw", "id", "2")
	for name, bad := range map[string][]string{
		"no name":  {"report", returnValue(data.ReportKey{Agency: "财政局", Year: 2023, Kind: data.Unit}, 1, "x"), "reason", "x"},
		"no year":  {"report", "agency=x&kind=unit&version=1", "person", "张三"},
		"no kind":  {"report", "agency=x&year=2023&version=1", "person", "张三"},
		"a number": {"report", "agency=x&year=2023&kind=unit&version=-1", "person", "张三"},
	} {
		if w := post(t, s, "/returns", bad...); w.Code != http.StatusBadRequest {
			t.Errorf("%s: want 400, got %d", name, w.Code)
		}
	}
	want := []string{"send back 财政局 2023 unit v1 有1处需要更正：新收合计不等于各项之和。详见核对单 2024-01-29-2024-02-01 李四", "refresh", "withdraw 2", "refresh"}
	if diff := cmp.Diff(want, o.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestDeliveryTableCountsReturns(t *testing.T) {
	t.Parallel()
	s := sentBackOffice().serve(t)
	body := send(t, s, httptest.NewRequest(http.MethodGet, "/delivery.csv?encoding=utf-8&year=2023&table=received", nil)).Body.String()
	want := "3,水利局,是,已导入,2024-01-18,重报逾期,1,1,0,1月20日退回，要求1月25日前重报——张三（自填）；1月26日重报，重报逾期,2023/水利局.docx\r\n"
	if !strings.Contains(body, want) {
		t.Errorf("want %q in\n%s", want, body)
	}
	doc := open(t, s, "/delivery?year=2023")
	foot := textOf(one(t, doc, "tfoot"))
	if want := "退回待改1 退回／重报（次）2／1"; !strings.Contains(foot, want) {
		t.Errorf("want %q in %q", want, foot)
	}
}

func TestWhatIsKnownOfOtherDeadlines(t *testing.T) {
	t.Parallel()
	o := newOffice()
	o.keep("财政局", 2023, nil)
	website := func(agency, received, code string, version int64) {
		o.came(agency, func(r *data.Receipt) {
			r.Copy, r.Received, r.Code, r.Version = data.CopyPublic, received, code, version
		})
	}
	facts := func() []string {
		var out []string
		for _, tr := range find(one(t, open(t, o.serve(t), "/delivery?year=2023"), "table.deadlines"), "tr")[1:] {
			_, fact, _ := strings.Cut(textOf(tr), "没有设定，按法定日期")
			out = append(out, strings.TrimSpace(strings.TrimSuffix(fact, "3月31日是星期日，建议提前到3月29日")))
		}
		return out
	}
	if diff := cmp.Diff([]string{"", ""}, facts()); diff != "" {
		t.Errorf("nothing is known: nobody is judged (-want +got):\n%s", diff)
	}
	website("财政局", "2024-01-31", "", 1)
	website("水利局", "2024-02-01", "scan", 0)
	website("水利局", "", "scan", 0)
	website("人民政府办公室", "2024-01-20", "login", 0) // no report at all
	website("气象局", "2024-01-20", "scan", 0)      // does not count
	o.closing.steps = []data.StepDone{{Year: 2023, Step: data.StepSuperior, Day: "2024-04-02", Person: "张三"}}
	want := []string{"已有网站公开版2家，其中截止前见到1家；其余3家没有收到，不等于没有公开", "3月31日是星期日，建议提前到3月29日 4月2日已报市，逾期2天"}
	if diff := cmp.Diff(want, facts()); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	o.closing.steps[0].Day = "2024-03-31"
	o.closing.steps = append(o.closing.steps, data.StepDone{Year: 2023, Step: data.StepPublish, Day: "2024-04-01", Person: "张三"})
	if got := facts()[1]; !strings.HasSuffix(got, "3月31日已报市") {
		t.Errorf("on the last day: got %q", got)
	}
	steps := stepTexts(t, o.serve(t))
	_, reported, _ := strings.Cut(steps["报市"], "\u3000")
	_, published, _ := strings.Cut(steps["公布"], "\u3000")
	if diff := cmp.Diff([]string{"2024-03-31，张三（自填）", "2024-04-01，张三（自填），逾期1天"}, []string{reported, published}); diff != "" {
		t.Errorf("本年工作 (-want +got):\n%s", diff)
	}
}

func TestDeadlinesOnDelivery(t *testing.T) {
	t.Parallel()
	o := sentBackOffice()
	o.season.deadlines = []data.DeadlineSet{{Year: 2023, What: data.DeadlineInternal, Day: "2024-01-20", Person: "张三", Stated: today()}}
	o.files = nil
	s := o.serve(t)
	doc := open(t, s, "/delivery?year=2023")
	var lines, values []string
	for _, tr := range find(one(t, doc, "table.deadlines"), "tr") {
		lines = append(lines, textOf(tr))
	}
	want := []string{
		"内部报送2024年1月20日 已截止 · 张三（自填）1月29日设定 1月20日是星期六",
		"公开发布2024年1月31日 还有2天 · 没有设定，按法定日期",
		"报市2024年3月31日 还有62天 · 没有设定，按法定日期 3月31日是星期日，建议提前到3月29日",
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("deadlines (-want +got):\n%s", diff)
	}
	form := one(t, doc, "details.set-deadlines")
	for _, n := range find(form, "input") {
		if attr(n, "type") == "date" {
			values = append(values, attr(n, "name")+"="+attr(n, "value"))
		}
	}
	if diff := cmp.Diff([]string{"internal=2024-01-20", "public=2024-01-31", "superior=2024-03-29"}, values); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	if got := textOf(lineOf(t, doc, "石样镇人民政府")); !strings.Contains(got, "逾期未报") {
		t.Errorf("after the day set: want it overdue, got %q", got)
	}
	if got := textOf(one(t, doc, "span.today")); !strings.Contains(got, "报送已于2024年1月20日截止") {
		t.Errorf("the head of every page: got %q", got)
	}
	w := post(t, s, "/delivery/deadlines?year=2023", "internal", "2024-01-26", "public", "", "person", "张三")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/delivery?year=2023#deadlines" {
		t.Errorf("want back to the deadlines, got %d %q", w.Code, w.Header().Get("Location"))
	}
	if diff := cmp.Diff([]string{"deadlines 2023 internal=2024-01-26 public= 张三", "refresh"}, o.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestPictureOfDelivery(t *testing.T) {
	t.Parallel()
	s := sentBackOffice().serve(t)
	card := one(t, open(t, s, "/delivery/picture?year=2023"), "section.picture-card")
	want := "示例县2023年度政府信息公开年报报送情况 内部报送截止2024年1月31日，还有2天 5应报3已报2未报1退回待改0逾期 " +
		"未报2家人民政府办公室" + hostile + " 退回待改1家财政局（1月27日前） 已收到扫描件或纸质件、待录入1家石样镇人民政府（扫描件） 截至2024年1月29日17时05分"
	if got := textOf(card); got != want {
		t.Errorf("want %q\n got %q", want, got)
	}
	if got := attr(card, "data-picture"); got != "2023年度年报报送情况0129.png" {
		t.Errorf("name of the picture: got %q", got)
	}
}

func TestReturnValueIsReadBack(t *testing.T) {
	t.Parallel()
	want := ReturnRequest{Report: data.ReportKey{Agency: "a&b=c", Year: 2023, Kind: data.Published}, Version: 7, Reason: "甲；乙&丙"}
	got, err := returnRequest(returnValue(want.Report, want.Version, want.Reason))
	if err != nil || got != want {
		t.Errorf("want %+v, got %+v, %v", want, got, err)
	}
	if _, err := returnRequest(url.QueryEscape("%")); err == nil {
		t.Error("want an error for a broken value")
	}
}

func TestReturnsOnCheck(t *testing.T) {
	t.Parallel()
	o := sentBackOffice()
	o.keep("人民政府办公室", 2023, nil)
	o.findings = append(o.findings, data.Finding{Agency: "人民政府办公室", Year: 2023, Kind: data.Unit, Rule: "T3-1", Severity: data.Error, Title: "甲。"},
		data.Finding{Agency: "人民政府办公室", Year: 2023, Kind: data.Unit, Rule: "T3-1", Subject: "2", Severity: data.Error, Title: "甲。"})
	s := o.serve(t)
	doc := open(t, s, "/check?year=2023")
	agency := one(t, doc, "details#a-财政局")
	if got := textOf(find(agency, "summary")[0]); !strings.Contains(got, "退回待改退回1次、重报0次") {
		t.Errorf("an open return: got %q", got)
	}
	var ticks []string
	for _, n := range find(doc, "input") {
		if attr(n, "form") == "return-batch" {
			ticks = append(ticks, attr(n, "value"))
		}
	}
	office := data.ReportKey{Agency: "人民政府办公室", Year: 2023, Kind: data.Unit}
	want := returnValue(office, 4, "有2处需要更正：甲。详见核对单")
	if diff := cmp.Diff([]string{want}, ticks); diff != "" {
		t.Errorf("only what is not sent back yet can be ticked (-want +got):\n%s", diff)
	}
	post(t, s, "/returns", "report", ticks[0], "reason", "", "day", "2024-01-29", "due", "", "person", "张三")
	if diff := cmp.Diff([]string{"send back 人民政府办公室 2023 unit v4 有2处需要更正：甲。详见核对单 2024-01-29- 张三", "refresh"}, o.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if all := textOf(one(t, doc, "div.review-all")); !strings.HasPrefix(all, "可通过而未审核的1家") {
		t.Errorf("what came again may pass: got %q", all)
	}
}

func TestReturnsOnReport(t *testing.T) {
	t.Parallel()
	o := sentBackOffice()
	s := o.serve(t)
	doc := open(t, s, "/report?year=2023&agency="+url.QueryEscape("财政局"))
	if got := textOf(one(t, doc, "a.state-returned")); got != "退回待改" {
		t.Errorf("mark: got %q", got)
	}
	if got := textOf(one(t, doc, "section#returns")); !strings.HasPrefix(got, "退回（退回1次、重报0次）") || !strings.Contains(got, "尚未重报，已逾期2天") {
		t.Errorf("returns: got %q", got)
	}
	for _, f := range find(doc, "form") {
		if attr(f, "action") == "/check/review" {
			t.Error("what was sent back cannot be marked reviewed")
		}
	}
	answered := open(t, s, "/report?year=2023&agency="+url.QueryEscape("水利局"))
	if n := len(find(answered, "a.state-returned")); n != 0 {
		t.Errorf("an answered return: want no mark, got %d", n)
	}
	if n := len(find(answered, "form.return-panel")); n != 1 {
		t.Errorf("the current version: want one way to send it back, got %d", n)
	}
	old := open(t, s, "/report?version=2&year=2023&agency="+url.QueryEscape("水利局"))
	if n := len(find(old, "form.return-panel")); n != 0 {
		t.Errorf("a kept version: want no way to send it back, got %d", n)
	}
}
