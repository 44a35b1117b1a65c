package variation

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

func digits(n int64) string { return strconv.FormatInt(n, 10) }

func indent(level int) string { return strings.Repeat("　　", level) }

// begins reports whether the printed label is the group's: in the 2014 table a
// row's label with a remark also heads a group.
func begins(printed, group string) bool { return strings.HasPrefix(printed, group) }

// fill gives every cell a number that no other has, of one to eight digits;
// some cells are 0, some blank, and changes go down as often as up.
func (d *draft) fill() {
	used := map[int64]bool{}
	for _, t := range d.edition.Tables {
		for _, c := range t.Cells {
			f := d.figures[c.Code]
			chance := d.IntN(100)
			n := d.fresh(used)
			switch {
			case chance < 6:
				f.State, f.Value, f.Raw = data.Blank, 0, ""
				continue
			case chance < 18:
				n = 0
			case c.Measure == form.Delta && chance%2 == 0:
				n = -n
			}
			if c.Measure == form.Amount {
				n *= data.FenPerWan / 100
			}
			d.set(f, c, n)
		}
	}
}

// fresh draws a number that was not drawn before.
func (d *draft) fresh(used map[int64]bool) int64 {
	for {
		most := int64(10)
		for range d.IntN(8) {
			most *= 10
		}
		if n := 1 + d.Int64N(most-1); !used[n] {
			used[n] = true
			return n
		}
	}
}

// set makes the figure a plain printed number.
func (d *draft) set(f *data.Figure, c *form.Cell, n int64) {
	f.State, f.Value, f.Raw, f.Doubt = data.Read, n, plain(c, n), data.DoubtNone
}

// plain prints counts as digits, amounts in 万元 with two decimals and with
// their unit where the form has none beside the cell.
func plain(c *form.Cell, n int64) string {
	if c.Measure != form.Amount {
		return digits(n)
	}
	hundredths := n / (data.FenPerWan / 100)
	text := fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
	if n != 0 && !statesUnit(c) {
		text += c.Unit
	}
	return text
}

func statesUnit(c *form.Cell) bool {
	return c.Column.Code == "" || strings.Contains(c.Column.Label(), c.Unit)
}

// put prints another text for the figure in its box.
func put(b *box, f *data.Figure, text string) { b.text, f.Raw = text, text }

// isPlain reports whether the box still shows what set printed.
func isPlain(b *box, f *data.Figure, c *form.Cell) bool {
	return f.State == data.Read && b.text == plain(c, f.Value)
}

// numbers rewrites every plain number of the measure that chance chooses.
func (d *draft) numbers(m form.Measure, percent int, write func(b *box, f *data.Figure)) {
	d.each(func(b *box, f *data.Figure, c *form.Cell) {
		if c.Measure == m && isPlain(b, f, c) && d.IntN(100) < percent {
			write(b, f)
		}
	})
}

// annotated numbers are 22（其中修订16件）: read, and a person must look.
func annotated(d *draft) {
	d.numbers(form.Count, 8, func(b *box, f *data.Figure) {
		if f.Value > 0 {
			f.State = data.Doubtful
			put(b, f, fmt.Sprintf("%s（其中修订%d件）", b.text, f.Value/2))
		}
	})
}

func signed(d *draft) {
	d.numbers(form.Delta, 100, func(b *box, f *data.Figure) {
		n := digits(max(f.Value, -f.Value))
		switch {
		case f.Value < 0:
			put(b, f, pick(d, "减少", "减", "-", "－", "↓")+n)
		case f.Value > 0:
			put(b, f, pick(d, "增加", "增", "+", "＋", "")+n)
		}
	})
}

func pick(d *draft, words ...string) string { return words[d.IntN(len(words))] }

func fullWidth(d *draft) {
	d.numbers(form.Count, 100, func(b *box, f *data.Figure) {
		put(b, f, strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r - '0' + '０'
			}
			return r
		}, b.text))
	})
}

func thousands(d *draft) {
	comma := pick(d, ",", "，")
	d.numbers(form.Count, 100, func(b *box, f *data.Figure) {
		text := b.text
		for i := len(text) - 3; i > 0; i -= 3 {
			text = text[:i] + comma + text[i:]
		}
		put(b, f, text)
	})
}

