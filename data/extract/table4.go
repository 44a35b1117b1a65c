package extract

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// Table 4 prints its three rows across: 行政复议, then under 行政诉讼
// 未经复议直接起诉 and 复议后起诉, each with the same five results below.

const (
	groupReview = iota // the catalog's rows
	groupDirect
	groupAfter
	groups
)

// results is how many columns stand under each group.
const results = 5

// token4 is a word of the header.
type token4 struct {
	group    int // groupReview …, or -1
	result   int // 0 to 4, or -1
	court    bool
	from, to int
	doubt    data.Doubt
}

// leaf is a column: a result under a group.
type leaf struct {
	group, result int
	from, to      int
	doubt         data.Doubt
}

// readTable4 reads 行政复议、行政诉讼情况.
func readTable4(lines []line, kinds []kind) *found {
	out := &found{claims: newClaims(lines), first: -1}
	for i := 0; i < len(lines); i++ {
		if kinds[i] != headsTable4 {
			continue
		}
		n := 1
		for i+n < len(lines) && kinds[i+n] == headsTable4 && lines[i+n].grid == lines[i].grid {
			n++
		}
		h := newHeader4(lines[i : i+n])
		i += n - 1
		if h == nil {
			continue
		}
		if at := dataRow(lines, i+1, h); at >= 0 {
			out.take(h, &lines[at], at, at+1 < len(lines) && lines[at+1].goesOn(&lines[at]))
		} else if l := blankRow(lines, i); l != nil {
			out.take(h, l, i, false)
		}
	}
	if out.first < 0 {
		return readRows4(lines, kinds)
	}
	return out
}

// take offers the values of a row. at is its number among the lines, or its
// header's; goesOn tells of a second row of numbers below it.
func (f *found) take(h *header, l *line, at int, goesOn bool) {
	first := 0
	// A label before the values: 件数.
	for first < len(l.cells) && len(l.cells)-first > len(h.cols) && !l.cells[first].label.empty() && !l.cells[first].value {
		first++
	}
	slots, alone := h.assign(l, first)
	last := &h.cols[len(h.cols)-1]
	beyond := h.placesIn(l) && l.cells[len(l.cells)-1].Col >= last.to && !filledSlots(slots)
	if l.unsure || alone != nil && !alone.sure || beyond {
		doubtSlots(slots, data.DoubtOrder)
	}
	if goesOn {
		// A page break can cut a row so that its numbers end in a row below, or
		// somebody added a row: which one the cells state is not known.
		doubtSlots(slots, data.DoubtRepeated)
	}
	for i, col := range h.cols {
		if col.code == "" {
			continue
		}
		s := slots[i]
		if s.doubt == data.DoubtNone {
			s.doubt = col.doubt
		}
		if col.other > 0 && !slots[col.other-1].missing {
			s.other = slots[col.other-1].cell
		}
		f.claims.add(col.code, l, s, noUnit)
	}
	if f.first < 0 {
		f.first = at
	}
	f.starts = append(f.starts, at)
}

// goesOn reports whether the line is a second row of numbers below the row of
// values: words in none of its cells, digits in two or more.
func (l *line) goesOn(values *line) bool {
	if l.grid == nil || l.grid != values.grid {
		return false
	}
	numbers := 0
	for i := range l.cells {
		switch c := &l.cells[i]; {
		case c.empty():
		case strings.ContainsAny(c.Text, "0123456789０１２３４５６７８９"):
			numbers++
		default:
			return false
		}
	}
	return numbers >= 2
}

// dataRow finds the row of values under the header: the first that holds one,
// or, in an empty form, the first at all.
func dataRow(lines []line, from int, h *header) int {
	empty := -1
	for i := from; i < len(lines) && i < from+4; i++ {
		l := &lines[i]
		switch {
		case l.grid == nil:
			continue
		case l.grid != h.grid && (empty >= 0 || len(l.cells) < len(h.cols)):
			return empty
		case l.values() > 0:
			return i
		case empty < 0 && len(l.cells) > 0 && l.text4() == 0:
			empty = i
		}
	}
	return empty
}

// blankRow is the row of values under a sheet's header of which no cell is
// filled: workbooks leave such rows out. at is the header's last line. It is
// nil where the row may have been lost: below a header in the midst of its
// grid, or where values follow anywhere.
func blankRow(lines []line, at int) *line {
	l := lines[at]
	if l.sheet == "" {
		return nil
	}
	for i := at + 1; i < len(lines); i++ {
		if lines[i].grid == l.grid || lines[i].values() > 0 {
			return nil
		}
	}
	n := l.end() - 1
	l.row++
	l.cells = make([]cell, n)
	for i := range l.cells {
		l.cells[i].Cell = &document.Cell{Row: l.row, Col: i + 1}
	}
	return &l
}

// text4 counts the row's cells with words.
func (l *line) text4() int {
	n := 0
	for i := range l.cells {
		if !l.cells[i].label.empty() {
			n++
		}
	}
	return n
}

// newHeader4 reads header rows that stand together; nil where they do not name
// fifteen columns.
func newHeader4(lines []line) *header {
	rows := make([][]token4, 0, len(lines))
	for i := range lines {
		rows = append(rows, tokens4(&lines[i]))
	}
	seen, placed := leavesByPlace(rows)
	counted := leavesByCount(rows)
	h := &header{grid: lines[0].grid}
	for i := range lines {
		h.end = max(h.end, lines[i].end())
	}
	switch {
	case placed:
		h.placed = true
	case counted != nil:
		seen = counted
	default:
		return nil
	}
	cat := load().t4
	for i, l := range seen {
		col := column{from: l.from, to: l.to, doubt: l.doubt, code: cat.rows[l.group].code + "." + cat.columns[l.result].code}
		if placed && counted != nil && (counted[i].group != l.group || counted[i].result != l.result) {
			col.doubt = data.DoubtOrder
			col.other = 1 + slices.IndexFunc(counted, func(c leaf) bool { return c.group == l.group && c.result == l.result })
		}
		h.cols = append(h.cols, col)
	}
	return h
}

