package xls

import (
	"bytes"
	"encoding/binary"
	"math"
	"unicode/utf16"

	"github.com/nianbao/nianbao/data/reader/ole/oletest"
)

// made is a workbook under construction.
type made struct {
	globals [][]byte // records before the sheets
	sheets  []madeSheet
	stream  string // its name, Workbook where empty
	version int
	again   bool // each sheet stands in the list twice
}

type madeSheet struct {
	name    string
	hidden  bool
	kind    byte
	records [][]byte
}

// one is a workbook of one sheet with the records.
func one(records ...[]byte) made {
	return made{sheets: []madeSheet{{name: "表", records: records}}}
}

func record(id int, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	out := binary.LittleEndian.AppendUint16(nil, uint16(id))
	return append(binary.LittleEndian.AppendUint16(out, uint16(len(body))), body...)
}

// le are 16-bit numbers.
func le(values ...int) []byte {
	var out []byte
	for _, v := range values {
		out = binary.LittleEndian.AppendUint16(out, uint16(v))
	}
	return out
}

func bits(v float64) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)) }

// wide is a text as a cell or a format holds it.
func wide(text string) []byte {
	units := utf16.Encode([]rune(text))
	out := append(le(len(units)), textWide)
	for _, u := range units {
		out = append(out, le(int(u))...)
	}
	return out
}

func label(row, col int, text string) []byte { return record(recordText, le(row, col, 0), wide(text)) }

func number(row, col, style int, v float64) []byte {
	return record(recordNumber, le(row, col, style), bits(v))
}

func formula(row, col int, result []byte, flags int) []byte {
	return record(recordFormula, le(row, col, 0), result, le(flags, 0, 0, 0))
}

func area(areas ...[4]int) []byte {
	body := le(len(areas))
	for _, a := range areas {
		body = append(body, le(a[0], a[1], a[2], a[3])...)
	}
	return record(recordMerges, body)
}

// style is a cell's style: its number format and whether it has a border.
func style(format int, bordered bool) []byte {
	border := 0
	if bordered {
		border = 0x1111
	}
	return record(recordStyle, le(0, format, 0, 0, 0, border), make([]byte, 8))
}

func format(n int, code string) []byte { return record(recordFormat, le(n), wide(code)) }

func (m *made) begin(kind int) []byte {
	version := m.version
	if version == 0 {
		version = versionExcel97
	}
	return record(recordBegin, le(version, kind, 0, 0, 0, 0, 0, 0))
}

// bytes makes the file.
func (m made) bytes() []byte {
	end := record(recordEnd)
	entry := func(s madeSheet, at int) []byte {
		if m.again {
			return append(s.entry(at), s.entry(at)...)
		}
		return s.entry(at)
	}
	head := bytes.Join(append([][]byte{m.begin(5)}, m.globals...), nil)
	size := len(head) + len(end)
	for _, s := range m.sheets {
		size += len(entry(s, 0))
	}
	var entries, bodies []byte
	for _, s := range m.sheets {
		entries = append(entries, entry(s, size+len(bodies))...)
		bodies = append(bodies, bytes.Join(append(append([][]byte{m.begin(0x10)}, s.records...), end), nil)...)
	}
	name := m.stream
	if name == "" {
		name = "Workbook"
	}
	return oletest.File(oletest.Stream{Name: name, Body: bytes.Join([][]byte{head, entries, end, bodies}, nil)})
}

func (s *madeSheet) entry(at int) []byte {
	flags := []byte{0, s.kind}
	if s.hidden {
		flags[0] = 1
	}
	name := wide(s.name)
	return record(recordSheet, binary.LittleEndian.AppendUint32(nil, uint32(at)), flags, name[:1], name[2:])
}
