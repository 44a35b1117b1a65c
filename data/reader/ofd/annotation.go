package ofd

import (
	"errors"
	"path"

	"github.com/nianbao/nianbao/data/reader/markup"
	"github.com/nianbao/nianbao/data/reader/pages"
)

// note is the appearance of an annotation whose text belongs to the page.
type note struct {
	content []byte
	at      pages.Box // on the page, in millimetres
}

// typedOn returns what was typed onto the pages, by their IDs. Other
// annotations are no text of the page: seals, watermarks, links. Those whose
// parts are missing are passed over, too.
func (r *reader) typedOn(bk *book) (map[string][]note, error) {
	out := map[string][]note{}
	b, err := r.archive.part(bk.annotations)
	switch {
	case bk.annotations == "", errors.Is(err, errNoPart):
		return out, nil
	case err != nil:
		return nil, err
	}
	folder := path.Dir(bk.annotations)
	c := r.cursor(b)
	err = c.root(func(string, markup.Token) error {
		return c.children(func(_ string, t markup.Token) error {
			id := t.Attr("PageID")
			return c.children(func(name string, _ markup.Token) error {
				if name != "FileLoc" {
					return nil
				}
				text, err := c.value()
				if err != nil {
					return err
				}
				notes, err := r.notes(r.archive.find(folder, text))
				out[id] = append(out[id], notes...)
				return err
			})
		})
	})
	return out, err
}

// notes reads the annotations of a page.
func (r *reader) notes(at string) ([]note, error) {
	b, err := r.archive.part(at)
	if errors.Is(err, errNoPart) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var out []note
	c := r.cursor(b)
	err = c.root(func(string, markup.Token) error {
		return c.children(func(_ string, t markup.Token) error {
			if t.Attr("Subtype") != "FreeText" || no(t.Attr("Visible")) || len(out) == maxList {
				return nil
			}
			return c.children(func(name string, t markup.Token) error {
				if name != "Appearance" {
					return nil
				}
				box, _ := frame(t.Attr("Boundary"))
				content, err := c.inside()
				out = append(out, note{content, box})
				return err
			})
		})
	})
	return out, err
}
