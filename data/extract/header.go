package extract

import (
	"slices"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// header is what the rows below it are read by: the columns in the order in
// which they stand, and where, if that is known.
type header struct {
	grid *document.Grid // nil where no header was found and the form's order is assumed
	cols []column
	// placed: every column has its own place in the grid, so that a value can
	// be found under its header. Dumps lose merged cells and with them places.
	placed bool
	// beside are cells in and above the header with other words (行次, 备注):
	// what stands exactly under one is no figure.
	beside []*document.Cell
	// serial: a column of line numbers (行次) stands before the columns.
	serial bool
	end    int // grid column after the header's last cell
}

func (h *header) isBeside(c *cell) bool {
	return slices.ContainsFunc(h.beside, func(b *document.Cell) bool { return b.Col == c.Col && b.Width() == c.Width() })
}

// column is one column as a header shows it.
type column struct {
	label    label
	cands    []int  // columns of the catalog with this label, of several sets; empty: unknown
	code     string // table 4: the cell's whole code
	other    int    // table 4: the column, plus 1, that the count's reading gives the code, where it differs
	parent   bool   // 法人或其他组织, above others
	from, to int    // grid columns [from, to)
	doubt    data.Doubt
	unit     unit
}

// tokens returns the labels of a header row from its first known one on.
// Known to the left of it are only the labels of rows (信息内容, 项目).
func (c *catalog) tokens(l *line) []column {
	var out []column
	known := false
	for i := range l.cells {
		cell := &l.cells[i]
		if cell.above || cell.label.empty() {
			if n := len(out); n > 0 && out[n-1].parent && cell.empty() && out[n-1].to == cell.Col {
				out[n-1].to = cell.end() // a merged cell that was split again
			}
			continue
		}
		col := column{label: cell.label, from: cell.Col, to: cell.end(), unit: unitIn(cell.Text)}
		col.parent = c.isParent(cell.label)
		if !col.parent {
			col.cands = c.column(cell.label)
		}
		if !col.parent && col.cands == nil {
			near(c, &col)
		}
		known = known || col.parent || col.cands != nil || c.resembles(col.label)
		if !known {
			continue
		}
		// A merged cell that was split again repeats its text.
		if n := len(out); n > 0 && out[n-1].label.full == col.label.full && (col.parent || col.cands != nil) {
			out[n-1].to = col.to
			continue
		}
		out = append(out, col)
	}
	return out
}

// resembles reports whether the label is the beginning of a column's, or like it.
func (c *catalog) resembles(l label) bool {
	return slices.ContainsFunc(c.columns, func(t columnLabel) bool { return compatible(l, t.texts[0].runes) })
}

// near completes the token of a misspelt label.
func near(c *catalog, col *column) {
	for parent := range c.parents {
		if likeness([]rune(col.label.bare), []rune(parent)) >= 0 {
			col.parent = true
			return
		}
	}
	if col.cands = c.nearColumn(col.label); col.cands != nil {
		col.doubt = data.DoubtLabel
	}
}

func (c *catalog) isParent(l label) bool { return c.parents[l.full] || c.parents[l.bare] }

// newHeader reads header rows that stand together; above are the rows over
// them. It returns nil where they name no column.
func newHeader(c *catalog, above, lines []line) *header {
	h := &header{grid: lines[0].grid}
	for i := range above {
		h.addBeside(c, &above[i])
	}
	var parent *column
	ordered := true
	for i := range lines {
		h.end = max(h.end, lines[i].end())
		h.addBeside(c, &lines[i])
		next := slices.DeleteFunc(c.tokens(&lines[i]), func(t column) bool { return h.repeats(&t) })
		at := slices.IndexFunc(h.cols, func(t column) bool { return t.parent })
		switch {
		case len(h.cols) == 0:
			h.cols = next
		case at >= 0 && len(next) > 0:
			p := h.cols[at]
			parent = &p
			h.cols = slices.Replace(h.cols, at, at+1, next...)
		case len(next) > 0:
			ordered = false // the label above them is lost, and with it their place
			h.cols = append(h.cols, next...)
		}
	}
	h.resolve(c)
	if !slices.ContainsFunc(h.cols, func(t column) bool { return t.cands != nil }) {
		return nil
	}
	h.trimBeside()
	h.place(c, parent)
	if !ordered || !h.complete(c) {
		h.doubtAll()
	}
	h.confirm(c)
	return h
}

// serialWords head a column of line numbers.
var serialWords = map[string]bool{"行次": true, "序号": true, "栏次": true, "行号": true, "编号": true, "行数": true}

// addBeside notes the words of a row that name no column. Its first words head
// the labels (信息内容): under them stands no value, unless the row has moved.
func (h *header) addBeside(c *catalog, l *line) {
	first, columns := true, false
	for i := range l.cells {
		cell := &l.cells[i]
		if cell.label.empty() {
			continue
		}
		column := c.isParent(cell.label) || c.column(cell.label) != nil
		if !first && !cell.above && !column {
			h.beside = append(h.beside, cell.Cell)
			h.serial = h.serial || !columns && serialWords[cell.label.bare]
		}
		columns = columns || column
		first = false
	}
}

// trimBeside leaves out words that also stand over a column of the form, or
// over several: merges that were split again repeat them.
func (h *header) trimBeside() {
	over, at := map[string]bool{}, map[string]int{}
	for _, b := range h.beside {
		word := compact(b.Text)
		if col, ok := at[word]; ok && col != b.Col {
			over[word] = true
		}
		at[word] = b.Col
		for i := range h.cols {
			if b.Col < h.cols[i].to && h.cols[i].from < b.Col+b.Width() {
				over[word] = true
			}
		}
	}
	h.beside = slices.DeleteFunc(h.beside, func(b *document.Cell) bool { return over[compact(b.Text)] })
}

// repeats reports whether the header already has the label, as where a tall
// cell was split into rows that all bear its text.
func (h *header) repeats(t *column) bool {
	return slices.ContainsFunc(h.cols, func(c column) bool { return c.label.full == t.label.full })
}

func (h *header) doubtAll() {
	for i := range h.cols {
		h.cols[i].doubt = data.DoubtOrder
	}
}

// place decides whether values can be found under their headers.
func (h *header) place(c *catalog, parent *column) {
	for i := range h.cols {
		t := &h.cols[i]
		if i > 0 && t.from < h.cols[i-1].to {
			return
		}
		// Columns that belong together must stand under their common label: where
		// spans were lost they stand elsewhere.
		if parent != nil && len(t.cands) > 0 {
			inside := t.from >= parent.from && t.to <= parent.to
			if inside != (c.columns[t.cands[0]].under != "") {
				return
			}
		}
	}
	h.placed = true
}

// resolve names labels that fit nothing by themselves: two columns both cut to
// 本年新 are told apart by the set whose other columns are there. Such a
// column stays doubtful.
func (h *header) resolve(c *catalog) {
	if !slices.ContainsFunc(h.cols, func(t column) bool { return t.cands == nil && !t.parent }) {
		return
	}
	fits, first := 0, 0
	for at, n := range c.sets() {
		if h.fitsSet(c, at, n) {
			fits++
			first = at
		}
	}
	if fits != 1 {
		return
	}
	for i := range h.cols {
		if t := &h.cols[i]; t.cands == nil {
			t.cands = []int{first + i}
			t.doubt = data.DoubtLabel
		}
	}
}

// complete reports whether every column of a set has a label here, though one
// may be unknown words, and none is of another set. Where a label is gone, the
// others may have moved.
func (h *header) complete(c *catalog) bool {
	for at, n := range c.sets() {
		named, misplaced, foreign := 0, false, false
		for i := range h.cols {
			k := slices.IndexFunc(h.cols[i].cands, func(k int) bool { return k >= at && k < at+n })
			if k >= 0 {
				named++
				misplaced = misplaced || h.cols[i].cands[k] != at+i
			}
			foreign = foreign || k < 0 && h.cols[i].cands != nil
		}
		if !foreign && (named == n || named > 0 && len(h.cols) == n && !misplaced) {
			return true
		}
	}
	return false
}

func (h *header) fitsSet(c *catalog, at, n int) bool {
	if len(h.cols) != n {
		return false
	}
	known := false
	for i, t := range h.cols {
		switch {
		case t.parent:
			return false
		case t.cands == nil && !compatible(t.label, c.columns[at+i].texts[0].runes):
			return false
		case t.cands != nil && !slices.Contains(t.cands, at+i):
			return false
		}
		known = known || t.cands != nil
	}
	return known
}

func compatible(l label, want []rune) bool {
	text := []rune(l.bare)
	n := min(len(text), len(want))
	return n >= 2 && slices.Equal(text[:n], want[:n]) || likeness(text, want) >= 0
}

// confirm clears the doubt of a misspelt label where all columns stand in the
// form's order.
func (h *header) confirm(c *catalog) {
	last := -1
	exact := 0
	for _, t := range h.cols {
		if len(t.cands) == 0 {
			return
		}
		if t.cands[0] <= last {
			return
		}
		last = t.cands[0]
		if t.doubt == data.DoubtNone {
			exact++
		}
	}
	if exact == 0 && len(h.cols) > 1 {
		return
	}
	for i := range h.cols {
		t := &h.cols[i]
		if t.doubt != data.DoubtLabel {
			continue
		}
		if _, ok := nearest(t.label, len(c.columns), func(i int) []wording { return c.columns[i].texts }); ok {
			t.doubt = data.DoubtNone
		}
	}
}

// assumed is the header of a table whose header was not found: the form's
// columns in the form's order, every one doubtful.
func assumed(c *catalog) *header {
	h := new(header)
	for i := range c.columns {
		h.cols = append(h.cols, column{cands: []int{i}, doubt: data.DoubtOrder})
	}
	return h
}
