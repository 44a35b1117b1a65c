package summary

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/nianbao/nianbao/data/form"
)

// What a column may be beside a cell's code.
const (
	None   = ""       // nothing that is taken over
	Agency = "agency" // 单位名称
	Year   = "year"   // 报告年度
)

// Proposal is what a column seems to be.
type Proposal struct {
	What string // None, Agency, Year or the code of a cell
	// Sure: the header says just this and no other column does.
	Sure bool
}

// Propose says what each column of the table seems to be in the edition, in
// the order of the columns. Where two columns seem to be the same cell, and
// neither says so more plainly, neither is proposed.
func (t *Table) Propose(e *form.Edition) []Proposal {
	names := namesOf(e)
	out := make([]Proposal, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = names.propose(c.Path)
	}
	t.nameColumn(out)
	for i := range out {
		if out[i].What == None || out[i].Sure {
			continue
		}
		for k := range out {
			if k != i && out[k].What == out[i].What {
				out[i].What = None
				if !out[k].Sure {
					out[k].What = None
				}
				break
			}
		}
	}
	seen := map[string]int{}
	for i, p := range out {
		if p.What == None {
			continue
		}
		if before, ok := seen[p.What]; ok {
			out[before], out[i] = Proposal{}, Proposal{}
		}
		seen[p.What] = i
	}
	return out
}

// nameColumn finds the agencies' names where no header says so: the first
// column in which most lines hold a text that is no number.
func (t *Table) nameColumn(out []Proposal) {
	if slices.ContainsFunc(out, func(p Proposal) bool { return p.What == Agency }) {
		return
	}
	for k := range t.Columns {
		texts := 0
		for _, l := range t.Lines {
			if l.Texts[k] != "" && !isNumber(l.Texts[k]) {
				texts++
			}
		}
		if out[k].What == None && texts*2 > len(t.Lines) {
			out[k] = Proposal{What: Agency}
			return
		}
	}
}

// names are the ways in which headers name the cells of an edition.
type names struct {
	exact map[string][]string // codes by everything that a header may say
	cells []cellNames
}

type cellNames struct {
	code    string
	rows    []string // ways to name the row
	columns []string // ways to name the column
	above   []string // labels that the row stands under
}

// The words that a total's column may bear.
var totals = []string{"总计", "合计", "小计", "总数", "计"}

func namesOf(e *form.Edition) *names {
	n := &names{exact: map[string][]string{}}
	for _, t := range e.Tables {
		for _, c := range t.Cells {
			n.add(e, t, c)
		}
	}
	return n
}

func (n *names) add(e *form.Edition, t *form.Table, c *form.Cell) {
	x := cellNames{code: c.Code}
	for _, text := range append([]string{c.Row.Label(), c.Row.Short}, c.Row.Aliases...) {
		x.rows = add(x.rows, fold(text))
	}
	for _, text := range c.Row.Path[:len(c.Row.Path)-1] {
		x.above = add(x.above, fold(text))
	}
	leads := []string{"", strings.Join(x.above, "")}
	if at := strings.LastIndex(c.Code, "."); at >= 0 {
		if parent := e.Cell(c.Code[:at]); parent != nil { // 行政复议 of its 纠错
			x.above = add(x.above, fold(parent.Row.Short))
			leads = add(leads, fold(parent.Row.Short))
		}
	}
	if c.Column.Code != "" {
		for _, text := range append([]string{c.Column.Label(), c.Column.Short}, c.Column.Aliases...) {
			x.columns = add(x.columns, fold(text))
		}
	}
	if c.Column.Code == "total" {
		for _, text := range totals {
			x.columns = add(x.columns, text)
		}
	}
	n.cells = append(n.cells, x)
	n.say(t, c, x, leads)
}

