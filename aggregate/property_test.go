package aggregate_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// sameNumbers compares totals by all that is counted; why a value is not
// known is compared where single figures are.
var sameNumbers = cmpopts.IgnoreFields(aggregate.Total{}, "State", "NoReport")

const randomCounties = 12

// TestEverythingEqualsTheNaiveCount is the proof of the package: over random
// counties every number equals a plain count over the figures.
func TestEverythingEqualsTheNaiveCount(t *testing.T) {
	t.Parallel()
	for seed := range uint64(randomCounties) {
		t.Run(fmt.Sprintf("county %d", seed), func(t *testing.T) {
			t.Parallel()
			c := randomCounty(seed)
			p := &proof{T: t, c: c, s: c.snapshot(), items: sampleItems(rand.New(rand.NewPCG(seed, 2)))}
			p.figures()
			for n, q := range c.queries() {
				p.roll(q)
				for k, i := range p.items {
					if k%3 != n%3 { // another third of the items for each question
						continue
					}
					p.totals(i, q)
					p.median(i, q)
					p.change(i, q)
				}
				p.composition(q)
				if n%3 == 0 {
					p.summary(q)
					p.countyForm(q)
				}
				p.tables(q)
			}
			p.trends()
		})
	}
}

type proof struct {
	*testing.T
	c     *county
	s     *aggregate.Snapshot
	items []aggregate.Item
}

func (p *proof) equal(what string, q aggregate.Query, want, got any, options ...cmp.Option) {
	p.Helper()
	if diff := cmp.Diff(want, got, options...); diff != "" {
		p.Fatalf("%s in %d of %s (without errors %v): (-want +got)\n%s", what, q.Year, q.Scope, q.WithoutErrors, diff)
	}
}

// figures compares every figure of every report, published ones too.
func (p *proof) figures() {
	for _, v := range p.c.versions {
		if !v.Current || v.Report.Unfilled() {
			continue
		}
		k := data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind}
		q := aggregate.Query{Year: v.Year}
		p.equal("edition of "+v.Agency, q, v.Report.Edition, p.s.Edition(k))
		for _, e := range form.Editions() {
			for _, table := range e.Tables {
				for _, cell := range table.Cells {
					x := naiveCell(v.Report, cell.Code)
					want := addUp(cell.Code, []naiveAgency{{n: x.n, known: x.known, doubtful: x.doubtful, computed: x.computed}})
					want.State = x.state
					p.equal(v.Agency+" "+cell.Code, q, want, p.s.Figure(k, cell.Code))
				}
			}
		}
	}
}

// roll compares who counts and who has reported.
func (p *proof) roll(q aggregate.Query) {
	var want, got []string
	reported := 0
	for _, a := range p.c.members(q) {
		want = append(want, a.Key)
		if p.c.unit(a.Key, q.Year) != nil {
			reported++
		}
	}
	for _, a := range p.s.Counting(q) {
		got = append(got, a.Key)
	}
	p.equal("counting agencies", q, want, got)
	p.equal("reported", q, reported, p.s.Reported(q))
}

func (p *proof) totals(i aggregate.Item, q aggregate.Query) {
	members := p.c.members(q)
	p.equal(i.ID, q, p.c.total(i.ID, q, members), p.s.Total(i, q), sameNumbers)
	agencies := p.s.Agencies(i, q)
	p.equal("agencies of "+i.ID, q, len(members), len(agencies))
	for n, a := range agencies {
		p.equal(i.ID+" of "+a.Agency.Key, q, p.c.total(i.ID, q, members[n:n+1]), a.Total, sameNumbers)
		p.equal("no report of "+a.Agency.Key, q, p.c.unit(a.Agency.Key, q.Year) == nil, a.Total.NoReport)
		p.equal("rank of "+a.Agency.Key+" by "+i.ID, q, naiveRank(a, agencies, i.Rate()), a.Rank)
	}
}

// naiveRank counts those with a greater value.
func naiveRank(a aggregate.AgencyTotal, all []aggregate.AgencyTotal, rate bool) int {
	value := func(t aggregate.Total) *big.Rat {
		switch {
		case !t.Known || rate && t.D < 30:
			return nil
		case rate:
			return big.NewRat(t.N, t.D)
		}
		return big.NewRat(t.N, 1)
	}
	own, place := value(a.Total), 1
	if own == nil {
		return 0
	}
	for _, b := range all {
		if v := value(b.Total); v != nil && v.Cmp(own) > 0 {
			place++
		}
	}
	return place
}

