package dashboard

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/form"
)

// desk is an office at which reports are typed.
type desk struct {
	*office
	receipts []data.Receipt
	kept     map[string][]byte
	typed    []EntryRequest
	checked  []string
	passes   []SecondPass
	open     []EntryDifference // what TypeAgain answers
	err      error             // what the pipeline answers
}

func (d *desk) Receipts(context.Context) ([]data.Receipt, error) { return d.receipts, nil }

func (d *desk) KeptOriginal(_ context.Context, sha string) ([]byte, error) {
	b, ok := d.kept[sha]
	if !ok {
		return nil, errors.New("no such original")
	}
	return b, nil
}

func (d *desk) Type(_ context.Context, e EntryRequest) (int64, error) {
	d.typed = append(d.typed, e)
	return 7, d.err
}

func (d *desk) CheckTyped(_ context.Context, version int64, seen, person string) error {
	d.checked = append(d.checked, fmt.Sprint(version, " ", seen, " ", person))
	return d.err
}

func (d *desk) TypeAgain(_ context.Context, p SecondPass) ([]EntryDifference, error) {
	d.passes = append(d.passes, p)
	return d.open, d.err
}

// TryEntry reads whole numbers and finds one of each weight.
func (d *desk) TryEntry(_ context.Context, e EntryRequest) (EntryTrial, error) {
	r := zeroReport(e.Edition, e.Year)
	for i := range r.Tables {
		for k := range r.Tables[i].Figures {
			f := &r.Tables[i].Figures[k]
			f.Raw = strings.TrimSpace(e.Texts[f.Code])
			n, err := strconv.ParseInt(f.Raw, 10, 64)
			switch {
			case f.Raw == "":
				f.State = data.Blank
			case err != nil:
				f.State, f.Doubt = data.Unreadable, data.DoubtNotNumber
			default:
				f.Value = n
			}
		}
	}
	finding := func(s data.Severity, title string, codes ...string) data.Finding {
		return data.Finding{Severity: s, Title: title, Text: title + "的算式", Codes: codes}
	}
	return EntryTrial{Report: r, Findings: []data.Finding{
		finding(data.Error, "各项之和不等", "t3.new.person", "t3.new.total"), finding(data.Error, "还有空格", "t3.granted.person"),
		finding(data.Warning, "比上年多", "t3.new.total"), finding(data.Info, "没有正文"),
	}}, d.err
}

func newDesk(t *testing.T) (*desk, *Server) {
	t.Helper()
	d := &desk{office: newOffice(), kept: map[string][]byte{"scan": picture(t)}}
	d.receipts = []data.Receipt{
		{ID: 3, Path: "夹/照片.jpg", SHA256: "gone", Code: document.RefuseScan, Kind: data.Unit},
		{ID: 2, Agency: "水利局", Year: 2023, Path: "水利局.pdf", SHA256: "scan", Code: document.RefuseScan, Received: "2024-01-10", Kind: data.Unit},
		{ID: 1, Agency: "财政局", Year: 2023, Path: "财政局.docx", SHA256: "read", Version: 1, Kind: data.Unit},
	}
	d.keep("财政局", 2023, nil)
	s := d.serve(t)
	s.config.Entries, s.config.Scans = d, d
	return d, s
}

