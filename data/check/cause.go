package check

import (
	"cmp"
	"slices"

	"github.com/nianbao/nianbao/data"
)

// cause is what is shown as one finding: a comparison that failed, with the
// others that failed by the same mistake.
type cause struct {
	instances []*instance // the first is the one that the finding is keyed on
	suspect   string      // code of the one cell that explains all of them, or ""
	carried   bool        // the totals computed from the suspect are wrong with it
	totals    []carriedTotal
}

// carriedTotal is the failure of a rule's total column where it is nothing
// but the sum of the failures of the single columns.
type carriedTotal struct {
	total   *instance
	columns []*instance
}

// explain turns the failures of one table into causes, so that one mistake is
// shown once for the row and the column that it breaks. Every failure is in
// exactly one cause, and a cause names all its failures.
//
// Two or more failures are one cause where one cell, wrong by one amount,
// gives every one of them and no other: each comparison that holds the cell
// fails by just that amount, with the cell's sign. The totals computed from
// the cell may be wrong by the same amount. If several cells would do, the
// failures stay together and no cell is suspected; if two explanations share
// a failure and neither explains more than the other, neither is taken.
//
// What is left of a rule's total column is folded into its first failing
// column where it fails by exactly the sum of the columns' differences.
func (q *inquiry) explain(all []instance) []cause {
	var failures []*instance
	for i := range all {
		if all[i].verdict == failed {
			failures = append(failures, &all[i])
		}
	}
	if len(failures) == 0 {
		return nil
	}
	var out []cause
	used := map[*instance]bool{}
	if len(failures) > 1 {
		for _, e := range q.newWeb(all).explanations() {
			out = append(out, e.cause())
			for _, i := range e.explains {
				used[i] = true
			}
		}
	}
	for _, i := range failures {
		switch at := slices.IndexFunc(out, func(c cause) bool { return i.sameCarry(c.instances[0]) }); {
		case used[i]:
		case at >= 0:
			out[at].instances = append(out[at].instances, i)
		default:
			out = append(out, cause{instances: []*instance{i}})
		}
	}
	return inOrder(foldTotals(out, all))
}

// sameCarry reports whether both are columns of one row compared with last
// year's: what one column lost, another has.
func (i *instance) sameCarry(o *instance) bool {
	return i.rule.looksBack && i.rule == o.rule && i.column != "" && o.column != ""
}

// inOrder sorts causes by where their first failure stands.
func inOrder(causes []cause) []cause {
	slices.SortFunc(causes, func(a, b cause) int { return cmp.Compare(a.instances[0].place, b.instances[0].place) })
	return causes
}

// use is a cell's place in an equation: +1 on the left, -1 on the right.
type use struct {
	in   *instance
	sign int64
	next *use // of the same cell
}

// web is the equations of a table that could be checked, by cell.
type web struct {
	uses    []use // backing of first, never grown
	first   map[string]*use
	codes   []string // of cells in equations that failed, in order
	touched []use    // work space of try
}

func (q *inquiry) newWeb(all []instance) *web {
	size := 0
	for n := range all {
		for _, side := range all[n].Sides {
			for _, t := range side {
				size += len(t.Codes) + 1
			}
		}
	}
	w := &web{uses: make([]use, 0, size), first: make(map[string]*use, size/2)}
	seen := map[string]bool{}
	for n := range all {
		if i := &all[n]; i.equation() {
			q.weave(w, i, seen)
		}
	}
	return w
}

func (q *inquiry) weave(w *web, i *instance, seen map[string]bool) {
	for side, sum := range i.Sides {
		for _, t := range sum {
			sign := int64(1 - 2*side)
			if t.Negative {
				sign = -sign
			}
			for _, code := range q.own.codes(t) {
				w.uses = append(w.uses, use{i, sign, w.first[code]})
				w.first[code] = &w.uses[len(w.uses)-1]
				if i.verdict == failed && !seen[code] {
					seen[code] = true
					w.codes = append(w.codes, code)
				}
			}
		}
	}
}

// equation reports whether the instance is an exact equation within the
// report that could be checked.
func (i *instance) equation() bool {
	if i.verdict != passed && i.verdict != failed || len(i.Ops) != 1 || i.Ops[0] != "=" || i.rule.Severity != data.Error {
		return false
	}
	for _, side := range i.Sides {
		for _, t := range side {
			if t.Previous || t.Max {
				return false
			}
		}
	}
	return true
}

// totalsOf returns the totals that a cell is a part of: those which stand
// alone on the left of an equation that has the cell on its right.
func (w *web) totalsOf(code string) []string {
	var out []string
	for u := w.first[code]; u != nil; u = u.next {
		if left := u.in.Sides[0]; len(left) == 1 && len(left[0].Codes) == 1 && left[0].Codes[0] != code {
			out = append(out, left[0].Codes[0])
		}
	}
	return out
}

