package pdf_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/pdf"
)

// half is a piece of a table at the foot or the head of a page.
func half(y float64, heights []float64, rows ...[]string) plan {
	return plan{x: 80, y: y, widths: []float64{40, 80, 60, 60}, heights: heights, rows: rows}
}

func TestTablesOverPages(t *testing.T) {
	t.Parallel()
	head := []string{"类别", "<", "自然人", "总计"}
	tests := []struct {
		name        string
		first, next plan
		draw        func(first, next *sheet)
		want        []string
	}{
		{
			name:  "page numbers between the halves, the head repeated",
			first: half(700, nil, head, []string{"一、新收", "<", "1", "2"}),
			next:  half(60, nil, head, []string{"二、结转", "<", "3", "4"}),
			draw: func(first, next *sheet) {
				first.text(290, 815, 10, "- 1 -")
				next.text(280, 815, 10, "第2页")
			},
			want: []string{"#1 3x3", "  [类别][自然人][总计]", "  [一、新收][1][2]", "  [二、结转][3][4]"},
		},
		{
			name:  "lines that all pages repeat",
			first: half(700, nil, head, []string{"一、新收", "<", "1", "2"}),
			next:  half(60, nil, []string{"二、结转", "<", "3", "4"}, []string{"三、办理", "<", "5", "6"}),
			draw: func(first, next *sheet) {
				for i, s := range []*sheet{first, next} {
					s.text(80, 40, 9, "示例县教育局年度报告")
					s.text(80, 820, 8, fmt.Sprintf("file:///C:/年报.html %d/2", i+1))
				}
			},
			want: []string{"示例县教育局年度报告", "#1 4x3", "  [类别][自然人][总计]", "  [一、新收][1][2]", "  [二、结转][3][4]", "  [三、办理][5][6]"},
		},
		{
			name:  "the name of a group of rows on one page only",
			first: half(700, nil, head, []string{"（三）", "1.国家秘密", "1", "2"}),
			next:  half(60, nil, []string{"", "2.其他法律", "3", "4"}, []string{"^", "3.其他", "5", "6"}),
			want:  []string{"#1 4x4", "  [1x2 类别][自然人][总计]", "  [3x1 （三）][1.国家秘密][1][2]", "  [@2 2.其他法律][3][4]", "  [@2 3.其他][5][6]"},
		},
		{
			name:  "a group that begins on the next page is another one",
			first: half(700, nil, head, []string{"（三）", "1.国家秘密", "1", "2"}),
			next:  half(60, nil, []string{"（四）", "1.无法提供", "3", "4"}, []string{"^", "2.其他", "5", "6"}),
			want:  []string{"#1 4x4", "  [1x2 类别][自然人][总计]", "  [（三）][1.国家秘密][1][2]", "  [2x1 （四）][1.无法提供][3][4]", "  [@2 2.其他][5][6]"},
		},
		{
			name:  "a row cut within its label",
			first: half(700, nil, head, []string{"（三）", "5.要求行政机", "1", "2"}),
			next:  half(60, nil, []string{"", "关重新出具", "", ""}, []string{"^", "6.其他", "5", "6"}),
			want:  []string{"#1 3x4", "  [1x2 类别][自然人][总计]", "  [2x1 （三）][5.要求行政机⏎关重新出具][1][2]", "  [@2 6.其他][5][6]"},
		},
		{
			name:  "a row cut within its numbers",
			first: half(700, nil, head, []string{"（三）", "5.要求行政机", "1234567890", "2"}),
			next:  half(60, nil, []string{"", "关重新出具", "8", ""}, []string{"^", "6.其他", "5", "6"}),
			want:  []string{"#1 3x4", "  [1x2 类别][自然人][总计]", "  [2x1 （三）][5.要求行政机⏎关重新出具][12345678908][2]", "  [@2 6.其他][5][6]"},
		},
		{
			name:  "numbers that had room are not made one",
			first: half(700, nil, head, []string{"（三）", "5.要求行政机", "1234567890", "2"}, []string{"（四）", "5.要求行政机", "12", "2"}),
			next:  half(60, nil, []string{"", "关重新出具", "8", ""}, []string{"^", "6.其他", "5", "6"}),
			want: []string{
				"#1 4x4", "  [1x2 类别][自然人][总计]", "  [（三）][5.要求行政机][1234567890][2]",
				"  [2x1 （四）][5.要求行政机⏎关重新出具][12⏎8][2]", "  [@2 6.其他][5][6]",
			},
		},
		{
			name:  "a row without figures after a full one is a row",
			first: half(700, nil, head, []string{"规章", "<", "1", "2"}),
			next:  half(60, nil, []string{"规范性文件", "<", "", ""}, []string{"许可", "<", "5", "6"}),
			want:  []string{"#1 4x3", "  [类别][自然人][总计]", "  [规章][1][2]", "  [规范性文件][][]", "  [许可][5][6]"},
		},
		{
			name:  "a head cut between its rows",
			first: half(700, nil, []string{"类别", "<", "法人", "<"}, []string{"^", "^", "", ""}),
			next:  half(60, nil, []string{"", "<", "企业", "机构"}, []string{"规章", "<", "5", "6"}),
			want:  []string{"#1 3x3", "  [2x1 类别][1x2 法人]", "  [@2 企业][机构]", "  [规章][5][6]"},
		},
		{
			name:  "another table after a heading",
			first: half(700, nil, head, []string{"一、新收", "<", "1", "2"}),
			next:  half(100, nil, head, []string{"二、结转", "<", "3", "4"}),
			draw:  func(_, next *sheet) { next.text(80, 90, 14, "三、收到和处理申请情况") },
			want: []string{
				"#1 2x3", "  [类别][自然人][总计]", "  [一、新收][1][2]", "三、收到和处理申请情况",
				"#2 2x3", "  [类别][自然人][总计]", "  [二、结转][3][4]",
			},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			first, next := newSheet(), newSheet()
			first.table(test.first)
			next.table(test.next)
			if test.draw != nil {
				test.draw(first, next)
			}
			if diff := cmp.Diff(test.want, lines(read(t, file("", first, next)))); diff != "" {
				t.Errorf("document differs (-want +got):\n%s", diff)
			}
		})
	}
}

