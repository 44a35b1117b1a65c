// Package odt reads OpenDocument texts (.odt) and, sheet by sheet, workbooks
// (.ods), as LibreOffice and WPS write them, by walking the part with the
// content.
package odt

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
	"github.com/nianbao/nianbao/data/reader/markup"
)

// Limits while a document is walked.
const (
	maxPart     = 16 << 20 // bytes of the unpacked content; a long report has 1 MB
	maxManifest = 1 << 20
	maxDepth    = 250
	maxTables   = 30                                         // tables in each other
	maxSize     = document.MaxBlocks + document.MaxPositions // paragraphs, cells and repeated ones
	maxSheet    = 100_000                                    // rows of a sheet that are looked at
)

// Read reads an OpenDocument text or workbook. Only its list of parts and its
// content are unpacked, up to a limit.
func Read(ctx context.Context, b []byte) (*document.Document, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, damaged()
	}
	if encrypted(z) {
		return nil, &document.Refusal{Code: document.RefusePassword, Reason: "文件设有密码，无法读取", Advice: "请去掉密码后重新导入"}
	}
	part := find(z, "content.xml")
	if part == nil {
		return nil, damaged()
	}
	if part.UncompressedSize64 > maxPart {
		return nil, fmt.Errorf("read odt: content of %d bytes: %w", part.UncompressedSize64, document.ErrTooLarge)
	}
	content, err := unpack(part, maxPart)
	if err != nil || !utf8.Valid(content) { // every program writes UTF-8
		return nil, damaged()
	}
	w := newWalker(ctx, content)
	if err := w.document(); err != nil {
		return nil, readError(err)
	}
	return w.finish()
}

func find(z *zip.Reader, name string) *zip.File {
	for _, f := range z.File {
		if strings.EqualFold(strings.ReplaceAll(f.Name, `\`, "/"), name) {
			return f
		}
	}
	return nil
}

// unpack reads a part. The zip reader ends with an error where there are more
// bytes than the part says of itself.
func unpack(f *zip.File, limit int64) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, limit))
}

// encrypted reports whether the list of parts says that they are encrypted,
// each of them or, since LibreOffice 24.8, all in one.
func encrypted(z *zip.Reader) bool {
	if find(z, "encrypted-package") != nil {
		return true
	}
	f := find(z, "META-INF/manifest.xml")
	if f == nil {
		return false
	}
	b, err := unpack(f, maxManifest)
	return err == nil && bytes.Contains(b, []byte("encryption-data"))
}

func damaged() *document.Refusal {
	return &document.Refusal{
		Code:   document.RefuseDamaged,
		Reason: "ODF 文档已损坏或不完整",
		Advice: "请用 WPS 或 LibreOffice 打开原文件，另存为 .docx 后重新导入",
	}
}

// readError keeps the errors that say something of their own and makes damage
// of the XML's.
func readError(err error) error {
	var r *document.Refusal
	if errors.As(err, &r) || errors.Is(err, document.ErrTooLarge) ||
		errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("read odt: %w", err)
	}
	return damaged()
}

func newWalker(ctx context.Context, content []byte) *walker {
	return &walker{
		ctx: ctx, lex: markup.New(content), spaces: spaces{}, marks: map[string]mark{}, borders: map[string]bool{}, story: &document.LayoutCell{},
	}
}
