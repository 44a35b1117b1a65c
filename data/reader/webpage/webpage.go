// Package webpage reads web pages: those of government sites, and those that
// Word, WPS and LibreOffice save.
package webpage

import (
	"context"
	"fmt"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/charset"
)

// Read reads a page in any encoding. Nothing that the page names is fetched.
//
// Tables that only arrange the page are given as the blocks in them. Whether
// the page is a report, a login or a list is not judged here; a page without
// any text is refused.
func Read(ctx context.Context, b []byte) (*document.Document, error) {
	text, _ := charset.Decode(b)
	w := walker{flow: flow{ctx: ctx, cells: []*cell{{}}}}
	if err := w.read(text); err != nil {
		return nil, fmt.Errorf("read web page: %w", err)
	}
	var out document.Builder
	out.Doc.Format = "html"
	out.Doc.Title = w.title
	if err := w.build(&out); err != nil {
		return nil, fmt.Errorf("read web page: %w", err)
	}
	if len(out.Doc.Blocks) == 0 {
		return nil, empty(w.pictures)
	}
	return &out.Doc, nil
}

func empty(pictures int) *document.Refusal {
	if pictures > 0 {
		return &document.Refusal{
			Code:   document.RefuseScan,
			Reason: "网页里只有图片，没有文字",
			Advice: "请向报送单位索取可编辑的 Word 或 WPS 原文件",
		}
	}
	return &document.Refusal{
		Code:   document.RefuseEmpty,
		Reason: "网页里没有文字，内容可能由程序在浏览器中载入",
		Advice: "请在浏览器中打开后把正文复制到 Word 文档再导入",
	}
}
