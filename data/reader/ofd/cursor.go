package ofd

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/markup"
)

// cursor walks the elements of a part. Elements are known by their names
// without the prefix, which producers choose.
type cursor struct {
	r   *reader
	b   []byte
	lex *markup.Lexer
	at  int // how far the part is paid for
	// before and behind are where the last token begins and ends.
	before, behind int
}

// cursor begins a part, or a piece of one.
func (r *reader) cursor(b []byte) *cursor { return &cursor{r: r, b: b, lex: markup.New(b)} }

// next returns the next token, within the file's bounds.
func (c *cursor) next() (markup.Token, error) {
	c.before = c.lex.Offset()
	t, err := c.lex.Next()
	if err != nil {
		return t, err
	}
	c.behind = c.lex.Offset()
	const often = 1 << 14 // bytes after which the time is looked at
	if c.behind-c.at >= often || t.Kind == markup.EOF {
		c.r.walk -= c.behind - c.at
		c.at = c.behind
		if err := c.r.ctx.Err(); err != nil {
			return t, err
		}
	}
	if c.r.walk < 0 || c.lex.Depth() > maxNesting {
		return t, fmt.Errorf("markup: %w", document.ErrTooLarge)
	}
	return t, nil
}

// root calls do for each element that stands in no other.
func (c *cursor) root(do func(name string, t markup.Token) error) error { return c.elements(0, do) }

// children calls do for each child of the element that was begun last. do may
// read of the child what it wants.
func (c *cursor) children(do func(name string, t markup.Token) error) error {
	return c.elements(c.lex.Depth(), do)
}

func (c *cursor) elements(depth int, do func(name string, t markup.Token) error) error {
	for {
		t, err := c.next()
		switch {
		case err != nil:
			return err
		case t.Kind == markup.EOF, t.Kind == markup.End && c.lex.Depth() < depth:
			return nil
		case t.Kind != markup.Start:
			continue
		}
		own := c.lex.Depth()
		if err := do(local(t.Name), t); err != nil {
			return err
		}
		for c.lex.Depth() >= own {
			if _, err := c.next(); err != nil {
				return err
			}
		}
	}
}

// value returns the text of the element that was begun last, up to its end.
func (c *cursor) value() (string, error) {
	var out strings.Builder
	for depth := c.lex.Depth(); ; {
		t, err := c.next()
		if err != nil {
			return "", err
		}
		if t.Kind == markup.Chars && c.lex.Depth() == depth {
			out.Write(t.Text)
		}
		if t.Kind == markup.End && c.lex.Depth() < depth {
			return out.String(), nil
		}
	}
}

// inside returns the markup inside the element that was begun last, up to its
// end.
func (c *cursor) inside() ([]byte, error) {
	from := c.behind
	for depth := c.lex.Depth(); ; {
		t, err := c.next()
		if err != nil {
			return nil, err
		}
		if t.Kind == markup.End && c.lex.Depth() < depth {
			return c.b[from:max(from, c.before)], nil
		}
	}
}

func local(name []byte) string {
	if i := bytes.IndexByte(name, ':'); i >= 0 {
		name = name[i+1:]
	}
	return string(name)
}
