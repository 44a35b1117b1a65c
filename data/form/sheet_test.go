package form_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/form"
)

// drawn writes lines as text: label[rows×columns], a figure as its code's end.
func drawn(lines []form.SheetLine) []string {
	var out []string
	for _, l := range lines {
		var cells []string
		for _, c := range l.Cells {
			text := c.Text
			if c.Cell != nil {
				text = "=" + c.Cell.Code
			}
			if c.RowSpan > 1 || c.ColSpan > 1 {
				text += fmt.Sprintf("[%d×%d]", c.RowSpan, c.ColSpan)
			}
			cells = append(cells, text)
		}
		out = append(out, strings.TrimSpace(l.Class+" "+strings.Join(cells, " | ")))
	}
	return out
}

func sheetOf(edition, table string) form.Sheet {
	return form.ByID(edition).Table(table).Sheet()
}

func TestSheetIsAsTheFormPrintsIt(t *testing.T) {
	t.Parallel()
	figures := func(row string) string {
		var out []string
		for _, c := range []string{"person", "business", "research", "charity", "legal", "other", "total"} {
			out = append(out, "="+row+"."+c)
		}
		return strings.Join(out, " | ")
	}
	t3 := sheetOf("2021", "t3")
	cases := []struct {
		name string
		got  []string
		want []string
	}{
		{"three header lines of table 3", drawn(t3.Head), []string{
			"（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）[3×3] | 申请人情况[1×7]",
			"自然人[2×1] | 法人或其他组织[1×5] | 总计[2×1]",
			"商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他",
		}},
		{"merged row labels of table 3", drawn(t3.Body[:6]), []string{
			"一、本年新收政府信息公开申请数量[1×3] | " + figures("t3.new"),
			"二、上年结转政府信息公开申请数量[1×3] | " + figures("t3.carried_in"),
			"三、本年度办理结果[22×1] | （一）予以公开[1×2] | " + figures("t3.granted"),
			"（二）部分公开（区分处理的，只计这一情形，不计其他情形）[1×2] | " + figures("t3.partial"),
			"（三）不予公开[8×1] | 1.属于国家秘密 | " + figures("t3.refused.secret"),
			"2.其他法律行政法规禁止公开 | " + figures("t3.refused.law"),
		}},
		{"sum row of table 3", drawn(t3.Body[23:24]), []string{"sum （七）总计[1×2] | " + figures("t3.total")}},
		{"sections of table 2", drawn(sheetOf("2021", "t2").Body[:6]), []string{
			"section 第二十条第（一）项[1×4]",
			"header 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数",
			"规章 | =t2.regulation.issued | =t2.regulation.repealed | =t2.regulation.in_force",
			"行政规范性文件 | =t2.normative.issued | =t2.normative.repealed | =t2.normative.in_force",
			"section 第二十条第（五）项[1×4]",
			"header 信息内容 | 本年处理决定数量[1×3]",
		}},
		{"sections with two and three columns share their width", drawn(sheetOf("2019", "t2").Body[12:15]), []string{
			"section 第二十条第（八）项[1×7]",
			"header 信息内容 | 上一年项目数量[1×3] | 本年增/减[1×3]",
			"行政事业性收费 | =t2.fee.items_last[1×3] | =t2.fee.items_change[1×3]",
		}},
		{"three header lines of table 4", drawn(sheetOf("2021", "t4").Head), []string{
			"行政复议[1×5] | 行政诉讼[1×10]",
			"结果维持[2×1] | 结果纠正[2×1] | 其他结果[2×1] | 尚未审结[2×1] | 总计[2×1] | 未经复议直接起诉[1×5] | 复议后起诉[1×5]",
			"结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计",
		}},
		{"table of 2014 with its headings", drawn(sheetOf("2014", "s").Body[:6]), []string{
			"section 一、主动公开情况 | —— | ——",
			"（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条） | 条 | =s.disclosed",
			"其中：主动公开规范性文件数 | 条 | =s.disclosed.normative",
			"制发规范性文件总数 | 件 | =s.normative_issued",
			"（二）通过不同渠道和方式公开政府信息的情况 | —— | ——",
			"1.政府公报公开政府信息数 | 条 | =s.channel.gazette",
		}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, c.got); diff != "" {
				t.Errorf("lines (-want +got):\n%s", diff)
			}
		})
	}
}

// Every table of every edition must fill its rectangle exactly and show each
// of its cells once: a wrong span would put a figure under another heading.
func TestSheetsAreFullRectangles(t *testing.T) {
	t.Parallel()
	for _, e := range form.Editions() {
		for _, table := range e.Tables {
			s := sheetOf(e.ID, table.Name)
			name := e.ID + " " + table.Name
			seen := map[string]int{}
			for _, part := range [][]form.SheetLine{s.Head, s.Body} {
				for i, width := range widths(part, s.Width) {
					if width != s.Width {
						t.Errorf("%s line %d: want %d columns, got %d", name, i, s.Width, width)
					}
				}
				for _, l := range part {
					for _, c := range l.Cells {
						if c.Cell != nil {
							seen[c.Cell.Code]++
						}
					}
				}
			}
			for _, c := range table.Cells {
				if seen[c.Code] != 1 {
					t.Errorf("%s: want %s once, got %d times", name, c.Code, seen[c.Code])
				}
			}
		}
	}
}

// widths counts the columns that each line covers, spans from above included.
func widths(lines []form.SheetLine, columns int) []int {
	left := make([]int, columns+20) // lines that a span still covers, by column
	var out []int
	for _, l := range lines {
		at, width := 0, 0
		for _, c := range l.Cells {
			for left[at] > 0 {
				at++
			}
			for range c.ColSpan {
				left[at] = c.RowSpan
				at++
			}
		}
		for i := range left {
			if left[i] > 0 {
				width++
				left[i]--
			}
		}
		out = append(out, width)
	}
	return out
}
