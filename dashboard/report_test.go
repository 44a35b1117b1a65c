package dashboard

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

// fullOffice has one report with everything that a page of a report can show.
func fullOffice(t testing.TB) *office {
	o := newOffice()
	o.document = sourceDocument(t)
	o.original = "<script>alert(2)</script>"
	r := zeroReport("2021", 2023)
	setFigure(r, data.Figure{Code: "t3.new.person", State: data.Read, Value: 58, Raw: "58", Place: data.Place{Grid: 1, Row: 7, Col: 2}})
	setFigure(r, data.Figure{Code: "t3.new.business", State: data.Unreadable, Raw: "<b>3O</b>", Doubt: data.DoubtNotNumber, Place: data.Place{Grid: 1, Row: 7, Col: 3}})
	setFigure(r, data.Figure{Code: "t3.new.research", State: data.Missing, Doubt: data.DoubtRowMissing})
	setFigure(r, data.Figure{Code: "t3.new.charity", State: data.Doubtful, Value: 2, Raw: "2项", Doubt: data.DoubtAnnotated, Place: data.Place{Grid: 1, Row: 99, Col: 1}})
	setFigure(r, data.Figure{Code: "t3.granted.total", State: data.Blank, Place: data.Place{Grid: 1, Row: 8, Col: 2}})
	setFigure(r, data.Figure{Code: "t3.granted.person", State: data.Blank, Place: data.Place{Grid: 1, Row: 8, Col: 2}})
	r.Table("t3").Figures = append(r.Table("t3").Figures, data.Figure{Code: "t3.other.person", State: data.Read, Value: 4, Raw: "4", Extra: true})
	r.Table("t4").Found = false
	r.Chapters = []data.Chapter{{Title: "一、总体情况", Text: "正文" + hostile}}
	r.Evidence = []data.Evidence{
		{Field: "year", Source: data.FromTitle, Value: "2023", Text: "2023年年报"}, {Field: "agency", Source: data.FromTitle, Value: hostile, Text: hostile},
		{Field: "year", Source: data.FromFileName, Value: "2023", Text: "2023.docx"}, {Field: "kind", Source: data.FromTitle, Value: "unit", Text: "局"},
	}
	o.keep("hostile", 2023, func(v *data.Version) {
		v.Report, v.FileName, v.Received, v.Number = r, "夹/"+hostile+".docx", "2024-01-20", 2
	})
	o.keep("hostile", 2023, func(v *data.Version) { v.Current = false })
	o.keep("hostile", 2022, nil)
	o.findings = []data.Finding{
		{Agency: "hostile", Year: 2023, Kind: data.Unit, Rule: "T3-1", Severity: data.Error, Subject: "t3.person", Title: "应当相等", Text: "新收 58 ≠ 总计 0（差 58）", Codes: []string{"t3.new.person", "t3.total.person"}},
		{Agency: "hostile", Year: 2023, Kind: data.Unit, Rule: "A-1", Severity: data.Warning, Subject: "", Title: "与上年相同"},
		{Agency: "hostile", Year: 2023, Kind: data.Unit, Rule: "T3-9", Severity: data.Error, Explained: true, Subject: "t3.new", Title: "已有说明", Codes: []string{"t3.carried_in.person"}},
	}
	return o
}

func TestReportPageShowsStatesFindingsAndEvidence(t *testing.T) {
	t.Parallel()
	s := fullOffice(t).serve(t)
	doc := open(t, s, "/report?agency=hostile&year=2023")
	type figure struct{ Class, Text, Mark string }
	figures := map[string]figure{}
	for _, td := range find(doc, "td.fig") {
		if a := find(td, "a"); len(a) == 1 {
			figures[attr(td, "id")] = figure{attr(td, "class"), textOf(a[0]), attr(a[0], "data-mark")}
		}
	}
	want := map[string]figure{
		"c-t3.new.person":        {"fig read flag-error", "58", ""},
		"c-t3.new.business":      {"fig unreadable", "<b>3O</b>", "无法识别"},
		"c-t3.new.research":      {"fig missing", "", "未找到"},
		"c-t3.new.charity":       {"fig doubtful", "2", "存疑"},
		"c-t3.granted.person":    {"fig blank", "", "空"},
		"c-t3.granted.total":     {"fig computed", "0", "计算值"},
		"c-t3.other.person":      {"fig read", "4", ""},
		"c-t3.carried_in.person": {"fig read", "0", ""},
	}
	for id, w := range want {
		if diff := cmp.Diff(w, figures[id]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", id, diff)
		}
	}
	for id, w := range map[string]string{
		"table-t3": "新收 58 ≠ 总计 0（差 58）",
		"table-t4": "未找到：文件中没有这张表",
		"findings": "与上年相同",
		"evidence": "报告年度2023标题：2023年年报文件名：2023.docx",
		"chapters": "正文" + hostile,
		"versions": "第2版 现用",
		"changes":  "7项不同",
	} {
		if got := textOf(one(t, doc, "#"+id)); !strings.Contains(got, w) {
			t.Errorf("#%s: want %q, got %q", id, w, got)
		}
	}
	if got := textOf(one(t, doc, "h1")); got != hostile+" · 2023年度" {
		t.Errorf("title: got %q", got)
	}
	if n := len(find(doc, "script")); n != 2 {
		t.Errorf("scripts: want the page's own 2, got %d", n)
	}
}

