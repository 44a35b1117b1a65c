package check

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// randomReport returns a report of anything a reader might hand over, and of
// some things that it must not.
func randomReport(random *rand.Rand) *data.Report {
	pick := func(all ...string) string { return all[random.IntN(len(all))] }
	edition := pick("2014", "2019", "2021")
	r := newReport(edition, 2012+random.IntN(15), nil)
	if random.IntN(4) == 0 { // tables of two editions
		r.Tables = append(r.Tables[:random.IntN(len(r.Tables))], newReport(pick("2019", "2021"), 0, nil).Tables...)
	}
	raws := []string{"", "/", "无", "00", "3O", "1 2", strings.Repeat("很长", 200), "a\nb\x00"}
	doubts := []data.Doubt{"", data.DoubtShortRow, data.DoubtLabel, data.DoubtNoUnit, data.DoubtNotNumber, "none of them"}
	odd := random.IntN(30)
	for i := range r.Tables {
		t := &r.Tables[i]
		t.Found = random.IntN(12) > 0
		for j := range t.Figures {
			if random.IntN(30) >= odd {
				continue
			}
			f := &t.Figures[j]
			f.State = data.State(random.IntN(7))
			f.Value = []int64{0, 1, 2, -3, math.MaxInt64, math.MinInt64}[random.IntN(6)]
			f.Raw = raws[random.IntN(len(raws))]
			f.Doubt = doubts[random.IntN(len(doubts))]
			f.Extra = random.IntN(20) == 0
		}
		if random.IntN(3) == 0 {
			t.Figures = append(t.Figures, data.Figure{Code: pick("t3.other.person", "t3.new.total", "t2.service.items_last", "no.such", ""), State: data.Read, Value: 3, Extra: true})
		}
	}
	return r
}

func TestFindingsOfRandomReports(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 150 {
		in := input(randomReport(random))
		if random.IntN(2) == 0 {
			in.Previous = []data.Previous{{Report: randomReport(random)}}
		}
		before := encode(t, in)
		got := Derive(in)
		if diff := cmp.Diff(before, encode(t, in)); diff != "" {
			t.Fatalf("report %d was changed:\n%s", n, diff)
		}
		if diff := cmp.Diff(got, Derive(in)); diff != "" {
			t.Fatalf("report %d, derived again:\n%s", n, diff)
		}
		checkSound(t, got)
	}
}

func encode(tb testing.TB, in data.CheckInput) string {
	tb.Helper()
	return fmt.Sprintf("%+v %+v", *in.Report, in.Previous)
}

// checkSound checks what holds for all findings of a report.
func checkSound(t *testing.T, findings []data.Finding) {
	t.Helper()
	rules := Rules()
	keys := map[[2]string]bool{}
	last := 0
	for _, f := range findings {
		rank := slices.IndexFunc(rules, func(r Rule) bool { return r.ID == f.Rule })
		if rank < 0 || rank < last {
			t.Errorf("%s: want a rule in order, got place %d after %d", f.Rule, rank, last)
			continue
		}
		last = rank
		if k := [2]string{f.Rule, f.Subject}; keys[k] {
			t.Errorf("%s: want each key once, got it again", k)
		} else {
			keys[k] = true
		}
		if f.Title != rules[rank].Title || f.Text == "" || f.Subject == "" && f.Rule != "A-1" || len(f.Fingerprint) != 16 || f.Agency != "mzj" || f.Kind != data.Unit {
			t.Errorf("want a whole finding, got %+v", f)
		}
		if f.Severity < data.Error || f.Severity > data.Info || strings.ContainsAny(f.Text, "\n\t") {
			t.Errorf("want a severity and one line, got %+v", f)
		}
		if f.Uncheckable && f.Severity == data.Error {
			t.Errorf("want what cannot be checked to be no error, got %+v", f)
		}
	}
}

// A rule passes only where all its operands are known: each comparison of a
// found table has, if it is not silent for a reason, a verdict that a naive
// reading of the printed figures gives too.
func TestNothingUnknownPasses(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 6))
	for range 150 {
		q := newInquiry(input(randomReport(random)))
		for _, s := range q.sheets {
			if !s.Found {
				continue
			}
			for _, i := range q.judgeSheet(s, registered()) {
				if i.verdict != passed && i.verdict != failed {
					continue
				}
				for _, o := range slices.Concat(q.operands(i.comparison)...) {
					if o.cell == nil {
						continue
					}
					f := o.figure
					if f == nil || f.State != data.Read && f.State != data.Doubtful && (f.State != data.Blank || form.IsTotal(q.own.values().Edition(f.Code), f.Code)) {
						t.Fatalf("%s %s: want no verdict on %+v, got %d", i.rule.ID, i.Subject, f, i.verdict)
					}
				}
			}
		}
	}
}

func FuzzDerive(f *testing.F) {
	r := newReport("2021", 2023, values{"t4.review.total": 1})
	r.Tables = r.Tables[2:] // small, so that many changes are tried
	b, err := json.Marshal(r)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"tables":[{"name":"t3","edition":"2021","found":true,"figures":[{"code":"t3.new.total","state":"read","value":-9223372036854775808}]}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var r data.Report
		if json.NewDecoder(bytes.NewReader(b)).Decode(&r) != nil {
			return
		}
		in := input(&r)
		in.Kind = data.Unit
		in.Previous = []data.Previous{{Report: &r}}
		for _, f := range Derive(in) {
			if f.Text == "" || f.Title == "" {
				t.Errorf("want text and title, got %+v", f)
			}
		}
	})
}

func BenchmarkDeriveRandom(b *testing.B) {
	random := rand.New(rand.NewPCG(1, 2))
	var all []data.CheckInput
	for range 50 {
		all = append(all, input(randomReport(random)))
	}
	for n := 0; b.Loop(); n++ {
		Derive(all[n%len(all)])
	}
}
