package odt

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"github.com/nianbao/nianbao/data/document"
)

// The namespaces that matter.
const (
	nsOffice = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
	nsText   = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
	nsTable  = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
	nsDraw   = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
	nsStyle  = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
	nsMath   = "http://www.w3.org/1998/Math/MathML"
)

// walker walks the content. story is where blocks go: the body, a cell or a
// text box.
type walker struct {
	ctx      context.Context
	d        *xml.Decoder
	depth    int
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
		if errors.Is(err, io.EOF) {
			return w.checkBody()
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok {
			if err := w.element(e); err != nil {
				return err
			}
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
func (w *walker) token() (xml.Token, error) {
	if w.steps++; w.steps%4096 == 0 && w.ctx.Err() != nil {
		return nil, w.ctx.Err()
	}
	t, err := w.d.Token()
	if err != nil {
		return nil, err
	}
	switch t.(type) {
	case xml.StartElement:
		w.depth++
	case xml.EndElement:
		w.depth--
	case xml.Directive:
		return nil, &document.Refusal{
			Code:   document.RefuseHostile,
			Reason: "文档中含有实体定义，疑似恶意构造，已停止读取",
			Advice: "请与报送单位核实，用 WPS 或 Word 另存后重新报送",
		}
	}
	if w.depth > maxDepth || w.size > maxSize {
		return nil, document.ErrTooLarge
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

// inside reads the open element as part of a story: its text, where there is a
// paragraph open, and its elements.
func (w *walker) inside() error {
	for {
		t, err := w.token()
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := w.element(t); err != nil {
				return err
			}
		case xml.CharData:
			w.chars(t)
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

// element takes an element anywhere in a story. What is not named only wraps:
// sections, lists, links, fields.
func (w *walker) element(e xml.StartElement) error {
	switch e.Name.Space {
	case nsText:
		return w.textElement(e)
	case nsTable:
		return w.tableElement(e)
	case nsDraw:
		return w.drawElement(e)
	case nsOffice:
		return w.officeElement(e)
	case nsStyle:
		if e.Name.Local == "style" {
			return w.style(e)
		}
	case nsMath:
		w.story.Picture = true
		return w.skip()
	}
	return w.inside()
}

func (w *walker) officeElement(e xml.StartElement) error {
	switch e.Name.Local {
	case "text", "spreadsheet":
		w.found = true
		w.workbook = e.Name.Local == "spreadsheet"
	case "annotation", "forms", "scripts", "font-face-decls", "settings", "meta":
		return w.skip()
	}
	return w.inside()
}

func (w *walker) drawElement(e xml.StartElement) error {
	switch e.Name.Local {
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
func (w *walker) tableElement(e xml.StartElement) error {
	switch e.Name.Local {
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
