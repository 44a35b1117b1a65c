package extract

import (
	"strings"

	"github.com/nianbao/nianbao/data"
)

// The table of 2014 (政府信息公开情况统计表) prints a label, a unit and one value
// a row. Numbering and indent are often lost, and some labels stand under two
// parents, so a row is told by its label and by what came before it.

const (
	minStatRows = 6    // fewer are no table
	maxStatNear = 2000 // comparisons of misspelt labels a document may cost
)

// statUnits are what stands in the column 单位.
var statUnits = map[string]bool{
	"条": true, "件": true, "次": true, "篇": true, "个": true, "人": true, "人次": true, "万元": true, "元": true, "项": true, "处": true,
}

// statValues head the column of values.
var statValues = map[string]bool{"统计数": true, "统计数据": true, "数量": true, "数值": true, "统计数值": true, "本年统计数": true, "年度统计数": true}

type statReader struct {
	cat    *catalog
	lines  []line
	grids  map[int]int    // exact rows by number of grid
	seen   map[string]int // label of a row or heading -> line where it was last seen
	hits   []statHit
	column int // grid column of the values, 0 where no header tells it
	wide   int // columns of the grid with that header
	near   int
}

type statHit struct {
	row   int
	line  int
	exact bool
	label int // index of the label's cell
}

// readStat reads the table of 2014.
func readStat(lines []line) *found {
	r := &statReader{cat: load().s, lines: lines, grids: map[int]int{}, seen: map[string]int{}, near: maxStatNear}
	for i := range lines {
		if l := &lines[i]; l.grid != nil {
			if cell, rows := r.label(l); cell >= 0 && len(rows) > 0 {
				r.grids[l.grid.Number]++
			}
		}
	}
	for i := range lines {
		if l := &lines[i]; l.grid != nil && r.grids[l.grid.Number] >= 3 {
			r.row(i)
		}
	}
	sure := 0
	for _, h := range r.hits {
		if h.exact {
			sure++
		}
	}
	if sure < minStatRows {
		return nil
	}
	return r.read()
}

// label returns the cell with the row's label: the first with words that is no unit.
func (r *statReader) label(l *line) (cell int, rows []int) {
	for i := range l.cells {
		c := &l.cells[i]
		if c.above || c.label.empty() || statUnits[c.label.full] || c.value {
			continue
		}
		if rows := r.cat.row(c.label); rows != nil {
			return i, rows
		}
		if i+1 < len(l.cells) && !l.cells[i+1].label.empty() && r.cat.row(l.cells[i+1].label) != nil {
			continue // a group's label in a column of its own
		}
		return i, nil
	}
	return -1, nil
}

func (r *statReader) row(i int) {
	l := &r.lines[i]
	for k := range l.cells {
		if c := &l.cells[k]; c.above || r.cat.group(c.label) {
			r.seen[c.label.bare] = i
		}
	}
	cell, rows := r.label(l)
	if cell < 0 || r.header(l) {
		return
	}
	h := statHit{line: i, label: cell, exact: true}
	switch {
	case len(rows) > 0:
		h.row = r.inContext(rows)
	case r.near > 0 && !r.cat.group(l.cells[cell].label):
		r.near--
		row, ok := r.cat.nearRow(l.cells[cell].label)
		if !ok {
			return
		}
		h.row, h.exact = row, false
		if r.cat.rows[row].shared {
			h.row = r.inContext(r.cat.rowKeys[r.cat.rows[row].texts[0].text])
		}
	default:
		return
	}
	r.seen[l.cells[cell].label.bare] = i
	r.hits = append(r.hits, h)
}

// inContext chooses among rows of one label the one whose parent was seen last.
func (r *statReader) inContext(rows []int) int {
	best, at := rows[0], -1
	for _, row := range rows {
		if n, ok := r.seen[r.cat.rows[row].parent]; ok && n > at {
			best, at = row, n
		}
	}
	return best
}

// header notes where a header says that units and values stand.
func (r *statReader) header(l *line) bool {
	value := 0
	for i := range l.cells {
		if c := &l.cells[i]; statValues[c.label.bare] {
			value = c.Col
		}
	}
	if value == 0 {
		return false
	}
	r.column, r.wide = value, l.grid.Cols
	return true
}

func (r *statReader) read() *found {
	out := &found{claims: newClaims(r.lines), edition: "2014", first: r.hits[0].line}
	sure := map[int]bool{}
	for _, h := range r.hits {
		sure[h.row] = sure[h.row] || h.exact
	}
	for i, h := range r.hits {
		if !h.exact && sure[h.row] {
			continue
		}
		l := &r.lines[h.line]
		s, around := r.value(l, h.label)
		if !h.exact && !r.between(i) && !s.missing {
			s.doubt = data.DoubtLabel
		}
		if around == noUnit {
			around = unitIn(l.cells[h.label].Text)
		}
		code := r.cat.rows[h.row].code
		out.claims.add(code, l, s, around)
		if code == "s.disclosed" {
			out.starts = append(out.starts, h.line)
		}
	}
	return out
}

// between reports whether the rows around a misspelt one surround it in the form.
func (r *statReader) between(i int) bool {
	before, next := -1, len(r.cat.rows)
	for k := i - 1; k >= 0 && k > i-4; k-- {
		if r.hits[k].exact {
			before = r.hits[k].row
			break
		}
	}
	for k := i + 1; k < len(r.hits) && k < i+4; k++ {
		if r.hits[k].exact {
			next = r.hits[k].row
			break
		}
	}
	return before < r.hits[i].row && r.hits[i].row < next
}

// value finds the row's value after its label, and the unit beside it.
func (r *statReader) value(l *line, at int) (slot, unit) {
	around := noUnit
	var rest []*cell
	for i := at + 1; i < len(l.cells); i++ {
		c := &l.cells[i]
		word := compact(c.Text)
		if statUnits[word] {
			around = unitIn(word)
			continue
		}
		rest = append(rest, c)
	}
	for _, c := range rest {
		if l.grid.Cols == r.wide && c.Col <= r.column && r.column < c.end() && r.column > l.cells[at].Col {
			return slot{cell: c}, around
		}
	}
	filled := rest[:0:0]
	for _, c := range rest {
		if !c.empty() && !strings.HasPrefix(c.label.bare, "单位") {
			filled = append(filled, c)
		}
	}
	switch {
	case len(filled) == 1:
		return slot{cell: filled[0]}, around
	case len(filled) == 0 && len(rest) > 0:
		return slot{cell: rest[0]}, around
	}
	return slot{missing: true, doubt: data.DoubtShortRow}, around
}
