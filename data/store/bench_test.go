package store_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/store"
)

// ordinaryReport has the size of a report of the 2021 edition: three tables,
// some 180 figures, nine in ten of them 0, and prose.
func ordinaryReport(r *rand.Rand, name string, year int) *data.Report {
	report := &data.Report{Agency: name, Year: year, Kind: data.Unit, Edition: "2021", Title: fmt.Sprintf("%s%d年政府信息公开工作年度报告", name, year)}
	for i, rows := range []int{5, 19, 2} {
		t := data.Table{Name: fmt.Sprintf("t%d", i+2), Edition: "2021", Found: true}
		for row := range rows {
			for col := range 7 {
				f := data.Figure{Code: fmt.Sprintf("t%d.granted%02d.person%d", i+2, row, col), State: data.Read, Raw: "0",
					Place: data.Place{Grid: i + 1, Row: row + 3, Col: col + 4}}
				switch r.IntN(10) {
				case 0:
					f.Value = 1 + r.Int64N(99)
					f.Raw = fmt.Sprint(f.Value)
				case 1:
					f.State, f.Raw = data.Blank, ""
				}
				t.Figures = append(t.Figures, f)
			}
		}
		report.Tables = append(report.Tables, t)
	}
	for _, title := range []string{"总体情况", "存在的主要问题及改进情况", "其他需要报告的事项"} {
		report.Chapters = append(report.Chapters, data.Chapter{Title: title, Text: strings.Repeat(title+"：本单位认真贯彻落实。", 20)})
	}
	return report
}

// ordinaryFile is bytes that do not pack, as those of a .docx.
func ordinaryFile(r *rand.Rand) []byte {
	b := make([]byte, 20_000)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func deriveSome(in data.CheckInput) []data.Finding {
	return []data.Finding{{Rule: "T3-1", Subject: "t3.new", Severity: data.Error, Title: "合计", Text: fmt.Sprint(len(in.Previous)), Fingerprint: "1"}}
}

// ordinary is what a benchmark stores again and again.
type ordinary struct {
	report *data.Report
	file   []byte
	n      uint64
}

func newOrdinary() *ordinary {
	r := rand.New(rand.NewPCG(1, 2))
	return &ordinary{report: ordinaryReport(r, "示例县财政局", 2023), file: ordinaryFile(r)}
}

// add stores the report once more, from other bytes.
func (o *ordinary) add(tb testing.TB, tx *store.Tx, batch int64, key string, year int) {
	o.n++
	binary.BigEndian.PutUint64(o.file, o.n)
	v := data.Version{Batch: batch, Agency: key, Year: year, Kind: data.Unit, Current: true, FileName: "年报.docx",
		Format: "docx", SHA256: digest(o.file), Reading: 1, Report: o.report}
	if _, err := tx.AddVersion(v, o.file, o.file[:8000]); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkAddVersion stores one report a transaction, as an import does,
// and derives its findings.
func BenchmarkAddVersion(b *testing.B) {
	path := filepath.Join(b.TempDir(), "nianbao.db")
	s := openAt(b, path, store.Options{Derive: deriveSome, RulesVersion: 1})
	var keys []string
	for i := range 100 {
		keys = append(keys, fmt.Sprintf("%03d局", i))
	}
	putAgencies(b, s, keys...)
	id := batch(b, s)
	o := newOrdinary()
	n := 0
	for b.Loop() {
		update(b, s, func(tx *store.Tx) error {
			o.add(b, tx, id, keys[n%len(keys)], 2008+n/len(keys)%15)
			return nil
		})
		n++
	}
	if info, err := os.Stat(path); err == nil {
		b.ReportMetric(float64(info.Size())/float64(n), "file-B/op")
	}
}

// county15 is a county of 100 agencies with reports of 15 years.
func county15(b *testing.B) *store.Store {
	s := open(b, store.Options{Derive: deriveSome, RulesVersion: 1})
	id := batch(b, s)
	o := newOrdinary()
	for i := range 100 {
		key := fmt.Sprintf("%03d局", i)
		putAgencies(b, s, key)
		update(b, s, func(tx *store.Tx) error {
			for year := 2010; year < 2025; year++ {
				o.add(b, tx, id, key, year)
			}
			return nil
		})
	}
	return s
}

// BenchmarkHoldings reads every figure of 1,500 reports.
func BenchmarkHoldings(b *testing.B) {
	s := county15(b)
	b.ReportAllocs()
	for b.Loop() {
		n := 0
		_, err := s.Holdings(context.Background(), func(data.Version) error { n++; return nil })
		if err != nil || n != 1500 {
			b.Fatalf("want 1500 reports, got %d, %v", n, err)
		}
	}
}

// BenchmarkDeriveAll reads 1,500 whole reports and replaces their findings.
func BenchmarkDeriveAll(b *testing.B) {
	s := county15(b)
	levels := []string{"设区的市", "县"}
	n := 0
	for b.Loop() {
		update(b, s, func(tx *store.Tx) error { return tx.PutCounty(data.County{Level: levels[n%2]}, 0) })
		n++
	}
}

// BenchmarkVersion reads one whole report.
func BenchmarkVersion(b *testing.B) {
	s := county15(b)
	n := int64(0)
	for b.Loop() {
		if _, err := s.Version(context.Background(), 1+n%1500); err != nil {
			b.Fatal(err)
		}
		n++
	}
}
