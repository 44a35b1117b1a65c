package form

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

// newTables returns the tables of an edition with a read 0 in every cell but
// the values given.
func newTables(edition string, values map[string]int64) []data.Table {
	var out []data.Table
	for _, t := range ByID(edition).Tables {
		table := data.Table{Name: t.Name, Edition: edition, Found: true}
		for _, c := range t.Cells {
			table.Figures = append(table.Figures, data.Figure{Code: c.Code, State: data.Read, Value: values[c.Code]})
		}
		out = append(out, table)
	}
	return out
}

// mark sets the state of figures; those without a value lose it.
func mark(tb testing.TB, tables []data.Table, state data.State, codes ...string) {
	tb.Helper()
	for _, code := range codes {
		found := false
		for i := range tables {
			for j := range tables[i].Figures {
				if f := &tables[i].Figures[j]; f.Code == code {
					f.State, found = state, true
					if !state.HasValue() {
						f.Value = 0
					}
				}
			}
		}
		if !found {
			tb.Fatalf("no figure %s", code)
		}
	}
}

func TestAFigureCountsByItsState(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		state data.State
		want  Value
	}{
		"read":       {data.Read, Value{N: 4, Counts: true}},
		"doubtful":   {data.Doubtful, Value{N: 4, Counts: true, Doubtful: true}},
		"blank":      {data.Blank, Value{Counts: true, Blank: true}},
		"missing":    {data.Missing, Value{}},
		"unreadable": {data.Unreadable, Value{}},
		"no state":   {data.State(0), Value{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tables := newTables("2021", map[string]int64{"t2.license.decisions": 4})
			mark(t, tables, tt.state, "t2.license.decisions")
			if diff := cmp.Diff(tt.want, NewValues(tables).At("t2.license.decisions")); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
		})
	}
}

func TestACodeThatTheReportDoesNotHoldDoesNotCount(t *testing.T) {
	t.Parallel()
	v := NewValues(newTables("2021", nil))
	if diff := cmp.Diff(Value{}, v.At("s.received")); diff != "" {
		t.Errorf("value (-want +got):\n%s", diff)
	}
	if got := v.Edition("s.received"); got != "" {
		t.Errorf("edition: want none, got %q", got)
	}
	if got := v.Edition("t3.new.total"); got != "2021" {
		t.Errorf("edition: want 2021, got %q", got)
	}
}

