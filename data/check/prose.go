package check

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data"
)

// Bounds of the text that is searched. A report of forty pages is within them.
const (
	maxProse    = 200_000 // bytes of all chapters
	maxSentence = 3_000   // bytes; the rest of a longer one is not searched
)

// sentence is a sentence of the prose, folded to half width and without
// white space.
type sentence struct {
	text    string
	chapter string // title of its chapter
	section string // the heading it stands under: （二）依申请公开; may be empty
	last    string // the sentence before it in the chapter
}

// sentences splits the chapters' texts.
func sentences(chapters []data.Chapter) []sentence {
	var out []sentence
	left := maxProse
	for _, c := range chapters {
		section, last := "", ""
		if len(c.Text) > left {
			break
		}
		left -= len(c.Text)
		for text := range strings.FieldsFuncSeq(fold(c.Text), endsSentence) {
			if len(text) > maxSentence {
				text = strings.ToValidUTF8(text[:maxSentence], "")
			}
			if numbered(text) {
				section = text
			}
			out = append(out, sentence{text, c.Title, section, last})
			last = text
		}
	}
	return out
}

func endsSentence(r rune) bool { return r == '。' || r == '!' || r == '?' }

// numbered reports whether a sentence begins with （一）.
func numbered(text string) bool {
	rest, ok := strings.CutPrefix(text, "(")
	if !ok {
		return false
	}
	r, n := utf8.DecodeRuneInString(rest)
	return strings.ContainsRune("一二三四五六七八九十", r) && strings.HasPrefix(strings.TrimLeft(rest[n:], "一二三四五六七八九十"), ")")
}

// fold brings a text to half width and drops its white space and the commas
// inside numbers. A line break ends a sentence only after a heading and
// before a numbered paragraph, for in a PDF it may stand anywhere.
func fold(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	start := 0 // of the line in b
	for i, r := range text {
		switch {
		case r == '\n':
			line := b.String()[start:]
			if numbered(line) && len(line) < 3*maxHeadingLine && !strings.ContainsAny(line, "。,") || opens(text[i+1:]) {
				b.WriteRune('。')
			}
			start = b.Len()
		case unicode.IsSpace(r):
		case r == ',' && groups(text[:i], text[i+1:]):
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		default:
			b.WriteRune(half(r))
		}
	}
	return b.String()
}

const maxHeadingLine = 25 // characters of a heading inside a chapter

