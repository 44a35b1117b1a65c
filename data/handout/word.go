package handout

import (
	"fmt"
	"io"
	"slices"

	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/wordfile"
)

// Sizes of type, in half points: 二号, 小四, 五号, 小五.
const (
	sizeTitle   = 44
	sizeHeading = 24
	sizeText    = 21
	sizeTable   = 18
)

// WriteWord writes the official form as a Word file on A4.
func (s *Sheets) WriteWord(w io.Writer) error {
	f := new(wordfile.File)
	f.Paragraph(wordfile.Centre, false, wordfile.Run{Text: s.Title, Size: sizeTitle, Bold: true})
	heading := func(text string) {
		f.Paragraph(wordfile.Left, false, wordfile.Run{Text: text, Size: sizeHeading, Bold: true})
	}
	space := func() { f.Paragraph(wordfile.Left, false, wordfile.Run{Size: sizeText}) }
	heading("一、总体情况")
	space()
	for _, t := range s.tables() {
		heading(t.Title)
		FormTable(f, t, s.carriedText)
		space()
	}
	heading("五、存在的主要问题及改进情况")
	space()
	heading("六、其他需要报告的事项")
	space()
	for _, line := range s.lines {
		f.Paragraph(wordfile.Left, false, wordfile.Run{Text: "填报提示（报送前删去）：" + line, Size: sizeTable})
	}
	if _, err := f.WriteTo(w); err != nil {
		return fmt.Errorf("write form of %s: %w", s.Agency, err)
	}
	return nil
}

// figureShare is the most that a column of figures takes of the page.
const figureShare = 760

// FormTable writes a table of the form, as it is printed, into a Word file.
// text is asked for each of its cells, in order; an empty one leaves the cell
// empty.
func FormTable(f *wordfile.File, t *form.Table, text func(*form.Cell) string) {
	printed := t.Sheet()
	var rows []wordfile.Row
	for i, l := range slices.Concat(printed.Head, printed.Body) {
		row := wordfile.Row{Head: i < len(printed.Head), Height: 360}
		for _, c := range l.Cells {
			content := c.Text
			if c.Cell != nil {
				content = text(c.Cell)
			}
			cell := wordfile.Cell{Across: c.ColSpan, Down: c.RowSpan, Align: wordfile.Centre}
			if content != "" {
				cell.Paragraphs = [][]wordfile.Run{{{Text: content, Size: sizeTable}}}
			}
			row.Cells = append(row.Cells, cell)
		}
		rows = append(rows, row)
	}
	f.Table(t.Shares(wordfile.TextWidth, figureShare), rows)
}

// carriedText is what the cell is filled in with, "" for a cell to be filled in.
func (s *Sheets) carriedText(c *form.Cell) string {
	if n, ok := s.carried[c.Code]; ok {
		return form.Format(n, c.Measure)
	}
	return ""
}
