package extract

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLabel is the longest text, in characters, that is taken for a label; the
// form's longest has 45.
const maxLabel = 120

// label is a cell's text made ready for comparison: width folded, white
// space, punctuation, quotes and numbering (一、 （一） 1. 1、 ①) gone. Both are
// empty for a text that cannot be a label, such as a number.
type label struct {
	full string // words in brackets kept
	bare string // words in brackets left out
}

func (l label) empty() bool { return l.full == "" }

// newLabel is called for every cell of every document: what it works on stays
// on the stack.
func newLabel(text string) label {
	if !hasWords(text) || len(text) > 4*maxLabel {
		return label{}
	}
	runes := make([]rune, 0, 4*maxLabel)
	for _, r := range text {
		if !isSpace(r) {
			runes = append(runes, fold(r))
		}
	}
	runes = dropNumbering(runes)
	full := letters(runes)
	if outside := dropBrackets(runes); len(outside) < len(runes) {
		if bare := letters(outside); bare != "" {
			return label{full: full, bare: bare}
		}
	}
	return label{full: full, bare: full}
}

// isHan reports the common characters; the tables of package unicode, which
// know the rare ones too, take most of an extraction's time where every
// character goes through them.
func isHan(r rune) bool { return r >= '\u4e00' && r <= '\u9fff' }

func hasWords(text string) bool {
	for _, r := range text {
		if isHan(r) || r >= 0x2e80 && unicode.Is(unicode.Han, r) {
			return true
		}
	}
	return false
}

// fold makes full-width ASCII half-width.
func fold(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		return r - 0xfee0
	case r == '〔', r == '［', r == '【':
		return '['
	case r == '〕', r == '］', r == '】':
		return ']'
	}
	return r
}

// isSpace reports white space and characters without width.
func isSpace(r rune) bool {
	switch {
	case r < 0x80:
		return r == ' ' || r >= '\t' && r <= '\r'
	case isHan(r):
		return false
	case r >= 0x200b && r <= 0x200f, r == 0x2060, r == 0xfeff, r == 0x00ad:
		return true
	}
	return unicode.IsSpace(r)
}

func blankText(text string) bool {
	for _, r := range text {
		if !isSpace(r) {
			return false
		}
	}
	return true
}

// letters is the letters and digits among runes, which are at most as many as
// newLabel takes.
func letters(runes []rune) string {
	text := make([]byte, 0, 4*maxLabel)
	for _, r := range runes {
		if isHan(r) || unicode.IsLetter(r) || unicode.IsDigit(r) {
			text = utf8.AppendRune(text, r)
		}
	}
	return string(bytes.TrimPrefix(text, ofWhich))
}

var ofWhich = []byte("其中")

func isNumeral(r rune) bool {
	switch r {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十':
		return true
	}
	return false
}

// dropNumbering removes the numbers of headings and items. Those in brackets
// and those with a stop go wherever they stand, since a cell may hold a group's
// label and its item's together. It works in place.
func dropNumbering(runes []rune) []rune {
	out := runes[:0]
	for i := 0; i < len(runes); {
		if n := numbering(runes[i:], len(out) == 0); n > 0 {
			i += n
			continue
		}
		out = append(out, runes[i])
		i++
	}
	return out
}

// numbering returns the length of the number at the front of runes, or 0.
func numbering(runes []rune, first bool) int {
	r := runes[0]
	switch {
	case r >= '①' && r <= '⑳', r >= '⒈' && r <= '⒛', r >= '⑴' && r <= '⒇', r >= '㈠' && r <= '㈩':
		return 1
	case r == '(':
		n := run(runes[1:])
		if n > 0 && n+1 < len(runes) && runes[n+1] == ')' {
			return n + 2
		}
		return 0
	}
	n := run(runes)
	if n == 0 || n > 3 {
		return 0
	}
	han := isNumeral(r)
	if n < len(runes) && strings.ContainsRune("、.．)", runes[n]) && (first || !han) {
		return n + 1
	}
	// 1属于国家秘密: the stop was lost.
	if first && !han && n <= 2 && n < len(runes) && unicode.Is(unicode.Han, runes[n]) {
		return n
	}
	return 0
}

// run returns the length of the digits, or of the Chinese numerals, in front.
func run(runes []rune) int {
	if len(runes) == 0 {
		return 0
	}
	is := isNumeral
	if !isNumeral(runes[0]) {
		is = func(r rune) bool { return r >= '0' && r <= '9' }
	}
	n := 0
	for n < len(runes) && is(runes[n]) {
		n++
	}
	return n
}

// dropBrackets removes what stands in brackets; an unclosed one reaches to the
// end. It works in place.
func dropBrackets(runes []rune) []rune {
	out := runes[:0]
	depth := 0
	for _, r := range runes {
		switch r {
		case '(', '[':
			depth++
		case ')', ']':
			depth = max(depth-1, 0)
		default:
			if depth == 0 {
				out = append(out, r)
			}
		}
	}
	return out
}

// distance is the number of characters to insert, drop or change to make a
// into b; it stops counting above limit and returns limit+1.
func distance(a, b []rune, limit int) int {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > limit {
		return limit + 1
	}
	var space [2 * (maxLabel + 1)]int
	prev, next := space[:len(a)+1], space[maxLabel+1:maxLabel+2+len(a)]
	for i := range prev {
		prev[i] = i
	}
	for j, y := range b {
		next[0] = j + 1
		best := next[0]
		for i, x := range a {
			cost := prev[i]
			if x != y {
				cost = 1 + min(prev[i], prev[i+1], next[i])
			}
			next[i+1] = cost
			best = min(best, cost)
		}
		if best > limit {
			return limit + 1
		}
		prev, next = next, prev
	}
	return prev[len(a)]
}

// tolerance is how many characters of a label may be lost or misspelt. A label
// of three characters or fewer must be exact.
func tolerance(length int) int {
	if length < 4 {
		return 0
	}
	return min(length/3, 6)
}

// minPrefix is the shortest beginning of a label that stands for the whole.
const minPrefix = 5

// likeness returns how far text is from a form's label: its distance, 1 where
// one only carries on the other, or -1 where they are too far apart.
func likeness(text, want []rune) int {
	if len(text) > maxLabel || len(want) > maxLabel {
		return -1
	}
	if n := min(len(text), len(want)); n >= minPrefix && slices.Equal(text[:n], want[:n]) {
		return 1
	}
	limit := tolerance(len(want))
	if d := distance(text, want, limit); d <= limit {
		return d
	}
	return -1
}
