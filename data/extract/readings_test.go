package extract

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/form"
)

// figuresOf returns the figures of a row of table 3 in the form's order.
func figuresOf(t *testing.T, r *data.Report, row string) []data.Figure {
	t.Helper()
	var out []data.Figure
	for _, c := range form.ByID("2021").Table("t3").Cells {
		if c.Row.Code == row {
			f, ok := r.Figure(c.Code)
			if !ok {
				t.Fatalf("%s: no figure", c.Code)
			}
			out = append(out, f)
		}
	}
	return out
}

// bothSaid writes figures as state, raw text and what the other reading gives.
func bothSaid(figures []data.Figure) []string {
	var out []string
	for _, f := range figures {
		text := f.State.String() + " " + f.Raw
		if f.Other != "" {
			text += " or " + f.Other
		}
		out = append(out, text)
	}
	return out
}

func TestBothReadingsAreKeptWhereTheyDiffer(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		change func(m *model) // of the row 一、本年新收
		want   []string
	}{
		{"values one place to the left of their headers, one of them blank", func(m *model) {
			row := m.t3[3]
			row[0].cs = 2 // of three columns
			for i, text := range []string{"11", "12", "13", "14", "15", "16", "17"} {
				row[1+i].text = text
			}
			m.t3[3] = append(row, cellOf(""))
		}, []string{"doubtful 11 or 12", "doubtful 12 or 13", "doubtful 13 or 14", "doubtful 14 or 15", "doubtful 15 or 16", "doubtful 16 or 17", "doubtful 17"}},
		{"a row printed twice with other values", func(m *model) {
			row := m.t3[3]
			for i := range 7 {
				row[1+i].text = fmt.Sprint(11 + i)
			}
			again := slices.Clone(row)
			again[2].text = "99"
			m.t3 = slices.Insert(m.t3, 4, again)
		}, []string{"read 11", "doubtful 12 or 99", "read 13", "read 14", "read 15", "read 16", "read 17"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newModel("2021")
			c.change(m)
			r, err := Extract(m.document(full), "")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, bothSaid(figuresOf(t, r, "t3.new"))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// numbered puts a column of line numbers before the values of table 3, under
// the given words.
func (m *model) numbered(words string) {
	m.t3[0] = slices.Insert(m.t3[0], 1, span(words, 3, 1))
	for r := 3; r < len(m.t3); r++ {
		row := m.t3[r]
		m.t3[r] = slices.Insert(row, len(row)-7, cellOf(fmt.Sprint(r-2)))
	}
}

// A line's number is never taken for a value, also where a blank total leaves
// room for it.
func TestLineNumbersAreNoValues(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"行次", "序号", ""} {
		for name, s := range styles {
			t.Run(words+", "+name, func(t *testing.T) {
				t.Parallel()
				m := newModel("2021")
				for _, c := range form.ByID("2021").Table("t3").Cells {
					if c.Column.Code == "total" {
						m.set(c.Code, "")
						m.v[c.Code] = ""
					}
				}
				m.numbered(words)
				r, err := Extract(m.document(s), "")
				if err != nil {
					t.Fatal(err)
				}
				checkNothingMoved(t, m, r, name, true)
				if got := figuresOf(t, r, "t3.new")[0].State; words != "" && got != data.Read {
					t.Errorf("under %s: want read, got %s", words, got)
				}
			})
		}
	}
}

func TestRecognisedTextIsNeverCertain(t *testing.T) {
	t.Parallel()
	m := newModel("2021")
	m.set("t2.regulation.issued", "")
	m.set("t2.regulation.repealed", "l2")
	doc := m.document(full)
	doc.Blocks[slices.IndexFunc(doc.Blocks, func(b document.Block) bool { return b.Grid != nil })].Recognised = true
	r, err := Extract(doc, "")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, table := range r.Tables {
		for _, f := range table.Figures {
			got[table.Name+" "+f.State.String()+" "+string(f.Doubt)]++
		}
	}
	want := map[string]int{
		"t2 doubtful recognised": 8, "t2 missing recognised": 1, "t2 unreadable not_number": 1,
		"t3 read ": len(form.ByID("2021").Table("t3").Cells), "t4 read ": 15,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
