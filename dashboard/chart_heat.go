package dashboard

import (
	"github.com/go-echarts/go-echarts/v2/charts"
	"github.com/go-echarts/go-echarts/v2/opts"
)

// heatCell is one field of a heat map.
type heatCell struct {
	Row, Column int
	// Share is the field's part of the greatest value in its column, 0 to 1:
	// columns of different units share one scale of colour.
	Share float64
	Known bool // false leaves the field empty
	Text  string
	Tip   string
}

// heatChart draws rows × columns.
func heatChart(id string, rows, columns []string, cells []heatCell) map[string]any {
	c := charts.NewHeatMap()
	var points []datum
	for _, h := range cells {
		if !h.Known {
			continue
		}
		colour := ink
		if h.Share > 0.62 {
			colour = "#fff"
		}
		points = append(points, datum{
			Value: []any{h.Column, h.Row, h.Share}, Name: h.Tip, Label: valueLabel(h.Text, "inside", colour),
		})
	}
	split := &opts.SplitArea{Show: opts.Bool(false)}
	y := nameAxis(rows)
	y.SplitArea = split
	c.SetGlobalOptions(append(common(id),
		charts.WithGridOpts(within("4", "4")),
		charts.WithXAxisOpts(opts.XAxis{
			Type: "category", Data: columns, Position: "top", SplitArea: split,
			AxisTick: &opts.AxisTick{Show: opts.Bool(false)}, AxisLabel: &opts.AxisLabel{Show: opts.Bool(true), Interval: "0"},
		}),
		charts.WithYAxisOpts(y),
		charts.WithVisualMapOpts(opts.VisualMap{
			Type: "continuous", Min: 0, Max: 1, Show: opts.Bool(false), Calculable: opts.Bool(false),
			InRange: &opts.VisualMapInRange{Color: []string{"#f3f7fb", "#bcd4ec", "#6fa3d6", "#1f5fa8"}},
		}),
	)...)
	c.AddSeries("", nil)
	c.MultiSeries[0].Data = points
	return option(c)
}
