package rtf_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
	"github.com/nianbao/nianbao/data/reader/rtf"
)

// file makes a file of the body as Word writes its head: font 0 is Western,
// 1 Chinese, 2 a symbol font, 3 Japanese, 4 Taiwanese.
func file(body string) []byte {
	return []byte(`{\rtf1\adeflang1025\ansi\ansicpg936\uc2\adeff0\deff0{\fonttbl{\f0\froman\fcharset0\fprq2{\*\panose 02020603050405020304}Times New Roman;}` +
		`{\f1\fnil\fcharset134\fprq2{\*\panose 02010600030101010101}\'cb\'ce\'cc\'e5{\*\falt SimSun};}{\f2\fnil\fcharset2 Wingdings;}` +
		`{\f3\fnil\fcharset128 MS Gothic;}{\f4\fnil\fcharset136 MingLiU;}}{\colortbl;\red0\green0\blue0;}` +
		`{\stylesheet{\s0 Normal;}}{\info{\title \'b1\'ea}{\author x}}` + body + `}`)
}

// hex writes text as a program of the Chinese system does.
func hex(t testing.TB, text string) string {
	t.Helper()
	b, err := simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, c := range b {
		if c < 0x80 {
			out.WriteByte(c)
		} else {
			fmt.Fprintf(&out, `\'%02x`, c)
		}
	}
	return out.String()
}

