package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/form"
)

type identity struct {
	Agency string
	Year   int
	Kind   data.Kind
	Title  string
}

// titled is a report of 2021's form under the given paragraphs.
func titled(texts ...string) *document.Document {
	b := new(document.Builder)
	say(b, texts...)
	e := form.ByID("2021")
	full(b, table4(e, truth{}))
	return &b.Doc
}

func TestAgencyAndYear(t *testing.T) {
	t.Parallel()
	const prose = "一、总体情况"
	cases := []struct {
		name  string
		path  string
		lines []string
		want  identity
	}{
		{"an ordinary title", "", []string{"示例县教育局2023年政府信息公开工作年度报告", prose}, identity{"示例县教育局", 2023, data.Unit, "示例县教育局2023年政府信息公开工作年度报告"}},
		{"关于…的报告", "", []string{"示例县水利局关于2022年度政府信息公开工作情况的报告", prose}, identity{"示例县水利局", 2022, data.Unit, "示例县水利局关于2022年度政府信息公开工作情况的报告"}},
		{"year first", "", []string{"2021年度示例县审计局政府信息公开年报", prose}, identity{"示例县审计局", 2021, data.Unit, "2021年度示例县审计局政府信息公开年报"}},
		{"year behind", "", []string{"示例县审计局政府信息公开工作年度报告（2021年度）", prose}, identity{"示例县审计局", 2021, data.Unit, "示例县审计局政府信息公开工作年度报告（2021年度）"}},
		{"Chinese digits", "", []string{"示例县审计局二〇二一年政府信息公开工作年度报告", prose}, identity{"示例县审计局", 2021, data.Unit, "示例县审计局二〇二一年政府信息公开工作年度报告"}},
		{"a misprint", "", []string{"县民政局2020年度政府信息公开工作告年度报", prose}, identity{"县民政局", 2020, data.Unit, "县民政局2020年度政府信息公开工作告年度报"}},
		{"broken over two lines", "", []string{"2024 年示例市科委政府信息公开工作", "年度报告", prose}, identity{"示例市科委", 2024, data.Unit, "2024 年示例市科委政府信息公开工作年度报告"}},
		{"agency in the line above", "", []string{"示例县林业局", "2023年政府信息公开工作年度报告", prose}, identity{"示例县林业局", 2023, data.Unit, "2023年政府信息公开工作年度报告"}},
		{"year in the line below", "", []string{"示例县林业局政府信息公开工作年度报告", "（2023年）", prose}, identity{"示例县林业局", 2023, data.Unit, "示例县林业局政府信息公开工作年度报告"}},
		{"the fuller name of the text", "", []string{"县机关事务局2020年政府信息公开工作年度报告", "本报告由示例县机关事务局人秘股结合有关统计数据编制。", prose},
			identity{"示例县机关事务局", 2020, data.Unit, "县机关事务局2020年政府信息公开工作年度报告"}},
		{"another agency in the text", "", []string{"示例县农业局2017年政府信息公开工作年度报告", "本报告由甲乙县农业农村局编制。", prose},
			identity{"示例县农业局", 2017, data.Unit, "示例县农业局2017年政府信息公开工作年度报告"}},
		{"only the text", "", []string{"本报告由示例县统计局编制，统计期限自2022年1月1日起至2022年12月31日止。", prose}, identity{"示例县统计局", 2022, data.Unit, ""}},
		{"我局 is nobody", "2023/示例县司法局.docx", []string{"我局2023年政府信息公开工作年度报告", "由我局编制。", prose},
			identity{"示例县司法局", 2023, data.Unit, "我局2023年政府信息公开工作年度报告"}},
		{"file name and folder", "2022年报/附件2：示例县信访局.docx", []string{"政府信息公开工作年度报告", prose}, identity{"示例县信访局", 2022, data.Unit, "政府信息公开工作年度报告"}},
		{"the title before the period", "", []string{"示例县商务局2023年政府信息公开工作年度报告", "统计期限为2022年1月1日至2022年12月31日。", prose},
			identity{"示例县商务局", 2023, data.Unit, "示例县商务局2023年政府信息公开工作年度报告"}},
		{"other years' links before", "", []string{
			"示例县商务局2019年政府信息公开工作年度报告", "示例县商务局2020年政府信息公开工作年度报告", "示例县商务局2022年政府信息公开工作年度报告", prose,
			"示例县商务局2018年政府信息公开工作年度报告",
		}, identity{"示例县商务局", 2022, data.Unit, "示例县商务局2022年政府信息公开工作年度报告"}},
		{"no title, other years' links behind", "", []string{prose, "由示例县商务局编制，统计期限为2022年1月1日至12月31日。", "示例县商务局2018年政府信息公开工作年度报告"},
			identity{"示例县商务局", 2022, data.Unit, ""}},
		{"a bare title behind links to other years", "示例县商务局2022年政府信息公开年报.docx", []string{
			"示例县商务局2023年政府信息公开工作年度报告 2024-01-20", "示例县商务局2021年政府信息公开工作年度报告 2022-01-20", "政府信息公开工作年度报告", "编制本报告。",
		}, identity{"示例县商务局", 2022, data.Unit, "政府信息公开工作年度报告"}},
		{"a county's government", "", []string{"示例县人民政府2023年政府信息公开工作年度报告", prose}, identity{"示例县人民政府", 2023, data.Published, "示例县人民政府2023年政府信息公开工作年度报告"}},
		{"a bare county", "", []string{"示例县2023年政府信息公开工作年度报告", prose}, identity{"示例县", 2023, data.Published, "示例县2023年政府信息公开工作年度报告"}},
		{"a township's government", "", []string{"示例县甲乙镇人民政府2023年政府信息公开工作年度报告", prose}, identity{"示例县甲乙镇人民政府", 2023, data.Unit, "示例县甲乙镇人民政府2023年政府信息公开工作年度报告"}},
		{"a government's office", "", []string{"示例县人民政府办公室2023年政府信息公开工作年度报告", prose}, identity{"示例县人民政府办公室", 2023, data.Unit, "示例县人民政府办公室2023年政府信息公开工作年度报告"}},
		{"a development zone", "", []string{"示例经济开发区2023年政府信息公开工作年度报告", prose}, identity{"示例经济开发区", 2023, data.Unit, "示例经济开发区2023年政府信息公开工作年度报告"}},
		{"a nameplate", "", []string{"示例县农业农村局（乡村振兴局）2023年政府信息公开工作年度报告", prose}, identity{"示例县农业农村局（乡村振兴局）", 2023, data.Unit, "示例县农业农村局（乡村振兴局）2023年政府信息公开工作年度报告"}},
		{"a nameplate in half-width brackets", "", []string{"示例县农业农村局(乡村振兴局)2023年政府信息公开工作年度报告", prose}, identity{"示例县农业农村局（乡村振兴局）", 2023, data.Unit, "示例县农业农村局(乡村振兴局)2023年政府信息公开工作年度报告"}},
		{"a township and its government", "", []string{"禾样镇2023年政府信息公开工作年度报告", "由示例县禾样镇人民政府编制。", prose}, identity{"示例县禾样镇人民政府", 2023, data.Unit, "禾样镇2023年政府信息公开工作年度报告"}},
		{"a street and its office", "", []string{"示例县北样街道2023年政府信息公开工作年度报告", "由示例县北样街道办事处编制。", prose}, identity{"示例县北样街道办事处", 2023, data.Unit, "示例县北样街道2023年政府信息公开工作年度报告"}},
		{"over three lines", "", []string{"示例县", "教育局", "2023年政府信息公开工作年度报告", prose}, identity{"示例县教育局", 2023, data.Unit, "2023年政府信息公开工作年度报告"}},
		{"the county in a line of its own", "", []string{"示例县", "教育局2023年政府信息公开工作年度报告", prose}, identity{"示例县教育局", 2023, data.Unit, "教育局2023年政府信息公开工作年度报告"}},
		{"broken inside the agency's name", "", []string{"示例县自然", "资源局2023年政府信息公开工作年度报告", prose}, identity{"示例县自然资源局", 2023, data.Unit, "资源局2023年政府信息公开工作年度报告"}},
		{"broken inside the agency's name, over three lines", "", []string{"示例县自然", "资源局", "2023年政府信息公开工作", "年度报告", prose}, identity{"示例县自然资源局", 2023, data.Unit, "2023年政府信息公开工作年度报告"}},
		{"broken inside a word", "", []string{"示例县教育局2023年政府信", "息公开工作", "年度报告", prose}, identity{"示例县教育局", 2023, data.Unit, "示例县教育局2023年政府信息公开工作年度报告"}},
		{"a site's name above a whole title", "", []string{"示例县人民政府", "示例县教育局2023年政府信息公开工作年度报告", prose}, identity{"示例县教育局", 2023, data.Unit, "示例县教育局2023年政府信息公开工作年度报告"}},
		{"a page's path is no agency", "2022年报/示例县石样镇人民政府.html", []string{"首页 政务公开", "年度报告", prose}, identity{"示例县石样镇人民政府", 2022, data.Unit, ""}},
		{"the name to be filled in", "", []string{"（单位名称）2021年政府信息公开工作年度报告", "本报告由××县××局编制。", prose}, identity{"", 2021, data.Unit, "（单位名称）2021年政府信息公开工作年度报告"}},
		{"crosses for name and year", "", []string{"XX局20XX年政府信息公开工作年度报告", prose}, identity{"", 0, data.Unit, "XX局20XX年政府信息公开工作年度报告"}},
		{"lines for name and year", "", []string{"____镇____年政府信息公开工作年度报告", prose}, identity{"", 0, data.Unit, "____镇____年政府信息公开工作年度报告"}},
		{"a bare city", "", []string{"测试市2025年政府信息公开工作年度报告", prose}, identity{"测试市", 2025, data.Published, "测试市2025年政府信息公开工作年度报告"}},
		{"a hostile name", "", []string{"<script>alert(1)</script>=cmd2023年政府信息公开工作年度报告", prose},
			identity{"<script>alert(1)</script>=cmd", 2023, data.Unit, "<script>alert(1)</script>=cmd2023年政府信息公开工作年度报告"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, err := Extract(titled(c.lines...), c.path)
			if err != nil {
				t.Fatal(err)
			}
			got := identity{r.Agency, r.Year, r.Kind, r.Title}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s\n%v", diff, r.Evidence)
			}
		})
	}
}

