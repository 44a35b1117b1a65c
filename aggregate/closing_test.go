package aggregate_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// adjustedCounty is publishedCounty (5, 7 and 20 requests, published 25) with
// adjustments of the requests of persons.
func (c *county) adjusted(list ...data.Adjustment) *aggregate.Snapshot {
	b := aggregate.NewBuilder()
	for _, v := range c.versions {
		b.Add(v)
	}
	return b.Build(data.Holdings{Change: 7, Roster: c.roster, Errors: c.errors, Adjustments: list})
}

const newPersons = "t3.new.person"

func adjustment(scope string, delta int64) data.Adjustment {
	return data.Adjustment{Year: 2023, Scope: scope, Code: newPersons, Delta: delta, Ground: data.GroundBoth, Reason: "一", Person: "张三"}
}

func TestAnAdjustmentNeverChangesASum(t *testing.T) {
	t.Parallel()
	c := publishedCounty()
	all, countyLevel := aggregate.Query{Year: 2023}, aggregate.Query{Year: 2023, Scope: aggregate.CountyLevel()}
	without := aggregate.Query{Year: 2023, WithoutErrors: true}
	plain, _ := c.snapshot().CountyForm(all).Cell(newPersons)
	for _, x := range []struct {
		name       string
		list       []data.Adjustment
		q          aggregate.Query
		times      int
		n          int64
		difference int64
	}{
		{"none", nil, all, 0, 0, plain.Difference()},
		{"one", []data.Adjustment{adjustment("all", -7)}, all, 1, -7, plain.Difference() + 7},
		{"two", []data.Adjustment{adjustment("all", -7), adjustment("all", 2)}, all, 2, -5, plain.Difference() + 5},
		{"that come to nothing", []data.Adjustment{adjustment("all", -2), adjustment("all", 2)}, all, 2, 0, plain.Difference()},
		{"of the other scope", []data.Adjustment{adjustment("all", -7)}, countyLevel, 0, 0, 0},
		{"where agencies are left out", []data.Adjustment{adjustment("all", -7)}, without, 0, 0, plain.Difference()},
	} {
		got, _ := c.adjusted(x.list...).CountyForm(x.q).Cell(newPersons)
		want, _ := c.snapshot().CountyForm(x.q).Cell(newPersons)
		if got.Total != want.Total {
			t.Errorf("%s: want the sum %+v, got %+v", x.name, want.Total, got.Total)
		}
		if got.Adjusted != (aggregate.Adjusted{N: x.n, Times: x.times}) || got.Figure().N != want.Total.N+x.n {
			t.Errorf("%s: want %d by %d, got %+v with %+v", x.name, x.n, x.times, got.Adjusted, got.Figure())
		}
		if got.Difference() != x.difference {
			t.Errorf("%s: want a difference of %d, got %d", x.name, x.difference, got.Difference())
		}
	}
}

func TestWhatIsNotKnownStaysSoWhenAdjusted(t *testing.T) {
	t.Parallel()
	c := publishedCounty()
	c.versions = slices.DeleteFunc(c.versions, func(v data.Version) bool { return v.Kind == data.Unit })
	form := c.adjusted(adjustment("all", 3)).CountyForm(aggregate.Query{Year: 2023})
	cell, _ := form.Cell(newPersons)
	if cell.Total.Known || cell.Figure().Known || cell.Figure().N != 0 || cell.Adjusted.N != 3 {
		t.Errorf("want no figure with the adjustment beside it, got %+v", cell)
	}
	for _, row := range form.Table().Rows {
		if row.Key == newPersons {
			got := []string{aggregate.CSVText(row.Cells[4]), aggregate.CSVText(row.Cells[5]), aggregate.CSVText(row.Cells[6])}
			if diff := cmp.Diff([]string{"", "3", ""}, got); diff != "" {
				t.Errorf("合计, 调整, 公布数 (-want +got):\n%s", diff)
			}
		}
	}
}

func TestThePublishedReportIsSetAgainstTheAdjustedFigure(t *testing.T) {
	t.Parallel()
	c := publishedCounty()
	found := func(s *aggregate.Snapshot) (out []string) {
		for _, f := range s.CountyFindings(2023, nil) {
			if f.Rule == aggregate.RulePublished && f.Subject == newPersons {
				out = append(out, f.Text)
			}
		}
		return out
	}
	if list := found(c.adjusted(adjustment("all", -7))); len(list) != 0 {
		t.Errorf("adjusted to what is published: want no finding, got %v", list)
	}
	list := found(c.adjusted(adjustment("all", -6)))
	if len(list) != 1 || !strings.Contains(list[0], "各单位之和32，调整－6，公布数26") {
		t.Errorf("adjusted too little: want the three figures named, got %v", list)
	}
}

