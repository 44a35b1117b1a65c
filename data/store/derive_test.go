package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

// deriveNumber finds fault with every report that has a number, so that its
// findings say what it was derived from.
func deriveNumber(in data.CheckInput) []data.Finding {
	f, _ := in.Report.Figure("t3.new.person")
	text := fmt.Sprint(f.Value)
	for _, p := range in.Previous {
		if p.Report == nil {
			text += fmt.Sprintf(" after %s %snone", p.Agency.Name, p.Rule)
			continue
		}
		before, _ := p.Report.Figure("t3.new.person")
		text += fmt.Sprintf(" after %s %s%d", p.Agency.Name, p.Rule, before.Value)
	}
	return []data.Finding{
		{Agency: in.Agency.Key, Year: in.Year, Kind: in.Kind, Rule: "T3-1", Subject: "t3.new", Severity: data.Error,
			Title: in.County.Level + in.Agency.Name, Text: text, Codes: []string{"t3.new.person", "t3.new.total"}, Fingerprint: text},
		{Agency: in.Agency.Key, Year: in.Year, Kind: in.Kind, Rule: "T2-1", Subject: "t2", Severity: data.Info, Uncheckable: true},
	}
}

// recorder notes which reports were derived.
type recorder struct{ seen []string }

func (r *recorder) derive(in data.CheckInput) []data.Finding {
	r.seen = append(r.seen, fmt.Sprintf("%s %d", in.Agency.Key, in.Year))
	return deriveNumber(in)
}

// take returns what was derived since the last call, in order of the name.
func (r *recorder) take() []string {
	seen := r.seen
	r.seen = nil
	slices.Sort(seen)
	return seen
}

func TestFindingsOfTouchedReportsAreDerived(t *testing.T) {
	t.Parallel()
	var r recorder
	s := open(t, store.Options{Derive: r.derive, RulesVersion: 1})
	putAgencies(t, s, "甲局", "乙局", "丙局")
	link := []data.Succession{
		{Old: "甲局", New: "乙局", Year: 2022, Rule: data.TrendLink},
		{Old: "丙局", New: "乙局", Year: 2019, Rule: data.TrendSumPredecessor},
	}
	update(t, s, func(tx *store.Tx) error { return tx.PutSuccessions(link) })
	b := batch(t, s)
	ids := map[string]int64{}
	for _, key := range []string{"甲局", "乙局", "丙局"} {
		for _, year := range []int{2020, 2021, 2022, 2023} {
			ids[fmt.Sprint(key, year)] = addCurrent(t, s, b, key, year, int64(year))
		}
	}
	r.take()
	steps := []struct {
		name string
		fn   func(*store.Tx) error
		want []string
	}{
		{"nothing", func(*store.Tx) error { return nil }, nil},
		{"a date received", func(tx *store.Tx) error { return tx.SetReceived(ids["甲局2020"], "2021-01-01") }, nil},
		{"a new version", func(tx *store.Tx) error {
			v := version(b, "丙局", 2020, report("丙局", 2020, 5))
			_, err := tx.AddVersion(v, original(v.Report), nil)
			return err
		}, []string{"丙局 2020", "丙局 2021"}},
		{"one that waits", func(tx *store.Tx) error {
			v := version(b, "丙局", 2020, report("丙局", 2020, 6))
			v.Current, v.Wait = false, []string{data.WaitOther}
			_, err := tx.AddVersion(v, original(v.Report), nil)
			return err
		}, nil},
		{"another version current", func(tx *store.Tx) error { return tx.SetCurrent(ids["丙局2020"], 0) }, []string{"丙局 2020", "丙局 2021"}},
		{"the year before a succession", func(tx *store.Tx) error { return tx.DeleteVersion(ids["甲局2021"]) }, []string{"乙局 2022", "甲局 2022"}},
		{"the last year", func(tx *store.Tx) error { return tx.DeleteVersion(ids["丙局2023"]) }, nil},
		{"an agency's name", func(tx *store.Tx) error {
			a := agency("丙局")
			a.Name = "示例县丙局（丁局）"
			return tx.PutAgency(a, 0)
		}, []string{"丙局 2020", "丙局 2021", "丙局 2022"}},
		{"the same agency again", func(tx *store.Tx) error {
			a := agency("丙局")
			a.Name = "示例县丙局（丁局）"
			return tx.PutAgency(a, 0)
		}, nil},
		{"the same successions again", func(tx *store.Tx) error { return tx.PutSuccessions(link) }, nil},
		{"other successions", func(tx *store.Tx) error { return tx.PutSuccessions(link[:1]) },
			[]string{"丙局 2020", "丙局 2021", "丙局 2022", "乙局 2020", "乙局 2021", "乙局 2022", "乙局 2023", "甲局 2020", "甲局 2022", "甲局 2023"}},
		{"the county's level", func(tx *store.Tx) error { return tx.PutCounty(data.County{Level: "设区的市"}, 0) },
			[]string{"丙局 2020", "丙局 2021", "丙局 2022", "乙局 2020", "乙局 2021", "乙局 2022", "乙局 2023", "甲局 2020", "甲局 2022", "甲局 2023"}},
	}
	for _, step := range steps {
		before := must[int64](t)(s.Change(context.Background()))
		update(t, s, step.fn)
		equal(t, step.name, step.want, r.take())
		raised := must[int64](t)(s.Change(context.Background())) > before
		if step.want != nil && !raised {
			t.Errorf("%s: want the change number raised", step.name)
		}
	}
	// Whatever way it came about, the stored findings are those of a store
	// in which everything is derived anew.
	stored := must[[]data.Finding](t)(s.Findings(context.Background(), data.FindingFilter{}))
	update(t, s, func(tx *store.Tx) error { return tx.PutCounty(data.County{Level: "县"}, 0) })
	update(t, s, func(tx *store.Tx) error { return tx.PutCounty(data.County{Level: "设区的市"}, 0) })
	equal(t, "findings", must[[]data.Finding](t)(s.Findings(context.Background(), data.FindingFilter{})), stored)
}