func (p *proof) median(i aggregate.Item, q aggregate.Query) {
	want, got := p.c.median(i.ID, q), p.s.Median(i, q)
	if want == nil {
		p.equal("median of "+i.ID, q, false, got.Known)
		return
	}
	value := big.NewRat(got.N, 1)
	if got.Half {
		value.Add(value, big.NewRat(1, 2))
	}
	if i.Rate() {
		value = big.NewRat(got.N, got.D)
	}
	if want.Num().IsInt64() && want.Denom().IsInt64() {
		p.equal("median of "+i.ID, q, want.String(), value.String())
		return
	}
	// Two denominators of thousands of millions: exact to nine digits.
	off, allowed := new(big.Rat).Sub(want, value), new(big.Rat).Mul(want, big.NewRat(1, 1e9))
	allowed.Add(allowed.Abs(allowed), big.NewRat(1, 1e9))
	if off.Abs(off).Cmp(allowed) > 0 {
		p.Fatalf("median of %s in %d of %s: want %v, got %v", i.ID, q.Year, q.Scope, want, value)
	}
}

func (p *proof) change(i aggregate.Item, q aggregate.Query) {
	now, before, agencies := p.c.change(i.ID, q)
	got := p.s.CompareWithYearBefore(i, q)
	p.equal("change of "+i.ID, q, aggregate.Change{Now: now, Before: before, Agencies: agencies, Rate: i.Rate(), Break: slices.Contains(i.Breaks, q.Year)}, got,
		sameNumbers, cmpopts.IgnoreFields(aggregate.Change{}, "By"))
	if i.Rate() || now.NotAdditive {
		p.equal("contributions to "+i.ID, q, 0, len(got.By))
		return
	}
	var sumNow, sumBefore int64
	for n, b := range got.By {
		sumNow, sumBefore = sumNow+b.Now, sumBefore+b.Before
		if n > 0 && abs(b.Now-b.Before) > abs(got.By[n-1].Now-got.By[n-1].Before) {
			p.Fatalf("contributions to %s in %d: not by size", i.ID, q.Year)
		}
	}
	p.equal("contributions to "+i.ID, q, []int64{now.N, before.N, int64(agencies)}, []int64{sumNow, sumBefore, int64(len(got.By))})
}

func abs(n int64) int64 { return max(n, -n) }

// trends compares each year of a trend with the total of that year, which
// was compared with the naive count.
func (p *proof) trends() {
	for _, i := range p.items {
		for _, scope := range []aggregate.Scope{aggregate.All(), aggregate.CountyLevel()} {
			years := p.s.Years()
			trend := p.s.Trend(i, scope, true)
			p.equal("span", aggregate.Query{}, years[len(years)-1]-years[0]+1, len(trend))
			for n, point := range trend {
				q := aggregate.Query{Year: years[0] + n, Scope: scope, WithoutErrors: true}
				want := aggregate.Point{Year: q.Year, Total: p.c.total(i.ID, q, p.c.members(q)), Break: slices.Contains(i.Breaks, q.Year)}
				p.equal("trend of "+i.ID, q, want, point, sameNumbers, cmpopts.IgnoreFields(aggregate.Point{}, "Mark", "Reform"))
			}
		}
		for _, a := range p.c.roster.Agencies {
			for _, point := range p.s.AgencyTrend(i, a.Key) {
				p.agencyPoint(i, a.Key, point)
			}
		}
	}
}

// agencyPoint compares a year of an agency's line with the plain sum over
// those that stand for it, all of whom must state the item.
func (p *proof) agencyPoint(i aggregate.Item, key string, point aggregate.Point) {
	q := aggregate.Query{Year: point.Year}
	keys := p.c.standFor(key, point.Year)
	var values []naiveAgency
	whole := true
	for _, k := range keys {
		values = append(values, p.c.agency(i.ID, q, k))
		whole = whole && values[len(values)-1].known
	}
	want := addUp(i.ID, values)
	if !whole {
		want.N, want.D, want.Known = 0, 0, false
	}
	p.equal("trend of "+key+" by "+i.ID, q, want, point.Total, sameNumbers)
	got := point.Agencies
	if point.Agency != "" {
		got = []string{point.Agency}
	}
	p.equal("who stands for "+key, q, keys, got)
}

