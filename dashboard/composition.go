package dashboard

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
)

// compositionPage is the body of 构成.
type compositionPage struct {
	Empty   *emptyState
	Cards   []card // applicants × outcomes, outcomes by year
	Reasons []card // one for each outcome with reasons
	Table   card   // table 3's rows by applicant, without a chart
}

func (s *Server) composition(v *visit) (answer, error) {
	title := fmt.Sprintf("%d年度构成", v.query.Year)
	bars, err := v.oneOf("bars", "条形", "count", "share")
	if err != nil {
		return answer{}, err
	}
	if v.snapshot.Reported(v.query) == 0 {
		return answer{title: title, body: compositionPage{Empty: v.emptyYear()}}, nil
	}
	c := v.snapshot.Composition(v.query)
	whole := v.snapshot.CompositionTable(v.query)
	reasons := v.snapshot.ReasonsTable(v.query)
	years := v.outcomesByYear()
	body := compositionPage{
		Cards:   []card{v.applicantsCard(c, whole, bars == "share"), years},
		Reasons: v.reasonCards(c),
		Table: card{
			ID: "composition-table", Title: "申请人与办理结果", Class: "span-12 long", Subtitle: v.subtitle("件", v.query),
			Table: whole, CSV: v.file(formatCSV, "composition"),
		},
	}
	tables := []*aggregate.Table{whole, reasons, years.Table}
	for _, r := range body.Reasons {
		tables = append(tables, r.Table)
	}
	return answer{title: title, body: body, tables: tables}, nil
}

// applicantsCard is one bar an applicant, made of outcomes; bars=share makes
// all bars equally long.
func (v *visit) applicantsCard(c aggregate.Composition, table *aggregate.Table, share bool) card {
	out := card{
		ID: "applicants", Title: "谁在申请，结果怎样", Class: "span-12", Style: "bars",
		Subtitle: v.subtitle("件", v.query), Sentence: v.applicantsSentence(c),
		Table: table, CSV: v.file(formatCSV, "composition"),
		Links: []choice{
			{Label: "按件数", Href: v.here("bars", ""), On: !share},
			{Label: "按占比", Href: v.here("bars", "share"), On: share},
		},
	}
	count := len(c.Applicants) - 1 // 总计 is the last column
	var parts []part
	for _, row := range c.Outcomes {
		if isOutcome(row.ID) {
			parts = append(parts, outcomePart(c.Applicants[:count], row))
		}
	}
	var top any
	if share {
		equalLength(parts)
		top = 100
		out.Subtitle += " · 每条合计100%"
	}
	carry(parts, labelled)
	out.Option = stackChart(out.ID, c.Applicants[:count], parts, false, top)
	return out
}

func outcomePart(applicants []string, row aggregate.CompositionRow) part {
	p := part{Name: row.Name}
	for n, a := range applicants {
		p.Bars = append(p.Bars, stackBar(a+" "+row.Name, item("outcome.total"), row.Totals[n]))
	}
	return p
}

// equalLength turns values into percent of their bar, for drawing only.
func equalLength(parts []part) {
	sums := map[int]float64{}
	for _, p := range parts {
		for n, b := range p.Bars {
			sums[n] += b.Value
		}
	}
	for _, p := range parts {
		for n := range p.Bars {
			if sums[n] > 0 {
				p.Bars[n].Value *= 100 / sums[n]
			}
		}
	}
}

func isOutcome(id string) bool {
	for _, o := range outcomeIDs() {
		if id == o {
			return true
		}
	}
	return false
}

func stackBar(name string, i aggregate.Item, t aggregate.Total) bar {
	b := bar{Tip: tooltip(name, i, t), Text: show(i, t)}
	b.Value, b.Known = plot(i, t)
	return b
}

// applicantsSentence says who asked, and what natural persons were given.
func (v *visit) applicantsSentence(c aggregate.Composition) string {
	for _, row := range c.Outcomes {
		if row.ID != "requests.new" {
			continue
		}
		whole := row.Totals[len(row.Totals)-1]
		if !whole.Known {
			break
		}
		text := fmt.Sprintf("新收申请%d件", whole.N)
		if person := v.snapshot.Share(item("applicant.person"), item("requests.new"), v.query); person.Known && person.D > 0 {
			text += fmt.Sprintf("，其中自然人%d件（%s）", person.N, percent(person))
		}
		if org := v.snapshot.Total(item("rate.organisation"), v.query); org.Known && org.D > 0 {
			text += fmt.Sprintf("，法人或其他组织%d件（%s）", org.N, percent(org))
		}
		return text + "。"
	}
	return "本年度的格式没有按申请人统计。"
}

