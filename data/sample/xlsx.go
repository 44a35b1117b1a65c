package sample

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Sheets of words: textSheet holds those before the tables, and in the
// one-sheet layout everything; restSheet those after them.
const (
	textSheet = "年度报告"
	restSheet = "其他情况"
)

// sheetWidth is how many characters wide a table is drawn.
const sheetWidth = 110

// book is a workbook being written.
type book struct {
	*excelize.File
	center int // style of a table's cells
	money  int // likewise, with two decimals
}

// writeXlsx writes a workbook: the text on a first sheet and a sheet for each
// table, or all on one sheet.
func writeXlsx(blocks []block, l Layout) ([]byte, error) {
	b := &book{File: excelize.NewFile()}
	defer b.Close()
	if err := b.fill(blocks, l); err != nil {
		return nil, fmt.Errorf("write xlsx: %w", err)
	}
	var out bytes.Buffer
	if err := b.Write(&out); err != nil {
		return nil, fmt.Errorf("write xlsx: %w", err)
	}
	return out.Bytes(), nil
}

func (b *book) fill(blocks []block, l Layout) (err error) {
	border := []excelize.Border{{Type: "left", Style: 1}, {Type: "top", Style: 1}, {Type: "right", Style: 1}, {Type: "bottom", Style: 1}}
	align := &excelize.Alignment{Horizontal: "center", Vertical: "center", WrapText: true}
	if b.center, err = b.NewStyle(&excelize.Style{Border: border, Alignment: align}); err != nil {
		return err
	}
	if b.money, err = b.NewStyle(&excelize.Style{Border: border, Alignment: align, NumFmt: 2}); err != nil {
		return err
	}
	for i, p := range pages(blocks, l) {
		if i == 0 {
			err = b.SetSheetName("Sheet1", p.sheet)
		} else {
			_, err = b.NewSheet(p.sheet)
		}
		if err != nil {
			return err
		}
		if err := b.page(p); err != nil {
			return err
		}
	}
	return nil
}

// page is what stands on one sheet.
type page struct {
	sheet  string
	blocks []block
}

// pages deals the blocks out to sheets: a table has its own, from the heading
// above it on; the text before the tables and after them one each.
func pages(blocks []block, l Layout) []page {
	if l.OneSheet {
		return []page{{textSheet, blocks}}
	}
	var out []page
	text := textSheet
	for len(blocks) > 0 {
		n, name := 1, text
		if table := tableUnder(blocks); table > 0 {
			n, name, text = table+1, blocks[table].sheet, restSheet
		}
		if len(out) == 0 || out[len(out)-1].sheet != name {
			out = append(out, page{sheet: name})
		}
		last := &out[len(out)-1]
		last.blocks = append(last.blocks, blocks[:n]...)
		blocks = blocks[n:]
	}
	return out
}

// tableUnder returns the index of the table that the first block heads, or 0
// where it is no table's heading.
func tableUnder(blocks []block) int {
	for i, b := range blocks {
		switch {
		case (i == 0) != (b.kind == heading):
			return 0
		case b.kind == tableBlock:
			return i
		}
	}
	return 0
}

// page writes the blocks one below another.
func (b *book) page(p page) error {
	row := 0
	for _, k := range p.blocks {
		if k.kind == tableBlock {
			if err := b.table(p.sheet, k.table, row); err != nil {
				return err
			}
			row += len(k.table.at)
			continue
		}
		if err := b.SetCellStr(p.sheet, at(row, 0), k.text); err != nil {
			return err
		}
		row++
	}
	return nil
}

func (b *book) table(sheet string, g *grid, top int) error {
	if err := b.widen(sheet, g); err != nil {
		return err
	}
	last := at(top+len(g.at)-1, g.cols-1)
	if err := b.SetCellStyle(sheet, at(top, 0), last, b.center); err != nil {
		return err
	}
	for r := range g.at {
		for _, c := range g.row(r) {
			if c.row != r {
				continue
			}
			if err := b.cell(sheet, c, top); err != nil {
				return err
			}
		}
	}
	return nil
}

// widen sets the widths of the columns; on the sheet of all tables the one
// with widths of its own decides.
func (b *book) widen(sheet string, g *grid) error {
	if sheet == textSheet && g.widths == nil {
		return nil
	}
	for c := range g.cols {
		name := strings.TrimRight(at(0, c), "1")
		if err := b.SetColWidth(sheet, name, name, float64(g.width(c, 1, sheetWidth))); err != nil {
			return err
		}
	}
	return nil
}

func (b *book) cell(sheet string, c *box, top int) error {
	cell := at(top+c.row, c.col)
	if c.width > 1 || c.height > 1 {
		if err := b.MergeCell(sheet, cell, at(top+c.row+c.height-1, c.col+c.width-1)); err != nil {
			return err
		}
	}
	number, err := strconv.ParseFloat(c.text, 64)
	switch {
	case c.text == "":
		return nil
	case c.count && err == nil:
		return b.SetCellInt(sheet, cell, int64(number))
	case c.money && err == nil:
		if err := b.SetCellStyle(sheet, cell, cell, b.money); err != nil {
			return err
		}
		return b.SetCellFloat(sheet, cell, number, 2, 64)
	}
	return b.SetCellStr(sheet, cell, c.text)
}

// at names a cell from row and column counted from 0.
func at(row, col int) string {
	name, err := excelize.CoordinatesToCellName(col+1, row+1)
	if err != nil {
		return "A1" // cannot happen: the tables have at most 15 columns
	}
	return name
}
