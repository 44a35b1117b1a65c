package aggregate

import (
	"cmp"
	"slices"

	"github.com/nianbao/nianbao/data"
)

// CompareWithYearBefore sets the year against the one before on the agencies
// that count and state the item in both (可比口径). An agency that took
// another's place with rule link is compared with its predecessor. Of is in
// both totals how many agencies count in the year. An item that is not to be
// added has totals only where one agency alone is in scope.
func (s *Snapshot) CompareWithYearBefore(i Item, q Query) Change {
	places := s.members(q)
	out := Change{Rate: i.Rate(), Break: slices.Contains(i.Breaks, q.Year), Now: Total{Of: len(places)}, Before: Total{Of: len(places)}}
	before := q
	before.Year--
	scanNow, scanBefore := s.scan(&i, q), s.scan(&i, before)
	for _, place := range places {
		then, ok := s.yearBefore(place, q.Year)
		if !ok {
			continue
		}
		now, past := scanNow.read(place), scanBefore.read(then)
		if !now.known || !past.known {
			continue
		}
		out.Agencies++
		out.Now.add(&now)
		out.Before.add(&past)
		if !i.Rate() {
			out.By = append(out.By, Contribution{Agency: &s.roster.Agencies[place], Now: now.n, Before: past.n})
		}
	}
	out.Now, out.Before = out.Now.seal(&i), out.Before.seal(&i)
	if out.Now.NotAdditive {
		out.By = nil
	}
	slices.SortStableFunc(out.By, func(a, b Contribution) int { return cmp.Compare(b.size(), a.size()) })
	return out
}

// size is how great the difference is, in either direction.
func (c Contribution) size() int64 { return max(c.Now-c.Before, c.Before-c.Now) }

// yearBefore returns the place of the agency whose figures of the year before
// are comparable: its own, or its predecessor's in its first year. That
// agency must count in the year before.
func (s *Snapshot) yearBefore(place int32, year int) (int32, bool) {
	key := s.roster.Agencies[place].Key
	if link, ok := s.linkTo(key, plainLink); ok && link.Year == year {
		key = link.Old
	}
	then, ok := s.places[key]
	if !ok || !s.roster.Counts(&s.roster.Agencies[then], year-1) {
		return 0, false
	}
	// A predecessor that goes on counting beside its successor is compared
	// with itself and must not be added twice.
	if int32(then) != place && s.roster.Counts(&s.roster.Agencies[then], year) {
		return 0, false
	}
	return int32(then), true
}

// plainLink: figures of both sides of a mere renaming are of one thing. After
// a reform they are not, and what is not comparable is not compared.
func plainLink(rule string) bool { return rule == data.TrendLink }

// linkTo returns the succession by which the agency took the place of just
// one other, among those of the rules asked for. Where several predecessors
// or successors are linked, there is no one line, and none is followed.
func (s *Snapshot) linkTo(key string, of func(rule string) bool) (data.Succession, bool) {
	var out data.Succession
	found := 0
	for _, l := range s.roster.Successions {
		if of(l.Rule) && l.New == key && l.Old != key {
			out = l
			found++
		}
	}
	if found != 1 {
		return out, false
	}
	for _, l := range s.roster.Successions {
		if of(l.Rule) && l.Old == out.Old && l != out {
			return out, false
		}
	}
	return out, true
}
