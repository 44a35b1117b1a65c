package check

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

// only returns the findings of one rule.
func only(rule string, findings []data.Finding) []brief {
	out := []brief{}
	for _, f := range briefs(findings) {
		if f.Rule == rule {
			out = append(out, f)
		}
	}
	return out
}

type values = map[string]int64

func TestEachFormulaIsBrokenAndKept(t *testing.T) {
	t.Parallel()
	replied := func(n int64) values {
		return values{"s.replied": n, "s.replied.granted": 4, "s.replied.refused": 3, "s.replied.not_exist": 1, "s.replied.refused.secret": 2, "s.replied.refused.privacy": 1}
	}
	tests := []struct {
		rule, edition string
		broken, kept  values
		subject, want string
	}{
		{"T3-1", "2021", values{"t3.new.total": 3119, "t3.carried_in.total": 34, "t3.total.total": 3050, "t3.carried_out.total": 104},
			values{"t3.new.total": 3119, "t3.carried_in.total": 34, "t3.total.total": 3050, "t3.carried_out.total": 103},
			"t3.total", "新收 3119 ＋ 上年结转 34 ≠ 总计 3050 ＋ 结转下年度 104（差 1）"},
		{"T3-1", "2019", values{"t3.new.legal": 1}, values{"t3.new.legal": 1, "t3.carried_out.legal": 1},
			"t3.legal", "法律服务机构：新收 1 ＋ 上年结转 0 ≠ 总计 0 ＋ 结转下年度 0（差 1）；新收：总计 0 ≠ 法律服务机构 1（其余为0；差 1）；疑为“新收（法律服务机构）”一格有误"},
		{"T3-2", "2019", values{"t3.granted.person": 5, "t3.partial.person": 4, "t3.other.person": 2, "t3.total.person": 10},
			values{"t3.granted.person": 5, "t3.partial.person": 4, "t3.other.person": 1, "t3.total.person": 10},
			"t3.person", "自然人：总计 10 ≠ 予以公开 5 ＋ 部分公开 4 ＋ 其他处理 2（其余为0；差 1）"},
		{"T3-2", "2021", values{"t3.new.other": 2, "t3.new.total": 2, "t3.total.other": 2, "t3.total.total": 2},
			values{"t3.total.other": 2, "t3.other.else.other": 1, "t3.other.unpaid.other": 1},
			"t3.other", "其他：总计 2 ≠ 各项之和 0（差 2）；总计列由此也差 2"},
		{"T3-3", "2019", values{"t3.refused.secret.total": 7, "t3.refused.secret.person": 4, "t3.refused.secret.charity": 2},
			values{"t3.refused.secret.total": 7, "t3.refused.secret.person": 4, "t3.refused.secret.charity": 3},
			"t3.refused.secret", "国家秘密：总计 7 ≠ 自然人 4 ＋ 社会公益组织 2（其余为0；差 1）"},
		{"T4-1", "2021", values{"t4.after_review.total": 3, "t4.after_review.upheld": 1, "t4.after_review.pending": 1},
			values{"t4.after_review.total": 2, "t4.after_review.upheld": 1, "t4.after_review.pending": 1},
			"t4.after_review", "复议后起诉：总计 3 ≠ 结果维持 1 ＋ 结果纠正 0 ＋ 其他结果 0 ＋ 尚未审结 1（差 1）"},
		{"T2-1", "2021", values{"t2.regulation.in_force": 6}, values{"t2.normative.in_force": 6},
			"t2.regulation.in_force", "规章（现行有效件数） 6 ≠ 0"},
		{"T2-1", "2019", values{"t2.regulation.made": 1}, values{},
			"t2.regulation.made", "规章（本年新制作数量） 1 ≠ 0"},
		{"T2o-2", "2019", values{"t2.normative.total": 3, "t2.normative.published": 5}, values{"t2.normative.total": 5, "t2.normative.published": 5},
			"t2.normative.total", "规范性文件：对外公开总数量 3 ＜ 本年新公开数量 5（差 2）"},
		{"T2o-5", "2019", values{"t2.fee.items_last": 5, "t2.fee.items_change": -7}, values{"t2.fee.items_last": 7, "t2.fee.items_change": -7},
			"t2.fee", "行政事业性收费：上一年项目数量 5 ＋ 本年增/减 -7 ＜ 0（合计 -2）"},
		{"S-1", "2014", values{"s.received": 10, "s.received.online": 9}, values{"s.received": 10, "s.received.online": 9, "s.received.fax": 1},
			"s.received", "收到申请 10 ≠ 当面申请 0 ＋ 传真申请 0 ＋ 网络申请 9 ＋ 信函申请 0（差 1）"},
		{"S-2", "2014", values{"s.closed": 3, "s.closed.on_time": 2, "s.closed.extended": 2}, values{"s.closed": 4, "s.closed.on_time": 2, "s.closed.extended": 2},
			"s.closed", "申请办结 3 ≠ 按时办结 2 ＋ 延期办结 2（差 1）"},
		{"S-3", "2014", replied(9), replied(8),
			"s.replied", "申请答复 9 ≠ 同意公开 4 ＋ 不同意公开 3 ＋ 信息不存在 1（其余为0；差 1）"},
		{"S-4", "2014", values{"s.replied.refused": 2, "s.replied": 2, "s.replied.refused.secret": 3}, values{"s.replied.refused": 2, "s.replied": 2, "s.replied.refused.secret": 1},
			"s.replied.refused.secret", "国家秘密 3 ＞ 不同意公开 2（其余为0；差 1）"},
		{"S-4w", "2014", values{"s.replied.refused": 2, "s.replied": 2, "s.replied.refused.secret": 1}, replied(8),
			"s.replied.refused.secret", "国家秘密 1 ≠ 不同意公开 2（其余为0；差 1）"},
		{"S-5", "2014", values{"s.litigation": 1, "s.litigation.upheld": 1, "s.litigation.other": 1}, values{"s.litigation": 5, "s.litigation.upheld": 1, "s.review": 1},
			"s.litigation.upheld", "维持或驳回 1 ＋ 纠错 0 ＋ 其他情形 1 ＞ 行政诉讼 1（差 1）"},
		{"S-6", "2014", values{"s.office.staff": 3, "s.office.staff.full_time": 1}, values{"s.office.staff": 3, "s.office.staff.full_time": 1, "s.office.staff.part_time": 2},
			"s.office.staff", "工作人员 3 ≠ 专职人员 1 ＋ 兼职人员 0（差 2）"},
		{"S-7", "2014", values{"s.response.press": 1, "s.response.press_lead": 2}, values{"s.response.press": 2, "s.response.press_lead": 2},
			"s.response.press_lead", "主要负责同志参加新闻发布会 2 ＞ 新闻发布会 1（差 1）"},
		{"S-8", "2014", values{"s.disclosed": 10, "s.channel.website": 4, "s.channel.weibo": 5}, values{"s.disclosed": 10, "s.channel.website": 6, "s.channel.weibo": 5},
			"s.disclosed", "政务微博公开（最多的一项） 5 ≤ 主动公开 10 ＞ 政府网站公开 4 ＋ 政务微博公开 5（其余为0；差 1）"},
		{"S-8", "2014", values{"s.disclosed": 3, "s.channel.website": 4}, values{"s.disclosed": 4, "s.channel.website": 4},
			"s.disclosed", "政府网站公开（最多的一项） 4 ＞ 主动公开 3 ≤ 政府网站公开 4（其余为0；差 1）"},
		{"T2-4", "2021", values{"t2.normative.issued": 4, "t2.normative.repealed": 1, "t2.normative.in_force": 2}, values{"t2.normative.issued": 4, "t2.normative.repealed": 1, "t2.normative.in_force": 3},
			"t2.normative.in_force", "规范性文件：现行有效件数 2 ＜ 本年制发件数 4 － 本年废止件数 1（差 1）"},
		{"T2o-8", "2019", values{"t2.procurement.projects": 2}, values{"t2.procurement.projects": 2, "t2.procurement.amount": 1_000_000},
			"t2.procurement.projects", "政府集中采购：采购项目数量 2 而 采购总金额 0万元"},
		{"T2o-8", "2019", values{"t2.procurement.amount": 1_500_000}, values{},
			"t2.procurement.projects", "政府集中采购：采购项目数量 0 而 采购总金额 1.5万元"},
	}
	for _, tt := range tests {
		t.Run(tt.rule+" "+tt.edition+" "+tt.subject, func(t *testing.T) {
			t.Parallel()
			year := map[string]int{"2014": 2016, "2019": 2020, "2021": 2023}[tt.edition]
			rule := Rules()[slices.IndexFunc(Rules(), func(r Rule) bool { return r.ID == tt.rule })]
			want := []brief{{tt.rule, tt.subject, rule.Severity.String(), tt.want}}
			if diff := cmp.Diff(want, about(tt.rule, tt.subject, newReport(tt.edition, year, tt.broken))); diff != "" {
				t.Errorf("broken (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]brief{}, about(tt.rule, tt.subject, newReport(tt.edition, year, tt.kept))); diff != "" {
				t.Errorf("kept (-want +got):\n%s", diff)
			}
		})
	}
}

// about returns a rule's findings on one subject.
func about(rule, subject string, r *data.Report) []brief {
	return slices.DeleteFunc(only(rule, Derive(input(r))), func(b brief) bool { return b.Subject != subject })
}

func TestEveryFormulaHasACase(t *testing.T) {
	t.Parallel()
	// A rule added without a case above, in carried_test.go, yearly_test.go or
	// one of the tests of the text is noticed here.
	want := []string{
		"T3-1", "T3-2", "T3-3", "T4-1", "C-1", "C-2", "T2-1", "T2-4", "T2-3", "T2-2", "T2o-2", "T2o-5", "T2o-6", "T2o-8",
		"S-1", "S-2", "S-3", "S-4", "S-4w", "S-5", "S-6", "S-7", "S-8", "T4-2", "X-1", "X-2", "X-4", "X-5", "X-8",
	}
	var got []string
	for _, r := range Rules() {
		if !strings.HasPrefix(r.ID, "A-") && !strings.HasPrefix(r.ID, "R-") {
			got = append(got, r.ID)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("formulas (-want +got):\n%s", diff)
	}
}

func TestARefusedSumThatIsTooLargeIsSaidOnce(t *testing.T) {
	t.Parallel()
	r := newReport("2014", 2016, values{"s.replied.refused": 2, "s.replied": 2, "s.replied.refused.secret": 3})
	checkBriefs(t, []brief{{"S-4", "s.replied.refused.secret", "error", "国家秘密 3 ＞ 不同意公开 2（其余为0；差 1）"}}, input(r))
}

func TestRegulationsAreForCountyAgenciesOfTheRoster(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		agency *data.Agency
		level  string
		want   int
	}{
		"department, level not set": {&data.Agency{Group: data.GroupDepartment}, "", 1},
		"county government":         {&data.Agency{Group: data.GroupGovernment}, "县", 1},
		"township":                  {&data.Agency{Group: data.GroupTownship}, "县", 1},
		"subdistrict":               {&data.Agency{Group: data.GroupSubdistrict}, "县", 1},
		"other group":               {&data.Agency{Group: data.GroupOther}, "县", 0},
		"department of a city":      {&data.Agency{Group: data.GroupDepartment}, "设区的市", 0},
		"agency not known":          {nil, "县", 0},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newReport("2021", 2023, values{"t2.regulation.issued": 2})
			got := only("T2-1", Derive(data.CheckInput{Agency: tt.agency, County: data.County{Level: tt.level}, Year: 2023, Kind: data.Unit, Report: r}))
			if len(got) != tt.want {
				t.Errorf("want %d findings, got %v", tt.want, got)
			}
		})
	}
}