// outcomesByYear is the outcomes of every year, standing on the years.
func (v *visit) outcomesByYear() card {
	c := card{
		ID: "outcomes-years", Title: "办理结果历年构成", Class: "span-12", Style: "years",
		CSV: v.file(formatCSV, "outcomes_by_year"),
	}
	total := item("outcome.total")
	all := v.snapshot.Trend(total, v.query.Scope, v.query.WithoutErrors)
	c.Subtitle = v.spanSubtitle(total, all)
	c.Table = &aggregate.Table{Name: "outcomes_by_year", Title: v.scopeLabel() + "办理结果历年构成", Unit: total.Unit}
	c.Table.Columns = []aggregate.Column{column("year", "年度", "")}
	names := make([]string, len(all))
	for n, p := range all {
		names[n] = yearName(p)
		row := aggregate.Row{Key: strconv.Itoa(p.Year), Cells: []aggregate.Cell{number(p.Year)}}
		c.Table.Rows = append(c.Table.Rows, row)
	}
	var parts []part
	for _, id := range append(outcomeIDs(), "outcome.total") {
		i := item(id)
		points := v.snapshot.Trend(i, v.query.Scope, v.query.WithoutErrors)
		c.Table.Columns = append(c.Table.Columns, column(id, i.Name, i.Unit))
		p := part{Name: i.Name}
		for n, point := range points {
			c.Table.Rows[n].Cells = append(c.Table.Rows[n].Cells, cellOf(i, point.Total))
			p.Bars = append(p.Bars, stackBar(strconv.Itoa(point.Year)+"年 "+i.Name, i, point.Total))
		}
		if id != "outcome.total" {
			parts = append(parts, p)
		}
	}
	carry(parts, labelledUpright)
	c.Option = stackChart(c.ID, names, parts, true, nil)
	c.Table.Notes = append(c.Table.Notes, "2019年更换格式，以前没有不予处理和其他处理，各项含义也有变化，与以后不宜直接比较")
	c.Sentence = c.Table.Notes[0] + "。"
	return c
}

// yearName is the year under its bar, with what is missing from it.
func yearName(p aggregate.Point) string {
	name := strconv.Itoa(p.Year)
	if missing := p.Total.Of - p.Total.Stated; missing > 0 {
		name += fmt.Sprintf("\n缺%d家", missing)
	}
	if p.Break {
		name += "\n" + breakWord(p.Year)
	}
	return name
}

// reasonCards is one chart for each outcome that the form divides by reason.
func (v *visit) reasonCards(c aggregate.Composition) []card {
	var out []card
	for _, g := range c.Reasons {
		i := item(g.ID)
		out = append(out, v.reasonCard(g, i))
	}
	return out
}

func (v *visit) reasonCard(g aggregate.ReasonGroup, i aggregate.Item) card {
	out := card{
		ID: "reasons-" + g.ID[len("outcome."):], Title: g.Name + "的原因", Class: "span-6", Style: "bars",
		Subtitle: v.subtitle("件", v.query) + fmt.Sprintf(" · 合计%s", show(i, g.Total)), Badges: badges(standing(g.Total)),
		Size: rowsClass(len(g.Rows)),
	}
	out.Table = &aggregate.Table{
		Name: strings.ReplaceAll(out.ID, "-", "_"), Title: fmt.Sprintf("%d年度%s%s", v.query.Year, v.scopeLabel(), out.Title),
		Columns: []aggregate.Column{column("reason", "原因", ""), column("value", "件数", "件"), column("share", "占比", "%")},
	}
	out.CSV = v.file(formatCSV, out.Table.Name)
	var bars []bar
	best := -1
	for n, r := range g.Rows {
		b := stackBar(r.Name, i, r.Total)
		b.Name = r.Name
		if r.Share.Known && r.Share.D > 0 {
			b.Text += "　" + percent(r.Share)
		}
		bars = append(bars, b)
		if r.Total.Known && r.Total.N > 0 && (best < 0 || r.Total.N > g.Rows[best].Total.N) {
			best = n
		}
		out.Table.Rows = append(out.Table.Rows, aggregate.Row{
			Key: r.ID, Cells: []aggregate.Cell{words(r.Name), cellOf(i, r.Total), rateCell(r.Share)},
		})
	}
	out.Option = barChart(out.ID, bars, nil)
	if best >= 0 {
		out.Sentence = fmt.Sprintf("%s最多，%d件。", g.Rows[best].Name, g.Rows[best].Total.N)
	} else {
		out.Sentence = "本年没有" + g.Name + "的数据。"
		if g.Total.Known {
			out.Sentence = "本年没有" + g.Name + "的申请。"
		}
	}
	return out
}
