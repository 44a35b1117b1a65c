// Package variation writes made-up reports in the layouts that real reports
// are seen in: labels with characters lost, merged cells split again, tables
// inside tables, rows missing, numbers with remarks, and several of these at
// once. What each file says is known cell by cell, so that reading can be
// measured: Judge compares a reading with it. It serves tests and measurements
// alone; nothing that an office runs imports it.
//
// The package is pure: the same seed gives the same bytes, there is no clock,
// and it touches no file system.
package variation

import (
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// Format is a kind of file that is written without the help of a program.
type Format string

// The formats.
const (
	Docx Format = "docx" // Word, merged cells as the official form has them
	HTML Format = "html" // a web page
	Xlsx Format = "xlsx" // a workbook of one sheet
	Tab  Format = "tab"  // text, a cell a line led by a TAB, an empty line between rows
	Pipe Format = "pipe" // text, a row a line with | after each cell
)

// Formats lists them in the order in which they are reported.
func Formats() []Format { return []Format{Docx, HTML, Xlsx, Tab, Pipe} }

// Extension returns the file name's ending without a dot.
func (f Format) Extension() string {
	if f == Tab || f == Pipe {
		return "txt"
	}
	return string(f)
}

// File is one file with what must be read in it.
type File struct {
	// Path is relative and unique within a seed; the folder is the file's
	// number, the name one that an agency would give.
	Path   string
	Format Format
	// Layouts are the names of the layouts in the file, one to three.
	Layouts []string
	// Changes is true where the file holds tracked changes that nobody has
	// accepted: a program that prints it prints the deleted words, too.
	Changes bool
	Want    Want

	draft *draft
}

// Want is what must be read in a file.
type Want struct {
	// Refused: the file holds no report or more than one; nothing may be read.
	Refused bool
	Agency  string // the fullest name that the file gives
	Year    int
	// Figures are the cells of the report's tables and those of other
	// editions (Extra), with code, state and value. A doubtful one must be
	// marked; one that is read may be marked as well.
	Figures []data.Figure
}

// Bytes writes the file.
func (f *File) Bytes() ([]byte, error) {
	b, err := f.draft.write(f.Format)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", f.Path, err)
	}
	return b, nil
}

// Layout names are short; About tells what they mean.
func About(name string) string {
	for _, l := range layouts() {
		if l.name == name {
			return l.about
		}
	}
	return ""
}

// Names lists the layouts in the order in which they are reported.
func Names() []string {
	var out []string
	for _, l := range layouts() {
		out = append(out, l.name)
	}
	return out
}

// Files writes down, for each layout and each format it is seen in, reports
// files with that layout alone, and then mixtures files with two or three
// layouts each, in turn of format.
func Files(seed uint64, reports, mixtures int) []File {
	m := newMaker(seed)
	for _, l := range layouts() {
		for _, format := range Formats() {
			for k := range reports {
				if l.suits(format) {
					m.add(format, k, []*layout{l})
				}
			}
		}
	}
	formats := Formats()
	for k := range mixtures {
		format := formats[k%len(formats)]
		m.add(format, k, m.mixture(format))
	}
	return m.files
}

// Label joins the names of a file's layouts.
func (f *File) Label() string { return strings.Join(f.Layouts, " + ") }
