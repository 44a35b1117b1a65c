package dashboard

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
)

// workbook downloads a view's workbook.
func workbook(t *testing.T, s *Server, path string) (*excelize.File, http.Header) {
	t.Helper()
	w := get(t, s, path)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: want 200, got %d: %s", path, w.Code, w.Body.String())
	}
	f, err := excelize.OpenReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, w.Header()
}

func TestEveryViewHasAWorkbook(t *testing.T) {
	t.Parallel()
	s := yearbook().serveCached(t)
	for _, path := range []string{"/overview", "/compare", "/trend", "/composition", "/summary", "/delivery", "/export", "/problems", "/check"} {
		f, header := workbook(t, s, path+".xlsx?year=2023")
		sheets := f.GetSheetList()
		if len(sheets) < 2 || sheets[len(sheets)-1] != "说明" {
			t.Errorf("%s: want the tables and 说明, got %v", path, sheets)
		}
		if got := header.Get("Content-Type"); got != typeXLSX {
			t.Errorf("%s: want the type of a workbook, got %s", path, got)
		}
		if got := header.Get("Content-Disposition"); !strings.HasPrefix(got, `attachment; filename="nianbao.xlsx"; filename*=UTF-8''2023`) {
			t.Errorf("%s: want a named attachment, got %s", path, got)
		}
	}
}

func TestWorkbookOfOneTableAndOfAll(t *testing.T) {
	t.Parallel()
	s := yearbook().serveCached(t)
	all, _ := workbook(t, s, "/export.xlsx?year=2023")
	if diff := cmp.Diff([]string{"政府信息公开工作年度报告汇总表", "各项指标", "说明"}, all.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	one, _ := workbook(t, s, "/export.xlsx?year=2023&table=series")
	if diff := cmp.Diff([]string{"各项指标", "说明"}, one.GetSheetList()); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	rows, err := all.GetRows("政府信息公开工作年度报告汇总表")
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, row := range rows {
		if len(row) > 1 {
			names = append(names, row[1])
		}
	}
	if text := strings.Join(names, "\n"); !strings.Contains(text, hostile) {
		t.Errorf("want the name %q as it is among\n%s", hostile, text)
	}
	if w := get(t, s, "/export.xlsx?year=2023&table=none"); w.Code != http.StatusBadRequest {
		t.Errorf("a table that is not there: want 400, got %d", w.Code)
	}
}

func TestListsAsWorkbooks(t *testing.T) {
	t.Parallel()
	s := yearbook().serveCached(t)
	for path, sheet := range map[string]string{"/export/long.xlsx?year=2023": "数据明细", "/export/findings.xlsx?year=2023": "疑点清单"} {
		f, _ := workbook(t, s, path)
		rows, err := f.GetRows(sheet)
		if err != nil || len(rows) < 2 || rows[0][0] != "单位" {
			t.Errorf("%s: want lines under a heading, got %d (%v)", path, len(rows), err)
		}
	}
	roster, _ := workbook(t, s, "/settings/roster.xlsx")
	if diff := cmp.Diff([]string{"名录"}, roster.GetSheetList()); diff != "" {
		t.Errorf("a route that bears the ending itself (-want +got):\n%s", diff)
	}
}

func TestPagesOfferTheirWorkbook(t *testing.T) {
	t.Parallel()
	page := open(t, yearbook().serveCached(t), "/compare?year=2023")
	for _, a := range find(page, "a") {
		if strings.HasPrefix(attr(a, "href"), "/compare.xlsx?") {
			return
		}
	}
	t.Error("want a link to the workbook of the page")
}

func TestCountyFormAsWord(t *testing.T) {
	t.Parallel()
	s := yearbook().serveCached(t)
	w := get(t, s, "/summary/form.docx?year=2023")
	if w.Code != http.StatusOK || !strings.HasPrefix(w.Body.String(), "PK") || w.Header().Get("Content-Type") != typeDOCX {
		t.Fatalf("want a Word file, got %d %s", w.Code, w.Header())
	}
	z, err := zip.NewReader(bytes.NewReader(w.Body.Bytes()), int64(w.Body.Len()))
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(z, "word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	star, noted := regexp.MustCompile(`>\d+\*<`), regexp.MustCompile(`注\d+：\*表三，[^<]*：[^<]*含存疑\d项`)
	if !star.Match(text) || !noted.Match(text) {
		t.Error("want a doubtful sum with a star and a line that says so")
	}
	if w := get(t, s, "/summary/form.docx?year=2016"); w.Code != http.StatusNotFound {
		t.Errorf("a year without reports: want 404, got %d", w.Code)
	}
}
