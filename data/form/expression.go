package form

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Expressions are how facts and rules speak of cells:
//
//	t3.new.{c} + t3.carried_in.{c} = t3.total.{c} + t3.carried_out.{c}
//	sum(t3.refused.*.total)
//	max(s.channel.*)
//	prev.t3.carried_out.total
//	(t2.procurement.projects = 0) = (t2.procurement.amount = 0)
//
// {c} stands for each column, {r} for each row (one or more segments) for
// which all codes exist, * for one segment, and a semicolon separates
// formulas. A leading prev. names the report of the year before.

// Term is one operand of a Sum with the codes it stands for in an edition.
type Term struct {
	Negative bool
	// Constant is the value of a literal number; Codes is then empty.
	Constant int64
	Codes    []string
	// Alternate is the code that takes the place of a sum over one segment
	// where a report has the one row instead: t3.other.total for
	// sum(t3.other.*.total), as some 2021 tables print 其他处理.
	Alternate string
	// Max: the operand is the largest of its codes, not their sum.
	Max bool
	// Previous: the operand is of the year before.
	Previous bool
}

// Sum is terms added up. A Sum without terms stands for what an edition does
// not have.
type Sum []Term

// Codes returns every code the sum names, alternates left out.
func (s Sum) Codes() []string {
	var out []string
	for _, t := range s {
		out = append(out, t.Codes...)
	}
	return out
}

// Comparison is a rule's formula for one row or column: Sides[0] Ops[0]
// Sides[1] and so on.
type Comparison struct {
	// Subject names what it was applied to: the row or column code that {r} or
	// {c} stands for, the code that * stands for, or the first code.
	Subject string
	Sides   []Sum
	Ops     []string // "=", "<=", ">=" or BothZero
}

// BothZero is the operator of (a = 0) = (b = 0): both sides are zero or
// neither is.
const BothZero = "(=0)"

// ParseSum reads a sum and expands it for the edition. An empty text is a
// Sum without terms; a code that the edition lacks is an error.
func ParseSum(text string, e *Edition) (Sum, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	templates, err := parseTerms(text)
	if err != nil {
		return nil, err
	}
	return expandSum(templates, e, binding{})
}

// ParseRule reads a rule's formula and expands it for the edition: one
// Comparison for each row, column or code it applies to, in the form's order.
func ParseRule(text string, e *Edition) ([]Comparison, error) {
	var out []Comparison
	for part := range strings.SplitSeq(text, ";") {
		rule, err := parseComparison(part)
		if err != nil {
			return nil, err
		}
		found := 0
		for _, b := range rule.bindings(e) {
			c, err := rule.expand(e, b)
			if err != nil {
				if b.free() {
					return nil, err
				}
				continue // a row for which not all codes exist
			}
			out = append(out, c)
			found++
		}
		if found == 0 {
			return nil, fmt.Errorf("formula %q: fits nothing in edition %s", strings.TrimSpace(part), e.ID)
		}
	}
	return out, nil
}

// template is a term before expansion.
type template struct {
	negative, previous bool
	over               string // "sum(" or "max(" where the code is a pattern of several
	constant           int64
	code               string // empty for a constant
}

type comparison struct {
	text  string
	sides [][]template
	ops   []string
}

// binding is what the variables stand for.
type binding struct{ row, column, star string }

func (b binding) free() bool { return b == binding{} }

func (b binding) apply(code string) string {
	code = strings.ReplaceAll(code, "{r}", b.row)
	code = strings.ReplaceAll(code, "{c}", b.column)
	if b.star != "" {
		code = strings.ReplaceAll(code, "*", b.star)
	}
	return code
}

func parseComparison(text string) (comparison, error) {
	c := comparison{text: strings.TrimSpace(text)}
	rest := c.text
	if left, right, ok := cutBothZero(rest); ok {
		rest = left + BothZero + right
	}
	for {
		side, op, after := cutOperator(rest)
		terms, err := parseTerms(side)
		if err != nil {
			return c, err
		}
		c.sides = append(c.sides, terms)
		if op == "" {
			break
		}
		c.ops = append(c.ops, op)
		rest = after
	}
	if len(c.ops) == 0 {
		return c, fmt.Errorf("formula %q: no comparison", c.text)
	}
	return c, nil
}

func cutOperator(text string) (side, op, after string) {
	at, length := -1, 0
	for _, o := range []string{BothZero, "<=", ">=", "="} {
		if i := strings.Index(text, o); i >= 0 && (at < 0 || i < at) {
			at, length = i, len(o)
		}
	}
	if at < 0 {
		return text, "", ""
	}
	return text[:at], text[at : at+length], text[at+length:]
}

// cutBothZero takes the two sides out of (a = 0) = (b = 0).
func cutBothZero(text string) (left, right string, ok bool) {
	const between, end = "= 0) = (", "= 0)"
	inner, open := strings.CutPrefix(text, "(")
	inner, closed := strings.CutSuffix(inner, end)
	left, right, ok = strings.Cut(inner, between)
	return left, right, ok && open && closed
}

