package aggregate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// CountyForm is the county's own tables of a year: each cell of the year's
// edition added up over the counting agencies, beside the county's published
// report where there is one.
type CountyForm struct {
	Query Query
	// Edition is the year's; nil for years without a national form, which
	// have no cells.
	Edition *form.Edition
	Cells   []CountyCell // in the form's order
	// Published is the county's published report of the year; its Agency is
	// empty where there is none, or where the scope is not 全县: a published
	// report is of the whole county and can be set against nothing less.
	Published data.ReportKey
	// Counting (m) agencies, of which Reported have a current report and
	// Faulty open errors in it, whether they are left out or not.
	Counting, Reported, Faulty int
	notes                      notes
	title                      string
	at                         map[string]int // code -> place in Cells
}

// CountyCell is one cell of the county's own tables.
type CountyCell struct {
	Cell  *form.Cell
	Total Total
	// Adjusted is what the office's adjustments (调整) come to.
	Adjusted Adjusted
	// Published is the same cell of the published report; not known where
	// there is none.
	Published Total
}

// Figure is 公布数: 合计 with the adjustments. It is not known where the sum is
// not.
func (c CountyCell) Figure() Total { return c.Adjusted.of(c.Total) }

// Compared reports whether both sides are known and can be set side by side.
func (c CountyCell) Compared() bool { return c.Total.Known && c.Published.Known }

// Difference is the published report's figure less 公布数, which is the sum
// where nothing is adjusted, in base units; 0 where they are not compared.
func (c CountyCell) Difference() int64 {
	if !c.Compared() {
		return 0
	}
	return c.Published.N - c.Figure().N
}

// PublishedReport returns the county's published report of the year: the one
// of the county government, else the first of the roster. ok is false where
// there is none.
func (s *Snapshot) PublishedReport(year int) (key data.ReportKey, ok bool) {
	b := s.reports[data.Published][year]
	if b == nil || b.rows == 0 {
		return data.ReportKey{}, false
	}
	first := b.agencies[0]
	for _, agency := range b.agencies {
		if a := s.Agency(agency); a != nil && a.Group == data.GroupGovernment {
			first = agency
			break
		}
	}
	return data.ReportKey{Agency: first, Year: year, Kind: data.Published}, true
}

// CountyForm adds the year's form up.
func (s *Snapshot) CountyForm(q Query) *CountyForm {
	f := &CountyForm{
		Query: q, Edition: form.ForYear(q.Year), title: s.heading(q, "政府信息公开年度报告汇总"),
		Reported: s.Reported(q),
	}
	places := s.members(q)
	f.Counting = len(places)
	if b := s.units[q.Year]; b != nil {
		for _, place := range places {
			if row := b.row[place]; row >= 0 && b.errors[row] > 0 {
				f.Faulty++
			}
		}
	}
	if key, ok := s.PublishedReport(q.Year); ok && q.Scope.all() {
		f.Published = key
	}
	f.notes.roll(s, q, places)
	if f.Edition == nil {
		f.notes.add("%d年度没有全国统一格式，不列指标项", q.Year)
		return f
	}
	s.fillCountyForm(f, places)
	return f
}

func (s *Snapshot) fillCountyForm(f *CountyForm, places []int32) {
	var all tally
	adjusted := s.adjusted(f.Query)
	f.at = map[string]int{}
	for _, table := range f.Edition.Tables {
		for _, cell := range table.Cells {
			i, _ := ItemByID(cell.Code)
			c := CountyCell{Cell: cell, Total: s.sum(&i, f.Query, places), Adjusted: adjusted[cell.Code]}
			if f.Published.Agency != "" {
				c.Published = s.Figure(f.Published, cell.Code)
			}
			all.add(c.Total)
			f.at[cell.Code] = len(f.Cells)
			f.Cells = append(f.Cells, c)
		}
	}
	f.notes.editions(s, f.Query, places, byCell)
	f.notes.outside(s, f.Query, places, f.Edition)
	if id := s.Edition(f.Published); id != "" && id != f.Edition.ID {
		f.notes.add("县公布的年报用的是%s格式，只比较相同的指标项", editionName(id))
	}
	f.notes.tally(all, len(places))
}

// Title says what the form is: 2023年度全县政府信息公开年度报告汇总.
func (f *CountyForm) Title() string { return f.title }

// Notes are the remarks under the tables.
func (f *CountyForm) Notes() []string { return f.notes }