func tokens4(l *line) []token4 {
	var out []token4
	for i := range l.cells {
		c := &l.cells[i]
		if c.above || c.label.empty() {
			continue
		}
		t := newToken4(c.label)
		if !t.isGroup() && t.result < 0 && !t.court {
			continue // 项目
		}
		t.from, t.to = c.Col, c.end()
		// A merged cell that was split again repeats its text.
		if n := len(out); n > 0 && t.result < 0 && out[n-1].group == t.group && out[n-1].court == t.court && out[n-1].result < 0 {
			out[n-1].to = t.to
			continue
		}
		out = append(out, t)
	}
	return out
}

func newToken4(l label) token4 {
	cat := load().t4
	t := token4{group: -1, result: -1}
	if cols := cat.column(l); cols != nil {
		t.result = cols[0]
		return t
	}
	if rows := cat.row(l); rows != nil {
		t.group = rows[0]
		return t
	}
	if cols := cat.nearColumn(l); cols != nil {
		t.result, t.doubt = cols[0], data.DoubtLabel
		return t
	}
	if row, ok := cat.nearRow(l); ok {
		t.group = row
		return t
	}
	t.court = strings.HasPrefix(l.bare, "行政诉讼")
	if strings.HasPrefix(l.bare, "行政复议") {
		t.group = groupReview
	}
	return t
}

func (t token4) isGroup() bool { return t.group >= 0 }

// leavesByPlace finds for each result the group that it stands under.
func leavesByPlace(rows [][]token4) ([]leaf, bool) {
	var out []leaf
	for i, row := range rows {
		for _, t := range row {
			if t.result < 0 {
				continue
			}
			l := leaf{group: -1, result: t.result, from: t.from, to: t.to, doubt: t.doubt}
			// A tall cell that was split again repeats its text.
			if slices.ContainsFunc(out, func(o leaf) bool { return o.from == l.from && o.to == l.to && o.result == l.result }) {
				continue
			}
			for _, above := range rows[:i] {
				for _, g := range above {
					if g.isGroup() && g.from <= t.from && t.to <= g.to {
						l.group = g.group
					}
				}
			}
			if l.group < 0 {
				return nil, false
			}
			out = append(out, l)
		}
	}
	slices.SortStableFunc(out, func(a, b leaf) int { return a.from - b.from })
	for i := 1; i < len(out); i++ {
		if out[i].from < out[i-1].to {
			return nil, false
		}
	}
	return settleDoubts(out)
}

// leavesByCount unfolds the header in reading order, without places: each row
// gives the words that stand under the groups of the rows above.
func leavesByCount(rows [][]token4) []leaf {
	var order []token4 // groups and results, as unfolded so far
	for _, row := range rows {
		if order == nil {
			order = row
			continue
		}
		var rest []token4
		if order, rest = unfold(order, row); len(rest) > 0 {
			return nil
		}
	}
	var out []leaf
	group := -1
	for i, t := range order {
		switch {
		case t.result >= 0 && group >= 0:
			out = append(out, leaf{group: group, result: t.result, doubt: t.doubt})
		case t.isGroup() && i+1 < len(order) && order[i+1].result >= 0:
			group = t.group
		default:
			return nil
		}
	}
	out, ok := settleDoubts(out)
	if !ok {
		return nil
	}
	return out
}

// unfold puts the words of a row under the groups that have none yet: two
// groups under 行政诉讼, five results under any other. rest is what is left over.
func unfold(order, row []token4) (next, rest []token4) {
	for i, t := range order {
		done := i+1 < len(order) && order[i+1].result >= 0
		switch {
		case done:
			next = append(next, t)
		case t.court && len(row) >= 2 && row[0].isGroup() && row[1].isGroup():
			next = append(next, row[:2]...)
			row = row[2:]
		case t.isGroup() && len(row) >= results && allResults(row[:results]):
			next = append(append(next, t), row[:results]...)
			row = row[results:]
		default:
			next = append(next, t)
		}
	}
	return next, row
}

func allResults(row []token4) bool {
	return !slices.ContainsFunc(row, func(t token4) bool { return t.result < 0 })
}

// settleDoubts demands every result once under every group. A misspelt label
// is confirmed by its place among the others.
func settleDoubts(leaves []leaf) ([]leaf, bool) {
	if len(leaves) != groups*results {
		return nil, false
	}
	var seen [groups][results]bool
	for i := range leaves {
		l := &leaves[i]
		if seen[l.group][l.result] {
			return nil, false
		}
		seen[l.group][l.result] = true
		if l.doubt == data.DoubtLabel && l.result == i%results {
			l.doubt = data.DoubtNone
		}
	}
	return leaves, true
}

// readRows4 reads a table 4 that was turned: a row for each group.
func readRows4(lines []line, kinds []kind) *found {
	cat := load().t4
	m := readMatrix(cat, lines, kinds, headsTable4)
	out := &found{claims: newClaims(lines), first: -1}
	for i := range m.hits {
		h := &m.hits[i]
		if len(h.head.cols) != results {
			continue
		}
		out.claims.addHit(cat, h, noUnit)
		if out.first < 0 {
			out.first = h.line
		}
	}
	if len(out.claims.of) == 0 {
		return nil
	}
	return out
}