func TestABlankCountsOnlyInAFilledTable(t *testing.T) {
	t.Parallel()
	blankAll := func(tb testing.TB, name string) []data.Table {
		tables := newTables("2021", nil)
		for i := range tables {
			if tables[i].Name == name {
				for _, f := range tables[i].Figures {
					mark(tb, tables, data.Blank, f.Code)
				}
			}
		}
		return tables
	}
	tables := blankAll(t, "t4")
	for _, code := range []string{"t4.review.upheld", "t4.review.total"} {
		if diff := cmp.Diff(Value{Blank: true}, NewValues(tables).At(code)); diff != "" {
			t.Errorf("%s in an unfilled table (-want +got):\n%s", code, diff)
		}
	}
	mark(t, tables, data.Unreadable, "t4.direct.upheld")
	if diff := cmp.Diff(Value{Blank: true}, NewValues(tables).At("t4.review.upheld")); diff != "" {
		t.Errorf("an unreadable cell is no value (-want +got):\n%s", diff)
	}
	mark(t, tables, data.Doubtful, "t4.direct.corrected")
	if diff := cmp.Diff(Value{Counts: true, Blank: true}, NewValues(tables).At("t4.review.upheld")); diff != "" {
		t.Errorf("a doubtful cell fills the table (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Value{Counts: true, Blank: true, Computed: true}, NewValues(tables).At("t4.review.total")); diff != "" {
		t.Errorf("then a blank total is computed (-want +got):\n%s", diff)
	}
}

func TestABlankTotalIsNeverZeroByItself(t *testing.T) {
	t.Parallel()
	computed := func(n int64) Value { return Value{N: n, Counts: true, Computed: true, Blank: true} }
	lost := Value{Blank: true}
	tests := map[string]struct {
		edition string
		values  map[string]int64
		change  func(testing.TB, []data.Table)
		code    string
		want    Value
	}{
		"a row total": {"2019", map[string]int64{"t3.granted.person": 200, "t3.granted.business": 72}, nil, "t3.granted.total", computed(272)},
		"a column total": {"2021", map[string]int64{"t3.granted.legal": 2, "t3.refused.secret.legal": 1, "t3.other.else.legal": 4}, nil,
			"t3.total.legal", computed(7)},
		"a column total of 2019 with its one row of other": {"2019", map[string]int64{"t3.other.legal": 4}, nil, "t3.total.legal", computed(4)},
		"a total of table 4": {"2021", map[string]int64{"t4.direct.upheld": 2, "t4.direct.pending": 1}, nil, "t4.direct.total", computed(3)},
		"of a blank part": {"2021", map[string]int64{"t4.direct.upheld": 2},
			func(tb testing.TB, all []data.Table) { mark(tb, all, data.Blank, "t4.direct.pending") }, "t4.direct.total", computed(2)},
		"of a doubtful part it is doubtful": {"2021", map[string]int64{"t4.direct.upheld": 2},
			func(tb testing.TB, all []data.Table) { mark(tb, all, data.Doubtful, "t4.direct.upheld") }, "t4.direct.total",
			Value{N: 2, Counts: true, Computed: true, Blank: true, Doubtful: true}},
		"of a missing part there is none": {"2021", map[string]int64{"t4.direct.upheld": 2},
			func(tb testing.TB, all []data.Table) { mark(tb, all, data.Missing, "t4.direct.pending") }, "t4.direct.total", lost},
		"of an unreadable part there is none": {"2021", map[string]int64{"t4.direct.upheld": 2},
			func(tb testing.TB, all []data.Table) { mark(tb, all, data.Unreadable, "t4.direct.pending") }, "t4.direct.total", lost},
		"the grand total by both ways": {"2021", map[string]int64{"t3.total.person": 3, "t3.granted.total": 3}, nil, "t3.total.total", computed(3)},
		"two ways that disagree":       {"2021", map[string]int64{"t3.total.person": 3, "t3.granted.total": 4}, nil, "t3.total.total", lost},
		"two ways of which one cannot be": {"2021", map[string]int64{"t3.total.person": 3, "t3.granted.total": 3},
			func(tb testing.TB, all []data.Table) { mark(tb, all, data.Missing, "t3.partial.total") }, "t3.total.total", computed(3)},
		"two ways of which one is doubtful": {"2021", map[string]int64{"t3.total.person": 3, "t3.granted.total": 3},
			func(tb testing.TB, all []data.Table) { mark(tb, all, data.Doubtful, "t3.granted.total") }, "t3.total.total",
			Value{N: 3, Counts: true, Computed: true, Blank: true, Doubtful: true}},
		"a total of blank totals": {"2019", map[string]int64{"t3.granted.person": 200, "t3.granted.business": 72},
			func(tb testing.TB, all []data.Table) {
				for _, r := range ByID("2019").Table("t3").Rows {
					mark(tb, all, data.Blank, r.Code+".total")
				}
				mark(tb, all, data.Blank, "t3.total.person", "t3.total.business")
			}, "t3.total.total", computed(272)},
		"a parent of 2014": {"2014", map[string]int64{"s.received.fax": 2, "s.received.letter": 3}, nil, "s.received", computed(5)},
		"a parent of a parent of 2014": {"2014", map[string]int64{"s.replied.refused.secret": 2, "s.replied.granted": 3},
			func(tb testing.TB, all []data.Table) { mark(tb, all, data.Blank, "s.replied.refused") }, "s.replied", computed(5)},
		"parts that only bound it and are 0":     {"2014", map[string]int64{"s.received": 1}, nil, "s.disclosed", Value{Counts: true, Blank: true}},
		"parts that only bound it and are not 0": {"2014", map[string]int64{"s.channel.website": 9}, nil, "s.disclosed", lost},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tables := newTables(tt.edition, tt.values)
			if tt.change != nil {
				tt.change(t, tables)
			}
			mark(t, tables, data.Blank, tt.code)
			v := NewValues(tables)
			for range 2 { // the second time it is remembered
				if diff := cmp.Diff(tt.want, v.At(tt.code)); diff != "" {
					t.Errorf("value (-want +got):\n%s", diff)
				}
			}
			if !IsTotal(tt.edition, tt.code) {
				t.Error("want the cell to be a total, got none")
			}
		})
	}
}

