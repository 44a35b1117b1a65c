package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/nianbao/nianbao/dashboard"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/pdf"
)

// pagePictures is the PDF reader as the pages name it.
type pagePictures struct{}

func (pagePictures) Pages(ctx context.Context, content []byte) (int, error) {
	return pdf.Pages(ctx, content)
}

func (pagePictures) Page(ctx context.Context, content []byte, page, width int) ([]byte, error) {
	b, err := pdf.Page(ctx, content, page, width)
	var r *document.Refusal
	switch {
	case errors.As(err, &r):
		return nil, &dashboard.Mistake{Text: r.Reason + "，请查看原文件", Err: err}
	case errors.Is(err, pdf.ErrNoPage):
		return nil, &dashboard.Mistake{Text: fmt.Sprintf("文件没有第%d页", page), Err: err}
	}
	return b, err
}
