package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// opened reads a workbook back.
func opened(t testing.TB, b []byte) *excelize.File {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// office is a table with all that cells can be, under headings over columns.
func office() *aggregate.Table {
	total := func(t aggregate.Total) aggregate.Cell { return aggregate.Cell{Kind: aggregate.TotalCell, Total: t} }
	known := func(n int64) aggregate.Total { return aggregate.Total{N: n, Known: true, Stated: 1, Of: 1} }
	amount := func(n int64) aggregate.Cell {
		return aggregate.Cell{Kind: aggregate.TotalCell, Total: known(n), Amount: true}
	}
	rate := func(n, d int64) aggregate.Cell {
		return aggregate.Cell{Kind: aggregate.TotalCell, Total: aggregate.Total{N: n, D: d, Known: true, Stated: 1, Of: 1}, Rate: true}
	}
	words := func(s string) aggregate.Cell { return aggregate.Cell{Text: s} }
	serial := func(n int64) aggregate.Cell { return aggregate.Cell{Kind: aggregate.NumberCell, N: n} }
	doubtful, corrected, computed := known(7), known(8), known(9)
	doubtful.Doubtful, corrected.Corrected, computed.Computed = 1, 1, 1
	doubtful.State = data.Doubtful
	return &aggregate.Table{
		Name: "summary", Title: "2023年度全县汇总表", Unit: "件", Notes: []string{"含存疑1项"},
		Columns: []aggregate.Column{
			{Key: "serial", Title: "序号"}, {Key: "agency", Title: "单位"},
			{Key: "new", Title: "新收", Group: "申请", Unit: "件"}, {Key: "old", Title: "上年结转", Group: "申请", Unit: "件"},
			{Key: "fee", Title: "收费", Unit: "万元"}, {Key: "rate", Title: "公开率", Unit: "%"},
		},
		Rows: []aggregate.Row{
			{Key: "a", Cells: []aggregate.Cell{serial(1), words("=1+1"), total(known(0)), total(doubtful), amount(757_712), rate(2, 3)}},
			{Key: "b", Cells: []aggregate.Cell{serial(2), words("@SUM(A1)"), total(corrected), total(computed), amount(0), rate(0, 0)}},
			{Key: "c", Cells: []aggregate.Cell{serial(3), words("-示例_x0041_<b>\x01局"), total(aggregate.Total{NoReport: true, Of: 1}), total(aggregate.Total{State: data.Missing, Of: 1}), words(""), words("")}},
			{Kind: aggregate.TotalRow, Cells: []aggregate.Cell{words(""), words("合计"), total(aggregate.Total{N: 8, Known: true, Stated: 2, Of: 3}), total(aggregate.Total{N: 1 << 60, Known: true, Stated: 3, Of: 3}), amount(-5), total(aggregate.Total{NotAdditive: true})}},
		},
	}
}

func writeOffice(w io.Writer) error {
	return WriteWorkbook(w, Sheets("2023年度全县", office(), office()), Fact{Label: "口径", Text: "全县"})
}

func TestWorkbookHoldsTheFigures(t *testing.T) {
	t.Parallel()
	f := opened(t, encode(t, writeOffice))
	const sheet = "汇总表"
	type cell struct {
		Kind        excelize.CellType
		Raw, Shown  string
		HasFormula  bool
		BoldOrFills bool
	}
	at := func(ref string) cell {
		raw, err := f.GetCellValue(sheet, ref, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		shown, _ := f.GetCellValue(sheet, ref)
		kind, _ := f.GetCellType(sheet, ref)
		formula, _ := f.GetCellFormula(sheet, ref)
		id, _ := f.GetCellStyle(sheet, ref)
		style, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return cell{Kind: kind, Raw: raw, Shown: shown, HasFormula: formula != "", BoldOrFills: style.Font.Bold || len(style.Fill.Color) > 0}
	}
	text := func(s string, marked bool) cell { return cell{excelize.CellTypeSharedString, s, s, false, marked} }
	number := func(raw, shown string, marked bool) cell {
		return cell{excelize.CellTypeUnset, raw, shown, false, marked}
	}
	for _, test := range []struct {
		name, ref string
		want      cell
	}{
		{"a name like a formula", "B5", text("=1+1", false)},
		{"a name like a function", "B6", text("@SUM(A1)", false)},
		{"a name of markup and control characters", "B7", text("-示例_x0041_<b>\ufffd局", false)},
		{"a zero", "C5", number("0", "0", false)},
		{"a doubtful figure", "D5", number("7", "7", true)},
		{"a corrected figure", "C6", number("8", "8", true)},
		{"a computed figure", "D6", number("9", "9", true)},
		{"an amount", "E5", number("0.757712", "0.757712", false)},
		{"a rate", "F5", number("0.667", "66.7%", false)},
		{"a rate of nothing", "F6", number("", "", false)},
		{"no report", "C7", number("", "", false)},
		{"not found", "D7", number("", "", false)},
		{"a sum", "C8", number("8", "8", true)},
		{"more digits than a spreadsheet keeps", "D8", text("1152921504606846976", true)},
		{"an amount below 0", "E8", number("-0.000005", "-0.000005", true)},
		{"not to be added", "F8", number("", "", true)},
	} {
		if diff := cmp.Diff(test.want, at(test.ref)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestWorkbookIsLaidOutAsTheOfficePrintsIt(t *testing.T) {
	t.Parallel()
	f := opened(t, encode(t, writeOffice))
	if diff := cmp.Diff([]string{"汇总表", "汇总表（2）", "说明"}, f.GetSheetList()); diff != "" {
		t.Fatalf("sheets (-want +got):\n%s", diff)
	}
	merged, err := f.GetMergeCells("汇总表")
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, m := range merged {
		got[m.GetStartAxis()+":"+m.GetEndAxis()] = m.GetCellValue()
	}
	want := map[string]string{
		"A1:F1": "2023年度全县汇总表", "A2:F2": "单位：件", "C3:D3": "申请", "A3:A4": "序号", "B3:B4": "单位",
		"E3:E4": "收费（万元）", "F3:F4": "公开率", "A9:F9": "注：1. 含存疑1项",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("merged (-want +got):\n%s", diff)
	}
	layout, err := f.GetPageLayout("汇总表")
	if err != nil || *layout.Orientation != "landscape" || *layout.Size != 9 || *layout.FitToWidth != 1 || *layout.FitToHeight != 0 {
		t.Errorf("want A4 lying on one page's width, got %+v (%v)", layout, err)
	}
	panes, err := f.GetPanes("汇总表")
	if err != nil || !panes.Freeze || panes.XSplit != 2 || panes.YSplit != 4 {
		t.Errorf("want two columns and four rows in sight, got %+v (%v)", panes, err)
	}
	names := f.GetDefinedName()
	if len(names) != 2 || names[0].RefersTo != "'汇总表'!$1:$4" {
		t.Errorf("want the headings on each page, got %+v", names)
	}
	about, err := f.GetRows("说明")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, row := range about {
		lines = append(lines, strings.Join(row, "|"))
	}
	for _, line := range []string{
		"口径|全县", "汇总表|=1+1|D5|含存疑1项", "汇总表|@SUM(A1)|F6|分母为0，没有比率",
		"汇总表|合计|C8|2/3家", "汇总表|合计|F8|不可加",
	} {
		if text := strings.Join(lines, "\n"); !strings.Contains(text, line) {
			t.Errorf("说明: want the line %q in\n%s", line, text)
		}
	}
}

func TestWorkbookIsTheSameTwice(t *testing.T) {
	t.Parallel()
	for n := range 4 {
		if !bytes.Equal(encode(t, writeOffice), encode(t, writeOffice)) {
			t.Fatalf("time %d: the same tables gave other bytes", n)
		}
	}
}

func TestWideTablesPrintTheirFirstColumnsAgain(t *testing.T) {
	t.Parallel()
	x := &aggregate.Table{Title: "宽表", Columns: []aggregate.Column{{Key: "serial", Title: "序号"}, {Key: "agency", Title: "单位"}}}
	row := aggregate.Row{Cells: []aggregate.Cell{{Kind: aggregate.NumberCell, N: 1}, {Text: "示例县财政局"}}}
	for i := range 60 {
		x.Columns = append(x.Columns, aggregate.Column{Key: fmt.Sprint(i), Title: "指标项"})
		row.Cells = append(row.Cells, aggregate.Cell{Kind: aggregate.TotalCell, Total: aggregate.Total{N: 1, Known: true}})
	}
	x.Rows = []aggregate.Row{row}
	f := opened(t, encode(t, func(w io.Writer) error { return WriteWorkbook(w, []Sheet{{Name: "It's", Table: x}}) }))
	if got, want := f.GetDefinedName()[0].RefersTo, "'It''s'!$A:$B,'It''s'!$1:$2"; got != want {
		t.Errorf("want %s, got %s", want, got)
	}
	layout, err := f.GetPageLayout("It's")
	if err != nil || *layout.FitToWidth < 3 || *layout.FitToWidth > 6 {
		t.Errorf("want a few pages wide, got %+v (%v)", layout.FitToWidth, err)
	}
}

func TestNamesOfSheets(t *testing.T) {
	t.Parallel()
	b := newBook()
	defer b.Close()
	long := strings.Repeat("𠮷", 20)
	for _, test := range []struct{ name, wanted, want string }{
		{"plain", "汇总表", "汇总表"},
		{"again", "汇总表", "汇总表（2）"},
		{"the last sheet's", "说明", "说明（2）"},
		{"what no spreadsheet takes", `a[b]:*?/\c`, "a b      c"},
		{"quotes at the ends", "'甲'", "甲"},
		{"nothing", " ", "表"},
		{"another case", "SUM", "SUM"},
		{"the same in small letters", "sum", "sum（2）"},
		{"kept by the spreadsheet", "History", "History（2）"},
		{"too long", long, strings.Repeat("𠮷", 15)},
		{"too long again", long, strings.Repeat("𠮷", 14) + "（2）"},
	} {
		got := b.name(test.wanted)
		if got != test.want {
			t.Errorf("%s: want %q, got %q", test.name, test.want, got)
		}
		if n := len(utf16.Encode([]rune(got))); n > maxSheetName {
			t.Errorf("%s: want at most %d units, got %d", test.name, maxSheetName, n)
		}
	}
}

func TestWorkbooksThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	if err := WriteWorkbook(io.Discard, make([]Sheet, MaxTables+1)); err == nil {
		t.Error("too many tables: want an error, got none")
	}
	if err := writeOffice(&full{left: 10}); err == nil {
		t.Error("a full disk: want an error, got none")
	}
	empty := &aggregate.Table{Title: "空"}
	b := encode(t, func(w io.Writer) error { return WriteWorkbook(w, []Sheet{{Table: empty}}) })
	if got := opened(t, b).GetSheetList(); !cmp.Equal(got, []string{"表", "说明"}) {
		t.Errorf("a table of nothing: want a sheet and 说明, got %v", got)
	}
}

func TestListsAsWorkbooks(t *testing.T) {
	t.Parallel()
	long := func(w io.Writer) error {
		l, err := NewLongXLSX(w)
		if err != nil {
			return err
		}
		if err := l.Report("=示例县财政局", report(), corrections()); err != nil {
			return err
		}
		return l.Close()
	}
	findings := func(w io.Writer) error {
		return WriteFindingsXLSX(w, []data.Finding{
			{Agency: "=财政局", Year: 2023, Kind: data.Unit, Rule: "T3-1", Severity: data.Error, Title: "总计", Text: "=60 ≠ 58＋1\n（差1）"},
		}, func(key string) string { return key })
	}
	for _, test := range []struct {
		name, sheet string
		write       func(io.Writer) error
		want        [][]string
	}{
		{"figures", "数据明细", long, [][]string{
			{"=示例县财政局", "2021", "单位年报", "2021", "t2", "t2.fee.amount", "第二十条第（八）项／行政事业性收费，本年收费金额（单位：万元）", "0.7577", "万元", "存疑", "75.77", "第2表第3行第4列", "0.75", "李四", "盖章件", "单位"},
			{"=示例县财政局", "2021", "单位年报", "2021", "t3", "t3.new.legal"},
		}},
		{"findings", "疑点清单", findings, [][]string{
			{"=财政局", "2023", "单位年报", "T3-1", "错误", "", "总计", "=60 ≠ 58＋1 （差1）", "否", "否"},
		}},
	} {
		b := encode(t, test.write)
		if !bytes.Equal(b, encode(t, test.write)) {
			t.Errorf("%s: written twice: other bytes", test.name)
		}
		f := opened(t, b)
		rows, err := f.GetRows(test.sheet)
		if err != nil {
			t.Fatal(err)
		}
		got := rows[1:2]
		if test.sheet == "数据明细" {
			got = append(got, rows[4][:6])
			if value, _ := f.GetCellValue(test.sheet, "H5"); value != "" {
				t.Errorf("a figure that is not found: want an empty cell, got %q", value)
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
		if kind, _ := f.GetCellType(test.sheet, "A2"); kind != excelize.CellTypeInlineString {
			t.Errorf("%s: want a name like a formula as text, got type %v", test.name, kind)
		}
		if kind, _ := f.GetCellType(test.sheet, "B2"); kind != excelize.CellTypeNumber && kind != excelize.CellTypeUnset {
			t.Errorf("%s: want the year as a number, got type %v", test.name, kind)
		}
	}
}

func TestListsLongerThanASheetAreRefused(t *testing.T) {
	t.Parallel()
	l, err := newList(io.Discard, "数据明细", longColumns)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	l.y = excelize.TotalRows - 1
	if err := l.line([]string{"甲"}); err != nil {
		t.Errorf("the last line: want none, got %v", err)
	}
	if err := l.line([]string{"乙"}); !errors.Is(err, ErrTooManyLines) {
		t.Errorf("one line more: want ErrTooManyLines, got %v", err)
	}
}