func TestOperandsThatAreNotRead(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(testing.TB, *data.Report)
		want   []brief
	}{
		"a blank cell is 0 and said to be": {
			func(tb testing.TB, r *data.Report) { set(tb, r, data.Blank, "", "t4.review.upheld") },
			[]brief{
				{"T4-1", "t4.review", "error", "行政复议：总计 2 ≠ 结果维持 0 ＋ 结果纠正 0 ＋ 其他结果 0 ＋ 尚未审结 1（差 1；空白格按0计）"},
				{"A-2", "t4", "info", "表四共1格未填：行政复议（结果维持）"},
			},
		},
		"a blank total is no error": {
			func(tb testing.TB, r *data.Report) { set(tb, r, data.Blank, "", "t4.review.total", "t4.direct.total") },
			[]brief{{"R-total", "t4", "info", "表四有2个总计未填，有关勾稽关系未核对；汇总时按分项计算：行政复议（总计） 2、未经复议直接起诉（总计） 0"}},
		},
		"a blank total that two ways compute differently counts as missing": {
			func(tb testing.TB, r *data.Report) {
				set(tb, r, data.Blank, "", "t3.total.total")
				figure(tb, r, "t3.granted.total").Value = 7
			},
			[]brief{
				{"T3-3", "t3.granted", "error", "予以公开：总计 7 ≠ 自然人 5 ＋ 商业企业 1（其余为0；差 1）"},
				{"R-total", "t3", "warning", "表三有1个总计未填，有关勾稽关系未核对；无法由分项算出，不计入汇总：总计（总计）"},
			},
		},
		"a missing cell cannot be checked": {
			func(tb testing.TB, r *data.Report) {
				set(tb, r, data.Missing, data.DoubtRowMissing, "t4.review.upheld", "t4.direct.other")
			},
			[]brief{
				{"R-row", "t4", "error", "表四未找到：行政复议（结果维持）、未经复议直接起诉（其他结果）"},
				{"T4-1", "t4", "info", "行政复议、未经复议直接起诉无法核对：未找到行政复议（结果维持）、未经复议直接起诉（其他结果）"},
			},
		},
		"an unreadable cell cannot be checked": {
			func(tb testing.TB, r *data.Report) {
				set(tb, r, data.Unreadable, data.DoubtNotNumber, "t4.review.upheld")
				figure(tb, r, "t4.review.upheld").Raw = "l2"
			},
			[]brief{
				{"A-1", "t4.review.upheld", "error", "行政复议（结果维持）：原文“l2”不是数字"},
				{"T4-1", "t4", "info", "行政复议无法核对：无法识别行政复议（结果维持）"},
			},
		},
		"a blank total beside an unreadable part cannot be checked": {
			func(tb testing.TB, r *data.Report) {
				set(tb, r, data.Unreadable, data.DoubtNotNumber, "t4.review.upheld")
				set(tb, r, data.Blank, "", "t4.review.total")
			},
			[]brief{
				{"A-1", "t4.review.upheld", "error", "行政复议（结果维持）：原文“”不是数字"},
				{"T4-1", "t4", "info", "行政复议无法核对：无法识别行政复议（结果维持）"},
				{"R-total", "t4", "warning", "表四有1个总计未填，有关勾稽关系未核对；无法由分项算出，不计入汇总：行政复议（总计）"},
			},
		},
		"a doubtful cell is used and named": {
			func(tb testing.TB, r *data.Report) {
				f := figure(tb, r, "t4.review.upheld")
				*f = data.Figure{Code: f.Code, State: data.Doubtful, Doubt: data.DoubtSpaced, Value: 12, Raw: "1 2"}
			},
			[]brief{
				{"T4-1", "t4.review", "error", "行政复议：总计 2 ≠ 结果维持 12 ＋ 结果纠正 0 ＋ 其他结果 0 ＋ 尚未审结 1（差 11；含存疑：结果维持）"},
				{"R-spaced", "t4", "warning", "表四数字中间有空白：行政复议（结果维持）原文“1 2”，取 12"},
			},
		},
		"a missing table is one finding": {
			func(_ testing.TB, r *data.Report) {
				t4 := r.Table("t4")
				t4.Found = false
				for i := range t4.Figures {
					t4.Figures[i] = data.Figure{Code: t4.Figures[i].Code, State: data.Missing, Doubt: data.DoubtTableMissing}
				}
			},
			[]brief{{"R-table", "t4", "error", "未找到表四，表中各项都没有数据"}},
		},
		"a table that the reading left out is missing too": {
			func(_ testing.TB, r *data.Report) { r.Tables = r.Tables[:2] },
			[]brief{{"R-table", "t4", "error", "未找到表四，表中各项都没有数据"}},
		},
		"a table without any value says so once": {
			func(tb testing.TB, r *data.Report) {
				for _, f := range r.Table("t4").Figures {
					set(tb, r, data.Blank, "", f.Code)
				}
			},
			[]brief{{"A-2", "t4", "info", "表四没有填写任何数据"}},
		},
		"a value beyond every cell's limit is not added up": {
			func(tb testing.TB, r *data.Report) { figure(tb, r, "t4.review.upheld").Value = 1 << 62 },
			[]brief{{"T4-1", "t4", "info", "行政复议无法核对：无法识别行政复议（结果维持）"}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := balanced(nil)
			tt.change(t, r)
			checkBriefs(t, tt.want, input(r))
		})
	}
}

