package ofd

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/nianbao/nianbao/data/reader/pages"
)

// number reads a number; ok is false where the text is none.
func number(text string) (x float64, ok bool) {
	x, err := strconv.ParseFloat(text, 64)
	return pages.Finite(x), err == nil
}

// numberOr reads an attribute that may be missing.
func numberOr(text string, missing float64) float64 {
	if x, ok := number(strings.TrimSpace(text)); ok {
		return x
	}
	return missing
}

// numbers reads n numbers; ok is false where there are fewer, or others.
func numbers(text string, n int) (out []float64, ok bool) {
	for field := range strings.FieldsFuncSeq(text, apart) {
		x, is := number(field)
		if !is {
			return nil, false
		}
		if out = append(out, x); len(out) == n {
			return out, true
		}
	}
	return nil, false
}

// apart tells what stands between numbers: white space, and commas of some
// producers.
func apart(r rune) bool { return unicode.IsSpace(r) || r == ',' }

// frame reads a box as it is written: x, y, width, height.
func frame(text string) (x pages.Box, ok bool) {
	v, ok := numbers(text, 4)
	if !ok {
		return x, false
	}
	return pages.Box{L: v[0], T: v[1], R: v[0] + v[2], B: v[1] + v[3]}, true
}

// matrix reads a transformation; one that is missing changes nothing.
func matrix(text string) pages.Matrix {
	v, ok := numbers(text, 6)
	if !ok {
		return pages.Matrix{A: 1, D: 1}
	}
	return pages.Matrix{A: v[0], B: v[1], C: v[2], D: v[3], E: v[4], F: v[5]}
}

// deltas reads the steps between characters, n at most. "g 3 2.5" are three
// steps of 2.5. What follows a piece that is no number is not read.
func deltas(text string, n int) []float64 {
	var out []float64
	const none, group, counted = 0, 1, 2
	state, times := none, 1
	for field := range strings.FieldsFuncSeq(text, apart) {
		if field == "g" && state == none {
			state = group
			continue
		}
		x, ok := number(field)
		if !ok {
			return out
		}
		if state == group {
			state, times = counted, int(x)
			continue
		}
		for ; times > 0 && len(out) < n; times-- {
			out = append(out, x)
		}
		if len(out) == n {
			return out
		}
		state, times = none, 1
	}
	return out
}

// no tells whether an attribute says that something is not so.
func no(text string) bool { return text == "false" || text == "0" }

// yes tells whether an attribute says that something is so.
func yes(text string) bool { return text == "true" || text == "1" }
