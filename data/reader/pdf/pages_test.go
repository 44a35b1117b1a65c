package pdf_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/pages"
	"github.com/nianbao/nianbao/data/reader/pages/pagestest"
	"github.com/nianbao/nianbao/data/reader/pdf"
)

// placed is where a text of the small table stands.
func placed(t *testing.T, d *document.Document, text string) document.Cell {
	t.Helper()
	for _, g := range d.Grids() {
		for _, c := range g.Cells {
			if c.Text == text {
				return c
			}
		}
	}
	t.Fatalf("no cell %q", text)
	return document.Cell{}
}

func TestCellsHavePagesAndBoxes(t *testing.T) {
	t.Parallel()
	upright := document.Box{L: 180, T: 240, R: 240, B: 260}
	tests := []struct {
		name string
		turn func(s *sheet)
		want document.Box
		page document.Page
	}{
		{"upright", func(*sheet) {}, upright, document.Page{W: 595, H: 842}},
		{"turned by its dictionary", func(s *sheet) { s.rotate = 90 }, document.Box{L: 582, T: 180, R: 602, B: 240}, document.Page{W: 842, H: 595}},
		{"drawn sideways", func(s *sheet) { s.prefix = "0 1 -1 0 842 0 cm\n"; s.w, s.h = 842, 900 }, document.Box{L: 240, T: 660, R: 260, B: 720}, document.Page{W: 842, H: 900}},
		{"drawn sideways and turned upright", func(s *sheet) {
			s.prefix = "0 1 -1 0 842 0 cm\n"
			s.w, s.h, s.rotate = 842, 842, 90
		}, upright, document.Page{W: 842, H: 842}},
		{"a page that does not begin at 0", func(s *sheet) { s.extra = "/CropBox [50 50 545 792]" }, document.Box{L: 130, T: 190, R: 190, B: 210}, document.Page{W: 495, H: 742}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSheet()
			pagestest.Table(s, pagestest.Small())
			test.turn(s)
			b := file("", newTextSheet("第一页"), s)
			d := read(t, b)
			if diff := cmp.Diff(append([]string{"第一页"}, pagestest.SmallLines()...), pagestest.Lines(d)); test.name != "turned by its dictionary" && diff != "" {
				t.Errorf("document differs (-want +got):\n%s", diff)
			}
			got := placed(t, d, "12")
			if got.Page != 2 || got.Box == nil {
				t.Fatalf("want a box on page 2, got page %d, box %v", got.Page, got.Box)
			}
			if diff := cmp.Diff(test.want, *got.Box); diff != "" {
				t.Errorf("box differs (-want +got):\n%s", diff)
			}
			if page, ok := d.Page(2); !ok || page != test.page {
				t.Errorf("want the page's size %v, got %v, %v", test.page, page, ok)
			}
			if _, ok := d.Page(3); ok {
				t.Error("a page that is not there has a size")
			}
		})
	}
}

func newTextSheet(text string) *sheet {
	s := newSheet()
	s.Text(80, 400, 12, text)
	return s
}

