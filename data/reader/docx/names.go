package docx

import (
	"encoding/xml"
	"strings"
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

// prefixes maps the prefixes of a document to namespaces. Raw tokens are read,
// which leaves this to us and takes half the time. All producers declare a
// prefix once; one declared anew stands from there on.
type prefixes map[string]space

func (p prefixes) declare(attrs []xml.Attr) {
	for _, a := range attrs {
		switch {
		case a.Name.Space == "xmlns":
			p[a.Name.Local] = spaces[a.Value]
		case a.Name.Space == "" && a.Name.Local == "xmlns":
			p[""] = spaces[a.Value]
		}
	}
}

// value returns the attribute of that local name, or "" where there is none.
func value(attrs []xml.Attr, local string) string {
	for _, a := range attrs {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
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
func on(attrs []xml.Attr) bool {
	switch value(attrs, "val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}
