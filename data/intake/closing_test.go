package intake_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
)

// mistakenly wants an error for the clerk with the words in it.
func mistakenly(t *testing.T, name, words string, err error) {
	t.Helper()
	if !intake.IsMistake(err) || !strings.Contains(err.Error(), words) {
		t.Errorf("%s: want a mistake with %q, got %v", name, words, err)
	}
}

func TestAdjustmentsThatCanBe(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	good := intake.Adjusting{Year: 2022, Scope: "all", Code: "t2.license.decisions", Delta: "-2", Ground: data.GroundJoint, Reason: "与发改局联合发文", Person: "张三"}
	for _, c := range []struct {
		name    string
		change  func(a *intake.Adjusting)
		mistake string
		want    int64
	}{
		{"less", func(*intake.Adjusting) {}, "", -2},
		{"with the sign of a word processor", func(a *intake.Adjusting) { a.Delta = "−３" }, "", -3},
		{"more, with a sign", func(a *intake.Adjusting) { a.Delta = "+4" }, "", 4},
		{"more, without a sign", func(a *intake.Adjusting) { a.Delta = "5" }, "", 5},
		{"money", func(a *intake.Adjusting) { a.Code, a.Delta = "t2.fee.amount", "-0.25" }, "", -250000},
		{"nothing", func(a *intake.Adjusting) { a.Delta = "0" }, "调整数是0", 0},
		{"two signs", func(a *intake.Adjusting) { a.Delta = "--2" }, "不是调整数", 0},
		{"words", func(a *intake.Adjusting) { a.Delta = "两件" }, "不是调整数", 0},
		{"no ground", func(a *intake.Adjusting) { a.Ground = "rumour" }, "依据", 0},
		{"no reason", func(a *intake.Adjusting) { a.Reason = " " }, "请填写调整的原因", 0},
		{"no name", func(a *intake.Adjusting) { a.Person = "" }, "请填写署名", 0},
		{"some agencies", func(a *intake.Adjusting) { a.Scope = "agencies:x" }, "全县或县本级", 0},
		{"no such cell", func(a *intake.Adjusting) { a.Code = "t9" }, "请选择要调整的指标项", 0},
		{"a year without a form", func(a *intake.Adjusting) { a.Year = 2009 }, "没有全国统一格式", 0},
		{"what does not add up", func(a *intake.Adjusting) { a.Year, a.Code = 2020, "t2.license.items_last" }, "不可加", 0},
	} {
		a := good
		c.change(&a)
		before, err := o.store.Adjustments(ctx, 0)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // the very same again is nothing
			if err = o.in.Adjust(ctx, a); c.mistake != "" {
				mistakenly(t, c.name, c.mistake, err)
			} else if err != nil {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		after, err := o.store.Adjustments(ctx, 0)
		if err != nil {
			t.Fatal(err)
		}
		if c.mistake == "" && (len(after) != len(before)+1 || after[len(after)-1].Delta != c.want) {
			t.Errorf("%s: want one of %d more, got %+v", c.name, c.want, after)
		}
	}
	mistakenly(t, "withdrawn by nobody", "请填写署名", o.in.WithdrawAdjustment(ctx, 1, " "))
	if err := o.in.WithdrawAdjustment(ctx, 1, "李四"); err != nil {
		t.Error(err)
	}
	if err := o.in.Adjust(ctx, good); err != nil {
		t.Error(err)
	}
	list, err := o.store.Adjustments(ctx, 2022)
	if err != nil || list[0].Withdrawn.IsZero() || list[0].WithdrawnBy != "李四" || !list[len(list)-1].Withdrawn.IsZero() {
		t.Errorf("withdrawn and stated anew: want both kept, got %+v, %v", list, err)
	}
}

func TestAFrozenTableHoldsWhatItStoodOn(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	const code = "t2.license.decisions"
	f := o.one(intake.Options{}, file("一.txt", text(t, report(t, "财政局", 2022, set(code, 11)))))
	key := o.key(f)
	if err := o.in.Correct(ctx, intake.Correcting{Version: f.Version, Code: code, Value: "13", Reason: "漏记", Person: "张三", Confirmed: data.ByPhone}); err != nil {
		t.Fatal(err)
	}
	if err := o.in.Review(ctx, []int64{f.Version}, "李四"); err != nil {
		t.Fatal(err)
	}
	for _, scope := range []string{"all", "county"} {
		if err := o.in.Adjust(ctx, intake.Adjusting{Year: 2022, Scope: scope, Code: code, Delta: "-1", Ground: data.GroundOwn, Reason: scope, Person: "张三"}); err != nil {
			t.Fatal(err)
		}
	}
	change, err := o.store.Change(ctx)
	if err != nil {
		t.Fatal(err)
	}
	s := intake.Signing{Year: 2022, Scope: "all", Change: change, Tables: []byte("{}"), Agencies: []string{key}, Obstacles: []string{"1家未审核"}, Person: "王主任", Program: "test"}
	_, err = o.in.Freeze(ctx, s)
	mistakenly(t, "something stands in the way", "仍要定稿的原因", err)
	s.Reason, s.Change = "时限已到", change-1
	_, err = o.in.Freeze(ctx, s)
	mistakenly(t, "seen before a change", "数据在这期间已有变化", err)
	s.Change = change
	id, err := o.in.Freeze(ctx, s)
	if err != nil {
		t.Fatal(err)
	}
	_, err = o.in.Freeze(ctx, s)
	mistakenly(t, "pressed twice", "数据在这期间已有变化", err)
	final, err := o.store.Final(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	var basis data.FinalBasis
	if err := json.Unmarshal(final.Basis, &basis); err != nil {
		t.Fatal(err)
	}
	got := []any{basis.Counting, basis.Reported, len(basis.Versions), basis.Versions[0].Agency, basis.Versions[0].SHA256 == f.SHA256, basis.Versions[0].ReviewedBy,
		len(basis.Corrections), basis.Corrections[0].Value, len(basis.Adjustments), basis.Adjustments[0].Reason, basis.Obstacles[0], basis.Reason, basis.Program}
	want := []any{1, 1, 1, key, true, "李四", 1, int64(13), 1, "all", "1家未审核", "时限已到", "test"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("basis (-want +got):\n%s", diff)
	}
}

func TestAFileOfASealedYearWaitsUntilItIsOpened(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	const code = "t2.license.decisions"
	first := o.one(intake.Options{}, file("一.txt", text(t, report(t, "财政局", 2022, set(code, 11)))))
	mistakenly(t, "seal for no reason", "封存的原因", o.in.SealYear(ctx, 2022, "", "张三"))
	mistakenly(t, "open what is open", "没有封存", o.in.UnsealYear(ctx, 2022, "一", "张三"))
	if err := o.in.SealYear(ctx, 2022, "已报市", "张三"); err != nil {
		t.Fatal(err)
	}
	mistakenly(t, "seal again", "已经封存（张三，2025年1月20日）", o.in.SealYear(ctx, 2022, "一", "张三"))
	again := o.one(intake.Options{Replace: true}, file("二.txt", text(t, report(t, "财政局", 2022, set(code, 12)))))
	other := o.one(intake.Options{}, file("三.txt", text(t, report(t, "水利局", 2022, set(code, 1)))))
	next := o.one(intake.Options{}, file("四.txt", text(t, report(t, "财政局", 2023, set(code, 1)))))
	same := o.one(intake.Options{}, file("五.htm", render(t, report(t, "财政局", 2022, set(code, 11)), "html")))
	want := []data.Outcome{data.Waiting, data.Waiting, data.Stored, data.Copy}
	if diff := cmp.Diff(want, outcomes([]data.File{again, other, next, same})); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
	const sealed = "2022年度已封存（张三，2025年1月20日），要改动请先启封"
	mistakenly(t, "take it", sealed, o.in.Take(ctx, again.Version))
	mistakenly(t, "correct", sealed, o.in.Correct(ctx, intake.Correcting{Version: first.Version, Code: code, Value: "1", Reason: "一", Person: "张三", Confirmed: data.ByPhone}))
	mistakenly(t, "review", sealed, o.in.Review(ctx, []int64{first.Version}, "张三"))
	if err := o.in.Settle(ctx, other.Version, o.key(other), 2022, "张三"); err != nil {
		t.Error(err)
	}
	if v, err := o.store.Version(ctx, other.Version); err != nil || !slices.Equal(v.Wait, []string{data.WaitSealed}) {
		t.Errorf("settled into the sealed year: want it to wait for that, got %v, %v", v.Wait, err)
	}
	if err := o.in.UnsealYear(ctx, 2022, "市里退回", "李四"); err != nil {
		t.Fatal(err)
	}
	if n, _ := o.current("财政局", 2022, code); n != 11 {
		t.Errorf("opened: want nothing to change by itself, got %d", n)
	}
	if err := o.in.Take(ctx, again.Version); err != nil {
		t.Error(err)
	}
	if n, _ := o.current("财政局", 2022, code); n != 12 {
		t.Errorf("taken: want 12, got %d", n)
	}
}

func TestRereadingLeavesASealedYearAsItIs(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	f := o.one(intake.Options{}, file("一.txt", text(t, report(t, "财政局", 2022, set("t2.license.decisions", 11)))))
	v, err := o.store.Version(ctx, f.Version)
	if err != nil {
		t.Fatal(err)
	}
	v.Report.Tables[0].Figures[0].Value++
	o.update(func(tx intake.Tx) error { return tx.Reread(v.ID, v.Report, nil, 0, false) })
	if err := o.in.SealYear(ctx, 2022, "已报市", "张三"); err != nil {
		t.Fatal(err)
	}
	var refused []string
	err = o.in.Reread(ctx, false, func(r intake.Reread) error {
		refused = append(refused, r.Refused)
		return nil
	})
	if err != nil || len(refused) != 1 || !strings.Contains(refused[0], "已封存") {
		t.Errorf("want the one report left as it is, got %q, %v", refused, err)
	}
}

// update runs one writing transaction that must succeed.
func (o *office) update(fn func(intake.Tx) error) {
	o.t.Helper()
	if err := (adapter{o.store}).Update(context.Background(), fn); err != nil {
		o.t.Fatal(err)
	}
}

func TestStepsAndANewYear(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	mistakenly(t, "no such step", "没有这一步", o.in.TickStep(ctx, data.StepDone{Year: 2024, Step: "receive", Day: "2025-01-02", Person: "张三"}))
	mistakenly(t, "no day", "请填写完成的日期", o.in.TickStep(ctx, data.StepDone{Year: 2024, Step: data.StepForms, Person: "张三"}))
	mistakenly(t, "no day that is", "日期", o.in.TickStep(ctx, data.StepDone{Year: 2024, Step: data.StepForms, Day: "2025-02-30", Person: "张三"}))
	if err := o.in.TickStep(ctx, data.StepDone{Year: 2024, Step: data.StepForms, Day: "2025-01-02", Person: "张三"}); err != nil {
		t.Fatal(err)
	}
	steps, err := o.store.Steps(ctx, 2024)
	if err != nil || len(steps) != 1 || steps[0].Day != "2025-01-02" {
		t.Errorf("want one step, got %+v, %v", steps, err)
	}
	if _, _, err := o.in.SetRoster(ctx, "示例县财政局\n示例县水利局"); err != nil {
		t.Fatal(err)
	}
	r, err := o.store.Roster(ctx)
	if err != nil {
		t.Fatal(err)
	}
	key := r.Agencies[0].Key
	o.update(func(tx intake.Tx) error {
		a := r.Agencies[0]
		a.CountsIn = map[int]bool{2024: false}
		return tx.PutAgency(a, 0)
	})
	mistakenly(t, "no year", "年度26不对", o.in.StartYear(ctx, 26))
	if err := o.in.StartYear(ctx, 2025); err != nil {
		t.Fatal(err)
	}
	if r, err = o.store.Roster(ctx); err != nil {
		t.Fatal(err)
	}
	if r.County.Collecting != 2025 || r.Counts(r.Agency(key), 2025) {
		t.Errorf("want 2025 collected and the exception kept, got %+v %+v", r.County, r.Agency(key))
	}
}
