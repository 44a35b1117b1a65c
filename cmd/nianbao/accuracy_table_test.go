package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data/sample/variation"
)

// tally is what became of files by format or layout, in the order seen.
type tally []*tallyLine

// tallyLine counts the files of one format or layout.
type tallyLine struct {
	variation.Score
	name string
	// files; refused: of them, though they hold a report; rightly: of them,
	// since they hold none.
	files, refused, rightly int
	unnamed                 int
	unsupported             string // why no file of the format is read
}

func (t *tally) line(name string) *tallyLine {
	if i := slices.IndexFunc(*t, func(l *tallyLine) bool { return l.name == name }); i >= 0 {
		return (*t)[i]
	}
	l := &tallyLine{name: name}
	*t = append(*t, l)
	return l
}

func (l *tallyLine) add(s variation.Score, none bool) {
	l.files++
	switch {
	case s.Refused && none:
		l.rightly++
	case s.Refused:
		l.refused++
	}
	if s.Unnamed {
		l.unnamed++
	}
	l.Add(s)
}

// cells are the figures of a line of a table.
func (l *tallyLine) cells() string {
	return fmt.Sprintf("%d | %d | %d | %d | %s |", l.Right, l.Doubted, l.Marked, l.Wrong, l.share())
}

// share is the part of the cells that is right; cut, not rounded, so that
// 100 means all.
func (l *tallyLine) share() string {
	if l.Cells == 0 {
		return "—"
	}
	hundredths := l.Right * 10_000 / l.Cells
	return fmt.Sprintf("%d.%02d%%", hundredths/100, hundredths%100)
}

func (a *accuracy) formatTable() string {
	var b strings.Builder
	b.WriteString("| format, written by | files | refused | of these rightly | cells | right | of these marked | marked | wrong without a mark | right |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	sum := &tallyLine{name: "**all that are read**"}
	for _, l := range a.formats {
		name := l.name
		if l.unsupported != "" {
			name += " (not read yet)"
		} else {
			sum.files, sum.refused, sum.rightly = sum.files+l.files, sum.refused+l.refused, sum.rightly+l.rightly
			sum.Add(l.Score)
		}
		fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %s\n", name, l.files, l.refused+l.rightly, l.rightly, l.Cells, l.cells())
	}
	fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %s\n", sum.name, sum.files, sum.refused+sum.rightly, sum.rightly, sum.Cells, sum.cells())
	return b.String()
}

func (a *accuracy) layoutTable() string {
	var b strings.Builder
	b.WriteString("| layout | such as | files | refused | cells | right | of these marked | marked | wrong without a mark | right |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, l := range a.layouts {
		fmt.Fprintf(&b, "| %s | %s | %d | %d | %d | %s\n", l.name, strings.ReplaceAll(variation.About(l.name), "|", "\\|"), l.files, l.refused+l.rightly, l.Cells, l.cells())
	}
	return b.String()
}

// page is the document of docs/.
func (a *accuracy) page() string {
	var b strings.Builder
	b.WriteString(accuracyHead)
	if a.office != "" {
		b.WriteString("LibreOffice " + a.office + " took part.\n")
	} else {
		b.WriteString("LibreOffice was not installed and took no part.\n")
	}
	b.WriteString("\n## By format\n\n" + a.formatTable())
	b.WriteString("\n## By layout\n\nFiles with two or three layouts stand under each of them.\n\n" + a.layoutTable())
	b.WriteString("\n## Cells wrong without a mark\n\n")
	if len(a.wrong)+len(a.other) == 0 {
		b.WriteString("None.\n")
	}
	for _, w := range append(slices.Clone(a.wrong), a.other...) {
		b.WriteString("- " + w + "\n")
	}
	return b.String()
}

const accuracyHead = `# How accurately reports are read

Written by ` + "`make accuracy`" + `; every run reads the same files again. They are made-up reports in the layouts that real
reports are seen in (package data/sample/variation), each layout by itself and two or three together, as the program writes
them and as LibreOffice writes them again. What each file says is known cell by cell. In most of them every cell holds
another number, so that a figure read in its neighbour's place shows.

- right: state and value are those of the file. "Of these marked": the value is right, and it is marked doubtful without need.
- marked: not so, but the figure says it: missing, unreadable, doubtful, or the file is refused with a reason.
- wrong without a mark: a figure that stands as read, or as blank, and is not what the file says. There must be none.

`
