package check

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// longSum is the number of operands above which a sum shows only those that
// are not zero, and says so.
const longSum = 4

// operand is one cell or number of an equation.
type operand struct {
	cell     *form.Cell   // nil for a number
	figure   *data.Figure // nil where the report does not hold the cell
	value    int64
	negative bool
	from     *figures // the report of the year before; nil: this one
	largest  bool     // of several cells, of which it is the largest
}

// previous reports whether the operand is of the year before.
func (o operand) previous() bool { return o.from != nil }

// operands lists each side's operands, as this report prints them.
func (q *inquiry) operands(c *comparison) [][]operand {
	out := make([][]operand, len(c.Sides))
	for side, sum := range c.Sides {
		for _, t := range sum {
			if len(t.Codes) == 0 {
				out[side] = append(out[side], operand{value: t.Constant, negative: t.Negative})
			}
			for _, f := range q.asked(t) {
				out[side] = append(out[side], q.termOperands(c, t, f)...)
			}
		}
	}
	return out
}

// termOperands are a term's operands in one report.
func (q *inquiry) termOperands(c *comparison, t form.Term, f *figures) []operand {
	var out []operand
	for _, code := range q.codes(t) {
		n, _ := f.at(code)
		o := operand{cell: form.CellOf(c.edition, code), figure: f.byCode[code], value: n, negative: t.Negative, largest: t.Max}
		if t.Previous {
			o.from = f
		}
		if t.Max && len(out) > 0 {
			if n > out[0].value {
				out[0] = o
			}
			continue
		}
		out = append(out, o)
	}
	return out
}

// equation writes a comparison that failed with its numbers: 新收 3119 ＋
// 上年结转 34 ≠ 总计 3050 ＋ 结转下年度 104（差 1）.
func (q *inquiry) equation(i *instance) string {
	var b strings.Builder
	b.WriteString(i.prefix())
	sides := q.operands(i.comparison)
	var notes []string
	for n, side := range sides {
		if n > 0 {
			b.WriteString(" " + relation(i, n-1) + " ")
		}
		if i.side(&b, side) {
			notes = append(notes, "其余为0")
		}
	}
	notes = append(slices.Compact(notes), i.difference(sides)...)
	notes = append(notes, q.remarks(i.comparison, slices.Concat(sides...))...)
	if len(notes) > 0 {
		b.WriteString("（" + strings.Join(notes, "；") + "）")
	}
	return b.String()
}

// prefix names the row or column that all operands share; the total column
// needs no name.
func (c *comparison) prefix() string {
	name := c.subjectName()
	if name == "" || c.column == totalColumn || c.row != "" && c.column != "" {
		return ""
	}
	return name + "："
}

// subjectName is the short name of the row or column that the comparison is
// about; empty where it is about neither.
func (c *comparison) subjectName() string {
	codes := c.Sides[0].Codes()
	if len(codes) == 0 {
		return ""
	}
	cell := form.CellOf(c.edition, codes[0])
	switch {
	case c.row != "" && c.column != "":
		return cell.Short()
	case c.row != "":
		return cell.Row.Short
	case c.column != "" && form.CellOf(c.edition, c.Subject) == nil:
		return cell.Column.Short
	}
	return "" // a formula of single cells, such as C-1
}

// label names an operand as far as the prefix does not.
func (c *comparison) label(o operand) string {
	name := o.cell.Short()
	switch {
	case c.row != "" && c.column != "":
	case c.row != "":
		name = o.cell.Column.Short
	case c.column != "":
		name = o.cell.Row.Short
	}
	switch {
	case o.largest:
		name += "（最多的一项）"
	case o.previous() && o.from.agency != "":
		name = "上年" + o.from.agency + "报告" + name
	case o.previous():
		name = "上年报告" + name
	}
	return name
}

