package check

import (
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

func TestCorrectionsInRules(t *testing.T) {
	t.Parallel()
	of := func(r *data.Report, rule string, asked ...data.Correction) []data.Finding {
		var out []data.Finding
		in := input(r)
		in.Asked = asked
		for _, f := range Derive(in) {
			if f.Rule == rule {
				out = append(out, f)
			}
		}
		return out
	}
	r := newReport("2021", 2023, nil)
	c := data.Correction{Code: "t2.fee.amount", Value: 757_700, PrintedState: data.Missing}
	if got := of(r, "R-correct"); len(got) != 0 {
		t.Errorf("nothing asked: want no finding, got %v", got)
	}
	got := of(r, "R-correct", c)
	if len(got) != 1 || got[0].Severity != data.Warning || len(got[0].Codes) != 1 ||
		!strings.HasSuffix(got[0].Text, "曾由未找到更正为0.7577万元，现用版印的为0万元，更正暂不计入") {
		t.Errorf("an amount: got %+v", got)
	}
	gone := of(r, "R-correct", data.Correction{Code: "s.gone", Value: 3, PrintedState: data.Read, PrintedValue: 5})
	if len(gone) != 1 || gone[0].Codes != nil || !strings.Contains(gone[0].Text, "曾由5更正为3，现用版印的没有这一项") {
		t.Errorf("a cell that the version lacks: got %+v", gone)
	}
	before := got[0].Fingerprint
	figure(t, r, "t2.fee.amount").Value = 1
	if after := of(r, "R-correct", c)[0].Fingerprint; after == before {
		t.Error("another printed figure: want another fingerprint")
	}

	r = newReport("2021", 2023, nil)
	data.Correction{Code: "t3.new.total", Value: 4}.Apply(figure(t, r, "t3.new.total"))
	broken := of(r, "T3-1")
	if len(broken) != 1 || !strings.Contains(broken[0].Text, "含更正：新收") {
		t.Errorf("an equation with a correction in it: want it named, got %+v", broken)
	}
}

func TestCorrectionsAreNamedBesideTheText(t *testing.T) {
	t.Parallel()
	of := func(code string) string {
		r := saying("收到政府信息公开申请42件，上年结转3件，全年依法办结9件。")
		f := figure(t, r, code)
		data.Correction{Code: code, Value: f.Value}.Apply(f)
		if code == "t3.new.person" { // its total is left blank and computed
			*figure(t, r, "t3.new.total") = data.Figure{Code: "t3.new.total", State: data.Blank}
		}
		for _, f := range Derive(input(r)) {
			if f.Rule == "X-1" {
				return f.Text
			}
		}
		return ""
	}
	cases := map[string]struct {
		code string
		want string
	}{
		"the figure itself":  {"t3.new.total", "；含更正：新收（总计））"},
		"a part of its sum":  {"t3.new.person", "；含更正：新收（总计））"},
		"a figure elsewhere": {"t3.carried_in.total", "（差 30）"},
	}
	for name, c := range cases {
		if got := of(c.code); !strings.HasSuffix(got, c.want) {
			t.Errorf("%s: want the end %q, got %q", name, c.want, got)
		}
	}
}

func TestCorrectionsAreNamedBesideLastYear(t *testing.T) {
	t.Parallel()
	p := pair{now: &data.Figure{Value: 5, State: data.Read, Corrected: true}, then: &data.Figure{Value: 200, State: data.Doubtful},
		cell: form.CellOf("2021", "t3.new.person")}
	if got := p.text(); !strings.HasSuffix(got, "上年 200（存疑），本年 5（更正）") {
		t.Errorf("got %q", got)
	}
}
