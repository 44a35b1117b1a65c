package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func TestStatementsTakenBackOrReplacedAreKept(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	k := data.ReportKey{Agency: "甲局", Year: 2023, Kind: data.Unit}
	f := data.FindingKey{Agency: "甲局", Year: 2023, Kind: data.Unit, Rule: "T3-1", Subject: "t3.new"}
	hour := func(n int) time.Time { return at.Add(time.Duration(n) * time.Hour) }
	one := data.Correction{Code: "b", Value: -3, Version: 9, PrintedState: data.Missing, Reason: "一", Person: "张三", Confirmed: data.ByStamped, Stated: hour(0)}
	two := one
	two.Value, two.Person, two.Stated = 8, "李四", hour(1)
	said := data.Explanation{Fingerprint: "f", Reason: "转办", Person: "张三", Stated: hour(0)}
	again := data.Explanation{Fingerprint: "g", Reason: "补充", Person: "李四", Stated: hour(3)}
	for _, fn := range []func(*store.Tx) error{
		func(tx *store.Tx) error { return tx.PutCorrection(k, one) },
		func(tx *store.Tx) error { return tx.PutCorrection(k, two) },
		func(tx *store.Tx) error { return tx.DeleteCorrection(k, "b", "王五", hour(2)) },
		func(tx *store.Tx) error { return tx.DeleteCorrection(k, "b", "王五", hour(3)) }, // nothing is there
		func(tx *store.Tx) error { return tx.PutExplanation(f, said) },
		func(tx *store.Tx) error { return tx.PutExplanation(f, again) },
		func(tx *store.Tx) error { return tx.DeleteExplanation(f, "", hour(4)) },
	} {
		update(t, s, fn)
	}
	want := data.History{
		Corrections: []data.PastCorrection{
			{Correction: two, Ended: data.Ending{At: hour(2), Person: "王五"}},
			{Correction: one, Ended: data.Ending{Replaced: true, At: hour(1), Person: "李四"}},
		},
		Explanations: []data.PastExplanation{
			{Rule: "T3-1", Subject: "t3.new", Explanation: again, Ended: data.Ending{At: hour(4)}},
			{Rule: "T3-1", Subject: "t3.new", Explanation: said, Ended: data.Ending{Replaced: true, At: hour(3), Person: "李四"}},
		},
	}
	equal(t, "history", want, must[data.History](t)(s.History(ctx, k)))
	equal(t, "nothing holds", 0, len(must[[]data.Correction](t)(s.Corrections(ctx, k))))
	k.Year = 2022
	equal(t, "of another report", data.History{}, must[data.History](t)(s.History(ctx, k)))
}
