package form

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseSum(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		edition, text string
		want          Sum
	}{
		"nothing":                   {"2021", " ", nil},
		"one code":                  {"2021", "t3.new.total", Sum{{Codes: []string{"t3.new.total"}}}},
		"a number":                  {"2021", "12", Sum{{Constant: 12}}},
		"one of last year":          {"2021", "prev.t3.carried_out.total", Sum{{Codes: []string{"t3.carried_out.total"}, Previous: true}}},
		"added and taken away":      {"2021", "t2.normative.issued - t2.normative.repealed + 1", Sum{{Codes: []string{"t2.normative.issued"}}, {Negative: true, Codes: []string{"t2.normative.repealed"}}, {Constant: 1}}},
		"a sum over rows":           {"2021", "sum(t3.other.*.person)", Sum{{Codes: []string{"t3.other.uncorrected.person", "t3.other.unpaid.person", "t3.other.else.person"}, Alternate: "t3.other.person"}}},
		"a sum over last year":      {"2021", "sum(prev.t2.regulation.*)", Sum{{Codes: []string{"t2.regulation.issued", "t2.regulation.repealed", "t2.regulation.in_force"}, Alternate: "t2.regulation", Previous: true}}},
		"a sum without columns":     {"2014", "sum(s.channel.*)", Sum{{Codes: []string{"s.channel.gazette", "s.channel.website", "s.channel.weibo", "s.channel.wechat", "s.channel.other"}, Alternate: "s.channel"}}},
		"a star is one segment":     {"2014", "sum(s.replied.*)", Sum{{Codes: []string{"s.replied.already_public", "s.replied.granted", "s.replied.partial", "s.replied.refused", "s.replied.not_this_agency", "s.replied.not_exist", "s.replied.amend", "s.replied.other_channel"}, Alternate: "s.replied"}}},
		"the largest of rows":       {"2014", "max(s.channel.*)", Sum{{Max: true, Codes: []string{"s.channel.gazette", "s.channel.website", "s.channel.weibo", "s.channel.wechat", "s.channel.other"}}}},
		"white space means nothing": {"2019", "  t3.new.total\t+  t3.other.total ", Sum{{Codes: []string{"t3.new.total"}}, {Codes: []string{"t3.other.total"}}}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseSum(tt.text, ByID(tt.edition))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("sum (-want +got):\n%s", diff)
			}
		})
	}
}

func TestASumThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a code of another edition":    "s.received",
		"a code of no edition":         "t3.new.sum",
		"a variable":                   "t3.new.{c}",
		"no operator between":          "t3.new.total t3.total.total",
		"an operator at the end":       "t3.new.total +",
		"two operators":                "t3.new.total + + t3.total.total",
		"a sum of nothing":             "sum(t3.nothing.*.total)",
		"a function that is not known": "min(t3.new.total)",
		"the largest of nothing":       "max(t3.nothing.*.total)",
		"a star outside a sum":         "t2.regulation.*",
		"an operator that is not one":  "t3.new.total * t3.total.total",
	} {
		if got, err := ParseSum(text, ByID("2021")); err == nil {
			t.Errorf("%s: want an error, got %v", name, got)
		}
	}
}

