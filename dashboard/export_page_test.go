package dashboard

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/form"
)

func TestFilesOfFiguresAndFindings(t *testing.T) {
	t.Parallel()
	s := yearbook().serveCached(t)
	lines, err := csv.NewReader(get(t, s, "/export/long.csv?year=2023&encoding=utf-8").Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	cells := 0
	for _, table := range form.ByID("2021").Tables {
		cells += len(table.Cells)
	}
	if want := 1 + 4*cells; len(lines) != want {
		t.Errorf("figures of four reports: want %d lines, got %d", want, len(lines))
	}
	one, err := csv.NewReader(get(t, s, "/export/long.csv?year=2023&encoding=utf-8&scope=agencies:财政局").Body).ReadAll()
	if err != nil || len(one) != 1+cells || one[1][0] != "示例县财政局" {
		t.Errorf("one agency: want its %d figures, got %d lines (%v)", cells, len(one), err)
	}
	var findings []struct{ Name, Title string }
	if err := json.Unmarshal(get(t, s, "/export/findings.json?year=2023").Body.Bytes(), &findings); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range findings {
		names = append(names, f.Name)
	}
	want := []string{hostile, "示例县财政局", "示例县人民政府办公室", "示例县石样镇人民政府", "示例县水利局"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if w := get(t, s, "/export/long?year=2023"); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), ".csv") {
		t.Errorf("without an ending: want 404 that names the endings, got %d", w.Code)
	}
}

func TestTodoLinksToTheCell(t *testing.T) {
	t.Parallel()
	page := open(t, yearbook().serveCached(t), "/overview?year=2023&scope=county")
	rows := find(one2(one(t, page, "#todo"), "tbody"), "a")
	if len(rows) != 1 {
		t.Fatalf("findings of 县本级: want 1, got %d", len(rows))
	}
	want := "/report?agency=%E8%B4%A2%E6%94%BF%E5%B1%80&scope=county&year=2023#findings"
	if got := attr(rows[0], "href"); got != want {
		t.Errorf("want %s, got %s", want, got)
	}
	all := find(one2(one(t, open(t, yearbook().serveCached(t), "/overview?year=2023"), "#todo"), "tbody"), "a")
	if got := attr(all[1], "href"); !strings.HasSuffix(got, "cell=t3.new.total&year=2023#c-t3.new.total") {
		t.Errorf("want the cell of the finding, got %s", got)
	}
}
