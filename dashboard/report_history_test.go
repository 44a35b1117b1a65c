package dashboard

import (
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

func TestStatementsThatHoldNoMoreAreListed(t *testing.T) {
	t.Parallel()
	o := newOffice()
	o.keep("财政局", 2023, nil)
	at := func(hour int) time.Time { return time.Date(2024, 1, 20, hour, 5, 0, 0, time.UTC) }
	o.history = map[data.ReportKey]data.History{{Agency: "财政局", Year: 2023, Kind: data.Unit}: {
		Corrections: []data.PastCorrection{{
			Correction: data.Correction{Code: "t3.new.person", Value: 7, PrintedState: data.Read, PrintedValue: 3, Reason: "漏记", Person: "张三", Confirmed: data.ByPhone, Stated: at(8)},
			Ended:      data.Ending{At: at(9), Person: hostile},
		}},
		Explanations: []data.PastExplanation{
			{Rule: "T3-1", Subject: "t3.person", Explanation: data.Explanation{Reason: "转办", Person: "李四", Stated: at(8)}, Ended: data.Ending{Replaced: true, At: at(11), Person: "王五"}},
			{Rule: "gone", Subject: "", Explanation: data.Explanation{Reason: "旧", Person: "李四", Stated: at(7)}, Ended: data.Ending{At: at(8)}},
		},
	}}
	s := o.serve(t)
	var got [][]string
	for _, tr := range find(find(one(t, open(t, s, "/report?year=2023&agency="+url.QueryEscape("财政局")), "#history"), "tbody")[0], "tr") {
		var cells []string
		for _, td := range find(tr, "td") {
			cells = append(cells, textOf(td))
		}
		got = append(got, cells)
	}
	want := [][]string{
		{"说明", "各项之和不等：表三", "转办", "李四（自填），2024年1月20日08:05", "改为新的：王五（自填），2024年1月20日11:05"},
		{"更正", "表三 一、本年新收政府信息公开申请数量，自然人：3更正为7件", "漏记（电话确认）", "张三（自填），2024年1月20日08:05", "收回：" + hostile + "（自填），2024年1月20日09:05"},
		{"说明", "gone", "旧", "李四（自填），2024年1月20日07:05", "收回：没有署名，2024年1月20日08:05"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("history (-want +got):\n%s", diff)
	}
	if n := len(find(open(t, s, "/report?year=2022&agency="+url.QueryEscape("财政局")), "#history")); n != 0 {
		t.Errorf("another report: want no history, got %d", n)
	}
}
