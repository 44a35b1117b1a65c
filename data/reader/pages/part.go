package pages

import "math"

// part is the piece of a table that stands on one page.
type part struct {
	page   *Page
	xs, ys []float64 // edges of columns and rows
	cells  []cell    // in reading order, each once
	lines  []int     // used while cells are found: row*columns+column -> cell
	guess  bool      // no rules were drawn: columns are guessed from the text
}

// cell is a cell of a part. Row and column count from 0.
type cell struct {
	row, col   int
	rows, cols int // how many it covers
	box        Box
	page       *Page
	glyphs     []Glyph
	lines      []line
	room       float64 // width that a line may have
}

func (p *part) bounds() Box {
	return Box{p.xs[0], p.ys[0], p.xs[len(p.xs)-1], p.ys[len(p.ys)-1]}
}

func (p *part) rows() int { return len(p.ys) - 1 }
func (p *part) cols() int { return len(p.xs) - 1 }

// edgePart is the part of an edge between two cells that must be drawn.
const edgePart = 0.5

// maxPart bounds the positions of one part.
const maxPart = 20_000

// partOf makes cells of a lattice; nil where it has none, as underlines have.
func partOf(pg *Page, l lattice) *part {
	p := &part{page: pg, xs: edges(l.down, l.across), ys: edges(l.across, l.down)}
	if len(p.xs) < 2 || len(p.ys) < 2 || p.rows()*p.cols() > maxPart {
		return nil
	}
	p.find(p.drawn(l.down, p.xs, p.ys), p.drawn(l.across, p.ys, p.xs))
	p.overrun()
	return p
}

// overrun opens the sides of a table that is too wide for its page: its rules
// end at the page's edge, its text does not.
func (p *part) overrun() {
	const close = 3
	first, last := p.xs[0], p.xs[p.cols()]
	if last > p.page.size.R-close {
		p.xs[p.cols()] = max(last, 1.5*p.page.size.R)
	}
	if first < close {
		p.xs[0] = min(first, -p.page.size.R/2)
	}
	for i := range p.cells {
		c := &p.cells[i]
		c.box.L, c.box.R = p.xs[c.col], p.xs[c.col+c.cols]
	}
}

// drawn tells for each edge at, and each interval along it, whether rules cover
// the most of it: drawn[edge][interval].
func (p *part) drawn(rules []rule, at, along []float64) [][]bool {
	covered := make([][]float64, len(at))
	for i := range covered {
		covered[i] = make([]float64, len(along)-1)
	}
	for _, r := range rules {
		row := covered[nearest(at, r.at)]
		for k := range row {
			row[k] += max(0, min(r.to, along[k+1])-max(r.from, along[k]))
		}
	}
	out := make([][]bool, len(at))
	for i, row := range covered {
		out[i] = make([]bool, len(row))
		for k, length := range row {
			out[i][k] = length >= edgePart*(along[k+1]-along[k])
		}
	}
	return out
}

// find joins positions with no edge between them to cells. Positions that do
// not make a rectangle stay apart: a piece of a rule is missing there, and
// what stands in them is placed by where it stands.
func (p *part) find(down, across [][]bool) {
	rows, cols := p.rows(), p.cols()
	group := make([]int, rows*cols)
	for i := range group {
		group[i] = i
	}
	root := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	for r := range rows {
		for c := range cols {
			if c+1 < cols && !down[c+1][r] {
				group[root(r*cols+c+1)] = root(r*cols + c)
			}
			if r+1 < rows && !across[r+1][c] {
				group[root((r+1)*cols+c)] = root(r*cols + c)
			}
		}
	}
	for i := range group {
		group[i] = root(i)
	}
	p.number(group)
}

// number makes the cells of groups of positions, in reading order.
func (p *part) number(group []int) {
	rows, cols := p.rows(), p.cols()
	type extent struct{ r0, c0, r1, c1, n int }
	extents := make([]extent, rows*cols)
	for i, g := range group {
		r, c := i/cols, i%cols
		e := &extents[g]
		if e.n == 0 {
			*e = extent{r, c, r, c, 0}
		}
		e.r0, e.c0, e.r1, e.c1, e.n = min(e.r0, r), min(e.c0, c), max(e.r1, r), max(e.c1, c), e.n+1
	}
	p.lines = make([]int, rows*cols)
	for i := range p.lines {
		p.lines[i] = -1
	}
	for i, g := range group {
		if p.lines[i] >= 0 {
			continue
		}
		r, c := i/cols, i%cols
		e := extents[g]
		if (e.r1-e.r0+1)*(e.c1-e.c0+1) != e.n {
			e = extent{r, c, r, c, 1}
		}
		p.add(cell{row: e.r0, col: e.c0, rows: e.r1 - e.r0 + 1, cols: e.c1 - e.c0 + 1})
	}
}

func (p *part) add(c cell) {
	for r := c.row; r < c.row+c.rows; r++ {
		for k := c.col; k < c.col+c.cols; k++ {
			p.lines[r*p.cols()+k] = len(p.cells)
		}
	}
	c.page = p.page
	c.box = Box{p.xs[c.col], p.ys[c.row], p.xs[c.col+c.cols], p.ys[c.row+c.rows]}
	p.cells = append(p.cells, c)
}

// at returns the cell at the point, or nil.
func (p *part) at(x, y float64) *cell {
	c, r := between(p.xs, x), between(p.ys, y)
	if c < 0 || r < 0 {
		return nil
	}
	return &p.cells[p.lines[r*p.cols()+c]]
}

// take gives the part's glyphs to its cells and returns the others. Digits that
// stand close together are one number and go where the middle of it is, even
// where it is too wide for its column and runs over the edge.
func (p *part) take(glyphs []Glyph) (rest []Glyph) {
	for first := 0; first < len(glyphs); {
		last := first + 1
		for last < len(glyphs) && followsInNumber(&glyphs[last-1], &glyphs[last]) {
			last++
		}
		run := glyphs[first:last]
		first = last
		if whole := p.wholeRun(run); whole != nil {
			whole.glyphs = append(whole.glyphs, run...)
			continue
		}
		for _, g := range run {
			if c := p.at(g.Box.Middle(), g.centre()); c != nil {
				c.glyphs = append(c.glyphs, g)
			} else {
				rest = append(rest, g)
			}
		}
	}
	return rest
}

// wholeRun returns the cell of a number that an edge cuts through a digit; nil
// where none does.
func (p *part) wholeRun(run []Glyph) *cell {
	if len(run) < 2 {
		return nil
	}
	a, b := &run[0], &run[len(run)-1]
	from, to := p.at(a.Box.L+0.2*a.Box.Width(), a.centre()), p.at(b.Box.R-0.2*b.Box.Width(), b.centre())
	if from == to {
		return nil
	}
	for i := range run {
		g := &run[i]
		inset := 0.15 * g.Box.Width()
		if p.at(g.Box.L+inset, g.centre()) != p.at(g.Box.R-inset, g.centre()) {
			return p.at((a.Box.L+b.Box.R)/2, a.centre())
		}
	}
	return nil
}

// followsInNumber reports whether b stands right behind a, both digits or marks
// inside a number.
func followsInNumber(a, b *Glyph) bool {
	return inNumber(a.Rune) && inNumber(b.Rune) && a.Turn == 0 && b.Turn == 0 &&
		math.Abs(a.Base-b.Base) < 0.2*a.Size && math.Abs(b.Box.L-a.Box.R) < 0.25*a.Size
}

func inNumber(r rune) bool { return isDigit(r) || r == '.' || r == ',' || r == '，' || r == '．' }

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }
