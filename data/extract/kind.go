package extract

import "unicode/utf8"

// kind says which table a row of a grid heads, if any.
type kind uint8

const (
	noHeader kind = iota
	headsTable2
	headsTable3
	headsTable4
)

// classify finds the rows of grids that are headers. A header names columns
// and holds no figure.
func classify(lines []line) []kind {
	out := make([]kind, len(lines))
	for i := range lines {
		if lines[i].grid != nil {
			out[i] = kindOf(&lines[i])
		}
	}
	return out
}

func kindOf(l *line) kind {
	cat := load()
	best, most := noHeader, 0
	for _, t := range []struct {
		kind kind
		c    *catalog
	}{{headsTable2, cat.t2}, {headsTable3, cat.t3}, {headsTable4, cat.t4}} {
		n, sole := t.c.names(l)
		// One short name alone is a row's label: （七）总计, 3.其他.
		if n > most && (n > 1 || utf8.RuneCountInString(sole.bare) >= 3) {
			best, most = t.kind, n
		}
	}
	if best != noHeader && l.values() > 0 {
		return noHeader
	}
	return best
}

// names counts the different labels of columns, and of what stands above
// columns, in a row; last is one of them.
func (c *catalog) names(l *line) (n int, last label) {
	var seen [8]string
	for i := range l.cells {
		cell := &l.cells[i]
		if cell.above || cell.label.empty() || !c.heads(cell.label) {
			continue
		}
		known := false
		for _, s := range seen[:n] {
			known = known || s == cell.label.bare
		}
		if !known && n < len(seen) {
			seen[n] = cell.label.bare
			n++
			last = cell.label
		}
	}
	return n, last
}

// heads reports whether the label stands above values. In table 4 the labels
// of its rows do, since it prints them across.
func (c *catalog) heads(l label) bool {
	if c.column(l) != nil || c.isParent(l) {
		return true
	}
	return c.name == "t4" && (c.row(l) != nil || c.group(l))
}
