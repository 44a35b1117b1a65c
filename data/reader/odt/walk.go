package odt

import (
	"context"
	"errors"
	"fmt"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/markup"
)

// walker walks the content. story is where blocks go: the body, a cell or a
// text box.
type walker struct {
	ctx      context.Context
	lex      *markup.Lexer
	spaces   spaces
	steps    int
	size     int // paragraphs and cells so far
	tables   int // open
	pictures int
	objects  int
	marks    map[string]mark // style -> how it sets text apart
	story    *document.LayoutCell
	par      *paragraph
	run      mark
	sheets   []*workbookSheet
	borders  map[string]bool // style of cells -> drawn with a border
	odd      [][2]string     // numbers shown otherwise than they are, and as read
	found    bool            // the body of a text or a workbook
	workbook bool
}

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
			return w.checkBody()
		}
	}
}

func (w *walker) checkBody() error {
	w.endParagraph()
	if w.found {
		return nil
	}
	return &document.Refusal{
		Code:   document.RefuseUnsupported,
		Reason: "文件是演示文稿或图形，不是文字文档",
		Advice: "请向报送单位索取可编辑的 Word 或 WPS 原文件",
	}
}

// token returns the next token, keeping the limits. No office program writes a
// document type with entities.
func (w *walker) token() (markup.Token, error) {
	if w.steps++; w.steps%4096 == 0 && w.ctx.Err() != nil {
		return markup.Token{}, w.ctx.Err()
	}
	t, err := w.lex.Next()
	if errors.Is(err, markup.ErrDoctype) {
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

// inside reads the open element as part of a story: its text, where there is a
// paragraph open, and its elements.
func (w *walker) inside() error {
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
		case markup.Chars:
			w.chars(t.Text)
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

// element takes an element anywhere in a story. What is not named only wraps:
// sections, lists, links, fields.
func (w *walker) element(e element) error {
	switch e.space {
	case textSpace:
		return w.textElement(e)
	case tableSpace:
		return w.tableElement(e)
	case draw:
		return w.drawElement(e)
	case office:
		return w.officeElement(e)
	case style:
		if e.local == "style" {
			return w.style(e)
		}
	case math:
		w.story.Picture = true
		return w.skip()
	}
	return w.inside()
}

func (w *walker) officeElement(e element) error {
	switch e.local {
	case "text", "spreadsheet":
		w.found = true
		w.workbook = e.local == "spreadsheet"
	case "annotation", "forms", "scripts", "font-face-decls", "settings", "meta":
		return w.skip()
	}
	return w.inside()
}

func (w *walker) drawElement(e element) error {
	switch e.local {
	case "text-box":
		return w.textBox()
	case "image":
		w.pictures++
		w.story.Picture = true
		return w.skip()
	case "object", "object-ole":
		w.objects++
		w.story.Picture = true
		return w.skip()
	case "custom-shape", "rect", "ellipse", "caption", "line", "polyline", "polygon", "path", "connector", "circle":
		w.story.Picture = true
		return w.textBox()
	}
	return w.inside()
}

// tableElement takes an element of tables that stands outside of any: a table,
// or what is told of tables elsewhere.
func (w *walker) tableElement(e element) error {
	switch e.local {
	case "table":
		return w.table(e)
	case "tracked-changes", "calculation-settings", "content-validations", "named-expressions", "database-ranges",
		"data-pilot-tables", "dde-links", "label-ranges", "consolidation", "shapes", "desc", "title":
		return w.skip()
	}
	return w.inside()
}

// finish makes the document of the blocks of the body, or of the sheets.
func (w *walker) finish() (*document.Document, error) {
	var out document.Builder
	out.Doc.Format = "odt"
	if len(w.sheets) > 0 {
		out.Doc.Format = "ods"
	}
	for _, block := range w.story.Blocks {
		var err error
		if block.Table != nil {
			err = out.Layout(block.Table)
		} else {
			err = out.Paragraph(block.Text)
		}
		if err != nil {
			return nil, fmt.Errorf("read odt: %w", err)
		}
	}
	for _, s := range w.sheets {
		if err := s.build(&out); err != nil {
			return nil, fmt.Errorf("read ods: %w", err)
		}
	}
	for _, odd := range w.odd {
		out.Note("有单元格显示为“%s”，实际存的是另一数值，按“%s”读取", odd[0], odd[1])
	}
	if len(out.Doc.Blocks) == 0 {
		return nil, empty(w.pictures + w.objects)
	}
	if w.objects > 0 {
		out.Note("文中嵌有 %d 个对象（如嵌入的 Excel 表），其内容未读取", w.objects)
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
