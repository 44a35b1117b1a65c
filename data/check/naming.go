package check

import (
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/data/form"
)

// mostNames is how many names a list shows before it says 等n格.
const mostNames = 12

// some joins names with 、 and cuts a long list, counting what it counts in
// the unit given.
func some(names []string, unit string) string {
	if len(names) <= mostNames {
		return strings.Join(names, "、")
	}
	return fmt.Sprintf("%s等%d%s", strings.Join(names[:mostNames], "、"), len(names), unit)
}

// title is the table's short name: 表三.
func (s *sheet) title() string {
	if s.form != nil {
		return s.form.Short
	}
	return s.Name
}

// names lists cells in the form's order, a whole row by the row's name and a
// whole column by the column's, whichever makes the shorter list.
func (s *sheet) names(codes []string) string { return s.shortest(codes, false) }

// namesOfParts does the same where the set can hold no total: a row is whole
// without its 总计.
func (s *sheet) namesOfParts(codes []string) string { return s.shortest(codes, true) }

func (s *sheet) shortest(codes []string, parts bool) string {
	byRow := s.list(codes, parts, true)
	if s.form != nil && len(codes) > 1 {
		if byColumn := s.list(codes, parts, false); len(byColumn) < len(byRow) {
			byRow = byColumn
		}
	}
	return some(byRow, "处")
}

func (s *sheet) list(codes []string, parts, rowsFirst bool) []string {
	in := make(map[string]bool, len(codes))
	for _, c := range codes {
		in[c] = true
	}
	var out []string
	if s.form != nil {
		if rowsFirst {
			out = append(s.wholeRows(in, parts), s.wholeColumns(in, parts)...)
		} else {
			out = append(s.wholeColumns(in, parts), s.wholeRows(in, parts)...)
		}
		for _, c := range s.form.Cells {
			if in[c.Code] {
				out = append(out, cellName(c))
				delete(in, c.Code)
			}
		}
	}
	for _, code := range codes { // rows of another edition
		if in[code] {
			out = append(out, s.name(code))
			delete(in, code)
		}
	}
	return out
}

// name is a cell's short name, or the code where no edition has it.
func (s *sheet) name(code string) string {
	if c := form.CellOf(s.Edition, code); c != nil {
		return cellName(c)
	}
	return quote(code)
}

// cellName is a cell's short name outside an equation, where the column 总计
// must not be taken for the whole row, nor 纠错 of lawsuits for that of
// reviews.
func cellName(c *form.Cell) string {
	switch c.Column.Code {
	case totalColumn:
		return c.Row.Short + "（" + c.Column.Short + "）"
	case "":
		return rowName(c)
	}
	return c.Short()
}

// rowName is the short name of a row without columns, with that of the row
// it is a part of where another row is called the same.
func rowName(c *form.Cell) string {
	var parent *form.Row
	same := 0
	for _, r := range c.Table.Rows {
		if r.Short == c.Row.Short {
			same++
		}
		if strings.HasPrefix(c.Row.Code, r.Code+".") {
			parent = r
		}
	}
	if same > 1 && parent != nil {
		return parent.Short + "（" + c.Row.Short + "）"
	}
	return c.Row.Short
}

// wholeRows names the rows all of whose cells are in the set, and takes
// those cells out.
func (s *sheet) wholeRows(in map[string]bool, parts bool) []string {
	var names []string
	rest := s.form.Cells // rows stand one after the other
	for _, r := range s.form.Rows {
		cells := s.without(rest[:len(r.Columns)], parts)
		rest = rest[len(r.Columns):]
		if len(cells) > 1 && take(in, cells) {
			names = append(names, r.Short)
		}
	}
	return names
}

// wholeColumns does the same for columns of some length.
func (s *sheet) wholeColumns(in map[string]bool, parts bool) []string {
	const long = 4
	if len(in) < long {
		return nil
	}
	var order []string
	columns := map[string][]*form.Cell{}
	for _, c := range s.without(s.form.Cells, parts) {
		code := c.Column.Code
		if columns[code] == nil {
			order = append(order, code)
		}
		columns[code] = append(columns[code], c)
	}
	var names []string
	for _, code := range order {
		if cells := columns[code]; code != "" && len(cells) >= long && take(in, cells) {
			names = append(names, cells[0].Column.Short+"（各行）")
		}
	}
	return names
}

// without leaves the totals out if only parts are asked for.
func (s *sheet) without(cells []*form.Cell, parts bool) []*form.Cell {
	if !parts {
		return cells
	}
	var out []*form.Cell
	for _, c := range cells {
		if !form.IsTotal(s.Edition, c.Code) {
			out = append(out, c)
		}
	}
	return out
}

// take removes the cells from the set if it has them all.
func take(in map[string]bool, cells []*form.Cell) bool {
	for _, c := range cells {
		if !in[c.Code] {
			return false
		}
	}
	for _, c := range cells {
		delete(in, c.Code)
	}
	return true
}

func editionIDs() []string {
	var out []string
	for _, e := range form.Editions() {
		out = append(out, e.ID)
	}
	return out
}
