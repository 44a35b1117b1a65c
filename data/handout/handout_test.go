package handout

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/check"
	"github.com/nianbao/nianbao/data/extract"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/reader"
)

// lastYear is a report of zeros but for the figures given.
func lastYear(edition string, figures ...data.Figure) *data.Report {
	r := &data.Report{Edition: edition}
	for _, t := range form.ByID(edition).Tables {
		table := data.Table{Name: t.Name, Edition: edition, Found: true}
		for _, c := range t.Cells {
			f := data.Figure{Code: c.Code, State: data.Read}
			for _, given := range figures {
				if given.Code == c.Code {
					f = given
				}
			}
			table.Figures = append(table.Figures, f)
		}
		r.Tables = append(r.Tables, table)
	}
	return r
}

func read(code string, n int64) data.Figure {
	return data.Figure{Code: code, State: data.Read, Value: n}
}

func sheetsOf(tb testing.TB, before *data.Report) *Sheets {
	tb.Helper()
	s, err := New(Request{Agency: &data.Agency{Name: "示例县教育局"}, Year: 2025, County: true, Before: before})
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

func written(tb testing.TB, write func(*bytes.Buffer) error) []byte {
	tb.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

func word(tb testing.TB, s *Sheets) []byte {
	return written(tb, func(b *bytes.Buffer) error { return s.WriteWord(b) })
}

func book(tb testing.TB, s *Sheets) []byte {
	return written(tb, func(b *bytes.Buffer) error { return s.WriteWorkbook(b) })
}

func extracted(tb testing.TB, name string, b []byte) *data.Report {
	tb.Helper()
	d, err := reader.Read(context.Background(), name, b)
	if err != nil {
		tb.Fatal(err)
	}
	r, err := extract.Extract(d, name)
	if err != nil {
		tb.Fatal(err)
	}
	return r
}

// states are the cells of a report that are not blank, as 3 or unreadable.
func states(r *data.Report) map[string]string {
	out := map[string]string{}
	for _, t := range r.Tables {
		for _, f := range t.Figures {
			switch {
			case f.State == data.Read:
				out[f.Code] = strconv.FormatInt(f.Value, 10)
			case f.State != data.Blank:
				out[f.Code] = f.State.String()
			}
		}
	}
	return out
}

func TestTheFormIsReadBackAsTheAgencysWithNothingFilledIn(t *testing.T) {
	t.Parallel()
	r := extracted(t, "年报.docx", word(t, sheetsOf(t, lastYear("2021", read("t3.carried_out.person", 3), read("t3.carried_out.total", 3)))))
	if r.Agency != "示例县教育局" || r.Year != 2025 || r.Edition != "2021" {
		t.Errorf("want the agency's report of 2025 in the form of 2021, got %q %d %q", r.Agency, r.Year, r.Edition)
	}
	if diff := cmp.Diff(map[string]string{"t3.carried_in.person": "3"}, states(r)); diff != "" {
		t.Errorf("cells that are not blank (-want +got):\n%s", diff)
	}
}

func TestNothingUncertainIsHandedOut(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		before *data.Report
	}{
		{"no report of the year before", nil},
		{"nothing carried over", lastYear("2021")},
		{"a doubtful figure", lastYear("2021", data.Figure{Code: "t3.carried_out.person", State: data.Doubtful, Value: 3})},
		{"one that cannot be read", lastYear("2021", data.Figure{Code: "t3.carried_out.person", State: data.Unreadable, Raw: "3O"})},
		{"one that was not found", lastYear("2021", data.Figure{Code: "t3.carried_out.person", State: data.Missing})},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := extracted(t, "年报.docx", word(t, sheetsOf(t, c.before)))
			if !r.Unfilled() {
				t.Errorf("want an empty form, got %v", states(r))
			}
		})
	}
}

func TestThereIsNoFormForYearsThatHadAnother(t *testing.T) {
	t.Parallel()
	for _, year := range []int{2013, 2017} {
		if _, err := New(Request{Agency: &data.Agency{Name: "示例县教育局"}, Year: year}); err == nil {
			t.Errorf("%d: want an error", year)
		}
	}
}

// Operands of the year before are handed out as whole numbers.
func TestNoEquationLooksBackOnAmounts(t *testing.T) {
	t.Parallel()
	for _, e := range form.Editions() {
		for _, table := range e.Tables {
			for _, q := range check.Equations(e.ID, table.Name) {
				for _, side := range q.Sides {
					for _, code := range side.Codes() {
						if c := form.CellOf(e.ID, code); q.LooksBack && c != nil && c.Measure == form.Amount {
							t.Errorf("%s of %s: %s is an amount", q.Rule.ID, e.ID, code)
						}
					}
				}
			}
		}
	}
}

func TestTheSameSheetsGiveTheSameBytes(t *testing.T) {
	t.Parallel()
	s := sheetsOf(t, lastYear("2021", read("t3.carried_out.person", 3)))
	if !bytes.Equal(word(t, s), word(t, s)) {
		t.Error("the Word file differs")
	}
	if !bytes.Equal(book(t, s), book(t, s)) {
		t.Error("the workbook differs")
	}
}

