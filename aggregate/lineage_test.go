package aggregate_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// reformed is a county of three old agencies, which end with 2021, and a new
// one from 2022, with one request more each.
func reformed(rules map[string]string) *county {
	var list []data.Agency
	for _, key := range []string{"甲局", "乙局", "丙局"} {
		a := agency(key)
		a.To = 2021
		list = append(list, a)
	}
	young := agency("新局")
	young.From = 2022
	c := small(append(list, young)...)
	for n, key := range []string{"甲局", "乙局", "丙局"} {
		c.put(key, 2021, set{"t3.new.total": read(int64(n + 1))})
		if rule := rules[key]; rule != "" {
			c.roster.Successions = append(c.roster.Successions, data.Succession{Old: key, New: "新局", Year: 2022, Rule: rule})
		}
	}
	return c.put("新局", 2022, set{"t3.new.total": read(10)})
}

func TestEachTrendRule(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		rules  map[string]string
		before string // the line's value of 2021, or why there is none
		mark   string
		reform bool
		cut    bool
	}{
		{"renamed", map[string]string{"甲局": "link"}, "1", "由甲局更名", false, false},
		{"reformed", map[string]string{"甲局": "link_mark_break"}, "1", "由甲局改组，职能有调整", true, false},
		{"merged", map[string]string{"甲局": "sum_predecessors", "乙局": "sum_predecessors", "丙局": "sum_predecessors"}, "6", "由甲局、乙局、丙局合并", true, false},
		{"merged around one that was renamed", map[string]string{"甲局": "link_mark_break", "乙局": "sum_predecessors"}, "3", "由甲局、乙局合并", true, false},
		{"a part merged, a part taken over", map[string]string{"甲局": "sum_predecessors", "乙局": "sum_predecessors", "丙局": "mark_break"}, "3", "由甲局、乙局合并；丙局部分职能划入，前后不可比", true, false},
		{"only a part taken over", map[string]string{"甲局": "mark_break"}, "无年报", "甲局部分职能划入，前后不可比", true, true},
		{"newly made", map[string]string{"甲局": "new_series", "乙局": "new_series"}, "无年报", "新设，职能来自甲局、乙局", true, true},
		{"left the sum", map[string]string{"甲局": "leave_sum"}, "无年报", "由甲局调整而来，不再计入汇总", true, true},
		{"not decided", map[string]string{"甲局": "ask"}, "无年报", "与甲局的沿革未定", true, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := reformed(test.rules).snapshot()
			line := s.AgencyTrend(item(t, "requests.new"), "新局")
			got := aggregate.Text(aggregate.Cell{Kind: aggregate.TotalCell, Total: line[0].Total})
			if line[0].Total.NoReport {
				got = "无年报"
			}
			if got != test.before || line[1].Mark != test.mark || line[1].Reform != test.reform || line[1].Cut != test.cut {
				t.Errorf("want %s, %q, %v %v; got %s, %q, %v %v", test.before, test.mark, test.reform, test.cut, got, line[1].Mark, line[1].Reform, line[1].Cut)
			}
			if now := line[1].Total; now.N != 10 || !now.Known || line[1].Agency != "新局" {
				t.Errorf("want the agency's own 10, got %+v", line[1])
			}
		})
	}
}

func TestAMergerWithoutAllReportsIsAGap(t *testing.T) {
	t.Parallel()
	c := reformed(map[string]string{"甲局": "sum_predecessors", "乙局": "sum_predecessors"})
	for name, change := range map[string]func(){
		"no report":      func() { c.versions = c.versions[1:] },
		"cell not found": func() { c.put("乙局", 2021, set{"t3.new.total": in(data.Missing)}) },
	} {
		change()
		s := c.snapshot()
		before := s.AgencyTrend(item(t, "requests.new"), "新局")[0]
		if before.Total.Known || before.Total.N != 0 || before.Total.Of != 2 {
			t.Errorf("%s: want a gap of 2 agencies, got %+v", name, before.Total)
		}
		table := s.TrendTable(item(t, "requests.new"), aggregate.Query{}, []string{"新局"})
		row := table.Rows[0].Cells
		if value, remark := aggregate.Text(row[len(row)-2]), aggregate.Text(row[len(row)-1]); value != "—" || remark != "新局：甲局、乙局的数据不全，不相加" {
			t.Errorf("%s: want the gap explained, got %q, %q", name, value, remark)
		}
	}
}

