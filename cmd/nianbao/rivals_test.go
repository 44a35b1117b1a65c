package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/nianbao/nianbao/data/sample"
)

// BenchmarkWholeProcess times the program reading one report as a whole
// process, from start to the last figure, beside what a user would take
// instead: the same file, the same run. Programs that are not installed are
// left out; .doc, .rtf, .odt, .pdf and .xls are made with LibreOffice.
func BenchmarkWholeProcess(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "nianbao")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
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
		{"html", page, [][]string{{"pandoc", "-t", "plain"}}},
		{"xlsx", book, nil},
		{"doc", convert(b, profile, word, "doc"), [][]string{{"antiword"}, {"catdoc"}, office}},
		{"rtf", convert(b, profile, word, "rtf"), [][]string{{"pandoc", "-t", "plain"}}},
		{"odt", convert(b, profile, word, "odt"), [][]string{{"pandoc", "-t", "plain"}}},
		{"pdf", convert(b, profile, word, "pdf"), [][]string{{"pdftotext", "-layout"}}},
		{"xls", convert(b, profile, book, "xls"), nil},
	}
	for _, f := range files {
		if f.path == "" {
			continue
		}
		b.Run(f.format+"/nianbao", func(b *testing.B) { process(b, program, "extract", f.path) })
		for _, rival := range f.rivals {
			if _, err := exec.LookPath(rival[0]); err != nil {
				continue
			}
			b.Run(f.format+"/"+rival[0], func(b *testing.B) {
				args := append(rival[1:len(rival):len(rival)], f.path)
				if rival[0] == "pdftotext" {
					args = append(args, "-")
				}
				process(b, rival[0], args...)
			})
		}
	}
}

func process(b *testing.B, name string, args ...string) {
	for b.Loop() {
		if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
			b.Fatalf("%s: %v\n%.300s", name, err, out)
		}
	}
}

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

// convert makes a file of another format with LibreOffice; "" where there is none.
func convert(b *testing.B, profile, path, format string) string {
	b.Helper()
	if _, err := exec.LookPath("soffice"); err != nil {
		return ""
	}
	out, err := exec.Command("soffice", profile, "--headless", "--convert-to", format, "--outdir", filepath.Dir(path), path).CombinedOutput()
	if err != nil {
		b.Fatalf("convert to %s: %v\n%s", format, err, out)
	}
	return path[:len(path)-len(filepath.Ext(path))] + "." + format
}
