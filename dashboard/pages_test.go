package dashboard

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// pages are the addresses whose page, CSV and JSON are compared.
func pages() []string {
	return []string{
		"/overview", "/overview?scope=county&order=roster", "/overview?year=2018", "/overview?errors=exclude",
		"/compare", "/compare?item=rate.granted&order=roster&agency=财政局", "/compare?item=t3.new.person&scope=county",
		"/trend", "/trend?item=rate.disclosed&agency=财政局&agency=hostile&total=hide", "/trend?item=requests.carried_in&scope=agencies:财政局",
		"/composition", "/composition?year=2020&bars=share", "/export",
	}
}

func TestPageCSVAndJSONSayTheSame(t *testing.T) {
	t.Parallel()
	s := yearbook().serveCached(t)
	compared := 0
	for _, path := range pages() {
		page := open(t, s, path)
		titles := titlesOf(t, s, path)
		for _, table := range find(page, "table.data") {
			name := tableName(t, titles, caption(table))
			if name == "" {
				continue
			}
			compared++
			fromPage := pageCells(table)
			if diff := cmp.Diff(fromPage, csvCells(t, s, path, name)); diff != "" {
				t.Errorf("%s table %s: CSV differs from the page (-page +csv):\n%s", path, name, diff)
			}
			if diff := cmp.Diff(fromPage, jsonCells(t, s, path, name)); diff != "" {
				t.Errorf("%s table %s: JSON differs from the page (-page +json):\n%s", path, name, diff)
			}
		}
	}
	if compared < 30 {
		t.Errorf("want at least 30 tables compared, got %d", compared)
	}
}

// file is the address of a page's file.
func file(path, ending, table string) string {
	base, query, _ := strings.Cut(path, "?")
	return base + "." + ending + "?" + query + "&encoding=utf-8&table=" + table
}

func caption(table *html.Node) string {
	if c := find(table, "caption"); len(c) > 0 {
		return textOf(c[0])
	}
	return ""
}

// titlesOf is the titles of a page's tables by name, as its JSON gives them.
func titlesOf(t testing.TB, s *Server, path string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, name := range []string{
		"series", "requests_trend", "outcomes", "largest", "compare", "compare_topic", "compare_chosen", "trend", "change",
		"composition", "outcomes_by_year", "reasons_refused", "reasons_unavailable", "reasons_rejected", "reasons_other",
	} {
		w := get(t, s, file(path, "json", name))
		var x struct{ Title string }
		if w.Code == http.StatusOK && json.Unmarshal(w.Body.Bytes(), &x) == nil {
			out[name] = x.Title
		}
	}
	return out
}

// tableName finds the table whose title stands above the page's one.
func tableName(t testing.TB, titles map[string]string, title string) string {
	t.Helper()
	if title == "" {
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(titles)) {
		if text, _, _ := strings.Cut(title, "单位："); text == titles[name] {
			return name
		}
	}
	t.Errorf("no file for the table %q", title)
	return ""
}

// digits takes from a page's cell what a file does not write.
func digits(text string) string {
	switch text {
	case "—", "不可加":
		return ""
	}
	if text == "%" { // a unit, not a rate
		return text
	}
	return strings.TrimSuffix(text, "%")
}

func pageCells(table *html.Node) [][]string {
	var out [][]string
	for _, tr := range find(one2(table, "tbody"), "tr") {
		var line []string
		for _, td := range find(tr, "td") {
			line = append(line, digits(textOf(td)))
		}
		out = append(out, line)
	}
	return out
}

func one2(n *html.Node, selector string) *html.Node { return find(n, selector)[0] }

func csvCells(t testing.TB, s *Server, path, table string) [][]string {
	t.Helper()
	w := get(t, s, file(path, "csv", table))
	lines, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || w.Code != http.StatusOK {
		t.Fatalf("%s.csv: status %d, %v", path, w.Code, err)
	}
	for _, line := range lines {
		for i := range line {
			line[i] = strings.TrimPrefix(line[i], "'") // of the hostile name
		}
	}
	return lines[1:]
}

func jsonCells(t testing.TB, s *Server, path, table string) [][]string {
	t.Helper()
	w := get(t, s, file(path, "json", table))
	var x struct{ Rows []struct{ Cells []any } }
	d := json.NewDecoder(w.Body)
	d.UseNumber()
	if err := d.Decode(&x); err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for _, row := range x.Rows {
		var line []string
		for _, c := range row.Cells {
			if total, ok := c.(map[string]any); ok {
				c = total["value"]
			}
			text := ""
			if c != nil {
				text = fmt.Sprint(c)
			}
			line = append(line, text)
		}
		out = append(out, line)
	}
	return out
}

func TestEveryTemplateFullAndEmpty(t *testing.T) {
	t.Parallel()
	empty := newOffice()
	empty.roster = data.Roster{}
	for name, o := range map[string]*office{"full": yearbook(), "empty": empty} {
		s := o.serveCached(t)
		for _, r := range routes() {
			if r.verb() != http.MethodGet || r.nav == "" {
				continue
			}
			page := open(t, s, r.path)
			if h := one(t, page, "h1"); textOf(h) == "" {
				t.Errorf("%s %s: want a heading, got none", name, r.path)
			}
			if len(find(page, "nav")) != 1 || len(find(page, "a.here")) != 1 {
				t.Errorf("%s %s: want one navigation with this page marked", name, r.path)
			}
		}
	}
}

