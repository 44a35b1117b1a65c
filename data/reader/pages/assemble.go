package pages

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/document"
)

// sendSource is what to do about a file that holds no text.
const sendSource = "请向报送单位索取可编辑的 Word 或 WPS 原文件"

// Assemble makes the document of a file's pages, in their order, which it
// changes. format is the document's, and in capitals the file's name in what is
// said about it. The error is a *document.Refusal where the pages hold no text
// that can be read, or wraps document.ErrTooLarge.
//
// The document's blocks bear their pages, its cells their pages and boxes. The
// blocks of a page that was recognised from a picture are marked; pages
// without any text are named in the notes.
func Assemble(format string, pages []*Page) (*document.Document, error) {
	if err := readable(strings.ToUpper(format), pages); err != nil {
		return nil, err
	}
	var b document.Builder
	b.Doc.Format = format
	arranged := make([][]item, len(pages))
	for i, pg := range pages {
		arranged[i] = pg.items()
	}
	markFurniture(arranged)
	items := joined(arranged)
	for first := 0; first < len(items); {
		n, err := addBlock(&b, items[first:])
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", format, err)
		}
		first += n
	}
	b.Doc.Notes = notes(pages)
	for _, pg := range pages {
		b.Doc.Pages = append(b.Doc.Pages, pg.shownSize())
	}
	return &b.Doc, nil
}

// unknownPart is the part of the characters without a meaning from which a text
// is of no use.
const unknownPart = 0.3

// readable refuses files without text; name is what they are called.
func readable(name string, pages []*Page) error {
	glyphs, unknown, pictures := 0, 0, false
	for _, pg := range pages {
		glyphs += len(pg.glyphs)
		pictures = pictures || pg.pictures
		for i := range pg.glyphs {
			if pg.glyphs[i].Rune == utf8.RuneError {
				unknown++
			}
		}
	}
	switch {
	case glyphs == 0 && pictures:
		return &document.Refusal{Code: document.RefuseScan, Reason: name + " 是扫描件，各页只有图片，没有可读取的文字", Advice: sendSource}
	case glyphs == 0:
		return &document.Refusal{Code: document.RefuseScan, Reason: name + " 各页都没有可读取的文字", Advice: sendSource}
	case float64(unknown) > unknownPart*float64(glyphs):
		return &document.Refusal{Code: document.RefuseScan, Reason: name + " 的文字没有编码信息，读出来是乱码", Advice: sendSource}
	}
	return nil
}

// joined puts the pages' items in one row, without what does not belong to the
// text, the parts of each table as one.
func joined(pages [][]item) []item {
	var out []item
	for _, items := range pages {
		first := true
		for _, it := range items {
			if it.furniture {
				continue
			}
			if n := len(out); first && n > 0 && it.part != nil && out[n-1].part != nil && out[n-1].part.follow(it.part) {
				first = false
				continue
			}
			first = false
			out = append(out, it)
		}
	}
	return out
}

// addBlock adds the first of items, with the lines that go on with it where it
// is a line, and returns how many it took.
func addBlock(b *document.Builder, items []item) (int, error) {
	it := &items[0]
	if p := it.part; p != nil {
		if p.single() {
			return 1, b.PageParagraph(p.cells[0].text(), it.page.number, it.page.recognised)
		}
		p.dropSpanned()
		return 1, b.PageGrid(p.grid(), it.page.number, p.recognised())
	}
	text := it.line.text
	recognised := it.page.recognised
	n := 1
	for n < len(items) && continues(&items[n-1], &items[n]) {
		if wordsMeet(text, items[n].line.text) {
			text += " "
		}
		text += items[n].line.text
		recognised = recognised || items[n].page.recognised
		n++
	}
	return n, b.PageParagraph(text, it.page.number, recognised)
}

// wordsMeet reports whether a space belongs between two lines of a paragraph.
func wordsMeet(a, b string) bool {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	return isWord(last) && isWord(first) && !isDigit(last)
}

// titleSize is the size of type in points from which lines in the middle are a
// title.
const titleSize = 15

