package xlsx

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/data/document"
)

// reader reads the sheets of a workbook one after the other.
type reader struct {
	file    *excelize.File
	out     document.Builder
	borders map[int]bool // style -> has a border
}

// sheet is the raster of a sheet. Indices count from 0.
type sheet struct {
	name  string
	cells [][]string
	areas []area
	owner map[position]int // position -> index in areas, for positions in merged areas
	cols  int
}

type position struct{ row, col int }

// area is a merged area, its last row and column included.
type area struct{ top, left, bottom, right int }

func (r *reader) sheet(name string) error {
	visible, err := r.file.GetSheetVisible(name)
	if err != nil {
		return err
	}
	if !visible {
		r.note("工作表“%s”已隐藏，未读取", name)
		return nil
	}
	cells, err := r.cells(name)
	if err != nil {
		return err
	}
	if cells == nil {
		return nil
	}
	s := &sheet{name: name, cells: cells, owner: map[position]int{}}
	if err := r.merges(s); err != nil {
		return err
	}
	return r.blocks(s)
}

func (r *reader) note(form string, args ...any) {
	const most = 20 // of notes; a sheet full of odd formats needs no more to be looked at
	if len(r.out.Doc.Notes) < most {
		r.out.Doc.Notes = append(r.out.Doc.Notes, fmt.Sprintf(form, args...))
	}
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
	if raw == shown && !isScientific(raw) {
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
	text, odd := numeral(raw, shown)
	if odd {
		r.note("工作表“%s”单元格 %s 显示为“%s”，实际存的是 %s，按“%s”读取", sheet, name, shown, raw, text)
	}
	return text, nil
}

// merges reads the merged areas, cut to the part of the sheet that is used.
func (r *reader) merges(s *sheet) error {
	merges, err := r.file.GetMergeCells(s.name, true)
	if err != nil {
		return err
	}
	for _, row := range s.cells {
		s.cols = max(s.cols, len(row))
	}
	if s.cols > document.MaxColumns {
		s.cols = document.MaxColumns
		r.note("工作表“%s”第 %d 列以后的内容未读取", s.name, s.cols)
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
		a := area{top: top - 1, left: left - 1, bottom: min(bottom, len(s.cells)) - 1, right: min(right, document.MaxColumns) - 1}
		s.merge(a)
	}
	return nil
}

// merge adds an area unless it lies outside the used rows or upon another.
func (s *sheet) merge(a area) {
	if a.bottom < a.top || a.right < a.left || a.bottom == a.top && a.right == a.left {
		return
	}
	for row := a.top; row <= a.bottom; row++ {
		for col := a.left; col <= a.right; col++ {
			if _, taken := s.owner[position{row, col}]; taken {
				return
			}
		}
	}
	for row := a.top; row <= a.bottom; row++ {
		for col := a.left; col <= a.right; col++ {
			s.owner[position{row, col}] = len(s.areas)
		}
	}
	s.areas = append(s.areas, a)
	s.cols = max(s.cols, a.right+1)
}

// at returns the text of a position; what a merged area covers has none.
func (s *sheet) at(row, col int) string {
	if i, ok := s.owner[position{row, col}]; ok && (s.areas[i].top != row || s.areas[i].left != col) {
		return ""
	}
	if row >= len(s.cells) || col >= len(s.cells[row]) {
		return ""
	}
	return s.cells[row][col]
}
