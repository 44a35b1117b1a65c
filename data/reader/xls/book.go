package xls

import (
	"context"

	"github.com/nianbao/nianbao/data/document"
)

// maxSheets bounds the sheets of a workbook; the form's has some five.
const maxSheets = 1000

// book is what the sheets of a workbook share.
type book struct {
	stream  []byte
	walked  int // bytes of sheets that were read
	sheets  []sheetEntry
	strings []string
	styles  []cellStyle
	formats map[int]string // of numbers, by their index
	parsed  map[int]*numberFormat
	from04  bool // days count from 1904
	// pictures says that a sheet shows something beside its cells.
	pictures bool
	out      document.Builder
}

type sheetEntry struct {
	at     uint32
	hidden bool
	table  bool // a worksheet; else a chart or a macro sheet
	name   string
}

// cellStyle is what matters of how a cell looks.
type cellStyle struct {
	format   int
	bordered bool
}

// parseBook reads what stands before the sheets.
func parseBook(ctx context.Context, stream []byte) (*book, error) {
	w := &book{stream: stream, formats: map[int]string{}, parsed: map[int]*numberFormat{}}
	r := &records{ctx: ctx, b: stream}
	err := r.substream(func(id int, body []byte) error { return w.record(r, id, body) })
	if err != nil {
		return nil, err
	}
	return w, nil
}

func (w *book) record(r *records, id int, body []byte) error {
	switch id {
	case recordPassword:
		return &document.Refusal{Code: document.RefusePassword, Reason: "文件设有密码或加密保护，无法读取", Advice: "请去掉密码、取消工作簿保护后重新导入"}
	case recordSheet:
		return w.sheet(body)
	case recordDateMode:
		w.from04 = len(body) >= 2 && u16(body) == 1
	case recordStyle:
		if len(body) < 12 {
			return damaged()
		}
		w.styles = append(w.styles, cellStyle{format: u16(body[2:]), bordered: u16(body[10:]) != 0})
	case recordFormat:
		if len(body) < 2 {
			return damaged()
		}
		code, err := textOf(body[2:], false)
		if err != nil {
			code = unreadable
		}
		w.formats[u16(body)] = code
	case recordStrings:
		more, err := r.continued()
		if err != nil {
			return err
		}
		w.strings, err = parseStrings(append([][]byte{body}, more...))
		return err
	}
	return nil
}

func (w *book) sheet(body []byte) error {
	if len(body) < 8 {
		return damaged()
	}
	if len(w.sheets) >= maxSheets {
		return document.ErrTooLarge
	}
	name, err := textOf(body[6:], true)
	if err != nil {
		return err
	}
	w.sheets = append(w.sheets, sheetEntry{at: u32(body), hidden: body[4]&3 != 0, table: body[5] == 0, name: name})
	return nil
}

// style returns how a cell looks; a number beyond the list stands for nothing
// special.
func (w *book) style(n int) cellStyle {
	if n < len(w.styles) {
		return w.styles[n]
	}
	return cellStyle{}
}

// format returns the number format of a style.
func (w *book) format(n int) *numberFormat {
	i := w.style(n).format
	if f, ok := w.parsed[i]; ok {
		return f
	}
	code, ok := w.formats[i]
	if !ok {
		code = builtIn[i]
	}
	f := parseFormat(code)
	w.parsed[i] = f
	return f
}
