package dashboard

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// copying is the script of the button that copies a text.
var copying = []string{"copy.js"}

// deliveryPage is 报送: who handed in what, year by year.
type deliveryPage struct {
	Year      int
	Deadline  string // of 内部报送, 2025年1月31日
	Deadlines []deadlineLine
	Token     string
	Person    string
	Matrix    *deliveryMatrix
	Columns   []deliveryColumn
	Groups    []deliveryBlock
	Count     yearCount
	Texts     []copyText
	Lines     []deliveryForm
	Unplaced  int
	Import    string
	Picture   string // address of the picture
}

// copyText is a text to copy.
type copyText struct {
	ID, Title, Text string
	Rows            int // of the field that shows it
}

// newCopyText gives the text a field that shows most of it.
func newCopyText(id, title, text string) copyText {
	const line, most = 70, 12 // characters in a line, lines
	rows := 0
	for part := range strings.SplitSeq(text, "\n") {
		rows += 1 + utf8.RuneCountInString(part)/line
	}
	return copyText{ID: id, Title: title, Text: text, Rows: min(rows, most)}
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

// deliveryMark is one cell of the matrix as shown. There are a thousand on the
// page, so all that can be said beforehand is.
type deliveryMark struct {
	Class, Word string
	Link        string // empty where there is nothing to see
	Title       string
	Waits, Late bool
}

// deliveryForm is one agency of the year chosen, its date received editable.
type deliveryForm struct {
	deliveryCell
	Mark    deliveryMark
	Key     string
	Serial  int
	Name    string
	Counted bool
	Returns *backView
	// Remind is the text sent to the agency, empty where nothing is asked of it;
	// Asking is what the text does: 催报, or 请补报 where what came can be typed.
	Remind, Asking string
	// Changes leads to what changed in the version that came after a return;
	// empty where none did.
	Changes string
}

// delivery shows the matrix, the text and the year chosen.
func (s *Server) delivery(v *visit) (answer, error) {
	m, err := s.deliveries(v)
	if err != nil {
		return answer{}, err
	}
	now, year := s.config.Now(), v.query.Year
	lines := m.column(year)
	texts := v.deliveryTexts(m, now)
	p := &deliveryPage{
		Year: year, Deadline: texts.deadline.Format("2006年1月2日"), Deadlines: deadlineLines(m.Deadlines, year, now), Token: s.token,
		Person: v.person(), Matrix: m, Unplaced: m.Unplaced, Import: v.link("/imports"), Picture: v.link("/delivery/picture"),
		Texts: []copyText{
			newCopyText("who", "还差谁", texts.missing(lines)),
			newCopyText("back", "退回未重报", texts.returned(lines)),
			newCopyText("late", "逾期", texts.late(lines)),
		},
	}
	for _, c := range m.counts() {
		chosen := c.Year == v.query.Year
		if chosen {
			p.Count = c
		}
		p.Columns = append(p.Columns, deliveryColumn{Year: c.Year, Link: v.here("year", strconv.Itoa(c.Year)), Chosen: chosen, Count: c})
	}
	steps, err := s.config.Closing.Steps(v.c.Request.Context(), year)
	if err != nil {
		return answer{}, fmt.Errorf("list steps: %w", err)
	}
	tellKept(p.Deadlines, p.Count, steps)
	for _, g := range m.Groups {
		p.Groups = append(p.Groups, v.deliveryBlock(g))
	}
	found, err := s.foundIn(v, year)
	if err != nil {
		return answer{}, err
	}
	for _, l := range lines {
		p.Lines = append(p.Lines, s.deliveryForm(v, l, texts, found[l.Agency.Key]))
	}
	return answer{title: "报送", body: p, tables: []*aggregate.Table{m.table(), dayTable(p)}}, nil
}

// deliveryTexts are the texts of the year shown.
func (v *visit) deliveryTexts(m *deliveryMatrix, now time.Time) deliveryTexts {
	year := v.query.Year
	return deliveryTexts{year: year, deadline: data.Deadline(m.Deadlines, data.DeadlineInternal, year), now: now, name: v.name}
}

// foundIn are the findings of the agencies' own reports of the year.
func (s *Server) foundIn(v *visit, year int) (map[string][]data.Finding, error) {
	found, err := s.config.Findings.Findings(v.c.Request.Context(), data.FindingFilter{Year: year, Kind: data.Unit})
	if err != nil {
		return nil, fmt.Errorf("list findings: %w", err)
	}
	out := map[string][]data.Finding{}
	for _, f := range found {
		out[f.Agency] = append(out[f.Agency], f)
	}
	return out, nil
}

// deliveryForm is one line of the year with all that can be done from it.
func (s *Server) deliveryForm(v *visit, l deliveryLine, texts deliveryTexts, found []data.Finding) deliveryForm {
	f := deliveryForm{
		deliveryCell: l.Cell, Mark: v.deliveryMark(l.Agency, l.Cell), Key: l.Agency.Key, Serial: l.Serial, Name: v.name(l.Agency), Counted: l.Cell.Counts,
		Remind: texts.remind(l), Asking: "催报",
	}
	if l.Cell.Typing() {
		f.Asking = "请补报"
	}
	back := v.here() + "#d-" + url.QueryEscape(l.Agency.Key)
	f.Returns = s.backView(l.Cell, texts.now, back)
	key := data.ReportKey{Agency: l.Agency.Key, Year: l.Cell.Year, Kind: data.Unit}
	if l.Cell.State != notReported {
		reason := reasonFor(found)
		if l.Cell.State == received {
			reason = "报送的是" + l.Cell.Detail + "，没有可用数据"
		}
		f.Returns.Form = s.returnForm(v, key, l.Cell.Version, reason, back)
	}
	if turns := l.Cell.Back.Turns; len(turns) > 0 && turns[len(turns)-1].Answer != nil {
		f.Changes = v.reportLink(key, turns[len(turns)-1].Answer.ID, "") + "#changes"
	}
	return f
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
	m := deliveryMark{
		Class: c.State.word(), Word: c.Short(), Waits: c.Waits, Late: c.Late,
		Title: fmt.Sprintf("%s，%d年度，%s", v.name(a), c.Year, c.Text()),
	}
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
	if count := backCount(c.Back); count != "" {
		m.Title += "，" + count
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
		{Key: "received", Title: "收到日期"}, {Key: "late", Title: "逾期"}, {Key: "returned", Title: "退回次数"},
		{Key: "resent", Title: "重报次数"}, {Key: "updated", Title: "主动更新次数"}, {Key: "back", Title: "退回情况"}, {Key: "file", Title: "文件"},
	}}
	for _, l := range p.Lines {
		t.Rows = append(t.Rows, aggregate.Row{Cells: []aggregate.Cell{
			{Kind: aggregate.NumberCell, N: int64(l.Serial)}, {Text: l.Name}, {Text: yesNo(l.Counted)}, {Text: l.Text()},
			{Text: l.Received}, {Text: l.lateText()}, {Kind: aggregate.NumberCell, N: int64(l.Back.Returned)},
			{Kind: aggregate.NumberCell, N: int64(l.Back.Resent)}, {Kind: aggregate.NumberCell, N: int64(l.Back.Updated)}, {Text: l.Returns.last()}, {Text: l.FileName},
		}})
	}
	return t
}

// lateText says what is late: 逾期, 逾期未报, 重报逾期; empty for nothing.
func (c deliveryCell) lateText() string {
	var out []string
	if c.Late {
		out = append(out, "逾期")
	}
	if c.Overdue && c.Counts {
		out = append(out, "逾期未报")
	}
	if c.BackLate {
		out = append(out, "重报逾期")
	}
	return strings.Join(out, "、")
}

// last is the last return with what came of it, in one line.
func (b *backView) last() string {
	if len(b.Turns) == 0 {
		return ""
	}
	return b.Turns[0].Text + "；" + b.Turns[0].Came
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
