// Package mht reads web pages saved with their pictures as one file (.mht,
// .mhtml), as 360, Chrome, Internet Explorer, Word and WPS save them.
package mht

import (
	"context"
	"errors"
	"fmt"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/webpage"
)

// Limits of a file; a page of a government site has some hundred parts, its
// text less than 1 MB.
const (
	maxParts  = 2_000
	maxDepth  = 5        // parts in parts
	maxPage   = 16 << 20 // bytes of a page
	maxHeader = 64 << 10 // bytes of the header of a part
)

// Read reads the page that the file is about: of several, as where a page frames
// others, the one with the largest tables. Nothing that a page names is fetched.
//
// A file that ends before its last part does is refused: what is cut off may
// be rows of a table.
func Read(ctx context.Context, b []byte) (*document.Document, error) {
	pages, err := pages(b)
	if err != nil {
		if errors.Is(err, document.ErrTooLarge) {
			return nil, fmt.Errorf("read mht: %w", err)
		}
		return nil, damaged()
	}
	if len(pages) == 0 {
		return nil, &document.Refusal{
			Code:   document.RefuseUnsupported,
			Reason: "文件里没有网页正文",
			Advice: "请在浏览器中打开后把正文复制到 Word 文档再导入",
		}
	}
	return largest(ctx, pages)
}

// largest reads the page with the largest tables, or where there are none, the
// first that can be read. The error is the first page's.
func largest(ctx context.Context, pages [][]byte) (*document.Document, error) {
	var best *document.Document
	most := -1
	var failed error
	for _, page := range pages {
		d, err := webpage.Read(ctx, page)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil && failed == nil:
			failed = err
		case err != nil:
		case positions(d) > most:
			best, most = d, positions(d)
		}
	}
	if best == nil {
		return nil, fmt.Errorf("read mht: %w", failed)
	}
	best.Format = "mht"
	return best, nil
}

func positions(d *document.Document) int {
	n := 0
	for _, g := range d.Grids() {
		n += g.Rows * g.Cols
	}
	return n
}

func damaged() *document.Refusal {
	return &document.Refusal{
		Code:   document.RefuseDamaged,
		Reason: "单个文件网页（.mht）不完整，可能没有传完",
		Advice: "请重新发送原文件，或在浏览器中打开后把正文复制到 Word 文档再导入",
	}
}
