package xlsx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
	"github.com/nianbao/nianbao/data/reader/xlsx"
)

// book is a workbook under construction; its first sheet is Sheet1.
type book struct {
	testing.TB
	*excelize.File
}

func newBook(t testing.TB) book {
	t.Helper()
	return book{t, excelize.NewFile()}
}

func (b book) check(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// rows sets the cells of a sheet row by row from A1; nil leaves one out.
func (b book) rows(sheet string, rows ...[]any) {
	b.Helper()
	for i, row := range rows {
		for k, value := range row {
			if value == nil {
				continue
			}
			name, err := excelize.CoordinatesToCellName(k+1, i+1)
			b.check(err)
			b.check(b.SetCellValue(sheet, name, value))
		}
	}
}

func (b book) merge(sheet string, areas ...string) {
	b.Helper()
	for _, area := range areas {
		from, to, _ := strings.Cut(area, ":")
		b.check(b.MergeCell(sheet, from, to))
	}
}

// draw gives an area borders.
func (b book) draw(sheet, area string) {
	b.Helper()
	style, err := b.NewStyle(&excelize.Style{Border: []excelize.Border{{Type: "top", Color: "000000", Style: 1}, {Type: "left", Color: "000000", Style: 1}}})
	b.check(err)
	from, to, _ := strings.Cut(area, ":")
	b.check(b.SetCellStyle(sheet, from, to, style))
}

// format gives a cell a number format.
func (b book) format(sheet, cell, code string) {
	b.Helper()
	style, err := b.NewStyle(&excelize.Style{CustomNumFmt: &code})
	b.check(err)
	b.check(b.SetCellStyle(sheet, cell, cell, style))
}

func (b book) bytes() []byte {
	b.Helper()
	out, err := b.WriteToBuffer()
	b.check(err)
	return out.Bytes()
}

func (b book) lines() []string {
	b.Helper()
	d, err := xlsx.Read(context.Background(), b.bytes())
	b.check(err)
	return strings.Split(strings.TrimSuffix(documenttest.Text(d), "\n"), "\n")[1:]
}

func TestReadBlocks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		make func(b book)
		want []string
	}{
		{"titles before a table are paragraphs", func(b book) {
			b.rows("Sheet1", []any{"示例县水务局2021年年度报告"}, []any{"二、主动公开政府信息情况"}, []any{"信息内容", "件数"}, []any{"规章", 3})
			b.merge("Sheet1", "A1:B1", "A2:B2")
		}, []string{"{Sheet1} 示例县水务局2021年年度报告", "{Sheet1} 二、主动公开政府信息情况", "{Sheet1} #1 2x2 from 3,1", "  [信息内容][件数]", "  [规章][3]"}},
		{"a merged head row stays in the table", func(b book) {
			b.rows("Sheet1", []any{"二、主动公开"}, []any{"第二十条第（一）项"}, []any{"信息内容", "件数"}, []any{"规章", 3}, []any{"第二十条第（五）项"}, []any{"行政许可", 5})
			b.merge("Sheet1", "A2:B2", "A5:B5")
		}, []string{"{Sheet1} 二、主动公开", "{Sheet1} #1 5x2 from 2,1", "  [1x2 第二十条第（一）项]", "  [信息内容][件数]", "  [规章][3]", "  [1x2 第二十条第（五）项]", "  [行政许可][5]"}},
		{"borders tell the table from captions", func(b book) {
			b.rows("Sheet1", []any{"填报单位：示例县水务局", "单位：件"}, []any{"指标", "数量"}, []any{"其中"}, []any{"新收", 3}, []any{"填报人：某某", "电话"})
			b.draw("Sheet1", "A2:B4")
		}, []string{"{Sheet1} 填报单位：示例县水务局　单位：件", "{Sheet1} #1 3x2 from 2,1", "  [指标][数量]", "  [其中][]", "  [新收][3]", "{Sheet1} 填报人：某某　电话"}},
		{"a heading without borders parts drawn tables", func(b book) {
			b.rows("Sheet1", []any{"甲", "乙"}, []any{"1", "2"}, []any{"三、收到和处理申请情况"}, []any{"丙", "丁"}, []any{"3", "4"})
			b.draw("Sheet1", "A1:B2")
			b.draw("Sheet1", "A4:B5")
		}, []string{"{Sheet1} #1 2x2", "  [甲][乙]", "  [1][2]", "{Sheet1} 三、收到和处理申请情况", "{Sheet1} #2 2x2 from 4,1", "  [丙][丁]", "  [3][4]"}},
		{"a row of the table that lost its border stays", func(b book) {
			b.rows("Sheet1", []any{"甲", "乙"}, []any{"规章", "2"}, []any{"许可", "4"})
			b.draw("Sheet1", "A1:B1")
			b.draw("Sheet1", "A3:B3")
		}, []string{"{Sheet1} #1 3x2", "  [甲][乙]", "  [规章][2]", "  [许可][4]"}},
		{"an empty form keeps its blank cells", func(b book) {
			b.rows("Sheet1", []any{"指标", "自然人", "总计"}, []any{"一、本年新收"}, []any{"二、上年结转"})
		}, []string{"{Sheet1} #1 3x3", "  [指标][自然人][总计]", "  [一、本年新收][][]", "  [二、上年结转][][]"}},
		{"an empty row parts blocks", func(b book) {
			b.rows("Sheet1", []any{"甲", "乙"}, nil, []any{nil, "丙", "丁"}, []any{nil, "5", "6"})
		}, []string{"{Sheet1} #1 1x2", "  [甲][乙]", "{Sheet1} #2 2x2 from 3,2", "  [丙][丁]", "  [5][6]"}},
		{"a merged area over an empty row does not", func(b book) {
			b.rows("Sheet1", []any{"三、办理结果", "（一）", 1}, nil, []any{nil, "（二）", 2})
			b.merge("Sheet1", "A1:A3")
		}, []string{"{Sheet1} #1 3x3", "  [3x1 三、办理结果][（一）][1]", "  [@2 ][]", "  [@2 （二）][2]"}},
		{"rows and columns are spanned", func(b book) {
			b.rows("Sheet1", []any{"勾稽关系", nil, "申请人情况"}, []any{nil, nil, "自然人", "总计"}, []any{"一、", "新收", 12, 12})
			b.merge("Sheet1", "A1:B2", "C1:D1")
		}, []string{"{Sheet1} #1 3x4", "  [2x2 勾稽关系][1x2 申请人情况]", "  [@3 自然人][总计]", "  [一、][新收][12][12]"}},
		{"a sheet of text is paragraphs", func(b book) {
			b.rows("Sheet1", []any{"一、总体情况"}, []any{"全年公开238条。"})
		}, []string{"{Sheet1} 一、总体情况", "{Sheet1} 全年公开238条。"}},
		{"sheets keep their order, hidden ones are noted", func(b book) {
			b.rows("Sheet1", []any{"甲"})
			for _, name := range []string{"表三", "去年"} {
				_, err := b.NewSheet(name)
				b.check(err)
				b.rows(name, []any{"乙"})
			}
			b.check(b.SetSheetVisible("去年", false))
		}, []string{"note 工作表“去年”已隐藏，未读取", "{Sheet1} 甲", "{表三} 乙"}},
		{"what lies far to the right is noted", func(b book) {
			b.rows("Sheet1", []any{"甲", "乙"}, []any{"1", "2"})
			b.check(b.SetCellValue("Sheet1", "ZZ2", "远"))
		}, []string{"note 工作表“Sheet1”第 256 列以后的内容未读取", "{Sheet1} #1 2x2", "  [甲][乙]", "  [1][2]"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBook(t)
			test.make(b)
			if diff := cmp.Diff(test.want, b.lines()); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadNumbers(t *testing.T) {
	t.Parallel()
	day := time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		name   string
		value  any
		format string
		want   string
		noted  bool
	}{
		{"a count", 12, "", "12", false},
		{"nought", 0, "", "0", false},
		{"a negative number", -3, "", "-3", false},
		{"the noise of binary fractions", 0.1 + 0.2, "", "0.3", false},
		{"a large number", 123456789012345, "", "123456789012345", false},
		{"a very large number", 1.5e17, "", "150000000000000000", false},
		{"a large number in a format of powers", 251000, "0.00E+00", "251000", false},
		{"thousands", 13444, "#,##0", "13,444", false},
		{"places kept", 1561.3, "0.00", "1561.30", false},
		{"rounded by its format", 12.6, "0", "13", true},
		{"a unit by its format", 75.77, `0.00"万元"`, "75.77万元", false},
		{"a count made a percentage", 12, "0%", "12", true},
		{"nought made a percentage", 0, "0%", "0", false},
		{"one or a hundred percent", 1, "0%", "100%", true},
		{"a percentage", 0.355, "0.0%", "35.5%", true},
		{"a count made a date", 12, "yyyy/m/d", "12", true},
		{"a date stays one", day, "yyyy/m/d", "2024/1/2", false},
		{"hidden by its format", 0, ";;;", "0", false},
		{"text of digits", "007", "", "007", false},
		{"text like a power", "1e3", "", "1e3", false},
		{"full-width digits", "１２", "", "１２", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBook(t)
			b.rows("Sheet1", []any{"数量", test.value}, []any{"甲", "乙"})
			if test.format != "" {
				b.format("Sheet1", "B1", test.format)
			}
			got := b.lines()
			noted := strings.HasPrefix(got[0], "note 工作表“Sheet1”单元格 B1 显示为")
			if noted != test.noted {
				t.Errorf("noted: want %v, got %v: %s", test.noted, noted, got[0])
			}
			if noted {
				got = got[1:]
			}
			want := []string{"{Sheet1} #1 2x2", "  [数量][" + test.want + "]", "  [甲][乙]"}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadFormulas(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.rows("Sheet1", []any{"自然人", "总计"}, []any{3, nil}, []any{4, 7})
	b.check(b.SetCellFormula("Sheet1", "B2", "SUM(A2:A2)"))
	b.check(b.SetCellFormula("Sheet1", "B3", "A2+A3"))
	b.check(b.SetCellValue("Sheet1", "B3", 7))
	b.check(b.SetCellFormula("Sheet1", "B3", "A2+A3"))
	want := []string{"{Sheet1} #1 3x2", "  [自然人][总计]", "  [3][=SUM(A2:A2)]", "  [4][7]"}
	if diff := cmp.Diff(want, b.lines()); diff != "" {
		t.Errorf("blocks differ (-want +got):\n%s", diff)
	}
}

// repack copies a workbook with one part replaced.
func repack(t testing.TB, file []byte, part, content string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range in.File {
		if f.Name == part {
			continue
		}
		if err := z.Copy(f); err != nil {
			t.Fatal(err)
		}
	}
	w, err := z.Create(part)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const sheet1 = "xl/worksheets/sheet1.xml"

func sheetXML(rows string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.rows("Sheet1", []any{"甲", 1})
	whole := b.bytes()
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"a file cut off", whole[:len(whole)/2], document.RefuseDamaged},
		{"no zip", []byte("PK\x03\x04"), document.RefuseDamaged},
		{"a sheet cut off", repack(t, whole, sheet1, `<worksheet><sheetData><row r="1"><c`), document.RefuseDamaged},
		{"a cell at no place", repack(t, whole, sheet1, sheetXML(`<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="0"><v>1</v></c></row>`)), document.RefuseDamaged},
		{"a document type", repack(t, whole, sheet1, `<!DOCTYPE a [<!ENTITY b "c">]>`+sheetXML("")), document.RefuseHostile},
		{"nothing in it", newBook(t).bytes(), document.RefuseEmpty},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := xlsx.Read(context.Background(), test.file)
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != test.want {
				t.Errorf("want refusal %q, got %v", test.want, err)
			}
		})
	}
}

func TestReadStopsAtTheLimits(t *testing.T) {
	t.Parallel()
	whole := newBook(t).bytes()
	var corner strings.Builder
	for row := range 1000 {
		fmt.Fprintf(&corner, `<row r="%d"><c r="XFD%d"><v>1</v></c></row>`, row+1, row+1)
	}
	for name, file := range map[string][]byte{
		"cells at the right edge":       repack(t, whole, sheet1, sheetXML(corner.String())),
		"a cell at the bottom":          repack(t, whole, sheet1, sheetXML(`<row r="1048576"><c r="A1048576"><v>1</v></c></row>`)),
		"a sheet that unpacks too far":  repack(t, whole, sheet1, sheetXML(strings.Repeat(" ", 17<<20))),
		"strings that unpack too far":   repack(t, whole, "xl/sharedStrings.xml", strings.Repeat(" ", 17<<20)),
		"parts that unpack too far all": repack(t, whole, "xl/media/image1.png", strings.Repeat(" ", 101<<20)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := xlsx.Read(context.Background(), file); !errors.Is(err, document.ErrTooLarge) {
				t.Errorf("want %v, got %v", document.ErrTooLarge, err)
			}
		})
	}
}

func TestReadStopsWhenCancelled(t *testing.T) {
	t.Parallel()
	b := newBook(t)
	b.rows("Sheet1", []any{"甲"})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := xlsx.Read(ctx, b.bytes()); !errors.Is(err, context.Canceled) {
		t.Errorf("want %v, got %v", context.Canceled, err)
	}
}

// FuzzRead varies the sheet; the workbook around it stays whole. The limits
// keep the library from filling the memory; its panics are caught one level
// up, so they are here, too.
func FuzzRead(f *testing.F) {
	b := newBook(f)
	b.rows("Sheet1", []any{"甲", 1})
	whole := b.bytes()
	f.Add(sheetXML(`<row r="1"><c r="A1"><v>1</v></c><c r="C1" t="inlineStr"><is><t>甲</t></is></c></row><row r="3"><c><f>A1</f></c></row>`))
	f.Add(`<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`)
	f.Fuzz(func(t *testing.T, sheet string) {
		defer func() { _ = recover() }()
		d, err := xlsx.Read(context.Background(), repack(t, whole, sheet1, sheet))
		if err != nil {
			return
		}
		for _, g := range d.Grids() {
			if g.Rows*g.Cols > document.MaxPositions || g.Cols > document.MaxColumns {
				t.Errorf("grid of %d by %d", g.Rows, g.Cols)
			}
		}
	})
}
