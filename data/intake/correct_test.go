package intake_test

import (
	"context"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
)

func TestValuesThatACellCanHold(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	f := o.one(intake.Options{}, file("一.txt", text(t, report(t, "财政局", 2022, set("t2.license.decisions", 11)))))
	k := data.ReportKey{Agency: o.key(f), Year: 2022, Kind: data.Unit}
	for _, c := range []struct {
		code, value string
		want        int64
		mistake     string
	}{
		{"t2.license.decisions", "12", 12, ""},
		{"t2.license.decisions", " １,２０３ ", 1203, ""},
		{"t2.license.decisions", "11", 0, "与原文相同"},
		{"t2.license.decisions", "-1", 0, "不小于0的整数"},
		{"t2.license.decisions", "1.5", 0, "不小于0的整数"},
		{"t2.license.decisions", "1e3", 0, "不小于0的整数"},
		{"t2.license.decisions", "", 0, "不小于0的整数"},
		{"t2.license.decisions", "3O", 0, "不小于0的整数"},
		{"t2.license.decisions", "100000000000", 0, "不小于0的整数"},
		{"t2.license.decisions", strings.Repeat("9", 400), 0, "不小于0的整数"},
		{"t2.fee.amount", "75.774321", 75_774_321, ""},
		{"t2.fee.amount", "0.0000001", 0, "最多六位小数"},
		{"t2.fee.amount", ".5", 0, "最多六位小数"},
		{"t9.nothing", "5", 0, "没有这一项"},
	} {
		err := o.in.Correct(ctx, intake.Correcting{Version: f.Version, Code: c.code, Value: c.value, Reason: "核实", Person: "张三", Confirmed: data.ByPhone})
		if c.mistake != "" {
			if !intake.IsMistake(err) || !strings.Contains(err.Error(), c.mistake) {
				t.Errorf("%s %q: want a mistake with %q, got %v", c.code, c.value, c.mistake, err)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s %q: %v", c.code, c.value, err)
		}
		list, err := o.store.Corrections(ctx, k)
		if err != nil || len(list) == 0 {
			t.Fatalf("%s %q: want it kept, got %v, %v", c.code, c.value, list, err)
		}
		kept := false
		for _, x := range list {
			kept = kept || x.Code == c.code && x.Value == c.want
		}
		if !kept {
			t.Errorf("%s %q: want %d, got %+v", c.code, c.value, c.want, list)
		}
		if err := o.in.Uncorrect(ctx, k, c.code, "李四"); err != nil {
			t.Error(err)
		}
	}
}

func (o *office) key(f data.File) string {
	o.t.Helper()
	v, err := o.store.Version(context.Background(), f.Version)
	if err != nil {
		o.t.Fatal(err)
	}
	return v.Agency
}

func TestANewVersionAsksAboutTheCorrection(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	const code = "t2.license.decisions"
	first := o.one(intake.Options{}, file("一.txt", text(t, report(t, "财政局", 2022, set(code, 11)))))
	k := data.ReportKey{Agency: o.key(first), Year: 2022, Kind: data.Unit}
	correct := func(version int64, how string) error {
		return o.in.Correct(ctx, intake.Correcting{Version: version, Code: code, Value: "13", Reason: "漏记2件", Person: "张三", Confirmed: how})
	}
	asked := func() []data.Finding {
		list, err := o.store.Findings(ctx, data.FindingFilter{Rule: "R-correct"})
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	counts := func() (n int64) {
		_, err := o.store.Holdings(ctx, func(v data.Version) error {
			f, _ := v.Report.Figure(code)
			n = f.Value
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if err := correct(first.Version, "rumour"); !intake.IsMistake(err) {
		t.Errorf("confirmed by nothing: want a mistake, got %v", err)
	}
	if err := correct(first.Version, data.ByPhone); err != nil || counts() != 13 {
		t.Fatalf("want 13 counted, got %d, %v", counts(), err)
	}
	second := o.one(intake.Options{Replace: true}, file("二.txt", text(t, report(t, "财政局", 2022, set(code, 12)))))
	if list := asked(); counts() != 12 || len(list) != 1 || !strings.Contains(list[0].Text, "曾由11更正为13，现用版印的为12") {
		t.Errorf("another number: want 12 counted and one question, got %d %+v", counts(), list)
	}
	if err := correct(first.Version, data.ByPhone); !intake.IsMistake(err) {
		t.Errorf("on the version that gave way: want a mistake, got %v", err)
	}
	for range 2 { // the very same again is nothing
		if err := correct(second.Version, data.ByStamped); err != nil {
			t.Fatal(err)
		}
	}
	if counts() != 13 || len(asked()) != 0 {
		t.Errorf("confirmed again: want 13 and no question, got %d %+v", counts(), asked())
	}
	o.one(intake.Options{Replace: true}, file("三.txt", text(t, report(t, "财政局", 2022, set(code, 13)))))
	if counts() != 13 || len(asked()) != 0 {
		t.Errorf("the agency corrected it itself: want 13 and no question, got %d %+v", counts(), asked())
	}
	if err := o.in.Uncorrect(ctx, k, code, "李四"); err != nil || counts() != 13 {
		t.Errorf("taken back: want the printed 13, got %d, %v", counts(), err)
	}
	history, err := o.store.History(ctx, k)
	if err != nil || len(history.Corrections) != 2 || history.Corrections[0].Ended.Person != "李四" || !history.Corrections[1].Ended.Replaced {
		t.Errorf("want the one taken back and the one confirmed anew, got %+v, %v", history, err)
	}
}
