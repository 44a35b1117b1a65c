package form

import (
	"slices"
	"strings"
)

// Sheet is one table as the national form prints it: lines of labels and
// figures with their merges.
type Sheet struct {
	Head []SheetLine
	Body []SheetLine
	// Width is the number of columns of the printed table.
	Width int
}

// SheetLine is one row of a Sheet.
type SheetLine struct {
	// Class is "" for a row of figures, "section" for a heading over rows,
	// "header" for column labels inside the body, "sum" for a 总计 row.
	Class string
	Cells []SheetCell
}

// SheetCell is a label, or a figure where Cell is not nil.
type SheetCell struct {
	Text             string
	RowSpan, ColSpan int // at least 1
	// Head: the cell is a label of others.
	Head bool
	// Scope is what a label is of: row, col, rowgroup or colgroup.
	Scope string
	// Depth indents a row of the 2014 table, from 0.
	Depth int
	Cell  *Cell
}

// Sheet arranges the table as the form prints it. Each cell of the table
// stands in it once, in the order of Cells.
func (t *Table) Sheet() Sheet {
	cells := map[*Row]map[*Column]*Cell{}
	for _, c := range t.Cells {
		if cells[c.Row] == nil {
			cells[c.Row] = map[*Column]*Cell{}
		}
		cells[c.Row][c.Column] = c
	}
	l := layouter{table: t, at: func(r *Row, c *Column, span int) SheetCell {
		return SheetCell{RowSpan: 1, ColSpan: span, Cell: cells[r][c]}
	}}
	switch t.Layout {
	case LayoutList:
		return l.list()
	case LayoutAcross:
		return l.across()
	case LayoutSections:
		return l.sections()
	}
	return l.rows()
}

// layouter makes the sheet of one table.
type layouter struct {
	table *Table
	at    func(r *Row, c *Column, span int) SheetCell
}

// rows: labels to the left in merged groups, one header above.
func (l layouter) rows() Sheet {
	columns := l.table.Rows[0].Columns
	depth := 0
	var labels [][]string
	for _, r := range l.table.Rows {
		depth = max(depth, len(r.Path))
		labels = append(labels, r.Path)
	}
	s := Sheet{Width: depth + len(columns), Head: l.header(columns, depth)}
	groups := groupLabels(labels, depth)
	for i, r := range l.table.Rows {
		line := SheetLine{Class: lineClass(r)}
		for _, g := range groups[i] {
			line.Cells = append(line.Cells, SheetCell{
				Text: g.text, RowSpan: g.along, ColSpan: g.deep, Head: true, Scope: groupScope("row", g.along),
			})
		}
		for _, c := range r.Columns {
			line.Cells = append(line.Cells, l.at(r, c, 1))
		}
		s.Body = append(s.Body, line)
	}
	return s
}

// header is the two or three lines of column labels, with the form's corner
// and its heading over all columns.
func (l layouter) header(columns []*Column, labelDepth int) []SheetLine {
	var paths [][]string
	for _, c := range columns {
		paths = append(paths, c.Path)
	}
	lines := headerLines(paths)
	if l.table.Heading != "" {
		over := SheetLine{Cells: []SheetCell{{Text: l.table.Heading, RowSpan: 1, ColSpan: len(columns), Head: true, Scope: "colgroup"}}}
		lines = slices.Insert(lines, 0, over)
	}
	corner := SheetCell{Text: l.table.Corner, RowSpan: len(lines), ColSpan: labelDepth, Head: true, Scope: "col"}
	lines[0].Cells = slices.Insert(lines[0].Cells, 0, corner)
	return lines
}

// headerLines turns the paths of neighbouring columns into merged lines.
func headerLines(paths [][]string) []SheetLine {
	depth := 1
	for _, p := range paths {
		depth = max(depth, len(p))
	}
	lines := make([]SheetLine, depth)
	for _, groups := range groupLabels(paths, depth) {
		for _, g := range groups {
			lines[g.level].Cells = append(lines[g.level].Cells, SheetCell{
				Text: g.text, RowSpan: g.deep, ColSpan: g.along, Head: true, Scope: groupScope("col", g.along),
			})
		}
	}
	return lines
}

// across: the rows stand beside each other and hold one line of figures.
func (l layouter) across() Sheet {
	var s Sheet
	var paths [][]string
	var line SheetLine
	for _, r := range l.table.Rows {
		for _, c := range r.Columns {
			paths = append(paths, slices.Concat(r.Path, c.Path))
			line.Cells = append(line.Cells, l.at(r, c, 1))
		}
	}
	s.Head, s.Body, s.Width = headerLines(paths), []SheetLine{line}, len(paths)
	return s
}

