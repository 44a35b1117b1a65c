package dashboard

import (
	"fmt"
	"strconv"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// adjustSection is 调整 on 汇总: what the county's published figures differ by
// from the sums, and the form for one more.
type adjustSection struct {
	Token, Person string
	Scope         string // 全县, 县本级
	// Closed says why nothing can be adjusted; empty where it can.
	Closed string
	Action string
	Undo   string
	Rows   []adjustmentRow
	Topics []adjustTopic
	// Open shows the form at once.
	Open    bool
	Grounds []choice
}

// adjustTopic is one table's cells in the form's choice.
type adjustTopic struct {
	Title string
	Cells []adjustOption
}

type adjustOption struct {
	Value, Label string
	On           bool
}

// adjustmentRow is one adjustment with what it makes of its cell.
type adjustmentRow struct {
	ID                             int64
	Table, Label, Unit             string
	Sum, Delta, Figure             string
	Ground, Reason, Person, Stated string
	Withdrawn                      string // the day and who took it back; empty while it stands
	Impossible                     bool   // the published figure would be less than nothing
}

// adjustSection lists the adjustments of the year and scope shown.
func (s *Server) adjustSection(v *visit, f *aggregate.CountyForm) (*adjustSection, error) {
	if f.Edition == nil {
		return nil, nil
	}
	a := &adjustSection{
		Token: s.token, Person: v.person(), Scope: v.scopeLabel(), Closed: s.sealText(v, v.query.Year),
		Action: v.link("/summary/adjust"), Undo: v.link("/summary/unadjust"),
	}
	switch scope := v.query.Scope.String(); {
	case scope != "all" && scope != "county":
		a.Closed = "调整只记在全县或县本级的合计上。请把口径换成全县或县本级。"
	case v.query.WithoutErrors:
		a.Closed = "有错误的单位不计入时，合计不全，不显示调整。请改为计入。"
	}
	list, err := s.config.Closing.Adjustments(v.c.Request.Context(), v.query.Year)
	if err != nil {
		return nil, fmt.Errorf("list adjustments: %w", err)
	}
	for _, x := range list {
		if x.Scope == v.query.Scope.String() && !v.query.WithoutErrors {
			a.Rows = append(a.Rows, s.adjustmentRow(f, x))
		}
	}
	if a.Closed == "" {
		err = a.offer(v, f)
	}
	return a, err
}

// offer fills the form: the cells that can be adjusted, the one of the address
// chosen.
func (a *adjustSection) offer(v *visit, f *aggregate.CountyForm) error {
	chosen := v.c.Query("adjust")
	if chosen != "" && f.Edition.Cell(chosen) == nil {
		return badQuery("%d年度的表没有“%s”这一项", v.query.Year, clip(chosen, 40))
	}
	a.Open = chosen != ""
	for _, t := range f.Edition.Tables {
		topic := adjustTopic{Title: t.Title}
		for _, c := range t.Cells {
			if c.Additive {
				topic.Cells = append(topic.Cells, adjustOption{Value: c.Code, Label: c.Label(), On: c.Code == chosen})
			}
		}
		a.Topics = append(a.Topics, topic)
	}
	for _, g := range []string{data.GroundJoint, data.GroundBoth, data.GroundOwn, data.GroundOther} {
		a.Grounds = append(a.Grounds, choice{Label: data.GroundLabel(g), Href: g})
	}
	return nil
}

func (s *Server) adjustmentRow(f *aggregate.CountyForm, x data.Adjustment) adjustmentRow {
	r := adjustmentRow{
		ID: x.ID, Label: x.Code, Ground: data.GroundLabel(x.Ground), Reason: x.Reason, Person: x.Person, Stated: s.chineseDate(x.Stated),
		Delta: strconv.FormatInt(x.Delta, 10),
	}
	if !x.Withdrawn.IsZero() {
		r.Withdrawn = s.chineseDate(x.Withdrawn)
		if x.WithdrawnBy != "" {
			r.Withdrawn += "由" + x.WithdrawnBy + "（自填）"
		}
	}
	if cell := f.Edition.Cell(x.Code); cell != nil {
		amount := cell.Measure == form.Amount
		c, _ := f.Cell(x.Code)
		r.Table, r.Label, r.Unit = cell.Table.Short, cell.Label(), cell.Unit
		r.Delta = aggregate.Signed(totalCell(aggregate.Total{N: x.Delta, Known: true}, amount))
		r.Sum, r.Figure = aggregate.Text(totalCell(c.Total, amount)), aggregate.Text(totalCell(c.Figure(), amount))
		r.Impossible = impossible(c)
	}
	return r
}

// impossible reports whether the adjustments make a count less than nothing.
func impossible(c aggregate.CountyCell) bool {
	return c.Adjusted.Times > 0 && c.Figure().Known && c.Figure().N < 0
}

func totalCell(t aggregate.Total, amount bool) aggregate.Cell {
	return aggregate.Cell{Kind: aggregate.TotalCell, Total: t, Amount: amount}
}

// adjustedMark is what stands beside an adjusted sum: 公布数25（调整－7）.
func adjustedMark(c aggregate.CountyCell) string {
	amount := c.Cell.Measure == form.Amount
	delta := "调整" + aggregate.Signed(totalCell(aggregate.Total{N: c.Adjusted.N, Known: true}, amount))
	if !c.Total.Known {
		return delta
	}
	return "公布数" + aggregate.Text(totalCell(c.Figure(), amount)) + "（" + delta + "）"
}

// adjust takes the form of an adjustment.
func (s *Server) adjust(v *visit) (answer, error) {
	person, err := formPerson(v)
	if err != nil {
		return answer{}, err
	}
	err = s.config.Closing.Adjust(v.c.Request.Context(), AdjustmentRequest{
		Year: v.query.Year, Scope: v.query.Scope.String(), Code: v.c.PostForm("cell"), Delta: v.c.PostForm("delta"),
		Ground: v.c.PostForm("ground"), Reason: v.c.PostForm("reason"), Person: person,
	})
	if err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: v.link("/summary") + "#adjust"}, nil
}

// unadjust takes an adjustment back.
func (s *Server) unadjust(v *visit) (answer, error) {
	id, err := strconv.ParseInt(v.c.PostForm("adjustment"), 10, 64)
	if err != nil || id < 1 {
		return answer{}, badQuery("表单不完整，请回到页面重试")
	}
	person, err := undoingPerson(v)
	if err != nil {
		return answer{}, err
	}
	if err := s.config.Closing.WithdrawAdjustment(v.c.Request.Context(), id, person); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: v.link("/summary") + "#adjust"}, nil
}
