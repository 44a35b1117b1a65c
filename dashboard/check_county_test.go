package dashboard

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// compared is checked with a published report that differs from the sum by 41
// in two cells and a version that waits.
func compared() *office {
	o := checked()
	o.published(99)
	o.keep("财政局", 2023, func(v *data.Version) { v.Current, v.Wait, v.Number = false, []string{data.WaitOther}, 2 })
	return o
}

// countyLines are the county-wide findings of 核对 by the first words of each.
func countyLines(t testing.TB, page *html.Node) []string {
	t.Helper()
	var out []string
	for _, li := range find(one(t, page, "section.check-county"), "li.finding-line") {
		line := textOf(find(li, "b.who-said")[0])
		for _, tag := range find(li, "span.tag") {
			line += " " + textOf(tag)
		}
		if e := find(li, "span.equation"); len(e) > 0 {
			line += " " + textOf(e[0])
		}
		for _, a := range find(li, "a") {
			line += " " + textOf(a)
		}
		if len(find(li, "form")) > 0 {
			line += " 表单"
		}
		out = append(out, line)
	}
	return out
}

func TestCountyWideFindingsStandApart(t *testing.T) {
	t.Parallel()
	s := compared().serveCached(t)
	page := open(t, s, "/check?year=2023")
	lines := countyLines(t, page)
	want := []string{
		"水利局 错误 2023年度没有计入的年报，也没有说明无报告的原因 说明无报告",
		"财政局 待说明 请在导入页决定采用哪一份 查看 表单",
		"县公布年报 错误 新收（自然人）：县公布年报99，各单位之和140（4/5家），差-41件 查看 表单",
	}
	if len(lines) < 3 || cmp.Diff(want, lines[:3]) != "" {
		t.Errorf("want %q first, got %q", want, lines)
	}
	if last := lines[len(lines)-1]; !strings.HasPrefix(last, "县公布年报 提示无法核对 ") && !strings.HasPrefix(last, "县公布年报 提示 无法核对 ") {
		t.Errorf("want what cannot be checked at the end, got %q", last)
	}
	if opinion := textOf(find(page, "#o-财政局")[0]); strings.Contains(opinion, "待定") {
		t.Errorf("want nothing of the county in what an agency is told: %q", opinion)
	}
	county := textOf(find(open(t, s, "/check?year=2023&by=rule"), "main")[0])
	for _, want := range []string{"县公布的年报应等于计入汇总的各单位之和", "应报未报", "有待定的另一份报告"} {
		if !strings.Contains(county, want) {
			t.Errorf("by rule: want %q", want)
		}
	}
	if n := len(find(open(t, s, "/check?year=2023&scope=agencies:石样镇人民政府"), "section.check-county")); n != 0 {
		t.Error("one agency chosen: want nothing about others")
	}
	if n := len(find(open(t, s, "/check/sheets?year=2023"), "section.sheet")); n != 3 {
		t.Errorf("want no 核对单 for county-wide findings, got %d sheets", n)
	}
}

func TestExplainingADifferenceWithThePublishedReport(t *testing.T) {
	t.Parallel()
	o := compared()
	s := o.serve(t)
	page := open(t, s, "/check?year=2023")
	li := find(one(t, page, "section.check-county"), "li.finding-line")[2]
	var value string
	for _, i := range find(find(li, "form")[0], "input") {
		if attr(i, "name") == "finding" {
			value = attr(i, "value")
		}
	}
	if w := post(t, s, "/check/explain", "finding", value, "reason", "重复计入", "person", "张三"); w.Code != 303 {
		t.Fatalf("want 303, got %d %s", w.Code, w.Body)
	}
	seen, err := seenFinding(value)
	if err != nil {
		t.Fatal(err)
	}
	want := "explain 人民政府办公室 2023 G-3 t3.new.person " + seen.Fingerprint + " county-wide 重复计入 张三"
	if o.calls[0] != want {
		t.Errorf("want %q, got %q", want, o.calls[0])
	}
	q, err := url.ParseQuery(value)
	if err != nil {
		t.Fatal(err)
	}
	q.Set("fingerprint", "of other figures")
	if w := post(t, s, "/check/explain", "finding", q.Encode(), "reason", "x", "person", "张三"); w.Code != 400 || !strings.Contains(w.Body.String(), "已有变化") {
		t.Errorf("other figures: want 400, got %d", w.Code)
	}
	late := data.Finding{Agency: "水利局", Year: 2023, Kind: data.Unit, Rule: aggregate.RuleNoReport, Subject: "report"}
	for _, f := range o.countyWide(t) {
		if f.Key() == late.Key() {
			late = f
		}
	}
	if w := post(t, s, "/check/explain", "finding", findingValue(late), "reason", "x", "person", "张三"); w.Code != 400 || late.Fingerprint == "" {
		t.Errorf("a missing report is explained on 汇总: want 400, got %d", w.Code)
	}

	o.said = map[data.FindingKey]data.Explanation{
		seen.Key: {Fingerprint: seen.Fingerprint, Reason: "重复计入", Person: "张三", Stated: time.Date(2024, 1, 20, 9, 0, 0, 0, time.UTC)},
	}
	explained := countyLines(t, open(t, s, "/check?year=2023&status=explained"))
	if len(explained) != 1 || !strings.HasPrefix(explained[0], "县公布年报 错误 已说明 新收（自然人）") {
		t.Errorf("want it among the explained ones, got %q", explained)
	}
	before := textOf(find(open(t, s, "/summary?year=2023"), "#before")[0])
	if !strings.Contains(before, "另有1条已说明") {
		t.Errorf("汇总: want the explained one counted, got %s", before)
	}
	if body := get(t, s, "/export/findings.csv?year=2023&encoding=utf-8").Body.String(); !strings.Contains(body, "true,重复计入,张三") {
		t.Errorf("want the reason in the file: %s", body)
	}
	e := o.said[seen.Key]
	e.Fingerprint = "of other figures"
	o.said[seen.Key] = e
	if text := textOf(one(t, open(t, s, "/check?year=2023"), "section.check-county")); !strings.Contains(text, "数据有变化，请重新说明。原说明：重复计入") {
		t.Errorf("want the old reason as a hint, got %s", text)
	}
}

// countyWide derives the county-wide findings of 2023.
func (o *office) countyWide(t testing.TB) []data.Finding {
	t.Helper()
	snap, err := o.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return snap.CountyFindings(2023, aggregate.WaitingBeside(o.versions, 2023))
}
