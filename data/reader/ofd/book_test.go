package ofd_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/ofd"
	"github.com/nianbao/nianbao/data/reader/pages"
	"github.com/nianbao/nianbao/data/reader/pages/pagestest"
)

const (
	root  = "Doc_0/Document.xml"
	page0 = "Doc_0/Pages/Page_0/Content.xml"
)

// object is a text object on a line of its own.
func object(line int, text string) string {
	return fmt.Sprintf(`<ofd:TextObject ID="9" Boundary="30 %d 100 9" Size="4"><ofd:TextCode X="0" Y="4">%s</ofd:TextCode></ofd:TextObject>`, 10+10*line, text)
}

// content is a page or a template.
func content(objects string) string {
	return `<ofd:Page ` + space + `><ofd:Content><ofd:Layer>` + objects + `</ofd:Layer></ofd:Content></ofd:Page>`
}

// units is a part with composite objects, by pairs of ID and content.
func units(list ...string) string {
	out := `<ofd:Res ` + space + `><ofd:CompositeGraphicUnits>`
	for i := 0; i < len(list); i += 2 {
		out += `<ofd:CompositeGraphicUnit ID="` + list[i] + `"><ofd:Content>` + list[i+1] + `</ofd:Content></ofd:CompositeGraphicUnit>`
	}
	return out + `</ofd:CompositeGraphicUnits></ofd:Res>`
}

func TestPartsOfABook(t *testing.T) {
	t.Parallel()
	plain := func() parts { return book(newTextSheet("正文")) }
	common := func(p parts, text string) parts { return p.changed(root, "<ofd:CommonData>", "<ofd:CommonData>"+text) }
	tests := []struct {
		name string
		file parts
		want []string
	}{
		{"a template behind the page",
			common(plain(), `<ofd:TemplatePage ID="2" BaseLoc="Tpls/T.xml"/>`).with("Doc_0/Tpls/T.xml", content(object(0, "模板"))).
				changed(page0, "<ofd:Content>", `<ofd:Template TemplateID="2" ZOrder="Background"/><ofd:Content>`),
			[]string{"模板", "正文"}},
		{"a template that is not there",
			plain().changed(page0, "<ofd:Content>", `<ofd:Template TemplateID="2"/><ofd:Content>`),
			[]string{"note 第1页引用的内容有的不在文件里，没有读全，需核对", "正文"}},
		{"composite objects within each other",
			common(plain(), `<ofd:PublicRes>/Doc_0/None.xml</ofd:PublicRes><ofd:DocumentRes>Res.xml</ofd:DocumentRes>`).
				with("Doc_0/Res.xml", units("1", `<ofd:CompositeObject ResourceID="2" Boundary="0 10 1 1"/>`, "2", object(0, "图元"))).
				changed(page0, `<ofd:Layer ID="5">`, `<ofd:Layer><ofd:CompositeObject ResourceID="1" Boundary="0 20 1 1"/>`),
			[]string{"图元", "正文"}},
		{"a composite object that nobody sees",
			common(plain(), `<ofd:DocumentRes>Res.xml</ofd:DocumentRes>`).with("Doc_0/Res.xml", units("1", object(0, "图"))).
				changed(page0, `<ofd:Layer ID="5">`, `<ofd:Layer><ofd:CompositeObject ResourceID="1" Alpha="0"/>`),
			[]string{"正文"}},
		{"a composite object that is not there",
			plain().changed(page0, `<ofd:Layer ID="5">`, `<ofd:Layer><ofd:CompositeObject ResourceID="1"/>`),
			[]string{"note 第1页引用的内容有的不在文件里，没有读全，需核对", "正文"}},
		{"what was typed onto the page, and a seal",
			plain().changed(root, "</ofd:Pages>", "</ofd:Pages><ofd:Annotations>Annots/List.xml</ofd:Annotations>").
				with("Doc_0/Annots/List.xml", `<ofd:Annotations `+space+`><ofd:Page PageID="10"><ofd:FileLoc>P0/A.xml</ofd:FileLoc></ofd:Page><ofd:Page PageID="11"><ofd:FileLoc>P1/A.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>`).
				with("Doc_0/Annots/P0/A.xml", `<ofd:PageAnnot `+space+`>`+
					`<ofd:Annot Type="Stamp" Subtype="FreeText"><ofd:Remark>批注</ofd:Remark><ofd:Appearance Boundary="0 200 9 9">`+object(0, "填写")+`</ofd:Appearance></ofd:Annot>`+
					`<ofd:Annot Type="Stamp" Subtype="FreeText" Visible="false"><ofd:Appearance>`+object(2, "删去")+`</ofd:Appearance></ofd:Annot>`+
					`<ofd:Annot Type="Stamp" Subtype="Stamp"><ofd:Appearance>`+object(3, "公章")+`</ofd:Appearance></ofd:Annot></ofd:PageAnnot>`),
			[]string{"正文", "填写"}},
		{"a list of annotations that is not there",
			plain().changed(root, "</ofd:Pages>", "</ofd:Pages><ofd:Annotations>None.xml</ofd:Annotations>"), []string{"正文"}},
		{"signatures that are not there",
			plain().changed("OFD.xml", "</ofd:DocRoot>", "</ofd:DocRoot><ofd:Signatures>Signs/None.xml</ofd:Signatures>"), []string{"正文"}},
		{"two documents",
			plain().changed("OFD.xml", "</ofd:DocBody>", "</ofd:DocBody><ofd:DocBody><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody>").
				with("Doc_1/Document.xml", `<ofd:Document `+space+`><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>`).
				with("Doc_1/P.xml", content(strings.Replace(object(1, "另文"), `Size="4"`, `Size="8"`, 1))),
			[]string{"正文", "另文"}},
		{"the version that counts",
			plain().changed("OFD.xml", "</ofd:DocRoot>", `</ofd:DocRoot><ofd:Versions><ofd:Version ID="1" BaseLoc="Doc_0/V1.xml"/><ofd:Version ID="2" Current="true" BaseLoc="Doc_0/V2.xml"/></ofd:Versions>`).
				with("Doc_0/V2.xml", `<ofd:DocVersion `+space+`><ofd:DocRoot>Document2.xml</ofd:DocRoot></ofd:DocVersion>`).
				with("Doc_0/Document2.xml", `<ofd:Document `+space+`><ofd:Pages><ofd:Page ID="1" BaseLoc="P.xml"/></ofd:Pages></ofd:Document>`).
				with("Doc_0/P.xml", content(object(1, "改后"))),
			[]string{"改后"}},
		{"names in another case, from the root, with backslashes",
			plain().changed(root, "Pages/Page_0/Content.xml", `DOC_0\pages\page_0\content.xml`), []string{"正文"}},
		{"names that lead out of the file stay in it",
			plain().changed(root, "Pages/Page_0/Content.xml", "../../../../Doc_0/Pages/Page_0/Content.xml"), []string{"正文"}},
		{"names in GBK",
			plain().changed(root, "Pages/Page_0/Content.xml", "页面/第一页.xml").with(gb18030("Doc_0/页面/第一页.xml"), content(object(0, "正文"))), []string{"正文"}},
		{"no prefix", unprefixed(plain()), []string{"正文"}},
		{"a mark of the byte order", plain().with(page0, "\ufeff"+content(object(0, "正文"))), []string{"正文"}},
		{"GB 18030", plain().with(page0, gb18030(content(object(0, "正文")))), []string{"正文"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			same(t, test.want, test.file)
		})
	}
}