func read(t testing.TB, b []byte) *document.Document {
	t.Helper()
	d, err := rtf.Read(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func lines(d *document.Document) []string {
	return strings.Split(strings.TrimSuffix(documenttest.Text(d), "\n"), "\n")[1:]
}

func TestReadParagraphs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		want       []string
	}{
		{"paragraphs", `\pard 1\par 2\par`, []string{"1", "2"}},
		{"the last one without its end", `\pard 1\par 2`, []string{"1", "2"}},
		{"Chinese by bytes", `\f1 ` + hex(t, "示例县水务局") + `\par`, []string{"示例县水务局"}},
		{"bytes parted by other words", `{\loch\af0\hich\af0\dbch\f1 \'ca\b\'be}{\f1 \'c0\'fd}\par`, []string{"示例"}},
		{"a second byte that is a letter", `\f1 \'8c` + `g\'94\'5c\par`, []string{decode("\x8cg\x94\x5c")}},
		{"a second byte that is escaped", `\f1 \'8c\{\'94\\\par`, []string{decode("\x8c{\x94\\")}},
		{"four bytes of GB18030", `\f1 ` + hex(t, "㙍䶮镇") + `12\par`, []string{"㙍䶮镇12"}},
		{"Chinese under a Western font", `\f0 ` + hex(t, "新收") + `12\par`, []string{"新收12"}},
		{"Western letters", `\f0 caf\'e9\par`, []string{"café"}},
		{"Japanese and Taiwanese fonts", `\f3 \'93\'fa{\f4 \'bf\'a4}\par`, []string{"日縣"}},
		{"bytes as they stand", `\f1 ` + decodeBack(t, "示例县") + `\par`, []string{"示例县"}},
		{"Unicode, its repetition skipped", `\u31034\'ca\'be\u20363\'c0\'fd\u21439\'cf\'d8\par`, []string{"示例县"}},
		{"negative Unicode", `\u-26215 ??12\par`, []string{"香12"}},
		{"one repeated character", `{\uc1\u26032?\u25910\'3f12}\par`, []string{"新收12"}},
		{"no repeated character", `\uc0\u26032\u25910 12\par`, []string{"新收12"}},
		{"a repetition ends with its group", `{\u26032}{12}\par`, []string{"新12"}},
		{"a repetition never eats an end", `\u26032\par 12\par`, []string{"新", "12"}},
		{"a repetition that is a quotation mark", `{\uc1\u8220\ldblquote}{\uc1 x\u8221\rdblquote}\par`, []string{"“x”"}},
		{"a character in two halves", `\uc1\u-10179?\u-8704?\par`, []string{"😀"}},
		{"half a character", `\uc1\u-10179?12\par`, []string{"12"}},
		{"the whole file is UTF-8", `示例县\par`, []string{"示例县"}},
		{"signs", `a\tab b\emdash\endash\lquote c\rquote\bullet\~d\_e\-f\{\}\\\par`, []string{"a\tb—–‘c’•\u00a0d-ef{}\\"}},
		{"a line break parts paragraphs", `1\line 2\par`, []string{"1", "2"}},
		{"line ends of the file are none", "1\r\n2\n\\par", []string{"12"}},
		{"an escaped line end is a paragraph's", "1\\\n2\\par", []string{"1", "2"}},
		{"hidden text", `1{\v 99}2{\v0 3}\par`, []string{"123"}},
		{"deleted and moved text", `{\deleted\revauthdel1 30,000}{\revised 13,444}{\mvf 7}\par`, []string{"13,444"}},
		{"a deleted paragraph mark joins", `12{\deleted\par}3\par`, []string{"123"}},
		{"struck text stays apart", `{\strike 12}13{\striked1 1}4\par`, []string{"~~12~~13~~1~~4"}},
		{"raised text stays apart", `12{\super 1}\par 3{\sub 2}4{\super\nosupersub 5}\par`, []string{"12[1]", "3[2]45"}},
		{"plain text again", `{\strike\v\plain 12}\par`, []string{"12"}},
		{"a field gives its result", `{\field{\*\fldinst { PAGE 99}}{\fldrslt {12}}}\par`, []string{"12"}},
		{"a footnote is left out", `12{\super\chftn{\footnote\pard\plain 99\par}}\par`, []string{"12"}},
		{"headers and comments are left out", `{\header\pard 99\par}{\footerr 98\par}{\*\annotation 97}12\par`, []string{"12"}},
		{"numbers of lists are text", `{\listtext\pard\plain 1.\tab}` + `x\par{\pntext 2.\tab}y\par`, []string{"1.\tx", "2.\ty"}},
		{"unknown groups are left out", `{\*\mystery 99{\par 98}\bin3 }}}}12\par`, []string{"12"}},
		{"text twice, once in Unicode", `{\upr{99}{\*\ud{\u26032\'d0\'c2}}}12\par`, []string{"新12"}},
		{"a text box comes after its paragraph", `1{\shp{\*\shpinst\shpleft1{\sp{\sn x}{\sv 99}}{\shptxt\pard 2\par 3\par}}{\shprslt 98\par}}4\par`, []string{"14", "2", "3"}},
		{"a text box of old programs", `{\*\do\dobxpage{\dptxbxtext\pard 2\par}\dpx1}1\par`, []string{"1", "2"}},
		{"a symbol", `\f2\'fe\f0 12\par`, []string{"12"}},
		{"an embedded workbook is noted", `{\object\objemb{\*\objclass Excel.Sheet.8}{\*\objdata 0102}{\result{\pict 00}}}12\par`,
			[]string{"note 文中嵌有 1 个对象（如嵌入的 Excel 表），其内容未读取", "12"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, lines(read(t, file(test.body)))); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func decode(gbk string) string {
	out, err := simplifiedchinese.GB18030.NewDecoder().String(gbk)
	if err != nil {
		panic(err)
	}
	return out
}

func decodeBack(t testing.TB, text string) string {
	t.Helper()
	out, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReadTables(t *testing.T) {
	t.Parallel()
	const three = `\trowd\trgaph108\trleft-108\cellx900\cellx1900\cellx2900`
	tests := []struct {
		name, body string
		want       []string
	}{
		{"cells and paragraphs in them", three + `\pard\intbl a\par b\cell\pard\intbl\cell 3\cell\row\pard x\par`,
			[]string{"#1 1x3", "  [a⏎b][][3]", "x"}},
		{"the shape given again before the end, as Word does",
			three + `\pard\intbl 1\cell 2\cell 3\cell{` + three + `\row}\pard x\par`, []string{"#1 1x3", "  [1][2][3]", "x"}},
		{"the shape given only at the end", `\pard\intbl 1\cell 2\cell 3\cell ` + three + `\row\pard x\par`, []string{"#1 1x3", "  [1][2][3]", "x"}},
		{"one shape for all rows", three + `\pard\intbl 1\cell 2\cell 3\cell\row\intbl 4\cell 5\cell 6\cell\row\pard x\par`,
			[]string{"#1 2x3", "  [1][2][3]", "  [4][5][6]", "x"}},
		{"columns are spanned by edges", three + `\pard\intbl 1\cell 2\cell 3\cell\row\trowd\trleft-108\cellx1900\cellx2900\pard\intbl a\cell b\cell\row`,
			[]string{"#1 2x3", "  [1][2][3]", "  [1x2 a][b]"}},
		{"edges drawn by hand", three + `\pard\intbl 1\cell 2\cell 3\cell\row\trowd\trleft-100\cellx1925\cellx2860\pard\intbl a\cell b\cell\row`,
			[]string{"#1 2x3", "  [1][2][3]", "  [1x2 a][b]"}},
		{"narrow columns stay apart", `\trowd\cellx1000\cellx1050\cellx2000\pard\intbl 1\cell 2\cell 3\cell\row`, []string{"#1 1x3", "  [1][2][3]"}},
		{"rows are spanned", `\trowd\clvmgf\cellx900\cellx1900\pard\intbl a\cell 1\cell\row\trowd\clvmrg\cellx900\cellx1900\pard\intbl hid\cell 2\cell\row`,
			[]string{"#1 2x2", "  [2x1 a][1]", "  [@2 2]"}},
		{"a merge belongs to the next edge only", `\trowd\clvmgf\cellx900\cellx1900\pard\intbl a\cell 1\cell\row\trowd\cellx900\clvmrg\cellx1900\pard\intbl b\cell 2\cell\row`,
			[]string{"#1 2x2", "  [a][2x1 1]", "  [b]"}},
		{"cells are joined to the left", `\trowd\clmgf\cellx900\clmrg\cellx1900\cellx2900\pard\intbl a\cell\cell 3\cell\row` + three + `\pard\intbl 1\cell 2\cell 3\cell\row`,
			[]string{"#1 2x3", "  [1x2 a][3]", "  [1][2][3]"}},
		{"a block is joined both ways", `\trowd\clmgf\clvmgf\cellx900\clmrg\clvmrg\cellx1900\cellx2900\pard\intbl a\cell\cell 3\cell\row` +
			`\trowd\clmgf\clvmrg\cellx900\clmrg\clvmrg\cellx1900\cellx2900\pard\intbl\cell\cell 6\cell\row`,
			[]string{"#1 2x3", "  [2x2 a][3]", "  [@3 6]"}},
		{"a row begins further right", three + `\pard\intbl 1\cell 2\cell 3\cell\row\trowd\trleft900\cellx1900\cellx2900\pard\intbl 5\cell 6\cell\row`,
			[]string{"#1 2x3", "  [1][2][3]", "  [@2 5][6]"}},
		{"cells beyond the shape are kept", `\trowd\cellx900\pard\intbl 1\cell 2\cell\row`, []string{"#1 1x2", "  [1][2]"}},
		{"programs that do not say that a paragraph is in a cell", `\trowd\cellx900\cellx1900 a\par b\cell 2\cell\row x\par`,
			[]string{"#1 1x2", "  [a⏎b][2]", "x"}},
		{"a paragraph parts tables", three + `\pard\intbl 1\cell 2\cell 3\cell\row\pard\par` + three + `\pard\intbl 4\cell 5\cell 6\cell\row`,
			[]string{"#1 1x3", "  [1][2][3]", "#2 1x3", "  [4][5][6]"}},
		{"the numbers of rows part tables", `\trowd\irow0\cellx900\pard\intbl 1\cell\row\trowd\irow1\lastrow\cellx900\pard\intbl 2\cell\row` +
			`\trowd\irow0\cellx500\cellx900\pard\intbl 3\cell 4\cell{\trowd\irow0\cellx500\cellx900\row}\pard x\par`,
			[]string{"#1 2x1", "  [1]", "  [2]", "#2 1x2", "  [3][4]", "x"}},
		{"rows that all bear the number of the first", `\trowd\irow0\cellx900\pard\intbl 1\cell\row\trowd\irow0\cellx900\pard\intbl 2\cell\row`,
			[]string{"#1 2x1", "  [1]", "  [2]"}},
		{"the numbers of rows part tables in a cell", `\trowd\cellx9000\pard\intbl x\par\pard\intbl\itap2 1\nestcell 2\nestcell{\*\nesttableprops\trowd\irow0\cellx1200\cellx1800\nestrow}` +
			`\pard\intbl\itap2 3\nestcell 4\nestcell{\*\nesttableprops\trowd\irow1\cellx1200\cellx1800\nestrow}` +
			`\pard\intbl\itap2 5\nestcell 6\nestcell{\*\nesttableprops\trowd\irow0\cellx1200\cellx1800\nestrow}` +
			`\pard\intbl\itap2 7\nestcell 8\nestcell{\*\nesttableprops\trowd\irow1\cellx1200\cellx1800\nestrow}\pard\intbl y\cell\row`,
			[]string{"x", "#1 2x2", "  [1][2]", "  [3][4]", "#2 2x2", "  [5][6]", "  [7][8]", "y"}},
		{"deleted rows are gone", three + `\pard\intbl 1\cell 2\cell 3\cell\row\trowd\cldel\cellx900\cldel\cellx2900\pard\intbl{\deleted 4\cell 5\cell}\row`,
			[]string{"#1 1x3", "  [1][2][3]"}},
		{"a row's last cell without its end", three + `\pard\intbl 1\cell 2\cell 3\row\pard x\par`, []string{"#1 1x3", "  [1][2][3]", "x"}},
		{"a picture is not blank", three + `\pard\intbl 1\cell{\*\shppict{\pict\pngblip 8950}}{\nonshppict{\pict 00}}\cell\cell\row`, []string{"#1 1x3", "  [1][[图片]][]"}},
		{"a symbol and a formula are not blank", three + `\pard\intbl 1\cell\f2\'fe\cell{\mmath{\*\moMath 9}}\cell\row`, []string{"#1 1x3", "  [1][[图片]][[图片]]"}},
		{"a small table in a cell is text", three + `\pard\intbl 1\cell\pard\intbl\itap2 a\nestcell b\nestcell` +
			`{\*\nesttableprops\trowd\cellx1200\cellx1800\nestrow}{\nonesttables\par}\pard\intbl c\cell 3\cell\row`,
			[]string{"#1 1x3", "  [1][a⏎b⏎c][3]"}},
		{"a table that frames another", `\trowd\cellx9000\pard\intbl x\par\pard\intbl\itap2 1\nestcell 2\nestcell{\*\nesttableprops\trowd\cellx1200\cellx1800\nestrow}` +
			`\pard\intbl\itap2 3\nestcell 4\nestcell{\*\nesttableprops\trowd\cellx1200\cellx1800\nestrow}{\nonesttables\par}\pard\intbl y\cell\row`,
			[]string{"x", "#1 2x2", "  [1][2]", "  [3][4]", "y"}},
		{"a table in a text box", `1{\shp{\*\shpinst{\shptxt\trowd\cellx900\cellx1900\pard\intbl a\cell b\cell\row\pard\par}}}\par`, []string{"1", "#1 1x2", "  [a][b]"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, lines(read(t, file(test.body)))); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"nothing but a head", file(""), document.RefuseEmpty},
		{"only a picture", file(`{\pict\jpegblip ffd8}\par`), document.RefuseScan},
		{"only a floating picture", file(`{\shp{\*\shpinst{\sp{\sn pib}{\sv{\pict 00}}}}}\par`), document.RefuseScan},
		{"cut off in the text", []byte(`{\rtf1 12\par`), document.RefuseDamaged},
		{"cut off in a picture", []byte(`{\rtf1 12\par{\pict ffd8`), document.RefuseDamaged},
		{"cut off in a byte", []byte(`{\rtf1 12\par \'e`), document.RefuseDamaged},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := rtf.Read(context.Background(), test.file)
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != test.want {
				t.Errorf("want refusal %q, got %v", test.want, err)
			}
		})
	}
}

func TestReadIsBounded(t *testing.T) {
	t.Parallel()
	for name, b := range map[string][]byte{
		"groups in groups": []byte(`{\rtf1` + strings.Repeat("{", 1_000_000)),
		"tables in tables": file(strings.Repeat(`\trowd\cellx9\pard\intbl\itap`+"99"+` 1\nestcell`, 100)),
		"paragraphs":       file(strings.Repeat(`\par`, 2_000_000)),
		"cells":            file(`\trowd\cellx9\pard\intbl` + strings.Repeat(`1\cell`, 400_000) + `\row`),
		"a grid":           file(`\trowd` + strings.Repeat(`\cellx99999`, 300) + strings.Repeat(`\pard\intbl 1\cell\row`, 150_000)),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := rtf.Read(context.Background(), b)
			if !errors.Is(err, document.ErrTooLarge) {
				t.Errorf("want %v, got %v", document.ErrTooLarge, err)
			}
		})
	}
}

