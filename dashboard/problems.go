package dashboard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// Bounds of a search, and the rule that looks at the chapter.
const (
	mostSearched = 100 // characters of the field
	mostWords    = 8
	problemsRule = "A-10"
)

// problemsPage is 存在问题: what the agencies of a year say of their problems
// and how they mend them, one under another.
type problemsPage struct {
	Empty  *emptyState // set where the year has no report
	Year   int
	Search string
	Group  data.Group // empty for all
	Groups []choice
	Keep   []formField // hidden fields of the search
	Action string
	Clear  string // address without the search; empty where there is none
	// Count says how many agencies are shown of how many.
	Count  string
	Blocks []problemsGroup
	// Absent are the agencies whose report has no such chapter, Silent those
	// without a current report.
	Absent, Silent []problemsName
	Delivery       string
	// Text is all that is shown, for copying.
	Text string
}

// problemsGroup is the chapters of one group.
type problemsGroup struct {
	Name   string
	Blocks []problemsBlock
}

// problemsBlock is the chapter of one agency.
type problemsBlock struct {
	Serial     int // 0 of the published report, which is no agency's
	Key        string
	Name       string
	Link       string
	Title      string // the heading as printed
	Paragraphs [][]textPart
	// Doubts are what the checks say of the chapter: too short, or last year's.
	Doubts []string
	group  string
	plain  []string // the paragraphs without marks
}

// problemsName is an agency that is only named.
type problemsName struct{ Name, Link string }

// formField is a hidden field of a form.
type formField struct{ Name, Value string }

// problems shows 存在问题.
func (s *Server) problems(v *visit) (answer, error) {
	const title = "存在问题"
	p := &problemsPage{Year: v.query.Year, Delivery: v.link("/delivery"), Action: "/problems"}
	b := &problemsBuilder{visit: v, page: p}
	if err := b.choose(); err != nil {
		return answer{}, err
	}
	if v.snapshot.Reported(aggregate.Query{Year: v.query.Year}) == 0 && !v.hasPublished() {
		p.Empty = v.emptyYear()
		return answer{title: title, body: p}, nil
	}
	if err := b.read(s); err != nil {
		return answer{}, err
	}
	b.build()
	return answer{title: title, body: p, tables: []*aggregate.Table{b.table()}}, nil
}

func (v *visit) hasPublished() bool {
	_, ok := v.snapshot.PublishedReport(v.query.Year)
	return ok
}

// problemsBuilder fills a problemsPage.
type problemsBuilder struct {
	visit *visit
	page  *problemsPage
	words []string // searched for, folded
	told  map[data.ReportKey]data.Chapter
	has   map[data.ReportKey]bool // reports that were read
	doubt map[data.ReportKey][]string
	shown []problemsBlock
	all   int // agencies of the group with a chapter, listed or not
}

// choose reads the search and the group from the address.
func (b *problemsBuilder) choose() error {
	v, p := b.visit, b.page
	p.Search = strings.Join(strings.Fields(v.c.Query("q")), " ")
	if utf8.RuneCountInString(p.Search) > mostSearched {
		return badQuery("查找的文字最多%d个字", mostSearched)
	}
	b.words = searchWords(p.Search)
	if len(b.words) > mostWords {
		return badQuery("一次最多查找%d个词", mostWords)
	}
	p.Group = data.Group(v.c.Query("group"))
	if p.Group != "" && !slices.Contains(data.Groups(), p.Group) {
		return badQuery("单位类型“%s”不对，应是%s之一", clip(string(p.Group), 20), groupWords())
	}
	p.Groups = append(p.Groups, choice{Label: "全部", Href: v.here("group", ""), On: p.Group == ""})
	for _, g := range data.Groups() {
		if slices.ContainsFunc(v.snapshot.Roster().Agencies, func(a data.Agency) bool { return a.Group == g && a.ValidIn(p.Year) }) {
			p.Groups = append(p.Groups, choice{Label: string(g), Href: v.here("group", string(g)), On: p.Group == g})
		}
	}
	for name := range v.state {
		p.Keep = append(p.Keep, formField{name, v.state.Get(name)})
	}
	slices.SortFunc(p.Keep, func(a, b formField) int { return cmp.Compare(a.Name, b.Name) })
	if p.Group != "" {
		p.Keep = append(p.Keep, formField{"group", string(p.Group)})
	}
	if p.Search != "" {
		p.Clear = v.here("q", "")
	}
	return nil
}

func groupWords() string {
	var out []string
	for _, g := range data.Groups() {
		out = append(out, string(g))
	}
	return strings.Join(out, "、")
}

