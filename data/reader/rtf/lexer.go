package rtf

import (
	"bytes"
	"errors"
)

// kind is a kind of token.
type kind uint8

const (
	groupOpen kind = iota + 1
	groupClose
	word   // \name or \nameN
	symbol // \ and one character that is no letter
	octet  // \'hh
	text   // bytes as they stand
	end
)

// token is a piece of the file. Its bytes belong to the file.
type token struct {
	kind  kind
	name  []byte // of a word
	n     int    // of a word: its number
	given bool   // the word has a number
	char  byte   // of a symbol or an octet
	text  []byte
}

// lexer splits a file into tokens. It knows no errors: what fits nothing is
// text, as Word takes it.
type lexer struct {
	b  []byte
	at int
}

var errCut = errors.New("ends inside a group")

func (l *lexer) next() token {
	for l.at < len(l.b) {
		switch c := l.b[l.at]; c {
		case '{':
			l.at++
			return token{kind: groupOpen}
		case '}':
			l.at++
			return token{kind: groupClose}
		case '\\':
			return l.control()
		case '\r', '\n', 0:
			l.at++
		default:
			return l.text()
		}
	}
	return token{kind: end}
}

func (l *lexer) text() token {
	from := l.at
	for l.at < len(l.b) {
		switch l.b[l.at] {
		case '{', '}', '\\', '\r', '\n', 0:
			return token{kind: text, text: l.b[from:l.at]}
		}
		l.at++
	}
	return token{kind: text, text: l.b[from:]}
}

func (l *lexer) control() token {
	l.at++
	if l.at >= len(l.b) {
		return token{kind: end}
	}
	c := l.b[l.at]
	switch {
	case letter(c):
		return l.word()
	case c == '\'':
		return l.octet()
	}
	l.at++
	return token{kind: symbol, char: c}
}

func (l *lexer) octet() token {
	if l.at+2 >= len(l.b) {
		l.at = len(l.b)
		return token{kind: end}
	}
	high, low := digit(l.b[l.at+1]), digit(l.b[l.at+2])
	if high < 0 || low < 0 {
		l.at++
		return token{kind: symbol, char: '\''}
	}
	l.at += 3
	return token{kind: octet, char: byte(high<<4 | low)}
}

func (l *lexer) word() token {
	from := l.at
	for l.at < len(l.b) && letter(l.b[l.at]) {
		l.at++
	}
	t := token{kind: word, name: l.b[from:l.at]}
	minus := l.at+1 < len(l.b) && l.b[l.at] == '-' && decimal(l.b[l.at+1])
	if minus {
		l.at++
	}
	for l.at < len(l.b) && decimal(l.b[l.at]) {
		t.given = true
		t.n = min(t.n*10+int(l.b[l.at]-'0'), 1<<30)
		l.at++
	}
	if minus {
		t.n = -t.n
	}
	if l.at < len(l.b) && l.b[l.at] == ' ' {
		l.at++
	}
	if t.n > 0 && string(t.name) == "bin" {
		l.at = min(l.at+t.n, len(l.b))
	}
	return t
}

// skipGroup moves to the end of the open group, before its closing brace, and
// reports whether there is one. Pictures, which make up most of large files,
// go by here.
func (l *lexer) skipGroup() bool {
	for depth := 0; ; {
		i := bytes.IndexAny(l.b[l.at:], `{}\`)
		if i < 0 {
			l.at = len(l.b)
			return false
		}
		l.at += i
		switch l.b[l.at] {
		case '{':
			depth++
			l.at++
		case '}':
			if depth == 0 {
				return true
			}
			depth--
			l.at++
		default:
			l.control()
		}
	}
}

func letter(c byte) bool  { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func decimal(c byte) bool { return c >= '0' && c <= '9' }

func digit(c byte) int {
	switch {
	case decimal(c):
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}
