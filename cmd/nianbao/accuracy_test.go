package main

import (
	"context"
	"errors"
	"flag"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/extract"
	"github.com/nianbao/nianbao/data/reader"
	"github.com/nianbao/nianbao/data/sample/ofdfile"
	"github.com/nianbao/nianbao/data/sample/variation"
)

var accuracyFile = flag.String("accuracy", "", "measure the reading of all layouts and formats and write the tables to this file")

// leastRight is the share of cells that must be right, in each thousand.
const leastRight = 995

// TestAccuracy reads made-up reports in all layouts and compares every cell.
// With -accuracy it reads many more, those that LibreOffice wrote among them
// where it is installed, and writes the tables.
func TestAccuracy(t *testing.T) {
	a := newAccuracy()
	if *accuracyFile == "" {
		t.Parallel()
		files := variation.Files(1, 1, 60)
		a.measure(t, files)
		a.measureOfd(t, files)
		a.demand(t)
		return
	}
	files := variation.Files(1, 2, 150)
	a.measure(t, files)
	a.measureOfd(t, files)
	a.measureOffice(t, files)
	a.demand(t)
	if err := os.WriteFile(*accuracyFile, []byte(a.page()), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + a.formatTable())
}

// accuracy gathers what became of the files.
type accuracy struct {
	formats tally
	layouts tally
	office  string // LibreOffice's version; empty where it did not take part
	wrong   []string
	other   []string // reports read where there is none or under another name
}

// measured is one file as it is read. What it holds does not depend on who
// wrote it.
type measured struct {
	*variation.File
	format string // as reported: .docx, LibreOffice
	path   string
	bytes  []byte
}

func newAccuracy() *accuracy {
	a := &accuracy{formats: tally{}, layouts: tally{}}
	for _, name := range variation.Names() {
		a.layouts.line(name)
	}
	return a
}

// measure reads the files as the program writes them.
func (a *accuracy) measure(t *testing.T, files []variation.File) {
	t.Helper()
	for i := range files {
		f := &files[i]
		b, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		a.read(t, measured{File: f, format: "." + f.Format.Extension() + sort(f.Format) + ", nianbao", path: f.Path, bytes: b})
	}
}

// measureOfd reads the Word files as the program sets them on pages, by turns
// as a word processor and as a converter writes these.
func (a *accuracy) measureOfd(t *testing.T, files []variation.File) {
	t.Helper()
	for i := range files {
		f := &files[i]
		if f.Format != variation.Docx || f.Changes {
			continue
		}
		b, err := f.Ofd(ofdfile.Style{Glyphs: i%2 == 1, CutRows: i%2 == 1})
		if err != nil {
			t.Fatal(err)
		}
		a.read(t, measured{File: f, format: ".ofd, nianbao", path: renamed(f.Path, "ofd"), bytes: b})
	}
}

// sort tells the two kinds of text dumps apart.
func sort(f variation.Format) string {
	if f == variation.Tab || f == variation.Pipe {
		return " (" + string(f) + ")"
	}
	return ""
}

// read reads one file and counts its cells.
func (a *accuracy) read(t *testing.T, m measured) {
	t.Helper()
	report, refusal := readBytes(t, m.path, m.bytes)
	s := variation.Judge(&m.Want, report)
	about := m.path + " (" + m.format + ", " + m.Label() + ")"
	for _, f := range s.Faults {
		if f.Wrong {
			a.wrong = append(a.wrong, about+" "+f.Code+": want "+f.Want+", got "+f.Got)
		}
	}
	switch {
	case s.Misnamed:
		a.other = append(a.other, about+": agency or year of another report: "+report.Agency)
	case m.Want.Refused && report != nil:
		a.other = append(a.other, about+": read, though no report can be told in it")
	}
	line := a.formats.line(m.format)
	line.add(s, m.Want.Refused)
	if refusal != nil && refusal.Code == document.RefuseUnsupported {
		line.unsupported = refusal.Reason
		return // layouts are measured on formats that are read
	}
	for _, name := range m.Layouts {
		a.layouts.line(name).add(s, m.Want.Refused)
	}
}

func readBytes(t *testing.T, name string, b []byte) (*data.Report, *document.Refusal) {
	t.Helper()
	doc, err := reader.Read(context.Background(), name, b)
	var r *data.Report
	if err == nil {
		r, err = extract.Extract(doc, name)
	}
	var refusal *document.Refusal
	if err != nil && !errors.As(err, &refusal) {
		t.Fatalf("%s: %v", name, err)
	}
	return r, refusal
}

// demand fails where a cell is wrong and nothing says so, or where too few are
// right in the formats that are read.
func (a *accuracy) demand(t *testing.T) {
	t.Helper()
	for _, w := range append(a.wrong, a.other...) {
		t.Error(w)
	}
	var all variation.Score
	for _, l := range a.formats {
		if l.unsupported == "" {
			all.Add(l.Score)
		}
	}
	if all.Right*1000 < all.Cells*leastRight {
		t.Errorf("right: want %d of 1000 cells, got %d of %d", leastRight, all.Right, all.Cells)
	}
}

// renamed is the path of a file that was converted to another format.
func renamed(name, extension string) string {
	return strings.TrimSuffix(name, path.Ext(name)) + "." + extension
}

// writeAll puts the files under their numbers into a folder, as LibreOffice
// takes them.
func writeAll(t *testing.T, dir string, files []*variation.File) []string {
	t.Helper()
	var out []string
	for _, f := range files {
		b, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(dir, number(f)+"."+f.Format.Extension())
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		out = append(out, name)
	}
	return out
}

// number is the file's number, the folder of its path.
func number(f *variation.File) string { return path.Dir(f.Path) }
