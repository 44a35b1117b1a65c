package aggregate

import (
	"cmp"
	"math/big"
	"math/bits"
	"slices"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// total is the reading as one agency's own.
func (r reading) total() Total {
	t := Total{Of: 1, NoReport: !r.report, State: r.state, N: r.n, D: r.d, Known: r.known}
	t.count(&r)
	return t
}

// count notes that the agency stands behind the total.
func (t *Total) count(r *reading) {
	if !r.known {
		return
	}
	t.Stated++
	if r.doubtful {
		t.Doubtful++
	}
	if r.computed {
		t.Computed++
	}
	if r.corrected {
		t.Corrected++
	}
}

// add takes an agency's reading into a sum.
func (t *Total) add(r *reading) {
	t.count(r)
	t.N += r.n
	t.D += r.d
	if t.Of == 1 {
		t.State, t.NoReport = r.state, !r.report
	}
}

// addUp is the sum of the readings at some places of the roster.
func addUp(i *Item, places []int32, readings []reading) Total {
	t := Total{Of: len(places)}
	for _, place := range places {
		t.add(&readings[place])
	}
	return t.seal(i)
}

// seal finishes a sum: known where an agency stands behind it, and taken back
// where the item must not be added and more than one agency counts.
func (t Total) seal(i *Item) Total {
	t.Known = t.Stated > 0
	if i.notAdditive && t.Of > 1 {
		t.N, t.Known, t.NotAdditive = 0, false, true
	}
	return t
}

// Total adds the item up over the counting agencies.
func (s *Snapshot) Total(i Item, q Query) Total { return s.sum(&i, q, s.members(q)) }

func (s *Snapshot) sum(i *Item, q Query, places []int32) Total {
	t := Total{Of: len(places)}
	scan := s.scan(i, q)
	if len(scan.columns) == 1 && !scan.columns[0].negative && t.Of > 1 {
		scan.addColumn(&t, places)
		return t.seal(i)
	}
	for _, place := range places {
		r := scan.read(place)
		t.add(&r)
	}
	return t.seal(i)
}

// Figure returns one report's value of a cell as it counts; a blank total
// that was computed is marked.
func (s *Snapshot) Figure(k data.ReportKey, code string) Total {
	i, ok := ItemByID(code)
	b, row := s.find(k)
	if b == nil || !ok || i.Rate() {
		return reading{report: b != nil}.total()
	}
	return newScanner(b, &i).row(row).total()
}

// Agencies returns the value of each counting agency in official order, those
// without a report among them, and its rank. Where agencies with errors are
// left out, theirs is not known.
func (s *Snapshot) Agencies(i Item, q Query) []AgencyTotal {
	var out []AgencyTotal
	scan := s.scan(&i, q)
	for _, place := range s.members(q) {
		out = append(out, AgencyTotal{Agency: &s.roster.Agencies[place], Total: scan.read(place).total()})
	}
	rank(&i, out)
	return out
}

// rank gives equal values the same place and the next value the place after
// all of them.
func rank(i *Item, all []AgencyTotal) {
	var order []*AgencyTotal
	for a := range all {
		if ranked(i, all[a].Total) {
			order = append(order, &all[a])
		}
	}
	slices.SortStableFunc(order, func(a, b *AgencyTotal) int { return i.compare(b.Total, a.Total) })
	for n, a := range order {
		a.Rank = n + 1
		if n > 0 && i.compare(a.Total, order[n-1].Total) == 0 {
			a.Rank = order[n-1].Rank
		}
	}
}

func ranked(i *Item, t Total) bool { return t.Known && (!i.Rate() || t.D >= form.MinRanked) }

// compare orders two known totals by value; those of a rate must have D > 0.
func (i *Item) compare(a, b Total) int {
	if !i.Rate() {
		return cmp.Compare(a.N, b.N)
	}
	if a.N >= 0 && b.N >= 0 {
		ahi, alo := bits.Mul64(uint64(a.N), uint64(b.D))
		bhi, blo := bits.Mul64(uint64(b.N), uint64(a.D))
		return cmp.Or(cmp.Compare(ahi, bhi), cmp.Compare(alo, blo))
	}
	return product(a.N, b.D).Cmp(product(b.N, a.D))
}

func product(a, b int64) *big.Int { return new(big.Int).Mul(big.NewInt(a), big.NewInt(b)) }

// Median is the value in the middle of the agencies that state the item, of
// rates those whose D is above 0; between two it is their mean. Known is
// false where there are none. Its Half says that the value is N and a half.
func (s *Snapshot) Median(i Item, q Query) Total {
	places := s.members(q)
	t := Total{Of: len(places)}
	var values []Total
	scan := s.scan(&i, q)
	for _, place := range places {
		r := scan.read(place)
		if r.known && (!i.Rate() || r.d > 0) {
			t.count(&r)
			values = append(values, r.total())
		}
	}
	if len(values) == 0 {
		return t
	}
	slices.SortFunc(values, i.compare)
	low, high := values[(len(values)-1)/2], values[len(values)/2]
	t.Known = true
	if !i.Rate() {
		t.N, t.Half = middle(low.N, high.N)
		return t
	}
	mean := new(big.Rat).Add(big.NewRat(low.N, low.D), big.NewRat(high.N, high.D))
	t.N, t.D = fraction(mean.Mul(mean, big.NewRat(1, 2)))
	if low == high {
		t.N, t.D = low.N, low.D
	}
	return t
}

// middle returns the mean of two numbers, rounded down, and whether a half is
// missing from it.
func middle(low, high int64) (int64, bool) {
	apart := uint64(high) - uint64(low)
	return low + int64(apart/2), apart%2 == 1
}

// fraction returns the ratio in int64. Two terms too great for that, of
// denominators above two thousand million, lose their last bits.
func fraction(r *big.Rat) (n, d int64) {
	num, den := r.Num(), r.Denom()
	if over := max(num.BitLen(), den.BitLen()) - 63; over > 0 {
		num, den = new(big.Int).Rsh(num, uint(over)), new(big.Int).Rsh(den, uint(over))
	}
	return num.Int64(), den.Int64()
}
