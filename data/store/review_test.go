package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func TestReviewIsOfOneVersion(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	putAgencies(t, s, "甲局")
	first := addCurrent(t, s, batch(t, s), "甲局", 2023, 5)
	current := func() data.Version {
		for _, v := range must[[]data.Version](t)(s.AllVersions(ctx)) {
			if v.Current {
				return v
			}
		}
		return data.Version{}
	}
	review := func(person string) {
		update(t, s, func(tx *store.Tx) error { return tx.SetReviewed(first, person, at) })
	}
	review("张三")
	change := must[int64](t)(s.Change(ctx))
	review("张三")
	equal(t, "change number after the same again", change, must[int64](t)(s.Change(ctx)))
	v := current()
	equal(t, "reviewed", []any{true, "张三", at}, []any{v.Reviewed, v.ReviewedBy, v.ReviewedAt})

	second := batch(t, s)
	addCurrent(t, s, second, "甲局", 2023, 8)
	v = current()
	equal(t, "another version", []any{false, "", time.Time{}}, []any{v.Reviewed, v.ReviewedBy, v.ReviewedAt})
	update(t, s, func(tx *store.Tx) error { return tx.TakeBack(second, at) })
	equal(t, "the first one again", "张三", current().ReviewedBy)
	review("")
	v = current()
	equal(t, "taken off", []any{false, "", time.Time{}}, []any{v.Reviewed, v.ReviewedBy, v.ReviewedAt})
}
