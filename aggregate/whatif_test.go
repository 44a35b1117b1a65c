package aggregate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// TestWhatIfIsTheSnapshotWithTheVersionTaken sets the answer against a
// snapshot in which the version really counts.
func TestWhatIfIsTheSnapshotWithTheVersionTaken(t *testing.T) {
	t.Parallel()
	for seed := range uint64(randomCounties) {
		t.Run(fmt.Sprintf("county %d", seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 5))
			c := randomCounty(seed)
			asked := 0
			for range 40 {
				v, from := c.versions[r.IntN(len(c.versions))], c.versions[r.IntN(len(c.versions))]
				v.Report, v.Current = from.Report, false
				if r.IntN(3) == 0 { // its first version
					k := data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind}
					c.versions = slices.DeleteFunc(c.versions, func(x data.Version) bool {
						return x.Current && k == data.ReportKey{Agency: x.Agency, Year: x.Year, Kind: x.Kind}
					})
				}
				if c.taken(t, v, sampleItems(r)) {
					asked++
				}
				if len(c.versions) < 2 {
					break
				}
			}
			if asked == 0 {
				t.Error("nothing was asked")
			}
		})
	}
}

// taken compares what would be with what is once the version is current, and
// reports whether the version would count.
func (c *county) taken(t *testing.T, v data.Version, items []aggregate.Item) bool {
	t.Helper()
	s := c.snapshot()
	w, ok := s.WhatIf(v)
	a := c.roster.Agency(v.Agency)
	counts := a != nil && c.roster.Counts(a, v.Year) && v.Kind == data.Unit && !v.Unfilled && !v.Report.Unfilled()
	if ok != counts {
		t.Fatalf("%s %d %s: want an answer %v, got %v", v.Agency, v.Year, v.Kind, counts, ok)
	}
	if !ok {
		return false
	}
	then := county{roster: c.roster, errors: c.errors}
	for _, x := range c.versions {
		if x.Agency != v.Agency || x.Year != v.Year || x.Kind != v.Kind {
			then.versions = append(then.versions, x)
		}
	}
	now := v
	now.Current, now.Wait = true, nil
	then.versions = append(then.versions, now)
	after := then.snapshot()
	for _, scope := range w.Scopes() {
		q := aggregate.Query{Year: v.Year, Scope: scope}
		for _, i := range items {
			got := w.Effect(i, scope)
			for name, diff := range map[string]string{
				"before": cmp.Diff(s.Total(i, q), got.Before, sameNumbers), "after": cmp.Diff(after.Total(i, q), got.After, sameNumbers),
			} {
				if diff != "" {
					t.Fatalf("%s %s of %s %d (-want +got):\n%s", i.ID, name, v.Agency, v.Year, diff)
				}
			}
		}
		had, has, of := w.Reported(scope)
		if want := []int{s.Reported(q), after.Reported(q), len(s.Counting(q))}; !slices.Equal(want, []int{had, has, of}) {
			t.Fatalf("reported: want %v, got %d to %d of %d", want, had, has, of)
		}
	}
	moved := w.Moved()
	k := data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind}
	for _, i := range items {
		was, is := s.Figure(k, i.ID), after.Figure(k, i.ID)
		if want := was.Known != is.Known || was.N != is.N; i.Topic == "" && want != slices.Contains(moved, i.ID) {
			t.Fatalf("%s of %s %d moves from %+v to %+v: want %v", i.ID, v.Agency, v.Year, was, is, want)
		}
	}
	return true
}

func TestWhatIfByRule(t *testing.T) {
	t.Parallel()
	town := agency("石样镇")
	town.Group = data.GroupTownship
	vertical := agency("税务局")
	vertical.Counts = false
	c := small(agency("财政局"), agency("水利局"), town, vertical)
	c.put("财政局", 2023, set{"t3.new.person": read(5)})
	c.put("水利局", 2023, set{"t3.new.person": read(7), "t3.granted.total": in(data.Blank), "t3.granted.person": read(2)})
	s := c.snapshot()
	of := func(key string, change set) data.Version {
		v := small().put(key, 2023, change).versions[0]
		v.Current = false
		return v
	}
	person := item(t, "t3.new.person")
	cases := map[string]struct {
		version       data.Version
		scopes        int
		before, after int64 // of 全县
		moved         []string
	}{
		"another number":               {of("财政局", set{"t3.new.person": read(9)}), 2, 12, 16, []string{"t3.new.person"}},
		"one that cannot be read":      {of("财政局", set{"t3.new.person": in(data.Unreadable)}), 2, 12, 7, []string{"t3.new.person"}},
		"the same":                     {of("财政局", set{"t3.new.person": read(5)}), 2, 12, 12, nil},
		"a part of a total left blank": {of("水利局", set{"t3.new.person": read(7), "t3.granted.total": in(data.Blank), "t3.granted.person": read(3)}), 2, 12, 12, []string{"t3.granted.person", "t3.granted.total"}},
	}
	for name, tc := range cases {
		w, ok := s.WhatIf(tc.version)
		if !ok {
			t.Fatalf("%s: no answer", name)
		}
		e := w.Effect(person, aggregate.All())
		if e.Before.N != tc.before || e.After.N != tc.after || e.Difference().N != tc.after-tc.before || len(w.Scopes()) != tc.scopes {
			t.Errorf("%s: want %d to %d in %d scopes, got %+v in %v", name, tc.before, tc.after, tc.scopes, e, w.Scopes())
		}
		if diff := cmp.Diff(tc.moved, w.Moved()); diff != "" {
			t.Errorf("%s: moved (-want +got):\n%s", name, diff)
		}
	}
	w, ok := s.WhatIf(of("石样镇", set{"t3.new.person": read(1)}))
	if !ok || len(w.Scopes()) != 1 || w.Scopes()[0].Label() != "全县" {
		t.Fatalf("a township's first report: want 全县 alone, got %v", ok)
	}
	if had, has, all := w.Reported(aggregate.All()); had != 2 || has != 3 || all != 3 {
		t.Errorf("want 2 to 3 of 3, got %d to %d of %d", had, has, all)
	}
	if e := w.Effect(item(t, "t3.new.person"), aggregate.Chosen("石样镇")); e.Before.Known || !e.After.Known || e.Difference().Known {
		t.Errorf("from nothing to a number is no difference, got %+v", e)
	}
	nothing := map[string]func(*data.Version){
		"no agency":               func(v *data.Version) { v.Agency = "" },
		"no year":                 func(v *data.Version) { v.Year = 0 },
		"an agency of no roster":  func(v *data.Version) { v.Agency = "没有" },
		"one that does not count": func(v *data.Version) { v.Agency = "税务局" },
		"a published report":      func(v *data.Version) { v.Kind = data.Published },
		"an empty form":           func(v *data.Version) { v.Unfilled = true },
		"no report":               func(v *data.Version) { v.Report = nil },
	}
	for name, change := range nothing {
		v := of("财政局", set{"t3.new.person": read(9)})
		change(&v)
		if _, ok := s.WhatIf(v); ok {
			t.Errorf("%s: want no answer", name)
		}
	}
}
