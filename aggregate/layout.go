package aggregate

import (
	"slices"
	"sync"

	"github.com/nianbao/nianbao/data/form"
)

// layout is which columns a snapshot has: one for each code of any edition,
// then one for each sum that goes report by report: the series, and the
// outcomes that the form prints without a subtotal.
type layout struct {
	codes   []string
	columns map[string]int // code or sum's id -> column
	sums    []formula
	items   []Item
	byID    map[string]Item
	names   map[*form.Cell]string
}

// formula is a sum as each edition words it.
type formula struct {
	id       string
	wordings []wording // newest edition first; none for editions without it
}

type wording struct {
	edition string
	tables  []string // the tables its codes stand in
	sum     form.Sum
}

// columnLayout is part of the program, as the form is.
var columnLayout = sync.OnceValue(newLayout)

func newLayout() *layout {
	l := &layout{columns: map[string]int{}, byID: map[string]Item{}, names: map[*form.Cell]string{}}
	for _, e := range form.Editions() {
		for _, t := range e.Tables {
			for _, c := range t.Cells {
				l.addCode(c.Code)
			}
		}
	}
	for _, s := range form.AllSeries() {
		l.addFormula(s.ID, s.In)
	}
	for _, o := range outcomes() {
		for _, column := range applicants() {
			if text := o.sums; text != nil && column.Code != "total" {
				l.addFormula(o.code(column.Code), func(edition string) form.Sum { return o.in(edition, column.Code) })
			}
		}
	}
	l.addItems()
	return l
}

func (l *layout) addCode(code string) {
	if _, ok := l.columns[code]; ok {
		return
	}
	l.columns[code] = len(l.codes)
	l.codes = append(l.codes, code)
}

func (l *layout) addFormula(id string, in func(edition string) form.Sum) {
	f := formula{id: id}
	for _, e := range slices.Backward(form.Editions()) {
		sum := in(e.ID)
		if len(sum) == 0 {
			continue
		}
		w := wording{edition: e.ID, sum: sum}
		for _, code := range sum.Codes() {
			if name := e.Cell(code).Table.Name; !slices.Contains(w.tables, name) {
				w.tables = append(w.tables, name)
			}
		}
		f.wordings = append(f.wordings, w)
	}
	l.columns[id] = len(l.codes) + len(l.sums)
	l.sums = append(l.sums, f)
}

// width is the number of columns.
func (l *layout) width() int { return len(l.codes) + len(l.sums) }