// zeroMarks writes noughts as officials do.
func zeroMarks(d *draft) {
	mark := pick(d, "/", "—", "－", "-", "无", "00", "――", "\\")
	d.each(func(b *box, f *data.Figure, c *form.Cell) {
		if f.Value == 0 && f.State == data.Read {
			put(b, f, mark)
		}
	})
}

// units follow their numbers: 12件, 75.77万元, 251000元.
func units(d *draft) {
	d.each(func(b *box, f *data.Figure, c *form.Cell) {
		switch {
		case !isPlain(b, f, c):
		case c.Measure == form.Count:
			put(b, f, b.text+pick(d, c.Unit, " "+c.Unit, "（"+c.Unit+"）"))
		case c.Measure == form.Amount && f.Value != 0:
			if d.IntN(2) == 0 {
				put(b, f, fmt.Sprintf("%d元", f.Value/(data.FenPerWan/10_000)))
			} else {
				put(b, f, strings.TrimSuffix(b.text, "万元")+"万元")
			}
		}
	})
}

// rubbish stands in some cells: none of it is a number that the cell can hold.
func rubbish(d *draft) {
	d.numbers(form.Count, 6, func(b *box, f *data.Figure) {
		n := b.text
		if f.Value == 0 {
			return
		}
		f.State, f.Value = data.Unreadable, 0
		put(b, f, pick(d, n+"项左右", n+"O", "l"+n, "#REF!", n+"e3", "-"+n, n+".5", "约"+n, n+"-"+n, "*"+n, "（见附件）", "待统计"))
	})
}

// yuan prints amounts in 元 under a header, or below a caption, that says so.
func yuan(d *draft) {
	d.relabel = append(d.relabel, func(l label) string { return strings.ReplaceAll(l.text, "单位：万元", "单位：元") })
	d.eachAmount(func(f *data.Figure) {
		if f.State == data.Read && f.Value != 0 {
			f.Raw = fmt.Sprintf("%d.%02d", f.Value/100, f.Value%100)
		}
	})
}

func yuanCaption(d *draft) {
	if d.edition.ID == "2019" {
		if i := d.index("t2"); i >= 0 {
			d.insert(i, "单位：元")
		}
	}
}

func (d *draft) eachAmount(do func(f *data.Figure)) {
	for _, t := range d.edition.Tables {
		for _, c := range t.Cells {
			if c.Measure == form.Amount {
				do(d.figures[c.Code])
			}
		}
	}
}

// blankTotals leaves the column 总计 of table 3 empty.
func blankTotals(d *draft) {
	for code, f := range d.figures {
		if strings.HasPrefix(code, "t3.") && strings.HasSuffix(code, ".total") && !f.Extra && f.State != data.Missing {
			f.State, f.Value, f.Raw = data.Blank, 0, ""
		}
	}
}

// emptyForm leaves every cell blank.
func emptyForm(d *draft) {
	for _, f := range d.figures {
		f.State, f.Value, f.Raw = data.Blank, 0, ""
	}
}

// otherAsOneRow prints （六）其他处理 of a 2021 report as one row: its three
// rows are not stated, and the row of the edition before it holds the value.
func otherAsOneRow(d *draft) {
	old := form.ByID("2019").Table("t3")
	at := slices.IndexFunc(old.Rows, func(r *form.Row) bool { return r.Code == "t3.other" })
	row := old.Rows[at]
	first := slices.IndexFunc(d.rows["t3"], func(r *form.Row) bool { return strings.HasPrefix(r.Code, "t3.other.") })
	if first < 0 {
		return
	}
	for _, c := range row.Columns {
		f := &data.Figure{Code: cellCode(row, c), State: data.Read, Extra: true}
		for _, part := range []string{"uncorrected", "unpaid", "else"} {
			f.Value += d.figures["t3.other."+part+"."+c.Code].Value
		}
		f.Raw = digits(f.Value)
		d.figures[f.Code] = f
	}
	d.rows["t3"] = slices.Insert(d.rows["t3"], first, row)
	for _, part := range []string{"uncorrected", "unpaid", "else"} {
		d.drop("t3", "t3.other."+part)
	}
}
