package dashboard

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data/form"
)

// compareQuery is what the address of 比较 chooses besides year and scope.
type compareQuery struct {
	item    aggregate.Item
	byValue bool     // by value is the default of a ranking
	chosen  []string // agencies set against the median, official order
}

// comparePage is the body of 比较.
type comparePage struct {
	Empty    *emptyState
	Form     chooser
	Orders   []choice
	Ranking  card
	Chosen   *card // nil where no agency is chosen
	Heat     card
	Multiple multiples
}

func (v *visit) compareQuery() (compareQuery, error) {
	i, err := v.chosenItem()
	if err != nil {
		return compareQuery{}, err
	}
	order, err := v.oneOf("order", "排序", "value", "roster")
	if err != nil {
		return compareQuery{}, err
	}
	chosen, err := v.chosenAgencies()
	return compareQuery{item: i, byValue: order == "value", chosen: chosen}, err
}

// chosenItem is the item of the address, 新收申请 where it names none.
func (v *visit) chosenItem() (aggregate.Item, error) {
	id := v.c.Query("item")
	if id == "" {
		id = "requests.new"
	}
	i, ok := aggregate.ItemByID(id)
	if !ok {
		return i, badQuery("没有名为“%s”的指标，请从列表中选择", id)
	}
	return i, nil
}

// maxChosen bounds the agencies on one chart: more lines cannot be told apart.
const maxChosen = 8

// chosenAgencies are the keys of the address in official order, each once.
func (v *visit) chosenAgencies() ([]string, error) {
	asked := v.c.QueryArray("agency")
	var out []string
	for _, a := range v.snapshot.Roster().Agencies {
		if slices.Contains(asked, a.Key) {
			out = append(out, a.Key)
		}
	}
	for _, key := range asked {
		if key != "" && !slices.Contains(out, key) {
			return nil, badQuery("名单中没有单位“%s”，请从列表中选择", key)
		}
	}
	if len(out) > maxChosen {
		return nil, badQuery("最多同时选%d家单位，现在选了%d家，请去掉一些", maxChosen, len(out))
	}
	return out, nil
}

func (s *Server) compare(v *visit) (answer, error) {
	q, err := v.compareQuery()
	if err != nil {
		return answer{}, err
	}
	title := fmt.Sprintf("%d年度单位比较", v.query.Year)
	if v.snapshot.Reported(v.query) == 0 {
		return answer{title: title, body: comparePage{Empty: v.emptyYear()}}, nil
	}
	body := comparePage{
		Form:     v.chooser(q.item, q.chosen),
		Ranking:  v.rankingCard(q),
		Heat:     v.heatCard(q),
		Multiple: v.multiples(q),
	}
	tables := []*aggregate.Table{body.Ranking.Table, body.Heat.Table}
	if len(q.chosen) > 0 {
		c := v.chosenCard(q)
		body.Chosen = &c
		tables = append(tables, c.Table)
	}
	return answer{title: title, body: body, tables: tables}, nil
}

// rankingCard shows every counting agency as a bar, the median across them.
func (v *visit) rankingCard(q compareQuery) card {
	i := q.item
	total := v.snapshot.Total(i, v.query)
	c := card{
		ID: "ranking", Title: i.Name + "：各单位", Class: "span-12", Style: "bars",
		Subtitle: v.subtitle(i.Unit, v.query), Badges: badges(standing(total)),
		Table: v.snapshot.CompareTable([]aggregate.Item{i}, v.query, q.byValue), CSV: v.file(formatCSV, "compare"),
		Links: []choice{
			{Label: "按数值", Href: v.here("order", ""), On: q.byValue},
			{Label: "按单位序列", Href: v.here("order", "roster"), On: !q.byValue},
		},
	}
	all := v.ordered(i, q.byValue)
	bars := make([]bar, len(all))
	for n, a := range all {
		bars[n] = v.rankingBar(i, a, total, slices.Contains(q.chosen, a.Agency.Key))
	}
	if i.Rate() {
		c.Subtitle += fmt.Sprintf(" · 灰色为分母不足%d，不排名", form.MinRanked)
	}
	c.Size = rowsClass(len(bars))
	c.Option = barChart(c.ID, bars, v.medianLine(i))
	c.Sentence = v.rankingSentence(i, total, all)
	return c
}