// Cell returns the cell with the code; ok is false where the edition has none.
func (f *CountyForm) Cell(code string) (c CountyCell, ok bool) {
	at, ok := f.at[code]
	if !ok {
		return CountyCell{}, false
	}
	return f.Cells[at], true
}

// Differing returns the cells in which the published report is not the sum, or,
// where it is adjusted, not 公布数.
func (f *CountyForm) Differing() []CountyCell {
	var out []CountyCell
	for _, c := range f.Cells {
		if c.Difference() != 0 {
			out = append(out, c)
		}
	}
	return out
}

// Unknown counts the cells that cannot be compared though both reports have
// them: one side is not known and the item may be added.
func (f *CountyForm) Unknown() int {
	n := 0
	for _, c := range f.Cells {
		if f.Published.Agency != "" && !c.Total.NotAdditive && !c.Compared() {
			n++
		}
	}
	return n
}

// HasAdjustments reports whether any cell is adjusted.
func (f *CountyForm) HasAdjustments() bool {
	return slices.ContainsFunc(f.Cells, func(c CountyCell) bool { return c.Adjusted.Times > 0 })
}

// Table is the form line by line, the same totals as the printed tables: one
// line a cell with what it stands on and the published report's figure beside
// it. 调整 and 公布数 are columns where there are any adjustments.
func (f *CountyForm) Table() *Table {
	return f.table(f.HasAdjustments(), f.Published.Agency != "")
}

// FrozenTable is Table as it is frozen: always with 调整 and 公布数, and without
// the published report.
func (f *CountyForm) FrozenTable() *Table { return f.table(true, false) }

