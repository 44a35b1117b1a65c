package dashboard

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

func stepTexts(t *testing.T, s *Server) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, li := range find(one(t, open(t, s, "/work?year=2023"), "section#steps"), "li") {
		done := ""
		if attr(li, "class") == "done" {
			done = "已办 "
		}
		out[textOf(find(li, "b")[0])] = done + strings.TrimSpace(strings.Replace(textOf(find(li, "p")[0]), textOf(find(li, "b")[0]), "", 1))
	}
	return out
}

func TestTheStepsCountWhatIsThere(t *testing.T) {
	t.Parallel()
	o := signedOffice()
	o.findings = []data.Finding{
		{Agency: "财政局", Year: 2023, Kind: data.Unit, Rule: "T3-1", Severity: data.Error, Title: "不等"},
		{Agency: "财政局", Year: 2023, Kind: data.Unit, Rule: "T3-2", Severity: data.Warning, Explained: true},
		{Agency: "财政局", Year: 2023, Kind: data.Unit, Rule: ruleCorrection, Severity: data.Warning, Text: "曾由1更正为2"},
	}
	o.keep("水利局", 2023, func(v *data.Version) { v.Current, v.Wait = false, []string{data.WaitUnknown} })
	o.adjust(-2, nil)
	s := o.serve(t)
	got := stepTexts(t, s)
	for name, want := range map[string]string{
		"定名录": "已办 已办\u3000本年度6家单位，5家计入汇总",
		"发模板": "没有勾上",
		"收":   "应报5家，已报3家，未报2家",
		"审":   "已审核0/2份；错误1条，待说明1条",
		"汇总":  "2/5家有计入的年报，待定1份，调整1笔",
		"定稿":  "没有定稿",
	} {
		if !strings.HasPrefix(got[name], want) {
			t.Errorf("%s: want %q, got %q", name, want, got[name])
		}
	}
	page := open(t, s, "/work?year=2023")
	if next := textOf(one(t, page, "p.next")); !strings.Contains(next, "还差2家没有报") {
		t.Errorf("next: want the first step that is not done and was not overtaken, got %q", next)
	}
	text := textOf(one(t, page, "textarea#handover-text"))
	for _, want := range []string{"未报单位2：", "待定的文件1：水利局", "财政局（错误1条、待说明1条）", "须重新确认的更正1：财政局：曾由1更正为2", "调整（全县）", "没有办完的步骤", "－2件，双被告去重：同一件"} {
		if !strings.Contains(text, want) {
			t.Errorf("交接: want %q, got %s", want, text)
		}
	}
}

func TestStepsAreTickedByForm(t *testing.T) {
	t.Parallel()
	o := signedOffice()
	s := o.serve(t)
	w := post(t, s, "/work/tick?year=2023", "step", data.StepForms, "day", "2024-01-05", "person", "张三")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("want it ticked, got %d", w.Code)
	}
	if got := stepTexts(t, s)["发模板"]; !strings.Contains(got, "2024-01-05，张三（自填）") {
		t.Errorf("want the day and the name, got %q", got)
	}
	if next := textOf(one(t, open(t, s, "/work?year=2023"), "p.next")); !strings.Contains(next, "还差3家没有报") {
		t.Errorf("next: want those that are missing, got %q", next)
	}
	post(t, s, "/work/untick?year=2023", "step", data.StepForms)
	post(t, s, "/work/start?year=2023", "start_year", "2024")
	if w := post(t, s, "/work/start?year=2023", "start_year", "2026"); w.Code != http.StatusBadRequest {
		t.Errorf("another year than shown: want 400, got %d", w.Code)
	}
	want := []string{"tick 2023 forms 2024-01-05 张三", "refresh", "untick 2023 forms", "refresh", "start 2024", "refresh"}
	if diff := cmp.Diff(want, o.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestWhyNamesWhoContributesAndWhatTheySay(t *testing.T) {
	t.Parallel()
	o := newOffice()
	for key, n := range map[string][2]int64{"人民政府办公室": {5, 5}, "财政局": {8, 20}, "水利局": {9, 6}} {
		for i, year := range []int{2022, 2023} {
			o.keep(key, year, func(v *data.Version) {
				fillRequests(v.Report, n[i])
				v.Report.Chapters = []data.Chapter{{Title: "一、总体情况", Text: key + "2020年受理20件。全年新收申请20件，因拆迁增多。截至20日办结。\n新收120件。新收申请6件"}}
			})
		}
	}
	s := o.serve(t)
	text := textOf(one(t, open(t, s, "/why?year=2023&item=requests.new"), "textarea#why-text"))
	for _, want := range []string{"1. 财政局＋12件（8→20） 年报原文：“全年新收申请20件，因拆迁增多。”", "2. 水利局－3件（9→6） 年报原文：“新收申请6件”", "另有1家与上年相同"} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q, got %s", want, text)
		}
	}
	for path, want := range map[string]int{"/why?year=2023&item=t3.new.person": 200, "/why?year=2023&item=rate.granted": 200, "/why.csv?year=2023": 200, "/why?year=2023&item=t9": 400, "/why?year=2022": 200} {
		if w := get(t, s, path); w.Code != want {
			t.Errorf("%s: want %d, got %d", path, want, w.Code)
		}
	}
}

func TestANumberStandsByItself(t *testing.T) {
	t.Parallel()
	for sentence, want := range map[string]bool{
		"新收申请20件": true, "新收120件": false, "新收20.5件": false, "2020年": false, "于20日": false, "从120件到20件": true, "20": true, "占20%": false, "减少-20件": false,
	} {
		if got := namesFigure(sentence, "20"); got != want {
			t.Errorf("%s: want %v, got %v", sentence, want, got)
		}
	}
}
