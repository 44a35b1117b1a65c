package pages

import (
	"strings"
	"unicode"
)

// pageNumber is what pages are numbered by: 3, - 3 -, 第3页, 第3页共6页, 3/6.
var pageNumber = pattern(`^(?:[-—–―─·.~～|]*\d{1,3}[-—–―─·.~～|]*|第?\d{1,3}页?[/／]共?\d{1,3}页?|第\d{1,3}页[,，、]?共\d{1,3}页|第?\d{1,3}页|第[一二三四五六七八九十]{1,3}页|Page\d{1,3}(?:of\d{1,3})?)$`)

// stamp is what a browser prints at the edges of a page.
var stamp = pattern(`(?:file|https?)://|\d{1,2}:\d\d(?:\D|$)|about:blank`)

// The upper and lower parts of a page in which head and foot lines stand.
const edgeZone = 0.12

// markFurniture marks page numbers and the lines that pages repeat at their
// edges. Of a line that is repeated, the first stays: it may be all that tells
// whose report it is.
func markFurniture(pages [][]item) {
	seen := map[string][]*item{}
	for _, items := range pages {
		for i := range items {
			it := &items[i]
			if it.part != nil || !it.atEdge() {
				continue
			}
			plain := compact(it.line.text)
			if pageNumber().MatchString(plain) && outermost(items, i) {
				it.furniture = true
				continue
			}
			key := strings.Map(func(r rune) rune {
				if unicode.IsDigit(r) {
					return '0'
				}
				return r
			}, plain)
			seen[key] = append(seen[key], it)
		}
	}
	for _, same := range seen {
		markRepeated(same)
	}
}

// markRepeated marks lines that are alike where they stand alike.
func markRepeated(same []*item) {
	first := same[0]
	for _, it := range same[1:] {
		if it.page == first.page || abs(it.line.base-first.line.base) > 4 && abs(it.page.size.B-it.line.base-first.page.size.B+first.line.base) > 4 {
			continue
		}
		it.furniture = true
		if stamp().MatchString(first.line.text) {
			first.furniture = true
		}
	}
}

func (i *item) atEdge() bool {
	h := i.page.size.B
	return i.line.box.Centre() < edgeZone*h || i.line.box.Centre() > (1-edgeZone)*h
}

// outermost reports whether nothing stands between the i-th item and the edge
// of the page that is nearest to it, except what stands beside it.
func outermost(items []item, i int) bool {
	at := items[i].line.box
	if at.Centre() < items[i].page.size.B/2 {
		for _, before := range items[:i] {
			if !before.furniture && before.bounds().B < at.Centre() {
				return false
			}
		}
		return true
	}
	for _, after := range items[i+1:] {
		if after.bounds().T > at.Centre() && !stamp().MatchString(after.line.text) {
			return false
		}
	}
	return true
}

// compact is the text without white space.
func compact(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, text)
}

func abs(x float64) float64 { return max(x, -x) }
