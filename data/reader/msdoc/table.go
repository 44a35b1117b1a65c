package msdoc

import (
	"slices"

	"github.com/nianbao/nianbao/data/document"
)

// maxCells is the number of cells of a row at which Word stops.
const maxCells = 64

// rowShape is where the cells of a row begin and end, and what they merge with.
type rowShape struct {
	edges []int16 // in twips, one more than cells; nil where the row states none
	cells []cellShape
}

type cellShape struct {
	across uint8 // not 0: merged with cells beside it, see merged
	down   down
}

// down says whether a cell is merged with those above and below it.
type down uint8

const (
	alone down = iota
	begins
	continues
)

// apply applies a property of a row.
func (r *rowShape) apply(op uint16, operand []byte) {
	switch {
	case op == sprmRow:
		r.define(operand)
	case op == sprmVertMerge && len(operand) >= 2 && int(operand[0]) < len(r.cells):
		r.cells[operand[0]].down = downOf(operand[1])
	case op == sprmMerge && len(operand) >= 2:
		r.merge(int(operand[0]), int(operand[1]), 2, 1)
	case op == sprmSplit && len(operand) >= 2:
		r.merge(int(operand[0]), int(operand[1]), 0, 0)
	}
}

// define reads edges and cells of a row. Cells that are not described are
// plain.
func (r *rowShape) define(b []byte) {
	const cellSize = 20
	if len(b) == 0 {
		return
	}
	n := int(b[0])
	if n == 0 || n > maxCells || 1+2*(n+1) > len(b) {
		return
	}
	r.edges, r.cells = make([]int16, n+1), make([]cellShape, n)
	for i := range r.edges {
		r.edges[i] = int16(u16(b[1+2*i:]))
	}
	for i, rest := 0, b[1+2*(n+1):]; i < n && len(rest) >= cellSize; i++ {
		r.cells[i] = cellShape{across: rest[0] & 3, down: downOf(rest[0] >> 5)}
		rest = rest[cellSize:]
	}
}

// downOf reads the two bits of a vertical merge.
func downOf(bits byte) down {
	switch bits & 3 {
	case 1:
		return continues
	case 2, 3:
		return begins
	}
	return alone
}

// merge sets the marks of horizontally merged cells from the first up to the
// limit.
func (r *rowShape) merge(first, limit int, mark, rest uint8) {
	for i := first; i < limit && i < len(r.cells); i++ {
		r.cells[i].across = mark
		mark = rest
	}
}

// merged reports for each cell whether it is merged into the one to its left.
// The format's description and its producers do not agree which of the marks
// begins a merge, but the leftmost cell of marked ones always does.
func (r *rowShape) merged() []bool {
	out := make([]bool, len(r.cells))
	var first uint8
	for i, c := range r.cells {
		switch {
		case c.across == 0:
			first = 0
		case first == 0:
			first = c.across
		default:
			out[i] = c.across != first
		}
	}
	return out
}

// table is a table whose end has not come.
type table struct {
	rows []tableRow
	open []document.LayoutCell // cells of the row whose end has not come
	cell document.LayoutCell   // the cell whose end has not come
	kept bool                  // something of the open row was not deleted
}

type tableRow struct {
	cells []document.LayoutCell
	shape rowShape
}

// endCell ends the open cell; deleted is what is said of its mark.
func (t *table) endCell(deleted bool) {
	t.kept = t.kept || !deleted || t.cell.Picture || len(t.cell.Blocks) > 0
	t.open = append(t.open, t.cell)
	t.cell = document.LayoutCell{}
}

// endRow ends the open row; deleted is what is said of its mark. A row was
// deleted with changes tracked where all of it was: LibreOffice says so of the
// mark of a row, too, when the next one begins with deleted text.
func (t *table) endRow(shape rowShape, deleted bool) {
	if len(t.cell.Blocks) > 0 || t.cell.Picture {
		t.endCell(false) // a damaged row must not lose what stands in it
	}
	if len(t.open) > 0 && (t.kept || !deleted) {
		t.rows = append(t.rows, tableRow{t.open, shape})
	}
	t.open, t.cell, t.kept = nil, document.LayoutCell{}, false
}

