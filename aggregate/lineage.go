package aggregate

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// stand is what stands for an agency in one year of its line.
type stand struct {
	// keys are the agencies whose reports make up the year, in official
	// order; one of them unless a merger is followed back.
	keys  []string
	marks []string
	// reform: a mark is of a change that the reader must see; a plain
	// renaming is none.
	reform bool
	// cut: nothing of the years before leads into this one.
	cut bool
}

// lineage follows the successions (沿革) of an agency back to one year.
type lineage struct {
	s    *Snapshot
	year int
	root string
	out  stand
	gone []string // ends of the line that did not exist in the year
	seen map[step]bool
	path []step
}

// step is an agency with a bound on the years of its successions.
type step struct {
	key  string
	year int
}

// stand follows the trend rules back from an agency to a year. link and
// link_mark_break lead to the one predecessor, sum_predecessors to all of the
// same year and to the agency itself where it was there before. All others
// are marks on the agency's own line: what a person has not decided (ask) is
// never rebuilt.
func (s *Snapshot) stand(key string, year int) stand {
	l := lineage{s: s, year: year, root: key, seen: map[step]bool{}}
	l.follow(key, math.MaxInt)
	if len(l.out.keys) == 0 {
		l.out.keys = append(l.out.keys, cmp.Or(append(l.gone, key)...))
	}
	slices.SortStableFunc(l.out.keys, func(a, b string) int { return cmp.Compare(s.placeOf(a), s.placeOf(b)) })
	return l.out
}

// placeOf is the agency's place in the roster, one past it for unknown keys.
func (s *Snapshot) placeOf(key string) int {
	if place, ok := s.places[key]; ok {
		return place
	}
	return len(s.roster.Agencies)
}

// follow looks at the successions into the agency that took effect after the
// year and before the bound, the latest first.
func (l *lineage) follow(key string, before int) {
	if at := (step{key, before}); l.seen[at] {
		return
	} else {
		l.seen[at] = true
	}
	year, old, sum := l.latest(key, before)
	if year == 0 {
		l.end(key)
		return
	}
	l.path = append(l.path, step{key, year})
	for _, p := range old {
		if slices.Contains(l.path, step{p, year}) { // a circle within one year
			l.end(p)
			continue
		}
		l.follow(p, year+1)
	}
	l.path = l.path[:len(l.path)-1]
	if sum && l.s.existedBefore(key, year) {
		l.follow(key, year)
	}
}

// latest returns the last year in which the line leads to predecessors, who
// they are and whether they are added up; 0 where there is none.
func (l *lineage) latest(key string, before int) (year int, old []string, sum bool) {
	for _, x := range l.s.roster.Successions {
		if x.New != key || x.Old == key || x.Year <= max(l.year, year) || x.Year >= before {
			continue
		}
		if p, all := l.s.predecessors(key, x.Year); len(p) > 0 {
			year, old, sum = x.Year, p, all
		}
	}
	return year, old, sum
}

// predecessors are the agencies whose figures stand before the year: all of a
// merger, or the one that was renamed. Where several are linked and none is
// to be added, there is no one line.
func (s *Snapshot) predecessors(key string, year int) (old []string, sum bool) {
	for _, x := range s.roster.Successions {
		if x.New != key || x.Old == key || x.Year != year {
			continue
		}
		switch x.Rule {
		case data.TrendSumPredecessor:
			sum = true
		case data.TrendLink, data.TrendLinkMarkBreak:
		default:
			continue
		}
		if !slices.Contains(old, x.Old) {
			old = append(old, x.Old)
		}
	}
	if sum {
		return old, true
	}
	if x, ok := s.linkTo(key, isLink); ok && x.Year == year {
		return []string{x.Old}, false
	}
	return nil, false
}

func isLink(rule string) bool { return rule == data.TrendLink || rule == data.TrendLinkMarkBreak }

// existedBefore reports whether an agency was there before a merger into it:
// as the roster says, else as its reports do.
func (s *Snapshot) existedBefore(key string, year int) bool {
	a := s.Agency(key)
	if a == nil {
		return false
	}
	if a.From != 0 {
		return a.From < year
	}
	return slices.ContainsFunc(s.years, func(y int) bool {
		return y < year && s.HasReport(data.ReportKey{Agency: key, Year: y, Kind: data.Unit})
	})
}

