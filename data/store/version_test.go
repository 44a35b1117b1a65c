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
