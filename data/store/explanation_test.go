package store_test

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

// said is how the finding T3-1 of the agency's report of 2023 stands: open,
// explained, or open with an old reason.
func said(tb testing.TB, s *store.Store, agency string) string {
	tb.Helper()
	list := must[[]data.Finding](tb)(s.Findings(context.Background(), data.FindingFilter{Agency: agency, Year: 2023, Rule: "T3-1"}))
	switch {
	case len(list) == 0:
		return "no finding"
	case list[0].Explained:
		return "explained: " + list[0].Explanation.Reason
	case list[0].Explanation != nil:
		return "open, once: " + list[0].Explanation.Reason
	}
	return "open"
}

// explain explains T3-1 of the agency's report of 2023 as it stands.
func explain(tb testing.TB, s *store.Store, agency, reason string) {
	tb.Helper()
	update(tb, s, func(t *store.Tx) error {
		k := data.FindingKey{Agency: agency, Year: 2023, Kind: data.Unit, Rule: "T3-1", Subject: "t3.new"}
		f, ok, err := t.Finding(k)
		if err != nil || !ok {
			tb.Fatalf("want finding %v, got %v, %v", k, ok, err)
		}
		return t.PutExplanation(k, data.Explanation{Fingerprint: f.Fingerprint, Reason: reason, Person: "张三", Stated: at})
	})
}

func TestExplanationOutlivesItsFinding(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "nianbao.db")
	s := openAt(t, path, store.Options{Derive: deriveNumber, RulesVersion: 1})
	putAgencies(t, s, "甲局", "乙局")
	first := batch(t, s)
	old := addCurrent(t, s, first, "甲局", 2023, 5)
	addCurrent(t, s, first, "乙局", 2023, 6)
	equal(t, "before", "open", said(t, s, "甲局"))
	explain(t, s, "甲局", "新收中1件由上级转办")

	key := data.ReportKey{Agency: "甲局", Year: 2023, Kind: data.Unit}
	errors := func() int {
		h := must[data.Holdings](t)(s.Holdings(ctx, func(data.Version) error { return nil }))
		return h.Errors[key]
	}
	second := int64(0)
	steps := []struct {
		name   string
		fn     func(*store.Tx) error
		want   string
		errors int
	}{
		{"explained", nil, "explained: 新收中1件由上级转办", 0},
		{"everything derived anew", func(tx *store.Tx) error { return tx.PutCounty(data.County{Level: "省"}, 0) }, "explained: 新收中1件由上级转办", 0},
		{"a version with other figures", func(tx *store.Tx) (err error) {
			if second, err = tx.StartBatch("第二批", at); err != nil {
				return err
			}
			v := version(second, "甲局", 2023, report("示例县甲局", 2023, 8))
			_, err = tx.AddVersion(v, original(v.Report), nil)
			return err
		}, "open, once: 新收中1件由上级转办", 1},
		{"its batch taken back", func(tx *store.Tx) error { return tx.TakeBack(second, at) }, "explained: 新收中1件由上级转办", 0},
		{"the report deleted", func(tx *store.Tx) error { return tx.DeleteVersion(old) }, "no finding", 0},
		{"the same report again", func(tx *store.Tx) error {
			v := version(first, "甲局", 2023, report("示例县甲局", 2023, 5))
			_, err := tx.AddVersion(v, original(v.Report), nil)
			return err
		}, "explained: 新收中1件由上级转办", 0},
		{"its batch with the agency's reports taken back", func(tx *store.Tx) error { return tx.TakeBack(first, at) }, "no finding", 0},
		{"imported again", func(tx *store.Tx) error {
			b, err := tx.StartBatch("第三批", at)
			if err != nil {
				return err
			}
			v := version(b, "甲局", 2023, report("示例县甲局", 2023, 5))
			_, err = tx.AddVersion(v, original(v.Report), nil)
			return err
		}, "explained: 新收中1件由上级转办", 0},
	}
	for _, step := range steps {
		if step.fn != nil {
			update(t, s, step.fn)
		}
		equal(t, step.name, step.want, said(t, s, "甲局"))
		equal(t, step.name+": open errors", step.errors, errors())
	}

	newer := openAt(t, path, store.Options{Derive: deriveNumber, RulesVersion: 2})
	equal(t, "other rules that find the same", "explained: 新收中1件由上级转办", said(t, newer, "甲局"))
	otherwise := func(in data.CheckInput) []data.Finding {
		list := deriveNumber(in)
		for i := range list {
			list[i].Fingerprint += " anew"
		}
		return list
	}
	newest := openAt(t, path, store.Options{Derive: otherwise, RulesVersion: 3})
	equal(t, "other rules that stand on more", "open, once: 新收中1件由上级转办", said(t, newest, "甲局"))
}

func TestExplanationIsReplacedAndTakenBack(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{Derive: deriveNumber, RulesVersion: 1})
	putAgencies(t, s, "甲局", "乙局")
	b := batch(t, s)
	addCurrent(t, s, b, "甲局", 2023, 5)
	addCurrent(t, s, b, "乙局", 2023, 5)
	explain(t, s, "甲局", "一")
	explain(t, s, "甲局", "二")
	equal(t, "the later reason", "explained: 二", said(t, s, "甲局"))
	equal(t, "of another agency", "open", said(t, s, "乙局"))
	k := data.FindingKey{Agency: "甲局", Year: 2023, Kind: data.Unit, Rule: "T3-1", Subject: "t3.new"}
	change := must[int64](t)(s.Change(context.Background()))
	update(t, s, func(tx *store.Tx) error { return tx.DeleteExplanation(k, "", at) })
	equal(t, "taken back", "open", said(t, s, "甲局"))
	equal(t, "change number", change+1, must[int64](t)(s.Change(context.Background())))
	update(t, s, func(tx *store.Tx) error { return tx.DeleteExplanation(k, "", at) })
	equal(t, "change number after taking back nothing", change+1, must[int64](t)(s.Change(context.Background())))
}
