package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func TestVersionComesBack(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	want := version(batch(t, s), "财政局", 2023, report("示例县财政局", 2023, 7))
	want.Reviewed = true
	want.ID = add(t, s, want)
	want.Number = 1

	ctx := context.Background()
	equal(t, "version", want, must[data.Version](t)(s.Version(ctx, want.ID)))
	name, b, err := s.Original(ctx, want.ID)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "original's name", want.FileName, name)
	equal(t, "original", string(original(want.Report)), string(b))
	equal(t, "document", "document", string(must[[]byte](t)(s.Document(ctx, want.ID))))

	update(t, s, func(tx *store.Tx) error {
		v, err := tx.Version(want.ID)
		equal(t, "version in a transaction", want, v)
		return err
	})
	list := want
	list.Report = nil
	equal(t, "list", []data.Version{list}, must[[]data.Version](t)(s.AllVersions(ctx)))
}

func TestNotFound(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	_, err := s.Version(ctx, 5)
	_, errDocument := s.Document(ctx, 5)
	_, _, errOriginal := s.Original(ctx, 5)
	for _, err := range []error{err, errDocument, errOriginal} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("want ErrNotFound, got %v", err)
		}
	}
}

func TestOneVersionIsCurrent(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	b := batch(t, s)
	first := addCurrent(t, s, b, "财政局", 2023, 7)
	second := addCurrent(t, s, b, "财政局", 2023, 8)

	key := data.ReportKey{Agency: "财政局", Year: 2023, Kind: data.Unit}
	type row struct {
		ID      int64
		Number  int
		Current bool
	}
	rows := func() (list []row) {
		for _, v := range must[[]data.Version](t)(s.VersionsOf(ctx, key)) {
			list = append(list, row{v.ID, v.Number, v.Current})
		}
		return list
	}
	equal(t, "after the second", []row{{first, 1, false}, {second, 2, true}}, rows())

	update(t, s, func(tx *store.Tx) error { return tx.SetCurrent(first, 0) })
	equal(t, "after the first was taken again", []row{{first, 1, true}, {second, 2, false}}, rows())

	// Another kind of the same agency and year has a current version of its own.
	published := version(b, "财政局", 2023, report("示例县", 2023, 9))
	published.Kind = data.Published
	add(t, s, published)
	equal(t, "beside a published one", []row{{first, 1, true}, {second, 2, false}}, rows())
	equal(t, "what counts", []string{"财政局 2023: 9", "财政局 2023: 7"}, currents(t, s))
}

func TestWaitingVersionIsSettled(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	v := version(batch(t, s), "", 0, report("财政所", 2023, 7))
	v.Current, v.Wait = false, []string{data.WaitUnknown, data.WaitYearConflict}
	id := add(t, s, v)
	waiting := must[[]data.Version](t)(s.Waiting(ctx))
	v.ID = id
	equal(t, "waiting", []data.Version{v}, waiting)

	update(t, s, func(tx *store.Tx) error {
		return tx.Settle(id, "财政局", 0, data.Unit, []string{data.WaitYearConflict})
	})
	v.Agency, v.Wait = "财政局", []string{data.WaitYearConflict}
	equal(t, "with an agency", []data.Version{v}, must[[]data.Version](t)(s.Waiting(ctx)))

	err := s.Update(ctx, func(tx *store.Tx) error { return tx.SetCurrent(id, 0) })
	if err == nil {
		t.Error("want an error from making current what has no year")
	}
	update(t, s, func(tx *store.Tx) error {
		if err := tx.Settle(id, "财政局", 2022, data.Unit, nil); err != nil {
			return err
		}
		return tx.SetCurrent(id, 0)
	})
	v.Year, v.Wait, v.Number, v.Current = 2022, nil, 1, true
	equal(t, "settled", v, must[data.Version](t)(s.Version(ctx, id)))
	equal(t, "waiting at the end", 0, len(must[[]data.Version](t)(s.Waiting(ctx))))
}

