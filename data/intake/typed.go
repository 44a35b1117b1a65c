package intake

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/extract"
	"github.com/nianbao/nianbao/data/form"
)

// FormatTyped is the format of a version that a person typed (对照录入). Its
// original is what they typed.
const FormatTyped = "typed"

// maxTyped bounds what is typed into one cell, in characters: a number with a
// remark.
const maxTyped = 60

// typed is the form as a person filled it in. Its bytes say who reports what
// and not who typed it when, so that the same typing twice is the same.
type typed struct {
	Agency  string      `json:"agency"` // key
	Year    int         `json:"year"`
	Kind    data.Kind   `json:"kind"`
	Edition string      `json:"edition"`
	Cells   []typedCell `json:"cells"` // those with a text, in the form's order
}

type typedCell struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// fill takes the texts of the edition's cells. A code that it lacks or a text
// that is too long is a Mistake.
func (t *typed) fill(texts map[string]string) error {
	edition := form.ByID(t.Edition)
	t.Cells = nil
	known := 0
	for _, table := range edition.Tables {
		for _, cell := range table.Cells {
			given, ok := texts[cell.Code]
			if ok {
				known++
			}
			text := typedText(given)
			if utf8.RuneCountInString(text) > maxTyped {
				return Mistake(fmt.Sprintf("%s“%s”一格写了超过%d个字，请只填数字", table.Short, cell.Label(), maxTyped))
			}
			if text != "" {
				t.Cells = append(t.Cells, typedCell{cell.Code, text})
			}
		}
	}
	if known != len(texts) {
		return Mistake(fmt.Sprintf("格式（%s）没有表单中的某些指标项，请刷新页面后再录", edition.Name))
	}
	return nil
}

// typedText is what was typed as one line of plain text.
func typedText(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError, unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, text))
}

func (t *typed) text(code string) string {
	i := slices.IndexFunc(t.Cells, func(c typedCell) bool { return c.Code == code })
	if i < 0 {
		return ""
	}
	return t.Cells[i].Text
}

// texts are the cells by code.
func (t *typed) texts() map[string]string {
	out := make(map[string]string, len(t.Cells))
	for _, c := range t.Cells {
		out[c.Code] = c.Text
	}
	return out
}

func (t *typed) encode() ([]byte, error) {
	b, err := json.MarshalIndent(t, "", " ")
	if err != nil {
		return nil, fmt.Errorf("encode typed figures: %w", err)
	}
	return append(b, '\n'), nil
}

// decodeTyped is the inverse of encode.
func decodeTyped(b []byte) (*typed, error) {
	var t typed
	if err := json.Unmarshal(b, &t); err != nil {
		return nil, fmt.Errorf("decode typed figures: %w", err)
	}
	if form.ByID(t.Edition) == nil {
		return nil, fmt.Errorf("decode typed figures: edition %q", t.Edition)
	}
	return &t, nil
}

// report makes the report and the document in which its figures stand: the
// form's own tables with the typed texts. by says who typed a cell.
func (t *typed) report(name string, by func(code, text string) string) (*data.Report, *document.Document, error) {
	year := yearText(t.Year)
	r := &data.Report{
		Agency: name, Year: t.Year, Kind: t.Kind, Edition: t.Edition, Title: name + year + "年政府信息公开工作年度报告",
		Evidence: []data.Evidence{
			{Field: "agency", Source: data.FromPerson, Value: name, Text: name},
			{Field: "year", Source: data.FromPerson, Value: year, Text: year},
		},
	}
	b := document.Builder{Doc: document.Document{Format: FormatTyped, Title: r.Title}}
	err := b.Paragraph(r.Title)
	for _, table := range form.ByID(t.Edition).Tables {
		if err != nil {
			break
		}
		var d data.Table
		if d, err = t.table(&b, table, by); err == nil {
			r.Tables = append(r.Tables, d)
		}
	}
	if err != nil {
		return nil, nil, fmt.Errorf("lay typed figures out: %w", err)
	}
	return r, &b.Doc, nil
}

// table reads the typed texts of one table and lays them out as the form
// prints it.
func (t *typed) table(b *document.Builder, table *form.Table, by func(code, text string) string) (data.Table, error) {
	out := data.Table{Name: table.Name, Edition: table.Edition, Found: true}
	if err := b.Paragraph(table.Title); err != nil {
		return out, err
	}
	var g document.GridBuilder
	sheet, n := table.Sheet(), 0
	at := map[string]int{} // code -> index of its cell in the grid
	for _, line := range slices.Concat(sheet.Head, sheet.Body) {
		g.Row()
		for _, c := range line.Cells {
			text := c.Text
			if c.Cell != nil {
				text, at[c.Cell.Code] = t.text(c.Cell.Code), n
			}
			g.Cell(text, c.RowSpan, c.ColSpan)
			n++
		}
	}
	if err := b.Grid(&g); err != nil {
		return out, err
	}
	grid := b.Doc.Blocks[len(b.Doc.Blocks)-1].Grid
	for _, cell := range table.Cells {
		f := extract.ReadCell(t.text(cell.Code), cell)
		c := grid.Cells[at[cell.Code]]
		f.Place = data.Place{Grid: grid.Number, Row: c.Row, Col: c.Col, Person: by(cell.Code, f.Raw)}
		out.Figures = append(out.Figures, f)
	}
	return out, nil
}

// differing lists the cells in which two typings of one edition differ by what
// they mean: 0 and ／ are the same figure.
func differing(a, b *typed) []*form.Cell {
	var out []*form.Cell
	for _, table := range form.ByID(a.Edition).Tables {
		for _, cell := range table.Cells {
			x, y := extract.ReadCell(a.text(cell.Code), cell), extract.ReadCell(b.text(cell.Code), cell)
			if x.State != y.State || x.Value != y.Value || x.State == data.Unreadable && x.Raw != y.Raw {
				out = append(out, cell)
			}
		}
	}
	return out
}