// side writes one side and reports whether zeros were left out.
func (i *instance) side(b *strings.Builder, side []operand) bool {
	shown := side
	if len(side) > longSum {
		shown = slices.DeleteFunc(slices.Clone(side), func(o operand) bool { return o.value == 0 })
	}
	if len(shown) == 0 {
		b.WriteString("各项之和 0")
		return false
	}
	for n, o := range shown {
		switch {
		case n > 0 && o.negative:
			b.WriteString(" － ")
		case n > 0:
			b.WriteString(" ＋ ")
		case o.negative:
			b.WriteString("－")
		}
		if o.cell == nil {
			b.WriteString(form.Format(o.value, form.Count))
			continue
		}
		b.WriteString(i.label(o) + " " + amount(o.value, o.cell.Measure))
	}
	return len(shown) < len(side)
}

// relation is how the sides do stand to each other.
func relation(i *instance, at int) string {
	op := i.Ops[at]
	if at != i.at {
		return map[string]string{"=": "＝", "<=": "≤", ">=": "≥"}[op]
	}
	return map[string]string{"=": "≠", "<=": "＞", ">=": "＜", form.BothZero: "而"}[op]
}

// difference says by how much the sides differ; against a plain number, what
// the operands come to.
func (i *instance) difference(sides [][]operand) []string {
	if i.Ops[i.at] == form.BothZero {
		return nil
	}
	left, right := sides[i.at], sides[i.at+1]
	measure := form.Count
	for _, o := range slices.Concat(left, right) {
		if o.cell != nil {
			measure = o.cell.Measure
			break
		}
	}
	if len(right) == 1 && right[0].cell == nil {
		if len(left) == 1 {
			return nil
		}
		return []string{"合计 " + amount(i.sums[i.at], measure)}
	}
	return []string{"差 " + amount(max(i.diff(), -i.diff()), measure)}
}

// remarks says what the equation stands on beside read figures.
func (q *inquiry) remarks(c *comparison, all []operand) []string {
	var out, doubtful []string
	var corrected []string
	blank := false
	for _, o := range all {
		if o.figure == nil {
			continue
		}
		blank = blank || o.figure.State == data.Blank
		if o.figure.Corrected {
			corrected = append(corrected, c.label(o))
		}
		if o.figure.State == data.Doubtful {
			doubtful = append(doubtful, c.label(o))
		}
	}
	if blank {
		out = append(out, "空白格按0计")
	}
	if len(corrected) > 0 {
		out = append(out, "含更正："+some(corrected, "项"))
	}
	if len(doubtful) > 0 {
		out = append(out, "含存疑："+some(doubtful, "项"))
	}
	return out
}

// broken makes the finding of a cause.
func (q *inquiry) broken(c cause) data.Finding {
	first := c.instances[0]
	f := data.Finding{Rule: first.rule.ID, Subject: first.Subject, Severity: q.severity(first.rule), Title: first.rule.Title}
	var hash fingerprint
	parts := make([]string, 0, len(c.instances)+1)
	for n, i := range c.instances {
		if n > 0 && i.rule.ID == first.rule.ID && i.column == totalColumn {
			parts = append(parts, totalToo(i, nil))
		} else {
			parts = append(parts, q.equation(i))
		}
		f.Codes = q.mark(f.Codes, &hash, i)
	}
	for _, t := range c.totals {
		parts = append(parts, totalToo(t.total, t.columns))
		f.Codes = q.mark(f.Codes, &hash, t.total)
	}
	if cell := form.CellOf(first.edition, c.suspect); cell != nil {
		text := "疑为“" + cellName(cell) + "”一格有误"
		if c.carried {
			text += "，合计随之有误"
		}
		parts = append(parts, text)
	}
	f.Text = strings.Join(parts, "；")
	f.Fingerprint = hash.String()
	return f
}

