package mht_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
	"github.com/nianbao/nianbao/data/reader/mht"
)

const page = `<html><head><meta charset="gb2312"><title>年报</title></head><body><p>示例县㙍河镇2021年年报 = 全文</p>` +
	`<table><tr><td rowspan="2">自然人</td><td>12</td></tr><tr><td>1,012</td></tr></table></body></html>`

// want is what a reader makes of the page.
var want = []string{"title 年报", "示例县㙍河镇2021年年报 = 全文", "#1 2x2", "  [2x1 自然人][12]", "  [@2 1,012]"}

func gb(t testing.TB, text string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func utf16(t testing.TB, text string) string {
	t.Helper()
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// quoted encodes text as quoted-printable, lines cut anywhere.
func quoted(text string) string {
	var out strings.Builder
	width := 0
	for i := range len(text) {
		c := text[i]
		piece := string(c)
		if c >= 0x7f || c == '=' || c < 0x20 {
			piece = fmt.Sprintf("=%02X", c)
		}
		if width += len(piece); width > 75 {
			out.WriteString("=\r\n")
			width = len(piece)
		}
		out.WriteString(piece)
	}
	return out.String()
}

func based(text string) string {
	encoded := base64.StdEncoding.EncodeToString([]byte(text))
	var out strings.Builder
	for len(encoded) > 76 {
		out.WriteString(encoded[:76] + "\r\n")
		encoded = encoded[76:]
	}
	return out.String() + encoded
}

// related is a file of parts, each with its header.
func related(params string, parts ...string) []byte {
	var out strings.Builder
	out.WriteString("From: \"由 Internet Explorer 保存\"\r\nSubject: =?gb2312?B?xOqxqA==?=\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"----=_NextPart_000_0000_01D70000.ABCDEF00\"" + params +
		"\r\nX-MimeOLE: Produced By Microsoft MimeOLE\r\n\r\nThis is a multi-part message in MIME format.\r\n\r\n")
	for _, p := range parts {
		out.WriteString("------=_NextPart_000_0000_01D70000.ABCDEF00\r\n" + p + "\r\n")
	}
	out.WriteString("------=_NextPart_000_0000_01D70000.ABCDEF00--\r\n")
	return []byte(out.String())
}

func htmlPart(charset, encoding, body string) string {
	return "Content-Location: file:///C:/1.htm\r\nContent-Transfer-Encoding: " + encoding + "\r\nContent-Type: text/html; charset=\"" + charset + "\"\r\n\r\n" + body
}

const image = "Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: 1.png\r\n\r\niVBORw0KGgo="

func lines(t testing.TB, b []byte) []string {
	t.Helper()
	d, err := mht.Read(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	if d.Format != "mht" {
		t.Errorf("format: want mht, got %q", d.Format)
	}
	return strings.Split(strings.TrimSuffix(documenttest.Text(d), "\n"), "\n")[1:]
}

func TestRead(t *testing.T) {
	t.Parallel()
	other := `<html><body><p>广告</p><table><tr><td>1</td></tr></table></body></html>`
	frame := `<html><body><iframe src="cid:1"></iframe></body></html>`
	utf8Page := htmlPart("utf-8", "quoted-printable", quoted(page))
	tests := []struct {
		name string
		file []byte
	}{
		{"as Word saves it: gb2312, quoted-printable", related("", htmlPart("gb2312", "quoted-printable", quoted(gb(t, page))), image)},
		{"as 360 saves it: base64", related("", htmlPart("gb2312", "base64", based(gb(t, page))), image)},
		{"as Chrome saves it: UTF-8", related("", utf8Page, image)},
		{"as Word saves it in Unicode", related("", htmlPart("unicode", "base64", based(utf16(t, page))))},
		{"not encoded", related("", htmlPart("gb2312", "8bit", gb(t, page)))},
		{"in lower case and without quotes", []byte(strings.ReplaceAll(string(related("", htmlPart("gb2312", "QUOTED-PRINTABLE", strings.ReplaceAll(quoted(gb(t, page)), "=D", "=d")))),
			`boundary="----=_NextPart_000_0000_01D70000.ABCDEF00"`, "boundary=----=_NextPart_000_0000_01D70000.ABCDEF00"))},
		{"line ends of Unix", []byte(strings.ReplaceAll(string(related("", utf8Page)), "\r\n", "\n"))},
		{"blank lines and a byte order mark before", append([]byte("\xef\xbb\xbf\r\n\r\n"), related("", utf8Page)...)},
		{"parts in a part", related("", "Content-Type: multipart/alternative; boundary=\"in\"\r\n\r\n--in\r\nContent-Type: text/plain\r\n\r\n99\r\n--in\r\n"+utf8Page+"\r\n--in--", image)},
		{"the start is named", related(";\r\n\tstart=\"<2>\"", htmlPart("utf-8", "8bit", "<p>广告</p><table><tr><td>9<td>9<tr><td>9<td>9</table>"), "Content-ID: <2>\r\n"+utf8Page)},
		{"the page frames another", related("", htmlPart("utf-8", "8bit", frame), htmlPart("utf-8", "8bit", other), utf8Page)},
		{"a page alone", []byte("MIME-Version: 1.0\r\n" + utf8Page)},
		{"mistakes in the encoding", related("", htmlPart("utf-8", "quoted-printable", strings.Replace(quoted(page), "=3D ", "= ", 1)))},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(want, lines(t, test.file)); diff != "" {
				t.Errorf("document differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	whole := related("", htmlPart("utf-8", "quoted-printable", quoted(page)), image)
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"cut off in the page", whole[:len(whole)/2], document.RefuseDamaged},
		{"cut off before the end", whole[:len(whole)-10], document.RefuseDamaged},
		{"only pictures", related("", image), document.RefuseUnsupported},
		{"no page at all", []byte("MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n12"), document.RefuseUnsupported},
		{"a page of pictures", related("", htmlPart("utf-8", "8bit", "<img src=1.png>"), image), document.RefuseScan},
		{"a page without text", related("", htmlPart("utf-8", "8bit", "<script>1</script>")), document.RefuseEmpty},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := mht.Read(context.Background(), test.file)
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != test.want {
				t.Errorf("want refusal %q, got %v", test.want, err)
			}
		})
	}
}

func TestReadIsBounded(t *testing.T) {
	t.Parallel()
	deep := "Content-Type: text/html\r\n\r\n1"
	for i := range 20 {
		deep = fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%[1]d\r\n\r\n--b%[1]d\r\n%[2]s\r\n--b%[1]d--", i, deep)
	}
	for name, b := range map[string][]byte{
		"parts":          related("", strings.Repeat("------=_NextPart_000_0000_01D70000.ABCDEF00\r\n\r\n", 5000)),
		"parts in parts": []byte("MIME-Version: 1.0\r\n" + deep),
		"a page":         related("", htmlPart("utf-8", "8bit", strings.Repeat("0", 17<<20))),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := mht.Read(context.Background(), b); !errors.Is(err, document.ErrTooLarge) {
				t.Errorf("want %v, got %v", document.ErrTooLarge, err)
			}
		})
	}
}

func TestReadGivesUpWithTheCaller(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := mht.Read(ctx, related("", htmlPart("utf-8", "8bit", page))); !errors.Is(err, context.Canceled) {
		t.Errorf("want %v, got %v", context.Canceled, err)
	}
}

func FuzzRead(f *testing.F) {
	f.Add(related("", htmlPart("gb2312", "quoted-printable", quoted(gb(f, page))), image))
	f.Add(related(";start=\"<2>\"", htmlPart("gb2312", "base64", based(gb(f, page)))))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/html\n\n1\n--a--"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := mht.Read(context.Background(), b)
		if err == nil && len(d.Blocks) == 0 {
			t.Error("want blocks or an error, got neither")
		}
	})
}

func BenchmarkRead(b *testing.B) {
	large := strings.Replace(page, "</table>", strings.Repeat(`<tr><td class="x" style="border: 1px solid">新收</td><td>12</td></tr>`, 400)+"</table>", 1)
	file := related("", htmlPart("gb2312", "quoted-printable", quoted(gb(b, large))))
	b.ReportAllocs()
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := mht.Read(context.Background(), file); err != nil {
			b.Fatal(err)
		}
	}
}