// placed is where a text of the small table stands.
func placed(t *testing.T, d *document.Document, text string) document.Cell {
	t.Helper()
	for _, g := range d.Grids() {
		for _, c := range g.Cells {
			if c.Text == text {
				return c
			}
		}
	}
	t.Fatalf("no cell %q", text)
	return document.Cell{}
}

func TestCellsHavePagesAndBoxes(t *testing.T) {
	t.Parallel()
	upright := document.Box{L: 180, T: 240, R: 240, B: 260}
	tests := []struct {
		name string
		turn func(s *sheet)
		want document.Box
		page document.Page
	}{
		{"upright", func(*sheet) {}, upright, document.Page{W: 595, H: 842}},
		{"turned by its dictionary", func(s *sheet) { s.rotate = 90 }, document.Box{L: 582, T: 180, R: 602, B: 240}, document.Page{W: 842, H: 595}},
		{"drawn sideways", func(s *sheet) { s.prefix = "0 1 -1 0 842 0 cm\n"; s.w, s.h = 842, 900 }, document.Box{L: 240, T: 660, R: 260, B: 720}, document.Page{W: 842, H: 900}},
		{"drawn sideways and turned upright", func(s *sheet) {
			s.prefix = "0 1 -1 0 842 0 cm\n"
			s.w, s.h, s.rotate = 842, 842, 90
		}, upright, document.Page{W: 842, H: 842}},
		{"a page that does not begin at 0", func(s *sheet) { s.extra = "/CropBox [50 50 545 792]" }, document.Box{L: 130, T: 190, R: 190, B: 210}, document.Page{W: 495, H: 742}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSheet()
			s.table(small())
			test.turn(s)
			b := file("", newTextSheet("第一页"), s)
			d := read(t, b)
			if diff := cmp.Diff(append([]string{"第一页"}, smallLines...), lines(d)); test.name != "turned by its dictionary" && diff != "" {
				t.Errorf("document differs (-want +got):\n%s", diff)
			}
			got := placed(t, d, "12")
			if got.Page != 2 || got.Box == nil {
				t.Fatalf("want a box on page 2, got page %d, box %v", got.Page, got.Box)
			}
			if diff := cmp.Diff(test.want, *got.Box); diff != "" {
				t.Errorf("box differs (-want +got):\n%s", diff)
			}
			if page, ok := d.Page(2); !ok || page != test.page {
				t.Errorf("want the page's size %v, got %v, %v", test.page, page, ok)
			}
			if _, ok := d.Page(3); ok {
				t.Error("a page that is not there has a size")
			}
		})
	}
}

