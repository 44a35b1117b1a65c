// Package pdf reads PDF files that hold text: tables from the lines that are
// drawn, or from aligned columns where none are, joined over page breaks; the
// rest as paragraphs. PDFium does the parsing, as WebAssembly inside the
// process, without files, within bounds of memory and time.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/pages"
)

// MaxTime bounds the reading of a file once PDFium is ready; a page takes 5 ms.
const MaxTime = 20 * time.Second

const sendAgain = "请重新发送原文件"

// Read reads a PDF file. The error is a *document.Refusal where the file is a
// scan, has a password, is damaged or too large; ctx's error where ctx ended.
//
// The document's blocks bear their pages, its cells their pages and boxes. The
// blocks of a page that was recognised from a picture are marked; pages
// without any text are named in the notes.
func Read(ctx context.Context, b []byte) (*document.Document, error) {
	e, err := sharedEngine()
	if err != nil {
		return nil, err
	}
	p, err := e.instance(ctx)
	if err != nil {
		return nil, readError(ctx, err)
	}
	defer p.release()
	read, err := p.pages(b)
	if err == nil {
		err = p.err
	}
	if err != nil {
		return nil, readError(ctx, err)
	}
	return pages.Assemble("pdf", read)
}

// readError makes of an error what Read returns.
func readError(ctx context.Context, err error) error {
	var r *document.Refusal
	switch {
	case errors.As(err, &r):
		return r
	case errors.Is(err, ErrNoPage):
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, context.DeadlineExceeded):
		return tooLarge(fmt.Sprintf("PDF 太复杂，%d 秒内没有读完", MaxTime/time.Second))
	case errors.Is(err, errOutOfMemory):
		return tooLarge("PDF 内容过多，超出一份年度报告的规模")
	}
	return damaged()
}

func damaged() *document.Refusal {
	return &document.Refusal{Code: document.RefuseDamaged, Reason: "PDF 文件已损坏或不完整，无法打开", Advice: sendAgain}
}

func tooLarge(reason string) *document.Refusal {
	return &document.Refusal{Code: document.RefuseTooLarge, Reason: reason, Advice: "请只保留年度报告的正文和表格后重新导入"}
}
