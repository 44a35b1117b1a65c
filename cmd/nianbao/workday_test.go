package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/reader"
	"github.com/nianbao/nianbao/data/sample"
	"github.com/nianbao/nianbao/data/store"
)

// dayYear is the year that the working day is about.
const dayYear = 2022

// misprinted is the cell that 公安局 has wrong.
const misprinted = "t3.new.total"

// dayAgencies are the county of the working day.
var dayAgencies = []string{"公安局", "财政局", "民政局", "水利局", "农业农村局"}

// dayReport is a made-up report, edited, as a file.
func dayReport(t *testing.T, path, agency string, year int, edit func(r *sample.Report)) intake.File {
	t.Helper()
	for _, r := range sample.Clean(7).Reports {
		if r.Agency != agency || r.Data.Year != year || r.Data.Kind != data.Unit {
			continue
		}
		if edit != nil {
			edit(r)
		}
		b, err := sample.Render(r, sample.Layout{Format: sample.Docx})
		if err != nil {
			t.Fatal(err)
		}
		return intake.File{Path: path, Size: int64(len(b)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }}
	}
	t.Fatalf("no made-up report of %s for %d", agency, year)
	return intake.File{}
}

// add changes a figure by n.
func add(code string, n int64) func(r *sample.Report) {
	return func(r *sample.Report) {
		for i := range r.Data.Tables {
			for k := range r.Data.Tables[i].Figures {
				if f := &r.Data.Tables[i].Figures[k]; f.Code == code {
					f.Value += n
					f.Raw, f.State = strconv.FormatInt(f.Value, 10), data.Read
				}
			}
		}
	}
}

// speaksFor lets a report speak for an agency of another name.
func speaksFor(from, to string) func(r *sample.Report) {
	return func(r *sample.Report) {
		r.Data.Agency = strings.ReplaceAll(r.Data.Agency, from, to)
		r.Data.Title = strings.ReplaceAll(r.Data.Title, from, to)
		for i := range r.Preamble {
			r.Preamble[i] = strings.ReplaceAll(r.Preamble[i], from, to)
		}
		for i := range r.Closing {
			r.Closing[i] = strings.ReplaceAll(r.Closing[i], from, to)
		}
	}
}

// openDay is the database of the morning: a roster, what came in overnight,
// two files under names that nobody knows, a misprint, a broken sum and a
// second version.
func openDay(t *testing.T) *store.Store {
	t.Helper()
	ctx := context.Background()
	s := open(t, filepath.Join(t.TempDir(), dbName))
	in := newIntake(s)
	names := make([]string, len(dayAgencies))
	for i, a := range dayAgencies {
		names[i] = sample.Name + a
	}
	if _, _, err := in.SetRoster(ctx, strings.Join(names, "\n")); err != nil {
		t.Fatal(err)
	}
	files := []intake.File{
		dayReport(t, "1.docx", "公安局", dayYear, add(misprinted, 7)), // the misprint
		dayReport(t, "2.docx", "财政局", dayYear, add("t2.license.decisions", 3)),
		dayReport(t, "3.docx", "民政局", dayYear, add("t4.review.total", 2)),
		dayReport(t, "4.docx", "水利局", dayYear, speaksFor("水利局", "水务事业局")),
		dayReport(t, "5.docx", "农业农村局", dayYear, speaksFor("农业农村局", "乡村振兴办")),
		dayReport(t, "6.docx", "财政局", dayYear, nil),
	}
	r, err := in.Import(ctx, files, intake.Options{Label: "昨晚"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := []int{r.Count(data.Stored), r.Count(data.Waiting)}; !slices.Equal(got, []int{3, 3}) {
		t.Fatalf("want 3 stored and 3 waiting, got %v: %+v", got, r.Files)
	}
	return s
}

// sentForm is what a form of a page sent, for sending it again.
type sentForm struct{ Action, Body string }

// clerk works in a browser.
type clerk struct {
	*visitor
	store *store.Store
	sent  []sentForm
}

// submitted fills the first form of the action whose fields hold what is
// given in want, sends it by its button, and returns what it sends. Details
// around it need not be open.
const submitted = `(function (action, want, fields, press) {
  var found = Array.prototype.filter.call(document.forms, function (f) {
    return f.getAttribute("action").split("?")[0] === action && Object.keys(want).every(function (k) {
      var e = f.elements[k];
      return e && String(e.value || "").indexOf(want[k]) >= 0;
    });
  })[0];
  if (!found) { return null; }
  Object.keys(fields).forEach(function (k) { if (found.elements[k]) { found.elements[k].value = fields[k]; } });
  if (!found.checkValidity()) { return {Action: "invalid", Body: action}; }
  var button = press ? found.querySelector("button[name=" + press + "]") : found.querySelector("button:not([name])");
  var q = new URLSearchParams(new FormData(found));
  if (press) { q.append(press, button.value); }
  window.before = true;
  found.requestSubmit(button);
  return {Action: found.getAttribute("action"), Body: q.toString()};
})(%s)`

// submit sends a form of the page that is open and waits for the next page.
func (c *clerk) submit(action string, want, fields map[string]string, press string) {
	c.t.Helper()
	var args []string
	for _, x := range []any{action, want, fields, press} {
		if m, ok := x.(map[string]string); ok && m == nil {
			x = map[string]string{}
		}
		b, err := json.Marshal(x)
		if err != nil {
			c.t.Fatal(err)
		}
		args = append(args, string(b))
	}
	f := evaluate[*sentForm](c.visitor, fmt.Sprintf(submitted, strings.Join(args, ",")))
	if f == nil || f.Action == "invalid" {
		c.t.Fatalf("no form %s with %v that can be sent with %v: %+v", action, want, fields, f)
	}
	c.sent = append(c.sent, *f)
	for range 200 {
		if evaluate[bool](c.visitor, `window.before !== true && document.readyState === "complete"`) {
			c.check(action)
			return
		}
		if err := chromedp.Do(c.ctx, chromedp.Sleep(50*time.Millisecond)); err != nil {
			c.t.Fatal(err)
		}
	}
	c.t.Fatalf("%s: no page followed", action)
}

// number is the number that an element shows.
func (c *clerk) number(selector string) int64 {
	c.t.Helper()
	text := evaluate[string](c.visitor, `document.querySelector(`+strconv.Quote(selector)+`).innerText`)
	n, err := strconv.ParseInt(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < '0' || r > '9' }), ""), 10, 64)
	if err != nil {
		c.t.Fatalf("%s: %q is no number", selector, text)
	}
	return n
}

