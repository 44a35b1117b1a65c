package xls

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
)

func lines(t testing.TB, m made) []string {
	t.Helper()
	d, err := Read(context.Background(), m.bytes())
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(documenttest.Text(d), "\n"), "\n")[1:]
}

func check(t *testing.T, m made, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, lines(t, m)); diff != "" {
		t.Errorf("document differs (-want +got):\n%s", diff)
	}
}

func TestReadSheets(t *testing.T) {
	t.Parallel()
	bordered := made{globals: [][]byte{style(0, false), style(0, true)}, sheets: []madeSheet{{name: "表", records: [][]byte{
		label(0, 0, "填报单位"), label(0, 1, "单位：件"), record(recordText, le(1, 0, 1), wide("指标")), number(1, 1, 1, 3),
	}}}}
	tests := []struct {
		name string
		book made
		want []string
	}{
		{"cells in their places", one(label(0, 0, "甲"), label(0, 1, "乙"), number(1, 0, 0, 1), number(1, 1, 0, 2)),
			[]string{"{表} #1 2x2", "  [甲][乙]", "  [1][2]"}},
		{"merged areas", one(label(0, 0, "申请人"), label(1, 0, "自然人"), label(1, 1, "法人"), number(2, 0, 0, 1), number(2, 1, 0, 2), area([4]int{0, 0, 0, 1})),
			[]string{"{表} #1 3x2", "  [1x2 申请人]", "  [自然人][法人]", "  [1][2]"}},
		{"a merged area reaches into blank rows", one(label(0, 0, "三"), label(0, 1, "1"), label(0, 2, "2"), record(recordBlank, le(2, 1, 0)), area([4]int{0, 2, 0, 0})),
			[]string{"{表} #1 3x3", "  [3x1 三][1][2]", "  [@2 ][]", "  [@2 ][]"}},
		{"borders part the table from its caption", bordered, []string{"{表} 填报单位　单位：件", "{表} #1 1x2 from 2,1", "  [指标][3]"}},
		{"short numbers, side by side", one(label(0, 0, "甲"), record(recordNumbers, le(0, 1, 0), le(12<<2|2, 0), le(0), le(7577<<2|3, 0), le(0), le(0, 0x4059), le(3)), record(recordShort, le(1, 0, 0), le(0xFFF6, 0xFFFF))),
			[]string{"{表} #1 2x4", "  [甲][12][75.77][100]", "  [-3][][][]"}},
		{"truth values and errors", one(record(recordBool, le(0, 0, 0), []byte{1, 0}), record(recordBool, le(0, 1, 0), []byte{0, 0}), record(recordBool, le(0, 2, 0), []byte{7, 1}), record(recordBool, le(0, 3, 0), []byte{0x2A, 1})),
			[]string{"{表} #1 1x4", "  [TRUE][FALSE][#DIV/0!][#N/A]"}},
		{"results of formulas", one(
			formula(0, 0, bits(7), 0), formula(0, 1, []byte{0, 0, 0, 0, 0, 0, 255, 255}, 0), record(recordString, wide("七")),
			formula(0, 2, []byte{1, 0, 1, 0, 0, 0, 255, 255}, 0), formula(0, 3, []byte{2, 0, 0x17, 0, 0, 0, 255, 255}, 0), formula(0, 4, bits(0), 0)),
			[]string{"{表} #1 1x5", "  [7][七][TRUE][#REF!][0]"}},
		{"results that were not saved are not blank", one(label(0, 0, "总计"), formula(0, 1, []byte{3, 0, 0, 0, 0, 0, 255, 255}, 0), formula(0, 2, bits(0), 2),
			formula(0, 3, []byte{0, 0, 0, 0, 0, 0, 255, 255}, 0), record(recordString, wide(""))),
			[]string{"{表} #1 1x4", "  [总计][=公式][=公式][=公式]"}},
		{"a chart in a sheet is passed over", one(label(0, 0, "甲"), record(recordBegin, le(versionExcel97, 0x20)), number(0, 1, 0, 9), record(recordEnd), label(0, 2, "乙")),
			[]string{"{表} #1 1x3", "  [甲][][乙]"}},
		{"text that carries its fonts", one(record(recordRichText, le(0, 0, 0), append(le(1), textRich, 1, 0, 'A', 0, 0, 0, 0))), []string{"{表} A"}},
		{"sheets keep their order, hidden ones are noted", made{sheets: []madeSheet{
			{name: "乙", records: [][]byte{label(0, 0, "1")}}, {name: "去年", hidden: true, records: [][]byte{label(0, 0, "2")}}, {name: "图", kind: 2}, {name: "甲", records: [][]byte{label(0, 0, "3")}},
		}}, []string{"note 工作表“去年”已隐藏，未读取", "{乙} 1", "{甲} 3"}},
		{"a stream by another name", made{stream: "BOOK", sheets: one(label(0, 0, "甲")).sheets}, []string{"{表} 甲"}},
		{"the format's last column is read", one(label(0, 0, "甲"), label(0, 255, "远")), []string{"{表} #1 1x256", "  [甲]" + strings.Repeat("[]", 254) + "[远]"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			check(t, test.book, test.want...)
		})
	}
}

