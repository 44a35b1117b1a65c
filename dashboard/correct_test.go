package dashboard

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/nianbao/nianbao/data"
)

// correctedOffice is yearbook with three corrections of 财政局's report of
// 2023: one that counts, one that is asked about again, one settled.
func correctedOffice() *office {
	o := yearbook()
	v := o.find("财政局", 2023)
	c := func(code string, printed, value int64) data.Correction {
		return data.Correction{
			Code: code, Value: value, Version: v.ID, PrintedState: data.Read, PrintedValue: printed,
			Reason: "漏记<b>", Person: "张三", Confirmed: data.ByPhone, Stated: time.Date(2024, 1, 20, 9, 0, 0, 0, time.UTC),
		}
	}
	o.corrections = map[data.ReportKey][]data.Correction{{Agency: "财政局", Year: 2023, Kind: data.Unit}: {
		c("t3.granted.person", 25, 27), c("t3.granted.total", 24, 27), c("t3.total.person", 20, 25),
	}}
	return o
}

func TestCorrectedFigureIsMarkedEverywhere(t *testing.T) {
	t.Parallel()
	o := correctedOffice()
	s := o.serve(t)
	page := open(t, s, "/report?year=2023&agency="+url.QueryEscape("财政局")+"&cell=t3.granted.person")
	cell := func(code string) *html.Node {
		for _, td := range find(page, "td.fig") {
			if attr(td, "id") == cellAnchor(code) {
				return td
			}
		}
		t.Fatalf("no cell %s", code)
		return nil
	}
	fig := cell("t3.granted.person")
	if !strings.Contains(attr(fig, "class"), "corrected") || textOf(fig) != "27" || attr(find(fig, "a")[0], "data-mark") != "更正" {
		t.Errorf("the cell: want 27 marked 更正, got %q %q", attr(fig, "class"), textOf(fig))
	}
	if got := textOf(cell("t3.granted.total")); got != "25" {
		t.Errorf("one that is asked about: want the printed 25, got %q", got)
	}
	var rows []string
	for _, tr := range find(one(t, page, "table.corrections"), "tr")[1:] {
		rows = append(rows, textOf(find(tr, "td")[0])+" | "+textOf(find(tr, "td")[1])+" → "+textOf(find(tr, "td")[2]))
	}
	if len(rows) != 3 || !strings.HasSuffix(rows[0], "| 25 → 27") || !strings.Contains(rows[1], "现用版印的是25，须重新确认，暂不计入 | 24 → 27") || !strings.Contains(rows[2], "现用版已改为这个数 | 20 → 25") {
		t.Errorf("list of corrections: got %q", rows)
	}
	if got := textOf(one(t, page, "#corrections")); !strings.Contains(got, "请通知单位同时更正公开版") {
		t.Errorf("want the published version warned about, got %q", got)
	}
	o.corrections[data.ReportKey{Agency: "财政局", Year: 2023, Kind: data.Unit}] = o.corrections[data.ReportKey{Agency: "财政局", Year: 2023, Kind: data.Unit}][1:]
	if got := textOf(one(t, open(t, s, "/report?year=2023&agency="+url.QueryEscape("财政局")), "#corrections")); strings.Contains(got, "公开版") {
		t.Errorf("none counts: want no warning, got %q", got)
	}
	o.corrections = correctedOffice().corrections
	panel := textOf(one(t, page, "div.correct"))
	for _, want := range []string{"更正：原数25，更正为27件。漏记<b>（电话确认；张三，自填，2024年1月20日）", "收回更正", "公开版"} {
		if !strings.Contains(panel, want) {
			t.Errorf("beside the figure: want %q in %q", want, panel)
		}
	}
	if got := textOf(one(t, page, "a.corrected")); got != "更正 1" {
		t.Errorf("head: got %q", got)
	}
	asked := textOf(one(t, open(t, s, "/report?year=2023&agency="+url.QueryEscape("财政局")+"&cell=t3.granted.total"), "div.correct"))
	if !strings.Contains(asked, "曾由24更正为27，现用版印的是25，更正暂不计入") || !strings.Contains(asked, "不再更正，用现用版的数") {
		t.Errorf("asked about again: got %q", asked)
	}
	compare := open(t, s, "/compare?year=2023&item=t3.granted.person")
	marked := 0
	for _, td := range find(compare, "td.corrected") {
		if strings.Contains(attr(td, "title"), "含更正1项") {
			marked++
		}
	}
	if marked == 0 {
		t.Error("比较: want the figure and the sum marked")
	}
	if body := get(t, s, "/compare.json?year=2023&item=t3.granted.person").Body.String(); !strings.Contains(body, `"corrected": 1`) || !strings.Contains(body, "含更正1项") {
		t.Error("JSON: want the correction counted and noted")
	}
	if body := get(t, s, "/export/long.csv?year=2023&encoding=utf-8").Body.String(); !strings.Contains(body, ",25,件,read,,,27,张三,电话,漏记<b>\r\n") {
		t.Error("明细: want the printed value kept and the correction beside it")
	}
}

