// Package ofdfile writes text and tables as OFD files (GB/T 33190-2016), set on
// pages as the exporters of word processors set them. It serves made-up reports
// alone: its widths of characters are no font's, and no font is in the file.
//
// The package is pure: the same blocks give the same bytes.
package ofdfile

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"time"
)

// Kind is what a block of text is.
type Kind int

// The kinds.
const (
	Paragraph Kind = iota
	Title
	Heading
)

// Block is a paragraph, or a table where Table is not nil.
type Block struct {
	Kind  Kind
	Text  string
	Table *Table
}

// Table is a table by its cells, which cover all its positions.
type Table struct {
	Rows, Cols int
	// Widths are the columns' shares, in any unit; nil for columns of one width.
	Widths []int
	Cells  []Cell
}

// Cell is a cell. Row and Col count from 0, Rows and Cols are how many it
// covers. Lines of the text are separated by \n and wrapped where they must be.
type Cell struct {
	Row, Col, Rows, Cols int
	Text                 string
	Left                 bool // set to the left, not centred
}

// Style is how a producer writes a file. The zero Style is that of word
// processors: a text object for each line, with the steps between its
// characters, and stroked lines.
type Style struct {
	// Glyphs is the style of converters: a text object for each character, in
	// points under a matrix, and lines as thin filled boxes.
	Glyphs bool
	// CutRows lets a page break go through a row, as word processors do where
	// they are not told otherwise.
	CutRows bool
	// Height is that of a page in millimetres; 0 for A4's.
	Height float64
}

// Write sets the blocks on numbered pages and writes the file.
func Write(blocks []Block, s Style) ([]byte, error) {
	if s.Height <= 0 {
		s.Height = 297
	}
	pages := set(blocks, s)
	parts := []part{
		{"OFD.xml", rootPart},
		{"Doc_0/Document.xml", documentPart(len(pages), s)},
		{"Doc_0/PublicRes.xml", resourcePart},
	}
	for i, p := range pages {
		parts = append(parts, part{fmt.Sprintf("Doc_0/Pages/Page_%d/Content.xml", i), pagePart(p, s)})
	}
	return pack(parts)
}

// part is one file inside.
type part struct{ name, text string }

// pack zips the parts with a fixed time, so that the bytes are always the same.
func pack(parts []part) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)}
		w, err := z.CreateHeader(h)
		if err != nil {
			return nil, fmt.Errorf("write ofd: %w", err)
		}
		if _, err := w.Write([]byte(p.text)); err != nil {
			return nil, fmt.Errorf("write ofd: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("write ofd: %w", err)
	}
	return out.Bytes(), nil
}

const space = `xmlns:ofd="http://www.ofdspec.org/2016"`

const rootPart = xml.Header + `<ofd:OFD ` + space + ` DocType="OFD" Version="1.0"><ofd:DocBody><ofd:DocInfo>` +
	`<ofd:DocID>00000000000000000000000000000000</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`

const resourcePart = xml.Header + `<ofd:Res ` + space + ` BaseLoc="Res"><ofd:Fonts><ofd:Font ID="2" FontName="仿宋" FamilyName="仿宋"/></ofd:Fonts></ofd:Res>`

func documentPart(pages int, s Style) string {
	var b bytes.Buffer
	fmt.Fprintf(&b, xml.Header+`<ofd:Document %s><ofd:CommonData><ofd:MaxUnitID>100000</ofd:MaxUnitID><ofd:PageArea>`+
		`<ofd:PhysicalBox>0 0 210 %s</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages>`, space, short(s.Height))
	for i := range pages {
		fmt.Fprintf(&b, `<ofd:Page ID="%d" BaseLoc="Pages/Page_%d/Content.xml"/>`, 10+i, i)
	}
	b.WriteString(`</ofd:Pages></ofd:Document>`)
	return b.String()
}
