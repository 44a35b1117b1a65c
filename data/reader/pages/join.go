package pages

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data/document"
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
	if abs(a.Width()-b.Width()) > sameSide || p.guess != q.guess ||
		(p.height()+q.height())*(p.cols()+q.cols()) > document.MaxPositions {
		return false
	}
	if shift := b.L - a.L; abs(shift) > sameSide {
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
	if q.height() == 0 {
		return true
	}
	for q.height() > 1 && q.emptyRow(0) {
		q.dropRow(0)
	}
	for p.height() > 1 && p.emptyRow(p.height()-1) {
		p.dropRow(p.height() - 1)
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

// emptyRow reports whether cells begin in the row and none of them holds
// anything, as in the stub of a row that a page break has left.
func (p *part) emptyRow(row int) bool {
	some := false
	for i := range p.cells {
		c := &p.cells[i]
		if c.row != row {
			continue
		}
		if len(c.lines) > 0 {
			return false
		}
		some = true
	}
	return some
}

// dropSpanned takes out the rows in which nothing stands but cells from above:
// what is left of a cell that was cut.
func (p *part) dropSpanned() {
	rows := p.height()
	text, over := make([]bool, rows+1), make([]int, rows+1)
	for i := range p.cells {
		c := &p.cells[i]
		if len(c.lines) > 0 {
			text[c.row] = true
			over[c.row+1]++
			over[min(c.row+c.rows, rows)]--
		}
	}
	gone := make([]int, rows+1) // rows dropped before each
	spanning := 0
	for row := range rows {
		spanning += over[row]
		gone[row+1] = gone[row]
		if spanning > 0 && !text[row] {
			gone[row+1]++
		}
	}
	p.cells = slices.DeleteFunc(p.cells, func(c cell) bool { return gone[c.row+c.rows]-gone[c.row] == c.rows })
	for i := range p.cells {
		c := &p.cells[i]
		end := c.row + c.rows
		c.row -= gone[c.row]
		c.rows = end - gone[end] - c.row
	}
}

// dropRow takes a row out; cells that reach over it become lower.
func (p *part) dropRow(row int) {
	p.cells = slices.DeleteFunc(p.cells, func(c cell) bool { return c.row == row && c.rows == 1 })
	for i := range p.cells {
		c := &p.cells[i]
		switch {
		case c.row > row:
			c.row--
		case c.row+c.rows > row:
			c.rows--
		}
	}
}

// stitch puts q's cells under p's. Cells that the page break cut are made whole.
func (p *part) stitch(q *part) {
	pairs, even := p.seam(q)
	found := meeting{}
	for _, pair := range pairs {
		found.add(pair)
	}
	cut := even && found.cut()
	offset := p.height()
	if cut {
		offset--
	}
	head := !even && found.figures() == 0
	gone := map[*cell]bool{}
	for _, pair := range pairs {
		if cut || pair.label(head) {
			pair.join(offset, found.bothFigures == found.fitting)
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

// isFigure reports whether a cell's text is that of a figure, or a mark for none.
// The number of a label that goes on elsewhere ends in a stop.
func isFigure(text string) bool {
	some, last := false, ' '
	for _, r := range compact(text) {
		last = r
		switch {
		case isDigit(r):
			some = true
		case strings.ContainsRune("/／-—－–―", r):
			some = true
		case strings.ContainsRune("+.,，．%"+units, r):
		default:
			return false
		}
	}
	return some && last != '.' && last != '．'
}

// units may stand behind a number.
const units = "件条项次个人份万元宗起家篇例()（）"

// begunFigure is a number with its unit or a remark, or the beginning of these.
var begunFigure = pattern(`^[0-9０-９][0-9０-９.,，．]*[` + units + `]`)

// ofFigure reports whether a cell's text is a figure or a piece of one.
func ofFigure(text string) bool {
	plain := compact(text)
	if plain == "" || isFigure(plain) {
		return plain != ""
	}
	return begunFigure().MatchString(plain) && !numbering().MatchString(plain) || strings.Trim(plain, units) == ""
}
