package webpage

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// skipped are the elements whose content is not shown or is no part of the
// report. <del> holds what was struck out with changes tracked: read with the
// text after it, 13,444 and 30,000 would be one number.
var skipped = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Nav: true,
	atom.Iframe: true, atom.Object: true, atom.Svg: true, atom.Math: true, atom.Select: true,
	atom.Datalist: true, atom.Audio: true, atom.Video: true, atom.Canvas: true, atom.Map: true,
	atom.Del: true, atom.Title: true, atom.Rp: true, atom.Rt: true, atom.Noframes: true, atom.Button: true,
}

// lines are the elements that begin and end a line.
var lines = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true,
	atom.Caption: true, atom.Center: true, atom.Dd: true, atom.Details: true, atom.Dir: true, atom.Div: true,
	atom.Dl: true, atom.Dt: true, atom.Fieldset: true, atom.Figcaption: true, atom.Figure: true,
	atom.Footer: true, atom.Form: true, atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true,
	atom.H5: true, atom.H6: true, atom.Header: true, atom.Hr: true, atom.Legend: true, atom.Li: true,
	atom.Main: true, atom.Menu: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Section: true,
	atom.Summary: true, atom.Ul: true, atom.Br: true,
}

// isSkipped reports whether the content of an element is left out. <xml> holds
// settings of Word and WPS.
func isSkipped(a atom.Atom, name string, attrs []html.Attribute) bool {
	return skipped[a] || name == "xml" || hidden(attrs)
}

// markOf returns the mark that an element gives its text.
func markOf(a atom.Atom, attrs []html.Attribute) mark {
	switch a {
	case atom.S, atom.Strike:
		return struck
	case atom.Sup, atom.Sub:
		return raised
	case atom.Span:
		style := strings.ToLower(attr(attrs, "style"))
		if strings.Contains(style, "line-through") {
			return struck
		}
	}
	return plain
}

// hidden reports whether the element is not shown: by attribute, by style, or
// by Word's own mark for hidden text.
func hidden(attrs []html.Attribute) bool {
	for _, a := range attrs {
		switch a.Key {
		case "hidden":
			return true
		case "style":
			if hides(strings.ToLower(a.Val)) {
				return true
			}
		}
	}
	return false
}

func hides(style string) bool {
	if !strings.Contains(style, "display") && !strings.Contains(style, "visibility") && !strings.Contains(style, "mso-hide") {
		return false
	}
	style = strings.Join(strings.Fields(style), "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden") ||
		strings.Contains(style, "mso-hide:all")
}

func attr(attrs []html.Attribute, key string) string {
	for _, a := range attrs {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// number reads a span or a size: the leading digits, as browsers do; -1 where
// there are none.
func number(text string) int {
	n, found := 0, false
	for _, r := range strings.TrimSpace(text) {
		if r < '0' || r > '9' {
			break
		}
		n, found = min(n*10+int(r-'0'), 1_000_000), true
	}
	if !found {
		return -1
	}
	return n
}

// rowSpan reads a rowspan; 0 reaches down to the table's end.
func rowSpan(attrs []html.Attribute) int {
	n := number(attr(attrs, "rowspan"))
	if n == 0 {
		return 1000
	}
	return n
}

// isWidths recognises the row of column widths with which Word ends a table:
// <tr height=0>, its cells without text.
func isWidths(attrs []html.Attribute) bool { return number(attr(attrs, "height")) == 0 }

// value returns what a form's field shows, for forms that were filled in the
// browser and saved.
func value(attrs []html.Attribute) string {
	switch strings.ToLower(attr(attrs, "type")) {
	case "", "text", "number", "tel":
		return attr(attrs, "value")
	}
	return ""
}
