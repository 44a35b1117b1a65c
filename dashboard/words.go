package dashboard

import (
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// name is an agency's name as shown in the county's own pages: without the
// county's name before it.
func (v *visit) name(a *data.Agency) string {
	if short := strings.TrimPrefix(a.Name, v.snapshot.Roster().County.Name); short != "" {
		return short
	}
	return a.Name
}

// nameOf is the name for a key; the key itself where the roster lacks it.
func (v *visit) nameOf(key string) string {
	if a := v.snapshot.Agency(key); a != nil {
		return v.name(a)
	}
	return key
}

// fraction is a rate's two numbers: 188/306.
func fraction(t aggregate.Total) string { return fmt.Sprintf("%d/%d", t.N, t.D) }

// signed writes a change as officials do: ＋41, －3, and 0 without a sign.
func signed(text string) string {
	switch {
	case text == "0" || text == "0.0" || text == "0.0%":
		return text
	case strings.HasPrefix(text, "-"):
		return "－" + text[1:]
	}
	return "＋" + strings.TrimPrefix(text, "+")
}

// standing is the badge of a number that does not stand on all agencies:
// 44/47家; empty where it does.
func standing(t aggregate.Total) string {
	if t.Stated >= t.Of || t.NotAdditive {
		return ""
	}
	return fmt.Sprintf("%d/%d家", t.Stated, t.Of)
}

// breakWord says why a line is cut before the year.
func breakWord(year int) string {
	switch year {
	case 2019, 2021:
		return "格式更换"
	}
	return "口径变化"
}

// changeText is the change on the year before on the same agencies:
// 可比口径＋41件，＋15.3%（44家两年都有）. It is empty where no agency states
// both years.
func changeText(i aggregate.Item, c aggregate.Change) string {
	if c.Agencies == 0 || !c.Now.Known || !c.Before.Known {
		return ""
	}
	both := fmt.Sprintf("（%d家两年都有）", c.Agencies)
	if c.Break {
		// A rate of change over two different things would be a wrong figure.
		both = fmt.Sprintf("（%d家两年都有，口径变化，不计算增减率）", c.Agencies)
	}
	if i.Rate() {
		points := c.Points()
		if points == "" {
			return ""
		}
		return "可比口径比上年" + signed(points) + "个百分点" + both
	}
	text := "可比口径" + signed(show(i, c.Difference())) + i.Unit
	if g := c.Growth(); g.Known && !c.Break {
		text += "，" + signed(percent(g))
	}
	return text + both
}
