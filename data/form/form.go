// Package form holds the facts of the national form: its editions, their
// tables, rows, columns and cells, what may be followed over editions
// (series), the rates made of them (indicators), and which cells are totals
// of which others. The facts are data, in facts/*.csv; a new edition is new
// lines there and no new code. The package is pure: it is read once and
// never changes.
//
// Sources: 国办发〔2014〕32号, 国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号.
package form

import (
	"fmt"
	"strings"
	"sync"
)

// Measure says how a cell's value is counted.
type Measure string

const (
	// Count is a whole number of 件, 条, 次 …, never negative.
	Count Measure = "count"
	// Delta is a change in a count (本年增/减); it may be negative.
	Delta Measure = "delta"
	// Amount is money, printed in 万元, held in 分.
	Amount Measure = "amount"
)

// Edition (格式) is one national form.
type Edition struct {
	ID     string // 2014, 2019, 2021
	Name   string // 2021年版
	From   int    // first report year it is meant for
	To     int    // last one; 0 = still in force
	Basis  string // the document that fixed it
	Tables []*Table

	cells map[string]*Cell
}

// Fits reports whether the edition is the one meant for the report year.
func (e *Edition) Fits(year int) bool { return e.From <= year && (e.To == 0 || year <= e.To) }

// Cell returns the cell with the code, or nil.
func (e *Edition) Cell(code string) *Cell { return e.cells[code] }

// Table returns the table with the name (s, t2, t3, t4), or nil.
func (e *Edition) Table(name string) *Table {
	for _, t := range e.Tables {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// Layout says how the form prints a table.
type Layout string

// The layouts.
const (
	// LayoutRows: labels to the left, one header over all rows.
	LayoutRows Layout = "rows"
	// LayoutSections: rows in sections, each under its own header.
	LayoutSections Layout = "sections"
	// LayoutAcross: rows beside each other as groups of columns, one line of figures.
	LayoutAcross Layout = "across"
	// LayoutList: a row for each figure: label, unit, figure.
	LayoutList Layout = "list"
)

// Table is one table of an edition.
type Table struct {
	Edition string
	Name    string // s, t2, t3, t4
	Title   string // the heading above it, as printed
	Short   string // 表三
	Layout  Layout // how the form prints it
	Corner  string // what the form prints above its row labels; may be empty
	Heading string // what it prints over all columns; may be empty
	Rows    []*Row // in printed order
	Cells   []*Cell
}

// Row is one labelled row (in table 4: one group of columns, since that
// table prints its labels across).
type Row struct {
	Code    string   // t3.refused.secret
	Path    []string // labels from the outermost to the row's own, as printed
	Aliases []string // other wordings of the last label, seen in reports
	Short   string   // for equations: 国家秘密
	Columns []*Column
	Unit    string  // set for the 2014 table, where the unit stands in the row
	Measure Measure // likewise
}

// Label returns the row's own label.
func (r *Row) Label() string { return r.Path[len(r.Path)-1] }

// Column is one labelled column.
type Column struct {
	Set      string   // the columns that stand together, such as applicants
	Code     string   // last segment of the cell's code; empty in the 2014 table
	Path     []string // labels from the outermost to the column's own, as printed
	Aliases  []string
	Short    string
	Unit     string
	Measure  Measure
	Additive bool
}

// Label returns the column's own label.
func (c *Column) Label() string { return c.Path[len(c.Path)-1] }

// Cell (指标项) is one place of an edition's table.
type Cell struct {
	Code     string
	Table    *Table
	Row      *Row
	Column   *Column
	Order    int // from 1 within the edition
	Unit     string
	Measure  Measure
	Additive bool // false: not to be added over agencies (不可加)
}

// Label returns the cell's full label: row path and column path, as printed.
func (c *Cell) Label() string {
	row := strings.Join(c.Row.Path, "／")
	if c.Column.Code == "" {
		return row
	}
	return row + "，" + strings.Join(c.Column.Path, "／")
}

// Short returns a short label for equations and narrow headers: 新收（自然人）.
func (c *Cell) Short() string {
	if c.Column.Code == "" || c.Column.Code == "total" {
		return c.Row.Short
	}
	return c.Row.Short + "（" + c.Column.Short + "）"
}

type facts struct {
	editions   []*Edition
	series     []*Series
	indicators []*Indicator
	totals     map[string]*totals // by edition
}

// The embedded facts are read when they are first asked for, each kind by
// itself: a report is read without series and totals.
var (
	load       = reading(readEditions, readTables, readRows)
	loadTotals = reading(withEditions, readTotals)
	loadSeries = reading(withEditions, readSeries, readIndicators)
)

// reading returns a function that takes the steps once. The facts are part of
// the program and tested, so a fault in them is a fault of the build and panics.
func reading(steps ...func(*facts) error) func() *facts {
	return sync.OnceValue(func() *facts {
		f := new(facts)
		for _, step := range steps {
			if err := step(f); err != nil {
				panic(fmt.Sprintf("form: embedded facts: %v", err))
			}
		}
		return f
	})
}

func withEditions(f *facts) error {
	f.editions = load().editions
	return nil
}

// Editions returns the editions, oldest first. They must not be changed.
func Editions() []*Edition { return load().editions }

// ByID returns the edition with the id, or nil.
func ByID(id string) *Edition {
	for _, e := range load().editions {
		if e.ID == id {
			return e
		}
	}
	return nil
}

// ForYear returns the edition meant for the report year, or nil for years
// before the first.
func ForYear(year int) *Edition {
	for _, e := range load().editions {
		if e.Fits(year) {
			return e
		}
	}
	return nil
}

// CellOf returns the cell with the code from the edition, or, for an extra
// figure, from any other edition that has it; nil if there is none.
func CellOf(edition, code string) *Cell {
	if e := ByID(edition); e != nil {
		if c := e.Cell(code); c != nil {
			return c
		}
	}
	for _, e := range load().editions {
		if c := e.Cell(code); c != nil {
			return c
		}
	}
	return nil
}
