package check

import (
	"slices"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// verdict is what came of a comparison.
type verdict uint8

const (
	silent verdict = iota // not applicable, or on a blank total
	passed
	failed
	uncheckable
)

// instance is a comparison applied to the report.
type instance struct {
	*comparison
	place   int // in the table's list
	verdict verdict
	sums    []int64 // of each side, where it passed or failed
	at      int     // the operator that failed
}

// diff is left minus right of the operator that failed, 0 where none did.
func (i *instance) diff() int64 {
	if i.verdict != failed {
		return 0
	}
	return i.sums[i.at] - i.sums[i.at+1]
}

// formulas applies the rules that are formulas to every table found.
func (q *inquiry) formulas(reg *registry) []data.Finding {
	var out []data.Finding
	for _, s := range q.sheets {
		if !s.Found {
			continue
		}
		instances := q.judgeSheet(s, reg)
		for _, c := range q.explain(instances) {
			out = append(out, q.broken(c))
		}
		out = append(out, q.unknown(s, instances)...)
	}
	return out
}

func (q *inquiry) judgeSheet(s *sheet, reg *registry) []instance {
	all := reg.of(s.Edition, s.Name)
	if s.extra {
		all = slices.Concat(all, q.extraComparisons(s, reg))
	}
	out := make([]instance, 0, len(all))
	for _, c := range all {
		if !q.applies(c.rule) || s.replaces(c) {
			continue
		}
		i := q.judge(c)
		if q.silenced(&i, out) {
			continue
		}
		i.place = len(out)
		out = append(out, i)
	}
	return out
}

// extraComparisons are those of another edition which stand wholly on its
// rows in this table: the sum of the one row 其他处理 in a 2021 table.
func (q *inquiry) extraComparisons(s *sheet, reg *registry) []*comparison {
	var out []*comparison
	for _, e := range editionIDs() {
		if e == s.Edition {
			continue
		}
		for _, c := range reg.of(e, s.Name) {
			if q.standsOnExtra(c) {
				out = append(out, c)
			}
		}
	}
	return out
}

func (q *inquiry) standsOnExtra(c *comparison) bool {
	for _, side := range c.Sides {
		for _, code := range side.Codes() {
			if g := q.own.byCode[code]; g == nil || !g.Extra {
				return false
			}
		}
	}
	return true
}

// replaces reports whether the comparison is about a row that the report
// prints as part of another. A sum over such rows takes the other itself.
func (s *sheet) replaces(c *comparison) bool {
	return c.row != "" && len(s.replaced) > 0 && s.replaced[c.Sides[0].Codes()[0]]
}

// applies reports whether a rule with a condition is for this report.
func (q *inquiry) applies(f *formula) bool {
	if q.merger && f.looksBack && !f.merger {
		return false
	}
	if !f.county {
		return true
	}
	a := q.in.Agency
	level := q.in.County.Level
	return a != nil && (level == "" || level == "县") &&
		slices.Contains([]data.Group{data.GroupGovernment, data.GroupDepartment, data.GroupTownship, data.GroupSubdistrict}, a.Group)
}

// severity is that of a rule in this report: after a merger cases and
// documents may have gone elsewhere, so a difference is no error.
func (q *inquiry) severity(f *formula) data.Severity {
	if q.merger && f.looksBack {
		return max(f.Severity, data.Warning)
	}
	return f.Severity
}

// silenced reports whether a stronger rule has said the same already: it
// failed, or neither it nor this one could be checked.
func (q *inquiry) silenced(i *instance, before []instance) bool {
	return slices.ContainsFunc(before, func(o instance) bool {
		return slices.Contains(i.rule.unless, o.rule.ID) && (o.verdict == failed || o.verdict == uncheckable && i.verdict == uncheckable)
	})
}

// judge adds up both sides and compares them.
func (q *inquiry) judge(c *comparison) instance {
	out := instance{comparison: c, sums: make([]int64, len(c.Sides))}
	worst := known
	for side, sum := range c.Sides {
		for _, t := range sum {
			n, w := q.term(t)
			worst = max(worst, w)
			if t.Negative {
				n = -n
			}
			out.sums[side] += n
		}
	}
	switch worst {
	case known:
		out.compare()
	case unknown:
		out.verdict = uncheckable
	}
	return out
}

// term returns an operand's value, its sign left out, and its status.
func (q *inquiry) term(t form.Term) (int64, status) {
	n, worst := t.Constant, known
	for _, f := range q.asked(t) {
		for _, code := range q.codes(t) {
			v, s := q.operandAt(f, code)
			worst = max(worst, s)
			if t.Max {
				n = max(n, v)
			} else {
				n += v
			}
		}
	}
	if t.Previous && len(q.previous) == 0 {
		worst = notApplicable
	}
	return n, worst
}

// asked are the reports that a term is about.
func (q *inquiry) asked(t form.Term) []*figures {
	if t.Previous {
		return q.previous
	}
	return q.self
}

// codes returns the codes of a term as this report prints them.
func (q *inquiry) codes(t form.Term) []string {
	if t.Previous {
		return t.Codes
	}
	return q.own.codes(t)
}

// operandAt returns an operand's value and status. A blank in the year
// before is unknown here: this report's own findings do not tell of it.
func (q *inquiry) operandAt(f *figures, code string) (int64, status) {
	if f == q.own {
		return f.at(code)
	}
	if !f.has(code) {
		return 0, notApplicable
	}
	n, s := f.at(code)
	if s == blankTotal || s == unfilled {
		s = unknown
	}
	return n, s
}

func (i *instance) compare() {
	i.verdict = passed
	for at, op := range i.Ops {
		left, right := i.sums[at], i.sums[at+1]
		ok := left == right
		switch op {
		case "<=":
			ok = left <= right
		case ">=":
			ok = left >= right
		case form.BothZero:
			ok = (left == 0) == (right == 0)
		}
		if !ok {
			i.verdict, i.at = failed, at
			return
		}
	}
}
