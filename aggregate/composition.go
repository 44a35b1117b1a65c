package aggregate

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data/form"
)

// Composition (构成) is the requests of a year by applicant and outcome, and
// the reasons of the outcomes that have some.
type Composition struct {
	// Applicants are the heads of the columns, 总计 last.
	Applicants []string
	// Outcomes are table 3's rows; each has one total a column.
	Outcomes []CompositionRow
	Reasons  []ReasonGroup
}

// CompositionRow is one line with its totals.
type CompositionRow struct {
	ID     string // series of the last column: requests.new, outcome.refused
	Name   string
	Totals []Total
}

// ReasonGroup is the reasons of one outcome.
type ReasonGroup struct {
	ID    string // series of the outcome: outcome.refused
	Name  string
	Total Total
	Rows  []Reason
}

// Reason is one reason with its total and its share in the outcome, which is
// a rate over the agencies that state both.
type Reason struct {
	ID, Name     string // series: refused.secret
	Total, Share Total
}

// outcome is a row of table 3, or the several rows of one kind of outcome,
// for which the form prints no subtotal.
type outcome struct {
	series string // of its 总计 column, over all editions
	row    string // t3.new; t3.refused for several
	// sums words the several rows by edition; nil for one row.
	sums map[string]string
	// reasons is the prefix of the reasons' series.
	reasons string
}

func outcomes() []outcome {
	several := func(kind string, editions ...string) map[string]string {
		out := map[string]string{}
		for _, e := range editions {
			out[e] = "sum(t3." + kind + ".*.{c})"
		}
		return out
	}
	rest := several("other", "2021")
	rest["2019"] = "t3.other.{c}"
	return []outcome{
		{series: "requests.new", row: "t3.new"},
		{series: "requests.carried_in", row: "t3.carried_in"},
		{series: "outcome.granted", row: "t3.granted"},
		{series: "outcome.partial", row: "t3.partial"},
		{series: "outcome.refused", row: "t3.refused", sums: several("refused", "2019", "2021"), reasons: "refused."},
		{series: "outcome.unavailable", row: "t3.unavailable", sums: several("unavailable", "2019", "2021"), reasons: "unavailable."},
		{series: "outcome.rejected", row: "t3.rejected", sums: several("rejected", "2019", "2021"), reasons: "rejected."},
		{series: "outcome.other", row: "t3.other", sums: rest, reasons: "other."},
		{series: "outcome.total", row: "t3.total"},
		{series: "requests.carried_out", row: "t3.carried_out"},
	}
}

// code names the outcome's column for one applicant. Sums have names of their
// own, since t3.other.person is a cell of one edition and a sum in another.
func (o outcome) code(applicant string) string {
	switch {
	case applicant == "total":
		return o.series
	case o.sums != nil:
		return "sum." + o.row + "." + applicant
	}
	return o.row + "." + applicant
}

// in words the sum for an edition. The texts are part of the program, so a
// fault in one is a fault of the build and panics.
func (o outcome) in(edition, applicant string) form.Sum {
	e := form.ByID(edition)
	sum, err := form.ParseSum(strings.ReplaceAll(o.sums[edition], "{c}", applicant), e)
	if err != nil {
		panic("aggregate: outcome " + o.row + ": " + err.Error())
	}
	return sum
}

// applicants are the columns of table 3, 总计 last.
func applicants() []*form.Column {
	editions := form.Editions()
	return editions[len(editions)-1].Table("t3").Rows[0].Columns
}

// Composition adds up applicants × outcomes and the reasons. The last column
// is the series, so that it goes on where an edition has no applicants.
func (s *Snapshot) Composition(q Query) Composition {
	var c Composition
	for _, a := range applicants() {
		c.Applicants = append(c.Applicants, a.Short)
	}
	places := s.members(q)
	for _, o := range outcomes() {
		row := CompositionRow{ID: o.series, Name: o.name()}
		for _, a := range applicants() {
			row.Totals = append(row.Totals, s.sum(columnItem(o.code(a.Code)), q, places))
		}
		c.Outcomes = append(c.Outcomes, row)
		if o.reasons != "" {
			c.Reasons = append(c.Reasons, s.reasons(o, q, places))
		}
	}
	return c
}

func (o outcome) name() string { return form.SeriesByID(o.series).Name }

func columnItem(id string) *Item {
	return &Item{ID: id, numerator: []term{{column: columnLayout().columns[id]}}}
}

func (s *Snapshot) reasons(o outcome, q Query, places []int32) ReasonGroup {
	whole := columnItem(o.series)
	g := ReasonGroup{ID: o.series, Name: o.name(), Total: s.sum(whole, q, places)}
	for _, r := range reasonsOf(o) {
		part := columnItem(r.ID)
		rate := share("share."+r.ID, r.Name, part.numerator[0].column, whole.numerator[0].column)
		_, name, _ := strings.Cut(r.Name, "：")
		g.Rows = append(g.Rows, Reason{ID: r.ID, Name: name, Total: s.sum(part, q, places), Share: s.sum(&rate, q, places)})
	}
	return g
}

// reasonsOf returns the series of an outcome's reasons in the order of the
// newest form.
func reasonsOf(o outcome) []*form.Series {
	var out []*form.Series
	for _, s := range form.AllSeries() {
		if strings.HasPrefix(s.ID, o.reasons) {
			out = append(out, s)
		}
	}
	place := func(s *form.Series) int {
		e := form.Editions()[len(form.Editions())-1]
		if codes := s.In(e.ID).Codes(); len(codes) > 0 {
			return e.Cell(codes[0]).Order
		}
		return 0
	}
	slices.SortStableFunc(out, func(a, b *form.Series) int { return place(a) - place(b) })
	return out
}
