package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func TestChangeNumberIsRaisedForEveryoneWhoLooks(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "nianbao.db")
	one, other := openAt(t, path, store.Options{}), openAt(t, path, store.Options{})
	change := func() [2]int64 {
		return [2]int64{must[int64](t)(one.Change(ctx)), must[int64](t)(other.Change(ctx))}
	}
	start := change()[0]
	steps := []struct {
		name string
		by   *store.Store
		fn   func(*store.Tx) error
		want int64
	}{
		{"one writes", one, func(tx *store.Tx) error { return tx.PutAgency(agency("财政局"), 0) }, start + 1},
		{"the other writes the same", other, func(tx *store.Tx) error { return tx.PutAgency(agency("财政局"), 0) }, start + 1},
		{"the other only reads", other, func(tx *store.Tx) error { _, err := tx.Roster(); return err }, start + 1},
		{"the other writes", other, func(tx *store.Tx) error { return tx.PutCounty(data.County{Level: "省"}, 0) }, start + 2},
		{"twice in one transaction", one, func(tx *store.Tx) error {
			return errors.Join(tx.PutAgency(agency("林业局"), 0), tx.PutCounty(data.County{Level: "县"}, 0))
		}, start + 3},
	}
	for _, step := range steps {
		update(t, step.by, step.fn)
		equal(t, step.name, [2]int64{step.want, step.want}, change())
	}
}

func TestTransactionThatFailsLeavesNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{Derive: deriveNumber, RulesVersion: 1})
	putAgencies(t, s, "财政局")
	b := batch(t, s)
	addCurrent(t, s, b, "财政局", 2023, 7)
	before, change := show(t, s), must[int64](t)(s.Change(ctx))

	write := func(tx *store.Tx) error {
		v := version(b, "财政局", 2023, report("示例县财政局", 2023, 8))
		_, err := tx.AddVersion(v, original(v.Report), nil)
		return errors.Join(err, tx.PutAgency(agency("林业局"), b))
	}
	fault := errors.New("fault")
	err := s.Update(ctx, func(tx *store.Tx) error { return errors.Join(write(tx), fault) })
	if !errors.Is(err, fault) {
		t.Errorf("want the function's error, got %v", err)
	}
	func() {
		defer func() { equal(t, "panic", any("fault"), recover()) }()
		_ = s.Update(ctx, func(tx *store.Tx) error {
			if err := write(tx); err != nil {
				return err
			}
			panic("fault")
		})
	}()
	ended, cancel := context.WithCancel(ctx)
	err = s.Update(ended, func(tx *store.Tx) error {
		err := write(tx)
		cancel()
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("want context.Canceled, got %v", err)
	}
	equal(t, "store", before, show(t, s))
	equal(t, "change number", change, must[int64](t)(s.Change(ctx)))
	update(t, s, write)
}

// TestReadersSeeWholeTransactions reads while reports are stored in pairs:
// the first year's number is raised together with the second year's.
func TestReadersSeeWholeTransactions(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "nianbao.db")
	s := openAt(t, path, store.Options{Derive: deriveNumber, RulesVersion: 1})
	other := openAt(t, path, store.Options{Derive: deriveNumber, RulesVersion: 1})
	putAgencies(t, s, "财政局")
	b := batch(t, s)
	const rounds = 40
	done := make(chan struct{})
	var wait sync.WaitGroup
	for _, r := range []*store.Store{s, s, other} {
		wait.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
					readPair(t, r)
				}
			}
		})
	}
	for n := range int64(rounds) {
		writer := []*store.Store{s, other}[n%2]
		update(t, writer, func(tx *store.Tx) error {
			for _, year := range []int{2022, 2023} {
				v := version(b, "财政局", year, report("示例县财政局", year, n+1))
				if _, err := tx.AddVersion(v, original(v.Report), nil); err != nil {
					return err
				}
			}
			return nil
		})
	}
	close(done)
	wait.Wait()
}

// readPair checks that both years, their findings and the change number
// belong together.
func readPair(t *testing.T, s *store.Store) {
	var numbers []int64
	h, err := s.Holdings(context.Background(), func(v data.Version) error {
		f, _ := v.Report.Figure("t3.new.person")
		numbers = append(numbers, f.Value)
		return nil
	})
	switch {
	case err != nil:
		t.Errorf("holdings: %v", err)
	case len(numbers) != len(h.Errors):
		t.Errorf("want as many reports with errors as reports, got %d of %d", len(h.Errors), len(numbers))
	case len(numbers) == 2 && numbers[0] != numbers[1], len(numbers) == 1:
		t.Errorf("want both years of one transaction, got %v", numbers)
	}
}

func TestWritersQueue(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "nianbao.db")
	stores := []*store.Store{openAt(t, path, store.Options{}), openAt(t, path, store.Options{})}
	var wait sync.WaitGroup
	for i := range 40 {
		wait.Go(func() {
			err := stores[i%2].Update(context.Background(), func(tx *store.Tx) error {
				return tx.PutAgency(agency(fmt.Sprintf("%02d局", i)), 0)
			})
			if err != nil {
				t.Errorf("writer %d: %v", i, err)
			}
		})
	}
	wait.Wait()
	equal(t, "agencies", 40, len(must[*data.Roster](t)(stores[0].Roster(context.Background())).Agencies))
}

func TestVisitEndsTheReading(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	putAgencies(t, s, "甲局", "乙局")
	b := batch(t, s)
	addCurrent(t, s, b, "甲局", 2023, 1)
	addCurrent(t, s, b, "乙局", 2023, 2)
	fault := errors.New("fault")
	seen := 0
	_, err := s.Holdings(ctx, func(data.Version) error { seen++; return fault })
	if !errors.Is(err, fault) {
		t.Errorf("want the visitor's error, got %v", err)
	}
	equal(t, "visited", 1, seen)

	ended, cancel := context.WithCancel(ctx)
	_, err = s.Holdings(ended, func(data.Version) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("want context.Canceled, got %v", err)
	}
	equal(t, "what counts, asked again", []string{"乙局 2023: 2", "甲局 2023: 1"}, currents(t, s))
}

// TestProgramsStartAtOnce opens one new file from several sides, as two
// double clicks do.
func TestProgramsStartAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "nianbao.db")
	var wait sync.WaitGroup
	for i := range 8 {
		wait.Go(func() {
			s, err := store.Open(context.Background(), path, store.Options{Derive: deriveNumber, RulesVersion: 1})
			if err != nil {
				t.Errorf("program %d: %v", i, err)
				return
			}
			if err := s.Close(); err != nil {
				t.Errorf("program %d: %v", i, err)
			}
		})
	}
	wait.Wait()
}
