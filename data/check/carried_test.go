package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

// lastYear returns a 2021 report of 2022 with what it carried out.
func lastYear(carriedOut int64) *data.Report {
	return newReport("2021", 2022, values{"t2.normative.in_force": 5, "t2.fee.amount": 70_000_000, "t3.new.person": carriedOut, "t3.new.total": carriedOut, "t3.carried_out.person": carriedOut, "t3.carried_out.total": carriedOut})
}

func TestCarriedInIsComparedWithLastYear(t *testing.T) {
	t.Parallel()
	before := &data.Agency{Key: "old", Name: "示例县民政局（旧）"}
	other := &data.Agency{Key: "other", Name: "示例县老龄办"}
	blank := lastYear(4)
	set(t, blank, data.Blank, "", "t3.carried_out.total")
	missing := lastYear(4)
	set(t, missing, data.Missing, data.DoubtRowMissing, columns("t3.carried_out")...)
	unfilled := lastYear(4)
	for _, f := range unfilled.Table("t3").Figures {
		set(t, unfilled, data.Blank, "", f.Code)
	}
	noTable := lastYear(4)
	noTable.Tables = noTable.Tables[:1]
	unread := lastYear(4)
	set(t, unread, data.Unreadable, data.DoubtNotNumber, "t3.carried_out.total")
	doubtful := lastYear(4)
	set(t, doubtful, data.Doubtful, data.DoubtLabel, "t3.carried_out.total")

	broken := brief{"C-1", "t3.carried_in.total", "error", "上年结转 3 ≠ 上年报告结转下年度 4（差 1）"}
	column := brief{"C-2", "t3.person", "warning", "自然人：上年结转 3 ≠ 上年报告结转下年度 4（差 1）"}
	tests := map[string]struct {
		previous []data.Previous
		want     []brief
	}{
		"no report of last year":          {nil, []brief{}},
		"equal":                           {[]data.Previous{{Report: lastYear(3)}}, []brief{}},
		"not equal":                       {[]data.Previous{{Report: lastYear(4)}}, []brief{broken}},
		"a predecessor under a new name":  {[]data.Previous{{Agency: before, Rule: data.TrendLink, Report: lastYear(4)}}, []brief{{broken.Rule, broken.Subject, broken.Severity, "上年结转 3 ≠ 上年示例县民政局（旧）报告结转下年度 4（差 1）"}}},
		"predecessors that merged, equal": {[]data.Previous{{Agency: before, Rule: data.TrendSumPredecessor, Report: lastYear(2)}, {Agency: other, Rule: data.TrendSumPredecessor, Report: lastYear(1)}}, []brief{}},
		"predecessors that merged": {[]data.Previous{{Agency: before, Rule: data.TrendSumPredecessor, Report: lastYear(4)}, {Agency: other, Rule: data.TrendLinkMarkBreak, Report: lastYear(1)}},
			[]brief{{broken.Rule, broken.Subject, "warning", "上年结转 3 ≠ 上年示例县民政局（旧）报告结转下年度 4 ＋ 上年示例县老龄办报告结转下年度 1（差 2）"}}},
		"one that gave up a part":             {[]data.Previous{{Agency: before, Rule: data.TrendLinkMarkBreak, Report: lastYear(4)}}, []brief{{broken.Rule, broken.Subject, "warning", "上年结转 3 ≠ 上年示例县民政局（旧）报告结转下年度 4（差 1）"}}},
		"own report and a predecessor":        {[]data.Previous{{Report: lastYear(4)}, {Agency: before, Rule: data.TrendLink, Report: lastYear(9)}}, []brief{{broken.Rule, broken.Subject, "warning", "上年结转 3 ≠ 上年示例县民政局报告结转下年度 4 ＋ 上年示例县民政局（旧）报告结转下年度 9（差 10）"}}},
		"one of the merged has no report":     {[]data.Previous{{Agency: before, Rule: data.TrendSumPredecessor, Report: lastYear(4)}, {Agency: other, Rule: data.TrendSumPredecessor}}, []brief{}},
		"a predecessor that is not continued": {[]data.Previous{{Agency: before, Rule: data.TrendNewSeries, Report: lastYear(4)}}, []brief{}},
		"the roster does not say yet":         {[]data.Previous{{Report: lastYear(4)}, {Agency: before, Rule: data.TrendAsk, Report: lastYear(4)}}, []brief{}},
		"an own report and a nameless one":    {[]data.Previous{{Rule: data.TrendLink, Report: lastYear(4)}}, []brief{{broken.Rule, broken.Subject, broken.Severity, "上年结转 3 ≠ 上年原单位报告结转下年度 4（差 1）"}}},
		"an edition without the cell":         {[]data.Previous{{Report: newReport("2014", 2018, nil)}}, []brief{}},
		"last year's total is blank":          {[]data.Previous{{Report: blank}}, []brief{{"C-1", "t3", "warning", "无法核对：上年报告结转下年度未填（按分项计算为 4）"}, column}},
		"last year's row is missing":          {[]data.Previous{{Report: missing}}, []brief{{"C-1", "t3", "warning", "无法核对：上年报告结转下年度未找到"}}},
		"last year's table is missing":        {[]data.Previous{{Report: noTable}}, []brief{{"C-1", "t3", "warning", "无法核对：上年报告结转下年度未找到"}}},
		"last year's table is unfilled":       {[]data.Previous{{Report: unfilled}}, []brief{{"C-1", "t3", "warning", "无法核对：上年报告结转下年度未填"}}},
		"last year's cell is unreadable":      {[]data.Previous{{Report: unread}}, []brief{{"C-1", "t3", "warning", "无法核对：上年报告结转下年度无法识别"}, column}},
		"last year's cell is doubtful":        {[]data.Previous{{Report: doubtful}}, []brief{{broken.Rule, broken.Subject, broken.Severity, "上年结转 3 ≠ 上年报告结转下年度 4（差 1；含存疑：上年报告结转下年度）"}}},
		"a predecessor without a report":      {[]data.Previous{{Agency: before, Rule: data.TrendLink}}, []brief{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := input(balanced(nil))
			in.Previous = tt.previous
			checkBriefs(t, tt.want, in)
		})
	}
}

