package pages

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
	box  Box
	size float64
	base float64
	// firstWidth is the width of its first character.
	firstWidth float64
	// squared says that it begins and ends with characters that stay inside a
	// cell; marks may hang over its margin.
	squared bool
}

// linesOf arranges glyphs to lines from top to bottom.
func linesOf(glyphs, spaces []Glyph) []line {
	if len(glyphs) == 0 {
		return nil
	}
	glyphs = slices.Clone(glyphs)
	if turned(glyphs) {
		return turnedLines(glyphs)
	}
	var out []line
	for _, row := range baselines(glyphs) {
		out = append(out, lineOf(row, spaces))
	}
	return out
}

// baselines sorts glyphs and groups those that stand on one line, from top to
// bottom.
func baselines(glyphs []Glyph) [][]Glyph {
	slices.SortStableFunc(glyphs, func(a, b Glyph) int { return cmp.Compare(a.Base, b.Base) })
	var out [][]Glyph
	for first := 0; first < len(glyphs); {
		last := first + 1
		size, base := glyphs[first].Size, glyphs[first].Base
		for last < len(glyphs) {
			g := &glyphs[last]
			if g.Base-base > 0.45*max(size, g.Size) {
				break
			}
			if g.Size > size { // small raised marks come before the line they belong to
				size, base = g.Size, g.Base
			}
			last++
		}
		out = append(out, glyphs[first:last])
		first = last
	}
	return out
}

// lineOf makes a line of its glyphs, with a space where there is one in the
// file or room for one.
func lineOf(glyphs, spaces []Glyph) line {
	slices.SortStableFunc(glyphs, func(a, b Glyph) int { return cmp.Compare(a.Box.L, b.Box.L) })
	var text strings.Builder
	out := line{box: glyphs[0].Box, base: glyphs[0].Base}
	for i := range glyphs {
		g := &glyphs[i]
		if i > 0 && gap(&glyphs[i-1], g, spaces) {
			text.WriteByte(' ')
		}
		if i > 0 && overprints(&glyphs[i-1], g) {
			text.WriteRune(utf8.RuneError)
		}
		text.WriteRune(g.Rune)
		out.box = out.box.Join(g.Box)
		if g.Size > out.size {
			out.size, out.base = g.Size, g.Base
		}
	}
	out.text = text.String()
	first, last := &glyphs[0], &glyphs[len(glyphs)-1]
	out.firstWidth = first.Box.Width()
	out.squared = solid(first.Rune) && solid(last.Rune)
	return out
}

// overprints reports whether two characters stand in one place, so that nobody
// can tell what is meant.
func overprints(a, b *Glyph) bool {
	narrow := min(a.Box.Width(), b.Box.Width())
	return b.Box.L-a.Box.L < 0.4*narrow && a.Box.R-b.Box.L > 0.6*narrow && solid(a.Rune) && solid(b.Rune)
}

