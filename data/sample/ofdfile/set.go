package ofdfile

import (
	"fmt"
	"strings"
	"unicode"
)

// The page: A4 across, with usual margins, in millimetres. Sizes of type are
// those of official documents: 二号, 三号 and, in tables, 五号.
const (
	width    = 210.0
	side     = 27.0
	top      = 30.0
	foot     = 28.0 // below the text; the page's number stands in it
	titleEm  = 22 * point
	bodyEm   = 16 * point
	tableEm  = 10.5 * point
	pageEm   = 14 * point
	bodyLead = 28 * point
	rowLead  = 16 * point
	pad      = 0.8 // above and below a cell's text
	margin   = 1.9 // beside it
	numberAt = 15.0
)

// setter sets blocks on pages.
type setter struct {
	style Style
	pages []*page
	y     float64 // where the next block begins
}

// set sets blocks on pages and numbers these.
func set(blocks []Block, s Style) []*page {
	t := &setter{style: s}
	t.turn()
	for _, b := range blocks {
		switch {
		case b.Table != nil:
			t.table(b.Table)
		case b.Kind == Title:
			t.text(b.Text, titleEm, 34*point, 0, true)
			t.y += bodyLead / 2
		default:
			t.text(b.Text, bodyEm, bodyLead, 2*bodyEm, false)
		}
	}
	for i, p := range t.pages {
		number := fmt.Sprintf("- %d -", i+1)
		p.runs = append(p.runs, run{(width - widthOf(number, pageEm)) / 2, s.Height - numberAt, pageEm, number})
	}
	return t.pages
}

// turn begins a page.
func (t *setter) turn() {
	t.pages = append(t.pages, &page{})
	t.y = top
}

func (t *setter) page() *page { return t.pages[len(t.pages)-1] }

// free is the height that is left on the page.
func (t *setter) free() float64 { return t.style.Height - foot - t.y }

// text sets a paragraph.
func (t *setter) text(text string, em, lead, indent float64, centred bool) {
	for i, l := range wrap(text, width-2*side, indent, em) {
		if t.free() < lead {
			t.turn()
		}
		x := side
		switch {
		case centred:
			x = (width - widthOf(l, em)) / 2
		case i == 0:
			x += indent
		}
		t.y += lead
		if l != "" {
			t.page().runs = append(t.page().runs, run{x, t.y - (lead-em)/2 - (1-ascent)*em, em, l})
		}
	}
}

// wrap breaks text into lines of a width, the first shorter by the indent.
// Words and numbers are broken only where they fill a line.
func wrap(text string, wide, indent, em float64) []string {
	var out []string
	for _, piece := range strings.Split(text, "\n") {
		line, used := "", indent
		for _, word := range words(piece) {
			w := widthOf(word, em)
			if used+w > wide && line != "" {
				out = append(out, line)
				line, used = "", 0
			}
			for used+w > wide && len([]rune(word)) > 1 {
				n := max(int((wide-used)/(em/2)), 1)
				out = append(out, word[:n])
				word = word[n:]
				w, used = widthOf(word, em), 0
			}
			line, used = line+word, used+w
		}
		out = append(out, line)
		indent = 0
	}
	return out
}

// words cuts text where a line may break: around each character that is not of
// a Latin word or number.
func words(text string) []string {
	var out []string
	inside := false
	for _, r := range text {
		word := r < 0x80 && !unicode.IsSpace(r)
		if word && inside {
			out[len(out)-1] += string(r)
		} else {
			out = append(out, string(r))
		}
		inside = word
	}
	return out
}