func newTextSheet(text string) *sheet {
	s := newSheet()
	s.text(80, 400, 12, text)
	return s
}

func TestRecognisedPages(t *testing.T) {
	t.Parallel()
	table := func(s *sheet) *sheet { s.table(small()); return s }
	tests := []struct {
		name  string
		sheet func() *sheet
		want  bool
		notes []string
	}{
		{"plain", func() *sheet { return table(newSheet()) }, false, nil},
		{"invisible text", func() *sheet {
			s := newSheet()
			s.prefix = "3 Tr\n"
			return table(s)
		}, true, []string{"第2页是扫描识别文字，需逐格核对"}},
		{"a picture over the text", func() *sheet {
			s := table(newSheet())
			s.image, s.imageLast = true, true
			return s
		}, true, []string{"第2页是扫描识别文字，需逐格核对"}},
		{"a picture under the text", func() *sheet {
			s := table(newSheet())
			s.image = true
			return s
		}, true, []string{"第2页是扫描识别文字，需逐格核对"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			d := read(t, file("", newTextSheet("第一页"), test.sheet()))
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

func TestTextThatNobodySeesIsLeftOut(t *testing.T) {
	t.Parallel()
	s := newSheet()
	s.table(small())
	s.body.WriteString("3 Tr\n")
	s.text(200, 253, 10, "7")
	if diff := cmp.Diff(smallLines, lines(read(t, file("", s)))); diff != "" {
		t.Errorf("document differs (-want +got):\n%s", diff)
	}
}

func TestPagesWithoutTextAreNamed(t *testing.T) {
	t.Parallel()
	scan := newSheet()
	scan.image = true
	d := read(t, file("", newTextSheet("第一页"), scan, scan, newTextSheet("第四页"), scan))
	if diff := cmp.Diff([]string{"第2-3、5页只有图片，没有可读取的文字，未读"}, d.Notes); diff != "" {
		t.Errorf("notes differ (-want +got):\n%s", diff)
	}
}

func TestTypedOnTextIsRead(t *testing.T) {
	t.Parallel()
	s := newSheet()
	s.table(small())
	s.extra = `/Annots [<< /Type /Annot /Subtype /FreeText /F 4 /Rect [260 564 280 578] /AP << /N 10 0 R >> >>]`
	page := string(file("", s))
	form := "<< /Type /XObject /Subtype /Form /BBox [0 0 20 14] /Resources << /Font << /F1 3 0 R >> >> /Length 44 >>\nstream\nBT /F1 10 Tf 5 3 Td <00380038> Tj ET         \nendstream"
	b := strings.Replace(page, "xref\n0 9\n", "10 0 obj\n"+form+"\nendobj\nxref\n0 9\n", 1)
	want := append(append([]string(nil), smallLines[:4]...), "  [二、上年结转][3][88][3]")
	if diff := cmp.Diff(want, lines(read(t, []byte(b)))); diff != "" {
		t.Errorf("document differs (-want +got):\n%s", diff)
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	scan := newSheet()
	scan.image = true
	many := make([]*sheet, pdf.MaxPages+1)
	for i := range many {
		many[i] = newSheet()
	}
	whole := file("", newTextSheet("全文"))
	secret := strings.Repeat("41", 32)
	tests := []struct {
		name string
		b    []byte
		want string
	}{
		{"a scan", file("", scan, scan), document.RefuseScan},
		{"empty pages", file("", newSheet()), document.RefuseScan},
		{"a password", file("/ID [<00><00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <"+secret+"> /U <"+secret+"> >>", newTextSheet("密")), document.RefusePassword},
		{"too many pages", file("", many...), document.RefuseTooLarge},
		{"cut off in its head", whole[:40], document.RefuseDamaged},
		{"no bytes", nil, document.RefuseDamaged},
		{"something else", []byte("%PDF-1.7\n这不是 PDF"), document.RefuseDamaged},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := pdf.Read(context.Background(), test.b)
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != test.want {
				t.Fatalf("want refusal %q, got %v", test.want, err)
			}
			if r.Reason == "" || r.Advice == "" {
				t.Errorf("want reason and advice, got %+v", r)
			}
		})
	}
}

// object writes objects for the bombs.
func objects(list ...string) []byte {
	var out bytes.Buffer
	var at []int
	out.WriteString("%PDF-1.5\n")
	for i, text := range list {
		at = append(at, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, text)
	}
	return finish(&out, at, "")
}

func stream(dict, text string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(text), text)
}

// endless is a page of so many drawing operators that they take seconds.
func endless(t *testing.T) []byte {
	t.Helper()
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	for range 10_000 {
		if _, err := z.Write(bytes.Repeat([]byte("q Q\n"), 1000)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return objects(
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R >>",
		stream("/Filter /FlateDecode", packed.String()),
	)
}

// bomb is a page that draws a form ten times that draws a form ten times, and
// so on.
func bomb() []byte {
	list := []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> >> >>",
		stream("", "/X Do"),
	}
	for i := range 20 {
		list = append(list, stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X %d 0 R >> >>", 6+i), strings.Repeat("/X Do ", 10)))
	}
	return objects(append(list, stream("/Type /XObject /Subtype /Form /BBox [0 0 600 800]", "0 0 9 9 re f"))...)
}

func TestAFileThatNeverEndsIsStopped(t *testing.T) {
	t.Parallel()
	b := endless(t)
	read(t, file("", newTextSheet("第一页"))) // so that the time is not spent on compiling
	for name, do := range map[string]func(context.Context) error{
		"read": func(ctx context.Context) error { _, err := pdf.Read(ctx, b); return err },
		"page": func(ctx context.Context) error { _, err := pdf.Page(ctx, b, 1, 500); return err },
	} {
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
		if err := do(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%s: want %v, got %v", name, context.DeadlineExceeded, err)
		}
		cancel()
	}
}

func TestAFileThatFillsTheMemoryIsRefused(t *testing.T) {
	t.Parallel()
	_, err := pdf.Read(context.Background(), bomb())
	var r *document.Refusal
	if !errors.As(err, &r) || r.Code != document.RefuseTooLarge {
		t.Errorf("want refusal %q, got %v", document.RefuseTooLarge, err)
	}
}

func TestPage(t *testing.T) {
	t.Parallel()
	s := newSheet()
	s.table(small())
	s.bar(185, 245, 50, 10) // over the cell of 12
	b := file("", newTextSheet("第一页"), s)
	out, err := pdf.Page(context.Background(), b, 2, 1190)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(out))
	if err != nil {
		t.Fatal(err)
	}
	if size := picture.Bounds().Size(); size.X != 1190 || size.Y != 1684 {
		t.Errorf("want 1190 by 1684 pixels, got %v", size)
	}
	box := placed(t, read(t, b), "12").Box
	if r, _, _, _ := picture.At(int(box.L+box.R), int(box.T+box.B)).RGBA(); r != 0 {
		t.Errorf("want black in the middle of the cell's box, got %x", r)
	}
	if r, _, _, _ := picture.At(20, 20).RGBA(); r != 0xffff {
		t.Errorf("want white at the page's corner, got %x", r)
	}
	for _, page := range []int{0, 3} {
		if _, err := pdf.Page(context.Background(), b, page, 500); !errors.Is(err, pdf.ErrNoPage) {
			t.Errorf("page %d: want %v, got %v", page, pdf.ErrNoPage, err)
		}
	}
	long := newTextSheet("长")
	long.h = 14000
	for _, width := range []int{-1, 1 << 30} {
		out, err := pdf.Page(context.Background(), file("", long), 1, width)
		if err != nil {
			t.Fatal(err)
		}
		c, err := png.DecodeConfig(bytes.NewReader(out))
		if err != nil || c.Width > 2400 || c.Height > 2400 {
			t.Errorf("width %d: want a bounded picture, got %d by %d, %v", width, c.Width, c.Height, err)
		}
	}
}
