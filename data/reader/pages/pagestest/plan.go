// Package pagestest draws pages for the tests of the readers of fixed layouts:
// the same tables in each format, with the documents that must come of them.
// Only tests import it.
package pagestest

import (
	"strings"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
)

// Pen draws on a page of A4, or of another width, in points from its top left
// corner.
type Pen interface {
	Text(x, y, size float64, text string) // one line of type, its baseline at y
	Rule(x0, y0, x1, y1 float64)          // strokes a straight line
	Bar(x, y, w, h float64)               // fills a box
	Frame(x, y, w, h float64)             // strokes a box
}

// The size of A4 in points.
const (
	Width  = 595
	Height = 842
)

// Lines is a document as text, without the line of its format.
func Lines(d *document.Document) []string {
	return strings.Split(strings.TrimSuffix(documenttest.Text(d), "\n"), "\n")[1:]
}

// WidthOf is the width of a text of size 1 in the pens' fonts: half as
// wide as high for ASCII, square for the rest.
func WidthOf(text string) float64 {
	w := 0.0
	for _, r := range text {
		if r < 0x80 {
			w += 0.5
		} else {
			w++
		}
	}
	return w
}

// Plan is a table: texts of cells by row, "<" merged with the one before, "^"
// with the one above. Lines of a cell are separated by \n.
type Plan struct {
	X, Y    float64
	Widths  []float64
	Heights []float64 // 20 where there is none
	Rows    [][]string
	Size    float64 // 10 where it is 0
	// Boxes draws each cell as a box of its own, as some programs do.
	Boxes bool
	// Open leaves out the outer rules at the left and right.
	Open bool
}

// Table draws a table and returns the y of its lower edge.
func Table(s Pen, p Plan) float64 {
	if p.Size == 0 {
		p.Size = 10
	}
	xs, ys := []float64{p.X}, []float64{p.Y}
	for _, w := range p.Widths {
		xs = append(xs, xs[len(xs)-1]+w)
	}
	for r := range p.Rows {
		h := 20.0
		if r < len(p.Heights) {
			h = p.Heights[r]
		}
		ys = append(ys, ys[r]+h)
	}
	for r, row := range p.Rows {
		for c, text := range row {
			if text == "<" || text == "^" {
				continue
			}
			right, low := c+1, r+1
			for right < len(row) && row[right] == "<" {
				right++
			}
			for low < len(p.Rows) && p.Rows[low][c] == "^" {
				low++
			}
			drawCell(s, p, xs[c], ys[r], xs[right], ys[low], text)
		}
	}
	if !p.Open {
		s.Rule(xs[0], ys[0], xs[0], ys[len(ys)-1])
		s.Rule(xs[len(xs)-1], ys[0], xs[len(xs)-1], ys[len(ys)-1])
	}
	return ys[len(ys)-1]
}

func drawCell(s Pen, p Plan, l, t, r, b float64, text string) {
	if p.Boxes {
		s.Frame(l, t, r-l, b-t)
	} else {
		s.Rule(l, t, r, t)
		s.Rule(l, b, r, b)
		if l > p.X {
			s.Rule(l, t, l, b)
		}
	}
	lines := strings.Split(text, "\n")
	y := (t+b)/2 - float64(len(lines))*p.Size*1.2/2 + p.Size
	for _, line := range lines {
		s.Text((l+r)/2-WidthOf(line)*p.Size/2, y, p.Size, line)
		y += 1.2 * p.Size
	}
}
