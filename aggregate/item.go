package aggregate

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data/form"
)

// TopicRates is the topic (类别) of the rates.
const TopicRates = "比率"

// term is one column of an item, added or taken away.
type term struct {
	column   int
	negative bool
}

// Items returns every series, then every rate.
func Items() []Item { return slices.Clone(columnLayout().items) }

// ItemByID returns the series, the rate or the cell with the id.
func ItemByID(id string) (Item, bool) {
	i, ok := columnLayout().byID[id]
	return i, ok
}

// Topics returns the topics of the series in order, then that of the rates.
func Topics() []string { return append(form.Topics(), TopicRates) }

func (l *layout) addItems() {
	for _, e := range form.Editions() {
		for _, t := range e.Tables {
			l.addNames(e, t)
			for _, c := range t.Cells {
				l.byID[c.Code] = l.cellItem(c)
			}
		}
	}
	for _, s := range form.AllSeries() {
		l.items = append(l.items, Item{
			ID: s.ID, Name: s.Name, Topic: s.Topic, Unit: s.Unit, Note: s.Note, Breaks: s.Breaks,
			series: s, numerator: []term{{column: l.columns[s.ID]}},
		})
	}
	for _, r := range form.Indicators() {
		l.items = append(l.items, Item{
			ID: r.ID, Name: r.Name, Topic: TopicRates, Unit: "%", Note: r.Note, Breaks: r.Breaks,
			indicator: r, numerator: l.terms(r.Numerator), denominator: l.terms(r.Denominator),
		})
	}
	for _, i := range l.items {
		l.byID[i.ID] = i
	}
}

// cellItem makes the item of a cell. Editions that share a code share its
// meaning, so the newest one's words are taken; it is added up only if all
// of them let it.
func (l *layout) cellItem(c *form.Cell) Item {
	before, seen := l.byID[c.Code]
	return Item{
		ID: c.Code, Name: l.names[c], Unit: c.Unit, cell: c,
		numerator:   []term{{column: l.columns[c.Code]}},
		notAdditive: !c.Additive || seen && before.notAdditive,
	}
}

// addNames gives each cell its short label, with that of the row it belongs
// to where another cell of the table has the same: 行政复议（纠错）.
func (l *layout) addNames(e *form.Edition, t *form.Table) {
	times := map[string]int{}
	for _, c := range t.Cells {
		times[c.Short()]++
	}
	for _, c := range t.Cells {
		name := c.Short()
		if at := strings.LastIndex(c.Code, "."); times[name] > 1 && at >= 0 && e.Cell(c.Code[:at]) != nil {
			name = e.Cell(c.Code[:at]).Short() + "（" + name + "）"
		}
		l.names[c] = name
	}
}

func (l *layout) terms(of []form.SeriesTerm) []term {
	var out []term
	for _, t := range of {
		out = append(out, term{column: l.columns[t.Series.ID], negative: t.Negative})
	}
	return out
}

// share is the rate of one column to another, over the agencies that state both.
func share(id, name string, part, whole int) Item {
	return Item{
		ID: id, Name: name, Unit: "%", indicator: &form.Indicator{ID: id, Name: name},
		numerator: []term{{column: part}}, denominator: []term{{column: whole}},
	}
}
