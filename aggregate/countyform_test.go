package aggregate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// countyForm compares every cell of the county's own tables with the naive
// count, and the published figures with those of the report.
func (p *proof) countyForm(q aggregate.Query) {
	f := p.s.CountyForm(q)
	e := form.ForYear(q.Year)
	if e == nil {
		p.equal("cells without a form", q, 0, len(f.Cells))
		return
	}
	members := p.c.members(q)
	key, found := p.s.PublishedReport(q.Year)
	p.equal("published report", q, found && q.Scope.String() == "all", f.Published.Agency != "")
	n := 0
	for _, table := range e.Tables {
		for _, cell := range table.Cells {
			c := f.Cells[n]
			n++
			p.equal("county form "+cell.Code, q, p.c.total(cell.Code, q, members), c.Total, sameNumbers)
			if f.Published.Agency == "" {
				p.equal("nothing published "+cell.Code, q, aggregate.Total{}, c.Published)
				continue
			}
			p.equal("published "+cell.Code, q, p.s.Figure(key, cell.Code), c.Published)
			if c.Total.Known && c.Published.Known {
				p.equal("difference "+cell.Code, q, c.Published.N-c.Total.N, c.Difference())
			} else {
				p.equal("no difference "+cell.Code, q, int64(0), c.Difference())
			}
		}
	}
	p.equal("cells", q, n, len(f.Cells))
	p.equal("lines of the form", q, n, len(f.Table().Rows))
}

// publishedCounty has three agencies with 5, 7 and 20 requests and a
// published report of 25.
func publishedCounty() *county {
	c := &county{roster: &data.Roster{County: data.County{Name: "示例县"}}, errors: map[data.ReportKey]int{}}
	for n, key := range []string{"政府", "甲局", "乙局", "丙局"} {
		group := data.GroupDepartment
		if n == 0 {
			group = data.GroupGovernment
		}
		c.roster.Agencies = append(c.roster.Agencies, data.Agency{Key: key, Name: "示例县" + key, Group: group, Order: n + 1, Counts: true})
	}
	for key, requests := range map[string]int64{"政府": 5, "甲局": 7, "乙局": 20} {
		c.versions = append(c.versions, version(data.ReportKey{Agency: key, Year: 2023, Kind: data.Unit}, requestsOnly(requests)))
	}
	c.versions = append(c.versions, version(data.ReportKey{Agency: "政府", Year: 2023, Kind: data.Published}, requestsOnly(25)))
	return c
}

// requestsOnly is a report of 2023 with new requests of natural persons.
func requestsOnly(n int64) *data.Report {
	r := &data.Report{Kind: data.Unit, Year: 2023, Edition: "2021"}
	for _, t := range form.ByID("2021").Tables {
		table := data.Table{Name: t.Name, Edition: "2021", Found: true}
		for _, cell := range t.Cells {
			f := data.Figure{Code: cell.Code, State: data.Read}
			if cell.Code == "t3.new.person" || cell.Code == "t3.new.total" {
				f.Value = n
			}
			table.Figures = append(table.Figures, f)
		}
		r.Tables = append(r.Tables, table)
	}
	return r
}

func TestTheFormNamesWhoExplainsADifference(t *testing.T) {
	t.Parallel()
	c := publishedCounty()
	c.errors[data.ReportKey{Agency: "乙局", Year: 2023, Kind: data.Unit}] = 1
	tests := []struct {
		name          string
		withoutErrors bool
		waiting       aggregate.Waiting
		want          []aggregate.Cause
		difference    int64
	}{
		{
			name: "counted with errors", difference: -7, waiting: aggregate.Waiting{"政府": "x"},
			want: []aggregate.Cause{{Why: "有待定的另一份"}, {Why: "本项数与差额相同", Exact: true}, {Why: "有错误1项"}, {Why: "无年报"}},
		},
		{
			name: "left out for errors", withoutErrors: true, difference: 13,
			want: []aggregate.Cause{{Why: "有错误，不计入"}, {Why: "无年报"}},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := c.snapshot()
			f := s.CountyForm(aggregate.Query{Year: 2023, WithoutErrors: test.withoutErrors})
			cell, ok := f.Cell("t3.new.person")
			if !ok || cell.Difference() != test.difference {
				t.Fatalf("want a difference of %d, got %d", test.difference, cell.Difference())
			}
			got := s.Causes(f, cell, test.waiting)
			for i := range got {
				got[i].Agency = nil
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("causes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOnlyTheWholeCountyIsSetAgainstThePublishedReport(t *testing.T) {
	t.Parallel()
	s := publishedCounty().snapshot()
	if f := s.CountyForm(aggregate.Query{Year: 2023, Scope: aggregate.CountyLevel()}); f.Published.Agency != "" || len(f.Differing()) > 0 {
		t.Errorf("want nothing compared with 县本级, got %v", f.Published)
	}
	table := s.DifferenceTable(s.CountyForm(aggregate.Query{Year: 2023}), nil)
	var got []string
	for _, row := range table.Rows {
		got = append(got, row.Key)
	}
	if diff := cmp.Diff([]string{"t3.new.person", "t3.new.total"}, got); diff != "" {
		t.Errorf("cells that differ (-want +got):\n%s", diff)
	}
	if text := aggregate.Text(table.Rows[0].Cells[6]); !strings.HasPrefix(text, "甲局（本项数与差额相同）、丙局（无年报）") {
		t.Errorf("want the exact agency first, got %q", text)
	}
}

func TestChanceIsNoCause(t *testing.T) {
	t.Parallel()
	c := publishedCounty()
	c.versions = nil
	for _, key := range []string{"政府", "甲局", "乙局", "丙局"} {
		c.versions = append(c.versions, version(data.ReportKey{Agency: key, Year: 2023, Kind: data.Unit}, requestsOnly(1)))
	}
	c.versions = append(c.versions, version(data.ReportKey{Agency: "政府", Year: 2023, Kind: data.Published}, requestsOnly(3)))
	s := c.snapshot()
	f := s.CountyForm(aggregate.Query{Year: 2023})
	cell, _ := f.Cell("t3.new.total")
	if got := s.Causes(f, cell, nil); len(got) != 0 {
		t.Errorf("want no cause where every agency has the difference, got %v", got)
	}
	if text := aggregate.Text(s.DifferenceTable(f, nil).Rows[1].Cells[6]); !strings.Contains(text, "请核对县公布年报") {
		t.Errorf("want the published report named, got %q", text)
	}
}