// read takes the chapters of the year from the store, with what the checks
// say of them.
func (b *problemsBuilder) read(s *Server) error {
	ctx := b.visit.c.Request.Context()
	b.told, b.has, b.doubt = map[data.ReportKey]data.Chapter{}, map[data.ReportKey]bool{}, map[data.ReportKey][]string{}
	err := s.config.Reports.Prose(ctx, b.page.Year, func(k data.ReportKey, chapters []data.Chapter) error {
		b.has[k] = true
		if c, ok := data.Problems(chapters); ok {
			b.told[k] = c
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("read prose: %w", err)
	}
	found, err := s.config.Findings.Findings(ctx, data.FindingFilter{Year: b.page.Year, Rule: problemsRule})
	if err != nil {
		return fmt.Errorf("list findings: %w", err)
	}
	for _, f := range found {
		if f.Rule == problemsRule && !f.Explained {
			k := data.ReportKey{Agency: f.Agency, Year: f.Year, Kind: f.Kind}
			b.doubt[k] = append(b.doubt[k], f.Text)
		}
	}
	return nil
}

// build lists the agencies in official order, the published report last.
func (b *problemsBuilder) build() {
	p, v := b.page, b.visit
	for _, kind := range []data.Kind{data.Unit, data.Published} {
		for i := range v.snapshot.Roster().Agencies {
			a := &v.snapshot.Roster().Agencies[i]
			if p.Group != "" && (a.Group != p.Group || kind == data.Published) {
				continue
			}
			group := string(a.Group)
			if kind == data.Published {
				group = kind.Label()
			}
			b.agency(a, data.ReportKey{Agency: a.Key, Year: p.Year, Kind: kind}, group)
		}
	}
	for i := range b.shown {
		x := b.shown[i]
		if n := len(p.Blocks); n == 0 || p.Blocks[n-1].Name != x.group {
			p.Blocks = append(p.Blocks, problemsGroup{Name: x.group})
		}
		last := &p.Blocks[len(p.Blocks)-1]
		last.Blocks = append(last.Blocks, x)
	}
	agencies := 0
	for _, x := range b.shown {
		agencies += min(x.Serial, 1)
	}
	p.Count = fmt.Sprintf("%d家", agencies)
	if len(b.words) > 0 {
		p.Count = fmt.Sprintf("%d家中%d家写到“%s”", b.all, agencies, strings.Join(strings.Fields(p.Search), "”和“"))
	}
	p.Text = b.text()
}

// agency adds an agency's chapter, or its name where there is none.
func (b *problemsBuilder) agency(a *data.Agency, k data.ReportKey, group string) {
	p, v := b.page, b.visit
	c, told := b.told[k]
	switch {
	case told:
	case b.has[k]:
		p.Absent = append(p.Absent, problemsName{v.name(a), v.reportLink(k, 0, "") + "#chapters"})
		return
	case k.Kind == data.Unit && v.snapshot.Roster().Counts(a, k.Year):
		p.Silent = append(p.Silent, problemsName{Name: v.name(a)})
		return
	default:
		return
	}
	x := problemsBlock{Key: a.Key, Name: v.name(a), Link: v.reportLink(k, 0, "") + "#chapters", Title: c.Title, Doubts: b.doubt[k], group: group}
	if k.Kind == data.Unit {
		b.all++
		x.Serial = b.all
	}
	x.plain = paragraphs(c.Text)
	if !holdsAll(strings.Join(append([]string{c.Title}, x.plain...), "\n"), b.words) {
		return
	}
	for _, text := range x.plain {
		x.Paragraphs = append(x.Paragraphs, marked(text, b.words))
	}
	b.shown = append(b.shown, x)
}

// text is what is shown as plain text.
func (b *problemsBuilder) text() string {
	var out strings.Builder
	for i, x := range b.shown {
		if i > 0 {
			out.WriteString("\n")
		}
		if x.Serial > 0 {
			fmt.Fprintf(&out, "%d. ", x.Serial)
		}
		fmt.Fprintf(&out, "%s（%s）\n", x.Name, x.Title)
		for _, text := range x.plain {
			out.WriteString("　　" + text + "\n")
		}
	}
	return out.String()
}

// table is what is shown for CSV and JSON.
func (b *problemsBuilder) table() *aggregate.Table {
	t := &aggregate.Table{Name: "problems", Title: fmt.Sprintf("%d年度存在的主要问题及改进情况", b.page.Year), Columns: []aggregate.Column{
		column("serial", "序号", ""), column("agency", "单位", ""), column("group", "单位类型", ""), column("title", "标题", ""),
		column("text", "正文", ""), column("finding", "疑点", ""),
	}}
	for _, x := range b.shown {
		serial := words("")
		if x.Serial > 0 {
			serial = number(x.Serial)
		}
		t.Rows = append(t.Rows, aggregate.Row{Key: x.Key, Cells: []aggregate.Cell{
			serial, words(x.Name), words(x.group), words(x.Title), words(strings.Join(x.plain, "\n")), words(strings.Join(x.Doubts, "；")),
		}})
	}
	return t
}
