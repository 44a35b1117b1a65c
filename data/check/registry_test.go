package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

func TestRulesAreListedOnce(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, r := range Rules() {
		if seen[r.ID] {
			t.Errorf("rule %s: want it once, got it again", r.ID)
		}
		seen[r.ID] = true
		if r.ID == "" || r.Title == "" || r.Why == "" || r.Severity < data.Error || r.Severity > data.Info {
			t.Errorf("want a whole rule, got %+v", r)
		}
	}
	for _, id := range []string{"T3-1", "A-1", "A-2", "A-3", "A-4", "A-5", "C-1", "R-table", "R-total"} {
		if !seen[id] {
			t.Errorf("want rule %s listed, got none", id)
		}
	}
}

func TestARuleOfSeveralLinesHasAllItsEditions(t *testing.T) {
	t.Parallel()
	for _, r := range Rules() {
		if r.ID == "T3-2" {
			if diff := cmp.Diff(Rule{"T3-2", "办理结果总计应等于各项办理结果之和", "每件申请只归入一种办理结果，总计应是各种结果之和。部分公开的只计一次。", data.Error, []string{"2019", "2021"}}, r); diff != "" {
				t.Errorf("rule (-want +got):\n%s", diff)
			}
			r.Editions[0] = "changed"
		}
	}
	for _, r := range Rules() {
		if r.ID == "T3-2" && r.Editions[0] != "2019" {
			t.Error("want the list to be the caller's own, got the rules changed")
		}
	}
}

