// Package extract finds the national form in a document: which tables it
// holds and of which edition, the figure of every cell with its state and
// place, the agency and the year with the evidence for them.
//
// Rows and columns are found by their labels; order only confirms. A value
// that cannot be given to its cell by labels is doubtful or missing, never
// guessed. The package makes no findings: package check words what the states,
// the reasons of doubt and the evidence say.
package extract

import (
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// Reading is the number of this way of reading. It is raised whenever the same
// document may give other results, so that kept originals can be read again.
const Reading = 3

// Extract finds the form in a document. name is the file's path as it was
// given; its folders may tell agency and year. The report holds every table of
// its edition, those not found with all figures missing, and any other table
// found. The error is a *document.Refusal where no table is found at all or
// where the file holds two reports. The document must not be in use elsewhere
// at the same time.
func Extract(doc *document.Document, name string) (*data.Report, error) {
	lines := flow(doc)
	kinds := classify(lines)
	t2, t3 := readTable2(lines, kinds), readTable3(lines, kinds)
	t4, s := readTable4(lines, kinds), readStat(lines)
	all := titles(lines)
	own := chooseTitle(doc, all, firstLine(lines, t2, t3, t4, s))
	if t2 == nil && t3 == nil && t4 == nil && s == nil {
		return nil, refuse(lines, own, all)
	}
	if r := twoReports(lines, all, t2, t3, t4, s); r != nil {
		return nil, r
	}
	r := new(data.Report)
	identify(r, own, evidence(lines), name)
	r.Edition = settle(t2, t3, t4, s, r.Year)
	r.Tables = assemble(t2, t3, t4, s, r.Edition)
	r.Chapters = chapters(lines, rowsOfTables(lines, t2, t3, t4, s))
	return r, nil
}

// firstLine returns where the report's body begins: its first chapter or its
// first table.
func firstLine(lines []line, tables ...*found) int {
	first := len(lines)
	for _, t := range tables {
		if t != nil {
			first = min(first, t.first)
		}
	}
	for i := 0; i < first; i++ {
		if l := &lines[i]; l.grid == nil && numbered(l.text) {
			return i
		}
	}
	return first
}

// rowsOfTables marks the lines from which figures were taken.
func rowsOfTables(lines []line, tables ...*found) map[int]bool {
	type at struct{ grid, row int }
	rows := map[at]bool{}
	for _, t := range tables {
		if t == nil {
			continue
		}
		for _, figures := range t.claims.of {
			for _, f := range figures {
				rows[at{f.Place.Grid, f.Place.Row}] = true
			}
		}
	}
	out := map[int]bool{}
	for i := range lines {
		if g := lines[i].grid; g != nil && rows[at{g.Number, lines[i].row}] {
			out[i] = true
		}
	}
	return out
}