// standFor walks the years backwards, from the last reform to the one after
// the year, and puts the predecessors in the place of each agency.
func (c *county) standFor(key string, year int) []string {
	line := []string{key}
	for y := lastYear + 10; y > year; y-- {
		var next []string
		for _, k := range line {
			next = append(next, c.before(k, y, nil)...)
		}
		line = next
	}
	var out, all []string
	for i := range c.roster.Agencies {
		a := &c.roster.Agencies[i]
		if !slices.Contains(line, a.Key) {
			continue
		}
		all = append(all, a.Key)
		there := (a.From == 0 || a.From <= year) && (a.To == 0 || year <= a.To)
		if there || c.unit(a.Key, year) != nil {
			out = append(out, a.Key)
		}
	}
	if len(out) == 0 && len(all) > 1 { // none of them was there: the line's first end
		return line[:1]
	}
	if len(out) == 0 {
		return all
	}
	return out
}

// before is who stood in the agency's place at the end of the year before y.
func (c *county) before(key string, y int, path []string) []string {
	var merged, linked []string
	for _, x := range c.roster.Successions {
		if x.New != key || x.Old == key || x.Year != y {
			continue
		}
		if x.Rule == "sum_predecessors" {
			merged = append(merged, x.Old)
		}
		if x.Rule == "link" || x.Rule == "link_mark_break" {
			linked = append(linked, x.Old)
		}
	}
	old := append(slices.Clone(merged), linked...)
	if len(merged) == 0 && (len(linked) == 0 || !c.onlyLine(linked[0], key)) {
		return []string{key}
	}
	var out []string
	path = append(path, key)
	for _, x := range c.roster.Successions { // in the order given
		if x.New != key || x.Year != y || !slices.Contains(old, x.Old) || x.Rule == "mark_break" {
			continue
		}
		if slices.Contains(path, x.Old) {
			out = append(out, x.Old)
		} else {
			out = append(out, c.before(x.Old, y, path)...)
		}
	}
	if len(merged) > 0 && c.wasThere(key, y) {
		out = append(out, key)
	}
	return out
}

// onlyLine reports whether old and successor are linked with each other and
// with nobody else.
func (c *county) onlyLine(old, successor string) bool {
	n := 0
	for _, x := range c.roster.Successions {
		if strings.HasPrefix(x.Rule, "link") && (x.New == successor && x.Old != successor || x.Old == old) {
			n++
		}
	}
	return n == 1
}

func (c *county) wasThere(key string, y int) bool {
	a := c.roster.Agency(key)
	if a.From != 0 {
		return a.From < y
	}
	for year := firstYear; year < y; year++ {
		if c.unit(key, year) != nil {
			return true
		}
	}
	return false
}

var compositionRows = []string{"t3.new", "t3.carried_in", "t3.granted", "t3.partial", "t3.refused.*", "t3.unavailable.*", "t3.rejected.*", "t3.other.*", "t3.total", "t3.carried_out"}

var compositionSeries = []string{"requests.new", "requests.carried_in", "outcome.granted", "outcome.partial", "outcome.refused", "outcome.unavailable", "outcome.rejected",
	"outcome.other", "outcome.total", "requests.carried_out"}

func (p *proof) composition(q aggregate.Query) {
	got := p.s.Composition(q)
	for n, row := range compositionRows {
		for k, column := range append(slices.Clone(applicantCodes), "total") {
			var values []naiveAgency
			for _, a := range p.c.members(q) {
				values = append(values, p.c.outcome(row, compositionSeries[n], column, q, a.Key))
			}
			p.equal("composition "+row+" "+column, q, addUp("", values), got.Outcomes[n].Totals[k], sameNumbers)
		}
	}
	for _, g := range got.Reasons {
		p.equal(g.ID, q, p.c.total(g.ID, q, p.c.members(q)), g.Total, sameNumbers)
		for _, r := range g.Rows {
			var shares []naiveAgency
			for _, a := range p.c.members(q) {
				part, whole := p.c.agency(r.ID, q, a.Key), p.c.agency(g.ID, q, a.Key)
				if !part.known || !whole.known {
					shares = append(shares, naiveAgency{})
					continue
				}
				shares = append(shares, naiveAgency{n: part.n, d: whole.n, known: true, doubtful: part.doubtful || whole.doubtful, computed: part.computed || whole.computed})
			}
			p.equal(r.ID, q, p.c.total(r.ID, q, p.c.members(q)), r.Total, sameNumbers)
			p.equal("share of "+r.ID, q, addUp("", shares), r.Share, sameNumbers)
		}
	}
}

