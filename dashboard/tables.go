package dashboard

import "github.com/nianbao/nianbao/aggregate"

// column is a table's column without a heading over it.
func column(key, title, unit string) aggregate.Column {
	return aggregate.Column{Key: key, Title: title, Unit: unit}
}

// rateCell is a share as a table's cell.
func rateCell(t aggregate.Total) aggregate.Cell {
	return aggregate.Cell{Kind: aggregate.TotalCell, Total: t, Rate: true}
}

func number(n int) aggregate.Cell { return aggregate.Cell{Kind: aggregate.NumberCell, N: int64(n)} }

func words(text string) aggregate.Cell { return aggregate.Cell{Kind: aggregate.TextCell, Text: text} }

// head is one heading over neighbouring columns.
type head struct {
	Title string
	Span  int
}

// grouped reports whether any column of the table has a heading over it.
func grouped(t *aggregate.Table) bool {
	for _, c := range t.Columns {
		if c.Group != "" {
			return true
		}
	}
	return false
}

// heads joins neighbouring columns with the same heading.
func heads(t *aggregate.Table) []head {
	var out []head
	for _, c := range t.Columns {
		if n := len(out); n > 0 && out[n-1].Title == c.Group {
			out[n-1].Span++
			continue
		}
		out = append(out, head{Title: c.Group, Span: 1})
	}
	return out
}

// columnHead is a column's title; Words says that it stands over words, which
// begin at the left.
type columnHead struct {
	Title string
	Words bool
}

func headings(t *aggregate.Table) []columnHead {
	out := make([]columnHead, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = columnHead{Title: c.Title}
		for _, r := range t.Rows {
			if i < len(r.Cells) && r.Cells[i].Kind == aggregate.TextCell && r.Cells[i].Text != "" {
				out[i].Words = true
				break
			}
		}
	}
	return out
}

func rowClass(r aggregate.Row) string {
	switch r.Kind {
	case aggregate.SubtotalRow:
		return "subtotal"
	case aggregate.TotalRow, aggregate.AdjustmentRow, aggregate.FigureRow:
		return "total"
	}
	return ""
}

// longText is how many bytes of words a table's column holds on one line.
const longText = 3 * 18

// cellClass marks what is not a plain number: a text, not known, standing on
// a part of the agencies, or doubtful.
func cellClass(c aggregate.Cell) string {
	if c.Kind == aggregate.TextCell && len(c.Text) > longText {
		return "text long"
	}
	if c.Kind == aggregate.TextCell {
		return "text"
	}
	if c.Kind == aggregate.NumberCell {
		return ""
	}
	switch {
	case !c.Total.Known:
		return "unknown"
	case c.Total.Doubtful > 0:
		return "doubtful"
	case c.Total.Corrected > 0:
		return "corrected"
	case !c.Total.Complete():
		return "partial"
	}
	return ""
}

// cellNote says in words what a cell's mark means; empty for a plain number.
func cellNote(c aggregate.Cell) string {
	if c.Kind != aggregate.TotalCell {
		return ""
	}
	return aggregate.Note(c.Total)
}
