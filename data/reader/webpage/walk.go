package webpage

import (
	"errors"
	"io"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/nianbao/nianbao/data/document"
)

// Limits of a page while it is read, before the builder keeps its own.
const (
	maxOpen = 1000                                             // elements open at once; browsers stop at 512
	maxSize = 4 * (document.MaxBlocks + document.MaxPositions) // starts and ends of lines and cells
)

// open is an element whose end has not come.
type open struct {
	tag     atom.Atom
	name    string // tells apart what has no atom, as Word's o:p
	mark    mark
	skipped bool
}

// walker reads a page tag by tag. No tree is built: the rules of HTML 5 for
// trees let a page of one megabyte grow to gigabytes, and all that they mend
// and that matters here is which end belongs to which start.
type walker struct {
	flow
	stack []open
	gone  int // open elements that are skipped
}

// read walks the whole page.
func (w *walker) read(page string) error {
	z := html.NewTokenizer(strings.NewReader(page))
	for n := 0; ; n++ {
		if n%4096 == 0 && w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		if w.size > maxSize {
			return document.ErrTooLarge
		}
		kind := z.Next()
		if kind == html.ErrorToken {
			w.closeTo(0)
			if err := z.Err(); !errors.Is(err, io.EOF) {
				return err
			}
			return nil
		}
		if err := w.token(kind, z.Token()); err != nil {
			return err
		}
	}
}

func (w *walker) token(kind html.TokenType, t html.Token) error {
	switch kind {
	case html.TextToken:
		if n := len(w.stack); n > 0 && w.stack[n-1].tag == atom.Title {
			w.name(t.Data)
		}
		if w.gone == 0 {
			w.text(t.Data)
		}
	case html.EndTagToken:
		w.endTag(t.DataAtom, t.Data)
	case html.StartTagToken, html.SelfClosingTagToken:
		return w.startTag(t)
	}
	return nil
}

// startTag closes what the element ends without saying so, and opens it.
func (w *walker) startTag(t html.Token) error {
	w.implyEnds(t.DataAtom)
	e := open{tag: t.DataAtom, name: t.Data, mark: markOf(t.DataAtom, t.Attr), skipped: isSkipped(t.DataAtom, t.Data, t.Attr)}
	if w.gone == 0 && !e.skipped {
		if err := w.start(e.tag, t.Attr); err != nil {
			return err
		}
	}
	if !w.keeps(e) {
		return nil
	}
	if len(w.stack) >= maxOpen {
		return document.ErrTooLarge
	}
	w.stack = append(w.stack, e)
	w.marks[e.mark]++
	if e.skipped {
		w.gone++
	}
	return nil
}

// keeps reports whether the end of an element matters. That of <b> or <font>
// does not, which pages of old content systems leave open by the hundred,
// unless it may lie in something that is struck or hidden and has to be told
// from the end of that.
func (w *walker) keeps(e open) bool {
	if isVoid(e.tag) {
		return false
	}
	if e.skipped || e.mark != plain || lines[e.tag] || w.gone > 0 || w.mark() != plain {
		return true
	}
	switch e.tag {
	case atom.Table, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Td, atom.Th:
		return true
	}
	return false
}

// endTag closes the element and those left open in it. An end that belongs to
// none ends a line all the same; </br> stands for <br>.
func (w *walker) endTag(tag atom.Atom, name string) {
	for i := len(w.stack) - 1; i >= 0; i-- {
		e := w.stack[i]
		if e.tag == tag && e.name == name {
			w.closeTo(i)
			return
		}
		if bounds(e.tag, tag) {
			break
		}
	}
	if w.gone == 0 && lines[tag] {
		w.endLine()
	}
}

// closeTo closes the elements of the stack from its end to position i.
func (w *walker) closeTo(i int) {
	for n := len(w.stack) - 1; n >= i; n-- {
		e := w.stack[n]
		w.stack = w.stack[:n]
		w.marks[e.mark]--
		if e.skipped {
			w.gone--
			continue
		}
		if w.gone == 0 {
			w.end(e.tag)
		}
	}
}

// bounds reports whether an end tag has no effect beyond the open element: no
// table ends before its own end, and nothing but parts of tables reaches out
// of a cell.
func bounds(open, end atom.Atom) bool {
	switch open {
	case atom.Table:
		return true
	case atom.Td, atom.Th, atom.Caption:
		switch end {
		case atom.Table, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Td, atom.Th:
			return false
		}
		return true
	}
	return false
}

// implyEnds closes what the start of an element closes, up to the cell or
// table around it.
func (w *walker) implyEnds(tag atom.Atom) {
	var ends func(open atom.Atom) bool
	switch tag {
	case atom.Tr, atom.Tbody, atom.Thead, atom.Tfoot:
		ends = func(a atom.Atom) bool { return a == atom.Tr || a == atom.Td || a == atom.Th || a == atom.Caption }
	case atom.Td, atom.Th:
		ends = func(a atom.Atom) bool { return a == atom.Td || a == atom.Th || a == atom.Caption }
	case atom.Li, atom.Dd, atom.Dt, atom.Option:
		ends = func(a atom.Atom) bool { return a == tag || a == atom.P }
	default:
		if !lines[tag] && tag != atom.Table || tag == atom.Br {
			return
		}
		ends = func(a atom.Atom) bool { return a == atom.P }
	}
	for i := len(w.stack) - 1; i >= 0; i-- {
		switch a := w.stack[i].tag; {
		case ends(a):
			w.closeTo(i)
		case a == atom.Table, a == atom.Td, a == atom.Th, a == atom.Ul, a == atom.Ol, a == atom.Dl:
			return
		}
	}
}

func isVoid(a atom.Atom) bool {
	switch a {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Frame, atom.Hr, atom.Img, atom.Input, atom.Link,
		atom.Meta, atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}
