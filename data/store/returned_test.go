package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func TestReturnsKeepWhatHadCome(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	putAgencies(t, s, "甲局", "乙局")
	first := batch(t, s)
	id := addCurrent(t, s, first, "甲局", 2023, 5)
	other := addCurrent(t, s, first, "乙局", 2023, 1)
	k := data.ReportKey{Agency: "甲局", Year: 2023, Kind: data.Unit}
	sent := data.Returned{Report: k, Version: id, Reason: "新收合计不等", Day: "2024-01-15", Due: "2024-01-18", Person: "张三", Stated: at}
	unread := data.Returned{Report: data.ReportKey{Agency: "丙局", Year: 2023, Kind: data.Unit}, Reason: "扫描件", Day: "2024-01-15", Person: "张三", Stated: at}
	update(t, s, func(tx *store.Tx) error {
		for _, r := range []*data.Returned{&sent, &unread} {
			var err error
			if r.ID, err = tx.AddReturned(*r); err != nil {
				return err
			}
		}
		return nil
	})
	sent.Newest, sent.Batch, sent.SHA256 = other, first, digest(original(report("示例县甲局", 2023, 5)))
	unread.Newest, unread.Batch = other, first
	equal(t, "both", []data.Returned{sent, unread}, must[[]data.Returned](t)(s.Returns(ctx)))
	later := at.Add(time.Hour)
	update(t, s, func(tx *store.Tx) error { return tx.WithdrawReturned(sent.ID, later) })
	change := must[int64](t)(s.Change(ctx))
	update(t, s, func(tx *store.Tx) error { return tx.WithdrawReturned(sent.ID, at) })
	equal(t, "change number after withdrawing twice", change, must[int64](t)(s.Change(ctx)))
	sent.Withdrawn = later
	update(t, s, func(tx *store.Tx) error {
		equal(t, "of one report", []data.Returned{sent}, must[[]data.Returned](t)(tx.ReturnsOf(k)))
		equal(t, "by id", sent, must[data.Returned](t)(tx.Return(sent.ID)))
		if _, err := tx.Return(99); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("unknown: want ErrNotFound, got %v", err)
		}
		return nil
	})
	// What a person stated outlives the batch.
	update(t, s, func(tx *store.Tx) error { return tx.TakeBack(first, at) })
	equal(t, "after its batch was taken back", 2, len(must[[]data.Returned](t)(s.Returns(ctx))))
	err := s.Update(ctx, func(tx *store.Tx) error {
		_, err := tx.AddReturned(data.Returned{Report: k, Version: id, Reason: "x", Day: "2024-01-15", Person: "张三"})
		return err
	})
	if !errors.Is(err, store.ErrNotFound) {
		t.Errorf("a version that is gone: want ErrNotFound, got %v", err)
	}
}

func TestDeadlinesAreSetAndGivenBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	put := func(d data.DeadlineSet) {
		update(t, s, func(tx *store.Tx) error { return tx.PutDeadline(d) })
	}
	list := func() []data.DeadlineSet { return must[[]data.DeadlineSet](t)(s.Deadlines(ctx)) }
	one := data.DeadlineSet{Year: 2024, What: data.DeadlineInternal, Day: "2025-01-17", Person: "张三", Stated: at}
	two := data.DeadlineSet{Year: 2024, What: data.DeadlinePublic, Day: "2025-01-27", Person: "张三", Stated: at}
	put(two)
	put(one)
	equal(t, "both", []data.DeadlineSet{one, two}, list())
	change := must[int64](t)(s.Change(ctx))
	again := one
	again.Person = "李四"
	put(again)
	equal(t, "the same day again", change, must[int64](t)(s.Change(ctx)))
	again.Day = "2025-01-20"
	put(again)
	equal(t, "another day", []data.DeadlineSet{again, two}, list())
	again.Day = ""
	put(again)
	equal(t, "given back", []data.DeadlineSet{two}, list())
}