// layout gives the cells their columns. Word keeps no columns: a row knows only
// where its cells begin and end, so that the columns of a table are the edges
// of all its rows.
func (t *table) layout() *document.Layout {
	rows := make([]spans, len(t.rows))
	for i := range t.rows {
		rows[i] = t.rows[i].spans()
		if rows[i].edges == nil && i > 0 && len(rows[i-1].edges) == len(rows[i].cells)+1 {
			rows[i].edges = rows[i-1].edges
		}
	}
	grid := columnsOf(rows)
	var out document.Layout
	for i := range rows {
		out.Rows = append(out.Rows, rows[i].place(grid))
	}
	return &out
}

// spans are the cells of a row as shown, merged ones taken together, each from
// an edge to the next; without edges where the row does not state them for
// each cell.
type spans struct {
	cells []document.LayoutCell
	edges []int16
}

func (r *tableRow) spans() spans {
	n := len(r.cells)
	if len(r.shape.cells) < n || !slices.IsSorted(r.shape.edges[:n+1]) {
		return spans{cells: r.cells}
	}
	merged := r.shape.merged()
	s := spans{edges: []int16{r.shape.edges[0]}}
	for i, cell := range r.cells {
		end := r.shape.edges[i+1]
		last := len(s.cells) - 1
		// Nobody sees a cell without width; what it says goes to its neighbour.
		if last >= 0 && (merged[i] || end == r.shape.edges[i]) {
			s.cells[last].Blocks = append(s.cells[last].Blocks, cell.Blocks...)
			s.cells[last].Picture = s.cells[last].Picture || cell.Picture
			s.edges[last+1] = end
			continue
		}
		cell.Continues = r.shape.cells[i].down == continues
		s.cells, s.edges = append(s.cells, cell), append(s.edges, end)
	}
	return s
}

// columnsOf finds the edges of a table's columns: those of all rows, those
// that lie close together taken for one. People drag edges of single rows, and
// rows are indented by the width of a border, so that edges which are meant to
// be one lie up to some millimetres apart; but no cell may lose its width.
func columnsOf(rows []spans) []int16 {
	var all []int16
	for _, r := range rows {
		all = append(all, r.edges...)
	}
	slices.Sort(all)
	all = slices.Compact(all)
	for _, reach := range [...]int{240, 120, 60, 20} {
		if grid := together(all, reach); keepsWidths(rows, grid) {
			return grid
		}
	}
	return all
}

// together takes edges within reach of the first of them for that one.
func together(edges []int16, reach int) []int16 {
	var out []int16
	for _, e := range edges {
		if len(out) == 0 || int(e)-int(out[len(out)-1]) > reach {
			out = append(out, e)
		}
	}
	return out
}

func keepsWidths(rows []spans, grid []int16) bool {
	for _, r := range rows {
		for i := 1; i < len(r.edges); i++ {
			if column(grid, r.edges[i]) == column(grid, r.edges[i-1]) {
				return false
			}
		}
	}
	return true
}

// column returns the index of the last edge of the grid that is not right of e.
func column(grid []int16, e int16) int {
	i, found := slices.BinarySearch(grid, e)
	if !found {
		i--
	}
	return i
}

// place gives the cells of a row their columns; one each where it has no edges.
func (s *spans) place(grid []int16) document.LayoutRow {
	row := document.LayoutRow{Cells: s.cells}
	if s.edges == nil || len(s.edges) != len(s.cells)+1 {
		return row
	}
	row.Before = column(grid, s.edges[0])
	for i := range row.Cells {
		row.Cells[i].ColSpan = column(grid, s.edges[i+1]) - column(grid, s.edges[i])
	}
	return row
}
