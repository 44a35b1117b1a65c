package charset_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/reader/charset"
)

type decoded struct{ Text, Encoding string }

func TestDecode(t *testing.T) {
	t.Parallel()
	const text = "示例县㙍䶮镕堃喆局\r\n2021年新收 12 件，结转０件。\r\n"
	page := func(declared string) string {
		return `<html><head><meta charset="` + declared + `"><title>示例县</title></head><body>㙍河镇新收12件</body></html>` + "\n"
	}
	tests := []struct {
		file string
		want decoded
	}{
		{"utf8.txt", decoded{text, charset.UTF8}},
		{"utf8-bom.txt", decoded{text, charset.UTF8}},
		{"utf8-cut.txt", decoded{strings.Repeat(text, 8)[:len(text)*8-11] + "\ufffd", charset.UTF8}},
		{"utf16le-bom.txt", decoded{text, charset.UTF16LE}},
		{"utf16be-bom.txt", decoded{text, charset.UTF16BE}},
		{"utf16le.txt", decoded{text, charset.UTF16LE}},
		{"utf16be.txt", decoded{text, charset.UTF16BE}},
		{"gb18030.txt", decoded{text, charset.GB18030}},
		{"gbk.txt", decoded{"示例县局新收 12 件。\n", charset.GB18030}},
		{"says-gb2312-is-gb18030.html", decoded{page("gb2312"), charset.GB18030}},
		{"says-gb2312-is-utf8.html", decoded{page("gb2312"), charset.UTF8}},
		{"says-utf8-is-gb18030.html", decoded{page("utf-8"), charset.GB18030}},
		{"says-big5.html", decoded{"<meta charset=\"big5\"><p>縣政府公開申請十二件，數量</p>\n", charset.Big5}},
		{"says-big5-is-gb18030.html", decoded{"<meta charset=\"big5\"><p>示例县镕喆㙍新收12件</p>\n", charset.GB18030}},
		{"says-nothing-is-gb18030.html", decoded{"<p>㙍河镇新收12件</p>\n", charset.GB18030}},
	}
	for _, test := range tests {
		t.Run(test.file, func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(filepath.Join("testdata", test.file))
			if err != nil {
				t.Fatal(err)
			}
			var got decoded
			got.Text, got.Encoding = charset.Decode(b)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("decoded text differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeSmall(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		in   string
		want decoded
	}{
		{"nothing", "", decoded{"", charset.UTF8}},
		{"half a unit after the mark", "\xff\xfe1", decoded{"", charset.UTF16LE}},
		{"digits in UTF-16", "1\x002\x00", decoded{"12", charset.UTF16LE}},
		{"zero bytes on both sides are no UTF-16", "1\x00\x002", decoded{"1\x00\x002", charset.UTF8}},
		{"a lone byte", "\xff", decoded{"\ufffd", charset.GB18030}},
		{"a broken byte in much UTF-8", strings.Repeat("年", 30) + "\xff", decoded{strings.Repeat("年", 30) + "\ufffd", charset.UTF8}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var got decoded
			got.Text, got.Encoding = charset.Decode([]byte(test.in))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("decoded text differs (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		text, encoding := charset.Decode(b)
		if !utf8.ValidString(text) {
			t.Errorf("%s: text is not UTF-8", encoding)
		}
		if len(text) > 3*len(b) {
			t.Errorf("%s: %d bytes became %d", encoding, len(b), len(text))
		}
	})
}
