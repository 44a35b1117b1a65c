package docx

import (
	"bytes"
	"strings"

	"github.com/nianbao/nianbao/data/reader/markup"
)

// space is a namespace that matters.
type space uint8

const (
	other space = iota
	word
	compat
	math
)

// spaces tells the namespaces by address: the transitional and the strict
// kind of Word's, the one that wraps alternatives, and that of formulas.
var spaces = map[string]space{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main": word,
	"http://purl.oclc.org/ooxml/wordprocessingml/main":             word,
	"http://schemas.openxmlformats.org/markup-compatibility/2006":  compat,
	"http://schemas.openxmlformats.org/officeDocument/2006/math":   math,
	"http://purl.oclc.org/ooxml/officeDocument/math":               math,
}

// prefixes maps the prefixes of a document to namespaces. All producers declare
// a prefix once; one declared anew stands from there on.
type prefixes map[string]space

func (p prefixes) declare(t markup.Token) {
	if !bytes.Contains(t.Attrs, []byte("xmlns")) {
		return
	}
	t.Each(func(name, value []byte) {
		prefix, ok := bytes.CutPrefix(name, []byte("xmlns"))
		if !ok {
			return
		}
		prefix = bytes.TrimPrefix(prefix, []byte(":"))
		p[string(prefix)] = spaces[string(value)]
	})
}

// split returns the namespace of an element's name, and the name without prefix.
func (p prefixes) split(name []byte) (space, []byte) {
	prefix, local, ok := bytes.Cut(name, []byte(":"))
	if !ok {
		return p[""], name
	}
	return p[string(prefix)], local
}

// number reads a count; 0 where there is none. It stops at a million.
func number(text string) int {
	n := 0
	for _, r := range strings.TrimSpace(text) {
		if r < '0' || r > '9' {
			break
		}
		n = min(n*10+int(r-'0'), 1_000_000)
	}
	return n
}

// on reads a property that is on when it is there, unless it says otherwise.
func on(t markup.Token) bool {
	switch t.Attr("val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}
