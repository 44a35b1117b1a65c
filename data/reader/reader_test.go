package reader_test

import (
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
	"github.com/nianbao/nianbao/data/reader"
	"github.com/nianbao/nianbao/data/reader/ole/oletest"
	"github.com/nianbao/nianbao/data/sample/ofdfile"
)

// body is a document's text form without format, sheets and origins.
func body(d *document.Document) string {
	plain := *d
	plain.Format = ""
	plain.Blocks = nil
	for _, b := range d.Blocks {
		b.Sheet = ""
		if b.Grid != nil {
			g := *b.Grid
			g.Top, g.Left = 0, 0
			b.Grid = &g
		}
		plain.Blocks = append(plain.Blocks, b)
	}
	return documenttest.Text(&plain)
}

func gb18030(t testing.TB, b []byte) []byte {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().Bytes(b)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReadGivesTheSameDocumentFromEachFormat(t *testing.T) {
	t.Parallel()
	d := report()
	tests := []struct {
		name   string
		file   []byte
		format string
	}{
		{"docx", asDocx(t, d), "docx"},
		{"html", asHTML(d), "html"},
		{"html in GB18030 that says UTF-8", gb18030(t, asHTML(d)), "html"},
		{"xlsx", asXlsx(t, d), "xlsx"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := reader.Read(context.Background(), "年报.doc", test.file)
			if err != nil {
				t.Fatal(err)
			}
			if got.Format != test.format {
				t.Errorf("format: want %q, got %q", test.format, got.Format)
			}
			if diff := cmp.Diff(body(d), body(got)); diff != "" {
				t.Errorf("document differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadGivesTheSameDocumentFromPages(t *testing.T) {
	t.Parallel()
	d := report()
	// Lines that stand at the head of several pages are taken for those of pages.
	d.Blocks = slices.CompactFunc(d.Blocks, func(a, b document.Block) bool { return a.Grid == nil && b.Grid == nil && a.Text == b.Text })
	for name, style := range map[string]ofdfile.Style{"lines": {}, "glyphs": {Glyphs: true, CutRows: true}, "low pages": {Height: 190}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := reader.Read(context.Background(), "年报.pdf", asOfd(t, d, style))
			if err != nil {
				t.Fatal(err)
			}
			if got.Format != "ofd" || len(got.Pages) < 2 {
				t.Errorf("want format ofd and several pages, got %s and %d", got.Format, len(got.Pages))
			}
			// Where a line breaks is the page's affair.
			if diff := cmp.Diff(body(d), strings.ReplaceAll(body(got), "⏎", "")); diff != "" {
				t.Errorf("document differs (-want +got):\n%s", diff)
			}
		})
	}
}

// texts are all texts of a document in reading order.
func texts(d *document.Document) []string {
	var out []string
	for _, b := range d.Blocks {
		if b.Grid == nil {
			out = append(out, b.Text)
			continue
		}
		for _, c := range b.Grid.Cells {
			out = append(out, c.Text)
		}
	}
	return out
}

func TestReadKeepsEveryTextOfADump(t *testing.T) {
	t.Parallel()
	d := report()
	for name, file := range map[string][]byte{
		"tab dump": asTabDump(d), "tab dump in GB18030": gb18030(t, asTabDump(d)), "bar dump": asBarDump(d),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := reader.Read(context.Background(), "", file)
			if err != nil {
				t.Fatal(err)
			}
			if want := 3; len(got.Grids()) != want {
				t.Errorf("grids: want %d, got %d", want, len(got.Grids()))
			}
			if diff := cmp.Diff(texts(d), texts(got)); diff != "" {
				t.Errorf("texts differ (-want +got):\n%s", diff)
			}
		})
	}
}

// ole makes an OLE file with an empty stream of that name.
func ole(stream string) []byte { return oletest.File(oletest.Stream{Name: stream}) }

// encryptedWord is an OLE file whose text stream says that it is encrypted.
func encryptedWord() []byte {
	head := make([]byte, 34)
	binary.LittleEndian.PutUint16(head, 0xA5EC)
	binary.LittleEndian.PutUint16(head[2:], 0xC1)
	binary.LittleEndian.PutUint16(head[10:], 0x13F0)
	return oletest.File(oletest.Stream{Name: "WordDocument", Body: head})
}

func TestReadTellsOLEFilesApart(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"msdoc/testdata/nested.doc": "doc", "xls/testdata/sheets.xls": "xls"} {
		b, err := os.ReadFile(filepath.FromSlash(path))
		if err != nil {
			t.Fatal(err)
		}
		d, err := reader.Read(context.Background(), "", b)
		if err != nil {
			t.Fatal(err)
		}
		if d.Format != want {
			t.Errorf("%s: want format %q, got %q", path, want, d.Format)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	whole := asDocx(t, report())
	tests := []struct {
		name string
		file []byte
		want string // the code
		says string // part of the sentence
	}{
		{"nothing", nil, document.RefuseEmpty, "0 字节"},
		{"a file beyond the limit", make([]byte, reader.MaxFile+1), document.RefuseTooLarge, "50 MB"},
		{"a document cut off", whole[:len(whole)/2], document.RefuseDamaged, "没有传完"},
		{"an archive", zipped(t, "a/年报.docx", "x"), document.RefuseUnsupported, "解压"},
		{"an empty archive", zipped(t), document.RefuseEmpty, "没有文件"},
		{"OpenDocument cut off", zipped(t, "content.xml", "<x>"), document.RefuseDamaged, "ODF"},
		{"OpenDocument with a password", zipped(t, "encrypted-package", "x"), document.RefusePassword, "密码"},
		{"OFD without a document", zipped(t, "OFD.xml", "<OFD/>"), document.RefuseDamaged, "OFD"},
		{"OFD that is encrypted", zipped(t, "OFD.xml", "<OFD/>", "Encryptions.xml", "x"), document.RefusePassword, "OFD"},
		{"slides", zipped(t, "ppt/presentation.xml", "x"), document.RefuseUnsupported, "演示文稿"},
		{"a binary workbook", zipped(t, "xl/workbook.bin", "x"), document.RefuseUnsupported, ".xlsb"},
		{"a protected docx", ole("EncryptedPackage"), document.RefusePassword, "密码"},
		{"a protected doc", encryptedWord(), document.RefusePassword, "密码"},
		{"a doc without a head", ole("WordDocument"), document.RefuseDamaged, "Word 文档已损坏"},
		{"an xls without a beginning", ole("Workbook"), document.RefuseDamaged, "Excel 工作簿已损坏"},
		{"a workbook within something else", oletest.File(oletest.Stream{Name: "Workbook", Folder: "ObjectPool"}), document.RefuseDamaged, "不是完整的"},
		{"an OLE file cut off", ole("WordDocument")[:600], document.RefuseDamaged, "不是完整的"},
		{"old slides", ole("PowerPoint Document"), document.RefuseUnsupported, "演示文稿"},
		{"rubbish after a right start", ole("x"), document.RefuseDamaged, "损坏"},
		{"a PDF cut off", []byte("%PDF-1.7\n"), document.RefuseDamaged, "PDF"},
		{"a PDF behind a line", []byte("\r\n%PDF-1.7\n"), document.RefuseDamaged, "PDF"},
		{"an RTF cut off", []byte(`{\rtf1\ansi`), document.RefuseDamaged, "RTF"},
		{"a PNG", []byte("\x89PNG\r\n\x1a\n"), document.RefuseScan, "图片"},
		{"a JPEG", []byte("\xff\xd8\xff\xe0"), document.RefuseScan, "图片"},
		{"a BMP", []byte("BM\x10\x00\x00\x00\x00\x00\x00\x00\x36\x00"), document.RefuseScan, "图片"},
		{"a WebP", []byte("RIFF\x10\x00\x00\x00WEBPVP8 "), document.RefuseScan, "图片"},
		{"a HEIC", []byte("\x00\x00\x00\x18ftypheic"), document.RefuseScan, "图片"},
		{"a RAR cut off", []byte("Rar!\x1a\x07\x01\x00"), document.RefuseDamaged, "压缩包"},
		{"a 7z cut off", []byte("7z\xbc\xaf\x27\x1c"), document.RefuseDamaged, "压缩包"},
		{"a gzip", []byte("\x1f\x8b\x08"), document.RefuseUnsupported, "gz"},
		{"a program", []byte("MZ\x90\x00\x03\x00"), document.RefuseHostile, "程序"},
		{"a Linux program", []byte("\x7fELF\x02\x01"), document.RefuseHostile, "程序"},
		{"a page in one file cut off", []byte("From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a\r\n"), document.RefuseDamaged, ".mht"},
		{"Word's flat XML", []byte(`<?xml version="1.0"?><w:wordDocument/>`), document.RefuseUnsupported, "Word XML"},
		{"random bytes", []byte("\x01\x9f\x03\x88\x02\xfe\x00\x11\x80\xff\x07\x06"), document.RefuseUnsupported, "无法识别"},
		{"white space", []byte("\n\n"), document.RefuseEmpty, "没有文字"},
		{"too many paragraphs", []byte(strings.Repeat("年\n", document.MaxBlocks+1)), document.RefuseTooLarge, "过多"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := reader.Read(context.Background(), "年报.docx", test.file)
			var r *document.Refusal
			if !errors.As(err, &r) {
				t.Fatalf("want refusal %q, got %v", test.want, err)
			}
			if r.Code != test.want || !strings.Contains(r.Error(), test.says) || r.Advice == "" {
				t.Errorf("want refusal %q that says %q, got %+v", test.want, test.says, *r)
			}
		})
	}
}

func TestReadRecognises(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, file, want string }{
		{"a page after blank lines and comments", "\n\n<!-- 系统 --> <?xml version='1.0'?>\n<!DOCTYPE html><p>甲</p>", "html"},
		{"a piece of a page", "<div>甲</div>", "html"},
		{"a table after words", "年报正文<table><tr><td>甲</td></tr></table>", "html"},
		{"text with a sign of less", "新收 <12 件", "text"},
		{"text that begins as a program", "MZ镇2021年年报", "text"},
		{"text that begins as a picture", "BM街道2021年年报全文", "text"},
		{"text in UTF-16", "\xff\xfe\x32\x75", "text"},
		{"rich text", `{\rtf1 1\par}`, "rtf"},
		{"a page in one file", "From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a\r\nContent-Type: text/html\r\n\r\n<p>年报\r\n--a--", "mht"},
		{"a page that speaks of mails", "<p>MIME-Version: 1.0 Content-Type: text/html</p>", "html"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, err := reader.Read(context.Background(), "", []byte(test.file))
			if err != nil {
				t.Fatal(err)
			}
			if d.Format != test.want {
				t.Errorf("format: want %q, got %q", test.want, d.Format)
			}
		})
	}
}