// outcome is one agency's number in a row and column of the composition.
func (c *county) outcome(row, series, column string, q aggregate.Query, key string) naiveAgency {
	kind, several := strings.CutSuffix(row, ".*")
	r := c.unit(key, q.Year)
	switch {
	case column == "total":
		return c.agency(series, q, key)
	case !several:
		return c.agency(row+"."+column, q, key)
	case r == nil || q.WithoutErrors && c.errors[data.ReportKey{Agency: key, Year: q.Year, Kind: data.Unit}] > 0:
		return naiveAgency{}
	}
	x := naiveFormula(r, func(edition string) []string {
		var codes []string
		for _, table := range form.ByID(edition).Tables {
			for _, cell := range table.Cells {
				if strings.HasPrefix(cell.Code, kind+".") && strings.HasSuffix(cell.Code, "."+column) {
					codes = append(codes, cell.Code)
				}
			}
		}
		return codes
	})
	return naiveAgency{n: x.n, known: x.known, doubtful: x.doubtful, computed: x.computed}
}

// summary compares every cell of the 汇总表 with the naive count.
func (p *proof) summary(q aggregate.Query) {
	table := p.s.SummaryTable(q)
	if form.ForYear(q.Year) == nil {
		return
	}
	members := p.c.members(q)
	agencies := 0
	for _, row := range table.Rows {
		of := members
		switch row.Kind {
		case aggregate.AgencyRow:
			agencies++
			of = slices.DeleteFunc(slices.Clone(members), func(a *data.Agency) bool { return a.Key != row.Key })
		case aggregate.SubtotalRow:
			of = slices.DeleteFunc(slices.Clone(members), func(a *data.Agency) bool { return string(a.Group) != row.Cells[2].Text })
		}
		p.equal("width of the summary", q, len(table.Columns), len(row.Cells))
		for n, column := range table.Columns {
			if cell := row.Cells[n]; cell.Kind == aggregate.TotalCell {
				p.equal("summary "+row.Key+" "+column.Key, q, p.c.total(column.Key, q, of), cell.Total, sameNumbers)
			}
		}
	}
	p.equal("agencies of the summary", q, len(members), agencies)
}

// tables compares the other tables with the totals proved above.
func (p *proof) tables(q aggregate.Query) {
	for _, byValue := range []bool{false, true} {
		items := []aggregate.Item{p.items[q.Year%len(p.items)], p.items[len(p.items)-1], aggregate.Items()[len(aggregate.Items())-1]}
		p.compareTable(items, q, byValue)
	}
	table := p.s.SeriesTable(q)
	for n, i := range aggregate.Items() {
		change := p.s.CompareWithYearBefore(i, q)
		cells := table.Rows[n].Cells
		p.equal("series table "+i.ID, q, []aggregate.Total{p.s.Total(i, q), change.Now, change.Before}, []aggregate.Total{cells[3].Total, cells[8].Total, cells[9].Total})
	}
	composition := p.s.Composition(q)
	for n, row := range p.s.CompositionTable(q).Rows {
		var got []aggregate.Total
		for _, cell := range row.Cells[1:] {
			got = append(got, cell.Total)
		}
		p.equal("composition table", q, composition.Outcomes[n].Totals, got)
	}
}

func (p *proof) compareTable(items []aggregate.Item, q aggregate.Query, byValue bool) {
	table := p.s.CompareTable(items, q, byValue)
	seen := map[string]bool{}
	for _, row := range table.Rows {
		at := 3
		for _, i := range items {
			want := p.s.Total(i, q)
			switch row.Kind {
			case aggregate.AgencyRow:
				for _, a := range p.s.Agencies(i, q) {
					if a.Agency.Key == row.Key {
						want = a.Total
					}
				}
				seen[row.Key] = true
			case aggregate.SubtotalRow:
				var keys []string
				for _, a := range p.s.Counting(q) {
					if string(a.Group) == row.Cells[2].Text {
						keys = append(keys, a.Key)
					}
				}
				want = p.s.Total(i, aggregate.Query{Year: q.Year, WithoutErrors: q.WithoutErrors, Scope: aggregate.Chosen(keys...)})
			}
			p.equal("compare table "+i.ID, q, want, row.Cells[at].Total)
			if at++; i.Rate() {
				p.equal("n and d of "+i.ID, q, []int64{want.N, want.D}, []int64{row.Cells[at].Total.N, row.Cells[at+1].Total.N})
				at += 2
			}
		}
	}
	p.equal("agencies of the compare table", q, len(p.c.members(q)), len(seen))
}
