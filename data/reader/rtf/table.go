package rtf

import (
	"slices"

	"github.com/nianbao/nianbao/data/document"
)

// rowShape is the edges and merges of a row's cells. A shape that a row was
// made with is not changed any more.
type rowShape struct {
	left  int // in twips, as the edges
	cells []cellShape
	next  cellShape // merges of the cell whose edge has not come
	index int       // of the row in its table, from 0
	used  bool
}

type cellShape struct {
	right     int
	goesOn    bool // carries on the cell above
	toTheLeft bool // carries on the cell to its left
	gone      bool // deleted with changes tracked
}

func (r *rowShape) edge(right int) {
	if len(r.cells) < maxEdges {
		r.next.right = right
		r.cells = append(r.cells, r.next)
	}
	r.next = cellShape{}
}

// cell returns the shape of the i-th cell from 0 and its left edge. A cell that
// the row does not define has no width.
func (r *rowShape) cell(i int) (c cellShape, left int) {
	left = r.left
	if n := min(i, len(r.cells)); n > 0 {
		left = r.cells[n-1].right
	}
	if i >= len(r.cells) {
		return cellShape{right: left}, left
	}
	return r.cells[i], left
}

// shape returns the shape that the words of tables speak of, a copy where rows
// use it.
func (w *walker) shape() *rowShape {
	at := &w.story.row
	if w.place == shapes {
		at = &w.story.nested
	}
	if (*at).used {
		copied := **at
		copied.cells = slices.Clone(copied.cells)
		copied.used = false
		*at = &copied
	}
	return *at
}

func (w *walker) newShape() {
	if w.place == shapes {
		w.story.nested = &rowShape{}
		return
	}
	w.story.row = &rowShape{}
	w.story.rowOpen = true
}

// level is a table that is open, with its open row and cell.
type level struct {
	rows    []row
	cells   []document.LayoutCell
	blocks  []document.LayoutBlock // of the open cell
	picture bool
}

type row struct {
	shape *rowShape
	cells []document.LayoutCell
}

func (w *walker) endCell(depth int) {
	w.repeating = 0
	if w.place != body {
		return
	}
	w.endParagraph(depth)
	if len(w.story.levels) < depth {
		return // too deep: the walk ends
	}
	w.story.levels[depth-1].endCell()
}

func (l *level) endCell() {
	l.cells = append(l.cells, document.LayoutCell{Blocks: l.blocks, Picture: l.picture})
	l.blocks, l.picture = nil, false
}

// endRow ends the open row of a table with the shape that was given last: Word
// gives it before and after the cells, others only once.
func (w *walker) endRow(depth int, shape *rowShape) {
	w.repeating = 0
	w.size++
	if depth == 1 {
		w.story.rowOpen = false
	}
	s := w.story
	w.flush()
	if s.line.Len() > 0 || len(s.lines) > 0 || s.picture {
		w.endCell(depth)
	}
	s.open(min(depth, len(s.levels)))
	if len(s.levels) < depth {
		return // the end of a row that has not begun
	}
	if t := s.levels[depth-1].part(shape); t != nil {
		to := s.around(depth)
		*to = append(*to, document.LayoutBlock{Table: t})
	}
	s.levels[depth-1].endRow(shape)
}

// part ends the table before the open row where the row's shape begins another:
// only the rows' numbers part tables without a paragraph between them. It
// returns nil where the row goes on with the table; files whose rows are not
// numbered, or all bear one number, do not tell.
func (l *level) part(shape *rowShape) *document.Layout {
	n := len(l.rows)
	if n == 0 || shape.index > 0 || l.rows[n-1].shape.index == 0 {
		return nil
	}
	done := level{rows: l.rows}
	l.rows = nil
	return done.layout()
}

func (l *level) endRow(shape *rowShape) {
	if len(l.blocks) > 0 || l.picture {
		l.endCell()
	}
	if len(l.cells) > 0 {
		shape.used = true
		l.rows = append(l.rows, row{shape: shape, cells: l.cells})
	}
	l.cells = nil
}

// layout ends the table. nil where it has no rows.
func (l *level) layout() *document.Layout {
	l.endRow(&rowShape{})
	if len(l.rows) == 0 {
		return nil
	}
	columns := l.columns()
	var out document.Layout
	for _, r := range l.rows {
		if line, ok := r.layout(columns); ok {
			out.Rows = append(out.Rows, line)
		}
	}
	return &out
}

// layout places the row's cells in the columns. ok is false for a row that is
// deleted with changes tracked.
func (r row) layout(columns []int) (out document.LayoutRow, ok bool) {
	out.Before = column(columns, r.shape.left)
	for i, c := range r.cells {
		shape, left := r.shape.cell(i)
		c.ColSpan = max(column(columns, shape.right)-column(columns, left), 1)
		c.Continues = shape.goesOn
		switch n := len(out.Cells); {
		case shape.gone:
		case shape.toTheLeft && n > 0:
			out.Cells[n-1].ColSpan += c.ColSpan
		default:
			out.Cells = append(out.Cells, c)
		}
	}
	return out, len(out.Cells) > 0
}

// columns returns the left edges of the table's columns: the edges of all rows,
// those that nearly agree taken as one. Rows drawn by hand differ by a hair;
// what two edges of one row are apart keeps them apart.
func (l *level) columns() []int {
	var edges []int
	narrowest := 2 * gridColumn
	var before *rowShape
	for _, r := range l.rows {
		if r.shape == before {
			continue
		}
		before = r.shape
		edges = append(edges, r.shape.left)
		for i := range r.shape.cells {
			c, left := r.shape.cell(i)
			edges = append(edges, c.right)
			if c.right > left {
				narrowest = min(narrowest, c.right-left)
			}
		}
	}
	slices.Sort(edges)
	var out []int
	for _, e := range edges {
		if len(out) == 0 || e-out[len(out)-1] > narrowest/2 {
			out = append(out, e)
		}
	}
	return out
}

// column returns the number of columns left of the edge.
func column(columns []int, edge int) int {
	i, found := slices.BinarySearch(columns, edge)
	if !found && i > 0 {
		return i - 1
	}
	return i
}
