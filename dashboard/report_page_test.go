package dashboard

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// drawer draws every page as its own number, or fails.
type drawer struct {
	calls int
	err   error
}

func (d *drawer) Pages(context.Context, []byte) (int, error) { return 2, nil }

func (d *drawer) Page(ctx context.Context, content []byte, page, _ int) ([]byte, error) {
	d.calls++
	if _, bounded := ctx.Deadline(); !bounded {
		return nil, errors.New("drawing has no end")
	}
	return append([]byte(nil), content[:page]...), d.err
}

// printed is a document of two A4 pages with a table on the second.
func printed() *document.Document {
	box := func(l, t, r, b float64) *document.Box { return &document.Box{L: l, T: t, R: r, B: b} }
	g := &document.Grid{Number: 1, Rows: 3, Cols: 2, Cells: []document.Cell{
		{Row: 1, Col: 1, ColSpan: 2, Text: "表头", Page: 1, Box: box(10, 800, 585, 830)},
		{Row: 2, Col: 1, Text: "新收", Page: 2, Box: box(60, 60, 400, 80)},
		{Row: 2, Col: 2, Text: "58", Page: 2, Box: box(400, 60, 450.3, 80)},
		{Row: 3, Col: 1, Text: "结转", Page: 2, Box: box(60, 400, 400, 420)},
		{Row: 3, Col: 2, Text: "2", Page: 3, Box: box(400, 400, 450, 420)},
	}}
	g.Index()
	return &document.Document{Format: "pdf", Blocks: []document.Block{{Grid: g}}, Pages: []document.Page{{W: 595, H: 842}, {W: 595, H: 842}}}
}

