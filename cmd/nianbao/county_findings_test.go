package main

import (
	"context"
	"testing"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func countyWide(t *testing.T, s *store.Store) map[string]int {
	t.Helper()
	found, err := withCounty(context.Background(), s, nil, data.FindingFilter{})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]int{}
	for _, f := range found {
		out[f.Rule]++
	}
	return out
}

func TestACleanCountyBreaksNoCountyRule(t *testing.T) {
	t.Parallel()
	s, _ := imported(t, cleanCounty)
	if got := countyWide(t, s); len(got) != 0 {
		t.Errorf("want nothing found, got %v", got)
	}
}

// TestTheCountyRulesFollowWhatIsThere takes a report of a published year out
// of the county: it is missing, and the published report is no longer the sum.
func TestTheCountyRulesFollowWhatIsThere(t *testing.T) {
	t.Parallel()
	s, _ := imported(t, cleanCounty)
	ctx := context.Background()
	key := data.ReportKey{Agency: "公安局", Year: 2022, Kind: data.Unit}
	list, err := s.VersionsOf(ctx, key)
	if err != nil || len(list) != 1 {
		t.Fatalf("want one version, got %v, %v", list, err)
	}
	if err := s.Update(ctx, func(t *store.Tx) error { return t.DeleteVersion(list[0].ID) }); err != nil {
		t.Fatal(err)
	}
	got := countyWide(t, s)
	if got[aggregate.RuleNoReport] != 1 || got[aggregate.RulePublished] < 4 {
		t.Errorf("want one report missing and the published one off, got %v", got)
	}
	if err := newIntake(s).StateNoReport(ctx, data.NoReport{Agency: "公安局", Year: 2022, Reason: "年内撤销"}); err != nil {
		t.Fatal(err)
	}
	if got := countyWide(t, s); got[aggregate.RuleNoReport] != 0 || got[aggregate.RulePublished] < 4 {
		t.Errorf("want the reason to stand for the report and nothing else, got %v", got)
	}
	found, err := withCounty(ctx, s, nil, data.FindingFilter{Year: 2021})
	if err != nil || len(found) != 0 {
		t.Errorf("want nothing of other years, got %v, %v", found, err)
	}
}
