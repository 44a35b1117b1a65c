package dashboard

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

func TestImportsPageAtFirstRun(t *testing.T) {
	t.Parallel()
	doc := open(t, (&office{}).serve(t), "/imports")
	if got := textOf(one(t, doc, "section.lead")); !strings.Contains(got, "先粘贴本县的单位名单") {
		t.Errorf("lead: got %q", got)
	}
	if n := len(find(doc, "textarea")); n != 1 {
		t.Errorf("want a field for the list, got %d", n)
	}
}

// importOffice has one of everything on 导入.
func importOffice() *office {
	o := newOffice()
	current := o.keep("财政局", 2023, nil)
	setFigure(current.Report, data.Figure{Code: "t3.new.person", State: data.Read, Value: 3})
	current.Report.Evidence = []data.Evidence{
		{Field: "agency", Source: data.FromTitle}, {Field: "year", Source: data.FromTitle}, {Field: "year", Source: data.FromText}, {Field: "year", Source: data.FromText}}
	o.keep("财政局", 2023, func(v *data.Version) {
		v.Current, v.Wait, v.Number, v.Report = false, []string{data.WaitOther}, 2, zeroReport("2021", 2023)
	})
	o.keep("", 2023, func(v *data.Version) {
		v.Current, v.Wait, v.Number, v.FileName = false, []string{data.WaitUnknown}, 0, "新局.docx"
		v.Report = &data.Report{Agency: hostile, Title: hostile, Evidence: []data.Evidence{{Field: "agency", Source: data.FromTitle, Value: hostile, Text: hostile}}}
	})
	o.keep("水利局", 2022, func(v *data.Version) {
		v.Current, v.Wait, v.Number = false, []string{data.WaitYearConflict}, 0
		v.Report = &data.Report{Evidence: []data.Evidence{
			{Field: "year", Source: data.FromTitle, Value: "2022"}, {Field: "year", Source: data.FromText, Value: "2021"}, {Field: "year", Source: data.FromFileName, Value: "2022"}}}
	})
	at := time.Date(2024, 1, 20, 9, 0, 0, 0, time.UTC)
	o.batches = []data.Batch{
		{ID: 3, Started: at, Finished: at, TakenBack: at, Label: "收回的"},
		{ID: 2, Started: at, Label: hostile, Files: 2, Counts: map[data.Outcome]int{data.Stored: 1, data.Refused: 1}},
		{ID: 1, Started: at, Finished: at, Label: "第一批", Files: 1},
	}
	o.files = []data.File{
		{Batch: 2, Path: "财政局.docx", Outcome: data.Stored, Agency: "财政局", Name: "财政局", Year: 2023, Version: 1},
		{Batch: 2, Path: "删去的.docx", Outcome: data.Waiting, Agency: "财政局", Name: "财政局", Year: 2023, Version: 99},
		{Batch: 2, Path: hostile, Outcome: data.Refused, Reason: "文件有密码，无法读取，请去掉密码后重新导入"},
	}
	o.findings = []data.Finding{{Agency: "财政局", Year: 2023, Kind: data.Unit, Severity: data.Error}, {Agency: "财政局", Year: 2023, Kind: data.Unit, Severity: data.Warning, Explained: true}}
	return o
}

