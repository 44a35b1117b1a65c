package dashboard

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data/form"
)

// summaryPage is the body of 汇总: the county's own tables in official form.
type summaryPage struct {
	Empty   *emptyState // set where the year has no report
	Edition string      // 格式（2021年版）
	// Subtitle is year, scope and how many of how many agencies.
	Subtitle string
	Scopes   []choice
	Errors   []choice // agencies with open errors: counted or not
	Faulty   int
	Agencies []exportFile // agencies × cells
	Notes    []string
	Before   beforeSumming
	Tables   []summarySheet
	// Published is the comparison with the county's published report; nil
	// where there is none.
	Published *publishedCheck
	Adjust    *adjustSection // nil for years without a national form
	Why       string         // address of 为什么多了
	// NotCompared says why there is no comparison; empty where there is one.
	NotCompared string
}

// summarySheet is one table of the county as the form prints it.
type summarySheet struct {
	Name, Title, Unit string
	Standing          string // on how many agencies most of its cells stand
	Sheet             sheet
}

// publishedCheck sets the published report against the sum.
type publishedCheck struct {
	Title, Text string
	Good        bool
	Report      string // address of the published report
	Table       *aggregate.Table
	CSV         string
}

// summary shows 汇总.
func (s *Server) summary(v *visit) (answer, error) {
	title := "汇总"
	if v.snapshot.Reported(v.query) == 0 {
		return answer{title: title, body: summaryPage{Empty: v.emptyYear()}}, nil
	}
	versions, _, err := s.everything(v)
	if err != nil {
		return answer{}, err
	}
	f := v.snapshot.CountyForm(v.query)
	p := summaryPage{
		Why:      v.link("/why"),
		Subtitle: v.subtitle("", v.query), Scopes: v.summaryScopes(), Errors: v.errorsMenu().Choices, Faulty: f.Faulty, Notes: f.Notes(),
		Agencies: []exportFile{{Name: "汇总表（单位 × 指标项）", Links: v.files(v.pageFile("/export"), "summary")}},
	}
	waiting := aggregate.WaitingBeside(versions, v.query.Year)
	county, err := s.countyFindings(v, v.query.Year)
	if err != nil {
		return answer{}, err
	}
	p.Before = v.beforeSumming(county)
	if p.Adjust, err = s.adjustSection(v, f); err != nil {
		return answer{}, err
	}
	tables := []*aggregate.Table{f.Table()}
	if f.Edition != nil {
		p.Edition = "格式（" + f.Edition.Name + "）"
		for _, t := range f.Edition.Tables {
			p.Tables = append(p.Tables, v.summarySheet(f, t))
		}
	}
	if f.Published.Agency == "" {
		p.NotCompared = v.notCompared()
		return answer{title: title, body: p, tables: tables}, nil
	}
	p.Published = v.publishedCheck(f, waiting)
	return answer{title: title, body: p, tables: append(tables, p.Published.Table)}, nil
}

// summaryScopes are the two sums that a county must give.
func (v *visit) summaryScopes() []choice {
	scope := v.query.Scope.String()
	out := []choice{
		{Label: "全县", Href: v.here("scope", ""), On: scope == "all"},
		{Label: "县本级", Href: v.here("scope", "county"), On: scope == "county"},
	}
	if scope != "all" && scope != "county" {
		out = append(out, choice{Label: v.scopeLabel(), Href: v.here(), On: true})
	}
	return out
}

// notCompared says why no published report stands beside the sum.
func (v *visit) notCompared() string {
	if _, ok := v.snapshot.PublishedReport(v.query.Year); ok {
		return "县公布的年报是全县的数，只与全县比较。请把口径换成全县。"
	}
	return fmt.Sprintf("还没有%d年度县公布的年报。导入以县（市、区）人民政府为题的年报后，这里逐项比较它与各单位之和。", v.query.Year)
}

