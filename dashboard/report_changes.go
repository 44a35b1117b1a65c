package dashboard

import (
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// cellChange is one cell in which two versions of a report differ.
type cellChange struct {
	Code  string
	Label string
	Old   string
	New   string
}

// changedCells lists the cells in which two versions differ, in the order of
// the new version's tables, then what only the old one has. Printed texts that
// read the same are no difference.
func changedCells(old, now *data.Report) []cellChange {
	before := allFigures(old)
	after := allFigures(now)
	var out []cellChange
	for _, f := range after.order {
		was, ok := before.by[f.Code]
		if ok && was.State == f.State && was.Value == f.Value && (f.State != data.Unreadable || was.Raw == f.Raw) {
			continue
		}
		out = append(out, cellChange{Code: f.Code, Label: after.label(f), Old: before.words(was, ok), New: after.words(f, true)})
	}
	for _, f := range before.order {
		if _, ok := after.by[f.Code]; !ok {
			out = append(out, cellChange{Code: f.Code, Label: before.label(f), Old: before.words(f, true), New: after.words(f, false)})
		}
	}
	return out
}

// figureList is the figures of a report in order and by code.
type figureList struct {
	edition string
	order   []data.Figure
	by      map[string]data.Figure
}

func allFigures(r *data.Report) figureList {
	l := figureList{edition: r.Edition, by: map[string]data.Figure{}}
	for _, t := range r.Tables {
		for _, f := range t.Figures {
			l.order = append(l.order, f)
			l.by[f.Code] = f
		}
	}
	return l
}

func (l figureList) label(f data.Figure) string {
	if cell := form.CellOf(l.edition, f.Code); cell != nil {
		return cell.Table.Short + " " + cell.Label()
	}
	return f.Code
}

// short names a figure in few words, as the equations do.
func (l figureList) short(f data.Figure) string {
	if cell := form.CellOf(l.edition, f.Code); cell != nil {
		return cell.Table.Short + " " + cell.Short()
	}
	return f.Code
}

// words writes a figure in a list of changes: its value, or its state.
func (l figureList) words(f data.Figure, there bool) string {
	if !there {
		return "（无此项）"
	}
	measure := form.Count
	if cell := form.CellOf(l.edition, f.Code); cell != nil {
		measure = cell.Measure
	}
	switch f.State {
	case data.Read:
		return form.Format(f.Value, measure)
	case data.Doubtful:
		return form.Format(f.Value, measure) + "（存疑）"
	case data.Unreadable:
		return "“" + clip(f.Raw, 24) + "”（无法识别）"
	}
	return "（" + f.State.Label() + "）"
}
