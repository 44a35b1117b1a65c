package extract

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/form"
)

func paragraphs(texts ...string) *document.Document {
	b := new(document.Builder)
	say(b, texts...)
	return &b.Doc
}

func TestDocumentsThatAreNoReport(t *testing.T) {
	t.Parallel()
	two := func(change func(a, b *model)) *document.Document {
		a, b := newModel("2021"), newModel("2021")
		change(a, b)
		first, second := a.document(full), b.document(full)
		for _, block := range second.Blocks {
			if block.Grid != nil {
				block.Grid.Number += 3
			}
			first.Blocks = append(first.Blocks, block)
		}
		return first
	}
	cases := []struct {
		name string
		doc  *document.Document
		want string
	}{
		{"a login page", paragraphs("示例县教育局2023年政府信息公开工作年度报告", "请登录后查看", "用户名", "密码"), document.RefuseLogin},
		{"a list of reports", paragraphs("政府信息公开年报", "示例县教育局2021年政府信息公开工作年度报告", "示例县教育局2022年政府信息公开工作年度报告", "示例县教育局2023年政府信息公开工作年度报告"), document.RefuseList},
		{"a report whose tables are gone", paragraphs("示例县教育局2023年政府信息公开工作年度报告", "一、总体情况", "新收申请35件，予以公开12件。", "二、主动公开政府信息情况", "五、存在的主要问题及改进情况"), document.RefuseNarrative},
		{"another document", paragraphs("关于做好防汛工作的通知", "各单位：35件。"), document.RefuseNotReport},
		{"nothing at all", new(document.Document), document.RefuseNotReport},
		{"two agencies", two(func(a, b *model) { b.title = "示例县民政局2022年政府信息公开工作年度报告" }), document.RefuseTwoReports},
		{"two years", two(func(a, b *model) { b.title = "示例县财政局2021年政府信息公开工作年度报告" }), document.RefuseTwoReports},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := Extract(c.doc, "")
			var refusal *document.Refusal
			if !errors.As(err, &refusal) {
				t.Fatalf("want a refusal, got %v", err)
			}
			if refusal.Code != c.want || refusal.Reason == "" || refusal.Advice == "" {
				t.Errorf("want %s with reason and advice, got %+v", c.want, refusal)
			}
		})
	}
}

func TestAnEmptyFormIsAllBlank(t *testing.T) {
	t.Parallel()
	for _, e := range form.Editions() {
		for name, s := range styles {
			if name == "sheet without empty cells" && e.ID == "2014" {
				continue // its values' column is outside the sheet
			}
			r, err := Extract(reportDoc(e, truth{}, s, layout{}), "")
			if err != nil {
				t.Errorf("%s, %s: %v", e.ID, name, err)
				continue
			}
			if !r.Unfilled() {
				t.Errorf("%s, %s: want an unfilled report", e.ID, name)
			}
			for _, table := range r.Tables {
				for _, f := range table.Figures {
					if f.State != data.Blank {
						t.Errorf("%s, %s, %s: want blank, got %s %s", e.ID, name, f.Code, f.State, f.Doubt)
					}
				}
			}
		}
	}
}

func TestPlacesRawTextsAndChapters(t *testing.T) {
	t.Parallel()
	e := form.ByID("2019")
	v := truth{"t2.procurement.amount": "75.77万元", "t3.new.person": "／"}
	r, err := Extract(reportDoc(e, v, full, layout{}), "")
	if err != nil {
		t.Fatal(err)
	}
	want := data.Figure{
		Code: "t2.procurement.amount", State: data.Read, Value: 75_770_000, Raw: "75.77万元", Place: data.Place{Grid: 1, Row: 18, Col: 3},
	}
	got, _ := r.Figure(want.Code)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("amount (-want +got):\n%s", diff)
	}
	want = data.Figure{Code: "t3.new.person", State: data.Read, Raw: "／", Place: data.Place{Grid: 2, Row: 4, Col: 4}}
	got, _ = r.Figure(want.Code)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("mark for 0 (-want +got):\n%s", diff)
	}
	chapters := []data.Chapter{
		{Title: "一、总体情况", Text: "全年主动公开政府信息843条，收到申请12件。"}, {Title: "二、主动公开政府信息情况"}, {Title: "三、收到和处理政府信息公开申请情况"},
		{Title: "四、政府信息公开行政复议、行政诉讼情况"}, {Title: "五、存在的主要问题及改进情况", Text: "无"}, {Title: "六、其他需要报告的事项", Text: "收取信息处理费400元。"},
	}
	if diff := cmp.Diff(chapters, r.Chapters); diff != "" {
		t.Errorf("chapters (-want +got):\n%s", diff)
	}
}

func TestTable2014IsReadByLabels(t *testing.T) {
	t.Parallel()
	e := form.ByID("2014")
	v := truth{}
	for i, c := range e.Table("s").Cells {
		v[c.Code] = strings.Repeat("1", 1+i%3) + string(rune('0'+i%10))
	}
	cases := []struct {
		name   string
		change func(t mtable) mtable
		want   odds
	}{
		{"no header", func(t mtable) mtable { return t[1:] }, nil},
		{"other words in the header", func(t mtable) mtable { t[0] = plainRow("指标", "计量单位", "数量"); return t }, nil},
		{"no units", func(t mtable) mtable {
			for i := range t {
				t[i] = append(t[i][:1], t[i][2])
			}
			return t
		}, odds{"s.fees": v["s.fees"] + " doubtful no_unit", "s.office.budget": v["s.office.budget"] + " doubtful no_unit"}},
		{"serial numbers in front", func(t mtable) mtable {
			for i := range t {
				t[i] = append(plainRow(string(rune('1'+i%9))), t[i]...)
			}
			return t
		}, nil},
		{"no indent and no numbering", func(t mtable) mtable {
			for i := range t {
				t[i][0].text = string(dropNumbering([]rune(compact(t[i][0].text))))
			}
			return t
		}, nil},
		{"rows of the province", func(t mtable) mtable {
			return append(t[:10:10], append(mtable{plainRow("6.新闻发布会以外的其他宣传数", "次", "99")}, t[10:]...)...)
		}, nil},
		{"a row missing", func(t mtable) mtable { i := t.at("传真申请数"); return append(t[:i:i], t[i+1:]...) }, odds{"s.received.fax": rowGone}},
		{"several columns of values", func(t mtable) mtable {
			t[0] = plainRow("统计指标", "单位", "县政府统计数", "部门统计数")
			for i := 1; i < len(t); i++ {
				t[i] = append(t[i], cellOf("8"))
			}
			return t
		}, func() odds {
			out := odds{}
			for code := range v {
				out[code] = " missing short_row"
			}
			return out
		}()},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b := new(document.Builder)
			full(b, c.change(table2014(e, v)))
			r, err := Extract(&b.Doc, "")
			if err != nil {
				t.Fatal(err)
			}
			want := odds{}
			for code, text := range v {
				want[code] = text + " read "
			}
			for code, said := range c.want {
				want[code] = said
			}
			if diff := cmp.Diff(want, saidBy(r)); diff != "" {
				t.Errorf("figures (-want +got):\n%s", diff)
			}
		})
	}
}