func TestSumCountsOnlyWhereEveryOperandDoes(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		text   string
		change func(testing.TB, []data.Table)
		want   Value
	}{
		"nothing": {"", nil, Value{}},
		"all read, one taken away": {
			"t4.review.upheld + t4.direct.upheld - t4.review.pending + 10", nil, Value{N: 16, Counts: true},
		},
		"one is doubtful": {
			"t4.review.upheld + t4.direct.upheld",
			func(tb testing.TB, all []data.Table) { mark(tb, all, data.Doubtful, "t4.direct.upheld") },
			Value{N: 7, Counts: true, Doubtful: true},
		},
		"one is a blank": {
			"t4.review.upheld + t4.direct.upheld",
			func(tb testing.TB, all []data.Table) { mark(tb, all, data.Blank, "t4.direct.upheld") },
			Value{N: 5, Counts: true},
		},
		"one is a blank total": {
			"t4.review.total + t4.direct.upheld",
			func(tb testing.TB, all []data.Table) { mark(tb, all, data.Blank, "t4.review.total") },
			Value{N: 8, Counts: true, Computed: true},
		},
		"one is missing": {
			"t4.review.upheld + t4.direct.upheld",
			func(tb testing.TB, all []data.Table) { mark(tb, all, data.Missing, "t4.direct.upheld") },
			Value{},
		},
		"one is unreadable inside a sum over rows": {
			"sum(t3.unavailable.*.total) + t4.direct.upheld",
			func(tb testing.TB, all []data.Table) { mark(tb, all, data.Unreadable, "t3.unavailable.unclear.total") },
			Value{},
		},
		"one is of last year": {"t4.review.upheld + prev.t4.direct.upheld", nil, Value{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tables := newTables("2021", map[string]int64{"t4.review.upheld": 5, "t4.review.pending": 1, "t4.review.total": 6, "t4.direct.upheld": 2})
			if tt.change != nil {
				tt.change(t, tables)
			}
			sum, err := ParseSum(tt.text, ByID("2021"))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, NewValues(tables).Sum(sum)); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOneRowStandsForThreeOnlyWhereTheyAreMissing(t *testing.T) {
	t.Parallel()
	three := []string{"t3.other.uncorrected.total", "t3.other.unpaid.total", "t3.other.else.total"}
	sum, err := ParseSum("sum(t3.other.*.total)", ByID("2021"))
	if err != nil {
		t.Fatal(err)
	}
	with := func(f data.Figure) []data.Table {
		tables := newTables("2021", nil)
		mark(t, tables, data.Missing, three...)
		tables[1].Figures = append(tables[1].Figures, f)
		return tables
	}
	tests := map[string]struct {
		tables []data.Table
		want   Value
	}{
		"it is read":        {with(data.Figure{Code: "t3.other.total", State: data.Read, Value: 9, Extra: true}), Value{N: 9, Counts: true}},
		"it is doubtful":    {with(data.Figure{Code: "t3.other.total", State: data.Doubtful, Value: 9, Extra: true}), Value{N: 9, Counts: true, Doubtful: true}},
		"it is unreadable":  {with(data.Figure{Code: "t3.other.total", State: data.Unreadable, Extra: true}), Value{}},
		"it is not extra":   {with(data.Figure{Code: "t3.other.total", State: data.Read, Value: 9}), Value{}},
		"it is another row": {with(data.Figure{Code: "t3.other.person", State: data.Read, Value: 9, Extra: true}), Value{}},
		"the three are printed too": {func() []data.Table {
			tables := with(data.Figure{Code: "t3.other.total", State: data.Read, Value: 9, Extra: true})
			mark(t, tables, data.Read, three...)
			return tables
		}(), Value{Counts: true}},
		"one of the three is printed": {func() []data.Table {
			tables := with(data.Figure{Code: "t3.other.total", State: data.Read, Value: 9, Extra: true})
			mark(t, tables, data.Unreadable, three[0])
			return tables
		}(), Value{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, NewValues(tt.tables).Sum(sum)); diff != "" {
				t.Errorf("value (-want +got):\n%s", diff)
			}
		})
	}
}

func TestABlankTotalOfAnExtraRowIsComputedAsItsEditionSays(t *testing.T) {
	t.Parallel()
	tables := newTables("2021", nil)
	for _, c := range []string{"person", "business", "research", "charity", "legal", "other", "total"} {
		tables[1].Figures = append(tables[1].Figures, data.Figure{Code: "t3.other." + c, State: data.Read, Value: 1, Extra: true})
	}
	mark(t, tables, data.Blank, "t3.other.total")
	if diff := cmp.Diff(Value{N: 6, Counts: true, Computed: true, Blank: true}, NewValues(tables).At("t3.other.total")); diff != "" {
		t.Errorf("value (-want +got):\n%s", diff)
	}
}

func TestIsTotal(t *testing.T) {
	t.Parallel()
	tests := []struct {
		edition, code string
		want          bool
	}{
		{"2019", "t3.new.total", true},
		{"2021", "t3.total.person", true},
		{"2021", "t3.total.total", true},
		{"2021", "t3.new.person", false},
		{"2021", "t4.after_review.total", true},
		{"2014", "s.replied.refused", true},
		{"2014", "s.replied.granted", false},
		{"2014", "s.disclosed", true},
		{"2021", "t2.normative.in_force", false},
		{"2019", "t2.normative.total", false}, // 对外公开总数量 is no sum of its row
		{"2021", "t3.other.total", true},      // the row of 2019
		{"", "t3.new.total", true},
		{"2021", "no.such", false},
	}
	for _, tt := range tests {
		if got := IsTotal(tt.edition, tt.code); got != tt.want {
			t.Errorf("%s in %q: want %v, got %v", tt.code, tt.edition, tt.want, got)
		}
	}
}

func TestTheLargestOfCellsCountsLikeASum(t *testing.T) {
	t.Parallel()
	largest, err := ParseSum("max(s.channel.*)", ByID("2014"))
	if err != nil {
		t.Fatal(err)
	}
	tables := newTables("2014", map[string]int64{"s.channel.website": 40, "s.channel.weibo": 7})
	if diff := cmp.Diff(Value{N: 40, Counts: true}, NewValues(tables).Sum(largest)); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
	mark(t, tables, data.Missing, "s.channel.other")
	if diff := cmp.Diff(Value{}, NewValues(tables).Sum(largest)); diff != "" {
		t.Errorf("one is missing (-want +got):\n%s", diff)
	}
}
