package webpage

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/nianbao/nianbao/data/document"
)

// maxTables bounds how deep tables may lie in each other; content systems
// reach eight.
const maxTables = 50

// cell is where text goes: a table's cell, or the page itself.
type cell struct {
	document.LayoutCell
	line    []byte
	space   bool // white space waits for the next character
	newline bool // and holds a line end
	mark    mark // of the last character of line
}

// mark tells apart characters that must not run into the number beside them.
type mark int

const (
	plain  mark = iota
	struck      // struck through: shown as ~~12~~
	raised      // a note's number above or below the line: shown as [1]
)

var (
	opening = [...]string{plain: "", struck: "~~", raised: "["}
	closing = [...]string{plain: "", struck: "~~", raised: "]"}
)

// table is a table whose end has not come.
type table struct {
	layout document.Layout
	open   bool // a row is open
	widths bool // the open row is Word's row of widths
}

// flow takes the elements and texts of a page in order and lays them out. The
// stacks hold the tables that are open and, one more, the cells.
type flow struct {
	ctx      context.Context
	tables   []*table
	cells    []*cell // cells[0] is the page; cells[i] the open cell of tables[i-1], or nil
	title    string  // of the page: its first
	pre      int     // depth of <pre>
	marks    [3]int  // depth of elements of each mark
	pictures int
	size     int // cells and lines so far
}

