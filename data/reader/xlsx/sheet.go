package xlsx

import (
	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/data/document"
)

// reader reads the sheets of a workbook one after the other.
type reader struct {
	file    *excelize.File
	out     document.Builder
	borders map[int]bool // style -> has a border
}

// position is a cell's row and column from 0.
type position struct{ row, col int }

func (r *reader) sheet(name string) error {
	visible, err := r.file.GetSheetVisible(name)
	if err != nil {
		return err
	}
	if !visible {
		r.out.Note("工作表“%s”已隐藏，未读取", name)
		return nil
	}
	cells, err := r.cells(name)
	if err != nil {
		return err
	}
	if cells == nil {
		return nil
	}
	s := &document.Sheet{Name: name, Cells: cells, Bordered: func(row, col int) (bool, error) {
		return r.bordered(name, row, col)
	}}
	if err := r.merges(s); err != nil {
		return err
	}
	return r.out.Sheet(s)
}

// cells returns the text of every cell of a sheet, nil where the sheet has no
// raster (a chart).
func (r *reader) cells(name string) ([][]string, error) {
	shown, err := r.rows(name, false)
	if err != nil || shown == nil {
		return nil, err
	}
	raw, err := r.rows(name, true)
	if err != nil {
		return nil, err
	}
	for i := range shown {
		for i < len(raw) && len(shown[i]) < len(raw[i]) {
			shown[i] = append(shown[i], "") // cut off by a format that shows nothing
		}
		for k := range shown[i] {
			was := ""
			if i < len(raw) && k < len(raw[i]) {
				was = raw[i][k]
			}
			if shown[i][k], err = r.cell(name, position{i, k}, was, shown[i][k]); err != nil {
				return nil, err
			}
		}
	}
	return shown, nil
}

// rows reads the rows of a sheet. The library's own GetRows ends without an
// error at the first row that it cannot read; here that is one.
func (r *reader) rows(name string, raw bool) ([][]string, error) {
	rows, err := r.file.Rows(name)
	if err != nil {
		if _, ok := err.(excelize.ErrSheetNotExist); ok {
			return nil, nil
		}
		return nil, err
	}
	defer rows.Close()
	out := [][]string{}
	for rows.Next() {
		row, err := rows.Columns(excelize.Options{RawCellValue: raw})
		if err != nil {
			return nil, err
		}
		out = append(out, row)
	}
	return out, rows.Error()
}

// cell returns the text of a cell of which the library gives the value as
// saved and as shown.
func (r *reader) cell(sheet string, at position, raw, shown string) (string, error) {
	if raw == "" && shown == "" {
		name, err := excelize.CoordinatesToCellName(at.col+1, at.row+1)
		if err != nil {
			return "", err
		}
		// A formula without a saved result, as programs write it that do not
		// compute: Excel would show a number here. It must not look blank.
		formula, err := r.file.GetCellFormula(sheet, name)
		if err != nil || formula == "" {
			return "", err
		}
		return "=" + formula, nil
	}
	if raw == shown && !document.IsScientific(raw) {
		return shown, nil
	}
	name, err := excelize.CoordinatesToCellName(at.col+1, at.row+1)
	if err != nil {
		return "", err
	}
	kind, err := r.file.GetCellType(sheet, name)
	if err != nil {
		return "", err
	}
	if kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset && kind != excelize.CellTypeFormula {
		return shown, nil
	}
	text, odd := document.Numeral(raw, shown)
	if odd {
		r.out.Note("工作表“%s”单元格 %s 显示为“%s”，实际存的是 %s，按“%s”读取", sheet, name, shown, raw, text)
	}
	return text, nil
}

// merges reads the merged areas.
func (r *reader) merges(s *document.Sheet) error {
	merges, err := r.file.GetMergeCells(s.Name, true)
	if err != nil {
		return err
	}
	for _, m := range merges {
		left, top, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err != nil {
			return err
		}
		right, bottom, err := excelize.CellNameToCoordinates(m.GetEndAxis())
		if err != nil {
			return err
		}
		if err := s.Merge(top-1, left-1, bottom-1, right-1); err != nil {
			return err
		}
	}
	return nil
}

// bordered reports whether the cell has a border.
func (r *reader) bordered(sheet string, row, col int) (bool, error) {
	name, err := excelize.CoordinatesToCellName(col+1, row+1)
	if err != nil {
		return false, err
	}
	id, err := r.file.GetCellStyle(sheet, name)
	if err != nil {
		return false, err
	}
	known, ok := r.borders[id]
	if !ok {
		style, err := r.file.GetStyle(id)
		if err != nil {
			return false, err
		}
		for _, b := range style.Border {
			known = known || b.Style > 0
		}
		r.borders[id] = known
	}
	return known, nil
}