func picture(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// fields are the values of the page's fields for cells, by code.
func fields(n *html.Node) map[string]string {
	out := map[string]string{}
	for _, in := range find(n, "input") {
		if code, ok := strings.CutPrefix(attr(in, "name"), "f-"); ok {
			out[code] = attr(in, "value")
		}
	}
	return out
}

// hidden is the value of a hidden field of the form to fill in.
func hidden(n *html.Node, name string) string {
	for _, f := range find(n, "form") {
		if strings.HasPrefix(attr(f, "action"), "/entry") && attr(f, "action") != "/entry/tick" {
			for _, in := range find(f, "input") {
				if attr(in, "name") == name {
					return attr(in, "value")
				}
			}
		}
	}
	return ""
}

func TestTheFormHasAFieldForEachCell(t *testing.T) {
	t.Parallel()
	_, s := newDesk(t)
	for _, c := range []struct{ path, edition, seen string }{
		{"/entry?receipt=2", "2021", nothingTyped},
		{"/entry?agency=水利局&year=2016", "2014", nothingTyped},
		{"/entry?agency=水利局&year=2023&edition=2019", "2019", nothingTyped},
	} {
		page := open(t, s, c.path)
		want := map[string]string{}
		for _, table := range form.ByID(c.edition).Tables {
			for _, cell := range table.Cells {
				want[cell.Code] = ""
			}
		}
		if diff := cmp.Diff(want, fields(page)); diff != "" {
			t.Errorf("%s: fields (-want +got):\n%s", c.path, diff)
		}
		if got := hidden(page, "edition") + hidden(page, "seen"); got != c.edition+c.seen {
			t.Errorf("%s: want %s and %s, got %s", c.path, c.edition, c.seen, got)
		}
	}
	page := open(t, s, "/entry?receipt=2")
	if src := attr(one(t, one(t, page, "section#scan"), "img"), "src"); src != "/entry/picture?receipt=2&page=1" {
		t.Errorf("the picture is at %q", src)
	}
}

func TestAReceiptOfNobodyAsksWhose(t *testing.T) {
	t.Parallel()
	_, s := newDesk(t)
	page := open(t, s, "/entry?receipt=3")
	if len(fields(page)) != 0 || len(find(page, "form.entry-choice")) != 1 || !strings.Contains(textOf(page), "没有存下来") {
		t.Errorf("want a choice of agency and year, got %s", textOf(page))
	}
	if page := open(t, s, "/entry?receipt=3&agency=水利局&year=2023"); hidden(page, "receipt") != "3" || len(fields(page)) == 0 {
		t.Error("want the form after the choice")
	}
	for path, status := range map[string]int{
		"/entry?receipt=x": 400, "/entry?receipt=99": 404, "/entry?version=1": 404, "/entry?version=x": 400, "/entry?agency=x": 404,
		"/entry?agency=水利局&year=2023&edition=1": 400, "/entry?agency=水利局&year=2023&pass=second": 404,
	} {
		if w := send(t, s, httptest.NewRequest(http.MethodGet, path, nil)); w.Code != status {
			t.Errorf("%s: want %d, got %d", path, status, w.Code)
		}
	}
}

// sent are the fields of a form for the water office of 2023.
func sent(more ...string) []string {
	return append([]string{"receipt", "2", "agency", "水利局", "report_year", "2023", "kind", "unit", "edition", "2021", "seen", nothingTyped}, more...)
}

func TestCheckingShowsSumsAndFindings(t *testing.T) {
	t.Parallel()
	d, s := newDesk(t)
	w := post(t, s, "/entry/check", sent("f-t3.new.person", "3", "f-t3.new.business", "4", "f-t3.new.total", "8", "f-t3.carried_in.person", hostile)...)
	if w.Code != http.StatusOK {
		t.Fatalf("want the page, got %d: %s", w.Code, w.Body)
	}
	if strings.Contains(w.Body.String(), "<script>alert") {
		t.Error("a typed text became markup")
	}
	page := parse(t, w.Body)
	if got := fields(page); got["t3.new.total"] != "8" || got["t3.granted.person"] != "" || got["t3.carried_in.person"] != hostile {
		t.Errorf("want what was typed kept, got %q", got)
	}
	cells := map[string]*html.Node{}
	for _, td := range find(page, "td.fig") {
		cells[attr(td, "data-cell")] = td
	}
	if td := cells["t3.new.total"]; !strings.Contains(attr(td, "class"), "off") || textOf(td) != "合计7" {
		t.Errorf("the total: want 7 beside it and marked, got %q, class %q", textOf(td), attr(td, "class"))
	}
	if td := cells["t3.carried_in.person"]; !strings.Contains(attr(td, "class"), "unreadable") || attr(td, "title") == "" {
		t.Errorf("no number: want it marked, got class %q, title %q", attr(td, "class"), attr(td, "title"))
	}
	text := textOf(page)
	for _, heading := range []string{"错误（1）", "待说明（1）", "涉及空格，录完再看（1）", "提示（1）", "各项之和不等的算式"} {
		if !strings.Contains(text, heading) {
			t.Errorf("want %q on the page", heading)
		}
	}
	if len(d.typed) != 0 {
		t.Error("checking kept something")
	}
}

func TestSavingADraftAndBeingDone(t *testing.T) {
	t.Parallel()
	d, s := newDesk(t)
	for _, do := range []string{"draft", "done"} {
		w := post(t, s, "/entry", sent("f-t3.new.person", "3", "person", "张三", "do", do)...)
		if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/entry?version=7") {
			t.Errorf("%s: want the typed version's page, got %d, %q", do, w.Code, w.Header().Get("Location"))
		}
	}
	want := EntryRequest{Receipt: 2, Agency: "水利局", Year: 2023, Kind: data.Unit, Edition: "2021", Person: "张三", Draft: true, Seen: nothingTyped}
	for i, got := range d.typed {
		if got.Texts["t3.new.person"] != "3" || got.Texts["t3.new.total"] != "" || len(got.Texts) == 0 {
			t.Errorf("texts: got %v", got.Texts)
		}
		got.Texts = nil
		want.Draft = i == 0
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("request %d (-want +got):\n%s", i, diff)
		}
	}
	if w := post(t, s, "/entry", sent("f-t3.new.person", "3", "do", "draft")...); w.Code != http.StatusBadRequest {
		t.Errorf("without a name: want 400, got %d", w.Code)
	}
	if w := post(t, s, "/entry", "agency", "水利局", "person", "张三"); w.Code != http.StatusBadRequest {
		t.Errorf("half a form: want 400, got %d", w.Code)
	}
	d.err = &Mistake{Text: "表格里还没有录入数据"}
	if w := post(t, s, "/entry", sent("person", "张三")...); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "还没有录入数据") {
		t.Errorf("a mistake: want its sentence, got %d", w.Code)
	}
}

