package intake_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/check"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/reader"
	"github.com/nianbao/nianbao/data/sample"
	"github.com/nianbao/nianbao/data/store"
)

// fresh imports what counts in an office into a new database: the originals
// of its current versions, with the corrections and explanations of its
// persons.
func (o *office) fresh() *office {
	o.t.Helper()
	ctx := context.Background()
	out := newOffice(o.t)
	versions, err := o.store.AllVersions(ctx)
	if err != nil {
		o.t.Fatal(err)
	}
	var files []intake.File
	corrections := map[data.ReportKey][]data.Correction{}
	for _, v := range versions {
		if !v.Current {
			continue
		}
		name, b, err := o.store.Original(ctx, v.ID)
		if err != nil {
			o.t.Fatal(err)
		}
		files = append(files, file(name, b))
		k := data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind}
		if corrections[k], err = o.store.Corrections(ctx, k); err != nil {
			o.t.Fatal(err)
		}
	}
	for _, f := range out.imports(intake.Options{}, files...) {
		if f.Outcome != data.Stored {
			o.t.Fatalf("fresh import: %+v", f)
		}
	}
	said, err := o.store.Explanations(ctx, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	err = out.store.Update(ctx, func(t *store.Tx) error {
		for k, list := range corrections {
			for _, c := range list {
				if err := t.PutCorrection(k, c); err != nil {
					return err
				}
			}
		}
		for k, e := range said {
			if err := t.PutExplanation(k, e); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return out
}

// findings are all findings with what was said of them, and the open errors.
func (o *office) findings() ([]data.Finding, map[data.ReportKey]int) {
	o.t.Helper()
	list, err := o.store.Findings(context.Background(), data.FindingFilter{})
	if err != nil {
		o.t.Fatal(err)
	}
	h, err := o.store.Holdings(context.Background(), func(data.Version) error { return nil })
	if err != nil {
		o.t.Fatal(err)
	}
	return list, h.Errors
}

// sameAsFresh compares the findings with those of a fresh import, and returns
// how many there are.
func (o *office) sameAsFresh(what string) int {
	o.t.Helper()
	got, errors := o.findings()
	want, wantErrors := o.fresh().findings()
	if diff := cmp.Diff(want, got); diff != "" {
		o.t.Errorf("%s: findings (-fresh +got):\n%s", what, diff)
	}
	if diff := cmp.Diff(wantErrors, errors); diff != "" {
		o.t.Errorf("%s: open errors (-fresh +got):\n%s", what, diff)
	}
	return len(got)
}

// explainFirst explains the first open finding of the rule.
func (o *office) explainFirst(rule string) data.Finding {
	o.t.Helper()
	list, _ := o.findings()
	i := slices.IndexFunc(list, func(f data.Finding) bool { return f.Rule == rule && !f.Explained })
	if i < 0 {
		o.t.Fatalf("no open finding of %s among %d", rule, len(list))
	}
	f := list[i]
	if err := o.in.Explain(context.Background(), []intake.Explained{{Key: f.Key(), Fingerprint: f.Fingerprint}}, "台账属实", "张三"); err != nil {
		o.t.Fatal(err)
	}
	return f
}

// stands says how a finding stands: gone, open, explained, or stale (open
// beside a reason for other figures).
func (o *office) stands(k data.FindingKey) string {
	o.t.Helper()
	list, _ := o.findings()
	for _, f := range list {
		switch {
		case f.Key() != k:
		case f.Explained:
			return "explained"
		case f.Explanation != nil:
			return "stale"
		default:
			return "open"
		}
	}
	return "gone"
}

// wrong is a report whose grants do not add up and which carries over another
// number than the next year takes over.
func wrong(t *testing.T, agency string, year int, n int64) intake.File {
	r := report(t, agency, year, func(r *sample.Report) {
		set("t3.granted.total", n)(r)
		set("t3.carried_out.total", n)(r)
	})
	return file(fmt.Sprintf("%d/%s-%d.txt", year, agency, n), text(t, r))
}

func right(t *testing.T, agency string, year int) intake.File {
	return file(fmt.Sprintf("%d/%s.txt", year, agency), text(t, report(t, agency, year, nil)))
}

func (o *office) currentID(agency string, year int) int64 {
	o.t.Helper()
	list, err := o.store.VersionsOf(context.Background(), data.ReportKey{Agency: agency, Year: year, Kind: data.Unit})
	if err != nil {
		o.t.Fatal(err)
	}
	for _, v := range list {
		if v.Current {
			return v.ID
		}
	}
	o.t.Fatalf("%s %d: no current version", agency, year)
	return 0
}

func (o *office) correct(agency string, year int, code string, n int64) {
	o.t.Helper()
	c := intake.Correcting{Version: o.currentID(agency, year), Code: code, Value: strconv.FormatInt(n, 10), Reason: "核实", Person: "张三", Confirmed: data.ByPhone}
	if err := o.in.Correct(context.Background(), c); err != nil {
		o.t.Fatal(err)
	}
}

// newestBatch is the batch that can be taken back.
func (o *office) newestBatch() int64 {
	o.t.Helper()
	list, err := o.store.Batches(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	for _, b := range list {
		if b.TakenBack.IsZero() {
			return b.ID
		}
	}
	return 0
}

// TestWhatHappenedLeavesTheFindingsOfAFreshImport takes every way in which
// figures move. What a person said stays on what still stands.
func TestWhatHappenedLeavesTheFindingsOfAFreshImport(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	const agency = "财政局"
	for name, run := range map[string]func(o *office) (data.FindingKey, string){
		"2020 after 2021": func(o *office) (data.FindingKey, string) {
			o.imports(intake.Options{}, wrong(o.t, agency, 2021, 91), right(o.t, "审计局", 2021))
			f := o.explainFirst("T3-2")
			o.imports(intake.Options{}, wrong(o.t, agency, 2020, 77), right(o.t, "审计局", 2020))
			return f.Key(), "explained"
		},
		"a new version taken": func(o *office) (data.FindingKey, string) {
			o.imports(intake.Options{}, right(o.t, agency, 2021), wrong(o.t, agency, 2022, 91), right(o.t, agency, 2023))
			f := o.explainFirst("T3-2")
			got := o.one(intake.Options{}, wrong(o.t, agency, 2022, 92))
			if err := o.in.Take(ctx, got.Version); err != nil {
				o.t.Fatal(err)
			}
			return f.Key(), "stale"
		},
		"a new version that mends it": func(o *office) (data.FindingKey, string) {
			o.imports(intake.Options{}, right(o.t, agency, 2021), wrong(o.t, agency, 2022, 91), right(o.t, agency, 2023))
			f := o.explainFirst("T3-2")
			o.imports(intake.Options{Replace: true}, right(o.t, agency, 2022))
			return f.Key(), "gone"
		},
		"a correction of another cell": func(o *office) (data.FindingKey, string) {
			o.imports(intake.Options{}, right(o.t, agency, 2021), wrong(o.t, agency, 2022, 91), right(o.t, agency, 2023))
			f := o.explainFirst("T3-2")
			o.correct(agency, 2022, "t2.license.decisions", 4321)
			return f.Key(), "explained"
		},
		"a correction of its cell": func(o *office) (data.FindingKey, string) {
			o.imports(intake.Options{}, right(o.t, agency, 2021), wrong(o.t, agency, 2022, 91), right(o.t, agency, 2023))
			f := o.explainFirst("T3-2")
			o.correct(agency, 2022, "t3.granted.total", 92)
			return f.Key(), "stale"
		},
		"a correction before the year after": func(o *office) (data.FindingKey, string) {
			o.imports(intake.Options{}, wrong(o.t, agency, 2022, 91))
			f := o.explainFirst("T3-2")
			o.correct(agency, 2022, "t3.carried_out.total", 5)
			o.imports(intake.Options{}, right(o.t, agency, 2023))
			return f.Key(), "explained"
		},
		"a correction that a new version asks about": func(o *office) (data.FindingKey, string) {
			o.imports(intake.Options{}, wrong(o.t, agency, 2022, 91))
			o.correct(agency, 2022, "t3.granted.total", 3)
			f := o.explainFirst("T3-2")
			o.imports(intake.Options{Replace: true}, wrong(o.t, agency, 2022, 94))
			return f.Key(), "stale"
		},
		"a correction taken back": func(o *office) (data.FindingKey, string) {
			o.imports(intake.Options{}, wrong(o.t, agency, 2022, 91), right(o.t, agency, 2023))
			f := o.explainFirst("T3-2")
			o.correct(agency, 2022, "t3.granted.total", 92)
			if err := o.in.Uncorrect(ctx, data.ReportKey{Agency: agency, Year: 2022, Kind: data.Unit}, "t3.granted.total", "张三"); err != nil {
				o.t.Fatal(err)
			}
			return f.Key(), "explained"
		},
		"a batch taken back": func(o *office) (data.FindingKey, string) {
			o.imports(intake.Options{}, wrong(o.t, agency, 2022, 91), right(o.t, agency, 2023))
			f := o.explainFirst("T3-2")
			o.imports(intake.Options{Replace: true}, right(o.t, agency, 2022), wrong(o.t, agency, 2021, 55), right(o.t, "审计局", 2022))
			if err := o.in.TakeBack(ctx, o.newestBatch()); err != nil {
				o.t.Fatal(err)
			}
			return f.Key(), "explained"
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			k, want := run(o)
			if got := o.stands(k); got != want {
				t.Errorf("what was explained: want it %s, got %s", want, got)
			}
			o.sameAsFresh(name)
		})
	}
}

// TestAnUpgradeOfTheRulesLeavesTheFindingsOfAFreshImport opens a database
// that was filled under older rules: some were missing, one said more.
func TestAnUpgradeOfTheRulesLeavesTheFindingsOfAFreshImport(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	older := func(in data.CheckInput) []data.Finding {
		out := slices.DeleteFunc(check.Derive(in), func(f data.Finding) bool { return strings.HasPrefix(f.Rule, "X-") || strings.HasPrefix(f.Rule, "A-") })
		return append(out, data.Finding{Rule: "T3-99", Subject: "t3", Severity: data.Error, Title: "旧规则", Fingerprint: "old"})
	}
	path := filepath.Join(t.TempDir(), "t.db")
	clock := func() time.Time { return time.Date(2025, 1, 20, 9, 0, 0, 0, time.UTC) }
	s, err := store.Open(ctx, path, store.Options{Derive: older, RulesVersion: check.RulesVersion - 1})
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, store: s, in: intake.New(adapter{s}, reader.Read, clock)}
	o.imports(intake.Options{}, wrong(t, "财政局", 2021, 77), wrong(t, "财政局", 2022, 91), right(t, "审计局", 2022))
	inBoth, inOld := o.explainFirst("T3-2"), o.explainFirst("T3-99")
	kept, dropped := inBoth.Key(), inOld.Key()
	o.correct("财政局", 2022, "t2.license.decisions", 4321)
	before, _ := o.findings()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = store.Open(ctx, path, store.Options{Derive: check.Derive, RulesVersion: check.RulesVersion}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	o = &office{t: t, store: s, in: intake.New(adapter{s}, reader.Read, clock)}
	if got := []string{o.stands(kept), o.stands(dropped)}; !slices.Equal(got, []string{"explained", "gone"}) {
		t.Errorf("what was explained: want it explained, and gone with its rule; got %v", got)
	}
	if n := o.sameAsFresh("upgrade"); n == len(before) {
		t.Errorf("the made-up upgrade changes nothing: %d findings", n)
	}
}

// TestAnyHistoryLeavesTheFindingsOfAFreshImport goes at random through
// imports, corrections, explanations and batches taken back.
func TestAnyHistoryLeavesTheFindingsOfAFreshImport(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(strconv.FormatUint(seed, 10), func(t *testing.T) {
			t.Parallel()
			w := &walk{office: newOffice(t), Rand: rand.New(rand.NewPCG(seed, 20))}
			for n := range 14 {
				w.step()
				if n%5 == 4 {
					w.sameAsFresh(strings.Join(w.did, "；"))
				}
			}
			if w.sameAsFresh(strings.Join(w.did, "；")) == 0 {
				t.Logf("no finding stands after %q", w.did)
			}
		})
	}
}

// walk is a random history of an office.
type walk struct {
	*office
	*rand.Rand
	did []string
}

func (w *walk) step() {
	ctx := context.Background()
	agency := []string{"财政局", "审计局", "民政局"}[w.IntN(3)]
	year := 2020 + w.IntN(3)
	list, _ := w.findings()
	switch n := w.IntN(10); {
	case n < 6:
		f := right(w.t, agency, year)
		if w.IntN(2) == 0 {
			f = wrong(w.t, agency, year, int64(50+w.IntN(9)))
		}
		w.imports(intake.Options{Replace: w.IntN(3) > 0}, f)
		w.did = append(w.did, "import "+f.Path)
	case n < 7 && w.newestBatch() != 0:
		if err := w.in.TakeBack(ctx, w.newestBatch()); err != nil {
			w.t.Fatal(err)
		}
		w.did = append(w.did, "take back")
	case n < 8:
		if _, ok := w.current(agency, year, "t3.granted.total"); ok {
			w.correct(agency, year, "t3.granted.total", int64(1000+w.IntN(1000)))
			w.did = append(w.did, fmt.Sprintf("correct %s %d", agency, year))
		}
	case len(list) > 0:
		f := list[w.IntN(len(list))]
		if err := w.in.Explain(ctx, []intake.Explained{{Key: f.Key(), Fingerprint: f.Fingerprint}}, "台账属实", "张三"); err != nil {
			w.t.Fatal(err)
		}
		w.did = append(w.did, fmt.Sprintf("explain %v", f.Key()))
	}
}
