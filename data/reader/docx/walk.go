package docx

import (
	"context"
	"errors"
	"fmt"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/markup"
)

// Limits while a document is walked. Word itself stops at some twenty tables in
// each other.
const (
	maxDepth  = 250
	maxTables = 30
	maxSize   = document.MaxBlocks + document.MaxPositions // paragraphs and cells, before the builder counts
)

// paragraph is a paragraph whose end has not come.
type paragraph struct {
	lines [][]byte // finished lines, since a line break parts what belongs apart
	line  []byte
	mark  mark
	// boxes are the blocks of text boxes anchored in it; they come after it.
	boxes []document.LayoutBlock
	// joined says that its mark was deleted with changes tracked, so that the
	// next paragraph carries it on.
	joined bool
}

// mark tells apart characters that must not run into the number beside them.
type mark uint8

const (
	plain  mark = iota
	struck      // struck through: shown as ~~12~~
	raised      // above or below the line, as a note's number: shown as [1]
	hidden      // not shown
)

var (
	opening = [...]string{plain: "", struck: "~~", raised: "[", hidden: ""}
	closing = [...]string{plain: "", struck: "~~", raised: "]", hidden: ""}
)

// table is a table whose end has not come.
type table struct {
	layout document.Layout
	gone   bool // the open row is deleted with changes tracked
}

// walker walks the main part. story is where blocks go: the body, a cell or a
// text box.
type walker struct {
	ctx      context.Context
	lex      *markup.Lexer
	prefixes prefixes
	tables   int
	steps    int
	pictures int
	objects  int
	size     int // paragraphs and cells so far
	story    *document.LayoutCell
	par      *paragraph
	run      mark
}

// element is the start of an element, its name taken apart; the name stays a
// piece of the file, since there are tens of thousands.
type element struct {
	markup.Token
	space space
	local []byte
}

// is reports whether the element is Word's own of that name.
func (e element) is(local string) bool { return e.space == word && string(e.local) == local }

// document walks the whole part.
func (w *walker) document() error {
	for {
		t, err := w.token()
		if err != nil {
			return err
		}
		switch t.Kind {
		case markup.Start:
			if err := w.element(w.named(t)); err != nil {
				return err
			}
		case markup.EOF:
			w.endParagraph()
			return nil
		}
	}
}

// token returns the next token, keeping the limits. Word writes no document
// type; one is there only to define entities.
func (w *walker) token() (markup.Token, error) {
	if w.steps++; w.steps%4096 == 0 && w.ctx.Err() != nil {
		return markup.Token{}, w.ctx.Err()
	}
	t, err := w.lex.Next()
	if err != nil && errors.Is(err, markup.ErrDoctype) {
		return t, &document.Refusal{
			Code:   document.RefuseHostile,
			Reason: "文档中含有实体定义，疑似恶意构造，已停止读取",
			Advice: "请与报送单位核实，用 WPS 或 Word 另存后重新报送",
		}
	}
	if err == nil && (w.lex.Depth() > maxDepth || w.size > maxSize) {
		err = document.ErrTooLarge
	}
	return t, err
}

func (w *walker) named(t markup.Token) element {
	w.prefixes.declare(t)
	e := element{Token: t}
	e.space, e.local = w.prefixes.split(t.Name)
	return e
}

// each calls do for every element directly in the open one, up to its end.
// do must read the element to its end.
func (w *walker) each(do func(element) error) error {
	for {
		t, err := w.token()
		if err != nil {
			return err
		}
		switch t.Kind {
		case markup.Start:
			if err := do(w.named(t)); err != nil {
				return err
			}
		case markup.End:
			return nil
		}
	}
}

// skip reads to the end of the open element.
func (w *walker) skip() error {
	for depth := w.lex.Depth(); w.lex.Depth() >= depth; {
		if _, err := w.token(); err != nil {
			return err
		}
	}
	return nil
}

// element takes an element anywhere in a story.
func (w *walker) element(e element) error {
	switch e.space {
	case word:
		return w.wordElement(e)
	case compat:
		if string(e.local) == "AlternateContent" {
			return w.alternatives()
		}
	case math:
		w.shown()
		return w.skip()
	}
	return w.each(w.element)
}

// alternatives takes the first choice and leaves the fallback, which says the
// same for old programs.
func (w *walker) alternatives() error {
	taken := false
	return w.each(func(e element) error {
		if taken || string(e.local) != "Choice" {
			return w.skip()
		}
		taken = true
		return w.each(w.element)
	})
}

// wordElement takes an element of Word's. What it does not name only wraps:
// insertions, links, fields, content controls, smart tags.
func (w *walker) wordElement(e element) error {
	switch string(e.local) {
	case "p":
		return w.paragraph()
	case "tbl":
		return w.table()
	case "r":
		return w.runOf()
	case "t":
		return w.text()
	case "tab":
		w.put([]byte{'\t'})
	case "br", "cr":
		w.lineBreak()
	case "noBreakHyphen":
		w.put([]byte{'-'})
	case "drawing", "pict":
		w.pictures++
		w.shown()
		return w.each(w.element)
	case "object", "altChunk":
		w.objects++
		w.shown()
	case "sym":
		w.shown()
	case "txbxContent":
		return w.textBox()
	case "del", "moveFrom", "delText", "instrText", "delInstrText", "sdtPr", "sdtEndPr", "sectPr", "rt", "tblPr",
		"tblGrid", "tblPrEx", "pPrChange", "rPrChange", "background":
	default:
		return w.each(w.element)
	}
	return w.skip()
}

// shown notes that the story shows something that is no text.
func (w *walker) shown() { w.story.Picture = true }

// finish makes the document of the blocks of the body.
func (w *walker) finish() (*document.Document, error) {
	var out document.Builder
	out.Doc.Format = "docx"
	for _, block := range w.story.Blocks {
		var err error
		if block.Table != nil {
			err = out.Layout(block.Table)
		} else {
			err = out.Paragraph(block.Text)
		}
		if err != nil {
			return nil, fmt.Errorf("read docx: %w", err)
		}
	}
	if len(out.Doc.Blocks) == 0 {
		return nil, empty(w.pictures + w.objects)
	}
	if w.objects > 0 {
		out.Doc.Notes = append(out.Doc.Notes, fmt.Sprintf("文中嵌有 %d 个对象（如嵌入的 Excel 表），其内容未读取", w.objects))
	}
	return &out.Doc, nil
}

func empty(pictures int) *document.Refusal {
	if pictures > 0 {
		return &document.Refusal{
			Code:   document.RefuseScan,
			Reason: "文档里只有图片（扫描件），没有可读取的文字",
			Advice: "请向报送单位索取可编辑的 Word 或 WPS 原文件",
		}
	}
	return &document.Refusal{Code: document.RefuseEmpty, Reason: "文档里没有文字", Advice: "请检查后重新报送"}
}