// total is the county's total of a cell as 汇总 shows it.
func (c *clerk) total(code string) int64 {
	c.t.Helper()
	c.open(fmt.Sprintf("/summary?year=%d", dayYear))
	return c.number(`td[id="c-` + code + `"] a`)
}

// requests is the number of new requests that 总览 shows first.
func (c *clerk) requests() int64 {
	c.t.Helper()
	c.open(fmt.Sprintf("/overview?year=%d", dayYear))
	text := evaluate[string](c.visitor, `Array.prototype.filter.call(document.querySelectorAll("section.figure"), function (s) {
    return s.querySelector(".label").innerText.indexOf("新收") >= 0; })[0].querySelector(".big").firstChild.textContent`)
	n, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil {
		c.t.Fatalf("总览: %q is no number", text)
	}
	return n
}

// printed is the page that is open as it would come out of the printer.
func (c *clerk) printed() *document.Document {
	c.t.Helper()
	preferred := true
	var b []byte
	err := chromedp.Do(c.ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		r, err := cdp.Call(ctx, t, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &preferred})
		b = r.Data
		return err
	}))
	if err != nil {
		c.t.Fatal(err)
	}
	d, err := reader.Read(c.ctx, "核对单.pdf", b)
	if err != nil {
		c.t.Fatalf("the printed page: %v", err)
	}
	return d
}

// wordsOf is all text of a document.
func wordsOf(d *document.Document) string {
	var b strings.Builder
	for _, block := range d.Blocks {
		b.WriteString(block.Text)
		if block.Grid != nil {
			for _, cell := range block.Grid.Cells {
				b.WriteString(cell.Text)
			}
		}
	}
	return strings.Join(strings.Fields(b.String()), "")
}

func (c *clerk) agencyKey(name string) string {
	c.t.Helper()
	r, err := c.store.Roster(context.Background())
	if err != nil {
		c.t.Fatal(err)
	}
	for _, a := range r.Agencies {
		if a.Name == sample.Name+name {
			return a.Key
		}
	}
	c.t.Fatalf("no agency %s", name)
	return ""
}

// settleNames says whose the two files under unknown names are.
func (c *clerk) settleNames() {
	c.t.Helper()
	for _, name := range []string{"水利局", "农业农村局"} {
		c.open("/imports")
		c.submit("/imports/settle", map[string]string{"agency": "", "new_agency": ""}, map[string]string{"agency": c.agencyKey(name)}, "")
	}
}

// correctMisprint puts the figure right that 公安局 misprinted.
func (c *clerk) correctMisprint(value int64) {
	c.t.Helper()
	c.open(fmt.Sprintf("/report?year=%d&agency=%s&cell=%s", dayYear, url.QueryEscape(c.agencyKey("公安局")), misprinted))
	c.submit("/report/correct", map[string]string{"cell": misprinted}, map[string]string{
		"value": strconv.FormatInt(value, 10), "confirmed": data.ByPhone, "reason": "公安局电话确认，多印了7件", "person": "张三",
	}, "")
}

