package msdoc

import (
	"context"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/document"
)

// Limits while the text is walked.
const (
	maxTables = 30 // in each other
	maxSize   = document.MaxBlocks + document.MaxPositions
	maxFields = 64   // in each other
	maxCode   = 1000 // bytes of a field's code that are kept
)

// Characters with a meaning of their own.
const (
	charPicture   = 0x01
	charCell      = 0x07 // ends a cell or a row
	charDrawing   = 0x08
	charTab       = 0x09
	charLine      = 0x0B
	charPage      = 0x0C // a page or a section ends
	charParagraph = 0x0D
	charColumn    = 0x0E
	charField     = 0x13 // the code of a field follows
	charResult    = 0x14 // its result follows
	charFieldEnd  = 0x15
	charHyphen    = 0x1E // does not break
	charSymbol    = 0x28 // stands where the properties name a symbol
)

// mark tells apart characters that must not run into the number beside them.
type mark uint8

const (
	plain  mark = iota
	struck      // struck through: shown as ~~12~~
	raised      // above or below the line, as a note's number: shown as [1]
)

var (
	opening = [...]string{plain: "", struck: "~~", raised: "["}
	closing = [...]string{plain: "", struck: "~~", raised: "]"}
)

// walker walks the characters of a story and gathers its blocks. body is what
// lies in no table; tables are those whose end has not come, the outer first.
type walker struct {
	ctx    context.Context
	file   *file
	body   document.LayoutCell
	tables []*table

	lines  []string // of the open paragraph, since a line break parts what belongs apart
	line   []byte
	mark   mark
	high   rune // the first half of a character beyond the 65,536
	fields []field
	shown  bool // the open paragraph shows something that is no text

	// joined says that the mark of the paragraph before was deleted with changes
	// tracked; carried are its lines.
	joined  bool
	carried []string

	size     int // paragraphs and cells so far
	pictures int
	objects  int
}

// field is a field whose end has not come.
type field struct {
	code   []byte
	result bool // its result has begun
}

// story is where text goes: a cell or the body.
func (w *walker) story() *document.LayoutCell {
	if n := len(w.tables); n > 0 {
		return &w.tables[n-1].cell
	}
	return &w.body
}

// char takes a character at an offset of the text stream.
func (w *walker) char(c uint16, at uint32, l *look, p *piece) error {
	switch c {
	case charCell, charParagraph, charPage:
		return w.paragraph(c, at, l, p)
	case charField, charResult, charFieldEnd:
		w.field(c, l)
		return nil
	}
	if l.deleted || l.hidden {
		return nil
	}
	if w.code(c) {
		return nil
	}
	if c < ' ' {
		w.control(c)
		return nil
	}
	if c == charSymbol && l.symbol != 0 {
		w.put(symbol(l.symbol), l.mark)
		return nil
	}
	w.unit(c, l.mark)
	return nil
}

// control takes a control character that ends nothing.
func (w *walker) control(c uint16) {
	switch c {
	case charPicture, charDrawing:
		w.pictures++
		w.shown = true
	case charTab:
		w.put('\t', plain)
	case charHyphen:
		w.put('-', w.mark)
	case charLine, charColumn:
		w.breakLine()
	}
}

// unit takes a UTF-16 unit of text.
func (w *walker) unit(c uint16, m mark) {
	r := rune(c)
	switch {
	case utf16.IsSurrogate(r) && r < 0xDC00:
		w.high = r
		return
	case utf16.IsSurrogate(r):
		r = utf16.DecodeRune(w.high, r)
	}
	w.high = 0
	w.put(symbol(r), m)
}

func (w *walker) put(r rune, m mark) {
	if m != w.mark && r != ' ' && r != '\t' {
		w.line = append(w.line, closing[w.mark]...)
		w.line = append(w.line, opening[m]...)
		w.mark = m
	}
	w.line = utf8.AppendRune(w.line, r)
}

func (w *walker) breakLine() {
	w.line = append(w.line, closing[w.mark]...)
	w.mark, w.high = plain, 0
	if len(w.line) > 0 {
		w.lines = append(w.lines, string(w.line))
	}
	w.line = w.line[:0]
}

// field takes a mark of a field: only what stands between its result and its
// end is shown.
func (w *walker) field(c uint16, l *look) {
	n := len(w.fields)
	switch {
	case c == charField:
		if n < maxFields {
			w.fields = append(w.fields, field{})
		}
	case n == 0:
	case c == charResult:
		f := &w.fields[n-1]
		f.result = true
		if isObject(f.code) {
			w.objects++
			w.shown = true
		}
	default:
		f := w.fields[n-1]
		w.fields = w.fields[:n-1]
		// A formula without a result, a tick box or a list to choose from shows
		// something all the same. Entries of an index show nothing.
		if !f.result && !l.deleted && !l.hidden && !isEntry(f.code) {
			w.shown = true
		}
	}
}

