package pdf_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/pages/pagestest"
	"github.com/nianbao/nianbao/data/reader/pdf"
)

func read(t testing.TB, b []byte) *document.Document {
	t.Helper()
	doc, err := pdf.Read(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func TestDrawnPages(t *testing.T) {
	t.Parallel()
	for _, test := range pagestest.Cases() {
		t.Run(test.Name, func(t *testing.T) {
			t.Parallel()
			var sheets []*sheet
			var pens []pagestest.Pen
			for range test.Pages {
				s := newSheet()
				if test.Width > 0 {
					s.w = test.Width
				}
				sheets, pens = append(sheets, s), append(pens, s)
			}
			test.Draw(pens)
			if diff := cmp.Diff(test.Want, pagestest.Lines(read(t, file("", sheets...)))); diff != "" {
				t.Errorf("document differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTextOutsideItsClipIsNotReadAndTextThatItCutsIs(t *testing.T) {
	t.Parallel()
	s := newSheet()
	pagestest.Table(s, pagestest.Plan{X: 80, Y: 100, Widths: []float64{80, 60}, Rows: [][]string{{"规章", ""}, {"处罚", "8"}}})
	s.body.WriteString("q 140 722 40 20 re W n\n")
	s.Text(165, 114, 10, "12345")
	s.Text(165, 134, 10, "7")
	s.body.WriteString("Q\n")
	want := []string{"#1 2x2", "  [规章][12345]", "  [处罚][8]"}
	if diff := cmp.Diff(want, pagestest.Lines(read(t, file("", s)))); diff != "" {
		t.Errorf("document differs (-want +got):\n%s", diff)
	}
}
