package extract

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/form"
)

// unit is the unit of an amount.
type unit uint8

const (
	noUnit unit = iota
	yuan        // 元
	wan         // 万元
)

// number is what a cell's text says.
type number struct {
	state data.State
	value int64
	doubt data.Doubt
}

func unreadable(why data.Doubt) number { return number{state: data.Unreadable, doubt: why} }

// maxNumber is the longest text, in bytes, that is read as a number with its
// remark.
const maxNumber = 400

// zeroMarks are what officials write for 0.
const zeroMarks = " / // \\ - -- --- — —— ——— – ― ― ―― − ／ ─ ── 无 零 "

// countUnits may follow a count.
var countUnits = []string{"人次", "件", "条", "项", "次", "个", "篇", "人", "份", "起", "宗", "例", "家"}

// parseNumber reads a cell. around is the unit that header, label or caption
// give to an amount whose cell gives none.
func parseNumber(text string, m form.Measure, around unit) number {
	if blankText(text) {
		return number{state: data.Blank}
	}
	if len(text) > maxNumber {
		return unreadable(data.DoubtNotNumber)
	}
	if strings.TrimSpace(text) == document.PictureText || strings.ContainsRune(text, '\ufffd') {
		return unreadable(data.DoubtDamaged)
	}
	s := foldText(text)
	if isZeroMark(s) {
		return number{state: data.Read}
	}
	s, remark := cutRemark(s)
	if isUnit(remark, m) {
		s, remark = s+remark, ""
	}
	s, spaced := closeUp(s)
	own, s := cutUnit(s, m)
	if own != noUnit {
		around = own
	}
	n := readSigned(s, m, around)
	if n.state != data.Read {
		return n
	}
	switch {
	case spaced:
		n.doubt = data.DoubtSpaced
	case remark != "":
		n.doubt = data.DoubtAnnotated
	case m == form.Amount && around == noUnit && n.value != 0 && n.doubt == data.DoubtNone:
		n.doubt = data.DoubtNoUnit
	}
	if n.doubt != data.DoubtNone {
		n.state = data.Doubtful
	}
	return n
}

// foldText makes the text half-width, with one kind of white space, trimmed.
func foldText(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r >= 0x200b && r <= 0x200f, r == 0xfeff, r == 0x2060, r == 0xad:
			return -1
		case isSpace(r):
			return ' '
		case r == '−', r == '﹣':
			return '-'
		case r == '﹢':
			return '+'
		}
		return fold(r)
	}, text))
}

func isZeroMark(s string) bool {
	return len(s) < 16 && !strings.Contains(s, " ") && strings.Contains(zeroMarks, " "+s+" ")
}

// figureLike reports whether the text could stand in a figure's cell: a
// number in any measure, or a mark for 0.
func figureLike(text string) bool {
	if len(text) > maxNumber {
		return false
	}
	plain, some := text != "", false
	for _, r := range text {
		digit := r >= '0' && r <= '9'
		plain = plain && digit
		some = some || digit || r >= '０' && r <= '９'
	}
	if plain || !some {
		return plain || len(text) < 16 && isZeroMark(foldText(text))
	}
	for _, m := range []form.Measure{form.Delta, form.Amount} {
		if n := parseNumber(text, m, wan); n.state.HasValue() {
			return true
		}
	}
	return false
}

// cutRemark splits 22(其中修订16件) into number and remark.
func cutRemark(s string) (number, remark string) {
	open := strings.IndexAny(s, "([")
	if open <= 0 || !strings.HasSuffix(s, ")") && !strings.HasSuffix(s, "]") {
		return s, ""
	}
	return strings.TrimSpace(s[:open]), strings.Trim(s[open:], "()[] ")
}

func isUnit(word string, m form.Measure) bool {
	if m == form.Amount {
		return word == "万元" || word == "元"
	}
	return slices.Contains(countUnits, word)
}

// closeUp removes white space; inside tells that some stood between digits.
func closeUp(s string) (out string, inside bool) {
	if !strings.Contains(s, " ") {
		return s, false
	}
	parts := strings.Fields(s)
	for i := 1; i < len(parts); i++ {
		before, after := parts[i-1], parts[i]
		if digitLike(before[len(before)-1]) && digitLike(after[0]) {
			inside = true
		}
	}
	return strings.Join(parts, ""), inside
}

func digitLike(b byte) bool { return b >= '0' && b <= '9' || b == '.' || b == ',' }

