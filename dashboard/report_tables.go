package dashboard

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/form"
)

// reportTable is one table of a report with what is said about it.
type reportTable struct {
	Name    string
	Title   string
	Unit    string
	Remarks []string
	// Found is false where the file does not hold the table; Sheet is then empty.
	Found    bool
	Sheet    sheet
	Extras   []extraSheet
	Findings []shownFinding
}

// extraSheet is rows of another edition found in a table.
type extraSheet struct {
	Title string
	Sheet sheet
}

// cellPanel is 原文位置: where the chosen figure stands in the file.
type cellPanel struct {
	Figure  *shownFigure
	Name    string
	Unit    string
	File    string
	Place   string
	Address string // D5, in a workbook
	Raw     string
	HasRaw  bool
	Reading string
	Before  string // last year's value of the same cell, in words; may be empty
	Grid    *sourceGrid
	// Page is the page of a PDF file with the figure marked; nil for others.
	Page *sourcePage
	// NoGrid says why no part of the file is shown.
	NoGrid   string
	Findings []shownFinding
	// Correct is the form for a correction; nil where the version does not count.
	Correct *correctionForm
	Close   string
}

// lay fills the tables in official form with their findings.
func (b *reportBuilder) lay() {
	b.figures = newReportFigures(b.shown.Report, b.findings)
	shown := b.shownFindings()
	for i := range b.shown.Report.Tables {
		b.page.Tables = append(b.page.Tables, b.table(&b.shown.Report.Tables[i], shown))
	}
	b.page.Findings = "findings"
	for _, f := range slices.Backward(shown) {
		if t := b.tableOf(f); t != "" {
			b.page.Findings = "table-" + t
		}
	}
	for _, f := range shown {
		if b.tableOf(f) == "" {
			b.page.General = append(b.page.General, f)
		}
	}
}

func (b *reportBuilder) shownFindings() []shownFinding {
	var out []shownFinding
	for _, f := range b.findings {
		s := shownFinding{Finding: f, Form: b.server.findingForm(b.visit, f, b.visit.here())}
		for _, code := range f.Codes {
			if _, ok := b.shown.Report.Figure(code); ok {
				s.Link = b.figureLink(code)
				break
			}
		}
		s.Here = b.request.cell != "" && slices.Contains(f.Codes, b.request.cell)
		out = append(out, s)
	}
	return out
}

// tableOf names the table a finding stands under, or "".
func (b *reportBuilder) tableOf(f shownFinding) string {
	about := f.Subject
	if len(f.Codes) > 0 {
		about = f.Codes[0]
	}
	name, _, _ := strings.Cut(about, ".")
	if b.shown.Report.Table(name) == nil {
		return ""
	}
	return name
}

func (b *reportBuilder) table(t *data.Table, findings []shownFinding) reportTable {
	out := reportTable{Name: t.Name, Title: t.Name, Found: t.Found}
	for _, f := range findings {
		if b.tableOf(f) == t.Name {
			out.Findings = append(out.Findings, f)
		}
	}
	edition := form.ByID(t.Edition)
	if edition == nil || edition.Table(t.Name) == nil {
		out.Found = false
		return out
	}
	official := edition.Table(t.Name)
	out.Title, out.Unit = official.Title, unitsOf(official)
	if !t.Found {
		return out
	}
	if !edition.Fits(b.request.key.Year) {
		out.Remarks = append(out.Remarks, "本表用的是格式（"+edition.Name+"）")
	}
	out.Remarks = append(out.Remarks, stateCounts(t)...)
	figure := b.figureOf(t)
	out.Sheet = layOut(official, figure)
	for _, extra := range extraTables(t) {
		title := "表中另有格式（" + form.ByID(extra.Edition).Name + "）的行"
		out.Extras = append(out.Extras, extraSheet{Title: title, Sheet: layOut(extra, figure)})
	}
	return out
}

// figureOf finds and words the figures of one table. A cell that the table
// does not hold is shown as absent.
func (b *reportBuilder) figureOf(t *data.Table) func(*form.Cell) *shownFigure {
	by := make(map[string]data.Figure, len(t.Figures))
	for _, f := range t.Figures {
		by[f.Code] = f
	}
	return func(cell *form.Cell) *shownFigure {
		figure, ok := by[cell.Code]
		if !ok {
			return &shownFigure{Code: cell.Code, Class: "absent", Label: cell.Label() + "，表中没有这一格"}
		}
		s := b.figures.show(cell, figure)
		s.Link, s.Selected = b.figureLink(figure.Code), figure.Code == b.request.cell
		return s
	}
}

func (b *reportBuilder) figureLink(code string) string {
	return b.visit.reportLink(b.request.key, b.request.version, code)
}

// unitsOf names the units of a table, the usual one first.
func unitsOf(t *form.Table) string {
	if t.Layout == form.LayoutList {
		return ""
	}
	var units []string
	for _, c := range t.Cells {
		if !slices.Contains(units, c.Unit) {
			units = append(units, c.Unit)
		}
	}
	return strings.Join(units, "、")
}

// stateCounts says how many figures of a table are not plainly read.
func stateCounts(t *data.Table) []string {
	counts, corrected := map[data.State]int{}, 0
	for _, f := range t.Figures {
		counts[f.State]++
		if f.Corrected {
			corrected++
		}
	}
	var out []string
	if corrected > 0 {
		out = append(out, fmt.Sprintf("更正%d项", corrected))
	}
	for _, s := range []data.State{data.Missing, data.Unreadable, data.Doubtful, data.Blank} {
		if counts[s] > 0 {
			out = append(out, fmt.Sprintf("%s%d项", s.Label(), counts[s]))
		}
	}
	return out
}