// wait adds a typed version that waits for the reason.
func (d *desk) wait(reason string) *data.Version {
	return d.keep("水利局", 2023, func(v *data.Version) {
		v.Current, v.Wait, v.Format, v.TypedBy, v.TypedAt, v.Scan, v.SHA256 = false, []string{reason}, "typed", "张三", today(), "scan", "sha"
		setFigure(v.Report, data.Figure{Code: "t3.new.person", State: data.Read, Value: 3, Raw: "３"})
	})
}

func TestWhatWaitsIsShownAndCompared(t *testing.T) {
	t.Parallel()
	d, s := newDesk(t)
	id := strconv.FormatInt(d.wait(data.WaitTyped).ID, 10)
	page := open(t, s, "/entry?version="+id)
	if got := fields(page)["t3.new.person"]; got != "３" || hidden(page, "seen") != "sha" || !strings.Contains(textOf(page), "待复核") {
		t.Errorf("want the typed text, got %q, seen %q", got, hidden(page, "seen"))
	}
	if src := attr(one(t, one(t, page, "section#scan"), "img"), "src"); src != "/entry/picture?version="+id+"&page=1" {
		t.Errorf("the picture is at %q", src)
	}
	one(t, page, "section#tick")
	if blind := open(t, s, "/entry?version="+id+"&pass=second"); fields(blind)["t3.new.person"] != "" || strings.Contains(textOf(blind), "３") {
		t.Error("the second pass shows the first")
	}
	if w := post(t, s, "/entry/tick", "version", id, "seen", "sha", "person", "李四"); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/report?") {
		t.Errorf("want the report's page, got %d, %s", w.Code, w.Body)
	}
	if diff := cmp.Diff([]string{id + " sha 李四"}, d.checked); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	report := open(t, s, "/report?agency=水利局&year=2023&version="+id)
	if text := textOf(one(t, report, "section#versions")); !strings.Contains(text, "人工录入：张三（自填）") || !strings.Contains(text, "扫描件") {
		t.Errorf("the report's versions: got %s", text)
	}
	imports := open(t, s, "/imports")
	if text := textOf(one(t, imports, "section#entries")); !strings.Contains(text, "待录入2份，待复核1份") {
		t.Errorf("the note on 导入: got %s", text)
	}
	if text := textOf(one(t, imports, "article#waiting-"+id)); !strings.Contains(text, "还没有复核") || !strings.Contains(text, "接着录或复核") || strings.Contains(text, "采用这一版") {
		t.Errorf("what waits: got %s", text)
	}
	list := textOf(open(t, s, "/entries"))
	if !strings.Contains(list, "待复核（1）") || !strings.Contains(list, "待录入（2）") {
		t.Errorf("the list: got %s", list)
	}
}

func TestADraftIsContinuedNotCompared(t *testing.T) {
	t.Parallel()
	d, s := newDesk(t)
	id := strconv.FormatInt(d.wait(data.WaitDraft).ID, 10)
	page := open(t, s, "/entry?receipt=2")
	if len(find(page, "section#tick")) != 0 || fields(page)["t3.new.person"] != "３" || !strings.Contains(textOf(page), "还没有录完") {
		t.Errorf("want the draft, got %s", textOf(page))
	}
	if w := send(t, s, httptest.NewRequest(http.MethodGet, "/entry?version="+id+"&pass=second", nil)); w.Code != http.StatusNotFound {
		t.Errorf("a second pass over a draft: want 404, got %d", w.Code)
	}
	if !strings.Contains(textOf(open(t, s, "/entries")), "未录完（1）") {
		t.Error("the draft is not on the list")
	}
}

