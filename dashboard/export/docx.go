package export

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

// docx writes a Word file of paragraphs and tables: as much of WordprocessingML
// as the office's sheets need, and no clock, so that the same content gives
// the same bytes.
type docx struct{ body bytes.Buffer }

// How a paragraph stands.
const (
	alignLeft   = "left"
	alignCentre = "center"
	alignRight  = "right"
)

// run is text in one style. Size is in half points.
type run struct {
	text string
	size int
	bold bool
}

// paragraph writes one paragraph; lead breaks the page before it.
func (d *docx) paragraph(align string, lead bool, runs ...run) {
	d.body.WriteString(`<w:p><w:pPr>`)
	if lead {
		d.body.WriteString(`<w:pageBreakBefore/>`)
	}
	fmt.Fprintf(&d.body, `<w:spacing w:before="0" w:after="60"/><w:jc w:val="%s"/></w:pPr>`, align)
	for _, r := range runs {
		d.run(r)
	}
	d.body.WriteString(`</w:p>`)
}

func (d *docx) run(r run) {
	d.body.WriteString(`<w:r><w:rPr>`)
	if r.bold {
		d.body.WriteString(`<w:b/>`)
	}
	fmt.Fprintf(&d.body, `<w:sz w:val="%d"/></w:rPr><w:t xml:space="preserve">`, r.size)
	_ = xml.EscapeText(&d.body, []byte(plain(r.text))) // a buffer takes everything
	d.body.WriteString(`</w:t></w:r>`)
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

// table writes rows of cells; widths are in twentieths of a point. Each cell
// is a list of paragraphs. A row of one cell goes over all columns, and the
// first row is repeated on the next page where heads is set.
func (d *docx) table(widths []int, heads bool, rows []tableRow) {
	d.body.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&d.body, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
	}
	d.body.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	total := 0
	for _, w := range widths {
		fmt.Fprintf(&d.body, `<w:gridCol w:w="%d"/>`, w)
		total += w
	}
	d.body.WriteString(`</w:tblGrid>`)
	for i, row := range rows {
		d.body.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		if row.height > 0 {
			fmt.Fprintf(&d.body, `<w:trHeight w:val="%d" w:hRule="atLeast"/>`, row.height)
		}
		if heads && i == 0 {
			d.body.WriteString(`<w:tblHeader/>`)
		}
		d.body.WriteString(`</w:trPr>`)
		for c, cell := range row.cells {
			width, span := widths[min(c, len(widths)-1)], 1
			if len(row.cells) == 1 {
				width, span = total, len(widths)
			}
			fmt.Fprintf(&d.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:gridSpan w:val="%d"/></w:tcPr>`, width, span)
			for _, p := range cell {
				d.paragraph(alignLeft, false, p...)
			}
			d.body.WriteString(`</w:tc>`)
		}
		d.body.WriteString(`</w:tr>`)
	}
	d.body.WriteString(`</w:tbl>`)
}

// tableRow is cells of paragraphs of runs, at least height twentieths of a
// point high; 0 is as high as its text.
type tableRow struct {
	cells  [][][]run
	height int
}

const (
	docxTypes = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`
	docxRels = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
	docxPartRels = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
	// 宋体 is on every office machine; others put their own in its place.
	docxStyles = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/><w:sz w:val="21"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>`
	docxLead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	// A4 with margins of 2 cm.
	docxEnd = `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`
)

// writeTo ends the file.
func (d *docx) writeTo(w io.Writer) error {
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", docxTypes},
		{"_rels/.rels", docxRels},
		{"word/_rels/document.xml.rels", docxPartRels},
		{"word/styles.xml", docxStyles},
		{"word/document.xml", docxLead + d.body.String() + docxEnd},
	} {
		// A fixed time: the first one that a zip can hold.
		p, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err == nil {
			_, err = io.WriteString(p, part.text)
		}
		if err != nil {
			return fmt.Errorf("write docx: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write docx: %w", err)
	}
	return nil
}
