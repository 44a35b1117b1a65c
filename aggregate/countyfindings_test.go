package aggregate_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

func brief(found []data.Finding) []string {
	var out []string
	for _, f := range found {
		out = append(out, fmt.Sprintf("%s %s %s %s %s", f.Rule, f.Severity, f.Agency, f.Subject, f.Text))
	}
	return out
}

// wholeCounty is publishedCounty with a roster, a report of everybody and a
// published report that is the sum.
func wholeCounty() *county {
	c := publishedCounty()
	c.roster.County.HasRoster = true
	c.versions[len(c.versions)-1].Report = requestsOnly(41)
	c.versions = append(c.versions, version(data.ReportKey{Agency: "丙局", Year: 2023, Kind: data.Unit}, requestsOnly(9)))
	return c
}

func TestCountyRules(t *testing.T) {
	t.Parallel()
	drop := func(c *county, key string) {
		c.versions = slices.DeleteFunc(c.versions, func(v data.Version) bool { return v.Agency == key && v.Kind == data.Unit })
	}
	tests := []struct {
		name    string
		change  func(*county)
		waiting aggregate.Waiting
		want    []string
	}{
		{name: "all in order", change: func(*county) {}},
		{
			name: "one without a report", change: func(c *county) { drop(c, "丙局") },
			want: []string{
				"G-1 error 丙局 report 2023年度没有计入的年报，也没有说明无报告的原因",
				"G-3 error 政府 t3.new.person 新收（自然人）：县公布年报41，各单位之和32（3/4家），差9件",
				"G-3 error 政府 t3.new.total 新收：县公布年报41，各单位之和32（3/4家），差9件",
				"G-3 info 政府 t2 无法核对：表二有10项因有单位没有年报或没有数据，不能确定",
				"G-3 info 政府 t3 无法核对：表三有173项因有单位没有年报或没有数据，不能确定",
				"G-3 info 政府 t4 无法核对：表四有15项因有单位没有年报或没有数据，不能确定",
			},
		},
		{
			name: "a stated reason, and no published report",
			change: func(c *county) {
				drop(c, "丙局")
				c.versions = slices.DeleteFunc(c.versions, func(v data.Version) bool { return v.Kind == data.Published })
				c.roster.NoReports = []data.NoReport{{Agency: "丙局", Year: 2023, Reason: "已撤销"}}
			},
		},
		{
			name: "a whole year missing",
			change: func(c *county) {
				c.versions = slices.DeleteFunc(c.versions, func(v data.Version) bool { return v.Kind == data.Published || v.Agency != "甲局" })
			},
			want: []string{"G-1 error 政府 roster 应报4家，3家没有计入的年报：政府、乙局、丙局"},
		},
		{
			name: "without a roster nobody is missing",
			change: func(c *county) {
				c.roster.County.HasRoster = false
				c.versions = c.versions[1:3]
			},
		},
		{
			name: "one that does not count", change: func(c *county) {
				c.roster.Agencies[3].Counts = false
				c.versions[3].Report = requestsOnly(32)
			},
		},
		{
			name: "another version waits", change: func(*county) {}, waiting: aggregate.Waiting{"乙局": "x"},
			want: []string{"G-2 warning 乙局 version 请在导入页决定采用哪一份"},
		},
		{
			name: "tables 2 and 4 are warnings",
			change: func(c *county) {
				r := c.versions[3].Report
				for i := range r.Tables {
					for k, f := range r.Tables[i].Figures {
						if f.Code == "t2.normative.issued" || f.Code == "t4.review.total" || f.Code == "t2.fee.amount" {
							r.Tables[i].Figures[k].Value = 1_500_000
						}
					}
				}
			},
			want: []string{
				"G-3 warning 政府 t2.normative.issued 规范性文件（本年制发件数）：县公布年报1500000，各单位之和0，差1500000件",
				"G-3 warning 政府 t2.fee.amount 行政事业性收费（本年收费金额）：县公布年报1.5，各单位之和0，差1.5万元",
				"G-3 warning 政府 t4.review.total 行政复议：县公布年报1500000，各单位之和0，差1500000件",
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := wholeCounty()
			test.change(c)
			if diff := cmp.Diff(test.want, brief(c.snapshot().CountyFindings(2023, test.waiting))); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestACountyFindingIsNewWhenItsNumbersAre(t *testing.T) {
	t.Parallel()
	print := func(published int64) string {
		c := wholeCounty()
		c.versions[3].Report = requestsOnly(published)
		return c.snapshot().CountyFindings(2023, nil)[0].Fingerprint
	}
	if a, b := print(40), print(40); a != b || a == "" {
		t.Errorf("the same numbers: want one fingerprint, got %q and %q", a, b)
	}
	waits := func(files ...string) string {
		var versions []data.Version
		for _, sha := range files {
			versions = append(versions, data.Version{Agency: "乙局", Year: 2023, Kind: data.Unit, Wait: []string{data.WaitOther}, SHA256: sha})
		}
		return wholeCounty().snapshot().CountyFindings(2023, aggregate.WaitingBeside(versions, 2023))[0].Fingerprint
	}
	if a, b := waits("a", "b"), waits("b", "a"); a != b || a == waits("a") {
		t.Errorf("waiting versions: want one fingerprint for the same files and another for others, got %q, %q, %q", a, b, waits("a"))
	}
	if print(40) == print(39) {
		t.Error("other numbers: want another fingerprint")
	}
}
