package dashboard

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"

	"github.com/nianbao/nianbao/aggregate"
)

// trendLine is one line of a trend.
type trendLine struct {
	Name   string
	Points []aggregate.Point
}

// segments cuts a line where its figures become another thing, where an
// agency's line does not lead on, and where a year has none: points are
// joined only inside one segment.
func segments(points []aggregate.Point, known func(aggregate.Total) bool) [][]aggregate.Point {
	var out [][]aggregate.Point
	open := false
	for n, p := range points {
		if !known(p.Total) {
			open = false
			continue
		}
		if !open || p.Break || p.Cut {
			out = append(out, make([]aggregate.Point, 0, len(points)-n))
		}
		open = true
		out[len(out)-1] = append(out[len(out)-1], p)
	}
	return out
}

// trendChart draws an item over years. bands are the points whose years are
// hatched where they do not stand on all agencies; nil hatches none.
func trendChart(id string, i aggregate.Item, lines []trendLine, bands []aggregate.Point) map[string]any {
	c := charts.NewLine()
	c.SetGlobalOptions(append(common(id),
		charts.WithGridOpts(within("110", "18")),
		charts.WithXAxisOpts(yearAxis(lines)),
		charts.WithYAxisOpts(opts.YAxis{Type: "value", SplitLine: hairlines()}),
	)...)
	for n, line := range lines {
		addLine(c, i, line, palette(n))
	}
	addMarks(c, lines, bands)
	return option(c)
}

// yearAxis is a number axis, so that a break can stand between two years.
func yearAxis(lines []trendLine) opts.XAxis {
	first, last := 0, 0
	for _, l := range lines {
		if n := len(l.Points); n > 0 {
			first, last = l.Points[0].Year, l.Points[n-1].Year
		}
	}
	return opts.XAxis{
		Type: "value", Min: float64(first) - 0.5, Max: float64(last) + 0.5, MinInterval: 1, MaxInterval: 1,
		SplitLine: &opts.SplitLine{Show: opts.Bool(false)},
		AxisLine:  &opts.AxisLine{LineStyle: &opts.LineStyle{Color: grey}},
	}
}

func addLine(c *charts.Line, i aggregate.Item, line trendLine, colour string) {
	known := func(t aggregate.Total) bool { _, ok := plot(i, t); return ok }
	parts := segments(line.Points, known)
	for n, part := range parts {
		var points []datum
		for _, p := range part {
			points = append(points, trendPoint(i, line.Name, p, colour))
		}
		style := opts.LineStyle{Color: colour, Width: 2}
		if n == len(parts)-1 {
			end := part[len(part)-1]
			points[len(points)-1].Label = valueLabel(line.Name+" "+show(i, end.Total), "right", colour)
		} else if breaksLater(part, line.Points) {
			style.Type = "dashed"
		}
		c.AddSeries(line.Name, nil, charts.WithLineStyleOpts(style),
			charts.WithItemStyleOpts(opts.ItemStyle{Color: colour}))
		s := &c.MultiSeries[len(c.MultiSeries)-1]
		s.Data, s.Symbol, s.SymbolSize = points, "emptyCircle", 6
	}
}

// breaksLater reports whether the part lies before a break: its line is then
// dashed, as the figures of another form.
func breaksLater(part, all []aggregate.Point) bool {
	last := part[len(part)-1].Year
	for _, p := range all {
		if p.Break && p.Year > last {
			return true
		}
	}
	return false
}

// trendPoint is a year on a line: a diamond where a doubtful figure is in it,
// a triangle where the agency was reformed.
func trendPoint(i aggregate.Item, name string, p aggregate.Point, colour string) datum {
	value, _ := plot(i, p.Total)
	d := datum{Value: []any{p.Year, value}, Name: tooltip(strconv.Itoa(p.Year)+"年"+name, i, p.Total)}
	if p.Total.Doubtful > 0 {
		d.Symbol, d.SymbolSize = "diamond", 10
	}
	if p.Mark != "" {
		d.Name += "\n" + p.Mark
	}
	if p.Reform {
		d.Symbol, d.SymbolSize = "triangle", 10
	}
	return d
}

// markEnd is one end of a mark over the years.
type markEnd struct {
	Name  string      `json:"name,omitempty"`
	XAxis float64     `json:"xAxis"`
	Label *opts.Label `json:"label,omitempty"`
}

// addMarks draws the breaks and the incomplete years behind the first series.
func addMarks(c *charts.Line, lines []trendLine, bands []aggregate.Point) {
	if len(lines) == 0 {
		return
	}
	// A series of its own, so that marks stand even where no figure does.
	c.AddSeries("", nil)
	s := &c.MultiSeries[len(c.MultiSeries)-1]
	s.Data = []datum{}
	s.MarkAreas = &opts.MarkAreas{MarkAreaStyle: opts.MarkAreaStyle{ItemStyle: &opts.ItemStyle{Color: band}}}
	for _, p := range bands {
		if missing := p.Total.Of - p.Total.Stated; missing > 0 && p.Total.Known {
			label := valueLabel(fmt.Sprintf("缺%d家", missing), "insideBottom", grey)
			from, to := float64(p.Year)-0.5, float64(p.Year)+0.5
			s.MarkAreas.Data = append(s.MarkAreas.Data, []markEnd{{XAxis: from, Label: label}, {XAxis: to}})
		}
	}
	s.MarkLines = &opts.MarkLines{MarkLineStyle: dashed(grey)}
	for n, p := range lines[0].Points {
		if p.Break && n > 0 {
			label := valueLabel(breakWord(p.Year), "insideEndTop", grey)
			s.MarkLines.Data = append(s.MarkLines.Data, markEnd{XAxis: float64(p.Year) - 0.5, Label: label})
		}
	}
	for _, year := range reformYears(lines) {
		label := valueLabel("机构改革", "insideStartTop", grey)
		s.MarkLines.Data = append(s.MarkLines.Data, markEnd{XAxis: float64(year) - 0.5, Label: label})
	}
}

// reformYears are the years in which an agency on the chart was reformed,
// each once: the notes beside the chart say which and how.
func reformYears(lines []trendLine) []int {
	var out []int
	for _, l := range lines {
		for n, p := range l.Points {
			if p.Reform && n > 0 && !slices.Contains(out, p.Year) {
				out = append(out, p.Year)
			}
		}
	}
	slices.Sort(out)
	return out
}
