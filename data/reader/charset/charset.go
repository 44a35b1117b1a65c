// Package charset decodes the bytes of text files and web pages. What a page
// declares is often wrong, so the bytes decide and the declaration is asked
// last.
package charset

import (
	"bytes"
	"encoding/binary"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Names of encodings as Decode returns them.
const (
	UTF8    = "utf-8"
	UTF16LE = "utf-16le"
	UTF16BE = "utf-16be"
	GB18030 = "gb18030"
	Big5    = "big5"
)

// sample is how much of a file is looked at for a declaration or for UTF-16
// without a mark.
const sample = 4096

// Decode returns the text of b without a byte order mark, and the encoding
// found. It never fails: bytes that fit no character become U+FFFD.
//
// The order is: byte order mark; UTF-16 without one where zero bytes give it
// away; UTF-8 where the bytes are UTF-8, whatever is declared; Big5 where it
// is declared and fits; else GB18030, which holds GBK and GB2312. Plain GBK is
// never used: it has no four-byte characters and would read a digit out of
// their second and fourth bytes.
func Decode(b []byte) (text, encoding string) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		return strings.ToValidUTF8(string(b[3:]), "\ufffd"), UTF8
	case bytes.HasPrefix(b, []byte("\xff\xfe")):
		return decodeUTF16(b[2:], binary.LittleEndian), UTF16LE
	case bytes.HasPrefix(b, []byte("\xfe\xff")):
		return decodeUTF16(b[2:], binary.BigEndian), UTF16BE
	}
	if order, name := unmarkedUTF16(b); order != nil {
		return decodeUTF16(b, order), name
	}
	if utf8.Valid(b) {
		return string(b), UTF8
	}
	if mostlyUTF8(b) {
		return strings.ToValidUTF8(string(b), "\ufffd"), UTF8
	}
	if declared(b) == Big5 {
		if text := decode(b, traditionalchinese.Big5); !strings.ContainsRune(text, utf8.RuneError) {
			return text, Big5
		}
	}
	return decode(b, simplifiedchinese.GB18030), GB18030
}

// decode decodes in one go: no encoding here makes more than three bytes of
// two, or of one that it cannot read.
func decode(b []byte, e encoding.Encoding) string {
	out := make([]byte, 3*len(b))
	n, _, err := e.NewDecoder().Transform(out, b, true)
	if err != nil {
		// The decoders replace what they cannot read; an error would be new.
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(out[:n])
}

func decodeUTF16(b []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(b)/2)
	for i := range units {
		units[i] = order.Uint16(b[2*i:])
	}
	return string(utf16.Decode(units))
}

// unmarkedUTF16 recognises UTF-16 without a mark: line ends, digits and spaces
// have a zero byte, always on the same side. Any other text has none.
func unmarkedUTF16(b []byte) (binary.ByteOrder, string) {
	head := b[:min(len(b), sample)&^1]
	var zeros [2]int
	for i, c := range head {
		if c == 0 {
			zeros[i%2]++
		}
	}
	switch {
	case zeros[1] > 0 && zeros[0] == 0 && plausible(decodeUTF16(head, binary.LittleEndian)):
		return binary.LittleEndian, UTF16LE
	case zeros[0] > 0 && zeros[1] == 0 && plausible(decodeUTF16(head, binary.BigEndian)):
		return binary.BigEndian, UTF16BE
	}
	return nil, ""
}

// plausible reports whether nearly all characters are such as stand in a
// Chinese report: ASCII, Chinese and its punctuation, full-width forms.
func plausible(text string) bool {
	good, all := 0, 0
	for _, r := range text {
		all++
		switch {
		case r == '\t', r == '\n', r == '\r', r >= 0x20 && r < 0x7f, r >= 0xa0 && r <= 0xff,
			r >= 0x2000 && r <= 0x33ff, r >= 0x3400 && r <= 0x9fff, r >= 0xff00 && r <= 0xffef:
			good++
		}
	}
	return all > 0 && good*20 >= all*19
}

// mostlyUTF8 reports whether b is UTF-8 with a few broken bytes: a file cut in
// the middle of a character, or a page put together by a careless system.
// GB18030 text has next to no three-byte sequences that are UTF-8.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			if bad++; bad > 100 && bad > good {
				return false
			}
		case n >= 3:
			good++
		}
		i += n
	}
	return good > 20*bad
}

// declared returns Big5 where the head of b declares it, else "". No other
// declaration is asked: UTF-8 shows in the bytes, and the rest is GB18030.
func declared(b []byte) string {
	head := bytes.ToLower(b[:min(len(b), sample)])
	_, after, found := bytes.Cut(head, []byte("charset="))
	if !found {
		return ""
	}
	if bytes.HasPrefix(bytes.TrimLeft(after, ` "'`), []byte(Big5)) {
		return Big5
	}
	return ""
}
