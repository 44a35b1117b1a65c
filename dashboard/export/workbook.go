package export

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/aggregate"
)

// Sheet is one table as a sheet of a workbook.
type Sheet struct {
	Name  string
	Table *aggregate.Table
}

// WriteWorkbook writes tables as XLSX, one a sheet: title, headings and rows.
// What is not known is an empty cell, and texts are never formulas.
func WriteWorkbook(w io.Writer, sheets []Sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	for i, s := range sheets {
		if err := writeSheet(f, i, s); err != nil {
			return fmt.Errorf("write workbook sheet %q: %w", s.Name, err)
		}
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

func writeSheet(f *excelize.File, i int, s Sheet) error {
	if i == 0 {
		if err := f.SetSheetName("Sheet1", s.Name); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(s.Name); err != nil {
		return err
	}
	if err := f.SetCellStr(s.Name, "A1", s.Table.Title); err != nil {
		return err
	}
	for x, c := range s.Table.Columns {
		if err := setCell(f, s.Name, x+1, 2, columnTitle(s.Table, c), false); err != nil {
			return err
		}
	}
	for y, r := range s.Table.Rows {
		for x, c := range r.Cells {
			if err := setCell(f, s.Name, x+1, y+3, aggregate.CSVText(c), c.Kind != aggregate.TextCell); err != nil {
				return err
			}
		}
	}
	return nil
}
