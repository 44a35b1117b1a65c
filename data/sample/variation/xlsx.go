package variation

import (
	"bytes"
	"strconv"

	"github.com/xuri/excelize/v2"
)

const sheet = "Sheet1"

// xlsx writes a workbook, everything on one sheet. Plain numbers are numbers,
// all else is text.
func (d *draft) xlsx() ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	style, err := f.NewStyle(&excelize.Style{
		Border:    []excelize.Border{{Type: "left", Style: 1}, {Type: "top", Style: 1}, {Type: "right", Style: 1}, {Type: "bottom", Style: 1}},
		Alignment: &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true},
	})
	if err != nil {
		return nil, err
	}
	row := 1
	for _, k := range d.blocks {
		if k.table == nil {
			if err := f.SetCellStr(sheet, name(row, 0), k.text); err != nil {
				return nil, err
			}
			row++
			continue
		}
		if err := sheetTable(f, k.table, row, style); err != nil {
			return nil, err
		}
		row += len(k.table.rows)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func sheetTable(f *excelize.File, t *table, top, style int) error {
	at := t.lay()
	for r, row := range at {
		for _, b := range line(row) {
			if b.row != r {
				continue
			}
			first, last := name(top+r, b.col), name(top+r+b.rows-1, b.col+b.cols-1)
			if err := f.SetCellStyle(sheet, first, last, style); err != nil {
				return err
			}
			if first != last {
				if err := f.MergeCell(sheet, first, last); err != nil {
					return err
				}
			}
			if err := sheetCell(f, first, b.text); err != nil {
				return err
			}
		}
	}
	return nil
}

func sheetCell(f *excelize.File, cell, text string) error {
	n, err := strconv.ParseInt(text, 10, 64)
	switch {
	case text == "":
		return nil
	case err == nil && strconv.FormatInt(n, 10) == text:
		return f.SetCellInt(sheet, cell, n)
	}
	return f.SetCellStr(sheet, cell, text)
}

// name names a cell from its row, from 1, and its column, from 0.
func name(row, col int) string {
	s, err := excelize.CoordinatesToCellName(col+1, row)
	if err != nil {
		return "A1" // cannot happen: the tables are a few columns wide
	}
	return s
}