func (v *visit) publishedCheck(f *aggregate.CountyForm, waiting aggregate.Waiting) *publishedCheck {
	c := &publishedCheck{
		Title: "与县公布年报比较", Table: v.snapshot.DifferenceTable(f, waiting), CSV: v.file(formatCSV, "differences"),
		Report: v.reportLink(f.Published, 0, ""),
	}
	switch n := len(c.Table.Rows); {
	case n > 0:
		c.Text = fmt.Sprintf("%d项不一致。公布前请逐项核对：差额为正，公布数大于各单位之和；为负，公布数小于各单位之和。", n)
		if f.HasAdjustments() {
			c.Text = fmt.Sprintf("%d项不一致，比较的是调整后的公布数（合计 ± 调整）。差额为正，县公布年报大于公布数；为负，小于公布数。", n)
		}
	default:
		c.Good = true
		c.Text = "可以比较的各项都与各单位之和一致。"
		if f.HasAdjustments() {
			c.Text = "可以比较的各项都与调整后的公布数（合计 ± 调整）一致。"
		}
	}
	if n := f.Unknown(); n > 0 {
		c.Good = false
		c.Text += fmt.Sprintf("另有%d项因一方没有数据，无法核对。", n)
	}
	if short := f.Counting - f.Reported; short > 0 {
		c.Good = false
		c.Text += fmt.Sprintf("还有%d家单位没有年报，各单位之和不全。", short)
	}
	return c
}

// summarySheet lays one table of the county out.
func (v *visit) summarySheet(f *aggregate.CountyForm, t *form.Table) summarySheet {
	usual := usualStanding(f, t)
	out := summarySheet{Name: t.Name, Title: t.Title, Unit: unitsOf(t)}
	out.Standing = standingText(usual, f.Counting)
	out.Sheet = layOut(t, func(cell *form.Cell) *shownFigure {
		c, _ := f.Cell(cell.Code)
		return v.summaryFigure(c, usual)
	})
	return out
}

// usualStanding is how many agencies most of a table's cells stand on. Only
// cells that stand on another number are marked one by one: the same mark on
// every cell would hide those that matter.
func usualStanding(f *aggregate.CountyForm, t *form.Table) int {
	counts := map[int]int{}
	for _, cell := range t.Cells {
		if c, ok := f.Cell(cell.Code); ok && c.Total.Known {
			counts[c.Total.Stated]++
		}
	}
	return mostOften(counts)
}

// mostOften is the number counted most often, of equals the greatest.
func mostOften(counts map[int]int) int {
	best := 0
	for stated, n := range counts {
		if n > counts[best] || n == counts[best] && stated > best {
			best = stated
		}
	}
	return best
}

// standingText says on how many of the counting agencies cells stand.
func standingText(usual, counting int) string {
	if usual < counting {
		return fmt.Sprintf("除另有标注外，每格由%d/%d家得出", usual, counting)
	}
	return fmt.Sprintf("除另有标注外，每格由全部%d家得出", counting)
}

// summaryFigure words one total in the form of the report's page.
func (v *visit) summaryFigure(c aggregate.CountyCell, usual int) *shownFigure {
	t := c.Total
	s := &shownFigure{
		Code: c.Cell.Code, Class: "sum", Text: form.Format(t.N, c.Cell.Measure),
		Link: v.link("/compare", "item", c.Cell.Code, "order", "roster"),
	}
	standing := strconv.Itoa(t.Stated) + "/" + strconv.Itoa(t.Of) + "家"
	switch {
	case t.NotAdditive:
		s.Class, s.Text, s.Mark = "not-additive", "", "不可加"
	case !t.Known:
		s.Class, s.Text, s.Mark = "missing", "", "无数据"
	case t.Doubtful > 0:
		s.Class, s.Mark = "sum doubtful", fmt.Sprintf("含存疑%d项", t.Doubtful)
	case t.Corrected > 0:
		s.Class, s.Mark = "sum corrected", fmt.Sprintf("含更正%d项", t.Corrected)
	case t.Computed > 0:
		s.Class, s.Mark = "sum computed", fmt.Sprintf("含计算值%d项", t.Computed)
	case t.Stated != usual:
		s.Class, s.Mark = "sum partial", standing
	}
	if c.Adjusted.Times > 0 {
		s.Class += " adjusted"
		s.Mark = strings.TrimPrefix(s.Mark+"；"+adjustedMark(c), "；")
	}
	s.Label = c.Cell.Label() + "，" + s.Text
	if t.NotAdditive || !t.Known {
		s.Label += s.Mark
	} else if note := aggregate.Note(t); note != "" {
		s.Label += "，" + note
	} else {
		s.Label += "，" + standing
	}
	if c.Adjusted.Times > 0 {
		s.Label += "，" + adjustedMark(c)
	}
	if c.Difference() != 0 {
		s.Flag = "error"
		if name := c.Cell.Table.Name; name == "t2" || name == "t4" {
			s.Flag = "warning"
		}
		s.Label += "，县公布年报为" + form.Format(c.Published.N, c.Cell.Measure)
	}
	return s
}
