package sample

import (
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// habit is how an agency writes numbers.
type habit struct {
	fullWidth bool // １２３
	thousands bool // 5,200
	words     bool // 减少3, where a change is asked for
	plus      bool // +3
}

// habitOf gives a few agencies a hand of their own.
func habitOf(order int) habit {
	return habit{
		fullWidth: order%17 == 9, thousands: order%11 == 7,
		words: order%13 == 6, plus: order%5 == 2,
	}
}

// write prints a value as the agency does.
func (h habit) write(n int64, c *form.Cell) string {
	text := plain(n, c)
	switch {
	case c.Measure == form.Delta && n < 0 && h.words:
		text = "减少" + plain(-n, c)
	case c.Measure == form.Delta && n > 0 && h.words:
		text = "增加" + text
	case c.Measure == form.Delta && n > 0 && h.plus:
		text = "+" + text
	case c.Measure == form.Count && h.thousands:
		text = grouped(text)
	}
	if h.fullWidth && c.Measure == form.Count {
		text = wide(text)
	}
	return text
}

// plain prints counts as digits and amounts with two decimals, with their
// unit where the form has none.
func plain(n int64, c *form.Cell) string {
	if c.Measure != form.Amount {
		return plainCount(n)
	}
	text := plainMoney(n)
	if n != 0 && !printsUnit(c) {
		text += c.Unit
	}
	return text
}

// plainCount prints a whole number, plainMoney base units with two decimals of 万元.
func plainCount(n int64) string { return strconv.FormatInt(n, 10) }

func plainMoney(n int64) string {
	hundredths := n / (data.FenPerWan / 100)
	return plainCount(hundredths/100) + "." + plainCount(100 + hundredths%100)[1:]
}

// printsUnit is true where the form itself says 万元 beside the cell.
func printsUnit(c *form.Cell) bool {
	return c.Column.Code == "" || strings.Contains(c.Column.Label(), c.Unit)
}

func grouped(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

func wide(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r - '0' + '０'
		}
		return r
	}, text)
}

// tables prints the values into the edition's tables.
func tables(v values, e *form.Edition, h habit) []data.Table {
	var out []data.Table
	for _, t := range e.Tables {
		table := data.Table{Name: t.Name, Edition: e.ID, Found: true}
		for _, c := range t.Cells {
			n := v[c.Code]
			table.Figures = append(table.Figures, data.Figure{Code: c.Code, State: data.Read, Value: n, Raw: h.write(n, c)})
		}
		out = append(out, table)
	}
	return out
}

// figure returns the figure with the code for changing, or nil.
func (r *Report) figure(code string) *data.Figure {
	for i := range r.Data.Tables {
		for k := range r.Data.Tables[i].Figures {
			if f := &r.Data.Tables[i].Figures[k]; f.Code == code {
				return f
			}
		}
	}
	return nil
}

// value returns what is read in the cell; ok is false where nothing is.
func (r *Report) value(code string) (n int64, ok bool) {
	f := r.figure(code)
	if f == nil || !f.State.HasValue() {
		return 0, false
	}
	return f.Value, true
}

// set prints another value into a cell.
func (r *Report) set(code string, n int64) {
	f := r.figure(code)
	cell := form.CellOf(r.Data.Edition, code)
	f.State, f.Value, f.Raw, f.Doubt = data.Read, n, plain(n, cell), data.DoubtNone
}

func (r *Report) add(code string, n int64) {
	was, _ := r.value(code)
	r.set(code, was+n)
}

// scrawl prints a text that is no value.
func (r *Report) scrawl(code, raw string, why data.Doubt) {
	f := r.figure(code)
	f.State, f.Value, f.Raw, f.Doubt = data.Unreadable, 0, raw, why
}

// empty leaves the cell blank.
func (r *Report) empty(code string) {
	f := r.figure(code)
	f.State, f.Value, f.Raw, f.Doubt = data.Blank, 0, "", data.DoubtNone
}

// codes lists the report's codes of one table that pass.
func (r *Report) codes(table string, pass func(code string) bool) []string {
	var out []string
	if t := r.Data.Table(table); t != nil {
		for _, f := range t.Figures {
			if pass(f.Code) {
				out = append(out, f.Code)
			}
		}
	}
	return out
}
