package store_test

import (
	"context"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func TestCorrectionCountsAndThePrintedFigureStays(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	asked := 0
	derive := func(in data.CheckInput) []data.Finding {
		asked += len(in.Asked)
		return deriveNumber(in)
	}
	s := open(t, store.Options{Derive: derive, RulesVersion: 1})
	putAgencies(t, s, "甲局")
	first := batch(t, s)
	id := addCurrent(t, s, first, "甲局", 2023, 5)
	addCurrent(t, s, first, "甲局", 2024, 1)
	k := data.ReportKey{Agency: "甲局", Year: 2023, Kind: data.Unit}
	c := data.Correction{
		Code: "t3.new.person", Value: 7, Version: id, PrintedState: data.Read, PrintedValue: 5, Reason: "漏记2件", Person: "张三", Confirmed: data.ByPhone, Stated: at,
	}
	var second int64
	steps := []struct {
		name   string
		fn     func(*store.Tx) error
		counts string
		text   string // of the finding of 2023
		next   string // of the year after, which looks back
		asked  int
	}{
		{"before", func(*store.Tx) error { return nil }, "甲局 2023: 5", "5", "1 after 示例县甲局 5", 0},
		{"corrected", func(tx *store.Tx) error { return tx.PutCorrection(k, c) }, "甲局 2023: 7", "7", "1 after 示例县甲局 7", 0},
		{"everything derived anew", func(tx *store.Tx) error { return tx.PutCounty(data.County{Level: "省"}, 0) }, "甲局 2023: 7", "7", "1 after 示例县甲局 7", 0},
		{"a new version prints another number", func(tx *store.Tx) (err error) {
			if second, err = tx.StartBatch("第二批", at); err != nil {
				return err
			}
			v := version(second, "甲局", 2023, report("示例县甲局", 2023, 6))
			_, err = tx.AddVersion(v, original(v.Report), nil)
			return err
		}, "甲局 2023: 6", "6", "1 after 示例县甲局 6", 1},
		{"its batch taken back", func(tx *store.Tx) error { return tx.TakeBack(second, at) }, "甲局 2023: 7", "7", "1 after 示例县甲局 7", 0},
		{"taken back", func(tx *store.Tx) error { return tx.DeleteCorrection(k, c.Code, "王五", at) }, "甲局 2023: 5", "5", "1 after 示例县甲局 5", 0},
	}
	for _, step := range steps {
		asked = 0
		update(t, s, step.fn)
		equal(t, step.name+": counts", step.counts, currents(t, s)[0])
		equal(t, step.name+": asked about", step.asked, asked)
		for year, want := range map[int]string{2023: step.text, 2024: step.next} {
			list := must[[]data.Finding](t)(s.Findings(ctx, data.FindingFilter{Agency: "甲局", Year: year, Rule: "T3-1"}))
			equal(t, step.name+": finding", want, list[0].Text)
		}
		printed, _ := must[data.Version](t)(s.Version(ctx, id)).Report.Figure(c.Code)
		equal(t, step.name+": printed", int64(5), printed.Value)
	}
}

func TestCorrectionsAreListedByReport(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	k := data.ReportKey{Agency: "甲局", Year: 2023, Kind: data.Unit}
	one := data.Correction{Code: "b", Value: -3, Version: 9, PrintedState: data.Missing, Reason: "一", Person: "张三", Confirmed: data.ByStamped, Stated: at}
	two := data.Correction{Code: "a", Value: 1, PrintedState: data.Doubtful, PrintedValue: 4, Reason: "二", Person: "李四", Confirmed: data.ByOther, Stated: at}
	update(t, s, func(tx *store.Tx) error { return tx.PutCorrection(k, one) })
	update(t, s, func(tx *store.Tx) error { return tx.PutCorrection(k, two) })
	list := func(k data.ReportKey) []data.Correction {
		return must[[]data.Correction](t)(s.Corrections(context.Background(), k))
	}
	equal(t, "both", []data.Correction{two, one}, list(k))
	one.Value, one.Person = 8, "王五"
	update(t, s, func(tx *store.Tx) error { return tx.PutCorrection(k, one) })
	equal(t, "corrected again", []data.Correction{two, one}, list(k))
	k.Year = 2022
	equal(t, "of another report", 0, len(list(k)))
	bad := one
	bad.Confirmed = "rumour"
	if err := s.Update(context.Background(), func(tx *store.Tx) error { return tx.PutCorrection(k, bad) }); err == nil {
		t.Error("a way of confirming that is none: want it refused")
	}
}
