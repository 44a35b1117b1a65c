package odt

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data/reader/markup"
)

// space is a namespace that matters.
type space uint8

const (
	other space = iota
	office
	textSpace
	tableSpace
	draw
	style
	math
)

var namespaces = map[string]space{
	"urn:oasis:names:tc:opendocument:xmlns:office:1.0":  office,
	"urn:oasis:names:tc:opendocument:xmlns:text:1.0":    textSpace,
	"urn:oasis:names:tc:opendocument:xmlns:table:1.0":   tableSpace,
	"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0": draw,
	"urn:oasis:names:tc:opendocument:xmlns:style:1.0":   style,
	"http://www.w3.org/1998/Math/MathML":                math,
}

// spaces maps the prefixes of a document to namespaces. All producers declare a
// prefix once; one declared anew stands from there on.
type spaces map[string]space

// element is the start of an element, its name taken apart.
type element struct {
	markup.Token
	space space
	local string
}

func (w *walker) named(t markup.Token) element {
	if bytes.Contains(t.Attrs, []byte("xmlns")) {
		t.Each(func(name, value []byte) {
			if prefix, ok := bytes.CutPrefix(name, []byte("xmlns")); ok {
				w.spaces[string(bytes.TrimPrefix(prefix, []byte(":")))] = namespaces[string(value)]
			}
		})
	}
	prefix, local, ok := bytes.Cut(t.Name, []byte(":"))
	if !ok {
		return element{Token: t, space: w.spaces[""], local: string(t.Name)}
	}
	return element{Token: t, space: w.spaces[string(prefix)], local: string(local)}
}

// attr returns the value of an attribute, its prefix left out: of two that differ
// only by it the first, which is the standard's own. Empty where there is none.
func attr(e element, local string) string {
	value := e.Attr(local)
	if strings.IndexByte(value, '&') < 0 {
		return value
	}
	out, err := markup.Unescape([]byte(value))
	if err != nil {
		return value
	}
	return string(out)
}

// number reads a count; 0 where there is none. It stops at a million.
func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil && !strings.HasPrefix(text, "-") && text != "" {
		n = 1_000_000 // beyond what an int holds, or no number
	}
	return min(max(n, 0), 1_000_000)
}