func (f *CountyForm) table(adjusted, published bool) *Table {
	t := &Table{Name: "form", Title: f.title, Notes: f.notes, Columns: []Column{
		{Key: "table", Title: "表"}, {Key: "code", Title: "代码"}, {Key: "label", Title: "指标项"}, {Key: "unit", Title: "计量单位"},
		{Key: "total", Title: "汇总数"},
	}}
	if adjusted {
		t.Columns = append(t.Columns, Column{Key: "adjustment", Title: adjustmentLabel}, Column{Key: "figure", Title: figureLabel})
	}
	t.Columns = append(t.Columns, Column{Key: "stated", Title: "计入单位数", Unit: "家"}, Column{Key: "of", Title: "应计入单位数", Unit: "家"},
		Column{Key: "doubtful", Title: "含存疑", Unit: "项"}, Column{Key: "computed", Title: "含计算值", Unit: "项"}, Column{Key: "corrected", Title: "含更正", Unit: "项"})
	if published {
		t.Columns = append(t.Columns, Column{Key: "published", Title: "县公布年报"}, Column{Key: "difference", Title: f.differenceTitle()})
	}
	for _, c := range f.Cells {
		row := Row{Key: c.Cell.Code, Cells: []Cell{
			textCell(c.Cell.Table.Short), textCell(c.Cell.Code), textCell(c.Cell.Label()), textCell(c.Cell.Unit), c.cell(c.Total),
		}}
		if adjusted {
			row.Cells = append(row.Cells, c.adjustmentCell(), c.cell(c.Figure()))
		}
		row.Cells = append(row.Cells, numberCell(c.Total.Stated), numberCell(c.Total.Of),
			numberCell(c.Total.Doubtful), numberCell(c.Total.Computed), numberCell(c.Total.Corrected))
		if published {
			row.Cells = append(row.Cells, c.cell(c.Published), c.differenceCell())
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (f *CountyForm) differenceTitle() string {
	if f.HasAdjustments() {
		return "县公布年报减公布数"
	}
	return "公布数减汇总数"
}

func (c CountyCell) adjustmentCell() Cell { return c.Adjusted.cell(c.Cell.Measure == form.Amount) }

func (c CountyCell) cell(t Total) Cell {
	return Cell{Kind: TotalCell, Total: t, Amount: c.Cell.Measure == form.Amount}
}

// differenceCell is the difference, not known where nothing is compared.
func (c CountyCell) differenceCell() Cell {
	return c.cell(Total{N: c.Difference(), Known: c.Compared(), Stated: c.Total.Stated, Of: c.Total.Of})
}

// Cause is an agency that can explain a difference, and why.
type Cause struct {
	Agency *data.Agency
	Why    string // 无年报, 有错误, 存疑 …
	// Exact: the agency's own figure is as great as the difference.
	Exact bool
}

const justAsGreat = "本项数与差额相同"

// Causes lists the agencies that can explain why a sum is not the published
// figure, in official order: those without a report, left out or counted with
// errors, with a figure that is doubtful or not known, or with another
// version waiting. An agency whose figure is just as great as the difference
// is among them in any case. waiting tells who has a waiting version.
func (s *Snapshot) Causes(f *CountyForm, c CountyCell, waiting Waiting) []Cause {
	i, ok := ItemByID(c.Cell.Code)
	if !ok {
		return nil
	}
	off := max(c.Difference(), -c.Difference())
	var out []Cause
	scan := s.scan(&i, f.Query)
	for _, place := range s.members(f.Query) {
		a := &s.roster.Agencies[place]
		r := scan.read(place)
		why := s.doubtsOf(f.Query, place, &r)
		if waiting[a.Key] != "" {
			why = append(why, "有待定的另一份")
		}
		exact := r.known && off != 0 && (r.n == off || r.n == -off)
		if exact {
			why = append(why, justAsGreat)
		}
		if len(why) > 0 {
			out = append(out, Cause{Agency: a, Why: strings.Join(why, "，"), Exact: exact})
		}
	}
	return withoutChance(out)
}

// maxExact is how many agencies with just the difference tell anything:
// a difference of 1 is the figure of half the county.
const maxExact = 3

// withoutChance drops the agencies that are named for their figure alone
// where there are too many of them.
func withoutChance(causes []Cause) []Cause {
	exact := 0
	for _, c := range causes {
		if c.Exact {
			exact++
		}
	}
	if exact <= maxExact {
		return causes
	}
	return slices.DeleteFunc(causes, func(c Cause) bool { return c.Why == justAsGreat })
}

// doubtsOf says what is open about an agency's reading of a cell. Errors are
// named only where the cell has a figure that they may be about.
func (s *Snapshot) doubtsOf(q Query, place int32, r *reading) []string {
	if text := s.remark(q, place); text != "" {
		return []string{text}
	}
	var out []string
	b := s.units[q.Year]
	if n := b.errors[b.row[place]]; n > 0 && (!r.known || r.n != 0) {
		out = append(out, fmt.Sprintf("有错误%d项", n))
	}
	switch {
	case !r.known && r.state.Valid():
		out = append(out, r.state.Label())
	case !r.known:
		out = append(out, "没有这一项")
	case r.doubtful:
		out = append(out, data.Doubtful.Label())
	case r.computed:
		out = append(out, "计算值")
	}
	return out
}

// shownCauses bounds how many agencies a line names.
const shownCauses = 8

// DifferenceTable lists the cells in which the published report is not the
// sum, with the agencies that can explain it.
func (s *Snapshot) DifferenceTable(f *CountyForm, waiting Waiting) *Table {
	t := &Table{Name: "differences", Title: fmt.Sprintf("%d年度县公布年报与各单位之和不一致的指标项", f.Query.Year), Columns: []Column{
		{Key: "table", Title: "表"}, {Key: "label", Title: "指标项"}, {Key: "unit", Title: "计量单位"}, {Key: "total", Title: "各单位之和"},
	}}
	adjusted := f.HasAdjustments()
	if adjusted {
		t.Columns = append(t.Columns, Column{Key: "adjustment", Title: adjustmentLabel}, Column{Key: "figure", Title: figureLabel})
	}
	t.Columns = append(t.Columns, Column{Key: "published", Title: "县公布年报"}, Column{Key: "difference", Title: f.differenceTitle()}, Column{Key: "causes", Title: "可能的原因"})
	for _, c := range f.Differing() {
		row := Row{Key: c.Cell.Code, Cells: []Cell{textCell(c.Cell.Table.Short), textCell(c.Cell.Label()), textCell(c.Cell.Unit), c.cell(c.Total)}}
		if adjusted {
			row.Cells = append(row.Cells, c.adjustmentCell(), c.cell(c.Figure()))
		}
		row.Cells = append(row.Cells, c.cell(c.Published), c.differenceCell(), textCell(s.causesText(s.Causes(f, c, waiting))))
		t.Rows = append(t.Rows, row)
	}
	return t
}

// causesText names those whose figure is the difference first.
func (s *Snapshot) causesText(causes []Cause) string {
	var names []string
	for _, exact := range []bool{true, false} {
		for _, c := range causes {
			if c.Exact == exact {
				names = append(names, s.shortName(c.Agency)+"（"+c.Why+"）")
			}
		}
	}
	switch {
	case len(names) == 0:
		return "各单位年报齐全、无错误和存疑，请核对县公布年报"
	case len(names) > shownCauses:
		return strings.Join(names[:shownCauses], "、") + fmt.Sprintf("等%d家", len(names))
	}
	return strings.Join(names, "、")
}
