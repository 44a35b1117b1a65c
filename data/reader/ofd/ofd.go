// Package ofd reads OFD files (GB/T 33190-2016), the national fixed layout, as
// 数科, 福昕, WPS and the office systems export them: the characters and lines
// that their pages draw, handed to package pages, which finds tables and
// paragraphs. Fonts and pictures are not looked at, nor are clips: what is cut
// off on the page is read. Signatures, seals, links and watermarks among the
// annotations are passed over, and so is slanted text.
package ofd

import (
	"context"
	"errors"
	"fmt"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/pages"
)

// Limits of one file.
const (
	maxFiles    = 20_000    // inside the file; a page has some five
	maxPart     = 16 << 20  // bytes of one, unpacked; a page of small print has 1 MB
	maxUnpacked = 96 << 20  // bytes of all that are read
	maxWalked   = 128 << 20 // bytes of markup that are looked at; a template counts for each of its pages
	maxNesting  = 250       // elements within each other
	maxDepth    = 12        // composite objects within each other
	// maxComposites are drawn; a drawing that is converted has some hundreds, and
	// one that holds itself has no end.
	maxComposites = 20_000
	maxBodies     = 16     // documents in one file
	maxList       = 10_000 // pages, templates or composite objects that a document names
)

// Read reads an OFD file. The error is a *document.Refusal where the file is a
// scan, is encrypted, is damaged or too large; ctx's error where ctx ended.
//
// Blocks, cells and notes are those of pages.Assemble. The documents of a file
// that holds several follow one another.
func Read(ctx context.Context, b []byte) (*document.Document, error) {
	read, err := readPages(ctx, b)
	if err != nil {
		return nil, readError(err)
	}
	return pages.Assemble("ofd", read)
}

func readPages(ctx context.Context, b []byte) ([]*pages.Page, error) {
	a, err := openArchive(b)
	if err != nil {
		return nil, err
	}
	r := &reader{ctx: ctx, archive: a, walk: maxWalked}
	roots, err := r.roots()
	if err != nil {
		return nil, err
	}
	for _, root := range roots {
		if err := r.document(root); err != nil {
			return nil, err
		}
	}
	if len(r.pages) == 0 {
		return nil, damaged()
	}
	return r.pages, nil
}

// reader reads one file.
type reader struct {
	ctx     context.Context
	archive *archive
	walk    int // bytes of markup that may still be looked at
	text    int // characters so far
	// composites counts the composite objects that were drawn.
	composites int
	runs       uint64
	pages      []*pages.Page
}

// readError keeps the errors that say something of their own and makes damage
// of the zip's and the XML's.
func readError(err error) error {
	var r *document.Refusal
	if errors.As(err, &r) || errors.Is(err, document.ErrTooLarge) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("read ofd: %w", err)
	}
	return damaged()
}

func damaged() *document.Refusal {
	return &document.Refusal{Code: document.RefuseDamaged, Reason: "OFD 文件已损坏或不完整，无法打开", Advice: "请重新发送原文件"}
}

func encrypted() *document.Refusal {
	return &document.Refusal{
		Code: document.RefusePassword, Reason: "OFD 文件已加密，无法读取",
		Advice: "请向报送单位索取没有加密的文件，或可编辑的 Word、WPS 原文件",
	}
}

func tooLarge(reason string) *document.Refusal {
	return &document.Refusal{Code: document.RefuseTooLarge, Reason: reason, Advice: "请只保留年度报告的正文和表格后重新导入"}
}
