package store_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func takeBack(tb testing.TB, s *store.Store, batch int64) {
	tb.Helper()
	update(tb, s, func(tx *store.Tx) error { return tx.TakeBack(batch, at) })
}

// shown is all that a page or an export could show of the store, without the
// numbers that only the database gives.
type shown struct {
	Roster   *data.Roster
	Versions []data.Version
	Findings []data.Finding
}

func show(tb testing.TB, s *store.Store) shown {
	tb.Helper()
	ctx := context.Background()
	v := shown{
		Roster:   must[*data.Roster](tb)(s.Roster(ctx)),
		Versions: must[[]data.Version](tb)(s.AllVersions(ctx)),
		Findings: must[[]data.Finding](tb)(s.Findings(ctx, data.FindingFilter{})),
	}
	for i := range v.Versions {
		v.Versions[i].Report = must[data.Version](tb)(s.Version(ctx, v.Versions[i].ID)).Report
		v.Versions[i].ID, v.Versions[i].Batch = 0, 0
	}
	return v
}

// busyBatch does everything that an import can do beside what is there.
func busyBatch(tb testing.TB, s *store.Store) int64 {
	tb.Helper()
	b := batch(tb, s)
	update(tb, s, func(tx *store.Tx) error {
		learned := data.County{Name: "示例县", Level: "县"}
		fuller := data.Agency{Key: "财政局", Name: "示例县财政局（国有资产管理局）", Aliases: []string{"县财政局"}, Group: data.GroupDepartment, Counts: true}
		found := agency("林业局")
		if err := errors.Join(tx.PutCounty(learned, b), tx.PutAgency(fuller, b), tx.PutAgency(found, b)); err != nil {
			return err
		}
		found.Name = "示例县林业局（绿化办）"
		return tx.PutAgency(found, b)
	})
	addCurrent(tb, s, b, "财政局", 2023, 8) // in place of an older batch's
	addCurrent(tb, s, b, "财政局", 2023, 9) // and of its own
	stored := addCurrent(tb, s, b, "林业局", 2023, 3)
	waiting := version(b, "", 2023, report("某局", 2023, 4))
	waiting.Current, waiting.Wait = false, []string{data.WaitNoAgency}
	add(tb, s, waiting)
	update(tb, s, func(tx *store.Tx) error {
		return errors.Join(
			tx.AddFile(data.File{Batch: b, Path: "a.docx", Outcome: data.Stored, Version: stored}),
			tx.AddFile(data.File{Batch: b, Path: "b.docx", Outcome: data.Refused, Name: "示例县民政局", Code: "scan", Reason: "扫描件"}),
			tx.FinishBatch(b, at))
	})
	return b
}

func TestBatchTakenBackLeavesNothing(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{Derive: deriveNumber, RulesVersion: 1})
	putAgencies(t, s, "财政局")
	first := batch(t, s)
	addCurrent(t, s, first, "财政局", 2022, 6)
	addCurrent(t, s, first, "财政局", 2023, 7)
	before := show(t, s)

	b := busyBatch(t, s)
	with := show(t, s)
	equal(t, "versions with the batch", 6, len(with.Versions))
	equal(t, "county with the batch", "示例县", with.Roster.County.Name)

	takeBack(t, s, b)
	equal(t, "after taking it back", before, show(t, s))

	again := busyBatch(t, s)
	equal(t, "after importing it again", with, show(t, s))
	takeBack(t, s, again)
	equal(t, "after taking that back", before, show(t, s))
	takeBack(t, s, first)
	equal(t, "versions at the end", 0, len(show(t, s).Versions))
}

func TestOnlyTheNewestBatchIsTakenBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	try := func(batch int64) error {
		return s.Update(ctx, func(tx *store.Tx) error { return tx.TakeBack(batch, at) })
	}
	if err := try(0); !errors.Is(err, store.ErrNotNewest) {
		t.Errorf("without any: want ErrNotNewest, got %v", err)
	}
	first, second := batch(t, s), batch(t, s)
	if err := try(first); !errors.Is(err, store.ErrNotNewest) {
		t.Errorf("the older one: want ErrNotNewest, got %v", err)
	}
	if err := try(second); err != nil {
		t.Errorf("the newest one: %v", err)
	}
	if err := try(second); !errors.Is(err, store.ErrNotNewest) {
		t.Errorf("the same again: want ErrNotNewest, got %v", err)
	}
	if err := try(first); err != nil {
		t.Errorf("the older one after that: %v", err)
	}
}

