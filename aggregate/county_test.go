package aggregate_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// county is what a snapshot is built from, kept for the naive count.
type county struct {
	roster   *data.Roster
	versions []data.Version
	errors   map[data.ReportKey]int
}

func (c *county) snapshot() *aggregate.Snapshot {
	b := aggregate.NewBuilder()
	for _, v := range c.versions {
		b.Add(v)
	}
	return b.Build(data.Holdings{Change: 7, Roster: c.roster, Errors: c.errors})
}

const firstYear, lastYear = 2017, 2022

// randomCounty makes a county with everything that may go wrong.
func randomCounty(seed uint64) *county {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 1))}
	c := &county{roster: g.roster(), errors: map[data.ReportKey]int{}}
	for _, a := range c.roster.Agencies {
		for year := firstYear; year <= lastYear; year++ {
			if g.chance(20) || year == firstYear+1 && seed%5 == 0 {
				continue
			}
			k := data.ReportKey{Agency: a.Key, Year: year, Kind: data.Unit}
			c.versions = append(c.versions, version(k, g.report(year)))
			if g.chance(20) {
				c.errors[k] = 1 + g.IntN(3)
			}
			c.versions = append(c.versions, g.strays(k)...)
		}
	}
	c.versions = append(c.versions, version(data.ReportKey{Agency: "nobody", Year: 2020, Kind: data.Unit}, g.report(2020)))
	g.Shuffle(len(c.versions), func(i, j int) { c.versions[i], c.versions[j] = c.versions[j], c.versions[i] })
	return c
}

func version(k data.ReportKey, r *data.Report) data.Version {
	return data.Version{Agency: k.Agency, Year: k.Year, Kind: k.Kind, Current: true, Report: r}
}

type generator struct{ *rand.Rand }

func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

// strays are versions of a report that must not enter any sum.
func (g *generator) strays(k data.ReportKey) []data.Version {
	var out []data.Version
	if g.chance(10) {
		published := k
		published.Kind = data.Published
		out = append(out, version(published, g.report(k.Year)))
	}
	if g.chance(10) {
		v := version(k, g.report(k.Year))
		v.Current, v.Wait = false, []string{data.WaitOther}
		out = append(out, v)
	}
	return out
}

func (g *generator) roster() *data.Roster {
	r := &data.Roster{County: data.County{Name: "示例县", HasRoster: true}}
	n := 2 + g.IntN(7)
	for i := range n {
		a := data.Agency{Key: fmt.Sprintf("a%d", i), Name: fmt.Sprintf("示例县第%d局", i), Group: data.Groups()[g.IntN(5)], Order: i + 1, Counts: !g.chance(15)}
		if g.chance(15) {
			a.From = firstYear + g.IntN(5)
		}
		if g.chance(15) {
			a.To = firstYear + 2 + g.IntN(4)
		}
		for g.chance(20) {
			if a.CountsIn == nil {
				a.CountsIn = map[int]bool{}
			}
			a.CountsIn[firstYear+g.IntN(6)] = g.chance(50)
		}
		r.Agencies = append(r.Agencies, a)
	}
	g.Shuffle(n, func(i, j int) { r.Agencies[i], r.Agencies[j] = r.Agencies[j], r.Agencies[i] })
	for g.chance(70) {
		l := data.Succession{Old: fmt.Sprintf("a%d", g.IntN(n)), New: fmt.Sprintf("a%d", g.IntN(n)), Year: firstYear + 1 + g.IntN(5), Rule: data.TrendLink}
		switch {
		case g.chance(25):
			l.Rule = data.TrendSumPredecessor
		case g.chance(35):
			l.Rule = data.TrendRules()[g.IntN(7)]
		}
		r.Successions = append(r.Successions, l)
		if old := r.Agency(l.Old); g.chance(80) && l.Old != l.New {
			old.To, r.Agency(l.New).From = l.Year-1, l.Year
		}
	}
	return r
}

// report makes a report of the year: mostly in the year's edition, now and
// then in another or in two, with a table missing or unfilled.
func (g *generator) report(year int) *data.Report {
	edition := form.ForYear(year)
	if g.chance(15) {
		edition = form.Editions()[g.IntN(3)]
	}
	r := &data.Report{Kind: data.Unit, Year: year, Edition: edition.ID}
	noise := []int{0, 0, 2, 10, 40}[g.IntN(5)]
	for _, t := range edition.Tables {
		if g.chance(5) {
			continue
		}
		e := edition
		if t.Name != "s" && g.chance(10) {
			e = form.Editions()[1+g.IntN(2)]
		}
		r.Tables = append(r.Tables, g.table(e, t.Name, noise))
	}
	if g.chance(3) && edition.ID != "2014" {
		r.Tables = append(r.Tables, g.table(form.ByID("2014"), "s", noise))
	}
	return r
}

