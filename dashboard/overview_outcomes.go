package dashboard

import (
	"fmt"

	"github.com/nianbao/nianbao/aggregate"
)

// outcomeIDs are the outcomes in the order of table 3.
func outcomeIDs() []string {
	return []string{
		"outcome.granted", "outcome.partial", "outcome.refused", "outcome.unavailable", "outcome.rejected", "outcome.other",
	}
}

// outcomes is 办理结果 of a year with the share of each in 总计.
type outcomes struct {
	total aggregate.Total
	rows  []outcomeRow
}

type outcomeRow struct {
	item         aggregate.Item
	total, share aggregate.Total
}

func newOutcomes(v *visit) outcomes {
	whole := item("outcome.total")
	o := outcomes{total: v.snapshot.Total(whole, v.query)}
	for _, id := range outcomeIDs() {
		i := item(id)
		t := v.snapshot.Total(i, v.query)
		o.rows = append(o.rows, outcomeRow{item: i, total: t, share: v.snapshot.Share(i, whole, v.query)})
	}
	return o
}

func percent(t aggregate.Total) string {
	return aggregate.Text(rateCell(t))
}

func (o outcomes) card(v *visit) card {
	c := card{
		ID: "outcomes", Title: "办理结果", Class: "span-5", Style: "bars", Subtitle: v.subtitle("件", v.query),
		Badges: badges(standing(o.total)), Table: o.table(v), CSV: v.file(formatCSV, "outcomes"),
		Links: []choice{{Label: "构成", Href: v.link("/composition")}}, Sentence: o.sentence(v),
	}
	var bars []bar
	for n, r := range o.rows {
		value, known := plot(r.item, r.total)
		text := show(r.item, r.total)
		if r.share.Known && r.share.D > 0 {
			text += "　" + percent(r.share)
		}
		bars = append(bars, bar{
			Name: r.item.Name, Value: value, Known: known, Text: text,
			Tip: tooltip(r.item.Name, r.item, r.total), Colour: palette(n),
		})
	}
	c.Option = barChart(c.ID, bars, nil)
	return c
}

func badges(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}

func (o outcomes) table(v *visit) *aggregate.Table {
	t := &aggregate.Table{Name: "outcomes", Title: fmt.Sprintf("%d年度%s办理结果", v.query.Year, v.scopeLabel())}
	t.Columns = []aggregate.Column{
		column("outcome", "办理结果", ""), column("value", "件数", "件"), column("share", "占总计", "%"),
		column("stated", "计入单位数", "家"), column("of", "应计入单位数", "家"),
	}
	for _, r := range o.rows {
		t.Rows = append(t.Rows, outcomeCells(r.item.ID, r.item.Name, r.total, rateCell(r.share)))
	}
	last := outcomeCells("outcome.total", "总计", o.total, words(""))
	last.Kind = aggregate.TotalRow
	t.Rows = append(t.Rows, last)
	if carried := v.snapshot.Total(item("requests.carried_out"), v.query); carried.Known {
		t.Notes = append(t.Notes, fmt.Sprintf("另有%d件结转下年度继续办理", carried.N))
	}
	return t
}

func outcomeCells(key, name string, total aggregate.Total, share aggregate.Cell) aggregate.Row {
	return aggregate.Row{Key: key, Cells: []aggregate.Cell{
		words(name), {Kind: aggregate.TotalCell, Total: total}, share, number(total.Stated), number(total.Of),
	}}
}

// sentence names the total, the greatest outcome, and the greatest reason
// for which information was not given.
func (o outcomes) sentence(v *visit) string {
	if !o.total.Known {
		return "没有可以合计的办理结果。"
	}
	text := fmt.Sprintf("办理结果总计%d件", o.total.N)
	if carried := v.snapshot.Total(item("requests.carried_out"), v.query); carried.Known && carried.N > 0 {
		text += fmt.Sprintf("，另有%d件结转下年度", carried.N)
	}
	if r, ok := o.largest(); ok {
		text += fmt.Sprintf("；%s最多，%d件", r.item.Name, r.total.N)
		if r.share.Known && r.share.D > 0 {
			text += "，占" + percent(r.share)
		}
	}
	return text + o.reason(v) + "。"
}

func (o outcomes) largest() (outcomeRow, bool) {
	var best outcomeRow
	for _, r := range o.rows {
		if r.total.Known && r.total.N > best.total.N {
			best = r
		}
	}
	return best, best.total.N > 0
}

// reason is the reason behind most of the requests that were not granted:
// 无法提供67件，其中60件为本机关不掌握.
func (o outcomes) reason(v *visit) string {
	var group aggregate.ReasonGroup
	var best aggregate.Reason
	for _, g := range v.snapshot.Composition(v.query).Reasons {
		for _, r := range g.Rows {
			if g.Total.Known && r.Total.Known && r.Total.N > best.Total.N {
				group, best = g, r
			}
		}
	}
	if best.Total.N == 0 {
		return ""
	}
	return fmt.Sprintf("；%s%d件，其中%d件为%s", group.Name, group.Total.N, best.Total.N, best.Name)
}
