package extract

import (
	"github.com/nianbao/nianbao/data"
)

// slot is what a row holds for one column of its header.
type slot struct {
	cell *cell // nil where the row gives the column nothing
	// missing: what stands in the row cannot be given to the column.
	missing bool
	doubt   data.Doubt
}

// fit says how well a row's cells stand under a header.
type fit uint8

const (
	unfit fit = iota // a column has no cell of its own
	loose            // a filled cell stands under no column
	exact            // every cell stands under its column, merged ones under several
)

// assign gives the row's cells from index first on to the header's columns. Two
// readings are made: by place, each value under its header, and by count, as
// many cells as columns. Where both are to be had and differ, the figure is
// doubtful.
func (h *header) assign(l *line, first int) []slot {
	placed, fit := h.byPlace(l, first)
	counted := byCount(l.cells[first:], len(h.cols))
	switch {
	case fit == exact && counted == nil:
		return placed
	case counted == nil && fit == unfit:
		return short(l.cells[first:], len(h.cols))
	case counted == nil:
		for i := range placed {
			if !placed[i].missing && placed[i].doubt == data.DoubtNone {
				placed[i].doubt = data.DoubtOrder
			}
		}
		return placed
	case fit == unfit:
		return counted
	}
	for i := range counted {
		if !same(counted[i], placed[i]) {
			counted[i].doubt = data.DoubtOrder
		}
		if placed[i].doubt == data.DoubtRepeated {
			counted[i].doubt = data.DoubtRepeated
		}
	}
	return counted
}

func same(a, b slot) bool {
	if a.cell == nil || b.cell == nil || b.missing {
		return false
	}
	return a.cell.Cell == b.cell.Cell || a.cell.empty() && b.cell.empty() || a.cell.Text == b.cell.Text && !a.cell.empty()
}

// byPlace looks under each column of the header.
func (h *header) byPlace(l *line, first int) ([]slot, fit) {
	if !h.placed || h.grid == nil || l.grid != h.grid && l.grid.Cols != h.grid.Cols {
		return nil, unfit
	}
	slots := make([]slot, len(h.cols))
	owner := make([]int, len(l.cells)) // column, plus 1
	out := exact
	at := 0
	for i := range h.cols {
		col := &h.cols[i]
		found := false
		for at < len(l.cells) && l.cells[at].end() <= col.from {
			at++
		}
		for k := at; k < len(l.cells) && l.cells[k].Col < col.to; k++ {
			c := &l.cells[k]
			if k < first {
				return nil, unfit
			}
			found = true
			if owner[k] != 0 {
				slots[owner[k]-1].share()
				slots[i].cell = c
				slots[i].share()
				continue
			}
			owner[k] = i + 1
			slots[i].take(c)
		}
		if !found {
			return nil, unfit
		}
	}
	for k := first; k < len(l.cells); k++ {
		if c := &l.cells[k]; owner[k] == 0 && !c.empty() && !h.isBeside(c) {
			out = loose
		}
	}
	return slots, out
}

// take adds a cell under the column: of several only one may be filled.
func (s *slot) take(c *cell) {
	switch {
	case s.cell == nil || s.cell.empty():
		s.cell = c
	case !c.empty() && c.Text != s.cell.Text:
		s.doubt = data.DoubtRepeated
	}
}

// share marks a column whose cell another column has too.
func (s *slot) share() {
	s.doubt = data.DoubtShortRow
	s.missing = !s.cell.empty() && !isZero(s.cell.Text)
}

// byCount gives the cells to n columns in order; nil where that is not
// certain. Empty cells too many are left out where only one way to do so
// keeps all that is filled.
func byCount(cells []cell, n int) []slot {
	if n == 0 || len(cells) < n {
		return nil
	}
	from, to := len(cells), 0 // filled cells
	for i := range cells {
		if !cells[i].empty() {
			from, to = min(from, i), i+1
		}
	}
	// The n cells begin between lowest and highest.
	lowest, highest := max(to-n, 0), min(from, len(cells)-n)
	if to == 0 {
		highest = lowest
	}
	if lowest != highest {
		return nil
	}
	out := make([]slot, n)
	for i := range out {
		out[i].cell = &cells[lowest+i]
	}
	return out
}

// short is a row that cannot be given to its columns: where all that it prints
// is 0, every column is 0 but doubtful; where it prints nothing, every column
// is blank; else none is known.
func short(cells []cell, n int) []slot {
	out := make([]slot, n)
	doubt := data.DoubtShortRow
	if len(cells) > n {
		doubt = data.DoubtOrder
	}
	var zero, blank *cell
	for i := range cells {
		switch {
		case cells[i].empty():
			blank = &cells[i]
		case isZero(cells[i].Text):
			if zero == nil {
				zero = &cells[i]
			}
		default:
			return lost(out, doubt)
		}
	}
	switch {
	case zero != nil:
		for i := range out {
			out[i] = slot{cell: zero, doubt: doubt}
		}
	case blank != nil:
		for i := range out {
			out[i] = slot{cell: blank}
		}
	default:
		return lost(out, doubt)
	}
	return out
}

func lost(out []slot, doubt data.Doubt) []slot {
	for i := range out {
		out[i] = slot{missing: true, doubt: doubt}
	}
	return out
}

// isZero reports whether the text says 0 in any measure.
func isZero(text string) bool {
	n := parseNumber(text, "amount", wan)
	if n.state == data.Unreadable {
		n = parseNumber(text, "count", noUnit)
	}
	return n.state == data.Read && n.value == 0
}
