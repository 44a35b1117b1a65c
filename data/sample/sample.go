// Package sample makes up a county, 示例县, with some forty agencies and their
// 政府信息公开工作年度报告 of the report years 2014 to 2024, as real files in
// the formats that are read, with the mistakes agencies make. Everything is
// invented: the county, its townships, every figure and every sentence, and
// each file says so.
//
// The package is pure: the same seed gives the same bytes, there is no clock,
// and only Write touches the file system. What a file says is known figure by
// figure (Report.Data), so that reading can be compared cell by cell.
package sample

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// The report years of the made-up county. They span the three editions.
const (
	FirstYear = 2014
	LastYear  = 2024
)

// Name is the made-up county's name.
const Name = "示例县"

// Notice stands in every file.
const Notice = "本报告为虚构样例，示例县及所列单位、数据均属虚构，仅供软件演示和测试使用。"

// County is a made-up county with its files.
type County struct {
	Name   string
	Seed   uint64
	Roster data.Roster
	// Reports are all reports that the files hold, by year, agency order, kind.
	Reports []*Report
	// Files are in path order, the order in which they are stored.
	Files []File
	// Missing are the reports that were never handed in (未报).
	Missing []data.ReportKey
}

// Report is one made-up report: its truth and the words around the tables.
type Report struct {
	// Agency is the agency's key in the roster.
	Agency string
	// Data is what the file says and how it must be read. Figures have states,
	// values, raw texts and doubts and no places; there is no evidence. Rows
	// whose figures are all missing are not in the file. Agency is the fullest
	// name in the file; Year is the true one, also where the title is of another.
	Data data.Report
	// Preamble stands between title and chapter one; in it are Notice and the
	// statistical period. Closing stands at the end.
	Preamble []string
	Closing  []string
}

// Key names the report.
func (r *Report) Key() data.ReportKey {
	return data.ReportKey{Agency: r.Agency, Year: r.Data.Year, Kind: r.Data.Kind}
}

// File is one file of the county and what must become of it.
type File struct {
	// Path is relative, with slashes: 2021/部门/示例县财政局….docx.
	Path string
	// Received is the date received, 2006-01-02; empty where nobody wrote it down.
	Received string
	Layout   Layout
	// Report is nil for a file that holds none: a login page, a 通知.
	Report *Report
	// Agency and Year are those that the file is of, also where it holds no
	// report; empty and 0 for a 通知.
	Agency string
	Year   int
	// Outcome is what an import in path order must make of the file; Code is
	// the refusal code or the waiting reason.
	Outcome  data.Outcome
	Code     string
	Mistakes []Mistake

	page  string          // text of a file without a report
	later []func(*Report) // mistakes in the words, made once they are written
}

// New makes the demo county: mistakes and all.
func New(seed uint64) *County {
	c := newCounty(seed)
	c.simulate(planned())
	return c
}

// Clean makes the same county without any mistake: every report is handed in,
// in time, and breaks no rule.
func Clean(seed uint64) *County {
	c := newCounty(seed)
	c.simulate(nil)
	return c
}

func newCounty(seed uint64) *County {
	return &County{Name: Name, Seed: seed, Roster: newRoster()}
}

// Find returns the report that counts for the key, or nil where none was
// handed in or it is not counted.
func (c *County) Find(key data.ReportKey) *Report {
	for i := range c.Files {
		f := &c.Files[i]
		if f.Outcome == data.Stored && f.Report.Key() == key {
			return f.Report
		}
	}
	return nil
}

func (c *County) sortFiles() {
	slices.SortFunc(c.Files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
}
