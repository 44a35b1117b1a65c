package ofd_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/ofd"
	"github.com/nianbao/nianbao/data/reader/pages/pagestest"
)

func read(t testing.TB, p parts) *document.Document {
	t.Helper()
	d, err := ofd.Read(context.Background(), p.file(t))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// same fails where the file is not read as these lines.
func same(t *testing.T, want []string, p parts) {
	t.Helper()
	if diff := cmp.Diff(want, pagestest.Lines(read(t, p))); diff != "" {
		t.Errorf("document differs (-want +got):\n%s", diff)
	}
}

func TestDrawnPages(t *testing.T) {
	t.Parallel()
	producers := map[string]func(*sheet){
		"a line an object":              func(*sheet) {},
		"a line an object, in points":   func(s *sheet) { s.scale = point },
		"a character an object":         func(s *sheet) { s.each = true },
		"characters with their glyphs":  func(s *sheet) { s.each = true; s.scale = point },
		"everything in a block of ones": func(s *sheet) { s.body.WriteString(`<ofd:PageBlock ID="6">`) },
	}
	for producer, as := range producers {
		for _, test := range pagestest.Cases() {
			t.Run(producer+", "+test.Name, func(t *testing.T) {
				t.Parallel()
				var sheets []*sheet
				var pens []pagestest.Pen
				for range test.Pages {
					s := newSheet()
					if test.Width > 0 {
						s.w = test.Width
					}
					as(s)
					sheets, pens = append(sheets, s), append(pens, s)
				}
				test.Draw(pens)
				for _, s := range sheets {
					if strings.HasPrefix(s.body.String(), "<ofd:PageBlock") {
						s.body.WriteString(`</ofd:PageBlock>`)
					}
				}
				same(t, test.Want, book(sheets...))
			})
		}
	}
}

func TestTextCodes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		object string // attributes of the text object
		inside string
		want   []string
	}{
		{"steps in groups", `Size="4"`, `<ofd:TextCode X="0" Y="4" DeltaX="g 2 4 2 g 3 2">年度2024</ofd:TextCode>`, []string{"年度2024"}},
		{"steps in two lines", `Size="4"`, `<ofd:TextCode X="0" Y="4" DeltaX="4 -4 4" DeltaY="0 8 0">年度报告</ofd:TextCode>`, []string{"年度", "报告"}},
		{"more steps than characters", `Size="4"`, `<ofd:TextCode X="0" Y="4" DeltaX="g 90000000000 2">20年</ofd:TextCode>`, []string{"20年"}},
		{"one step for all", `Size="4"`, `<ofd:TextCode X="0" Y="4" DeltaX="4">年度报告</ofd:TextCode>`, []string{"年度报告"}},
		{"no steps", `Size="4"`, `<ofd:TextCode X="0" Y="4">2024年度</ofd:TextCode>`, []string{"2024年度"}},
		{"steps that are no numbers", `Size="4"`, `<ofd:TextCode X="0" Y="4" DeltaX="x y">年度</ofd:TextCode>`, []string{"年度"}},
		{"downwards", `Size="4"`, `<ofd:TextCode X="0" Y="4" DeltaY="g 2 8">甲乙县</ofd:TextCode>`, []string{"甲", "乙", "县"}},
		{"a gap between digits", `Size="4"`, `<ofd:TextCode X="0" Y="4" DeltaX="2 4 2">1234</ofd:TextCode>`, []string{"12 34"}},
		{"digits spread", `Size="4"`, `<ofd:TextCode X="0" Y="4" DeltaX="g 3 4">1234</ofd:TextCode>`, []string{"1 2 3 4"}},
		{"two in one place", `Size="4"`, `<ofd:TextCode X="0" Y="4" DeltaX="2 0">123</ofd:TextCode>`, []string{"12\ufffd3"}},
		{"narrow type", `Size="4" HScale="0.5"`, `<ofd:TextCode X="0" Y="4" DeltaX="2 2">年度报</ofd:TextCode>`, []string{"年度报"}},
		{"two codes, the second behind the first", `Size="4"`, `<ofd:TextCode X="0" Y="4" DeltaX="4">年度</ofd:TextCode><ofd:TextCode X="8" DeltaX="4">报告</ofd:TextCode>`, []string{"年度报告"}},
		{"glyphs beside the characters", `Size="4"`, `<ofd:CGTransform CodePosition="0" CodeCount="2" GlyphCount="2"><ofd:Glyphs>17 4</ofd:Glyphs></ofd:CGTransform><ofd:TextCode X="0" Y="4" DeltaX="4">年度</ofd:TextCode>`, []string{"年度"}},
		{"a text cut by its clip", `Size="4"`, `<ofd:Clips><ofd:Clip><ofd:Area><ofd:Text Size="4"><ofd:TextCode X="0" Y="0">剪</ofd:TextCode></ofd:Text></ofd:Area></ofd:Clip></ofd:Clips><ofd:TextCode X="0" Y="4" DeltaX="4">年度</ofd:TextCode>`, []string{"年度"}},
		{"set in lines of markup", `Size="4"`, "\n  <ofd:TextCode X=\"0\" Y=\"4\" DeltaX=\"4\">\n年度\n</ofd:TextCode>\n", []string{"年度"}},
		{"entities", `Size="4"`, `<ofd:TextCode X="0" Y="4" DeltaX="2 2 2">A&amp;&#x42;</ofd:TextCode>`, []string{"A&B"}},
		{"no size", ``, `<ofd:TextCode X="0" Y="4" DeltaX="4">年度</ofd:TextCode>`, nil},
		{"across the page, as a watermark", `Size="4" CTM="0.7071 0.7071 -0.7071 0.7071 0 0"`, `<ofd:TextCode X="0" Y="4" DeltaX="4">内部</ofd:TextCode>`, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newTextSheet("第一页")
			s.objects = `<ofd:TextObject ID="9" Boundary="20 20 100 100" ` + test.object + `>` + test.inside + `</ofd:TextObject>`
			same(t, append(test.want, "第一页"), book(s))
		})
	}
}

