package pages

import (
	"strings"
)

// pair is a cell at the foot of one part with the one of the same columns at
// the head of the next.
type pair struct{ upper, lower *cell }

// seam pairs the cells on both sides of a page break. even is false where a
// cell with text has no partner: the columns differ, so that a row ends there.
func (p *part) seam(q *part) (pairs []pair, even bool) {
	last := p.height()
	paired := map[*cell]bool{}
	for i := range q.cells {
		lower := &q.cells[i]
		if lower.row > 0 {
			continue
		}
		for k := range p.cells {
			upper := &p.cells[k]
			if upper.row+upper.rows == last && upper.col == lower.col && upper.cols == lower.cols {
				pairs = append(pairs, pair{upper, lower})
				paired[upper], paired[lower] = true, true
			}
		}
	}
	alone := func(c *cell) bool { return !paired[c] && len(c.lines) > 0 }
	for i := range q.cells {
		if q.cells[i].row == 0 && alone(&q.cells[i]) {
			return pairs, false
		}
	}
	for i := range p.cells {
		if c := &p.cells[i]; c.row+c.rows == last && alone(c) {
			return pairs, false
		}
	}
	return pairs, true
}

// meeting counts how the cells on both sides of a page break meet, to tell a row
// that the break cut from two rows.
type meeting struct {
	begins   bool // a text below begins something of its own
	numbered bool // a label above is numbered, and the text below it is not
	mixed    bool // a figure meets a text
	// Labels that stand above only, below only, on both sides; of the latter
	// those whose line above is full.
	upperLabels, lowerLabels, bothLabels, fullLabels int
	// The same of figures; fitting are those that may be halves of one number.
	upperFigures, lowerFigures, bothFigures, fullFigures, fitting int
}

func (m *meeting) add(p pair) {
	up, low := len(p.upper.lines) > 0, len(p.lower.lines) > 0
	upFigure, lowFigure := ofFigure(p.upper.text()), ofFigure(p.lower.text())
	label := !upFigure && !lowFigure
	switch {
	case up && low && label:
		m.begins = m.begins || p.begins()
		m.numbered = m.numbered || numbering().MatchString(compact(p.upper.text()))
		m.bothLabels++
		if p.full() {
			m.fullLabels++
		}
	case up && low && upFigure && (lowFigure || unclosed(p.upper.text())):
		m.bothFigures++
		if p.full() || unclosed(p.upper.text()) {
			m.fullFigures++
		}
		if digits(p.upper.text()) && digits(p.lower.text()) && p.full() {
			m.fitting++
		}
	case up && low:
		m.mixed = true
	case up && label:
		m.upperLabels++
	case up:
		m.upperFigures++
	case low && label:
		m.lowerLabels++
	case low:
		m.lowerFigures++
	}
}

func (m *meeting) figures() int { return m.upperFigures + m.lowerFigures + m.bothFigures }

// unclosed reports whether a remark was begun and not ended.
func unclosed(text string) bool {
	return strings.LastIndexAny(text, "（(") > strings.LastIndexAny(text, "）)")
}

// fewFigures is the number of figures up to which a row of which only the label
// goes on below may as well be two, the second one blank.
const fewFigures = 3

// cut reports whether the row at the page's foot goes on at the next page's
// head. Where that is not certain, two rows taken for one cost less than one
// taken for two: a label that is not known is seen, and figures that meet stay
// in two lines and are doubtful, but a row of blanks is believed.
func (m *meeting) cut() bool {
	switch {
	case m.begins, m.mixed:
		return false
	case m.figures() == 0:
		// A head; of a form that is not filled in, only one label a row may meet.
		return m.bothLabels == m.fullLabels || m.bothLabels > 1 || m.upperLabels > 0 && m.lowerLabels == 0
	case m.bothLabels > 0:
		return m.labelCut()
	case m.upperLabels > 0 && m.lowerLabels == 0:
		return true // no row is without a label
	case m.bothFigures > 0:
		return m.upperLabels+m.lowerLabels == 0 && m.bothFigures == m.fitting
	}
	return m.upperFigures == 0 || m.lowerFigures == 0 || m.upperLabels+m.lowerLabels == 0
}

// labelCut is cut for rows with text on both sides.
func (m *meeting) labelCut() bool {
	full := m.bothLabels == m.fullLabels
	switch {
	case m.lowerFigures > 0:
		return full && m.upperFigures == 0 && m.bothFigures == 0
	case m.upperFigures == 0 && m.bothFigures > m.fitting, 2*m.fullFigures < m.bothFigures && !m.numbered:
		return false // two complete rows
	}
	return full || m.upperFigures+m.bothFigures > fewFigures
}

// full reports whether what stands first below would not have fitted behind
// what stands last above.
func (p pair) full() bool {
	return p.upper.lacksRoom(p.lower.lines[0].firstWidth)
}

// begins reports whether the lower text begins something of its own.
func (p pair) begins() bool { return numbering().MatchString(compact(p.lower.text())) }

// numbering begins a label.
var numbering = pattern(`^(?:[0-9０-９]{1,2}\p{Han}|[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?[0-9０-９]{1,2}[）)、.．]|[①-⑳]|第[一二三四五六七八九十]+条)`)

// label reports whether the two cells are halves of one that spans rows on
// both sides of the break, such as the name of a group of rows or of a column,
// the latter only in the table's head.
func (p pair) label(head bool) bool {
	up, low := p.upper.text(), p.lower.text()
	if p.upper.rows == 1 && p.lower.rows == 1 && !head || isFigure(up) || isFigure(low) {
		return false
	}
	switch {
	case up == "" && low == "":
		return false
	case up == "" || low == "":
		return true
	}
	return !p.begins()
}

// join makes the upper cell reach down over the lower one, whose first row has
// the number offset in the joined table. fits says that numbers that meet are
// halves of one, by their boxes.
func (p pair) join(offset int, fits bool) {
	p.upper.rows = max(p.upper.rows, offset+p.lower.rows-p.upper.row)
	if len(p.upper.lines) == 0 {
		p.upper.box, p.upper.page = p.lower.box, p.lower.page
	}
	if fits && digits(p.upper.text()) && digits(p.lower.text()) && p.full() {
		p.upper.lines[0].text += p.lower.lines[0].text
		return
	}
	p.upper.lines = append(p.upper.lines, p.lower.lines...)
}
