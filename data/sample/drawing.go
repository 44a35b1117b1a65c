package sample

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data/form"
)

// Words of the form that no cell bears.
const (
	cornerNote     = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
	applicantsHead = "申请人情况"
	contentHead    = "信息内容"
)

// draw draws a table of the form.
func (d *draftsman) draw(t *form.Table) *grid {
	rows := d.rows(t)
	switch {
	case t.Name == "s":
		return d.list(rows)
	case t.Name == "t2":
		return d.sections(rows)
	case t.Name == "t4":
		return d.across(rows)
	}
	return d.matrix(rows)
}

// sections draws table 2: a line for each item of article 20, then its own
// header and rows.
func (d *draftsman) sections(rows []*form.Row) *grid {
	cols, lines := 0, 0
	for i, r := range rows {
		cols = max(cols, 1+len(r.Columns))
		lines++
		if begins(rows, i) {
			lines += 2
		}
	}
	g, at := newGrid(lines, cols), 0
	for i, r := range rows {
		if begins(rows, i) {
			d.head(g, r.Path[0], at, 0, 1, cols)
			d.head(g, contentHead, at+1, 0, 1, 1)
			for k, c := range r.Columns {
				d.head(g, c.Label(), at+1, k+1, 1, lastWidth(k, r, cols))
			}
			at += 2
		}
		d.head(g, r.Label(), at, 0, 1, 1)
		for k, c := range r.Columns {
			d.cell(g, code(r, c), at, k+1, lastWidth(k, r, cols))
		}
		at++
	}
	return g
}

func begins(rows []*form.Row, i int) bool { return i == 0 || rows[i-1].Path[0] != rows[i].Path[0] }

// lastWidth lets a section's last column reach the table's edge.
func lastWidth(k int, r *form.Row, cols int) int {
	if k == len(r.Columns)-1 {
		return cols - 1 - k
	}
	return 1
}

// matrix draws table 3: merged labels at the left, applicants across.
func (d *draftsman) matrix(rows []*form.Row) *grid {
	var left, top [][]string
	for _, r := range rows {
		left = append(left, r.Path)
	}
	columns := rows[0].Columns
	for _, c := range columns {
		top = append(top, slices.Concat([]string{applicantsHead}, c.Path))
	}
	labels, heads := depthOf(left), depthOf(top)
	g := newGrid(heads+len(rows), labels+len(columns))
	if labels == 3 && len(columns) == 7 {
		g.widths = []int{80, 110, 250, 80, 80, 80, 80, 80, 80, 80}
	}
	d.head(g, cornerNote, 0, 0, heads, labels)
	for _, s := range spans(top, heads) {
		d.head(g, s.text, s.level, labels+s.first, s.levels, s.leaves)
	}
	for _, s := range spans(left, labels) {
		d.head(g, s.text, heads+s.first, s.level, s.leaves, s.levels)
	}
	for i, r := range rows {
		for k, c := range columns {
			d.cell(g, code(r, c), heads+i, labels+k, 1)
		}
	}
	return g
}

// across draws table 4, whose labels all stand above one row of figures.
func (d *draftsman) across(rows []*form.Row) *grid {
	var top [][]string
	var codes []string
	for _, r := range rows {
		for _, c := range r.Columns {
			top = append(top, slices.Concat(r.Path, c.Path))
			codes = append(codes, code(r, c))
		}
	}
	heads := depthOf(top)
	g := newGrid(heads+1, len(codes))
	for _, s := range spans(top, heads) {
		d.head(g, s.text, s.level, s.first, s.levels, s.leaves)
	}
	for i, c := range codes {
		d.cell(g, c, heads, i, 1)
	}
	return g
}

// item is a line of the 2014 table: a figure's, or a heading without one.
type item struct {
	text  string
	depth int
	row   *form.Row
}

// list draws the table of the 2014 edition: indicator, unit, figure.
func (d *draftsman) list(rows []*form.Row) *grid {
	items := listItems(rows)
	g := newGrid(len(items)+1, 3)
	g.widths = []int{720, 110, 170}
	for i, text := range []string{"统计指标", "单位", "统计数"} {
		d.head(g, text, 0, i, 1, 1)
	}
	for i, it := range items {
		g.put(box{text: strings.Repeat("　　", it.depth) + it.text, row: i + 1, height: 1, width: 1, left: true})
		if it.row == nil {
			d.head(g, "—", i+1, 1, 1, 1)
			d.head(g, "—", i+1, 2, 1, 1)
			continue
		}
		d.head(g, it.row.Unit, i+1, 1, 1, 1)
		d.cell(g, it.row.Code, i+1, 2, 1)
	}
	return g
}

// listItems puts in the headings that are no figures themselves.
func listItems(rows []*form.Row) []item {
	var out []item
	var printed []string
	for _, r := range rows {
		for depth, label := range r.Path {
			last := depth == len(r.Path)-1
			if depth < len(printed) && !last && strings.HasPrefix(printed[depth], label) {
				continue
			}
			printed = append(printed[:min(depth, len(printed))], label)
			if last {
				out = append(out, item{text: label, depth: depth, row: r})
			} else {
				out = append(out, item{text: label, depth: depth})
			}
		}
	}
	return out
}