func TestWhatNobodySees(t *testing.T) {
	t.Parallel()
	hidden := func(attrs, inside string) string {
		return `<ofd:TextObject ID="9" Boundary="75.9 86.1 9 9" Size="3.5" ` + attrs + `>` + inside + `<ofd:TextCode X="0" Y="3.5">7</ofd:TextCode></ofd:TextObject>`
	}
	seen := append(append([]string(nil), pagestest.SmallLines()[:3]...), "  [一、本年新收][127][0][12]", pagestest.SmallLines()[4])
	tests := []struct {
		name, object string
		want         []string
	}{
		{"a figure that is seen", hidden("", ""), seen},
		{"half transparent", hidden(`Alpha="128"`, ""), seen},
		{"stroked alone", hidden(`Fill="false" Stroke="true"`, ""), seen},
		{"invisible", hidden(`Visible="false"`, ""), pagestest.SmallLines()},
		{"transparent", hidden(`Alpha="0"`, ""), pagestest.SmallLines()},
		{"of a transparent colour", hidden("", `<ofd:FillColor Value="0 0 0" Alpha="0"/>`), pagestest.SmallLines()},
		{"neither filled nor stroked", hidden(`Fill="false"`, ""), pagestest.SmallLines()},
		{"a line that is invisible", `<ofd:PathObject Boundary="28 87 0 0" Visible="false"><ofd:AbbreviatedData>M 0 0 L 90 0</ofd:AbbreviatedData></ofd:PathObject>`, pagestest.SmallLines()},
		{"a line that is neither filled nor stroked", `<ofd:PathObject Boundary="28 87 0 0" Stroke="false"><ofd:AbbreviatedData>M 0 0 L 90 0</ofd:AbbreviatedData></ofd:PathObject>`, pagestest.SmallLines()},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSheet()
			pagestest.Table(s, pagestest.Small())
			s.objects = test.object
			same(t, test.want, book(s))
		})
	}
}

