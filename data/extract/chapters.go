package extract

import (
	"strings"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data"
)

// Bounds of the prose that a report keeps.
const (
	maxChapters    = 20
	maxChapterText = 20_000 // bytes
	maxHeading     = 40     // characters
)

// numbered reports whether the text begins as a chapter's heading does: 一、总体情况.
func numbered(s string) bool {
	rest := strings.TrimLeft(s, "一二三四五六七八九十")
	if n := utf8.RuneCountInString(s[:len(s)-len(rest)]); n == 0 || n > 3 {
		return false
	}
	rest = strings.TrimLeft(rest, whiteSpace)
	stop, n := utf8.DecodeRuneInString(rest)
	return strings.ContainsRune("、.．,，", stop) && strings.TrimLeft(rest[n:], whiteSpace) != ""
}

// whiteSpace is that of ASCII.
const whiteSpace = " \t\n\f\r"

// chapters gathers the numbered parts of the prose; tables are left out.
func chapters(lines []line, inTable map[int]bool) []data.Chapter {
	var out []data.Chapter
	for i := range lines {
		l := &lines[i]
		if l.grid != nil && (inTable[i] || l.sheet == "") {
			continue
		}
		for part := range strings.SplitSeq(l.only(), "\n") {
			part = strings.TrimFunc(part, isSpace)
			if head, rest, ok := heading(part); ok && len(out) < maxChapters {
				out = append(out, data.Chapter{Title: head, Text: rest})
			} else if n := len(out); n > 0 {
				addText(&out[n-1], part)
			}
		}
	}
	return out
}

// heading splits a chapter's heading from the text that may follow it in the
// same paragraph.
func heading(s string) (head, rest string, ok bool) {
	if !numbered(s) {
		return "", "", false
	}
	head = s
	if at := strings.IndexAny(s, "。：:；"); at >= 0 {
		_, n := utf8.DecodeRuneInString(s[at:])
		head, rest = s[:at], strings.TrimFunc(s[at+n:], isSpace)
	}
	if utf8.RuneCountInString(head) > maxHeading {
		return "", "", false
	}
	return head, rest, true
}

func addText(c *data.Chapter, text string) {
	if text == "" || strings.HasPrefix(text, "第二十条") || len(c.Text)+len(text) > maxChapterText {
		return
	}
	if c.Text != "" {
		c.Text += "\n"
	}
	c.Text += text
}
