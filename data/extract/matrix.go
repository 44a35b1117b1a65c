package extract

import (
	"slices"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// maxNear bounds the comparisons with every label of a table that a document
// may cost; a report needs a few dozen.
const maxNear = 3000

// hit is a row of the form found in the document.
type hit struct {
	row   int // of the catalog
	line  int
	label string // as printed, where it is not exactly the form's
	head  *header
	slots []slot
	alone *count // the reading by count, where it is the only one
	full  bool   // more cells are filled than there are columns
	end   int    // grid column after its last cell; 0 where its cells have no places
}

// matrix finds the rows of a table that prints labels down and columns across.
type matrix struct {
	c     *catalog
	lines []line
	kinds []kind
	hits  []hit
	heads int // headers found
	near  int // comparisons left

	head  *header
	guess *header // used where none was found
	group string  // label of the group last seen
	last  int     // row of the last hit, -1 before the first
}

// readMatrix reads the table from the lines. whole says that a header
// may stand in several rows.
func readMatrix(c *catalog, lines []line, kinds []kind, mine kind) *matrix {
	m := &matrix{c: c, lines: lines, kinds: kinds, near: maxNear, last: -1}
	for i := 0; i < len(lines); i++ {
		switch {
		case lines[i].grid == nil:
		case kinds[i] == mine:
			n := m.headerRows(i, mine)
			if h := newHeader(c, m.above(i), lines[i:i+n]); h != nil {
				m.head = h
				m.heads++
			}
			i += n - 1
		case kinds[i] != 0:
			m.head = nil
		default:
			m.row(i)
		}
	}
	m.settleCounts()
	m.confirm()
	return m
}

// headerRows counts the rows of a header that begins at line i. Table 2's
// headers are one row each, and two may follow one another.
func (m *matrix) headerRows(i int, mine kind) int {
	n := 1
	for len(m.c.parents) > 0 && i+n < len(m.lines) && m.kinds[i+n] == mine && m.lines[i+n].grid == m.lines[i].grid {
		n++
	}
	return n
}

// above returns the rows of words over a header's.
func (m *matrix) above(i int) []line {
	j := i
	for j > 0 && i-j < 3 && m.lines[j-1].grid == m.lines[i].grid && m.lines[j-1].values() == 0 {
		j--
	}
	return m.lines[j:i]
}

// row reads a line as a row of the table, if it is one.
func (m *matrix) row(i int) {
	l := &m.lines[i]
	row, first, text := m.find(l)
	if row < 0 && text < 0 || first >= len(l.cells) && row < 0 {
		return
	}
	head := m.head
	if head == nil {
		if m.c.name != "t3" {
			return
		}
		if m.guess == nil {
			m.guess = assumed(m.c)
		}
		head = m.guess
	}
	printed := ""
	if text >= 0 {
		// Words stand between the last known label and the values: the row's own
		// label, not quite the form's, unless the row has no more cells than columns.
		if row >= 0 && len(l.cells)-first <= len(head.cols) {
			text = -1
		} else {
			row = m.nearRow(l, text)
			first, printed = text+1, l.cells[text].Text
		}
	}
	if row < 0 || m.head == nil && l.values() == 0 {
		return
	}
	values := l.cells[first:]
	h := hit{row: row, line: i, label: printed, head: head, full: filled(values) > len(head.cols)}
	if head.placesIn(l) {
		h.end = l.end()
	}
	h.slots, h.alone = head.assign(l, first)
	if l.unsure || !m.c.serves(head, &m.c.rows[row], h.slots) {
		h.doubtAll(data.DoubtOrder)
	}
	m.hits = append(m.hits, h)
	m.last = row
}

// serves reports whether the header can be the row's: it has all columns of
// one of the row's sets, and no value stands under a column of other rows. A
// header of another section is met where the row's own was lost.
func (c *catalog) serves(h *header, row *rowLabel, slots []slot) bool {
	whole := false
	for at, n := range c.sets() {
		if !slices.Contains(row.sets, c.columns[at].set) {
			continue
		}
		has := 0
		for i := range h.cols {
			if slices.ContainsFunc(h.cols[i].cands, func(k int) bool { return k >= at && k < at+n }) {
				has++
			}
		}
		whole = whole || has >= n
	}
	for i := range slots {
		cands := h.cols[i].cands
		own := slices.ContainsFunc(cands, func(k int) bool { return slices.Contains(row.sets, c.columns[k].set) })
		if cands != nil && !own && slots[i].cell != nil && !slots[i].cell.empty() {
			return false
		}
	}
	return whole
}

func (m *matrix) nearRow(l *line, text int) int {
	// Only a table's rows are compared, and only so many.
	if m.near <= 0 || m.head == nil && len(m.hits) < 3 {
		return -1
	}
	m.near--
	row, ok := m.c.nearRow(l.cells[text].label)
	if !ok {
		return -1
	}
	return row
}

// find looks for the row's label from left to right. first is the index of the
// first cell after the last known label; text is the index of a cell with
// other words that stands after all known labels and before any number, or -1.
func (m *matrix) find(l *line) (row, first, text int) {
	row, first, text = -1, 0, -1
	group, seen := "", 0 // values since the last known label
	for i := range l.cells {
		c := &l.cells[i]
		if c.empty() {
			continue
		}
		if c.label.empty() || c.value {
			// One number may stand before the label: a serial number, or the item's
			// in a cell of its own.
			if seen++; seen > 1 {
				break
			}
			continue
		}
		rows := m.c.row(c.label)
		isGroup := m.c.group(c.label)
		switch {
		case isGroup && (rows == nil || c.above || c.Height() > 1):
			group, row, first, text, seen = c.label.bare, -1, i+1, -1, 0
		case rows != nil && !c.above && m.fitsContext(rows[0], group):
			row, first, text, seen = rows[0], i+1, -1, 0
			if isGroup {
				group = c.label.bare
			}
		case seen == 0 || first == 0:
			text = i
		}
	}
	if group != "" {
		m.group = group
	}
	if row < 0 && text >= 0 && m.c.column(l.cells[text].label) != nil {
		text = -1
	}
	return row, first, text
}

// fitsContext reports whether a row may stand here whose label is so short
// that it also names a column (其他, 总计): its group must be at hand.
func (m *matrix) fitsContext(row int, group string) bool {
	r := &m.c.rows[row]
	if r.parent == "" || !r.short(m.c) {
		return true
	}
	return group == r.parent || m.group == r.parent || m.last >= 0 && slices.Contains(m.c.rows[m.last].ancestors, r.parent)
}

// confirm judges the rows that were found by a misspelt label: the rows around
// them must be those that surround them in the form. A row whose own label is
// printed elsewhere is not taken from a likeness.
func (m *matrix) confirm() {
	sure := make([]bool, len(m.c.rows))
	for _, h := range m.hits {
		sure[h.row] = sure[h.row] || h.label == ""
	}
	m.hits = slices.DeleteFunc(m.hits, func(h hit) bool { return h.label != "" && sure[h.row] })
	before := make([]int, len(m.hits))
	last := -1
	for i, h := range m.hits {
		before[i] = last
		if h.label == "" {
			last = h.row
		}
	}
	next := -1
	for i := len(m.hits) - 1; i >= 0; i-- {
		h := &m.hits[i]
		if h.label == "" {
			next = h.row
			continue
		}
		between := (before[i] >= 0 || next >= 0) && before[i] < h.row && (next < 0 || h.row < next)
		if !between {
			h.doubtAll(data.DoubtLabel)
		}
	}
}

func (h *hit) doubtAll(d data.Doubt) { doubtSlots(h.slots, d) }

func doubtSlots(slots []slot, d data.Doubt) {
	for i := range slots {
		if !slots[i].missing && slots[i].doubt == data.DoubtNone {
			slots[i].doubt = d
		}
	}
}

func filled(cells []cell) int {
	n := 0
	for i := range cells {
		if !cells[i].empty() {
			n++
		}
	}
	return n
}

// settleCounts judges the rows that only the count of their cells could be
// read by, and that have cells too many. Which of the empty ones those are, a
// row tells where all of its columns are filled; two such tell it for others
// of their shape, too.
// Where the first cells number the rows, or where another row has more values
// than columns, there is a column that the header does not show.
func (m *matrix) settleCounts() {
	type shape struct {
		head          *header
		lead, surplus int
	}
	known, hidden := map[shape]int{}, map[*header]bool{}
	for i := range m.hits {
		h := &m.hits[i]
		hidden[h.head] = hidden[h.head] || h.full
		if h.alone != nil && h.alone.sure && filledSlots(h.slots) {
			known[shape{h.head, h.alone.lead, h.alone.surplus}]++
		}
	}
	m.findSerials(hidden)
	m.doubtJagged()
	for i := range m.hits {
		h := &m.hits[i]
		switch {
		case h.alone == nil || h.alone.surplus == 0:
		case hidden[h.head], !h.alone.sure && known[shape{h.head, h.alone.lead, h.alone.surplus}] < 2:
			h.doubtAll(data.DoubtOrder)
		}
	}
}

// doubtJagged doubts the rows that reach further than most rows of their
// header, where one of their cells is empty: it may have pushed the others on.
func (m *matrix) doubtJagged() {
	ends := map[*header]map[int]int{} // where rows end -> how many do
	for i := range m.hits {
		h := &m.hits[i]
		if ends[h.head] == nil {
			ends[h.head] = map[int]int{}
		}
		ends[h.head][h.end]++
	}
	usual := map[*header]int{}
	for head, rows := range ends {
		for end, n := range rows {
			if u := usual[head]; n > rows[u] || n == rows[u] && end < u {
				usual[head] = end
			}
		}
	}
	for i := range m.hits {
		if h := &m.hits[i]; h.end > usual[h.head] && !filledSlots(h.slots) {
			h.doubtAll(data.DoubtOrder)
		}
	}
}

func filledSlots(slots []slot) bool {
	return !slices.ContainsFunc(slots, func(s slot) bool { return s.cell == nil || s.cell.empty() })
}

// findSerials notes the headers under which three rows of cells too many, one
// after another, begin with numbers that count up.
func (m *matrix) findSerials(hidden map[*header]bool) {
	var last *hit
	run, before := 0, int64(0)
	for i := range m.hits {
		h := &m.hits[i]
		if h.alone == nil || h.alone.surplus == 0 || !isSerial(h.alone.first) {
			last = nil
			continue
		}
		n := parseNumber(h.alone.first, form.Count, noUnit).value
		if last != nil && last.head == h.head && n == before+1 {
			run++
		} else {
			run = 1
		}
		last, before = h, n
		if run >= 3 {
			hidden[h.head] = true
		}
	}
}
