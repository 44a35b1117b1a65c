package aggregate

import (
	"slices"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// Builder takes current versions in and makes a Snapshot of them. It keeps
// nothing of a version but the values that count, their marks and editions.
type Builder struct {
	layout  *layout
	records map[data.ReportKey]*record
}

// record is one report with its values in the order of the columns.
type record struct {
	edition  string   // the report's
	editions []string // of its tables, each once, in their order
	marks    marks
	values   []value // the numbers that are not 0, by column
}

type value struct {
	column uint16
	n      int64
}

// NewBuilder returns a Builder without reports.
func NewBuilder() *Builder {
	return &Builder{layout: columnLayout(), records: map[data.ReportKey]*record{}}
}

// Add takes one current filled version in. A version that does not count
// (waiting, not current, unfilled, without agency or year) is left out; a
// second version of the same report takes the place of the first.
func (b *Builder) Add(v data.Version) {
	if !v.Current || v.Unfilled || v.Report == nil || v.Agency == "" || v.Year == 0 || v.Report.Unfilled() {
		return
	}
	b.records[data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind}] = b.layout.record(v.Report)
}

func (l *layout) record(r *data.Report) *record {
	w := &writer{layout: l, report: r, values: form.NewValues(r.Tables), out: &record{edition: r.Edition, marks: newMarks(l.width())}}
	for i := range r.Tables {
		t := &r.Tables[i]
		if (t.Found || t.Filled()) && !slices.Contains(w.out.editions, t.Edition) {
			w.out.editions = append(w.out.editions, t.Edition)
		}
		for j := range t.Figures {
			w.figure(&t.Figures[j])
		}
	}
	for i := range l.sums {
		w.formula(len(l.codes)+i, &l.sums[i])
	}
	slices.SortFunc(w.out.values, func(a, b value) int { return int(a.column) - int(b.column) })
	return w.out
}

// writer fills the record of one report.
type writer struct {
	layout *layout
	report *data.Report
	values *form.Values
	out    *record
}

func (w *writer) put(column int, n int64, m mark) {
	w.out.marks.set(column, m)
	if n != 0 {
		w.out.values = append(w.out.values, value{uint16(column), n})
	}
}

func (w *writer) figure(f *data.Figure) {
	column, ok := w.layout.columns[f.Code]
	if !ok || column >= len(w.layout.codes) || w.out.marks.at(column) != absent {
		return
	}
	v := w.values.At(f.Code)
	if !v.Counts {
		w.put(column, 0, reason(f.State))
		return
	}
	m := counting(v)
	if v.Blank && m == readZero {
		m = blankZero
	}
	w.put(column, v.N, m)
}

func counting(v form.Value) mark {
	m := uncorrected(v)
	if v.Corrected {
		m = m.withCorrection()
	}
	return m
}

func uncorrected(v form.Value) mark {
	switch {
	case v.Computed && v.Doubtful:
		return computedDoubtful
	case v.Computed:
		return computed
	case v.Doubtful:
		return doubtful
	case v.N != 0:
		return read
	}
	return readZero
}

func reason(s data.State) mark {
	switch s {
	case data.Blank:
		return blankNothing
	case data.Unreadable:
		return unreadable
	}
	return missing
}

// formula evaluates a sum in the edition of the table that holds it. Where a
// report holds it twice, in tables of two editions, the newer one counts and
// is doubtful unless the older says the same.
func (w *writer) formula(column int, f *formula) {
	var out form.Value
	why := absent
	for i := range f.wordings {
		s := &f.wordings[i]
		if !w.holds(s) {
			continue
		}
		v := w.values.Sum(s.sum)
		switch {
		case !v.Counts:
			why = max(why, w.reason(s.sum))
		case !out.Counts:
			out = v
			out.Blank = w.blank(s.sum)
		case v.N != out.N:
			out.Doubtful = true
		}
	}
	if !out.Counts {
		w.put(column, 0, why)
		return
	}
	m := counting(out)
	if out.Blank && m == readZero {
		m = blankZero
	}
	w.put(column, out.N, m)
}

// holds reports whether the report has the wording's tables in its edition.
func (w *writer) holds(s *wording) bool {
	for _, name := range s.tables {
		if !slices.ContainsFunc(w.report.Tables, func(t data.Table) bool { return t.Name == name && t.Edition == s.edition }) {
			return false
		}
	}
	return true
}

// reason says why a sum does not count: the weightiest of its cells' reasons.
func (w *writer) reason(s form.Sum) mark {
	out := missing
	for _, t := range s {
		for _, code := range append([]string{t.Alternate}, t.Codes...) {
			if column, ok := w.layout.columns[code]; ok && column < len(w.layout.codes) {
				out = max(out, w.out.marks.at(column))
			}
		}
	}
	return out
}

// blank reports whether nothing is printed in any of a sum's cells.
func (w *writer) blank(s form.Sum) bool {
	for _, code := range s.Codes() {
		if w.out.marks.at(w.layout.columns[code]) != blankZero {
			return false
		}
	}
	return true
}
