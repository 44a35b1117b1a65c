package reader

import (
	"bytes"
	"context"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/mht"
	"github.com/nianbao/nianbao/data/reader/pdf"
	"github.com/nianbao/nianbao/data/reader/plaintext"
	"github.com/nianbao/nianbao/data/reader/rtf"
	"github.com/nianbao/nianbao/data/reader/webpage"
)

type readFunc func(context.Context, []byte) (*document.Document, error)

// format is one line of the table of formats: how it is recognised and what
// is done with it, either read or refuse. Adding a format is adding a line, or
// putting its read in the place of its refuse.
type format struct {
	match  func(*sample) bool
	read   readFunc
	refuse *document.Refusal
}

const (
	saveAsDocx = "请用 WPS 或 Word 打开，另存为 .docx 后再导入"
	saveAsXlsx = "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入"
	sendSource = "请向报送单位索取可编辑的 Word 或 WPS 原文件"
	unpack     = "请解压后把文件夹拖进来"
)

// formats is asked from the top; the first that matches takes the file.
var formats = [...]format{
	{match: starts("PK\x03\x04"), read: readZip},
	{match: starts("PK\x05\x06"), read: refuseArchive},
	{match: starts("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), read: readOLE},
	{match: isPDF, read: pdf.Read},
	{match: starts("{\\rtf"), read: rtf.Read},

	{match: starts("\x89PNG", "\xff\xd8\xff", "GIF8", "II*\x00", "MM\x00*"), refuse: picture},
	{match: isBoxedPicture, refuse: picture},
	{match: starts("Rar!\x1a\x07", "7z\xbc\xaf\x27\x1c"), read: refuseArchive},
	{match: starts("\x1f\x8b"), refuse: refuse(document.RefuseUnsupported, "gz 压缩包不能直接读取", unpack)},
	{match: isProgram, refuse: program},

	{match: isMHTML, read: mht.Read},
	{match: isFlatWord, refuse: refuse(document.RefuseUnsupported, "Word XML 文档暂不支持", saveAsDocx)},
	{match: isWebPage, read: webpage.Read},
	{match: isText, read: plaintext.Read},
}

var (
	picture = refuse(document.RefuseScan, "文件是图片，没有可读取的文字", sendSource)
	unknown = refuse(document.RefuseUnsupported, "无法识别的文件格式，内容不是文字也不是文档", "请核对后重新发送 Word 或 WPS 原文件")
	program = refuse(document.RefuseHostile, "文件是程序，不是文档，请勿打开", "请与报送单位核实后重新报送")
)

func refuse(code, reason, advice string) *document.Refusal {
	return &document.Refusal{Code: code, Reason: reason, Advice: advice}
}

// recognise returns the format of b, which is not empty.
func recognise(b []byte) format {
	s := &sample{raw: b}
	for _, f := range formats {
		if f.match(s) {
			return f
		}
	}
	return format{refuse: unknown}
}

// isPDF finds the mark of a PDF where programs look for it: mail programs and
// web servers put bytes before it.
func isPDF(s *sample) bool {
	const within = 1024
	return bytes.Contains(s.raw[:min(len(s.raw), within)], []byte("%PDF-"))
}

func starts(marks ...string) func(*sample) bool {
	return func(s *sample) bool {
		for _, mark := range marks {
			if bytes.HasPrefix(s.raw, []byte(mark)) {
				return true
			}
		}
		return false
	}
}