// continues reports whether line b carries on the paragraph of line a: a
// reaches the right side of the text, and b begins at its left without the
// indent of a paragraph. Lines of a title, large and in the middle, belong
// together.
func continues(a, b *item) bool {
	if b.part != nil || abs(a.line.size-b.line.size) > 1 {
		return false
	}
	em := b.line.size
	l, r := a.page.sides()
	if numbering().MatchString(compact(b.line.text)) && (a.page != b.page || endsSentence(a.line.text)) {
		return false
	}
	if a.page != b.page {
		if b.page.number != a.page.number+1 {
			return false
		}
	} else if b.line.base-a.line.base > 2.6*em || b.line.base <= a.line.base {
		return false
	}
	full := a.line.box.R > r-1.6*em
	if centred(b, l, r) && (full || centred(a, l, r)) {
		return a.page == b.page && em >= titleSize
	}
	return full && b.line.box.L < l+1.2*em
}

func endsSentence(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune("。；：！？;:!?", last)
}

// centred reports whether a line stands in the middle with room on both sides.
func centred(i *item, l, r float64) bool {
	x := i.line.box
	return x.L > l+1.5*i.line.size && x.R < r-1.5*i.line.size && abs(x.Middle()-(l+r)/2) < 1.5*i.line.size
}

// sides returns the left and right sides of a page's text.
func (pg *Page) sides() (l, r float64) {
	if len(pg.glyphs) == 0 {
		return 0, pg.size.R
	}
	l, r = pg.glyphs[0].Box.L, pg.glyphs[0].Box.R
	for i := range pg.glyphs {
		l, r = min(l, pg.glyphs[i].Box.L), max(r, pg.glyphs[i].Box.R)
	}
	return l, r
}

// grid makes the table of a part.
func (p *part) grid() *document.Grid {
	g := &document.Grid{Rows: p.height(), Cols: p.cols()}
	for i := range p.cells {
		c := &p.cells[i]
		x := c.page.shown.Box(max(c.box.L, 0), c.box.T, min(c.box.R, c.page.size.R), c.box.B)
		g.Cells = append(g.Cells, document.Cell{
			Row: c.row + 1, Col: c.col + 1, RowSpan: c.rows, ColSpan: c.cols,
			Text: c.text(), Page: c.page.number, Box: x.placed(),
		})
	}
	return g
}

// recognised reports whether any page of the part was recognised.
func (p *part) recognised() bool {
	for i := range p.cells {
		if p.cells[i].page.recognised {
			return true
		}
	}
	return false
}

// notes says what the clerk must know of the pages.
func notes(pages []*Page) []string {
	var empty, recognised, drawn, guessed, incomplete []int
	for _, pg := range pages {
		switch {
		case len(pg.glyphs) == 0 && pg.pictures:
			empty = append(empty, pg.number)
		case pg.recognised:
			recognised = append(recognised, pg.number)
		}
		if pg.drawn {
			drawn = append(drawn, pg.number)
		}
		if pg.guessed {
			guessed = append(guessed, pg.number)
		}
		if pg.incomplete {
			incomplete = append(incomplete, pg.number)
		}
	}
	var out []string
	add := func(pages []int, text string) {
		if len(pages) > 0 {
			out = append(out, fmt.Sprintf(text, list(pages)))
		}
	}
	add(empty, "第%s页只有图片，没有可读取的文字，未读")
	add(recognised, "第%s页是扫描识别文字，需逐格核对")
	add(guessed, "第%s页的表格没有画线，按文字对齐读取，需核对")
	add(incomplete, "第%s页引用的内容有的不在文件里，没有读全，需核对")
	add(drawn, "第%s页图形过多，没有按表格读取")
	return out
}

// list writes page numbers.
func list(pages []int) string {
	var out []string
	for first := 0; first < len(pages); {
		last := first
		for last+1 < len(pages) && pages[last+1] == pages[last]+1 {
			last++
		}
		if last > first {
			out = append(out, fmt.Sprintf("%d-%d", pages[first], pages[last]))
		} else {
			out = append(out, fmt.Sprint(pages[first]))
		}
		first = last + 1
	}
	return strings.Join(out, "、")
}