func TestTheSummaryShowsAdjustmentsUnderTheSum(t *testing.T) {
	t.Parallel()
	c := publishedCounty()
	last := func(s *aggregate.Snapshot) (out []string) {
		table := s.SummaryTable(aggregate.Query{Year: 2023})
		at := slices.IndexFunc(table.Columns, func(c aggregate.Column) bool { return c.Key == newPersons })
		for _, r := range table.Rows {
			if r.Kind >= aggregate.TotalRow {
				if len(r.Cells) != len(table.Columns) {
					t.Errorf("want %d cells in a line, got %d", len(table.Columns), len(r.Cells))
				}
				out = append(out, r.Cells[1].Text+aggregate.CSVText(r.Cells[at]))
			}
		}
		return out
	}
	if diff := cmp.Diff([]string{"合计32"}, last(c.snapshot())); diff != "" {
		t.Errorf("nothing adjusted (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"合计32", "调整-7", "公布数25"}, last(c.adjusted(adjustment("all", -7)))); diff != "" {
		t.Errorf("adjusted (-want +got):\n%s", diff)
	}
}

func TestFrozenTablesComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		c := randomCounty(seed)
		q := aggregate.Query{Year: 2019 + int(seed)}
		f := c.adjusted(adjustment("all", -7)).Freeze(q)
		b, err := f.Encode()
		if err != nil {
			t.Fatal(err)
		}
		back, err := aggregate.DecodeFrozen(b)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(f, back); diff != "" {
			t.Errorf("seed %d (-want +got):\n%s", seed, diff)
		}
		again, err := c.adjusted(adjustment("all", -7)).Freeze(q).Encode()
		if err != nil || !bytes.Equal(b, again) {
			t.Errorf("seed %d: want the same bytes, %v", seed, err)
		}
		if moves := aggregate.Moves(f, back); len(moves) != 0 {
			t.Errorf("seed %d: want nothing moved, got %d", seed, len(moves))
		}
	}
	for _, bad := range []string{"", "{}", `{"format":2,"form":{},"agencies":{}}`} {
		if _, err := aggregate.DecodeFrozen([]byte(bad)); err == nil {
			t.Errorf("%q: want an error", bad)
		}
	}
}

func TestMovesNameTheAgenciesBehindThem(t *testing.T) {
	t.Parallel()
	c := publishedCounty()
	was := c.snapshot().Freeze(aggregate.Query{Year: 2023})
	k := data.ReportKey{Agency: "丙局", Year: 2023, Kind: data.Unit}
	c.versions = append(c.versions, version(k, requestsOnly(4)))
	c.versions = append(c.versions, version(data.ReportKey{Agency: "甲局", Year: 2023, Kind: data.Unit}, requestsOnly(6)))
	now := c.adjusted(adjustment("all", -1)).Freeze(aggregate.Query{Year: 2023})
	type line struct {
		Agency   string
		Was, Now int64
		New      bool
	}
	var got []line
	for _, m := range aggregate.Moves(was, now) {
		if m.Cell().Code != newPersons {
			continue
		}
		got = append(got, line{"", m.Was.Figure.N, m.Now.Figure.N, m.Now.Adjustment.Known})
		for _, a := range m.Agencies {
			got = append(got, line{a.Agency, a.Was.N, a.Now.N, !a.Was.Known})
		}
	}
	want := []line{{"", 32, 34, true}, {"甲局", 7, 6, false}, {"丙局", 0, 4, true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestTheLastSealHolds(t *testing.T) {
	t.Parallel()
	s := aggregate.NewBuilder().Build(data.Holdings{
		Seals:  []data.Seal{{Year: 2023, Sealed: true, Person: "一"}, {Year: 2024, Sealed: true}, {Year: 2023}, {Year: 2023, Sealed: true, Person: "二"}, {Year: 2024}},
		Finals: []data.Final{{ID: 1, Year: 2023, Scope: "all", Number: 1}, {ID: 2, Year: 2023, Scope: "county", Number: 1}},
	})
	if seal, ok := s.Seal(2023); !ok || seal.Person != "二" {
		t.Errorf("sealed again: got %+v, %v", seal, ok)
	}
	if _, ok := s.Seal(2024); ok {
		t.Error("opened: want it open")
	}
	if list := s.Finals(2023, aggregate.CountyLevel()); len(list) != 1 || list[0].ID != 2 {
		t.Errorf("want the one of the scope, got %+v", list)
	}
}