// solid characters fill their place; marks may lean into their neighbours'.
func solid(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// gap reports whether there is a space between two neighbours. Between digits
// it makes two numbers of one, so that a narrow one is enough; Chinese text is
// spread to fill its line.
func gap(a, b *Glyph, spaces []Glyph) bool {
	size := max(a.Size, b.Size)
	room := b.Box.L - a.Box.R
	if room < 0.08*size {
		return false
	}
	if isWord(a.Rune) && isWord(b.Rune) {
		return room > 0.22*size || room > 0.12*size && spaceBetween(a, b, spaces)
	}
	return room > 0.9*size
}

func spaceBetween(a, b *Glyph, spaces []Glyph) bool {
	for i := range spaces {
		s := &spaces[i]
		if math.Abs(s.Base-b.Base) < 0.3*b.Size && s.Box.Middle() > a.Box.Middle() && s.Box.Middle() < b.Box.Middle() {
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
func turned(glyphs []Glyph) bool {
	n := 0
	for i := range glyphs {
		if glyphs[i].Turn%2 != 0 {
			n++
		}
	}
	return 2*n > len(glyphs)
}

// turnedLines gives turned text as one line, in the order of the file.
func turnedLines(glyphs []Glyph) []line {
	out := line{box: glyphs[0].Box, base: glyphs[0].Base, size: glyphs[0].Size}
	var text strings.Builder
	for i := range glyphs {
		text.WriteRune(glyphs[i].Rune)
		out.box = out.box.Join(glyphs[i].Box)
	}
	out.text = text.String()
	return []line{out}
}

// usualMargin is the margin in a cell, in points, where the table's text shows
// no smaller one: that of Word.
const usualMargin = 5.4

// fillCells makes the lines of the part's cells and closes up the numbers that
// are broken for want of room.
func (p *part) fillCells(spaces []Glyph) {
	labels, numbers := usualMargin, usualMargin
	for i := range p.cells {
		c := &p.cells[i]
		c.lines = linesOf(c.glyphs, spaces)
		c.glyphs = nil
		for k, l := range c.lines {
			if c.cuts(l) {
				c.lines[k].text = string(utf8.RuneError)
				continue
			}
			margin := min(l.box.L-c.box.L, c.box.R-l.box.R)
			switch {
			case margin < 0:
			case digits(l.text):
				numbers = min(numbers, margin)
			case l.squared:
				labels = min(labels, margin)
			}
		}
	}
	for i := range p.cells {
		c := &p.cells[i]
		if len(c.lines) == 0 {
			continue
		}
		c.room = c.box.Width() - 2*labels
		if digits(c.lines[0].text) {
			c.room = c.box.Width() - 2*numbers
		}
		c.closeNumber()
	}
}

// cuts reports whether the cell's upper or lower edge goes through the middle of
// the line. It belongs to either cell then, as in workbooks whose rows are too
// low for their text, and is read in neither.
func (c *cell) cuts(l line) bool {
	const middle = 0.2
	at := l.base - 0.35*l.size
	return min(abs(at-c.box.T), abs(c.box.B-at)) < middle*l.size
}

// lacksRoom reports whether a character of the width would not have fitted
// behind the cell's last line.
func (c *cell) lacksRoom(width float64) bool {
	return c.lines[len(c.lines)-1].box.Width()+width > c.room+tight
}

// spill gives the part what runs over its lower edge at the foot of a page, as
// browsers print rows that they cut: the next line of a cell whose last one is
// full. It returns the other glyphs.
func (p *part) spill(glyphs, spaces []Glyph) (rest []Glyph) {
	bottom := p.ys[len(p.ys)-1]
	over := map[int][]Glyph{}
	for _, g := range glyphs {
		column := between(p.xs, g.Box.Middle())
		if column < 0 || g.centre() < bottom || g.centre() > bottom+1.2*g.Size {
			rest = append(rest, g)
			continue
		}
		i := p.lines[(p.height()-1)*p.cols()+column]
		c := &p.cells[i]
		if len(c.lines) == 0 || !c.lacksRoom(g.Box.Width()) || c.box.B < bottom || g.Box.L < c.box.L || g.Box.R > c.box.R ||
			g.Base-c.lines[len(c.lines)-1].base > 1.7*g.Size {
			return glyphs
		}
		over[i] = append(over[i], g)
	}
	for i, list := range over {
		c := &p.cells[i]
		c.lines = append(c.lines, linesOf(list, spaces)...)
		c.closeNumber()
	}
	return rest
}

// narrowRow is the height in points below which a row without text is the gap
// between cells that are drawn apart.
const narrowRow = 6

// dropGaps takes out the rows that only keep cells apart.
func (p *part) dropGaps() {
	for row := p.rows() - 1; row >= 0; row-- {
		if p.rows() > 1 && p.ys[row+1]-p.ys[row] < narrowRow && p.emptyRow(row) {
			p.dropRow(row)
			p.ys = slices.Delete(p.ys, row+1, row+2)
		}
	}
}

// tight is what a line may fall short of its cell, in points, and still count
// as full.
const tight = 0.5

// closeNumber joins the lines of a number. The proof is the cell's box: all of
// it is digits, and each line but the last is so full that the next digit
// could not have stood in it, by the smallest margin that any line of the table
// leaves.
func (c *cell) closeNumber() {
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
		if before.box.Width()+l.firstWidth <= c.room+tight || l.base-before.base > 2.2*before.size {
			return
		}
	}
	joined := c.lines[0]
	for _, l := range c.lines[1:] {
		joined.text += l.text
		joined.box = joined.box.Join(l.box)
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
