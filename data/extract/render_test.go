package extract

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/form"
)

// mcell is a cell of a table as it is meant, before a style loses something.
type mcell struct {
	text   string
	rs, cs int
}

// mtable is a table as it is meant: rows of cells, spans kept.
type mtable [][]mcell

func cellOf(text string) mcell           { return mcell{text, 1, 1} }
func wide(text string, cs int) mcell     { return mcell{text, 1, cs} }
func span(text string, rs, cs int) mcell { return mcell{text, rs, cs} }
func plainRow(texts ...string) (row []mcell) {
	for _, t := range texts {
		row = append(row, cellOf(t))
	}
	return row
}

// truth is what a report prints, by code.
type truth map[string]string

func (v truth) cells(row string, columns []*form.Column) []mcell {
	var out []mcell
	for _, c := range columns {
		code := row
		if c.Code != "" {
			code += "." + c.Code
		}
		out = append(out, cellOf(v[code]))
	}
	return out
}

// randomTruth fills every cell of the edition with a different number.
func randomTruth(e *form.Edition, rnd *rand.Rand) truth {
	v := truth{}
	for _, t := range e.Tables {
		for _, c := range t.Cells {
			n := rnd.Int64N(90000) + 1
			switch {
			case rnd.IntN(3) == 0:
				n = 0
			case c.Measure == form.Delta && rnd.IntN(2) == 0:
				n = -n
			}
			if c.Measure == form.Amount {
				v[c.Code] = form.Format(n*10_000, form.Amount)
			} else {
				v[c.Code] = fmt.Sprint(n)
			}
			if c.Code == "t2.procurement.amount" {
				v[c.Code] += "万元"
			}
		}
	}
	return v
}

// table2 is table 2 in official form, a part for each section.
func table2(e *form.Edition, v truth) []mtable {
	var out []mtable
	section := ""
	for _, r := range e.Table("t2").Rows {
		n := len(r.Columns)
		last := 3 - n + 1 // columns that the last one covers
		if r.Path[0] != section {
			section = r.Path[0]
			head := []mcell{cellOf("信息内容")}
			for i, c := range r.Columns {
				head = append(head, wide(c.Label(), ifElse(i == n-1, last, 1)))
			}
			out = append(out, mtable{{wide(section, 4)}, head})
		}
		row := append(plainRow(r.Label()), v.cells(r.Code, r.Columns)...)
		row[n].cs = last
		out[len(out)-1] = append(out[len(out)-1], row)
	}
	return out
}

func ifElse(yes bool, a, b int) int {
	if yes {
		return a
	}
	return b
}