func TestTakenBackBatchStaysListed(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	b := busyBatch(t, s)
	files := []data.File{
		{Batch: b, Path: "a.docx", Outcome: data.Stored, Version: 3},
		{Batch: b, Path: "b.docx", Outcome: data.Refused, Name: "示例县民政局", Code: "scan", Reason: "扫描件"},
	}
	equal(t, "live files", files, must[[]data.File](t)(s.LiveFiles(ctx)))

	takeBack(t, s, b)
	files[0].Version = 0
	equal(t, "files", files, must[[]data.File](t)(s.Files(ctx, b)))
	equal(t, "live files after", []data.File(nil), must[[]data.File](t)(s.LiveFiles(ctx)))
	running := batch(t, s)
	equal(t, "batches", []data.Batch{
		{ID: running, Started: at, Label: "年报", Counts: map[data.Outcome]int{}},
		{ID: b, Started: at, Finished: at, TakenBack: at, Label: "年报", Files: 2, Counts: map[data.Outcome]int{data.Stored: 1, data.Refused: 1}},
	}, must[[]data.Batch](t)(s.Batches(ctx)))
}

func TestWhatAPersonChangedSinceStays(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	b := busyBatch(t, s)
	person := agency("林业局")
	person.Name, person.Group = "示例县林业和草原局", data.GroupOther
	update(t, s, func(tx *store.Tx) error {
		return errors.Join(
			tx.PutAgency(person, 0),
			tx.PutCounty(data.County{Name: "示例县", Level: "设区的市", Collecting: 2024}, 0))
	})
	takeBack(t, s, b)
	r := show(t, s).Roster
	equal(t, "the agency that the person changed", &person, r.Agency("林业局"))
	equal(t, "the agency that nobody changed", "示例县财政局", r.Agency("财政局").Name)
	equal(t, "the county: its name goes, what the person set stays", data.County{Level: "设区的市", Collecting: 2024}, r.County)
}

func TestAgencyInUseOutlivesItsBatch(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	first := batch(t, s)
	waiting := version(first, "", 2023, report("林业所", 2023, 4))
	waiting.Current, waiting.Wait = false, []string{data.WaitUnknown}
	id := add(t, s, waiting)
	second := batch(t, s)
	update(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.PutAgency(agency("林业局"), second), tx.Settle(id, "林业局", 2023, data.Unit, nil))
	})
	takeBack(t, s, second)
	if show(t, s).Roster.Agency("林业局") == nil {
		t.Error("want the agency kept: a version of an older batch was settled on it")
	}
}

func TestNameTakenByAnotherIsNotRestored(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	b := busyBatch(t, s)
	update(t, s, func(tx *store.Tx) error {
		return tx.PutAgency(data.Agency{Key: "new", Name: "示例县财政局", Group: data.GroupDepartment}, 0)
	})
	takeBack(t, s, b)
	equal(t, "name", "示例县财政局（国有资产管理局）", show(t, s).Roster.Agency("财政局").Name)
}

// TestTakingBackCurrentVersions goes through the ways in which versions of
// several batches can follow one another. v1 is of batch 1 and so on; only v1
// and those that replace are made current by their import.
func TestTakingBackCurrentVersions(t *testing.T) {
	t.Parallel()
	type step func(*store.Tx, []int64) error
	take := func(version int) step { // a person takes it
		return func(tx *store.Tx, ids []int64) error { return tx.SetCurrent(ids[version-1], 0) }
	}
	takeIn := func(version int, batch int64) step { // a batch takes an older one
		return func(tx *store.Tx, ids []int64) error { return tx.SetCurrent(ids[version-1], batch) }
	}
	remove := func(version int) step {
		return func(tx *store.Tx, ids []int64) error { return tx.DeleteVersion(ids[version-1]) }
	}
	settle := func(version int, wait string) step {
		return func(tx *store.Tx, ids []int64) error {
			return tx.Settle(ids[version-1], "财政局", 2023, data.Unit, []string{wait})
		}
	}
	move := func(version, year int) step {
		return func(tx *store.Tx, ids []int64) error {
			return tx.Settle(ids[version-1], "财政局", year, data.Unit, nil)
		}
	}
	cases := map[string]struct {
		replace bool // batches 2 and 3 replace at once
		steps   []step
		want    []string // what is current after each batch is taken back, newest first
	}{
		"each replaced the one before":              {true, nil, []string{"2", "1", ""}},
		"none was taken":                            {false, nil, []string{"1", "1", ""}},
		"a person took the newest":                  {false, []step{take(3)}, []string{"1", "1", ""}},
		"a person took one after another":           {false, []step{take(2), take(3)}, []string{"2", "1", ""}},
		"a person took the newest, then the second": {false, []step{take(3), take(2)}, []string{"2", "1", ""}},
		"to and fro":                                {false, []step{take(3), take(2), take(3), take(2)}, []string{"2", "1", ""}},
		"to and fro and back to the first":          {false, []step{take(3), take(2), take(3), take(1)}, []string{"1", "1", ""}},
		"the newest batch took the second":          {false, []step{takeIn(2, 3)}, []string{"1", "1", ""}},
		"the one before was deleted":                {true, []step{remove(2)}, []string{"1", "1", ""}},
		"the second was made to wait again":         {true, []step{settle(2, data.WaitYearConflict)}, []string{"1", "1", ""}},
		"the second belonged to another year":       {true, []step{move(2, 2022)}, []string{"1", "1", ""}},
		"the newest was deleted":                    {true, []step{remove(3)}, []string{"", "", ""}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, store.Options{})
			putAgencies(t, s, "财政局")
			var batches, ids []int64
			for n := int64(1); n <= 3; n++ {
				b := batch(t, s)
				v := version(b, "财政局", 2023, report("示例县财政局", 2023, n))
				if n > 1 && !c.replace {
					v.Current, v.Wait = false, []string{data.WaitOther}
				}
				batches, ids = append(batches, b), append(ids, add(t, s, v))
			}
			for _, step := range c.steps {
				update(t, s, func(tx *store.Tx) error { return step(tx, ids) })
			}
			var got []string
			for i := len(batches) - 1; i >= 0; i-- {
				takeBack(t, s, batches[i])
				got = append(got, currentNumber(t, s))
			}
			equal(t, "current after each", c.want, got)
		})
	}
}

