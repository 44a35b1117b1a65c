package dashboard

import (
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/form"
)

// hostile is an agency's name that must do no harm anywhere.
const hostile = `<script>alert(1)</script>=cmd`

// office is a made-up county held in memory: it stands in for the store and
// for the import pipeline.
type office struct {
	roster   data.Roster
	versions []data.Version
	files    []data.File
	batches  []data.Batch
	findings []data.Finding
	said     map[data.FindingKey]data.Explanation // of findings that are not stored
	// corrections of single reports
	corrections map[data.ReportKey][]data.Correction
	season      season
	history     map[data.ReportKey]data.History
	document    []byte // of every version
	original    string
	pictures    Pictures // nil draws none
	change      int64
	closing     closing

	mu        sync.Mutex
	calls     []string // what was asked of the pipeline, in order
	mistake   error    // what the pipeline answers
	importing func(ctx context.Context, files []ImportFile, o ImportOptions, progress func(ImportProgress)) (int64, error)
}

func newOffice() *office {
	o := &office{roster: data.Roster{County: data.County{Name: "示例县", Level: "县", HasRoster: true}}}
	add := func(key string, group data.Group, counts bool) {
		o.roster.Agencies = append(o.roster.Agencies, data.Agency{Key: key, Name: "示例县" + key, Group: group, Order: len(o.roster.Agencies) + 1, Counts: counts})
	}
	add("人民政府办公室", data.GroupGovernment, true)
	add("财政局", data.GroupDepartment, true)
	add("水利局", data.GroupDepartment, true)
	add("气象局", data.GroupDepartment, false)
	add("石样镇人民政府", data.GroupTownship, true)
	o.roster.Agencies = append(o.roster.Agencies, data.Agency{Key: "hostile", Name: hostile, Group: data.GroupOther, Order: 6, Counts: true})
	return o
}

// keep adds a version; change sets what the plain current one has not.
func (o *office) keep(agency string, year int, change func(*data.Version)) *data.Version {
	v := data.Version{
		ID: int64(len(o.versions) + 1), Batch: 1, Number: 1, Agency: agency, Year: year, Kind: data.Unit, Current: true,
		FileName: "2023/" + agency + ".docx", Format: "docx", Report: zeroReport("2021", year),
	}
	if change != nil {
		change(&v)
	}
	o.versions = append(o.versions, v)
	return &o.versions[len(o.versions)-1]
}

// zeroReport is a report in which every figure was read as 0.
func zeroReport(edition string, year int) *data.Report {
	r := &data.Report{Agency: "示例县财政局", Year: year, Kind: data.Unit, Edition: edition, Title: "示例县财政局年报"}
	for _, t := range form.ByID(edition).Tables {
		table := data.Table{Name: t.Name, Edition: edition, Found: true}
		for i, c := range t.Cells {
			table.Figures = append(table.Figures, data.Figure{Code: c.Code, State: data.Read, Raw: "0", Place: data.Place{Grid: 1, Row: i%40 + 1, Col: 2}})
		}
		r.Tables = append(r.Tables, table)
	}
	return r
}

// setFigure replaces the figure with the code.
func setFigure(r *data.Report, f data.Figure) {
	for i := range r.Tables {
		for k := range r.Tables[i].Figures {
			if r.Tables[i].Figures[k].Code == f.Code {
				r.Tables[i].Figures[k] = f
			}
		}
	}
}

var errNone = errors.New("no such version")

func (o *office) Version(_ context.Context, id int64) (data.Version, error) {
	for _, v := range o.versions {
		if v.ID == id {
			return v, nil
		}
	}
	return data.Version{}, errNone
}

func (o *office) list(keep func(data.Version) bool) []data.Version {
	var out []data.Version
	for _, v := range o.versions {
		if keep(v) {
			v.Report = nil
			out = append(out, v)
		}
	}
	return out
}

func (o *office) VersionsOf(_ context.Context, k data.ReportKey) ([]data.Version, error) {
	return o.list(func(v data.Version) bool { return data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind} == k }), nil
}

func (o *office) AllVersions(context.Context) ([]data.Version, error) {
	return o.list(func(data.Version) bool { return true }), nil
}

