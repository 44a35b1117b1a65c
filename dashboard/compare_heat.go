package dashboard

import (
	"fmt"
	"slices"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data/form"
)

// heatCard is agency × series of the item's topic. Each column has its own
// scale: the greatest value of it is the darkest.
func (v *visit) heatCard(q compareQuery) card {
	topic := q.item.Topic
	if topic == "" {
		topic = item("requests.new").Topic
	}
	items := v.itemsOf(topic)
	c := card{
		ID: "heat", Title: topic + "：各单位一览", Class: "span-12", Style: "heat",
		Subtitle: v.subtitle("", v.query) + " · 颜色在每一列内比较，越深越大；空格为没有数据",
		Table:    v.snapshot.CompareTable(items, v.query, false), CSV: v.file(formatCSV, "compare_topic"),
	}
	c.Table.Name, c.Table.Title = "compare_topic", fmt.Sprintf("%d年度%s各单位%s", v.query.Year, v.scopeLabel(), topic)
	if topic == aggregate.TopicRates {
		c.Subtitle += fmt.Sprintf("；分母不足%d的比率不着色", form.MinRanked)
	}
	agencies := v.snapshot.Counting(v.query)
	rows := make([]string, len(agencies))
	for n, a := range agencies {
		rows[n] = v.name(a)
	}
	var columns []string
	var cells []heatCell
	for column, i := range items {
		columns = append(columns, i.Name)
		cells = append(cells, v.heatColumn(column, i)...)
	}
	c.Size = rowsClass(len(rows) + 1)
	c.Option = heatChart(c.ID, rows, columns, cells)
	return c
}

// itemsOf is the items of a topic that any agency states in the year.
func (v *visit) itemsOf(topic string) []aggregate.Item {
	var out []aggregate.Item
	for _, i := range aggregate.Items() {
		if i.Topic == topic && v.snapshot.Total(i, v.query).Known {
			out = append(out, i)
		}
	}
	return out
}

func (v *visit) heatColumn(column int, i aggregate.Item) []heatCell {
	all := v.snapshot.Agencies(i, v.query)
	top := 0.0
	for _, a := range all {
		if value, ok := plot(i, a.Total); ok && a.Rank > 0 {
			top = max(top, value)
		}
	}
	var out []heatCell
	for row, a := range all {
		value, ok := plot(i, a.Total)
		h := heatCell{Row: row, Column: column, Known: ok, Text: show(i, a.Total)}
		h.Tip = tooltip(v.name(a.Agency)+" "+i.Name, i, a.Total)
		if top > 0 && value > 0 && a.Rank > 0 {
			h.Share = value / top
		}
		out = append(out, h)
	}
	return out
}

// multiples is the item of each agency over the years, small and side by side.
type multiples struct {
	Title, Subtitle string
	Agencies        []multiple
}

type multiple struct {
	Name, Value, Href string
	// Reform is the last change on the agency's line: 2019年由甲局、乙局合并.
	Reform string
	Spark  *spark
}

// lastReform words the last change that the reader must see; empty for none.
func lastReform(points []aggregate.Point) string {
	for _, p := range slices.Backward(points) {
		if p.Reform {
			return fmt.Sprintf("%d年%s", p.Year, p.Mark)
		}
	}
	return ""
}

func (v *visit) multiples(q compareQuery) multiples {
	m := multiples{Title: q.item.Name + "：各单位历年", Subtitle: q.item.Unit + " · 每家单位的纵轴各自从0起 · 虚线为旧格式 · 右上为本年"}
	for _, a := range v.snapshot.Agencies(q.item, v.query) {
		points := v.upTo(v.snapshot.AgencyTrend(q.item, a.Agency.Key))
		m.Agencies = append(m.Agencies, multiple{
			Name: v.name(a.Agency), Value: show(q.item, a.Total),
			Href:   v.link("/trend", "item", q.item.ID, "agency", a.Agency.Key),
			Reform: lastReform(points), Spark: newSpark(q.item, points, 180, 44),
		})
	}
	return m
}
