package xls

import (
	"context"
	"encoding/binary"
	"math"
	"strconv"

	"github.com/nianbao/nianbao/data/document"
)

// maxPositions bounds the positions of a sheet up to the last cell of each row.
const maxPositions = 500_000

// formulaText stands for the result of a formula that was saved without one, as
// programs do that do not compute. Excel would show a number here: the cell
// must not look blank, nor like a number.
const formulaText = "=公式"

// sheet is a worksheet being read.
type sheet struct {
	book   *book
	name   string
	cells  [][]string
	styles [][]uint16
	merges []merge
	size   int
	// open is the cell of a formula whose text comes in a record of its own.
	open *spot
}

type merge struct{ top, bottom, left, right int }

// spot is a cell's row, column and style.
type spot struct{ row, col, style int }

// read reads a sheet and gives out its blocks.
func (w *book) read(ctx context.Context, e sheetEntry) error {
	if !e.table {
		return nil
	}
	if e.hidden {
		w.out.Note("工作表“%s”已隐藏，未读取", e.name)
		return nil
	}
	if uint64(e.at) >= uint64(len(w.stream)) {
		return damaged()
	}
	s := &sheet{book: w, name: e.name}
	r := &records{ctx: ctx, b: w.stream, at: int(e.at)}
	if err := r.substream(func(id int, body []byte) error { return s.record(r, id, body) }); err != nil {
		return err
	}
	// Sheets have records of their own; many that share theirs are a trap.
	if w.walked += r.at - int(e.at); w.walked > len(w.stream) {
		return document.ErrTooLarge
	}
	out := &document.Sheet{Name: e.name, Cells: s.cells, Bordered: func(row, col int) (bool, error) {
		return w.style(int(s.styles[row][col])).bordered, nil
	}}
	for _, m := range s.merges {
		if err := out.Merge(m.top, m.left, m.bottom, m.right); err != nil {
			return err
		}
	}
	return w.out.Sheet(out)
}

func (s *sheet) record(r *records, id int, body []byte) error {
	switch id {
	case recordMerges:
		return s.merge(body)
	case recordString:
		return s.result(r, body)
	case recordDrawing:
		s.book.pictures = true
	}
	least, ok := cellSizes[id]
	if !ok {
		return nil
	}
	if len(body) < least {
		return damaged()
	}
	at := spot{u16(body), u16(body[2:]), u16(body[4:])}
	switch id {
	case recordBlank, recordBlanks:
		return s.grow(at.row, 0)
	case recordNumbers:
		return s.numbers(at, body[4:])
	case recordFormula:
		return s.formula(at, body[6:])
	case recordShort:
		return s.number(at, short(u32(body[6:])))
	case recordNumber:
		return s.number(at, float(body[6:]))
	}
	text, err := s.text(id, body[6:])
	if err != nil {
		return err
	}
	return s.put(at, text)
}

// cellSizes are the records that hold cells and the least bytes of each.
var cellSizes = map[int]int{
	recordBlank: 6, recordBlanks: 6, recordNumbers: 6, recordFormula: 16, recordShort: 10, recordNumber: 14,
	recordShared: 10, recordText: 9, recordRichText: 9, recordBool: 8,
}

// text reads what a cell holds that is no number.
func (s *sheet) text(id int, b []byte) (string, error) {
	switch id {
	case recordShared:
		if n := u32(b); uint64(n) < uint64(len(s.book.strings)) {
			return s.book.strings[n], nil
		}
		return "", damaged()
	case recordBool:
		return boolean(b[0], b[1] != 0), nil
	}
	return textOf(b, false)
}

// merge reads merged areas.
func (s *sheet) merge(b []byte) error {
	if len(b) < 2 || len(b) < 2+8*u16(b) {
		return damaged()
	}
	for b = b[2 : 2+8*u16(b)]; len(b) > 0; b = b[8:] {
		s.merges = append(s.merges, merge{u16(b), u16(b[2:]), u16(b[4:]), u16(b[6:])})
	}
	if len(s.merges) > document.MaxPositions {
		return document.ErrTooLarge
	}
	return nil
}

