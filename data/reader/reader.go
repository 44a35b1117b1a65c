// Package reader turns a file of any known format into a document. The format
// is recognised from the bytes, never from the name, since a .doc that is a
// web page and a .docx that is a program are both usual.
package reader

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nianbao/nianbao/data/document"
)

// Limits of reading, whatever the format. Unpacked sizes are kept by the
// formats.
const (
	// MaxFile is the size of a file in bytes; a report with photographs has 20 MB.
	MaxFile = 50 << 20
	// MaxTime bounds the reading of one file; a usual one takes milliseconds.
	MaxTime = 30 * time.Second
)

// Read reads the file b. Its name is not looked at and may be empty; it is
// there for formats that the bytes alone cannot tell apart.
//
// The error is a *document.Refusal where the file cannot be read, with what to
// do about it; the context's error where the caller gave up. Anything else
// does not occur: a reader that panics makes a refusal, too.
func Read(ctx context.Context, _ string, b []byte) (*document.Document, error) {
	if len(b) == 0 {
		return nil, &document.Refusal{Code: document.RefuseEmpty, Reason: "文件是空的（0 字节）", Advice: "请重新发送原文件"}
	}
	if len(b) > MaxFile {
		return nil, &document.Refusal{
			Code:   document.RefuseTooLarge,
			Reason: fmt.Sprintf("文件超过 %d MB", MaxFile>>20),
			Advice: "请删去其中的照片等附件后重新导入",
		}
	}
	f := recognise(b)
	if f.refuse != nil {
		return nil, f.refuse
	}
	timed, cancel := context.WithTimeout(ctx, MaxTime)
	defer cancel()
	doc, err := guarded(timed, f.read, b)
	if err != nil {
		return nil, refusal(ctx, err)
	}
	return doc, nil
}

// guarded runs read in a goroutine of its own, since libraries that know no
// context cannot be stopped otherwise, and turns its panic into an error.
func guarded(ctx context.Context, read readFunc, b []byte) (*document.Document, error) {
	type result struct {
		doc *document.Document
		err error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if p := recover(); p != nil {
				r = result{err: fmt.Errorf("reader panicked: %v", p)}
			}
			done <- r
		}()
		r.doc, r.err = read(ctx, b)
	}()
	select {
	case r := <-done:
		return r.doc, r.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// refusal makes of a reader's error what Read returns. ctx is the caller's.
func refusal(ctx context.Context, err error) error {
	var r *document.Refusal
	switch {
	case errors.As(err, &r):
		return r
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, context.DeadlineExceeded):
		return &document.Refusal{
			Code:   document.RefuseTooLarge,
			Reason: fmt.Sprintf("文件太复杂，%d 秒内没有读完", MaxTime/time.Second),
			Advice: "请只保留年度报告的正文和表格后重新导入",
		}
	case errors.Is(err, document.ErrTooLarge):
		return &document.Refusal{
			Code:   document.RefuseTooLarge,
			Reason: "文件内容过多，超出一份年度报告的规模",
			Advice: "请只保留年度报告的正文和表格后重新导入",
		}
	}
	return &document.Refusal{
		Code:   document.RefuseDamaged,
		Reason: "文件已损坏或不完整，无法打开",
		Advice: "请用 WPS 或 Word 打开原文件另存一份后重新导入",
	}
}