func TestASecondPassAsksForWhatDiffers(t *testing.T) {
	t.Parallel()
	d, s := newDesk(t)
	id := d.wait(data.WaitTyped).ID
	d.open = []EntryDifference{{Cell: form.CellOf("2021", "t3.new.person"), First: "3", Second: ""}}
	second := sent("pass", "second", "seen", "sha", "person", "李四", "f-t3.new.total", "3")
	w := post(t, s, "/entry/second", second...)
	if w.Code != http.StatusOK {
		t.Fatalf("want the cells that differ, got %d: %s", w.Code, w.Body)
	}
	page := parse(t, w.Body)
	differ := one(t, page, "section#differ")
	if text := textOf(differ); !strings.Contains(text, "两遍不同的格子（1）") || !strings.Contains(text, "空白") {
		t.Errorf("got %s", text)
	}
	if got := fields(page)["t3.new.total"]; got != "3" || hidden(page, "seen") != "sha" || hidden(page, "person") != "李四" {
		t.Errorf("want the second pass and who typed it carried along, got %q, seen %q, person %q", got, hidden(page, "seen"), hidden(page, "person"))
	}
	d.open = nil
	if w := post(t, s, "/entry/second", append(second, "differ", "t3.new.person")...); w.Code != http.StatusBadRequest {
		t.Errorf("nothing chosen: want 400, got %d", w.Code)
	}
	for choice, want := range map[string]string{settleFirst: "3", settleSecond: "", settleOther: "5"} {
		w = post(t, s, "/entry/second", append(second, "differ", "t3.new.person", "first-t3.new.person", "3", "s-t3.new.person", choice, "o-t3.new.person", "5")...)
		last := d.passes[len(d.passes)-1]
		if w.Code != http.StatusSeeOther || last.Version != id || last.Seen != "sha" || !cmp.Equal(last.Settled, map[string]string{"t3.new.person": want}) {
			t.Errorf("%s: want %q, got %d, %+v", choice, want, w.Code, last.Settled)
		}
	}
}

// zippedPictures is a zip file of those parts, a picture in each that is named
// as one.
func zippedPictures(t *testing.T, names ...string) []byte {
	t.Helper()
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for _, name := range names {
		w, err := z.Create(name)
		if err == nil && strings.HasSuffix(name, "png") {
			_, err = w.Write(picture(t))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return packed.Bytes()
}

func TestOnlyPicturesAreShown(t *testing.T) {
	t.Parallel()
	d, s := newDesk(t)
	s.config.Pictures = &drawer{}
	packed := zippedPictures(t, "word/document.xml", "word/media/image10.png", "word/media/image2.png", "word/media/x.svg")
	if got := mediaOf(packed); !cmp.Equal(got, []string{"word/media/image2.png", "word/media/image10.png"}) {
		t.Errorf("pictures of a document: got %v", got)
	}
	fixed := zippedPictures(t, "OFD.xml", "Doc_0/Res/image_10.jpg", "DOC_0/Res/Image_9.JPEG", "Doc_0/Res/font_1.ttf", "Doc_0/Signs/Sign_0/seal_1.png")
	if got := mediaOf(fixed); !cmp.Equal(got, []string{"DOC_0/Res/Image_9.JPEG", "Doc_0/Res/image_10.jpg"}) {
		t.Errorf("pictures of fixed pages: got %v", got)
	}
	for name, c := range map[string]struct {
		content string
		images  int
		status  int
		kind    string
	}{
		"a picture":              {string(picture(t)), 1, 200, "image/png"},
		"a PDF":                  {"%PDF-1.4 …", 2, 200, "image/png"},
		"pictures in a document": {string(packed), 2, 200, "image/png"},
		"a web page":             {"<html><script>alert(1)</script>", 0, 404, "text/html; charset=utf-8"},
		"a drawing with script":  {`<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`, 0, 404, "text/html; charset=utf-8"},
		"a TIFF":                 {"II*\x00" + strings.Repeat("\x00", 40), 0, 404, "text/html; charset=utf-8"},
		"a document cut off":     {string(packed)[:60], 0, 404, "text/html; charset=utf-8"},
		"a program":              {"MZ\x90\x00", 0, 404, "text/html; charset=utf-8"},
	} {
		d.kept["scan"] = []byte(c.content)
		if got := len(find(one(t, open(t, s, "/entry?receipt=2"), "section#scan"), "img")); got != c.images {
			t.Errorf("%s: want %d pictures, got %d", name, c.images, got)
		}
		w := send(t, s, httptest.NewRequest(http.MethodGet, "/entry/picture?receipt=2&page=1", nil))
		if w.Code != c.status || w.Header().Get("Content-Type") != c.kind {
			t.Errorf("%s: want %d %s, got %d %s", name, c.status, c.kind, w.Code, w.Header().Get("Content-Type"))
		}
		w = send(t, s, httptest.NewRequest(http.MethodGet, "/entry/picture?receipt=2&file=yes", nil))
		if w.Body.String() != c.content || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment") {
			t.Errorf("%s: want it as a download", name)
		}
	}
	for path, status := range map[string]int{
		"receipt=99": 404, "receipt=x": 404, "version=1": 404, "": 404, "receipt=2&page=0": 400, "receipt=2&page=41": 400, "receipt=3": 500,
	} {
		if w := send(t, s, httptest.NewRequest(http.MethodGet, "/entry/picture?"+path, nil)); w.Code != status {
			t.Errorf("%q: want %d, got %d", path, status, w.Code)
		}
	}
}
