package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func TestRetypingReplacesWhatWaits(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	v := version(batch(t, s), "财政局", 2023, report("示例县财政局", 2023, 1))
	v.Current, v.Wait, v.TypedBy, v.TypedAt = false, []string{data.WaitDraft}, "张三", at
	id := add(t, s, v)
	now := v
	now.ID, now.Number, now.Wait, now.TypedBy = id, 1, []string{data.WaitTyped}, "李四"
	now.Report = report("示例县财政局", 2023, 2)
	now.SHA256 = digest(original(now.Report))
	update(t, s, func(tx *store.Tx) error { return tx.Retype(now, original(now.Report), []byte("document")) })
	equal(t, "retyped", now, must[data.Version](t)(s.Version(ctx, id)))
	if _, err := s.KeptOriginal(ctx, v.SHA256); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("want what was typed first gone, got %v", err)
	}
	update(t, s, func(tx *store.Tx) error {
		if err := tx.SetChecked(id, "王五", at); err != nil {
			return err
		}
		return tx.SetCurrent(id, 0)
	})
	now.Wait, now.Current, now.CheckedBy, now.CheckedAt = nil, true, "王五", at
	equal(t, "checked", now, must[data.Version](t)(s.Version(ctx, id)))
	err := s.Update(ctx, func(tx *store.Tx) error { return tx.Retype(now, original(now.Report), nil) })
	if err == nil {
		t.Error("a version that counts was retyped")
	}
}

func TestCheckInputHasTheYearBefore(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	addCurrent(t, s, batch(t, s), "财政局", 2022, 5)
	in := must[data.CheckInput](t)(s.CheckInput(ctx, data.ReportKey{Agency: "财政局", Year: 2023, Kind: data.Unit}))
	if in.Agency == nil || in.Report != nil || len(in.Previous) != 1 || in.Previous[0].Report.Year != 2022 {
		t.Errorf("want the agency and its report of 2022, got %+v", in)
	}
	in = must[data.CheckInput](t)(s.CheckInput(ctx, data.ReportKey{Agency: "水利局", Year: 2023, Kind: data.Unit}))
	if in.Agency != nil || len(in.Previous) != 0 {
		t.Errorf("an unknown agency: got %+v", in)
	}
}
