package aggregate

import (
	"slices"

	"github.com/nianbao/nianbao/data"
)

// reading is what one agency's report says of an item.
type reading struct {
	n, d                      int64
	known, doubtful, computed bool
	corrected                 bool
	state                     data.State
	report                    bool // there is a report
}

// scanner reads an item off one year's reports, agency by agency. Any order
// will do; in the roster's it passes through each column once.
type scanner struct {
	block         *block // nil where nobody has reported
	withoutErrors bool
	columns       []cursor
}

// cursor is one term of an item with the place in its column.
type cursor struct {
	*segment
	term
	below bool // the term is of a rate's denominator
	next  int  // in segment.at
}

// scan begins to read an item off the agencies' own reports of a year.
func (s *Snapshot) scan(i *Item, q Query) *scanner {
	out := newScanner(s.units[q.Year], i)
	out.withoutErrors = q.WithoutErrors
	return out
}

func newScanner(b *block, i *Item) *scanner {
	s := &scanner{block: b}
	if b == nil {
		return s
	}
	s.columns = make([]cursor, 0, len(i.numerator)+len(i.denominator))
	for _, t := range i.numerator {
		s.columns = append(s.columns, cursor{segment: &b.columns[t.column], term: t})
	}
	for _, t := range i.denominator {
		s.columns = append(s.columns, cursor{segment: &b.columns[t.column], term: t, below: true})
	}
	return s
}

// read returns the reading of the agency at a place of the roster. One whose
// report has errors says nothing where those are left out.
func (s *scanner) read(place int32) reading {
	if s.block == nil || s.block.row[place] < 0 {
		return reading{}
	}
	row := int(s.block.row[place])
	if s.withoutErrors && s.block.errors[row] > 0 {
		return reading{report: true}
	}
	return s.row(row)
}

// addColumn adds up an item of one column, which all series and cells are,
// without a reading for each agency: three times as fast.
func (s *scanner) addColumn(t *Total, places []int32) {
	column := &s.columns[0]
	for _, place := range places {
		row := int(s.block.row[place])
		if row < 0 || s.withoutErrors && s.block.errors[row] > 0 {
			continue
		}
		m := column.mark(row)
		if !m.counts() {
			continue
		}
		t.Stated++
		if m == readZero || m == blankZero {
			continue
		}
		if m.doubtful() {
			t.Doubtful++
		}
		if m.computed() {
			t.Computed++
		}
		if m.corrected() {
			t.Corrected++
		}
		t.N += column.number(uint32(row))
	}
}

// row evaluates the item on one report. It is known where every term of it
// is, above and below.
func (s *scanner) row(row int) reading {
	out := reading{report: true, known: len(s.columns) > 0}
	for c := range s.columns {
		column := &s.columns[c]
		m := column.mark(row)
		if !m.counts() {
			return reading{report: true, state: m.state()}
		}
		if out.state != data.Read {
			out.state = m.state()
		}
		if m == readZero || m == blankZero {
			continue
		}
		out.doubtful = out.doubtful || m.doubtful()
		out.computed = out.computed || m.computed()
		out.corrected = out.corrected || m.corrected()
		column.addTo(&out, uint32(row))
	}
	if out.doubtful {
		out.state = data.Doubtful
	}
	return out
}

func (c *cursor) addTo(out *reading, row uint32) {
	n := c.number(row)
	if c.negative {
		n = -n
	}
	if c.below {
		out.d += n
	} else {
		out.n += n
	}
}

// number returns the row's number. It is only asked where the mark may have one.
func (c *cursor) number(row uint32) int64 {
	if c.next > 0 && c.at[c.next-1] >= row {
		c.next, _ = slices.BinarySearch(c.at, row)
	}
	for c.next < len(c.at) && c.at[c.next] < row {
		c.next++
	}
	if c.next == len(c.at) || c.at[c.next] != row {
		return 0
	}
	c.next++
	if c.wide != nil {
		return c.wide[c.next-1]
	}
	return int64(c.small[c.next-1])
}