func TestEmptyPagesSayWhatToDo(t *testing.T) {
	t.Parallel()
	o := newOffice()
	o.roster = data.Roster{}
	s := o.serve(t)
	for _, path := range []string{"/overview", "/compare", "/trend", "/composition", "/export"} {
		box := one(t, open(t, s, path), "section.empty")
		if a := find(box, "a.primary"); len(a) != 1 || !strings.HasPrefix(attr(a[0], "href"), "/imports") {
			t.Errorf("%s: want a way to 导入 in %q", path, textOf(box))
		}
	}
	full := yearbook().serveCached(t)
	box := one(t, open(t, full, "/overview?year=2021"), "section.empty")
	if got := textOf(box); !strings.Contains(got, "2021年度还没有收到年报") {
		t.Errorf("a year without reports: want it said, got %q", got)
	}
}

func TestLinksKeepYearScopeAndErrors(t *testing.T) {
	t.Parallel()
	page := open(t, yearbook().serveCached(t), "/compare?year=2022&scope=county&errors=exclude&item=rate.granted")
	for _, a := range find(one(t, page, "nav"), "a") {
		if got := attr(a, "href"); !strings.HasSuffix(got, "?errors=exclude&scope=county&year=2022") {
			t.Errorf("%s: want year, scope and errors kept, got %s", textOf(a), got)
		}
	}
	var chosen []string
	for _, a := range find(one(t, page, "div.filters"), "a.on") {
		chosen = append(chosen, textOf(a))
	}
	if diff := cmp.Diff([]string{"2022年度", "县本级", "不计入"}, chosen); diff != "" {
		t.Errorf("choices shown as chosen (-want +got):\n%s", diff)
	}
}

func TestOverviewNumbers(t *testing.T) {
	t.Parallel()
	page := open(t, yearbook().serveCached(t), "/overview?year=2023")
	var cards []string
	for _, c := range find(page, "section.figure") {
		cards = append(cards, textOf(c))
	}
	// 人民政府办公室 15, 财政局 25 (computed), 石样镇 45, hostile 55 (doubtful);
	// 2022: 14, 24, 44, 54 of the same four.
	want := []string{
		"已报送 / 应报送 4 / 5 家 未报1家 有错误2家",
		"新收申请（件） 4/5家 140 可比口径＋4件，＋2.9%（4家两年都有） 含存疑1项 含计算值1项",
	}
	if diff := cmp.Diff(want, cards[:2]); diff != "" {
		t.Errorf("cards (-want +got):\n%s", diff)
	}
	if got := textOf(one(t, page, "#todo")); !strings.Contains(got, "错误 2 待说明 1") || !strings.Contains(got, "未报 1 家：水利局。") {
		t.Errorf("want two open errors, one warning and who is missing, got %q", got)
	}
	var agencies []string
	for _, tr := range find(one2(one(t, page, "#todo"), "tbody"), "tr") {
		agencies = append(agencies, textOf(find(tr, "td")[0]))
	}
	if diff := cmp.Diff([]string{"石样镇人民政府", hostile, "财政局"}, agencies); diff != "" {
		t.Errorf("findings, errors first, official order (-want +got):\n%s", diff)
	}
}

func TestHostileNamesDoNoHarm(t *testing.T) {
	t.Parallel()
	s := yearbook().serveCached(t)
	for _, path := range pages() {
		page := open(t, s, path)
		for _, script := range find(page, "script") {
			if attr(script, "src") == "" && attr(script, "type") != "application/json" {
				t.Errorf("%s: a script of its own: %s", path, textOf(script))
			}
		}
		for d := range page.Descendants() {
			for _, a := range d.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("%s: <%s> has an attribute %s", path, d.Data, a.Key)
				}
			}
		}
	}
	body := get(t, s, "/overview.csv?table=largest&encoding=utf-8").Body.String()
	if strings.Contains(body, "\n=") || strings.Contains(body, ",=") {
		t.Errorf("want no cell that a spreadsheet runs, got %s", body)
	}
}

func TestChartsAreValidJSON(t *testing.T) {
	t.Parallel()
	s := yearbook().serveCached(t)
	drawn := 0
	for _, path := range pages() {
		page := open(t, s, path)
		for _, script := range find(page, "script") {
			id := attr(script, "data-for")
			if id == "" {
				continue
			}
			drawn++
			one(t, page, "#"+id)
			var option struct{ Series []struct{ Data []any } }
			if err := json.Unmarshal([]byte(script.FirstChild.Data), &option); err != nil {
				t.Errorf("%s chart %s: %v", path, id, err)
			}
			if len(option.Series) == 0 {
				t.Errorf("%s chart %s: want series, got none", path, id)
			}
		}
	}
	if drawn < 20 {
		t.Errorf("want at least 20 charts, got %d", drawn)
	}
}

var reference = regexp.MustCompile(`/assets/([\w.-]+)`)

func TestAssetsAreEmbeddedAndNothingIsElsewhere(t *testing.T) {
	t.Parallel()
	err := fs.WalkDir(embedded, "templates", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(embedded, path)
		if err != nil {
			return err
		}
		for _, m := range reference.FindAllStringSubmatch(string(text), -1) {
			if _, err := fs.Stat(embedded, "assets/"+m[1]); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
		if strings.Contains(string(text), "http://") || strings.Contains(string(text), "https://") || strings.Contains(string(text), `"//`) {
			t.Errorf("%s refers to another machine", path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range routes() {
		for _, name := range r.scripts {
			if _, err := fs.Stat(embedded, "assets/"+name); err != nil {
				t.Errorf("%s: %v", r.path, err)
			}
		}
	}
}

func TestItemsOfThePagesExist(t *testing.T) {
	t.Parallel()
	for _, id := range append(outcomeIDs(), "requests.new", "rate.disclosed", "review.total", "litigation.total", "review.corrected",
		"review.pending", "litigation.corrected", "litigation.pending", "requests.carried_out", "outcome.total", "applicant.person", "rate.organisation") {
		if _, ok := aggregate.ItemByID(id); !ok {
			t.Errorf("no item %s", id)
		}
	}
}