func TestReportPageShowsThePlaceOfAFigure(t *testing.T) {
	t.Parallel()
	s := fullOffice(t).serve(t)
	cases := []struct {
		name, cell string
		hit        string // text of the marked source cell; empty for none
		want       []string
	}{
		{"a read figure", "t3.new.person", "7-2", []string{"表三：一、本年新收政府信息公开申请数量，自然人", "第1表第7行第2列 · 原文“58”", "与原文一致", "三、收到和处理情况", "新收 58 ≠", "上年（2022年度）同一项：0件"}},
		{"an unreadable one", "t3.new.business", "7-3", []string{"<b>3O</b>", "原文不是数字"}},
		{"a missing one has no place", "t3.new.research", "", []string{"未找到：文件中没有这一行", "这一项在文件中没有位置"}},
		{"a place outside the kept document", "t3.new.charity", "", []string{"存疑：数字后面带有说明文字", "没有这个位置，请查看原文件"}},
		{"a computed total", "t3.granted.total", "8-2", []string{"计算值", "原文为空", "由各分项相加得出"}},
		{"a row of another edition", "t3.other.person", "", []string{"（六）其他处理，自然人"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			doc := open(t, s, "/report?agency=hostile&year=2023&cell="+c.cell)
			panel := textOf(one(t, doc, "section#place"))
			for _, w := range c.want {
				if !strings.Contains(panel, w) {
					t.Errorf("panel: want %q, got %q", w, panel)
				}
			}
			var hit []string
			for _, td := range find(doc, "td.hit") {
				hit = append(hit, textOf(td))
			}
			if got := strings.Join(hit, ","); got != c.hit {
				t.Errorf("marked: want %q, got %q", c.hit, got)
			}
			if got := attr(one(t, doc, "td.selected"), "id"); got != "c-"+c.cell {
				t.Errorf("selected: want %s, got %s", c.cell, got)
			}
		})
	}
}

func TestReportPageSurvivesADamagedDocument(t *testing.T) {
	t.Parallel()
	o := fullOffice(t)
	o.document = []byte("no document")
	doc := open(t, o.serve(t), "/report?agency=hostile&year=2023&cell=t3.new.person")
	if got := textOf(one(t, doc, "section#place")); !strings.Contains(got, "存档的读取结果打不开") {
		t.Errorf("want the remark, got %q", got)
	}
}