func TestFormulasReachEveryTableTheyAreFor(t *testing.T) {
	t.Parallel()
	want := map[sheetKey]map[string]int{
		{"2014", "s"}:  {"S-1": 1, "S-2": 1, "S-3": 1, "S-4": 1, "S-4w": 1, "S-5": 2, "S-6": 1, "S-7": 3, "S-8": 1},
		{"2019", "t2"}: {"T2-1": 3, "T2o-2": 1, "T2o-5": 5, "T2o-6": 5, "T2o-8": 1},
		{"2019", "t3"}: {"T3-1": 7, "T3-2": 7, "T3-3": 23, "C-1": 1, "C-2": 7},
		{"2019", "t4"}: {"T4-1": 3},
		{"2021", "t2"}: {"T2-1": 3, "T2-2": 1, "T2-3": 1, "T2-4": 1},
		{"2021", "t3"}: {"T3-1": 7, "T3-2": 7, "T3-3": 25, "C-1": 1, "C-2": 7},
		{"2021", "t4"}: {"T4-1": 3},
	}
	got := map[sheetKey]map[string]int{}
	for k, all := range registered().comparisons {
		got[k] = map[string]int{}
		for _, c := range all {
			got[k][c.rule.ID]++
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("comparisons (-want +got):\n%s", diff)
	}
}

func TestAFaultyRuleIsNotAccepted(t *testing.T) {
	t.Parallel()
	head := "id,edition,severity,applies,unless,formula,title,why\n"
	for name, line := range map[string]string{
		"unknown severity":    "X,2021,grave,,,t4.review.total = 0,题,因",
		"unknown edition":     "X,1999,error,,,t4.review.total = 0,题,因",
		"unknown condition":   "X,2021,error,village,,t4.review.total = 0,题,因",
		"unknown code":        "X,2021,error,,,t4.review.sum = 0,题,因",
		"no comparison":       "X,2021,error,,,t4.review.total,题,因",
		"too few fields":      "X,2021,error",
		"a formula of no row": "X,2019,error,,,t2.{r}.nothing = 0,题,因",
	} {
		if _, err := newRegistry([]byte(head + line + "\n")); err == nil {
			t.Errorf("%s: want an error, got none", name)
		} else if !strings.Contains(err.Error(), "X") && name != "too few fields" {
			t.Errorf("%s: want the rule named, got %v", name, err)
		}
	}
	if _, err := newRegistry([]byte(head + "X,2021,warning,county,,t4.review.total = 0,题,因\n")); err != nil {
		t.Errorf("a sound rule: want no error, got %v", err)
	}
}

func TestAnExplanationHoldsUntilAnOperandChanges(t *testing.T) {
	t.Parallel()
	prints := func(r *data.Report) map[string]string {
		out := map[string]string{}
		for _, f := range Derive(input(r)) {
			out[f.Rule+" "+f.Subject] = f.Fingerprint
		}
		return out
	}
	start := prints(balanced(values{"t4.review.total": 1}))
	if same := prints(balanced(values{"t4.review.total": 1, "t4.direct.total": 1, "t4.direct.upheld": 1})); same["T4-1 t4.review"] != start["T4-1 t4.review"] {
		t.Error("another row changed: want the same fingerprint, got another")
	}
	if other := prints(balanced(values{"t4.review.total": 2})); other["T4-1 t4.review"] == start["T4-1 t4.review"] {
		t.Error("an operand changed: want another fingerprint, got the same")
	}
	r := balanced(values{"t4.review.total": 1})
	set(t, r, data.Doubtful, data.DoubtLabel, "t4.review.total")
	if other := prints(r); other["T4-1 t4.review"] == start["T4-1 t4.review"] {
		t.Error("an operand's state changed: want another fingerprint, got the same")
	}
	old := prints(newReport("2019", 2019, values{"t4.review.total": 1}))
	if other := prints(newReport("2021", 2021, values{"t4.review.total": 1})); other["T4-1 t4.review"] == old["T4-1 t4.review"] {
		t.Error("another edition: want another fingerprint, got the same")
	}
}

func TestTheKeyIsTheReports(t *testing.T) {
	t.Parallel()
	r := newReport("2021", 2023, values{"t4.review.total": 1})
	key := func(f data.Finding) data.ReportKey {
		return data.ReportKey{Agency: f.Agency, Year: f.Year, Kind: f.Kind}
	}
	in := input(r)
	in.Kind, in.Year = data.Published, 2022
	if diff := cmp.Diff(data.ReportKey{Agency: "mzj", Year: 2022, Kind: data.Published}, key(only1(t, Derive(in), "T4-1"))); diff != "" {
		t.Errorf("published (-want +got):\n%s", diff)
	}
	in = data.CheckInput{Report: r, Kind: data.Unit}
	if diff := cmp.Diff(data.ReportKey{Year: 2023, Kind: data.Unit}, key(only1(t, Derive(in), "T4-1"))); diff != "" {
		t.Errorf("no agency, no year given (-want +got):\n%s", diff)
	}
	if got := Derive(data.CheckInput{}); got != nil {
		t.Errorf("no report: want nothing, got %v", got)
	}
}

func only1(t *testing.T, findings []data.Finding, rule string) data.Finding {
	t.Helper()
	for _, f := range findings {
		if f.Rule == rule {
			return f
		}
	}
	t.Fatalf("want a finding of %s, got %v", rule, briefs(findings))
	return data.Finding{}
}

func TestACodeThatComesTwiceKeepsBothFindings(t *testing.T) {
	t.Parallel()
	r := newReport("2021", 2023, nil)
	r.Tables = append(r.Tables, *newReport("2021", 2023, nil).Table("t4"))
	bad := data.Figure{Code: "t4.review.total", State: data.Unreadable, Doubt: data.DoubtNotNumber, Raw: "3O"}
	r.Tables[2].Figures[4], r.Tables[3].Figures[4] = bad, bad
	want := []brief{
		{"A-1", "t4.review.total", "error", "行政复议（总计）：原文“3O”不是数字"},
		{"A-1", "t4.review.total#2", "error", "行政复议（总计）：原文“3O”不是数字"},
	}
	if diff := cmp.Diff(want, only("A-1", Derive(input(r)))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	checkSound(t, Derive(input(r)))
}

func TestSentencesOfOtherShapes(t *testing.T) {
	t.Parallel()
	reg, err := newRegistry([]byte("id,edition,severity,applies,unless,formula,title,why\n" +
		"Y-1,2021,error,,,t2.fee.amount <= 5,题,因\n" +
		"Y-2,2021,error,,,t2.normative.in_force >= t2.normative.issued - t2.normative.repealed,题,因\n" +
		"Y-3,2019,warning,,,t2.procurement.amount = prev.t2.procurement.amount,题,因\n" +
		"Y-4,2014,warning,,,s.channel.gazette <= s.disclosed <= s.channel.website + s.channel.weibo,题,因\n"))
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		now, before *data.Report
		want        string
	}{
		"an amount": {newReport("2021", 2023, values{"t2.fee.amount": 75_770_000}), nil, "行政事业性收费（本年收费金额） 75.77万元 ＞ 5"},
		"a difference of counts": {
			newReport("2021", 2023, values{"t2.normative.in_force": 1, "t2.normative.issued": 5, "t2.normative.repealed": 2}), nil,
			"规范性文件：现行有效件数 1 ＜ 本年制发件数 5 － 本年废止件数 2（差 2）",
		},
		"an amount of last year": {
			newReport("2019", 2020, values{"t2.procurement.amount": 1_500_000}), newReport("2019", 2019, values{"t2.procurement.amount": 2_000_000}),
			"政府集中采购（采购总金额） 1.5万元 ≠ 上年报告政府集中采购（采购总金额） 2万元（差 0.5万元）",
		},
		"three sides": {
			newReport("2014", 2016, values{"s.channel.gazette": 1, "s.disclosed": 9, "s.channel.website": 4, "s.channel.weibo": 2}), nil,
			"政府公报公开 1 ≤ 主动公开 9 ＞ 政府网站公开 4 ＋ 政务微博公开 2（差 3）",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in := input(tt.now)
			if tt.before != nil {
				in.Previous = []data.Previous{{Report: tt.before}}
			}
			got := []string{}
			for _, f := range newInquiry(in).formulas(reg) {
				got = append(got, f.Text)
			}
			if diff := cmp.Diff([]string{tt.want}, got); diff != "" {
				t.Errorf("sentences (-want +got):\n%s", diff)
			}
		})
	}
}

func TestEveryCellHasANameOfItsOwnInItsTable(t *testing.T) {
	t.Parallel()
	for _, e := range form.Editions() {
		for _, table := range e.Tables {
			names := map[string]string{}
			for _, c := range table.Cells {
				name := cellName(c)
				if other, ok := names[name]; ok {
					t.Errorf("%s %s and %s: want names of their own, got %s", e.ID, other, c.Code, name)
				}
				names[name] = c.Code
			}
		}
	}
}
