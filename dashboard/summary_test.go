package dashboard

import (
	"encoding/csv"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/nianbao/nianbao/data"
)

// published gives the yearbook a published county report of 2023 with n
// requests.
func (o *office) published(n int64) *office {
	o.keep("人民政府办公室", 2023, func(v *data.Version) {
		v.Kind, v.Report = data.Published, zeroReport("2021", 2023)
		v.Report.Kind = data.Published
		fillRequests(v.Report, n)
	})
	return o
}

// figureOf is the text of a figure in official form and its link.
func figureOf(t testing.TB, page *html.Node, code string) (text, class string, link *html.Node) {
	t.Helper()
	for _, td := range find(page, "td.fig") {
		if attr(td, "id") == "c-"+url.QueryEscape(code) {
			if a := find(td, "a"); len(a) > 0 {
				link = a[0]
			}
			return textOf(td), attr(td, "class"), link
		}
	}
	t.Fatalf("no figure %s on the page", code)
	return "", "", nil
}

func TestTheCountysTablesAndTheirFileSayTheSame(t *testing.T) {
	t.Parallel()
	s := yearbook().published(99).serveCached(t)
	for _, path := range []string{"/summary?year=2023", "/summary?year=2023&scope=county", "/summary?year=2023&errors=exclude", "/summary?year=2018", "/summary?year=2020"} {
		page := open(t, s, path)
		w := get(t, s, file(path, "csv", "form"))
		lines, err := csv.NewReader(w.Body).ReadAll()
		if err != nil || w.Code != http.StatusOK || len(lines) < 20 {
			t.Fatalf("%s.csv: status %d, %d lines, %v", path, w.Code, len(lines), err)
		}
		for _, line := range lines[1:] {
			if text, _, _ := figureOf(t, page, line[1]); text != line[4] {
				t.Errorf("%s %s: the file says %q, the page %q", path, line[1], line[4], text)
			}
		}
		if n := len(find(page, "td.fig")); n != len(lines)-1 {
			t.Errorf("%s: want %d figures, got %d", path, len(lines)-1, n)
		}
	}
}

func TestTheCountysTablesMarkWhatTheyStandOn(t *testing.T) {
	t.Parallel()
	s := yearbook().published(99).serveCached(t)
	page := open(t, s, "/summary?year=2023")
	// 15 + 55 (doubtful) + 25 (computed) + 45: 水利局 has no report.
	text, class, link := figureOf(t, page, "t3.new.total")
	if text != "140" || !strings.Contains(class, "doubtful") || !strings.Contains(class, "flag-error") {
		t.Errorf("want a doubtful 140 that differs from the published report, got %q of class %q", text, class)
	}
	if note := attr(link, "title"); !strings.Contains(note, "4/5家，含存疑1项，含计算值1项，县公布年报为99") {
		t.Errorf("want all marks in words, got %q", note)
	}
	if href := attr(link, "href"); !strings.HasPrefix(href, "/compare?item=t3.new.total") {
		t.Errorf("want the way to the agencies, got %q", href)
	}
	if text := textOf(page); !strings.Contains(text, "除另有标注外，每格由4/5家得出") || !strings.Contains(text, "水利局") {
		t.Error("want the tables to say who is missing")
	}
	page = open(t, s, "/summary?year=2020")
	if text, class, link := figureOf(t, page, "t2.license.items_last"); text != "" || !strings.Contains(class, "not-additive") || attr(link, "data-mark") != "不可加" {
		t.Errorf("want 不可加 without a number, got %q of class %q", text, class)
	}
}

