package aggregate

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data/form"
)

// Marks of cells without a number.
const (
	notKnown    = "—"
	notAdditive = "不可加"
)

// Text is how a cell is shown: digits as they are, amounts in 万元, rates as
// 61.4%, — where nothing is known or a rate has nothing to divide by, and
// 不可加 where agencies must not be added. Marks such as 计算值 are Note's.
func Text(c Cell) string {
	if text := CSVText(c); text != "" && c.rate() {
		return text + "%"
	} else if text != "" || c.Kind != TotalCell {
		return text
	}
	if c.Total.NotAdditive {
		return notAdditive
	}
	return notKnown
}

// CSVText is the cell in a file: the same digits without a unit, and nothing
// where nothing is known.
func CSVText(c Cell) string {
	switch {
	case c.Kind == TextCell:
		return c.Text
	case c.Kind == NumberCell:
		return strconv.FormatInt(c.N, 10)
	case !c.Total.Known || c.Rate && c.Total.D <= 0:
		return ""
	case c.Rate:
		return permille(c.Total.N, c.Total.D)
	case c.Total.Half:
		return c.half()
	case c.Amount:
		return form.Format(c.Total.N, form.Amount)
	}
	return strconv.FormatInt(c.Total.N, 10)
}

// Note says on what a total stands where that is not simply everything, and
// why there is none where it is not known; empty for a plain number.
func Note(t Total) string {
	var out []string
	switch {
	case t.NotAdditive:
		return "不可加"
	case t.NoReport:
		return "无年报"
	case !t.Known && t.State.Valid():
		return t.State.Label()
	}
	if t.Of > 1 && t.Stated < t.Of {
		out = append(out, fmt.Sprintf("%d/%d家", t.Stated, t.Of))
	}
	if t.Doubtful > 0 {
		out = append(out, fmt.Sprintf("含存疑%d项", t.Doubtful))
	}
	if t.Corrected > 0 {
		out = append(out, fmt.Sprintf("含更正%d项", t.Corrected))
	}
	if t.Computed > 0 {
		out = append(out, fmt.Sprintf("含计算值%d项", t.Computed))
	}
	return strings.Join(out, "，")
}

// Signed is Text with a sign before it, for what is added or taken away: ＋2,
// －3, and 0 as it is.
func Signed(c Cell) string {
	text := Text(c)
	rest, minus := strings.CutPrefix(text, "-")
	switch {
	case c.Kind != TotalCell || !c.Total.Known || c.Total.N == 0:
		return text
	case minus:
		return "－" + rest
	}
	return "＋" + text
}

func (c Cell) rate() bool { return c.Kind == TotalCell && c.Rate }

// half writes N and a half. Half a 分 is beyond what 万元 shows.
func (c Cell) half() string {
	n := c.Total.N
	switch {
	case c.Amount:
		return form.Format(n, form.Amount)
	case n == -1:
		return "-0.5"
	case n < 0:
		return strconv.FormatInt(n+1, 10) + ".5"
	}
	return strconv.FormatInt(n, 10) + ".5"
}

// permille is n/d in percent with one decimal, rounded half away from 0. d
// is above 0.
func permille(n, d int64) string {
	const plain = 1 << 50 // up to here nothing below overflows
	if n >= 0 && n < plain && d < plain {
		q := (2000*n + d) / (2 * d)
		return strconv.FormatInt(q/10, 10) + "." + strconv.FormatInt(q%10, 10)
	}
	return tenths(new(big.Rat).Mul(big.NewRat(n, 1), big.NewRat(100, d)))
}

// tenths writes a ratio with one decimal, rounded half away from 0.
func tenths(r *big.Rat) string {
	text := r.FloatString(1)
	if text == "-0.0" {
		return "0.0"
	}
	return text
}

// Percent is a rate for a chart, the only place where it is a float; false
// where it is not known or has nothing to divide by.
func (t Total) Percent() (float64, bool) {
	if !t.Known || t.D <= 0 {
		return 0, false
	}
	return 100 * float64(t.N) / float64(t.D), true
}

func textCell(text string) Cell { return Cell{Kind: TextCell, Text: text} }

func numberCell(n int) Cell { return Cell{Kind: NumberCell, N: int64(n)} }

// itemCell is an item's total in a table.
func itemCell(i *Item, t Total) Cell {
	return Cell{Kind: TotalCell, Total: t, Amount: i.Amount(), Rate: i.Rate()}
}

// sides are the two numbers of a rate, which stand in tables beside it.
func sides(t Total) (n, d Cell) {
	n, d = Cell{Kind: TotalCell, Total: t}, Cell{Kind: TotalCell, Total: t}
	n.Total.D, d.Total.N, d.Total.D = 0, t.D, 0
	return n, d
}
