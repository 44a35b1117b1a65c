package dashboard

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/nianbao/nianbao/data"
)

// yearbook is an office with reports of five years in all three editions:
// 水利局 has none of 2023, 财政局's total of 2023 is blank, the hostile one's
// is doubtful.
func yearbook() *office {
	o := newOffice()
	o.change = 7
	editions := map[int]string{2018: "2014", 2019: "2019", 2020: "2019", 2022: "2021", 2023: "2021"}
	for _, year := range []int{2018, 2019, 2020, 2022, 2023} {
		for n, key := range []string{"人民政府办公室", "财政局", "水利局", "石样镇人民政府", "hostile"} {
			if key == "水利局" && year == 2023 {
				continue
			}
			r := zeroReport(editions[year], year)
			fillRequests(r, int64(10*(n+1)+year-2018))
			o.keep(key, year, func(v *data.Version) { v.Report = r })
		}
	}
	blankTotal(o.find("财政局", 2023).Report)
	setFigure(o.find("hostile", 2023).Report, data.Figure{Code: "t3.new.total", State: data.Doubtful, Value: 55, Doubt: data.DoubtOrder})
	o.findings = []data.Finding{
		{Agency: "hostile", Year: 2023, Kind: data.Unit, Rule: "T3-1", Severity: data.Error, Title: "各项之和不等", Text: "=1+1", Codes: []string{"t3.new.total"}},
		{Agency: "财政局", Year: 2023, Kind: data.Unit, Rule: "S-1", Severity: data.Warning, Title: "比上年变化大", Text: "本年22，上年12"},
		{Agency: "人民政府办公室", Year: 2023, Kind: data.Unit, Rule: "T3-2", Severity: data.Error, Title: "行不等", Text: "1 ≠ 2", Explained: true},
		{Agency: "石样镇人民政府", Year: 2023, Kind: data.Unit, Rule: "T3-2", Severity: data.Error, Title: "列不等", Text: "1 ≠ 3"},
	}
	return o
}

// fillRequests puts n requests of natural persons into a report, all granted.
func fillRequests(r *data.Report, n int64) {
	for _, code := range []string{
		"s.received", "s.closed", "s.replied", "s.replied.granted",
		"t3.new.person", "t3.new.total", "t3.granted.person", "t3.granted.total", "t3.total.person", "t3.total.total",
	} {
		setFigure(r, data.Figure{Code: code, State: data.Read, Value: n})
	}
}

func blankTotal(r *data.Report) {
	setFigure(r, data.Figure{Code: "t3.new.total", State: data.Blank})
}

func (o *office) find(agency string, year int) *data.Version {
	for i := range o.versions {
		if v := &o.versions[i]; v.Agency == agency && v.Year == year {
			return v
		}
	}
	return nil
}

// get asks for a path as a browser would that types it in.
func get(t testing.TB, s *Server, path string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Host = "127.0.0.1:8080"
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// serveCached is serve with a snapshot that is built once.
func (o *office) serveCached(t testing.TB) *Server {
	t.Helper()
	s := o.serve(t)
	s.config.Snapshots = &Cache{Load: o.Snapshot, Change: func(context.Context) (int64, error) { return o.change, nil }}
	return s
}
