package store_test

import (
	"context"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func TestRereadReplacesWhatWasRead(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "教育局")
	id := addCurrent(t, s, batch(t, s), "教育局", 2023, 5)
	newer := report("教育局", 2023, 7)
	update(t, s, func(tx *store.Tx) error { return tx.Reread(id, newer, []byte("document"), 2, false) })
	got := must[data.Version](t)(s.Version(context.Background(), id))
	equal(t, "report", newer, got.Report)
	equal(t, "reading", 2, got.Reading)
	equal(t, "current", true, got.Current)
	name, _, err := s.Original(context.Background(), id)
	if err != nil || name == "" {
		t.Errorf("the original is gone: %q, %v", name, err)
	}
}

func TestRereadOfAnEmptyFormNoLongerCounts(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "教育局")
	id := addCurrent(t, s, batch(t, s), "教育局", 2023, 5)
	update(t, s, func(tx *store.Tx) error { return tx.Reread(id, report("教育局", 2023, 0), []byte{}, 2, true) })
	if got := currents(t, s); len(got) != 0 {
		t.Errorf("want nothing current, got %v", got)
	}
}

func TestFileBySHAFindsWhatWasRefused(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	b := batch(t, s)
	refused := data.File{Batch: b, Path: "扫描件.pdf", Outcome: data.Refused, Code: "scan", SHA256: "abc"}
	update(t, s, func(tx *store.Tx) error { return tx.AddFile(refused) })
	update(t, s, func(tx *store.Tx) error {
		got, ok, err := tx.FileBySHA("abc")
		if err != nil || !ok {
			t.Errorf("not found: %v, %v", ok, err)
		}
		equal(t, "file", refused, got)
		if _, ok, err := tx.FileBySHA("def"); ok || err != nil {
			t.Errorf("other bytes were found: %v, %v", ok, err)
		}
		return nil
	})
}