// build writes what was gathered.
func (f *flow) build(out *document.Builder) error {
	for len(f.tables) > 0 {
		f.endTable()
	}
	f.endLine()
	for _, block := range f.cells[0].Blocks {
		var err error
		if block.Table != nil {
			err = out.Layout(block.Table)
		} else {
			err = out.Paragraph(block.Text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// cell returns the cell that takes text. Text between the cells of a table
// goes before it, as browsers show it.
func (f *flow) cell() *cell {
	for i := len(f.cells) - 1; ; i-- {
		if f.cells[i] != nil {
			return f.cells[i]
		}
	}
}

// text takes a run of characters; white space is drawn together as browsers do.
func (f *flow) text(s string) {
	c, m := f.cell(), f.mark()
	for _, r := range s {
		switch {
		case f.pre > 0 && r == '\n':
			f.endLine()
		case f.pre > 0 && r == '\t':
			c.put(r, m)
		case r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f':
			c.space = true
			c.newline = c.newline || r == '\n' || r == '\r'
		case r == '\u200b' || r == '\ufeff' || r == '\u00ad' || r < 0x20:
		case r == '\u00a0':
			c.put(' ', m)
		default:
			c.put(r, m)
		}
	}
}

// mark returns the mark of text that comes now.
func (f *flow) mark() mark {
	switch {
	case f.marks[struck] > 0:
		return struck
	case f.marks[raised] > 0:
		return raised
	}
	return plain
}

// put writes a character after the white space that waits. A line end between
// two Chinese characters is dropped: Word breaks the lines of its pages
// anywhere.
func (c *cell) put(r rune, m mark) {
	if m != c.mark {
		c.line = append(c.line, closing[c.mark]...)
	}
	if c.space && len(c.line) > 0 && !(c.newline && wide(r) && wide(last(c.line))) {
		c.line = append(c.line, ' ')
	}
	if m != c.mark {
		c.line = append(c.line, opening[m]...)
		c.mark = m
	}
	c.space, c.newline = false, false
	c.line = utf8.AppendRune(c.line, r)
}

func wide(r rune) bool { return r >= 0x2e80 && !unicode.IsSpace(r) }

func last(line []byte) rune {
	r, _ := utf8.DecodeLastRune(line)
	return r
}

func (f *flow) endLine() {
	f.size++
	f.cell().endLine()
}

func (c *cell) endLine() {
	c.line = append(c.line, closing[c.mark]...)
	if text := strings.TrimSpace(string(c.line)); text != "" {
		c.Blocks = append(c.Blocks, document.LayoutBlock{Text: text})
	}
	c.line = c.line[:0]
	c.space, c.newline, c.mark = false, false, plain
}

// picture notes a picture. Those without width serve to hold a place.
func (f *flow) picture(attrs []html.Attribute) {
	f.pictures++
	if w := number(attr(attrs, "width")); w < 0 || w > 3 {
		f.cell().Picture = true
	}
}

func (f *flow) startTable() error {
	if len(f.tables) >= maxTables {
		return document.ErrTooLarge
	}
	f.endLine()
	f.tables = append(f.tables, &table{})
	f.cells = append(f.cells, nil)
	return nil
}

func (f *flow) endTable() {
	if len(f.tables) == 0 {
		return
	}
	f.endRow()
	t := f.tables[len(f.tables)-1]
	f.tables = f.tables[:len(f.tables)-1]
	f.cells = f.cells[:len(f.cells)-1]
	f.endLine()
	c := f.cell()
	c.Blocks = append(c.Blocks, document.LayoutBlock{Table: &t.layout})
}

func (f *flow) startRow(attrs []html.Attribute) {
	if len(f.tables) == 0 {
		return
	}
	f.endRow()
	t := f.tables[len(f.tables)-1]
	t.layout.Rows = append(t.layout.Rows, document.LayoutRow{})
	t.open, t.widths = true, isWidths(attrs)
}

func (f *flow) endRow() {
	if len(f.tables) == 0 {
		return
	}
	f.endCell()
	t := f.tables[len(f.tables)-1]
	if t.open && t.widths && bare(t.layout.Rows[len(t.layout.Rows)-1]) {
		t.layout.Rows = t.layout.Rows[:len(t.layout.Rows)-1]
	}
	t.open = false
}

func bare(row document.LayoutRow) bool {
	for _, c := range row.Cells {
		if len(c.Blocks) > 0 || c.Picture {
			return false
		}
	}
	return true
}

func (f *flow) startCell(attrs []html.Attribute) {
	if len(f.tables) == 0 {
		f.endLine()
		return
	}
	f.endCell()
	if !f.tables[len(f.tables)-1].open {
		f.startRow(nil)
	}
	f.cells[len(f.cells)-1] = &cell{LayoutCell: document.LayoutCell{
		RowSpan: rowSpan(attrs), ColSpan: number(attr(attrs, "colspan")),
	}}
}

func (f *flow) endCell() {
	if len(f.tables) == 0 || f.cells[len(f.cells)-1] == nil {
		return
	}
	f.endLine()
	t := f.tables[len(f.tables)-1]
	row := &t.layout.Rows[len(t.layout.Rows)-1]
	row.Cells = append(row.Cells, f.cells[len(f.cells)-1].LayoutCell)
	f.cells[len(f.cells)-1] = nil
}

// inTable reports whether text goes into a table's cell.
func (f *flow) inTable() bool { return f.cell() != f.cells[0] }

// start takes the beginning of an element. What it does not know is inline.
func (f *flow) start(a atom.Atom, attrs []html.Attribute) error {
	switch a {
	case atom.Table:
		return f.startTable()
	case atom.Tr:
		f.startRow(attrs)
	case atom.Td, atom.Th:
		f.startCell(attrs)
	case atom.Img:
		f.picture(attrs)
	case atom.Input:
		if f.inTable() {
			f.text(value(attrs))
		}
	case atom.Pre:
		f.endLine()
		f.pre++
	default:
		if lines[a] {
			f.endLine()
		}
	}
	return nil
}

// end takes the end of an element.
func (f *flow) end(a atom.Atom) {
	switch a {
	case atom.Table:
		f.endTable()
	case atom.Tr:
		f.endRow()
	case atom.Td, atom.Th:
		f.endCell()
	case atom.Pre:
		f.endLine()
		f.pre = max(f.pre-1, 0)
	default:
		if lines[a] {
			f.endLine()
		}
	}
}

// name takes the page's title element, of which the first counts: pages put
// together from several have the site's name in a later one.
func (f *flow) name(text string) {
	if f.title == "" {
		f.title = strings.Join(strings.Fields(text), " ")
	}
}