// shared are records of shared texts and of a cell for each of n.
func shared(n int, parts ...[]byte) made {
	m := made{globals: [][]byte{record(recordStrings, le(n, 0, n, 0), parts[0])}}
	for _, part := range parts[1:] {
		m.globals = append(m.globals, record(recordContinue, part))
	}
	var cells [][]byte
	for i := range n {
		cells = append(cells, record(recordShared, le(0, i, 0, i, 0)))
	}
	m.sheets = []madeSheet{{name: "表", records: cells}}
	return m
}

func TestReadSharedTexts(t *testing.T) {
	t.Parallel()
	rich := append(le(2), textWide|textRich|textMore, 1, 0, 4, 0, 0, 0)
	rich = append(append(rich, le('甲', '乙')...), 9, 9, 9, 9, 8, 8, 8, 8)
	narrow := append(le(3), 0, 'a', 'b', 'c')
	tests := []struct {
		name string
		book made
		want string
	}{
		{"one after the other", shared(2, append(wide("甲乙"), narrow...)), "[甲乙][abc]"},
		{"what follows a text is passed over", shared(2, append(rich, narrow...)), "[甲乙][abc]"},
		{"cut between texts", shared(2, wide("甲乙"), narrow), "[甲乙][abc]"},
		{"cut within a text", shared(1, append(le(4), textWide, 0x32, 0x75), append([]byte{textWide}, le('乙', '丙', '丁')...)), " 甲乙丙丁"},
		{"cut, and from then on a byte each", shared(1, append(le(4), textWide, 0x32, 0x75), []byte{0, 'a', 'b', 'c'}), " 甲abc"},
		{"cut, and from then on two bytes each", shared(1, append(le(3), 0, 'a'), append([]byte{textWide}, le('乙', '丙')...)), " a乙丙"},
		{"cut twice", shared(1, append(le(3), 0, 'a'), []byte{0, 'b'}, []byte{0, 'c'}), " abc"},
		{"cut within what follows", shared(2, rich[:len(rich)-6], append(slices.Clone(rich[len(rich)-6:]), narrow...)), "[甲乙][abc]"},
		{"more stated than there are", func() made {
			m := shared(1, wide("甲"))
			m.globals[0] = record(recordStrings, le(9, 0, 9, 0), wide("甲"))
			return m
		}(), " 甲"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := lines(t, test.book); !strings.HasSuffix(got[len(got)-1], test.want) {
				t.Errorf("want %s, got %v", test.want, got)
			}
		})
	}
}

