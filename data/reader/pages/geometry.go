package pages

import (
	"math"

	"github.com/nianbao/nianbao/data/document"
)

// Box is a rectangle in points, y downwards.
type Box struct{ L, T, R, B float64 }

// Width is the extent across.
func (x Box) Width() float64 { return x.R - x.L }

// Height is the extent down the page.
func (x Box) Height() float64 { return x.B - x.T }

// Middle is the x half way across.
func (x Box) Middle() float64 { return (x.L + x.R) / 2 }

// Centre is the y half way down.
func (x Box) Centre() float64 { return (x.T + x.B) / 2 }

// Holds reports whether the point is inside.
func (x Box) Holds(px, py float64) bool { return px >= x.L && px < x.R && py >= x.T && py < x.B }

// Join is the smallest box around both.
func (x Box) Join(y Box) Box {
	return Box{min(x.L, y.L), min(x.T, y.T), max(x.R, y.R), max(x.B, y.B)}
}

// overlap is the part of x's area that y covers, in square points.
func (x Box) overlap(y Box) float64 {
	w := min(x.R, y.R) - max(x.L, y.L)
	h := min(x.B, y.B) - max(x.T, y.T)
	if w <= 0 || h <= 0 {
		return 0
	}
	return w * h
}

// Matrix is an affine map: x' = a·x + c·y + e, y' = b·x + d·y + f.
type Matrix struct{ A, B, C, D, E, F float64 }

// Point maps a point.
func (m Matrix) Point(x, y float64) (float64, float64) {
	return Finite(m.A*x + m.C*y + m.E), Finite(m.B*x + m.D*y + m.F)
}

// Box maps a rectangle to the box around its image.
func (m Matrix) Box(l, t, r, b float64) Box {
	x0, y0 := m.Point(l, t)
	x1, y1 := m.Point(r, b)
	if m.B != 0 || m.C != 0 {
		x2, y2 := m.Point(l, b)
		x3, y3 := m.Point(r, t)
		return Box{
			min(x0, x1, x2, x3), min(y0, y1, y2, y3),
			max(x0, x1, x2, x3), max(y0, y1, y2, y3),
		}
	}
	return Box{min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)}
}

// Then is the map that applies m first and n after it.
func (m Matrix) Then(n Matrix) Matrix {
	return Matrix{
		A: m.A*n.A + m.B*n.C, B: m.A*n.B + m.B*n.D,
		C: m.C*n.A + m.D*n.C, D: m.C*n.B + m.D*n.D,
		E: m.E*n.A + m.F*n.C + n.E, F: m.E*n.B + m.F*n.D + n.F,
	}
}

// Quarter is the direction of the x axis under m, in quarter turns clockwise as
// seen on the page: 0 for upright text, 1 for text that runs downwards.
func (m Matrix) Quarter() int {
	turn := math.Atan2(m.B, m.A) / (math.Pi / 2)
	return (int(math.Round(turn)) + 4) % 4
}

var identity = Matrix{A: 1, D: 1}

// placed writes a box as the document holds it, to a tenth of a point.
func (x Box) placed() *document.Box {
	tenth := func(v float64) float64 { return math.Round(v*10) / 10 }
	return &document.Box{L: tenth(x.L), T: tenth(x.T), R: tenth(x.R), B: tenth(x.B)}
}