func TestCodesLeaveAlternatesOut(t *testing.T) {
	t.Parallel()
	s, err := ParseSum("t3.new.total + sum(t3.unavailable.*.total) - 3", ByID("2021"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"t3.new.total", "t3.unavailable.not_held.total", "t3.unavailable.to_create.total", "t3.unavailable.unclear.total"}
	if diff := cmp.Diff(want, s.Codes()); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
}

// shown writes comparisons briefly: subject: left op right.
func shown(all []Comparison) []string {
	var out []string
	for _, c := range all {
		var b strings.Builder
		b.WriteString(c.Subject + ":")
		for n, side := range c.Sides {
			if n > 0 {
				b.WriteString(" " + c.Ops[n-1])
			}
			for _, t := range side {
				b.WriteString(" ")
				if t.Max {
					b.WriteString("max ")
				}
				if t.Negative {
					b.WriteString("-")
				}
				if t.Previous {
					b.WriteString("prev.")
				}
				if len(t.Codes) == 0 {
					b.WriteString(Format(t.Constant, Count))
				}
				b.WriteString(strings.Join(t.Codes, ","))
			}
		}
		out = append(out, b.String())
	}
	return out
}

func TestParseRule(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		edition, text string
		want          []string
	}{
		"no variable": {"2014", "s.closed = s.closed.on_time + s.closed.extended", []string{"s.closed: s.closed = s.closed.on_time s.closed.extended"}},
		"each row, of one or more segments": {"2021", "t4.{r}.total >= t4.{r}.pending", []string{
			"t4.review: t4.review.total >= t4.review.pending",
			"t4.direct: t4.direct.total >= t4.direct.pending",
			"t4.after_review: t4.after_review.total >= t4.after_review.pending",
		}},
		"each column": {"2021", "t4.review.{c} <= t4.direct.{c}", []string{
			"t4.upheld: t4.review.upheld <= t4.direct.upheld",
			"t4.corrected: t4.review.corrected <= t4.direct.corrected",
			"t4.other: t4.review.other <= t4.direct.other",
			"t4.pending: t4.review.pending <= t4.direct.pending",
			"t4.total: t4.review.total <= t4.direct.total",
		}},
		"each code under a star": {"2021", "t2.regulation.* = 0", []string{
			"t2.regulation.issued: t2.regulation.issued = 0",
			"t2.regulation.repealed: t2.regulation.repealed = 0",
			"t2.regulation.in_force: t2.regulation.in_force = 0",
		}},
		"rows without all codes are left out": {"2019", "t2.{r}.items_last + t2.{r}.decisions >= 0", []string{
			"t2.license: t2.license.items_last t2.license.decisions >= 0",
			"t2.service: t2.service.items_last t2.service.decisions >= 0",
			"t2.penalty: t2.penalty.items_last t2.penalty.decisions >= 0",
			"t2.coercion: t2.coercion.items_last t2.coercion.decisions >= 0",
		}},
		"several in one": {"2014", "s.disclosed.normative <= s.disclosed ; s.response.press_lead <= s.response.press", []string{
			"s.disclosed.normative: s.disclosed.normative <= s.disclosed",
			"s.response.press_lead: s.response.press_lead <= s.response.press",
		}},
		"three sides": {"2014", "s.channel.gazette <= s.disclosed <= sum(s.channel.*)", []string{
			"s.channel.gazette: s.channel.gazette <= s.disclosed <= s.channel.gazette,s.channel.website,s.channel.weibo,s.channel.wechat,s.channel.other",
		}},
		"the largest, the whole and the sum": {"2014", "max(s.channel.*) <= s.disclosed", []string{
			"s.disclosed: max s.channel.gazette,s.channel.website,s.channel.weibo,s.channel.wechat,s.channel.other <= s.disclosed",
		}},
		"both zero or neither": {"2019", "(t2.procurement.projects = 0) = (t2.procurement.amount = 0)", []string{
			"t2.procurement.projects: t2.procurement.projects (=0) t2.procurement.amount",
		}},
		"last year's": {"2021", "t2.normative.in_force = prev.t2.normative.in_force - t2.normative.repealed", []string{
			"t2.normative.in_force: t2.normative.in_force = prev.t2.normative.in_force -t2.normative.repealed",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ParseRule(tt.text, ByID(tt.edition))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, shown(got)); diff != "" {
				t.Errorf("comparisons (-want +got):\n%s", diff)
			}
		})
	}
}

func TestARuleOverColumnsAndSumsReachesAllOfThem(t *testing.T) {
	t.Parallel()
	got, err := ParseRule("t3.total.{c} = t3.granted.{c} + sum(t3.other.*.{c})", ByID("2021"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != 7 {
		t.Fatalf("want 7 columns, got %v", shown(got))
	}
	for _, c := range got {
		_, column, _ := strings.Cut(c.Subject, ".")
		want := Sum{
			{Codes: []string{"t3.granted." + column}},
			{Codes: []string{"t3.other.uncorrected." + column, "t3.other.unpaid." + column, "t3.other.else." + column}, Alternate: "t3.other." + column},
		}
		if diff := cmp.Diff(want, c.Sides[1]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.Subject, diff)
		}
	}
}

func TestARuleThatCannotBeReadIsAnError(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no comparison":         "t3.new.total",
		"a side is missing":     "t3.new.total =",
		"fits no row":           "t3.{r}.nothing = 0",
		"fits no column":        "t3.nothing.{c} = 0",
		"a code that is absent": "t3.new.total = s.received",
		"one of two is wrong":   "t3.new.total = 0 ; t3.new.sum = 0",
		"nothing at all":        "",
		"one side in brackets":  "(t3.new.total = 0) = t3.total.total",
		"a bracket is missing":  "(t3.new.total = 0) = (t3.total.total = 0",
		"not against zero":      "(t3.new.total = 1) = (t3.total.total = 1)",
	} {
		if got, err := ParseRule(text, ByID("2021")); err == nil {
			t.Errorf("%s: want an error, got %v", name, shown(got))
		}
	}
}

func FuzzParseRule(f *testing.F) {
	for _, text := range []string{
		"t3.new.{c} + t3.carried_in.{c} = t3.total.{c}", "sum(t3.*.*.total) <= 3", "t4.{r}.total = 0 ; ;", "prev.prev.x >= {r}{c}*", "sum(sum(", "= = =", "*", "max(s.channel.*) <= s.disclosed", "(a = 0) = (b = 0)", "(=0)",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, e := range Editions() {
			all, err := ParseRule(text, e)
			if err == nil && len(all) == 0 {
				t.Errorf("%q: want comparisons or an error, got neither", text)
			}
			for _, c := range all {
				if len(c.Sides) != len(c.Ops)+1 {
					t.Errorf("%q: want an operator between sides, got %v", text, c)
				}
			}
		}
	})
}