func TestSheetNamesTheCorrection(t *testing.T) {
	t.Parallel()
	o := correctedOffice()
	o.findings[1].Codes = []string{"t3.granted.person", "t3.granted.total"}
	sheet := textOf(find(open(t, o.serve(t), "/check/sheets?year=2023&agency="+url.QueryEscape("财政局")), "table.sheet-lines")[0])
	if !strings.Contains(sheet, "：25，更正为27") || strings.Count(sheet, "更正为") != 1 {
		t.Errorf("want the printed value with its correction, got %q", sheet)
	}
}

func TestCorrectionForms(t *testing.T) {
	t.Parallel()
	o := correctedOffice()
	s := o.serve(t)
	page := open(t, s, "/report?year=2023&agency="+url.QueryEscape("财政局")+"&cell=t3.granted.business")
	form := find(one(t, page, "div.correct"), "form")[0]
	fields := []string{"value", "3", "confirmed", "stamped", "reason", "漏填", "person", "张三"}
	back := ""
	for _, i := range find(form, "input") {
		if attr(i, "type") == "hidden" && attr(i, "name") != "token" {
			fields = append(fields, attr(i, "name"), attr(i, "value"))
		}
		if attr(i, "name") == "back" {
			back = attr(i, "value")
		}
	}
	w := post(t, s, attr(form, "action"), fields...)
	if w.Code != 303 || w.Header().Get("Location") != back || !strings.Contains(back, "t3.granted.business") {
		t.Errorf("want back to the cell, got %d %q", w.Code, w.Header().Get("Location"))
	}
	post(t, s, "/report/uncorrect", fields...)
	if diff := cmp.Diff([]string{"correct 22 t3.granted.business 3 stamped 张三 漏填", "refresh", "uncorrect 财政局 2023 t3.granted.business 张三", "refresh"}, o.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	for name, bad := range map[string][]string{"no version": {"person", "张三"}, "no name": {"version", "22"}} {
		if w := post(t, s, "/report/correct", bad...); w.Code != 400 {
			t.Errorf("%s: want 400, got %d", name, w.Code)
		}
	}
	if w := post(t, s, "/report/uncorrect", "agency", "没有", "report_year", "2023", "kind", "unit"); w.Code != 400 {
		t.Errorf("an agency that is none: want 400, got %d", w.Code)
	}
	if w := post(t, s, "/report/uncorrect", "agency", "财政局", "report_year", "2023", "kind", "unit", "cell", "t3.granted.business"); w.Code != 400 {
		t.Errorf("taken back by nobody: want 400, got %d", w.Code)
	}
	o.mistake = &Mistake{Text: "更正的数与原文相同"}
	if w := post(t, s, "/report/correct", fields...); w.Code != 409 || !strings.Contains(w.Body.String(), "更正的数与原文相同") {
		t.Errorf("a mistake: want 409 with the sentence, got %d", w.Code)
	}
}