func (g *generator) table(e *form.Edition, name string, noise int) data.Table {
	t := data.Table{Name: name, Edition: e.ID, Found: !g.chance(4)}
	values := g.values(e, name)
	unfilled, blanks := g.chance(4), g.IntN(100)
	for _, c := range e.Table(name).Cells {
		f := data.Figure{Code: c.Code, State: data.Read, Value: values[c.Code]}
		switch {
		case !t.Found:
			f = data.Figure{Code: c.Code, State: data.Missing}
		case unfilled, f.Value == 0 && g.chance(blanks):
			f = data.Figure{Code: c.Code, State: data.Blank}
		case len(naiveWays(e.ID, c.Code)) > 0 && g.chance(blanks/2):
			f = data.Figure{Code: c.Code, State: data.Blank}
		case g.chance(noise):
			f = g.noise(f)
		}
		t.Figures = append(t.Figures, f)
	}
	if t.Found && !unfilled && g.chance(25) {
		g.extras(&t)
	}
	return t
}

func (g *generator) noise(f data.Figure) data.Figure {
	switch g.IntN(5) {
	case 0:
		return data.Figure{Code: f.Code, State: data.Missing}
	case 1:
		return data.Figure{Code: f.Code, State: data.Unreadable, Raw: "若干"}
	case 2:
		return data.Figure{Code: f.Code, State: data.Blank}
	case 3:
		f.Value += int64(g.IntN(3))
	}
	f.State = data.Doubtful
	return f
}

// values makes numbers whose totals add up, most of them 0, some very great.
func (g *generator) values(e *form.Edition, table string) map[string]int64 {
	out := map[string]int64{}
	cells := e.Table(table).Cells
	for _, c := range cells {
		switch {
		case len(naiveWays(e.ID, c.Code)) > 0 || g.chance(60):
		case c.Measure == form.Amount:
			out[c.Code] = g.Int64N(data.MaxAmount)
		case c.Measure == form.Delta:
			out[c.Code] = int64(g.IntN(21) - 10)
		case g.chance(1):
			out[c.Code] = data.MaxCount
		default:
			out[c.Code] = int64(g.IntN(40))
		}
	}
	for range 3 { // totals of totals
		for _, c := range cells {
			for _, way := range naiveWays(e.ID, c.Code) {
				out[c.Code] = 0
				for _, part := range way.parts {
					out[c.Code] += out[part]
				}
			}
		}
	}
	return out
}

// extras gives a table rows of another edition: the one row 其他处理 in place
// of the three, as real reports have it, or just some cells.
func (g *generator) extras(t *data.Table) {
	other := map[string]string{"2019": "2021", "2021": "2019"}[t.Edition]
	if other == "" {
		return
	}
	for _, c := range form.ByID(other).Table(t.Name).Cells {
		if form.ByID(t.Edition).Cell(c.Code) == nil && g.chance(70) {
			f := data.Figure{Code: c.Code, State: data.Read, Value: int64(g.IntN(9)), Extra: true}
			if g.chance(20) {
				f = g.noise(f)
				f.Extra = true
			}
			t.Figures = append(t.Figures, f)
		}
	}
	if !g.chance(70) {
		return
	}
	for i, f := range t.Figures {
		if strings.HasPrefix(f.Code, "t3.other.") && !f.Extra {
			t.Figures[i] = data.Figure{Code: f.Code, State: data.Missing}
		}
	}
}

// queries are the questions asked of a random county.
func (c *county) queries() []aggregate.Query {
	keys := []string{c.roster.Agencies[0].Key, c.roster.Agencies[len(c.roster.Agencies)-1].Key, "nobody"}
	scopes := []aggregate.Scope{aggregate.All(), aggregate.CountyLevel(), aggregate.Chosen(keys...), aggregate.Chosen(keys[0])}
	var out []aggregate.Query
	for year := firstYear - 1; year <= lastYear+1; year++ {
		for n, s := range scopes {
			out = append(out, aggregate.Query{Year: year, Scope: s, WithoutErrors: (n+year)%2 == 0})
		}
	}
	return out
}

// sampleItems are all series and rates and some cells.
func sampleItems(g *rand.Rand) []aggregate.Item {
	out := aggregate.Items()
	for range 40 {
		cells := form.Editions()[g.IntN(3)].Tables
		table := cells[g.IntN(len(cells))]
		i, _ := aggregate.ItemByID(table.Cells[g.IntN(len(table.Cells))].Code)
		if !slices.ContainsFunc(out, func(o aggregate.Item) bool { return o.ID == i.ID }) {
			out = append(out, i)
		}
	}
	return out
}
