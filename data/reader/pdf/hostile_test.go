package pdf_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/pages/pagestest"
	"github.com/nianbao/nianbao/data/reader/pdf"
)

// twoPages is a file with a bit of everything.
func twoPages() []byte {
	first, next := newSheet(), newSheet()
	first.Text(80, 100, 22, "示例县教育局年度报告")
	pagestest.Table(first, pagestest.Small())
	first.image, first.imageLast = true, false
	pagestest.Table(next, pagestest.Half(60, nil, []string{"（三）", "1.国家秘密", "1", "2"}, []string{"^", "2.其他", "5", "6"}))
	next.rotate = 90
	return file("", first, next)
}

// mustEnd fails where reading ends in anything but a document or a refusal.
func mustEnd(t *testing.T, b []byte) {
	t.Helper()
	var r *document.Refusal
	if _, err := pdf.Read(context.Background(), b); err != nil && !errors.As(err, &r) {
		t.Errorf("want a document or a refusal, got %v", err)
	}
	if _, err := pdf.Page(context.Background(), b, 1, 200); err != nil && !errors.As(err, &r) && !errors.Is(err, pdf.ErrNoPage) {
		t.Errorf("want a picture or a refusal, got %v", err)
	}
}

func TestDamagedFilesEndInADocumentOrARefusal(t *testing.T) {
	t.Parallel()
	whole := twoPages()
	random := rand.New(rand.NewPCG(1, 2))
	for i := range 10 {
		mustEnd(t, whole[:len(whole)*i/10])
	}
	for range 40 {
		b := append([]byte(nil), whole...)
		for range 1 + random.IntN(8) {
			b[random.IntN(len(b))] ^= 1 << random.IntN(8)
		}
		mustEnd(t, b)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(twoPages())
	f.Add(file("", newTextSheet("全文")))
	f.Fuzz(func(t *testing.T, b []byte) { mustEnd(t, b) })
}

// FuzzContent keeps the file whole and changes what is drawn, so that more
// than PDFium's parser is met.
func FuzzContent(f *testing.F) {
	s := newSheet()
	pagestest.Table(s, pagestest.Half(60, nil, []string{"（三）", "1.国家秘密", "1", "2"}, []string{"^", "2.其他", "5", "6"}))
	f.Add(s.body.String(), s.body.String(), int8(0))
	f.Add("3 Tr BT /F1 1 Tf 12 0 0 12 9 9 Tm <5F6059> Tj ET", "1 0 0 1 1e9 -1e9 cm 0 0 m 9 9 l S", int8(90))
	f.Fuzz(func(t *testing.T, first, next string, turn int8) {
		a, b := newSheet(), newSheet()
		a.prefix, b.prefix, b.rotate = first, next, int(turn)*90
		mustEnd(t, file("", a, b))
	})
}

func TestPagesThatAreDrawingsAreNotTakenForTables(t *testing.T) {
	t.Parallel()
	s := newSheet()
	for i := range 400 {
		x, y := float64(i%20)*28, float64(i/20)*40
		s.Frame(x, y, 20, 20)
		s.Rule(x, y+10, x+20, y+10)
		s.Text(x+2, y+8, 5, "1")
	}
	d := read(t, file("", s))
	if len(d.Grids()) != 0 || len(d.Notes) != 1 || d.Notes[0] != "第1页图形过多，没有按表格读取" {
		t.Errorf("want no grid and a note, got %d grids, %q", len(d.Grids()), d.Notes)
	}
}
