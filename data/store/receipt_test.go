package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

// scan is the receipt of a made-up picture in a batch.
func scan(batch int64, agency string, b []byte) data.Receipt {
	return data.Receipt{
		Agency: agency, Year: 2023, Kind: data.Unit, Received: "2024-01-25", Copy: data.CopyDraft,
		Batch: batch, Path: agency + "扫描.jpg", SHA256: digest(b), Code: "scan", Noted: at,
	}
}

// putScan keeps a picture with its receipt.
func putScan(tb testing.TB, s *store.Store, batch int64, agency string, b []byte) (id int64) {
	tb.Helper()
	update(tb, s, func(tx *store.Tx) error {
		if _, err := tx.KeepOriginal(b); err != nil {
			return err
		}
		var err error
		id, err = tx.AddReceipt(scan(batch, agency, b))
		return err
	})
	return id
}

func kept(tb testing.TB, s *store.Store, b []byte) bool {
	tb.Helper()
	got, err := s.KeptOriginal(context.Background(), digest(b))
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		tb.Fatal(err)
	}
	return err == nil && string(got) == string(b)
}

func TestReceiptIsOfItsVersionsReport(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	putAgencies(t, s, "甲局", "乙局")
	b := batch(t, s)
	v := version(b, "", 0, report("某局", 0, 5))
	v.Current, v.Wait = false, []string{data.WaitNoAgency, data.WaitNoYear}
	id := add(t, s, v)
	r := data.Receipt{Agency: "乙局", Kind: data.Unit, Copy: data.CopyStamped, Batch: b, Path: v.FileName, SHA256: v.SHA256, Original: true, Version: id, Noted: at}
	update(t, s, func(tx *store.Tx) error {
		var err error
		r.ID, err = tx.AddReceipt(r)
		return err
	})
	equal(t, "while the version waits", r, must[data.Receipt](t)(s.Receipt(ctx, r.ID)))

	update(t, s, func(tx *store.Tx) error { return tx.Settle(id, "甲局", 2023, data.Published, nil) })
	want := r
	want.Agency, want.Year, want.Kind = "甲局", 2023, data.Published
	equal(t, "settled", []data.Receipt{want}, must[[]data.Receipt](t)(s.Receipts(ctx)))

	update(t, s, func(tx *store.Tx) error { return tx.SetReceived(id, "2024-01-30") })
	want.Received = "2024-01-30"
	equal(t, "date of the version", want, must[data.Receipt](t)(s.Receipt(ctx, r.ID)))
	want.Received, want.Sender, want.Note = "2024-01-29", "QQ", "电话催过"
	update(t, s, func(tx *store.Tx) error { return tx.PutReceipt(want) })
	equal(t, "date of the receipt", "2024-01-29", must[data.Version](t)(s.Version(ctx, id)).Received)
	change := must[int64](t)(s.Change(ctx))
	update(t, s, func(tx *store.Tx) error { return tx.PutReceipt(want) })
	equal(t, "change number after the same again", change, must[int64](t)(s.Change(ctx)))

	update(t, s, func(tx *store.Tx) error { return tx.DeleteVersion(id) })
	got := must[data.Receipt](t)(s.Receipt(ctx, r.ID))
	equal(t, "it came in all the same", []any{int64(0), "2024-01-29"}, []any{got.Version, got.Received})
	if !kept(t, s, original(v.Report)) {
		t.Error("want the file of a receipt kept when its version goes")
	}
}

func TestOriginalsStayAsLongAsTheyAreNeeded(t *testing.T) {
	t.Parallel()
	picture := []byte("picture")
	typed := func(t *testing.T, s *store.Store) int64 {
		v := version(batch(t, s), "甲局", 2023, report("示例县甲局", 2023, 7))
		v.Scan, v.TypedBy, v.TypedAt = digest(picture), "张三", at
		return add(t, s, v)
	}
	cases := []struct {
		name string
		do   func(t *testing.T, s *store.Store, receipt int64)
		want bool
	}{
		{"nothing happens", func(*testing.T, *store.Store, int64) {}, true},
		{"the receipt goes", func(t *testing.T, s *store.Store, id int64) {
			update(t, s, func(tx *store.Tx) error { return tx.DeleteReceipt(id) })
		}, false},
		{"the receipt goes and a typed version needs it", func(t *testing.T, s *store.Store, id int64) {
			typed(t, s)
			update(t, s, func(tx *store.Tx) error { return tx.DeleteReceipt(id) })
		}, true},
		{"the typed version goes and the receipt needs it", func(t *testing.T, s *store.Store, id int64) {
			v := typed(t, s)
			update(t, s, func(tx *store.Tx) error { return tx.DeleteVersion(v) })
		}, true},
		{"both go", func(t *testing.T, s *store.Store, id int64) {
			v := typed(t, s)
			update(t, s, func(tx *store.Tx) error { return errors.Join(tx.DeleteReceipt(id), tx.DeleteVersion(v)) })
		}, false},
		{"the batch is taken back", func(t *testing.T, s *store.Store, id int64) {
			takeBack(t, s, 1)
		}, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := open(t, store.Options{})
			putAgencies(t, s, "甲局")
			id := putScan(t, s, batch(t, s), "甲局", picture)
			c.do(t, s, id)
			equal(t, "kept", c.want, kept(t, s, picture))
		})
	}
}

func TestTakingBackABatchTakesItsReceipts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	putAgencies(t, s, "甲局")
	stays := putScan(t, s, batch(t, s), "甲局", []byte("first"))
	var paper int64
	update(t, s, func(tx *store.Tx) (err error) {
		paper, err = tx.AddReceipt(data.Receipt{Agency: "甲局", Year: 2023, Sender: "纸质", Person: "张三", Noted: at})
		return err
	})
	second := batch(t, s)
	putScan(t, s, second, "甲局", []byte("second"))
	takeBack(t, s, second)
	var left []int64
	for _, r := range must[[]data.Receipt](t)(s.Receipts(ctx)) {
		left = append(left, r.ID)
	}
	equal(t, "receipts", []int64{paper, stays}, left)
}
