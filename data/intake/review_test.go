package intake_test

import (
	"context"
	"testing"

	"github.com/nianbao/nianbao/data/intake"
)

func TestReviewingCurrentReports(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	const code = "t2.license.decisions"
	first := o.one(intake.Options{}, file("一.txt", text(t, report(t, "财政局", 2022, set(code, 11)))))
	second := o.one(intake.Options{}, file("二.txt", text(t, report(t, "财政局", 2022, set(code, 22)))))
	by := func(id int64) string {
		v, err := o.store.Version(ctx, id)
		if err != nil {
			t.Fatal(err)
		}
		return v.ReviewedBy
	}
	for name, err := range map[string]error{
		"one that waits, with one that counts": o.in.Review(ctx, []int64{first.Version, second.Version}, "张三"),
		"without a name":                       o.in.Review(ctx, []int64{first.Version}, " "),
		"nothing":                              o.in.Review(ctx, nil, "张三"),
	} {
		if !intake.IsMistake(err) {
			t.Errorf("%s: want a mistake, got %v", name, err)
		}
	}
	if got := by(first.Version); got != "" {
		t.Errorf("want nothing marked of what was refused, got %q", got)
	}
	if err := o.in.Review(ctx, []int64{first.Version}, "张三"); err != nil {
		t.Fatal(err)
	}
	if err := o.in.Review(ctx, []int64{first.Version}, "李四"); err != nil || by(first.Version) != "张三" {
		t.Errorf("who marked it first stays: got %q, %v", by(first.Version), err)
	}
	if err := o.in.Take(ctx, second.Version); err != nil || by(second.Version) != "" {
		t.Errorf("the new current version: want it not reviewed, got %q, %v", by(second.Version), err)
	}
	if err := o.in.Unreview(ctx, first.Version); err != nil || by(first.Version) != "" {
		t.Errorf("taken off: got %q, %v", by(first.Version), err)
	}
}