// half folds a full-width letter, digit or sign.
func half(r rune) rune {
	if r >= '！' && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

// opens reports whether a line begins with （一 or the like.
func opens(line string) bool {
	line = strings.TrimLeftFunc(line, unicode.IsSpace)
	return strings.HasPrefix(line, "（") || strings.HasPrefix(line, "(")
}

// groups reports whether a comma stands inside 1,234.
func groups(before, after string) bool {
	digit := func(s string, i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }
	return before != "" && digit(before, len(before)-1) && digit(after, 0) && digit(after, 1) && digit(after, 2) && !digit(after, 3)
}

// clause is what stands between two commas, with its numbers.
type clause struct {
	text    string
	aside   bool // it stands in brackets
	amounts []count
}

// count is a number of cases or documents: 42件, 二十三条. Percentages, years
// and the numbers of documents are none.
type count struct {
	at, end int // bytes in the clause
	n       int64
	unit    string // empty where the clause ends with the number
}

// clauses splits a sentence at commas, brackets and after a number in a list.
// Brackets without a digit are left out.
func (s sentence) clauses() []clause {
	var out []clause
	rest, aside := s.text, false
	for rest != "" {
		at := cut(rest)
		if c := (clause{text: rest[:at], aside: aside}); c.text != "" {
			c.amounts = counts(c.text)
			out = append(out, c)
		}
		if at == len(rest) {
			break
		}
		r, n := utf8.DecodeRuneInString(rest[at:])
		switch r {
		case '(':
			aside = true
		case ')':
			aside = false
		}
		rest = rest[at+n:]
	}
	return out
}

// cut returns where the clause ends that begins the text.
func cut(text string) int {
	for i, r := range text {
		switch r {
		case ',', ';', ':', '(', ')':
			return i
		case '、':
			if before, _ := utf8.DecodeLastRuneInString(text[:i]); strings.ContainsRune(units, before) && i > 0 {
				return i
			}
		}
	}
	return len(text)
}

const (
	units    = "件条宗起份例项次"
	numerals = "零〇一二两三四五六七八九十百千万"
)

// counts lists the numbers of a clause that count something.
func counts(text string) []count {
	var out []count
	for i, skip := 0, 0; ; i = skip {
		next := strings.IndexFunc(text[i:], numeral)
		if next < 0 {
			return out
		}
		i += next
		if c, ok := countAt(text, i); ok {
			out = append(out, c)
		}
		skip = len(text) - len(trimNumber(text[i:]))
	}
}

func numeral(r rune) bool {
	return r >= '0' && r <= '9' || r >= '〇' && strings.ContainsRune(numerals, r)
}

// trimNumber drops a number in digits or in characters.
func trimNumber(text string) string {
	if rest := strings.TrimLeft(text, "0123456789"); len(rest) < len(text) {
		return rest
	}
	return strings.TrimLeft(text, numerals)
}

// countAt reads the number that begins at i, if it counts something.
func countAt(text string, i int) (count, bool) {
	rest := trimNumber(text[i:])
	digits := text[i : len(text)-len(rest)]
	if digits == "" || len(digits) > 30 {
		return count{}, false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	if i > 0 && (strings.ContainsRune("第每逐某这那任同约近超.~-/年月0123456789", before) || digits[0] > '9' && strings.ContainsRune("数几上", before)) {
		return count{}, false
	}
	n, ok := parseCount(digits)
	unit, size := utf8.DecodeRuneInString(rest)
	c := count{i, i + len(digits), n, ""}
	switch {
	case !ok:
		return c, false
	case rest == "":
		return c, strings.ContainsRune("为数量共计", before)
	case !strings.ContainsRune(units, unit):
		return c, false
	}
	next, _ := utf8.DecodeRuneInString(rest[size:])
	c.unit, c.end = string(unit), c.end+size
	return c, len(rest) == size || !strings.ContainsRune("以左", next) && !slices.Contains(notCounted, string(unit)+string(next))
}

// notCounted begin words in which a unit is none: 一件事, 第二十条规定.
var notCounted = []string{"件事", "件套", "条例", "条款", "条龙", "条线", "条规", "份额", "项目", "次会", "次数", "起来"}

func parseCount(digits string) (int64, bool) {
	if digits[0] <= '9' {
		n, err := strconv.ParseInt(digits, 10, 64)
		return n, err == nil && n <= data.MaxCount
	}
	return parseHan(digits)
}

// parseHan reads 二十三, 一百零五 and 二〇.
func parseHan(text string) (int64, bool) {
	if strings.HasPrefix(text, "百") || strings.HasPrefix(text, "千") || strings.HasPrefix(text, "万") {
		return 0, false // 上万
	}
	var sum, section, digit int64
	spelled := true // digit by digit
	for _, r := range text {
		if value := strings.IndexRune("零一二三四五六七八九", r); value >= 0 || r == '〇' || r == '两' {
			n := int64(max(value, 0) / 3)
			if r == '两' {
				n = 2
			}
			if digit = n; spelled {
				section = section*10 + n
			}
			continue
		}
		weight := map[rune]int64{'十': 10, '百': 100, '千': 1000, '万': 10_000}[r]
		if spelled {
			section, spelled = 0, false
		}
		if weight == 10_000 {
			if sum, section, digit = (sum+section+digit)*weight, 0, 0; sum > data.MaxCount {
				return 0, false
			}
			continue
		}
		section, digit = section+max(digit, 1)*weight, 0
	}
	if !spelled {
		section += digit
	}
	n := sum + section
	return n, n >= 0 && n <= data.MaxCount
}
