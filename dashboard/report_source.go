package dashboard

import (
	"slices"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// How much of a source grid stands beside the tables: the header lines and
// some lines around the figure.
const (
	sourceHeader = 3
	sourceAround = 5
	sourceWhole  = 16 // a grid this short is shown whole
	sourceText   = 60 // characters of a cell; the figure's own cell has more
)

// sourceGrid is a part of a grid of the kept document with one cell marked.
type sourceGrid struct {
	Cols int
	Rows []sourceRow
	// Before is the paragraph that stands above the grid in the file; may be empty.
	Before string
	// Whole: the grid is shown from its first to its last line.
	Whole bool
}

// sourceRow is a line of the grid, or a gap where lines are left out.
type sourceRow struct {
	Number int // as in data.Place, from 1
	Gap    bool
	Cells  []sourceCell
}

// sourceCell is one cell of the file as it was read.
type sourceCell struct {
	Text             string
	RowSpan, ColSpan int
	Hit              bool // the figure stands here
	Absent           bool // the row has no cell in this position
	// Number: the text is a short number, which must not break over lines.
	Number bool
}

// sourceAt cuts the surroundings of a place out of a document. It returns nil
// where the document has no such grid or cell.
func sourceAt(d *document.Document, p data.Place) *sourceGrid {
	before := ""
	for i := range d.Blocks {
		g := d.Blocks[i].Grid
		if g == nil {
			if d.Blocks[i].Text != "" {
				before = d.Blocks[i].Text
			}
			continue
		}
		if g.Number == p.Grid {
			if p.Row < 1 || p.Row > g.Rows || p.Col < 1 || p.Col > g.Cols {
				return nil
			}
			return cutGrid(g, p, clip(before, 2*sourceText))
		}
	}
	return nil
}

func cutGrid(g *document.Grid, p data.Place, before string) *sourceGrid {
	out := &sourceGrid{Cols: g.Cols, Before: before, Whole: g.Rows <= sourceWhole}
	segments := [][2]int{{1, g.Rows}}
	if !out.Whole {
		segments = aroundRow(g.Rows, p.Row)
	}
	hit := g.At(p.Row, p.Col)
	for i, s := range segments {
		if i > 0 || s[0] > 1 {
			out.Rows = append(out.Rows, sourceRow{Gap: true})
		}
		for r := s[0]; r <= s[1]; r++ {
			out.Rows = append(out.Rows, sourceRow{Number: r, Cells: rowCells(g, r, s, hit)})
		}
	}
	if last := segments[len(segments)-1]; last[1] < g.Rows {
		out.Rows = append(out.Rows, sourceRow{Gap: true})
	}
	return out
}

// aroundRow chooses the lines shown of a long grid: its first ones, which hold
// the header, and those around the row.
func aroundRow(rows, row int) [][2]int {
	from, to := max(1, row-sourceAround), min(rows, row+sourceAround)
	if from <= sourceHeader+1 {
		return [][2]int{{1, to}}
	}
	return [][2]int{{1, sourceHeader}, {from, to}}
}

// rowCells returns the cells that begin in the row, or that reach into the
// segment from above it, their spans cut to the segment.
func rowCells(g *document.Grid, row int, segment [2]int, hit *document.Cell) []sourceCell {
	var out []sourceCell
	for col := 1; col <= g.Cols; col++ {
		c := g.At(row, col)
		if c == nil {
			out = append(out, sourceCell{RowSpan: 1, ColSpan: 1, Absent: true})
			continue
		}
		if c.Col != col || max(c.Row, segment[0]) != row {
			continue
		}
		limit := sourceText
		if c == hit {
			limit *= 4
		}
		out = append(out, sourceCell{
			Text:    clip(c.Text, limit),
			RowSpan: min(c.Row+c.Height()-1, segment[1]) - row + 1,
			ColSpan: min(c.Width(), g.Cols-col+1),
			Hit:     c == hit,
			Number:  shortNumber(c.Text),
		})
	}
	return out
}

// shortNumber reports whether a cell holds no more than digits and their marks.
func shortNumber(text string) bool {
	return text != "" && len(text) <= 14 && strings.Trim(text, "0123456789.,-%") == ""
}

// sheetAddress names the place as a spreadsheet program does, such as D5; it
// is empty where the grid is not of a workbook.
func sheetAddress(d *document.Document, p data.Place) string {
	if p.Sheet == "" {
		return ""
	}
	i := slices.IndexFunc(d.Blocks, func(b document.Block) bool { return b.Grid != nil && b.Grid.Number == p.Grid })
	if i < 0 {
		return ""
	}
	g := d.Blocks[i].Grid
	return columnLetters(g.Left+p.Col) + strconv.Itoa(g.Top+p.Row)
}

// columnLetters writes a column number as a spreadsheet does: 1 is A, 27 is AA.
func columnLetters(n int) string {
	var b []byte
	for ; n > 0; n = (n - 1) / 26 {
		b = append(b, byte('A'+(n-1)%26))
	}
	slices.Reverse(b)
	return string(b)
}
