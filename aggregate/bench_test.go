package aggregate_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// bigCounty is 100 agencies over 15 years in all three editions.
func bigCounty(agencies int) *county {
	c := small()
	for i := range agencies {
		a := agency(fmt.Sprintf("第%d局", i))
		a.Group = data.Groups()[1+i*3/agencies]
		c.roster.Agencies = append(c.roster.Agencies, a)
		for year := 2014; year < 2029; year++ {
			n := int64(i + year)
			c.put(a.Key, year, set{
				"s.received": read(n), "s.received.online": read(n), "s.closed": read(n - 1), "s.replied": read(n - 1), "s.replied.granted": read(n / 2), "s.disclosed": read(9 * n),
				"t3.new.total": read(n), "t3.new.person": read(n - 2), "t3.new.legal": read(2), "t3.carried_in.total": in(data.Blank), "t3.total.total": read(n),
				"t3.granted.total": read(n / 2), "t3.granted.person": read(n / 2), "t3.refused.law.total": read(n / 9), "t3.carried_out.total": {State: data.Doubtful, Value: 1},
				"t2.license.decisions": read(n * 7), "t2.penalty.decisions": read(n * 3), "t4.review.total": read(n / 50), "t2.fee.amount": read(n * data.FenPerWan),
			})
		}
	}
	return c
}

func BenchmarkBuild(b *testing.B) {
	c := bigCounty(100)
	b.ReportAllocs()
	for b.Loop() {
		c.snapshot()
	}
}

// BenchmarkHeld tells what a snapshot of 24,000 reports takes.
func BenchmarkHeld(b *testing.B) {
	c := bigCounty(1600)
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		s := c.snapshot()
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(len(c.versions)), "B/report")
		runtime.KeepAlive(s)
	}
}

func BenchmarkTotal(b *testing.B) {
	s := bigCounty(100).snapshot()
	for _, id := range []string{"requests.new", "rate.granted", "t3.new.person"} {
		i := item(b, id)
		b.Run(id, func(b *testing.B) {
			for b.Loop() {
				s.Total(i, aggregate.Query{Year: 2022})
			}
		})
	}
}

// BenchmarkRollUp is every series of every year: 46 × 15 totals.
func BenchmarkRollUp(b *testing.B) {
	s := bigCounty(100).snapshot()
	items := aggregate.Items()
	for b.Loop() {
		for _, year := range s.Years() {
			for _, i := range items {
				if i.Rate() {
					continue
				}
				s.Total(i, aggregate.Query{Year: year})
			}
		}
	}
}

// BenchmarkNaiveTrend is BenchmarkTrend/requests.new by the tests' plain
// count over the figures, as a baseline of the same run.
func BenchmarkNaiveTrend(b *testing.B) {
	c := bigCounty(100)
	for b.Loop() {
		for year := 2014; year < 2029; year++ {
			q := aggregate.Query{Year: year}
			c.total("requests.new", q, c.members(q))
		}
	}
}

func BenchmarkTrend(b *testing.B) {
	s := bigCounty(100).snapshot()
	for _, id := range []string{"requests.new", "rate.granted"} {
		i := item(b, id)
		b.Run(id, func(b *testing.B) {
			for b.Loop() {
				s.Trend(i, aggregate.All(), false)
			}
		})
	}
}

func BenchmarkTables(b *testing.B) {
	s := bigCounty(100).snapshot()
	q := aggregate.Query{Year: 2022}
	items := []aggregate.Item{item(b, "requests.new"), item(b, "rate.granted")}
	for name, table := range map[string]func() *aggregate.Table{
		"compare": func() *aggregate.Table { return s.CompareTable(items, q, true) },
		"series":  func() *aggregate.Table { return s.SeriesTable(q) },
		"reasons": func() *aggregate.Table { return s.ReasonsTable(q) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				table()
			}
		})
	}
}

func BenchmarkSummaryTable(b *testing.B) {
	s := bigCounty(100).snapshot()
	b.ReportAllocs()
	for b.Loop() {
		s.SummaryTable(aggregate.Query{Year: 2022})
	}
}
