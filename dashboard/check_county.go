package dashboard

import (
	"context"
	"fmt"
	"slices"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// countyFindings are the county-wide findings of a year, whatever scope is
// shown, with what was said of them. They stand on sums and are derived from
// the snapshot.
func (s *Server) countyFindings(v *visit, year int) ([]data.Finding, error) {
	versions, _, err := s.everything(v)
	if err != nil {
		return nil, err
	}
	return s.withReasons(v.c.Request.Context(), year, v.snapshot.CountyFindings(year, aggregate.WaitingBeside(versions, year)))
}

func (s *Server) withReasons(ctx context.Context, year int, found []data.Finding) ([]data.Finding, error) {
	said, err := s.config.Findings.Explanations(ctx, year)
	if err != nil {
		return nil, fmt.Errorf("list explanations: %w", err)
	}
	data.Explain(found, said)
	return found, nil
}

// statedElsewhere reports whether a finding is explained on 汇总, with the
// reason why there is no report, and not by a form of its own.
func statedElsewhere(f data.Finding) bool {
	return f.Rule == aggregate.RuleNoReport && f.Subject == "report"
}

// seenCountyWide marks the county-wide ones among the findings of a form. One
// that does not stand as the page showed it is a Mistake of the one who sent
// it: other figures came in meanwhile.
func (s *Server) seenCountyWide(v *visit, findings []SeenFinding) error {
	now := map[int][]data.Finding{}
	for i := range findings {
		f := &findings[i]
		if !aggregate.IsCountyRule(f.Key.Rule) {
			continue
		}
		year := f.Key.Year
		if _, ok := now[year]; !ok {
			found, err := s.countyFindings(v, year)
			if err != nil {
				return err
			}
			now[year] = found
		}
		f.CountyWide = slices.ContainsFunc(now[year], func(x data.Finding) bool {
			return x.Key() == f.Key && x.Fingerprint == f.Fingerprint && !statedElsewhere(x)
		})
		if !f.CountyWide {
			return badQuery("全县的疑点在这期间已有变化，没有记下说明；请刷新页面，看过新的算式再说明")
		}
	}
	return nil
}

// county fills the county-wide part of 核对.
func (b *checkBuilder) county() {
	for _, f := range b.found {
		if !aggregate.IsCountyRule(f.Rule) || !b.chosen(f) {
			continue
		}
		line := b.shown(f)
		line.Agency = b.visit.countyName(f)
		b.page.County = append(b.page.County, line)
	}
}

// Way names what the finding's link leads to.
func (f shownFinding) Way() string {
	switch {
	case statedElsewhere(f.Finding):
		return "说明无报告"
	case aggregate.IsCountyRule(f.Rule):
		return "查看"
	}
	return "看原文"
}

// countyAddress is where a county-wide finding is dealt with.
func (v *visit) countyAddress(f data.Finding) string {
	switch {
	case f.Rule == aggregate.RuleWaiting:
		return v.link("/imports") + "#waiting"
	case f.Rule == aggregate.RuleNoReport && f.Subject != "report":
		return v.link("/delivery")
	case f.Rule == aggregate.RuleNoReport:
		return v.link("/summary", "scope", "") + "#before"
	}
	return v.link("/summary", "scope", "") + "#published"
}
