package check

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

func TestOneMistakeIsOneFinding(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		changes values
		want    []brief
	}{
		"one cell breaks its row and its column": {
			values{"t3.new.person": 1},
			[]brief{{"T3-1", "t3.person", "error", "自然人：新收 11 ＋ 上年结转 3 ≠ 总计 8 ＋ 结转下年度 5（差 1）；" +
				"新收：总计 12 ≠ 自然人 11 ＋ 商业企业 2（其余为0；差 1）；疑为“新收（自然人）”一格有误"}},
		},
		"a cell of the outcomes": {
			values{"t3.unavailable.not_held.person": -2},
			[]brief{{"T3-2", "t3.person", "error", "自然人：总计 8 ≠ 予以公开 5 ＋ 本机关不掌握 1（其余为0；差 2）；" +
				"本机关不掌握：总计 3 ≠ 自然人 1（其余为0；差 2）；疑为“本机关不掌握（自然人）”一格有误"}},
		},
		"a cell of the row of totals breaks three sums": {
			values{"t3.total.person": 1},
			[]brief{{"T3-1", "t3.person", "error", "自然人：新收 10 ＋ 上年结转 3 ≠ 总计 9 ＋ 结转下年度 5（差 1）；" +
				"自然人：总计 9 ≠ 予以公开 5 ＋ 本机关不掌握 3（其余为0；差 1）；总计：总计 9 ≠ 自然人 9 ＋ 商业企业 1（其余为0；差 1）；疑为“总计（自然人）”一格有误"}},
		},
		"the row's total is computed from the wrong cell": {
			values{"t3.new.person": 1, "t3.new.total": 1},
			[]brief{{"T3-1", "t3.person", "error", "自然人：新收 11 ＋ 上年结转 3 ≠ 总计 8 ＋ 结转下年度 5（差 1）；总计列由此也差 1"}},
		},
		"the column's total is computed from the wrong cell": {
			values{"t3.granted.person": 1, "t3.total.person": 1},
			[]brief{{"T3-1", "t3.person", "error", "自然人：新收 10 ＋ 上年结转 3 ≠ 总计 9 ＋ 结转下年度 5（差 1）；" +
				"予以公开：总计 6 ≠ 自然人 6 ＋ 商业企业 1（其余为0；差 1）；总计：总计 9 ≠ 自然人 9 ＋ 商业企业 1（其余为0；差 1）；疑为“予以公开（自然人）”一格有误，合计随之有误"}},
		},
		"all totals are computed from the wrong cell": {
			values{"t3.granted.person": 1, "t3.granted.total": 1, "t3.total.person": 1, "t3.total.total": 1},
			[]brief{{"T3-1", "t3.person", "error", "自然人：新收 10 ＋ 上年结转 3 ≠ 总计 9 ＋ 结转下年度 5（差 1）；总计列由此也差 1"}},
		},
		"two columns add up to the total column": {
			values{"t3.new.person": 1, "t3.new.business": 3, "t3.new.total": 4},
			[]brief{
				{"T3-1", "t3.person", "error", "自然人：新收 11 ＋ 上年结转 3 ≠ 总计 8 ＋ 结转下年度 5（差 1）；总计列由此也差 4（自然人、商业企业各列之差的和）"},
				{"T3-1", "t3.business", "error", "商业企业：新收 5 ＋ 上年结转 0 ≠ 总计 1 ＋ 结转下年度 1（差 3）"},
			},
		},
		"two mistakes in one row are not explained by one": {
			values{"t3.new.person": 1, "t3.new.business": 1},
			[]brief{
				{"T3-1", "t3.person", "error", "自然人：新收 11 ＋ 上年结转 3 ≠ 总计 8 ＋ 结转下年度 5（差 1）"},
				{"T3-1", "t3.business", "error", "商业企业：新收 3 ＋ 上年结转 0 ≠ 总计 1 ＋ 结转下年度 1（差 1）"},
				{"T3-3", "t3.new", "error", "新收：总计 12 ≠ 自然人 11 ＋ 商业企业 3（其余为0；差 2）"},
			},
		},
		"two mistakes far apart are two findings": {
			values{"t3.new.person": 1, "t3.granted.business": 1},
			[]brief{
				{"T3-1", "t3.person", "error", "自然人：新收 11 ＋ 上年结转 3 ≠ 总计 8 ＋ 结转下年度 5（差 1）；" +
					"新收：总计 12 ≠ 自然人 11 ＋ 商业企业 2（其余为0；差 1）；疑为“新收（自然人）”一格有误"},
				{"T3-2", "t3.business", "error", "商业企业：总计 1 ≠ 予以公开 2（其余为0；差 1）；" +
					"予以公开：总计 6 ≠ 自然人 5 ＋ 商业企业 2（其余为0；差 1）；疑为“予以公开（商业企业）”一格有误"},
			},
		},
		"two values changed places": {
			values{"t3.new.person": 1, "t3.new.business": -1},
			[]brief{
				{"T3-1", "t3.person", "error", "自然人：新收 11 ＋ 上年结转 3 ≠ 总计 8 ＋ 结转下年度 5（差 1）"},
				{"T3-1", "t3.business", "error", "商业企业：新收 1 ＋ 上年结转 0 ≠ 总计 1 ＋ 结转下年度 1（差 1）"},
			},
		},
		"a total column that is not the sum of the columns stands": {
			values{"t3.new.person": 1, "t3.new.total": 3},
			[]brief{
				{"T3-1", "t3.person", "error", "自然人：新收 11 ＋ 上年结转 3 ≠ 总计 8 ＋ 结转下年度 5（差 1）"},
				{"T3-1", "t3.total", "error", "新收 15 ＋ 上年结转 3 ≠ 总计 9 ＋ 结转下年度 6（差 3）"},
				{"T3-3", "t3.new", "error", "新收：总计 15 ≠ 自然人 11 ＋ 商业企业 2（其余为0；差 2）"},
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkBriefs(t, tt.want, input(balanced(tt.changes)))
		})
	}
}

