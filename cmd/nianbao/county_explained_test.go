package main

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/dashboard"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

// TestCountyWideFindingsAreExplainedLikeOthers takes a report out of a
// published year: the differences are in every list of findings, can be
// explained, and are open again when the sum moves.
func TestCountyWideFindingsAreExplainedLikeOthers(t *testing.T) {
	t.Parallel()
	s, _ := imported(t, cleanCounty)
	ctx := context.Background()
	remove := func(agency string) {
		t.Helper()
		list, err := s.VersionsOf(ctx, data.ReportKey{Agency: agency, Year: 2022, Kind: data.Unit})
		if err != nil || len(list) != 1 {
			t.Fatalf("want one version, got %v, %v", list, err)
		}
		if err := s.Update(ctx, func(t *store.Tx) error { return t.DeleteVersion(list[0].ID) }); err != nil {
			t.Fatal(err)
		}
	}
	remove("公安局")
	county := func() (open, explained []data.Finding) {
		t.Helper()
		list, err := withCounty(ctx, s, nil, data.FindingFilter{Year: 2022})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range list {
			switch {
			case f.Rule != aggregate.RulePublished || f.Uncheckable:
			case f.Explained:
				explained = append(explained, f)
			default:
				open = append(open, f)
			}
		}
		return open, explained
	}
	open, _ := county()
	if len(open) == 0 {
		t.Fatal("want differences with the published report")
	}
	decide := pageDecisions{newIntake(s)}
	explain := func() {
		t.Helper()
		seen := dashboard.SeenFinding{Key: open[0].Key(), Fingerprint: open[0].Fingerprint, CountyWide: true}
		if err := decide.Explain(ctx, []dashboard.SeenFinding{seen}, "公安局另行公布", "张三"); err != nil {
			t.Fatal(err)
		}
	}
	explain()
	change, err := s.Change(ctx)
	if err != nil {
		t.Fatal(err)
	}
	explain()
	if again, err := s.Change(ctx); err != nil || again != change {
		t.Errorf("the same said again: want nothing changed, got %d then %d, %v", change, again, err)
	}
	var b strings.Builder
	if err := (exporting{what: "findings", format: "csv", scope: "all", year: 2022}).write(ctx, s, &b, "utf-8"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{",2022,unit,G-1,error,report,", ",2022,published,G-3,", "true,公安局另行公布,张三"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("export findings: want %q", want)
		}
	}
	left, explained := county()
	if len(explained) != 1 || len(left) != len(open)-1 || explained[0].Explanation.Person != "张三" {
		t.Errorf("want one of %d explained, got %d open, %d explained", len(open), len(left), len(explained))
	}
	remove("财政局")
	for _, f := range left {
		if f.Key() == explained[0].Key() {
			t.Error("want the explained one no longer open")
		}
	}
	if _, still := county(); len(still) != 0 {
		t.Errorf("the sum has moved: want it open again, got %d explained", len(still))
	}
	var mistake *dashboard.Mistake
	stored := dashboard.SeenFinding{Key: open[0].Key(), Fingerprint: open[0].Fingerprint}
	if err := decide.Explain(ctx, []dashboard.SeenFinding{stored}, "x", "张三"); !errors.As(err, &mistake) {
		t.Errorf("not derived by the caller: want it refused, got %v", err)
	}
}
