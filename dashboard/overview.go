package dashboard

import (
	"fmt"

	"github.com/nianbao/nianbao/aggregate"
)

// overview is the body of 总览: one year at a glance.
type overview struct {
	Empty    *emptyState // set where the year has no report; the rest is then empty
	Delivery deliveryCard
	Figures  []figureCard
	Cards    []card // 历年变化, 办理结果, 最多的十家
	Todo     todoCard
	// Series is every series and rate of the year, folded.
	Series *aggregate.Table
	CSV    string // of Series
}

// deliveryCard is how many of the agencies have handed in.
type deliveryCard struct {
	Reported, Of int
	Tags         []tag
}

// tag is a small word with a number; Kind is a class of app.css.
type tag struct {
	Kind, Text, Href string
}

// figureCard is one key total.
type figureCard struct {
	Label  string
	Badge  string // 44/47家 where it does not stand on all
	Big    string
	Note   string
	Href   string // where it is shown over the years
	Spark  *spark
	Detail []string
}

func (s *Server) overview(v *visit) (answer, error) {
	title := fmt.Sprintf("%d年度总览", v.query.Year)
	order, err := v.oneOf("order", "排序", "value", "roster")
	if err != nil {
		return answer{}, err
	}
	if v.snapshot.Reported(v.query) == 0 {
		return answer{title: title, body: overview{Empty: v.emptyYear()}}, nil
	}
	came, err := s.deliveries(v)
	if err != nil {
		return answer{}, err
	}
	todo, err := s.todo(v, v.inState(came, notReported))
	if err != nil {
		return answer{}, err
	}
	outcomes := newOutcomes(v)
	trend, largest := v.trendOfScopes(), v.largest(order == "roster")
	body := overview{
		Delivery: v.deliveryCard(came),
		Figures:  []figureCard{v.requestsCard(), v.disclosedCard(), v.disputesCard()},
		Cards:    []card{trend, outcomes.card(v), largest},
		Todo:     todo,
		Series:   v.snapshot.SeriesTable(v.query),
	}
	body.CSV = v.file(formatCSV, body.Series.Name)
	tables := []*aggregate.Table{body.Series, trend.Table, body.Cards[1].Table, largest.Table}
	return answer{title: title, body: body, tables: tables}, nil
}

// emptyYear says what to do where the year has no report.
func (v *visit) emptyYear() *emptyState {
	if len(v.snapshot.Years()) == 0 {
		return &emptyState{
			Heading: "还没有导入任何年报",
			Text:    "先粘贴本县的单位名单，或者直接把各单位的年报文件（文件夹也可以）拖进导入页。数据只保存在本机。",
			Steps:   []choice{{Label: "去导入", Href: v.link("/imports"), On: true}},
		}
	}
	e := &emptyState{
		Heading: fmt.Sprintf("%s%d年度还没有收到年报", v.scopeLabel(), v.query.Year),
		Text:    "可以导入这一年度的年报，查看各单位报送情况，或者换一个年度。",
		Steps: []choice{
			{Label: "导入年报", Href: v.link("/imports"), On: true},
			{Label: "查看报送情况", Href: v.link("/delivery")},
		},
	}
	years := v.snapshot.Years()
	last := fmt.Sprint(years[len(years)-1])
	e.Steps = append(e.Steps, choice{Label: "看" + last + "年度", Href: v.here("year", last)})
	return e
}

