package dashboard

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// copying is the script of the button that copies a text.
var copying = []string{"copy.js"}

// deliveryPage is 报送: who handed in what, year by year.
type deliveryPage struct {
	Year     int
	Deadline string // 2025年1月31日
	Matrix   *deliveryMatrix
	Columns  []deliveryColumn
	Groups   []deliveryBlock
	Count    yearCount
	Text     string // 还差谁
	Lines    []deliveryForm
	Unplaced int
	Import   string
}

// deliveryColumn is the head and the foot of one year.
type deliveryColumn struct {
	Year   int
	Link   string
	Chosen bool
	Count  yearCount
}

// deliveryBlock is the rows of one group.
type deliveryBlock struct {
	Name string
	Rows []deliveryShown
}

// deliveryShown is one agency's row with links.
type deliveryShown struct {
	Serial int
	Name   string
	Cells  []deliveryMark
}

// deliveryMark is one cell as shown.
type deliveryMark struct {
	deliveryCell
	Class string
	Link  string // empty where there is nothing to see
	Title string
}

// deliveryForm is one agency of the year chosen, its date received editable.
type deliveryForm struct {
	deliveryMark
	Serial  int
	Name    string
	Counted bool
}

// delivery shows the matrix, the text and the year chosen.
func (s *Server) delivery(v *visit) (answer, error) {
	m, err := s.deliveries(v)
	if err != nil {
		return answer{}, err
	}
	now := s.config.Now()
	lines := m.column(v.query.Year)
	p := &deliveryPage{
		Year: v.query.Year, Deadline: data.Deadline(nil, data.DeadlineInternal, v.query.Year).Format("2006年1月2日"), Matrix: m,
		Text: whoIsMissing(lines, now, v.name), Unplaced: m.Unplaced, Import: v.link("/imports"),
	}
	for _, c := range m.counts() {
		chosen := c.Year == v.query.Year
		if chosen {
			p.Count = c
		}
		p.Columns = append(p.Columns, deliveryColumn{Year: c.Year, Link: v.here("year", strconv.Itoa(c.Year)), Chosen: chosen, Count: c})
	}
	for _, g := range m.Groups {
		p.Groups = append(p.Groups, v.deliveryBlock(g))
	}
	for _, l := range lines {
		p.Lines = append(p.Lines, deliveryForm{deliveryMark: v.deliveryMark(l.Agency, l.Cell), Serial: l.Serial, Name: v.name(l.Agency), Counted: l.Cell.Counts})
	}
	return answer{title: "报送", body: p, tables: []*aggregate.Table{m.table(), dayTable(p)}}, nil
}

func (v *visit) deliveryBlock(g deliveryGroup) deliveryBlock {
	b := deliveryBlock{Name: string(g.Group)}
	for _, r := range g.Rows {
		row := deliveryShown{Serial: r.Serial, Name: v.name(r.Agency)}
		for _, c := range r.Cells {
			row.Cells = append(row.Cells, v.deliveryMark(r.Agency, c))
		}
		b.Rows = append(b.Rows, row)
	}
	return b
}

func (v *visit) deliveryMark(a *data.Agency, c deliveryCell) deliveryMark {
	m := deliveryMark{deliveryCell: c, Class: c.State.word(), Title: fmt.Sprintf("%s，%d年度，%s", v.name(a), c.Year, c.Text())}
	if c.State == notValid {
		m.Title = fmt.Sprintf("%s，%d年度没有这家单位", v.name(a), c.Year)
		return m
	}
	if c.Waits {
		m.Title += "，另有一版待定"
	}
	if c.Received != "" {
		m.Title += "，收到于" + c.Received
	}
	if c.Late {
		m.Title += "，逾期"
	}
	if c.Version != 0 {
		m.Link = v.reportLink(data.ReportKey{Agency: a.Key, Year: c.Year, Kind: data.Unit}, 0, "")
	}
	return m
}

// table is the matrix for CSV and JSON.
func (m *deliveryMatrix) table() *aggregate.Table {
	t := &aggregate.Table{Name: "delivery", Title: "报送情况", Columns: []aggregate.Column{
		{Key: "serial", Title: "序号"}, {Key: "agency", Title: "单位"}, {Key: "group", Title: "类别"},
	}}
	for _, y := range m.Years {
		year := strconv.Itoa(y)
		t.Columns = append(t.Columns, aggregate.Column{Key: year, Title: year + "年度"})
	}
	for _, g := range m.Groups {
		for _, r := range g.Rows {
			row := aggregate.Row{Key: r.Agency.Key, Cells: []aggregate.Cell{
				{Kind: aggregate.NumberCell, N: int64(r.Serial)}, {Text: r.Agency.Name}, {Text: string(g.Group)},
			}}
			for _, c := range r.Cells {
				text := c.Text()
				if c.Late {
					text += "，逾期"
				}
				row.Cells = append(row.Cells, aggregate.Cell{Text: text})
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

// dayTable is the year chosen for CSV and JSON.
func dayTable(p *deliveryPage) *aggregate.Table {
	t := &aggregate.Table{Name: "received", Title: fmt.Sprintf("%d年度收到情况", p.Year), Columns: []aggregate.Column{
		{Key: "serial", Title: "序号"}, {Key: "agency", Title: "单位"}, {Key: "counts", Title: "计入汇总"}, {Key: "state", Title: "状态"},
		{Key: "received", Title: "收到日期"}, {Key: "late", Title: "逾期"}, {Key: "file", Title: "文件"},
	}}
	for _, l := range p.Lines {
		t.Rows = append(t.Rows, aggregate.Row{Cells: []aggregate.Cell{
			{Kind: aggregate.NumberCell, N: int64(l.Serial)}, {Text: l.Name}, {Text: yesNo(l.Counted)}, {Text: l.Text()},
			{Text: l.Received}, {Text: mark(l.Late, "逾期")}, {Text: l.FileName},
		}})
	}
	return t
}

// setReceived takes the form of one date received.
func (s *Server) setReceived(v *visit) (answer, error) {
	id, err := s.formVersion(v)
	if err != nil {
		return answer{}, err
	}
	if err := s.config.Imports.SetReceived(v.c.Request.Context(), id, v.c.PostForm("received")); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: v.link("/delivery") + "#received"}, nil
}

// formNumber reads a field that the page filled with the number of a version
// or batch.
func formNumber(v *visit, field string) (int64, error) {
	n, err := strconv.ParseInt(v.c.PostForm(field), 10, 64)
	if err != nil || n < 1 {
		return 0, &problem{status: http.StatusBadRequest, message: "表单不完整，请回到页面重试"}
	}
	return n, nil
}
