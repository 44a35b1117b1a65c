package sample_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/extract"
	"github.com/nianbao/nianbao/data/reader"
	"github.com/nianbao/nianbao/data/sample"
)

// cell is what must come back of a figure.
type cell struct {
	State data.State
	Value int64
}

func cells(r *data.Report) map[string]cell {
	out := map[string]cell{}
	for _, t := range r.Tables {
		for _, f := range t.Figures {
			out[f.Code] = cell{f.State, f.Value}
		}
	}
	return out
}

// Reports of all years are of all lengths, so that the page breaks go through
// their tables at all places.
func TestEveryCellComesBackFromPages(t *testing.T) {
	t.Parallel()
	c := sample.New(3)
	for _, glyphs := range []bool{false, true} {
		for year := sample.FirstYear; year <= sample.LastYear; year++ {
			t.Run(fmt.Sprintf("%d, glyphs %v", year, glyphs), func(t *testing.T) {
				t.Parallel()
				over := 0
				for i, r := range c.Reports {
					if r.Data.Year != year || i%6 != year%6 {
						continue
					}
					over += comesBack(t, r, sample.Layout{Format: sample.Ofd, Glyphs: glyphs})
				}
				if over == 0 {
					t.Error("no table goes over a page break")
				}
			})
		}
	}
}

// comesBack compares a report with what is read of its pages, and returns how
// many of its tables go over a page break.
func comesBack(t *testing.T, r *sample.Report, l sample.Layout) (over int) {
	t.Helper()
	b, err := sample.Render(r, l)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := reader.Read(context.Background(), "", b)
	if err != nil {
		t.Fatal(err)
	}
	for _, g := range doc.Grids() {
		first, last := g.Cells[0].Page, 0
		for _, x := range g.Cells {
			last = max(last, x.Page)
			if x.Page == 0 || x.Box == nil {
				t.Errorf("%s: a cell without a place: %+v", r.Data.Title, x)
			}
		}
		if last > first {
			over++
		}
	}
	got, err := extract.Extract(doc, "")
	if err != nil {
		t.Fatalf("%s: %v", r.Data.Title, err)
	}
	if diff := cmp.Diff(cells(&r.Data), cells(got)); diff != "" {
		t.Errorf("%s: figures differ (-want +got):\n%s", r.Data.Title, diff)
	}
	titled := strings.Contains(r.Data.Title, strconv.Itoa(r.Data.Year)) // a mistake otherwise
	if got.Agency != r.Data.Agency || titled && got.Year != r.Data.Year || got.Edition != r.Data.Edition {
		t.Errorf("want %s, %d, edition %s; got %s, %d, edition %s", r.Data.Agency, r.Data.Year, r.Data.Edition, got.Agency, got.Year, got.Edition)
	}
	return over
}
