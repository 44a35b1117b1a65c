package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nianbao/nianbao/data/sample/variation"
)

// conversion is one format that LibreOffice writes.
type conversion struct {
	from      variation.Format
	extension string
	filter    string // as --convert-to takes it
	// prints: the format shows what a tracked change deletes as if it stood there.
	prints bool
}

var conversions = []conversion{
	{from: variation.Docx, extension: "docx", filter: "docx:MS Word 2007 XML"},
	{from: variation.Docx, extension: "doc", filter: "doc:MS Word 97"},
	{from: variation.Docx, extension: "rtf", filter: "rtf"},
	{from: variation.Docx, extension: "odt", filter: "odt"},
	{from: variation.Docx, extension: "pdf", filter: "pdf:writer_pdf_Export", prints: true},
	{from: variation.Docx, extension: "html", filter: "html:HTML (StarWriter)", prints: true},
	{from: variation.Xlsx, extension: "xlsx", filter: "xlsx:Calc MS Excel 2007 XML"},
	{from: variation.Xlsx, extension: "xls", filter: "xls:MS Excel 97"},
}

// batch is how many files LibreOffice converts in one run.
const batch = 40

// measureOffice reads the files as LibreOffice writes them again. Every other
// one with a single layout is enough.
func (a *accuracy) measureOffice(t *testing.T, files []variation.File) {
	t.Helper()
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Log("LibreOffice is not installed: its formats are left out")
		return
	}
	a.office = officeVersion(soffice)
	dir := t.TempDir()
	for _, c := range conversions {
		var chosen []*variation.File
		last := ""
		for i := range files {
			f := &files[i]
			if f.Format != c.from || f.Changes && c.prints {
				continue
			}
			if len(f.Layouts) > 1 || f.Label() != last {
				chosen = append(chosen, f)
			}
			last = f.Label()
		}
		for len(chosen) > 0 {
			n := min(batch, len(chosen))
			a.convert(t, soffice, dir, c, chosen[:n])
			chosen = chosen[n:]
		}
	}
}

// convert converts some files at once and reads what comes of them.
func (a *accuracy) convert(t *testing.T, soffice, dir string, c conversion, files []*variation.File) {
	t.Helper()
	in, out := filepath.Join(dir, "in"), filepath.Join(dir, "out")
	for _, d := range []string{in, out} {
		if err := os.RemoveAll(d); err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	args := []string{"--headless", "-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--convert-to", c.filter, "--outdir", out}
	if b, err := exec.CommandContext(ctx, soffice, append(args, writeAll(t, in, files)...)...).CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice: %v\n%s", err, b)
	}
	for _, f := range files {
		b, err := os.ReadFile(filepath.Join(out, number(f)+"."+c.extension))
		if err != nil {
			t.Fatal(err)
		}
		a.read(t, measured{File: f, format: "." + c.extension + ", LibreOffice", path: renamed(f.Path, c.extension), bytes: b})
	}
}

// officeVersion is as short as 25.2.3.2; empty where it does not say.
func officeVersion(soffice string) string {
	b, err := exec.Command(soffice, "--version").Output()
	if words := strings.Fields(string(b)); err == nil && len(words) > 1 {
		return words[1]
	}
	return ""
}
