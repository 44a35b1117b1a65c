package aggregate

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// Trend returns the item's total for every year from the first of Years to
// the last, years without a report among them.
func (s *Snapshot) Trend(i Item, scope Scope, withoutErrors bool) []Point {
	var out []Point
	for _, year := range s.span() {
		q := Query{Year: year, Scope: scope, WithoutErrors: withoutErrors}
		out = append(out, Point{Year: year, Total: s.sum(&i, q, s.members(q)), Break: slices.Contains(i.Breaks, year)})
	}
	return out
}

// AgencyTrend returns the agency's own value for the same years, whether it
// counts in the sum or not. Before a succession of rule link it is the
// predecessor's. An unknown key has no report in any year.
func (s *Snapshot) AgencyTrend(i Item, key string) []Point {
	var out []Point
	for _, year := range s.span() {
		p := Point{Year: year, Agency: s.standIn(key, year), Mark: s.renamed(key, year), Break: slices.Contains(i.Breaks, year)}
		p.Total = s.own(&i, data.ReportKey{Agency: p.Agency, Year: year, Kind: data.Unit})
		out = append(out, p)
	}
	return out
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

// renamed is the remark on a succession of rule link that took effect in the
// year on the agency's line.
func (s *Snapshot) renamed(key string, year int) string {
	link, ok := s.linkTo(s.standIn(key, year))
	if !ok || link.Year != year {
		return ""
	}
	name := link.Old
	if a := s.Agency(link.Old); a != nil {
		name = s.shortName(a)
	}
	return "由" + name + "更名"
}

// shortName is the agency's name without the county's before it.
func (s *Snapshot) shortName(a *data.Agency) string {
	short := strings.TrimPrefix(a.Name, s.roster.County.Name)
	if short == "" {
		return a.Name
	}
	return short
}
