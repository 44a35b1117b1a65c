package dashboard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// whyPage is 为什么多了: a text to copy on what each agency contributes to the
// change on the year before, and what its own report says on it.
type whyPage struct {
	Empty    *emptyState
	Subtitle string
	Action   string
	Keep     []field
	Topics   []topicItems
	Item     string
	Text     string
	Compare  string // address of the figures of all agencies
}

// Bounds of the text: how many agencies it names, and how many sentences of
// one report it quotes, each of how many characters.
const (
	namedContributions = 10
	quotedSentences    = 2
	longestQuote       = 160
)

// why shows 为什么多了.
func (s *Server) why(v *visit) (answer, error) {
	const title = "为什么多了"
	if v.snapshot.Reported(v.query) == 0 {
		return answer{title: title, body: whyPage{Empty: v.emptyYear()}}, nil
	}
	id := v.c.Query("item")
	if id == "" {
		id = "requests.new"
	}
	i, ok := aggregate.ItemByID(id)
	if !ok {
		return answer{}, badQuery("没有“%s”这一项指标", clip(id, 40))
	}
	c := v.chooser(i, nil)
	p := whyPage{Subtitle: v.subtitle(i.Unit, v.query), Action: c.Action, Keep: c.Keep, Topics: c.Topics, Item: i.Name, Compare: v.link("/compare", "item", i.ID)}
	change := v.snapshot.CompareWithYearBefore(i, v.query)
	said, err := s.quotes(v, i, change)
	if err != nil {
		return answer{}, err
	}
	p.Text = v.whyText(i, change, said)
	return answer{title: title, body: p, tables: []*aggregate.Table{v.whyTable(i, change, said)}}, nil
}

// whyText is the change, what each agency has of it, and what was said.
func (v *visit) whyText(i aggregate.Item, c aggregate.Change, said map[string][]string) string {
	var t strings.Builder
	total := v.snapshot.Total(i, v.query)
	fmt.Fprintf(&t, "%d年度%s%s%s", v.query.Year, v.scopeLabel(), i.Name, withUnit(i, total))
	if n := standing(total); n != "" {
		t.WriteString("（" + n + "）")
	}
	text := changeText(i, c)
	if text == "" {
		return t.String() + "。没有两年都有这一项的单位，不能与上年比较。\n"
	}
	fmt.Fprintf(&t, "，%s；上年%s。\n", text, withUnit(i, c.Before))
	if c.Break {
		t.WriteString("口径变化：" + i.Note + "\n")
	}
	if n := total.Stated - c.Agencies; n > 0 && !i.Rate() && total.Known {
		fmt.Fprintf(&t, "%d家上年没有可比的数，本年%s%s，不在下面比较之列。\n", n, v.amount(i, total.N-c.Now.N), i.Unit)
	}
	moved := contributions(c)
	if i.Rate() || len(moved) == 0 {
		if !i.Rate() {
			t.WriteString("各单位都与上年相同。\n")
		}
		return t.String()
	}
	var rest int64
	for n, by := range moved {
		if n >= namedContributions {
			rest += by.Now - by.Before
			continue
		}
		fmt.Fprintf(&t, "%d. %s%s%s（%s→%s）\n", n+1, v.name(by.Agency), v.difference(i, by.Now-by.Before), i.Unit, v.amount(i, by.Before), v.amount(i, by.Now))
		for _, sentence := range said[by.Agency.Key] {
			fmt.Fprintf(&t, "   年报原文：“%s”\n", sentence)
		}
	}
	if n := len(moved) - namedContributions; n > 0 {
		fmt.Fprintf(&t, "其余%d家合计%s%s。\n", n, v.difference(i, rest), i.Unit)
	}
	if same := c.Agencies - len(moved); same > 0 {
		fmt.Fprintf(&t, "另有%d家与上年相同。\n", same)
	}
	return t.String()
}

// contributions are the agencies whose figure changed, the greatest change
// first.
func contributions(c aggregate.Change) []aggregate.Contribution {
	return slices.DeleteFunc(slices.Clone(c.By), func(x aggregate.Contribution) bool { return x.Now == x.Before })
}

func (v *visit) amount(i aggregate.Item, n int64) string {
	return show(i, aggregate.Total{N: n, Known: true})
}

