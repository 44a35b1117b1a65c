package check

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

func TestTheSixChapters(t *testing.T) {
	t.Parallel()
	without := func(n int) func(*data.Report) {
		return func(r *data.Report) { r.Chapters = slices.Delete(r.Chapters, n, n+1) }
	}
	tests := map[string]struct {
		change func(*data.Report)
		want   []brief
	}{
		"all there":                        {func(*data.Report) {}, []brief{}},
		"the fifth is missing":             {without(4), []brief{{"A-7", "chapters", "error", "没有“五、存在的主要问题及改进情况”"}}},
		"the heading is part of the table": {without(2), []brief{}},
		"the chapter and its table":        {func(r *data.Report) { without(3)(r); r.Tables = r.Tables[:2] }, []brief{{"A-7", "chapters", "error", "没有“四、政府信息公开行政复议、行政诉讼情况”"}}},
		"in another order":                 {func(r *data.Report) { slices.Reverse(r.Chapters[4:]) }, []brief{{"A-7", "chapters", "error", "次序与格式不一致：“六、其他需要报告的事项”"}}},
		"worded a little otherwise": {func(r *data.Report) {
			r.Chapters[4].Title = "五、政府信息公开工作存在的不足及改进措施"
		}, []brief{}},
		"a heading without its number":         {func(r *data.Report) { without(5)(r); r.Chapters[4].Text += "\n其他需要报告的事项\n无。" }, []brief{}},
		"a sentence is no heading":             {func(r *data.Report) { without(5)(r); r.Chapters[4].Text += "\n没有其他需要报告的事项。" }, []brief{{"A-7", "chapters", "error", "没有“六、其他需要报告的事项”"}}},
		"no chapter at all":                    {func(r *data.Report) { r.Chapters = nil }, []brief{{"A-7", "chapters", "info", "无法核对：文件中没有识别到各章的文字"}}},
		"a workbook with the tables alone":     {func(r *data.Report) { r.Chapters = []data.Chapter{{Title: "二、主动公开政府信息情况"}} }, []brief{{"A-7", "chapters", "info", "无法核对：文件中没有识别到各章的文字"}}},
		"the form before 2019 prescribes none": {func(r *data.Report) { *r = *newReport("2014", 2016, nil); r.Chapters = nil }, []brief{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := balanced(nil)
			tt.change(r)
			if diff := cmp.Diff(tt.want, only("A-7", Derive(input(r)))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTheChapterOnProblems(t *testing.T) {
	t.Parallel()
	const long = "一是个别科室公开不够及时，二是政策解读形式单一，三是业务人员更换频繁。下一步把公开时限列入目标任务，多用图表解读，加强培训。"
	tests := map[string]struct {
		now, before string
		want        []brief
	}{
		"nothing":            {"", long, []brief{{"A-10", "problems", "warning", "“存在的主要问题及改进情况”一章没有内容"}}},
		"none":               {"无。", long, []brief{{"A-10", "problems", "warning", "“存在的主要问题及改进情况”一章只有2字：“无。”"}}},
		"short by one":       {strings.Repeat("改", 29), long, []brief{{"A-10", "problems", "warning", "“存在的主要问题及改进情况”一章只有29字：“" + strings.Repeat("改", 29) + "”"}}},
		"just long enough":   {strings.Repeat("改", 30), long, []brief{}},
		"copied":             {long, long, []brief{{"A-10", "problems", "warning", "“存在的主要问题及改进情况”一章与2022年度报告有100%相同（年份和套话不计）"}}},
		"with another year":  {"2023年存在的主要问题：\n" + long, "2022年，我局" + long, []brief{{"A-10", "problems", "warning", "“存在的主要问题及改进情况”一章与2022年度报告有100%相同（年份和套话不计）"}}},
		"another problem":    {strings.Replace(long, "政策解读形式单一", "基层站所公开意识不强", 1), long, []brief{}},
		"only boilerplate":   {strings.Repeat("我局政府信息公开工作", 4), strings.Repeat("我局政府信息公开工作", 4), []brief{}},
		"a model's words":    {"（文字描述）", long, []brief{}},
		"last year had none": {long, "无。", []brief{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			now, before := balanced(nil), lastYear(3)
			now.Chapters[4].Text, before.Chapters[4].Text = tt.now, tt.before
			if diff := cmp.Diff(tt.want, only("A-10", compared(now, before))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPartsOfTheChapterNumberedLikeChapters(t *testing.T) {
	t.Parallel()
	r := balanced(nil)
	r.Chapters = slices.Insert(r.Chapters, 5, data.Chapter{Title: "一、存在问题", Text: r.Chapters[4].Text})
	r.Chapters[4].Text = ""
	if diff := cmp.Diff([]brief{}, only("A-10", Derive(input(r)))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestWordsLeftFromAModel(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"该部分以表格形式报告。表格如下：": "该部分以表格形式报告",
		"（文字描述）":             "（文字描述）",
		"主动公开政府信息共____条。":    "主动公开政府信息共____条",
		"全年共  条，比上年多。":       "全年共 条，比上年多",
		"收到申请XX件。":           "收到申请XX件",
		"由××县××局编制。":         "由××县××局编制",
		"全年收到申请______件。":     "全年收到申请______件",
		"填报提示（报送前删去）：请核对。":   "填报提示（报送前删去）：请核对",
		"全年公开信息38条。":         "",
		"未接到要求公开政府信息的申请件。":   "",
		"修订《条例》 条款，按 条例办理。":  "",
		"公开（……）等事项，全年共38 条。": "",
		"认真落实《政府信息公开条例》。":    "",
		"……件件有回音，条条有着落。":     "",
	} {
		r := balanced(nil)
		r.Chapters[0].Text = text
		got := ""
		for _, f := range only("A-11", Derive(input(r))) {
			got += f.Text
		}
		if want != "" {
			want = "疑为没有改写的模板文字：“一、总体情况”中“" + want + "”"
		}
		if got != want {
			t.Errorf("%s: want %q, got %q", text, want, got)
		}
	}
}

func TestNamesOfOneAgency(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		title, text string
		own         []string
		want        string
	}{
		"the same":                      {"示例县民政局", "示例县民政局", []string{"示例县民政局"}, ""},
		"without the county":            {"民政局", "县民政局", []string{"示例县民政局"}, ""},
		"a short form":                  {"示例县发改局", "示例县发展和改革局", []string{"示例县发展和改革局"}, ""},
		"its office":                    {"示例县民政局", "示例县民政局办公室", nil, ""},
		"a nameplate":                   {"示例县农业农村局", "示例县农业农村局（示例县乡村振兴局）", nil, ""},
		"a market bureau is no county":  {"市场监督管理局", "示例县市场监督管理局", nil, ""},
		"an alias":                      {"示例县政数局", "示例县行政审批局", []string{"示例县行政审批局", "示例县政数局"}, ""},
		"compiled by the county office": {"示例县民政局", "示例县人民政府办公室", []string{"示例县民政局"}, ""},
		"no name in the text":           {"示例县民政局", "", []string{"示例县民政局"}, ""},
		"a model's name":                {"示例县民政局", "××县××局", []string{"示例县民政局"}, ""},
		"another in the text":           {"示例县民政局", "示例县水利局", []string{"示例县民政局"}, "标题为“示例县民政局”，正文为“示例县水利局”"},
		"the name before a reform":      {"示例县自然资源局", "示例县国土资源局", nil, "标题为“示例县自然资源局”，正文为“示例县国土资源局”"},
		"filed under another":           {"示例县水利局", "示例县水利局", []string{"示例县民政局"}, "标题为“示例县水利局”，名录为“示例县民政局”"},
		"no title":                      {"", "示例县水利局", []string{"示例县民政局"}, "名录为“示例县民政局”，正文为“示例县水利局”"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := input(balanced(nil))
			in.Agency = nil
			if len(tt.own) > 0 {
				in.Agency = &data.Agency{Key: "k", Name: tt.own[0], Aliases: tt.own[1:], Group: data.GroupDepartment}
			}
			for source, value := range map[string]string{data.FromTitle: tt.title, data.FromText: tt.text} {
				if value != "" {
					in.Report.Evidence = append(in.Report.Evidence, data.Evidence{Field: "agency", Source: source, Value: value})
				}
			}
			got := ""
			for _, f := range only("A-6", Derive(in)) {
				got += f.Text
			}
			if got != tt.want {
				t.Errorf("want %q, got %q", tt.want, got)
			}
			in.Kind = data.Published
			if got := only("A-6", Derive(in)); len(got) > 0 {
				t.Errorf("the county's own report: want nothing, got %v", got)
			}
		})
	}
}
