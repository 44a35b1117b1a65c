package dashboard

import (
	"fmt"
	"slices"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// chooser is the form that chooses item and agencies. It is sent as a GET, so
// that the choice is in the address.
type chooser struct {
	Action string
	Keep   []field // what the address must keep
	Topics []topicItems
	Groups []pickGroup
	Chosen int
	Max    int
}

type field struct{ Name, Value string }

type topicItems struct {
	Topic string
	Items []pick
}

type pickGroup struct {
	Group    string
	Agencies []pick
}

// pick is one entry of a list with its name in the form.
type pick struct {
	Value, Label string
	On           bool
}

func (v *visit) chooser(chosen aggregate.Item, keys []string) chooser {
	c := chooser{Action: v.c.Request.URL.Path, Chosen: len(keys), Max: maxChosen}
	for _, name := range []string{"year", "scope", "errors"} {
		if value := v.state.Get(name); value != "" {
			c.Keep = append(c.Keep, field{name, value})
		}
	}
	if order := v.c.Query("order"); order != "" {
		c.Keep = append(c.Keep, field{"order", order})
	}
	for _, topic := range aggregate.Topics() {
		t := topicItems{Topic: topic}
		for _, i := range aggregate.Items() {
			if i.Topic == topic {
				t.Items = append(t.Items, pick{Value: i.ID, Label: i.Name, On: i.ID == chosen.ID})
			}
		}
		c.Topics = append(c.Topics, t)
	}
	if chosen.Topic == "" { // a cell of the form, asked for by its code
		cell := pick{Value: chosen.ID, Label: chosen.Name, On: true}
		c.Topics = append(c.Topics, topicItems{Topic: "指标项", Items: []pick{cell}})
	}
	c.Groups = v.groups(keys)
	return c
}

// groups is the roster by group, official order.
func (v *visit) groups(chosen []string) []pickGroup {
	var out []pickGroup
	agencies := v.snapshot.Roster().Agencies
	for _, g := range data.Groups() {
		list := pickGroup{Group: string(g)}
		for n := range agencies {
			a := &agencies[n]
			if a.Group == g && a.ValidIn(v.query.Year) || a.Group == g && slices.Contains(chosen, a.Key) {
				list.Agencies = append(list.Agencies, pick{Value: a.Key, Label: v.name(a), On: slices.Contains(chosen, a.Key)})
			}
		}
		if len(list.Agencies) > 0 {
			out = append(out, list)
		}
	}
	return out
}

// chosenCard sets the chosen agencies against the median of the scope.
func (v *visit) chosenCard(q compareQuery) card {
	i := q.item
	chosen := v.query
	chosen.Scope = aggregate.Chosen(q.chosen...)
	c := card{
		ID: "chosen", Title: fmt.Sprintf("%s：所选%d家与中位数", i.Name, len(q.chosen)), Class: "span-12", Style: "bars",
		Subtitle: fmt.Sprintf("%s · 中位数按%s计算", v.subtitleUnit(i.Unit), v.scopeLabel()), Size: rowsClass(len(q.chosen) + 1),
		Table: v.snapshot.CompareTable([]aggregate.Item{i}, chosen, false), CSV: v.file(formatCSV, "compare_chosen"),
	}
	c.Table.Name = "compare_chosen"
	whole := v.snapshot.Total(i, v.query)
	var bars []bar
	for _, a := range v.snapshot.Agencies(i, chosen) {
		b := v.rankingBar(i, a, whole, false)
		b.Colour = palette(1)
		bars = append(bars, b)
	}
	m := v.snapshot.Median(i, v.query)
	value, known := plot(i, m)
	bars = append(bars, bar{
		Name: "中位数", Value: value, Known: known, Text: show(i, m),
		Tip: fmt.Sprintf("%d家的中位数：%s", m.Stated, show(i, m)), Colour: palette(6),
	})
	c.Option = barChart(c.ID, bars, v.medianLine(i))
	c.Table.Notes = append(c.Table.Notes, fmt.Sprintf("%s%d家的中位数：%s", v.scopeLabel(), m.Stated, show(i, m)))
	return c
}

// subtitleUnit is the first part of a subtitle: unit and year.
func (v *visit) subtitleUnit(unit string) string {
	return fmt.Sprintf("%s · %d年度", unit, v.query.Year)
}
