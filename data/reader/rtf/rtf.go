// Package rtf reads rich text (.rtf) as Word, WPS and LibreOffice write it;
// many a .doc is one. Layout is looked at only as far as it makes grids: the
// edges of the cells of each row.
package rtf

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/document"
)

// Limits while a file is walked. Word writes some thirty groups in each other
// and stops at some twenty tables.
const (
	maxGroups  = 500
	maxNesting = 30
	maxEdges   = 256                                        // cells that a row may define
	maxSize    = document.MaxBlocks + document.MaxPositions // paragraphs, cells and rows
	gridColumn = 120                                        // twips, 2 mm: edges nearer than this are one
	checkEvery = 4096                                       // tokens between two looks at the context
)

// Read reads a rich text file. One that ends before its groups do is refused:
// what is cut off may be rows of a table.
func Read(ctx context.Context, b []byte) (*document.Document, error) {
	w := walker{
		ctx:    ctx,
		lex:    lexer{b: b},
		fonts:  map[int]int{},
		story:  newStory(),
		isUTF8: utf8.Valid(b),
	}
	w.state.skip = 1
	if err := w.walk(); err != nil {
		if errors.Is(err, errCut) {
			return nil, damaged()
		}
		return nil, fmt.Errorf("read rtf: %w", err)
	}
	return w.finish()
}

// finish makes the document of the blocks of the body.
func (w *walker) finish() (*document.Document, error) {
	w.endParagraph(0)
	var out document.Builder
	out.Doc.Format = "rtf"
	for _, block := range w.story.blocks {
		var err error
		if block.Table != nil {
			err = out.Layout(block.Table)
		} else {
			err = out.Paragraph(block.Text)
		}
		if err != nil {
			return nil, fmt.Errorf("read rtf: %w", err)
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

func damaged() *document.Refusal {
	return &document.Refusal{
		Code:   document.RefuseDamaged,
		Reason: "RTF 文档不完整，可能没有传完",
		Advice: "请用 WPS 或 Word 打开原文件另存一份后重新导入",
	}
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
