package pages

import (
	"cmp"
	"slices"
	"unicode"
)

// What a table without rules must show to be taken for one: the density of the
// form's main table, which no prose has.
const (
	minFigures  = 3   // in most rows
	maxFigures  = 20  // columns of them
	minRows     = 4   // with so many
	minFilled   = 0.6 // of the places in its columns
	maxHeadRows = 10  // lines above the figures
)

// segment is a piece of a line between wide gaps.
type segment struct {
	glyphs []Glyph
	line   line
	figure bool
}

// row is a line in segments.
type row struct {
	segments []segment
	figures  int
	base     float64
	size     float64
}

// aligned finds tables whose columns are only aligned, and returns the glyphs
// that are in none. A table is left alone unless each row of figures can be
// given one label with certainty: what is not found is seen, what is found in
// the wrong row is not.
func (pg *Page) aligned(glyphs []Glyph) (parts []*part, rest []Glyph) {
	if len(glyphs) == 0 || turned(glyphs) {
		return nil, glyphs
	}
	var rows []row
	for _, line := range baselines(slices.Clone(glyphs)) {
		rows = append(rows, rowOf(line, pg.spaces))
	}
	taken := 0
	for first := 0; first < len(rows); first++ {
		if rows[first].figures < minFigures {
			continue
		}
		last := blockEnd(rows, first)
		if p, head, foot := pg.table(rows, taken, first, last); p != nil {
			parts = append(parts, p)
			rest = appendRows(rest, rows[taken:head])
			taken = foot
			pg.guessed = true
		}
		first = last
	}
	return parts, appendRows(rest, rows[taken:])
}

func appendRows(out []Glyph, rows []row) []Glyph {
	for _, r := range rows {
		for _, s := range r.segments {
			out = append(out, s.glyphs...)
		}
	}
	return out
}

// apart reports whether two neighbours belong to different columns: where the
// gap between them is wider than a character, or where the file draws them
// apart and a gap, or a change from words to figures, shows it.
func apart(a, b *Glyph) bool {
	room := (b.Box.L - a.Box.R) / max(a.Size, b.Size)
	if a.Run == b.Run {
		return room > 0.9
	}
	return room > 0.15 || unicode.Is(unicode.Han, a.Rune) && isDigit(b.Rune)
}

// rowOf cuts a line into its segments.
func rowOf(glyphs, spaces []Glyph) row {
	slices.SortStableFunc(glyphs, func(a, b Glyph) int { return cmp.Compare(a.Box.L, b.Box.L) })
	out := row{base: glyphs[0].Base}
	for first := 0; first < len(glyphs); {
		last := first + 1
		for last < len(glyphs) && !apart(&glyphs[last-1], &glyphs[last]) {
			last++
		}
		s := segment{glyphs: glyphs[first:last:last], line: lineOf(glyphs[first:last], spaces)}
		s.figure = isFigure(s.line.text)
		if s.figure {
			out.figures++
		}
		out.size = max(out.size, s.line.size)
		out.segments = append(out.segments, s)
		first = last
	}
	return out
}

// blockEnd returns the last row of figures that follows the first without a
// gap in which another row could stand.
func blockEnd(rows []row, first int) int {
	last := first
	for i := first + 1; i < len(rows); i++ {
		if rows[i].base-rows[last].base > 8*rows[i].size {
			break
		}
		if rows[i].figures >= minFigures {
			last = i
		}
	}
	return last
}

// table makes a part of the rows from first to last, with its head from the
// rows above, of which those before from belong to something else. It returns
// the first row it takes and the first that it leaves.
func (pg *Page) table(rows []row, from, first, last int) (p *part, head, foot int) {
	columns := figureColumns(rows[first : last+1])
	if len(columns) < minFigures || len(columns) > maxFigures {
		return nil, 0, 0
	}
	var bases []float64
	dense := 0
	for _, r := range rows[first : last+1] {
		if r.figures >= minFigures {
			dense++
		}
		if r.figures > 0 {
			bases = append(bases, r.base)
		}
	}
	if dense < minRows {
		return nil, 0, 0
	}
	foot = last + 1
	pitch := (bases[len(bases)-1] - bases[0]) / float64(len(bases)-1)
	for foot < len(rows) && rows[foot].base-bases[len(bases)-1] < 0.55*pitch {
		foot++
	}
	head = headOf(rows, from, first, columns)
	g := guess{page: pg, columns: columns, bases: bases, top: rows[head].base - rows[head].size, bottom: rows[foot-1].base + 0.3*rows[foot-1].size}
	if p := g.part(rows[head:foot]); p != nil {
		return p, head, foot
	}
	return nil, 0, 0
}

