package reader

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/docx"
	"github.com/nianbao/nianbao/data/reader/odt"
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
	{part: "OFD.xml", refuse: refuse(document.RefuseUnsupported, "OFD 版式文件暂不支持", "请向报送单位索取 Word、WPS 原文件，或用 WPS 导出为 PDF 后再导入")},
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

// oleFormats are the formats that are OLE files, recognised by a stream that
// each of them must have. The first that is found wins: a document may hold a
// workbook as an object.
var oleFormats = [...]struct {
	stream string
	read   readFunc
	refuse *document.Refusal
}{
	{stream: "EncryptedPackage", refuse: refuse(document.RefusePassword, "文件设有打开密码，无法读取", "请去掉密码后重新导入")},
	{stream: "WordDocument", read: readWord97},
	{stream: "Workbook", refuse: refuse(document.RefuseUnsupported, "Excel 97-2003 工作簿（.xls、.et）暂不支持", saveAsXlsx)},
	{stream: "Book", refuse: refuse(document.RefuseUnsupported, "旧版 Excel 工作簿（.xls）暂不支持", saveAsXlsx)},
	{stream: "PowerPoint Document", refuse: refuse(document.RefuseUnsupported, "文件是演示文稿，不是年度报告", sendSource)},
}

// readOLE reads a file that begins as an OLE file.
func readOLE(ctx context.Context, b []byte) (*document.Document, error) {
	for _, f := range oleFormats {
		if !bytes.Contains(b, streamName(f.stream)) {
			continue
		}
		if f.refuse != nil {
			return nil, f.refuse
		}
		return f.read(ctx, b)
	}
	return nil, refuse(document.RefuseDamaged, "文件已损坏，不是完整的 Office 或 WPS 文档", "请用 WPS 或 Word 打开原文件另存一份后重新导入")
}

// streamName returns a stream's name as the directory of an OLE file holds it,
// with its closing zero.
func streamName(name string) []byte {
	var out []byte
	for _, u := range utf16.Encode([]rune(name + "\x00")) {
		out = binary.LittleEndian.AppendUint16(out, u)
	}
	return out
}

// readWord97 refuses Word 97-2003 documents, which are not read yet, and tells
// those with a password from the others.
func readWord97(_ context.Context, b []byte) (*document.Document, error) {
	if isEncryptedWord(b) {
		return nil, refuse(document.RefusePassword, "文件设有打开密码，无法读取", "请去掉密码后重新导入")
	}
	return nil, refuse(document.RefuseUnsupported, "Word 97-2003 或 WPS 文字文档（.doc、.wps）暂不支持", saveAsDocx)
}

// isEncryptedWord looks for the head of the text stream, which begins at a
// sector, and for its mark of encryption.
func isEncryptedWord(b []byte) bool {
	const sector, ident, flags, encrypted = 512, 0xA5EC, 10, 0x0100
	for at := sector; at+flags+2 <= len(b); at += sector {
		if binary.LittleEndian.Uint16(b[at:]) == ident {
			return binary.LittleEndian.Uint16(b[at+flags:])&encrypted != 0
		}
	}
	return false
}
