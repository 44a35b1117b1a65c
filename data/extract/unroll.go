package extract

import "slices"

// Some texts print every cell on a line of its own and do not show where a
// row ends. Their grids have one column. The rows are found again by their
// words: after a row's label stand as many cells as its header has columns.

// minUnrolled is the least number of cells of such a grid.
const minUnrolled = 4

// unroll lays the cells of a grid of one column out as rows. columns is how
// many the last header before it has, and is returned for the next grid, which
// may carry the table on. Rows are nil where the grid holds neither header nor
// row of the form.
func unroll(lines []line, columns int) (out []line, next int) {
	if len(lines) < minUnrolled || lines[0].grid.Cols != 1 {
		return nil, 0
	}
	u := unroller{cat: load(), n: columns}
	for i := range lines {
		if len(lines[i].cells) != 1 || lines[i].cells[0].above {
			return nil, 0
		}
		u.cells = append(u.cells, lines[i].cells[0])
	}
	if !u.statistics() {
		for u.at < len(u.cells) {
			if u.isHeader() {
				u.header()
			} else {
				u.row()
			}
		}
		u.verify()
	}
	if !u.headed && (columns == 0 || !slices.ContainsFunc(u.rows, func(r unrolled) bool { return r.want >= 0 })) {
		return nil, 0
	}
	for _, r := range u.rows {
		l := lines[0]
		l.row, l.cells, l.unsure = r.cells[0].Row, r.cells, r.unsure
		out = append(out, l)
	}
	return out, u.n
}

type unroller struct {
	cat    *catalogs
	cells  []cell
	at     int
	n      int // columns of the header last seen
	headed bool
	rows   []unrolled
}

// unrolled is a row that was found again.
type unrolled struct {
	cells []cell
	// lead counts the empty cells before the label, which stand for labels
	// that began above; want is how many there must be, -1 where that is unknown.
	lead, want int
	values     bool
	labelled   bool
	unsure     bool
	// title is how many words stand before the columns of a header of table 2:
	// 第二十条第（一）项 and 信息内容; -1 for other rows.
	title int
}

// gaps reports whether one of the row's cells is empty.
func (r *unrolled) gaps() bool {
	return slices.ContainsFunc(r.cells[r.lead:], func(c cell) bool { return c.empty() })
}

// endsEmpty reports whether the last of the row's values is empty.
func (r *unrolled) endsEmpty() bool { return r.values && r.cells[len(r.cells)-1].empty() }

func (u *unroller) words(i int) bool {
	return i < len(u.cells) && !u.cells[i].label.empty() && !u.cells[i].value
}

func (u *unroller) heads(i int) bool {
	l := u.cells[i].label
	return u.cat.t2.heads(l) || u.cat.t3.heads(l) || u.cat.t4.heads(l)
}

// column: the words head a column of values; result, one of table 4.
func (u *unroller) column(i int) (column, result bool) {
	l := u.cells[i].label
	result = u.cat.t4.column(l) != nil
	return result || u.cat.t2.column(l) != nil || u.cat.t3.column(l) != nil, result
}

func (u *unroller) rowLabel(i int) bool {
	l := u.cells[i].label
	for _, c := range []*catalog{u.cat.t2, u.cat.t3} {
		if c.row(l) != nil || c.group(l) {
			return true
		}
	}
	return false
}

// isHeader reports whether words that head columns come before any value. Of
// a row whose label also names a column, values follow at once.
func (u *unroller) isHeader() bool {
	for i := u.at; i < len(u.cells) && (u.words(i) || u.cells[i].empty()); i++ {
		if u.words(i) && u.heads(i) && u.words(i+1) {
			return true
		}
		if i > u.at && u.words(i-1) && !u.words(i) && u.rowLabel(i-1) {
			return false // its values are blank
		}
	}
	return false
}

// header takes the header's cells. A new row begins where the words that
// stand under others begin.
func (u *unroller) header() {
	u.n, u.headed = 0, true
	var row []cell
	serial := 0
	defer func() { u.n += serial }()
	open, under := false, false // the last column stands under others
	for u.at < len(u.cells) {
		i := u.at
		switch {
		case u.cells[i].value:
			u.add(row)
			return
		case len(row) == 0 && u.cells[i].empty() && !u.placeholder(i):
			// Labels that began above, though a header follows: a row of nothing.
			u.at = u.filledAfter(i)
			u.add(u.cells[i:u.at])
			continue
		case u.cells[i].empty() && !u.placeholder(i), u.words(i) && u.n > 0 && u.labels(i):
			u.add(row)
			return
		case u.words(i) && u.heads(i):
			column, result := u.column(i)
			below := result && u.cat.t3.column(u.cells[i].label) == nil || u.below(i)
			if open && below && !under {
				u.add(row)
				row = nil
			}
			open, under = true, below
			if column {
				u.n++
			}
		case u.words(i) && !open && serialWords[u.cells[i].label.bare]:
			serial = 1 // the line's number stands before the values
		}
		row = append(row, u.cells[i])
		u.at++
	}
	u.add(row)
}

// filledAfter returns where the next filled cell stands.
func (u *unroller) filledAfter(i int) int {
	for i < len(u.cells) && u.cells[i].empty() {
		i++
	}
	return i
}

