package extract

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

func TestParseNumber(t *testing.T) {
	t.Parallel()
	read := func(n int64) number { return number{state: data.Read, value: n} }
	doubt := func(n int64, why data.Doubt) number { return number{state: data.Doubtful, value: n, doubt: why} }
	bad := unreadable
	cases := []struct {
		name string
		m    form.Measure
		unit unit
		want map[string]number
	}{
		{"counts", form.Count, noUnit, map[string]number{
			"": {state: data.Blank}, " \n\u3000": {state: data.Blank}, "0": read(0), "00": read(0), "007": read(7), "３４５": read(345), "1,234": read(1234),
			"１，２３４，５６７": read(1234567), "/": read(0), "／": read(0), "—": read(0), "——": read(0), "－": read(0), "-": read(0), "无": read(0), "零": read(0),
			"3件": read(3), "3 件": read(3), "12人次": read(12), "3（件）": read(3), "5.0": read(5), "99999999999": read(99999999999),
			"1 234": doubt(1234, data.DoubtSpaced), "12\n34": doubt(1234, data.DoubtSpaced), "22（其中修订16件）": doubt(22, data.DoubtAnnotated), "0（无）": doubt(0, data.DoubtAnnotated),
			"2418项左右吧": bad(data.DoubtNotNumber), "3O": bad(data.DoubtNotNumber), "l2": bad(data.DoubtNotNumber), "#REF!": bad(data.DoubtNotNumber), "1e3": bad(data.DoubtNotNumber),
			"5-7": bad(data.DoubtNotNumber), "二十八": bad(data.DoubtNotNumber), "一": bad(data.DoubtNotNumber), "NaN": bad(data.DoubtNotNumber), "12,34": bad(data.DoubtNotNumber),
			"1,2345": bad(data.DoubtNotNumber), "5²": bad(data.DoubtNotNumber), "3%": bad(data.DoubtNotNumber), "约3": bad(data.DoubtNotNumber), "3元": bad(data.DoubtNotNumber),
			"-1": bad(data.DoubtNegative), "－1": bad(data.DoubtNegative), "--1": bad(data.DoubtNotNumber), "1.5": bad(data.DoubtFraction), ".5": bad(data.DoubtNotNumber), "5.": bad(data.DoubtNotNumber),
			"100000000000": bad(data.DoubtTooLarge), "99999999999999999999999": bad(data.DoubtTooLarge), "[图片]": bad(data.DoubtDamaged), "3\ufffd": bad(data.DoubtDamaged),
			"=SUM(D4:D24)": bad(data.DoubtNotNumber), strings.Repeat("1", 500): bad(data.DoubtNotNumber),
		}},
		{"changes", form.Delta, noUnit, map[string]number{
			"-1": read(-1), "－12": read(-12), "−3": read(-3), "减少6": read(-6), "减6项": read(-6), "增2": read(2), "增加2": read(2), "+3": read(3), "＋3": read(3), "↑4": read(4), "↓4": read(-4),
			"0": read(0), "-": read(0), "无": read(0), "7": read(7), "减少": bad(data.DoubtNotNumber), "-1.5": bad(data.DoubtFraction), "+-3": bad(data.DoubtNegative),
		}},
		{"amounts in 万元", form.Amount, wan, map[string]number{
			"75.77": read(75_770_000), "75.77万元": read(75_770_000), "251000元": read(25_100_000), "251,000.55元": read(25_100_055), "75.77（万元）": read(75_770_000), "0.00": read(0),
			"１５６１．３０": read(1_561_300_000), "¥3.5": read(3_500_000), "0.000001": read(1), "1.2345678": doubt(1_234_568, data.DoubtFiner), "-3": bad(data.DoubtNegative),
			"10000000": read(data.MaxAmount), "10000001": bad(data.DoubtTooLarge), "3亿元": bad(data.DoubtNotNumber), "25.93.1": bad(data.DoubtNotNumber), "无": read(0),
		}},
		{"amounts without a unit around", form.Amount, noUnit, map[string]number{
			"6944.93": doubt(6_944_930_000, data.DoubtNoUnit), "0": read(0), "/": read(0), "6944.93元": read(694_493), "3万": read(3_000_000),
		}},
		{"amounts in 元", form.Amount, yuan, map[string]number{
			"400": read(40_000), "400.125": doubt(40_013, data.DoubtFiner), "4万元": read(4_000_000),
		}},
	}
	for _, c := range cases {
		for text, want := range c.want {
			if diff := cmp.Diff(want, parseNumber(text, c.m, c.unit), cmp.AllowUnexported(number{})); diff != "" {
				t.Errorf("%s, %q (-want +got):\n%s", c.name, text, diff)
			}
		}
	}
}
