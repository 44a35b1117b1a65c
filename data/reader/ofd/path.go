package ofd

import (
	"strings"

	"github.com/nianbao/nianbao/data/reader/markup"
	"github.com/nianbao/nianbao/data/reader/pages"
)

// pathObject draws a path object.
func (c *canvas) pathObject(cur *cursor, t markup.Token, g unit) error {
	filled, stroked := yes(t.Attr("Fill")), !no(t.Attr("Stroke"))
	data := ""
	err := cur.children(func(name string, t markup.Token) (err error) {
		switch name {
		case "FillColor":
			filled = filled && !clear(t)
		case "StrokeColor":
			stroked = stroked && !clear(t)
		case "AbbreviatedData":
			data, err = cur.value()
		}
		return err
	})
	if err == nil && !g.unseen && (filled || stroked) {
		c.path(data, g.m, stroked)
	}
	return err
}

// operands is how many numbers follow each operator of a path.
func operands(operator byte) int {
	switch operator {
	case 'S', 'M', 'L':
		return 2
	case 'Q':
		return 4
	case 'B':
		return 6
	case 'A':
		return 7
	}
	return 0
}

// path draws the figures of a path: operators, each with its numbers. What
// follows a piece that is neither is not drawn.
func (c *canvas) path(data string, m pages.Matrix, stroked bool) {
	p := c.drawing.Path(stroked)
	defer p.End()
	for data != "" {
		operator := data[0]
		data = data[1:]
		if operator <= ' ' {
			continue
		}
		if !strings.ContainsRune("SMLQBAC", rune(operator)) || !c.drawing.More() {
			return
		}
		var v [7]float64
		n := operands(operator)
		for i := range n {
			var ok bool
			if v[i], data, ok = operand(data); !ok {
				return
			}
		}
		segment(p, operator, v[:n], m)
	}
}

// operand cuts the number off that the text begins with.
func operand(text string) (x float64, rest string, ok bool) {
	text = strings.TrimLeftFunc(text, apart)
	end := 0
	for end < len(text) && strings.IndexByte("+-.0123456789eE", text[end]) >= 0 {
		end++
	}
	x, ok = number(text[:end])
	return x, text[end:], ok
}

// segment draws one operator. Of a curve all points count, of an arc the box
// that its radii make about its end.
func segment(p *pages.Path, operator byte, v []float64, m pages.Matrix) {
	switch operator {
	case 'S', 'M':
		p.Move(m.Point(v[0], v[1]))
	case 'L':
		p.Line(m.Point(v[0], v[1]))
	case 'C':
		p.Close()
	case 'A':
		p.Curve(m.Point(v[5]-v[0], v[6]-v[1]))
		p.Curve(m.Point(v[5]+v[0], v[6]+v[1]))
		p.Curve(m.Point(v[5], v[6]))
	default:
		for i := 0; i+1 < len(v); i += 2 {
			p.Curve(m.Point(v[i], v[i+1]))
		}
	}
}
