package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/dashboard/export"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/reader"
	"github.com/nianbao/nianbao/data/store"
	"github.com/nianbao/nianbao/data/summary"
)

// A county's table of a year, handed out as a file and taken over again into
// an empty database, states what its reports state, cell by cell.
func TestTheTableOfAYearComesBackAsItsReports(t *testing.T) {
	t.Parallel()
	county, _ := imported(t, demoCounty)
	from, err := snapshot(context.Background(), county)
	if err != nil {
		t.Fatal(err)
	}
	for _, year := range []int{2018, 2020, 2023} {
		table := from.SummaryTable(aggregate.Query{Year: year})
		for name, b := range map[string][]byte{"汇总表.csv": asCSV(t, table), "汇总表.xlsx": asWorkbook(t, table)} {
			t.Run(strconv.Itoa(year)+name, func(t *testing.T) {
				t.Parallel()
				s := open(t, filepath.Join(t.TempDir(), "t.db"))
				lines := takeOver(t, s, name, b, year)
				to, err := snapshot(context.Background(), s)
				if err != nil {
					t.Fatal(err)
				}
				want, got := byAgency(table), byAgency(to.SummaryTable(aggregate.Query{Year: year}))
				if len(want) < 30 || lines != len(want) {
					t.Errorf("want a line for each of some 40 agencies with a report, got %d of %d", lines, len(want))
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("cells (-want +got):\n%s", diff)
				}
			})
		}
	}
}

// takeOver imports the table with the columns as proposed, and returns the
// number of its lines.
func takeOver(t *testing.T, s *store.Store, name string, b []byte, year int) int {
	t.Helper()
	ctx := context.Background()
	in := intake.New(intakeStore{s}, reader.Read, func() time.Time { return time.Date(2025, 1, 20, 9, 0, 0, 0, time.UTC) })
	f, err := in.OpenSummary(ctx, name, b)
	if err != nil {
		t.Fatal(err)
	}
	u := summary.Use{Edition: form.ForYear(year), Year: year}
	for i, p := range f.Tables[0].Propose(u.Edition) {
		if p.What != summary.None && !p.Sure {
			t.Errorf("column %d, %s: not sure of %s", i+1, f.Tables[0].Columns[i].Header(), p.What)
		}
		u.Columns = append(u.Columns, p.What)
	}
	r, err := in.ImportSummary(ctx, intake.SummaryImport{File: f, Table: f.Tables[0], Use: u, Person: "张三"})
	if err != nil {
		t.Fatal(err)
	}
	return len(r.Files)
}

// byAgency is what the table says of each agency that has figures, as written
// in CSV.
func byAgency(t *aggregate.Table) map[string]string {
	out := map[string]string{}
	for _, row := range t.Rows {
		if row.Kind != aggregate.AgencyRow {
			continue
		}
		var cells []string
		for i, c := range row.Cells[:len(row.Cells)-1] { // without 备注
			if i > 2 {
				cells = append(cells, aggregate.CSVText(c))
			}
		}
		if text := strings.Join(cells, ","); strings.Trim(text, ",") != "" {
			out[row.Cells[1].Text] = text
		}
	}
	return out
}

func asCSV(t *testing.T, table *aggregate.Table) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := export.WriteCSV(&b, table, export.GB18030); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// asWorkbook lays the table out as an office does: a title over all, the
// chapters over their columns, merged.
func asWorkbook(t *testing.T, table *aggregate.Table) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	put := func(col, row int, value any) {
		ref, err := excelize.CoordinatesToCellName(col, row)
		if err == nil {
			err = f.SetCellValue("Sheet1", ref, value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	put(1, 1, table.Title)
	begin := 0
	for i, c := range table.Columns {
		if i > 0 && c.Group != table.Columns[i-1].Group {
			begin = i
		}
		if c.Group != "" && (i+1 == len(table.Columns) || table.Columns[i+1].Group != c.Group) {
			put(begin+1, 2, c.Group)
			from, _ := excelize.CoordinatesToCellName(begin+1, 2)
			to, _ := excelize.CoordinatesToCellName(i+1, 2)
			if err := f.MergeCell("Sheet1", from, to); err != nil {
				t.Fatal(err)
			}
		}
		title := c.Title
		if c.Unit != "" {
			title += "（" + c.Unit + "）"
		}
		put(i+1, 3, title)
	}
	last, _ := excelize.CoordinatesToCellName(len(table.Columns), 1)
	if err := f.MergeCell("Sheet1", "A1", last); err != nil {
		t.Fatal(err)
	}
	for r, row := range table.Rows {
		for i, c := range row.Cells {
			text := aggregate.CSVText(c)
			if n, err := strconv.ParseFloat(text, 64); err == nil {
				put(i+1, r+4, n)
			} else if text != "" {
				put(i+1, r+4, text)
			}
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
