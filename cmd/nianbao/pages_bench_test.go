package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/extract"
	"github.com/nianbao/nianbao/data/reader"
	"github.com/nianbao/nianbao/data/sample"
	"github.com/nianbao/nianbao/data/store"
)

// The county of the benchmark: as many agencies and years as the largest.
const (
	manyAgencies = 100
	firstOfMany  = 2010
	manyYears    = 15
)

// BenchmarkEveryPage answers each page of a county of 100 agencies with
// reports of 15 years from its database on the disk, as a browser asks for it,
// and reports the time that half of the answers and 99 of 100 keep.
func BenchmarkEveryPage(b *testing.B) {
	s, err := openStore(b.Context(), filepath.Join(b.TempDir(), "nianbao.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	fillLargeCounty(b, s)
	handler, stop, err := newHandler(s, "127.0.0.1:8080", time.Now)
	if err != nil {
		b.Fatal(err)
	}
	defer stop()
	for _, path := range []string{
		"/overview?year=2024", "/compare?year=2024", "/compare?year=2024&item=rate.granted", "/trend", "/composition?year=2024",
		"/work?year=2024", "/handouts?year=2024", "/receipts?year=2024", "/delivery?year=2024", "/entries?year=2024",
		"/check?year=2024", "/reports?year=2024", "/report?year=2024&agency=单位7", "/problems?year=2024", "/summary?year=2024",
		"/final?year=2024", "/why?year=2024", "/imports?year=2024", "/earlier?year=2024", "/export?year=2024", "/settings?year=2024",
	} {
		b.Run(path, func(b *testing.B) {
			answer(b, handler, path) // the first after a change reads the database anew
			var took []float64
			for b.Loop() {
				took = append(took, answer(b, handler, path))
			}
			slices.Sort(took)
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(took[len(took)/2], "p50-ms")
			b.ReportMetric(took[len(took)*99/100], "p99-ms")
		})
	}
}

// answer asks for a page and returns how long it took, in milliseconds.
func answer(b *testing.B, handler http.Handler, path string) float64 {
	b.Helper()
	r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080"+path, nil)
	w := httptest.NewRecorder()
	start := time.Now()
	handler.ServeHTTP(w, r)
	took := milliseconds(time.Since(start))
	if w.Code != http.StatusOK {
		b.Fatalf("want 200, got %d: %.200s", w.Code, w.Body)
	}
	return took
}

// fillLargeCounty stores the made-up county's reports again and again, under
// other names and years, with the findings that they have.
func fillLargeCounty(b *testing.B, s *store.Store) {
	b.Helper()
	reports := readSample(b)
	err := s.Update(b.Context(), func(tx *store.Tx) error {
		batch, err := tx.StartBatch("很多年报", time.Now())
		if err != nil {
			return err
		}
		if err := tx.PutCounty(data.County{Name: "示例县", Level: "县"}, batch); err != nil {
			return err
		}
		for n := range manyAgencies {
			key := fmt.Sprintf("单位%d", n+1)
			if err := tx.PutAgency(data.Agency{Key: key, Name: "示例县" + key, Group: data.GroupDepartment, Order: n + 1, Counts: true}, batch); err != nil {
				return err
			}
			for year := firstOfMany; year < firstOfMany+manyYears; year++ {
				of := reports[max(year, sample.FirstYear)]
				r := *of[n%len(of)]
				r.Agency, r.Year = "示例县"+key, year
				file := fmt.Appendf(nil, "%s %d", key, year)
				sum := sha256.Sum256(file)
				v := data.Version{Batch: batch, Agency: key, Year: year, Kind: data.Unit, Current: true, FileName: key + ".docx", Format: "docx",
					SHA256: hex.EncodeToString(sum[:]), Received: fmt.Sprintf("%d-01-20", year+1), Reading: extract.Reading, Report: &r}
				if _, err := tx.AddVersion(v, file, file); err != nil {
					return err
				}
			}
		}
		return tx.FinishBatch(batch, time.Now())
	})
	if err != nil {
		b.Fatal(err)
	}
}

// readSample reads the made-up county's reports, by year.
func readSample(b *testing.B) map[int][]*data.Report {
	b.Helper()
	out := map[int][]*data.Report{}
	for _, r := range sample.New(1).Reports {
		file, err := sample.Render(r, sample.Layout{Format: sample.Docx})
		if err != nil {
			b.Fatal(err)
		}
		doc, err := reader.Read(context.Background(), "年报.docx", file)
		if err != nil {
			continue // a file that is refused, as planned
		}
		report, err := extract.Extract(doc, "年报.docx")
		if err != nil {
			continue
		}
		out[r.Data.Year] = append(out[r.Data.Year], report)
	}
	return out
}
