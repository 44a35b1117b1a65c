package aggregate

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// Trend returns the item's total for every year from the first of Years to
// the last, years without a report among them. A year from which an agency
// is out of the sum by its succession bears a mark.
func (s *Snapshot) Trend(i Item, scope Scope, withoutErrors bool) []Point {
	var out []Point
	for _, year := range s.span() {
		q := Query{Year: year, Scope: scope, WithoutErrors: withoutErrors}
		p := Point{Year: year, Total: s.sum(&i, q, s.members(q)), Break: slices.Contains(i.Breaks, year)}
		if names := s.left(scope, year); len(names) > 0 {
			p.Mark, p.Reform = strings.Join(names, "、")+"自本年起不计入汇总", true
		}
		out = append(out, p)
	}
	return out
}

// AgencyTrend returns the agency's own value for the same years, whether it
// counts in the sum or not. Before a succession it follows the trend rule: a
// predecessor's value, the sum of all predecessors where all of them state
// the item, else a gap, or nothing but a mark. An unknown key has no report
// in any year.
func (s *Snapshot) AgencyTrend(i Item, key string) []Point {
	var out []Point
	for _, year := range s.span() {
		at := s.stand(key, year)
		p := Point{Year: year, Mark: strings.Join(at.marks, "；"), Reform: at.reform, Cut: at.cut, Break: slices.Contains(i.Breaks, year)}
		if len(at.keys) == 1 {
			p.Agency = at.keys[0]
			p.Total = s.own(&i, data.ReportKey{Agency: p.Agency, Year: year, Kind: data.Unit})
		} else {
			p.Agencies = at.keys
			p.Total = s.whole(&i, at.keys, year)
		}
		out = append(out, p)
	}
	return out
}

// whole adds the item up over agencies of which none may be missing: a part
// of a predecessors' sum would pass for the whole.
func (s *Snapshot) whole(i *Item, keys []string, year int) Total {
	t := Total{Of: len(keys)}
	late := false
	for _, key := range keys {
		b, row := s.find(data.ReportKey{Agency: key, Year: year, Kind: data.Unit})
		if b == nil {
			late = true
			continue
		}
		r := newScanner(b, i).row(row)
		t.add(&r)
	}
	t = t.seal(i)
	if t.Stated < t.Of {
		t.N, t.D, t.Known, t.NoReport = 0, 0, false, late
	}
	return t
}

func (s *Snapshot) own(i *Item, k data.ReportKey) Total {
	b, row := s.find(k)
	if b == nil {
		return reading{}.total()
	}
	return newScanner(b, i).row(row).total()
}

// span is every year between the first and the last with a report.
func (s *Snapshot) span() []int {
	if len(s.years) == 0 {
		return nil
	}
	var out []int
	for year := s.years[0]; year <= s.years[len(s.years)-1]; year++ {
		out = append(out, year)
	}
	return out
}

// shortName is the agency's name without the county's before it.
func (s *Snapshot) shortName(a *data.Agency) string {
	short := strings.TrimPrefix(a.Name, s.roster.County.Name)
	if short == "" {
		return a.Name
	}
	return short
}
