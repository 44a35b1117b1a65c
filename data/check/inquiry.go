package check

import (
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// inquiry is one report under check.
type inquiry struct {
	in   data.CheckInput
	year int
	own  *figures
	self []*figures // own alone, as a list
	// previous are the reports of the year before that rules compare with:
	// the agency's own or that of the predecessor it continues, or all of
	// those that merged into it. Empty where there are none.
	previous []*figures
	// merger: the agency is put together of others since the year before.
	merger bool
	sheets []*sheet
	prose  *told // nil until a rule asks what the text states
}

// sheet is a table of the report with the form it was written in.
type sheet struct {
	*data.Table
	form   *form.Table // nil where the edition is unknown
	filled bool
	extra  bool // it holds rows of another edition
	// replaced are the codes of rows that the report prints as one row
	// instead: the three of 其他处理 where it has one.
	replaced map[string]bool
}

func newInquiry(in data.CheckInput) *inquiry {
	q := &inquiry{in: in, year: in.Year, own: newFigures(in.Report)}
	if q.year == 0 {
		q.year = in.Report.Year
	}
	q.self = []*figures{q.own}
	q.usePrevious(in.Previous)
	for i := range in.Report.Tables {
		q.sheets = append(q.sheets, q.newSheet(&in.Report.Tables[i]))
	}
	return q
}

// usePrevious takes the reports to compare with. Where the roster says that a
// predecessor's figures do not continue in this agency's, or where one of them
// has no report, there is nothing to compare with.
func (q *inquiry) usePrevious(all []data.Previous) {
	var found []*figures
	for _, p := range all {
		if p.Report == nil {
			return
		}
		f := newFigures(p.Report)
		switch p.Rule {
		case "":
		case data.TrendLink:
			f.agency = nameOf(p.Agency)
		case data.TrendLinkMarkBreak, data.TrendSumPredecessor:
			q.merger = true
			f.agency = nameOf(p.Agency)
		default:
			return
		}
		found = append(found, f)
	}
	q.previous = found
	q.merger = q.merger || len(found) > 1
	if len(found) > 1 && found[0].agency == "" {
		found[0].agency = nameOf(q.in.Agency)
	}
}

// nameOf is an agency's name in a sentence.
func nameOf(a *data.Agency) string {
	if a == nil || a.Name == "" {
		return "原单位"
	}
	return a.Name
}

// before is the one report of the year before that this one continues; nil
// where there is none or several merged.
func (q *inquiry) before() *figures {
	if len(q.previous) != 1 || q.merger {
		return nil
	}
	return q.previous[0]
}

func (q *inquiry) newSheet(t *data.Table) *sheet {
	s := &sheet{Table: t, filled: t.Filled()}
	if e := form.ByID(t.Edition); e != nil {
		s.form = e.Table(t.Name)
	}
	for i := range t.Figures {
		s.extra = s.extra || t.Figures[i].Extra
	}
	if s.extra {
		s.replaced = q.replacedIn(s)
	}
	return s
}

// replacedIn finds the rows that a row of another edition stands for.
func (q *inquiry) replacedIn(s *sheet) map[string]bool {
	out := map[string]bool{}
	for _, c := range registered().of(s.Edition, s.Name) {
		for _, side := range c.Sides {
			for _, t := range side {
				if q.own.alternate(t) == "" {
					continue
				}
				for _, code := range t.Codes {
					out[code] = true
				}
			}
		}
	}
	return out
}

// status says what a rule may do with an operand. A comparison's status is
// that of its worst operand, so the order matters.
type status uint8

const (
	known status = iota
	blankTotal
	unfilled // a blank cell of a table in which nothing is entered
	unknown  // missing or unreadable
	notApplicable
)

// figures are the figures of one report, by code.
type figures struct {
	report *data.Report
	agency string // of another agency's report of the year before: its name
	byCode map[string]*data.Figure
	lazy   *form.Values // nil until a blank cell is asked for
}

func newFigures(r *data.Report) *figures {
	n := 0
	for i := range r.Tables {
		n += len(r.Tables[i].Figures)
	}
	f := &figures{report: r, byCode: make(map[string]*data.Figure, n)}
	for i := range r.Tables {
		t := &r.Tables[i]
		for j := range t.Figures {
			f.byCode[t.Figures[j].Code] = &t.Figures[j]
		}
	}
	return f
}

// values are the figures as they count. Most reports have no blank cell, and
// a printed value counts as it is, so they are made when first needed.
func (f *figures) values() *form.Values {
	if f.lazy == nil {
		f.lazy = form.NewValues(f.report.Tables)
	}
	return f.lazy
}

// at returns the value of a code and whether it may be used.
func (f *figures) at(code string) (int64, status) {
	g := f.byCode[code]
	switch {
	case g == nil:
		return 0, unknown
	case g.State.HasValue() && -data.MaxAmount <= g.Value && g.Value <= data.MaxAmount:
		return g.Value, known
	case g.State != data.Blank: // or beyond what any cell holds: sums of it might overflow
		return 0, unknown
	case form.IsTotal(f.values().Edition(code), code):
		return 0, blankTotal
	case f.values().At(code).Counts:
		return 0, known
	}
	return 0, unfilled
}

// alternate returns the one row that the report prints in place of the
// several of a sum, or "".
func (f *figures) alternate(t form.Term) string {
	if t.Alternate == "" {
		return ""
	}
	if g := f.byCode[t.Alternate]; g == nil || !g.Extra {
		return ""
	}
	for _, code := range t.Codes {
		if g := f.byCode[code]; g != nil && g.State != data.Missing {
			return ""
		}
	}
	return t.Alternate
}

// codes returns the codes that a term adds up in this report.
func (f *figures) codes(t form.Term) []string {
	if alt := f.alternate(t); alt != "" {
		return []string{alt}
	}
	return t.Codes
}

// has reports whether the report's edition has the cell at all: the edition
// of its table where the report has that table.
func (f *figures) has(code string) bool {
	if f.byCode[code] != nil {
		return true
	}
	edition := f.report.Edition
	name, _, _ := strings.Cut(code, ".")
	if t := f.report.Table(name); t != nil {
		edition = t.Edition
	}
	e := form.ByID(edition)
	return e != nil && e.Cell(code) != nil
}

// oneLine joins the lines of a text and drops white space around.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
