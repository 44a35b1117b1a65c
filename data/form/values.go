package form

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// Value is a figure as it enters sums and rules.
type Value struct {
	N int64 // in base units
	// Counts is false where there is nothing to count: missing, unreadable, a
	// blank total that cannot be computed, a blank in a table without any value.
	// N is then 0 and means nothing.
	Counts bool
	// Doubtful: a person must look at it, or at one of its parts.
	Doubtful bool
	// Computed: the cell is a blank total and N was computed from its parts (计算值).
	Computed bool
	// Blank: nothing is printed in the cell.
	Blank bool
	// Corrected: a person's value stands in the place of the printed one (更正),
	// here or in one of the parts.
	Corrected bool
}

// Values are the figures of one report as they count, blank totals computed.
type Values struct {
	printed  map[string]printed
	computed map[string]Value
}

// printed is a figure as far as counting asks for it.
type printed struct {
	state   data.State
	value   int64
	extra   bool
	filled  bool   // its table holds a value
	correct bool   // a person's value, not the printed one
	edition string // of its table
}

// NewValues takes the figures of a report's tables, extra ones included.
func NewValues(tables []data.Table) *Values {
	n := 0
	for i := range tables {
		n += len(tables[i].Figures)
	}
	v := &Values{printed: make(map[string]printed, n), computed: map[string]Value{}}
	for i := range tables {
		t := &tables[i]
		filled := t.Filled()
		for j := range t.Figures {
			f := &t.Figures[j]
			v.printed[f.Code] = printed{f.State, f.Value, f.Extra, filled, f.Corrected, t.Edition}
		}
	}
	return v
}

// At returns the value of a code. A code that the report does not hold does
// not count.
func (v *Values) At(code string) Value {
	f, ok := v.printed[code]
	switch {
	case !ok, f.state == data.Missing, f.state == data.Unreadable, !f.state.Valid():
		return Value{}
	case f.state.HasValue():
		return Value{N: f.value, Counts: true, Doubtful: f.state == data.Doubtful, Corrected: f.correct}
	case !f.filled:
		return Value{Blank: true}
	}
	return v.blank(code)
}

// Edition returns the edition of the table that holds the code; empty where
// no table of the report does.
func (v *Values) Edition(code string) string { return v.printed[code].edition }

// blank returns what a blank cell of a filled table counts as: 0, unless
// it is a total.
func (v *Values) blank(code string) Value {
	if done, ok := v.computed[code]; ok {
		return done
	}
	ways := waysOf(v.printed[code].edition, code)
	if len(ways) == 0 {
		return Value{Counts: true, Blank: true}
	}
	out := v.compute(ways)
	v.computed[code] = out
	return out
}

// compute adds a blank total up from its parts, in each way the form gives.
// Two ways that disagree leave it uncounted.
func (v *Values) compute(ways []total) Value {
	var out Value
	for _, way := range ways {
		n := v.Sum(way.parts)
		if way.bound {
			// The parts do not make up the whole; they only tell that it is not 0.
			n.Computed = false
			n.Counts = n.Counts && n.N == 0
		} else {
			n.Computed = true
		}
		switch {
		case !n.Counts:
			continue
		case out.Counts && out.N != n.N:
			return Value{Blank: true}
		case out.Counts:
			out.Doubtful = out.Doubtful || n.Doubtful
			out.Corrected = out.Corrected || n.Corrected
		default:
			out = n
		}
	}
	if !out.Counts {
		return Value{Blank: true}
	}
	out.Blank = true
	return out
}

// Sum adds a sum up. It counts only where every operand does; previous-year
// terms are not its business and never count.
func (v *Values) Sum(s Sum) Value {
	if len(s) == 0 {
		return Value{}
	}
	out := Value{Counts: true}
	for _, t := range s {
		n := v.Term(t)
		if !n.Counts {
			return Value{}
		}
		if t.Negative {
			n.N = -n.N
		}
		out.N += n.N
		out.Doubtful = out.Doubtful || n.Doubtful
		out.Computed = out.Computed || n.Computed
		out.Corrected = out.Corrected || n.Corrected
	}
	return out
}

// Term returns one operand, its sign left out.
func (v *Values) Term(t Term) Value {
	if t.Previous {
		return Value{}
	}
	if alt := v.alternate(t); alt != "" {
		return v.At(alt)
	}
	out := Value{N: t.Constant, Counts: true}
	for _, code := range t.Codes {
		n := v.At(code)
		if !n.Counts {
			return Value{}
		}
		if t.Max {
			out.N = max(out.N, n.N)
		} else {
			out.N += n.N
		}
		out.Doubtful = out.Doubtful || n.Doubtful
		out.Computed = out.Computed || n.Computed
		out.Corrected = out.Corrected || n.Corrected
	}
	return out
}

// alternate returns the one row that a report prints in place of the several
// of its edition, or "".
func (v *Values) alternate(t Term) string {
	if t.Alternate == "" {
		return ""
	}
	if f, ok := v.printed[t.Alternate]; !ok || !f.extra {
		return ""
	}
	for _, code := range t.Codes {
		if f, ok := v.printed[code]; ok && f.state != data.Missing {
			return ""
		}
	}
	return t.Alternate
}

// total is one way of computing a total.
type total struct {
	parts Sum
	// bound: the parts overlap or leave something out, so they bound the
	// total and do not make it up (one item published in two ways counts once).
	bound bool
}

type totals struct{ of map[string][]total }

// IsTotal reports whether the cell is a total of others, so that a blank in
// it is never 0.
func IsTotal(edition, code string) bool { return len(waysOf(edition, code)) > 0 }

// PartsOf returns the sum that a total is, as the form defines it; without
// terms where the cell is no total or its parts only bound it.
func PartsOf(edition, code string) Sum {
	for _, way := range waysOf(edition, code) {
		if !way.bound {
			return way.parts
		}
	}
	return nil
}

// waysOf returns how a total is computed: as its table's edition says, or,
// for the row of another edition, as that edition says.
func waysOf(edition, code string) []total {
	f := loadTotals()
	if all := f.totals[edition]; all != nil && len(all.of[code]) > 0 {
		return all.of[code]
	}
	if e := ByID(edition); e != nil && e.Cell(code) != nil {
		return nil
	}
	for _, e := range f.editions {
		if all := f.totals[e.ID]; all != nil && len(all.of[code]) > 0 {
			return all.of[code]
		}
	}
	return nil
}

func readTotals(f *facts) error {
	records, err := readCSV(files, "totals.csv")
	if err != nil {
		return err
	}
	f.totals = map[string]*totals{}
	for _, r := range records {
		for id := range strings.FieldsSeq(r.field("edition")) {
			e, err := f.edition(id)
			if err != nil {
				return err
			}
			if err := f.addTotals(e, r); err != nil {
				return fmt.Errorf("total %s of %s: %w", r.field("total"), id, err)
			}
		}
	}
	return nil
}

func (f *facts) addTotals(e *Edition, r record) error {
	if !slices.Contains([]string{"sum", "bound"}, r.field("mode")) {
		return fmt.Errorf("mode %q", r.field("mode"))
	}
	rules, err := ParseRule(r.field("total")+" = "+r.field("parts"), e)
	if err != nil {
		return err
	}
	if f.totals[e.ID] == nil {
		f.totals[e.ID] = &totals{of: map[string][]total{}}
	}
	for _, c := range rules {
		code := c.Sides[0][0].Codes[0]
		f.totals[e.ID].of[code] = append(f.totals[e.ID].of[code], total{parts: c.Sides[1], bound: r.field("mode") == "bound"})
	}
	return nil
}
