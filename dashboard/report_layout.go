package dashboard

import (
	"github.com/nianbao/nianbao/data/form"
)

// sheet is one table as the national form prints it, its figures in place,
// ready for a table element.
type sheet struct {
	Head []sheetLine
	Body []sheetLine
	// Width is the number of columns of the printed table.
	Width int
	// Layout is the table's layout, for the style.
	Layout form.Layout
}

// sheetLine is one row of a sheet; Class is that of form.SheetLine.
type sheetLine struct {
	Class string
	Cells []sheetCell
}

// sheetCell is a label, or a figure where Figure is not nil.
type sheetCell struct {
	form.SheetCell
	Figure *shownFigure
}

// layOut arranges the table as the form prints it. figure gives what stands
// in a cell; it is called once for each cell of the table.
func layOut(t *form.Table, figure func(*form.Cell) *shownFigure) sheet {
	printed := t.Sheet()
	fill := func(lines []form.SheetLine) []sheetLine {
		out := make([]sheetLine, len(lines))
		for i, l := range lines {
			out[i].Class = l.Class
			for _, c := range l.Cells {
				shown := sheetCell{SheetCell: c}
				if c.Cell != nil {
					shown.Figure = figure(c.Cell)
				}
				out[i].Cells = append(out[i].Cells, shown)
			}
		}
		return out
	}
	return sheet{Head: fill(printed.Head), Body: fill(printed.Body), Width: printed.Width, Layout: t.Layout}
}
