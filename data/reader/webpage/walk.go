package webpage

import (
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// walk takes a node of the tree and what is in it. The parser bounds the depth.
func (f *flow) walk(n *html.Node) error {
	if err := f.step(); err != nil {
		return err
	}
	switch n.Type {
	case html.TextNode:
		f.text(n.Data)
		return nil
	case html.DocumentNode:
		return f.children(n)
	case html.ElementNode:
	default:
		return nil
	}
	if n.DataAtom == atom.Title && n.FirstChild != nil {
		f.name(n.FirstChild.Data)
	}
	if isSkipped(n.DataAtom, n.Data, n.Attr) {
		return nil
	}
	if err := f.start(n.DataAtom, n.Attr); err != nil {
		return err
	}
	if err := f.children(n); err != nil {
		return err
	}
	f.end(n.DataAtom, n.Attr)
	return nil
}

func (f *flow) children(n *html.Node) error {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if err := f.walk(c); err != nil {
			return err
		}
	}
	return nil
}

// tokens reads the page without a tree. Elements that are left out end at the
// end tag that belongs to them; where there is none, at the page's end.
func (f *flow) tokens(text string) error {
	f.flat = true
	z := html.NewTokenizer(strings.NewReader(text))
	var skip struct {
		name  string
		depth int
	}
	title := false
	for {
		if err := f.step(); err != nil {
			return err
		}
		kind := z.Next()
		if kind == html.ErrorToken {
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return err
			}
			return nil
		}
		t := z.Token()
		switch {
		case skip.depth > 0:
			switch {
			case kind == html.TextToken && title:
				f.name(t.Data)
			case t.Data != skip.name:
			case kind == html.StartTagToken:
				skip.depth++
			case kind == html.EndTagToken:
				skip.depth--
			}
		case kind == html.TextToken:
			f.text(t.Data)
		case kind == html.EndTagToken:
			f.end(t.DataAtom, nil)
		case kind == html.StartTagToken || kind == html.SelfClosingTagToken:
			title = t.DataAtom == atom.Title
			if isSkipped(t.DataAtom, t.Data, t.Attr) {
				if kind == html.StartTagToken && !isVoid(t.DataAtom) {
					skip.name, skip.depth = t.Data, 1
				}
				continue
			}
			if err := f.start(t.DataAtom, t.Attr); err != nil {
				return err
			}
		}
	}
}

func isVoid(a atom.Atom) bool {
	switch a {
	case atom.Br, atom.Col, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta:
		return true
	}
	return false
}
