package pdf

import (
	"regexp"
	"slices"
	"strings"
)

const (
	// sameSide is how far the outer edges of two parts of one table may differ.
	sameSide = 4
	// maxHead is the most rows that a repeated head has.
	maxHead = 6
)

// follow appends q, the part of a table on the next page, to p, if it is one.
// Parts belong together by their outer edges and not by their columns, of
// which a part with merged cells shows fewer.
func (p *part) follow(q *part) bool {
	a, b := p.bounds(), q.bounds()
	if abs(a.width()-b.width()) > sameSide || p.guess != q.guess {
		return false
	}
	if shift := b.l - a.l; abs(shift) > sameSide {
		if p.page.size == q.page.size {
			return false
		}
		q.shift(-shift)
	}
	xs := slices.Concat(p.xs, q.xs)
	slices.Sort(xs)
	xs = gathered(xs)
	p.recolumn(xs)
	q.recolumn(xs)
	q.dropHead(p)
	if len(q.cells) == 0 {
		return true
	}
	p.stitch(q)
	return true
}

// shift moves the columns of a part.
func (p *part) shift(by float64) {
	for i := range p.xs {
		p.xs[i] += by
	}
}

// recolumn counts the columns of a part by the edges xs, which hold its own.
func (p *part) recolumn(xs []float64) {
	for i := range p.cells {
		c := &p.cells[i]
		l, r := nearest(xs, p.xs[c.col]), nearest(xs, p.xs[c.col+c.cols])
		c.col, c.cols = l, max(r-l, 1)
	}
	p.xs = xs
}

// dropHead takes away the rows at the start of q that repeat the head of p.
func (q *part) dropHead(p *part) {
	same := 0
	for same < min(maxHead, q.height(), p.height()) && q.rowText(same) == p.rowText(same) {
		same++
	}
	for same > 0 && !q.isHead(same) {
		same--
	}
	if same == 0 {
		return
	}
	q.cells = slices.DeleteFunc(q.cells, func(c cell) bool { return c.row < same })
	for i := range q.cells {
		q.cells[i].row -= same
	}
}

// isHead reports whether the first n rows could be a head: no cell reaches
// beyond them, and none holds a figure.
func (p *part) isHead(n int) bool {
	text := false
	for i := range p.cells {
		c := &p.cells[i]
		if c.row >= n {
			continue
		}
		if c.row+c.rows > n || isFigure(c.text()) {
			return false
		}
		text = text || len(c.lines) > 0
	}
	return text
}

// rowText is what a row says and how it is divided.
func (p *part) rowText(row int) string {
	var out strings.Builder
	for i := range p.cells {
		if c := &p.cells[i]; c.row == row {
			out.WriteString(compact(c.text()))
			out.WriteByte(byte(c.col))
			out.WriteByte(byte(c.cols))
			out.WriteByte(byte(c.rows))
		}
	}
	return out.String()
}

// height is the number of rows of the cells, which joining changes.
func (p *part) height() int {
	n := 0
	for i := range p.cells {
		n = max(n, p.cells[i].row+p.cells[i].rows)
	}
	return n
}

// stitch puts q's cells under p's. Cells that the page break cut are made whole.
func (p *part) stitch(q *part) {
	pairs := p.seam(q)
	cut := cutRow(pairs)
	offset := p.height()
	if cut {
		offset--
	}
	gone := map[*cell]bool{}
	for _, pair := range pairs {
		if cut || pair.label() {
			pair.join(offset)
			gone[pair.lower] = true
		}
	}
	for i := range q.cells {
		c := &q.cells[i]
		if !gone[c] {
			c.row += offset
			p.cells = append(p.cells, *c)
		}
	}
	slices.SortStableFunc(p.cells, func(a, b cell) int {
		if a.row != b.row {
			return a.row - b.row
		}
		return a.col - b.col
	})
}

// pair is a cell at the foot of one part with the one of the same columns at
// the head of the next.
type pair struct{ upper, lower *cell }

// seam pairs the cells on both sides of a page break.
func (p *part) seam(q *part) []pair {
	last := p.height()
	var out []pair
	for i := range q.cells {
		lower := &q.cells[i]
		if lower.row > 0 {
			continue
		}
		for k := range p.cells {
			upper := &p.cells[k]
			if upper.row+upper.rows == last && upper.col == lower.col && upper.cols == lower.cols {
				out = append(out, pair{upper, lower})
			}
		}
	}
	return out
}

// cutRow reports whether the row at the page's foot goes on at the next page's
// head: no cell of it is complete on both sides, and something shows that it
// was cut.
func cutRow(pairs []pair) bool {
	shown, above, below := false, false, false
	for _, p := range pairs {
		switch {
		case len(p.lower.lines) == 0 && len(p.upper.lines) == 0:
		case len(p.lower.lines) == 0:
			above = true
		case len(p.upper.lines) == 0:
			below = true
		case p.goesOn():
			shown = true
		default:
			return false
		}
	}
	return shown || above && below && labelsApart(pairs)
}

// labelsApart reports whether the labels stand on one side of the break only
// and the figures on the other, for rows whose label is short.
func labelsApart(pairs []pair) bool {
	for _, p := range pairs {
		if p.upper.rows > 1 || p.lower.rows > 1 {
			continue
		}
		if len(p.lower.lines) > 0 && !isFigure(p.lower.text()) || len(p.upper.lines) > 0 && isFigure(p.upper.text()) {
			return false
		}
	}
	return true
}

// goesOn reports whether the text below carries on the text above: the line
// above is full, and the one below does not begin anything.
func (p pair) goesOn() bool {
	return p.upper.full && !isFigure(p.upper.text()) && !isFigure(p.lower.text()) && !numbering.MatchString(compact(p.lower.text()))
}

// numbering begins a label.
var numbering = regexp.MustCompile(`^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}[）)、.．]|第[一二三四五六七八九十]+条)`)

// label reports whether the two cells are halves of one that spans rows on
// both sides of the break, such as the name of a group of rows.
func (p pair) label() bool {
	up, low := p.upper.text(), p.lower.text()
	if p.upper.rows == 1 && p.lower.rows == 1 || isFigure(up) || isFigure(low) {
		return false
	}
	switch {
	case up == "" && low == "":
		return false
	case up == "" || low == "":
		return true
	}
	return !numbering.MatchString(compact(low))
}

// join makes the upper cell reach down over the lower one, whose first row has
// the number offset in the joined table.
func (p pair) join(offset int) {
	p.upper.rows = max(p.upper.rows, offset+p.lower.rows-p.upper.row)
	if len(p.upper.lines) == 0 {
		p.upper.box, p.upper.page = p.lower.box, p.lower.page
	}
	p.upper.lines = append(p.upper.lines, p.lower.lines...)
}

// isFigure reports whether a cell's text is that of a figure, or a mark for none.
func isFigure(text string) bool {
	some := false
	for _, r := range compact(text) {
		switch {
		case isDigit(r):
			some = true
		case strings.ContainsRune("/／-—－–―+.,，．%()（）", r):
			some = some || strings.ContainsRune("/／-—－–―", r)
		case strings.ContainsRune("件条项次个人份万元宗起家", r):
		default:
			return false
		}
	}
	return some
}
