package main

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// sheetOf reads a sheet of a workbook that was exported.
func (s *session) sheetOf(path, sheet string) [][]string {
	s.t.Helper()
	f, err := excelize.OpenReader(strings.NewReader(s.read(path)))
	if err != nil {
		s.t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheet)
	if err != nil {
		s.t.Fatal(err)
	}
	return rows
}

func TestWorkbooksHoldWhatCSVHolds(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.run(0, "import", s.file(plain))
	for what, sheet := range map[string]string{"summary": "政府信息公开工作年度报告汇总表", "long": "数据明细"} {
		s.run(0, "export", what, "--encoding", "utf-8", "-o", what+".csv")
		s.run(0, "export", what, "--format", "xlsx", "-o", what+".xlsx")
		s.run(0, "export", what, "--format", "xlsx", "-o", "再次.xlsx")
		if s.read("再次.xlsx") != s.read(what+".xlsx") {
			t.Errorf("%s: the same reports gave other bytes", what)
		}
		lines, err := csv.NewReader(strings.NewReader(s.read(what + ".csv"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		got := s.sheetOf(what+".xlsx", sheet)
		want := lines[1]
		if what == "summary" {
			got = got[2:] // the title and the headings over headings
		} else {
			want[2], want[9] = "单位年报", "已读"
		}
		if diff := cmp.Diff(strings.TrimRight(strings.Join(want, "|"), "|"), strings.Join(got[1], "|")); diff != "" {
			t.Errorf("%s (-csv +xlsx):\n%s", what, diff)
		}
	}
	about := s.sheetOf("summary.xlsx", "说明")
	if len(about) < 5 || about[3][1] != "全县" {
		t.Errorf("说明: want the scope in its fourth line, got %q", about)
	}
}

func TestCountyFormAsWordIsReadBack(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.run(0, "import", s.file(plain))
	s.run(0, "export", "summary", "--format", "docx", "-o", "汇总.docx")
	own, _ := s.run(0, "extract", s.file(plain), "--format", "csv")
	county, _ := s.run(0, "extract", "汇总.docx", "--format", "csv")
	if diff := cmp.Diff(valuesOf(t, own), valuesOf(t, county)); diff != "" {
		t.Errorf("the sum of one report (-report +county):\n%s", diff)
	}
}

// valuesOf are the values of an extract by code.
func valuesOf(t *testing.T, text string) map[string]string {
	t.Helper()
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, line := range lines[1:] {
		out[line[0]] = line[1]
	}
	return out
}
