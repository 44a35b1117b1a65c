package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// pair is a figure with the one of the year before, both with a value.
type pair struct {
	now, then *data.Figure
	cell      *form.Cell
}

// pairs are the cells of a table that have a value in this year's and last
// year's report, one of them not 0; none where there is no one report to compare with.
func (q *inquiry) pairs(s *sheet) []pair {
	before := q.before()
	if before == nil || !s.Found {
		return nil
	}
	var out []pair
	for i := range s.Figures {
		now := &s.Figures[i]
		then := before.byCode[now.Code]
		if then == nil || now.Value == 0 && then.Value == 0 || !comparable(now) || !comparable(then) {
			continue
		}
		if cell := form.CellOf(s.Edition, now.Code); cell != nil {
			out = append(out, pair{now, then, cell})
		}
	}
	return out
}

// comparable reports whether a figure has a value that a cell can hold.
func comparable(g *data.Figure) bool {
	return g.State.HasValue() && -data.MaxAmount <= g.Value && g.Value <= data.MaxAmount
}

// offScale reports whether an amount is a thousand times last year's or a
// thousandth of it: 元 filled in as 万元, or the other way.
func (p pair) offScale() bool {
	const scale = 1000
	a, b := p.now.Value, p.then.Value
	return p.cell.Measure == form.Amount && a > 0 && b > 0 && (a/scale >= b || b/scale >= a)
}

// A wild jump is leastJump times last year's value or more, or that part of
// it or less, and at least leastChange of the cell's unit away from it.
const (
	leastJump   = 5
	leastChange = 20
)

func (p pair) wild() bool {
	a, b := p.now.Value, p.then.Value
	least := int64(leastChange)
	switch p.cell.Measure {
	case form.Delta: // what was added this year says nothing of last year
		return false
	case form.Amount:
		least *= data.FenPerWan
	}
	if a < b {
		a, b = b, a
	}
	return b >= 0 && a-b >= least && a/leastJump >= b && !p.offScale()
}

// text names the cell with both values: 行政许可（本年处理决定数量）上年 5200，本年 520.
func (p pair) text() string {
	return fmt.Sprintf("%s上年 %s，本年 %s", cellName(p.cell), p.shown(p.then), p.shown(p.now))
}

func (p pair) shown(g *data.Figure) string {
	text := amount(g.Value, p.cell.Measure)
	switch {
	case g.State == data.Doubtful:
		text += "（存疑）"
	case g.Corrected:
		text += "（更正）"
	}
	return text
}

// found completes a finding about pairs of figures.
func (s *sheet) foundPairs(id, subject string, found []pair, f data.Finding) data.Finding {
	f.Subject = subject
	hash := fingerprint{parts: []string{id, s.Edition, s.Name}}
	for _, p := range found {
		f.Codes = append(f.Codes, p.now.Code)
		hash.figure(p.now)
		hash.figure(p.then)
	}
	f.Fingerprint = hash.String()
	return f
}

// amountsOffScale reports each amount that was probably filled in in the
// wrong unit.
func amountsOffScale(q *inquiry) []data.Finding {
	var out []data.Finding
	for _, s := range q.sheets {
		for _, p := range q.pairs(s) {
			if !p.offScale() {
				continue
			}
			text := "相差1000倍以上，请核对单位是元还是万元"
			out = append(out, s.foundPairs("A-3", p.now.Code, []pair{p}, data.Finding{Text: p.text() + "，" + text}))
		}
	}
	return out
}

// wildJumps lists the figures of each table that are far from last year's.
// Where a row's total jumps, its columns are marked and not named.
func wildJumps(q *inquiry) []data.Finding {
	var out []data.Finding
	for _, s := range q.sheets {
		found := slices.DeleteFunc(q.pairs(s), func(p pair) bool { return !p.wild() })
		if len(found) == 0 {
			continue
		}
		totals := map[*form.Row]bool{}
		for _, p := range found {
			totals[p.cell.Row] = totals[p.cell.Row] || p.cell.Column.Code == totalColumn
		}
		var named []string
		for _, p := range found {
			if !totals[p.cell.Row] || p.cell.Column.Code == totalColumn {
				named = append(named, p.text())
			}
		}
		text := s.title() + "与上年相差悬殊：" + strings.Join(named[:min(len(named), mostNames)], "；")
		if len(named) > mostNames {
			text += fmt.Sprintf("；等%d处", len(named))
		}
		out = append(out, s.foundPairs("A-9", s.Name, found, data.Finding{Text: text}))
	}
	return out
}

