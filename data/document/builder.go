package document

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ErrTooLarge is returned where a document passes one of the limits.
var ErrTooLarge = errors.New("document too large")

// maxNotes is the number of remarks of a reader that are kept.
const maxNotes = 20

// Builder gathers the blocks of a document, numbers its grids and keeps the
// limits. Every reader uses it, so the limits stand in one place.
type Builder struct {
	Doc       Document
	positions int
	grids     int
}

// Paragraph adds a paragraph; an empty one is left out.
func (b *Builder) Paragraph(text string) error { return b.SheetParagraph(text, "") }

// Grid adds the grid that g has built; one without cells is left out.
func (b *Builder) Grid(g *GridBuilder) error { return b.SheetGrid(g, "") }

// SheetParagraph is Paragraph for a sheet of a workbook.
func (b *Builder) SheetParagraph(text, sheet string) error {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	return b.add(Block{Text: text, Sheet: sheet})
}

// SheetGrid is Grid for a sheet of a workbook.
func (b *Builder) SheetGrid(g *GridBuilder, sheet string) error {
	grid := g.build()
	if grid == nil {
		return nil
	}
	grid.Top, grid.Left = g.Top, g.Left
	b.positions += grid.Rows * grid.Cols
	if b.positions > MaxPositions {
		return ErrTooLarge
	}
	b.grids++
	grid.Number = b.grids
	return b.add(Block{Grid: grid, Sheet: sheet})
}

// Note adds a remark in Chinese on what the reader had to leave out. Beyond the
// limit there is nothing more to be learned from them, and they are dropped.
func (b *Builder) Note(form string, args ...any) {
	if len(b.Doc.Notes) < maxNotes {
		b.Doc.Notes = append(b.Doc.Notes, fmt.Sprintf(form, args...))
	}
}

func (b *Builder) add(block Block) error {
	if len(b.Doc.Blocks) >= MaxBlocks {
		return ErrTooLarge
	}
	b.Doc.Blocks = append(b.Doc.Blocks, block)
	return nil
}

// GridBuilder lays cells out row by row, the way HTML and Word do: a cell
// takes the next position that no span from above covers.
type GridBuilder struct {
	Top, Left int // as in Grid; set by readers of workbooks

	cells []Cell
	row   int
	col   int         // next free column in the row, from 1
	below map[int]int // column -> last row covered by a span that began above
	start map[int]int // column -> index of the last cell that begins there
	cols  int
}

// Row begins a new row.
func (g *GridBuilder) Row() {
	g.row++
	g.col = 1
	if g.below == nil {
		g.below = make(map[int]int)
		g.start = make(map[int]int)
	}
}

// Skip leaves n positions of the row without a cell (Word's gridBefore).
func (g *GridBuilder) Skip(n int) {
	for range min(max(n, 0), MaxColumns) {
		g.free()
		g.col++
	}
}

// Cell adds a cell. Spans below 1 are 1; they are clamped to the limits, and
// rows beyond the grid's end are cut off when it is built.
func (g *GridBuilder) Cell(text string, rowSpan, colSpan int) {
	if g.row == 0 {
		g.Row()
	}
	g.free()
	if g.col > MaxColumns {
		return
	}
	rowSpan = min(max(rowSpan, 1), 1000)
	colSpan = min(max(colSpan, 1), MaxColumns-g.col+1)
	// A span that would run into one from above ends before it.
	for k := 1; k < colSpan; k++ {
		if g.below[g.col+k] >= g.row {
			colSpan = k
		}
	}
	g.start[g.col] = len(g.cells)
	g.cells = append(g.cells, Cell{Row: g.row, Col: g.col, RowSpan: rowSpan, ColSpan: colSpan, Text: clip(text)})
	for k := range colSpan {
		g.below[g.col+k] = g.row + rowSpan - 1
	}
	g.col += colSpan
	g.cols = max(g.cols, g.col-1)
}

// Extend makes the cell that begins at the column in a row above reach down
// into the current row (Word's vMerge continue). It reports whether there is
// such a cell; the caller adds an ordinary cell where there is none.
func (g *GridBuilder) Extend(colSpan int) bool {
	g.free()
	i, ok := g.start[g.col]
	if !ok || g.row == 0 {
		return false
	}
	c := &g.cells[i]
	if c.Row >= g.row || c.Row+c.Height() != g.row {
		return false
	}
	c.RowSpan = g.row - c.Row + 1
	for k := range c.Width() {
		g.below[c.Col+k] = g.row
	}
	g.col += max(c.Width(), min(max(colSpan, 1), MaxColumns))
	g.cols = max(g.cols, g.col-1)
	return true
}

// Positions returns the number of grid positions so far, for readers that
// must stop before a hostile table fills the memory.
func (g *GridBuilder) Positions() int { return g.row * g.cols }

func (g *GridBuilder) free() {
	for g.below[g.col] >= g.row && g.col <= MaxColumns {
		g.col++
	}
}

func (g *GridBuilder) build() *Grid {
	if len(g.cells) == 0 || g.cols == 0 {
		return nil
	}
	out := &Grid{Rows: g.row, Cols: min(g.cols, MaxColumns), Cells: g.cells}
	for i := range out.Cells {
		c := &out.Cells[i]
		c.RowSpan = plain(min(c.Height(), out.Rows-c.Row+1))
		c.ColSpan = plain(min(c.Width(), out.Cols-c.Col+1))
	}
	return out
}

// plain writes a span of one as 0, so that kept documents stay small.
func plain(span int) int {
	if span == 1 {
		return 0
	}
	return span
}

func clip(text string) string {
	text = strings.TrimSpace(text)
	if len(text) <= MaxCellText || utf8.RuneCountInString(text) <= MaxCellText {
		return text
	}
	return string([]rune(text)[:MaxCellText])
}
