package reader

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"strings"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/docx"
	"github.com/nianbao/nianbao/data/reader/msdoc"
	"github.com/nianbao/nianbao/data/reader/odt"
	"github.com/nianbao/nianbao/data/reader/ofd"
	"github.com/nianbao/nianbao/data/reader/ole"
	"github.com/nianbao/nianbao/data/reader/xls"
	"github.com/nianbao/nianbao/data/reader/xlsx"
)

// containerFormat is a format of files inside a file, recognised by a part that
// each of its files must have.
type containerFormat struct {
	part   string
	read   readFunc
	refuse *document.Refusal
}

// zipFormats are the formats that are zip files.
var zipFormats = [...]containerFormat{
	{part: "word/document.xml", read: docx.Read},
	{part: "xl/workbook.xml", read: xlsx.Read},
	{part: "xl/workbook.bin", refuse: refuse(document.RefuseUnsupported, "二进制工作簿（.xlsb）不支持", saveAsXlsx)},
	{part: "ppt/presentation.xml", refuse: refuse(document.RefuseUnsupported, "文件是演示文稿，不是年度报告", sendSource)},
	{part: "content.xml", read: odt.Read},
	{part: "encrypted-package", read: odt.Read}, // an .odt with a password
	{part: "OFD.xml", read: ofd.Read},
}

// readZip reads a file that begins as a zip.
func readZip(ctx context.Context, b []byte) (*document.Document, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if errors.Is(err, zip.ErrInsecurePath) {
		err = nil // nothing is ever unpacked to a path
	}
	if err != nil {
		return nil, refuse(document.RefuseDamaged, "文件不完整，可能没有传完（无法打开压缩结构）", "请重新发送原文件")
	}
	f, ok := zipFormat(z)
	switch {
	case !ok:
		return refuseArchive(ctx, b)
	case f.refuse != nil:
		return nil, f.refuse
	}
	return f.read(ctx, b)
}

// zipFormat returns the format of a zip; ok is false of an archive.
func zipFormat(z *zip.Reader) (f containerFormat, ok bool) {
	for _, f := range zipFormats {
		for _, part := range z.File {
			if strings.EqualFold(strings.ReplaceAll(part.Name, `\`, "/"), f.part) {
				return f, true
			}
		}
	}
	return containerFormat{}, false
}

// oleFormats are the formats that are OLE files. The first that is found wins:
// what is encrypted may hold what it was before.
var oleFormats = [...]containerFormat{
	{part: "EncryptedPackage", refuse: refuse(document.RefusePassword, "文件设有打开密码，无法读取", "请去掉密码后重新导入")},
	{part: "WordDocument", read: msdoc.Read},
	{part: "Workbook", read: xls.Read},
	{part: "Book", read: xls.Read},
	{part: "PowerPoint Document", refuse: refuse(document.RefuseUnsupported, "文件是演示文稿，不是年度报告", sendSource)},
}

// readOLE reads a file that begins as an OLE file.
func readOLE(ctx context.Context, b []byte) (*document.Document, error) {
	file, err := ole.Open(b)
	if err != nil {
		return nil, brokenOLE
	}
	for _, f := range oleFormats {
		switch {
		case !file.Has(f.part):
		case f.refuse != nil:
			return nil, f.refuse
		default:
			return f.read(ctx, b)
		}
	}
	return nil, brokenOLE
}

var brokenOLE = refuse(document.RefuseDamaged, "文件已损坏，不是完整的 Office 或 WPS 文档", "请用 WPS 或 Word 打开原文件另存一份后重新导入")
