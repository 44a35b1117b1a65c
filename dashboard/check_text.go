package dashboard

import (
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// opinion is the text that the office sends to an agency (退回意见): its open
// errors, then its open warnings, in the official sentences.
func opinion(name string, k data.ReportKey, found []data.Finding) string {
	var wrong, why []string
	for _, f := range found {
		switch {
		case f.Explained:
		case f.Severity == data.Error:
			wrong = append(wrong, sentenceOf(f))
		case f.Severity == data.Warning:
			why = append(why, sentenceOf(f))
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s：\n你单位%d年度政府信息公开工作年度报告经核对，%s。\n", name, k.Year, amountOf(len(wrong), len(why)))
	numbered(&b, "需要更正：", wrong)
	numbered(&b, "需要说明：", why)
	b.WriteString("请对照台账核实后重新报送；确属实情的，请逐条说明原因。")
	if len(wrong) > 0 {
		b.WriteString("年报已在网站公开的，请同时更正公开的内容。")
	}
	return b.String()
}

func amountOf(wrong, why int) string {
	switch {
	case why == 0:
		return fmt.Sprintf("有%d处需要更正", wrong)
	case wrong == 0:
		return fmt.Sprintf("有%d处需要说明", why)
	}
	return fmt.Sprintf("有%d处需要更正、%d处需要说明", wrong, why)
}

func numbered(b *strings.Builder, heading string, lines []string) {
	if len(lines) == 0 {
		return
	}
	b.WriteString(heading + "\n")
	for i, l := range lines {
		fmt.Fprintf(b, "%d. %s\n", i+1, l)
	}
}

// sentenceOf is a finding in one sentence: the rule, then the equation.
func sentenceOf(f data.Finding) string {
	text := strings.TrimRight(f.Title, "。")
	if f.Text != "" {
		text += "。" + strings.TrimRight(f.Text, "。")
	}
	return text + "。"
}

// verdictTable is the list of agencies for CSV and JSON.
func (b *checkBuilder) verdictTable() *aggregate.Table {
	t := &aggregate.Table{Name: "check", Title: fmt.Sprintf("%d年度核对结论", b.page.Year), Columns: []aggregate.Column{
		{Key: "serial", Title: "序号"}, {Key: "agency", Title: "单位"}, {Key: "group", Title: "类别"}, {Key: "verdict", Title: "结论"},
		{Key: "errors", Title: "错误"}, {Key: "warnings", Title: "待说明"}, {Key: "infos", Title: "提示"}, {Key: "explained", Title: "已说明"}, {Key: "reviewed", Title: "审核"},
	}}
	number := func(n int) aggregate.Cell { return aggregate.Cell{Kind: aggregate.NumberCell, N: int64(n)} }
	for _, g := range b.page.Groups {
		for _, a := range g.Agencies {
			t.Rows = append(t.Rows, aggregate.Row{Key: a.Key, Cells: []aggregate.Cell{
				number(a.Serial), {Text: a.Name}, {Text: g.Name}, {Text: string(a.Verdict)},
				number(a.Counts.errors), number(a.Counts.warnings), number(a.Counts.infos), number(a.Said), {Text: a.reviewed()},
			}})
		}
	}
	return t
}

// reviewed says who reviewed the report; empty where nobody did.
func (a checkAgency) reviewed() string {
	if a.Review == nil {
		return ""
	}
	return a.Review.Done
}

// findingTable is the findings in the chosen state for CSV and JSON.
func (b *checkBuilder) findingTable() *aggregate.Table {
	t := &aggregate.Table{Name: "findings", Title: fmt.Sprintf("%d年度疑点", b.page.Year), Columns: []aggregate.Column{
		{Key: "agency", Title: "单位"}, {Key: "severity", Title: "类别"}, {Key: "rule", Title: "规则"}, {Key: "title", Title: "应当"},
		{Key: "text", Title: "算式"}, {Key: "status", Title: "状态"}, {Key: "reason", Title: "说明"}, {Key: "person", Title: "说明人（自填）"},
	}}
	for _, f := range b.found {
		if !b.chosen(f) {
			continue
		}
		status, e := "未处理", data.Explanation{}
		if f.Explanation != nil {
			e = *f.Explanation
		}
		if f.Explained {
			status = "已说明"
		}
		t.Rows = append(t.Rows, aggregate.Row{Key: f.Agency, Cells: []aggregate.Cell{
			{Text: b.visit.nameOf(f.Agency)}, {Text: f.Severity.Label()}, {Text: f.Rule}, {Text: f.Title}, {Text: f.Text}, {Text: status}, {Text: e.Reason}, {Text: e.Person},
		}})
	}
	return t
}
