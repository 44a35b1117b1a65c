package dashboard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
)

// trendOfScopes is 新收申请历年变化: 全县 and 县本级 on one chart, or the chosen
// agencies beside 全县.
func (v *visit) trendOfScopes() card {
	i := item("requests.new")
	scopes := []aggregate.Scope{aggregate.All(), aggregate.CountyLevel()}
	if text := v.query.Scope.String(); text != "all" && text != "county" {
		scopes = []aggregate.Scope{aggregate.All(), v.query.Scope}
	}
	var lines []trendLine
	for _, s := range scopes {
		points := v.upTo(v.snapshot.Trend(i, s, v.query.WithoutErrors))
		lines = append(lines, trendLine{Name: v.labelOf(s), Points: points})
	}
	c := card{
		ID: "requests-trend", Title: i.Name + "历年变化", Class: "span-7", Style: "trend",
		Subtitle: v.spanSubtitle(i, lines[0].Points),
		Table:    scopesTable(i, lines),
		CSV:      v.file(formatCSV, "requests_trend"),
		Links:    []choice{{Label: "更多指标", Href: v.link("/trend", "item", i.ID)}},
		Sentence: v.changeSentence(i),
	}
	c.Option = trendChart(c.ID, i, lines, lines[0].Points)
	return c
}

// labelOf is a scope's label, a single agency by its name.
func (v *visit) labelOf(s aggregate.Scope) string {
	if a := v.snapshot.Agency(s.Label()); a != nil {
		return v.name(a)
	}
	return s.Label()
}

// spanSubtitle is 件 · 2015—2024年 · 各年38—47家，斜线底为数据不全的年份.
func (v *visit) spanSubtitle(i aggregate.Item, points []aggregate.Point) string {
	points = slices.DeleteFunc(slices.Clone(points), func(p aggregate.Point) bool { return !p.Total.Known })
	if len(points) == 0 {
		return i.Unit + " · 各年都没有数据"
	}
	parts := []string{i.Unit, fmt.Sprintf("%d—%d年", points[0].Year, points[len(points)-1].Year)}
	low, high, gaps := points[0].Total.Stated, points[0].Total.Stated, false
	for _, p := range points {
		low, high = min(low, p.Total.Stated), max(high, p.Total.Stated)
		gaps = gaps || p.Total.Stated < p.Total.Of
	}
	text := fmt.Sprintf("各年计入%d—%d家", low, high)
	if low == high {
		text = fmt.Sprintf("各年计入%d家", low)
	}
	if gaps {
		text += "，斜线底为数据不全的年份"
	}
	parts = append(parts, text)
	if v.query.WithoutErrors {
		parts = append(parts, "有错误的单位不计入")
	}
	return strings.Join(parts, " · ")
}

// scopesTable is the lines as a table, with what each total stands on.
func scopesTable(i aggregate.Item, lines []trendLine) *aggregate.Table {
	t := &aggregate.Table{Name: "requests_trend", Title: i.Name + "历年变化", Unit: i.Unit}
	t.Columns = []aggregate.Column{column("year", "年度", "")}
	for n, l := range lines {
		key := "line" + strconv.Itoa(n+1)
		t.Columns = append(t.Columns, column(key, l.Name, i.Unit),
			column(key+".stated", l.Name+"计入单位数", "家"), column(key+".of", l.Name+"应计入单位数", "家"))
	}
	t.Columns = append(t.Columns, column("remark", "备注", ""))
	for n, p := range lines[0].Points {
		row := aggregate.Row{Key: strconv.Itoa(p.Year), Cells: []aggregate.Cell{number(p.Year)}}
		for _, l := range lines {
			total := l.Points[n].Total
			row.Cells = append(row.Cells, cellOf(i, total), number(total.Stated), number(total.Of))
		}
		remark := ""
		if p.Break {
			remark = breakWord(p.Year)
		}
		row.Cells = append(row.Cells, words(remark))
		t.Rows = append(t.Rows, row)
	}
	if i.Note != "" {
		t.Notes = append(t.Notes, i.Note)
	}
	return t
}

// contributors is how many agencies a sentence names before the rest.
const contributors = 3

// changeSentence says what an item is, how it changed on the same agencies,
// and what each agency contributed.
func (v *visit) changeSentence(i aggregate.Item) string {
	total, change := v.snapshot.Total(i, v.query), v.snapshot.CompareWithYearBefore(i, v.query)
	if !total.Known {
		return fmt.Sprintf("%d年%s没有可以合计的数据。", v.query.Year, i.Name)
	}
	text := fmt.Sprintf("%d年%s%s%s", v.query.Year, v.scopeLabel(), i.Name, withUnit(i, total))
	if s := standing(total); s != "" {
		text += "（" + s + "）"
	}
	if note := changeText(i, change); note != "" {
		text += "，" + note
	}
	if parts := v.contributions(i, change); parts != "" {
		text += "：" + parts
	}
	text += "。"
	for _, year := range i.Breaks {
		if year <= v.query.Year && year > v.snapshot.Years()[0] {
			text += fmt.Sprintf("%d年起%s，与以前年份不宜直接比较。", year, breakWord(year))
		}
	}
	return text
}

// contributions names the agencies that moved the total most: 自然资源局＋22、
// 住房和城乡建设局＋11，其余42家合计＋8. Empty where nothing moved.
func (v *visit) contributions(i aggregate.Item, c aggregate.Change) string {
	var parts []string
	rest := c.Difference()
	if !rest.Known {
		return ""
	}
	others := len(c.By)
	for _, b := range c.By {
		if len(parts) == contributors || b.Now == b.Before {
			break
		}
		moved := aggregate.Total{N: b.Now - b.Before, Known: true}
		parts = append(parts, v.name(b.Agency)+signed(show(i, moved)))
		rest.N -= moved.N
		others--
	}
	if len(parts) == 0 {
		return ""
	}
	text := strings.Join(parts, "、")
	if others > 0 {
		text += fmt.Sprintf("，其余%d家合计%s", others, signed(show(i, rest)))
	}
	return text
}
