package extract

import (
	"slices"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// slot is what a row holds for one column of its header.
type slot struct {
	cell *cell // nil where the row gives the column nothing
	// missing: what stands in the row cannot be given to the column.
	missing bool
	doubt   data.Doubt
	// other is what the second reading gives the column, where it differs.
	other *cell
}

// fit says how well a row's cells stand under a header.
type fit uint8

const (
	unfit fit = iota // a column has no cell of its own
	loose            // a filled cell, or one beyond the header's last, stands under no column
	exact            // every cell stands under its column, merged ones under several
)

// assign gives the row's cells from index first on to the header's columns. Two
// readings are made: by place, each value under its header, and by count, as
// many cells as columns. Where both are to be had and differ, the figure is
// doubtful. alone is the count's reading where nothing confirms it; it is to
// be judged beside the table's other rows.
func (h *header) assign(l *line, first int) (slots []slot, alone *count) {
	placed, fit := h.byPlace(l, first)
	values, moved := h.values(l, first, fit)
	counted := byCount(ownCells(values), len(h.cols))
	switch {
	case moved && counted != nil:
		return unsure(counted.slots), nil
	case counted == nil && fit == unfit:
		return short(l.cells[first:], len(h.cols)), nil
	case fit == unfit:
		return counted.slots, counted
	case fit == loose && counted != nil && counted.sure:
		// A value stands under no header: the others may have moved.
		return compared(counted.slots, placed), nil
	case fit == loose:
		return unsure(placed), nil
	case counted == nil:
		return placed, nil
	}
	return compared(placed, counted.slots), nil
}

// unsure are the slots with a doubt of their order.
func unsure(slots []slot) []slot {
	for i := range slots {
		if !slots[i].missing && slots[i].doubt == data.DoubtNone {
			slots[i].doubt = data.DoubtOrder
		}
	}
	return slots
}

// values are the cells of the row from index first on, without those under
// words beside the columns: a line's number is no value. moved tells that the
// row does not stand under its header, and that what could be its number was
// left out wherever it stands.
func (h *header) values(l *line, first int, f fit) (values []cell, moved bool) {
	cells := l.cells[first:]
	numbered := h.serial && len(cells) > len(h.cols) && isSerial(cells[0].Text)
	if h.placesIn(l) {
		if !slices.ContainsFunc(cells, func(c cell) bool { return h.isBeside(&c) }) {
			return cells, false
		}
		if f == unfit && numbered {
			return cells[1:], true
		}
		return slices.DeleteFunc(slices.Clone(cells), func(c cell) bool { return h.isBeside(&c) }), false
	}
	if numbered && first > 0 {
		return cells[1:], false
	}
	return cells, false
}

// ownCells leaves out cells that only reach down into the row: they stand in
// nobody's place, and counted among the row's they would hide that those
// behind them were pushed one further.
func ownCells(cells []cell) []cell {
	if !slices.ContainsFunc(cells, func(c cell) bool { return c.above }) {
		return cells
	}
	return slices.DeleteFunc(slices.Clone(cells), func(c cell) bool { return c.above })
}

// isSerial reports whether the text can be the number of a line.
func isSerial(text string) bool {
	n := parseNumber(text, form.Count, noUnit)
	return n.state == data.Read && n.value > 0 && n.value < 1000
}

// compared is what the two readings give together: those of the first,
// doubtful where the second gives the column another.
func compared(first, second []slot) []slot {
	for i := range first {
		a, b := &first[i], &second[i]
		switch {
		case a.missing || a.cell == nil:
			*a = slot{cell: b.cell, missing: b.missing, doubt: data.DoubtOrder}
		case b.missing || b.cell == nil:
			a.doubt = data.DoubtOrder
		case a.cell.Text != b.cell.Text && !(a.cell.empty() && b.cell.empty()):
			a.doubt, a.other = data.DoubtOrder, b.cell
		case b.doubt == data.DoubtRepeated:
			a.doubt = data.DoubtRepeated
		}
	}
	return first
}

// placesIn reports whether the line's values can be looked for under the
// header's columns.
func (h *header) placesIn(l *line) bool {
	return h.placed && h.grid != nil && (l.grid == h.grid || l.grid.Cols == h.grid.Cols)
}

// byPlace looks under each column of the header.
func (h *header) byPlace(l *line, first int) ([]slot, fit) {
	if !h.placesIn(l) {
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
			if found && c.end() > h.end {
				out = loose // too wide to stand here: the others may have moved
			}
			found = true
			if owner[k] != 0 {
				slots[owner[k]-1].share()
				slots[i].cell = c
				slots[i].share()
				continue
			}
			owner[k] = i + 1
			if slots[i].take(c); slots[i].doubt == data.DoubtRepeated || c.above && !c.label.empty() {
				out = loose // two values, or a header that reaches down: the others may have moved
			}
		}
		if !found {
			return nil, unfit
		}
	}
	for k := first; k < len(l.cells); k++ {
		if c := &l.cells[k]; owner[k] == 0 && (!c.empty() || c.Col >= h.end) && !h.isBeside(c) {
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

// count is a reading by the number and the order of a row's cells.
type count struct {
	slots []slot
	first string // text of the first cell
	// lead and surplus are the cells too many in front, and all of them.
	lead, surplus int
	// sure: no empty cell stands among the row's, which might be the one too many.
	sure bool
}

// byCount gives the cells to n columns in order; nil where that cannot be
// done. Empty cells too many are left out where only one way to do so at the
// ends keeps all that is filled.
func byCount(cells []cell, n int) *count {
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
	out := &count{slots: make([]slot, n), first: cells[0].Text, lead: lowest, surplus: len(cells) - n, sure: true}
	for i := range out.slots {
		c := &cells[lowest+i]
		out.slots[i].cell = c
		out.sure = out.sure && (!c.empty() || out.surplus == 0 || to == 0)
	}
	return out
}

// short is a row that cannot be given to its columns: where all that it prints
// is 0, every column is 0 but doubtful; else none is known, also where what is
// left of the row is empty: what is not may have been lost.
func short(cells []cell, n int) []slot {
	out := make([]slot, n)
	doubt := data.DoubtShortRow
	if len(cells) > n {
		doubt = data.DoubtOrder
	}
	var zero *cell
	for i := range cells {
		switch {
		case cells[i].empty():
		case isZero(cells[i].Text):
			if zero == nil {
				zero = &cells[i]
			}
		default:
			return lost(out, doubt)
		}
	}
	if zero == nil {
		return lost(out, doubt)
	}
	for i := range out {
		out[i] = slot{cell: zero, doubt: doubt}
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
