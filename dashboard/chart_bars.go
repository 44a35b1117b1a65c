package dashboard

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// bar is one bar with the text at its end.
type bar struct {
	Name   string
	Value  float64
	Known  bool   // false draws nothing; Text then says why
	Text   string // value as printed, with what belongs to it
	Tip    string
	Colour string // empty is the first of palette
}

// refLine is a line across the bars, such as the median; nil draws none.
type refLine struct {
	Value float64
	Text  string
}

// barChart draws bars that lie, the first on top, from 0.
func barChart(id string, bars []bar, ref *refLine) map[string]any {
	c := charts.NewBar()
	names := make([]string, len(bars))
	points := make([]datum, len(bars))
	for n, b := range bars {
		names[n] = b.Name
		points[n] = barDatum(b)
	}
	c.SetGlobalOptions(append(common(id),
		charts.WithGridOpts(within("96", topOf(ref))),
		charts.WithXAxisOpts(opts.XAxis{Type: "value", Show: opts.Bool(false), Min: 0}),
		charts.WithYAxisOpts(nameAxis(names)),
	)...)
	c.AddSeries("", nil, charts.WithBarChartOpts(opts.BarChart{BarCategoryGap: "38%"}))
	s := &c.MultiSeries[0]
	s.Data, s.BarMaxWidth = points, "22"
	if ref != nil {
		s.MarkLines = &opts.MarkLines{
			Data:          []any{markEnd{XAxis: ref.Value, Label: valueLabel(ref.Text, "start", grey)}},
			MarkLineStyle: dashed("#8a94a1"),
		}
	}
	return option(c)
}

// topOf leaves room for the words above a line across the bars.
func topOf(ref *refLine) string {
	if ref != nil {
		return "24"
	}
	return "6"
}

// barDatum keeps the text of a bar that is not known at the axis.
func barDatum(b bar) datum {
	colour := b.Colour
	if colour == "" {
		colour = palette(0)
	}
	d := datum{Value: b.Value, Name: b.Tip, Label: valueLabel(b.Text, "right", ink)}
	d.ItemStyle = &opts.ItemStyle{Color: colour}
	if !b.Known {
		// A bar of no length carries the word; nothing is drawn of it.
		d.Value, d.Label = 0, valueLabel(b.Text, "right", grey)
	}
	return d
}

// nameAxis is the axis of names, the first on top.
func nameAxis(names []string) opts.YAxis {
	return opts.YAxis{
		Type: "category", Data: names, Inverse: opts.Bool(true),
		AxisLine: &opts.AxisLine{LineStyle: &opts.LineStyle{Color: grey}},
		AxisLabel: &opts.AxisLabel{
			Show: opts.Bool(true), Interval: "0", Width: 134, Overflow: "truncate", Color: ink,
		},
	}
}

// A number fits inside a part that is so long a part of the longest bar.
const labelled, labelledUpright = 0.045, 0.08

// carry leaves the values in those parts of stacked bars that are at least
// that long a part of the longest bar.
func carry(parts []part, least float64) {
	sums := map[int]float64{}
	longest := 0.0
	for _, p := range parts {
		for n, b := range p.Bars {
			sums[n] += b.Value
			longest = max(longest, sums[n])
		}
	}
	for _, p := range parts {
		for n := range p.Bars {
			if p.Bars[n].Value < least*longest {
				p.Bars[n].Text = ""
			}
		}
	}
}

// part is one colour of stacked bars, with a value for each bar.
type part struct {
	Name string
	Bars []bar // in the order of the names
}

// stackChart draws bars made of parts, a legend above them. upright stands
// them on years; top is the end of the axis, nil where the bars decide.
func stackChart(id string, names []string, parts []part, upright bool, top any) map[string]any {
	c := charts.NewBar()
	values := opts.XAxis{Type: "value", Min: 0, Max: top, SplitLine: hairlines()}
	axes := []charts.GlobalOpts{charts.WithXAxisOpts(values), charts.WithYAxisOpts(nameAxis(names))}
	if upright {
		c.SetXAxis(names)
		axes = []charts.GlobalOpts{
			charts.WithXAxisOpts(opts.XAxis{Type: "category", AxisTick: &opts.AxisTick{Show: opts.Bool(false)}}),
			charts.WithYAxisOpts(opts.YAxis{Type: "value", Min: 0, SplitLine: values.SplitLine}),
		}
	}
	c.SetGlobalOptions(append(common(id), axes...)...)
	c.SetGlobalOptions(
		charts.WithLegendOpts(opts.Legend{
			Show: opts.Bool(true), Left: "0", Top: "0", ItemWidth: 12, ItemHeight: 12, Icon: "rect",
		}),
		charts.WithGridOpts(within("24", "36")),
	)
	for n, p := range parts {
		c.AddSeries(p.Name, nil, charts.WithBarChartOpts(opts.BarChart{Stack: "all"}),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: palette(n)}))
		c.MultiSeries[n].Data, c.MultiSeries[n].BarMaxWidth = stackData(p, palette(n)), "34"
	}
	return option(c)
}

func stackData(p part, colour string) []datum {
	out := make([]datum, len(p.Bars))
	for n, b := range p.Bars {
		out[n] = datum{Value: gap, Name: b.Tip}
		if b.Known {
			out[n].Value = b.Value
		}
		if b.Text != "" {
			out[n].Label = valueLabel(b.Text, "inside", "#fff")
		}
		out[n].ItemStyle = &opts.ItemStyle{Color: colour}
	}
	return out
}
