package dashboard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

func TestEachStateIsShownApart(t *testing.T) {
	t.Parallel()
	type shown struct{ Text, Mark, Class, Flag, Reading string }
	cases := []struct {
		name    string
		edition string
		figures []data.Figure // set on a report of read zeros
		code    string
		flagged data.Severity
		want    shown
	}{
		{"read as printed", "2021", []data.Figure{{Code: "t3.new.person", State: data.Read, Value: 58, Raw: "58"}}, "t3.new.person", 0,
			shown{Text: "58", Class: "read", Reading: "已读：与原文一致。"}},
		{"read zero that is printed otherwise", "2021", []data.Figure{{Code: "t3.new.person", State: data.Read, Raw: "—"}}, "t3.new.person", 0,
			shown{Text: "0", Class: "read", Reading: "已读：原文“—”按0读取。"}},
		{"amount in another unit", "2021", []data.Figure{{Code: "t2.fee.amount", State: data.Read, Value: 25_100_000, Raw: "251000元"}}, "t2.fee.amount", 0,
			shown{Text: "25.1", Class: "read", Reading: "已读：原文“251000元”读作25.1万元。"}},
		{"blank cell", "2021", []data.Figure{{Code: "t3.new.person", State: data.Blank}}, "t3.new.person", 0,
			shown{Mark: "空", Class: "blank", Reading: "空白：原文没有填写，合计时按0计。"}},
		{"blank total that can be computed", "2021", []data.Figure{
			{Code: "t3.granted.person", State: data.Read, Value: 7}, {Code: "t3.granted.total", State: data.Blank}}, "t3.granted.total", 0,
			shown{Text: "7", Mark: "计算值", Class: "computed", Reading: "空白：原文没有填写。7件是由各分项相加得出的计算值。"}},
		{"blank total with a missing part", "2021", []data.Figure{
			{Code: "t3.granted.person", State: data.Missing, Doubt: data.DoubtRowMissing}, {Code: "t3.granted.total", State: data.Blank}}, "t3.granted.total", 0,
			shown{Mark: "空", Class: "blank", Reading: "空白：原文没有填写，也不能由各分项算出，不计入合计。"}},
		{"missing", "2021", []data.Figure{{Code: "t3.new.person", State: data.Missing, Doubt: data.DoubtRowMissing}}, "t3.new.person", data.Error,
			shown{Mark: "未找到", Class: "missing", Flag: "error", Reading: "未找到：文件中没有这一行。没有取值，不计入合计。"}},
		{"unreadable shows what is printed", "2021", []data.Figure{{Code: "t3.new.person", State: data.Unreadable, Raw: "3O", Doubt: data.DoubtNotNumber}}, "t3.new.person", data.Error,
			shown{Text: "3O", Mark: "无法识别", Class: "unreadable", Flag: "error", Reading: "无法识别：原文不是数字。没有取值，不计入合计。"}},
		{"doubtful", "2021", []data.Figure{{Code: "t3.new.person", State: data.Doubtful, Value: 22, Raw: "22（其中修订16件）", Doubt: data.DoubtAnnotated}}, "t3.new.person", data.Warning,
			shown{Text: "22", Mark: "存疑", Class: "doubtful", Flag: "warning", Reading: "存疑：数字后面带有说明文字。读作22件，请对照原文核实。"}},
		{"a remark marks nothing", "2021", []data.Figure{{Code: "t3.new.person", State: data.Read, Value: 1, Raw: "1"}}, "t3.new.person", data.Info,
			shown{Text: "1", Class: "read", Reading: "已读：与原文一致。"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := zeroReport(c.edition, 2023)
			for _, f := range c.figures {
				setFigure(r, f)
			}
			var findings []data.Finding
			if c.flagged != 0 {
				findings = []data.Finding{{Severity: c.flagged, Codes: []string{c.code}}}
			}
			f := newReportFigures(r, findings)
			figure, _ := r.Figure(c.code)
			cell := form.CellOf(c.edition, c.code)
			s := f.show(cell, figure)
			got := shown{s.Text, s.Mark, s.Class, s.Flag, f.reading(cell, figure)}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("figure (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEmptyTableHasNoZeros(t *testing.T) {
	t.Parallel()
	r := zeroReport("2021", 2023)
	for i := range r.Tables {
		for k := range r.Tables[i].Figures {
			r.Tables[i].Figures[k].State = data.Blank
		}
	}
	f := newReportFigures(r, nil)
	figure, _ := r.Figure("t3.new.person")
	want := "空白：整张表没有填写，不计入合计。"
	if got := f.reading(form.CellOf("2021", "t3.new.person"), figure); got != want {
		t.Errorf("want %q, got %q", want, got)
	}
}

func TestExplainedFindingsMarkNothing(t *testing.T) {
	t.Parallel()
	f := newReportFigures(zeroReport("2021", 2023), []data.Finding{{Severity: data.Error, Explained: true, Codes: []string{"t3.new.person"}}})
	if got := f.show(form.CellOf("2021", "t3.new.person"), data.Figure{Code: "t3.new.person", State: data.Read}).Flag; got != "" {
		t.Errorf("want no flag, got %q", got)
	}
}

func TestRowsOfAnotherEditionHaveATableOfTheirOwn(t *testing.T) {
	t.Parallel()
	table := zeroReport("2021", 2023).Table("t3")
	for _, c := range []string{"person", "total"} {
		table.Figures = append(table.Figures, data.Figure{Code: "t3.other." + c, State: data.Read, Value: 4, Extra: true})
	}
	extras := extraTables(table)
	if len(extras) != 1 {
		t.Fatalf("want 1 extra table, got %d", len(extras))
	}
	var got []string
	for _, l := range layOut(extras[0], func(c *form.Cell) *shownFigure { return &shownFigure{Code: c.Code} }).Body {
		var cells []string
		for _, c := range l.Cells {
			text := c.Text
			if c.Figure != nil {
				text = "=" + c.Figure.Code
			}
			cells = append(cells, text)
		}
		got = append(got, strings.TrimSpace(l.Class+" "+strings.Join(cells, " | ")))
	}
	want := []string{
		"section 三、本年度办理结果",
		"header 指标项 | 自然人 | 法人或其他组织／商业企业 | 法人或其他组织／科研机构 | 法人或其他组织／社会公益组织 | 法人或其他组织／法律服务机构 | 法人或其他组织／其他 | 总计",
		"（六）其他处理 | =t3.other.person | =t3.other.business | =t3.other.research | =t3.other.charity | =t3.other.legal | =t3.other.other | =t3.other.total",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("lines (-want +got):\n%s", diff)
	}
}