// head3 is the header of table 3.
func head3() mtable {
	return mtable{
		{span("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), wide("申请人情况", 7)},
		{span("自然人", 2, 1), wide("法人或其他组织", 5), span("总计", 2, 1)},
		plainRow("商业\n企业", "科研\n机构", "社会公益组织", "法律服务机构", "其他"),
	}
}

// rows3 are the rows of table 3 below its header.
func rows3(e *form.Edition, v truth) mtable {
	var out mtable
	rows := e.Table("t3").Rows
	for i, r := range rows {
		var row []mcell
		first := func(depth int) int { // rows that bear the same label at this depth, 0 if it began above
			if i > 0 && len(rows[i-1].Path) > depth && slices.Equal(rows[i-1].Path[:depth+1], r.Path[:depth+1]) {
				return 0
			}
			n := 1
			for i+n < len(rows) && len(rows[i+n].Path) > depth && slices.Equal(rows[i+n].Path[:depth+1], r.Path[:depth+1]) {
				n++
			}
			return n
		}
		for depth := range r.Path {
			cs := ifElse(depth == len(r.Path)-1, 3-depth, 1)
			if n := first(depth); n > 0 {
				row = append(row, span(r.Path[depth], n, cs))
			}
		}
		out = append(out, append(row, v.cells(r.Code, r.Columns)...))
	}
	return out
}

func table4(e *form.Edition, v truth) mtable {
	results := plainRow("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
	tall := slices.Clone(results)
	for i := range tall {
		tall[i].rs = 2
	}
	var values []mcell
	for _, r := range e.Table("t4").Rows {
		values = append(values, v.cells(r.Code, r.Columns)...)
	}
	return mtable{
		{wide("行政复议", 5), wide("行政诉讼", 10)},
		append(tall, wide("未经复议直接起诉", 5), wide("复议后起诉", 5)),
		append(slices.Clone(results), results...),
		values,
	}
}

func table2014(e *form.Edition, v truth) mtable {
	out := mtable{plainRow("统计指标", "单位", "统计数")}
	var said []string
	isRow := func(label string) bool {
		return slices.ContainsFunc(e.Table("s").Rows, func(r *form.Row) bool { return newLabel(r.Label()).bare == newLabel(label).bare })
	}
	for _, r := range e.Table("s").Rows {
		for depth, label := range r.Path {
			if depth < len(r.Path)-1 && !isRow(label) && !slices.Contains(said, strings.Join(r.Path[:depth+1], "／")) {
				out = append(out, plainRow(strings.Repeat("　　", depth)+label, "—", "—"))
			}
			said = append(said, strings.Join(r.Path[:depth+1], "／"))
		}
		out = append(out, plainRow(strings.Repeat("　　", len(r.Path)-1)+r.Label(), r.Unit, v[r.Code]))
	}
	return out
}

// style is how a producer writes a table down.
type style func(b *document.Builder, t mtable)

// styles are the producers seen, by what they keep of merged cells.
var styles = map[string]style{
	"spans kept":                    full,
	"every position a cell":         splitStyle(false),
	"merged text repeated":          splitStyle(true),
	"cells one by one":              dump,
	"column spans without row span": pipes,
	"sheet without empty cells":     sheet,
	"one cell a line":               lone,
}

func full(b *document.Builder, t mtable) { must(b.Grid(spanned(t))) }

func spanned(t mtable) *document.GridBuilder {
	g := new(document.GridBuilder)
	for _, row := range t {
		g.Row()
		for _, c := range row {
			g.Cell(c.text, c.rs, c.cs)
		}
	}
	return g
}

// positions lays a table out: the text of every position, and whether it is
// the merge's first.
func positions(t mtable) (texts [][]string, first [][]bool) {
	var b document.Builder
	full(&b, t)
	g := b.Doc.Blocks[0].Grid
	for r := 1; r <= g.Rows; r++ {
		texts, first = append(texts, make([]string, g.Cols)), append(first, make([]bool, g.Cols))
		for k := 1; k <= g.Cols; k++ {
			if c := g.At(r, k); c != nil {
				texts[r-1][k-1], first[r-1][k-1] = c.Text, c.Row == r && c.Col == k
			}
		}
	}
	return texts, first
}

func splitStyle(repeat bool) style {
	return func(b *document.Builder, t mtable) {
		var g document.GridBuilder
		texts, first := positions(t)
		for r := range texts {
			g.Row()
			for k, text := range texts[r] {
				if !repeat && !first[r][k] {
					text = ""
				}
				g.Cell(text, 1, 1)
			}
		}
		must(b.Grid(&g))
	}
}

// dump writes a cell after the other: a cell that began above is an empty one.
func dump(b *document.Builder, t mtable) {
	var in document.Builder
	full(&in, t)
	src := in.Doc.Blocks[0].Grid
	var g document.GridBuilder
	for r := 1; r <= src.Rows; r++ {
		g.Row()
		for k := 1; k <= src.Cols; {
			c := src.At(r, k)
			if c == nil {
				k++
				continue
			}
			text := c.Text
			if c.Row < r {
				text = ""
			}
			g.Cell(text, 1, 1)
			k += c.Width()
		}
	}
	must(b.Grid(&g))
}

// lone is dump without ends of rows.
func lone(b *document.Builder, t mtable) {
	var in document.Builder
	dump(&in, t)
	var g document.GridBuilder
	for _, c := range in.Doc.Blocks[0].Grid.Cells {
		g.Row()
		g.Cell(c.Text, 1, 1)
	}
	must(b.Grid(&g))
}

func pipes(b *document.Builder, t mtable) {
	var g document.GridBuilder
	for _, row := range t {
		g.Row()
		for _, c := range row {
			g.Cell(c.text, 1, c.cs)
		}
	}
	must(b.Grid(&g))
}

func sheet(b *document.Builder, t mtable) {
	var g document.GridBuilder
	texts, first := positions(t)
	for r := range texts {
		g.Row()
		for k, text := range texts[r] {
			if text == "" || !first[r][k] {
				g.Skip(1)
				continue
			}
			g.Cell(text, 1, 1)
		}
	}
	must(b.SheetGrid(&g, "Sheet1"))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// layout is how a report arranges its tables.
type layout struct {
	five   bool // table 2 as a grid for each section
	split  bool // table 3 in two grids
	repeat bool // with its header in both
}

// reportDoc writes a whole report.
func reportDoc(e *form.Edition, v truth, s style, l layout) *document.Document {
	b := new(document.Builder)
	say(b, "示例县教育局"+fmt.Sprint(e.From)+"年政府信息公开工作年度报告",
		"本报告由示例县教育局办公室编制，数据的统计期限自"+fmt.Sprint(e.From)+"年1月1日起至"+fmt.Sprint(e.From)+"年12月31日止。",
		"一、总体情况", "全年主动公开政府信息843条，收到申请12件。", "二、主动公开政府信息情况")
	if e.ID == "2014" {
		s(b, table2014(e, v))
		return &b.Doc
	}
	parts := table2(e, v)
	if !l.five {
		parts = []mtable{slices.Concat(parts...)}
	}
	for _, p := range parts {
		s(b, p)
	}
	say(b, "三、收到和处理政府信息公开申请情况")
	rows := rows3(e, v)
	switch {
	case l.split:
		// A merge cannot reach over the cut: 一 and 二 stand in the first part.
		s(b, slices.Concat(head3(), rows[:2]))
		say(b, "-3-")
		s(b, slices.Concat(head3()[:ifElse(l.repeat, 3, 0)], rows[2:]))
	default:
		s(b, slices.Concat(head3(), rows))
	}
	say(b, "四、政府信息公开行政复议、行政诉讼情况")
	s(b, table4(e, v))
	say(b, "五、存在的主要问题及改进情况", "无", "六、其他需要报告的事项", "收取信息处理费400元。")
	return &b.Doc
}

func say(b *document.Builder, texts ...string) {
	for _, t := range texts {
		must(b.Paragraph(t))
	}
}

// printed returns the figures as printed, by code, and those in another state
// than read.
func printed(t testing.TB, r *data.Report) (values truth, odd map[string]string) {
	t.Helper()
	values, odd = truth{}, map[string]string{}
	for _, table := range r.Tables {
		for _, f := range table.Figures {
			if _, twice := values[f.Code]; twice {
				t.Errorf("figure %s: twice", f.Code)
			}
			values[f.Code] = ""
			if f.State.HasValue() {
				values[f.Code] = form.Format(f.Value, form.CellOf(table.Edition, f.Code).Measure)
			}
			if f.State != data.Read {
				odd[f.Code] = f.State.String() + " " + string(f.Doubt)
			}
		}
	}
	return values, odd
}