func TestRecognisedPages(t *testing.T) {
	t.Parallel()
	picture := `<ofd:ImageObject ID="3" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="4"/>`
	note := []string{"第2页是扫描识别文字，需逐格核对"}
	tests := []struct {
		name  string
		with  func(*sheet)
		want  bool
		notes []string
	}{
		{"plain", func(*sheet) {}, false, nil},
		{"invisible text", func(s *sheet) { s.attrs = ` Visible="false"` }, true, note},
		{"a picture behind the text", func(s *sheet) { s.objects = picture }, true, note},
		{"a picture that is told by its matrix", func(s *sheet) {
			s.objects = strings.Replace(picture, `Boundary="0 0 210 297" `, "", 1)
		}, true, note},
		{"an emblem", func(s *sheet) { s.objects = `<ofd:ImageObject ID="3" Boundary="10 10 30 30" ResourceID="4"/>` }, false, nil},
		{"an invisible picture", func(s *sheet) { s.objects = strings.Replace(picture, "ID", `Visible="false" ID`, 1) }, false, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSheet()
			test.with(s)
			pagestest.Table(s, pagestest.Small())
			d := read(t, book(newTextSheet("第一页"), s))
			var got []bool
			for _, b := range d.Blocks {
				got = append(got, b.Recognised)
			}
			if diff := cmp.Diff([]bool{false, test.want}, got); diff != "" {
				t.Errorf("blocks recognised differ (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(test.notes, d.Notes); diff != "" {
				t.Errorf("notes differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCellsHavePagesAndBoxes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		turn func(p parts) parts
		want document.Box
		size document.Page
	}{
		{"upright", func(p parts) parts { return p }, document.Box{L: 180, T: 240, R: 240, B: 260}, document.Page{W: 595, H: 842}},
		{"a page that does not begin at 0", func(p parts) parts {
			return p.changed("Doc_0/Pages/Page_1/Content.xml", "<ofd:PhysicalBox>0 0", "<ofd:PhysicalBox>-25.4 -50.8")
		}, document.Box{L: 252, T: 384, R: 312, B: 404}, document.Page{W: 595, H: 842}},
		{"a size for all pages", func(p parts) parts {
			return p.changed("Doc_0/Pages/Page_1/Content.xml", "<ofd:Area>", "<ofd:Aria>").
				changed("Doc_0/Pages/Page_1/Content.xml", "</ofd:Area>", "</ofd:Aria>").
				changed("Doc_0/Document.xml", "0 0 210 297", "0 0 254 254")
		}, document.Box{L: 180, T: 240, R: 240, B: 260}, document.Page{W: 720, H: 720}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSheet()
			pagestest.Table(s, pagestest.Small())
			d := read(t, test.turn(book(newTextSheet("第一页"), s)))
			if d.Format != "ofd" {
				t.Errorf("want format ofd, got %s", d.Format)
			}
			c := d.Grids()[0].At(3, 2)
			if c.Text != "12" || c.Page != 2 || c.Box == nil || *c.Box != test.want {
				t.Errorf("want 12 on page 2 in %v, got %+v in %+v", test.want, c, c.Box)
			}
			if got, ok := d.Page(2); !ok || got != test.size {
				t.Errorf("want the page's size %v, got %v, %v", test.size, got, ok)
			}
		})
	}
}

// A table across that is set on an upright page stands on its side there.
func TestTurnedPages(t *testing.T) {
	t.Parallel()
	s := newSheet()
	s.w, s.h = 842, 595
	pagestest.Table(s, pagestest.Small())
	inner := s.body.String()
	turned := newSheet()
	// A quarter turn clockwise: the top left corner comes to the top right one.
	turned.objects = `<ofd:CompositeObject ID="9" ResourceID="77" Boundary="0 0 210 297" CTM="0 1 -1 0 209.9 0"/>`
	p := book(turned).with("Doc_0/Res.xml", `<ofd:Res `+space+`><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="77"><ofd:Content>`+inner+`</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>`).
		changed("Doc_0/Document.xml", "<ofd:CommonData>", "<ofd:CommonData><ofd:PublicRes>Res.xml</ofd:PublicRes>")
	same(t, pagestest.SmallLines(), p)
	c := read(t, p).Grids()[0].At(3, 2)
	if want := (document.Box{L: 335, T: 180, R: 355, B: 240}); c.Box == nil || *c.Box != want {
		t.Errorf("want the box %v, got %v", want, c.Box)
	}
}
