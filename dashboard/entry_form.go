package dashboard

import (
	"fmt"
	"slices"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// entryTable is one table of the form to fill in.
type entryTable struct {
	Name, Title, Unit string
	Layout            form.Layout
	Head, Body        []entryLine
}

// entryLine is one row of the form.
type entryLine struct {
	Class string
	Cells []entryCell
}

// entryCell is a label, or a field where Input is not nil.
type entryCell struct {
	form.SheetCell
	Input *entryInput
}

// entryInput is one field of the form with what is said about it.
type entryInput struct {
	Code, Text, Label string
	// Class is the state for the style: typed, blank, unreadable, doubtful.
	Class string
	// Mark words a text that is not a plain number; may be empty.
	Mark string
	// Sum is what a total's parts add up to, empty for other cells; Off says
	// that the total typed is another.
	Sum string
	Off bool
}

// fieldOf is the name of a cell's field.
func fieldOf(code string) string { return "f-" + code }

// entryFindings are findings of one weight under a heading.
type entryFindings struct {
	Heading  string
	Class    string
	Findings []data.Finding
	// Folded lists are opened by hand.
	Folded bool
}

// layEntry lays the form out with the texts; where there are any, with sums and
// findings.
func (s *Server) layEntry(v *visit, r *entryRequest, p *entryPage, texts map[string]string) error {
	var f entryFields
	if len(texts) > 0 {
		trial, err := s.config.Entries.TryEntry(v.c.Request.Context(), EntryRequest{
			Agency: r.agency.Key, Year: r.year, Kind: r.kind, Edition: r.edition, Texts: texts,
		})
		if err != nil {
			return decision(err)
		}
		p.Tried, p.Lists = true, listEntryFindings(trial)
		f = newEntryFields(trial.Report)
	}
	for _, t := range form.ByID(r.edition).Tables {
		printed := t.Sheet()
		p.Tables = append(p.Tables, entryTable{
			Name: t.Name, Title: t.Title, Unit: unitsOf(t), Layout: t.Layout, Head: f.lines(printed.Head), Body: f.lines(printed.Body),
		})
	}
	return nil
}

// entryFields words the fields of one form. The zero value is an empty form.
type entryFields struct {
	figures map[string]data.Figure
	sums    map[string]int64 // of totals, where their parts can be added up
}

func newEntryFields(r *data.Report) entryFields {
	f := entryFields{figures: map[string]data.Figure{}, sums: sumsOf(r)}
	for _, t := range r.Tables {
		for _, figure := range t.Figures {
			f.figures[figure.Code] = figure
		}
	}
	return f
}

// sumsOf adds up the parts of every total: the total is computed as though it
// had been left blank.
func sumsOf(r *data.Report) map[string]int64 {
	out := map[string]int64{}
	tables := slices.Clone(r.Tables)
	for i := range tables {
		figures := slices.Clone(tables[i].Figures)
		tables[i].Figures = figures
		for j := range figures {
			whole := figures[j]
			if !form.IsTotal(tables[i].Edition, whole.Code) {
				continue
			}
			figures[j] = data.Figure{Code: whole.Code, State: data.Blank}
			if sum := form.NewValues(tables).At(whole.Code); sum.Counts && sum.Computed {
				out[whole.Code] = sum.N
			}
			figures[j] = whole
		}
	}
	return out
}

func (f entryFields) lines(lines []form.SheetLine) []entryLine {
	out := make([]entryLine, len(lines))
	for i, l := range lines {
		out[i].Class = l.Class
		for _, c := range l.Cells {
			cell := entryCell{SheetCell: c}
			if c.Cell != nil {
				cell.Input = f.input(c.Cell)
			}
			out[i].Cells = append(out[i].Cells, cell)
		}
	}
	return out
}

func (f entryFields) input(cell *form.Cell) *entryInput {
	figure := f.figures[cell.Code]
	in := &entryInput{Code: cell.Code, Text: figure.Raw, Label: cell.Table.Short + " " + cell.Label(), Class: "typed"}
	switch {
	case !figure.State.Valid() || figure.State == data.Blank:
		in.Class = "blank"
	case figure.State == data.Unreadable:
		in.Class, in.Mark = "unreadable", figure.State.Label()+"："+doubtWords(figure.Doubt)
	case figure.State == data.Doubtful:
		in.Class, in.Mark = "doubtful", figure.State.Label()+"："+doubtWords(figure.Doubt)
	case figure.Raw != form.Format(figure.Value, cell.Measure):
		in.Mark = "读作" + form.Format(figure.Value, cell.Measure)
	}
	if sum, ok := f.sums[cell.Code]; ok && (sum != 0 || figure.State != data.Blank) {
		in.Sum = form.Format(sum, cell.Measure)
		in.Off = figure.State.HasValue() && figure.Value != sum
	}
	return in
}

// listEntryFindings puts what is broken first, apart from what may be so only
// because cells are blank still.
func listEntryFindings(t EntryTrial) []entryFindings {
	lists := []entryFindings{
		{Heading: "错误", Class: "error"}, {Heading: "待说明", Class: "warning"},
		{Heading: "涉及空格，录完再看", Class: "info", Folded: true}, {Heading: "提示", Class: "info", Folded: true},
	}
	for _, f := range t.Findings {
		at := 3
		switch {
		case f.Severity == data.Info:
		case slices.ContainsFunc(f.Codes, func(code string) bool { figure, _ := t.Report.Figure(code); return figure.State == data.Blank }):
			at = 2
		case f.Severity == data.Warning:
			at = 1
		default:
			at = 0
		}
		lists[at].Findings = append(lists[at].Findings, f)
	}
	for i := range lists {
		lists[i].Heading += fmt.Sprintf("（%d）", len(lists[i].Findings))
	}
	return slices.DeleteFunc(lists, func(l entryFindings) bool { return len(l.Findings) == 0 })
}