func TestImportsPageAsksForEachDecision(t *testing.T) {
	t.Parallel()
	doc := open(t, importOffice().serve(t), "/imports")
	type asked struct {
		Head, Reasons string
		Buttons       []string
	}
	var got []asked
	for _, c := range find(doc, "article.waiting-case") {
		a := asked{Head: textOf(find(c, "h3")[0]), Reasons: textOf(one(t, c, "p.reasons"))}
		for _, b := range find(c, "button") {
			a.Buttons = append(a.Buttons, textOf(b))
		}
		got = append(got, a)
	}
	want := []asked{
		{"财政局 · 2023年度 · 单位年报", "该单位该年度已有现用年报，数据不同", []string{"采用这一版", "删去这一版"}},
		{"“" + hostile + "” · 2023年度 · 单位年报", "单位名称不在单位名单中", []string{"确定", "把“" + hostile + "”作为新单位", "删去这一版"}},
		{"水利局 · 2022年度 · 单位年报", "标题与正文的年度不一致", []string{"确定", "定为2022年度", "定为2021年度", "删去这一版"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("waiting (-want +got):\n%s", diff)
	}
	changes := textOf(one(t, find(doc, "article.waiting-case")[0], "div.changes"))
	if want := "表三 一、本年新收政府信息公开申请数量，自然人件3030－330－3"; !strings.HasSuffix(changes, want) {
		t.Errorf("changes: want %q, got %q", want, changes)
	}
	if n := len(find(doc, "script")); n != 3 {
		t.Errorf("scripts: want the page's own 3, got %d", n)
	}
}

func TestOnlyTheNewestStandingBatchCanBeTakenBack(t *testing.T) {
	t.Parallel()
	o := importOffice()
	s := o.serve(t)
	var links []string
	for _, a := range find(one(t, open(t, s, "/imports"), "section#batches"), "a") {
		if textOf(a) == "收回" {
			links = append(links, attr(a, "href"))
		}
	}
	if len(links) != 1 || !strings.Contains(links[0], "id=2") {
		t.Fatalf("want one link for batch 2, got %q", links)
	}
	doc := open(t, s, links[0])
	if got := textOf(one(t, doc, "section.ask")); !strings.Contains(got, "2个文件，保存了2份年报") {
		t.Errorf("question: got %q", got)
	}
	w := post(t, s, "/imports/takeback", "batch", "2")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("want a redirect, got %d %s", w.Code, w.Body)
	}
	if got := textOf(one(t, open(t, s, w.Header().Get("Location")), "div.banner")); !strings.Contains(got, "已收回") {
		t.Errorf("want the notice, got %q", got)
	}
	if diff := cmp.Diff([]string{"take back 2", "refresh"}, o.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if n := len(find(open(t, s, "/imports/batch?id=1&ask=takeback"), "section.ask")); n != 0 {
		t.Errorf("an older batch is not asked about, got %d", n)
	}
}

func TestBatchPageListsItsFiles(t *testing.T) {
	t.Parallel()
	doc := open(t, importOffice().serve(t), "/imports/batch?id=2")
	var rows []string
	for _, tr := range find(one(t, doc, "table.results"), "tr")[1:] {
		rows = append(rows, textOf(tr))
	}
	want := []string{"财政局.docx已导入 财政局2023年度 10单位据标题，年度据标题、正文", "删去的.docx待定 财政局2023年度", hostile + "未能读入 文件有密码，无法读取，请去掉密码后重新导入"}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestDecisionsReachThePipeline(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, path string
		fields     []string
		want       string
	}{
		{"take", "/imports/take", []string{"version", "2"}, "take 2"},
		{"discard", "/imports/discard", []string{"version", "2"}, "discard 2"},
		{"an agency of the list", "/imports/settle", []string{"version", "3", "agency", "财政局", "new_agency", "别的"}, "settle 3 财政局 0"},
		{"a new agency", "/imports/settle", []string{"version", "3", "new_agency", " " + hostile}, "settle 3 " + hostile + " 0"},
		{"a year that the file names", "/imports/settle", []string{"version", "4", "offered_year", "2021", "report_year", ""}, "settle 4  2021"},
		{"another year", "/imports/settle", []string{"version", "4", "report_year", "2020"}, "settle 4  2020"},
		{"the year being collected", "/imports/collecting", []string{"collecting", "2023"}, "collecting 2023"},
		{"the county's name", "/imports/county", []string{"county", " 示例县 "}, "county 示例县"},
		{"the list", "/imports/roster", []string{"roster", "财政局\r\n" + hostile}, "roster 财政局," + hostile},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := importOffice()
			s := o.serve(t)
			w := post(t, s, c.path, c.fields...)
			if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/imports?note=") {
				t.Fatalf("want a redirect, got %d %s", w.Code, w.Body)
			}
			if diff := cmp.Diff([]string{c.want, "refresh"}, o.calls); diff != "" {
				t.Errorf("calls (-want +got):\n%s", diff)
			}
			one(t, open(t, s, w.Header().Get("Location")), "div.banner")
		})
	}
}

