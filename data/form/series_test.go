package form

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each cell holds its own number, so that a sum over wrong cells is noticed.
func numbered(edition string) map[string]int64 {
	out := map[string]int64{}
	for _, t := range ByID(edition).Tables {
		for _, c := range t.Cells {
			out[c.Code] = int64(c.Order * c.Order)
		}
	}
	return out
}

func TestSeriesInEveryEdition(t *testing.T) {
	t.Parallel()
	type sums [3]Value // 2014, 2019, 2021
	n := map[string]map[string]int64{"2014": numbered("2014"), "2019": numbered("2019"), "2021": numbered("2021")}
	sum := func(edition string, codes ...string) Value {
		v := Value{Counts: true}
		for _, c := range codes {
			x, ok := n[edition][c]
			if !ok {
				t.Fatalf("no cell %s in %s", c, edition)
			}
			v.N += x
		}
		return v
	}
	none := Value{}
	tests := map[string]sums{
		"requests.new":         {sum("2014", "s.received"), sum("2019", "t3.new.total"), sum("2021", "t3.new.total")},
		"requests.carried_in":  {none, sum("2019", "t3.carried_in.total"), sum("2021", "t3.carried_in.total")},
		"outcome.granted":      {sum("2014", "s.replied.granted", "s.replied.already_public"), sum("2019", "t3.granted.total"), sum("2021", "t3.granted.total")},
		"outcome.unavailable":  {sum("2014", "s.replied.not_exist", "s.replied.not_this_agency"), sum("2019", "t3.unavailable.not_held.total", "t3.unavailable.to_create.total", "t3.unavailable.unclear.total"), sum("2021", "t3.unavailable.not_held.total", "t3.unavailable.to_create.total", "t3.unavailable.unclear.total")},
		"outcome.other":        {none, sum("2019", "t3.other.total"), sum("2021", "t3.other.uncorrected.total", "t3.other.unpaid.total", "t3.other.else.total")},
		"other.else":           {none, none, sum("2021", "t3.other.else.total")},
		"refused.third_party":  {sum("2014", "s.replied.refused.trade", "s.replied.refused.privacy"), sum("2019", "t3.refused.third_party.total"), sum("2021", "t3.refused.third_party.total")},
		"litigation.total":     {sum("2014", "s.litigation"), sum("2019", "t4.direct.total", "t4.after_review.total"), sum("2021", "t4.direct.total", "t4.after_review.total")},
		"normative.issued":     {sum("2014", "s.normative_issued"), sum("2019", "t2.normative.made"), sum("2021", "t2.normative.issued")},
		"procurement.amount":   {none, sum("2019", "t2.procurement.amount"), none},
		"fee.amount":           {none, none, sum("2021", "t2.fee.amount")},
		"disclosed":            {sum("2014", "s.disclosed"), none, none},
		"applicant.person":     {none, sum("2019", "t3.new.person"), sum("2021", "t3.new.person")},
		"normative.in_force":   {none, none, sum("2021", "t2.normative.in_force")},
		"requests.closed":      {sum("2014", "s.closed"), sum("2019", "t3.total.total"), sum("2021", "t3.total.total")},
		"outcome.total":        {sum("2014", "s.replied"), sum("2019", "t3.total.total"), sum("2021", "t3.total.total")},
		"requests.carried_out": {none, sum("2019", "t3.carried_out.total"), sum("2021", "t3.carried_out.total")},
		"litigation.corrected": {sum("2014", "s.litigation.corrected"), sum("2019", "t4.direct.corrected", "t4.after_review.corrected"), sum("2021", "t4.direct.corrected", "t4.after_review.corrected")},
		"applicant.organisation": {none, sum("2019", "t3.new.business", "t3.new.research", "t3.new.charity", "t3.new.legal", "t3.new.other"),
			sum("2021", "t3.new.business", "t3.new.research", "t3.new.charity", "t3.new.legal", "t3.new.other")},
	}
	for id, want := range tests {
		s := SeriesByID(id)
		if s == nil {
			t.Errorf("want series %s, got none", id)
			continue
		}
		for i, edition := range []string{"2014", "2019", "2021"} {
			got := NewValues(newTables(edition, n[edition])).Sum(s.In(edition))
			if diff := cmp.Diff(want[i], got); diff != "" {
				t.Errorf("%s in %s (-want +got):\n%s", id, edition, diff)
			}
		}
		if s.In("1999") != nil {
			t.Errorf("%s in an unknown edition: want nothing, got %v", id, s.In("1999"))
		}
	}
}

