package xls

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// lastDay is 9999-12-31, where Excel's days end.
const lastDay = 2958465

// showDate writes a number as the day and time that it counts; as hashes, as
// Excel does, where there is no such day.
func (s *section) showDate(v float64) string {
	if v < 0 || v > lastDay+1 {
		return "####"
	}
	day := math.Floor(v)
	seconds := math.Round((v - day) * 24 * 60 * 60)
	start := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if day < 60 {
		day++ // Excel counts a 29 February 1900
	}
	t := start.AddDate(0, 0, int(day)).Add(time.Duration(seconds) * time.Second)
	var out strings.Builder
	for _, p := range s.pieces {
		out.WriteString(p.date(t))
	}
	return out.String()
}

// date writes one part of a date.
func (p piece) date(t time.Time) string {
	n := 0
	switch p.kind {
	case 'y':
		if len(p.text) <= 2 {
			return t.Format("06")
		}
		return t.Format("2006")
	case 'm':
		if len(p.text) > 2 {
			return t.Format("Jan")
		}
		n = int(t.Month())
	case 'd':
		if len(p.text) > 2 {
			return t.Format("Mon")
		}
		n = t.Day()
	case 'h':
		n = t.Hour()
	case 'i':
		n = t.Minute()
	case 's':
		n = t.Second()
	default:
		return p.text
	}
	return fmt.Sprintf("%0*d", len(p.text), n)
}
