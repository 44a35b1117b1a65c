package aggregate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// agency is a counting department.
func agency(key string) data.Agency {
	return data.Agency{Key: key, Name: "示例县" + key, Group: data.GroupDepartment, Counts: true}
}

// small is a county of agencies with reports put in one by one.
func small(agencies ...data.Agency) *county {
	return &county{
		roster: &data.Roster{County: data.County{Name: "示例县"}, Agencies: agencies},
		errors: map[data.ReportKey]int{},
	}
}

// put adds an agency's report in the year's edition: every cell read as 0
// but those set.
func (c *county) put(key string, year int, set map[string]data.Figure) *county {
	r := &data.Report{Year: year, Edition: form.ForYear(year).ID}
	for _, t := range form.ForYear(year).Tables {
		table := data.Table{Name: t.Name, Edition: r.Edition, Found: true}
		for _, cell := range t.Cells {
			f, ok := set[cell.Code]
			if !ok {
				f = data.Figure{State: data.Read}
			}
			f.Code = cell.Code
			table.Figures = append(table.Figures, f)
		}
		r.Tables = append(r.Tables, table)
	}
	c.versions = append(c.versions, version(data.ReportKey{Agency: key, Year: year, Kind: data.Unit}, r))
	return c
}

// last is the report put last.
func (c *county) last() *data.Report { return c.versions[len(c.versions)-1].Report }

func read(n int64) data.Figure { return data.Figure{State: data.Read, Value: n} }

func in(s data.State) data.Figure { return data.Figure{State: s} }

type set = map[string]data.Figure

func item(t testing.TB, id string) aggregate.Item {
	t.Helper()
	i, ok := aggregate.ItemByID(id)
	if !ok {
		t.Fatalf("item %s: unknown", id)
	}
	return i
}

