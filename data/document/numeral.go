package document

import (
	"math"
	"strconv"
	"strings"
)

// Serial numbers of 1990-01-01 and 2100-01-01. A number in a cell with a date
// format is taken for a date between them: somebody typed 1-2 and got a day of
// this year. Below, it is a count in a cell that was given the wrong format.
const (
	firstDate = 32874
	lastDate  = 73051
)

// Numeral returns the text of a workbook's number saved as raw and shown as shown. It is
// what is shown wherever that is the number itself, perhaps rounded or with a
// unit; never a power of ten, and no date or percentage made of a count. odd
// says that a person may want to look.
//
// What stays a date or a percentage is no number to whoever reads it, so that
// it is marked there rather than taken for one.
func Numeral(raw, shown string) (text string, odd bool) {
	v, err := strconv.ParseFloat(raw, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) {
		return shown, false
	}
	value := decimal(v)
	switch {
	case shown == raw || strings.TrimSpace(shown) == "", v == 0 && strings.Trim(shown, " -") == "":
		return value, false
	case strings.ContainsAny(shown, "%％"):
		if v == math.Trunc(v) && v != 1 {
			return value, v != 0
		}
		return shown, true // 100% may be a count of 1, or what it says
	case strings.ContainsAny(shown, "万亿"):
		return shown, false // scaled by its format: the unit belongs to it
	case IsScientific(shown):
		return value, false
	}
	if s, places, ok := printed(shown); ok && math.Abs(v-s) <= 0.5000001*math.Pow10(-places) {
		return shown, math.Abs(v-s) > 1e-9*math.Abs(v)
	}
	if strings.ContainsAny(shown, "/-:年月日") && v >= firstDate && v < lastDate {
		return shown, false
	}
	return value, true
}

// decimal writes a number in plain digits with the 15 that Excel keeps, so
// that 75.769999999999996 is 75.77 again.
func decimal(v float64) string {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
	if err != nil {
		rounded = v
	}
	return strconv.FormatFloat(rounded, 'f', -1, 64)
}

// printed reads the one number that stands in a text, whatever signs and units
// are around it, and how many decimal places it has.
func printed(text string) (v float64, places int, ok bool) {
	text = strings.ReplaceAll(text, ",", "")
	from := strings.IndexAny(text, "0123456789")
	if from < 0 {
		return 0, 0, false
	}
	to := from
	for to < len(text) && (text[to] >= '0' && text[to] <= '9' || text[to] == '.') {
		to++
	}
	if strings.ContainsAny(text[to:], "0123456789") {
		return 0, 0, false
	}
	v, err := strconv.ParseFloat(text[from:to], 64)
	if err != nil {
		return 0, 0, false
	}
	if strings.HasSuffix(strings.TrimSpace(text[:from]), "-") {
		v = -v
	}
	if _, fraction, found := strings.Cut(text[from:to], "."); found {
		places = len(fraction)
	}
	return v, places, true
}

// IsScientific reports whether the text is a number with a power of ten.
func IsScientific(text string) bool {
	if !strings.ContainsAny(text, "eE") {
		return false
	}
	_, err := strconv.ParseFloat(text, 64)
	return err == nil
}
