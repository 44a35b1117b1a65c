package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func TestAdjustmentsAreKeptWhenWithdrawn(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	a := data.Adjustment{ID: 1, Year: 2024, Scope: "all", Code: "t2.license.decisions", Delta: -2, Ground: data.GroundJoint, Reason: "联合发文", Person: "张三", Stated: at}
	b := data.Adjustment{ID: 2, Year: 2023, Scope: "county", Code: "t4.suits.total", Delta: 1, Ground: data.GroundBoth, Reason: "二", Person: "李四", Stated: at}
	for _, x := range []data.Adjustment{a, b} {
		update(t, s, func(tx *store.Tx) error {
			id, err := tx.AddAdjustment(x)
			equal(t, "id", x.ID, id)
			return err
		})
	}
	list := func(year int) []data.Adjustment { return must[[]data.Adjustment](t)(s.Adjustments(ctx, year)) }
	equal(t, "one year", []data.Adjustment{a}, list(2024))
	equal(t, "all years", []data.Adjustment{a, b}, list(0))
	later := at.Add(time.Hour)
	update(t, s, func(tx *store.Tx) error { return tx.WithdrawAdjustment(1, "李四", later) })
	a.Withdrawn, a.WithdrawnBy = later, "李四"
	equal(t, "withdrawn", []data.Adjustment{a, b}, list(0))
	h, err := s.Holdings(ctx, func(data.Version) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "those that count", []data.Adjustment{b}, h.Adjustments)
	for _, id := range []int64{1, 9} {
		if err := s.Update(ctx, func(tx *store.Tx) error { return tx.WithdrawAdjustment(id, "王五", later) }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("withdraw %d again: want ErrNotFound, got %v", id, err)
		}
	}
	a.Delta = 0
	if err := s.Update(ctx, func(tx *store.Tx) error { _, err := tx.AddAdjustment(a); return err }); err == nil {
		t.Error("an adjustment by nothing: want it refused")
	}
}

func TestAFinalIsKeptByteByByte(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	f := data.Final{Year: 2024, Scope: "all", Person: "张三", Note: "送签", Stated: at, Tables: []byte("{\"a\":\"\x00表\"}"), Basis: []byte("{}")}
	var change int64
	add := func(f data.Final) int64 {
		var id int64
		update(t, s, func(tx *store.Tx) (err error) {
			if change, err = tx.Change(); err == nil {
				id, err = tx.AddFinal(f)
			}
			return err
		})
		return id
	}
	first := add(f)
	second := add(f)
	f.ID, f.Number, f.Change = second, 2, change
	equal(t, "the second one", f, must[data.Final](t)(s.Final(ctx, second)))
	f.Scope = "county"
	add(f)
	var got []data.Final
	for _, x := range must[[]data.Final](t)(s.Finals(ctx)) {
		got = append(got, data.Final{ID: x.ID, Scope: x.Scope, Number: x.Number, Tables: x.Tables})
	}
	equal(t, "the list has no bytes", []data.Final{{ID: first, Scope: "all", Number: 1}, {ID: second, Scope: "all", Number: 2}, {ID: 3, Scope: "county", Number: 1}}, got)
	if _, err := s.Final(ctx, 99); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("no such final: want ErrNotFound, got %v", err)
	}
}

