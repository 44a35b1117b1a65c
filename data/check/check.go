// Package check derives the findings (疑点) of a report: every rule of the
// form's arithmetic, of what a county may report, and of what was doubtful in
// reading. It is pure: the same input gives the same findings in the same
// order.
//
// A rule that is arithmetic is a line of rules.csv and no code. A rule that
// is not is one function, entered in the list of registry.go. The titles and
// severities of both are there.
//
// What is not known never passes. With a missing or unreadable operand a
// rule says 无法核对 (Finding.Uncheckable), once for each rule and table. A
// blank total is no operand: it is listed once a table (R-total) and the
// rules on it are not applied. A blank cell of a filled table is 0. A
// doubtful operand is used and named.
package check

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// RulesVersion rises whenever a change of the rules may change the findings
// of a report, so that stored ones are derived anew.
const RulesVersion = 5

// Rule describes a rule for pages and documents.
type Rule struct {
	ID    string // T3-1
	Title string // the official sentence, or what is wrong
	// Why says in a sentence what the rule stands on and when a difference
	// may be right; never empty.
	Why string
	// Severity is what the rule's findings usually have; one that cannot be
	// checked has a lower one.
	Severity data.Severity
	Editions []string // those it applies to, oldest first; nil = all
}

// Rules lists the rules in the order of their findings, one for each id.
func Rules() []Rule {
	var out []Rule
	for _, r := range registered().rules {
		r.Editions = slices.Clone(r.Editions)
		out = append(out, r)
	}
	return out
}

// Equation is a rule's formula for one row, column or cell of an edition, as a
// sheet that checks itself needs it.
type Equation struct {
	form.Comparison
	Rule Rule
	// CountyOnly: it holds for agencies of counties and below.
	CountyOnly bool
	// LooksBack: an operand is of the year before.
	LooksBack bool
}

// Equations lists the formulas for a table of an edition in the order of the
// rules. Without one, or where the edition is unknown, it is empty.
func Equations(edition, table string) []Equation {
	var out []Equation
	for _, c := range registered().of(edition, table) {
		out = append(out, Equation{Comparison: c.Comparison, Rule: c.rule.Rule, CountyOnly: c.rule.county, LooksBack: c.rule.looksBack})
	}
	return out
}

// Derive returns all findings of one report, in the order of Rules and of
// the form. No two have the same Rule and Subject. A nil report has none.
func Derive(in data.CheckInput) []data.Finding {
	if in.Report == nil {
		return nil
	}
	q := newInquiry(in)
	reg := registered()
	out := q.formulas(reg)
	for _, r := range reg.code {
		for _, f := range r.find(q) {
			f.Rule, f.Title = r.ID, r.Title
			if f.Severity == 0 {
				f.Severity = r.Severity
			}
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b data.Finding) int { return cmp.Compare(reg.rank[a.Rule], reg.rank[b.Rule]) })
	q.address(out)
	return out
}

// address fills the rest of the findings' keys. Subjects come from the
// report's figures; should one hold a code twice, no finding may swallow
// another.
func (q *inquiry) address(findings []data.Finding) {
	type key struct{ rule, subject string }
	seen := make(map[key]int, len(findings))
	for i := range findings {
		f := &findings[i]
		f.Year, f.Kind = q.year, q.in.Kind
		if q.in.Agency != nil {
			f.Agency = q.in.Agency.Key
		}
		k := key{f.Rule, f.Subject}
		for seen[k]++; seen[k] > 1; seen[k]++ {
			again := key{f.Rule, k.subject + "#" + strconv.Itoa(seen[k])}
			if seen[again] == 0 {
				f.Subject = again.subject
				k = again
			}
		}
	}
}

// fingerprint is a short hash of what a finding stands on.
type fingerprint struct{ parts []string }

func (f *fingerprint) add(parts ...string) { f.parts = append(f.parts, parts...) }

func (f *fingerprint) figure(g *data.Figure) {
	if g == nil {
		f.add("", "", "", "")
		return
	}
	raw := ""
	if !g.State.HasValue() {
		raw = g.Raw
	}
	f.add(g.Code, g.State.String(), strconv.FormatInt(g.Value, 10), raw)
}

func (f *fingerprint) String() string {
	var b []byte
	for _, p := range f.parts {
		// With its length, so that no two lists of parts read the same.
		b = strconv.AppendInt(b, int64(len(p)), 10)
		b = append(append(b, ':'), p...)
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// amount writes a value of a cell as shown in a sentence: 34, 75.77万元.
func amount(n int64, m form.Measure) string {
	s := form.Format(n, m)
	if m == form.Amount {
		s += "万元"
	}
	return s
}

// quote shows text from a file in a sentence, on one line and bounded.
func quote(text string) string {
	const most = 60
	line := []rune(oneLine(text))
	if len(line) > most {
		line = append(line[:most], '…')
	}
	return fmt.Sprintf("“%s”", string(line))
}