func unprefixed(p parts) parts {
	for name, text := range p {
		text = strings.ReplaceAll(text, "xmlns:ofd", "xmlns")
		p[name] = strings.ReplaceAll(strings.ReplaceAll(text, "<ofd:", "<"), "</ofd:", "</")
	}
	return p
}

func gb18030(text string) string {
	out, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		panic(err)
	}
	return out
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	scan := func() *sheet {
		s := newSheet()
		s.objects = `<ofd:ImageObject ID="3" Boundary="0 0 210 297" ResourceID="4"/>`
		return s
	}
	many := make([]*sheet, pages.MaxPages+1)
	for i := range many {
		many[i] = newSheet()
	}
	plain := func() parts { return book(newTextSheet("正文")) }
	deep := strings.Repeat("<ofd:PageBlock>", 400) + strings.Repeat("</ofd:PageBlock>", 400)
	tests := []struct {
		name string
		file parts
		want string
	}{
		{"a scan", book(scan(), scan()), document.RefuseScan},
		{"empty pages", book(newSheet()), document.RefuseScan},
		{"encrypted", plain().with("Encryptions.xml", "<Encryptions/>"), document.RefusePassword},
		{"too many pages", book(many...), document.RefuseTooLarge},
		{"too many characters on a page", book(newTextSheet(strings.Repeat("一", pages.MaxGlyphs+1))), document.RefuseTooLarge},
		{"no pages", book(), document.RefuseDamaged},
		{"no document", parts{"OFD.xml": `<ofd:OFD><ofd:DocBody/></ofd:OFD>`}, document.RefuseDamaged},
		{"no root", parts{"Doc_0/Document.xml": ""}, document.RefuseDamaged},
		{"a page that is not there", plain().changed(root, "Page_0", "Page_9"), document.RefuseDamaged},
		{"a page cut off", plain().with(page0, content(object(0, "正文"))[:120]), document.RefuseDamaged},
		{"a document type", plain().with(page0, `<!DOCTYPE x [<!ENTITY e "正文">]>`+content(object(0, "&e;"))), document.RefuseDamaged},
		{"an entity of its own", plain().with(page0, content(object(0, "&e;"))), document.RefuseDamaged},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := ofd.Read(context.Background(), test.file.file(t))
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != test.want {
				t.Fatalf("want refusal %q, got %v", test.want, err)
			}
			if r.Reason == "" || r.Advice == "" {
				t.Errorf("want reason and advice, got %+v", r)
			}
		})
	}
	for name, file := range map[string]parts{
		"elements within each other": plain().with(page0, content(deep)),
		"a part that is too large":   plain().with(page0, strings.Repeat(" ", 16<<20+1)),
		"composite objects without end": plain().with("Doc_0/Res.xml", units("1", strings.Repeat(`<ofd:CompositeObject ResourceID="1"/>`, 100))).
			changed(root, "<ofd:CommonData>", "<ofd:CommonData><ofd:PublicRes>Res.xml</ofd:PublicRes>").
			changed(page0, `<ofd:Layer ID="5">`, `<ofd:Layer><ofd:CompositeObject ResourceID="1"/>`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := ofd.Read(context.Background(), file.file(t)); !errors.Is(err, document.ErrTooLarge) {
				t.Errorf("want too large, got %v", err)
			}
		})
	}
}