// readSigned reads a number without its unit.
func readSigned(s string, m form.Measure, u unit) number {
	negative := false
	switch m {
	case form.Delta:
		s, negative = cutSign(s)
	case form.Amount:
		s = strings.TrimLeft(s, "¥￥")
	}
	if rest, ok := strings.CutPrefix(s, "-"); ok {
		if n := readPlain(rest, m, u); n.state != data.Read {
			return unreadable(data.DoubtNotNumber)
		}
		return unreadable(data.DoubtNegative)
	}
	n := readPlain(s, m, u)
	if negative {
		n.value = -n.value
	}
	return n
}

func readPlain(s string, m form.Measure, u unit) number {
	if m == form.Amount {
		return readAmount(s, u)
	}
	return readCount(s)
}

// cutSign takes the sign of a change: -1, +3, 减少6, 增2, ↓1.
func cutSign(s string) (rest string, negative bool) {
	for _, word := range []string{"减少了", "减少", "减", "下降", "↓", "-"} {
		if rest, ok := strings.CutPrefix(s, word); ok {
			return rest, true
		}
	}
	for _, word := range []string{"增加了", "增加", "新增", "增", "上升", "↑", "+"} {
		if rest, ok := strings.CutPrefix(s, word); ok {
			return rest, false
		}
	}
	return s, false
}

// cutUnit takes the unit off the number's end.
func cutUnit(s string, m form.Measure) (unit, string) {
	if m == form.Amount {
		for _, u := range []struct {
			word string
			unit unit
		}{{"万元", wan}, {"万", wan}, {"元", yuan}} {
			if rest, ok := strings.CutSuffix(s, u.word); ok {
				return u.unit, rest
			}
		}
		return noUnit, s
	}
	for _, u := range countUnits {
		if rest, ok := strings.CutSuffix(s, u); ok {
			return noUnit, rest
		}
	}
	return noUnit, s
}

// decimal splits a plain decimal into digits before and after the point.
// Separators must stand between groups of three.
func decimal(s string) (whole, rest string, ok bool) {
	whole, rest, point := strings.Cut(s, ".")
	if point && rest == "" || whole == "" {
		return "", "", false
	}
	if strings.Contains(whole, ",") {
		groups := strings.Split(whole, ",")
		if len(groups[0]) == 0 || len(groups[0]) > 3 || groups[0][0] == '0' {
			return "", "", false
		}
		for _, g := range groups[1:] {
			if len(g) != 3 {
				return "", "", false
			}
		}
		whole = strings.Join(groups, "")
	}
	for _, part := range []string{whole, rest} {
		for i := range len(part) {
			if part[i] < '0' || part[i] > '9' {
				return "", "", false
			}
		}
	}
	return whole, rest, true
}

func readCount(s string) number {
	whole, rest, ok := decimal(s)
	switch {
	case !ok:
		return unreadable(data.DoubtNotNumber)
	case strings.Trim(rest, "0") != "":
		return unreadable(data.DoubtFraction)
	}
	value, ok := digits(whole, data.MaxCount)
	if !ok {
		return unreadable(data.DoubtTooLarge)
	}
	return number{state: data.Read, value: value}
}

func readAmount(s string, u unit) number {
	whole, rest, ok := decimal(s)
	if !ok {
		return unreadable(data.DoubtNotNumber)
	}
	places := 6 // digits of a 万元 down to the 分
	if u == yuan {
		places = 2
	}
	rest = strings.TrimRight(rest, "0")
	up := int64(0)
	doubt := data.DoubtNone
	if len(rest) > places {
		doubt = data.DoubtFiner
		if rest[places] >= '5' {
			up = 1
		}
		rest = rest[:places]
	}
	value, ok := digits(whole+rest+strings.Repeat("0", places-len(rest)), data.MaxAmount-up)
	if !ok {
		return unreadable(data.DoubtTooLarge)
	}
	return number{state: data.Read, value: value + up, doubt: doubt}
}

// digits reads decimal digits up to a limit.
func digits(s string, limit int64) (int64, bool) {
	var n int64
	for i := range len(s) {
		n = n*10 + int64(s[i]-'0')
		if n > limit {
			return 0, false
		}
	}
	return n, true
}

// unitIn returns the unit of an amount that a header, label or caption names.
func unitIn(text string) unit {
	s := compact(text)
	if strings.Contains(s, "万元") {
		return wan
	}
	for _, word := range []string{"(元)", "单位:元", "(单位元)", "、元", "/元"} {
		if strings.Contains(s, word) {
			return yuan
		}
	}
	if s == "元" {
		return yuan
	}
	return noUnit
}

// measureOf returns how a cell is measured.
func measureOf(code string) form.Measure {
	if c := form.CellOf("", code); c != nil {
		return c.Measure
	}
	return form.Count
}