// explanation is one cell that explains failures.
type explanation struct {
	suspect  string
	carried  int // how many totals must be wrong with it
	explains []*instance
}

func (e explanation) cause() cause {
	return cause{instances: e.explains, suspect: e.suspect, carried: e.carried > 0}
}

// explanations returns those which hold and do not contradict each other.
func (w *web) explanations() []explanation {
	var all []explanation
	for _, code := range w.codes {
		totals := w.totalsOf(code)
		sets := [][]string{{code}}
		for _, t := range totals {
			sets = append(sets, []string{code, t})
		}
		if len(totals) == 2 {
			sets = append(sets, slices.Concat([]string{code}, totals, w.totalsOf(totals[0])))
		}
		for _, set := range sets {
			if found := w.try(set); len(found) > 1 {
				all = append(all, explanation{code, len(set) - 1, found})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b explanation) int {
		return cmp.Or(cmp.Compare(len(b.explains), len(a.explains)), cmp.Compare(a.carried, b.carried))
	})
	return choose(merge(all))
}

// try returns the failures that follow if all cells of the set are wrong by
// one amount; none unless every equation with one of the cells is as it must
// then be.
func (w *web) try(set []string) []*instance {
	touched := w.touched[:0]
	for _, code := range set {
		for u := w.first[code]; u != nil; u = u.next {
			n := slices.IndexFunc(touched, func(t use) bool { return t.in == u.in })
			if n < 0 {
				touched = append(touched, *u)
				continue
			}
			touched[n].sign += u.sign
		}
	}
	w.touched = touched
	first := slices.IndexFunc(touched, func(t use) bool { return t.sign != 0 && t.in.verdict == failed })
	if first < 0 {
		return nil
	}
	wrong := touched[first].in.diff() * touched[first].sign
	var out []*instance
	for _, t := range touched {
		if t.in.diff() != t.sign*wrong {
			return nil
		}
		if t.sign != 0 {
			out = append(out, t.in)
		}
	}
	slices.SortFunc(out, func(a, b *instance) int { return cmp.Compare(a.place, b.place) })
	return out
}

// merge joins explanations of the same failures: the simplest stands, and
// where two different cells are as simple no cell is suspected.
func merge(all []explanation) []explanation {
	var out []explanation
	for _, e := range all {
		i := slices.IndexFunc(out, func(o explanation) bool { return slices.Equal(o.explains, e.explains) })
		switch {
		case i < 0:
			out = append(out, e)
		case out[i].carried == e.carried && out[i].suspect != e.suspect:
			out[i].suspect = ""
		}
	}
	return out
}

// choose takes the explanations from the one that explains most; one that
// shares a failure with another of the same size is not taken.
func choose(all []explanation) []explanation {
	used := map[*instance]bool{}
	var out []explanation
	shares := func(a, b explanation) bool {
		return slices.ContainsFunc(a.explains, func(i *instance) bool { return slices.Contains(b.explains, i) })
	}
	for n, e := range all {
		taken := slices.ContainsFunc(e.explains, func(i *instance) bool { return used[i] })
		for m, o := range all {
			taken = taken || m != n && len(o.explains) == len(e.explains) && shares(e, o)
		}
		if taken {
			continue
		}
		out = append(out, e)
		for _, i := range e.explains {
			used[i] = true
		}
	}
	return out
}

// foldTotals folds the failure of a total column that stands alone into the
// cause of the first column that fails, where the columns' differences add
// up to it.
func foldTotals(causes []cause, all []instance) []cause {
	folded := map[*instance]bool{}
	for _, c := range causes {
		total := c.instances[0]
		if len(c.instances) > 1 || total.column != totalColumn || !total.equation() {
			continue
		}
		columns, ok := columnsOf(total, all)
		if !ok {
			continue
		}
		n := slices.IndexFunc(causes, func(o cause) bool { return slices.Contains(o.instances, columns[0]) })
		causes[n].totals = append(causes[n].totals, carriedTotal{total, columns})
		folded[total] = true
	}
	return slices.DeleteFunc(causes, func(c cause) bool { return folded[c.instances[0]] })
}

const totalColumn = "total"

// columnsOf returns the single columns that fail under the same rule, if all
// columns could be checked and their differences add up to the total's.
func columnsOf(total *instance, all []instance) ([]*instance, bool) {
	var out []*instance
	var sum int64
	for n := range all {
		i := &all[n]
		if i.rule.ID != total.rule.ID || i.column == totalColumn {
			continue
		}
		if !i.equation() {
			return nil, false
		}
		if i.verdict == failed {
			out = append(out, i)
			sum += i.diff()
		}
	}
	return out, len(out) > 0 && sum == total.diff()
}
