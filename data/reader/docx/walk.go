package docx

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"github.com/nianbao/nianbao/data/document"
)

// Limits of nesting. Word itself stops at some twenty tables.
const (
	maxDepth  = 250
	maxTables = 30
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
	xml      *xml.Decoder
	prefixes prefixes
	depth    int
	tables   int
	steps    int
	pictures int
	objects  int
	story    *document.LayoutCell
	par      *paragraph
	run      mark
}

var errUnbalanced = errors.New("end of an element that has not begun")

// document walks the whole part.
func (w *walker) document() error {
	w.prefixes = prefixes{}
	w.story = &document.LayoutCell{}
	for {
		t, err := w.token()
		if errors.Is(err, io.EOF) {
			w.endParagraph()
			return nil
		}
		if err != nil {
			return err
		}
		if s, ok := t.(xml.StartElement); ok {
			if err := w.element(s); err != nil {
				return err
			}
		}
	}
}

// token returns the next token, keeping the limits. Word writes no document
// type; one is there only to define entities.
func (w *walker) token() (xml.Token, error) {
	if w.steps++; w.steps%4096 == 0 && w.ctx.Err() != nil {
		return nil, w.ctx.Err()
	}
	t, err := w.xml.RawToken()
	if err != nil {
		if errors.Is(err, io.EOF) && w.depth > 0 {
			return nil, io.ErrUnexpectedEOF
		}
		return nil, err
	}
	switch t := t.(type) {
	case xml.StartElement:
		w.prefixes.declare(t.Attr)
		if w.depth++; w.depth > maxDepth {
			return nil, document.ErrTooLarge
		}
	case xml.EndElement:
		if w.depth--; w.depth < 0 {
			return nil, errUnbalanced
		}
	case xml.Directive:
		if bytes.HasPrefix(bytes.TrimSpace(t), []byte("DOCTYPE")) {
			return nil, &document.Refusal{
				Code:   document.RefuseHostile,
				Reason: "文档中含有实体定义，疑似恶意构造，已停止读取",
				Advice: "请与报送单位核实，用 WPS 或 Word 另存后重新报送",
			}
		}
	}
	return t, nil
}

// each calls do for every element directly in the open one, up to its end.
// do must read the element to its end.
func (w *walker) each(do func(xml.StartElement) error) error {
	for {
		t, err := w.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := do(t); err != nil {
				return err
			}
		case xml.EndElement:
			return nil
		}
	}
}

// skip reads to the end of the open element.
func (w *walker) skip() error {
	for depth := w.depth; w.depth >= depth; {
		if _, err := w.token(); err != nil {
			return err
		}
	}
	return nil
}

// element takes an element anywhere in a story.
func (w *walker) element(s xml.StartElement) error {
	switch w.prefixes[s.Name.Space] {
	case word:
		return w.wordElement(s)
	case compat:
		if s.Name.Local == "AlternateContent" {
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
	return w.each(func(s xml.StartElement) error {
		if taken || s.Name.Local != "Choice" {
			return w.skip()
		}
		taken = true
		return w.each(w.element)
	})
}

// wordElement takes an element of Word's. What it does not name only wraps:
// insertions, links, fields, content controls, smart tags.
func (w *walker) wordElement(s xml.StartElement) error {
	switch s.Name.Local {
	case "p":
		return w.paragraph()
	case "tbl":
		return w.table()
	case "r":
		return w.runOf()
	case "t":
		return w.text()
	case "tab":
		w.put("\t")
	case "br", "cr":
		w.lineBreak()
	case "noBreakHyphen":
		w.put("-")
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