func TestPageAtMarksTheFiguresBox(t *testing.T) {
	t.Parallel()
	size := document.Page{W: 595, H: 842}
	cases := []struct {
		name  string
		place data.Place
		want  *sourcePage
	}{
		{"at the top, as wide as the table on that page", data.Place{Grid: 1, Row: 2, Col: 2}, &sourcePage{
			Number: 2, Link: "/report/page.png?version=7&page=2", Size: size,
			Hit: rectangle{400, 60, 50.3, 20}, Near: rectangle{50, 0, 410.3, nearHeight},
		}},
		{"in the middle", data.Place{Grid: 1, Row: 3, Col: 1}, &sourcePage{
			Number: 2, Link: "/report/page.png?version=7&page=2", Size: size,
			Hit: rectangle{60, 400, 340, 20}, Near: rectangle{50, 410 - nearHeight/2, 410.3, nearHeight},
		}},
		{"at the foot, no wider than the page", data.Place{Grid: 1, Row: 1, Col: 2}, &sourcePage{
			Number: 1, Link: "/report/page.png?version=7&page=1", Size: size,
			Hit: rectangle{10, 800, 575, 30}, Near: rectangle{0, 842 - nearHeight, 595, nearHeight},
		}},
		{"on a page whose size is not known", data.Place{Grid: 1, Row: 3, Col: 2}, nil},
		{"of a grid that is not there", data.Place{Grid: 2, Row: 1, Col: 1}, nil},
		{"outside the grid", data.Place{Grid: 1, Row: 9, Col: 1}, nil},
	}
	for _, c := range cases {
		got := pageAt(printed(), c.place, 7)
		if c.want != nil && got != nil {
			c.want.Label = got.Label
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	other := printed()
	other.Format = "ofd"
	if got := pageAt(other, data.Place{Grid: 1, Row: 2, Col: 2}, 7); got != nil {
		t.Errorf("a page that nothing draws: want none, got %+v", got)
	}
	none := printed()
	none.Blocks[0].Grid.Cells[2].Box = nil
	if got := pageAt(none, data.Place{Grid: 1, Row: 2, Col: 2}, 7); got != nil {
		t.Errorf("a cell without a box: want none, got %+v", got)
	}
}

// printedOffice is an office whose one report came as PDF.
func printedOffice(t *testing.T) *office {
	o := newOffice()
	r := zeroReport("2021", 2023)
	setFigure(r, data.Figure{Code: "t3.new.person", State: data.Read, Value: 58, Raw: "58", Place: data.Place{Grid: 1, Row: 2, Col: 2, Page: 2}})
	o.keep("财政局", 2023, func(v *data.Version) { v.Report, v.FileName, v.Format = r, "财政局.pdf", "pdf" })
	var err error
	if o.document, err = printed().Encode(); err != nil {
		t.Fatal(err)
	}
	o.original = "%PDF"
	return o
}

func TestPageOfAPDFStandsBesideTheFigure(t *testing.T) {
	t.Parallel()
	o := printedOffice(t)
	o.pictures = &drawer{}
	panel := one(t, open(t, o.serve(t), "/report?agency=财政局&year=2023&cell=t3.new.person"), "#place")
	svg := find(panel, "svg")
	if len(svg) != 2 || attr(svg[0], "viewbox")+attr(svg[0], "viewBox") != "50.0 0.0 410.3 260.0" {
		t.Fatalf("want the part around the figure and the whole page, got %d: %v", len(svg), svg[0].Attr)
	}
	for _, s := range svg {
		image, hit := one(t, s, "image"), one(t, s, "rect.hit")
		if attr(image, "href") != "/report/page.png?version=1&page=2" || attr(image, "width") != "595" {
			t.Errorf("picture: got %v", image.Attr)
		}
		if attr(hit, "x") != "400" || attr(hit, "y") != "60" || attr(hit, "width") != "50.3" || attr(hit, "height") != "20" {
			t.Errorf("mark: got %v", hit.Attr)
		}
	}
	if got := textOf(one(t, panel, "details.as-read")); !strings.Contains(got, "新收") {
		t.Errorf("want the table as read, too, got %q", got)
	}
	if without := printedOffice(t).serve(t); len(find(open(t, without, "/report?agency=财政局&year=2023&cell=t3.new.person"), "svg.page-picture")) != 0 {
		t.Error("a page is shown that nothing draws")
	}
}

func TestPagePictureIsDrawnOnceForABrowser(t *testing.T) {
	t.Parallel()
	o, d := printedOffice(t), &drawer{}
	o.pictures = d
	s := o.serve(t)
	get := func(path, tag string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("If-None-Match", tag)
		return send(t, s, r)
	}
	first := get("/report/page.png?version=1&page=2", "")
	tag := first.Header().Get("ETag")
	if first.Code != 200 || first.Header().Get("Content-Type") != "image/png" || first.Body.String() != "%P" || tag == "" {
		t.Fatalf("want the picture, got %d %q %v", first.Code, first.Body, first.Header())
	}
	if again := get("/report/page.png?version=1&page=2", tag); again.Code != 304 || d.calls != 1 {
		t.Errorf("want 304 without drawing, got %d after %d", again.Code, d.calls)
	}
	if other := get("/report/page.png?version=1&page=3", tag); other.Code != 200 {
		t.Errorf("another page: want 200, got %d", other.Code)
	}
	cases := map[string]struct {
		path string
		err  error
		want int
	}{
		"no page":              {"/report/page.png?version=1", nil, 400},
		"page 0":               {"/report/page.png?version=1&page=0", nil, 400},
		"no version":           {"/report/page.png?page=1", nil, 400},
		"a version not kept":   {"/report/page.png?version=9&page=1", nil, 404},
		"not a PDF":            {"/report/page.png?version=1&page=1", &Mistake{Text: "PDF 文件已损坏"}, 404},
		"it takes too long":    {"/report/page.png?version=1&page=1", context.DeadlineExceeded, 503},
		"a fault of ours":      {"/report/page.png?version=1&page=1", errors.New("boom"), 500},
		"the browser gave up ": {"/report/page.png?version=1&page=1", context.Canceled, 500},
	}
	for name, c := range cases {
		d.err = c.err
		if w := get(c.path, ""); w.Code != c.want || strings.Contains(w.Body.String(), "boom") {
			t.Errorf("%s: want %d, got %d", name, c.want, w.Code)
		}
	}
	o.pictures = nil
	if w := send(t, o.serve(t), httptest.NewRequest(http.MethodGet, "/report/page.png?version=1&page=1", nil)); w.Code != 404 {
		t.Errorf("nothing draws: want 404, got %d", w.Code)
	}
}