func TestEvidenceKeepsWhatContradicts(t *testing.T) {
	t.Parallel()
	r, err := Extract(titled("示例县商务局2023年政府信息公开工作年度报告",
		"本报告由甲乙县商务局办公室编制，所列数据的统计期限自2022年1月1日起至2022年12月31日止。", "一、总体情况"), "2021/示例县商务局2020年年报.docx")
	if err != nil {
		t.Fatal(err)
	}
	type said struct{ Field, Source, Value string }
	var got []said
	for _, e := range r.Evidence {
		got = append(got, said{e.Field, e.Source, e.Value})
	}
	want := []said{
		{"agency", data.FromTitle, "示例县商务局"}, {"year", data.FromTitle, "2023"},
		{"year", data.FromText, "2022"}, {"agency", data.FromText, "甲乙县商务局"},
		{"agency", data.FromFileName, "示例县商务局"}, {"year", data.FromFileName, "2020"},
		{"year", data.FromFolder, "2021"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestGuessName(t *testing.T) {
	t.Parallel()
	type guessed struct {
		Agency string
		Year   int
	}
	for path, want := range map[string]guessed{
		"附件2：示例县教育局2024年政府信息公开年报（盖章版）.pdf":        {"示例县教育局", 2024},
		"2024年度示例县教育局.doc":                        {"示例县教育局", 2024},
		"示例县甲乙镇人民政府2022年政府信息公开工作年度报告(1).docx":     {"示例县甲乙镇人民政府", 2022},
		"2023年报/示例县民政局-扫描件.pdf":                   {"示例县民政局", 2023},
		`C:\年报\2023\县直部门\示例县财政局政府信息公开年报定稿.wps`:    {"示例县财政局", 2023},
		"20240115示例县司法局2023年年报.docx":              {"示例县司法局", 2023},
		"2025-01-06 示例县司法局2024年政府信息公开工作年度报告.docx": {"示例县司法局", 2024},
		"20250106示例县司法局政府信息公开工作年度报告.docx":         {"示例县司法局", 0},
		"06 示例县司法局2024年政府信息公开工作年度报告.docx":         {"示例县司法局", 2024},
		"3.示例县统计局.docx":                           {"示例县统计局", 0},
		"DSC_2023.jpg":                            {"", 2023},
		"新建 Microsoft Word 文档.docx":               {"", 0},
		"":                                        {"", 0},
		"2019-2023年报.zip!/示例县档案馆/示例县档案馆2020.pdf":  {"示例县档案馆", 2020},
	} {
		agency, year := GuessName(path)
		if diff := cmp.Diff(want, guessed{agency, year}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
	}
}
