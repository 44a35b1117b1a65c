package check

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// put sets a figure as a reader leaves it.
func put(tb testing.TB, r *data.Report, code string, state data.State, doubt data.Doubt, value int64, raw string) {
	tb.Helper()
	f := figure(tb, r, code)
	f.State, f.Doubt, f.Value, f.Raw = state, doubt, value, raw
}

func TestWhatReadingSaw(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(testing.TB, *data.Report)
		want   []brief
	}{
		"no number": {
			func(tb testing.TB, r *data.Report) {
				put(tb, r, "t2.license.decisions", data.Unreadable, data.DoubtNotNumber, 0, "2418项\n 左右吧")
			},
			[]brief{{"A-1", "t2.license.decisions", "error", "行政许可（本年处理决定数量）：原文“2418项 左右吧”不是数字"}},
		},
		"each unreadable cell with its reason": {
			func(tb testing.TB, r *data.Report) {
				put(tb, r, "t2.license.decisions", data.Unreadable, data.DoubtNegative, 0, "-1")
				put(tb, r, "t2.penalty.decisions", data.Unreadable, data.DoubtFraction, 0, "1.5")
				put(tb, r, "t2.coercion.decisions", data.Unreadable, data.DoubtTooLarge, 0, "999999999999999")
				put(tb, r, "t2.fee.amount", data.Unreadable, data.DoubtDamaged, 0, "7?")
				put(tb, r, "t2.normative.issued", data.Unreadable, data.DoubtRepeated, 0, "3")
				put(tb, r, "t2.normative.in_force", data.Unreadable, "", 0, "?")
			},
			[]brief{
				{"A-1", "t2.normative.issued", "error", "规范性文件（本年制发件数）：原文“3”与文件中另一处不一致"},
				{"A-1", "t2.normative.in_force", "error", "规范性文件（现行有效件数）：原文“?”无法识别"},
				{"A-1", "t2.license.decisions", "error", "行政许可（本年处理决定数量）：原文“-1”是负数"},
				{"A-1", "t2.penalty.decisions", "error", "行政处罚（本年处理决定数量）：原文“1.5”有小数"},
				{"A-1", "t2.coercion.decisions", "error", "行政强制（本年处理决定数量）：原文“999999999999999”数值过大"},
				{"A-1", "t2.fee.amount", "error", "行政事业性收费（本年收费金额）：原文“7?”有缺损"},
				{"T2-4", "t2", "info", "规范性文件无法核对：无法识别规范性文件（本年制发件数）、规范性文件（现行有效件数）"},
			},
		},
		"an amount without a unit": {
			func(tb testing.TB, r *data.Report) {
				put(tb, r, "t2.fee.amount", data.Doubtful, data.DoubtNoUnit, 6944_930_000, "6944.93")
			},
			[]brief{{"A-3", "t2", "warning", "表二金额没有写明元或万元，暂按万元计：行政事业性收费（本年收费金额）原文“6944.93”，取 6944.93万元"}},
		},
		"one finding a table and reason": {
			func(tb testing.TB, r *data.Report) {
				put(tb, r, "t2.license.decisions", data.Doubtful, data.DoubtLabel, 3, "3")
				put(tb, r, "t2.penalty.decisions", data.Doubtful, data.DoubtOrder, 4, "4")
				put(tb, r, "t2.coercion.decisions", data.Doubtful, data.DoubtLabel, 5, "5")
				put(tb, r, "t4.review.upheld", data.Doubtful, data.DoubtLabel, 1, "1")
			},
			[]brief{
				{"R-order", "t2", "warning", "表二行列的名称与次序不一致，按名称取值：行政处罚（本年处理决定数量）原文“4”，取 4"},
				{"R-label", "t2", "warning", "表二行列的名称与格式不完全一致：行政许可（本年处理决定数量）原文“3”，取 3；行政强制（本年处理决定数量）原文“5”，取 5"},
				{"R-label", "t4", "warning", "表四行列的名称与格式不完全一致：行政复议（结果维持）原文“1”，取 1"},
			},
		},
		"every other reason": {
			func(tb testing.TB, r *data.Report) {
				put(tb, r, "t2.license.decisions", data.Doubtful, data.DoubtRepeated, 3, "3")
				put(tb, r, "t2.fee.amount", data.Doubtful, data.DoubtFiner, 1_234_568, "1.2345678")
				put(tb, r, "t2.penalty.decisions", data.Doubtful, data.DoubtAnnotated, 22, "22（其中修订16件）")
				put(tb, r, "t2.coercion.decisions", data.Doubtful, data.DoubtDamaged, 5, "5")
				put(tb, r, "t4.review.upheld", data.Doubtful, "a reason of tomorrow", 1, "1")
			},
			[]brief{
				{"R-repeated", "t2", "warning", "表二文件中有两处对应同一格：行政许可（本年处理决定数量）原文“3”，取 3"},
				{"R-finer", "t2", "warning", "表二金额细于分，已四舍五入：行政事业性收费（本年收费金额）原文“1.2345678”，取 1.234568万元"},
				{"R-annotated", "t2", "warning", "表二数字带有说明文字：行政处罚（本年处理决定数量）原文“22（其中修订16件）”，取 22"},
				{"R-damaged", "t2", "warning", "表二原文有缺损：行政强制（本年处理决定数量）原文“5”，取 5"},
				{"R-doubt", "t4", "warning", "表四数值需要核对：行政复议（结果维持）原文“1”，取 1"},
			},
		},
		"two readings that differ": {
			func(tb testing.TB, r *data.Report) {
				put(tb, r, "t2.license.decisions", data.Doubtful, data.DoubtOrder, 3, "3")
				figure(tb, r, "t2.license.decisions").Other = "4\n件"
				put(tb, r, "t2.penalty.decisions", data.Missing, data.DoubtOrder, 0, "")
				figure(tb, r, "t2.penalty.decisions").Other = "5"
				put(tb, r, "t2.coercion.decisions", data.Doubtful, data.DoubtRepeated, 6, "6")
				figure(tb, r, "t2.coercion.decisions").Other = "7"
			},
			[]brief{
				{"R-order", "t2", "warning", "表二行列的名称与次序不一致，按名称取值：行政许可（本年处理决定数量）原文“3”，取 3（另一种读法为“4 件”）；行政处罚（本年处理决定数量）按名称为空白，按次序为“5”，未取值"},
				{"R-repeated", "t2", "warning", "表二文件中有两处对应同一格：行政强制（本年处理决定数量）原文“6”，取 6（另一种读法为“7”）"},
			},
		},
		"recognised text, once a table": {
			func(tb testing.TB, r *data.Report) {
				for _, c := range form.ByID("2021").Table("t2").Cells {
					put(tb, r, c.Code, data.Doubtful, data.DoubtRecognised, 0, "0")
				}
				set(tb, r, data.Missing, data.DoubtRecognised, "t2.license.decisions")
			},
			[]brief{{"R-recognised", "t2", "warning", "表二是扫描识别文字，需逐格核对（共10格）"}},
		},
		"a short row of zeros": {
			func(tb testing.TB, r *data.Report) {
				set(tb, r, data.Doubtful, data.DoubtShortRow, "t3.partial.other", "t3.partial.total")
			},
			[]brief{{"R-short", "t3", "warning", "表三有的行数值少于栏数，所印均为0，缺少的也取0：部分公开（其他）、部分公开（总计）"}},
		},
		"a short row whose values may stand anywhere": {
			func(tb testing.TB, r *data.Report) {
				set(tb, r, data.Missing, data.DoubtShortRow, "t4.direct.upheld", "t4.direct.corrected", "t4.direct.other", "t4.direct.pending", "t4.direct.total")
			},
			[]brief{
				{"R-short", "t4", "error", "表四有的行数值少于栏数，无法确定数值属于哪一栏：未经复议直接起诉"},
				{"T4-1", "t4", "info", "未经复议直接起诉无法核对：未找到未经复议直接起诉"},
			},
		},
		"a column that is missing": {
			func(tb testing.TB, r *data.Report) {
				for _, row := range form.ByID("2021").Table("t3").Rows {
					set(tb, r, data.Missing, data.DoubtRowMissing, row.Code+".charity")
				}
			},
			[]brief{
				{"R-row", "t3", "error", "表三未找到：社会公益组织（各行）"},
				{"T3-1", "t3", "info", "社会公益组织无法核对：未找到新收（社会公益组织）、上年结转（社会公益组织）、总计（社会公益组织）、结转下年度（社会公益组织）"},
			},
		},
		"signs in place of 0": {
			func(tb testing.TB, r *data.Report) {
				put(tb, r, "t2.regulation.issued", data.Read, "", 0, "/")
				put(tb, r, "t2.regulation.repealed", data.Read, "", 0, "/")
				put(tb, r, "t2.regulation.in_force", data.Read, "", 0, "无")
				put(tb, r, "t2.license.decisions", data.Read, "", 0, "00")
				put(tb, r, "t2.penalty.decisions", data.Read, "", 0, "０")
				put(tb, r, "t2.coercion.decisions", data.Read, "", 0, "0件")
				put(tb, r, "t2.fee.amount", data.Read, "", 0, "0.00")
				set(tb, r, data.Blank, "", "t2.normative.issued")
			},
			[]brief{{"A-2", "t2", "info", "表二共1格未填：规范性文件（本年制发件数）；2格写作“/”，按0计：规章（本年制发件数）、规章（本年废止件数）；1格写作“无”，按0计：规章（现行有效件数）；1格写作“00”，按0计：行政许可（本年处理决定数量）"}},
		},
		"rows and columns left blank": {
			func(tb testing.TB, r *data.Report) {
				set(tb, r, data.Blank, "", "t2.regulation.issued", "t2.regulation.repealed", "t2.regulation.in_force", "t2.normative.repealed")
			},
			[]brief{{"A-2", "t2", "info", "表二共4格未填：规章、规范性文件（本年废止件数）"}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := balanced(nil)
			tt.change(t, r)
			got := []brief{}
			for _, b := range briefs(Derive(input(r))) {
				if b.Rule != "T3-2" && b.Rule != "T3-3" { // shown elsewhere
					got = append(got, b)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestManyUnreadableCellsAreOneFinding(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{10: 10, 11: 1} {
		r := balanced(nil)
		for _, c := range form.ByID("2021").Table("t3").Cells[:n] {
			put(t, r, c.Code, data.Unreadable, data.DoubtNotNumber, 0, "3O")
		}
		got := only("A-1", Derive(input(r)))
		if len(got) != want {
			t.Errorf("%d unreadable cells: want %d findings, got %d", n, want, len(got))
		}
	}
	r := balanced(nil)
	for n, c := range form.ByID("2021").Table("t3").Cells[:14] {
		put(t, r, c.Code, data.Unreadable, data.DoubtNotNumber, 0, []string{"3O", "#REF!"}[n/12])
	}
	want := []brief{{"A-1", "t3", "error", "表三有14格无法识别：新收、上年结转（自然人）、上年结转（商业企业）、上年结转（科研机构）、上年结转（社会公益组织）、上年结转（法律服务机构）：原文“3O”不是数字；" +
		"上年结转（其他）、上年结转（总计）：原文“#REF!”不是数字"}}
	if diff := cmp.Diff(want, only("A-1", Derive(input(r)))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestListsOfCellsAreShort(t *testing.T) {
	t.Parallel()
	blank := func(fits func(*form.Cell) bool) *data.Report {
		r := balanced(nil)
		for _, c := range form.ByID("2021").Table("t3").Cells {
			if fits(c) {
				set(t, r, data.Blank, "", c.Code)
			}
		}
		return r
	}
	tests := map[string]struct {
		fits func(*form.Cell) bool
		want string
	}{
		"whole columns but their totals": {
			func(c *form.Cell) bool { return c.Column.Code == "legal" || c.Column.Code == "other" },
			"表三共48格未填：法律服务机构（各行）、其他（各行）",
		},
		"whole rows but their totals": {
			func(c *form.Cell) bool { return strings.HasPrefix(c.Code, "t3.rejected.") },
			"表三共30格未填：信访举报投诉、重复申请、公开出版物、大量反复申请、确认或重新出具",
		},
		"all rows are fewer columns": {
			func(c *form.Cell) bool { return c.Column.Code != "total" && c.Column.Code != "person" },
			"表三共120格未填：商业企业（各行）、科研机构（各行）、社会公益组织（各行）、法律服务机构（各行）、其他（各行）",
		},
		"single cells beyond twelve are counted": {
			func(c *form.Cell) bool {
				return !form.IsTotal("2021", c.Code) && (c.Column.Code == "legal" && c.Order%2 == 0 || c.Column.Code == "charity" && c.Order%3 == 0)
			},
			"",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := only("A-2", Derive(input(blank(tt.fits))))
			if len(got) != 1 {
				t.Fatalf("want one finding, got %v", got)
			}
			if tt.want == "" {
				if n := strings.Count(got[0].Text, "、"); n != 11 || !strings.HasSuffix(got[0].Text, "处") {
					t.Errorf("want twelve names and a count, got %s", got[0].Text)
				}
				return
			}
			if got[0].Text != tt.want {
				t.Errorf("want %s, got %s", tt.want, got[0].Text)
			}
		})
	}
}

func TestEditionAndYear(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		edition string
		year    int
		want    []brief
	}{
		{"2014", 2014, []brief{}},
		{"2014", 2018, []brief{}},
		{"2019", 2019, []brief{}},
		{"2019", 2020, []brief{}},
		{"2021", 2021, []brief{}},
		{"2021", 2030, []brief{}},
		{"2019", 0, []brief{}},
		{"2019", 2023, []brief{{"A-4", "2019", "error", "表二、表三、表四为2019年版格式，2023年度应使用2021年版"}}},
		{"2021", 2020, []brief{{"A-4", "2021", "error", "表二、表三、表四为2021年版格式，2020年度应使用2019年版"}}},
		{"2014", 2019, []brief{{"A-4", "2014", "error", "统计表为2014年版格式，2019年度应使用2019年版"}}},
		{"2014", 2012, []brief{{"A-4", "2014", "error", "统计表为2014年版格式，2012年度没有全国统一的格式"}}},
	} {
		t.Run(fmt.Sprint(tt.edition, " in ", tt.year), func(t *testing.T) {
			t.Parallel()
			checkBriefs(t, tt.want, input(newReport(tt.edition, tt.year, nil)))
		})
	}
}

func TestTablesOfTwoEditionsAreToldApart(t *testing.T) {
	t.Parallel()
	r := newReport("2021", 2023, nil)
	r.Tables[0] = newReport("2019", 2020, nil).Tables[0]
	checkBriefs(t, []brief{{"A-4", "2019", "error", "表二为2019年版格式，2023年度应使用2021年版"}}, input(r))
}

func TestTitleAndPeriod(t *testing.T) {
	t.Parallel()
	year := func(source, value, text string) data.Evidence {
		return data.Evidence{Field: "year", Source: source, Value: value, Text: text}
	}
	title := year(data.FromTitle, "2022", "2022年政府信息公开工作年度报告")
	tests := map[string]struct {
		evidence []data.Evidence
		want     []brief
	}{
		"they agree":             {[]data.Evidence{title, year(data.FromText, "2022", "2022年1月1日起至2022年12月31日止")}, []brief{}},
		"only a title":           {[]data.Evidence{title}, []brief{}},
		"the file name disagree": {[]data.Evidence{title, year(data.FromFileName, "2021", "2021年报.docx")}, []brief{}},
		"agencies disagree": {[]data.Evidence{
			{Field: "agency", Source: data.FromTitle, Value: "县民政局"}, {Field: "agency", Source: data.FromText, Value: "示例县民政局"},
		}, []brief{}},
		"last year's text": {
			[]data.Evidence{title, year(data.FromText, "2021", "2021年1月1日起\n至2021年12月31日止")},
			[]brief{{"A-5", "year", "error", "标题“2022年政府信息公开工作年度报告”为2022年度，正文“2021年1月1日起 至2021年12月31日止”为2021年度"}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newReport("2021", 2022, nil)
			r.Evidence = tt.evidence
			checkBriefs(t, tt.want, input(r))
		})
	}
}
