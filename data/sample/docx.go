package sample

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// part is one file inside a docx.
type part struct{ name, text string }

// pageWidth is the text width of A4 with the usual margins, in twips.
const pageWidth = 8844

// writeDocx writes a Word file: title and headings in their styles, tables
// with merged cells as the official form has them, on A4.
func writeDocx(title string, blocks []block) ([]byte, error) {
	var b strings.Builder
	b.WriteString(xml.Header + `<w:document xmlns:w="` + wordSpace + `"><w:body>`)
	for _, p := range blocks {
		switch p.kind {
		case titleLine:
			wordParagraph(&b, p.text, "Title")
		case heading:
			wordParagraph(&b, p.text, "Heading1")
		case paragraph:
			wordParagraph(&b, p.text, "")
		case tableBlock:
			wordTable(&b, p.table)
			wordParagraph(&b, "", "")
		}
	}
	b.WriteString(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1531" w:bottom="1440" w:left="1531" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	return pack([]part{
		{"[Content_Types].xml", wordTypes},
		{"_rels/.rels", wordRels},
		{"docProps/core.xml", xml.Header + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>` + escape(title) + `</dc:title></cp:coreProperties>`},
		{"word/document.xml", b.String()},
		{"word/_rels/document.xml.rels", wordDocRels},
		{"word/styles.xml", wordStyles},
	})
}

// pack zips the parts with a fixed time, so that the bytes are always the same.
func pack(parts []part) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}
		w, err := z.CreateHeader(h)
		if err != nil {
			return nil, fmt.Errorf("write docx: %w", err)
		}
		if _, err := w.Write([]byte(p.text)); err != nil {
			return nil, fmt.Errorf("write docx: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write docx: %w", err)
	}
	return out.Bytes(), nil
}

func wordParagraph(b *strings.Builder, text, style string) {
	b.WriteString("<w:p>")
	if style == "" {
		b.WriteString(`<w:pPr><w:ind w:firstLineChars="200" w:firstLine="560"/></w:pPr>`)
	} else {
		b.WriteString(`<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	}
	wordRun(b, text)
	b.WriteString("</w:p>")
}

func wordRun(b *strings.Builder, text string) {
	if text != "" {
		b.WriteString(`<w:r><w:t xml:space="preserve">` + escape(text) + `</w:t></w:r>`)
	}
}

func wordTable(b *strings.Builder, g *grid) {
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/>`)
	fmt.Fprintf(b, `<w:tblW w:w="%d" w:type="dxa"/><w:jc w:val="center"/></w:tblPr><w:tblGrid>`, pageWidth)
	for c := range g.cols {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, g.width(c, 1, pageWidth))
	}
	b.WriteString(`</w:tblGrid>`)
	for r := range g.at {
		b.WriteString(`<w:tr>`)
		for _, c := range g.row(r) {
			wordCell(b, c, c.row == r, g.width(c.col, c.width, pageWidth))
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
}

// wordCell writes a cell; one merged into the cell above has no text.
func wordCell(b *strings.Builder, c *box, begins bool, width int) {
	fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if c.width > 1 {
		fmt.Fprintf(b, `<w:gridSpan w:val="%d"/>`, c.width)
	}
	switch {
	case c.height > 1 && begins:
		b.WriteString(`<w:vMerge w:val="restart"/>`)
	case c.height > 1:
		b.WriteString(`<w:vMerge/>`)
	}
	align := "center"
	if c.left {
		align = "left"
	}
	b.WriteString(`<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:jc w:val="` + align + `"/></w:pPr>`)
	if begins {
		wordRun(b, c.text)
	}
	b.WriteString(`</w:p></w:tc>`)
}

func escape(text string) string {
	var b strings.Builder
	// A strings.Builder never fails to write.
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}

const wordSpace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

const wordTypes = xml.Header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>`

const wordRels = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`

const wordDocRels = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`

const wordStyles = xml.Header + `<w:styles xmlns:w="` + wordSpace + `"><w:docDefaults><w:rPrDefault><w:rPr>` +
	`<w:rFonts w:ascii="Times New Roman" w:eastAsia="仿宋" w:hAnsi="Times New Roman"/><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="40"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="30"/></w:rPr></w:style>` +
	`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/></w:style>` +
	`<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>` +
	`<w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/>` +
	`<w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr><w:rPr><w:sz w:val="18"/></w:rPr></w:style></w:styles>`