func TestSeriesAreSound(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	names := map[string]bool{}
	for _, s := range AllSeries() {
		if seen[s.ID] || names[s.Name] {
			t.Errorf("%s %s: want them once, got them again", s.ID, s.Name)
		}
		seen[s.ID], names[s.Name] = true, true
		if s.Name == "" || s.Topic == "" || s.Unit == "" || s.Amount != (s.Unit == "万元") {
			t.Errorf("want a whole series, got %+v", s)
		}
		if len(s.Breaks) > 0 && s.Note == "" {
			t.Errorf("%s: want a note for its breaks %v, got none", s.ID, s.Breaks)
		}
		if !slices.IsSorted(s.Breaks) {
			t.Errorf("%s: want breaks in order, got %v", s.ID, s.Breaks)
		}
		editions := 0
		for _, e := range Editions() {
			sum := s.In(e.ID)
			if len(sum) > 0 {
				editions++
			}
			for _, code := range sum.Codes() {
				if c := e.Cell(code); !c.Additive || c.Measure == Delta {
					t.Errorf("%s in %s: want cells that add up, got %s", s.ID, e.ID, code)
				}
			}
		}
		if editions == 0 {
			t.Errorf("%s: want it in an edition, got none", s.ID)
		}
	}
	if SeriesByID("no.such") != nil || IndicatorByID("no.such") != nil {
		t.Error("an unknown id: want nil, got something")
	}
}

func TestTopicsInOrder(t *testing.T) {
	t.Parallel()
	want := []string{"依申请公开", "办理结果", "不予公开原因", "无法提供原因", "不予处理原因", "其他处理原因", "申请人", "复议诉讼", "主动公开"}
	if diff := cmp.Diff(want, Topics()); diff != "" {
		t.Errorf("topics (-want +got):\n%s", diff)
	}
}

func TestIndicators(t *testing.T) {
	t.Parallel()
	terms := func(all []SeriesTerm) []string {
		var out []string
		for _, s := range all {
			sign := ""
			if s.Negative {
				sign = "-"
			}
			out = append(out, sign+s.Series.ID)
		}
		return out
	}
	tests := []struct {
		id, name    string
		numerator   []string
		denominator []string
		breaks      []int
	}{
		{"rate.closed", "办结率", []string{"requests.closed"}, []string{"requests.new", "requests.carried_in"}, []int{2019}},
		{"rate.disclosed", "公开和部分公开占比", []string{"outcome.granted", "outcome.partial"}, []string{"outcome.total"}, []int{2019}},
		{"rate.review_corrected", "复议纠错率（按审结数）", []string{"review.corrected"}, []string{"review.total", "-review.pending"}, []int{2019, 2024}},
		{"rate.disputed", "争议发生率", []string{"review.total", "litigation.total"}, []string{"requests.closed"}, []int{2019, 2024}},
	}
	for _, tt := range tests {
		i := IndicatorByID(tt.id)
		if i == nil {
			t.Errorf("want indicator %s, got none", tt.id)
			continue
		}
		if diff := cmp.Diff([]any{tt.name, tt.numerator, tt.denominator, tt.breaks}, []any{i.Name, terms(i.Numerator), terms(i.Denominator), i.Breaks}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.id, diff)
		}
		if i.Note == "" {
			t.Errorf("%s: want the note of its series, got none", tt.id)
		}
	}
	if len(Indicators()) != 12 {
		t.Errorf("want 12 indicators, got %d", len(Indicators()))
	}
}
