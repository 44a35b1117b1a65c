package pdf

import (
	"math"

	"github.com/nianbao/nianbao/data/document"
)

// box is a rectangle in points, y downwards.
type box struct{ l, t, r, b float64 }

func (x box) width() float64  { return x.r - x.l }
func (x box) height() float64 { return x.b - x.t }
func (x box) middle() float64 { return (x.l + x.r) / 2 }
func (x box) centre() float64 { return (x.t + x.b) / 2 }

// holds reports whether the point is inside.
func (x box) holds(px, py float64) bool { return px >= x.l && px < x.r && py >= x.t && py < x.b }

// join is the smallest box around both.
func (x box) join(y box) box {
	return box{min(x.l, y.l), min(x.t, y.t), max(x.r, y.r), max(x.b, y.b)}
}

// overlap is the part of x's area that y covers, in square points.
func (x box) overlap(y box) float64 {
	w := min(x.r, y.r) - max(x.l, y.l)
	h := min(x.b, y.b) - max(x.t, y.t)
	if w <= 0 || h <= 0 {
		return 0
	}
	return w * h
}

// matrix is an affine map: x' = a·x + c·y + e, y' = b·x + d·y + f.
type matrix struct{ a, b, c, d, e, f float64 }

func (m matrix) point(x, y float64) (float64, float64) {
	return finite(m.a*x + m.c*y + m.e), finite(m.b*x + m.d*y + m.f)
}

// box maps a rectangle to the box around its image.
func (m matrix) box(l, t, r, b float64) box {
	x0, y0 := m.point(l, t)
	x1, y1 := m.point(r, b)
	if m.b != 0 || m.c != 0 {
		x2, y2 := m.point(l, b)
		x3, y3 := m.point(r, t)
		return box{
			min(x0, x1, x2, x3), min(y0, y1, y2, y3),
			max(x0, x1, x2, x3), max(y0, y1, y2, y3),
		}
	}
	return box{min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)}
}

// then is the map that applies m first and n after it.
func (m matrix) then(n matrix) matrix {
	return matrix{
		a: m.a*n.a + m.b*n.c, b: m.a*n.b + m.b*n.d,
		c: m.c*n.a + m.d*n.c, d: m.c*n.b + m.d*n.d,
		e: m.e*n.a + m.f*n.c + n.e, f: m.e*n.b + m.f*n.d + n.f,
	}
}

// quarter is the direction of the x axis under m, in quarter turns clockwise as
// seen on the page: 0 for upright text, 1 for text that runs downwards.
func (m matrix) quarter() int {
	turn := math.Atan2(m.b, m.a) / (math.Pi / 2)
	return (int(math.Round(turn)) + 4) % 4
}

var identity = matrix{a: 1, d: 1}

// placed writes a box as the document holds it, to a tenth of a point.
func (x box) placed() *document.Box {
	tenth := func(v float64) float64 { return math.Round(v*10) / 10 }
	return &document.Box{L: tenth(x.l), T: tenth(x.t), R: tenth(x.r), B: tenth(x.b)}
}
