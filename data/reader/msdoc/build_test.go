package msdoc

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"

	"github.com/nianbao/nianbao/data/reader/ole/oletest"
)

// made is a document under construction. Its zero value is an empty one.
type made struct {
	paragraphs []paragraph
	boxes      []paragraph // of text boxes
	styles     []namedStyle
	flags      uint16
	version    uint16
	changes    []byte // properties changed for the whole text
	narrow     bool   // a byte a character
}

// paragraph is a paragraph with its mark; list are its properties.
type paragraph struct {
	runs  []textRun
	mark  rune
	look  []byte // properties of the mark's characters
	style int
	list  []byte
	long  bool // the list stands in the data stream
}

type textRun struct {
	text string
	list []byte
}

// p is a paragraph of the body. Parts are texts and lists of properties for the
// text after them, in turn.
func p(parts ...any) paragraph { return paragraph{runs: runsOf(parts), mark: charParagraph} }

func runsOf(parts []any) []textRun {
	var out []textRun
	var list []byte
	for _, part := range parts {
		switch part := part.(type) {
		case []byte:
			list = part
		case string:
			out = append(out, textRun{part, list})
			list = nil
		}
	}
	return out
}

// c is a cell's last paragraph, in a table that lies in depth-1 others.
func c(depth int, parts ...any) paragraph {
	out := paragraph{runs: runsOf(parts), mark: charCell, list: in(depth)}
	if depth > 1 {
		out.mark, out.list = charParagraph, join(in(depth), sprm(sprmInnerCell, 1))
	}
	return out
}

// tr ends a row whose cells have the edges; cells give what they merge with.
func tr(depth int, edges []int16, cells ...cellShape) paragraph {
	out := paragraph{mark: charCell, list: join(in(depth), sprm(sprmRowEnd, 1), define(edges, cells))}
	if depth > 1 {
		out.mark, out.list = charParagraph, join(in(depth), sprm(sprmInnerRow, 1), define(edges, cells))
	}
	return out
}

// row are the paragraphs of a row of plain cells.
func row(edges []int16, texts ...string) []paragraph {
	var out []paragraph
	for _, text := range texts {
		out = append(out, c(1, text))
	}
	return append(out, tr(1, edges))
}

func in(depth int) []byte {
	return join(sprm(sprmInTable, 1), binary.LittleEndian.AppendUint32(sprm(sprmDepth), uint32(depth)))
}

func define(edges []int16, cells []cellShape) []byte {
	if len(edges) == 0 {
		return nil
	}
	b := []byte{byte(len(edges) - 1)}
	for _, e := range edges {
		b = binary.LittleEndian.AppendUint16(b, uint16(e))
	}
	for _, cell := range cells {
		tc := make([]byte, 20)
		tc[0] = cell.across | [...]byte{alone: 0, begins: 0x60, continues: 0x20}[cell.down]
		b = append(b, tc...)
	}
	return append(binary.LittleEndian.AppendUint16(sprm(sprmRow), uint16(len(b)+1)), b...)
}

func sprm(op uint16, operand ...byte) []byte {
	return append(binary.LittleEndian.AppendUint16(nil, op), operand...)
}

func join(lists ...[]byte) []byte { return bytes.Join(lists, nil) }

// textAt is where the text begins in its stream.
const textAt = 2 * pageSize

// builder gathers streams and lists of a document.
type builder struct {
	narrow     bool
	text, data []byte
	characters []run
	paragraphs []run
}

func (b *builder) add(list []byte, text string) {
	from := len(b.text)
	for _, u := range utf16.Encode([]rune(text)) {
		if b.narrow {
			b.text = append(b.text, byte(u))
		} else {
			b.text = binary.LittleEndian.AppendUint16(b.text, u)
		}
	}
	b.characters = append(b.characters, run{from: uint32(from), to: uint32(len(b.text)), list: list})
}

// story adds paragraphs and returns their length in characters.
func (b *builder) story(paragraphs []paragraph) int {
	start := len(b.text)
	for _, p := range paragraphs {
		from := len(b.text)
		for _, r := range p.runs {
			b.add(r.list, r.text)
		}
		b.add(p.look, string(p.mark))
		list := p.list
		if p.long {
			at := uint32(len(b.data))
			b.data = append(binary.LittleEndian.AppendUint16(b.data, uint16(len(list))), list...)
			list = binary.LittleEndian.AppendUint32(sprm(sprmLong), at)
		}
		b.paragraphs = append(b.paragraphs, run{from: uint32(from), to: uint32(len(b.text)), style: p.style, list: list})
	}
	if b.narrow {
		return len(b.text) - start
	}
	return (len(b.text) - start) / 2
}