// code keeps a character that belongs to the code of a field, be it within the
// result of another, and reports whether it does.
func (w *walker) code(c uint16) bool {
	for i := len(w.fields) - 1; i >= 0; i-- {
		f := &w.fields[i]
		if f.result {
			continue
		}
		if c >= ' ' && len(f.code) < maxCode {
			f.code = utf8.AppendRune(f.code, rune(c))
		}
		return true
	}
	return false
}

func isObject(code []byte) bool {
	name, _, _ := strings.Cut(strings.TrimSpace(string(code)), " ")
	return name == "EMBED" || name == "LINK"
}

func isEntry(code []byte) bool {
	name, _, _ := strings.Cut(strings.TrimSpace(string(code)), " ")
	return name == "XE" || name == "TC" || name == "RD" || name == "TA"
}

// endFields gives back the code of fields that a paragraph's end cuts off: a
// damaged mark must not swallow a figure.
func (w *walker) endFields() {
	kept := w.fields[:0]
	for _, f := range w.fields {
		if f.result {
			kept = append(kept, f)
			continue
		}
		w.line = append(w.line, f.code...)
	}
	w.fields = kept
}

// paragraph takes the mark that ends a paragraph, a cell or a row.
func (w *walker) paragraph(c uint16, at uint32, l *look, p *piece) error {
	if w.size++; w.size%256 == 0 && w.ctx.Err() != nil {
		return w.ctx.Err()
	}
	s, err := w.file.style(at, p)
	if err != nil {
		return err
	}
	depth, cell, row := marks(c, &s)
	if depth > maxTables || w.size > maxSize {
		return document.ErrTooLarge
	}
	w.endFields()
	w.breakLine()
	if w.joined && depth != len(w.tables) {
		w.flush(w.carried) // no text is carried on into a table or out of one
		w.joined = false
	}
	w.level(depth)
	lines := w.takeLines()
	if w.joined = l.deleted && c == charParagraph && !cell && !row; w.joined {
		w.carried = lines // the next paragraph carries this one on
		return nil
	}
	w.flush(lines)
	story := w.story()
	story.Picture = story.Picture || w.shown
	w.shown = false
	switch {
	case row:
		w.tables[depth-1].endRow(s.row, l.deleted)
	case cell:
		w.tables[depth-1].endCell(l.deleted)
	}
	return nil
}

// takeLines takes the lines of the open paragraph, after those of the one that
// it carries on.
func (w *walker) takeLines() []string {
	lines := w.lines
	w.lines = nil
	if !w.joined || len(w.carried) == 0 {
		return lines
	}
	out := w.carried
	if len(lines) > 0 {
		out[len(out)-1] += lines[0]
		out = append(out, lines[1:]...)
	}
	return out
}

// flush adds lines to the open story.
func (w *walker) flush(lines []string) {
	story := w.story()
	for _, line := range lines {
		story.Blocks = append(story.Blocks, document.LayoutBlock{Text: line})
	}
}

// marks tells how many tables a paragraph lies in and what its mark ends.
func marks(c uint16, s *style) (depth int, cell, row bool) {
	if !s.inTable {
		return 0, false, false
	}
	if c == charCell {
		return 1, !s.rowEnd, s.rowEnd
	}
	depth = max(s.depth, 1)
	row = depth > 1 && s.innerRow
	return depth, depth > 1 && s.innerCell && !row, row
}

// level ends tables and begins others until text lies in as many as that.
// What was met of the open paragraph before belongs to where it is now.
func (w *walker) level(depth int) {
	for len(w.tables) > depth {
		t := w.tables[len(w.tables)-1]
		w.tables = w.tables[:len(w.tables)-1]
		t.endRow(rowShape{}, false)
		if len(t.rows) > 0 {
			story := w.story()
			story.Blocks = append(story.Blocks, document.LayoutBlock{Table: t.layout()})
		}
	}
	for len(w.tables) < depth {
		w.tables = append(w.tables, new(table))
	}
}

// finish ends what is open.
func (w *walker) finish() {
	w.endFields()
	w.breakLine()
	lines := w.takeLines()
	w.level(0)
	w.flush(lines)
	w.joined, w.shown = false, false
}