func (v *visit) difference(i aggregate.Item, n int64) string { return signed(v.amount(i, n)) }

// whyTable is the contributions as a file.
func (v *visit) whyTable(i aggregate.Item, c aggregate.Change, said map[string][]string) *aggregate.Table {
	t := &aggregate.Table{Name: "why", Title: fmt.Sprintf("%d年度%s%s比上年的变化", v.query.Year, v.scopeLabel(), i.Name), Columns: []aggregate.Column{
		column("agency", "单位", ""), column("before", "上年", i.Unit), column("now", "本年", i.Unit), column("difference", "增减", i.Unit), column("text", "年报原文", ""),
	}}
	cell := func(n int64) aggregate.Cell { return cellOf(i, aggregate.Total{N: n, Known: true, Stated: 1, Of: 1}) }
	for _, by := range contributions(c) {
		t.Rows = append(t.Rows, aggregate.Row{Key: by.Agency.Key, Cells: []aggregate.Cell{
			words(v.name(by.Agency)), cell(by.Before), cell(by.Now), cell(by.Now - by.Before), words(strings.Join(said[by.Agency.Key], "")),
		}})
	}
	return t
}

// quotes finds the sentences of the agencies' own texts that name the year's
// figure together with a word of the item, by agency key.
func (s *Server) quotes(v *visit, i aggregate.Item, c aggregate.Change) (map[string][]string, error) {
	now := map[string]string{}
	for n, by := range contributions(c) {
		if n < namedContributions {
			now[by.Agency.Key] = v.amount(i, by.Now)
		}
	}
	out := map[string][]string{}
	if len(now) == 0 {
		return out, nil
	}
	err := s.config.Reports.Prose(v.c.Request.Context(), v.query.Year, func(k data.ReportKey, chapters []data.Chapter) error {
		figure, asked := now[k.Agency]
		if !asked || k.Kind != data.Unit {
			return nil
		}
		for _, chapter := range chapters {
			for _, sentence := range sentences(chapter.Text) {
				if len(out[k.Agency]) < quotedSentences && namesFigure(sentence, figure) && sharesWord(sentence, i.Name) {
					out[k.Agency] = append(out[k.Agency], clip(sentence, longestQuote))
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the texts of the reports: %w", err)
	}
	return out, nil
}

// sentences are a text's sentences, trimmed, with their full stops.
func sentences(text string) []string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		for _, x := range strings.SplitAfter(line, "。") {
			if x = strings.TrimSpace(x); x != "" {
				out = append(out, x)
			}
		}
	}
	return out
}

// namesFigure reports whether the number stands in the sentence by itself, not
// as a part of a longer one or of a year.
func namesFigure(sentence, figure string) bool {
	for from := 0; ; {
		at := strings.Index(sentence[from:], figure)
		if at < 0 {
			return false
		}
		at += from
		before, after := sentence[:at], sentence[at+len(figure):]
		from = at + len(figure)
		if !inNumber(before, true) && !inNumber(after, false) && !startsWith(after, "年", "月", "日", "、", "）", "%") {
			return true
		}
	}
}

// inNumber reports whether the end of a text, or its start, is a digit or a
// point that belongs to a number.
func inNumber(text string, end bool) bool {
	r := []rune(text)
	if len(r) == 0 {
		return false
	}
	c := r[0]
	if end {
		c = r[len(r)-1]
	}
	_, err := strconv.Atoi(string(c))
	return err == nil || c == '.' || c == ',' || end && c == '-'
}

func startsWith(text string, words ...string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(text, w) })
}

// everywhere are words that stand in nearly every sentence of a report, so
// that they tell nothing of what a number is.
func everywhere() []string {
	return []string{"本年", "数量", "政府", "信息", "公开", "年度", "总计", "合计", "其他", "上年"}
}

// sharesWord reports whether two neighbouring characters of the item's name,
// other than the common words, stand in the sentence.
func sharesWord(sentence, name string) bool {
	for _, w := range everywhere() {
		name = strings.ReplaceAll(name, w, " ")
	}
	r := []rune(name)
	for i := 0; i+1 < len(r); i++ {
		if unicode.Is(unicode.Han, r[i]) && unicode.Is(unicode.Han, r[i+1]) && strings.Contains(sentence, string(r[i:i+2])) {
			return true
		}
	}
	return false
}
