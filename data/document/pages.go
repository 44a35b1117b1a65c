package document

import "strings"

// Box is a rectangle on a page as it is shown, in points (1/72 inch) from the
// page's top left corner: L and R to the right, T and B downwards.
type Box struct {
	L float64 `json:"l"`
	T float64 `json:"t"`
	R float64 `json:"r"`
	B float64 `json:"b"`
}

// Page is the size of a page as it is shown, in points.
type Page struct {
	W float64 `json:"w"`
	H float64 `json:"h"`
}

// Page returns the size of a page, counted from 1; false where it is not known.
func (d *Document) Page(number int) (Page, bool) {
	if number < 1 || number > len(d.Pages) {
		return Page{}, false
	}
	p := d.Pages[number-1]
	return p, p.W > 0 && p.H > 0
}

// PageParagraph is Paragraph for a page; recognised as in Block.
func (b *Builder) PageParagraph(text string, page int, recognised bool) error {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	return b.add(Block{Text: text, Page: page, Recognised: recognised})
}

// PageGrid adds a grid that its reader has laid out itself, each cell with its
// page and box; page is the one it begins on. The builder numbers it, clips
// its texts and owns it from then on. A grid without cells is left out, one
// with more columns than the limit is refused.
func (b *Builder) PageGrid(g *Grid, page int, recognised bool) error {
	if len(g.Cells) == 0 || g.Rows < 1 || g.Cols < 1 {
		return nil
	}
	if g.Cols > MaxColumns || g.Rows > MaxPositions {
		return ErrTooLarge
	}
	b.positions += g.Rows * g.Cols
	if b.positions > MaxPositions {
		return ErrTooLarge
	}
	for i := range g.Cells {
		c := &g.Cells[i]
		c.Text = clip(c.Text)
		c.RowSpan, c.ColSpan = plain(c.Height()), plain(c.Width())
	}
	b.grids++
	g.Number = b.grids
	return b.add(Block{Grid: g, Page: page, Recognised: recognised})
}