// figureColumns returns the columns in which figures stand under one another;
// nil where a row has two in one column or too many places are empty.
func figureColumns(rows []row) []Box {
	var all []Box
	figures, lines := 0, 0
	for _, r := range rows {
		if r.figures < minFigures {
			continue
		}
		lines++
		for _, s := range r.segments {
			if s.figure {
				all = append(all, s.line.box)
				figures++
			}
		}
	}
	slices.SortFunc(all, func(a, b Box) int { return cmp.Compare(a.L, b.L) })
	var out []Box
	for _, x := range all {
		if n := len(out); n > 0 && x.L < out[n-1].R+1 {
			out[n-1] = out[n-1].Join(x)
			continue
		}
		out = append(out, x)
	}
	for _, r := range rows {
		seen := make([]bool, len(out))
		for _, s := range r.segments {
			if c := columnOf(out, s.line.box); s.figure && c >= 0 && r.figures >= minFigures {
				if seen[c] {
					return nil
				}
				seen[c] = true
			}
		}
	}
	if float64(figures) < minFilled*float64(lines*len(out)) {
		return nil
	}
	return out
}

// columnOf returns the column that holds the middle of x, or -1.
func columnOf(columns []Box, x Box) int {
	return slices.IndexFunc(columns, func(c Box) bool { return x.Middle() >= c.L && x.Middle() <= c.R })
}

// headOf returns the first row of the head above the first row of figures: the
// highest near one that stands over the columns, with none between that holds
// figures.
func headOf(rows []row, from, first int, columns []Box) int {
	head := first
	for i := first - 1; i >= from && first-i <= maxHeadRows && rows[i+1].base-rows[i].base < 4*rows[i].size; i-- {
		if rows[i].figures > 0 {
			break
		}
		if slices.ContainsFunc(rows[i].segments, func(s segment) bool { return s.line.box.Middle() > columns[0].L }) {
			head = i
		}
	}
	return head
}

// guess is a table that is being made of aligned text.
type guess struct {
	page        *Page
	columns     []Box
	bases       []float64 // of the rows of figures
	top, bottom float64
	labels      []float64 // left edges of the columns of labels
}

// part makes the table; nil where a row's label is not certain.
func (g *guess) part(rows []row) *part {
	g.findLabels(rows)
	p := &part{page: g.page, guess: true}
	p.xs = append(p.xs, g.labels...)
	for i, c := range g.columns {
		if i > 0 {
			p.xs = append(p.xs, (g.columns[i-1].R+c.L)/2)
		} else {
			p.xs = append(p.xs, c.L-2)
		}
	}
	p.xs = append(p.xs, g.columns[len(g.columns)-1].R+2)
	heads := g.edges(p)
	if !slices.IsSorted(p.xs) || !slices.IsSorted(p.ys) || len(g.labels) == 0 {
		return nil
	}
	for r := range p.rows() {
		for c := range p.cols() {
			p.cells = append(p.cells, cell{row: r, col: c, rows: 1, cols: 1, page: g.page, box: Box{p.xs[c], p.ys[r], p.xs[c+1], p.ys[r+1]}})
		}
	}
	for _, r := range rows {
		for _, s := range r.segments {
			c, at := g.column(p, s.line.box), between(p.ys, s.line.base)
			if c < 0 || at < 0 {
				return nil
			}
			cell := &p.cells[at*p.cols()+c]
			cell.lines = append(cell.lines, s.line)
		}
	}
	for c := range g.labels {
		settle(p, heads, c)
	}
	if !g.certain(p, heads) {
		return nil
	}
	if heads > 0 {
		g.head(p)
	}
	return p
}

