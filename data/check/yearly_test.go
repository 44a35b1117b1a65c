package check

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

// compared derives this year's findings beside last year's report.
func compared(now, before *data.Report) []data.Finding {
	in := input(now)
	in.Previous = []data.Previous{{Report: before}}
	return Derive(in)
}

// aYear is a report with plain figures; the two years' differ a little.
func aYear(year int, changes values) *data.Report {
	v := values{
		"t2.license.decisions": 500 + int64(year%10), "t2.fee.amount": 36_500_000 + int64(year%10)*10_000,
		"t2.normative.issued": 2, "t2.normative.in_force": 20 + 2*int64(year-2022),
	}
	for code, n := range changes {
		v[code] = n
	}
	return newReport("2021", year, v)
}

func TestFiguresAreComparedWithLastYears(t *testing.T) {
	t.Parallel()
	plain := aYear(2022, nil)
	t2019 := func(year int, v values) *data.Report { return newReport("2019", year, v) }
	tests := map[string]struct {
		now, before *data.Report
		rule        string
		want        []brief
	}{
		"in force follows":               {aYear(2023, nil), plain, "T2-2", []brief{}},
		"in force does not follow":       {aYear(2023, values{"t2.normative.in_force": 30}), plain, "T2-2", []brief{{"T2-2", "t2.normative.in_force", "warning", "规范性文件：现行有效件数 30 ≠ 上年报告现行有效件数 20 ＋ 本年制发件数 2 － 本年废止件数 0（差 8）"}}},
		"the form before has no such":    {aYear(2021, nil), t2019(2020, nil), "T2-2", []brief{}},
		"more repealed than there are":   {aYear(2023, values{"t2.normative.repealed": 23, "t2.normative.in_force": 0}), plain, "T2-3", []brief{{"T2-3", "t2.normative.repealed", "error", "规范性文件：本年废止件数 23 ＞ 上年报告现行有效件数 20 ＋ 本年制发件数 2（差 1）"}}},
		"said by the stronger rule":      {aYear(2023, values{"t2.normative.repealed": 23, "t2.normative.in_force": 0}), plain, "T2-2", []brief{}},
		"all repealed":                   {aYear(2023, values{"t2.normative.repealed": 22, "t2.normative.in_force": 0}), plain, "T2-3", []brief{}},
		"items follow":                   {t2019(2020, values{"t2.fee.items_last": 4}), t2019(2019, values{"t2.fee.items_last": 5, "t2.fee.items_change": -1}), "T2o-6", []brief{}},
		"items do not follow":            {t2019(2020, values{"t2.fee.items_last": 5}), t2019(2019, values{"t2.fee.items_last": 5, "t2.fee.items_change": -1}), "T2o-6", []brief{{"T2o-6", "t2.fee", "warning", "行政事业性收费：上一年项目数量 5 ≠ 上年报告上一年项目数量 5 ＋ 上年报告本年增/减 -1（差 1）"}}},
		"an amount in yuan":              {aYear(2023, values{"t2.fee.amount": 365_000_000_000}), plain, "A-3", []brief{{"A-3", "t2.fee.amount", "warning", "行政事业性收费（本年收费金额）上年 36.52万元，本年 365000万元，相差1000倍以上，请核对单位是元还是万元"}}},
		"that is no wild jump":           {aYear(2023, values{"t2.fee.amount": 365_000_000_000}), plain, "A-9", []brief{}},
		"a thousandth":                   {aYear(2023, values{"t2.fee.amount": 36_000}), plain, "A-3", []brief{{"A-3", "t2.fee.amount", "warning", "行政事业性收费（本年收费金额）上年 36.52万元，本年 0.036万元，相差1000倍以上，请核对单位是元还是万元"}}},
		"an amount three times last's":   {aYear(2023, values{"t2.fee.amount": 109_000_000}), plain, "A-3", []brief{}},
		"ten times":                      {aYear(2023, values{"t2.license.decisions": 5020}), plain, "A-9", []brief{{"A-9", "t2", "warning", "表二与上年相差悬殊：行政许可（本年处理决定数量）上年 502，本年 5020"}}},
		"four times":                     {aYear(2023, values{"t2.license.decisions": 2000}), plain, "A-9", []brief{}},
		"five times of little":           {aYear(2023, values{"t2.penalty.decisions": 20}), aYear(2022, values{"t2.penalty.decisions": 4}), "A-9", []brief{}},
		"from nothing to twenty":         {aYear(2023, values{"t2.penalty.decisions": 20}), plain, "A-9", []brief{{"A-9", "t2", "warning", "表二与上年相差悬殊：行政处罚（本年处理决定数量）上年 0，本年 20"}}},
		"a column is marked, not named":  {aYear(2023, values{"t3.new.person": 50, "t3.new.total": 50, "t3.granted.person": 50}), plain, "A-9", []brief{{"A-9", "t3", "warning", "表三与上年相差悬殊：新收（总计）上年 0，本年 50；予以公开（自然人）上年 0，本年 50"}}},
		"the change of items says less":  {t2019(2020, values{"t2.fee.items_last": 90, "t2.fee.items_change": -90}), t2019(2019, values{"t2.fee.items_last": 90}), "A-9", []brief{}},
		"reviews of nothing":             {aYear(2023, values{"t4.review.total": 2, "t4.review.upheld": 2}), plain, "T4-2", []brief{{"T4-2", "t4", "warning", "行政复议（总计） 2，而本年和上年的新收、上年结转都是0"}}},
		"reviews of last year's request": {aYear(2023, values{"t4.review.total": 2, "t4.review.upheld": 2}), aYear(2022, values{"t3.new.total": 1, "t3.new.person": 1}), "T4-2", []brief{}},
		"reviews of a request of 2018":   {newReport("2019", 2019, values{"t4.review.total": 1}), newReport("2014", 2018, values{"s.received": 3}), "T4-2", []brief{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, only(tt.rule, compared(tt.now, tt.before))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReviewsWhereTheRequestsAreNotKnown(t *testing.T) {
	t.Parallel()
	now := aYear(2023, values{"t4.direct.total": 1})
	set(t, now, data.Unreadable, data.DoubtNotNumber, "t3.new.total")
	f := only1(t, compared(now, aYear(2022, nil)), "T4-2")
	if !f.Uncheckable || f.Severity != data.Info {
		t.Errorf("want it not to be checked, got %+v", f)
	}
}

func TestColumnsCarriedOver(t *testing.T) {
	t.Parallel()
	before := aYear(2022, values{"t3.carried_out.person": 3, "t3.carried_out.business": 1, "t3.carried_out.total": 4})
	moved := aYear(2023, values{"t3.carried_in.person": 2, "t3.carried_in.business": 2, "t3.carried_in.total": 4})
	want := []brief{{"C-2", "t3.person", "warning", "自然人：上年结转 2 ≠ 上年报告结转下年度 3（差 1）；商业企业：上年结转 2 ≠ 上年报告结转下年度 1（差 1）"}}
	if diff := cmp.Diff(want, only("C-2", compared(moved, before))); diff != "" {
		t.Errorf("one finding for what moved (-want +got):\n%s", diff)
	}
	kept := aYear(2023, values{"t3.carried_in.person": 3, "t3.carried_in.business": 1, "t3.carried_in.total": 4})
	if diff := cmp.Diff([]brief{}, only("C-2", compared(kept, before))); diff != "" {
		t.Errorf("kept (-want +got):\n%s", diff)
	}
	wrong := aYear(2023, values{"t3.carried_in.person": 5, "t3.carried_in.total": 5})
	if diff := cmp.Diff([]brief{}, only("C-2", compared(wrong, before))); diff != "" {
		t.Errorf("the total says it (-want +got):\n%s", diff)
	}
}

func TestCopiedFigures(t *testing.T) {
	t.Parallel()
	year := func(year int, v values) *data.Report { return newReport("2021", year, v) }
	same := []brief{{"A-8", "figures", "warning", "全部数据与2022年度报告相同，其中不为0的有1行，疑为照抄上年"}}
	copied := year(2023, values{"t2.license.decisions": 2})
	copied.Chapters = newChapters(2022)
	blank := year(2023, values{"t2.license.decisions": 40})
	set(t, blank, data.Unreadable, data.DoubtNotNumber, "t2.penalty.decisions")
	tests := map[string]struct {
		now, before *data.Report
		want        []brief
	}{
		"all the same":                     {year(2023, values{"t2.license.decisions": 40}), year(2022, values{"t2.license.decisions": 40}), same},
		"one differs":                      {year(2023, values{"t2.license.decisions": 40, "t2.penalty.decisions": 1}), year(2022, values{"t2.license.decisions": 40}), []brief{}},
		"nothing but zeros":                {year(2023, nil), year(2022, nil), []brief{}},
		"documents in force stay":          {year(2023, values{"t2.normative.in_force": 40}), year(2022, values{"t2.normative.in_force": 40}), []brief{}},
		"two decisions each year":          {year(2023, values{"t2.license.decisions": 2}), year(2022, values{"t2.license.decisions": 2}), []brief{}},
		"two decisions, and the same text": {copied, year(2022, values{"t2.license.decisions": 2}), same},
		"a cell is not known":              {blank, year(2022, values{"t2.license.decisions": 40}), []brief{}},
		"another form":                     {newReport("2019", 2023, values{"t2.license.decisions": 40}), year(2022, values{"t2.license.decisions": 40}), []brief{}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, only("A-8", compared(tt.now, tt.before))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAfterAMergerOnlySumsAreCompared(t *testing.T) {
	t.Parallel()
	now := aYear(2023, values{"t2.license.decisions": 9000, "t2.normative.in_force": 60, "t2.normative.repealed": 90})
	in := input(now)
	in.Previous = []data.Previous{
		{Agency: &data.Agency{Name: "示例县甲局"}, Rule: data.TrendSumPredecessor, Report: aYear(2022, nil)},
		{Agency: &data.Agency{Name: "示例县乙局"}, Rule: data.TrendSumPredecessor, Report: aYear(2022, nil)},
	}
	want := []brief{{"T2-3", "t2.normative.repealed", "warning", "规范性文件：本年废止件数 90 ＞ 上年示例县甲局报告现行有效件数 20 ＋ 上年示例县乙局报告现行有效件数 20 ＋ 本年制发件数 2（差 48）"}}
	checkBriefs(t, want, in)
}
