package dashboard

import (
	"fmt"
	"strconv"

	"github.com/nianbao/nianbao/aggregate"
)

// spark is a small line without axes: its parts as paths of an SVG, none of
// them joined across a break or a year without a figure.
type spark struct {
	Box   string // viewBox
	Parts []sparkPart
	X, Y  string // the last point
	Text  string // for readers who do not see it
}

// sparkPart is one segment. Loose segments are of another form.
type sparkPart struct {
	Path  string
	Loose bool
}

// newSpark draws the points in a box of the size, from 0; nil where fewer
// than two years are known.
func newSpark(i aggregate.Item, points []aggregate.Point, width, height float64) *spark {
	known := func(t aggregate.Total) bool { _, ok := plot(i, t); return ok }
	top, count := 0.0, 0
	for _, p := range points {
		if value, ok := plot(i, p.Total); ok {
			top, count = max(top, value), count+1
		}
	}
	if count < 2 {
		return nil
	}
	if top == 0 {
		top = 1
	}
	const margin = 4
	step := (width - 2*margin) / float64(len(points)-1)
	place := func(p aggregate.Point) (x, y float64) {
		value, _ := plot(i, p.Total)
		return margin + step*float64(p.Year-points[0].Year), height - margin - (height-2*margin)*value/top
	}
	s := &spark{Box: fmt.Sprintf("0 0 %g %g", width, height)}
	for _, part := range segments(points, known) {
		s.Parts = append(s.Parts, sparkPart{Path: sparkPath(part, place), Loose: breaksLater(part, points)})
		x, y := place(part[len(part)-1])
		s.X, s.Y = fmt.Sprintf("%.1f", x), fmt.Sprintf("%.1f", y)
	}
	s.Text = fmt.Sprintf("%s%d年至%d年的变化", i.Name, points[0].Year, points[len(points)-1].Year)
	return s
}

// sparkPath is a segment's path; a single year is a short stroke.
func sparkPath(part []aggregate.Point, place func(aggregate.Point) (x, y float64)) string {
	var b []byte
	for n, p := range part {
		x, y := place(p)
		if n == 0 {
			b = append(b, 'M')
		} else {
			b = append(b, 'L')
		}
		b = strconv.AppendFloat(b, x, 'f', 1, 64)
		b = append(b, ' ')
		b = strconv.AppendFloat(b, y, 'f', 1, 64)
	}
	if len(part) == 1 {
		b = append(b, "h0.1"...)
	}
	return string(b)
}
