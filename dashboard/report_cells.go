package dashboard

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// shownFigure is a figure as a page shows it: its value or why it has none.
type shownFigure struct {
	Code string
	// Text is the value, or the raw text where it is unreadable; empty where
	// there is nothing to show but Mark.
	Text string
	// Mark is what is said about it beside the value: 计算值, 未找到, 空白, 存疑.
	// It is set in the style, so that a copied table holds the numbers alone.
	Mark string
	// Class is the state for the style: read, blank, computed, missing,
	// unreadable, doubtful, absent.
	Class string
	// Flag is "error" or "warning" where an open finding concerns the cell.
	Flag string
	// Label is the whole meaning in words, for the title and for screen readers.
	Label string
	// Link opens the place of the figure beside the tables. Fixed figures have
	// none and are shown all the same.
	Link     string
	Fixed    bool
	Selected bool
}

// reportFigures are the figures of one version as the page, its CSV and its
// JSON show them.
type reportFigures struct {
	report *data.Report
	values *form.Values
	flags  map[string]data.Severity
}

// newReportFigures takes a version's report and the open findings of it.
func newReportFigures(r *data.Report, findings []data.Finding) *reportFigures {
	f := &reportFigures{report: r, values: form.NewValues(r.Tables), flags: map[string]data.Severity{}}
	for _, finding := range findings {
		if finding.Explained || finding.Severity == data.Info {
			continue
		}
		for _, code := range finding.Codes {
			if old, ok := f.flags[code]; !ok || finding.Severity < old {
				f.flags[code] = finding.Severity
			}
		}
	}
	return f
}

// show words one figure. cell may be of another edition for an extra figure.
func (f *reportFigures) show(cell *form.Cell, figure data.Figure) *shownFigure {
	s := &shownFigure{Code: figure.Code, Class: figure.State.String()}
	switch figure.State {
	case data.Read:
		s.Text = form.Format(figure.Value, cell.Measure)
	case data.Doubtful:
		s.Text, s.Mark = form.Format(figure.Value, cell.Measure), figure.State.Label()
	case data.Unreadable:
		s.Text, s.Mark = clip(figure.Raw, 24), figure.State.Label()
	case data.Missing:
		s.Mark = figure.State.Label()
	case data.Blank:
		f.showBlank(s, cell)
	}
	if figure.Corrected {
		s.Class, s.Mark = "corrected", "更正"
	}
	switch f.flags[figure.Code] {
	case data.Error:
		s.Flag = "error"
	case data.Warning:
		s.Flag = "warning"
	}
	s.Label = f.label(cell, figure, s)
	return s
}

// showBlank shows a blank total as it counts, any other blank as an empty cell.
func (f *reportFigures) showBlank(s *shownFigure, cell *form.Cell) {
	v := f.values.At(s.Code)
	s.Mark = "空"
	if !form.IsTotal(f.values.Edition(s.Code), s.Code) {
		return
	}
	if v.Counts {
		s.Text, s.Mark, s.Class = form.Format(v.N, cell.Measure), "计算值", "computed"
	}
}

func (f *reportFigures) label(cell *form.Cell, figure data.Figure, s *shownFigure) string {
	parts := []string{cell.Label()}
	if s.Text != "" {
		parts = append(parts, s.Text)
	}
	if s.Class == "computed" || s.Class == "corrected" {
		parts = append(parts, s.Mark)
	} else if figure.State != data.Read {
		parts = append(parts, figure.State.Label())
	}
	if severity, ok := f.flags[figure.Code]; ok {
		parts = append(parts, severity.Label())
	}
	return strings.Join(parts, "，")
}

// reading says in a sentence how a figure was read and how it counts.
func (f *reportFigures) reading(cell *form.Cell, figure data.Figure) string {
	value := form.Format(figure.Value, cell.Measure) + cell.Unit
	if figure.Corrected {
		return "更正：按" + value + "计入，原文“" + clip(figure.Raw, 40) + "”不改动。"
	}
	switch figure.State {
	case data.Read:
		return readingOfValue(figure, cell, value)
	case data.Doubtful:
		return "存疑：" + doubtWords(figure.Doubt) + "。读作" + value + otherWords(figure) + "，请对照原文核实。"
	case data.Unreadable:
		return "无法识别：" + doubtWords(figure.Doubt) + "。没有取值，不计入合计。"
	case data.Missing:
		return "未找到：" + doubtWords(figure.Doubt) + otherWords(figure) + "。没有取值，不计入合计。"
	}
	return f.readingOfBlank(cell, figure)
}

// otherWords says what the second reading of the file finds where it differs.
func otherWords(figure data.Figure) string {
	if figure.Other == "" {
		return ""
	}
	return "（另一种读法为“" + clip(figure.Other, 40) + "”）"
}

func readingOfValue(figure data.Figure, cell *form.Cell, value string) string {
	switch {
	case figure.Raw == "" || figure.Raw == form.Format(figure.Value, cell.Measure):
		return "已读：与原文一致。"
	case figure.Value == 0:
		return "已读：原文“" + clip(figure.Raw, 40) + "”按0读取。"
	}
	return "已读：原文“" + clip(figure.Raw, 40) + "”读作" + value + "。"
}

func (f *reportFigures) readingOfBlank(cell *form.Cell, figure data.Figure) string {
	v := f.values.At(figure.Code)
	total := form.IsTotal(f.values.Edition(figure.Code), figure.Code)
	switch {
	case total && v.Counts:
		s := "空白：原文没有填写。" + form.Format(v.N, cell.Measure) + cell.Unit + "是由各分项相加得出的计算值。"
		if v.Doubtful {
			s += "分项中有存疑数据。"
		}
		return s
	case total:
		return "空白：原文没有填写，也不能由各分项算出，不计入合计。"
	case v.Counts:
		return "空白：原文没有填写，合计时按0计。"
	}
	return "空白：整张表没有填写，不计入合计。"
}

// extraTables gathers the rows of another edition that stand in a table, as a
// table of their own for each such edition.
func extraTables(t *data.Table) []*form.Table {
	var out []*form.Table
	for _, figure := range t.Figures {
		if !figure.Extra {
			continue
		}
		cell := form.CellOf(t.Edition, figure.Code)
		if cell == nil {
			continue
		}
		i := slices.IndexFunc(out, func(x *form.Table) bool { return x.Edition == cell.Table.Edition })
		if i < 0 {
			out = append(out, &form.Table{
				Edition: cell.Table.Edition, Name: t.Name, Layout: form.LayoutSections, Corner: "指标项",
			})
			i = len(out) - 1
		}
		if !slices.Contains(out[i].Rows, cell.Row) {
			out[i].Rows = append(out[i].Rows, cell.Row)
			out[i].Cells = append(out[i].Cells, cellsOfRow(cell)...)
		}
	}
	return out
}

func cellsOfRow(of *form.Cell) []*form.Cell {
	var out []*form.Cell
	for _, c := range of.Table.Cells {
		if c.Row == of.Row {
			out = append(out, c)
		}
	}
	return out
}

// clip shortens a text from a file to n characters.
func clip(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return string(runes[:n]) + "…"
}
