package extract

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/form"
)

// model is a report before it is written down.
type model struct {
	e          *form.Edition
	v          truth
	t2, t3, t4 mtable
	title      string
	before     []string // paragraphs before the tables
	after      []string // under table 3
}

func newModel(edition string) *model {
	e := form.ByID(edition)
	v := randomTruth(e, rand.New(rand.NewPCG(7, uint64(e.From))))
	for _, t := range e.Tables {
		for _, c := range t.Cells {
			// No two alike, so that a shift shows.
			if v[c.Code] == "0" {
				v[c.Code] = fmt.Sprint(200_000 + c.Order)
			}
		}
	}
	return &model{e: e, v: v, title: "示例县财政局2022年政府信息公开工作年度报告", t2: slices.Concat(table2(e, v)...), t3: slices.Concat(head3(), rows3(e, v)), t4: table4(e, v)}
}

func (m *model) document(s style) *document.Document {
	b := new(document.Builder)
	say(b, m.title, "一、总体情况", "全年公开123条。")
	say(b, m.before...)
	for _, t := range []mtable{m.t2, m.t3, m.t4} {
		if t != nil {
			s(b, t)
		}
		if len(m.after) > 0 {
			say(b, m.after...)
		}
	}
	return &b.Doc
}

// edit changes every cell whose text is from.
func (t mtable) edit(from, to string) {
	n := 0
	for _, row := range t {
		for i := range row {
			if row[i].text == from {
				row[i].text = to
				n++
			}
		}
	}
	if n == 0 {
		panic("no cell says " + from)
	}
}

// at returns the row with a cell that says label.
func (t mtable) at(label string) int {
	i := slices.IndexFunc(t, func(row []mcell) bool {
		return slices.ContainsFunc(row, func(c mcell) bool { return strings.Contains(c.text, label) })
	})
	if i < 0 {
		panic("no row " + label)
	}
	return i
}

// set changes the printed value of one cell.
func (m *model) set(code, text string) {
	for _, t := range []mtable{m.t2, m.t3, m.t4} {
		for _, row := range t {
			for i := range row {
				if row[i].text == m.v[code] && row[i].text != "" {
					row[i].text = text
					return
				}
			}
		}
	}
	panic("no cell " + code)
}

// odds are the figures that are not simply read, by code: value, state, reason.
type odds map[string]string

func rowOdds(m *model, said string, rows ...string) odds {
	out := odds{}
	for _, t := range m.e.Tables {
		for _, c := range t.Cells {
			if slices.Contains(rows, c.Row.Code) {
				out[c.Code] = said
			}
		}
	}
	return out
}

const (
	rowGone   = " missing row_missing"
	tableGone = " missing table_missing"
)

