package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/nianbao/nianbao/data/reader"
	"github.com/nianbao/nianbao/data/sample"
)

// BenchmarkWholeProcess times the program reading one report as a whole
// process, from start to the last figure, beside what a user would take
// instead: the same file, the two in turn, so that a machine that slows down
// slows both; medians, and the median of the pairs' ratios. Beside it stands
// the same file read inside the running program, as an import of many does.
// Programs that are not installed are left out; .doc, .rtf, .odt, .pdf and .xls
// are made with LibreOffice, and so is a .docx as an office program saves it.
func BenchmarkWholeProcess(b *testing.B) {
	dir := b.TempDir()
	// As its users have it, with the flags that make gives it.
	if out, err := exec.Command("make", "-C", filepath.Join("..", ".."), "build").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	program, err := filepath.Abs(filepath.Join("..", "..", "nianbao"))
	if err != nil {
		b.Fatal(err)
	}
	word := renderFor(b, dir, "report.docx", sample.Layout{Format: sample.Docx})
	page := renderFor(b, dir, "report.html", sample.Layout{Format: sample.HTML, Charset: sample.UTF8, Declared: "utf-8"})
	book := renderFor(b, dir, "report.xlsx", sample.Layout{Format: sample.Xlsx})
	profile := "-env:UserInstallation=file://" + filepath.Join(dir, "profile")
	office := []string{"soffice", profile, "--headless", "--convert-to", "txt:Text", "--outdir", filepath.Join(dir, "out")}
	files := []struct {
		format, path string
		rivals       [][]string
	}{
		{"docx", word, [][]string{{"pandoc", "-t", "plain"}, office}},
		{"docx-saved", convert(b, profile, word, "docx"), [][]string{{"pandoc", "-t", "plain"}, office}},
		{"html", page, [][]string{{"pandoc", "-t", "plain"}}},
		{"xlsx", book, [][]string{nil}},
		{"doc", convert(b, profile, word, "doc"), [][]string{{"antiword"}, {"catdoc"}, office}},
		{"rtf", convert(b, profile, word, "rtf"), [][]string{{"pandoc", "-t", "plain"}}},
		{"odt", convert(b, profile, word, "odt"), [][]string{{"pandoc", "-t", "plain"}}},
		{"pdf", convert(b, profile, word, "pdf"), [][]string{{"pdftotext", "-layout"}}},
		{"xls", convert(b, profile, book, "xls"), [][]string{nil}},
	}
	for _, f := range files {
		if f.path == "" {
			continue
		}
		b.Run(f.format+"/inside", func(b *testing.B) { inside(b, f.path) })
		for _, rival := range f.rivals {
			name := "alone"
			if rival != nil {
				name = rival[0]
				if _, err := exec.LookPath(name); err != nil {
					continue
				}
				rival = append(rival[:len(rival):len(rival)], f.path)
				if name == "pdftotext" {
					rival = append(rival, "-")
				}
			}
			b.Run(f.format+"/"+name, func(b *testing.B) { inTurn(b, []string{program, "extract", f.path}, rival) })
		}
	}
}

// inside times a file that is read in the running program.
func inside(b *testing.B, path string) {
	reader.Prepare()
	for b.Loop() {
		if _, err := readReport(context.Background(), path); err != nil {
			b.Fatal(err)
		}
	}
}

// inTurn times two whole processes in turn; a rival of nil is left out.
func inTurn(b *testing.B, ours, rival []string) {
	rounds := 15
	if rival != nil && rival[0] == "soffice" {
		rounds = 3 // of seconds
	}
	var our, their, ratios, ourWork, theirWork []float64
	for b.Loop() {
		for range rounds {
			took, work := process(b, ours)
			our, ourWork = append(our, took), append(ourWork, work)
			if rival == nil {
				continue
			}
			rivalTook, work := process(b, rival)
			their, theirWork = append(their, rivalTook), append(theirWork, work)
			ratios = append(ratios, rivalTook/took)
		}
	}
	b.ReportMetric(0, "ns/op") // one turn of all says nothing
	b.ReportMetric(median(our), "ms")
	b.ReportMetric(median(ourWork), "cpu-ms")
	if rival != nil {
		b.ReportMetric(median(their), "rival-ms")
		b.ReportMetric(median(theirWork), "rival-cpu-ms")
		b.ReportMetric(median(ratios), "rival/ours")
	}
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// process runs a program and returns its time and that of the processor, which
// other work on the machine touches less, in milliseconds.
func process(b *testing.B, args []string) (took, work float64) {
	b.Helper()
	c := exec.Command(args[0], args[1:]...)
	start := time.Now()
	out, err := c.CombinedOutput()
	took = milliseconds(time.Since(start))
	if err != nil {
		b.Fatalf("%s: %v\n%.300s", args[0], err, out)
	}
	return took, milliseconds(c.ProcessState.UserTime() + c.ProcessState.SystemTime())
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// renderFor writes a made-up report of the newest edition.
func renderFor(b *testing.B, dir, name string, l sample.Layout) string {
	b.Helper()
	for _, r := range sample.Clean(1).Reports {
		if r.Agency != "公安局" || r.Data.Year != sample.LastYear {
			continue
		}
		file, err := sample.Render(r, l)
		if err != nil {
			b.Fatal(err)
		}
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, file, 0o644); err != nil {
			b.Fatal(err)
		}
		return path
	}
	b.Fatal("no report of 公安局 in the made-up county")
	return ""
}

// convert makes a file of another format, or saves it anew, with LibreOffice;
// "" where there is none.
func convert(b *testing.B, profile, path, format string) string {
	b.Helper()
	if _, err := exec.LookPath("soffice"); err != nil {
		return ""
	}
	folder := filepath.Join(filepath.Dir(path), "saved")
	out, err := exec.Command("soffice", profile, "--headless", "--convert-to", format, "--outdir", folder, path).CombinedOutput()
	if err != nil {
		b.Fatalf("convert to %s: %v\n%s", format, err, out)
	}
	name := filepath.Base(path)
	return filepath.Join(folder, name[:len(name)-len(filepath.Ext(name))]+"."+format)
}
