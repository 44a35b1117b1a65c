package store_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

// at is the time of everything that happens in these tests.
var at = time.Date(2024, time.February, 1, 8, 30, 0, 0, time.UTC)

// open opens a store on a new file that is closed with the test.
func open(tb testing.TB, o store.Options) *store.Store {
	tb.Helper()
	return openAt(tb, filepath.Join(tb.TempDir(), "示例 100%?#县.db"), o)
}

func openAt(tb testing.TB, path string, o store.Options) *store.Store {
	tb.Helper()
	s, err := store.Open(context.Background(), path, o)
	if err != nil {
		tb.Fatalf("open %q: %v", path, err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Errorf("close %q: %v", path, err)
		}
	})
	return s
}

// update runs one writing transaction that must succeed.
func update(tb testing.TB, s *store.Store, fn func(*store.Tx) error) {
	tb.Helper()
	if err := s.Update(context.Background(), fn); err != nil {
		tb.Fatalf("update: %v", err)
	}
}

// batch starts a batch of its own.
func batch(tb testing.TB, s *store.Store) (id int64) {
	tb.Helper()
	update(tb, s, func(t *store.Tx) (err error) {
		id, err = t.StartBatch("年报", at)
		return err
	})
	return id
}

// agency is a department named after its key.
func agency(key string) data.Agency {
	return data.Agency{Key: key, Name: "示例县" + key, Group: data.GroupDepartment, Counts: true}
}

// putAgencies adds departments outside any batch.
func putAgencies(tb testing.TB, s *store.Store, keys ...string) {
	tb.Helper()
	update(tb, s, func(t *store.Tx) error {
		for _, k := range keys {
			if err := t.PutAgency(agency(k), 0); err != nil {
				return err
			}
		}
		return nil
	})
}

// report is a small report of the 2021 edition whose one number is n.
func report(name string, year int, n int64) *data.Report {
	return &data.Report{
		Agency: name, Year: year, Kind: data.Unit, Edition: "2021", Title: fmt.Sprintf("%s%d年政府信息公开工作年度报告", name, year),
		Tables: []data.Table{{Name: "t3", Edition: "2021", Found: true, Figures: []data.Figure{
			{Code: "t3.new.person", State: data.Read, Value: n, Raw: fmt.Sprint(n), Place: data.Place{Grid: 2, Row: 3, Col: 4}},
			{Code: "t3.new.company", State: data.Read, Raw: "0", Place: data.Place{Grid: 2, Row: 3, Col: 5}},
			{Code: "t3.new.total", State: data.Blank, Place: data.Place{Grid: 2, Row: 3, Col: 6}},
		}}},
	}
}

// original is the made-up file of a report.
func original(r *data.Report) []byte {
	return fmt.Appendf(nil, "%s %d %v", r.Agency, r.Year, r.Tables)
}

// version is a current version of a report for the agency and year.
func version(batch int64, key string, year int, r *data.Report) data.Version {
	return data.Version{Copy: data.CopyDraft,
		Batch: batch, Agency: key, Year: year, Kind: data.Unit, Current: true,
		FileName: fmt.Sprintf("%d/%s.docx", year, key), Format: "docx", SHA256: digest(original(r)),
		Received: "2024-01-20", Reading: 1, Report: r,
	}
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// add stores a version in a transaction of its own.
func add(tb testing.TB, s *store.Store, v data.Version) (id int64) {
	tb.Helper()
	update(tb, s, func(t *store.Tx) (err error) {
		id, err = t.AddVersion(v, original(v.Report), []byte("document"))
		return err
	})
	return id
}

// addCurrent stores a current version of a report whose one number is n.
func addCurrent(tb testing.TB, s *store.Store, batch int64, key string, year int, n int64) int64 {
	tb.Helper()
	return add(tb, s, version(batch, key, year, report("示例县"+key, year, n)))
}

// must returns the value or ends the test.
func must[T any](tb testing.TB) func(T, error) T {
	return func(v T, err error) T {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

// equal compares whole values.
func equal(tb testing.TB, what string, want, got any) {
	tb.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		tb.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// currents lists the current versions as "agency year: value".
func currents(tb testing.TB, s *store.Store) []string {
	tb.Helper()
	var list []string
	_, err := s.Holdings(context.Background(), func(v data.Version) error {
		f, _ := v.Report.Figure("t3.new.person")
		list = append(list, fmt.Sprintf("%s %d: %d", v.Agency, v.Year, f.Value))
		return nil
	})
	if err != nil {
		tb.Fatalf("holdings: %v", err)
	}
	return list
}