func parseTerms(text string) ([]template, error) {
	var out []template
	negative, want := false, true
	for _, word := range strings.Fields(text) {
		if !want {
			if word != "+" && word != "-" {
				return nil, fmt.Errorf("expression %q: %q where + or - should be", text, word)
			}
			negative, want = word == "-", true
			continue
		}
		t := template{negative: negative}
		if n, err := strconv.ParseInt(word, 10, 64); err == nil {
			t.constant = n
		} else {
			t.over, t.code = cutFunction(word)
		}
		t.code, t.previous = cutPrevious(t.code)
		if strings.ContainsAny(t.code, "()") {
			return nil, fmt.Errorf("expression %q: cannot read %q", text, word)
		}
		out = append(out, t)
		want = false
	}
	if want {
		return nil, fmt.Errorf("expression %q: an operand is missing", text)
	}
	return out, nil
}

// cutFunction splits sum(…) and max(…) from the codes that they are over.
func cutFunction(word string) (name, code string) {
	for _, f := range []string{"sum(", "max("} {
		if inner, ok := strings.CutPrefix(word, f); ok {
			return f, strings.TrimSuffix(inner, ")")
		}
	}
	return "", word
}

func cutPrevious(code string) (string, bool) { return strings.CutPrefix(code, "prev.") }

// bindings lists what the formula's variables may stand for in the edition.
func (c comparison) bindings(e *Edition) []binding {
	var pattern string // the first code with a variable outside a sum
	for _, side := range c.sides {
		for _, t := range side {
			if pattern == "" && (strings.Contains(t.code, "{") || strings.Contains(t.code, "*") && t.over == "") {
				pattern = t.code
			}
		}
	}
	if pattern == "" {
		return []binding{{}}
	}
	var out []binding
	for _, t := range e.Tables {
		for _, cell := range t.Cells {
			if b, ok := bind(pattern, cell.Code); ok && !slices.Contains(out, b) {
				out = append(out, b)
			}
		}
	}
	return out
}

// bind matches a code with a pattern that holds one variable.
func bind(pattern, code string) (binding, bool) {
	for _, name := range []string{"{r}", "{c}", "*"} {
		before, after, ok := strings.Cut(pattern, name)
		if !ok {
			continue
		}
		value, ok := strings.CutPrefix(code, before)
		if !ok || !strings.HasSuffix(value, after) || len(value) <= len(after) {
			return binding{}, false
		}
		value = strings.TrimSuffix(value, after)
		switch {
		case name == "{r}":
			return binding{row: value}, true
		case strings.Contains(value, "."):
			return binding{}, false
		case name == "{c}":
			return binding{column: value}, true
		}
		return binding{star: value}, true
	}
	return binding{}, false
}

func (c comparison) expand(e *Edition, b binding) (Comparison, error) {
	out := Comparison{Ops: c.ops}
	for _, side := range c.sides {
		s, err := expandSum(side, e, b)
		if err != nil {
			return out, fmt.Errorf("formula %q: %w", c.text, err)
		}
		out.Sides = append(out.Sides, s)
	}
	out.Subject = c.subject(b, out)
	return out, nil
}

func (c comparison) subject(b binding, out Comparison) string {
	for _, side := range c.sides {
		for _, t := range side {
			switch {
			case b.column != "" && strings.Contains(t.code, "{c}"):
				table, _, _ := strings.Cut(t.code, ".")
				return table + "." + b.column
			case b.row != "" && strings.Contains(t.code, "{r}"):
				before, _, _ := strings.Cut(t.code, "{r}")
				return before + b.row
			case b.star != "" && strings.Contains(t.code, "*") && t.over == "":
				return b.apply(t.code)
			}
		}
	}
	for _, side := range out.Sides {
		for _, t := range side {
			if len(t.Codes) > 0 && !t.Max { // which one is the largest says nothing of the rule
				return t.Codes[0]
			}
		}
	}
	return ""
}

func expandSum(templates []template, e *Edition, b binding) (Sum, error) {
	out := make(Sum, 0, len(templates))
	for _, t := range templates {
		term := Term{Negative: t.negative, Constant: t.constant, Previous: t.previous}
		switch {
		case t.code == "":
		case t.over != "":
			pattern := b.apply(t.code)
			term.Codes = e.matching(pattern)
			if len(term.Codes) == 0 {
				return nil, fmt.Errorf("cells %q: none in edition %s", pattern, e.ID)
			}
			if term.Max = t.over == "max("; !term.Max {
				before, after, _ := strings.Cut(pattern, "*")
				term.Alternate = strings.TrimSuffix(before, ".") + after
			}
		default:
			code := b.apply(t.code)
			if e.Cell(code) == nil {
				return nil, fmt.Errorf("code %q: not in edition %s", code, e.ID)
			}
			term.Codes = []string{code}
		}
		out = append(out, term)
	}
	return out, nil
}

// matching returns the codes that fit a pattern with one *.
func (e *Edition) matching(pattern string) []string {
	var out []string
	for _, t := range e.Tables {
		for _, c := range t.Cells {
			if _, ok := bind(pattern, c.Code); ok {
				out = append(out, c.Code)
			}
		}
	}
	return out
}
