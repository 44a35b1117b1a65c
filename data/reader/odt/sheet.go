package odt

import (
	"strings"

	"github.com/nianbao/nianbao/data/document"
)

// workbookSheet is a sheet of a workbook as read.
type workbookSheet struct {
	name string
	*grid
}

// build gives out the sheet at its place in the raster.
func (s *workbookSheet) build(out *document.Builder) error {
	sheet := document.Sheet{Name: s.name}
	borders := map[[2]int]bool{}
	for i, row := range s.rows {
		number := s.numbers[i]
		if blank(row) {
			continue
		}
		if number > maxSheet {
			return document.ErrTooLarge
		}
		for len(sheet.Cells) <= number {
			sheet.Cells = append(sheet.Cells, nil)
		}
		texts := make([]string, len(row))
		for k := range row {
			texts[k] = cellText(&row[k].LayoutCell)
			if row[k].bordered {
				borders[[2]int{number, k}] = true
			}
		}
		sheet.Cells[number] = texts
	}
	sheet.Bordered = func(row, col int) (bool, error) { return borders[[2]int{row, col}], nil }
	if err := s.merge(&sheet); err != nil {
		return err
	}
	return out.Sheet(&sheet)
}

func (s *workbookSheet) merge(sheet *document.Sheet) error {
	for i, row := range s.rows {
		for k := range row {
			c := &row[k]
			if c.covered || c.RowSpan <= 1 && c.ColSpan <= 1 {
				continue
			}
			top := s.numbers[i]
			if err := sheet.Merge(top, c.col, top+c.RowSpan-1, c.col+c.ColSpan-1); err != nil {
				return err
			}
		}
	}
	return nil
}

func cellText(c *document.LayoutCell) string {
	var out []string
	for _, b := range c.Blocks {
		if text := strings.TrimSpace(b.Text); text != "" {
			out = append(out, text)
		}
	}
	if len(out) == 0 && c.Picture {
		return document.PictureText
	}
	return strings.Join(out, "\n")
}

// value returns the text of a workbook's cell where it is not what the cell
// shows: a number that its format hides, or a formula whose result was not
// saved, which must not look blank.
func (w *walker) value(e element, c *cell) (string, bool) {
	if !w.workbook {
		return "", false
	}
	shown := cellText(&c.LayoutCell)
	switch attr(e, "value-type") {
	case "float", "currency", "percentage":
		text, odd := document.Numeral(attr(e, "value"), shown)
		if odd {
			w.odd = append(w.odd, [2]string{shown, text})
		}
		return text, text != shown
	case "":
		formula := attr(e, "formula")
		return "=" + formula, formula != "" && shown == ""
	}
	return "", false
}

// columnStyles reads the style that the cells of columns have where they name
// none.
func (t *grid) columnStyles(e element) {
	style := attr(e, "default-cell-style-name")
	n := max(number(attr(e, "number-columns-repeated")), 1)
	for range min(n, document.MaxColumns-len(t.styles)) {
		t.styles = append(t.styles, style)
	}
}

// border reports whether the cell is drawn with a border.
func (w *walker) border(t *grid, e element, col int) bool {
	style := attr(e, "style-name")
	if style == "" && col < len(t.styles) {
		style = t.styles[col]
	}
	return w.borders[style]
}
