package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

func TestProseOfAYear(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	s := open(t, store.Options{})
	putAgencies(t, s, "乙局", "甲局", "空局")
	b := batch(t, s)
	told := func(key string, year int, n int64, change func(*data.Version), text string) {
		v := version(b, key, year, report("示例县"+key, year, n))
		v.Report.Chapters = []data.Chapter{{Title: "一、总体情况"}, {Title: "五、存在的主要问题及改进情况", Text: text}}
		if change != nil {
			change(&v)
		}
		add(t, s, v)
	}
	told("甲局", 2023, 1, nil, "甲二〇二三")
	told("乙局", 2023, 2, nil, "乙\n二〇二三")
	told("乙局", 2023, 3, func(v *data.Version) { v.Current, v.Wait = false, []string{data.WaitOther} }, "待定")
	told("乙局", 2023, 4, func(v *data.Version) { v.Kind, v.Report.Kind = data.Published, data.Published }, "县")
	told("甲局", 2022, 5, nil, "上年")
	told("空局", 2023, 6, func(v *data.Version) { v.Unfilled = true }, "空表")

	type line struct {
		Agency, Kind string
		Year         int
		Text         string
	}
	var got []line
	read := func(k data.ReportKey, chapters []data.Chapter) error {
		got = append(got, line{k.Agency, string(k.Kind), k.Year, chapters[1].Text})
		return nil
	}
	if err := s.Prose(ctx, 2023, read); err != nil {
		t.Fatal(err)
	}
	equal(t, "prose", []line{
		{"乙局", "published", 2023, "县"}, {"乙局", "unit", 2023, "乙\n二〇二三"}, {"甲局", "unit", 2023, "甲二〇二三"},
	}, got)

	stop := errors.New("enough")
	if err := s.Prose(ctx, 2023, func(data.ReportKey, []data.Chapter) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("want the visitor's error to end the reading, got %v", err)
	}
	got = nil
	if err := s.Prose(ctx, 2001, read); err != nil || got != nil {
		t.Errorf("a year without reports: want nothing, got %v, %v", got, err)
	}
}
