package variation

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

// textWidth is the width between the margins of A4, in twips.
const textWidth = 8844

// docx writes a Word file.
func (d *draft) docx() ([]byte, error) {
	var b strings.Builder
	b.WriteString(xml.Header + `<w:document xmlns:w="` + wordSpace + `"><w:body>`)
	if d.nested {
		fmt.Fprintf(&b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="%d"/></w:tblGrid><w:tr><w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, textWidth, textWidth, textWidth)
	}
	for _, k := range d.blocks {
		switch k.kind {
		case titleLine:
			wordParagraph(&b, k.text, `<w:jc w:val="center"/>`)
		case heading:
			wordParagraph(&b, k.text, `<w:outlineLvl w:val="0"/>`)
		case paragraph:
			wordParagraph(&b, k.text, `<w:ind w:firstLineChars="200" w:firstLine="420"/>`)
		case tableBlock:
			wordTable(&b, k.table)
			wordParagraph(&b, "", "")
		}
	}
	if d.nested {
		b.WriteString(`<w:p/></w:tc></w:tr></w:tbl><w:p/>`)
	}
	b.WriteString(`<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1531" w:bottom="1440" w:left="1531" w:header="851" w:footer="992" w:gutter="0"/></w:sectPr></w:body></w:document>`)
	return pack([][2]string{
		{"[Content_Types].xml", wordTypes},
		{"_rels/.rels", wordRels},
		{"word/document.xml", b.String()},
	})
}

func pack(parts [][2]string) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p[0], Method: zip.Deflate, Modified: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(p[1])); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func wordParagraph(b *strings.Builder, text, properties string) {
	b.WriteString("<w:p><w:pPr>" + properties + "</w:pPr>")
	wordRun(b, text, "t")
	b.WriteString("</w:p>")
}

// wordRun writes text with its line breaks; element is t, or delText in a deletion.
func wordRun(b *strings.Builder, text, element string) {
	for i, part := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString("<w:r><w:br/></w:r>")
		}
		if part != "" {
			b.WriteString("<w:r><w:rPr><w:rFonts w:ascii=\"Times New Roman\" w:eastAsia=\"Noto Sans CJK SC\" w:hAnsi=\"Times New Roman\"/><w:sz w:val=\"18\"/></w:rPr><w:" + element + ` xml:space="preserve">`)
			// A strings.Builder never fails to write.
			_ = xml.EscapeText(b, []byte(part))
			b.WriteString("</w:" + element + "></w:r>")
		}
	}
}

func wordTable(b *strings.Builder, t *table) {
	at := t.lay()
	cols := 0
	for _, row := range at {
		cols = max(cols, len(row))
	}
	width := textWidth / max(cols, 1)
	b.WriteString(`<w:tbl><w:tblPr>`)
	fmt.Fprintf(b, `<w:tblW w:w="%d" w:type="dxa"/><w:tblBorders>`, textWidth)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		b.WriteString(`<w:` + side + ` w:val="single" w:sz="4" w:space="0" w:color="auto"/>`)
	}
	b.WriteString(`</w:tblBorders></w:tblPr><w:tblGrid>`)
	for range cols {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, width)
	}
	b.WriteString(`</w:tblGrid>`)
	for r, row := range at {
		b.WriteString(`<w:tr>`)
		for _, c := range line(row) {
			wordCell(b, c, r, width)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
}

func wordCell(b *strings.Builder, c *box, r, width int) {
	fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width*c.cols)
	if c.cols > 1 {
		fmt.Fprintf(b, `<w:gridSpan w:val="%d"/>`, c.cols)
	}
	switch {
	case c.rows > 1 && c.row == r:
		b.WriteString(`<w:vMerge w:val="restart"/>`)
	case c.rows > 1:
		b.WriteString(`<w:vMerge/>`)
	}
	b.WriteString(`</w:tcPr><w:p><w:pPr><w:jc w:val="center"/></w:pPr>`)
	if c.row == r {
		wordText(b, c)
	}
	b.WriteString(`</w:p></w:tc>`)
}

// wordText writes the cell's text with its tracked changes.
func wordText(b *strings.Builder, c *box) {
	const who = ` w:author="核稿" w:date="2024-01-05T09:00:00Z">`
	if c.was != "" {
		b.WriteString(`<w:del w:id="1"` + who)
		wordRun(b, c.was, "delText")
		b.WriteString(`</w:del>`)
	}
	if !c.added {
		wordRun(b, c.text, "t")
		return
	}
	b.WriteString(`<w:ins w:id="2"` + who)
	wordRun(b, c.text, "t")
	b.WriteString(`</w:ins>`)
}

const wordSpace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

const wordTypes = xml.Header + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`

const wordRels = xml.Header + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`