func TestASealedYearRefusesEveryChange(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{Derive: deriveNumber, RulesVersion: 1})
	putAgencies(t, s, "甲局")
	first := batch(t, s)
	old := addCurrent(t, s, first, "甲局", 2024, 5)
	addCurrent(t, s, first, "甲局", 2023, 1)
	second := batch(t, s)
	id := addCurrent(t, s, second, "甲局", 2024, 6)
	k := data.ReportKey{Agency: "甲局", Year: 2024, Kind: data.Unit}
	update(t, s, func(tx *store.Tx) error {
		_, err := tx.AddAdjustment(data.Adjustment{Year: 2024, Scope: "all", Code: "a", Delta: 1, Ground: data.GroundOther, Reason: "一", Person: "张三", Stated: at})
		return err
	})
	update(t, s, func(tx *store.Tx) error {
		_, err := tx.AddReceipt(data.Receipt{Agency: "甲局", Year: 2024, Kind: data.Unit, Received: "2025-01-05", Copy: data.CopyDraft, Batch: second, Path: "a", Version: id, Noted: at})
		return err
	})
	seal := data.Seal{Year: 2024, Sealed: true, Reason: "已报市", Person: "张三", Stated: at}
	update(t, s, func(tx *store.Tx) error { return tx.PutSeal(seal) })
	r := report("示例县甲局", 2024, 9)
	changes := map[string]func(*store.Tx) error{
		"another version becomes current": func(tx *store.Tx) error { return tx.SetCurrent(old, 0) },
		"a new version becomes current": func(tx *store.Tx) error {
			v := version(second, "甲局", 2024, r)
			_, err := tx.AddVersion(v, original(v.Report), nil)
			return err
		},
		"the current one waits again":  func(tx *store.Tx) error { return tx.Settle(id, "甲局", 2024, data.Unit, []string{data.WaitOther}) },
		"it moves to another year":     func(tx *store.Tx) error { return tx.Settle(id, "甲局", 2022, data.Unit, nil) },
		"it is deleted":                func(tx *store.Tx) error { return tx.DeleteVersion(id) },
		"the one before it is deleted": func(tx *store.Tx) error { return tx.DeleteVersion(old) },
		"it is read anew":              func(tx *store.Tx) error { return tx.Reread(id, r, nil, 2, false) },
		"it is corrected":              func(tx *store.Tx) error { return tx.PutCorrection(k, data.Correction{Code: "a"}) },
		"a correction is taken back":   func(tx *store.Tx) error { return tx.DeleteCorrection(k, "a", "张三", at) },
		"a finding is explained": func(tx *store.Tx) error {
			return tx.PutExplanation(data.FindingKey{Agency: "甲局", Year: 2024, Kind: data.Unit, Rule: "T3-1"}, data.Explanation{Stated: at})
		},
		"an explanation is taken back": func(tx *store.Tx) error {
			return tx.DeleteExplanation(data.FindingKey{Agency: "甲局", Year: 2024, Kind: data.Unit, Rule: "T3-1"}, "张三", at)
		},
		"it is reviewed":               func(tx *store.Tx) error { return tx.SetReviewed(id, "张三", at) },
		"it is compared":               func(tx *store.Tx) error { return tx.SetChecked(id, "张三", at) },
		"its date received is changed": func(tx *store.Tx) error { return tx.SetReceived(id, "2025-01-02") },
		"its batch is taken back":      func(tx *store.Tx) error { return tx.TakeBack(second, at) },
		"an adjustment is added": func(tx *store.Tx) error {
			_, err := tx.AddAdjustment(data.Adjustment{Year: 2024})
			return err
		},
		"an adjustment is withdrawn": func(tx *store.Tx) error { return tx.WithdrawAdjustment(1, "张三", at) },
		"it is sent back": func(tx *store.Tx) error {
			_, err := tx.AddReturned(data.Returned{Report: k, Version: id, Reason: "一", Day: "2025-01-02", Person: "张三", Stated: at})
			return err
		},
		"its receipt names another day": func(tx *store.Tx) error {
			r, err := tx.Receipt(1)
			if err == nil {
				r.Received = "2025-01-09"
				err = tx.PutReceipt(r)
			}
			return err
		},
		"it is frozen once more": func(tx *store.Tx) error {
			_, err := tx.AddFinal(data.Final{Year: 2024})
			return err
		},
	}
	before := must[int64](t)(s.Change(ctx))
	for name, change := range changes {
		err := s.Update(ctx, change)
		var sealed *data.Sealed
		if !errors.As(err, &sealed) {
			t.Errorf("%s: want it refused, got %v", name, err)
			continue
		}
		equal(t, name, seal, sealed.Seal)
	}
	equal(t, "nothing was written", before, must[int64](t)(s.Change(ctx)))
	update(t, s, func(tx *store.Tx) error {
		v := version(second, "甲局", 2024, r)
		v.Current, v.Wait = false, []string{data.WaitSealed}
		if _, err := tx.AddVersion(v, original(v.Report), nil); err != nil {
			return err
		}
		if err := tx.PutAgency(data.Agency{Key: "甲局", Name: "示例县甲局", Group: data.GroupDepartment, Counts: false}, 0); err != nil {
			return err // the roster goes on
		}
		return tx.SetReviewed(must[[]data.Version](t)(s.VersionsOf(ctx, data.ReportKey{Agency: "甲局", Year: 2023, Kind: data.Unit}))[0].ID, "张三", at)
	})
	opened := data.Seal{Year: 2024, Reason: "市里退回", Person: "李四", Stated: at}
	update(t, s, func(tx *store.Tx) error { return tx.PutSeal(opened) })
	update(t, s, func(tx *store.Tx) error { return tx.SetCurrent(old, 0) })
	equal(t, "all is kept", []data.Seal{seal, opened}, must[[]data.Seal](t)(s.Seals(ctx)))
}

func TestStepsAreTickedAndUnticked(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	d := data.StepDone{Year: 2024, Step: "forms", Day: "2025-01-06", Person: "张三", Stated: at}
	for _, day := range []string{"2025-01-05", "2025-01-06"} {
		d.Day = day
		update(t, s, func(tx *store.Tx) error { return tx.PutStep(d) })
	}
	steps := func(year int) []data.StepDone { return must[[]data.StepDone](t)(s.Steps(ctx, year)) }
	equal(t, "said again", []data.StepDone{d}, steps(2024))
	equal(t, "another year", 0, len(steps(2023)))
	update(t, s, func(tx *store.Tx) error { return tx.DeleteStep(2024, "forms") })
	equal(t, "taken back", 0, len(steps(2024)))
}