// numbers reads several numbers side by side: a style and a number each, and
// at the end the last column.
func (s *sheet) numbers(at spot, b []byte) error {
	for ; len(b) >= 8; b = b[6:] {
		at.style = u16(b)
		if err := s.number(at, short(u32(b[2:]))); err != nil {
			return err
		}
		at.col++
	}
	return nil
}

// formula reads the saved result of a formula.
func (s *sheet) formula(at spot, b []byte) error {
	const onLoad = 0x02 // to be computed when the file is opened
	v, flags := b[:8], u16(b[8:])
	if u16(v[6:]) != 0xFFFF {
		if f := float(v); f != 0 || flags&onLoad == 0 {
			return s.number(at, f)
		}
		return s.put(at, formulaText)
	}
	switch v[0] {
	case 0:
		s.open = &at
		return nil
	case 1, 2:
		return s.put(at, boolean(v[2], v[0] == 2))
	}
	return s.put(at, formulaText)
}

// result reads the text that the formula before it gave.
func (s *sheet) result(r *records, b []byte) error {
	more, err := r.continued()
	if err != nil || s.open == nil {
		return err
	}
	at := *s.open
	s.open = nil
	text, err := textOf(b, false, more...)
	if err != nil {
		return err
	}
	if text == "" {
		text = formulaText
	}
	return s.put(at, text)
}

// number puts a number as the cell shows it.
func (s *sheet) number(at spot, v float64) error {
	raw := strconv.FormatFloat(v, 'g', -1, 64)
	shown, known := s.book.format(at.style).show(v, s.book.from04)
	text, odd := document.Numeral(raw, shown)
	switch {
	case !known:
		s.book.out.Note("工作表“%s”单元格 %s 的数字格式不能识别，按“%s”读取", s.name, at.name(), text)
	case odd:
		s.book.out.Note("工作表“%s”单元格 %s 显示为“%s”，实际存的是 %s，按“%s”读取", s.name, at.name(), shown, raw, text)
	}
	return s.put(at, text)
}

// name is the cell's name in the sheet: B12.
func (p spot) name() string {
	col := ""
	for c := p.col + 1; c > 0; c = (c - 1) / 26 {
		col = string(rune('A'+(c-1)%26)) + col
	}
	return col + strconv.Itoa(p.row+1)
}

func (s *sheet) put(at spot, text string) error {
	if at.col > maxCol {
		return damaged()
	}
	if err := s.grow(at.row, at.col+1); err != nil {
		return err
	}
	s.cells[at.row][at.col] = text
	s.styles[at.row][at.col] = uint16(at.style)
	return nil
}

// grow makes the sheet reach to a row, and the row to as many columns.
func (s *sheet) grow(row, cols int) error {
	for len(s.cells) <= row {
		s.cells, s.styles = append(s.cells, nil), append(s.styles, nil)
		s.size++
	}
	for len(s.cells[row]) < cols {
		s.cells[row], s.styles[row] = append(s.cells[row], ""), append(s.styles[row], 0)
		s.size++
	}
	if s.size > maxPositions {
		return document.ErrTooLarge
	}
	return nil
}

func float(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }

// short reads a number of four bytes: a whole one, or the upper half of a
// usual one, either perhaps a hundred times too large.
func short(n uint32) float64 {
	v := math.Float64frombits(uint64(n&^3) << 32)
	if n&2 != 0 {
		v = float64(int32(n) >> 2)
	}
	if n&1 != 0 {
		v /= 100
	}
	return v
}

// boolean is the text of a truth value, or of an error's number.
func boolean(b byte, isError bool) string {
	if !isError {
		if b != 0 {
			return "TRUE"
		}
		return "FALSE"
	}
	names := map[byte]string{0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!"}
	if name, ok := names[b]; ok {
		return name
	}
	return "#N/A"
}
