package check

import (
	"fmt"
	"slices"
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
// whole column by the column's.
func (s *sheet) names(codes []string) string {
	in := make(map[string]bool, len(codes))
	for _, c := range codes {
		in[c] = true
	}
	var out []string
	if s.form != nil {
		out = append(out, s.wholeRows(in)...)
		out = append(out, s.wholeColumns(in)...)
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
	return some(out, "处")
}

// name is a cell's short name, or the code where no edition has it.
func (s *sheet) name(code string) string {
	if c := form.CellOf(s.Edition, code); c != nil {
		return cellName(c)
	}
	return quote(code)
}

// cellName is a cell's short name outside an equation, where the column 总计
// must not be taken for the whole row.
func cellName(c *form.Cell) string {
	if c.Column.Code == totalColumn {
		return c.Row.Short + "（" + c.Column.Short + "）"
	}
	return c.Short()
}

// wholeRows names the rows all of whose cells are in the set, and takes
// those cells out.
func (s *sheet) wholeRows(in map[string]bool) []string {
	var out []string
	for _, r := range s.form.Rows {
		cells := s.cells(func(c *form.Cell) bool { return c.Row == r })
		if len(cells) > 1 && take(in, cells) {
			out = append(out, r.Short)
		}
	}
	return out
}

func (s *sheet) wholeColumns(in map[string]bool) []string {
	var out []string
	var seen []string
	for _, cell := range s.form.Cells {
		code := cell.Column.Code
		if code == "" || slices.Contains(seen, code) {
			continue
		}
		seen = append(seen, code)
		cells := s.cells(func(c *form.Cell) bool { return c.Column.Code == code })
		if len(cells) > 3 && take(in, cells) {
			out = append(out, cell.Column.Short+"（各行）")
		}
	}
	return out
}

func (s *sheet) cells(fits func(*form.Cell) bool) []string {
	var out []string
	for _, c := range s.form.Cells {
		if fits(c) {
			out = append(out, c.Code)
		}
	}
	return out
}

// take removes the cells from the set if it has them all.
func take(in map[string]bool, cells []string) bool {
	for _, c := range cells {
		if !in[c] {
			return false
		}
	}
	for _, c := range cells {
		delete(in, c)
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
