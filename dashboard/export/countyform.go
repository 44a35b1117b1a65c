package export

import (
	"fmt"
	"io"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/handout"
	"github.com/nianbao/nianbao/data/wordfile"
)

// Sizes of type, in half points.
const (
	wordTitle   = 36
	wordHeading = 24
	wordNote    = 18
)

// WriteCountyForm writes the county's tables in official form as a Word file:
// 公布数, which is the sum where nothing is adjusted. A figure that does not
// simply add up all reports bears a star and is named under the tables; one
// that is not known is an empty cell with a line there.
func WriteCountyForm(w io.Writer, f *aggregate.CountyForm) error {
	if f.Edition == nil {
		return fmt.Errorf("write county form: %d has no national form", f.Query.Year)
	}
	file := new(wordfile.File)
	file.Paragraph(wordfile.Centre, false, wordfile.Run{Text: f.Title(), Size: wordTitle, Bold: true})
	c := countyWord{form: f}
	for _, t := range f.Edition.Tables {
		file.Paragraph(wordfile.Left, false, wordfile.Run{Text: t.Title, Size: wordHeading, Bold: true})
		handout.FormTable(file, t, c.figure)
		file.Paragraph(wordfile.Left, false)
	}
	notes := f.Notes()
	if f.HasAdjustments() {
		notes = append(notes[:len(notes):len(notes)], "表中为公布数（合计 ± 调整）")
	}
	for i, note := range append(notes[:len(notes):len(notes)], c.marks...) {
		file.Paragraph(wordfile.Left, false, wordfile.Run{Text: fmt.Sprintf("注%d：%s", i+1, note), Size: wordNote})
	}
	if _, err := file.WriteTo(w); err != nil {
		return fmt.Errorf("write county form: %w", err)
	}
	return nil
}

// countyWord is a county's form being written, with the marks met so far.
type countyWord struct {
	form  *aggregate.CountyForm
	marks []string
}

// figure is a cell's text. That agencies have no report is said once for all.
func (c *countyWord) figure(cell *form.Cell) string {
	x, ok := c.form.Cell(cell.Code)
	if !ok {
		return ""
	}
	t := x.Figure()
	name := cell.Table.Short + "，" + cell.Label()
	switch note := aggregate.Note(t); {
	case !t.Known && note != "":
		c.marks = append(c.marks, name+"："+note)
		return ""
	case !t.Known:
		c.marks = append(c.marks, name+"：无数据")
		return ""
	case t.Doubtful > 0 || t.Corrected > 0 || t.Computed > 0 || t.Stated < c.form.Reported:
		c.marks = append(c.marks, "*"+name+"："+note)
		return form.Format(t.N, cell.Measure) + "*"
	}
	return form.Format(t.N, cell.Measure)
}
