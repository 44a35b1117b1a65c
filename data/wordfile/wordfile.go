// Package wordfile writes Word files (.docx) of paragraphs and tables with
// merged cells: as much of WordprocessingML (ECMA-376) as the office's sheets
// need, and no clock, so that the same content gives the same bytes.
package wordfile

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"
)

// TextWidth is the width between the margins of an A4 page, in twentieths of
// a point, as widths of columns are given.
const TextWidth = 9638

// File is a Word file being written. The zero File is empty.
type File struct{ body bytes.Buffer }

// Align is how a paragraph stands.
type Align string

// The alignments; an empty one is Left.
const (
	Left   Align = "left"
	Centre Align = "center"
	Right  Align = "right"
)

// Run is text in one style.
type Run struct {
	Text string
	Size int // in half points, as Word counts: 21 is 五号
	Bold bool
}

// Paragraph writes one paragraph; lead breaks the page before it.
func (f *File) Paragraph(align Align, lead bool, runs ...Run) {
	f.paragraph(align, lead, 60, runs)
}

func (f *File) paragraph(align Align, lead bool, after int, runs []Run) {
	if align == "" {
		align = Left
	}
	f.body.WriteString(`<w:p><w:pPr>`)
	if lead {
		f.body.WriteString(`<w:pageBreakBefore/>`)
	}
	fmt.Fprintf(&f.body, `<w:spacing w:before="0" w:after="%d"/><w:jc w:val="%s"/></w:pPr>`, after, align)
	for _, r := range runs {
		f.run(r)
	}
	f.body.WriteString(`</w:p>`)
}

func (f *File) run(r Run) {
	f.body.WriteString(`<w:r><w:rPr>`)
	if r.Bold {
		f.body.WriteString(`<w:b/>`)
	}
	fmt.Fprintf(&f.body, `<w:sz w:val="%d"/></w:rPr><w:t xml:space="preserve">`, r.Size)
	_ = xml.EscapeText(&f.body, []byte(plain(r.Text))) // a buffer takes everything
	f.body.WriteString(`</w:t></w:r>`)
}

// plain leaves out what an XML text cannot hold.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if r == utf8.RuneError || r < 0x20 || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, text)
}

// WriteTo ends the file.
func (f *File) WriteTo(w io.Writer) (int64, error) {
	count := &counter{to: w}
	z := zip.NewWriter(count)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", types},
		{"_rels/.rels", rels},
		{"word/_rels/document.xml.rels", partRels},
		{"word/styles.xml", styles},
		{"word/document.xml", lead + f.body.String() + end},
	} {
		// A fixed time: the first one that a zip can hold.
		p, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = io.WriteString(p, part.text)
		}
		if err != nil {
			return count.n, fmt.Errorf("write docx: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return count.n, fmt.Errorf("write docx: %w", err)
	}
	return count.n, nil
}

// counter counts what it passes on.
type counter struct {
	to io.Writer
	n  int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.to.Write(b)
	c.n += int64(n)
	return n, err
}

const (
	types = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`
	rels = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	partRels = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
	// 宋体 is on every office machine; others put their own in its place.
	styles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/><w:sz w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>`
	lead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	// A4 with margins of 2 cm.
	end = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`
)