func TestTotalByRule(t *testing.T) {
	t.Parallel()
	vertical := agency("税务局")
	vertical.Counts = false
	closed := agency("旧局")
	closed.To = 2020
	notThisYear := agency("新局")
	notThisYear.CountsIn = map[int]bool{2022: false}
	other := agency("开发区")
	other.Group = data.GroupOther
	blankRow := set{"t3.granted.total": in(data.Blank), "t3.granted.person": read(3), "t3.granted.legal": in(data.Blank)}
	tests := map[string]struct {
		county *county
		item   string
		query  aggregate.Query
		want   aggregate.Total
	}{
		"a blank total is computed and marked, never 0": {
			small(agency("甲局"), agency("乙局")).put("甲局", 2022, blankRow).put("乙局", 2022, set{"t3.granted.total": read(4)}),
			"outcome.granted", aggregate.Query{}, aggregate.Total{N: 7, Known: true, Stated: 2, Of: 2, Computed: 1},
		},
		"a blank total that cannot be computed does not count": {
			small(agency("甲局"), agency("乙局")).put("甲局", 2022, set{"t3.granted.total": in(data.Blank), "t3.granted.legal": in(data.Missing)}).put("乙局", 2022, set{"t3.granted.total": read(4)}),
			"outcome.granted", aggregate.Query{}, aggregate.Total{N: 4, Known: true, Stated: 1, Of: 2},
		},
		"a blank total whose two ways disagree does not count": {
			small(agency("甲局"), agency("乙局")).put("甲局", 2022, set{"t3.total.total": in(data.Blank), "t3.total.person": read(2), "t3.granted.total": read(3)}),
			"outcome.total", aggregate.Query{}, aggregate.Total{Of: 2},
		},
		"a blank total of doubtful parts is doubtful": {
			small(agency("甲局"), agency("乙局")).put("甲局", 2022, set{"t3.new.total": in(data.Blank), "t3.new.person": {State: data.Doubtful, Value: 5}}),
			"requests.new", aggregate.Query{}, aggregate.Total{N: 5, Known: true, Stated: 1, Of: 2, Doubtful: 1, Computed: 1},
		},
		"missing and unreadable count neither in the sum nor in n": {
			small(agency("甲局"), agency("乙局"), agency("丙局")).put("甲局", 2022, set{"t3.new.person": in(data.Missing)}).put("乙局", 2022, set{"t3.new.person": in(data.Unreadable)}).put("丙局", 2022, set{"t3.new.person": read(2)}),
			"t3.new.person", aggregate.Query{}, aggregate.Total{N: 2, Known: true, Stated: 1, Of: 3},
		},
		"a total that stands on none is not 0": {
			small(agency("甲局"), agency("乙局")).put("甲局", 2022, set{"t3.new.person": in(data.Missing)}),
			"t3.new.person", aggregate.Query{}, aggregate.Total{Of: 2},
		},
		"a blank in a filled table is 0 and counts": {
			small(agency("甲局"), agency("乙局")).put("甲局", 2022, set{"t3.new.person": in(data.Blank)}).put("乙局", 2022, set{"t3.new.person": read(2)}),
			"t3.new.person", aggregate.Query{}, aggregate.Total{N: 2, Known: true, Stated: 2, Of: 2},
		},
		"a doubtful value counts and is told": {
			small(agency("甲局"), agency("乙局")).put("甲局", 2022, set{"t3.new.person": {State: data.Doubtful, Value: 6}}).put("乙局", 2022, nil),
			"t3.new.person", aggregate.Query{}, aggregate.Total{N: 6, Known: true, Stated: 2, Of: 2, Doubtful: 1},
		},
		"numerator and denominator come from the same agencies": {
			small(agency("甲局"), agency("乙局")).put("甲局", 2022, set{"t3.granted.total": read(3), "t3.total.total": read(4)}).put("乙局", 2022, set{"t3.granted.total": in(data.Missing), "t3.total.total": read(100)}),
			"rate.granted", aggregate.Query{}, aggregate.Total{N: 3, D: 4, Known: true, Stated: 1, Of: 2},
		},
		"a rate with nothing to divide by is known": {
			small(agency("甲局"), agency("乙局")).put("甲局", 2022, nil),
			"rate.granted", aggregate.Query{}, aggregate.Total{Known: true, Stated: 1, Of: 2},
		},
		"what is not additive has no sum": {
			small(agency("甲局"), agency("乙局")).put("甲局", 2020, set{"t2.license.items_last": read(5)}).put("乙局", 2020, set{"t2.license.items_last": read(6)}),
			"t2.license.items_last", aggregate.Query{Year: 2020}, aggregate.Total{Stated: 2, Of: 2, NotAdditive: true},
		},
		"what is not additive is shown for one agency": {
			small(agency("甲局"), agency("乙局")).put("甲局", 2020, set{"t2.license.items_last": read(5)}),
			"t2.license.items_last", aggregate.Query{Year: 2020, Scope: aggregate.Chosen("甲局")}, aggregate.Total{N: 5, Known: true, Stated: 1, Of: 1, State: data.Read},
		},
		"an agency that does not count is left out": {
			small(agency("甲局"), vertical, closed, notThisYear).put("税务局", 2022, set{"t3.new.total": read(9)}).put("旧局", 2022, set{"t3.new.total": read(9)}).put("新局", 2022, set{"t3.new.total": read(9)}).put("甲局", 2022, set{"t3.new.total": read(1)}),
			"requests.new", aggregate.Query{}, aggregate.Total{N: 1, Known: true, Stated: 1, Of: 1, State: data.Read},
		},
		"an exception holds for its year only": {
			small(notThisYear, agency("甲局")).put("新局", 2021, set{"t3.new.total": read(9)}),
			"requests.new", aggregate.Query{Year: 2021}, aggregate.Total{N: 9, Known: true, Stated: 1, Of: 2},
		},
		"group 其他 is in 全县": {
			small(other, agency("甲局")).put("开发区", 2022, set{"t3.new.total": read(9)}),
			"requests.new", aggregate.Query{}, aggregate.Total{N: 9, Known: true, Stated: 1, Of: 2},
		},
		"group 其他 is not in 县本级": {
			small(other, agency("甲局")).put("开发区", 2022, set{"t3.new.total": read(9)}),
			"requests.new", aggregate.Query{Scope: aggregate.CountyLevel()}, aggregate.Total{Of: 1, NoReport: true},
		},
		"a series that an edition lacks is not stated": {
			small(agency("甲局"), agency("乙局")).put("甲局", 2018, nil),
			"requests.carried_in", aggregate.Query{Year: 2018}, aggregate.Total{Of: 2},
		},
		"a series is worded by its edition": {
			small(agency("甲局"), agency("乙局")).put("甲局", 2018, set{"s.replied.granted": read(2), "s.replied.already_public": read(3)}),
			"outcome.granted", aggregate.Query{Year: 2018}, aggregate.Total{N: 5, Known: true, Stated: 1, Of: 2},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := test.query
			if q.Year == 0 {
				q.Year = 2022
			}
			if diff := cmp.Diff(test.want, test.county.snapshot().Total(item(t, test.item), q)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestReportsWithErrorsAreLeftOutOnDemand(t *testing.T) {
	t.Parallel()
	c := small(agency("甲局"), agency("乙局")).put("甲局", 2022, set{"t3.new.total": read(5)}).put("乙局", 2022, set{"t3.new.total": read(7)})
	c.errors[data.ReportKey{Agency: "乙局", Year: 2022, Kind: data.Unit}] = 2
	s := c.snapshot()
	want := []aggregate.Total{{N: 12, Known: true, Stated: 2, Of: 2}, {N: 5, Known: true, Stated: 1, Of: 2}}
	got := []aggregate.Total{s.Total(item(t, "requests.new"), aggregate.Query{Year: 2022}), s.Total(item(t, "requests.new"), aggregate.Query{Year: 2022, WithoutErrors: true})}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if n := s.Reported(aggregate.Query{Year: 2022, WithoutErrors: true}); n != 2 {
		t.Errorf("reported: want 2 with errors or without, got %d", n)
	}
	if n := s.Errors(data.ReportKey{Agency: "乙局", Year: 2022, Kind: data.Unit}); n != 2 {
		t.Errorf("errors: want 2, got %d", n)
	}
}

func TestVersionsThatDoNotCount(t *testing.T) {
	t.Parallel()
	tests := map[string]func(v *data.Version){
		"published":       func(v *data.Version) { v.Kind = data.Published },
		"not current":     func(v *data.Version) { v.Current = false },
		"unfilled":        func(v *data.Version) { v.Unfilled = true },
		"without agency":  func(v *data.Version) { v.Agency = "" },
		"without year":    func(v *data.Version) { v.Year = 0 },
		"without figures": func(v *data.Version) { v.Report = nil },
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := small(agency("甲局"), agency("乙局")).put("甲局", 2022, set{"t3.new.total": read(5)})
			change(&c.versions[0])
			want := aggregate.Total{Of: 2}
			if diff := cmp.Diff(want, c.snapshot().Total(item(t, "requests.new"), aggregate.Query{Year: 2022})); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestPublishedReportIsKeptForComparing(t *testing.T) {
	t.Parallel()
	c := small(agency("县政府")).put("县政府", 2022, set{"t3.new.total": read(50)})
	c.versions[0].Kind = data.Published
	s := c.snapshot()
	k := data.ReportKey{Agency: "县政府", Year: 2022, Kind: data.Published}
	want := aggregate.Total{N: 50, Known: true, Stated: 1, Of: 1, State: data.Read}
	if diff := cmp.Diff(want, s.Figure(k, "t3.new.total")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	unit := k
	unit.Kind = data.Unit
	if !s.HasReport(k) || s.HasReport(unit) {
		t.Errorf("want the published report only, got published %v, unit %v", s.HasReport(k), s.HasReport(unit))
	}
	if diff := cmp.Diff(aggregate.Total{Of: 1, NoReport: true}, s.Figure(unit, "t3.new.total")); diff != "" {
		t.Errorf("figure of no report (-want +got)\n%s", diff)
	}
}

func TestOneRowOfOtherOutcomes(t *testing.T) {
	t.Parallel()
	c := small(agency("甲局"), agency("乙局")).put("甲局", 2023, set{
		"t3.other.uncorrected.total": in(data.Missing), "t3.other.unpaid.total": in(data.Missing), "t3.other.else.total": in(data.Missing),
	})
	table := c.last().Table("t3")
	table.Figures = append(table.Figures, data.Figure{Code: "t3.other.total", State: data.Read, Value: 4, Extra: true})
	want := aggregate.Total{N: 4, Known: true, Stated: 1, Of: 2}
	if diff := cmp.Diff(want, c.snapshot().Total(item(t, "outcome.other"), aggregate.Query{Year: 2023})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestSumsDoNotOverflow(t *testing.T) {
	t.Parallel()
	c := small()
	const n = 200
	for i := range n {
		key := string(rune('一' + i))
		c.roster.Agencies = append(c.roster.Agencies, agency(key))
		c.put(key, 2022, set{"t3.new.total": read(data.MaxCount), "t2.fee.amount": read(data.MaxAmount), "t3.total.total": read(data.MaxCount)})
	}
	s := c.snapshot()
	q := aggregate.Query{Year: 2022}
	for id, want := range map[string]int64{"requests.new": n * data.MaxCount, "fee.amount": n * data.MaxAmount} {
		if got := s.Total(item(t, id), q).N; got != want {
			t.Errorf("%s: want %d, got %d", id, want, got)
		}
		if got := s.Median(item(t, id), q); got.N != want/n || got.Half {
			t.Errorf("median of %s: want %d, got %d, half %v", id, want/n, got.N, got.Half)
		}
	}
}

func TestRanksAndMedian(t *testing.T) {
	t.Parallel()
	c := small(agency("甲"), agency("乙"), agency("丙"), agency("丁"), agency("戊"))
	for key, n := range map[string]int64{"甲": 4, "乙": 9, "丙": 9, "丁": 1} {
		c.put(key, 2022, set{"t3.new.total": read(n), "t3.total.total": read(10 * n), "t3.granted.total": read(n)})
	}
	s, q := c.snapshot(), aggregate.Query{Year: 2022}
	ranks := func(id string) map[string]int {
		out := map[string]int{}
		for _, a := range s.Agencies(item(t, id), q) {
			out[a.Agency.Key] = a.Rank
		}
		return out
	}
	if diff := cmp.Diff(map[string]int{"甲": 3, "乙": 1, "丙": 1, "丁": 4, "戊": 0}, ranks("requests.new")); diff != "" {
		t.Errorf("equal values share a rank (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(map[string]int{"甲": 1, "乙": 1, "丙": 1, "丁": 0, "戊": 0}, ranks("rate.granted")); diff != "" {
		t.Errorf("rates on fewer than 30 are not ranked (-want +got)\n%s", diff)
	}
	want := aggregate.Total{N: 6, Half: true, Known: true, Stated: 4, Of: 5}
	if diff := cmp.Diff(want, s.Median(item(t, "requests.new"), q)); diff != "" {
		t.Errorf("median between two (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(aggregate.Total{Of: 5}, s.Median(item(t, "requests.new"), aggregate.Query{Year: 2020})); diff != "" {
		t.Errorf("median of none (-want +got)\n%s", diff)
	}
}

func TestChangeOnTheSameAgencies(t *testing.T) {
	t.Parallel()
	old, renamed := agency("经济和信息化局"), agency("工业和信息化局")
	old.To, renamed.From = 2021, 2022
	c := small(agency("甲局"), agency("乙局"), old, renamed, agency("丙局"))
	c.roster.Successions = []data.Succession{{Old: old.Key, New: renamed.Key, Year: 2022, Rule: data.TrendLink}}
	c.put("甲局", 2021, set{"t3.new.total": read(10)}).put("甲局", 2022, set{"t3.new.total": read(12)})
	c.put("乙局", 2021, set{"t3.new.total": read(90)}).put("乙局", 2022, set{"t3.new.total": in(data.Missing)})
	c.put(old.Key, 2021, set{"t3.new.total": read(20)}).put(renamed.Key, 2022, set{"t3.new.total": read(11)})
	c.put("丙局", 2022, set{"t3.new.total": read(500)})
	s := c.snapshot()
	want := aggregate.Change{
		Now:    aggregate.Total{N: 23, Known: true, Stated: 2, Of: 4},
		Before: aggregate.Total{N: 30, Known: true, Stated: 2, Of: 4}, Agencies: 2,
		By: []aggregate.Contribution{{Agency: s.Agency(renamed.Key), Now: 11, Before: 20}, {Agency: s.Agency("甲局"), Now: 12, Before: 10}},
	}
	got := s.CompareWithYearBefore(item(t, "requests.new"), aggregate.Query{Year: 2022})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(aggregate.Total{N: -7, Known: true, Stated: 2, Of: 4}, got.Difference()); diff != "" {
		t.Errorf("difference (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff(aggregate.Total{N: -7, D: 30, Known: true, Stated: 2, Of: 4}, got.Growth()); diff != "" {
		t.Errorf("growth (-want +got)\n%s", diff)
	}
}

func TestPredecessorThatGoesOnIsNotAddedTwice(t *testing.T) {
	t.Parallel()
	c := small(agency("旧局"), agency("新局"))
	c.roster.Successions = []data.Succession{{Old: "旧局", New: "新局", Year: 2022, Rule: data.TrendLink}}
	c.put("旧局", 2021, set{"t3.new.total": read(10)}).put("旧局", 2022, set{"t3.new.total": read(1)}).put("新局", 2022, set{"t3.new.total": read(8)})
	got := c.snapshot().CompareWithYearBefore(item(t, "requests.new"), aggregate.Query{Year: 2022})
	if got.Agencies != 1 || got.Now.N != 1 || got.Before.N != 10 {
		t.Errorf("want 1 agency, 1 against 10, got %d, %d against %d", got.Agencies, got.Now.N, got.Before.N)
	}
}

func TestAgencyTrendFollowsARenaming(t *testing.T) {
	t.Parallel()
	old, renamed := agency("经济和信息化局"), agency("工业和信息化局")
	old.To, renamed.From = 2018, 2019
	c := small(old, renamed)
	c.roster.Successions = []data.Succession{{Old: old.Key, New: renamed.Key, Year: 2019, Rule: data.TrendLink}}
	c.put(old.Key, 2018, set{"s.received": read(3)}).put(renamed.Key, 2020, set{"t3.new.total": read(5)})
	known := func(n int64) aggregate.Total {
		return aggregate.Total{N: n, Known: true, Stated: 1, Of: 1, State: data.Read}
	}
	want := []aggregate.Point{
		{Year: 2018, Total: known(3), Agency: old.Key},
		{Year: 2019, Total: aggregate.Total{Of: 1, NoReport: true}, Break: true, Mark: "由经济和信息化局更名", Agency: renamed.Key},
		{Year: 2020, Total: known(5), Agency: renamed.Key},
	}
	if diff := cmp.Diff(want, c.snapshot().AgencyTrend(item(t, "requests.new"), renamed.Key)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	c.roster.Successions[0].Rule = data.TrendMarkBreak
	if got := c.snapshot().AgencyTrend(item(t, "requests.new"), renamed.Key)[0]; !got.Total.NoReport || got.Agency != renamed.Key {
		t.Errorf("rule mark_break: want no report of the agency's own, got %+v", got)
	}
}

func TestMergersAreNoOneLine(t *testing.T) {
	t.Parallel()
	link := func(old, successor string) data.Succession {
		return data.Succession{Old: old, New: successor, Year: 2022, Rule: data.TrendLink}
	}
	tests := map[string]struct {
		successions []data.Succession
		mark        string // in 2022
	}{
		"two predecessors": {[]data.Succession{link("甲局", "丙局"), link("乙局", "丙局")}, "由甲局、乙局调整而来，沿革不止一条，不连成一条线"},
		"two successors":   {[]data.Succession{link("甲局", "丙局"), link("甲局", "乙局")}, "由甲局调整而来，沿革不止一条，不连成一条线"},
		"a circle":         {[]data.Succession{link("丙局", "丙局")}, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := small(agency("甲局"), agency("乙局"), agency("丙局")).put("甲局", 2021, nil).put("丙局", 2022, nil)
			c.roster.Successions = test.successions
			for _, p := range c.snapshot().AgencyTrend(item(t, "requests.new"), "丙局") {
				want := ""
				if p.Year == 2022 {
					want = test.mark
				}
				if p.Agency != "丙局" || p.Mark != want || p.Cut != (want != "") {
					t.Errorf("%d: want the agency alone with %q, got %q %q %v", p.Year, want, p.Agency, p.Mark, p.Cut)
				}
			}
		})
	}
}

func TestYearsWithoutReportsAreInTheTrend(t *testing.T) {
	t.Parallel()
	c := small(agency("甲局"), agency("乙局")).put("甲局", 2019, nil).put("甲局", 2022, nil)
	s := c.snapshot()
	if diff := cmp.Diff([]int{2019, 2022}, s.Years()); diff != "" {
		t.Errorf("years (-want +got)\n%s", diff)
	}
	var complete []string
	for _, p := range s.Trend(item(t, "review.total"), aggregate.Chosen("甲局"), false) {
		if !p.Total.Complete() {
			complete = append(complete, "gap")
			continue
		}
		complete = append(complete, "whole")
	}
	if diff := cmp.Diff([]string{"whole", "gap", "gap", "whole"}, complete); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if got := (&county{roster: &data.Roster{}}).snapshot().Trend(item(t, "review.total"), aggregate.All(), false); got != nil {
		t.Errorf("a county without reports: want no point, got %v", got)
	}
}

func TestSnapshotKeepsItsRoster(t *testing.T) {
	t.Parallel()
	a := agency("甲局")
	a.CountsIn = map[int]bool{2022: true}
	c := small(a).put("甲局", 2022, nil)
	s := c.snapshot()
	c.roster.Agencies[0].CountsIn[2022] = false
	c.roster.Agencies[0].Name = "改名"
	if got := s.Counting(aggregate.Query{Year: 2022}); len(got) != 1 || got[0].Name != "示例县甲局" {
		t.Errorf("want the agency as it was, got %v", got)
	}
	if s.Change() != 7 {
		t.Errorf("change: want 7, got %d", s.Change())
	}
	if s.Agency("没有") != nil {
		t.Error("unknown key: want no agency")
	}
}