func TestWrongDecisionsAreSentences(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, path string
		fields     []string
		mistake    error
		status     int
		want       string
	}{
		{"no version", "/imports/take", nil, nil, 400, "表单不完整"},
		{"no batch", "/imports/takeback", []string{"batch", "-1"}, nil, 400, "表单不完整"},
		{"a version that is gone", "/imports/discard", []string{"version", "77"}, nil, 409, "已经处理过了"},
		{"a batch that is not the newest", "/imports/takeback", []string{"batch", "1"}, nil, 409, "只能收回最近一批"},
		{"a batch taken back before", "/imports/takeback", []string{"batch", "3"}, nil, 409, "只能收回最近一批"},
		{"nothing chosen", "/imports/settle", []string{"version", "3"}, nil, 400, "请选择单位或填写年度"},
		{"no year", "/imports/settle", []string{"version", "3", "report_year", "二〇"}, nil, 400, "应是四位数字"},
		{"an endless name", "/imports/settle", []string{"version", "3", "new_agency", strings.Repeat("局", 201)}, nil, 400, "单位名称过长"},
		{"no collecting year", "/imports/collecting", nil, nil, 400, "应是四位数字"},
		{"no county", "/imports/county", []string{"county", " "}, nil, 400, "县名是空的"},
		{"an empty list", "/imports/roster/preview", []string{"roster", " \n "}, nil, 400, "名单是空的"},
		{"what the pipeline refuses", "/imports/take", []string{"version", "2"}, &Mistake{Text: "这份年报的表格没有填写，不能计入。"}, 409, "这份年报的表格没有填写，不能计入。"},
		{"our own fault is not told", "/imports/take", []string{"version", "2"}, errors.New("disk"), 500, "程序出错"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := importOffice()
			o.mistake = c.mistake
			w := post(t, o.serve(t), c.path, c.fields...)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("want %d %q, got %d %s", c.status, c.want, w.Code, w.Body)
			}
			if strings.Contains(w.Body.String(), "disk") {
				t.Error("the inner cause is shown")
			}
		})
	}
}

func TestRosterIsShownBeforeItIsKept(t *testing.T) {
	t.Parallel()
	o := newOffice()
	s := o.serve(t)
	w := post(t, s, "/imports/roster/preview", "roster", "财政局\n"+hostile)
	doc := parse(t, w.Body)
	if got := textOf(one(t, doc, "textarea")); got != "财政局 "+hostile {
		t.Errorf("text sent back: got %q", got)
	}
	if got := textOf(one(t, doc, "tbody")); got != "部门（2家）1财政局是2"+hostile+"是" {
		t.Errorf("preview: got %q", got)
	}
	if len(o.calls) != 0 {
		t.Errorf("a preview keeps nothing, got %q", o.calls)
	}
	if got := len(find(doc, "script")); got != 2 {
		t.Errorf("scripts: want the page's own 2, got %d", got)
	}
}

func TestFormsOfOtherPagesAreRefused(t *testing.T) {
	t.Parallel()
	o := importOffice()
	s := o.serve(t)
	for _, r := range routes() {
		if r.verb() != http.MethodPost {
			continue
		}
		req := httptest.NewRequest(http.MethodPost, r.path, strings.NewReader("version=2&batch=2&token=wrong"))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if w := send(t, s, req); w.Code != http.StatusForbidden {
			t.Errorf("%s with a wrong token: want 403, got %d", r.path, w.Code)
		}
	}
	if len(o.calls) != 0 {
		t.Errorf("nothing may be done, got %q", o.calls)
	}
}