func TestLayoutsSeenInReports(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		edition string
		styles  []string // empty: all
		change  func(m *model)
		want    func(m *model) odds // nil: every figure is read
	}{
		{name: "characters of a label lost", change: func(m *model) {
			m.t3.edit("2.其他法律行政法规禁止公开", "2.其他法律行政止公开")
			m.t3.edit("7.属于行政执法案卷", "7.属行政执法案卷")
			m.t3.edit("（一）予以公开", "（一）予以公")
			m.t2.edit("行政事业性收费", "行政事业收费")
		}},
		{name: "other wording", change: func(m *model) {
			m.t4.edit("结果维持", "结果维护")
			m.t3.edit("总计", "合　计")
			m.t3.edit("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "（二）部分公开（区分处理的，只记这一情形，不记其他情形）")
			m.t3.edit("1.信访举报投诉类申请", "1、信访投诉举报类申请")
		}},
		{name: "other numbering, spaces, line breaks and quotes in labels", change: func(m *model) {
			m.t3.edit("3.危及“三安全一稳定”", "3、危及 \"三安全\n一稳定\"")
			m.t3.edit("1.属于国家秘密", "属于\n国家秘密")
			m.t3.edit("4.保护第三方合法权益", "４．保护第三方合法权益")
			m.t3.edit("三、本年度办理结果", "三\n、\n本\n年\n度\n办\n理\n结\n果")
			m.t3.edit("一、本年新收政府信息公开申请数量", "一 本年新收政府信息公开申请数量")
			m.t3.edit("（七）总计", "(七)总  计")
		}},
		{name: "explanations added to labels", change: func(m *model) {
			m.t2.edit("现行有效件数", "现行有效件数\n（历史累计）")
			m.t4.edit("行政复议", "行政复议（因政府信息公开被行政复议）")
			m.t4.edit("行政诉讼", "行政诉讼（因政府信息公开被行政诉讼）")
			m.t3.edit("自然人", "自然人（个人）")
			m.t3.edit("四、结转下年度继续办理", "四、结转下年度继续办理（件）")
		}},
		{name: "two headers both cut to 本年新", edition: "2019", change: func(m *model) {
			m.t2.edit("本年新制作数量", "本年新")
			m.t2.edit("本年新公开数量", "本年新")
		}, want: func(m *model) odds {
			out := odds{}
			for _, code := range []string{"t2.regulation.made", "t2.regulation.published", "t2.normative.made", "t2.normative.published"} {
				out[code] = m.v[code] + " doubtful label"
			}
			return out
		}},
		{name: "an empty header cell too many", styles: []string{"spans kept", "cells one by one", "column spans without row span"}, change: func(m *model) {
			m.t2[1] = slices.Insert(m.t2[1], 1, cellOf(""))
		}},
		{name: "narrower label cells in data rows than in the header", styles: []string{"spans kept"}, change: func(m *model) {
			for _, label := range []string{"一、本年新收", "二、上年结转", "四、结转下年度"} {
				m.t3[m.t3.at(label)][0].cs = 2
			}
		}},
		{name: "other handling as one row in a table of 2021", change: func(m *model) {
			i := m.t3.at("1.申请人无正当理由")
			m.t3[i] = append([]mcell{wide("（六）其他处理", 2)}, plainRow("11", "12", "13", "14", "15", "16", "17")...)
			m.t3 = slices.Delete(m.t3, i+1, i+3)
			for i := range m.t3 {
				if m.t3[i][0].rs > 20 {
					m.t3[i][0].rs -= 2
				}
			}
		}, want: func(m *model) odds {
			out := rowOdds(m, rowGone, "t3.other.uncorrected", "t3.other.unpaid", "t3.other.else")
			for i, c := range []string{"person", "business", "research", "charity", "legal", "other", "total"} {
				out["t3.other."+c] = string(rune('1')) + string(rune('1'+i)) + " extra"
			}
			return out
		}},
		{name: "procurement of 2019 in a table of 2021", change: func(m *model) {
			m.t2 = append(m.t2, []mcell{wide("第二十条第（九）项", 4)},
				[]mcell{cellOf("信息内容"), cellOf("采购项目数量"), wide("采购总金额", 2)},
				[]mcell{cellOf("政府集中采购"), cellOf("3"), wide("251000元", 2)})
		}, want: func(*model) odds {
			return odds{"t2.procurement.projects": "3 extra", "t2.procurement.amount": "25.1 extra"}
		}},
		{name: "table 2 of 2019 in a report of 2021", change: func(m *model) {
			old := newModel("2019")
			m.t2 = old.t2
			for _, c := range m.e.Table("t2").Cells {
				delete(m.v, c.Code)
			}
			for _, c := range old.e.Table("t2").Cells {
				m.v[c.Code] = strings.TrimSuffix(old.v[c.Code], "万元")
			}
		}},
		{name: "notes and facts around the tables", change: func(m *model) {
			m.before = []string{"2021年政府信息公开工作年度报告", "收到申请35件，办结33件，结转2件。", "单位：件"}
			m.after = []string{"注：本年新收 12，上年结转 3。", "第 3 页"}
			m.t3 = append(m.t3, []mcell{wide("注：行政许可含2021年结转的35件", 10)})
		}},
		{name: "a row without its label", change: func(m *model) { m.t3.edit("5.属于三类内部事务信息", "") },
			want: func(m *model) odds { return rowOdds(m, rowGone, "t3.refused.internal") }},
		{name: "a row that the form does not have", change: func(m *model) {
			i := m.t3.at("8.属于行政查询事项")
			m.t3 = slices.Insert(m.t3, i+1, append([]mcell{cellOf("9.县里另加的情形")}, plainRow("91", "92", "93", "94", "95", "96", "97")...))
			for i := range m.t3 {
				for k := range m.t3[i] {
					if rs := m.t3[i][k].rs; rs == 8 || rs > 20 {
						m.t3[i][k].rs++
					}
				}
			}
		}},
		{name: "a label like two rows", change: func(m *model) {
			m.t3.edit("二、上年结转政府信息公开申请数量", "二、政府信息公开申请数量")
		},
			want: func(m *model) odds { return rowOdds(m, rowGone, "t3.carried_in") }},
		{name: "a row twice with other values", change: func(m *model) {
			i := m.t3.at("四、结转下年度")
			m.t3 = append(m.t3, slices.Clone(m.t3[i]))
			m.t3[len(m.t3)-1][1].text = "5"
		}, want: func(m *model) odds {
			return odds{"t3.carried_out.person": m.v["t3.carried_out.person"] + " doubtful repeated"}
		}},
		{name: "a column of serial numbers", styles: []string{"spans kept", "every position a cell", "sheet without empty cells"}, change: func(m *model) {
			m.t3[0] = slices.Insert(m.t3[0], 1, span("行次", 3, 1))
			for i := 3; i < len(m.t3); i++ {
				m.t3[i] = slices.Insert(m.t3[i], len(m.t3[i])-7, cellOf(string(rune('1'+i%9))))
			}
		}},
		{name: "numbers of items in cells of their own", styles: []string{"spans kept", "every position a cell", "merged text repeated", "cells one by one", "column spans without row span", "sheet without empty cells"}, change: func(m *model) {
			for i := 3; i < len(m.t3); i++ {
				k := len(m.t3[i]) - 8
				label := m.t3[i][k]
				number, rest, ok := strings.Cut(label.text, ".")
				if !ok {
					m.t3[i][k].cs++
					continue
				}
				m.t3[i][k].text = rest
				m.t3[i] = slices.Insert(m.t3[i], k, cellOf(number))
			}
			m.t3[0][0].cs = 4
		}},
		{name: "a column of remarks", change: func(m *model) {
			m.t3[0] = append(m.t3[0], span("备注", 3, 1))
			for i := 3; i < len(m.t3); i++ {
				m.t3[i] = append(m.t3[i], cellOf("8"))
			}
		}, styles: []string{"spans kept", "every position a cell", "sheet without empty cells"}},
		{name: "no header over table 3", change: func(m *model) { m.t3 = m.t3[3:] },
			want: func(m *model) odds {
				out := odds{}
				for _, c := range m.e.Table("t3").Cells {
					out[c.Code] = m.v[c.Code] + " doubtful order"
				}
				return out
			}, styles: []string{"spans kept", "cells one by one", "column spans without row span"}},
		{name: "no table 4", change: func(m *model) { m.t4 = nil },
			want: func(m *model) odds { return rowOdds(m, tableGone, "t4.review", "t4.direct", "t4.after_review") }},
		{name: "table 4 without its groups", change: func(m *model) { m.t4 = m.t4[2:] },
			want: func(m *model) odds { return rowOdds(m, tableGone, "t4.review", "t4.direct", "t4.after_review") }},
		{name: "table 4 with its groups in rows", change: func(m *model) {
			head := append(plainRow("项目"), m.t4[2][:5]...)
			values := m.t4[3]
			m.t4 = mtable{
				head, append(plainRow("行政复议"), values[:5]...),
				append(plainRow("未经复议直接起诉"), values[5:10]...), append(plainRow("复议后起诉"), values[10:]...),
			}
		}},
		{name: "table 4 with a label before its values", change: func(m *model) {
			m.t4[0] = slices.Insert(m.t4[0], 0, span("项目", 3, 1))
			m.t4[3] = slices.Insert(m.t4[3], 0, cellOf("件数"))
		}},
		{name: "an amount in yuan by its header", change: func(m *model) {
			m.t2.edit("本年收费金额（单位：万元）", "本年收费金额（单位：元）")
			m.set("t2.fee.amount", "251,000.5")
			m.v["t2.fee.amount"] = "25.10005"
		}},
		{name: "an amount without a unit", change: func(m *model) { m.t2.edit("本年收费金额（单位：万元）", "本年收费金额") },
			want: func(m *model) odds {
				return odds{"t2.fee.amount": m.v["t2.fee.amount"] + " doubtful no_unit"}
			}},
		{name: "numbers that a person must look at", change: func(m *model) {
			m.set("t2.normative.in_force", "22（其中修订16件）")
			m.set("t2.license.decisions", "1 234")
			m.set("t2.penalty.decisions", "3O")
			m.set("t3.new.person", "-1")
			m.set("t3.new.total", "1.5")
			m.set("t2.fee.amount", "1.2345678")
		}, want: func(*model) odds {
			return odds{
				"t2.normative.in_force": "22 doubtful annotated", "t2.license.decisions": "1234 doubtful spaced", "t2.penalty.decisions": " unreadable not_number",
				"t3.new.person": " unreadable negative", "t3.new.total": " unreadable fraction", "t2.fee.amount": "1.234568 doubtful finer",
			}
		}},
		{name: "two columns merged in one row", styles: []string{"spans kept"}, change: func(m *model) {
			i := m.t3.at("2.重复申请")
			m.t3[i] = slices.Delete(m.t3[i], 3, 4)
			m.t3[i][2].cs = 2
		}, want: func(*model) odds {
			return odds{"t3.rejected.repeat.business": " missing short_row", "t3.rejected.repeat.research": " missing short_row"}
		}},
		{name: "a row with two values lost", styles: []string{"spans kept", "cells one by one"}, change: func(m *model) {
			i := m.t3.at("2.重复申请")
			m.t3[i] = m.t3[i][:6]
		}, want: func(m *model) odds { return rowOdds(m, " missing short_row", "t3.rejected.repeat") }},
		{name: "a row of noughts with two lost", styles: []string{"spans kept", "cells one by one"}, change: func(m *model) {
			i := m.t3.at("2.重复申请")
			m.t3[i] = append(m.t3[i][:1], plainRow("0", "0", "/", "00", "—")...)
		}, want: func(m *model) odds { return rowOdds(m, "0 doubtful short_row", "t3.rejected.repeat") }},
		{name: "a value that reaches over two rows", styles: []string{"spans kept"}, change: func(m *model) {
			i := m.t3.at("2.重复申请")
			m.t3[i][1].rs = 2
			m.t3[i+1] = slices.Delete(m.t3[i+1], 1, 2)
		}, want: func(m *model) odds {
			return odds{
				"t3.rejected.repeat.person":      m.v["t3.rejected.repeat.person"] + " doubtful short_row",
				"t3.rejected.publication.person": " missing short_row",
			}
		}},
		{name: "values one place to the left of their headers", styles: []string{"spans kept"}, change: func(m *model) {
			i := m.t3.at("一、本年新收")
			m.t3[i][0].cs = 2
			m.t3[i] = append(m.t3[i], cellOf(""))
		}, want: func(m *model) odds {
			out := odds{}
			for _, c := range []string{"person", "business", "research", "charity", "legal", "other", "total"} {
				code := "t3.new." + c
				out[code] = m.v[code] + " doubtful order"
			}
			return out
		}},
		{name: "a header cell without its label", styles: []string{"spans kept", "every position a cell"}, change: func(m *model) { m.t3.edit("科研\n机构", "") },
			want: func(m *model) odds {
				out := odds{}
				for _, c := range m.e.Table("t3").Cells {
					out[c.Code] = m.v[c.Code] + " doubtful order"
					if c.Column.Code == "research" {
						out[c.Code] = " missing label"
					}
				}
				return out
			}},
	}
	for _, c := range cases {
		use := c.styles
		if len(use) == 0 {
			use = slices.Sorted(maps.Keys(styles))
		}
		for _, s := range use {
			t.Run(c.name+", "+s, func(t *testing.T) {
				t.Parallel()
				edition := c.edition
				if edition == "" {
					edition = "2021"
				}
				m := newModel(edition)
				c.change(m)
				var odd odds
				if c.want != nil {
					odd = c.want(m)
				}
				checkModel(t, m, styles[s], odd)
			})
		}
	}
}

// checkModel writes the model and wants every figure read, but for the odd ones.
func checkModel(t *testing.T, m *model, s style, odd odds) {
	t.Helper()
	want := odds{}
	for code, text := range m.v {
		want[code] = strings.TrimSuffix(text, "万元") + " read "
	}
	for code, said := range odd {
		want[code] = said
	}
	r, err := Extract(m.document(s), "")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, saidBy(r)); diff != "" {
		t.Errorf("figures (-want +got):\n%s", diff)
	}
}

func figureSaid(f data.Figure, edition string) string {
	value := ""
	if f.State.HasValue() {
		value = form.Format(f.Value, form.CellOf(edition, f.Code).Measure)
	}
	if f.Extra && f.State == data.Read {
		return value + " extra"
	}
	return value + " " + f.State.String() + " " + string(f.Doubt)
}

func saidBy(r *data.Report) odds {
	out := odds{}
	for _, table := range r.Tables {
		for _, f := range table.Figures {
			out[f.Code] = figureSaid(f, table.Edition)
		}
	}
	return out
}