func (o *office) Waiting(context.Context) ([]data.Version, error) {
	return o.list(func(v data.Version) bool { return len(v.Wait) > 0 }), nil
}

func (o *office) LiveFiles(context.Context) ([]data.File, error) { return o.files, nil }

func (o *office) Files(_ context.Context, batch int64) ([]data.File, error) {
	var out []data.File
	for _, f := range o.files {
		if f.Batch == batch {
			out = append(out, f)
		}
	}
	return out, nil
}

func (o *office) Batches(context.Context) ([]data.Batch, error) { return o.batches, nil }

func (o *office) Document(context.Context, int64) ([]byte, error) { return o.document, nil }

func (o *office) Prose(_ context.Context, year int, visit func(data.ReportKey, []data.Chapter) error) error {
	for _, v := range o.versions {
		if v.Current && !v.Unfilled && v.Year == year {
			if err := visit(data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind}, v.Report.Chapters); err != nil {
				return err
			}
		}
	}
	return nil
}

func (o *office) Original(_ context.Context, id int64) (string, []byte, error) {
	v, err := o.Version(context.Background(), id)
	return v.FileName, []byte(o.original), err
}

func (o *office) Findings(_ context.Context, f data.FindingFilter) ([]data.Finding, error) {
	var out []data.Finding
	for _, x := range o.findings {
		if (f.Agency == "" || f.Agency == x.Agency) && (f.Year == 0 || f.Year == x.Year) && (f.Kind == "" || f.Kind == x.Kind) {
			out = append(out, x)
		}
	}
	return out, nil
}

func (o *office) Explanations(_ context.Context, year int) (map[data.FindingKey]data.Explanation, error) {
	out := map[data.FindingKey]data.Explanation{}
	for k, e := range o.said {
		if k.Year == year {
			out[k] = e
		}
	}
	return out, nil
}

// Snapshot builds a fresh snapshot each time.
func (o *office) Snapshot(context.Context) (*aggregate.Snapshot, error) {
	b := aggregate.NewBuilder()
	h := data.Holdings{Change: o.change, Roster: &o.roster, Errors: map[data.ReportKey]int{}}
	for _, v := range o.versions {
		if v.Current && !v.Unfilled {
			v.Report, _ = data.Correct(v.Report, v.ID, o.corrections[data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind}])
			b.Add(v)
		}
	}
	for _, f := range o.findings {
		if f.Severity == data.Error && !f.Explained {
			h.Errors[data.ReportKey{Agency: f.Agency, Year: f.Year, Kind: f.Kind}]++
		}
	}
	o.closing.fill(&h)
	return b.Build(h), nil
}

func (o *office) Refresh(context.Context) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls = append(o.calls, "refresh")
	return nil
}

func (o *office) called(words ...string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.calls = append(o.calls, strings.Join(words, " "))
	return o.mistake
}

func (o *office) Import(ctx context.Context, files []ImportFile, options ImportOptions, progress func(ImportProgress)) (int64, error) {
	return o.importing(ctx, files, options, progress)
}

func (o *office) Take(_ context.Context, id int64) error {
	return o.called("take", strconv.FormatInt(id, 10))
}

func (o *office) Settle(_ context.Context, id int64, agency string, year int, person string) error {
	return o.called("settle", strconv.FormatInt(id, 10), agency, strconv.Itoa(year)+person)
}

func (o *office) Discard(_ context.Context, id int64) error {
	return o.called("discard", strconv.FormatInt(id, 10))
}

func (o *office) TakeBack(_ context.Context, batch int64) error {
	return o.called("take back", strconv.FormatInt(batch, 10))
}

func (o *office) SetReceived(_ context.Context, id int64, date string) error {
	return o.called("received", strconv.FormatInt(id, 10), date)
}

func (o *office) PreviewRoster(text string) ([]data.Agency, error) {
	var out []data.Agency
	for i, name := range strings.Fields(text) {
		out = append(out, data.Agency{Key: name, Name: name, Group: data.GroupDepartment, Order: i + 1, Counts: true})
	}
	return out, o.mistake
}

