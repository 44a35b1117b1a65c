package variation

import (
	"slices"

	"github.com/nianbao/nianbao/data/form"
)

// box is a cell of a table with its span.
type box struct {
	text       string
	rows, cols int
	code       string // of the figure in it; empty for words
	was        string // the text that a tracked change deletes
	added      bool   // a tracked change inserted text

	row, col int // place, once the table is laid out
}

// table is its rows, each with the boxes that begin in it.
type table struct {
	rows [][]*box
}

// lay gives every box its place as a browser would; a position that no box
// covers is nil.
func (t *table) lay() [][]*box {
	var at [][]*box
	cover := func(r, c int, b *box) {
		for len(at) <= r {
			at = append(at, nil)
		}
		for len(at[r]) <= c {
			at[r] = append(at[r], nil)
		}
		at[r][c] = b
	}
	for r, row := range t.rows {
		c := 0
		for _, b := range row {
			for r < len(at) && c < len(at[r]) && at[r][c] != nil {
				c++
			}
			b.row, b.col = r, c
			for i := range min(b.rows, len(t.rows)-r) {
				for k := range b.cols {
					cover(r+i, c+k, b)
				}
			}
			c += b.cols
		}
	}
	return at
}

// line is what touches one row of a laid table, each box once.
func line(row []*box) []*box {
	var out []*box
	for _, b := range row {
		if b != nil && !slices.Contains(out, b) {
			out = append(out, b)
		}
	}
	return out
}

func one(text string) *box            { return &box{text: text, rows: 1, cols: 1} }
func wide(text string, cols int) *box { return &box{text: text, rows: 1, cols: cols} }

// drawTable draws a table of the form: one grid, or several where the file
// prints it so.
func (d *draft) drawTable(t *form.Table) []*table {
	rows := d.rows[t.Name]
	switch t.Layout {
	case form.LayoutList:
		return []*table{d.list(rows)}
	case form.LayoutSections:
		return d.sections(rows)
	case form.LayoutAcross:
		return []*table{d.across(rows)}
	}
	return []*table{d.matrix(t, rows)}
}

// sections draws table 2.
func (d *draft) sections(rows []*form.Row) []*table {
	most := 0
	for _, r := range rows {
		most = max(most, len(r.Columns))
	}
	var parts []*table
	for i, r := range rows {
		columns := d.columns(r)
		stretch := func(boxes []*box) []*box {
			boxes[len(boxes)-1].cols += most - len(columns)
			return boxes
		}
		if i == 0 || rows[i-1].Path[0] != r.Path[0] {
			head := []*box{one("信息内容")}
			for _, c := range columns {
				head = append(head, one(d.label(label{text: c.Label(), own: true})))
			}
			parts = append(parts, &table{rows: [][]*box{{wide(r.Path[0], most+1)}, stretch(head)}})
		}
		last := parts[len(parts)-1]
		last.rows = append(last.rows, stretch(append([]*box{one(d.label(label{text: r.Label(), row: true, own: true}))}, d.values(r, columns)...)))
	}
	if d.five {
		return parts
	}
	whole := &table{}
	for _, p := range parts {
		whole.rows = append(whole.rows, p.rows...)
	}
	return []*table{whole}
}

// values are a row's figures.
func (d *draft) values(r *form.Row, columns []*form.Column) []*box {
	var out []*box
	for _, c := range columns {
		code := cellCode(r, c)
		out = append(out, &box{text: d.figures[code].Raw, rows: 1, cols: 1, code: code})
	}
	return out
}

// matrix draws table 3.
func (d *draft) matrix(t *form.Table, rows []*form.Row) *table {
	columns := d.columns(rows[0])
	var top, left [][]string
	for _, c := range columns {
		top = append(top, append([]string{t.Heading}, c.Path...))
	}
	for _, r := range rows {
		left = append(left, r.Path)
	}
	heads, labels := depth(top), depth(left)
	out := &table{rows: d.headRows(top, heads, false)}
	corner := one(t.Corner)
	corner.rows, corner.cols = heads, labels
	out.rows[0] = slices.Insert(out.rows[0], 0, corner)
	side := d.headRows(left, labels, true)
	for i, r := range rows {
		var row []*box
		for level := range labels {
			for _, b := range side[level] {
				if b.col == i {
					// Drawn as a header, turned on its side.
					row = append(row, &box{text: b.text, rows: b.cols, cols: b.rows})
				}
			}
		}
		out.rows = append(out.rows, append(row, d.values(r, columns)...))
	}
	return out
}

// across draws table 4.
func (d *draft) across(rows []*form.Row) *table {
	var top [][]string
	var values []*box
	for _, r := range rows {
		columns := d.columns(r)
		for _, c := range columns {
			top = append(top, slices.Concat(r.Path, c.Path))
		}
		values = append(values, d.values(r, columns)...)
	}
	out := &table{rows: d.headRows(top, depth(top), false)}
	out.rows = append(out.rows, values)
	return out
}

// headRows lays labels out as merged cells: neighbours with the same beginning
// share it, a path's last label reaches to the end. A box's col is its first leaf.
func (d *draft) headRows(paths [][]string, levels int, side bool) [][]*box {
	out := make([][]*box, levels)
	for level := range levels {
		for i := 0; i < len(paths); {
			p := paths[i]
			if level >= len(p) {
				i++
				continue
			}
			b := &box{rows: 1, cols: 1, col: i}
			own := level == len(p)-1
			if own {
				b.rows = levels - level
			}
			for !own && i+b.cols < len(paths) && len(paths[i+b.cols]) > level+1 && slices.Equal(paths[i+b.cols][:level+1], p[:level+1]) {
				b.cols++
			}
			b.text = d.label(label{text: p[level], row: side, own: own})
			out[level] = append(out[level], b)
			i += b.cols
		}
	}
	return out
}

func depth(paths [][]string) int {
	n := 0
	for _, p := range paths {
		n = max(n, len(p))
	}
	return n
}

// list draws the table of the 2014 edition: indicator, unit, figure.
func (d *draft) list(rows []*form.Row) *table {
	out := &table{rows: [][]*box{{one("统计指标"), one("单位"), one("统计数")}}}
	var printed []string
	for _, r := range rows {
		for level, text := range r.Path {
			last := level == len(r.Path)-1
			if !last && level < len(printed) && begins(printed[level], text) {
				continue
			}
			printed = append(printed[:min(level, len(printed))], text)
			name := indent(level) + d.label(label{text: text, row: true, own: last})
			if last {
				out.rows = append(out.rows, append([]*box{one(name), one(r.Unit)}, d.values(r, r.Columns)...))
			} else {
				out.rows = append(out.rows, []*box{one(name), one("—"), one("—")})
			}
		}
	}
	return out
}
