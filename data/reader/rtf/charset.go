package rtf

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// Character sets of fonts that matter, as \fcharset numbers them.
const (
	charsetANSI     = 0
	charsetDefault  = 1
	charsetSymbol   = 2
	charsetJapanese = 128
	charsetKorean   = 129
	charsetChinese  = 134
	charsetTaiwan   = 136
	charsetUTF8     = -1 // not a font's: bytes of a file that is all UTF-8
)

// decode decodes bytes in a font of the character set. Fonts without one of
// their own are read as Chinese where the bytes are: programs that know no
// character sets write Chinese under a Western font. The four bytes of GB18030
// are understood wherever its two are.
func decode(b []byte, set int) string {
	if ascii(b) {
		return string(b)
	}
	switch set {
	case charsetUTF8:
		return strings.ToValidUTF8(string(b), "\ufffd")
	case charsetTaiwan:
		return convert(b, traditionalchinese.Big5)
	case charsetJapanese:
		return convert(b, japanese.ShiftJIS)
	case charsetKorean:
		return convert(b, korean.EUCKR)
	case charsetChinese:
		return convert(b, simplifiedchinese.GB18030)
	}
	if text := convert(b, simplifiedchinese.GB18030); !strings.ContainsRune(text, utf8.RuneError) {
		return text
	}
	return convert(b, charmap.Windows1252)
}

func convert(b []byte, e encoding.Encoding) string {
	out, err := e.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "\ufffd")
	}
	return string(out)
}

func ascii(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
