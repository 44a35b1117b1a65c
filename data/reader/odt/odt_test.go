package odt_test

import (
	"archive/zip"
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

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
	"github.com/nianbao/nianbao/data/reader/odt"
)

const head = `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"` +
	` xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"` +
	` xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
	` xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:math="http://www.w3.org/1998/Math/MathML">`

// styles: H hides, S strikes through, U raises, B draws a border.
const styles = `<office:automatic-styles>` +
	`<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>` +
	`<style:style style:name="H" style:family="paragraph"><style:text-properties text:display="none"/></style:style>` +
	`<style:style style:name="S" style:family="text"><style:text-properties style:text-line-through-style="solid"/></style:style>` +
	`<style:style style:name="N" style:family="text"><style:text-properties style:text-line-through-style="none" style:text-position="0% 100%"/></style:style>` +
	`<style:style style:name="U" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>` +
	`<style:style style:name="B" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style>` +
	`</office:automatic-styles>`

// pack makes a zip of parts given as name and content in turn.
func pack(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.CreateHeader(&zip.FileHeader{Name: parts[i]}) // stored, for fuzzing's sake
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// text makes a text of the body, workbook a workbook of sheets.
func text(t testing.TB, body string) []byte {
	t.Helper()
	return pack(t, "mimetype", "application/vnd.oasis.opendocument.text", "content.xml",
		head+styles+`<office:body><office:text>`+body+`</office:text></office:body></office:document-content>`)
}

func workbook(t testing.TB, sheets ...string) []byte {
	t.Helper()
	var out strings.Builder
	for i, rows := range sheets {
		fmt.Fprintf(&out, `<table:table table:name="表%d"><table:table-column table:number-columns-repeated="1024" table:default-cell-style-name="Default"/>%s</table:table>`, i+1, rows)
	}
	return pack(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml",
		head+styles+`<office:body><office:spreadsheet>`+out.String()+`</office:spreadsheet></office:body></office:document-content>`)
}

func p(text string) string { return `<text:p>` + text + `</text:p>` }

// c is a cell with attributes and content, v one that is covered, tr a row.
func c(attrs, content string) string {
	return `<table:table-cell ` + attrs + `>` + content + `</table:table-cell>`
}

const v = `<table:covered-table-cell/>`

func tr(cells ...string) string {
	return `<table:table-row>` + strings.Join(cells, "") + `</table:table-row>`
}

func tbl(rows ...string) string {
	return `<table:table><table:table-column table:number-columns-repeated="2"/>` + strings.Join(rows, "") + `</table:table>`
}

func read(t testing.TB, b []byte) *document.Document {
	t.Helper()
	d, err := odt.Read(context.Background(), b)
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
		{"paragraphs and headings", p("甲") + `<text:h text:outline-level="1">乙</text:h>`, []string{"甲", "乙"}},
		{"spans, links and fields only wrap", p(`<text:span>示例</text:span><text:a>县</text:a><text:bookmark/><text:date>2021年</text:date>`), []string{"示例县2021年"}},
		{"spaces and tabs", p(`甲<text:s/><text:s text:c="2"/>乙<text:tab/>丙`), []string{"甲   乙\t丙"}},
		{"line ends of the file are spaces", p("甲\n  乙"), []string{"甲 乙"}},
		{"entities of XML", p("甲&amp;&#20108;"), []string{"甲&二"}},
		{"a line break parts paragraphs", p(`一、总体情况<text:line-break/>全年`), []string{"一、总体情况", "全年"}},
		{"a page break does not", p(`12<text:soft-page-break/>3`), []string{"123"}},
		{"lists and sections", `<text:section><text:list><text:list-item>` + p("甲") + `</text:list-item></text:list></text:section>`, []string{"甲"}},
		{"tracked deletions are not taken", `<text:tracked-changes><text:changed-region><text:deletion>` + p("30,000") + `</text:deletion></text:changed-region></text:tracked-changes>` +
			p(`新收<text:change text:change-id="1"/><text:change-start/>13,444<text:change-end/>`), []string{"新收13,444"}},
		{"hidden text", p(`1<text:span text:style-name="H">9<text:span text:style-name="S">9</text:span></text:span>2`) + `<text:p text:style-name="H">99</text:p>` +
			`<text:section text:display="none">` + p("98") + `</text:section>`, []string{"12"}},
		{"struck and raised text stays apart", p(`<text:span text:style-name="S">12</text:span>13<text:span text:style-name="U">1</text:span>`) + p(`<text:span text:style-name="N">4</text:span>5`),
			[]string{"~~12~~13[1]", "45"}},
		{"a footnote is left out", p(`12<text:note><text:note-citation>1</text:note-citation><text:note-body>` + p("99") + `</text:note-body></text:note>`), []string{"12[1]"}},
		{"comments and declarations are left out", `<text:sequence-decls><text:sequence-decl/></text:sequence-decls>` + p(`12<office:annotation>`+p("99")+`</office:annotation>`), []string{"12"}},
		{"phonetic guides are left out", p(`<text:ruby><text:ruby-base>县</text:ruby-base><text:ruby-text>xiàn</text:ruby-text></text:ruby>`), []string{"县"}},
		{"a text box comes after its paragraph", p(`1<draw:frame><draw:text-box>` + p("2") + p("3") + `</draw:text-box></draw:frame>4`), []string{"14", "2", "3"}},
		{"a shape with text", p(`1<draw:custom-shape>` + p("2") + `</draw:custom-shape>`), []string{"1", "2"}},
		{"an embedded workbook is noted", p(`12<draw:frame><draw:object/><draw:image/></draw:frame>`),
			[]string{"note 文中嵌有 1 个对象（如嵌入的 Excel 表），其内容未读取", "12"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, lines(read(t, text(t, test.body)))); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadTables(t *testing.T) {
	t.Parallel()
	const wide, tall = `table:number-columns-spanned="2"`, `table:number-rows-spanned="2"`
	tests := []struct {
		name, body string
		want       []string
	}{
		{"cells and paragraphs in them", p("前") + tbl(tr(c("", p("商业")+p("企业")), c("", p("")))) + p("后"), []string{"前", "#1 1x2", "  [商业⏎企业][]", "后"}},
		{"columns are spanned", tbl(tr(c(wide, p("甲")), v, c("", p("乙"))), tr(c("", p("1")), c("", p("2")), c("", p("3")))), []string{"#1 2x3", "  [1x2 甲][乙]", "  [1][2][3]"}},
		{"rows are spanned", tbl(tr(c(tall, p("甲")), c("", p("1"))), tr(v, c("", p("2")))), []string{"#1 2x2", "  [2x1 甲][1]", "  [@2 2]"}},
		{"a block is spanned", tbl(tr(c(wide+" "+tall, p("甲")), v, c("", p("1"))), tr(v, v, c("", p("2")))), []string{"#1 2x3", "  [2x2 甲][1]", "  [@3 2]"}},
		{"what a merged cell hides is not read", tbl(tr(c(wide, p("甲")), `<table:covered-table-cell>`+p("藏")+`</table:covered-table-cell>`, c("", p("1")))), []string{"#1 1x3", "  [1x2 甲][1]"}},
		{"a covered position that nothing covers keeps its place", tbl(tr(c("", p("甲")), v, c("", p("1"))), tr(c("", p("a")), c("", p("b")), c("", p("c")))),
			[]string{"#1 2x3", "  [甲][][1]", "  [a][b][c]"}},
		{"merged cells with empty cells in place of covered ones", tbl(tr(c(wide, p("甲")), c("", ""), c("", p("1"))), tr(c("", p("a")), c("", p("b")), c("", p("c")))),
			[]string{"#1 2x3", "  [1x2 甲][1]", "  [a][b][c]"}},
		{"a cell where a span should be ends it", tbl(tr(c(`table:number-rows-spanned="3"`, p("甲")), c("", p("1"))), tr(v, c("", p("2"))), tr(c("", p("乙")), c("", p("3")))),
			[]string{"#1 3x2", "  [2x1 甲][1]", "  [@2 2]", "  [乙][3]"}},
		{"the same to the right", tbl(tr(c(`table:number-columns-spanned="3"`, p("甲")), v, c("", p("1")))), []string{"#1 1x3", "  [1x2 甲][1]"}},
		{"repeated cells and rows", tbl(`<table:table-row table:number-rows-repeated="2">` + c("", p("甲")) + c(`table:number-columns-repeated="3"`, p("0")) + `</table:table-row>`),
			[]string{"#1 2x4", "  [甲][0][0][0]", "  [甲][0][0][0]"}},
		{"header rows and groups only wrap", tbl(`<table:table-header-rows>`+tr(c("", p("甲")))+`</table:table-header-rows>`, `<table:table-row-group>`+tr(c("", p("1")))+`</table:table-row-group>`),
			[]string{"#1 2x1", "  [甲]", "  [1]"}},
		{"a table that frames another", tbl(tr(c("", p("前")+tbl(tr(c("", p("甲")), c("", p("1"))), tr(c("", p("乙")), c("", p("2"))))+p("后")))),
			[]string{"前", "#1 2x2", "  [甲][1]", "  [乙][2]", "后"}},
		{"a picture or a formula is not blank", tbl(tr(c("", p(`<draw:frame><draw:image/></draw:frame>`)), c("", p(`<draw:frame><draw:object><math:math><math:mi>9</math:mi></math:math></draw:object></draw:frame>`)), c("", p("1")))),
			[]string{"note 文中嵌有 1 个对象（如嵌入的 Excel 表），其内容未读取", "#1 1x3", "  [[图片]][[图片]][1]"}},
		{"a huge span is cut", tbl(tr(c(`table:number-columns-spanned="999999999999999999999"`, p("甲"))), tr(c("", p("乙")), c("", p("丙")))), []string{"#1 2x256", "  [1x256 甲]", "  [乙][丙]"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, lines(read(t, text(t, test.body)))); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadWorkbooks(t *testing.T) {
	t.Parallel()
	number := func(value, shown string) string {
		return c(`office:value-type="float" office:value="`+value+`"`, p(shown))
	}
	const gap = `<table:table-row table:number-rows-repeated="7"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>`
	tests := []struct {
		name   string
		sheets []string
		want   []string
	}{
		{"a title, a table, and the sheet filled up", []string{tr(c("", p("表二"))) + tr(c("", p("甲")), c("", p("乙")), c("", p("丙"))) + tr(number("1", "1"), number("2", "2"), number("3", "3"), c(`table:number-columns-repeated="1021"`, "")) +
			`<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>`},
			[]string{"{表1} 表二", "{表1} #1 2x3 from 2,1", "  [甲][乙][丙]", "  [1][2][3]"}},
		{"empty rows part tables and keep their number", []string{tr(c("", p("甲")), c("", p("1")), c("", p("2"))) + gap + tr(c("", ""), c("", p("乙")), c("", p("3")), c("", p("4")))},
			[]string{"{表1} #1 1x3", "  [甲][1][2]", "{表1} #2 1x3 from 9,2", "  [乙][3][4]"}},
		{"merged areas", []string{tr(c(`table:number-columns-spanned="2"`, p("甲")), v, c("", p("乙"))) + tr(c(`table:number-rows-spanned="2"`, p("丙")), c("", p("1")), c("", p("2"))) + tr(v, c("", p("3")), c("", p("4")))},
			[]string{"{表1} #1 3x3", "  [1x2 甲][乙]", "  [2x1 丙][1][2]", "  [@2 3][4]"}},
		{"equal cells are written once", []string{tr(c("", p("甲")), c(`office:value-type="float" office:value="0" table:number-columns-repeated="3"`, p("0")))},
			[]string{"{表1} #1 1x4", "  [甲][0][0][0]"}},
		{"numbers as they are where the format hides them", []string{tr(c("", p("甲")), number("1234567", "1.23E+06"), number("1234", "###"), number("1234.5", "1,234.50"))},
			[]string{"note 有单元格显示为“###”，实际存的是另一数值，按“1234”读取", "{表1} #1 1x4", "  [甲][1234567][1234][1,234.50]"}},
		{"a formula without a result does not look blank", []string{tr(c("", p("甲")), c(`table:formula="of:=SUM([.A1])"`, ""), number("2", "2"))},
			[]string{"{表1} #1 1x3", "  [甲][=of:=SUM([.A1])][2]"}},
		{"several sheets", []string{tr(c("", p("甲")), c("", p("1")), c("", p("2"))), tr(c("", p("乙")))}, []string{"{表1} #1 1x3", "  [甲][1][2]", "{表2} 乙"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := read(t, workbook(t, test.sheets...))
			if diff := cmp.Diff(test.want, lines(d)); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
			if d.Format != "ods" {
				t.Errorf("format: want ods, got %q", d.Format)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	whole := text(t, p("示例县"))
	content := func(body string) []byte { return pack(t, "content.xml", body) }
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"a file cut off", whole[:len(whole)/2], document.RefuseDamaged},
		{"no content", pack(t, "styles.xml", "<x/>"), document.RefuseDamaged},
		{"content cut off", content(head + `<office:body><office:text><text:p>12`), document.RefuseDamaged},
		{"ends that do not fit", content(head + `<office:body></office:text></office:body></office:document-content>`), document.RefuseDamaged},
		{"another encoding", content("<x>\xca\xbe\xc0\xfd</x>"), document.RefuseDamaged},
		{"an unknown entity", text(t, p("&nbsp;")), document.RefuseDamaged},
		{"a password on each part", pack(t, "content.xml", "\x01\x02", "META-INF/manifest.xml", `<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>`), document.RefusePassword},
		{"a password on the whole", pack(t, "mimetype", "x", "encrypted-package", "\x01\x02"), document.RefusePassword},
		{"entities", content(`<!DOCTYPE x [<!ENTITY a "b">]>` + head + `</office:document-content>`), document.RefuseHostile},
		{"slides", content(head + `<office:body><office:presentation/></office:body></office:document-content>`), document.RefuseUnsupported},
		{"only pictures", text(t, p(`<draw:frame><draw:image/></draw:frame>`)), document.RefuseScan},
		{"no text", text(t, p("")), document.RefuseEmpty},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := odt.Read(context.Background(), test.file)
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != test.want {
				t.Errorf("want refusal %q, got %v", test.want, err)
			}
		})
	}
}

func TestReadIsBounded(t *testing.T) {
	t.Parallel()
	row := tr(c(`table:number-columns-repeated="200"`, p("1")))
	for name, b := range map[string][]byte{
		"an unpacked size": text(t, p(strings.Repeat("0", 17<<20))),
		"elements":         text(t, strings.Repeat("<text:section>", 1000)),
		"tables in tables": text(t, strings.Repeat(`<table:table><table:table-row><table:table-cell>`, 60)),
		"repeated rows":    text(t, tbl(`<table:table-row table:number-rows-repeated="999999999">`+c("", p("1"))+`</table:table-row>`)),
		"repeated cells":   text(t, tbl(strings.Repeat(row, 2000))),
		"paragraphs":       text(t, strings.Repeat(p("1"), 300_000)),
		"far rows":         workbook(t, `<table:table-row table:number-rows-repeated="900000">`+c("", "")+`</table:table-row>`+tr(c("", p("1")))),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := odt.Read(context.Background(), b)
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
	_, err := odt.Read(ctx, text(t, strings.Repeat(p("1"), 5000)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("want %v, got %v", context.Canceled, err)
	}
}

func TestReadFiles(t *testing.T) {
	t.Parallel()
	paths, err := filepath.Glob("testdata/*.od?")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files in testdata: %v", err)
	}
	random := rand.New(rand.NewPCG(1, 2))
	for _, path := range paths {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		documenttest.Golden(t, filepath.Base(path), read(t, b))
		for n := 0; n < len(b); n += len(b)/20 + 1 {
			if _, err := odt.Read(context.Background(), b[:n]); err == nil {
				t.Errorf("%s cut to %d bytes: want a refusal, got none", path, n)
			}
		}
		for range 200 {
			flipped := bytes.Clone(b)
			for range 1 + random.IntN(20) {
				flipped[random.IntN(len(flipped))] ^= 1 << random.IntN(8)
			}
			_, _ = odt.Read(context.Background(), flipped) // must return
		}
	}
}

// FuzzContent fuzzes what is inside the zip.
func FuzzContent(f *testing.F) {
	f.Add(p(`1<text:span text:style-name="U">2</text:span><text:s text:c="3"/>`), false)
	f.Add(tbl(tr(c(`table:number-columns-spanned="2" table:number-rows-spanned="2"`, p("甲")), v, c("", p("1"))), tr(v, v, c("", p("2")))), false)
	f.Add(`<table:table table:name="x">`+tr(c(`office:value-type="float" office:value="12" table:number-columns-repeated="3"`, p("12")))+`</table:table>`, true)
	f.Fuzz(func(t *testing.T, body string, sheet bool) {
		kind := "text"
		if sheet {
			kind = "spreadsheet"
		}
		b := pack(t, "content.xml", head+styles+`<office:body><office:`+kind+`>`+body+`</office:`+kind+`></office:body></office:document-content>`)
		d, err := odt.Read(context.Background(), b)
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

func BenchmarkRead(b *testing.B) {
	var rows []string
	for row := range 48 {
		var cells []string
		for col := range 8 {
			cells = append(cells, c(`table:style-name="Table2.A1" office:value-type="string"`,
				fmt.Sprintf(`<text:p text:style-name="P3"><text:span text:style-name="T4">数量 %d</text:span></text:p>`, row*col)))
		}
		rows = append(rows, tr(cells...))
	}
	file := text(b, tbl(rows...))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := odt.Read(context.Background(), file); err != nil {
			b.Fatal(err)
		}
	}
}
