// Package markup splits the XML inside office documents into tags and texts. It
// is there for its speed: encoding/xml takes three times as long.
package markup

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf8"
)

// Lexer splits a part into tags and texts. encoding/xml does the same at a
// fraction of the speed, which is most of the time of reading a document: nine
// tags in ten are borders and fonts that are only passed over. It wants UTF-8
// and well-formed nesting, resolves the five entities of XML and numbers and no
// others, and refuses a document type.
type Lexer struct {
	b    []byte
	at   int
	open [][]byte // names of the open elements
	// empty says that the tag just given out was <a/>: its end comes next.
	empty bool
}

// New returns a lexer of a part, whose bytes its tokens share.
func New(b []byte) *Lexer { return &Lexer{b: b} }

// Depth returns how many elements are open.
func (l *Lexer) Depth() int { return len(l.open) }

// Offset returns how many bytes of the part have been given out: where the
// last token ends.
func (l *Lexer) Offset() int { return l.at }

// Kind is a kind of token.
type Kind uint8

// The kinds.
const (
	Start Kind = iota + 1 // of an element; <a/> gives a start and an end
	End
	Chars
	EOF // of the part, every element closed
)

// Token is a tag or a run of characters. Its bytes belong to the part.
type Token struct {
	Kind  Kind
	Name  []byte // of a start tag, with prefix
	Attrs []byte // of a start tag, as they stand
	Text  []byte // of characters, entities resolved
}

// The errors of Next: a part that is cut off or not well-formed, and one with a
// document type, which no office program writes.
var (
	ErrSyntax  = errors.New("not well-formed")
	ErrDoctype = errors.New("document type")
)

// Next returns the next token. At the end of the part every element must be
// closed.
func (l *Lexer) Next() (Token, error) {
	if l.empty {
		l.empty = false
		return l.pop()
	}
	for {
		if l.at >= len(l.b) {
			if len(l.open) > 0 {
				return Token{}, ErrSyntax
			}
			return Token{Kind: EOF}, nil
		}
		if l.b[l.at] != '<' {
			return l.chars()
		}
		rest := l.b[l.at:]
		switch {
		case bytes.HasPrefix(rest, []byte("<?")):
			if !l.pass("?>") {
				return Token{}, ErrSyntax
			}
		case bytes.HasPrefix(rest, []byte("<!--")):
			if !l.pass("-->") {
				return Token{}, ErrSyntax
			}
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			return l.cdata()
		case bytes.HasPrefix(rest, []byte("<!")):
			return Token{}, ErrDoctype
		case bytes.HasPrefix(rest, []byte("</")):
			return l.end()
		default:
			return l.start()
		}
	}
}

// pass moves behind the next mark.
func (l *Lexer) pass(mark string) bool {
	i := bytes.Index(l.b[l.at:], []byte(mark))
	if i < 0 {
		return false
	}
	l.at += i + len(mark)
	return true
}

func (l *Lexer) chars() (Token, error) {
	to := bytes.IndexByte(l.b[l.at:], '<')
	if to < 0 {
		to = len(l.b) - l.at
	}
	text, err := Unescape(l.b[l.at : l.at+to])
	l.at += to
	return Token{Kind: Chars, Text: text}, err
}

func (l *Lexer) cdata() (Token, error) {
	from := l.at + len("<![CDATA[")
	if !l.pass("]]>") {
		return Token{}, ErrSyntax
	}
	return Token{Kind: Chars, Text: l.b[from:max(from, l.at-len("]]>"))]}, nil
}

func (l *Lexer) start() (Token, error) {
	from := l.at + 1
	to := from
	for quote := byte(0); ; to++ {
		if to >= len(l.b) {
			return Token{}, ErrSyntax
		}
		switch c := l.b[to]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
			continue
		case c == '"' || c == '\'':
			quote = c
			continue
		case c == '<':
			return Token{}, ErrSyntax
		case c != '>':
			continue
		}
		break
	}
	l.at = to + 1
	tag := l.b[from:to]
	if len(tag) > 0 && tag[len(tag)-1] == '/' {
		tag, l.empty = tag[:len(tag)-1], true
	}
	name, attrs := tag, []byte(nil)
	if i := space(tag); i >= 0 {
		name, attrs = tag[:i], tag[i:]
	}
	if len(name) == 0 {
		return Token{}, ErrSyntax
	}
	l.open = append(l.open, name)
	return Token{Kind: Start, Name: name, Attrs: attrs}, nil
}

func (l *Lexer) end() (Token, error) {
	from := l.at + len("</")
	if !l.pass(">") {
		return Token{}, ErrSyntax
	}
	name := l.b[from : l.at-1]
	if i := space(name); i >= 0 {
		name = bytes.TrimRight(name, " \t\r\n")
	}
	if len(l.open) == 0 || !bytes.Equal(name, l.open[len(l.open)-1]) {
		return Token{}, ErrSyntax
	}
	return l.pop()
}

// space returns the place of the first white space, or -1. Names are too short
// for package bytes to be worth its preparations.
func space(b []byte) int {
	for i, c := range b {
		switch c {
		case ' ', '\t', '\r', '\n':
			return i
		}
	}
	return -1
}

func (l *Lexer) pop() (Token, error) {
	l.open = l.open[:len(l.open)-1]
	return Token{Kind: End}, nil
}

// Attr returns the attribute of that name without its prefix, or "" where the
// tag has none. Values that matter hold no entities.
func (t Token) Attr(local string) string {
	value := ""
	t.Each(func(name, v []byte) {
		if i := bytes.IndexByte(name, ':'); i >= 0 {
			name = name[i+1:]
		}
		if value == "" && string(name) == local {
			value = string(v)
		}
	})
	return value
}

// Each calls do for every attribute of a tag.
func (t Token) Each(do func(name, value []byte)) {
	for rest := t.Attrs; ; {
		rest = bytes.TrimLeft(rest, " \t\r\n")
		eq := bytes.IndexByte(rest, '=')
		if eq < 0 {
			return
		}
		name := bytes.TrimRight(rest[:eq], " \t\r\n")
		rest = bytes.TrimLeft(rest[eq+1:], " \t\r\n")
		if len(rest) == 0 {
			return
		}
		end := bytes.IndexByte(rest[1:], rest[0])
		if end < 0 {
			return
		}
		do(name, rest[1:1+end])
		rest = rest[end+2:]
	}
}

// Unescape replaces the entities in a text; it returns it unchanged where there
// are none.
func Unescape(text []byte) ([]byte, error) {
	if bytes.IndexByte(text, '&') < 0 {
		return text, nil
	}
	out := make([]byte, 0, len(text))
	for len(text) > 0 {
		i := bytes.IndexByte(text, '&')
		if i < 0 {
			return append(out, text...), nil
		}
		out = append(out, text[:i]...)
		end := bytes.IndexByte(text[i:], ';')
		if end < 0 {
			return nil, ErrSyntax
		}
		r, ok := entity(string(text[i+1 : i+end]))
		if !ok {
			return nil, ErrSyntax
		}
		out = utf8.AppendRune(out, r)
		text = text[i+end+1:]
	}
	return out, nil
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	digits, base := name[1:], 10
	if digits[0] == 'x' {
		digits, base = digits[1:], 16
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n > utf8.MaxRune || n < 0x20 && n != '\t' && n != '\n' && n != '\r' {
		return 0, false
	}
	return rune(n), true
}
