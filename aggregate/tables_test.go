package aggregate_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

var update = flag.Bool("update", false, "write the golden files")

func TestTextOfCells(t *testing.T) {
	t.Parallel()
	total := func(n int64) aggregate.Total { return aggregate.Total{N: n, Known: true, Stated: 1, Of: 1} }
	rate := func(n, d int64) aggregate.Cell {
		return aggregate.Cell{Kind: aggregate.TotalCell, Rate: true, Total: aggregate.Total{N: n, D: d, Known: true}}
	}
	half := func(n int64) aggregate.Total { return aggregate.Total{N: n, Known: true, Half: true} }
	tests := map[string]struct {
		cell      aggregate.Cell
		text, csv string
	}{
		"text":                      {aggregate.Cell{Text: "甲局"}, "甲局", "甲局"},
		"empty text":                {aggregate.Cell{}, "", ""},
		"serial":                    {aggregate.Cell{Kind: aggregate.NumberCell, N: 12}, "12", "12"},
		"count":                     {aggregate.Cell{Kind: aggregate.TotalCell, Total: total(12345)}, "12345", "12345"},
		"zero is shown as zero":     {aggregate.Cell{Kind: aggregate.TotalCell, Total: total(0)}, "0", "0"},
		"not known":                 {aggregate.Cell{Kind: aggregate.TotalCell}, "—", ""},
		"not known rate":            {aggregate.Cell{Kind: aggregate.TotalCell, Rate: true}, "—", ""},
		"not additive":              {aggregate.Cell{Kind: aggregate.TotalCell, Total: aggregate.Total{NotAdditive: true}}, "不可加", ""},
		"amount":                    {aggregate.Cell{Kind: aggregate.TotalCell, Amount: true, Total: total(757_700_00)}, "75.77", "75.77"},
		"rate":                      {rate(3050, 4967), "61.4%", "61.4"},
		"rate rounded half up":      {rate(1, 2000), "0.1%", "0.1"},
		"rate just below half":      {rate(49, 100_000), "0.0%", "0.0"},
		"negative rate":             {rate(-7, 30), "-23.3%", "-23.3"},
		"negative rate near zero":   {rate(-1, 100_000), "0.0%", "0.0"},
		"rate with nothing below":   {rate(0, 0), "—", ""},
		"rate with less than none":  {rate(1, -2), "—", ""},
		"greatest rate":             {rate(1<<62, 1<<62), "100.0%", "100.0"},
		"median between two":        {aggregate.Cell{Kind: aggregate.TotalCell, Total: half(2)}, "2.5", "2.5"},
		"median below zero":         {aggregate.Cell{Kind: aggregate.TotalCell, Total: half(-1)}, "-0.5", "-0.5"},
		"median further below zero": {aggregate.Cell{Kind: aggregate.TotalCell, Total: half(-3)}, "-2.5", "-2.5"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := []string{test.text, test.csv}
			if diff := cmp.Diff(want, []string{aggregate.Text(test.cell), aggregate.CSVText(test.cell)}); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestPercentAndPoints(t *testing.T) {
	t.Parallel()
	rate := func(n, d int64) aggregate.Total { return aggregate.Total{N: n, D: d, Known: true} }
	if got, ok := rate(1, 4).Percent(); !ok || got != 25 {
		t.Errorf("percent: want 25, got %v %v", got, ok)
	}
	if _, ok := rate(0, 0).Percent(); ok {
		t.Error("percent of 0/0: want none")
	}
	tests := map[string]struct {
		change aggregate.Change
		want   string
	}{
		"up":              {aggregate.Change{Now: rate(1, 2), Before: rate(1, 3), Rate: true}, "+16.7"},
		"down":            {aggregate.Change{Now: rate(1, 3), Before: rate(1, 2), Rate: true}, "-16.7"},
		"the same":        {aggregate.Change{Now: rate(1, 2), Before: rate(2, 4), Rate: true}, "0.0"},
		"nothing to have": {aggregate.Change{Now: rate(1, 2), Before: rate(0, 0), Rate: true}, ""},
		"not known":       {aggregate.Change{Now: rate(1, 2), Rate: true}, ""},
	}
	for name, test := range tests {
		if got := test.change.Points(); got != test.want {
			t.Errorf("%s: want %q, got %q", name, test.want, got)
		}
		if test.change.Difference().Known {
			t.Errorf("%s: a rate's difference is no sum", name)
		}
	}
}

// yearbook is a county small enough to read its tables.
func yearbook() *county {
	government, town, late := agency("人民政府"), agency("东乡"), agency("水利局")
	government.Group, town.Group = data.GroupGovernment, data.GroupTownship
	c := small(government, agency("财政局"), town, late, agency("信访局"))
	c.put("人民政府", 2021, set{"t3.new.total": read(30), "t3.new.person": read(30), "t3.total.total": read(40), "t3.granted.total": read(20)})
	c.put("财政局", 2021, set{"t3.new.total": read(10), "t3.new.person": read(10)})
	c.put("人民政府", 2022, set{
		"t3.new.total": in(data.Blank), "t3.new.person": read(40), "t3.new.legal": {State: data.Doubtful, Value: 2}, "t3.carried_in.total": read(3),
		"t3.granted.total": read(25), "t3.refused.secret.total": read(2), "t3.refused.law.total": read(3), "t3.total.total": read(40), "t2.fee.amount": read(1_500_000),
	})
	c.put("财政局", 2022, set{"t3.new.total": read(10), "t3.new.person": read(10), "t3.total.total": read(10), "t3.granted.total": in(data.Missing)})
	c.put("信访局", 2022, set{"t3.new.total": read(900), "t3.new.person": read(900)})
	c.errors[data.ReportKey{Agency: "信访局", Year: 2022, Kind: data.Unit}] = 1
	c.put("东乡", 2020, set{"t3.new.total": read(5), "t3.other.total": read(5), "t3.total.total": read(5), "t2.license.items_last": read(7)})
	c.versions[len(c.versions)-1].Year = 2022
	return c
}

func TestTables(t *testing.T) {
	t.Parallel()
	s := yearbook().snapshot()
	q := aggregate.Query{Year: 2022}
	items := []aggregate.Item{item(t, "requests.new"), item(t, "rate.granted")}
	faultless := q
	faultless.WithoutErrors = true
	tests := map[string]*aggregate.Table{
		"compare":          s.CompareTable(items, q, false),
		"compare_by_value": s.CompareTable(items, faultless, true),
		"trend":            s.TrendTable(items[0], q, []string{"财政局", "没有", "财政局", "东乡"}),
		"trend_rate":       s.TrendTable(items[1], q, []string{"人民政府"}),
		"series":           s.SeriesTable(q),
		"composition":      s.CompositionTable(q),
		"reasons":          s.ReasonsTable(q),
		"summary":          s.SummaryTable(faultless),
		"summary_2018":     s.SummaryTable(aggregate.Query{Year: 2018, Scope: aggregate.Chosen("东乡")}),
		"summary_2010":     s.SummaryTable(aggregate.Query{Year: 2010, Scope: aggregate.CountyLevel()}),
	}
	for name, table := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := written(table)
			path := filepath.Join("testdata", name+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// written is a table as text: title, heads, rows, notes.
func written(t *aggregate.Table) string {
	var b strings.Builder
	line := func(words ...string) { b.WriteString(strings.TrimRight(strings.Join(words, "\t"), "\t") + "\n") }
	line(t.Name, t.Title, t.Unit)
	var keys, groups, titles, units []string
	for _, c := range t.Columns {
		keys, groups, titles, units = append(keys, c.Key), append(groups, c.Group), append(titles, c.Title), append(units, c.Unit)
	}
	line(keys...)
	line(groups...)
	line(titles...)
	line(units...)
	for _, row := range t.Rows {
		words := []string{[]string{"-", "小计", "合计"}[row.Kind], row.Key}
		for _, c := range row.Cells {
			words = append(words, aggregate.Text(c))
		}
		line(words...)
	}
	for _, note := range t.Notes {
		line("注", note)
	}
	return b.String()
}

func TestColumnsOfTheSummaryAreDistinct(t *testing.T) {
	t.Parallel()
	for _, e := range form.Editions() {
		seen := map[string]string{}
		for _, c := range small().snapshot().SummaryTable(aggregate.Query{Year: e.From}).Columns {
			if other, twice := seen[c.Title]; twice {
				t.Errorf("edition %s: %s and %s are both %s", e.ID, other, c.Key, c.Title)
			}
			seen[c.Title] = c.Key
		}
	}
}

func TestItems(t *testing.T) {
	t.Parallel()
	topics := map[string]bool{}
	for _, topic := range aggregate.Topics() {
		topics[topic] = true
	}
	for _, i := range aggregate.Items() {
		got, ok := aggregate.ItemByID(i.ID)
		if !ok || got.Name != i.Name || got.Rate() != i.Rate() {
			t.Errorf("item %s: not found by its id", i.ID)
		}
		if !topics[i.Topic] || i.Unit == "" {
			t.Errorf("item %s: topic %q, unit %q", i.ID, i.Topic, i.Unit)
		}
	}
	for id, amount := range map[string]bool{"fee.amount": true, "t2.procurement.amount": true, "requests.new": false, "rate.granted": false, "t3.new.person": false} {
		if got := item(t, id).Amount(); got != amount {
			t.Errorf("amount of %s: want %v, got %v", id, amount, got)
		}
	}
	if _, ok := aggregate.ItemByID("nothing"); ok {
		t.Error("unknown id: want none")
	}
}

func TestScopes(t *testing.T) {
	t.Parallel()
	for text, label := range map[string]string{"all": "全县", "county": "县本级", "agencies:a,b": "所选2家", "agencies:a": "a"} {
		s, err := aggregate.ParseScope(text)
		if err != nil || s.String() != text || s.Label() != label {
			t.Errorf("scope %s: want label %s, got %s, %s, %v", text, label, s, s.Label(), err)
		}
	}
	if s, err := aggregate.ParseScope(""); err != nil || s.String() != "all" {
		t.Errorf("empty scope: want all, got %s, %v", s, err)
	}
	for _, text := range []string{"agencies:", "agencies:,", "village"} {
		if s, err := aggregate.ParseScope(text); err == nil {
			t.Errorf("scope %s: want an error, got %s", text, s)
		}
	}
}
