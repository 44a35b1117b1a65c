package dashboard

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/nianbao/nianbao/data"
)

// great is a county of 100 agencies with reports of 15 years.
func great() *office {
	o := newOffice()
	o.roster.Agencies = nil
	for n := range 100 {
		key := fmt.Sprintf("单位%d", n+1)
		o.roster.Agencies = append(o.roster.Agencies, data.Agency{Key: key, Name: "示例县" + key, Group: data.GroupDepartment, Order: n + 1, Counts: true})
		for year := 2009; year <= 2023; year++ {
			edition := "2021"
			switch {
			case year < 2019:
				edition = "2014"
			case year < 2021:
				edition = "2019"
			}
			r := zeroReport(edition, year)
			fillRequests(r, int64(n+year-2000))
			o.keep(key, year, func(v *data.Version) { v.Report = r })
		}
	}
	return o
}

func BenchmarkPages(b *testing.B) {
	s := great().serveCached(b)
	for _, path := range []string{"/overview", "/compare", "/compare?item=rate.granted", "/trend", "/composition", "/export.csv"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				if w := get(b, s, path); w.Code != http.StatusOK {
					b.Fatalf("want 200, got %d", w.Code)
				}
			}
		})
	}
}
