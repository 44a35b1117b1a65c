package extract

import (
	"strings"

	"github.com/nianbao/nianbao/data/document"
)

// line is a paragraph of the document, or one row of a grid.
type line struct {
	text  string         // of a paragraph; empty for a row
	grid  *document.Grid // nil for a paragraph
	row   int            // in the grid, from 1
	page  int
	sheet string
	cells []cell // of a row, from left to right, each once
	// recognised: of the row's words each may be wrong (Block.Recognised).
	recognised bool
	unsure     bool // a value of the row may have been lost before
}

// cell is a grid's cell as one row shows it.
type cell struct {
	*document.Cell
	label label
	value bool // it is filled with what could be a figure
	// above: the cell began in a row above and only reaches down into this one.
	above bool
}

func (c *cell) empty() bool { return blankText(c.Text) }

// end returns the column after the cell's last one.
func (c *cell) end() int { return c.Col + c.Width() }

// flow lays the document out as lines in reading order.
func flow(doc *document.Document) []line {
	var out []line
	columns := 0 // of the last table whose rows had to be found again
	for i := range doc.Blocks {
		b := &doc.Blocks[i]
		if b.Grid == nil {
			out = append(out, line{text: b.Text, page: b.Page, sheet: b.Sheet})
			continue
		}
		g := b.Grid
		if g.Rows < 1 || g.Cols < 1 || g.Cols > document.MaxColumns || g.Rows > document.MaxPositions/g.Cols {
			continue
		}
		rows := gridLines(b)
		again, n := unroll(rows, columns)
		if columns = n; again != nil {
			rows = again
		}
		out = append(out, rows...)
	}
	return out
}

func gridLines(b *document.Block) []line {
	g := b.Grid
	lines := make([]line, g.Rows)
	shown := 0
	for i := range g.Cells {
		shown += g.Cells[i].Height()
	}
	cells := make([]cell, 0, min(shown, g.Rows*g.Cols))
	labels := make(map[*document.Cell]label)
	for row := 1; row <= g.Rows; row++ {
		first := len(cells)
		for col := 1; col <= g.Cols; {
			c := g.At(row, col)
			if c == nil {
				// A sheet's positions are addresses: one without a cell is empty.
				// In other formats a row that ends early has lost something.
				if b.Sheet != "" {
					cells = append(cells, cell{Cell: &document.Cell{Row: row, Col: col}})
				}
				col++
				continue
			}
			cells = append(cells, rowCell(c, row, labels))
			for col++; col <= g.Cols && g.At(row, col) == c; {
				col++
			}
		}
		lines[row-1] = line{grid: g, row: row, page: b.Page, sheet: b.Sheet, cells: cells[first:len(cells):len(cells)], recognised: b.Recognised}
	}
	return lines
}

// rowCell makes the row's view of a cell. Labels of tall cells are made once.
func rowCell(c *document.Cell, row int, labels map[*document.Cell]label) cell {
	out := cell{Cell: c, above: c.Row < row}
	if l, ok := labels[c]; ok {
		out.label = l
	} else {
		out.label = newLabel(c.Text)
	}
	if c.Height() > 1 {
		labels[c] = out.label
	}
	out.value = figureLike(c.Text)
	return out
}

// only returns the text of a line that says one thing: a paragraph, or a row
// with a single filled cell that begins there. It is empty for other lines.
func (l *line) only() string {
	if l.grid == nil {
		return l.text
	}
	text := ""
	for i := range l.cells {
		if l.cells[i].empty() {
			continue
		}
		if text != "" || l.cells[i].above {
			return ""
		}
		text = l.cells[i].Text
	}
	return text
}

// end returns the grid column after the row's last cell.
func (l *line) end() int {
	if len(l.cells) == 0 {
		return 1
	}
	return l.cells[len(l.cells)-1].end()
}

// values reports how many cells hold something that can be a figure.
func (l *line) values() int {
	n := 0
	for i := range l.cells {
		if l.cells[i].value {
			n++
		}
	}
	return n
}

// compact removes all white space.
func compact(text string) string {
	return strings.Map(func(r rune) rune {
		if isSpace(r) {
			return -1
		}
		return fold(r)
	}, text)
}
