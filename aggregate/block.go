package aggregate

import (
	"math"
	"slices"
)

// block is the reports of one kind and year as columns. Its rows are in the
// roster's order, reports of unknown agencies last.
type block struct {
	rows     int
	agencies []string   // key by row
	edition  []string   // the report's, by row
	editions [][]string // its tables', by row
	errors   []int      // open errors by row
	// row is the report of the agency at a place of the roster, -1 for none.
	row     []int32
	columns []segment
}

// segment is one column of a block. Most columns say the same of every
// report, mostly 0, and then hold nothing but that.
type segment struct {
	all   mark // of every row where marks is nil
	marks marks
	at    []uint32 // the rows whose number is not 0, ascending
	small []int32  // their numbers, or
	wide  []int64  // those, where one of them is too great for small
}

func (s *segment) mark(row int) mark {
	if s.marks == nil {
		return s.all
	}
	return s.marks.at(row)
}

// newBlock turns records, in the order of their rows, into columns.
func newBlock(width int, records []*record) *block {
	b := &block{rows: len(records), columns: make([]segment, width)}
	counts, total := make([]int, width), 0
	wide := make([]bool, width)
	for _, r := range records {
		total += len(r.values)
		for _, v := range r.values {
			counts[v.column]++
			if v.n < math.MinInt32 || v.n > math.MaxInt32 {
				wide[v.column] = true
			}
		}
	}
	at, small := make([]uint32, total), make([]int32, total)
	for c := range b.columns {
		s, n := &b.columns[c], counts[c]
		s.fillMarks(c, records)
		s.at, at = at[:0:n], at[n:]
		if wide[c] {
			s.wide = make([]int64, 0, n)
			continue
		}
		s.small, small = small[:0:n], small[n:]
	}
	b.fillNumbers(records)
	return b
}

func (s *segment) fillMarks(column int, records []*record) {
	s.all = records[0].marks.at(column)
	same := func(r *record) bool { return r.marks.at(column) == s.all }
	if !slices.ContainsFunc(records, func(r *record) bool { return !same(r) }) {
		return
	}
	s.marks = newMarks(len(records))
	for row, r := range records {
		s.marks.set(row, r.marks.at(column))
	}
}

func (b *block) fillNumbers(records []*record) {
	for row, r := range records {
		for _, v := range r.values {
			s := &b.columns[v.column]
			s.at = append(s.at, uint32(row))
			if s.wide != nil {
				s.wide = append(s.wide, v.n)
			} else {
				s.small = append(s.small, int32(v.n))
			}
		}
	}
}
