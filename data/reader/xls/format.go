package xls

import (
	"math"
	"math/big"
	"strconv"
	"strings"
)

// builtIn are the number formats that files use without stating them. Those
// that depend on the language are given as Chinese Excel has them.
var builtIn = func() map[int]string {
	m := map[int]string{
		0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
		14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm",
		27: `yyyy"年"m"月"`, 28: `m"月"d"日"`, 29: `m"月"d"日"`, 30: "m-d-yy", 31: `yyyy"年"m"月"d"日"`, 32: `h"时"mm"分"`, 33: `h"时"mm"分"ss"秒"`,
		34: `h"时"mm"分"`, 35: `h"时"mm"分"ss"秒"`, 36: `yyyy"年"m"月"`, 45: "mm:ss", 46: "h:mm:ss", 47: "mm:ss.0", 48: "##0.0E+0", 49: "@",
		50: `yyyy"年"m"月"`, 51: `m"月"d"日"`, 52: `yyyy"年"m"月"`, 53: `m"月"d"日"`, 54: `m"月"d"日"`, 55: `h"时"mm"分"`, 56: `h"时"mm"分"ss"秒"`,
		57: `yyyy"年"m"月"`, 58: `m"月"d"日"`,
	}
	for _, i := range [...]int{5, 6, 37, 38, 41, 42} {
		m[i] = "#,##0;-#,##0"
	}
	for _, i := range [...]int{7, 8, 39, 40, 43, 44} {
		m[i] = "#,##0.00;-#,##0.00"
	}
	return m
}()

// numberFormat is a number format taken apart.
type numberFormat struct {
	sections []section
	unknown  bool // holds something that is not read
}

// section is what a format does with some of the numbers.
type section struct {
	pieces  []piece
	when    string // "<", ">=" and so on, with limit; empty without a condition
	limit   float64
	percent int
	scale   int // powers of a thousand by which it divides
	whole   int // places before the point
	places  int // places after it
	commas  bool
	date    bool
	powers  bool // written with a power of ten
}

// piece is a part of a section: fixed text, or what kind says.
type piece struct {
	kind byte // 0 text, '0' '#' '?' a digit, '.' the point, 'G' the number as it is, a letter a part of a date
	text string
}

// show writes a number as the format has it. It is not known how where the
// format is not read in full; the text then is the number itself.
func (f *numberFormat) show(v float64, from04 bool) (text string, known bool) {
	raw := strconv.FormatFloat(v, 'g', -1, 64)
	if f.unknown || math.IsNaN(v) || math.IsInf(v, 0) {
		return raw, !f.unknown
	}
	s, sign := f.choose(v)
	switch {
	case s == nil:
		return raw, true
	case s.powers:
		return strconv.FormatFloat(v, 'E', 2, 64), true
	case s.date:
		if from04 {
			v += 1462
		}
		return s.showDate(v), true
	}
	return sign + s.digits(math.Abs(v), raw), true
}

// choose returns the section for a number and the sign that it leaves to be
// written. Without conditions the sections are for positive numbers, negative
// ones and nought.
func (f *numberFormat) choose(v float64) (s *section, sign string) {
	if v < 0 {
		sign = "-"
	}
	conditions := false
	for i := range f.sections {
		s := &f.sections[i]
		conditions = conditions || s.when != ""
		if s.when != "" && s.holds(v) || s.when == "" && conditions {
			return s, sign
		}
	}
	switch n := len(f.sections); {
	case n == 0 || conditions:
		return nil, sign
	case v < 0 && n > 1:
		return &f.sections[1], ""
	case v == 0 && n > 2:
		return &f.sections[2], ""
	}
	return &f.sections[0], sign
}

func (s *section) holds(v float64) bool {
	switch s.when {
	case "<":
		return v < s.limit
	case "<=":
		return v <= s.limit
	case ">":
		return v > s.limit
	case ">=":
		return v >= s.limit
	case "=":
		return v == s.limit
	}
	return v != s.limit
}

// digits writes a number that is not negative, of which raw is the text.
func (s *section) digits(v float64, raw string) string {
	for range s.percent {
		v *= 100
	}
	for range s.scale {
		v /= 1000
	}
	// The 15 digits that Excel keeps, rounded as people do.
	exact, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'e', 14, 64))
	if exact == nil {
		return raw
	}
	whole, fraction, _ := strings.Cut(exact.FloatString(s.places), ".")
	if whole == "0" {
		whole = ""
	}
	var out strings.Builder
	first, at := true, s.whole // at is the place from the point to the left
	after := 0
	for _, p := range s.pieces {
		switch {
		case p.kind == 'G':
			out.WriteString(strings.TrimPrefix(raw, "-"))
		case p.kind == '.':
			out.WriteByte('.')
			at = 0
		case p.kind == 0:
			out.WriteString(p.text)
		case at > 0:
			from := len(whole) - at
			s.wholeDigits(&out, whole, p.kind, from, first)
			first = false
			at--
		case after < len(fraction):
			if p.kind == '0' || strings.Trim(fraction[after:], "0") != "" {
				out.WriteByte(fraction[after])
			}
			after++
		}
	}
	return out.String()
}

// wholeDigits writes the digit at from, at the first place also all before it.
func (s *section) wholeDigits(out *strings.Builder, whole string, kind byte, from int, first bool) {
	if from < 0 {
		if kind == '0' {
			out.WriteByte('0')
		}
		return
	}
	begin := from
	if first {
		begin = 0
	}
	for i := begin; i <= from; i++ {
		out.WriteByte(whole[i])
		if left := len(whole) - 1 - i; s.commas && left > 0 && left%3 == 0 {
			out.WriteByte(',')
		}
	}
}
