package dashboard

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// textPart is a piece of a text; Hit pieces are words that were searched for.
type textPart struct {
	Text string
	Hit  bool
}

// folded brings a character to half width and lower case, one for one, so
// that places in the folded text are places in the text.
func folded(r rune) rune {
	switch {
	case r >= '！' && r <= '～':
		r = r - '！' + '!'
	case r == '\u3000':
		r = ' '
	}
	return unicode.ToLower(r)
}

// searchWords splits what was typed into folded words, each once.
func searchWords(typed string) []string {
	var out []string
	for w := range strings.FieldsSeq(strings.Map(folded, typed)) {
		if !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// holdsAll reports whether the text holds every one of the folded words.
func holdsAll(text string, words []string) bool {
	text = strings.Map(folded, text)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// marked splits a text at the places of the folded words. Places that overlap
// or touch are one.
func marked(text string, words []string) []textPart {
	runes := []rune(text)
	hit := make([]bool, len(runes))
	plain := strings.Map(folded, text)
	for _, w := range words {
		length := utf8.RuneCountInString(w)
		at := 0 // characters before rest
		for rest := plain; ; {
			i := strings.Index(rest, w)
			if i < 0 {
				break
			}
			at += utf8.RuneCountInString(rest[:i])
			for k := at; k < at+length; k++ {
				hit[k] = true
			}
			_, size := utf8.DecodeRuneInString(rest[i:])
			rest, at = rest[i+size:], at+1
		}
	}
	var out []textPart
	for from := 0; from < len(runes); {
		to := from + 1
		for to < len(runes) && hit[to] == hit[from] {
			to++
		}
		out = append(out, textPart{string(runes[from:to]), hit[from]})
		from = to
	}
	return out
}

// shortLine is how many characters a line has at least that may go on in the
// next: headings are shorter.
const shortLine = 24

// paragraphs joins lines that a file of fixed lines broke: a line that is long
// and does not end a sentence goes on in the next, unless that one is
// numbered. Empty lines are left out.
func paragraphs(text string) []string {
	var out []string
	open := false
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			open = false
			continue
		}
		if open && !opensParagraph(line) {
			out[len(out)-1] += line
		} else {
			out = append(out, line)
		}
		last, _ := utf8.DecodeLastRuneInString(line)
		open = (open || utf8.RuneCountInString(line) >= shortLine) && !strings.ContainsRune("。！？；：.!?;:”）)", last)
	}
	return out
}

// opensParagraph reports whether a line begins with a number of its own.
func opensParagraph(line string) bool {
	if strings.HasPrefix(line, "（") || strings.HasPrefix(line, "(") {
		return true
	}
	for i, r := range line {
		if !strings.ContainsRune("0123456789一二三四五六七八九十", r) {
			return i > 0 && strings.ContainsRune("、.．是", r)
		}
	}
	return false
}