// currentNumber is the one number in the one report that counts.
func currentNumber(tb testing.TB, s *store.Store) string {
	tb.Helper()
	return strings.TrimPrefix(strings.Join(currents(tb, s), ","), "财政局 2023: ")
}

func TestTakingBackRestoresWhatAVersionWaitedFor(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	v := version(batch(t, s), "财政局", 2023, report("示例县财政局", 2023, 7))
	v.Current, v.Wait = false, []string{data.WaitYearConflict, data.WaitOther}
	id := add(t, s, v)
	second := batch(t, s)
	update(t, s, func(tx *store.Tx) error { return tx.SetCurrent(id, second) })
	equal(t, "while taken", []string(nil), must[data.Version](t)(s.Version(context.Background(), id)).Wait)
	takeBack(t, s, second)
	equal(t, "after", v.Wait, must[data.Version](t)(s.Version(context.Background(), id)).Wait)
}

func TestAgencyChangedByTwoBatchesAtOnce(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	first, second := batch(t, s), batch(t, s)
	made, later := agency("林业局"), agency("林业局")
	later.Name = "示例县林业局（绿化办）"
	update(t, s, func(tx *store.Tx) error {
		// A version of the older batch is settled after the newer one made the agency.
		return errors.Join(tx.PutAgency(made, second), tx.PutAgency(later, first))
	})
	takeBack(t, s, second)
	equal(t, "agency after the newer went", &later, show(t, s).Roster.Agency("林业局"))
	takeBack(t, s, first)
	equal(t, "agencies after both went", 0, len(show(t, s).Roster.Agencies))
}

// TestAnyBatchesTakenBack lets batches do whatever they may at random and
// takes them back one after another: each time the store is as it was before
// the batch.
func TestAnyBatchesTakenBack(t *testing.T) {
	t.Parallel()
	for seed := range uint64(8) {
		r := rand.New(rand.NewPCG(seed, 9))
		s := open(t, store.Options{Derive: deriveNumber, RulesVersion: 1})
		var batches []int64
		var before []shown
		for range 5 {
			before = append(before, show(t, s))
			b := batch(t, s)
			batches = append(batches, b)
			for range 1 + r.IntN(12) {
				update(t, s, func(tx *store.Tx) error { return randomChange(r, tx, b) })
			}
		}
		for i := len(batches) - 1; i >= 0; i-- {
			takeBack(t, s, batches[i])
			equal(t, fmt.Sprintf("seed %d, batch %d", seed, i+1), before[i], show(t, s))
		}
	}
}

// randomChange is one step of an import.
func randomChange(r *rand.Rand, tx *store.Tx, batch int64) error {
	roster, err := tx.Roster()
	if err != nil {
		return err
	}
	key := fmt.Sprintf("%d局", r.IntN(4))
	year := 2020 + r.IntN(2)
	a := agency(key)
	if old := roster.Agency(key); old != nil {
		a = *old
	}
	switch r.IntN(4) {
	case 0:
		roster.County.Name = []string{"示例县", "甲乙县"}[r.IntN(2)]
		return tx.PutCounty(roster.County, batch)
	case 1:
		a.Name = fmt.Sprintf("示例县%s（%d）", key, r.IntN(3))
		a.Aliases = append(a.Aliases, fmt.Sprint(r.IntN(9)))
		return tx.PutAgency(a, batch)
	case 2:
		list, err := tx.Versions(data.ReportKey{Agency: key, Year: year, Kind: data.Unit})
		if err != nil || len(list) == 0 {
			return err
		}
		return tx.SetCurrent(list[r.IntN(len(list))].ID, batch)
	}
	v := version(batch, key, year, report(key, year, r.Int64N(1000)))
	if v.Current = r.IntN(2) == 0; !v.Current {
		v.Wait = []string{data.WaitOther}
	}
	if err := tx.PutAgency(a, batch); err != nil {
		return err
	}
	_, err = tx.AddVersion(v, original(v.Report), nil)
	return err
}