func TestCarriedInOfThisYearIsNotKnown(t *testing.T) {
	t.Parallel()
	t.Run("blank: the table's list of blank totals says it", func(t *testing.T) {
		t.Parallel()
		r := balanced(nil)
		set(t, r, data.Blank, "", "t3.carried_in.total")
		in := input(r)
		in.Previous = []data.Previous{{Report: lastYear(4)}}
		checkBriefs(t, []brief{{"C-2", "t3.person", "warning", "自然人：上年结转 3 ≠ 上年报告结转下年度 4（差 1）"}, {"R-total", "t3", "info", "表三有1个总计未填，有关勾稽关系未核对；汇总时按分项计算：上年结转（总计） 3"}}, in)
	})
	t.Run("unreadable: a hint, since the cell is an error itself", func(t *testing.T) {
		t.Parallel()
		r := balanced(nil)
		set(t, r, data.Unreadable, data.DoubtNotNumber, "t3.carried_in.total")
		in := input(r)
		in.Previous = []data.Previous{{Report: lastYear(4)}}
		want := []brief{{"C-1", "t3", "info", "无法核对：无法识别上年结转（总计）"}}
		if diff := cmp.Diff(want, only("C-1", Derive(in))); diff != "" {
			t.Errorf("findings (-want +got):\n%s", diff)
		}
	})
}

func TestOnlyThisReportsCellsAreMarked(t *testing.T) {
	t.Parallel()
	in := input(balanced(nil))
	in.Previous = []data.Previous{{Report: lastYear(4)}}
	got := Derive(in)
	if diff := cmp.Diff([]string{"t3.carried_in.total"}, got[0].Codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
	in.Previous = []data.Previous{{Report: lastYear(5)}}
	if other := Derive(in); other[0].Fingerprint == got[0].Fingerprint {
		t.Error("want another fingerprint when last year's figure changes, got the same")
	}
}
