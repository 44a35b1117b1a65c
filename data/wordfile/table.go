package wordfile

import "fmt"

// Cell is one cell of a table.
type Cell struct {
	Paragraphs [][]Run // none is an empty cell
	// Across and Down are the columns and rows that it covers; 0 means 1. What
	// it covers below itself is left out of the rows there.
	Across, Down int
	Align        Align
}

// Text is a cell of one paragraph in one style.
func Text(text string, size int, bold bool) Cell {
	return Cell{Paragraphs: [][]Run{{{Text: text, Size: size, Bold: bold}}}}
}

// Row is one row of a table.
type Row struct {
	Cells  []Cell
	Height int  // at least, in twentieths of a point; 0 is as high as its text
	Head   bool // repeated on the next page
}

// Table writes a table; widths are those of its columns, in twentieths of a
// point. A row whose cells do not fill the columns is as it is given.
func (f *File) Table(widths []int, rows []Row) {
	f.body.WriteString(`<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>`)
	for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
		fmt.Fprintf(&f.body, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
	}
	f.body.WriteString(`</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		fmt.Fprintf(&f.body, `<w:gridCol w:w="%d"/>`, w)
	}
	f.body.WriteString(`</w:tblGrid>`)
	above := make([]merged, len(widths))
	for _, row := range rows {
		f.row(widths, above, row)
	}
	f.body.WriteString(`</w:tbl>`)
}

// merged is a cell that reaches down from above, at its first column.
type merged struct{ down, across int }

func (f *File) row(widths []int, above []merged, row Row) {
	f.body.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
	if row.Height > 0 {
		fmt.Fprintf(&f.body, `<w:trHeight w:val="%d" w:hRule="atLeast"/>`, row.Height)
	}
	if row.Head {
		f.body.WriteString(`<w:tblHeader/>`)
	}
	f.body.WriteString(`</w:trPr>`)
	at := 0
	covered := func() {
		for at < len(above) && above[at].down > 0 {
			above[at].down--
			across := above[at].across
			f.cell(widths[at:at+across], `<w:vMerge/>`, Cell{})
			at += across
		}
	}
	for _, c := range row.Cells {
		covered()
		across := min(max(c.Across, 1), len(widths)-at)
		if across == 0 {
			break
		}
		merge := ""
		if c.Down > 1 {
			merge = `<w:vMerge w:val="restart"/>`
			above[at] = merged{down: c.Down - 1, across: across}
		}
		f.cell(widths[at:at+across], merge, c)
		at += across
	}
	covered()
	f.body.WriteString(`</w:tr>`)
}

func (f *File) cell(widths []int, merge string, c Cell) {
	width := 0
	for _, w := range widths {
		width += w
	}
	fmt.Fprintf(&f.body, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:gridSpan w:val="%d"/>%s<w:vAlign w:val="center"/></w:tcPr>`, width, len(widths), merge)
	for _, p := range c.Paragraphs {
		f.paragraph(c.Align, false, 0, p)
	}
	if len(c.Paragraphs) == 0 {
		f.paragraph(c.Align, false, 0, nil) // a cell must hold a paragraph
	}
	f.body.WriteString(`</w:tc>`)
}
