package dashboard

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
)

// trendPage is the body of 趋势.
type trendPage struct {
	Empty  *emptyState
	Form   chooser
	Card   card
	Change *changeList
	Notes  []string // breaks, renamed agencies, incomplete years, in words
}

func (s *Server) trend(v *visit) (answer, error) {
	i, err := v.chosenItem()
	if err != nil {
		return answer{}, err
	}
	keys, err := v.chosenAgencies()
	if err != nil {
		return answer{}, err
	}
	total, err := v.oneOf("total", "合计线", "show", "hide")
	if err != nil {
		return answer{}, err
	}
	title := "趋势：" + i.Name
	if len(v.snapshot.Years()) == 0 {
		return answer{title: title, body: trendPage{Empty: v.emptyYear()}}, nil
	}
	body := trendPage{Form: v.chooser(i, keys), Card: v.trendCard(i, keys, total == "hide"), Change: v.changeList(i)}
	body.Notes = v.trendNotes(i, keys)
	tables := []*aggregate.Table{body.Card.Table}
	if body.Change != nil {
		tables = append(tables, body.Change.Table)
	}
	return answer{title: title, body: body, tables: tables}, nil
}

// trendCard draws the scope's line, and one for each chosen agency. A sum
// above single agencies presses them to the floor: it can be hidden.
func (v *visit) trendCard(i aggregate.Item, keys []string, hide bool) card {
	all := v.snapshot.Trend(i, v.query.Scope, v.query.WithoutErrors)
	c := card{
		ID: "trend", Title: i.Name + "历年变化", Class: "span-12", Style: "trend", Size: "tall",
		Subtitle: v.spanSubtitle(i, all), Table: v.snapshot.TrendTable(i, v.query, keys), CSV: v.file(formatCSV, "trend"),
		Sentence: v.changeSentence(i),
	}
	lines, bands := []trendLine{{Name: v.scopeLabel(), Points: all}}, all
	if len(keys) > 0 {
		c.Links = []choice{
			{Label: "连同" + v.scopeLabel(), Href: v.here("total", ""), On: !hide},
			{Label: "只看所选单位", Href: v.here("total", "hide"), On: hide},
		}
		if hide {
			lines, bands = nil, nil
		}
	}
	for _, key := range keys {
		lines = append(lines, trendLine{Name: v.nameOf(key), Points: v.snapshot.AgencyTrend(i, key)})
	}
	c.Option = trendChart(c.ID, i, lines, bands)
	return c
}

// trendNotes explains in words what the chart marks.
func (v *visit) trendNotes(i aggregate.Item, keys []string) []string {
	var out []string
	first := v.snapshot.Years()[0]
	for _, year := range i.Breaks {
		if year > first {
			text := fmt.Sprintf("%d年%s：前后的线不相连，旧格式的年份画成虚线，不计算跨年增减率", year, breakWord(year))
			if i.Note != "" {
				text += "。" + i.Note
			}
			out = append(out, text+"。")
		}
	}
	var short, none []string
	for _, p := range v.snapshot.Trend(i, v.query.Scope, v.query.WithoutErrors) {
		if missing := p.Total.Of - p.Total.Stated; missing > 0 && p.Total.Known {
			short = append(short, fmt.Sprintf("%d年缺%d家（%s）", p.Year, missing, standing(p.Total)))
		} else if !p.Total.Known {
			none = append(none, strconv.Itoa(p.Year))
		}
	}
	if len(none) > 0 {
		out = append(out, strings.Join(none, "、")+"年没有数据（当年的格式没有这一项，或没有单位填报），不画线，不是0。")
	}
	if len(short) > 0 {
		out = append(out, "斜线底为数据不全的年份："+strings.Join(short, "、")+"。这些年份只反映已有数据的单位，不宜直接与其他年份相比。")
	}
	for _, p := range v.snapshot.Trend(i, v.query.Scope, v.query.WithoutErrors) {
		if p.Mark != "" {
			out = append(out, fmt.Sprintf("%d年：%s。", p.Year, p.Mark))
		}
	}
	for _, key := range keys {
		out = append(out, v.lineNotes(key, v.snapshot.AgencyTrend(i, key))...)
	}
	return out
}

// lineNotes says what happened to an agency on its line, for whom its older
// years stand, and where they are left empty.
func (v *visit) lineNotes(key string, points []aggregate.Point) []string {
	var out, gaps []string
	of := ""
	for _, p := range points {
		if p.Mark != "" {
			out = append(out, fmt.Sprintf("%s：%d年%s。", v.nameOf(key), p.Year, p.Mark))
		}
		if len(p.Agencies) < 2 {
			continue
		}
		var names []string
		for _, k := range p.Agencies {
			names = append(names, v.nameOf(k))
		}
		of = strings.Join(names, "、")
		if !p.Total.Known {
			gaps = append(gaps, strconv.Itoa(p.Year))
		}
	}
	if of != "" {
		out = append(out, fmt.Sprintf("%s：合并以前的年份为%s之和，各家都有数据才相加。", v.nameOf(key), of))
	}
	if len(gaps) > 0 {
		out = append(out, fmt.Sprintf("%s：%s年原单位的数据不全，不画线，不是0。", v.nameOf(key), strings.Join(gaps, "、")))
	}
	if len(points) > 0 && points[0].Agency != "" && points[0].Agency != key {
		out = append(out, fmt.Sprintf("%s：此前的年份为%s的数据。", v.nameOf(key), v.nameOf(points[0].Agency)))
	}
	return out
}

// changeList is what each agency contributed to the change on the year before.
type changeList struct {
	Title, Subtitle string
	Table           *aggregate.Table
	CSV             string
}

// changeList is nil where nothing can be compared, as for rates.
func (v *visit) changeList(i aggregate.Item) *changeList {
	change := v.snapshot.CompareWithYearBefore(i, v.query)
	if len(change.By) == 0 {
		return nil
	}
	t := &aggregate.Table{
		Name: "change", Title: fmt.Sprintf("%d年度%s%s比上年增减（可比口径）", v.query.Year, v.scopeLabel(), i.Name), Unit: i.Unit,
		Columns: []aggregate.Column{
			column("agency", "单位", ""), column("now", "本年", i.Unit), column("before", "上年", i.Unit), column("difference", "增减", i.Unit),
		},
	}
	for _, b := range change.By {
		now, before := known(b.Now), known(b.Before)
		t.Rows = append(t.Rows, aggregate.Row{Key: b.Agency.Key, Cells: []aggregate.Cell{
			words(b.Agency.Name), cellOf(i, now), cellOf(i, before), cellOf(i, known(b.Now-b.Before)),
		}})
	}
	t.Rows = append(t.Rows, aggregate.Row{Kind: aggregate.TotalRow, Cells: []aggregate.Cell{
		words("合计"), cellOf(i, change.Now), cellOf(i, change.Before), cellOf(i, change.Difference()),
	}})
	if change.Break {
		t.Notes = append(t.Notes, fmt.Sprintf("%d年%s，增减只供参考：%s", v.query.Year, breakWord(v.query.Year), i.Note))
	}
	return &changeList{
		Title:    fmt.Sprintf("%d年各单位增减", v.query.Year),
		Subtitle: fmt.Sprintf("%s · 只算两年都有数据的%d家，变化大的在前", i.Unit, change.Agencies),
		Table:    t, CSV: v.file(formatCSV, "change"),
	}
}

// known is one agency's plain number.
func known(n int64) aggregate.Total {
	return aggregate.Total{N: n, Known: true, Stated: 1, Of: 1}
}