// say enters everything that a header may say to mean just this cell: its
// code, its label, and its row's names with its column's, after any of leads.
func (n *names) say(t *form.Table, c *form.Cell, x cellNames, leads []string) {
	whole := func(text string) {
		for _, title := range []string{"", fold(t.Title), fold(t.Short)} {
			if key := title + text; !slices.Contains(n.exact[key], c.Code) {
				n.exact[key] = append(n.exact[key], c.Code)
			}
		}
	}
	whole(fold(c.Code))
	whole(fold(c.Label()))
	for _, row := range x.rows {
		for _, lead := range leads {
			if len(x.columns) == 0 || c.Column.Code == "total" {
				whole(lead + row)
			}
			for _, column := range x.columns {
				whole(lead + row + column)
			}
		}
	}
}

func add(list []string, text string) []string {
	if text == "" || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}

// propose says what a header's texts name.
func (n *names) propose(path []string) Proposal {
	if len(path) == 0 {
		return Proposal{}
	}
	last := fold(path[len(path)-1])
	switch last {
	case "单位", "单位名称", "名称", "机关", "机关名称", "部门", "部门名称", "填报单位", "报送单位", "乡镇", "乡镇部门", "单位全称", "编制单位":
		return Proposal{What: Agency, Sure: true}
	case "年度", "年份", "报告年度", "统计年度":
		return Proposal{What: Year, Sure: true}
	case "序号", "备注", "类别", "单位类型", "组别", "说明":
		return Proposal{}
	}
	var all strings.Builder
	for i, text := range path {
		all.WriteString(fold(text))
		// The innermost texts by themselves may say it all.
		if tail := foldAll(path[i:]); len(n.exact[tail]) == 1 {
			return Proposal{What: n.exact[tail][0], Sure: true}
		}
	}
	return n.contained(all.String())
}

// contained finds the one cell whose row and column are both named somewhere
// in the header, by the longest names.
func (n *names) contained(header string) Proposal {
	best, found, twice := 0, "", false
	for _, c := range n.cells {
		score := c.score(header)
		switch {
		case score == 0 || score < best:
		case score == best:
			twice = true
		default:
			best, found, twice = score, c.code, false
		}
	}
	if twice {
		return Proposal{}
	}
	return Proposal{What: found}
}

func (c *cellNames) score(header string) int {
	best := 0
	for _, row := range c.rows {
		before, after, ok := strings.Cut(header, row)
		if !ok {
			continue
		}
		rest := before + "\n" + after
		score := len(row)
		if len(c.columns) > 0 {
			column := longestIn(rest, c.columns)
			if column == 0 {
				continue
			}
			score += column
		}
		for _, above := range c.above {
			if strings.Contains(rest, above) {
				score += len(above)
			}
		}
		best = max(best, score)
	}
	return best
}

func longestIn(text string, words []string) int {
	n := 0
	for _, w := range words {
		if strings.Contains(text, w) {
			n = max(n, len(w))
		}
	}
	return n
}

func foldAll(path []string) string {
	var b strings.Builder
	for _, text := range path {
		b.WriteString(fold(text))
	}
	return b.String()
}

// fold brings a header into the form in which headers are compared: no width,
// no white space, no numbering, no punctuation, no unit.
func fold(text string) string {
	text = norm.NFKC.String(text)
	for _, unit := range []string{"(单位:万元)", "(万元)", "(单位:元)", "(元)", "(件)", "(条)", "(项)", "(次)", "(个)", "(人)", "(篇)", "(人次)", "(单位:件)"} {
		text = strings.ReplaceAll(text, unit, "")
	}
	text = cutNumbering(text)
	return strings.Map(func(r rune) rune {
		switch {
		case r <= ' ' || strings.ContainsRune("()[]【】“”\"'、,，.。;；:：/／-—_·", r):
			return -1
		}
		return r
	}, text)
}

// cutNumbering takes （一）, 一、 and 1. off the front.
func cutNumbering(text string) string {
	for range 2 {
		rest := strings.TrimLeft(text, "( ")
		trimmed := strings.TrimLeft(rest, "一二三四五六七八九十0123456789")
		if trimmed == rest || trimmed == "" || !strings.ContainsAny(trimmed[:1], ").") && !strings.HasPrefix(trimmed, "、") {
			return text
		}
		text = strings.TrimLeft(strings.TrimPrefix(trimmed, "、"), "). ")
	}
	return text
}
