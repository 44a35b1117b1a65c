package docx_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
	"github.com/nianbao/nianbao/data/reader/docx"
)

const (
	transitional = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	others       = ` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"` +
		` xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"` +
		` xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"`
)

// pack makes a .docx of parts given as name and content in turn.
func pack(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
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

// main makes a .docx with the body.
func main(t testing.TB, body string) []byte {
	t.Helper()
	return pack(t, "word/document.xml", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+
		`<w:document `+transitional+others+`><w:body>`+body+`<w:sectPr><w:pgSz w:w="11906"/></w:sectPr></w:body></w:document>`)
}

// p is a paragraph, c a cell with properties and paragraphs, tr a row.
func p(text string) string { return `<w:p><w:r><w:t>` + text + `</w:t></w:r></w:p>` }

func c(properties string, paragraphs ...string) string {
	return `<w:tc><w:tcPr><w:tcW w:w="100"/>` + properties + `</w:tcPr>` + strings.Join(paragraphs, "") + `</w:tc>`
}

func tr(cells ...string) string { return `<w:tr>` + strings.Join(cells, "") + `</w:tr>` }

func tbl(rows ...string) string {
	return `<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="1"/></w:tblGrid>` + strings.Join(rows, "") + `</w:tbl>`
}

func lines(d *document.Document) []string {
	return strings.Split(strings.TrimSuffix(documenttest.Text(d), "\n"), "\n")[1:]
}

const del = `<w:del w:id="1"><w:r><w:delText>30,000</w:delText></w:r></w:del>`

func TestReadParagraphs(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		body string
		want []string
	}{
		{"runs are joined", `<w:p><w:r><w:t>示例</w:t></w:r><w:r><w:t xml:space="preserve">县 </w:t></w:r><w:r><w:t>水务局</w:t></w:r></w:p>`,
			[]string{"示例县 水务局"}},
		{"entities of XML are resolved", p(`甲&amp;乙&lt;丙&#20108;&#x4E09;&quot;`), []string{`甲&乙<丙二三"`}},
		{"character data sections", p(`<![CDATA[甲<乙]]>`), []string{"甲<乙"}},
		{"comments are no text", p(`甲<!-- 乙 -->丙`), []string{"甲丙"}},
		{"empty paragraphs are left out", `<w:p/><w:p><w:pPr/></w:p>` + p("甲"), []string{"甲"}},
		{"a tab stop is no tab", `<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r></w:p>`,
			[]string{"甲\t乙"}},
		{"a line break parts paragraphs", `<w:p><w:r><w:t>一、总体情况</w:t><w:br/><w:t>全年</w:t><w:cr/><w:t>新收</w:t></w:r></w:p>`,
			[]string{"一、总体情况", "全年", "新收"}},
		{"insertions are taken, deletions are not", `<w:p><w:r><w:t>新收</w:t></w:r>` + del + `<w:ins><w:r><w:t>13,444</w:t></w:r></w:ins></w:p>`,
			[]string{"新收13,444"}},
		{"what was moved stands where it went", `<w:p><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>新</w:t></w:r></w:moveTo></w:p>`,
			[]string{"新"}},
		{"a deleted paragraph mark joins", `<w:p><w:pPr><w:rPr><w:del w:id="2"/></w:rPr></w:pPr><w:r><w:t>12</w:t></w:r></w:p>` + p("3件"),
			[]string{"123件"}},
		{"a field gives its result", `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>SUM(LEFT)</w:instrText></w:r>` +
			`<w:r><w:t>12</w:t></w:r></w:p>`, []string{"12"}},
		{"hidden text is not shown", `<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>99</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>12</w:t></w:r></w:p>`,
			[]string{"12"}},
		{"struck text does not run into the rest", `<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>12</w:t></w:r><w:r><w:t>13</w:t></w:r></w:p>`,
			[]string{"~~12~~13"}},
		{"a raised note does not run into the number", `<w:p><w:r><w:t>12</w:t></w:r><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r></w:p>`,
			[]string{"12[1]"}},
		{"links, smart tags, controls only wrap", `<w:sdt><w:sdtPr><w:alias w:val="名"/></w:sdtPr><w:sdtContent><w:p><w:hyperlink><w:r><w:t>甲</w:t></w:r></w:hyperlink>` +
			`<w:smartTag><w:r><w:t>乙</w:t></w:r></w:smartTag></w:p></w:sdtContent></w:sdt>`, []string{"甲乙"}},
		{"a text box comes after its paragraph", `<w:p><w:r><w:t>正文</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>` +
			`<w:txbxContent>` + p("标题") + `</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>` + p("标题") +
			`</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>`, []string{"正文", "标题"}},
		{"a text box of old programs", `<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>` + p("标题") + `</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`,
			[]string{"标题"}},
		{"phonetic guides are left out", `<w:p><w:r><w:ruby><w:rt><w:r><w:t>xiàn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>县</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>`,
			[]string{"县"}},
		{"an embedded workbook is noted", `<w:p><w:r><w:object/></w:r></w:p>` + p("甲"),
			[]string{"note 文中嵌有 1 个对象（如嵌入的 Excel 表），其内容未读取", "甲"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, err := docx.Read(context.Background(), main(t, test.body))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, lines(d)); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadTables(t *testing.T) {
	t.Parallel()
	const restart, goOn = `<w:vMerge w:val="restart"/>`, `<w:vMerge/>`
	picture := `<w:p><w:r><w:drawing/></w:r></w:p>`
	tests := []struct {
		name string
		body string
		want []string
	}{
		{"cells and paragraphs in them", tbl(tr(c("", p("商业"), p("企业")), c("", `<w:p/>`))), []string{"#1 1x2", "  [商业⏎企业][]"}},
		{"columns are spanned", tbl(tr(c(`<w:gridSpan w:val="2"/>`, p("甲")), c("", p("乙"))), tr(c("", p("1")), c("", p("2")), c("", p("3")))),
			[]string{"#1 2x3", "  [1x2 甲][乙]", "  [1][2][3]"}},
		{"rows are spanned", tbl(tr(c(restart, p("甲")), c("", p("1"))), tr(c(goOn, p("藏")), c("", p("2"))), tr(c(`<w:vMerge w:val="continue"/>`, `<w:p/>`), c("", p("3")))),
			[]string{"#1 3x2", "  [3x1 甲][1]", "  [@2 2]", "  [@2 3]"}},
		{"a block is spanned", tbl(tr(c(`<w:gridSpan w:val="2"/>`+restart, p("甲")), c("", p("1"))), tr(c(`<w:gridSpan w:val="2"/>`+goOn, `<w:p/>`), c("", p("2")))),
			[]string{"#1 2x3", "  [2x2 甲][1]", "  [@3 2]"}},
		{"a new merge begins under another", tbl(tr(c(restart, p("甲")), c("", p("1"))), tr(c(restart, p("乙")), c("", p("2"))), tr(c(goOn, `<w:p/>`), c("", p("3")))),
			[]string{"#1 3x2", "  [甲][1]", "  [2x1 乙][2]", "  [@2 3]"}},
		{"old horizontal merges", tbl(tr(c(`<w:hMerge w:val="restart"/>`, p("甲")), c(`<w:hMerge/>`, `<w:p/>`), c("", p("乙")))), []string{"#1 1x3", "  [1x2 甲][乙]"}},
		{"a row begins further right", tbl(tr(c("", p("甲")), c("", p("乙"))), `<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>`+c("", p("丙"))+`</w:tr>`),
			[]string{"#1 2x2", "  [甲][乙]", "  [@2 丙]"}},
		{"deleted rows are gone", tbl(tr(c("", p("甲"))), `<w:tr><w:trPr><w:del w:id="3"/></w:trPr>`+c("", `<w:p>`+del+`</w:p>`)+`</w:tr>`), []string{"#1 1x1", "  [甲]"}},
		{"deleted cells are gone", tbl(tr(c("", p("甲")), c(`<w:cellDel w:id="4"/>`, p("乙")), c("", p("丙")))), []string{"#1 1x2", "  [甲][丙]"}},
		{"rows and cells in content controls", tbl(`<w:sdt><w:sdtPr/><w:sdtContent>` + tr(`<w:sdt><w:sdtContent>`+c("", p("甲"))+`</w:sdtContent></w:sdt>`, c("", p("1"))) + `</w:sdtContent></w:sdt>`),
			[]string{"#1 1x2", "  [甲][1]"}},
		{"a number in a formula or picture is not blank", tbl(tr(c("", p("甲")), c("", picture), c("", `<w:p><m:oMath><m:r><m:t>12</m:t></m:r></m:oMath></w:p>`))),
			[]string{"#1 1x3", "  [甲][[图片]][[图片]]"}},
		{"a table that frames another", tbl(tr(c("", p("前"), tbl(tr(c("", p("甲")), c("", p("1"))), tr(c("", p("乙")), c("", p("2")))), p("后")))),
			[]string{"前", "#1 2x2", "  [甲][1]", "  [乙][2]", "后"}},
		{"tables and paragraphs keep their order", p("一") + tbl(tr(c("", p("甲")))) + p("二") + tbl(tr(c("", p("乙")))) + p("三"),
			[]string{"一", "#1 1x1", "  [甲]", "二", "#2 1x1", "  [乙]", "三"}},
		{"a huge span is cut", tbl(tr(c(`<w:gridSpan w:val="999999999"/>`, p("甲"))), tr(c("", p("乙")), c("", p("丙")))), []string{"#1 2x256", "  [1x256 甲]", "  [乙][丙]"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d, err := docx.Read(context.Background(), main(t, test.body))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, lines(d)); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadOtherProducers(t *testing.T) {
	t.Parallel()
	utf16 := func(text string) string {
		out := "\xff\xfe"
		for _, r := range text {
			out += string([]byte{byte(r), byte(r >> 8)})
		}
		return out
	}
	body := func(attrs, prefix string) string {
		tag := func(name string) string { return prefix + name }
		return `<` + tag("document") + ` ` + attrs + `><` + tag("body") + `><` + tag("p") + `><` + tag("r") + `><` + tag("t") + `>示例县</` + tag("t") +
			`></` + tag("r") + `></` + tag("p") + `></` + tag("body") + `></` + tag("document") + `>`
	}
	for name, part := range map[string][2]string{
		"the strict namespace":       {"word/document.xml", body(`xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"`, "w:")},
		"another prefix":             {"word/document.xml", body(`xmlns:ns0='http://schemas.openxmlformats.org/wordprocessingml/2006/main'`, "ns0:")},
		"no prefix":                  {"word/document.xml", body(`xmlns="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`, "")},
		"back slashes in part names": {`word\document.xml`, body(transitional, "w:")},
		"a byte order mark":          {"word/document.xml", "\ufeff" + body(transitional, "w:")},
		"UTF-16":                     {"word/document.xml", utf16(body(transitional, "w:"))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := docx.Read(context.Background(), pack(t, part[0], part[1]))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]string{"示例县"}, lines(d)); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	whole := main(t, p("示例县"))
	doc := func(body string) []byte { return pack(t, "word/document.xml", body) }
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"a file cut off", whole[:len(whole)/2], document.RefuseDamaged},
		{"no zip", []byte("PK\x03\x04"), document.RefuseDamaged},
		{"no main part", pack(t, "word/styles.xml", "<w/>"), document.RefuseDamaged},
		{"a part cut off", doc(`<w:document ` + transitional + `><w:body><w:p>`), document.RefuseDamaged},
		{"ends that do not fit", doc(`<w:document ` + transitional + `><w:body></w:document></w:body>`), document.RefuseDamaged},
		{"an entity of its own", main(t, p(`&lol;`)), document.RefuseDamaged},
		{"a document type", doc(`<!DOCTYPE w [<!ENTITY lol "lol">]><w:document ` + transitional + `/>`), document.RefuseHostile},
		{"nothing in it", main(t, `<w:p/>`), document.RefuseEmpty},
		{"only pictures", main(t, `<w:p><w:r><w:drawing/></w:r></w:p>`), document.RefuseScan},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := docx.Read(context.Background(), test.file)
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != test.want {
				t.Errorf("want refusal %q, got %v", test.want, err)
			}
		})
	}
}

func TestReadStopsAtTheLimits(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		body string
	}{
		{"elements in each other", strings.Repeat(`<w:smartTag>`, 300) + strings.Repeat(`</w:smartTag>`, 300)},
		{"tables in each other", strings.Repeat(`<w:tbl><w:tr><w:tc>`, 31) + strings.Repeat(`</w:tc></w:tr></w:tbl>`, 31)},
		{"a part that unpacks beyond measure", strings.Repeat(" ", 17<<20)},
		{"wide rows", tbl(strings.Repeat(tr(c(`<w:gridSpan w:val="200"/>`, `<w:p/>`)), 1001))},
		{"paragraphs", strings.Repeat(p("年"), document.MaxBlocks+1)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := docx.Read(context.Background(), main(t, test.body))
			if !errors.Is(err, document.ErrTooLarge) {
				t.Errorf("want %v, got %v", document.ErrTooLarge, err)
			}
		})
	}
}

func TestReadStopsWhenCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := docx.Read(ctx, main(t, strings.Repeat(p("年"), 2000)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("want %v, got %v", context.Canceled, err)
	}
}

// FuzzRead varies the main part; the zip around it stays whole.
func FuzzRead(f *testing.F) {
	f.Add(tbl(tr(c(`<w:vMerge w:val="restart"/>`, p("甲")), c("", p("1"))), tr(c(`<w:vMerge/>`, `<w:p/>`), c(`<w:gridSpan w:val="3"/>`, p("2")))))
	f.Add(`<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>` + p("&amp;") + `</w:txbxContent></mc:Choice></mc:AlternateContent></w:r></w:p>`)
	f.Add(`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p>` + tbl(tr(c(`<w:hMerge/>`, tbl(tr(c("", p("x"))))))))
	f.Fuzz(func(t *testing.T, body string) {
		d, err := docx.Read(context.Background(), main(t, body))
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