// deliveryCard counts as 报送 does: a file that holds no figures has come in
// all the same.
func (v *visit) deliveryCard(came *deliveryMatrix) deliveryCard {
	missing := len(v.inState(came, notReported))
	c := deliveryCard{Of: len(v.snapshot.Counting(v.query))}
	c.Reported = c.Of - missing
	for _, t := range []struct {
		n    int
		kind string
		word string
		page string
	}{
		{missing, "error", "未报", "/delivery"},
		{len(v.inState(came, received)), "warning", "收到未能读入", "/delivery"},
		{len(v.inState(came, pending)), "warning", "待定", "/imports"},
		{len(v.inState(came, toResend)), "warning", "退回待改", "/delivery"},
		{len(v.inState(came, faulty)), "error", "有错误", "/reports"},
	} {
		if t.n > 0 {
			c.Tags = append(c.Tags, tag{Kind: t.kind, Text: fmt.Sprintf("%s%d家", t.word, t.n), Href: v.link(t.page)})
		}
	}
	if len(c.Tags) == 0 {
		c.Tags = []tag{{Kind: "good", Text: "已报齐，没有错误"}}
	}
	return c
}

func (v *visit) requestsCard() figureCard {
	i := item("requests.new")
	c := v.figureCard(i)
	c.Label = "新收申请（件）"
	return c
}

func (v *visit) disclosedCard() figureCard {
	i := item("rate.disclosed")
	c := v.figureCard(i)
	if t := v.snapshot.Total(i, v.query); t.Known {
		c.Note = fraction(t) + "件；" + c.Note
	}
	return c
}

// disputesCard shows two totals in one card; its badge is that of the one
// that stands on fewer agencies.
func (v *visit) disputesCard() figureCard {
	review, litigation := item("review.total"), item("litigation.total")
	c := v.figureCard(review)
	second := v.snapshot.Total(litigation, v.query)
	c.Label = "行政复议、行政诉讼（件）"
	c.Big = c.Big + "、" + show(litigation, second)
	if first := v.snapshot.Total(review, v.query); second.Stated < first.Stated {
		c.Badge = standing(second)
	}
	c.Note = fmt.Sprintf("复议纠正%s、未审结%s；诉讼纠正%s、未审结%s", v.text("review.corrected"), v.text("review.pending"),
		v.text("litigation.corrected"), v.text("litigation.pending"))
	return c
}

// figureCard is an item's total with its change and its way here.
func (v *visit) figureCard(i aggregate.Item) figureCard {
	t := v.snapshot.Total(i, v.query)
	c := figureCard{Label: i.Name, Badge: standing(t), Big: show(i, t), Href: v.link("/trend", "item", i.ID)}
	c.Note = changeText(i, v.snapshot.CompareWithYearBefore(i, v.query))
	if c.Note == "" {
		c.Note = "上年没有可比的数据"
	}
	if v.breakIn(i, v.query.Year) {
		c.Note += "；" + i.Note
	}
	if t.Doubtful > 0 {
		c.Detail = append(c.Detail, fmt.Sprintf("含存疑%d项", t.Doubtful))
	}
	if t.Corrected > 0 {
		c.Detail = append(c.Detail, fmt.Sprintf("含更正%d项", t.Corrected))
	}
	if t.Computed > 0 {
		c.Detail = append(c.Detail, fmt.Sprintf("含计算值%d项", t.Computed))
	}
	c.Spark = newSpark(i, v.upTo(v.snapshot.Trend(i, v.query.Scope, v.query.WithoutErrors)), 96, 34)
	return c
}

// text is an item's total in the chosen year and scope as text.
func (v *visit) text(id string) string {
	i := item(id)
	return show(i, v.snapshot.Total(i, v.query))
}

// upTo leaves out the years after the chosen one.
func (v *visit) upTo(points []aggregate.Point) []aggregate.Point {
	for n, p := range points {
		if p.Year > v.query.Year {
			return points[:n]
		}
	}
	return points
}

func (v *visit) breakIn(i aggregate.Item, year int) bool {
	for _, b := range i.Breaks {
		if b == year {
			return true
		}
	}
	return false
}

// item is one of the program's own items; a wrong id is a fault of the build.
func item(id string) aggregate.Item {
	i, ok := aggregate.ItemByID(id)
	if !ok {
		panic("dashboard: no item " + id)
	}
	return i
}