func TestPagesThatAreDrawingsAreNotTakenForTables(t *testing.T) {
	t.Parallel()
	s := newTextSheet("地图")
	for i := range 7000 {
		x, y := float64(20+i%80*7), float64(20+i/80*9)
		s.Rule(x, y, x+4, y)
	}
	d := read(t, book(s))
	if len(d.Grids()) > 0 || len(d.Notes) != 1 || !strings.Contains(d.Notes[0], "图形过多") {
		t.Errorf("want a note and no table, got %d tables and %v", len(d.Grids()), d.Notes)
	}
}

func TestReadingEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := ofd.Read(ctx, book(newTextSheet("正文")).file(t)); !errors.Is(err, context.Canceled) {
		t.Errorf("want the context's error, got %v", err)
	}
}

func TestDamagedFilesEndInADocumentOrARefusal(t *testing.T) {
	t.Parallel()
	s := newSheet()
	pagestest.Table(s, pagestest.Small())
	b := book(s).file(t)
	for i := 0; i < len(b); i += 7 {
		mustEnd(t, b[:i])
		damaged := append([]byte(nil), b...)
		damaged[i] ^= 0x41
		mustEnd(t, damaged)
	}
}

// mustEnd fails where reading gives neither a document nor a refusal.
func mustEnd(t *testing.T, b []byte) {
	t.Helper()
	d, err := ofd.Read(context.Background(), b)
	var r *document.Refusal
	if (d == nil) == (err == nil) || err != nil && !errors.As(err, &r) && !errors.Is(err, document.ErrTooLarge) {
		t.Errorf("want a document or a refusal, got %v, %v", d, err)
	}
}

func FuzzRead(f *testing.F) {
	s := newSheet()
	pagestest.Table(s, pagestest.Small())
	f.Add(book(s).file(f))
	f.Fuzz(func(t *testing.T, b []byte) { mustEnd(t, b) })
}

// FuzzContent damages the markup of a page inside a sound file.
func FuzzContent(f *testing.F) {
	s := newSheet()
	s.each = true
	pagestest.Table(s, pagestest.Half(60, nil, []string{"（三）", "1.国家秘密", "1", "2"}))
	f.Add(s.body.String())
	f.Add(object(0, "正文") + `<ofd:CompositeObject ResourceID="1" CTM="0 1 -1 0 9 9"/><ofd:ImageObject Boundary="0 0 9 9"/>`)
	f.Add(`<ofd:TextObject Size="4" HScale="2" CharDirection="90"><ofd:TextCode X="1" Y="2" DeltaX="g 3 4" DeltaY="1">年度报告</ofd:TextCode></ofd:TextObject>`)
	f.Add(`<ofd:PathObject Fill="true"><ofd:AbbreviatedData>M 0 0 Q 1 1 2 2 B 1 1 2 2 3 3 A 5 5 0 0 1 9 9 C</ofd:AbbreviatedData></ofd:PathObject>`)
	f.Fuzz(func(t *testing.T, objects string) {
		p := book(newTextSheet("正文")).with(page0, content(objects)).with("Doc_0/Res.xml", units("1", objects)).
			changed(root, "<ofd:CommonData>", "<ofd:CommonData><ofd:PublicRes>Res.xml</ofd:PublicRes>")
		mustEnd(t, p.file(t))
	})
}