// printSheets prints the 核对单 of what is to be sent back.
func (c *clerk) printSheets() {
	c.t.Helper()
	c.open(fmt.Sprintf("/check/sheets?year=%d", dayYear))
	sheets := evaluate[int](c.visitor, `document.querySelectorAll("section.sheet").length`)
	d := c.printed()
	pages := 0
	for _, block := range d.Blocks {
		pages = max(pages, block.Page)
		if block.Grid != nil {
			for _, cell := range block.Grid.Cells {
				pages = max(pages, cell.Page)
			}
		}
	}
	words := wordsOf(d)
	if sheets != 1 || pages < 1 || !strings.Contains(words, sample.Name+"民政局") || !strings.Contains(words, "负责人（签字）") || strings.Contains(words, "公安局") {
		c.t.Errorf("want the sheet of 民政局 alone, got %d sheets on %d pages: %s", sheets, pages, words)
	}
}

// explainOpen explains every open error and warning of 民政局 one by one.
func (c *clerk) explainOpen() {
	c.t.Helper()
	for range 9 {
		c.open(fmt.Sprintf("/check?year=%d", dayYear))
		if evaluate[int](c.visitor, `document.querySelectorAll("li.finding-line form[action='/check/explain']").length`) == 0 {
			return
		}
		c.submit("/check/explain", map[string]string{"finding": "rule="}, map[string]string{"reason": "两件为以前年度的复议", "person": "张三"}, "")
	}
	c.t.Error("findings stay open")
}

// workingDay is a day in January, from the files of the night to everything
// reviewed.
func (c *clerk) workingDay() {
	c.t.Helper()
	c.settleNames()
	printed, shown := c.total(misprinted), c.requests()
	c.open(fmt.Sprintf("/report?year=%d&agency=%s&cell=%s", dayYear, url.QueryEscape(c.agencyKey("公安局")), misprinted))
	misprint := c.number(`td[id="c-` + misprinted + `"] a`)
	c.correctMisprint(misprint - 7)
	if now := c.total(misprinted); now != printed-7 {
		c.t.Errorf("汇总: want the total moved from %d by 7, got %d", printed, now)
	}
	if now := c.requests(); now != shown-7 {
		c.t.Errorf("总览: want the total moved from %d by 7, got %d", shown, now)
	}
	c.printSheets()
	c.explainOpen()
	decisions := c.total("t2.license.decisions")
	c.open("/imports")
	c.submit("/imports/take", nil, nil, "")
	if now := c.total("t2.license.decisions"); now != decisions-3 {
		c.t.Errorf("汇总: want the total moved from %d by 3 with the version taken, got %d", decisions, now)
	}
	c.open(fmt.Sprintf("/check?year=%d", dayYear))
	c.submit("/check/review", map[string]string{"back": "/check"}, map[string]string{"person": "张三"}, "")
	c.open(fmt.Sprintf("/delivery?year=%d", dayYear))
	if n := evaluate[int](c.visitor, `document.querySelectorAll("table.delivery td.state-reviewed").length`); n != len(dayAgencies) {
		c.t.Errorf("报送: want all %d reviewed, got %d", len(dayAgencies), n)
	}
	c.check("working day")
}

// again sends every form of the day once more. What is done already is
// refused or changes nothing.
func (c *clerk) again() {
	c.t.Helper()
	c.open("/reports")
	for _, f := range c.sent {
		b, err := json.Marshal([]string{f.Action, f.Body})
		if err != nil {
			c.t.Fatal(err)
		}
		status := evaluate[int](c.visitor, `(function (a) {
  var x = new XMLHttpRequest();
  x.open("POST", a[0], false);
  x.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
  x.send(a[1]);
  return x.status;
})(`+string(b)+`)`)
		if status >= 500 || status == 0 {
			c.t.Errorf("%s again: got %d", f.Action, status)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.trouble = nil // refusals are logged as such
}

// evening is all that is left at the end of the day.
func evening(t *testing.T, s *store.Store) string {
	t.Helper()
	versions, err := s.AllVersions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	out := exported(t, s)
	for _, v := range versions {
		out += fmt.Sprintf("%s %d %s current %v waits %v reviewed %v %s\n", v.Agency, v.Year, v.FileName, v.Current, v.Wait, v.Reviewed, v.ReviewedBy)
	}
	return out
}

func TestAWorkingDayInABrowser(t *testing.T) {
	t.Parallel()
	chromium(t)
	day := func() *clerk {
		s := openDay(t)
		c := &clerk{visitor: newVisitor(t, serving(t, s)), store: s}
		c.workingDay()
		return c
	}
	first := day()
	left := evening(t, first.store)
	for _, want := range []string{"两件为以前年度的复议,张三", "公安局电话确认，多印了7件", "reviewed true 张三"} {
		if !strings.Contains(left, want) {
			t.Errorf("want %q in what is left", want)
		}
	}
	first.again()
	if diff := cmp.Diff(left, evening(t, first.store)); diff != "" {
		t.Errorf("everything sent again (-once +twice):\n%s", diff)
	}
	if diff := cmp.Diff(left, evening(t, day().store)); diff != "" {
		t.Errorf("the same day in another database (-first +second):\n%s", diff)
	}
}