// totalToo says that the total column is wrong by what its columns are.
func totalToo(total *instance, columns []*instance) string {
	text := "总计列由此也差 " + amount(max(total.diff(), -total.diff()), form.Count)
	if len(columns) < 2 {
		return text
	}
	var names []string
	for _, c := range columns {
		names = append(names, c.subjectName())
	}
	return text + "（" + strings.Join(names, "、") + "各列之差的和）"
}

// mark adds an instance's cells to the codes of a finding and its operands
// to the fingerprint.
func (q *inquiry) mark(codes []string, hash *fingerprint, i *instance) []string {
	hash.add(i.rule.ID, i.edition)
	for _, o := range slices.Concat(q.operands(i.comparison)...) {
		if o.cell == nil {
			continue
		}
		hash.figure(o.figure)
		if !o.previous() && !slices.Contains(codes, o.cell.Code) {
			codes = append(codes, o.cell.Code)
		}
	}
	return codes
}

// unknown makes one finding for each rule that could not be checked in a
// table. It is a hint, since the cells that are missing or unreadable are
// errors of their own; a warning where they are in the report of the year
// before, which nothing else here tells of.
func (q *inquiry) unknown(s *sheet, all []instance) []data.Finding {
	var out []data.Finding
	for n := range all {
		rule := all[n].rule
		if all[n].verdict != uncheckable || slices.ContainsFunc(all[:n], func(i instance) bool { return i.verdict == uncheckable && i.rule.ID == rule.ID }) {
			continue
		}
		f := data.Finding{Rule: rule.ID, Subject: s.Name, Severity: data.Info, Title: rule.Title, Uncheckable: true}
		var hash fingerprint
		var subjects []string
		var why lack
		for m := range all[n:] {
			i := &all[n+m]
			if i.verdict != uncheckable || i.rule.ID != rule.ID {
				continue
			}
			if name := i.subjectName(); name != "" {
				subjects = append(subjects, name)
			}
			f.Codes = q.mark(f.Codes, &hash, i)
			why.add(q, i.comparison)
		}
		if why.previous {
			f.Severity = data.Warning
		}
		f.Text = some(subjects, "项") + "无法核对：" + why.text(s)
		f.Fingerprint = hash.String()
		out = append(out, f)
	}
	return out
}

// lack gathers the cells for want of which rules could not be checked.
type lack struct {
	missing, unreadable, before []string
	previous                    bool
}

func (l *lack) add(q *inquiry, c *comparison) {
	for _, o := range slices.Concat(q.operands(c)...) {
		switch {
		case o.cell == nil:
		case o.previous():
			l.addPrevious(q, c, o)
		default:
			if _, s := q.own.at(o.cell.Code); s != unknown {
				continue
			}
			list := &l.missing
			if o.figure != nil && o.figure.State != data.Missing {
				list = &l.unreadable
			}
			if !slices.Contains(*list, o.cell.Code) {
				*list = append(*list, o.cell.Code)
			}
		}
	}
}

func (l *lack) addPrevious(q *inquiry, c *comparison, o operand) {
	_, s := q.operandAt(o.from, o.cell.Code)
	if s != unknown {
		return
	}
	l.previous = true
	text := c.label(o)
	switch _, s := o.from.at(o.cell.Code); {
	case s == blankTotal && o.from.values().At(o.cell.Code).Counts:
		text += "未填（按分项计算为 " + amount(o.from.values().At(o.cell.Code).N, o.cell.Measure) + "）"
	case s == blankTotal || s == unfilled:
		text += "未填"
	case o.figure != nil && o.figure.State != data.Missing:
		text += "无法识别"
	default:
		text += "未找到"
	}
	l.before = append(l.before, text)
}

func (l *lack) text(s *sheet) string {
	var parts []string
	if len(l.missing) > 0 {
		parts = append(parts, "未找到"+s.names(l.missing))
	}
	if len(l.unreadable) > 0 {
		parts = append(parts, "无法识别"+s.names(l.unreadable))
	}
	return strings.Join(append(parts, l.before...), "；")
}
