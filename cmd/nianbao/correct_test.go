package main

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/sample"
	"github.com/nianbao/nianbao/data/store"
)

// totals are the county's totals of a year, every series and rate.
func totals(t *testing.T, s *store.Store, year int) map[string]aggregate.Total {
	t.Helper()
	snap, err := snapshot(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]aggregate.Total{}
	for _, i := range aggregate.Items() {
		out[i.ID] = snap.Total(i, aggregate.Query{Year: year, Scope: aggregate.All()})
	}
	return out
}

func cellTotal(t *testing.T, s *store.Store, year int, code string) aggregate.Total {
	t.Helper()
	snap, err := snapshot(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	item, ok := aggregate.ItemByID(code)
	if !ok {
		t.Fatalf("no item %q", code)
	}
	return snap.Total(item, aggregate.Query{Year: year, Scope: aggregate.All()})
}

// TestTheTotalMovesByTheCorrection corrects figures at random: each moves the
// county's total of its cell by exactly the difference, and taking all back
// leaves the totals of before.
func TestTheTotalMovesByTheCorrection(t *testing.T) {
	t.Parallel()
	const year = 2022
	x := newSession(t)
	for _, f := range sample.Clean(7).Files {
		if f.Year == year && f.Report != nil && f.Layout.Format == sample.Docx {
			b, err := f.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			x.run(0, "import", x.write(filepath.Base(f.Path), b))
		}
	}
	ctx := context.Background()
	s, err := openStore(ctx, filepath.Join(x.dir, dbName))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	in, r := newIntake(s), rand.New(rand.NewPCG(1, 7))
	versions, err := s.AllVersions(ctx)
	if err != nil {
		t.Fatal(err)
	}
	roster, err := s.Roster(ctx)
	if err != nil {
		t.Fatal(err)
	}
	before := totals(t, s, year)
	made := map[data.ReportKey][]string{}
	var cells []*form.Cell
	for _, table := range form.ByID("2021").Tables {
		cells = append(cells, table.Cells...)
	}
	for n := 0; n < 40; n++ {
		v := versions[r.IntN(len(versions))]
		cell := cells[r.IntN(len(cells))]
		whole, err := s.Version(ctx, v.ID)
		if err != nil {
			t.Fatal(err)
		}
		f, ok := whole.Report.Figure(cell.Code)
		value := r.Int64N(5000)
		if !ok || !roster.Agency(v.Agency).CountsInYear(year) || !v.Current || v.Year != year || !f.State.HasValue() || !cell.Additive || f.Value == value || cell.Measure != form.Count {
			n -= r.IntN(2) // try others instead, and come to an end all the same
			continue
		}
		was := cellTotal(t, s, year, cell.Code)
		k := data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind}
		old := f.Value
		list, err := s.Corrections(ctx, k)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range list {
			if c.Code == cell.Code {
				old = c.Value
			}
		}
		err = in.Correct(ctx, intake.Correcting{
			Version: v.ID, Code: cell.Code, Value: strconv.FormatInt(value, 10), Reason: "核实", Person: "张三", Confirmed: data.ByPhone,
		})
		if err != nil {
			t.Fatal(err)
		}
		made[k] = append(made[k], cell.Code)
		if now := cellTotal(t, s, year, cell.Code); now.N-was.N != value-old || now.Stated != was.Stated || now.Corrected == 0 {
			t.Errorf("%s %s from %d to %d: want the total moved by %d, got %d to %d, corrected %d", v.Agency, cell.Code, old, value, value-old, was.N, now.N, now.Corrected)
		}
	}
	if len(made) == 0 {
		t.Fatal("nothing was corrected")
	}
	for k, codes := range made {
		for _, code := range codes {
			if err := in.Uncorrect(ctx, k, code, "李四"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if diff := cmp.Diff(before, totals(t, s, year)); diff != "" {
		t.Errorf("all taken back (-before +after):\n%s", diff)
	}
}
