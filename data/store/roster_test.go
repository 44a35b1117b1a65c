package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func TestRosterComesBackInOfficialOrder(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	county := data.County{Name: "示例县", Level: "县", Collecting: 2024, HasRoster: true}
	agencies := []data.Agency{
		{Key: "zf", Name: "示例县人民政府", Aliases: []string{"县政府", "示例县政府办公室"}, Group: data.GroupGovernment, Order: 1, Counts: true},
		{Key: "b", Name: "示例县公安局", Group: data.GroupDepartment, Order: 1, Counts: true, CountsIn: map[int]bool{2019: false, 2020: true}},
		{Key: "a", Name: "示例县财政局", Group: data.GroupDepartment, Order: 2, From: 2014, To: 2019, Counts: true},
		{Key: "c", Name: "<script>alert(1)</script>=cmd", Group: data.GroupDepartment},
		{Key: "d", Name: "示例县民政局", Group: data.GroupDepartment},
		{Key: "x", Name: "甲镇", Group: data.GroupTownship, Order: 1},
		{Key: "y", Name: "乙街道", Group: data.GroupSubdistrict},
		{Key: "0", Name: "税务局", Group: data.GroupOther, Order: 1},
	}
	successions := []data.Succession{
		{Old: "b", New: "c", Year: 2020, Rule: data.TrendLink},
		{Old: "a", New: "c", Year: 2020, Rule: data.TrendSumPredecessor},
	}
	update(t, s, func(tx *store.Tx) error {
		err := tx.PutCounty(county, 0)
		for i := len(agencies) - 1; i >= 0; i-- {
			err = errors.Join(err, tx.PutAgency(agencies[i], 0))
		}
		return errors.Join(err, tx.PutSuccessions(successions))
	})
	want := &data.Roster{County: county, Agencies: agencies, Successions: successions}
	equal(t, "roster", want, must[*data.Roster](t)(s.Roster(context.Background())))

	// What a caller does to its copy stays its own.
	update(t, s, func(tx *store.Tx) error {
		mine := must[*data.Roster](t)(tx.Roster())
		mine.Agencies[1].CountsIn[2019] = true
		mine.Agencies[0].Aliases[0] = "别名"
		equal(t, "roster in a transaction", want, must[*data.Roster](t)(tx.Roster()))
		return nil
	})

	agencies[1].CountsIn, agencies[0].Aliases = nil, nil
	update(t, s, func(tx *store.Tx) error {
		return errors.Join(tx.PutAgency(agencies[0], 0), tx.PutAgency(agencies[1], 0), tx.PutSuccessions(nil))
	})
	want.Successions = nil
	equal(t, "roster with less", want, must[*data.Roster](t)(s.Roster(context.Background())))
}

func TestAgencyInUseIsNotDeleted(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "甲局", "乙局", "丙局", "丁局")
	waiting := version(batch(t, s), "甲局", 0, report("示例县甲局", 2023, 7))
	waiting.Current, waiting.Wait = false, []string{data.WaitNoYear}
	id := add(t, s, waiting)
	link := []data.Succession{{Old: "乙局", New: "丙局", Year: 2019, Rule: data.TrendLink}}
	update(t, s, func(tx *store.Tx) error { return tx.PutSuccessions(link) })

	remove := func(key string) error {
		return s.Update(context.Background(), func(tx *store.Tx) error { return tx.DeleteAgency(key) })
	}
	for _, key := range []string{"甲局", "乙局", "丙局"} {
		if err := remove(key); !errors.Is(err, store.ErrInUse) {
			t.Errorf("delete %s: want ErrInUse, got %v", key, err)
		}
	}
	if err := remove("丁局"); err != nil {
		t.Errorf("delete 丁局: %v", err)
	}
	if err := remove("丁局"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("delete it again: want ErrNotFound, got %v", err)
	}
	update(t, s, func(tx *store.Tx) error { return tx.DeleteVersion(id) })
	if err := remove("甲局"); err != nil {
		t.Errorf("delete 甲局 without versions: %v", err)
	}
}

func TestAgenciesThatAreRefused(t *testing.T) {
	t.Parallel()
	s := open(t, store.Options{})
	putAgencies(t, s, "财政局")
	cases := map[string]data.Agency{
		"the name of another":       {Key: "b", Name: "示例县财政局", Group: data.GroupOther},
		"no key":                    {Name: "示例县民政局", Group: data.GroupOther},
		"no name":                   {Key: "b", Group: data.GroupOther},
		"a group that is not known": {Key: "b", Name: "示例县民政局", Group: "国企"},
		"no group":                  {Key: "b", Name: "示例县民政局"},
	}
	for name, a := range cases {
		t.Run(name, func(t *testing.T) {
			err := s.Update(context.Background(), func(tx *store.Tx) error { return tx.PutAgency(a, 0) })
			if err == nil {
				t.Error("want an error")
			}
		})
	}
	equal(t, "agencies", 1, len(must[*data.Roster](t)(s.Roster(context.Background())).Agencies))
}
