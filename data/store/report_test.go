package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

var allStates = []data.State{data.Read, data.Blank, data.Missing, data.Unreadable, data.Doubtful}

// randomReport makes reports of every shape that the store must give back,
// likely or not.
func randomReport(r *rand.Rand) *data.Report {
	report := &data.Report{
		Agency: randomText(r), Year: r.IntN(3000), Kind: []data.Kind{data.Unit, data.Published, ""}[r.IntN(3)],
		Edition: randomText(r), Title: randomText(r),
	}
	for i := range r.IntN(5) {
		report.Tables = append(report.Tables, randomTable(r, i))
	}
	for range r.IntN(4) {
		report.Chapters = append(report.Chapters, data.Chapter{Title: randomText(r), Text: strings.Repeat(randomText(r), r.IntN(200))})
	}
	for range r.IntN(4) {
		report.Evidence = append(report.Evidence, data.Evidence{
			Field: "year", Source: data.FromTitle, Value: randomText(r), Text: randomText(r)})
	}
	return report
}

func randomTable(r *rand.Rand, number int) data.Table {
	t := data.Table{Name: fmt.Sprintf("t%d", number), Edition: randomText(r), Found: r.IntN(2) == 0}
	place := data.Place{Grid: 1 + r.IntN(4), Row: 2, Col: 2}
	for i := range r.IntN(160) {
		place = randomStep(r, place)
		f := data.Figure{
			Code:  fmt.Sprintf("t%d.行“%d”.c", number, i),
			State: allStates[r.IntN(len(allStates))],
			Extra: r.IntN(20) == 0,
			Place: place,
		}
		if r.IntN(8) == 0 {
			f.Place = data.Place{}
		}
		if f.State.HasValue() && r.IntN(2) == 0 {
			f.Value = r.Int64N(2*data.MaxAmount) - data.MaxAmount
		}
		if r.IntN(4) == 0 {
			f.Doubt = data.DoubtAnnotated
		}
		f.Raw = []string{"", "0", fmt.Sprint(f.Value), randomText(r)}[r.IntN(4)]
		if r.IntN(20) == 0 {
			f.Other = randomText(r)
		}
		t.Figures = append(t.Figures, f)
	}
	return t
}

// randomStep mostly goes on to the next column.
func randomStep(r *rand.Rand, p data.Place) data.Place {
	switch r.IntN(20) {
	case 0:
		return data.Place{Person: randomText(r)}
	case 1:
		return data.Place{Grid: r.IntN(1e6) - 5e5, Row: r.IntN(10) - 5, Col: r.IntN(1e9), Page: r.IntN(9), Sheet: randomText(r)}
	case 2, 3:
		p.Row, p.Col = p.Row+1, 2
	default:
		p.Col++
	}
	return p
}

func randomText(r *rand.Rand) string {
	return []string{"", "/", "—", "22（其中修订16件）", "a\x00b", "\xff\xfe", "<script>'\"", "示例县财政局", "=cmd\n+1"}[r.IntN(9)]
}

func TestReportComesBackWhole(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	b := batch(t, s)
	r := rand.New(rand.NewPCG(1, 2))
	ids, want := []int64{}, []*data.Report{}
	update(t, s, func(tx *store.Tx) error {
		for range 300 {
			report := randomReport(r)
			v := version(b, "财政局", 2023, report)
			v.Current = false
			id, err := tx.AddVersion(v, original(report), nil)
			if err != nil {
				return err
			}
			ids, want = append(ids, id), append(want, report)
		}
		return nil
	})
	for i, id := range ids {
		got := must[data.Version](t)(s.Version(context.Background(), id))
		equal(t, fmt.Sprintf("report %d", i), want[i], got.Report)
		if t.Failed() {
			return
		}
	}
}

// TestHoldingsShowEveryState checks that the short way of reading gives the
// same states and values as the long one.
func TestHoldingsShowEveryState(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "甲局", "乙局")
	b := batch(t, s)
	r := rand.New(rand.NewPCG(3, 4))
	want := map[data.ReportKey]*data.Report{}
	for _, key := range []string{"甲局", "乙局"} {
		for year := 2014; year < 2034; year++ {
			report := randomReport(r)
			add(t, s, version(b, key, year, report))
			want[data.ReportKey{Agency: key, Year: year, Kind: data.Unit}] = bare(report)
		}
	}
	got := map[data.ReportKey]*data.Report{}
	_, err := s.Holdings(context.Background(), func(v data.Version) error {
		got[data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind}] = v.Report
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "reports", want, got)
}

// bare is a report with what Holdings promises of it.
func bare(r *data.Report) *data.Report {
	b := *r
	b.Chapters, b.Evidence, b.Tables = nil, nil, nil
	for _, t := range r.Tables {
		var figures []data.Figure
		for _, f := range t.Figures {
			figures = append(figures, data.Figure{Code: f.Code, State: f.State, Value: f.Value, Extra: f.Extra})
		}
		t.Figures = figures
		b.Tables = append(b.Tables, t)
	}
	return &b
}

func TestReportsThatAreRefused(t *testing.T) {
	t.Parallel()
	change := func(fn func(*data.Figure)) *data.Report {
		r := report("示例县财政局", 2023, 7)
		fn(&r.Tables[0].Figures[0])
		return r
	}
	cases := map[string]*data.Report{
		"no report":                     nil,
		"a figure without a state":      change(func(f *data.Figure) { f.State = 0 }),
		"a state that is not known":     change(func(f *data.Figure) { f.State = 9 }),
		"a value that nobody read":      change(func(f *data.Figure) { f.State = data.Missing }),
		"a code twice":                  change(func(f *data.Figure) { f.Code = "t3.new.company" }),
		"no code":                       change(func(f *data.Figure) { f.Code = "" }),
		"a code of two lines":           change(func(f *data.Figure) { f.Code = "a\nb" }),
		"a code that looks like extras": change(func(f *data.Figure) { f.Code = "+a" }),
	}
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	b := batch(t, s)
	for name, r := range cases {
		t.Run(name, func(t *testing.T) {
			v := version(b, "财政局", 2023, report("示例县财政局", 2023, 7))
			v.Report = r
			err := s.Update(context.Background(), func(tx *store.Tx) error {
				_, err := tx.AddVersion(v, original(report("示例县财政局", 2023, 7)), nil)
				return err
			})
			if err == nil {
				t.Error("want an error")
			}
			if list := must[[]data.Version](t)(s.AllVersions(context.Background())); len(list) != 0 {
				t.Errorf("want nothing stored, got %d versions", len(list))
			}
		})
	}
}
