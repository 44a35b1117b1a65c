package pdf

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// line is a line of text.
type line struct {
	text string
	box  box
	size float64
	base float64
	// lastWidth is the width of its last character, firstWidth of its first.
	firstWidth, lastWidth float64
}

// linesOf arranges glyphs to lines from top to bottom.
func linesOf(glyphs, spaces []glyph) []line {
	if len(glyphs) == 0 {
		return nil
	}
	glyphs = slices.Clone(glyphs)
	if turned(glyphs) {
		return turnedLines(glyphs)
	}
	slices.SortStableFunc(glyphs, func(a, b glyph) int { return cmp.Compare(a.base, b.base) })
	var out []line
	for first := 0; first < len(glyphs); {
		last := first + 1
		size, base := glyphs[first].size, glyphs[first].base
		for last < len(glyphs) {
			g := &glyphs[last]
			if g.base-base > 0.45*max(size, g.size) {
				break
			}
			if g.size > size { // small raised marks come before the line they belong to
				size, base = g.size, g.base
			}
			last++
		}
		out = append(out, lineOf(glyphs[first:last], spaces))
		first = last
	}
	return out
}

// lineOf makes a line of its glyphs, with a space where there is one in the
// file or room for one.
func lineOf(glyphs, spaces []glyph) line {
	slices.SortStableFunc(glyphs, func(a, b glyph) int { return cmp.Compare(a.box.l, b.box.l) })
	var text strings.Builder
	out := line{box: glyphs[0].box, base: glyphs[0].base}
	for i := range glyphs {
		g := &glyphs[i]
		if i > 0 && gap(&glyphs[i-1], g, spaces) {
			text.WriteByte(' ')
		}
		text.WriteRune(g.r)
		out.box = out.box.join(g.box)
		if g.size > out.size {
			out.size, out.base = g.size, g.base
		}
	}
	out.text = text.String()
	out.firstWidth, out.lastWidth = glyphs[0].box.width(), glyphs[len(glyphs)-1].box.width()
	return out
}

// gap reports whether there is a space between two neighbours. Between digits
// it makes two numbers of one, so that a narrow one is enough; Chinese text is
// spread to fill its line.
func gap(a, b *glyph, spaces []glyph) bool {
	size := max(a.size, b.size)
	room := b.box.l - a.box.r
	if room < 0.08*size {
		return false
	}
	if isWord(a.r) && isWord(b.r) {
		return room > 0.22*size || room > 0.12*size && spaceBetween(a, b, spaces)
	}
	return room > 0.9*size
}

func spaceBetween(a, b *glyph, spaces []glyph) bool {
	for i := range spaces {
		s := &spaces[i]
		if math.Abs(s.base-b.base) < 0.3*b.size && s.box.middle() > a.box.middle() && s.box.middle() < b.box.middle() {
			return true
		}
	}
	return false
}

func isWord(r rune) bool {
	return r < 0x2e80 && (unicode.IsLetter(r) || isDigit(r)) || inNumber(r) || r == utf8.RuneError
}

// turned reports whether the text runs up or down, as the labels of groups of
// rows may.
func turned(glyphs []glyph) bool {
	n := 0
	for i := range glyphs {
		if glyphs[i].turn%2 != 0 {
			n++
		}
	}
	return 2*n > len(glyphs)
}

// turnedLines gives turned text as one line, in the order of the file.
func turnedLines(glyphs []glyph) []line {
	out := line{box: glyphs[0].box, base: glyphs[0].base, size: glyphs[0].size}
	var text strings.Builder
	for i := range glyphs {
		text.WriteRune(glyphs[i].r)
		out.box = out.box.join(glyphs[i].box)
	}
	out.text = text.String()
	return []line{out}
}

// fillCells makes the lines of the part's cells and closes up the numbers that
// are broken for want of room.
func (p *part) fillCells(spaces []glyph) {
	margin := math.Inf(1)
	for i := range p.cells {
		c := &p.cells[i]
		c.lines = linesOf(c.glyphs, spaces)
		for _, l := range c.lines {
			if l.box.l >= c.box.l && l.box.r <= c.box.r {
				margin = min(margin, l.box.l-c.box.l, c.box.r-l.box.r)
			}
		}
		c.glyphs = nil
	}
	for i := range p.cells {
		c := &p.cells[i]
		if len(c.lines) == 0 {
			continue
		}
		room := c.box.width() - 2*margin
		last := &c.lines[len(c.lines)-1]
		c.full = last.box.width()+last.lastWidth > room+tight
		c.closeNumber(room)
	}
}

// tight is what a line may fall short of its cell, in points, and still count
// as full.
const tight = 0.5

// closeNumber joins the lines of a number. The proof is the cell's box: all of
// it is digits, and each line but the last is so full that the next digit
// could not have stood in it. room is the width that lines may have, by the
// smallest margin that any line of the table leaves.
func (c *cell) closeNumber(room float64) {
	if len(c.lines) < 2 {
		return
	}
	for i, l := range c.lines {
		if !digits(l.text) {
			return
		}
		if i == 0 {
			continue
		}
		before := c.lines[i-1]
		if before.box.width()+l.firstWidth <= room+tight || l.base-before.base > 2.2*before.size {
			return
		}
	}
	joined := c.lines[0]
	for _, l := range c.lines[1:] {
		joined.text += l.text
		joined.box = joined.box.join(l.box)
	}
	c.lines = []line{joined}
}

func digits(text string) bool {
	for _, r := range text {
		if !inNumber(r) {
			return false
		}
	}
	return text != ""
}

// text is the cell's text, its lines as they stand.
func (c *cell) text() string {
	var out strings.Builder
	for i, l := range c.lines {
		if i > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(l.text)
	}
	return out.String()
}
