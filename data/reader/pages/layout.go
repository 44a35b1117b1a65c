package pages

import (
	"cmp"
	"slices"
)

// item is what stands on a page in reading order: a line of text, or a part of
// a table.
type item struct {
	page *Page
	line line
	part *part // nil for a line
	// furniture is a page number, head or foot line, which has no place in the
	// text.
	furniture bool
}

func (i *item) bounds() Box {
	if i.part != nil {
		return i.part.bounds()
	}
	return i.line.box
}

// items arranges a page.
func (pg *Page) items() []item {
	var out []item
	rest := pg.glyphs
	for _, p := range pg.parts() {
		rest = p.take(rest)
		p.fillCells(pg.spaces)
		rest = p.spill(rest, pg.spaces)
		p.dropGaps()
		if p.single() {
			// A single box is a frame, or a table's piece: that is known once the
			// parts are joined.
			if len(p.cells[0].lines) == 0 {
				continue
			}
		}
		out = append(out, item{page: pg, part: p})
	}
	guessed, rest := pg.aligned(rest)
	for _, p := range guessed {
		out = append(out, item{page: pg, part: p})
	}
	for _, l := range linesOf(rest, pg.spaces) {
		out = append(out, item{page: pg, line: l})
	}
	slices.SortStableFunc(out, func(a, b item) int {
		x, y := a.bounds(), b.bounds()
		return cmp.Or(cmp.Compare(x.T, y.T), cmp.Compare(x.L, y.L))
	})
	return out
}

// maxParts is the most tables that a page may have; a form of ticks to fill in
// has some dozens of boxes.
const maxParts = 150

// parts returns the parts of tables that are ruled on a page. A frame around
// others is none.
func (pg *Page) parts() []*part {
	rules := merged(pg.rules)
	if len(rules) > maxRules {
		pg.drawn = true
		return nil
	}
	var out []*part
	for _, l := range lattices(rules) {
		if p := partOf(pg, l); p != nil {
			out = append(out, p)
		}
	}
	if len(out) > maxParts {
		pg.drawn = true
		return nil
	}
	return slices.DeleteFunc(out, func(p *part) bool {
		return slices.ContainsFunc(out, func(q *part) bool { return p != q && p.frames(q) })
	})
}

// frames reports whether p is a frame around q, which has more cells than p.
func (p *part) frames(q *part) bool {
	a, b := p.bounds(), q.bounds()
	return len(q.cells) > len(p.cells) && b.L >= a.L && b.R <= a.R && b.T >= a.T && b.B <= a.B
}

func (p *part) single() bool { return len(p.cells) == 1 }