func TestReadGivesUpWithTheCaller(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := rtf.Read(ctx, file(strings.Repeat(`1\par `, 5000)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("want %v, got %v", context.Canceled, err)
	}
}

// samples are the golden files' sources: a report as LibreOffice writes it.
func samples(t testing.TB) map[string][]byte {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.rtf")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files in testdata: %v", err)
	}
	out := map[string][]byte{}
	for _, path := range paths {
		if out[filepath.Base(path)], err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestReadFiles(t *testing.T) {
	t.Parallel()
	for name, b := range samples(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			documenttest.Golden(t, name, read(t, b))
		})
	}
}

func TestReadSurvivesDamage(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for name, b := range samples(t) {
		for n := 0; n < len(b); n += len(b)/40 + 1 {
			_, err := rtf.Read(context.Background(), b[:n])
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != document.RefuseDamaged {
				t.Errorf("%s cut to %d bytes: want refusal %q, got %v", name, n, document.RefuseDamaged, err)
			}
		}
		for range 200 {
			flipped := bytes.Clone(b)
			for range 1 + random.IntN(20) {
				flipped[random.IntN(len(flipped))] ^= 1 << random.IntN(8)
			}
			_, _ = rtf.Read(context.Background(), flipped) // must return
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, body := range []string{
		`\f1 \'ca\'be\u31034\'ca\'be{\v 9}{\super 1}\par`,
		`\trowd\clvmgf\cellx900\clmgf\cellx1900\clmrg\cellx2900\pard\intbl a\cell 1\cell\cell\row\trowd\clvmrg\cellx900\cellx1900\pard\intbl\cell 2\cell\row`,
		`\trowd\cellx9\pard\intbl\itap2 1\nestcell{\*\nesttableprops\trowd\cellx9\nestrow}{\nonesttables\par}\pard\intbl\cell\row`,
		`{\shp{\*\shpinst{\shptxt\pard 2\par}}}{\upr{9}{\*\ud{\u26032 ??}}}{\pict\bin2 }}}`,
	} {
		f.Add(file(body))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := rtf.Read(context.Background(), b)
		if err != nil {
			return
		}
		packed, err := d.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := document.Decode(packed); err != nil {
			t.Fatal(err)
		}
	})
}

// large is a report of usual size, each cell with the words that LibreOffice
// writes about it.
func large() []byte {
	const (
		edge = `\clbrdrt\brdrs\brdrw10\brdrcf1\clbrdrl\brdrs\brdrw10\brdrcf1\clpadft3\clpadt108\clbrdrb\brdrs\brdrw10\brdrcf1` +
			`\clbrdrr\brdrs\brdrw10\brdrcf1\clpadfr3\clpadr108\cellx%d`
		cell = `\pard\plain \s0\rtlch\af14\afs22\alang1025 \ltrch\lang1033\langfe1033\hich\af6\loch\sl276\slmult1\ql\widctlpar\sb0\sa200` +
			`\ltrpar\hyphpar0\f6\cf0\fs22\lang1033\kerning0\dbch\af10\langfe1033\intbl\sl240\slmult1\qc{\rtlch\af14\ltrch\loch\dbch` +
			"\n" + `\u26412\'3f\u24180\'3f\u21046\'3f %d}\cell`
	)
	var out strings.Builder
	for row := range 48 {
		out.WriteString(`\trowd\trql\trleft-108\ltrrow\trpaddft3\trpaddt0\trpaddfl3`)
		for col := range 8 {
			fmt.Fprintf(&out, edge, (col+1)*1000)
		}
		for col := range 8 {
			fmt.Fprintf(&out, cell, row*col)
		}
		out.WriteString(`\row\pard`)
	}
	return file(out.String())
}

func BenchmarkRead(b *testing.B) {
	file := large()
	b.ReportAllocs()
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := rtf.Read(context.Background(), file); err != nil {
			b.Fatal(err)
		}
	}
}