// place fills 原文位置 of the chosen cell.
func (b *reportBuilder) place(ctx context.Context) error {
	if b.request.cell == "" {
		return nil
	}
	figure, ok := b.shown.Report.Figure(b.request.cell)
	cell := form.CellOf(b.shown.Report.Edition, b.request.cell)
	if !ok || cell == nil {
		return notFound("这一版年报没有指标项“%s”", clip(b.request.cell, 60))
	}
	if own := form.CellOf(b.figures.values.Edition(figure.Code), figure.Code); own != nil {
		cell = own
	}
	p := &cellPanel{
		Figure: b.figures.show(cell, figure), Name: cell.Table.Short + "：" + cell.Label(), Unit: cell.Unit,
		File: b.shown.FileName, Place: figure.Place.String(),
		Raw: clip(figure.Raw, 200), HasRaw: figure.State != data.Missing && !figure.Place.IsZero(),
		Reading: b.figures.reading(cell, figure), Before: b.before(cell),
		Close: b.visit.reportLink(b.request.key, b.request.version, ""),
	}
	p.Correct = b.correctionForm(cell)
	for _, f := range b.shownFindings() {
		if f.Here {
			f.Form = nil // it stands under its table, too
			p.Findings = append(p.Findings, f)
		}
	}
	b.page.Panel = p
	return b.source(ctx, figure.Place)
}

// source cuts the part of the file that holds the figure. A document that
// cannot be opened is said so and does not hide the rest of the page.
func (b *reportBuilder) source(ctx context.Context, place data.Place) error {
	p := b.page.Panel
	if place.Grid == 0 {
		p.NoGrid = "这一项在文件中没有位置。"
		return nil
	}
	packed, err := b.server.config.Reports.Document(ctx, b.shown.ID)
	if err != nil {
		return fmt.Errorf("open document of version %d: %w", b.shown.ID, err)
	}
	d, err := document.Decode(packed)
	if err != nil {
		b.server.config.Log.Error("kept document cannot be opened", "version", b.shown.ID, "error", err)
		p.NoGrid = "存档的读取结果打不开，请查看原文件。"
		return nil
	}
	p.Address = sheetAddress(d, place)
	if b.server.config.Pictures != nil {
		p.Page = pageAt(d, place, b.shown.ID)
	}
	if p.Grid = sourceAt(d, place); p.Grid == nil {
		p.NoGrid = "存档的读取结果中没有这个位置，请查看原文件。"
	}
	return nil
}

// before words the same cell of the year before; empty where the agency has no
// report of that year or its table lacks the cell.
func (b *reportBuilder) before(cell *form.Cell) string {
	key := b.request.key
	key.Year--
	if key.Kind != data.Unit || !b.visit.snapshot.HasReport(key) {
		return ""
	}
	if e := form.ByID(b.visit.snapshot.Edition(key)); e == nil || e.Cell(cell.Code) == nil {
		return ""
	}
	t := b.visit.snapshot.Figure(key, cell.Code)
	text := fmt.Sprintf("上年（%d年度）同一项：", key.Year)
	switch {
	case !t.Known && t.State.Valid():
		return text + t.State.Label()
	case !t.Known:
		return text + "没有数据"
	case t.Corrected > 0:
		return text + form.Format(t.N, cell.Measure) + cell.Unit + "（更正）"
	case t.Computed > 0:
		return text + form.Format(t.N, cell.Measure) + cell.Unit + "（计算值）"
	case t.Doubtful > 0:
		return text + form.Format(t.N, cell.Measure) + cell.Unit + "（存疑）"
	}
	return text + form.Format(t.N, cell.Measure) + cell.Unit
}

// table is the report's figures line by line, for CSV and JSON: what the page
// shows, in the form's order.
func (f *reportFigures) table(title string) *aggregate.Table {
	t := &aggregate.Table{Name: "figures", Title: title, Columns: []aggregate.Column{
		{Key: "table", Title: "表"}, {Key: "code", Title: "代码"}, {Key: "label", Title: "指标项"}, {Key: "value", Title: "数据"},
		{Key: "unit", Title: "单位"}, {Key: "state", Title: "状态"}, {Key: "raw", Title: "原文"}, {Key: "place", Title: "原文位置"},
	}}
	for i := range f.report.Tables {
		for _, figure := range f.report.Tables[i].Figures {
			if cell := form.CellOf(f.report.Tables[i].Edition, figure.Code); cell != nil {
				t.Rows = append(t.Rows, f.row(cell, figure))
			}
		}
	}
	return t
}

func (f *reportFigures) row(cell *form.Cell, figure data.Figure) aggregate.Row {
	v := f.values.At(figure.Code)
	total := aggregate.Total{Of: 1, State: figure.State}
	state := figure.State.Label()
	switch {
	case figure.State.HasValue():
		total.Known, total.N, total.Stated = true, figure.Value, 1
		if figure.State == data.Doubtful {
			total.Doubtful = 1
		}
		if figure.Corrected {
			total.Corrected = 1
			state = "更正"
		}
	case v.Counts && v.Computed:
		// A blank total is shown as it counts, as on the page.
		total.Known, total.N, total.Stated, total.Computed = true, v.N, 1, 1
		state += "（计算值）"
	}
	text := func(s string) aggregate.Cell { return aggregate.Cell{Text: s} }
	return aggregate.Row{Key: figure.Code, Cells: []aggregate.Cell{
		text(cell.Table.Short), text(figure.Code), text(cell.Label()),
		{Kind: aggregate.TotalCell, Total: total, Amount: cell.Measure == form.Amount},
		text(cell.Unit), text(state), text(figure.Raw), text(figure.Place.String()),
	}}
}
