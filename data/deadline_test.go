package data_test

import (
	"testing"
	"time"

	"github.com/nianbao/nianbao/data"
)

func TestDeadlineIsTheLawsUntilSet(t *testing.T) {
	t.Parallel()
	sets := []data.DeadlineSet{{Year: 2024, What: data.DeadlineInternal, Day: "2025-01-17"}, {Year: 2023, What: data.DeadlinePublic, Day: "broken"}}
	for _, c := range []struct {
		year int
		what data.DeadlineKind
		want string
	}{
		{2018, data.DeadlineInternal, "2019-03-31"},
		{2018, data.DeadlinePublic, "2019-03-31"},
		{2019, data.DeadlineInternal, "2020-01-31"},
		{2024, data.DeadlineInternal, "2025-01-17"},
		{2024, data.DeadlinePublic, "2025-01-31"},
		{2023, data.DeadlinePublic, "2024-01-31"},
		{2024, data.DeadlineSuperior, "2025-03-31"},
	} {
		if got := data.Deadline(sets, c.what, c.year).Format(time.DateOnly); got != c.want {
			t.Errorf("%s %d: want %s, got %s", c.what, c.year, c.want, got)
		}
	}
	for _, k := range data.DeadlineKinds() {
		if k.Label() == "" {
			t.Errorf("%s has no label", k)
		}
	}
}

func TestProposedDeadlineIsAWorkingDay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		what    data.DeadlineKind
		year    int
		want    string
		warning string
	}{
		{"a working day", data.DeadlineInternal, 2022, "2023-01-31", ""},
		{"in the Spring Festival", data.DeadlineInternal, 2024, "2025-01-27", "1月31日在春节假期内，建议提前到1月27日"},
		{"a Saturday", data.DeadlinePublic, 2025, "2026-01-30", "1月31日是星期六，建议提前到1月30日"},
		{"a Sunday", data.DeadlineInternal, 2026, "2027-01-29", "1月31日是星期日，建议提前到1月29日"},
		{"New Year's Eve before it was a holiday by law", data.DeadlineInternal, 2021, "2022-01-31", ""},
		{"New Year's Day of 2014", data.DeadlineInternal, 2013, "2014-03-31", ""},
		{"the county's own", data.DeadlineSuperior, 2023, "2024-03-29", "3月31日是星期日，建议提前到3月29日"},
		{"New Year's Day on the last day", data.DeadlineInternal, 2032, "2033-01-28", "1月31日在春节假期内，建议提前到1月28日"},
	} {
		day, warning := data.ProposedDeadline(c.what, c.year)
		if got := day.Format(time.DateOnly); got != c.want || warning != c.warning {
			t.Errorf("%s: want %s %q, got %s %q", c.name, c.want, c.warning, got, warning)
		}
	}
}

func TestSpringFestivalHasSevenDays(t *testing.T) {
	t.Parallel()
	for year, days := range map[int][2]string{2024: {"2024-02-10", "2024-02-16"}, 2025: {"2025-01-28", "2025-02-03"}, 2026: {"2026-02-16", "2026-02-22"}} {
		first, last := "", ""
		for d := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() == year; d = d.AddDate(0, 0, 1) {
			if data.DayOff(d) == "春节假期" {
				if first == "" {
					first = d.Format(time.DateOnly)
				}
				last = d.Format(time.DateOnly)
			}
		}
		if got := [2]string{first, last}; got != days {
			t.Errorf("%d: want %v, got %v", year, days, got)
		}
	}
	for year := 2008; year <= 2040; year++ {
		d, ok := data.SpringFestival(year)
		if !ok || d.Before(time.Date(year, 1, 21, 0, 0, 0, 0, time.UTC)) || d.After(time.Date(year, 2, 21, 0, 0, 0, 0, time.UTC)) {
			t.Errorf("%d: %v is no day of the Spring Festival", year, d)
		}
	}
	if _, ok := data.SpringFestival(2041); ok {
		t.Error("2041: want it unknown")
	}
	if got := data.DeadlineWarning(time.Date(2025, 1, 25, 0, 0, 0, 0, time.UTC)); got != "1月25日是星期六" {
		t.Errorf("a saved Saturday: got %q", got)
	}
}
