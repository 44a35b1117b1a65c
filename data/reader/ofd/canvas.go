package ofd

import (
	"errors"
	"fmt"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/markup"
	"github.com/nianbao/nianbao/data/reader/pages"
)

// millimetre is the unit of the format, in points.
const millimetre = 72 / 25.4

// canvas is a page on which objects are drawn.
type canvas struct {
	r       *reader
	book    *book
	size    pages.Box // in millimetres
	text    *pages.Text
	glyphs  int
	last    *character // not yet in the text
	drawing pages.Drawing
	missing bool // something that belongs to it is not in the file
}

// page reads a page with its templates and what was typed onto it.
func (r *reader) page(bk *book, at string, typed []note) (*pages.Page, error) {
	b, err := r.archive.part(at)
	if err != nil {
		return nil, err
	}
	c := &canvas{r: r, book: bk, size: bk.size}
	if err := c.measure(b); err != nil {
		return nil, err
	}
	const most = 1e5 // points
	c.text = pages.NewText(min(c.size.Width()*millimetre, most), min(c.size.Height()*millimetre, most))
	if err := c.sheet(b, true); err != nil {
		return nil, err
	}
	for _, n := range typed {
		if err := c.piece(n.content, moved(n.at.L, n.at.T).Then(c.toPage()), false, 0); err != nil {
			return nil, err
		}
	}
	c.finish()
	pg := pages.New(len(r.pages)+1, c.text, &c.drawing)
	if c.missing {
		pg.Incomplete()
	}
	return pg, nil
}

// toPage maps millimetres of the page's space to points from its corner.
func (c *canvas) toPage() pages.Matrix {
	return pages.Matrix{A: millimetre, D: millimetre, E: -c.size.L * millimetre, F: -c.size.T * millimetre}
}

func moved(x, y float64) pages.Matrix { return pages.Matrix{A: 1, D: 1, E: x, F: y} }

// measure looks for the page's own size.
func (c *canvas) measure(b []byte) error {
	cur := c.r.cursor(b)
	return cur.root(func(string, markup.Token) error {
		return cur.children(func(name string, _ markup.Token) error {
			if name != "Area" {
				return nil
			}
			if x, ok, err := area(cur); err != nil || ok {
				c.size = x
				return err
			}
			return nil
		})
	})
}

// sheet draws a page or a template, a page with its templates.
func (c *canvas) sheet(b []byte, templates bool) error {
	cur := c.r.cursor(b)
	return cur.root(func(string, markup.Token) error {
		return cur.children(func(name string, t markup.Token) error {
			switch {
			case name == "Template" && templates:
				return c.template(t.Attr("TemplateID"))
			case name == "Content":
				return c.objects(cur, c.toPage(), false, 0)
			}
			return nil
		})
	})
}

func (c *canvas) template(id string) error {
	b, err := c.r.archive.part(c.book.templates[id])
	if errors.Is(err, errNoPart) {
		c.missing = true
		return nil
	}
	if err != nil {
		return err
	}
	return c.sheet(b, false)
}

// piece draws objects that stand in a piece of a part.
func (c *canvas) piece(b []byte, m pages.Matrix, unseen bool, depth int) error {
	cur := c.r.cursor(b)
	return cur.root(func(name string, t markup.Token) error { return c.object(cur, name, t, m, unseen, depth) })
}

// objects draws what stands in the element that was begun last.
func (c *canvas) objects(cur *cursor, m pages.Matrix, unseen bool, depth int) error {
	return cur.children(func(name string, t markup.Token) error { return c.object(cur, name, t, m, unseen, depth) })
}

// object draws one object. m maps the space in which it stands to the page;
// unseen says that nobody sees what it stands in.
func (c *canvas) object(cur *cursor, name string, t markup.Token, m pages.Matrix, unseen bool, depth int) error {
	switch name {
	case "Layer", "PageBlock", "Content":
		return c.objects(cur, m, unseen, depth)
	}
	g := unitOf(t, m)
	g.unseen = g.unseen || unseen
	switch name {
	case "TextObject":
		return c.textObject(cur, t, g)
	case "PathObject":
		return c.pathObject(cur, t, g)
	case "ImageObject":
		c.image(g)
	case "CompositeObject":
		return c.composite(t, g, depth)
	}
	return nil
}

// unit is what all objects have: where they stand, and whether they are seen.
type unit struct {
	m      pages.Matrix // from the object's space to the page
	bounds pages.Box    // on the page; of no size where it is not told
	unseen bool
}

// unitOf reads what all objects have. An object's space begins at the corner
// of its boundary.
func unitOf(t markup.Token, m pages.Matrix) unit {
	box, _ := frame(t.Attr("Boundary"))
	return unit{
		m:      matrix(t.Attr("CTM")).Then(moved(box.L, box.T)).Then(m),
		bounds: m.Box(box.L, box.T, box.R, box.B),
		unseen: no(t.Attr("Visible")) || clear(t),
	}
}

// clear reports whether an object or a colour leaves nothing on the page.
func clear(t markup.Token) bool { return numberOr(t.Attr("Alpha"), 255) <= 0 }

// image notes a picture. It fills the unit square of its space, which is its
// boundary in the files of all known producers.
func (c *canvas) image(g unit) {
	if g.unseen || !c.drawing.More() {
		return
	}
	x := g.bounds
	if x.Width() <= 0 || x.Height() <= 0 {
		x = g.m.Box(0, 0, 1, 1)
	}
	c.drawing.Picture(x)
}

// composite draws an object that is made of others.
func (c *canvas) composite(t markup.Token, g unit, depth int) error {
	if depth >= maxDepth {
		return nil
	}
	content, ok, err := c.r.unit(c.book, t.Attr("ResourceID"))
	if err != nil {
		return err
	}
	if !ok {
		c.missing = true
		return nil
	}
	if c.r.composites++; c.r.composites > maxComposites {
		return fmt.Errorf("composite objects: %w", document.ErrTooLarge)
	}
	return c.piece(content, g.m, g.unseen, depth+1)
}