// ordered is the counting agencies by value, unknown ones last, or in
// official order.
func (v *visit) ordered(i aggregate.Item, byValue bool) []aggregate.AgencyTotal {
	all := v.snapshot.Agencies(i, v.query)
	if !byValue {
		return all
	}
	// Ranks say the order of what is ranked; the rest keeps official order.
	class := func(a aggregate.AgencyTotal) int {
		if a.Rank > 0 {
			return a.Rank
		}
		if a.Total.Known {
			return len(all) + 1
		}
		return len(all) + 2
	}
	slices.SortStableFunc(all, func(a, b aggregate.AgencyTotal) int { return class(a) - class(b) })
	return all
}

// rankingBar is one agency with its value and, of a sum, its share; of a rate
// its two numbers, and grey where they are too small to rank.
func (v *visit) rankingBar(i aggregate.Item, a aggregate.AgencyTotal, whole aggregate.Total, chosen bool) bar {
	b := bar{Name: v.name(a.Agency), Tip: tooltip(v.name(a.Agency), i, a.Total)}
	b.Value, b.Known = plot(i, a.Total)
	if chosen {
		b.Colour = palette(1)
	}
	switch {
	case !a.Total.Known:
		b.Text = aggregate.Note(a.Total)
		if b.Text == "" {
			b.Text = "—"
		}
		return b
	case i.Rate():
		b.Text = show(i, a.Total) + "　" + fraction(a.Total)
		if a.Rank == 0 {
			b.Colour = unranked
		}
	default:
		b.Text = show(i, a.Total)
		if whole.Known && whole.N > 0 {
			b.Text += "　" + percent(aggregate.Total{N: a.Total.N, D: whole.N, Known: true})
		}
	}
	if a.Total.Doubtful > 0 {
		b.Text += "　存疑"
	}
	if a.Total.Corrected > 0 {
		b.Text += "　更正"
	}
	return b
}

func (v *visit) medianLine(i aggregate.Item) *refLine {
	m := v.snapshot.Median(i, v.query)
	value, ok := plot(i, m)
	if !ok {
		return nil
	}
	return &refLine{Value: value, Text: "中位数 " + show(i, m)}
}

func (v *visit) rankingSentence(i aggregate.Item, total aggregate.Total, all []aggregate.AgencyTotal) string {
	text := fmt.Sprintf("%d年%s%s%s", v.query.Year, v.scopeLabel(), i.Name, withUnit(i, total))
	if m := v.snapshot.Median(i, v.query); m.Known {
		unit := i.Unit
		if i.Rate() {
			unit = ""
		}
		text += fmt.Sprintf("，%d家的中位数为%s%s", m.Stated, show(i, m), unit)
	}
	if names := v.first(all); names != "" {
		text += "；最高的是" + names
	}
	text += "。"
	if i.Rate() {
		text += fmt.Sprintf("分母不足%d的比率波动大，只列出，不排名。", form.MinRanked)
	}
	return text
}

// first names the agencies of rank 1 with their value.
func (v *visit) first(all []aggregate.AgencyTotal) string {
	text := ""
	for _, a := range all {
		if a.Rank == 1 && a.Total.N > 0 {
			if text != "" {
				text += "、"
			}
			text += v.name(a.Agency)
		}
	}
	return text
}

// rowsClass is the height of a chart with so many lying bars.
func rowsClass(rows int) string {
	for _, n := range []int{8, 16, 24, 32, 48, 64, 100} {
		if rows <= n {
			return "r" + strconv.Itoa(n)
		}
	}
	return "r200"
}
