package pages_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/pages"
	"github.com/nianbao/nianbao/data/reader/pages/pagestest"
)

// sheet is a page that a test draws.
type sheet struct {
	text    *pages.Text
	drawing pages.Drawing
	objects uint64
	unseen  bool // what is written from now on
}

func newSheet(width float64) *sheet {
	if width == 0 {
		width = pagestest.Width
	}
	return &sheet{text: pages.NewText(width, pagestest.Height)}
}

func (s *sheet) Text(x, y, size float64, text string) {
	s.objects++
	for _, r := range text {
		w := size * pagestest.WidthOf(string(r))
		s.text.Add(pages.Glyph{
			Rune: r, Left: x, Base: y, Size: size, Run: s.objects,
			Box: pages.Box{L: x, T: y - 0.88*size, R: x + w, B: y + 0.12*size},
		}, s.unseen)
		x += w
	}
}

func (s *sheet) Rule(x0, y0, x1, y1 float64) {
	p := s.drawing.Path(true)
	p.Move(x0, y0)
	p.Line(x1, y1)
	p.End()
}

func (s *sheet) Bar(x, y, w, h float64)   { s.box(false, x, y, w, h) }
func (s *sheet) Frame(x, y, w, h float64) { s.box(true, x, y, w, h) }

func (s *sheet) box(stroked bool, x, y, w, h float64) {
	p := s.drawing.Path(stroked)
	p.Move(x, y)
	p.Line(x+w, y)
	p.Line(x+w, y+h)
	p.Line(x, y+h)
	p.Close()
	p.End()
}

// assembled is the document of the sheets.
func assembled(t *testing.T, sheets ...*sheet) *document.Document {
	t.Helper()
	var list []*pages.Page
	for i, s := range sheets {
		list = append(list, pages.New(i+1, s.text, &s.drawing))
	}
	d, err := pages.Assemble("pdf", list)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDrawnPages(t *testing.T) {
	t.Parallel()
	for _, test := range pagestest.Cases() {
		t.Run(test.Name, func(t *testing.T) {
			t.Parallel()
			var sheets []*sheet
			var pens []pagestest.Pen
			for range test.Pages {
				s := newSheet(test.Width)
				sheets, pens = append(sheets, s), append(pens, s)
			}
			test.Draw(pens)
			if diff := cmp.Diff(test.Want, pagestest.Lines(assembled(t, sheets...))); diff != "" {
				t.Errorf("document differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatNobodySees(t *testing.T) {
	t.Parallel()
	page := pages.Box{R: pagestest.Width, B: pagestest.Height}
	tests := []struct {
		name  string
		draw  func(*sheet)
		want  []string
		marks bool
	}{
		{"a hidden figure on a page that is seen", func(s *sheet) {
			pagestest.Table(s, pagestest.Small())
			s.unseen = true
			s.Text(200, 253, 10, "7")
		}, pagestest.SmallLines(), false},
		{"a page of hidden text", func(s *sheet) {
			s.unseen = true
			pagestest.Table(s, pagestest.Small())
		}, append([]string{"note 第1页是扫描识别文字，需逐格核对"}, pagestest.SmallLines()...), true},
		{"a page that a picture covers", func(s *sheet) {
			pagestest.Table(s, pagestest.Small())
			s.drawing.Picture(page)
		}, append([]string{"note 第1页是扫描识别文字，需逐格核对"}, pagestest.SmallLines()...), true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSheet(0)
			test.draw(s)
			d := assembled(t, s)
			if diff := cmp.Diff(test.want, pagestest.Lines(d)); diff != "" {
				t.Errorf("document differs (-want +got):\n%s", diff)
			}
			if got := d.Blocks[0].Recognised; got != test.marks {
				t.Errorf("want recognised %v, got %v", test.marks, got)
			}
		})
	}
}

func TestFilesWithoutTextAreRefusedByTheirName(t *testing.T) {
	t.Parallel()
	empty, scan, unknown := newSheet(0), newSheet(0), newSheet(0)
	scan.drawing.Picture(pages.Box{R: pagestest.Width, B: pagestest.Height})
	unknown.Text(80, 80, 10, "\ue000\ue001\ue002") // private use: characters that one font knows
	for want, s := range map[string]*sheet{
		"OFD 各页都没有可读取的文字":          empty,
		"OFD 是扫描件，各页只有图片，没有可读取的文字": scan,
		"OFD 的文字没有编码信息，读出来是乱码":     unknown,
	} {
		_, err := pages.Assemble("ofd", []*pages.Page{pages.New(1, s.text, &s.drawing)})
		var r *document.Refusal
		if !errors.As(err, &r) || r.Code != document.RefuseScan || r.Reason != want {
			t.Errorf("want a refusal %q, got %v", want, err)
		}
	}
}
