package store_test

import (
	"context"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func TestExplanationsOfWhatIsNotStored(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	k := data.FindingKey{Agency: "政府", Year: 2023, Kind: data.Published, Rule: "G-3", Subject: "t3.new.total"}
	old := k
	old.Year = 2022
	e := data.Explanation{Fingerprint: "f", Reason: "联合发文", Person: "张三", Stated: at}
	update(t, s, func(tx *store.Tx) error {
		_, said, err := tx.Explanation(k)
		if err != nil || said {
			t.Errorf("before: want nothing said, got %v, %v", said, err)
		}
		if err := tx.PutExplanation(old, e); err != nil {
			return err
		}
		if err := tx.PutExplanation(k, e); err != nil {
			return err
		}
		got, said, err := tx.Explanation(k)
		equal(t, "in the transaction", []any{e, true}, []any{got, said})
		return err
	})
	all := must[map[data.FindingKey]data.Explanation](t)
	equal(t, "one year", map[data.FindingKey]data.Explanation{k: e}, all(s.Explanations(ctx, 2023)))
	equal(t, "all years", map[data.FindingKey]data.Explanation{k: e, old: e}, all(s.Explanations(ctx, 0)))
	equal(t, "a year without", map[data.FindingKey]data.Explanation{}, all(s.Explanations(ctx, 2001)))
}