func TestAgencyOfPredecessorDerivesSuccessor(t *testing.T) {
	t.Parallel()
	var r recorder
	s := open(t, store.Options{Derive: r.derive, RulesVersion: 1})
	putAgencies(t, s, "甲局", "乙局")
	update(t, s, func(tx *store.Tx) error {
		return tx.PutSuccessions([]data.Succession{{Old: "甲局", New: "乙局", Year: 2019, Rule: data.TrendLink}})
	})
	b := batch(t, s)
	addCurrent(t, s, b, "甲局", 2018, 4)
	addCurrent(t, s, b, "乙局", 2019, 5)
	r.take()
	a := agency("甲局")
	a.Name = "示例县甲局（旧）"
	update(t, s, func(tx *store.Tx) error { return tx.PutAgency(a, 0) })
	equal(t, "derived", []string{"乙局 2019", "甲局 2018"}, r.take())
	list := must[[]data.Finding](t)(s.Findings(context.Background(), data.FindingFilter{Agency: "乙局", Rule: "T3-1"}))
	equal(t, "text", "5 after 示例县甲局（旧） link4", list[0].Text)
}

func TestFindingsAreListedAndFiltered(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{Derive: deriveNumber, RulesVersion: 1})
	putAgencies(t, s, "乙局")
	update(t, s, func(tx *store.Tx) error {
		return tx.PutAgency(data.Agency{Key: "甲镇", Name: "甲镇", Group: data.GroupTownship}, 0)
	})
	b := batch(t, s)
	addCurrent(t, s, b, "甲镇", 2023, 3)
	addCurrent(t, s, b, "乙局", 2023, 2)
	addCurrent(t, s, b, "乙局", 2022, 1)
	published := version(b, "乙局", 2023, report("示例县", 2023, 9))
	published.Kind = data.Published
	add(t, s, published)

	keys := func(f data.FindingFilter) (list []string) {
		for _, d := range must[[]data.Finding](t)(s.Findings(ctx, f)) {
			list = append(list, fmt.Sprint(d.Agency, d.Year, d.Kind, d.Rule))
		}
		return list
	}
	equal(t, "all", []string{
		"乙局2022unitT3-1", "乙局2022unitT2-1",
		"乙局2023publishedT3-1", "乙局2023publishedT2-1", "乙局2023unitT3-1", "乙局2023unitT2-1",
		"甲镇2023unitT3-1", "甲镇2023unitT2-1",
	}, keys(data.FindingFilter{}))
	equal(t, "of everything at once", []string{"乙局2023publishedT2-1"},
		keys(data.FindingFilter{Agency: "乙局", Year: 2023, Kind: data.Published, Rule: "T2-1", Severity: data.Info}))
	equal(t, "of an agency without any", []string(nil), keys(data.FindingFilter{Agency: "丙局"}))

	whole := must[[]data.Finding](t)(s.Findings(ctx, data.FindingFilter{Agency: "乙局", Year: 2023, Kind: data.Unit}))
	equal(t, "whole", []data.Finding{
		{Agency: "乙局", Year: 2023, Kind: data.Unit, Rule: "T3-1", Subject: "t3.new", Severity: data.Error, Title: "县示例县乙局",
			Text: "2 after 示例县乙局 1", Codes: []string{"t3.new.person", "t3.new.total"}, Fingerprint: "2 after 示例县乙局 1"},
		{Agency: "乙局", Year: 2023, Kind: data.Unit, Rule: "T2-1", Subject: "t2", Severity: data.Info, Uncheckable: true},
	}, whole)

	h := must[data.Holdings](t)(s.Holdings(ctx, func(data.Version) error { return nil }))
	equal(t, "errors", map[data.ReportKey]int{
		{Agency: "乙局", Year: 2022, Kind: data.Unit}:      1,
		{Agency: "乙局", Year: 2023, Kind: data.Unit}:      1,
		{Agency: "乙局", Year: 2023, Kind: data.Published}: 1,
		{Agency: "甲镇", Year: 2023, Kind: data.Unit}:      1,
	}, h.Errors)
}

