package store_test

import (
	"context"
	"errors"
	"path/filepath"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func TestStatementsAreKept(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "甲局", "乙局", "丙局")
	first := data.NoReport{Agency: "甲局", Year: 2023, Reason: "未列入编制主体", Person: "张三", Date: "2024-02-01"}
	second := data.NoReport{Agency: "甲局", Year: 2023, Reason: "年内撤销", Date: "2024-02-02"}
	update(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.PutNoReport(first), tx.PutNoReport(second),
			tx.PutNoReport(data.NoReport{Agency: "乙局", Year: 2022, Reason: "并入甲局", Date: "2024-02-02"}),
			tx.DeclineSuccession("甲局", "乙局"), tx.DeclineSuccession("甲局", "乙局"), tx.DeclineSuccession("乙局", "丙局"))
	})
	r := must[*data.Roster](t)(s.Roster(context.Background()))
	if got, ok := r.NoReport("甲局", 2023); !ok || got != second {
		t.Errorf("want the later reason, got %+v", got)
	}
	if len(r.Declined) != 2 || r.Declined[1] != (data.Succession{Old: "甲局", New: "乙局"}) {
		t.Errorf("want two declined successions, each once, got %v", r.Declined)
	}
	update(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.DeleteNoReport("甲局", 2023), tx.DeleteNoReport("甲局", 1999), tx.OfferSuccession("甲局", "乙局"),
			tx.DeleteAgency("丙局"))
	})
	r = must[*data.Roster](t)(s.Roster(context.Background()))
	if len(r.NoReports) != 1 || len(r.Declined) != 0 {
		t.Errorf("want what was taken back and what a removed agency had gone, got %v, %v", r.NoReports, r.Declined)
	}
}

func TestBadStatementsAreRefused(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "甲局")
	for name, change := range map[string]func(*store.Tx) error{
		"no reason": func(tx *store.Tx) error { return tx.PutNoReport(data.NoReport{Agency: "甲局", Year: 2023}) },
		"unknown agency": func(tx *store.Tx) error {
			return tx.PutNoReport(data.NoReport{Agency: "无", Year: 2023, Reason: "撤销"})
		},
		"unknown pair": func(tx *store.Tx) error { return tx.DeclineSuccession("甲局", "无") },
	} {
		if err := s.Update(context.Background(), change); err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
}

func TestContactsAreKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "nianbao.db")
	s, err := store.Open(context.Background(), path, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := data.Agency{Key: "甲局", Name: "甲局", Group: data.GroupDepartment, Counts: true, Contact: "李四", Phone: "0795-1234567"}
	update(t, s, func(tx *store.Tx) error { return tx.PutAgency(want, 0) })
	before := must[int64](t)(s.Change(context.Background()))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = must[*store.Store](t)(store.Open(context.Background(), path, store.Options{}))
	defer s.Close()
	equal(t, "agency", want, must[*data.Roster](t)(s.Roster(context.Background())).Agencies[0])
	want.Phone = "0795-7654321"
	update(t, s, func(tx *store.Tx) error { return tx.PutAgency(want, 0) })
	if after := must[int64](t)(s.Change(context.Background())); after == before {
		t.Error("want a new phone number to raise the change number")
	}
	equal(t, "agency", want, must[*data.Roster](t)(s.Roster(context.Background())).Agencies[0])
}
