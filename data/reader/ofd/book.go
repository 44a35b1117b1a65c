package ofd

import (
	"errors"
	"fmt"
	"path"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/markup"
	"github.com/nianbao/nianbao/data/reader/pages"
)

// roots returns the places of the documents that OFD.xml lists.
func (r *reader) roots() ([]string, error) {
	b, err := r.archive.part("/ofd.xml")
	if err != nil {
		return nil, err
	}
	var out []string
	c := r.cursor(b)
	err = c.root(func(string, markup.Token) error {
		return c.children(func(name string, _ markup.Token) error {
			if name != "DocBody" || len(out) == maxBodies {
				return nil
			}
			root, err := r.body(c)
			if err == nil && root != "" {
				out = append(out, root)
			}
			return err
		})
	})
	return out, err
}

// body returns the place of a document's root; "" where none is told. Of one
// that was changed after it was signed it is the root of the version that
// counts.
func (r *reader) body(c *cursor) (root string, err error) {
	version := ""
	err = c.children(func(name string, t markup.Token) error {
		switch name {
		case "DocRoot":
			text, err := c.value()
			root = r.archive.find("/", text)
			return err
		case "Versions":
			return c.children(func(_ string, t markup.Token) error {
				if yes(t.Attr("Current")) {
					version = r.archive.find("/", t.Attr("BaseLoc"))
				}
				return nil
			})
		}
		return nil
	})
	if err != nil || version == "" {
		return root, err
	}
	if told, err := r.version(version); err != nil || told != "" {
		return told, err
	}
	return root, nil
}

// version returns the root that a version tells; "" where it tells none.
func (r *reader) version(at string) (root string, err error) {
	b, err := r.archive.part(at)
	if err != nil {
		return "", err
	}
	c := r.cursor(b)
	err = c.root(func(string, markup.Token) error {
		return c.children(func(name string, _ markup.Token) error {
			if name != "DocRoot" {
				return nil
			}
			text, err := c.value()
			root = r.archive.find(path.Dir(at), text)
			return err
		})
	})
	return root, err
}

// book is a document of the file: what its pages are and share.
type book struct {
	folder      string
	size        pages.Box // of pages that say nothing of their own, in millimetres
	pages       []leaf
	templates   map[string]string // ID -> place
	resources   []string          // places
	annotations string            // place of the list; "" for none
	units       map[string][]byte // ID -> content of a composite object; nil before they are looked for
}

// leaf is a page as the document lists it.
type leaf struct{ id, at string }

// document reads the pages of a document.
func (r *reader) document(root string) error {
	bk, err := r.book(root)
	if err != nil {
		return err
	}
	if n := len(r.pages) + len(bk.pages); n > pages.MaxPages {
		return tooLarge(fmt.Sprintf("OFD 共 %d 页，超过 %d 页", n, pages.MaxPages))
	}
	typed, err := r.typedOn(bk)
	if err != nil {
		return err
	}
	for _, l := range bk.pages {
		pg, err := r.page(bk, l.at, typed[l.id])
		if err != nil {
			return err
		}
		r.pages = append(r.pages, pg)
		if r.text += pg.Len(); r.text > pages.MaxText {
			return tooLarge("OFD 文字过多，超出一份年度报告的规模")
		}
	}
	return nil
}

// book reads a document's root.
func (r *reader) book(root string) (*book, error) {
	b, err := r.archive.part(root)
	if err != nil {
		return nil, err
	}
	bk := &book{folder: path.Dir(root), size: pages.Box{R: 210, B: 297}, templates: map[string]string{}}
	c := r.cursor(b)
	err = c.root(func(string, markup.Token) error {
		return c.children(func(name string, _ markup.Token) error {
			switch name {
			case "CommonData":
				return r.common(c, bk)
			case "Pages":
				return r.leaves(c, bk)
			case "Annotations":
				text, err := c.value()
				bk.annotations = r.archive.find(bk.folder, text)
				return err
			}
			return nil
		})
	})
	return bk, err
}

func (r *reader) common(c *cursor, bk *book) error {
	return c.children(func(name string, t markup.Token) error {
		switch name {
		case "PageArea":
			if x, ok, err := area(c); err != nil || ok {
				bk.size = x
				return err
			}
		case "TemplatePage":
			if len(bk.templates) < maxList {
				bk.templates[t.Attr("ID")] = r.archive.find(bk.folder, t.Attr("BaseLoc"))
			}
		case "PublicRes", "DocumentRes":
			text, err := c.value()
			if len(bk.resources) < maxList {
				bk.resources = append(bk.resources, r.archive.find(bk.folder, text))
			}
			return err
		}
		return nil
	})
}

func (r *reader) leaves(c *cursor, bk *book) error {
	return c.children(func(name string, t markup.Token) error {
		if name == "Page" {
			bk.pages = append(bk.pages, leaf{t.Attr("ID"), r.archive.find(bk.folder, t.Attr("BaseLoc"))})
		}
		if len(bk.pages) > maxList {
			return fmt.Errorf("pages: %w", document.ErrTooLarge)
		}
		return nil
	})
}

// area reads the size of pages; ok is false where there is none.
func area(c *cursor) (x pages.Box, ok bool, err error) {
	err = c.children(func(name string, _ markup.Token) error {
		if name != "PhysicalBox" {
			return nil
		}
		text, err := c.value()
		if told, is := frame(text); is && told.Width() > 0 && told.Height() > 0 {
			x, ok = told, true
		}
		return err
	})
	return x, ok, err
}

// unit returns the content of a composite object; false where there is none.
func (r *reader) unit(bk *book, id string) ([]byte, bool, error) {
	if bk.units == nil {
		bk.units = map[string][]byte{}
		for _, at := range bk.resources {
			if err := r.findUnits(bk, at); err != nil && !errors.Is(err, errNoPart) {
				return nil, false, err
			}
		}
	}
	b, ok := bk.units[id]
	return b, ok, nil
}

// findUnits takes the composite objects out of a part with resources.
func (r *reader) findUnits(bk *book, at string) error {
	b, err := r.archive.part(at)
	if err != nil {
		return err
	}
	c := r.cursor(b)
	return c.root(func(string, markup.Token) error {
		return c.children(func(name string, _ markup.Token) error {
			if name != "CompositeGraphicUnits" {
				return nil
			}
			return c.children(func(_ string, t markup.Token) error {
				id := t.Attr("ID")
				content, err := c.inside()
				if len(bk.units) < maxList {
					bk.units[id] = content
				}
				return err
			})
		})
	})
}