// end takes an agency into the year with its marks. One that by the roster
// did not exist in the year and has no report is no part of a sum.
func (l *lineage) end(key string) {
	a := l.s.Agency(key)
	has := l.s.HasReport(data.ReportKey{Agency: key, Year: l.year, Kind: data.Unit})
	switch {
	case slices.Contains(l.out.keys, key):
		return
	case has || a != nil && a.ValidIn(l.year):
		l.out.keys = append(l.out.keys, key)
	default:
		l.gone = append(l.gone, key)
	}
	prefix := ""
	if key != l.root && len(l.s.eventsOf(key, l.year)) > 0 && l.merged() {
		prefix = l.s.nameOf(key) + "："
	}
	for _, e := range l.s.eventsOf(key, l.year) {
		l.out.marks = append(l.out.marks, prefix+e.text)
		l.out.reform = l.out.reform || e.reform
		l.out.cut = l.out.cut || e.cut
	}
}

// merged reports whether the line has branched on the way to this end.
func (l *lineage) merged() bool {
	return slices.ContainsFunc(l.path, func(at step) bool {
		old, sum := l.s.predecessors(at.key, at.year)
		return sum && len(old) > 0
	})
}

// event is a change of an agency in a year, in words.
type event struct {
	text        string
	reform, cut bool
}

// eventsOf are the changes of the agency that took effect in the year.
func (s *Snapshot) eventsOf(key string, year int) []event {
	by := map[string][]string{}
	for _, x := range s.roster.Successions {
		if x.Year == year && x.New == key && x.Old != key && !slices.Contains(by[x.Rule], s.nameOf(x.Old)) {
			by[x.Rule] = append(by[x.Rule], s.nameOf(x.Old))
		}
	}
	var out []event
	old, sum := s.predecessors(key, year)
	linked := append(by[data.TrendLink], by[data.TrendLinkMarkBreak]...)
	switch {
	case sum && s.existedBefore(key, year):
		out = append(out, event{text: s.namesOf(old) + "并入", reform: true})
	case sum:
		out = append(out, event{text: "由" + s.namesOf(old) + "合并", reform: true})
	case len(linked) > 0 && len(old) == 0:
		out = append(out, event{text: "由" + strings.Join(linked, "、") + "调整而来，沿革不止一条，不连成一条线", reform: true, cut: true})
	case len(by[data.TrendLinkMarkBreak]) > 0:
		out = append(out, event{text: "由" + linked[0] + "改组，职能有调整", reform: true})
	case len(linked) > 0:
		out = append(out, event{text: "由" + linked[0] + "更名"})
	}
	add := func(rule, before, after string, cut bool) {
		if names := by[rule]; len(names) > 0 {
			out = append(out, event{text: before + strings.Join(names, "、") + after, reform: true, cut: cut})
		}
	}
	add(data.TrendMarkBreak, "", "部分职能划入，前后不可比", len(old) == 0)
	add(data.TrendNewSeries, "新设，职能来自", "", true)
	add(data.TrendLeaveSum, "由", "调整而来，不再计入汇总", true)
	add(data.TrendAsk, "与", "的沿革未定", false)
	return append(out, s.departures(key, year)...)
}

// departures are what an agency that goes on lost in the year.
func (s *Snapshot) departures(key string, year int) []event {
	a := s.Agency(key)
	if a == nil || !a.ValidIn(year) {
		return nil
	}
	var to []string
	var out []event
	for _, x := range s.roster.Successions {
		if x.Year != year || x.Old != key || x.New == key {
			continue
		}
		switch x.Rule {
		case data.TrendNewSeries, data.TrendMarkBreak:
			to = append(to, s.nameOf(x.New))
		case data.TrendLeaveSum:
			out = append(out, event{text: "自本年起不计入汇总", reform: true})
		}
	}
	if len(to) > 0 {
		out = append(out, event{text: "部分职能划出至" + strings.Join(to, "、"), reform: true})
	}
	return out
}

// nameOf is the agency's short name, the key where the roster lacks it.
func (s *Snapshot) nameOf(key string) string {
	if a := s.Agency(key); a != nil {
		return s.shortName(a)
	}
	return key
}

func (s *Snapshot) namesOf(keys []string) string {
	var out []string
	for _, key := range keys {
		out = append(out, s.nameOf(key))
	}
	return strings.Join(out, "、")
}

// left names the agencies of the scope that counted in the year before and do
// not from this year on by a succession of rule leave_sum.
func (s *Snapshot) left(scope Scope, year int) []string {
	var out []string
	for _, x := range s.roster.Successions {
		if x.Rule != data.TrendLeaveSum || x.Year != year {
			continue
		}
		for _, key := range []string{x.Old, x.New} {
			a := s.Agency(key)
			if a != nil && scope.Holds(a) && s.roster.Counts(a, year-1) && !s.roster.Counts(a, year) && !slices.Contains(out, s.shortName(a)) {
				out = append(out, s.shortName(a))
			}
		}
	}
	return out
}
