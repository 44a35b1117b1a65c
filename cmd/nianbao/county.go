package main

import (
	"context"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

// withCounty adds the county-wide findings (G-1 to G-3) of the years and
// agencies that the filter selects, with what was said of them. They need sums over all reports, which
// the store never makes, so that they are derived from a snapshot here.
func withCounty(ctx context.Context, s *store.Store, findings []data.Finding, filter data.FindingFilter) ([]data.Finding, error) {
	sums, err := snapshot(ctx, s)
	if err != nil {
		return nil, err
	}
	versions, err := s.AllVersions(ctx)
	if err != nil {
		return nil, err
	}
	said, err := s.Explanations(ctx, filter.Year)
	if err != nil {
		return nil, err
	}
	for _, year := range sums.Years() {
		if filter.Year != 0 && filter.Year != year {
			continue
		}
		county := sums.CountyFindings(year, aggregate.WaitingBeside(versions, year))
		data.Explain(county, said)
		for _, f := range county {
			if filter.Agency == "" || filter.Agency == f.Agency {
				findings = append(findings, f)
			}
		}
	}
	return findings, nil
}