func TestReadGivesUpWithTheCaller(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := reader.Read(ctx, "", []byte(strings.Repeat("年\n", 5000)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("want %v, got %v", context.Canceled, err)
	}
}

func FuzzRead(f *testing.F) {
	next := 0
	var small document.Builder
	if err := small.Grid(disclosure(&next)); err != nil {
		f.Fatal(err)
	}
	d := &small.Doc
	for _, b := range [][]byte{
		asDocx(f, d), asHTML(d), asXlsx(f, d), asTabDump(d), asBarDump(d), ole("WordDocument"), encryptedWord(), gb18030(f, asBarDump(d)),
	} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := reader.Read(context.Background(), "", b)
		var r *document.Refusal
		if err != nil && !errors.As(err, &r) {
			t.Fatalf("neither document nor refusal: %v", err)
		}
		if err != nil {
			return
		}
		packed, err := d.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := document.Decode(packed); err != nil {
			t.Fatal(err)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	d := report()
	for _, bench := range []struct {
		name string
		file []byte
	}{
		{"docx", asDocx(b, d)}, {"html", asHTML(d)}, {"html-gb18030", gb18030(b, asHTML(d))}, {"xlsx", asXlsx(b, d)},
		{"txt-tab", asTabDump(d)}, {"txt-bar", asBarDump(d)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(bench.file)))
			for b.Loop() {
				if _, err := reader.Read(context.Background(), "", bench.file); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
