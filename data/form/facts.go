package form

import (
	"embed"
	"encoding/csv"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

//go:embed facts/*.csv
var files embed.FS

// record is one line of a facts file.
type record struct {
	columns map[string]int // of the whole file
	fields  []string
}

// field returns the field under a column's name; empty where there is none.
func (r record) field(column string) string {
	at, ok := r.columns[column]
	if !ok {
		return ""
	}
	return r.fields[at]
}

func readCSV(fsys fs.FS, name string) ([]record, error) {
	f, err := fsys.Open("facts/" + name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	columns := make(map[string]int, len(lines[0]))
	for i, name := range lines[0] {
		columns[name] = i
	}
	out := make([]record, 0, len(lines)-1)
	for _, line := range lines[1:] {
		out = append(out, record{columns, line})
	}
	return out, nil
}

func (f *facts) edition(id string) (*Edition, error) {
	for _, e := range f.editions {
		if e.ID == id {
			return e, nil
		}
	}
	return nil, fmt.Errorf("edition %q: unknown", id)
}

func readEditions(f *facts) error {
	records, err := readCSV(files, "editions.csv")
	if err != nil {
		return err
	}
	for _, r := range records {
		from, err := strconv.Atoi(r.field("from"))
		if err != nil {
			return fmt.Errorf("edition %s: %w", r.field("edition"), err)
		}
		to := 0
		if r.field("to") != "" {
			if to, err = strconv.Atoi(r.field("to")); err != nil {
				return fmt.Errorf("edition %s: %w", r.field("edition"), err)
			}
		}
		f.editions = append(f.editions, &Edition{ID: r.field("edition"), Name: r.field("name"), From: from, To: to, Basis: r.field("basis"), cells: map[string]*Cell{}})
	}
	return nil
}

func readTables(f *facts) error {
	records, err := readCSV(files, "tables.csv")
	if err != nil {
		return err
	}
	for _, r := range records {
		e, err := f.edition(r.field("edition"))
		if err != nil {
			return err
		}
		layout := Layout(r.field("layout"))
		if !slices.Contains([]Layout{LayoutRows, LayoutSections, LayoutAcross, LayoutList}, layout) {
			return fmt.Errorf("table %s of %s: layout %q", r.field("table"), e.ID, layout)
		}
		e.Tables = append(e.Tables, &Table{
			Edition: e.ID, Name: r.field("table"), Title: r.field("title"), Short: r.field("short"),
			Layout: layout, Corner: r.field("corner"), Heading: r.field("heading"),
		})
	}
	return nil
}

func readColumns() (map[string][]*Column, error) {
	records, err := readCSV(files, "columns.csv")
	if err != nil {
		return nil, err
	}
	sets := map[string][]*Column{}
	for _, r := range records {
		set := r.field("set")
		sets[set] = append(sets[set], &Column{
			Set: set, Code: r.field("code"), Path: list(r.field("label"), "／"), Aliases: list(r.field("aliases"), "|"), Short: r.field("short"),
			Unit: r.field("unit"), Measure: Measure(r.field("measure")), Additive: r.field("additive") == "yes",
		})
	}
	return sets, nil
}

func readRows(f *facts) error {
	sets, err := readColumns()
	if err != nil {
		return err
	}
	records, err := readCSV(files, "rows.csv")
	if err != nil {
		return err
	}
	for _, r := range records {
		e, err := f.edition(r.field("edition"))
		if err != nil {
			return err
		}
		t := e.Table(r.field("table"))
		columns := sets[r.field("columns")]
		if t == nil || len(columns) == 0 {
			return fmt.Errorf("row %s of %s: no table %q or columns %q", r.field("code"), e.ID, r.field("table"), r.field("columns"))
		}
		row := &Row{
			Code: r.field("code"), Path: list(r.field("label"), "／"), Aliases: list(r.field("aliases"), "|"), Short: r.field("short"),
			Columns: columns, Unit: r.field("unit"), Measure: Measure(r.field("measure")),
		}
		t.Rows = append(t.Rows, row)
		for _, c := range columns {
			if err := e.add(t, row, c); err != nil {
				return err
			}
		}
	}
	return nil
}

func (e *Edition) add(t *Table, row *Row, c *Column) error {
	cell := &Cell{Code: row.Code, Table: t, Row: row, Column: c, Order: len(e.cells) + 1, Unit: c.Unit, Measure: c.Measure, Additive: c.Additive}
	if c.Code != "" {
		cell.Code += "." + c.Code
	}
	if row.Unit != "" {
		cell.Unit, cell.Measure = row.Unit, row.Measure
	}
	switch cell.Measure {
	case Count, Delta, Amount:
	default:
		return fmt.Errorf("cell %s of %s: measure %q", cell.Code, e.ID, cell.Measure)
	}
	if e.cells[cell.Code] != nil {
		return fmt.Errorf("cell %s of %s: twice", cell.Code, e.ID)
	}
	e.cells[cell.Code] = cell
	t.Cells = append(t.Cells, cell)
	return nil
}

// list splits a field; an empty field is an empty list.
func list(field, sep string) []string {
	if field == "" {
		return nil
	}
	return strings.Split(field, sep)
}
