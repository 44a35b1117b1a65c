package dashboard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// merged is the yearbook in which 水利局 took the township's agency in, 2022.
func merged(rule string) *office {
	o := yearbook()
	o.roster.Successions = []data.Succession{{Old: "石样镇人民政府", New: "水利局", Year: 2022, Rule: rule}}
	return o
}

func TestTheTrendPageExplainsAReform(t *testing.T) {
	t.Parallel()
	tests := []struct{ rule, want string }{
		{data.TrendSumPredecessor, "水利局：2022年石样镇人民政府并入。"},
		{data.TrendLinkMarkBreak, "水利局：2022年由石样镇人民政府改组，职能有调整。"},
		{data.TrendMarkBreak, "水利局：2022年石样镇人民政府部分职能划入，前后不可比。"},
		{data.TrendAsk, "水利局：2022年与石样镇人民政府的沿革未定。"},
		{data.TrendLeaveSum, "2022年：石样镇人民政府、水利局自本年起不计入汇总。"},
	}
	for _, test := range tests {
		t.Run(test.rule, func(t *testing.T) {
			t.Parallel()
			page := open(t, merged(test.rule).serveCached(t), "/trend?agency=水利局")
			if text := textOf(find(page, "main")[0]); !strings.Contains(strings.ReplaceAll(text, "\n", ""), test.want) {
				t.Errorf("want %q on the page", test.want)
			}
		})
	}
}

func TestTheTrendPageSaysWhereAMergerIsAGap(t *testing.T) {
	t.Parallel()
	o := merged(data.TrendSumPredecessor)
	o.find("石样镇人民政府", 2020).Current = false
	page := open(t, o.serveCached(t), "/trend?agency=水利局")
	text := textOf(find(page, "main")[0])
	for _, want := range []string{"水利局：2020、2021年原单位的数据不全，不画线，不是0。", "合并以前的年份为水利局、石样镇人民政府之和"} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q on the page", want)
		}
	}
}

func TestComparePagesMarkReformedAgencies(t *testing.T) {
	t.Parallel()
	s := merged(data.TrendSumPredecessor).serveCached(t)
	page := open(t, s, "/compare?year=2022")
	if text := textOf(find(page, "main")[0]); !strings.Contains(text, "水利局：本年石样镇人民政府并入") {
		t.Error("want the reform named under the ranking's table")
	}
	marks := find(page, ".reform")
	if len(marks) != 1 || textOf(marks[0]) != "▲ 2022年石样镇人民政府并入" {
		t.Errorf("want one small line marked, got %d", len(marks))
	}
}

func TestReformYearsStandOnceOnAChart(t *testing.T) {
	t.Parallel()
	lines := []trendLine{
		{Points: []aggregate.Point{{Year: 2018, Reform: true}, {Year: 2019}, {Year: 2021, Reform: true}}},
		{Points: []aggregate.Point{{Year: 2018}, {Year: 2019, Reform: true}, {Year: 2021, Reform: true}}},
	}
	if diff := cmp.Diff([]int{2019, 2021}, reformYears(lines)); diff != "" {
		t.Errorf("the first year has nothing before it (-want +got)\n%s", diff)
	}
}