func TestReportThatNoLongerCountsHasNoFindings(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{Derive: deriveNumber, RulesVersion: 1})
	putAgencies(t, s, "甲局")
	b := batch(t, s)
	addCurrent(t, s, b, "甲局", 2023, 3)
	empty := version(b, "甲局", 2023, report("示例县甲局", 2023, 0))
	empty.Unfilled = true
	id := add(t, s, empty)
	all := func() []data.Finding {
		return must[[]data.Finding](t)(s.Findings(context.Background(), data.FindingFilter{}))
	}
	equal(t, "of an unfilled one", 0, len(all()))
	update(t, s, func(tx *store.Tx) error {
		list, err := tx.Versions(data.ReportKey{Agency: "甲局", Year: 2023, Kind: data.Unit})
		return errors.Join(err, tx.SetCurrent(list[0].ID, 0))
	})
	equal(t, "of the filled one", 2, len(all()))
	update(t, s, func(tx *store.Tx) error {
		list, err := tx.Versions(data.ReportKey{Agency: "甲局", Year: 2023, Kind: data.Unit})
		return errors.Join(err, tx.DeleteVersion(list[0].ID), tx.DeleteVersion(id), tx.DeleteAgency("甲局"))
	})
	equal(t, "of none", 0, len(all()))
}

func TestOtherRulesDeriveEverything(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "nianbao.db")
	var r recorder
	s := openAt(t, path, store.Options{Derive: r.derive, RulesVersion: 1})
	putAgencies(t, s, "甲局")
	addCurrent(t, s, batch(t, s), "甲局", 2022, 3)
	change := must[int64](t)(s.Change(context.Background()))
	r.take()

	openAt(t, path, store.Options{Derive: r.derive, RulesVersion: 1})
	equal(t, "derived with the same rules", []string(nil), r.take())
	openAt(t, path, store.Options{})
	equal(t, "change number after reading only", change, must[int64](t)(s.Change(context.Background())))

	openAt(t, path, store.Options{Derive: r.derive, RulesVersion: 2})
	equal(t, "derived with other rules", []string{"甲局 2022"}, r.take())
	equal(t, "change number", change+1, must[int64](t)(s.Change(context.Background())))
	openAt(t, path, store.Options{Derive: r.derive, RulesVersion: 2})
	equal(t, "derived at the next opening", []string(nil), r.take())
}

// TestManyReportsDerived passes the number of reports kept at hand.
func TestManyReportsDerived(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{Derive: deriveNumber, RulesVersion: 1})
	b := batch(t, s)
	want := 0
	for i := range 20 {
		key := fmt.Sprintf("%02d局", i)
		putAgencies(t, s, key)
		for year := 2014; year < 2020; year++ {
			addCurrent(t, s, b, key, year, int64(year))
			want++
		}
	}
	update(t, s, func(tx *store.Tx) error { return tx.PutCounty(data.County{Level: "省"}, 0) })
	list := must[[]data.Finding](t)(s.Findings(context.Background(), data.FindingFilter{Rule: "T3-1"}))
	equal(t, "findings", want, len(list))
	for _, f := range list {
		text := fmt.Sprint(f.Year)
		if f.Year > 2014 {
			text += fmt.Sprintf(" after 示例县%s %d", f.Agency, f.Year-1)
		}
		equal(t, f.Agency, text, f.Text)
	}
}
