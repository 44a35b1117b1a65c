package dashboard

import (
	"archive/zip"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

func TestSheetsAreHandedOutToTheAgenciesOfTheYear(t *testing.T) {
	t.Parallel()
	o := newOffice()
	o.roster.Agencies[2].To = 2022 // 水利局
	o.keep("财政局", 2023, nil)
	o.roster.Agencies[4].From = 2024 // 石样镇, which takes up what 水利局 had
	o.roster.Successions = []data.Succession{{Old: "财政局", New: "石样镇人民政府", Year: 2024, Rule: data.TrendLink}}
	s := o.serve(t)
	page := open(t, s, "/handouts?year=2024")
	var got []string
	for _, row := range find(page, "tr") {
		if cells := find(row, "td"); len(cells) > 1 {
			got = append(got, textOf(find(row, "th")[0])+"："+textOf(cells[1]))
		}
	}
	want := []string{
		"人民政府办公室：没有2023年度年报", "财政局：按2023年度年报填入", "气象局：没有2023年度年报",
		"石样镇人民政府：按2023年度年报填入", hostile + "：没有2023年度年报",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("agencies (-want +got):\n%s", diff)
	}
	for _, path := range []string{"/handouts/form.docx", "/handouts/selfcheck.xlsx"} {
		w := get(t, s, path+"?year=2024&agency="+url.QueryEscape("财政局"))
		if w.Code != 200 || !strings.HasPrefix(w.Body.String(), "PK") {
			t.Errorf("%s: want a file, got %d", path, w.Code)
		}
		if w := get(t, s, path+"?year=2024&agency="+url.QueryEscape("水利局")); w.Code != 404 {
			t.Errorf("%s of an agency that is gone: want 404, got %d", path, w.Code)
		}
	}
	if text := textOf(open(t, s, "/handouts?year=2016")); !strings.Contains(text, "没有适用的2019年版或2021年版格式") {
		t.Errorf("a year of another form: got %q", text)
	}
}

func TestAllSheetsInOneZip(t *testing.T) {
	t.Parallel()
	o := newOffice()
	o.roster.Agencies[5].Name = `..\..\甲/乙:局` // a name may hold anything
	w := get(t, o.serve(t), "/handouts/all.zip?year=2024")
	if w.Code != 200 {
		t.Fatalf("want the zip, got %d", w.Code)
	}
	body := w.Body.String()
	z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	if len(names) != 12 {
		t.Fatalf("want two files for each of six agencies, got %q", names)
	}
	want := []string{
		"001示例县人民政府办公室/示例县人民政府办公室2024年政府信息公开工作年度报告.docx",
		"001示例县人民政府办公室/示例县人民政府办公室2024年政府信息公开工作年度报告（自查表）.xlsx",
	}
	if diff := cmp.Diff(want, names[:2]); diff != "" {
		t.Errorf("first agency (-want +got):\n%s", diff)
	}
	if last := names[10]; last != "006_.._甲_乙_局/_.._甲_乙_局2024年政府信息公开工作年度报告.docx" {
		t.Errorf("a hostile name: got %q", last)
	}
}
