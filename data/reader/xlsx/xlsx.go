// Package xlsx reads Excel workbooks as Excel, WPS and LibreOffice write them.
// A sheet mixes paragraphs and tables in one raster; the reader parts them
// again. Nothing is computed: formulas give the result that was saved.
package xlsx

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/data/document"
)

// Limits in bytes. Parts within maxPart stay in memory; the library would
// write a larger one to a temporary file.
const (
	maxPart   = 16 << 20  // one XML part; a sheet of a report has 20 KB
	maxUnpack = 100 << 20 // all parts, pictures included
)

// Read reads a workbook. Hidden sheets are left out with a note, since nobody
// who looked at the file saw them.
func Read(ctx context.Context, b []byte) (*document.Document, error) {
	if err := inspect(ctx, b); err != nil {
		return nil, fmt.Errorf("read xlsx: %w", err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b), excelize.Options{
		UnzipSizeLimit: maxUnpack, UnzipXMLSizeLimit: maxPart,
	})
	if err != nil {
		return nil, damaged()
	}
	defer f.Close()
	r := reader{file: f, borders: map[int]bool{}}
	r.out.Doc.Format = "xlsx"
	for _, name := range f.GetSheetList() {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := r.sheet(name); err != nil {
			return nil, readError(err)
		}
	}
	if len(r.out.Doc.Blocks) == 0 {
		return nil, &document.Refusal{Code: document.RefuseEmpty, Reason: "工作簿里没有内容", Advice: "请检查后重新报送"}
	}
	return &r.out.Doc, nil
}

func damaged() *document.Refusal {
	return &document.Refusal{
		Code:   document.RefuseDamaged,
		Reason: "Excel 工作簿已损坏或不完整",
		Advice: "请用 WPS 或 Excel 打开原文件另存一份后重新导入",
	}
}

// readError makes damage of the library's errors, which say nothing that a
// clerk could use.
func readError(err error) error {
	if errors.Is(err, document.ErrTooLarge) {
		return fmt.Errorf("read xlsx: %w", err)
	}
	return damaged()
}

// inspect refuses what the library would not survive: it fills every row up
// to its last cell and every sheet up to its last row, so that a small file
// with cells at the far corner takes all memory.
func inspect(ctx context.Context, b []byte) error {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return damaged()
	}
	total := uint64(0)
	for _, part := range z.File {
		total += min(part.UncompressedSize64, maxUnpack+1)
		if total > maxUnpack {
			return document.ErrTooLarge
		}
		if !isXML(part.Name) {
			continue
		}
		if part.UncompressedSize64 > maxPart {
			return document.ErrTooLarge
		}
		if isSheet(part.Name) {
			if err := measure(ctx, part); err != nil {
				return err
			}
		}
	}
	return nil
}
