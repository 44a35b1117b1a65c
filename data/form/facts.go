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

// record is one line of a facts file by column name.
type record map[string]string

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
	var out []record
	for _, line := range lines[1:] {
		r := make(record, len(line))
		for i, v := range line {
			r[lines[0][i]] = v
		}
		out = append(out, r)
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
		from, err := strconv.Atoi(r["from"])
		if err != nil {
			return fmt.Errorf("edition %s: %w", r["edition"], err)
		}
		to := 0
		if r["to"] != "" {
			if to, err = strconv.Atoi(r["to"]); err != nil {
				return fmt.Errorf("edition %s: %w", r["edition"], err)
			}
		}
		f.editions = append(f.editions, &Edition{ID: r["edition"], Name: r["name"], From: from, To: to, Basis: r["basis"], cells: map[string]*Cell{}})
	}
	return nil
}

func readTables(f *facts) error {
	records, err := readCSV(files, "tables.csv")
	if err != nil {
		return err
	}
	for _, r := range records {
		e, err := f.edition(r["edition"])
		if err != nil {
			return err
		}
		layout := Layout(r["layout"])
		if !slices.Contains([]Layout{LayoutRows, LayoutSections, LayoutAcross, LayoutList}, layout) {
			return fmt.Errorf("table %s of %s: layout %q", r["table"], e.ID, layout)
		}
		e.Tables = append(e.Tables, &Table{
			Edition: e.ID, Name: r["table"], Title: r["title"], Short: r["short"],
			Layout: layout, Corner: r["corner"], Heading: r["heading"],
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
		set := r["set"]
		sets[set] = append(sets[set], &Column{
			Set: set, Code: r["code"], Path: list(r["label"], "／"), Aliases: list(r["aliases"], "|"), Short: r["short"],
			Unit: r["unit"], Measure: Measure(r["measure"]), Additive: r["additive"] == "yes",
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
		e, err := f.edition(r["edition"])
		if err != nil {
			return err
		}
		t := e.Table(r["table"])
		columns := sets[r["columns"]]
		if t == nil || len(columns) == 0 {
			return fmt.Errorf("row %s of %s: no table %q or columns %q", r["code"], e.ID, r["table"], r["columns"])
		}
		row := &Row{
			Code: r["code"], Path: list(r["label"], "／"), Aliases: list(r["aliases"], "|"), Short: r["short"],
			Columns: columns, Unit: r["unit"], Measure: Measure(r["measure"]),
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
