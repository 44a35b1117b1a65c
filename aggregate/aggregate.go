// Package aggregate adds figures up: by year, series and topic, by agency,
// group and scope, over the three editions. It is arithmetic on a columnar
// snapshot: figures in, totals and tables out, no I/O, no clock, no map order
// in a result. Every total says on how many of how many agencies it stands
// and how many doubtful figures are in it; a total that stands on none is not
// 0. Sums are exact: whole 件, and 分 for amounts.
package aggregate

import (
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// Query chooses what is added up.
type Query struct {
	Year  int
	Scope Scope
	// WithoutErrors leaves out agencies whose report has open errors
	// (有错误的单位：不计入); they then count neither in n nor in m's sum, and
	// n of m shows that they are missing.
	WithoutErrors bool
}

// Item is what can be added up: a series, a rate, or a cell of the form.
type Item struct {
	ID     string // requests.new, rate.granted, t3.new.total
	Name   string
	Topic  string // 类别 of a series; 比率 for rates; empty for cells
	Unit   string // 件, 条, 万元 …; % for rates
	Note   string // why its breaks are breaks
	Breaks []int  // report years before which figures are another thing

	series    *form.Series
	indicator *form.Indicator
	cell      *form.Cell

	numerator, denominator []term // the columns it is made of
	notAdditive            bool   // never added over agencies
}

// Rate reports whether the item is a rate, with numerator and denominator.
func (i Item) Rate() bool { return i.indicator != nil }

// Amount reports whether values are money, in 分.
func (i Item) Amount() bool {
	switch {
	case i.series != nil:
		return i.series.Amount
	case i.cell != nil:
		return i.cell.Measure == form.Amount
	}
	return false
}

// Total is a sum over agencies, a rate of two sums, or one agency's figure.
type Total struct {
	// N is the sum in base units, or a rate's numerator; D is a rate's
	// denominator and 0 otherwise.
	N, D int64
	// Known is false where nothing stands behind N: no agency stated it, or the
	// item cannot be added. It is then shown as —, never as 0. A rate whose D
	// is 0 is known and shown as — with 0/0.
	Known bool
	// Stated (n) agencies of Of (m) that count in the year stand behind it.
	Stated, Of int
	// Doubtful counts the agencies whose figure is doubtful (含存疑 k 项),
	// Computed those whose blank total was computed (计算值).
	Doubtful, Computed int
	// Corrected counts the agencies whose figure, or a part of it, is a
	// person's in the place of the printed one (含更正 k 项).
	Corrected int
	// NotAdditive: the item must not be added over agencies (不可加).
	NotAdditive bool
	// State says for one agency why its figure is not known, or that it is
	// doubtful; 0 for sums and where the agency has no report.
	State data.State
	// Half: the value is N and a half more, as the median of 2 and 3 is. Only
	// Median sets it.
	Half bool
	// NoReport: one agency's total, and it has no current report in the year.
	NoReport bool
}

// Complete reports whether the total stands on all agencies.
func (t Total) Complete() bool { return t.Known && t.Stated == t.Of }

// AgencyTotal is one agency's value of an item.
type AgencyTotal struct {
	Agency *data.Agency
	Total  Total
	// Rank is the place by value, from 1, equal values sharing one; 0 where the
	// value is not known or is a rate on fewer than form.MinRanked.
	Rank int
}

// Change compares a year with the one before on the same agencies (可比口径):
// those that state the item in both years.
type Change struct {
	Now, Before Total // of the common agencies only
	Agencies    int   // how many they are
	Rate        bool  // the item is a rate
	// By says what each of them contributes, the greatest difference first,
	// then official order. It is empty for rates.
	By []Contribution
	// Break is set where the item changed its meaning in the year: the
	// difference must then be shown with its note.
	Break bool
}

// Contribution is one agency's part of a change.
type Contribution struct {
	Agency      *data.Agency
	Now, Before int64
}

// Point is one year of a trend.
type Point struct {
	Year  int
	Total Total
	// Break: figures of this year and later are not those of the years before.
	Break bool
	// Mark is a remark on the changes of agencies in this year, such as a
	// succession; empty where there is none.
	Mark string
	// Reform: the mark is of more than a renaming and must be seen.
	Reform bool
	// Cut: the agency's line does not lead here from the years before.
	Cut bool
	// Agency is the key of the agency whose report stands behind the point of
	// an agency's trend: a predecessor's before a succession. It is empty for
	// a sum of predecessors, whom Agencies names in official order.
	Agency   string
	Agencies []string
}

// Table is a view as rows and columns: the page's table, its CSV and its JSON
// are all written from one Table.
type Table struct {
	Name    string // for file names: compare, trend, summary
	Title   string // what it shows, with year and scope
	Unit    string // 单位, where all columns share one; else empty
	Columns []Column
	Rows    []Row
	Notes   []string // remarks under the table
}

// Column is one column of a table.
type Column struct {
	Key   string // stable English name for JSON: agency, requests.new
	Title string // as shown
	Group string // heading over several neighbouring columns; may be empty
	Unit  string
}

// RowKind tells ordinary rows from sums.
type RowKind uint8

// The kinds of rows.
const (
	AgencyRow     RowKind = iota // one agency, year or line
	SubtotalRow                  // 小计 of a group
	TotalRow                     // 合计
	AdjustmentRow                // 调整: what the published figures differ by
	FigureRow                    // 公布数: 合计 ± 调整
)

// Row is one row of a table.
type Row struct {
	Kind  RowKind
	Key   string // agency key, year or code the row is about; for links
	Cells []Cell
}

// Cell is one entry of a table: text, a whole number (serial, year), or a total.
type Cell struct {
	Kind  CellKind
	Text  string
	N     int64
	Total Total
	// Amount: the total is money in 分. Rate: it is shown as a percentage.
	Amount, Rate bool
}

// CellKind says which field of a Cell holds it.
type CellKind uint8

// The kinds of table cells.
const (
	TextCell CellKind = iota
	NumberCell
	TotalCell
)
