package dashboard

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// largestRows is how many agencies 新收申请最多的十家 shows.
const largestRows = 10

// largest is 新收申请最多的十家, last year's number in brackets; byRoster puts
// the same ten in official order.
func (v *visit) largest(byRoster bool) card {
	i := item("requests.new")
	top, all := v.ranked(i)
	if byRoster {
		v.officialOrder(top)
	}
	c := card{
		ID: "largest", Title: fmt.Sprintf("%s最多的%s", i.Name, tens(len(top))), Class: "span-5", Style: "bars",
		Subtitle: v.subtitle(i.Unit, v.query) + " · 括号内为上年",
		Links: []choice{
			{Label: "按数值", Href: v.here("order", ""), On: !byRoster},
			{Label: "按单位序列", Href: v.here("order", "roster"), On: byRoster},
		},
		CSV: v.file(formatCSV, "largest"), Size: "tall",
	}
	c.Table = &aggregate.Table{
		Name: "largest", Title: fmt.Sprintf("%d年度%s%s", v.query.Year, v.scopeLabel(), c.Title), Unit: i.Unit,
		Columns: []aggregate.Column{
			column("agency", "单位", ""), column("value", "本年", i.Unit), column("before", "上年", i.Unit),
		},
	}
	var bars []bar
	for _, a := range top {
		before := v.lastYear(i, a.Agency.Key)
		value, known := plot(i, a.Total)
		text := fmt.Sprintf("%s（%s）", show(i, a.Total), show(i, before))
		bars = append(bars, bar{
			Name: v.name(a.Agency), Value: value, Known: known, Text: text, Tip: tooltip(v.name(a.Agency), i, a.Total),
		})
		c.Table.Rows = append(c.Table.Rows, aggregate.Row{
			Key: a.Agency.Key, Cells: []aggregate.Cell{words(a.Agency.Name), cellOf(i, a.Total), cellOf(i, before)},
		})
	}
	c.Option = barChart(c.ID, bars, nil)
	c.Sentence = v.largestSentence(i, top, all)
	return c
}

// ranked is the agencies with the greatest values, and how many have one.
func (v *visit) ranked(i aggregate.Item) ([]aggregate.AgencyTotal, int) {
	all := v.snapshot.Agencies(i, v.query)
	all = slices.DeleteFunc(all, func(a aggregate.AgencyTotal) bool { return a.Rank == 0 })
	slices.SortStableFunc(all, func(a, b aggregate.AgencyTotal) int { return cmp.Compare(a.Rank, b.Rank) })
	return all[:min(len(all), largestRows)], len(all)
}

func (v *visit) officialOrder(all []aggregate.AgencyTotal) {
	place := map[*data.Agency]int{}
	for n, a := range v.snapshot.Counting(v.query) {
		place[a] = n
	}
	slices.SortStableFunc(all, func(a, b aggregate.AgencyTotal) int {
		return cmp.Compare(place[a.Agency], place[b.Agency])
	})
}

// lastYear is the agency's own value of the year before, of its predecessor
// where it was renamed since.
func (v *visit) lastYear(i aggregate.Item, key string) aggregate.Total {
	for _, p := range v.snapshot.AgencyTrend(i, key) {
		if p.Year == v.query.Year-1 {
			return p.Total
		}
	}
	return aggregate.Total{NoReport: true}
}

func (v *visit) largestSentence(i aggregate.Item, top []aggregate.AgencyTotal, all int) string {
	whole := v.snapshot.Total(i, v.query)
	if len(top) == 0 || !whole.Known {
		return ""
	}
	var keys []string
	for _, a := range top {
		keys = append(keys, a.Agency.Key)
	}
	q := v.query
	q.Scope = aggregate.Chosen(keys...)
	part := v.snapshot.Total(i, q)
	text := fmt.Sprintf("%d家合计%s%s", len(top), show(i, part), i.Unit)
	if whole.N > 0 {
		share := aggregate.Total{N: part.N, D: whole.N, Known: true}
		text += fmt.Sprintf("，占%s的%s（%s）", v.scopeLabel(), percent(share), fraction(share))
	}
	zero := 0
	for _, a := range v.snapshot.Agencies(i, v.query) {
		if a.Total.Known && a.Total.N == 0 {
			zero++
		}
	}
	if zero > 0 {
		text += fmt.Sprintf("；%d家有数据的单位中，%d家全年没有收到申请", all, zero)
	}
	return text + "。"
}

// tens words the number of agencies shown.
func tens(n int) string {
	if n == largestRows {
		return "十家"
	}
	return fmt.Sprintf("%d家", n)
}
