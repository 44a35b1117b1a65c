package dashboard

import (
	"strings"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/nianbao/nianbao/aggregate"
)

// Colours of the page and of charts. The eight of palette can be told apart
// by colour-blind readers; none of them praises or blames.
const (
	ink  = "#1d2733"
	grey = "#5b6673"
	band = "#eef0f3"
	// unranked is the colour of rates on too few to rank.
	unranked = "#b9c2cd"
)

// palette returns the colour of the n-th line or part, from 0.
func palette(n int) string {
	colours := [...]string{"#1f5fa8", "#c9781b", "#1b8a72", "#a6478e", "#5aa9e0", "#b5471b", "#7d8896", "#8f8a1c"}
	return colours[n%len(colours)]
}

// datum is one item of a series' data, with what go-echarts' own types lack.
type datum struct {
	Value any    `json:"value"`
	Name  string `json:"name,omitempty"` // the tooltip's text, lines apart by \n
	// Symbol and SymbolSize of a line's point; empty is the series' own.
	Symbol     string          `json:"symbol,omitempty"`
	SymbolSize int             `json:"symbolSize,omitempty"`
	Label      *opts.Label     `json:"label,omitempty"`
	ItemStyle  *opts.ItemStyle `json:"itemStyle,omitempty"`
}

// gap is the value of a place without a figure: nothing is drawn there.
const gap = "-"

// literal makes a text safe as a label formatter, where braces are a template.
func literal(text string) string {
	if !strings.ContainsAny(text, "{}") {
		return text
	}
	return strings.NewReplacer("{", "｛", "}", "｝").Replace(text)
}

// valueLabel is a fixed text beside a bar or at the end of a line.
func valueLabel(text, position, colour string) *opts.Label {
	return &opts.Label{
		Show: opts.Bool(true), Position: position, Formatter: literal(text), Color: colour, FontSize: 12,
	}
}

// common are the options that every chart of the dashboard shares. Colour by
// decals is switched on for paper by charts.js.
func common(id string) []charts.GlobalOpts {
	return []charts.GlobalOpts{
		charts.WithInitializationOpts(opts.Initialization{ChartID: id, Theme: "white", AssetsHost: "/assets/"}),
		charts.WithLegendOpts(opts.Legend{Show: opts.Bool(false)}),
		charts.WithTooltipOpts(opts.Tooltip{Show: opts.Bool(true), Trigger: "item"}),
		charts.WithToolboxOpts(opts.Toolbox{Show: opts.Bool(false)}),
		charts.WithAriaOpts(&opts.Aria{Enabled: opts.Bool(true)}),
		charts.WithAnimation(false),
	}
}

// within is the chart's place in its box, with room at the right and above.
func within(right, top string) opts.Grid {
	return opts.Grid{Left: "4", Right: right, Top: top, Bottom: "4", ContainLabel: opts.Bool(true)}
}

// hairlines are the faint lines behind values.
func hairlines() *opts.SplitLine {
	return &opts.SplitLine{Show: opts.Bool(true), LineStyle: &opts.LineStyle{Color: "#e8ebef"}}
}

// dashed is the style of a line that marks something.
func dashed(colour string) opts.MarkLineStyle {
	return opts.MarkLineStyle{
		Symbol:    []string{"none", "none"},
		LineStyle: &opts.LineStyle{Color: colour, Type: "dashed", Width: 1},
	}
}

// chart is any chart of go-echarts.
type chart interface {
	Validate()
	JSON() map[string]any
}

// option finishes a chart. Without Validate the axis data would be missing.
func option(c chart) map[string]any {
	c.Validate()
	return c.JSON()
}

// plot is a total as a chart draws it: in 万元, percent or whole units. ok is
// false where nothing is known; such a place stays empty and is never 0.
// Floats are for drawing only; what is printed comes from aggregate.
func plot(i aggregate.Item, t aggregate.Total) (value float64, ok bool) {
	switch {
	case !t.Known:
		return 0, false
	case i.Rate():
		if t.D <= 0 {
			return 0, false
		}
		return float64(t.N) * 100 / float64(t.D), true
	case i.Amount():
		return float64(t.N) / 1e6, true
	case t.Half:
		return float64(t.N) + 0.5, true
	}
	return float64(t.N), true
}

// cellOf is an item's total as a table's cell.
func cellOf(i aggregate.Item, t aggregate.Total) aggregate.Cell {
	return aggregate.Cell{Kind: aggregate.TotalCell, Total: t, Amount: i.Amount(), Rate: i.Rate()}
}

// show is an item's total as text, without its unit.
func show(i aggregate.Item, t aggregate.Total) string { return aggregate.Text(cellOf(i, t)) }

// withUnit is a total with its unit; a rate with its two numbers.
func withUnit(i aggregate.Item, t aggregate.Total) string {
	switch text := show(i, t); {
	case !t.Known:
		return text
	case i.Rate():
		return text + "（" + fraction(t) + "）"
	default:
		return text + i.Unit
	}
}

// tooltip words a total: its value with the unit, n/d of a rate, and what it
// stands on.
func tooltip(head string, i aggregate.Item, t aggregate.Total) string {
	out := head + "：" + withUnit(i, t)
	if note := aggregate.Note(t); note != "" {
		out += "\n" + note
	}
	return out
}
