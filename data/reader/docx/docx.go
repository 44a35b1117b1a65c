// Package docx reads Word documents (.docx) as Word, WPS and LibreOffice write
// them, by walking the main part. Styles, numbering and pictures are not
// looked at: automatic numbers (一、1.) are no text in the file, so that labels
// may lack theirs.
package docx

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/charset"
	"github.com/nianbao/nianbao/data/reader/markup"
)

// maxPart is the size of the unpacked main part in bytes: a long report has
// 1 MB, and this much already takes a second.
const maxPart = 16 << 20

// Read reads a Word document. Only its main part is unpacked, up to a limit.
func Read(ctx context.Context, b []byte) (*document.Document, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, damaged()
	}
	part, err := mainPart(z)
	if err != nil {
		return nil, err
	}
	w := walker{ctx: ctx, lex: markup.New(part), prefixes: prefixes{}, story: &document.LayoutCell{}}
	if err := w.document(); err != nil {
		return nil, readError(err)
	}
	return w.finish()
}

// mainPart unpacks the main part, as UTF-8. It is found by its usual name, which
// every program keeps.
func mainPart(z *zip.Reader) ([]byte, error) {
	for _, f := range z.File {
		if !strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), "word/document.xml") {
			continue
		}
		if f.Flags&1 != 0 {
			return nil, &document.Refusal{Code: document.RefusePassword, Reason: "文件设有密码，无法读取", Advice: "请去掉密码后重新导入"}
		}
		if f.UncompressedSize64 > maxPart {
			return nil, fmt.Errorf("read docx: main part of %d bytes: %w", f.UncompressedSize64, document.ErrTooLarge)
		}
		b, err := unpack(f)
		if err != nil {
			return nil, damaged()
		}
		if !utf8.Valid(b) || bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) {
			text, _ := charset.Decode(b)
			b = []byte(text)
		}
		return b, nil
	}
	return nil, damaged()
}

// unpack reads a part. The zip reader ends with an error where there are more
// bytes than the part says of itself.
func unpack(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	out := make([]byte, 0, f.UncompressedSize64+bytes.MinRead)
	b := bytes.NewBuffer(out)
	if _, err := b.ReadFrom(io.LimitReader(r, maxPart)); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func damaged() *document.Refusal {
	return &document.Refusal{
		Code:   document.RefuseDamaged,
		Reason: "Word 文档已损坏或不完整",
		Advice: "请用 WPS 或 Word 打开原文件另存一份后重新导入",
	}
}

// readError keeps the errors that say something of their own and makes damage
// of the zip's and the XML's.
func readError(err error) error {
	var r *document.Refusal
	if errors.As(err, &r) || errors.Is(err, document.ErrTooLarge) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("read docx: %w", err)
	}
	return damaged()
}
