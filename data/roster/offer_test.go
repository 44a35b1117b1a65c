package roster

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

func offered(r *data.Roster) []string {
	var out []string
	for _, o := range Offers(r) {
		out = append(out, fmt.Sprintf("%s>%s %d %s", o.Old.Key, o.New.Key, o.Year, o.Rule))
	}
	return out
}

func rosterOf(names ...string) *data.Roster {
	r := &data.Roster{County: data.County{Name: "示例县", HasRoster: true}}
	for _, name := range names {
		r.Agencies = append(r.Agencies, Make(r, name))
	}
	return r
}

func TestUsualChangesAreOfferedWhereBothNamesFit(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		roster *data.Roster
		want   []string
	}{
		"one side only":          {rosterOf("示例县农业局", "示例县财政局"), nil},
		"with and without 县":     {rosterOf("示例县农业局", "农业农村局"), []string{"农业局>农业农村局 2019 link_mark_break"}},
		"a part of a name":       {rosterOf("示例县农业局综合执法大队", "示例县农业农村局"), nil},
		"another name of it":     {rosterOf("国土资源局", "自然资源和规划局"), []string{"国土资源局>自然资源和规划局 2019 link_mark_break"}},
		"a merger":               {rosterOf("工商行政管理局", "质量技术监督局", "市场监督管理局"), []string{"工商行政管理局>市场监督管理局 2019 sum_predecessors", "质量技术监督局>市场监督管理局 2019 sum_predecessors"}},
		"counties differ":        {rosterOf("城市管理局", "住房和城乡建设局"), []string{"城市管理局>住房和城乡建设局 2019 ask"}},
		"the government":         {rosterOf("示例县外事办公室", "示例县人民政府办公室"), []string{"外事办公室>人民政府 2019 ask"}},
		"a township":             {rosterOf("泉样乡人民政府", "泉样镇人民政府", "石样镇人民政府"), []string{"泉样乡人民政府>泉样镇人民政府 0 link"}},
		"a town":                 {rosterOf("城关镇人民政府", "城关街道办事处"), []string{"城关镇人民政府>城关街道办事处 0 link_mark_break"}},
		"spelled with a bracket": {rosterOf("人民防空办公室", "国防动员办公室（人民防空办公室）"), []string{"人民防空办公室>国防动员办公室（人民防空办公室） 2023 link"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, offered(test.roster)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestTheRosterKnowsTheYearBetter(t *testing.T) {
	t.Parallel()
	r := rosterOf("农业局", "农业农村局")
	r.Agencies[0].To = 2017
	if got := Offers(r)[0].Year; got != 2018 {
		t.Errorf("the old agency's end: want 2018, got %d", got)
	}
	r.Agencies[1].From = 2020
	if got := Offers(r)[0].Year; got != 2020 {
		t.Errorf("the new agency's beginning: want 2020, got %d", got)
	}
}

func TestWhatIsDecidedIsNotOfferedAgain(t *testing.T) {
	t.Parallel()
	r := rosterOf("民政局", "退役军人事务局", "人力资源和社会保障局", "医疗保障局")
	if n := len(Offers(r)); n != 3 {
		t.Fatalf("want three offers, got %v", offered(r))
	}
	r.Successions = []data.Succession{{Old: "民政局", New: "退役军人事务局", Year: 2020, Rule: data.TrendMarkBreak}}
	r.Declined = []data.Succession{{Old: "人力资源和社会保障局", New: "退役军人事务局"}}
	if diff := cmp.Diff([]string{"人力资源和社会保障局>医疗保障局 2019 new_series"}, offered(r)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestUsualChangesAreWellFormed(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, c := range changes() {
		if c.year < 2008 || c.year > 2030 || len(c.old) == 0 || len(c.new) == 0 {
			t.Errorf("want a year and two names, got %+v", c)
		}
		for _, old := range c.old {
			for _, successor := range c.new {
				if pair := old + ">" + successor; seen[pair] {
					t.Errorf("%s is there twice", pair)
				} else {
					seen[pair] = true
				}
			}
		}
	}
	if len(seen) < 60 {
		t.Errorf("want the usual changes, got %d pairs", len(seen))
	}
}
