// Package handout writes the sheets that the office gives to its agencies
// (下发模板): the official form as a Word file, and the same form as a workbook
// that checks itself while it is filled in (自查表). Both carry the agency's name
// and what last year's report says must stand in this year's. A filled one
// comes back in as a report like any other file.
//
// What was carried over is filled in where it is known and not 0. A 0 would
// make a sheet that nobody touched a report of zeros: the agency enters it.
package handout

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/check"
	"github.com/nianbao/nianbao/data/form"
)

// Request is what the sheets are made for.
type Request struct {
	Agency *data.Agency
	Year   int // report year
	// County: the agency is of a county or below, so that rules for these hold.
	County bool
	// Before is the agency's report of the year before, as it counts; nil where
	// there is none or a reform lies between.
	Before *data.Report
}

// Sheets is the form for one agency and year, ready to be written.
type Sheets struct {
	Title   string // 示例县教育局2025年政府信息公开工作年度报告
	Agency  string
	Year    int
	edition *form.Edition
	// carried are the cells that last year's report fills in, in base units.
	carried map[string]int64
	// lines say what else of last year concerns this one.
	lines     []string
	equations map[string][]equation // by table
}

// equation is an equation whose operands of the year before are numbers.
type equation struct {
	check.Equation
	// before is what the operands of the year before come to on each side; ok
	// is false where they are not known.
	before []int64
	known  bool
}

// New prepares the sheets. It fails where no edition of the form is in force
// in the year, or that of 2014, whose sheets nobody asks for any more.
func New(r Request) (*Sheets, error) {
	e := form.ForYear(r.Year)
	if e == nil || e.Table("t3") == nil {
		return nil, fmt.Errorf("prepare sheets of %d: no edition with tables 2 to 4", r.Year)
	}
	s := &Sheets{
		Title: fmt.Sprintf("%s%d年政府信息公开工作年度报告", r.Agency.Name, r.Year), Agency: r.Agency.Name, Year: r.Year,
		edition: e, carried: map[string]int64{}, equations: map[string][]equation{},
	}
	var before *form.Values
	if r.Before != nil {
		before = form.NewValues(r.Before.Tables)
	}
	for _, t := range e.Tables {
		for _, q := range check.Equations(e.ID, t.Name) {
			if q.CountyOnly && !r.County {
				continue
			}
			x := equation{Equation: q, known: true}
			for _, side := range q.Sides {
				n, ok := previousOf(side, before)
				x.before, x.known = append(x.before, n), x.known && ok
			}
			s.equations[t.Name] = append(s.equations[t.Name], x)
			s.carry(x)
		}
	}
	s.remember(r, before)
	return s, nil
}

// previousOf adds up the operands of the year before. One that does not count
// or is doubtful is not known: a doubt must not be handed out as a figure.
func previousOf(side form.Sum, before *form.Values) (n int64, ok bool) {
	for _, t := range side {
		if !t.Previous {
			continue
		}
		if before == nil {
			return 0, false
		}
		t.Previous = false
		v := before.Term(t)
		if !v.Counts || v.Doubtful {
			return 0, false
		}
		if t.Negative {
			v.N = -v.N
		}
		n += v.N
	}
	return n, true
}

// carry fills in a cell that must equal figures of the year before and
// nothing else: 上年结转 and, in 2019, the number of items last year. Totals
// are left to be added up.
func (s *Sheets) carry(x equation) {
	if !x.LooksBack || !x.known || len(x.Ops) != 1 || x.Ops[0] != "=" || len(x.Sides[0]) != 1 {
		return
	}
	left := x.Sides[0][0]
	if left.Previous || left.Negative || len(left.Codes) != 1 || form.IsTotal(s.edition.ID, left.Codes[0]) {
		return
	}
	if slices.ContainsFunc(x.Sides[1], func(t form.Term) bool { return !t.Previous }) {
		return
	}
	if n := x.before[1]; n > 0 {
		s.carried[left.Codes[0]] = n
	}
}

// remember words what last year's figures mean for this year's where they
// cannot simply be filled in: 现行有效 moves with what is issued and repealed.
func (s *Sheets) remember(r Request, before *form.Values) {
	if before == nil {
		s.lines = append(s.lines, fmt.Sprintf("库中没有本单位%d年度可以承接的年报，上年结转、现行有效等请对照上年年报填写。", r.Year-1))
		return
	}
	var known []string
	for _, c := range s.edition.Table("t2").Cells {
		if c.Column.Code != "in_force" {
			continue
		}
		if v := before.At(c.Code); v.Counts && !v.Doubtful {
			known = append(known, fmt.Sprintf("%s%s件", c.Row.Label(), form.Format(v.N, c.Measure)))
		}
	}
	if len(known) > 0 {
		s.lines = append(s.lines, fmt.Sprintf("上年现行有效：%s。本年现行有效件数＝上年现行有效件数＋本年制发件数－本年废止件数。", strings.Join(known, "、")))
	}
	if len(s.carried) > 0 {
		s.lines = append(s.lines, fmt.Sprintf("表中已填的上年结转取自本单位%d年度年报，与实际不符的请改正并说明。", r.Year-1))
	}
}

// tables are the tables of the form, and their headings as chapters.
func (s *Sheets) tables() []*form.Table { return s.edition.Tables }