func TestAnAgencyThatTakesOthersIn(t *testing.T) {
	t.Parallel()
	c := reformed(map[string]string{"甲局": "sum_predecessors"})
	c.roster.Agency("新局").From = 0
	c.put("新局", 2020, set{"t3.new.total": read(40)}).put("新局", 2021, set{"t3.new.total": read(30)}).put("甲局", 2020, nil)
	line := c.snapshot().AgencyTrend(item(t, "requests.new"), "新局")
	if line[1].Total.N != 31 || !line[1].Total.Known || line[2].Mark != "甲局并入" {
		t.Errorf("want its own and the other's requests and a mark, got %+v, %q", line[1].Total, line[2].Mark)
	}
	if diff := cmp.Diff([]string{"甲局", "新局"}, line[1].Agencies); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestLeavingTheSum(t *testing.T) {
	t.Parallel()
	c := reformed(map[string]string{"甲局": "leave_sum"})
	c.roster.Agency("甲局").To = 0
	c.put("甲局", 2022, set{"t3.new.total": read(500)})
	all := aggregate.Query{Year: 2022}
	if got := c.snapshot().Counting(all); len(got) != 0 {
		t.Errorf("want neither side in the sum of 2022, got %d", len(got))
	}
	point := c.snapshot().Trend(item(t, "requests.new"), aggregate.All(), false)[1]
	if point.Mark != "甲局自本年起不计入汇总" || !point.Reform || point.Total.Known {
		t.Errorf("want a mark on the county's line, got %+v", point)
	}
	if mark := c.snapshot().AgencyTrend(item(t, "requests.new"), "甲局")[1].Mark; mark != "自本年起不计入汇总" {
		t.Errorf("want the mark on its own line, got %q", mark)
	}
	c.roster.Agency("新局").CountsIn = map[int]bool{2022: true}
	if got := c.snapshot().Counting(all); len(got) != 1 || got[0].Key != "新局" {
		t.Errorf("want what was said of the year to stand above the rule, got %d", len(got))
	}
}

func TestOldLinesSayWhatWasTakenFromThem(t *testing.T) {
	t.Parallel()
	c := reformed(map[string]string{"甲局": "new_series"})
	c.roster.Agency("甲局").To = 0
	c.put("甲局", 2022, nil)
	if mark := c.snapshot().AgencyTrend(item(t, "requests.new"), "甲局")[1].Mark; mark != "部分职能划出至新局" {
		t.Errorf("want the part named, got %q", mark)
	}
}

func TestTwoReformsInOneYear(t *testing.T) {
	t.Parallel()
	c := reformed(map[string]string{"甲局": "sum_predecessors", "乙局": "sum_predecessors"})
	c.roster.Agencies = append(c.roster.Agencies, agency("再改局"))
	c.roster.Successions = append(c.roster.Successions, data.Succession{Old: "新局", New: "再改局", Year: 2022, Rule: data.TrendLink})
	line := c.snapshot().AgencyTrend(item(t, "requests.new"), "再改局")
	if line[0].Total.N != 3 || !line[0].Total.Known {
		t.Errorf("want the sum behind the renamed agency, got %+v", line[0])
	}
}

func TestManySuccessionsEnd(t *testing.T) {
	t.Parallel()
	var list []data.Agency
	for n := range 40 {
		list = append(list, agency(strings.Repeat("某", n+1)))
	}
	c := small(list...).put(list[0].Key, 2021, nil)
	for n := range 38 {
		for _, to := range []int{n + 1, n + 2, (n + 3) % 40} {
			c.roster.Successions = append(c.roster.Successions, data.Succession{Old: list[n].Key, New: list[to].Key, Year: 2022 + n%2, Rule: data.TrendSumPredecessor})
		}
	}
	s := c.snapshot()
	for _, a := range list {
		if points := s.AgencyTrend(item(t, "requests.new"), a.Key); len(points) != 1 {
			t.Fatalf("want one year, got %d", len(points))
		}
	}
}