// placeholder reports whether an empty cell belongs to the header: it is not
// one of the labels that began above, of which the next row has so many, and
// no value of a row without a label.
func (u *unroller) placeholder(i int) bool {
	next := u.filledAfter(i)
	k := next
	for u.words(k) && !u.heads(k) {
		k++
	}
	if k == next {
		return u.words(next)
	}
	return next-i > u.depth(k-1)-(k-next)
}

// labels reports whether words after a header's columns are a row's label.
func (u *unroller) labels(i int) bool {
	if !u.heads(i) {
		return u.rowLabel(i) || !u.words(i+1)
	}
	// Table 4 with its groups at the left.
	return u.cat.t4.row(u.cells[i].label) != nil && u.n == results && !u.words(u.filledAfter(i+1))
}

// below reports whether the column stands under another label in table 3, or
// under a group in table 4.
func (u *unroller) below(i int) bool {
	for _, k := range u.cat.t3.column(u.cells[i].label) {
		if u.cat.t3.columns[k].under != "" {
			return true
		}
	}
	return false
}

func (u *unroller) add(cells []cell) {
	if len(cells) == 0 {
		return
	}
	lead := 0
	for lead < len(cells) && cells[lead].empty() {
		lead++
	}
	u.rows = append(u.rows, unrolled{cells: cells, lead: lead, want: -1})
}

// row takes a label, or several, and the values behind it: as many as the
// header has columns, more where more are filled.
func (u *unroller) row() {
	from := u.at
	for u.at < len(u.cells) && u.cells[u.at].empty() {
		u.at++
	}
	r := unrolled{lead: u.at - from, want: -1}
	label := u.at
	for u.words(u.at) {
		u.at++
	}
	r.labelled = u.at > label
	if d := u.depth(u.at - 1); d > 0 && r.labelled {
		r.want = d - (u.at - label)
	}
	first := u.at
	for u.at < len(u.cells) && !u.words(u.at) && (u.at-first < u.n || u.cells[u.at].value) {
		u.at++
	}
	if u.filledAfter(u.at) == len(u.cells) || u.at == from {
		u.at = max(u.filledAfter(u.at), from+1)
	}
	r.cells, r.values = u.cells[from:u.at], u.at > first
	// With a cell too many and one of them empty, a label may have been lost
	// between them.
	r.unsure = u.at-first > u.n && filled(u.cells[first:u.at]) < u.at-first
	u.rows = append(u.rows, r)
}

// depth is how many labels stand before the values of the row of table 3 with
// the label, 0 where that is not known.
func (u *unroller) depth(i int) int {
	l := u.cells[max(i, 0)].label
	rows := u.cat.t3.row(l)
	switch {
	case u.cat.t2.row(l) != nil:
		return 1
	case len(rows) == 0:
		return 0
	}
	above := slices.Clone(u.cat.t3.rows[rows[0]].ancestors)
	slices.Sort(above)
	return 1 + len(slices.Compact(above))
}

// verify marks the rows that may have lost a value. Where the labels that
// began above are printed as empty cells, one of those that is not there was
// taken for the last value of the row before; so was the title of a header
// that is empty while others have theirs.
func (u *unroller) verify() {
	led := slices.ContainsFunc(u.rows, func(r unrolled) bool { return r.lead > 0 })
	titled, strayed := 0, false
	for i := range u.rows {
		u.rows[i].title = u.title(u.rows[i].cells)
		titled = max(titled, u.rows[i].title)
	}
	for i := range u.rows {
		r := &u.rows[i]
		if i > 0 && r.title >= 0 && r.title < titled && u.rows[i-1].endsEmpty() {
			u.rows[i-1].unsure = true
		}
		switch {
		case i == 0 || !led:
		case !r.labelled && r.lead == 0:
		case !r.labelled || r.want < 0:
			u.rows[i-1].unsure = u.rows[i-1].unsure || u.rows[i-1].values && u.rows[i-1].gaps()
		case r.lead != r.want:
			u.rows[i-1].unsure, r.unsure = true, true
			strayed = true
		}
	}
	for i := range u.rows {
		// Cells came or went: elsewhere one may have made up for another.
		r := &u.rows[i]
		r.unsure = r.unsure || strayed && r.values && r.gaps()
	}
}

// title counts the words before the columns of a row that heads columns of
// table 2; -1 where it heads none.
func (u *unroller) title(cells []cell) int {
	n := 0
	for i := range cells {
		switch l := cells[i].label; {
		case cells[i].value:
			return -1
		case l.empty():
		case u.cat.t2.heads(l):
			return n
		default:
			n++
		}
	}
	return -1
}

// statistics lays out the table of 2014, whose rows are a label, a unit and a
// value each. Behind the last of them nothing is taken.
func (u *unroller) statistics() bool {
	at := slices.IndexFunc(u.cells, func(c cell) bool { return statValues[c.label.bare] })
	if at < 2 || u.cells[at-1].label.bare != "单位" {
		return false
	}
	u.headed = true
	u.add(u.cells[at-2 : at+1])
	for at++; at+2 < len(u.cells) && u.words(at) && u.unit(at+1); at += 3 {
		u.add(u.cells[at : at+3])
	}
	return true
}

// unit reports whether a unit stands there, or what a heading has instead.
func (u *unroller) unit(i int) bool {
	c := &u.cells[i]
	return statUnits[compact(c.Text)] || c.empty() || isZeroMark(foldText(c.Text))
}
