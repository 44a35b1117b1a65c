package ofd

import (
	"math"
	"strings"

	"github.com/nianbao/nianbao/data/reader/markup"
	"github.com/nianbao/nianbao/data/reader/pages"
)

// Where a character's box stands about its line, in heights of its type.
const (
	above = 0.88
	below = 0.12
)

// slanted is the angle, in quarter turns, from which text is neither upright
// nor turned, as watermarks across a page are. Nobody writes a report so.
const slanted = 0.1

// text is a text object.
type text struct {
	c      *canvas
	unit   unit
	size   float64 // of the type, in the object's space
	wide   float64 // how much characters are stretched across
	turn   int     // of each character on its place, in quarter turns clockwise
	points float64 // height of the type on the page
}

// textObject draws a text object.
func (c *canvas) textObject(cur *cursor, t markup.Token, g unit) error {
	filled, stroked := !no(t.Attr("Fill")), yes(t.Attr("Stroke"))
	x := text{c: c, unit: g, size: numberOr(t.Attr("Size"), 0), wide: numberOr(t.Attr("HScale"), 1)}
	x.points = max(x.size*math.Hypot(g.m.C, g.m.D), 1)
	x.turn = (int(numberOr(t.Attr("CharDirection"), 0)/90)%4 + 4) % 4
	if x.wide <= 0 {
		x.wide = 1
	}
	angle := math.Atan2(g.m.B, g.m.A) / (math.Pi / 2)
	skip := math.Abs(angle-math.Round(angle)) > slanted || x.size <= 0
	var codes []code
	var at [2]float64
	err := cur.children(func(name string, t markup.Token) error {
		switch name {
		case "FillColor":
			filled = filled && !clear(t)
		case "StrokeColor":
			stroked = stroked && !clear(t)
		case "TextCode":
			if skip {
				return nil
			}
			// One without a place stands where the one before does.
			at = [2]float64{numberOr(t.Attr("X"), at[0]), numberOr(t.Attr("Y"), at[1])}
			k, err := codeOf(cur, t)
			k.x, k.y = at[0], at[1]
			codes = append(codes, k)
			c.glyphs += len(k.runes)
			if c.glyphs > pages.MaxGlyphs {
				return tooLarge("OFD 一页内文字过多，超出一份年度报告的规模")
			}
			return err
		}
		return nil
	})
	x.unit.unseen = x.unit.unseen || !filled && !stroked
	for _, k := range codes {
		x.draw(k)
	}
	return err
}

// code is a run of characters with the steps from each to the next.
type code struct {
	x, y   float64
	runes  []rune
	dx, dy []float64 // nil where they are not told
}

func codeOf(cur *cursor, t markup.Token) (code, error) {
	value, err := cur.value()
	if strings.ContainsAny(value, "\r\n") {
		value = strings.TrimSpace(value) // of the markup, set in lines to be looked at
	}
	k := code{runes: []rune(value)}
	k.dx = deltas(t.Attr("DeltaX"), len(k.runes))
	k.dy = deltas(t.Attr("DeltaY"), len(k.runes))
	return k, err
}

// step is the way from the i-th character to the next. Where it is not told,
// the next one stands behind, or below in a run that goes downwards: some
// producers tell one step for all.
func (k *code) step(i int, advance float64) (dx, dy float64) {
	switch {
	case i < len(k.dx):
		dx = k.dx[i]
	case len(k.dx) > 0 || len(k.dy) == 0:
		dx = advance
	}
	switch {
	case i < len(k.dy):
		dy = k.dy[i]
	case len(k.dx) == 0 && len(k.dy) > 0:
		dy = k.dy[len(k.dy)-1]
	}
	return dx, dy
}

// draw adds the characters of a run.
func (x *text) draw(k code) {
	x.c.r.runs++
	digit := 0.0 // the width of one, where a step tells it
	for i, r := range k.runes {
		usual, most := widths(r)
		width, told := usual*x.size*x.wide, false
		if digit > 0 && isDigit(r) {
			width = digit
		}
		dx, dy := k.step(i, width)
		if dy == 0 && dx > 0.05*x.size && i+1 < len(k.runes) && i < len(k.dx) {
			width, told = min(dx, most*x.size*x.wide), true
			if isDigit(r) {
				digit = width
			}
		}
		x.add(r, k.x, k.y, width, told)
		k.x, k.y = k.x+dx, k.y+dy
	}
}

// add adds a character that stands at a place in the object's space.
func (x *text) add(r rune, at, base, width float64, told bool) {
	m := quarters[x.turn].Then(moved(at, base)).Then(x.unit.m)
	g := pages.Glyph{Rune: r, Size: x.points, Turn: m.Quarter() % 4, Run: x.c.r.runs}
	g.Box = m.Box(0, -above*x.size, width, below*x.size)
	g.Left, g.Base = m.Point(0, 0)
	x.c.add(character{g, x.unit.unseen, told})
}

// character is a glyph, with whether its width is told.
type character struct {
	pages.Glyph
	unseen, told bool
}

// add adds a character to the page, once it is seen whether the next one tells
// its width: of characters that are drawn each by itself, nothing else does.
func (c *canvas) add(next character) {
	if last := c.last; last != nil {
		usual, _ := widths(last.Rune)
		room := (next.Box.L - last.Box.L) / last.Size
		if !last.told && last.Turn == 0 && next.Turn == 0 && math.Abs(next.Base-last.Base) < 0.1*last.Size &&
			room > 0.2 && room <= max(widest, usual+0.1) && last.Rune < 0x2000 {
			last.Box.R = next.Box.L
		}
		c.text.Add(last.Glyph, last.unseen)
	}
	c.last = &next
}

// widest is the width, in heights of its type, up to which a Latin character
// that is drawn by itself is believed to reach the next one. What is farther
// may be another word.
const widest = 0.61

// finish adds the last character.
func (c *canvas) finish() {
	if c.last != nil {
		c.text.Add(c.last.Glyph, c.last.unseen)
		c.last = nil
	}
}

// quarters are the turns of characters, clockwise.
var quarters = [4]pages.Matrix{{A: 1, D: 1}, {B: 1, C: -1}, {A: -1, D: -1}, {B: -1, C: 1}}

// widths returns how wide a character is as a rule, and at most, in heights of
// its type. The format does not tell, but the step to the next one is no less.
func widths(r rune) (usual, most float64) {
	switch {
	case r >= 0x2000:
		return 1, 1
	case isDigit(r):
		return 0.5, 0.6
	case strings.ContainsRune(".,:;'|!", r):
		return 0.28, 0.6
	case r >= 'A' && r <= 'Z' && r != 'M' && r != 'W':
		return 0.7, 1
	case strings.ContainsRune("mwMW", r):
		return 0.85, 1
	}
	return 0.5, 1
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