func TestUncheckableIsOnceARuleAndMarked(t *testing.T) {
	t.Parallel()
	r := balanced(nil)
	set(t, r, data.Missing, data.DoubtRowMissing, columns("t3.carried_in")...)
	got := Derive(input(r))
	want := []brief{
		{"R-row", "t3", "error", "表三未找到：上年结转"},
		{"T3-1", "t3", "info", "自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他、总计无法核对：未找到上年结转"},
		{"T3-3", "t3", "info", "上年结转无法核对：未找到上年结转"},
	}
	if diff := cmp.Diff(want, briefs(got)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	for _, f := range got {
		if f.Uncheckable != (f.Rule != "R-row") {
			t.Errorf("%s: want uncheckable only for formulas, got %v", f.Rule, f.Uncheckable)
		}
	}
}

// withOneOther returns a 2021 report that prints 其他处理 as one row.
func withOneOther(tb testing.TB, other, total int64) *data.Report {
	tb.Helper()
	r := newReport("2021", 2023, values{"t3.new.person": 4, "t3.new.total": 4, "t3.total.person": 4, "t3.total.total": 4})
	for _, row := range []string{"t3.other.uncorrected", "t3.other.unpaid", "t3.other.else"} {
		set(tb, r, data.Missing, data.DoubtRowMissing, columns(row)...)
	}
	t3 := r.Table("t3")
	for _, code := range columns("t3.other") {
		t3.Figures = append(t3.Figures, data.Figure{Code: code, State: data.Read, Extra: true, Raw: "0"})
	}
	figure(tb, r, "t3.other.person").Value = other
	figure(tb, r, "t3.other.total").Value = total
	return r
}

func TestOneRowOfOtherTakesThePlaceOfThree(t *testing.T) {
	t.Parallel()
	extra := brief{"R-extra", "t3", "info", "表三有其他格式的行，照原文保留：其他处理"}
	t.Run("it adds up", func(t *testing.T) {
		t.Parallel()
		checkBriefs(t, []brief{extra}, input(withOneOther(t, 4, 4)))
	})
	t.Run("its own sum is wrong", func(t *testing.T) {
		t.Parallel()
		checkBriefs(t, []brief{
			{"T3-2", "t3.total", "error", "总计 4 ≠ 其他处理 5（其余为0；差 1）；其他处理：总计 5 ≠ 自然人 4（其余为0；差 1）；疑为“其他处理（总计）”一格有误"},
			extra,
		}, input(withOneOther(t, 4, 5)))
	})
	t.Run("one of its cells is unreadable", func(t *testing.T) {
		t.Parallel()
		r := withOneOther(t, 4, 4)
		set(t, r, data.Unreadable, data.DoubtNegative, "t3.other.person")
		figure(t, r, "t3.other.person").Raw = "-4"
		checkBriefs(t, []brief{
			{"A-1", "t3.other.person", "error", "其他处理（自然人）：原文“-4”是负数"},
			{"T3-2", "t3", "info", "自然人无法核对：无法识别其他处理（自然人）"},
			{"T3-3", "t3", "info", "其他处理无法核对：无法识别其他处理（自然人）"},
			extra,
		}, input(r))
	})
}