func TestReadNumbers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		value  float64
		format string
		want   string
		noted  bool
	}{
		{"a count", 12, "General", "12", false},
		{"a large number", 123456789012345, "General", "123456789012345", false},
		{"the noise of binary fractions", 0.1 + 0.2, "General", "0.3", false},
		{"a large number in a format of powers", 251000, "0.00E+00", "251000", false},
		{"thousands", 13444, "#,##0", "13,444", false},
		{"thousands of thousands", 1234567, "#,##0.00", "1,234,567.00", false},
		{"a small number in a format of thousands", 12, "#,##0", "12", false},
		{"places kept", 1561.3, "0.00", "1561.30", false},
		{"places as needed", 1561.3, "0.##", "1561.3", false},
		{"leading noughts", 7, "000", "007", false},
		{"rounded by its format", 12.5, "0", "13", true},
		{"a unit by its format", 75.77, `0.00"万元"`, "75.77万元", false},
		{"a unit without quotes", 75.77, `0.00万元`, "75.77万元", false},
		{"general with a unit", 12, `G/通用格式"件"`, "12件", false},
		{"ten thousands by their format", 123456, `0!.0,"万"`, "12.3万", false},
		{"ten thousands from a limit on", 123456, `[>=10000]0!.0,"万";0`, "12.3万", false},
		{"below the limit", 12, `[>=10000]0!.0,"万";0`, "12", false},
		{"scaled by thousands", 12000, "0,", "12000", true},
		{"a count made a percentage", 12, "0%", "12", true},
		{"a percentage", 0.355, "0.0%", "35.5%", true},
		{"a count made a date", 12, "yyyy/m/d", "12", true},
		{"a date stays one", 45293, "yyyy/m/d", "2024/1/2", false},
		{"a Chinese date", 45293, `yyyy"年"m"月"d"日"`, "2024年1月2日", false},
		{"a date and a time", 45293.5, "yyyy/m/d h:mm", "2024/1/2 12:00", false},
		{"a negative number", -12, "0", "-12", false},
		{"a negative number in its own section", -12, "0;-0", "-12", false},
		{"a negative number in brackets", -12, "0_);(0)", "-12", true},
		{"a negative number in red", -1234, "#,##0;[Red]-#,##0", "-1,234", false},
		{"nought in a section of its own", 0, `0;-0;"-"`, "0", false},
		{"nought shown as a word", 0, `0;-0;"无"`, "0", true},
		{"money", 12, `[$¥-804]#,##0.00`, "¥12.00", false},
		{"accounting", 1234, `_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ `, "1,234", false},
		{"hidden by its format", 5, ";;;", "5", false},
		{"text", 5, "@", "5", false},
		{"a fraction", 0.5, "# ?/?", "0.5", true},
		{"Chinese numerals", 12, "[DBNum1]0", "12", true},
		{"an unfinished format", 12, `0"件`, "12件", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := one(label(0, 0, "数量"), number(0, 1, 0, test.value), label(0, 2, "x"))
			m.globals = [][]byte{format(200, test.format), style(200, false)}
			got := lines(t, m)
			noted := strings.HasPrefix(got[0], "note 工作表“表”单元格 B1 ")
			if noted != test.noted {
				t.Errorf("noted: want %v, got %v: %s", test.noted, noted, got[0])
			}
			if want := "  [数量][" + test.want + "][x]"; got[len(got)-1] != want {
				t.Errorf("want %s, got %s", want, got[len(got)-1])
			}
		})
	}
}

func TestFormatsThatAreNotStated(t *testing.T) {
	t.Parallel()
	for id, want := range map[int]string{0: "12.5", 1: "13", 2: "12.50", 9: "1250%", 14: "1900/1/12", 31: "1900年1月12日", 49: "12.5", 20: "12:00", 163: "12.5"} {
		got, known := parseFormat(builtIn[id]).show(12.5, false)
		if id == 163 {
			got, known = parseFormat("General").show(12.5, false)
		}
		if got != want || !known {
			t.Errorf("format %d: want %q, got %q, known %v", id, want, got, known)
		}
	}
	if got, _ := parseFormat("yyyy/m/d").show(43831, true); got != "2024/1/2" {
		t.Errorf("a day counted from 1904: want 2024/1/2, got %s", got)
	}
}

func TestReadFile(t *testing.T) {
	t.Parallel()
	d, err := Read(context.Background(), fixture(t))
	if err != nil {
		t.Fatal(err)
	}
	documenttest.Golden(t, "sheets", d)
}

func fixture(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", "sheets.xls"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	good := one(label(0, 0, "甲"))
	cut := one(label(0, 0, "甲"))
	cut.sheets[0].records = append(cut.sheets[0].records, binary.LittleEndian.AppendUint32(nil, recordBlank|0xF000<<16))
	locked, pictures, old, short := good, one(record(recordDrawing)), good, one(record(recordNumber, le(0, 0, 0)))
	locked.globals = [][]byte{record(recordPassword, le(1))}
	old.version, old.stream = 0x0500, "Book"
	missing := shared(1, wide("甲"))
	missing.sheets[0].records = [][]byte{record(recordShared, le(0, 0, 0, 5, 0))}
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, document.RefuseDamaged},
		{"a file cut off", good.bytes()[:1500], document.RefuseDamaged},
		{"a record cut off", cut.bytes(), document.RefuseDamaged},
		{"a record that is too short", short.bytes(), document.RefuseDamaged},
		{"a shared text that is not there", missing.bytes(), document.RefuseDamaged},
		{"a password", locked.bytes(), document.RefusePassword},
		{"Excel 95", old.bytes(), document.RefuseUnsupported},
		{"another file", made{stream: "WordDocument"}.bytes(), document.RefuseDamaged},
		{"pictures alone", pictures.bytes(), document.RefuseScan},
		{"nothing in it", one().bytes(), document.RefuseEmpty},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := Read(context.Background(), test.file)
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != test.want {
				t.Errorf("want refusal %q, got %v", test.want, err)
			}
		})
	}
}

