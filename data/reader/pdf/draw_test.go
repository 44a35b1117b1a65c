package pdf_test

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
)

// sheet is a page of a PDF file that a test draws. Places are in points from
// the top left corner.
type sheet struct {
	w, h   float64
	rotate int    // of the page, as its dictionary says
	prefix string // drawing operators before all others
	extra  string // further entries of the page's dictionary
	body   strings.Builder
	// image covers the page, before or after the text.
	image, imageLast bool
}

func newSheet() *sheet { return &sheet{w: 595, h: 842} }

// Text draws one line of type from x, its baseline at y.
func (s *sheet) Text(x, y, size float64, text string) {
	fmt.Fprintf(&s.body, "BT /F1 %g Tf %g %g Td <%s> Tj ET\n", size, x, s.h-y, hexText(text))
}

func hexText(text string) string {
	var out strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&out, "%04X", u)
	}
	return out.String()
}

// Rule strokes a straight line.
func (s *sheet) Rule(x0, y0, x1, y1 float64) {
	fmt.Fprintf(&s.body, "0.5 w %g %g m %g %g l S\n", x0, s.h-y0, x1, s.h-y1)
}

// Bar fills a box.
func (s *sheet) Bar(x, y, w, h float64) {
	fmt.Fprintf(&s.body, "%g %g %g %g re f\n", x, s.h-y-h, w, h)
}

// Frame strokes a box.
func (s *sheet) Frame(x, y, w, h float64) {
	fmt.Fprintf(&s.body, "0.5 w %g %g %g %g re S\n", x, s.h-y-h, w, h)
}

// file writes the pages as a PDF file. trailer is put into its trailer.
func file(trailer string, sheets ...*sheet) []byte {
	var out bytes.Buffer
	var at []int
	object := func(text string) int {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(at), text)
		return len(at)
	}
	stream := func(dict, text string) int {
		return object(fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(text), text))
	}
	out.WriteString("%PDF-1.5\n")
	const catalog, pages, font, cid, descriptor, dot = 1, 2, 3, 4, 5, 6
	var kids []string
	first := dot + 1
	for i := range sheets {
		kids = append(kids, fmt.Sprintf("%d 0 R", first+2*i))
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(sheets), strings.Join(kids, " ")))
	object("<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>")
	object("<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [1 95 500] /FontDescriptor 5 0 R >>")
	object("<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 >>")
	stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "\xe0")
	for i, s := range sheets {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %g %g] /Rotate %d /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /Im 6 0 R >> >> %s >>",
			s.w, s.h, s.rotate, first+2*i+1, s.extra))
		image := fmt.Sprintf("q %g 0 0 %g 0 0 cm /Im Do Q\n", s.w, s.h)
		text := s.prefix
		if s.image && !s.imageLast {
			text += image
		}
		text += s.body.String()
		if s.image && s.imageLast {
			text += image
		}
		stream("", text)
	}
	return finish(&out, at, trailer)
}

func finish(out *bytes.Buffer, at []int, trailer string) []byte {
	start := out.Len()
	fmt.Fprintf(out, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(out, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(out, "trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, trailer, start)
	return out.Bytes()
}
