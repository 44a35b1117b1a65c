package handout

import (
	"fmt"
	"io"

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
		s.wordTable(f, t)
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

func (s *Sheets) wordTable(f *wordfile.File, t *form.Table) {
	printed := t.Sheet()
	var rows []wordfile.Row
	for _, l := range printed.Head {
		rows = append(rows, s.wordRow(l, true))
	}
	for _, l := range printed.Body {
		rows = append(rows, s.wordRow(l, false))
	}
	f.Table(wordWidths(t, printed), rows)
}

// wordWidths shares the page between labels and figures. Of three columns of
// labels the first holds 三、本年度办理结果, in several lines.
func wordWidths(t *form.Table, printed form.Sheet) []int {
	labels, figures := labelColumns(printed)
	figure := wordfile.TextWidth / max(figures, 1)
	switch {
	case t.Layout == form.LayoutSections:
		figure /= 2
	case labels > 0:
		figure = min(figure, 760)
	}
	rest := wordfile.TextWidth - figure*figures
	shares := []int{rest}
	if labels == 3 {
		shares = []int{rest * 2 / 10, rest * 3 / 10, rest - rest*2/10 - rest*3/10}
	}
	var widths []int
	for i := range labels {
		widths = append(widths, shares[min(i, len(shares)-1)])
	}
	for range figures {
		widths = append(widths, figure)
	}
	return widths
}

func (s *Sheets) wordRow(l form.SheetLine, head bool) wordfile.Row {
	row := wordfile.Row{Head: head, Height: 360}
	for _, c := range l.Cells {
		cell := wordfile.Text(c.Text, sizeTable, false)
		cell.Across, cell.Down, cell.Align = c.ColSpan, c.RowSpan, wordfile.Centre
		if c.Cell != nil {
			cell.Paragraphs = nil
			if text := s.carriedText(c.Cell); text != "" {
				cell.Paragraphs = [][]wordfile.Run{{{Text: text, Size: sizeTable}}}
			}
		}
		row.Cells = append(row.Cells, cell)
	}
	return row
}

// carriedText is what the cell is filled in with, "" for a cell to be filled in.
func (s *Sheets) carriedText(c *form.Cell) string {
	if n, ok := s.carried[c.Code]; ok {
		return form.Format(n, c.Measure)
	}
	return ""
}

// labelColumns counts the columns to the left of all figures, and the others.
func labelColumns(printed form.Sheet) (labels, figures int) {
	labels = printed.Width
	for _, l := range printed.Body {
		at := printed.Width
		for i := len(l.Cells) - 1; i >= 0 && l.Cells[i].Cell != nil; i-- {
			at -= l.Cells[i].ColSpan
		}
		labels = min(labels, at)
	}
	return labels, printed.Width - labels
}