func TestReportPageWithoutReportSaysSo(t *testing.T) {
	t.Parallel()
	doc := open(t, newOffice().serve(t), "/report?agency=财政局&year=2021")
	if got := textOf(one(t, doc, "section.empty")); !strings.HasPrefix(got, "未报") {
		t.Errorf("want 未报, got %q", got)
	}
	var steps []string
	for _, a := range find(one(t, doc, "p.steps"), "a") {
		steps = append(steps, textOf(a))
	}
	if diff := cmp.Diff([]string{"2021年度单位名单", "上一家：人民政府办公室", "下一家：水利局"}, steps); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

func TestReportPageSaysWhyAVersionDoesNotCount(t *testing.T) {
	t.Parallel()
	o := newOffice()
	o.keep("财政局", 2023, nil)
	o.keep("财政局", 2023, func(v *data.Version) { v.Current, v.Wait, v.Number = false, []string{data.WaitOther}, 2 })
	o.keep("水利局", 2023, func(v *data.Version) { v.Current, v.Unfilled = false, true })
	s := o.serve(t)
	for path, want := range map[string]string{
		"/report?agency=财政局&year=2023&version=2": "这一版待定，不计入汇总：该单位该年度已有现用年报，数据不同。 去决定",
		"/report?agency=水利局&year=2023":           "没有填写任何数据，不计入汇总",
	} {
		if got := textOf(find(open(t, s, path), "p.banner")[0]); !strings.Contains(got, want) {
			t.Errorf("%s: want %q, got %q", path, want, got)
		}
	}
}

func TestReportPageRefusesImpossibleAddresses(t *testing.T) {
	t.Parallel()
	s := fullOffice(t).serve(t)
	for path, want := range map[string]int{
		"/report?year=2023":                                  http.StatusBadRequest,
		"/report?agency=hostile&year=2023&kind=x":            http.StatusBadRequest,
		"/report?agency=hostile&year=2023&version=x":         http.StatusBadRequest,
		"/report?agency=nobody&year=2023":                    http.StatusNotFound,
		"/report?agency=hostile&year=2023&version=77":        http.StatusNotFound,
		"/report?agency=hostile&year=2023&cell=%3Cscript%3E": http.StatusNotFound,
		"/report/original?version=x":                         http.StatusBadRequest,
		"/report/original?version=77":                        http.StatusNotFound,
	} {
		if w := send(t, s, httptest.NewRequest(http.MethodGet, path, nil)); w.Code != want {
			t.Errorf("%s: want %d, got %d", path, want, w.Code)
		}
	}
}

func TestReportAsCSVHasWhatThePageShows(t *testing.T) {
	t.Parallel()
	s := fullOffice(t).serve(t)
	w := send(t, s, httptest.NewRequest(http.MethodGet, "/report.csv?agency=hostile&year=2023&encoding=utf-8", nil))
	lines := strings.Split(w.Body.String(), "\r\n")
	if got, want := lines[0], "表,代码,指标项,数据,单位,状态,原文,原文位置"; got != want {
		t.Errorf("header: want %q, got %q", want, got)
	}
	for _, want := range []string{
		"表三,t3.new.person,一、本年新收政府信息公开申请数量，自然人,58,件,已读,58,第1表第7行第2列",
		"表三,t3.new.business,一、本年新收政府信息公开申请数量，法人或其他组织／商业企业,,件,无法识别,<b>3O</b>,第1表第7行第3列",
		"表三,t3.new.research,一、本年新收政府信息公开申请数量，法人或其他组织／科研机构,,件,未找到,,",
		"表三,t3.granted.person,三、本年度办理结果／（一）予以公开，自然人,,件,空白,,第1表第8行第2列",
		"表三,t3.granted.total,三、本年度办理结果／（一）予以公开，总计,0,件,空白（计算值）,,第1表第8行第2列",
		"表三,t3.other.person,三、本年度办理结果／（六）其他处理，自然人,4,件,已读,4,",
	} {
		found := false
		for _, line := range lines {
			found = found || line == want
		}
		if !found {
			t.Errorf("want the line %q", want)
		}
	}
}

func TestOriginalIsOnlyEverDownloaded(t *testing.T) {
	t.Parallel()
	o := fullOffice(t)
	w := send(t, o.serve(t), httptest.NewRequest(http.MethodGet, "/report/original?version=1", nil))
	for name, want := range map[string]string{"Content-Type": "application/octet-stream", "X-Content-Type-Options": "nosniff"} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: want %q, got %q", name, want, got)
		}
	}
	got := w.Header().Get("Content-Disposition")
	if !strings.HasPrefix(got, `attachment; filename="nianbao.docx"; filename*=UTF-8''`) || strings.ContainsAny(got, "<>\r\n") {
		t.Errorf("disposition: got %q", got)
	}
	if w.Body.String() != o.original {
		t.Errorf("content: want %q, got %q", o.original, w.Body)
	}
}

func TestDownloadNamesAreSafe(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"2023/财政局.docx": "财政局.docx", `C:\a\年报.txt`: "年报.txt", "年报": "年报.bin", "a.b\"\r\nX: y": "a.b\"\r\nX: y.bin", "x.": "x..bin", "": ".bin", "a.verylongending": "a.verylongending.bin",
	} {
		if got := downloadName(name); got != want {
			t.Errorf("%q: want %q, got %q", name, want, got)
		}
	}
}

func TestReportsPageListsTheYear(t *testing.T) {
	t.Parallel()
	o := fullOffice(t)
	o.keep("人民政府办公室", 2023, func(v *data.Version) { v.Kind = data.Published })
	doc := open(t, o.serve(t), "/reports?year=2023")
	var rows []string
	for _, tr := range find(doc, "tr") {
		if len(find(tr, "td")) > 0 {
			rows = append(rows, textOf(tr))
		}
	}
	want := []string{
		"1人民政府办公室 未报", "2财政局 未报", "3水利局 未报", "4气象局 不计入汇总 未报", "5石样镇人民政府 未报",
		"6" + hostile + " 有错误1 2021年版第2版 110 2024-01-20script>=cmd.docx",
		"人民政府办公室 县公布年报 第1版 000 人民政府办公室.docx",
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}