func TestReadStopsAtTheLimits(t *testing.T) {
	t.Parallel()
	var corner [][]byte
	for row := range 2000 {
		corner = append(corner, label(row, 255, "x"))
	}
	var sheets []madeSheet
	for range maxSheets + 1 {
		sheets = append(sheets, madeSheet{name: "x"})
	}
	many := shared(1, wide("甲"))
	many.globals[0] = record(recordStrings, le(0, 0, 0, 0xFFFF), wide("甲"))
	for name, m := range map[string]made{
		"cells at the right edge":  one(corner...),
		"too many sheets":          {sheets: sheets},
		"too many texts":           many,
		"merged areas over it all": one(label(65535, 0, "x"), area([4]int{0, 65535, 0, 199})),
		"sheets that are one":      {sheets: one(label(0, 0, "甲"), record(0x7777, make([]byte, 5000))).sheets, again: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := Read(context.Background(), m.bytes()); !errors.Is(err, document.ErrTooLarge) {
				t.Errorf("want %v, got %v", document.ErrTooLarge, err)
			}
		})
	}
}

func TestReadStopsWhenCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, one(bytes.Repeat(label(0, 0, "甲"), 5000)).bytes()); !errors.Is(err, context.Canceled) {
		t.Errorf("want %v, got %v", context.Canceled, err)
	}
}

// whole checks what holds for any bytes: a document within its limits or an
// error that says something.
func whole(t *testing.T, d *document.Document, err error) {
	t.Helper()
	var r *document.Refusal
	if err != nil {
		if !errors.As(err, &r) && !errors.Is(err, document.ErrTooLarge) {
			t.Errorf("want a refusal, got %v", err)
		}
		return
	}
	for _, g := range d.Grids() {
		if g.Rows*g.Cols > document.MaxPositions || g.Cols > document.MaxColumns {
			t.Errorf("grid of %d by %d", g.Rows, g.Cols)
		}
	}
}

func TestReadDamagedFiles(t *testing.T) {
	t.Parallel()
	file := fixture(t)
	for cut := 0; cut < len(file); cut += 97 {
		d, err := Read(context.Background(), file[:cut])
		whole(t, d, err)
	}
	for at := 0; at < len(file); at += 13 {
		changed := slices.Clone(file)
		changed[at] ^= byte(1 << (at % 8))
		d, err := Read(context.Background(), changed)
		whole(t, d, err)
	}
}

// FuzzRead reads any bytes.
func FuzzRead(f *testing.F) {
	f.Add(one(label(0, 0, "甲"), number(0, 1, 0, 2), area([4]int{0, 1, 0, 0})).bytes())
	f.Add(shared(1, append(le(4), textWide, 0x32, 0x75), []byte{0, 'a', 'b', 'c'}).bytes())
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := Read(context.Background(), b)
		whole(t, d, err)
	})
}

// FuzzSheet varies the records of a sheet, and a number's format.
func FuzzSheet(f *testing.F) {
	f.Add(bytes.Join([][]byte{label(0, 0, "甲"), number(1, 1, 0, 45293), area([4]int{0, 1, 0, 0})}, nil), `yyyy"年"m"月";[>=1]0!.0,"万"`)
	f.Add(bytes.Join([][]byte{formula(0, 0, []byte{0, 0, 0, 0, 0, 0, 255, 255}, 0), record(recordString, wide("七"))}, nil), "#,##0.0#_);(0%)")
	f.Fuzz(func(t *testing.T, records []byte, code string) {
		if len(code) > 1000 {
			return
		}
		m := one(records)
		m.globals = [][]byte{format(200, code), style(200, false)}
		d, err := Read(context.Background(), m.bytes())
		whole(t, d, err)
	})
}

func BenchmarkRead(b *testing.B) {
	file := fixture(b)
	b.ReportAllocs()
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := Read(context.Background(), file); err != nil {
			b.Fatal(err)
		}
	}
}
