package intake_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/sample"
)

// otherYear is a report of 2022 under the title of 2021, otherName one of
// 财政局 whose text speaks for 水利局.
func otherYear(r *sample.Report) { r.Data.Title = strings.ReplaceAll(r.Data.Title, "2022", "2021") }

func otherName(r *sample.Report) {
	for i := range r.Preamble {
		r.Preamble[i] = strings.ReplaceAll(r.Preamble[i], "示例县财政局", "示例县水利局")
	}
}

// contradictions are the findings with how they stand.
func (o *office) contradictions() []string {
	o.t.Helper()
	list, err := o.store.Findings(context.Background(), data.FindingFilter{})
	if err != nil {
		o.t.Fatal(err)
	}
	var out []string
	for _, f := range list {
		if f.Rule != "A-5" && f.Rule != "A-6" {
			continue
		}
		line := f.Rule + " open"
		if f.Explained {
			line = f.Rule + " " + f.Explanation.Reason + "，" + f.Explanation.Person + "，" + f.Explanation.Stated.Format("2006-01-02")
		}
		out = append(out, line)
	}
	return out
}

func TestSettlingExplainsTheContradiction(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	const year = "A-5 人工确定为2022年度的年报，张三，2025-01-20"
	for name, c := range map[string]struct {
		edit func(r *sample.Report)
		do   func(o *office, id int64, b []byte) error
		want []string
	}{
		"the year": {otherYear, func(o *office, id int64, _ []byte) error { return o.in.Settle(ctx, id, "", 2022, "张三") }, []string{year}},
		"the agency": {otherName, func(o *office, id int64, _ []byte) error { return o.in.Settle(ctx, id, "财政局", 0, "张三") },
			[]string{"A-6 人工确定为示例县财政局的年报，张三，2025-01-20"}},
		"settled beside another, then taken": {otherYear, func(o *office, id int64, _ []byte) error {
			o.one(intake.Options{}, file("先到.txt", text(o.t, report(o.t, "财政局", 2022, set("t2.license.decisions", 77)))))
			if err := o.in.Settle(ctx, id, "", 2022, "张三"); err != nil {
				return err
			}
			if got := o.contradictions(); got != nil {
				o.t.Errorf("while it waits: want nothing found, got %q", got)
			}
			return o.in.Take(ctx, id)
		}, []string{year}},
		"the same bytes again with --year": {otherYear, func(o *office, _ int64, b []byte) error {
			o.one(intake.Options{Year: 2022}, file("再来.txt", b))
			return nil
		}, []string{"A-5 人工确定为2022年度的年报，导入人，2025-01-20"}},
		"both, one after another": {func(r *sample.Report) { otherYear(r); otherName(r) }, func(o *office, id int64, _ []byte) error {
			if err := o.in.Settle(ctx, id, "", 2022, "张三"); err != nil {
				return err
			}
			return o.in.Settle(ctx, id, "财政局", 0, "李四")
		}, []string{year, "A-6 人工确定为示例县财政局的年报，李四，2025-01-20"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice(t)
			// The agency is known, so that only the contradiction waits.
			o.one(intake.Options{}, file("上年.txt", text(t, report(t, "财政局", 2021, nil))))
			b := text(t, report(t, "财政局", 2022, c.edit))
			got := o.one(intake.Options{}, file("报告.txt", b))
			if got.Outcome != data.Waiting {
				t.Fatalf("want it to wait, got %+v", got)
			}
			if err := c.do(o, got.Version, b); err != nil {
				t.Fatal(err)
			}
			if _, counted := o.current("财政局", 2022, "t3.new.total"); !counted {
				t.Error("want the settled report to count")
			}
			if diff := cmp.Diff(c.want, o.contradictions()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAContradictionIsSettledBySomebody(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	o.one(intake.Options{}, file("上年.txt", text(t, report(t, "财政局", 2021, nil))))
	b := text(t, report(t, "财政局", 2022, otherYear))
	id := o.one(intake.Options{}, file("报告.txt", b)).Version
	for _, person := range []string{"", strings.Repeat("张", data.MaxPerson+1)} {
		if err := o.in.Settle(ctx, id, "", 2022, person); !intake.IsMistake(err) {
			t.Errorf("signed %q: want a mistake, got %v", person, err)
		}
	}
	if _, counted := o.current("财政局", 2022, "t3.new.total"); counted {
		t.Error("want nothing settled that nobody signed")
	}
	plain := newOffice(t)
	got := plain.one(intake.Options{Year: 2022, Agency: "示例县财政局"}, file("报告.txt", text(t, report(t, "财政局", 2022, func(r *sample.Report) { otherYear(r); otherName(r) }))))
	want := []string{"A-5 人工确定为2022年度的年报，导入人，2025-01-20", "A-6 人工确定为示例县财政局的年报，导入人，2025-01-20"}
	if diff := cmp.Diff(want, plain.contradictions()); diff != "" || got.Outcome != data.Stored {
		t.Errorf("%s, explained by the import's options (-want +got):\n%s", got.Outcome, diff)
	}
}