// head divides the first row of the table in two: the names of the columns,
// and above them, over all columns, what stands apart from these.
func (g *guess) head(p *part) {
	for i := range p.cells {
		p.cells[i].row++
	}
	over := cell{col: len(g.labels), rows: 1, cols: len(g.columns), page: g.page}
	over.box = Box{p.xs[over.col], p.ys[0], p.xs[p.cols()], p.ys[1]}
	for i := range p.cols() {
		c := &p.cells[i]
		if c.col < over.col {
			c.row, c.rows = 0, 2
			continue
		}
		own := max(len(c.lines)-1, 0)
		for own > 0 && c.lines[own].base-c.lines[own-1].base < 1.7*c.lines[own].size {
			own--
		}
		over.lines = append(over.lines, c.lines[:own]...)
		c.lines = c.lines[own:]
	}
	p.cells = slices.Insert(p.cells, over.col, over)
}

// findLabels finds where labels begin: the left sides that several share.
func (g *guess) findLabels(rows []row) {
	var at []float64
	for _, r := range rows {
		for _, s := range r.segments {
			if !s.figure && s.line.box.Middle() < g.columns[0].L {
				at = append(at, s.line.box.L)
			}
		}
	}
	slices.Sort(at)
	for _, x := range at {
		if n := len(g.labels); n == 0 || x-g.labels[n-1] > 30 {
			g.labels = append(g.labels, x)
		}
	}
	for i := range g.labels {
		g.labels[i] -= 2
	}
}

// edges sets the edges of the rows: one for the head, then one for each line of
// figures, as far as the middle between two. It returns the number of rows of
// the head.
func (g *guess) edges(p *part) (heads int) {
	first := g.bases[0]
	start := first - (g.bases[1]-first)/2
	if start > g.top {
		heads, p.ys = 1, append(p.ys, g.top)
	}
	p.ys = append(p.ys, start)
	for i := 1; i < len(g.bases); i++ {
		p.ys = append(p.ys, (g.bases[i-1]+g.bases[i])/2)
	}
	p.ys = append(p.ys, max(g.bottom, g.bases[len(g.bases)-1]+1))
	return heads
}

// settle moves the lines of a column of labels to the rows in which their labels
// begin: a long label reaches over the middle between two rows of figures.
func settle(p *part, heads, column int) {
	for r := heads; r < p.rows(); r++ {
		c := &p.cells[r*p.cols()+column]
		for i, l := range c.lines {
			if i > 0 && numbering().MatchString(compact(l.text)) && r+1 < p.rows() {
				below := &p.cells[(r+1)*p.cols()+column]
				below.lines = slices.Concat(c.lines[i:], below.lines)
				c.lines = c.lines[:i:i]
				break
			}
		}
		for r > heads && len(c.lines) > 0 && !numbering().MatchString(compact(c.lines[0].text)) {
			above := &p.cells[(r-1)*p.cols()+column]
			n := len(above.lines)
			if n == 0 || c.lines[0].base-above.lines[n-1].base > 1.7*c.lines[0].size {
				break
			}
			above.lines = append(above.lines, c.lines[0])
			c.lines = c.lines[1:]
		}
	}
}

// column returns the column of a segment: labels by their left, others by
// their middle.
func (g *guess) column(p *part, x Box) int {
	if x.Middle() < g.columns[0].L {
		return between(p.xs, x.L)
	}
	return between(p.xs, min(x.Middle(), p.xs[p.cols()]-1))
}

// certain reports whether every row of figures has one label: text in one of
// the columns of labels, in which nothing begins but at its start.
func (g *guess) certain(p *part, heads int) bool {
	for r := heads; r < p.rows(); r++ {
		var label *cell
		for c := range g.labels {
			if x := &p.cells[r*p.cols()+c]; len(x.lines) > 0 {
				label = x
			}
		}
		if label == nil {
			return false
		}
		for i, l := range label.lines {
			if begins := numbering().MatchString(compact(l.text)); begins != (i == 0) {
				return false
			}
		}
	}
	return true
}
