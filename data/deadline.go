package data

import (
	"fmt"
	"slices"
	"time"
)

// DeadlineKinds lists a report year's deadlines in the order of the season.
func DeadlineKinds() []DeadlineKind {
	return []DeadlineKind{DeadlineInternal, DeadlinePublic, DeadlineSuperior}
}

// Label returns the word shown to a clerk, "" for none of the kinds.
func (k DeadlineKind) Label() string {
	switch k {
	case DeadlineInternal:
		return "内部报送"
	case DeadlinePublic:
		return "公开发布"
	case DeadlineSuperior:
		return "报市"
	}
	return ""
}

// LawDeadline returns the law's last day for the report year: of the agencies'
// reports 31 January of the next year from report year 2019 (条例第四十九条),
// 31 March before (2007年条例第三十一条); of the county's report, which stands
// on theirs, 31 March (条例第五十条).
func LawDeadline(what DeadlineKind, year int) time.Time {
	if year >= 2019 && what != DeadlineSuperior {
		return time.Date(year+1, time.January, 31, 0, 0, 0, 0, time.UTC)
	}
	return time.Date(year+1, time.March, 31, 0, 0, 0, 0, time.UTC)
}

// Deadline returns the last day as it holds, at midnight UTC: the one that a
// person set, else the law's.
func Deadline(sets []DeadlineSet, what DeadlineKind, year int) time.Time {
	i := slices.IndexFunc(sets, func(s DeadlineSet) bool { return s.What == what && s.Year == year })
	if i >= 0 {
		if day, err := time.Parse(time.DateOnly, sets[i].Day); err == nil {
			return day
		}
	}
	return LawDeadline(what, year)
}

// ProposedDeadline is the law's day or, where the office does not work on it,
// the last working day before, with a sentence that says so; the sentence is
// empty where nothing was moved.
func ProposedDeadline(what DeadlineKind, year int) (day time.Time, warning string) {
	law := LawDeadline(what, year)
	day = law
	for DayOff(day) != "" {
		day = day.AddDate(0, 0, -1)
	}
	if !day.Equal(law) {
		warning = fmt.Sprintf("%s，建议提前到%s", offText(law), day.Format("1月2日"))
	}
	return day, warning
}

// DeadlineWarning says that a day stands on a weekend or in the Spring
// Festival; empty for a working day.
func DeadlineWarning(day time.Time) string {
	if DayOff(day) == "" {
		return ""
	}
	return offText(day)
}

func offText(day time.Time) string {
	off := DayOff(day)
	if off == springHoliday {
		off = "在" + off + "内"
	} else {
		off = "是" + off
	}
	return day.Format("1月2日") + off
}

const springHoliday = "春节假期"

// DayOff names why an office does not work on the day: 春节假期, 星期六,
// 星期日; empty for a working day. Working weekends (调休) and other holidays,
// which fall on no deadline, are not known.
func DayOff(day time.Time) string {
	if inSpringFestival(day) {
		return springHoliday
	}
	switch day.Weekday() {
	case time.Saturday:
		return "星期六"
	case time.Sunday:
		return "星期日"
	}
	return ""
}

// inSpringFestival: seven days, from the first day of the year (初一) before
// 2025, from New Year's Eve (除夕), a holiday by law since then.
func inSpringFestival(day time.Time) bool {
	first, ok := SpringFestival(day.Year())
	if !ok {
		return false
	}
	if day.Year() >= 2025 {
		first = first.AddDate(0, 0, -1)
	}
	date := time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, time.UTC)
	return !date.Before(first) && date.Before(first.AddDate(0, 0, 7))
}

// Years of which the Spring Festival is known.
const (
	firstSpring = 2008
	lastSpring  = 2040
)

// SpringFestival returns 春节 (正月初一) of a calendar year from 2008 to 2040;
// ok is false for any other. The dates, month and day, are those of
// the Hong Kong Observatory's tables (公曆與農曆日期對照表); of two new moons at
// midnight, 2027 and 2030, other tables are a day off.
func SpringFestival(year int) (first time.Time, ok bool) {
	if year < firstSpring || year > lastSpring {
		return time.Time{}, false
	}
	days := [...]int{
		207, 126, 214, 203, 123, 210, 131, 219, 208, 128, 216, // 2008-2018
		205, 125, 212, 201, 122, 210, 129, 217, 206, 126, 213, // 2019-2029
		203, 123, 211, 131, 219, 208, 128, 215, 204, 124, 212, // 2030-2040
	}
	d := days[year-firstSpring]
	return time.Date(year, time.Month(d/100), d%100, 0, 0, 0, 0, time.UTC), true
}