func TestSettledElsewhereIsNoLongerCurrent(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	id := addCurrent(t, s, batch(t, s), "财政局", 2023, 7)
	update(t, s, func(tx *store.Tx) error { return tx.Settle(id, "财政局", 2023, data.Unit, nil) })
	equal(t, "settled where it was", []string{"财政局 2023: 7"}, currents(t, s))

	update(t, s, func(tx *store.Tx) error { return tx.Settle(id, "财政局", 2022, data.Unit, nil) })
	equal(t, "settled in another year", []string(nil), currents(t, s))
	update(t, s, func(tx *store.Tx) error { return tx.SetCurrent(id, 0) })
	equal(t, "and taken", []string{"财政局 2022: 7"}, currents(t, s))
}

func TestUnfilledVersionDoesNotCount(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	v := version(batch(t, s), "财政局", 2023, report("示例县财政局", 2023, 7))
	v.Unfilled = true
	add(t, s, v)
	equal(t, "what counts", []string(nil), currents(t, s))
	equal(t, "kept", 1, len(must[[]data.Version](t)(s.AllVersions(context.Background()))))
}

func TestSameBytesAreKeptOnce(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	b := batch(t, s)
	first := addCurrent(t, s, b, "财政局", 2023, 7)
	second := addCurrent(t, s, b, "财政局", 2023, 7)
	sha := digest(original(report("示例县财政局", 2023, 7)))
	update(t, s, func(tx *store.Tx) error {
		list, err := tx.BySHA(sha)
		equal(t, "versions of the bytes", 2, len(list))
		return err
	})
	update(t, s, func(tx *store.Tx) error { return tx.DeleteVersion(first) })
	_, b2, err := s.Original(ctx, second)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "original of the other", sha, digest(b2))

	update(t, s, func(tx *store.Tx) error { return tx.DeleteVersion(second) })
	update(t, s, func(tx *store.Tx) error {
		list, err := tx.BySHA(sha)
		equal(t, "versions after both went", 0, len(list))
		return err
	})
	third := addCurrent(t, s, b, "财政局", 2023, 7)
	if third <= second {
		t.Errorf("want an id never given before, got %d after %d", third, second)
	}
}

func TestVersionsThatAreRefused(t *testing.T) {
	t.Parallel()
	cases := map[string]func(*data.Version){
		"bytes of another file":        func(v *data.Version) { v.SHA256 = digest(nil) },
		"an agency that is not there":  func(v *data.Version) { v.Agency = "林业局" },
		"a batch that is not there":    func(v *data.Version) { v.Batch = 99 },
		"current without a year":       func(v *data.Version) { v.Year = 0 },
		"current without an agency":    func(v *data.Version) { v.Agency = "" },
		"a kind that is not known":     func(v *data.Version) { v.Kind = "draft" },
		"a date that is none":          func(v *data.Version) { v.Received = "昨天" },
		"a reason of two words":        func(v *data.Version) { v.Wait = []string{"no year"} },
		"a year beyond the calendar's": func(v *data.Version) { v.Year = 20231 },
	}
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	b := batch(t, s)
	for name, spoil := range cases {
		t.Run(name, func(t *testing.T) {
			v := version(b, "财政局", 2023, report("示例县财政局", 2023, 7))
			spoil(&v)
			err := s.Update(context.Background(), func(tx *store.Tx) error {
				_, err := tx.AddVersion(v, original(v.Report), nil)
				return err
			})
			if err == nil {
				t.Error("want an error")
			}
		})
	}
}

func TestDateReceivedIsChanged(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	id := addCurrent(t, s, batch(t, s), "财政局", 2023, 7)
	for _, date := range []string{"2024-02-03", ""} {
		update(t, s, func(tx *store.Tx) error { return tx.SetReceived(id, date) })
		equal(t, "received", date, must[data.Version](t)(s.Version(context.Background(), id)).Received)
	}
}
