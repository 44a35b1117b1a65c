package handout

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// checks writes 勾稽核对: a line for each equation of the rules, both sides as
// formulas over the tables. It returns the number of lines.
func (b *workbook) checks() (int, error) {
	if _, err := b.NewSheet(checkSheet); err != nil {
		return 0, err
	}
	for i, text := range []string{"规则", "应当", "左边", "右边", "差", "结果"} {
		ref, err := excelize.CoordinatesToCellName(i+1, 1)
		if err == nil {
			err = b.put(checkSheet, ref, text, b.styles.label)
		}
		if err != nil {
			return 0, err
		}
	}
	row := 1
	for _, t := range b.tables() {
		for _, x := range b.equations[t.Name] {
			for i := range x.Ops {
				row++
				if err := b.check(row, x, i); err != nil {
					return 0, fmt.Errorf("rule %s: %w", x.Rule.ID, err)
				}
			}
		}
	}
	return row - 1, b.finishChecks(row)
}

// check writes one comparison: the operator at i with the sides beside it.
func (b *workbook) check(row int, x equation, i int) error {
	line := strconv.Itoa(row)
	if err := b.put(checkSheet, "A"+line, x.Rule.ID, b.styles.text); err != nil {
		return err
	}
	text := x.Rule.Title + "：" + b.sentence(x.Sides[i]) + symbol(x.Ops[i]) + b.sentence(x.Sides[i+1])
	if err := b.put(checkSheet, "B"+line, text, b.styles.text); err != nil {
		return err
	}
	if err := b.SetRowHeight(checkSheet, row, lineHeight(text, checkWidth)); err != nil {
		return err
	}
	if !x.known {
		return b.put(checkSheet, "F"+line, "无上年数据", b.styles.text)
	}
	leftRefs, left := b.sum(x.Sides[i], checkSheet, x.before[i])
	rightRefs, right := b.sum(x.Sides[i+1], checkSheet, x.before[i+1])
	bad := "不平"
	if x.Rule.Severity != data.Error {
		bad = "请说明"
	}
	refs := append(leftRefs, rightRefs...)
	holds := fmt.Sprintf("C%s%sD%s", line, x.Ops[i], line)
	if x.Ops[i] == form.BothZero {
		holds = fmt.Sprintf("(C%s=0)=(D%s=0)", line, line)
	}
	for _, f := range []struct{ ref, formula string }{
		{"C" + line, left}, {"D" + line, right}, {"E" + line, fmt.Sprintf("C%s-D%s", line, line)},
		{"F" + line, fmt.Sprintf(`IF(COUNT(%s)=0,"未填",IF(%s,"通过","%s"))`, strings.Join(refs, ","), holds, bad)},
	} {
		if err := b.SetCellFormula(checkSheet, f.ref, f.formula); err != nil {
			return err
		}
	}
	return b.SetCellStyle(checkSheet, "C"+line, "F"+line, b.styles.number)
}

func symbol(op string) string {
	switch op {
	case "<=":
		return "≤"
	case ">=":
		return "≥"
	case form.BothZero:
		return "（同为0或同不为0）"
	}
	return op
}

// sum writes a sum as a formula for a sheet, and the cells that it refers to.
// before is what its operands of the year before come to. SUM takes a total
// that is still empty as nothing, where + would fail.
func (b *workbook) sum(s form.Sum, sheet string, before int64) (refs []string, formula string) {
	var plus, minus []string
	for _, t := range s {
		var all []string
		for _, code := range t.Codes {
			all = append(all, b.ref(code, sheet))
		}
		switch {
		case t.Previous:
			continue
		case len(all) == 0 && t.Negative:
			before -= t.Constant
		case len(all) == 0:
			before += t.Constant
		case t.Max:
			plus = append(plus, "MAX("+strings.Join(all, ",")+")")
		case t.Negative:
			minus = append(minus, all...)
		default:
			plus = append(plus, all...)
		}
		refs = append(refs, all...)
	}
	if before != 0 || len(refs) == 0 {
		plus = append(plus, strconv.FormatInt(before, 10))
	}
	if len(plus) > 0 {
		formula = "SUM(" + strings.Join(plus, ",") + ")"
	}
	if len(minus) > 0 {
		formula += "-SUM(" + strings.Join(minus, ",") + ")"
	}
	return refs, formula
}

// ref is a cell of the form as a formula of the sheet names it.
func (b *workbook) ref(code, sheet string) string {
	p := b.at[code]
	if p.sheet == sheet {
		return p.ref
	}
	return p.sheet + "!" + p.ref
}

// sentence words one side of an equation.
func (b *workbook) sentence(s form.Sum) string {
	var out strings.Builder
	for i, t := range s {
		switch {
		case t.Negative:
			out.WriteString("－")
		case i > 0:
			out.WriteString("＋")
		}
		if len(t.Codes) == 0 {
			out.WriteString(strconv.FormatInt(t.Constant, 10))
			continue
		}
		if t.Previous {
			out.WriteString("上年")
		}
		out.WriteString(b.named(t))
	}
	return out.String()
}

// named names a term's cells, many by their first and last.
func (b *workbook) named(t form.Term) string {
	name := func(code string) string {
		if c := b.edition.Cell(code); c != nil {
			return c.Short()
		}
		return code
	}
	text := name(t.Codes[0])
	switch n := len(t.Codes); {
	case n == 2:
		text += "、" + name(t.Codes[1])
	case n > 2:
		text += "至" + name(t.Codes[n-1]) + strconv.Itoa(n) + "项"
	default:
		return text
	}
	if t.Max {
		return "（" + text + "的最大数）"
	}
	return "（" + text + "之和）"
}

// checkWidth is that of the column of equations.
const checkWidth = 90

func (b *workbook) finishChecks(last int) error {
	for col, width := range map[string]float64{"A": 8, "B": checkWidth, "C": 10, "D": 10, "E": 10, "F": 12} {
		if err := b.SetColWidth(checkSheet, col, col, width); err != nil {
			return err
		}
	}
	for _, mark := range []struct {
		word  string
		style int
	}{{"不平", b.styles.bad}, {"请说明", b.styles.warn}, {"通过", b.styles.good}} {
		style := mark.style
		err := b.SetConditionalFormat(checkSheet, fmt.Sprintf("F2:F%d", last), []excelize.ConditionalFormatOptions{
			{Type: "cell", Criteria: "==", Value: `"` + mark.word + `"`, Format: &style},
		})
		if err != nil {
			return err
		}
	}
	if err := b.page(checkSheet); err != nil {
		return err
	}
	return b.SetPanes(checkSheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
}