// standing reports whether a figure is a stock, which may well stay the same
// from year to year: documents in force, items of a list, staff.
func standing(code string) bool {
	return code == "t2.normative.in_force" || code == "t2.normative.total" || strings.HasSuffix(code, ".items_last") ||
		strings.HasPrefix(code, "s.office.")
}

// sameFigures reports a report whose every figure is last year's. A report
// with nothing but zeros, stocks and a few small figures may be right; one
// with a figure that is not known cannot be called the same.
func sameFigures(q *inquiry) []data.Finding {
	before := q.before()
	if before == nil {
		return nil
	}
	hash := fingerprint{parts: []string{"A-8"}}
	rows, largest := map[*form.Row]bool{}, int64(0)
	for _, s := range q.sheets {
		for i := range s.Figures {
			g := &s.Figures[i]
			then := before.byCode[g.Code]
			if !s.Found || then == nil || !same(g, then) {
				return nil
			}
			if g.Value == 0 {
				continue
			}
			hash.figure(g)
			if c := form.CellOf(s.Edition, g.Code); c != nil && !standing(g.Code) {
				rows[c.Row], largest = true, max(largest, g.Value)
			}
		}
	}
	if len(rows) == 0 || largest < largeCount && len(rows) < manyRows && !q.sameProse(before) {
		return nil
	}
	text := fmt.Sprintf("全部数据与%d年度报告相同，其中不为0的有%d行，疑为照抄上年", q.year-1, len(rows))
	return []data.Finding{{Subject: "figures", Text: text, Fingerprint: hash.String()}}
}

// A few small figures are the same by chance: one request granted, two
// decisions. They are a copy where one is largeCount, where manyRows rows
// have some, or where the text is a copy, too.
const (
	largeCount = 6
	manyRows   = 6
)

func (q *inquiry) sameProse(before *figures) bool {
	now, ok := problems(q.in.Report)
	then, was := problems(before.report)
	return ok && was && alike(now, then) > sameShare
}

func same(a, b *data.Figure) bool {
	if a.State == data.Blank && b.State == data.Blank {
		return true
	}
	return comparable(a) && comparable(b) && a.Value == b.Value
}

// disputesWithoutRequests reports reviews and lawsuits of an agency that had
// no request, neither this year nor last.
func disputesWithoutRequests(q *inquiry) []data.Finding {
	s := q.sheet("t4")
	before := q.before()
	if s == nil || before == nil {
		return nil
	}
	hash := fingerprint{parts: []string{"T4-2"}}
	var codes, cases []string
	for _, code := range disputeTotals {
		n, known := counted(q.own, code)
		if known && n > 0 {
			codes = append(codes, code)
			cases = append(cases, s.name(code)+" "+amount(n, form.Count))
			hash.figure(q.own.byCode[code])
		}
	}
	if len(cases) == 0 {
		return nil
	}
	f := data.Finding{Subject: "t4", Codes: codes}
	switch now, then := q.own.requests(&hash), before.requests(&hash); max(now, then) {
	case someRequests:
		return nil
	case requestsUnknown:
		f.Text, f.Uncheckable, f.Severity = "无法核对：没有读到申请件数", true, data.Info
	default:
		f.Text = fmt.Sprintf("%s，而本年和上年的新收、上年结转都是0", strings.Join(cases, "、"))
	}
	f.Fingerprint = hash.String()
	return []data.Finding{f}
}

var disputeTotals = []string{"t4.review.total", "t4.direct.total", "t4.after_review.total"}

// What is known of an agency's requests in a year, in the order in which two
// years' answers weigh.
const (
	noRequests = iota
	requestsUnknown
	someRequests
)

func (f *figures) requests(hash *fingerprint) int {
	codes := []string{"t3.new.total", "t3.carried_in.total"}
	if f.byCode["s.received"] != nil {
		codes = []string{"s.received"}
	}
	out := noRequests
	for _, code := range codes {
		hash.figure(f.byCode[code])
		switch n, known := counted(f, code); {
		case n > 0:
			out = max(out, someRequests)
		case !known:
			out = max(out, requestsUnknown)
		}
	}
	return out
}

// counted is a figure as it counts in sums, blank totals computed; known is
// false where there is none.
func counted(f *figures, code string) (n int64, known bool) {
	switch g := f.byCode[code]; {
	case g == nil:
		return 0, false
	case g.State.HasValue():
		return g.Value, comparable(g)
	}
	v := f.values().At(code)
	return v.N, v.Counts
}

// sheet returns the report's table with the name if it was found, or nil.
func (q *inquiry) sheet(name string) *sheet {
	i := slices.IndexFunc(q.sheets, func(s *sheet) bool { return s.Name == name && s.Found })
	if i < 0 {
		return nil
	}
	return q.sheets[i]
}
