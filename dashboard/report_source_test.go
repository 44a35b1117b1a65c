package dashboard

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// cut writes a part of a grid as text: a hit in brackets, a gap as ….
func cut(g *sourceGrid) []string {
	var out []string
	for _, r := range g.Rows {
		if r.Gap {
			out = append(out, "…")
			continue
		}
		var cells []string
		for _, c := range r.Cells {
			text := c.Text
			if c.Absent {
				text = "×"
			}
			if c.RowSpan > 1 || c.ColSpan > 1 {
				text += fmt.Sprintf("(%d,%d)", c.RowSpan, c.ColSpan)
			}
			if c.Hit {
				text = "[" + text + "]"
			}
			cells = append(cells, text)
		}
		out = append(out, strings.Join(cells, " "))
	}
	return out
}

// tall is a grid of n rows whose first column is one merged cell from row 2 on.
func tall(n int) *document.Grid {
	g := &document.Grid{Number: 2, Rows: n, Cols: 3, Top: 4, Left: 25}
	g.Cells = append(g.Cells, document.Cell{Row: 1, Col: 1, ColSpan: 3, Text: "头"}, document.Cell{Row: 2, Col: 1, RowSpan: n - 1, Text: "组"})
	for r := 2; r <= n; r++ {
		g.Cells = append(g.Cells, document.Cell{Row: r, Col: 2, Text: fmt.Sprint(r)})
		if r != 4 {
			g.Cells = append(g.Cells, document.Cell{Row: r, Col: 3, Text: "值"})
		}
	}
	return g
}

func TestSourceShowsTheSurroundings(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		grid  *document.Grid
		place data.Place
		want  []string
	}{
		{"a short grid is whole", tall(4), data.Place{Grid: 2, Row: 3, Col: 2},
			[]string{"头(1,3)", "组(3,1) 2 值", "[3] 值", "4 ×"}},
		{"a long one is cut, merged cells with it", tall(40), data.Place{Grid: 2, Row: 20, Col: 3},
			[]string{"头(1,3)", "组(2,1) 2 值", "3 值", "…", "组(11,1) 15 值", "16 值", "17 值", "18 值", "19 值", "20 [值]", "21 值", "22 值", "23 值", "24 值", "25 值", "…"}},
		{"near the top there is no gap", tall(40), data.Place{Grid: 2, Row: 2, Col: 2},
			[]string{"头(1,3)", "组(6,1) [2] 值", "3 值", "4 ×", "5 值", "6 值", "7 值", "…"}},
		{"an empty place is marked nowhere", tall(4), data.Place{Grid: 2, Row: 4, Col: 3},
			[]string{"头(1,3)", "组(3,1) 2 值", "3 值", "4 ×"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.grid.Index()
			d := &document.Document{Blocks: []document.Block{{Text: "前文"}, {Grid: c.grid}}}
			got := sourceAt(d, c.place)
			if got.Before != "前文" {
				t.Errorf("want the paragraph above, got %q", got.Before)
			}
			if diff := cmp.Diff(c.want, cut(got)); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSourceOfAnImpossiblePlaceIsNone(t *testing.T) {
	t.Parallel()
	d := &document.Document{Blocks: []document.Block{{Grid: tall(4)}}}
	for _, p := range []data.Place{{}, {Grid: 1, Row: 1, Col: 1}, {Grid: 2}, {Grid: 2, Row: 5, Col: 1}, {Grid: 2, Row: 1, Col: 4}, {Grid: 2, Row: -1, Col: 1}} {
		if got := sourceAt(d, p); got != nil {
			t.Errorf("%+v: want none, got %v", p, cut(got))
		}
	}
}

func TestSheetAddressIsTheSpreadsheets(t *testing.T) {
	t.Parallel()
	d := &document.Document{Blocks: []document.Block{{Grid: tall(4)}}}
	cases := []struct {
		place data.Place
		want  string
	}{
		{data.Place{Grid: 2, Row: 3, Col: 1, Sheet: "表三"}, "Z7"},
		{data.Place{Grid: 2, Row: 3, Col: 2, Sheet: "表三"}, "AA7"},
		{data.Place{Grid: 2, Row: 3, Col: 2}, ""},
		{data.Place{Grid: 9, Row: 3, Col: 2, Sheet: "表三"}, ""},
	}
	for _, c := range cases {
		if got := sheetAddress(d, c.place); got != c.want {
			t.Errorf("%+v: want %q, got %q", c.place, c.want, got)
		}
	}
}
