package extract

import (
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// ReadCell reads a text as the figure of a cell of the form, by the very rules
// by which a file's cell is read. The form prints the cell's unit, so that an
// amount without one is in it. The figure has no place.
func ReadCell(text string, cell *form.Cell) data.Figure {
	n := parseNumber(text, cell.Measure, wan)
	return data.Figure{Code: cell.Code, State: n.state, Value: n.value, Doubt: n.doubt, Raw: rawText(text)}
}
