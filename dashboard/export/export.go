// Package export writes aggregate's tables, the long form and the findings as
// CSV, JSON and XLSX. It holds encoders over a writer and no rules: what a cell
// holds and how it is written was decided in aggregate.
package export

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// Encoding is how a CSV file's text is written as bytes.
type Encoding string

// The encodings. WPS and Excel open the first by a double click; the last is
// for older systems.
const (
	UTF8BOM Encoding = "utf-8-bom"
	UTF8    Encoding = "utf-8"
	GB18030 Encoding = "gb18030"
)

// ParseEncoding reads an option's word; an empty one is UTF8BOM.
func ParseEncoding(word string) (Encoding, error) {
	switch e := Encoding(word); e {
	case "":
		return UTF8BOM, nil
	case UTF8BOM, UTF8, GB18030:
		return e, nil
	}
	return "", fmt.Errorf("parse encoding %q: not utf-8-bom, utf-8 or gb18030", word)
}

// Charset is the name for a Content-Type.
func (e Encoding) Charset() string {
	if e == GB18030 {
		return "gb18030"
	}
	return "utf-8"
}

// Writer writes CSV lines: CRLF, texts that a spreadsheet would run as a
// formula neutralised. Close must be called; the first error is kept.
type Writer struct {
	buffer *bufio.Writer
	text   io.WriteCloser // turns UTF-8 into the encoding; nil where it is UTF-8
	lines  *csv.Writer
}

// NewWriter starts a CSV file in the encoding on w, which stays the caller's.
func NewWriter(w io.Writer, e Encoding) (*Writer, error) {
	x := &Writer{buffer: bufio.NewWriter(w)}
	var to io.Writer = x.buffer
	switch e {
	case UTF8BOM:
		if _, err := x.buffer.WriteString("\ufeff"); err != nil {
			return nil, fmt.Errorf("write csv: %w", err)
		}
	case UTF8:
	case GB18030:
		// GB18030 has a place for every character of Unicode: nothing is lost.
		x.text = simplifiedchinese.GB18030.NewEncoder().Writer(x.buffer).(io.WriteCloser)
		to = x.text
	default:
		return nil, fmt.Errorf("write csv: encoding %q unknown", string(e))
	}
	x.lines = csv.NewWriter(to)
	x.lines.UseCRLF = true
	return x, nil
}

// Line writes one line of cells, each already in its final digits or words.
// number(i) says that cells[i] is a number, which is never touched; nil
// means that none is.
func (x *Writer) Line(cells []string, number func(i int) bool) error {
	line := make([]string, len(cells))
	for i, c := range cells {
		if number == nil || !number(i) {
			c = neutral(c)
		}
		if x.text != nil {
			c = representable(c)
		}
		line[i] = c
	}
	if err := x.lines.Write(line); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

// Close writes what is held back. It does not close the writer below.
func (x *Writer) Close() error {
	x.lines.Flush()
	err := x.lines.Error()
	if err == nil && x.text != nil {
		err = x.text.Close()
	}
	if err == nil {
		err = x.buffer.Flush()
	}
	if err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

// neutral keeps a text from being run as a formula by a spreadsheet. A lone
// carriage return becomes a line end, since encoding/csv would drop it.
func neutral(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	if plainNumber(text) {
		return text
	}
	if text != "" && strings.ContainsRune("=+-@\t\n＝＋－＠", []rune(text)[0]) {
		return "'" + text
	}
	return text
}

// plainNumber reports whether a text is digits with at most a sign and a
// point, as the change in percentage points: a spreadsheet reads it as the
// number it is.
func plainNumber(text string) bool {
	digits := strings.TrimLeft(text, "+-")
	if len(text)-len(digits) > 1 || digits == "" {
		return false
	}
	return strings.Trim(digits, "0123456789.") == "" && strings.Count(digits, ".") <= 1
}

// representable spells out the characters that GB18030 cannot carry there and
// back, such as characters of an agency's own making (造字): 〔U+E000〕.
// Otherwise another character would stand in the file without a word.
func representable(text string) string {
	if carried(text) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if one := string(r); carried(one) {
			b.WriteString(one)
		} else {
			fmt.Fprintf(&b, "〔U+%04X〕", r)
		}
	}
	return b.String()
}

func carried(text string) bool {
	there, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		return false
	}
	back, err := simplifiedchinese.GB18030.NewDecoder().String(there)
	return err == nil && back == text
}