// pages lays runs into pages, one in each, and returns the table of pages.
func (b *builder) pages(runs []run, paragraphs bool) []byte {
	b.text = append(b.text, make([]byte, (pageSize-len(b.text)%pageSize)%pageSize)...)
	var places, numbers []byte
	for i, r := range runs {
		page := make([]byte, pageSize)
		binary.LittleEndian.PutUint32(page, r.from)
		binary.LittleEndian.PutUint32(page[4:], r.to)
		page[8], page[pageSize-1] = 50, 1
		if paragraphs {
			body := append(binary.LittleEndian.AppendUint16(nil, uint16(r.style)), r.list...)
			page[101] = byte((len(body) + 1) / 2) // after a zero: in words
			copy(page[102:], body)
		} else {
			page[100] = byte(len(r.list))
			copy(page[101:], r.list)
		}
		places = binary.LittleEndian.AppendUint32(places, r.from)
		numbers = binary.LittleEndian.AppendUint32(numbers, uint32(len(b.text)/pageSize))
		if i == len(runs)-1 {
			places = binary.LittleEndian.AppendUint32(places, r.to)
		}
		b.text = append(b.text, page...)
	}
	return append(places, numbers...)
}

// bytes makes the file.
func (m *made) bytes() []byte {
	b := &builder{narrow: m.narrow, text: make([]byte, textAt), data: []byte{0}}
	body, boxes := b.story(m.paragraphs), b.story(m.boxes)
	var table []byte
	place := func(i int, list []byte) {
		at := 154 + 8*i
		binary.LittleEndian.PutUint32(b.text[at:], uint32(len(table)))
		binary.LittleEndian.PutUint32(b.text[at+4:], uint32(len(list)))
		table = append(table, list...)
	}
	place(placeClx, m.clx(body+boxes))
	place(placeStyles, m.sheet())
	place(placeChpx, b.pages(b.characters, false))
	place(placePapx, b.pages(b.paragraphs, true))
	version := m.version
	if version == 0 {
		version = 0xC1
	}
	for at, v := range map[int]uint16{0: identWord97, 2: version, 10: flagTable1 | m.flags, 32: 14, 62: 22, 152: 93} {
		binary.LittleEndian.PutUint16(b.text[at:], v)
	}
	binary.LittleEndian.PutUint32(b.text[64+4*lengthsStart:], uint32(body))
	binary.LittleEndian.PutUint32(b.text[64+4*(lengthsStart+storyBoxes):], uint32(boxes))
	return oletest.File(oletest.Stream{Name: "WordDocument", Body: b.text}, oletest.Stream{Name: "1Table", Body: table},
		oletest.Stream{Name: "Data", Body: b.data})
}

// clx is the piece table, of one piece.
func (m *made) clx(length int) []byte {
	var out []byte
	number := uint16(0)
	if m.changes != nil {
		out = append(binary.LittleEndian.AppendUint16([]byte{1}, uint16(len(m.changes))), m.changes...)
		number = 1
	}
	out = binary.LittleEndian.AppendUint32(append(out, 2), 16)
	out = binary.LittleEndian.AppendUint32(out, 0)
	out = binary.LittleEndian.AppendUint32(out, uint32(length))
	at := uint32(textAt)
	if m.narrow {
		at = 2*at | 1<<30
	}
	out = binary.LittleEndian.AppendUint32(append(out, 0, 0), at)
	return binary.LittleEndian.AppendUint16(out, number)
}

// sheet is the style sheet.
func (m *made) sheet() []byte {
	out := binary.LittleEndian.AppendUint16(nil, 18)
	out = binary.LittleEndian.AppendUint16(out, uint16(len(m.styles)))
	out = append(binary.LittleEndian.AppendUint16(out, 10), make([]byte, 14)...)
	for _, s := range m.styles {
		lists := [][]byte{s.list}
		if s.kind == kindParagraph {
			lists = [][]byte{{0, 0}, s.list}
		}
		b := binary.LittleEndian.AppendUint16([]byte{0, 0}, uint16(s.kind|s.base<<4))
		b = append(binary.LittleEndian.AppendUint16(b, uint16(len(lists))), 0, 0, 0, 0)
		b = append(b, 1, 0, 'x', 0, 0, 0) // the name
		for _, list := range lists {
			b = append(b, make([]byte, len(b)%2)...)
			b = append(binary.LittleEndian.AppendUint16(b, uint16(len(list))), list...)
		}
		out = append(binary.LittleEndian.AppendUint16(out, uint16(len(b))), b...)
	}
	return out
}