func (o *office) SetRoster(_ context.Context, text string) (int, []string, error) {
	return len(strings.Fields(text)), []string{"第2行与第1行是同一家"}, o.called("roster", strings.Join(strings.Fields(text), ","))
}

func (o *office) SetCounty(_ context.Context, name string) error { return o.called("county", name) }

func (o *office) SetCollecting(_ context.Context, year int) error {
	return o.called("collecting", strconv.Itoa(year))
}

// today is the tests' clock: a morning before the deadline of report year 2023.
func today() time.Time { return time.Date(2024, 1, 29, 17, 5, 0, 0, time.UTC) }

func (o *office) serve(t testing.TB) *Server {
	t.Helper()
	s, err := New(Config{Snapshots: o, Findings: o, Reports: o, Imports: o, Settings: o, Decisions: o, Closing: o, Pictures: o.pictures, Rules: []Rule{{ID: "T3-1", Title: "各项之和不等", Why: "格式上的勾稽关系"}}, Now: today, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// send answers a request from our own page.
func send(t testing.TB, s *Server, r *http.Request) *httptest.ResponseRecorder {
	t.Helper()
	r.Host = "127.0.0.1:8080"
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// open gets a page and parses it.
func open(t testing.TB, s *Server, path string) *html.Node {
	t.Helper()
	w := send(t, s, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s: want 200, got %d: %s", path, w.Code, w.Body)
	}
	return parse(t, w.Body)
}

func parse(t testing.TB, r io.Reader) *html.Node {
	t.Helper()
	doc, err := html.Parse(r)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// post sends a form with the server's token.
func post(t testing.TB, s *Server, path string, fields ...string) *httptest.ResponseRecorder {
	t.Helper()
	form := url.Values{"token": {s.token}}
	for i := 0; i+1 < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return send(t, s, r)
}

// upload sends files by path and fields as the form of 导入 does.
func upload(t testing.TB, s *Server, files [][2]string, fields ...string) *httptest.ResponseRecorder {
	t.Helper()
	var b strings.Builder
	m := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := m.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		w, err := m.CreateFormFile("files", f[0])
		if err == nil {
			_, err = io.WriteString(w, f[1])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	m.Close()
	r := httptest.NewRequest(http.MethodPost, "/imports?token="+s.token, strings.NewReader(b.String()))
	r.Header.Set("Content-Type", m.FormDataContentType())
	return send(t, s, r)
}

// find returns the elements that a selector of the form tag, .class, #id or
// tag.class names, in order.
func find(n *html.Node, selector string) []*html.Node {
	tag, class, _ := strings.Cut(selector, ".")
	tag, id, _ := strings.Cut(tag, "#")
	var out []*html.Node
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && (tag == "" || d.Data == tag) && (id == "" || attr(d, "id") == id) &&
			(class == "" || slices.Contains(strings.Fields(attr(d, "class")), class)) {
			out = append(out, d)
		}
	}
	return out
}

// one returns the only element that the selector names.
func one(t testing.TB, n *html.Node, selector string) *html.Node {
	t.Helper()
	found := find(n, selector)
	if len(found) != 1 {
		t.Fatalf("elements %q: want 1, got %d", selector, len(found))
	}
	return found[0]
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

var spaces = regexp.MustCompile(`\s+`)

// textOf is the text of an element with its white space made single.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.TrimSpace(spaces.ReplaceAllString(b.String(), " "))
}

// sourceDocument is a document of one paragraph and one grid of 40 lines.
func sourceDocument(t testing.TB) []byte {
	t.Helper()
	g := &document.Grid{Number: 1, Rows: 40, Cols: 3}
	for row := 1; row <= 40; row++ {
		for col := 1; col <= 3; col++ {
			g.Cells = append(g.Cells, document.Cell{Row: row, Col: col, Text: strconv.Itoa(row) + "-" + strconv.Itoa(col)})
		}
	}
	d := &document.Document{Format: "docx", Blocks: []document.Block{{Text: "三、收到和处理情况"}, {Grid: g}}}
	b, err := d.Encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}
