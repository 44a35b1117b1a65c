// Package xls reads the binary workbooks of Excel 97-2003 (.xls) and of WPS
// (.xls, .et). Nothing is computed: formulas give the result that was saved.
package xls

import (
	"context"
	"errors"
	"fmt"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/ole"
)

// Read reads a workbook. Hidden sheets are left out with a note, since nobody
// who looked at the file saw them.
func Read(ctx context.Context, b []byte) (*document.Document, error) {
	stream, err := open(b)
	if err != nil {
		return nil, err
	}
	w, err := parseBook(ctx, stream)
	if err != nil {
		return nil, readError(err)
	}
	w.out.Doc.Format = "xls"
	for _, entry := range w.sheets {
		if err := w.read(ctx, entry); err != nil {
			return nil, readError(err)
		}
	}
	if len(w.out.Doc.Blocks) == 0 && w.pictures {
		return nil, &document.Refusal{
			Code:   document.RefuseScan,
			Reason: "工作簿里只有图片或图形，没有可读取的内容",
			Advice: "请向报送单位索取可编辑的原文件",
		}
	}
	if len(w.out.Doc.Blocks) == 0 {
		return nil, &document.Refusal{Code: document.RefuseEmpty, Reason: "工作簿里没有内容", Advice: "请检查后重新报送"}
	}
	return &w.out.Doc, nil
}

// open returns the stream of the workbook. A file may hold a second one beside
// it, for Excel 95; some programs give the name of that one to theirs.
func open(b []byte) ([]byte, error) {
	f, err := ole.Open(b)
	if err != nil {
		return nil, damaged()
	}
	name := "Workbook"
	if !f.Has(name) {
		name = "Book"
	}
	stream, err := f.Stream(name)
	if err != nil || stream == nil {
		return nil, damaged()
	}
	return stream, nil
}

func old() *document.Refusal {
	return &document.Refusal{
		Code:   document.RefuseUnsupported,
		Reason: "文件是 Excel 95 或更早版本的工作簿，不支持",
		Advice: "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入",
	}
}

func damaged() *document.Refusal {
	return &document.Refusal{
		Code:   document.RefuseDamaged,
		Reason: "Excel 工作簿已损坏或不完整",
		Advice: "请用 WPS 或 Excel 打开原文件另存一份后重新导入",
	}
}

// readError keeps refusals as they are and says of the others where they come
// from.
func readError(err error) error {
	var r *document.Refusal
	if errors.As(err, &r) {
		return r
	}
	return fmt.Errorf("read xls: %w", err)
}