func TestATotalColumnIsNotFoldedOverAnUncheckedColumn(t *testing.T) {
	t.Parallel()
	r := balanced(values{"t3.new.person": 1, "t3.new.total": 1})
	set(t, r, data.Unreadable, data.DoubtNotNumber, "t3.carried_in.legal")
	// The unreadable cell hides what the columns add up to, but one wrong
	// cell with its total still gives both failures and no other.
	want := []brief{
		{"T3-1", "t3.person", "error", "自然人：新收 11 ＋ 上年结转 3 ≠ 总计 8 ＋ 结转下年度 5（差 1）；总计列由此也差 1"},
		{"T3-1", "t3", "info", "法律服务机构无法核对：无法识别上年结转（法律服务机构）"},
	}
	if diff := cmp.Diff(want, only("T3-1", Derive(input(r)))); diff != "" {
		t.Errorf("one column (-want +got):\n%s", diff)
	}
	r = balanced(values{"t3.new.person": 1, "t3.new.business": 3, "t3.new.total": 4})
	set(t, r, data.Unreadable, data.DoubtNotNumber, "t3.carried_in.legal")
	want = []brief{
		{"T3-1", "t3.person", "error", "自然人：新收 11 ＋ 上年结转 3 ≠ 总计 8 ＋ 结转下年度 5（差 1）"},
		{"T3-1", "t3.business", "error", "商业企业：新收 5 ＋ 上年结转 0 ≠ 总计 1 ＋ 结转下年度 1（差 3）"},
		{"T3-1", "t3.total", "error", "新收 16 ＋ 上年结转 3 ≠ 总计 9 ＋ 结转下年度 6（差 4）"},
		{"T3-1", "t3", "info", "法律服务机构无法核对：无法识别上年结转（法律服务机构）"},
	}
	if diff := cmp.Diff(want, only("T3-1", Derive(input(r)))); diff != "" {
		t.Errorf("two columns (-want +got):\n%s", diff)
	}
}

// Every cell of table 3, wrong by itself, is one finding that names it.
func TestAnySingleWrongCellIsNamed(t *testing.T) {
	t.Parallel()
	for _, edition := range []string{"2019", "2021"} {
		for _, cell := range form.ByID(edition).Table("t3").Cells {
			r := newReport(edition, form.ByID(edition).From, nil)
			figure(t, r, cell.Code).Value = 5
			got := Derive(input(r))
			if len(got) != 1 || !strings.HasSuffix(got[0].Text, "；疑为“"+cellName(cell)+"”一格有误") {
				t.Errorf("%s %s: want one finding that suspects it, got %v", edition, cell.Code, briefs(got))
			}
		}
	}
}

// However many cells are wrong, each failure is in exactly one cause, and
// the finding says its difference.
func TestNoFailureIsHidden(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 7))
	cells := form.ByID("2021").Table("t3").Cells
	for range 200 {
		changes := values{}
		for range 1 + random.IntN(8) {
			changes[cells[random.IntN(len(cells))].Code] += random.Int64N(3) + 1
		}
		q := newInquiry(input(balanced(changes)))
		all := q.judgeSheet(q.sheets[1], registered())
		var want, got []string
		for _, i := range all {
			if i.verdict == failed {
				want = append(want, i.rule.ID+" "+i.Subject)
			}
		}
		for _, c := range q.explain(all) {
			for _, i := range c.instances {
				got = append(got, i.rule.ID+" "+i.Subject)
			}
			for _, f := range c.totals {
				got = append(got, f.total.rule.ID+" "+f.total.Subject)
			}
			f := q.broken(c)
			if n, m := strings.Count(f.Text, "差 "), len(c.instances)+len(c.totals); n != m {
				t.Errorf("%v: want %d differences in the text, got %d: %s", changes, m, n, f.Text)
			}
		}
		slices.Sort(want)
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%v: failures (-want +got):\n%s", changes, diff)
		}
	}
}

func TestAFoldedFindingMarksAllItsCells(t *testing.T) {
	t.Parallel()
	got := Derive(input(balanced(values{"t4.review.total": 1})))
	want := []string{"t4.review.total", "t4.review.upheld", "t4.review.corrected", "t4.review.other", "t4.review.pending"}
	if diff := cmp.Diff(want, got[0].Codes); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
	got = Derive(input(balanced(values{"t3.new.person": 1, "t3.new.total": 1})))
	want = []string{
		"t3.new.person", "t3.carried_in.person", "t3.total.person", "t3.carried_out.person",
		"t3.new.total", "t3.carried_in.total", "t3.total.total", "t3.carried_out.total",
	}
	if diff := cmp.Diff(want, got[0].Codes); diff != "" {
		t.Errorf("folded codes (-want +got):\n%s", diff)
	}
}
