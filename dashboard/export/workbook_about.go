package export

import (
	"fmt"

	"github.com/nianbao/nianbao/aggregate"
)

// maxMarks is how many lines of marks 说明 lists.
const maxMarks = 5000

// aboutWidths are the widths of 说明: 工作表, 行, 单元格, 标记.
var aboutWidths = []float64{34, 28, 50, 32}

// about writes the last sheet: what the tables are, their remarks, and which
// cells are marked.
func (b *book) about(facts []Fact, sheets []*bookSheet) error {
	if err := b.add(aboutSheet); err != nil {
		return err
	}
	a := &aboutLines{book: b}
	a.title("说明")
	for _, f := range facts {
		a.fact(f.Label, f.Text)
	}
	for _, s := range sheets {
		a.fact("表："+s.name, s.Title)
		for i, note := range s.Notes {
			a.fact("", fmt.Sprintf("%d. %s", i+1, note))
		}
	}
	a.fact("空格子", "没有数据（无年报、未找到、无法识别或不可加），不是0；填0的就是0。")
	a.fact("底色", "黄：含存疑的数；蓝：含更正的数；灰：含计算值（总计未填，由分项相加得出）。")
	a.marks(sheets)
	if a.err != nil {
		return a.err
	}
	if err := b.widths(aboutSheet, aboutWidths); err != nil {
		return err
	}
	return b.printed(aboutSheet, 1, 0, 0)
}

// aboutLines writes 说明 line by line and keeps the first error.
type aboutLines struct {
	*book
	y   int
	err error
}

func (a *aboutLines) line(cells []string, last int, looks ...look) {
	if a.err != nil {
		return
	}
	a.y++
	widths := aboutWidths[:len(cells)]
	for i, text := range cells {
		to := i + 1
		if i == len(cells)-1 {
			to = last
			widths = append(append([]float64{}, widths[:i]...), sum(aboutWidths[i:last]))
		}
		if a.err = a.wide(aboutSheet, i+1, a.y, to, a.y, text, looks[min(i, len(looks)-1)]); a.err != nil {
			return
		}
	}
	a.err = a.SetRowHeight(aboutSheet, a.y, rowHeight(cells, widths))
}

func (a *aboutLines) title(text string) {
	a.line([]string{text}, len(aboutWidths), look{kind: wholeTitle})
	if a.err == nil {
		a.err = a.SetRowHeight(aboutSheet, a.y, 34)
	}
}

func (a *aboutLines) fact(name, text string) {
	a.line([]string{name, text}, len(aboutWidths), look{kind: label, bold: true}, look{kind: label})
}

// marks lists the marked cells, so that a printed table can be read too.
func (a *aboutLines) marks(sheets []*bookSheet) {
	listed, more := 0, 0
	for _, s := range sheets {
		for _, m := range s.marks {
			if listed == maxMarks {
				more++
				continue
			}
			if listed == 0 {
				a.line([]string{""}, 1, look{kind: label})
				a.line([]string{"工作表", "行", "单元格", "标记"}, len(aboutWidths), look{kind: heading})
			}
			listed++
			a.line([]string{s.name, m.row, m.cells, m.note}, len(aboutWidths), look{})
		}
	}
	if more > 0 {
		a.fact("", fmt.Sprintf("另有%d处标记没有列出，请看同一张表的 JSON。", more))
	}
}

// Facts say what the tables of a query are made of: year, scope, how many of
// how many agencies, and where the figures come from.
func Facts(s *aggregate.Snapshot, q aggregate.Query) []Fact {
	reported, counting := s.Reported(q), len(s.Counting(q))
	facts := []Fact{
		{"县（市、区）", s.Roster().County.Name},
		{"所选年度", fmt.Sprintf("%d年度", q.Year)},
		{"口径", q.Scope.Label()},
		{"单位数", fmt.Sprintf("计入汇总的单位应报%d家，已报%d家，未报%d家。", counting, reported, counting-reported)},
		{"来源", "各单位的《政府信息公开工作年度报告》，由年报汇总核对逐份读取后汇总；含更正的数以更正后的为准。"},
	}
	if q.WithoutErrors {
		facts = append(facts, Fact{"有错误的单位", "不计入"})
	}
	if facts[0].Text == "" {
		return facts[1:]
	}
	return facts
}