func TestTheCountysTablesLeaveErrorsOut(t *testing.T) {
	t.Parallel()
	s := yearbook().serveCached(t)
	page := open(t, s, "/summary?year=2023&errors=exclude")
	// The hostile agency and the township have open errors.
	if text, _, _ := figureOf(t, page, "t3.new.person"); text != "40" {
		t.Errorf("want 40 without the agencies with errors, got %q", text)
	}
	if on := find(page, "a.on"); len(on) < 2 || !strings.Contains(textOf(page), "有错误的单位（2家）") {
		t.Errorf("want the switch with its two agencies on the page")
	}
	if text := textOf(page); !strings.Contains(text, "还没有2023年度县公布的年报") {
		t.Error("want to be told that there is nothing to compare with")
	}
}

func TestTheComparisonNamesCellsAndAgencies(t *testing.T) {
	t.Parallel()
	o := yearbook().published(99)
	o.keep("财政局", 2023, func(v *data.Version) { v.Current, v.Wait, v.Number = false, []string{data.WaitOther}, 2 })
	page := open(t, o.serveCached(t), "/summary?year=2023")
	table := find(page, "table.data")
	if len(table) != 1 {
		t.Fatalf("want one table of differences, got %d", len(table))
	}
	text := textOf(table[0])
	for _, want := range []string{"99", "-41", "水利局（无年报）", "财政局（计算值，有待定的另一份）"} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q among the differences: %s", want, text)
		}
	}
	county := open(t, o.serveCached(t), "/summary?year=2023&scope=county")
	if len(find(county, "table.data")) != 0 || !strings.Contains(textOf(county), "只与全县比较") {
		t.Error("want 县本级 not compared with the published report")
	}
}

func TestTheSummaryListsWhatStandsOpen(t *testing.T) {
	t.Parallel()
	o := yearbook().published(99)
	o.keep("财政局", 2023, func(v *data.Version) { v.Current, v.Wait, v.Number = false, []string{data.WaitOther}, 2 })
	s := o.serve(t)
	text := textOf(find(open(t, s, "/summary?year=2023&scope=county"), "#before")[0])
	for _, want := range []string{"水利局", "应报未报", "财政局：同一单位同一年度有待定的另一份报告", "项不一致", "无法核对"} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q before the tables: %s", want, text)
		}
	}
	form := formOf(t, open(t, s, "/summary?year=2023"), "/summary/noreport?year=2023")
	if w := sendForm(t, s, "/summary/noreport?year=2023", form); w.Code != http.StatusBadRequest {
		t.Errorf("no reason: want 400, got %d", w.Code)
	}
	form.Set("reason", "年内撤销")
	if w := sendForm(t, s, "/summary/noreport?year=2023", form); w.Code != http.StatusBadRequest {
		t.Errorf("no name: want 400, got %d", w.Code)
	}
	form.Set("person", "张三")
	if w := sendForm(t, s, "/summary/noreport?year=2023", form); w.Code != http.StatusSeeOther || o.lastCall() != "no report {水利局 2023 年内撤销 张三 }" {
		t.Errorf("got %d, %s", w.Code, o.lastCall())
	}
	signed := httptest.NewRequest(http.MethodGet, "/summary?year=2023", nil)
	signed.AddCookie(&http.Cookie{Name: personCookie, Value: url.QueryEscape("李四")})
	if got := textOf(find(parse(t, send(t, s, signed).Body), "details.signed")[0]); got != "署名：李四（自填）改为" {
		t.Errorf("want the name of this browser, got %q", got)
	}
	o.roster.NoReports = []data.NoReport{{Agency: "水利局", Year: 2023, Reason: "年内撤销", Person: "张三", Date: "2024-01-29"}}
	page := open(t, s, "/summary?year=2023")
	if text := textOf(find(page, "#before")[0]); !strings.Contains(text, "水利局无报告：年内撤销") || strings.Contains(text, "应报未报") {
		t.Errorf("want the reason in its place: %s", text)
	}
	sendForm(t, s, "/summary/noreport?year=2023", formOf(t, page, "/summary/noreport?year=2023"))
	if o.lastCall() != "no report {水利局 2023   }" {
		t.Errorf("want the reason taken back, got %s", o.lastCall())
	}
}