// filled enters a number of its own into every cell that is not a total, and
// returns the workbook with the cells as entered.
func filled(tb testing.TB, s *Sheets) (*excelize.File, *workbook, map[string]string) {
	tb.Helper()
	b := &workbook{Sheets: s, File: excelize.NewFile(), at: map[string]place{}}
	if err := b.fill(); err != nil {
		tb.Fatal(err)
	}
	want := map[string]string{}
	n := int64(0)
	for _, t := range s.tables() {
		for _, c := range t.Cells {
			if form.PartsOf(s.edition.ID, c.Code) != nil {
				continue
			}
			n++
			p := b.at[c.Code]
			if err := b.SetCellInt(p.sheet, p.ref, n); err != nil {
				tb.Fatal(err)
			}
			want[c.Code] = strconv.FormatInt(n, 10)
			if c.Measure == form.Amount {
				want[c.Code] = strconv.FormatInt(n*data.FenPerWan, 10)
			}
		}
	}
	return b.File, b, want
}

func result(tb testing.TB, f *excelize.File, rule string, nth int) string {
	tb.Helper()
	rows, err := f.GetRows(checkSheet)
	if err != nil {
		tb.Fatal(err)
	}
	for i, r := range rows {
		if len(r) > 0 && r[0] == rule {
			if nth--; nth < 0 {
				out, err := f.CalcCellValue(checkSheet, "F"+strconv.Itoa(i+1))
				if err != nil {
					tb.Fatal(err)
				}
				return out
			}
		}
	}
	tb.Fatalf("no line of rule %s", rule)
	return ""
}

func TestTheWorkbookChecksItself(t *testing.T) {
	t.Parallel()
	s := sheetsOf(t, lastYear("2021", read("t2.normative.in_force", 4)))
	f, b, _ := filled(t, s)
	if got := result(t, f, "T3-1", 0); got != "不平" {
		t.Errorf("numbers at random: want 不平, got %q", got)
	}
	if got := result(t, f, "T3-2", 0); got != "通过" {
		t.Errorf("a total that adds itself up: want 通过, got %q", got)
	}
	if got := result(t, f, "T2-2", 0); got != "请说明" {
		t.Errorf("现行有效 beside last year's: want 请说明, got %q", got)
	}
	set := func(code string, n int64) {
		p := b.at[code]
		if err := f.SetCellInt(p.sheet, p.ref, n); err != nil {
			t.Fatal(err)
		}
	}
	set("t2.normative.in_force", 9)
	set("t2.normative.issued", 6)
	set("t2.normative.repealed", 1)
	if got := result(t, f, "T2-2", 0); got != "通过" {
		t.Errorf("4 + 6 - 1 = 9: want 通过, got %q", got)
	}
	empty := &workbook{Sheets: sheetsOf(t, nil), File: excelize.NewFile(), at: map[string]place{}}
	if err := empty.fill(); err != nil {
		t.Fatal(err)
	}
	for rule, want := range map[string]string{"T3-1": "未填", "C-2": "无上年数据"} {
		got := result(t, empty.File, rule, 0)
		if want == "无上年数据" {
			rows, err := empty.GetRows(checkSheet)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				if r[0] == rule {
					got = r[len(r)-1]
				}
			}
		}
		if got != want {
			t.Errorf("an empty sheet, %s: want %q, got %q", rule, want, got)
		}
	}
}

// What an office program saves is a formula with its value; that is what
// comes back.
func TestAFilledWorkbookComesBackWithoutLoss(t *testing.T) {
	t.Parallel()
	office, err := exec.LookPath("soffice")
	if err != nil && os.Getenv("NIANBAO_NEED_OFFICE") != "" {
		t.Fatal("no LibreOffice found, though one was promised")
	}
	if err != nil {
		t.Skip("no LibreOffice to calculate the workbook; install the package libreoffice-calc")
	}
	f, b, want := filled(t, sheetsOf(t, nil))
	for _, table := range b.tables() {
		for _, c := range table.Cells {
			if form.PartsOf(b.edition.ID, c.Code) == nil {
				continue
			}
			p := b.at[c.Code]
			if want[c.Code], err = f.CalcCellValue(p.sheet, p.ref); err != nil {
				t.Fatal(err)
			}
		}
	}
	dir := t.TempDir()
	if err := f.SaveAs(filepath.Join(dir, "自查表.xlsx")); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(office, "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--headless",
		"--convert-to", "xlsx", "--outdir", filepath.Join(dir, "out"), filepath.Join(dir, "自查表.xlsx"))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("calculate: %v\n%s", err, out)
	}
	saved, err := os.ReadFile(filepath.Join(dir, "out", "自查表.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	r := extracted(t, "自查表.xlsx", saved)
	if r.Agency != "示例县教育局" || r.Year != 2025 {
		t.Errorf("want the agency's report of 2025, got %q %d", r.Agency, r.Year)
	}
	if diff := cmp.Diff(want, states(r)); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
}