// sections: under each 第二十条第（…）项 a header of its own, as wide as the
// widest one.
func (l layouter) sections() Sheet {
	width := 1
	for _, r := range l.table.Rows {
		width = leastCommonMultiple(width, len(r.Columns))
	}
	s := Sheet{Width: 1 + width}
	for i, r := range l.table.Rows {
		if i == 0 || !sameSection(l.table.Rows[i-1], r) {
			s.Body = append(s.Body, l.sectionHead(r, width)...)
		}
		line := SheetLine{Class: lineClass(r), Cells: []SheetCell{{Text: r.Label(), RowSpan: 1, ColSpan: 1, Head: true, Scope: "row"}}}
		for _, c := range r.Columns {
			line.Cells = append(line.Cells, l.at(r, c, width/len(r.Columns)))
		}
		s.Body = append(s.Body, line)
	}
	return s
}

func (l layouter) sectionHead(r *Row, width int) []SheetLine {
	var out []SheetLine
	if len(r.Path) > 1 {
		title := SheetCell{Text: strings.Join(r.Path[:len(r.Path)-1], "／"), RowSpan: 1, ColSpan: 1 + width, Head: true, Scope: "rowgroup"}
		out = append(out, SheetLine{Class: "section", Cells: []SheetCell{title}})
	}
	header := SheetLine{Class: "header", Cells: []SheetCell{{Text: l.table.Corner, RowSpan: 1, ColSpan: 1, Head: true, Scope: "col"}}}
	for _, c := range r.Columns {
		header.Cells = append(header.Cells, SheetCell{
			Text: strings.Join(c.Path, "／"), RowSpan: 1, ColSpan: width / len(r.Columns), Head: true, Scope: "col",
		})
	}
	return append(out, header)
}

// sameSection reports whether two neighbouring rows stand under one header.
func sameSection(a, b *Row) bool {
	return slices.Equal(a.Path[:len(a.Path)-1], b.Path[:len(b.Path)-1]) && slices.Equal(a.Columns, b.Columns)
}

// list: 统计指标, 单位, 统计数, a line for each; labels that only group others
// get a line without figure, as the form prints them.
func (l layouter) list() Sheet {
	s := Sheet{Width: 3}
	head := func(text string) SheetCell {
		return SheetCell{Text: text, RowSpan: 1, ColSpan: 1, Head: true, Scope: "col"}
	}
	s.Head = []SheetLine{{Cells: []SheetCell{head(l.table.Corner), head("单位"), head(l.table.Rows[0].Columns[0].Label())}}}
	var above []string // the labels that the last line stands under, and its own
	for _, r := range l.table.Rows {
		known := 0
		for known < len(above) && known < len(r.Path)-1 && strings.HasPrefix(above[known], r.Path[known]) {
			known++
		}
		for d := known; d < len(r.Path)-1; d++ {
			s.Body = append(s.Body, listHeading(r.Path[d], d))
		}
		label := SheetCell{Text: r.Label(), RowSpan: 1, ColSpan: 1, Head: true, Scope: "row", Depth: len(r.Path) - 1}
		unit := SheetCell{Text: r.Unit, RowSpan: 1, ColSpan: 1}
		line := SheetLine{Cells: []SheetCell{label, unit, l.at(r, r.Columns[0], 1)}}
		if len(r.Path) == 1 {
			line.Class = "section"
		}
		s.Body = append(s.Body, line)
		above = r.Path
	}
	return s
}

func listHeading(text string, depth int) SheetLine {
	line := SheetLine{Cells: []SheetCell{
		{Text: text, RowSpan: 1, ColSpan: 1, Head: true, Scope: "rowgroup", Depth: depth},
		{Text: "——", RowSpan: 1, ColSpan: 1}, {Text: "——", RowSpan: 1, ColSpan: 1},
	}}
	if depth == 0 {
		line.Class = "section"
	}
	return line
}

// labelGroup is one merged label: it covers along neighbours and deep levels.
type labelGroup struct {
	text               string
	level, along, deep int
}

// groupLabels merges the labels that neighbours share, level by level. The
// groups that begin at an item stand under its index, outermost first; the
// last label of a path is never merged and covers the levels below it.
func groupLabels(paths [][]string, depth int) [][]labelGroup {
	out := make([][]labelGroup, len(paths))
	for i, p := range paths {
		for level := range p {
			if level == len(p)-1 {
				out[i] = append(out[i], labelGroup{text: p[level], level: level, along: 1, deep: depth - level})
				continue
			}
			if i > 0 && sharesLabels(paths[i-1], p, level) {
				continue
			}
			along := 1
			for i+along < len(paths) && sharesLabels(p, paths[i+along], level) {
				along++
			}
			out[i] = append(out[i], labelGroup{text: p[level], level: level, along: along, deep: 1})
		}
	}
	return out
}

// sharesLabels reports whether both paths stand under the same labels down to
// the level, and neither ends there.
func sharesLabels(a, b []string, level int) bool {
	return level < len(a)-1 && level < len(b)-1 && slices.Equal(a[:level+1], b[:level+1])
}

func groupScope(scope string, along int) string {
	if along > 1 {
		return scope + "group"
	}
	return scope
}

func lineClass(r *Row) string {
	if strings.Contains(r.Label(), "总计") {
		return "sum"
	}
	return ""
}

func leastCommonMultiple(a, b int) int {
	x, y := a, b
	for y != 0 {
		x, y = y, x%y
	}
	return a / x * b
}
