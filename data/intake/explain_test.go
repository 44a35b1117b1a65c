package intake_test

import (
	"context"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
)

// oneError imports a report with a broken sum and returns the finding.
func (o *office) oneError() data.Finding {
	o.t.Helper()
	o.one(intake.Options{}, file("一.txt", text(o.t, report(o.t, "财政局", 2022, set("t3.granted.total", 999)))))
	return o.errors()[0]
}

func (o *office) errors() []data.Finding {
	o.t.Helper()
	list, err := o.store.Findings(context.Background(), data.FindingFilter{Severity: data.Error})
	if err != nil {
		o.t.Fatal(err)
	}
	if len(list) == 0 {
		o.t.Fatal("want an error in the report, got none")
	}
	return list
}

func TestExplainingAFinding(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	f := o.oneError()
	seen := []intake.Explained{{Key: f.Key(), Fingerprint: f.Fingerprint}}
	old := []intake.Explained{seen[0], {Key: f.Key(), Fingerprint: "of other figures"}}
	gone := []intake.Explained{{Key: data.FindingKey{Agency: f.Agency, Year: f.Year, Kind: f.Kind, Rule: "T3-99"}}}
	for name, c := range map[string]struct {
		findings       []intake.Explained
		reason, person string
		want           string
	}{
		"no reason":         {seen, " \r\n", "张三", "请填写说明"},
		"no name":           {seen, "属实", "\u200b", "请填写署名"},
		"a reason too long": {seen, strings.Repeat("长", data.MaxReason+1), "张三", "最多500个字"},
		"nothing chosen":    {nil, "属实", "张三", "没有选择"},
		"changed meanwhile": {old, "属实", "张三", "已有变化"},
		"gone meanwhile":    {gone, "属实", "张三", "已有变化"},
	} {
		err := o.in.Explain(ctx, c.findings, c.reason, c.person)
		if !intake.IsMistake(err) || !strings.Contains(errorText(err), c.want) {
			t.Errorf("%s: want a mistake with %q, got %v", name, c.want, err)
		}
	}
	if got := o.errors()[0]; got.Explanation != nil {
		t.Errorf("want nothing kept of what was refused, got %+v", got.Explanation)
	}
	change := func() int64 {
		n, err := o.store.Change(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	for range 2 {
		if err := o.in.Explain(ctx, seen, "台账\r\n属实\x07", " 张三 "); err != nil {
			t.Fatal(err)
		}
	}
	after := change()
	if err := o.in.Explain(ctx, seen, "台账\n属实", "张三"); err != nil || change() != after {
		t.Errorf("saying the same again: want no change, got %v, %d then %d", err, after, change())
	}
	got := o.errors()[0]
	if !got.Explained || got.Explanation.Reason != "台账\n属实" || got.Explanation.Person != "张三" || got.Explanation.Stated.Year() != 2025 {
		t.Errorf("want it explained, got %v %+v", got.Explained, got.Explanation)
	}
	if err := o.in.Unexplain(ctx, f.Key(), "李四"); err != nil {
		t.Fatal(err)
	}
	if got := o.errors()[0]; got.Explained || got.Explanation != nil {
		t.Errorf("taken back: want it open, got %+v", got.Explanation)
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