func TestRecognisedPages(t *testing.T) {
	t.Parallel()
	table := func(s *sheet) *sheet { pagestest.Table(s, pagestest.Small()); return s }
	tests := []struct {
		name  string
		sheet func() *sheet
		want  bool
		notes []string
	}{
		{"plain", func() *sheet { return table(newSheet()) }, false, nil},
		{"invisible text", func() *sheet {
			s := newSheet()
			s.prefix = "3 Tr\n"
			return table(s)
		}, true, []string{"第2页是扫描识别文字，需逐格核对"}},
		{"a picture over the text", func() *sheet {
			s := table(newSheet())
			s.image, s.imageLast = true, true
			return s
		}, true, []string{"第2页是扫描识别文字，需逐格核对"}},
		{"a picture under the text", func() *sheet {
			s := table(newSheet())
			s.image = true
			return s
		}, true, []string{"第2页是扫描识别文字，需逐格核对"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := read(t, file("", newTextSheet("第一页"), test.sheet()))
			var got []bool
			for _, b := range d.Blocks {
				got = append(got, b.Recognised)
			}
			if diff := cmp.Diff([]bool{false, test.want}, got); diff != "" {
				t.Errorf("blocks recognised differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.notes, d.Notes); diff != "" {
				t.Errorf("notes differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTextThatNobodySeesIsLeftOut(t *testing.T) {
	t.Parallel()
	s := newSheet()
	pagestest.Table(s, pagestest.Small())
	s.body.WriteString("3 Tr\n")
	s.Text(200, 253, 10, "7")
	if diff := cmp.Diff(pagestest.SmallLines(), pagestest.Lines(read(t, file("", s)))); diff != "" {
		t.Errorf("document differs (-want +got):\n%s", diff)
	}
}

func TestPagesWithoutTextAreNamed(t *testing.T) {
	t.Parallel()
	scan := newSheet()
	scan.image = true
	d := read(t, file("", newTextSheet("第一页"), scan, scan, newTextSheet("第四页"), scan))
	if diff := cmp.Diff([]string{"第2-3、5页只有图片，没有可读取的文字，未读"}, d.Notes); diff != "" {
		t.Errorf("notes differ (-want +got):\n%s", diff)
	}
}

func TestTypedOnTextIsRead(t *testing.T) {
	t.Parallel()
	s := newSheet()
	pagestest.Table(s, pagestest.Small())
	s.extra = `/Annots [<< /Type /Annot /Subtype /FreeText /F 4 /Rect [260 564 280 578] /AP << /N 10 0 R >> >>]`
	page := string(file("", s))
	form := "<< /Type /XObject /Subtype /Form /BBox [0 0 20 14] /Resources << /Font << /F1 3 0 R >> >> /Length 44 >>\nstream\nBT /F1 10 Tf 5 3 Td <00380038> Tj ET         \nendstream"
	b := strings.Replace(page, "xref\n0 9\n", "10 0 obj\n"+form+"\nendobj\nxref\n0 9\n", 1)
	want := append(append([]string(nil), pagestest.SmallLines()[:4]...), "  [二、上年结转][3][88][3]")
	if diff := cmp.Diff(want, pagestest.Lines(read(t, []byte(b)))); diff != "" {
		t.Errorf("document differs (-want +got):\n%s", diff)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	scan := newSheet()
	scan.image = true
	many := make([]*sheet, pages.MaxPages+1)
	for i := range many {
		many[i] = newSheet()
	}
	whole := file("", newTextSheet("全文"))
	secret := strings.Repeat("41", 32)
	tests := []struct {
		name string
		b    []byte
		want string
	}{
		{"a scan", file("", scan, scan), document.RefuseScan},
		{"empty pages", file("", newSheet()), document.RefuseScan},
		{"a password", file("/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"+secret+"> /U <"+secret+"> >>", newTextSheet("密")), document.RefusePassword},
		{"too many pages", file("", many...), document.RefuseTooLarge},
		{"cut off in its head", whole[:40], document.RefuseDamaged},
		{"no bytes", nil, document.RefuseDamaged},
		{"something else", []byte("%PDF-1.7\n这不是 PDF"), document.RefuseDamaged},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := pdf.Read(context.Background(), test.b)
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != test.want {
				t.Fatalf("want refusal %q, got %v", test.want, err)
			}
			if r.Reason == "" || r.Advice == "" {
				t.Errorf("want reason and advice, got %+v", r)
			}
		})
	}
}

// object writes objects for the bombs.
func objects(list ...string) []byte {
	var out bytes.Buffer
	var at []int
	out.WriteString("%PDF-1.5\n")
	for i, text := range list {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, text)
	}
	return finish(&out, at, "")
}

func stream(dict, text string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(text), text)
}

// endless is a page of so many drawing operators that they take seconds.
func endless(t *testing.T) []byte {
	t.Helper()
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	for range 10_000 {
		if _, err := z.Write(bytes.Repeat([]byte("q Q\n"), 1000)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return objects(
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
		stream("/Filter /FlateDecode", packed.String()),
	)
}

// bomb is a page that draws a form ten times that draws a form ten times, and
// so on.
func bomb() []byte {
	list := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
		stream("", "/X Do"),
	}
	for i := range 20 {
		list = append(list, stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X %d 0 R >> >>", 6+i), strings.Repeat("/X Do ", 10)))
	}
	return objects(append(list, stream("/Type /XObject /Subtype /Form /BBox [0 0 600 800]", "0 0 9 9 re f"))...)
}

func TestAFileThatNeverEndsIsStopped(t *testing.T) {
	t.Parallel()
	b := endless(t)
	read(t, file("", newTextSheet("第一页"))) // so that the time is not spent on compiling
	for name, do := range map[string]func(context.Context) error{
		"read": func(ctx context.Context) error { _, err := pdf.Read(ctx, b); return err },
		"page": func(ctx context.Context) error { _, err := pdf.Page(ctx, b, 1, 500); return err },
	} {
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		if err := do(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: want %v, got %v", name, context.DeadlineExceeded, err)
		}
		cancel()
	}
}

func TestAFileThatFillsTheMemoryIsRefused(t *testing.T) {
	t.Parallel()
	_, err := pdf.Read(context.Background(), bomb())
	var r *document.Refusal
	if !errors.As(err, &r) || r.Code != document.RefuseTooLarge {
		t.Errorf("want refusal %q, got %v", document.RefuseTooLarge, err)
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	s := newSheet()
	pagestest.Table(s, pagestest.Small())
	s.Bar(185, 245, 50, 10) // over the cell of 12
	b := file("", newTextSheet("第一页"), s)
	out, err := pdf.Page(context.Background(), b, 2, 1190)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X != 1190 || size.Y != 1684 {
		t.Errorf("want 1190 by 1684 pixels, got %v", size)
	}
	box := placed(t, read(t, b), "12").Box
	if r, _, _, _ := picture.At(int(box.L+box.R), int(box.T+box.B)).RGBA(); r != 0 {
		t.Errorf("want black in the middle of the cell's box, got %x", r)
	}
	if r, _, _, _ := picture.At(20, 20).RGBA(); r != 0xffff {
		t.Errorf("want white at the page's corner, got %x", r)
	}
	for _, page := range []int{0, 3} {
		if _, err := pdf.Page(context.Background(), b, page, 500); !errors.Is(err, pdf.ErrNoPage) {
			t.Errorf("page %d: want %v, got %v", page, pdf.ErrNoPage, err)
		}
	}
	long := newTextSheet("长")
	long.h = 14000
	for _, width := range []int{-1, 1 << 30} {
		out, err := pdf.Page(context.Background(), file("", long), 1, width)
		if err != nil {
			t.Fatal(err)
		}
		c, err := png.DecodeConfig(bytes.NewReader(out))
		if err != nil || c.Width > 2400 || c.Height > 2400 {
			t.Errorf("width %d: want a bounded picture, got %d by %d, %v", width, c.Width, c.Height, err)
		}
	}
}
