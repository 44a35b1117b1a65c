package aggregate

import "github.com/nianbao/nianbao/data"

// WhatIf answers what the county's totals would be if a version took the
// place of its agency's current report, or were its first.
type WhatIf struct {
	snapshot *Snapshot
	year     int
	place    int32
	taken    *block // the version alone
}

// WhatIf prepares the question for a version. ok is false where nothing of it
// would count in a sum: its agency or year is not settled, the agency does not
// count in the year, it is not an agency's own report, or it is unfilled. The
// version's report is taken as it would count, corrections in it.
func (s *Snapshot) WhatIf(v data.Version) (w *WhatIf, ok bool) {
	if v.Report == nil || v.Unfilled || v.Report.Unfilled() || v.Kind != data.Unit || v.Year == 0 {
		return nil, false
	}
	place, ok := s.places[v.Agency]
	if !ok || !s.roster.Counts(&s.roster.Agencies[place], v.Year) {
		return nil, false
	}
	layout := columnLayout()
	taken := newBlock(layout.width(), []*record{layout.record(v.Report)})
	return &WhatIf{snapshot: s, year: v.Year, place: int32(place), taken: taken}, true
}

// Scopes are 县本级 and 全县, as far as they hold the agency.
func (w *WhatIf) Scopes() []Scope {
	out := make([]Scope, 0, 2)
	for _, scope := range []Scope{CountyLevel(), All()} {
		if scope.Holds(&w.snapshot.roster.Agencies[w.place]) {
			out = append(out, scope)
		}
	}
	return out
}

// Effect is a total as it stands and as it would be.
type Effect struct{ Before, After Total }

// Difference is After less Before; not known where one of them is not.
func (e Effect) Difference() Total {
	return Total{N: e.After.N - e.Before.N, Known: e.Before.Known && e.After.Known, NotAdditive: e.After.NotAdditive}
}

// Effect tells what becomes of a cell's or series' total, agencies with errors
// counted in: what errors the version has is known only when it counts.
func (w *WhatIf) Effect(i Item, scope Scope) Effect {
	q := Query{Year: w.year, Scope: scope}
	places := w.snapshot.members(q)
	before, after := Total{Of: len(places)}, Total{Of: len(places)}
	scan := w.snapshot.scan(&i, q)
	for _, place := range places {
		r := scan.read(place)
		before.add(&r)
		if place == w.place {
			r = newScanner(w.taken, &i).row(0)
		}
		after.add(&r)
	}
	return Effect{Before: before.seal(&i), After: after.seal(&i)}
}

// Moved returns the codes of the cells in whose totals the version would count
// otherwise than the current report does, in the form's order: with another
// number, or where one of them does not count. A blank total that is computed
// from changed parts is among them.
func (w *WhatIf) Moved() []string {
	q := Query{Year: w.year, Scope: All()}
	var out []string
	for _, code := range columnLayout().codes {
		i, _ := ItemByID(code)
		was, now := w.snapshot.scan(&i, q).read(w.place), newScanner(w.taken, &i).row(0)
		if was.known != now.known || was.n != now.n {
			out = append(out, code)
		}
	}
	return out
}

// Reported is how many of the counting agencies of the scope have a report
// before and after.
func (w *WhatIf) Reported(scope Scope) (before, after, of int) {
	q := Query{Year: w.year, Scope: scope}
	before, of = w.snapshot.Reported(q), len(w.snapshot.members(q))
	after = before
	if b := w.snapshot.units[w.year]; b == nil || b.row[w.place] < 0 {
		after++
	}
	return before, after, of
}
