package sample_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/sample"
)

// text gives the words of a file back: of a text file and a web page by its
// encoding, of a docx its document, of a workbook every cell, of an ofd its
// pages without their numbers.
func text(t *testing.T, f *sample.File) string {
	t.Helper()
	b, err := f.Bytes()
	if err != nil {
		t.Fatalf("%s: %v", f.Path, err)
	}
	switch f.Layout.Format {
	case sample.Docx:
		return docxText(t, f.Path, b)
	case sample.Xlsx:
		return xlsxText(t, f.Path, b)
	case sample.Ofd:
		return ofdText(t, f.Path, b)
	}
	return decode(t, f.Path, b, f.Layout.Charset)
}

func decode(t *testing.T, name string, b []byte, c sample.Charset) string {
	t.Helper()
	var err error
	switch c {
	case sample.GB18030:
		if utf8.Valid(b) {
			t.Errorf("%s: want GB18030, got valid UTF-8", name)
		}
		b, err = simplifiedchinese.GB18030.NewDecoder().Bytes(b)
	case sample.UTF16LE:
		if !bytes.HasPrefix(b, []byte{0xff, 0xfe}) {
			t.Errorf("%s: want a UTF-16LE byte order mark", name)
		}
		b, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(b)
	case sample.UTF8BOM:
		if !bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) {
			t.Errorf("%s: want a UTF-8 byte order mark", name)
		}
	}
	if err != nil || !utf8.Valid(b) || bytes.Contains(b, []byte("\ufffd")) {
		t.Fatalf("%s: not %s: %v", name, c, err)
	}
	return string(b)
}

func docxText(t *testing.T, name string, b []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var document string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %s: %v", name, f.Name, err)
		}
		d := xml.NewDecoder(bytes.NewReader(part))
		for err == nil {
			_, err = d.Token()
		}
		if err != io.EOF {
			t.Errorf("%s: %s: %v", name, f.Name, err)
		}
		if f.Name == "word/document.xml" {
			document = string(part)
		}
	}
	return document
}

func ofdText(t *testing.T, name string, b []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	words := regexp.MustCompile(`(?s)<ofd:TextCode[^>]*>([^<]*)<`)
	number := regexp.MustCompile(`- [0-9]+ -$`)
	var out strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		part, err := io.ReadAll(r)
		if err != nil {
			t.Fatalf("%s: %s: %v", name, f.Name, err)
		}
		page := ""
		for _, m := range words.FindAllSubmatch(part, -1) {
			page += html.UnescapeString(string(m[1]))
		}
		out.WriteString(number.ReplaceAllString(page, ""))
	}
	return out.String()
}

func xlsxText(t *testing.T, name string, b []byte) string {
	t.Helper()
	x, err := excelize.OpenReader(bytes.NewReader(b))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	defer x.Close()
	var out strings.Builder
	for _, sheet := range x.GetSheetList() {
		rows, err := x.GetRows(sheet)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, row := range rows {
			out.WriteString(strings.Join(row, "\t") + "\n")
		}
	}
	return out.String()
}

func TestEveryFileSaysThatItIsMadeUp(t *testing.T) {
	t.Parallel()
	c := demo()
	for i := range c.Files {
		f := &c.Files[i]
		words := text(t, f)
		if !strings.Contains(words, "虚构") {
			t.Errorf("%s: want the notice, got none", f.Path)
		}
		if f.Report != nil && (!strings.Contains(words, sample.Notice) || !strings.Contains(words, f.Report.Data.Title)) {
			t.Errorf("%s: want notice and title in the text", f.Path)
		}
	}
}

func TestEveryEditionIsWrittenInEveryLayout(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range demo().Files {
		if f.Report != nil {
			seen[fmt.Sprintf("%s %+v", f.Report.Data.Edition, f.Layout)] = true
		}
	}
	for _, e := range form.Editions() {
		for _, l := range sample.Layouts() {
			if !seen[fmt.Sprintf("%s %+v", e.ID, l)] {
				t.Errorf("edition %s: no file in layout %+v", e.ID, l)
			}
		}
	}
}

// small returns a report of 2023 with figures that are easy to find.
func small(t *testing.T) *sample.Report {
	t.Helper()
	r := &sample.Report{Agency: "财政局", Preamble: []string{sample.Notice}}
	r.Data = data.Report{Agency: "示例县财政局", Year: 2023, Kind: data.Unit, Edition: "2021", Title: "示例县财政局2023年政府信息公开工作年度报告"}
	n := int64(0)
	r.Closing = []string{"2024年1月20日"}
	for _, ft := range form.ByID("2021").Tables {
		table := data.Table{Name: ft.Name, Edition: "2021", Found: true}
		for _, c := range ft.Cells {
			n++
			f := data.Figure{Code: c.Code, State: data.Read, Value: n, Raw: fmt.Sprint(n)}
			if strings.HasPrefix(c.Code, "t3.refused.law.") {
				f = data.Figure{Code: c.Code, State: data.Missing, Doubt: data.DoubtRowMissing}
			}
			table.Figures = append(table.Figures, f)
		}
		r.Data.Tables = append(r.Data.Tables, table)
		r.Data.Chapters = append(r.Data.Chapters, data.Chapter{Title: ft.Title, Text: "第一段\n第二段"})
	}
	return r
}

func TestTabDumpHasACellALine(t *testing.T) {
	t.Parallel()
	b, err := sample.Render(small(t), sample.Layout{Format: sample.Tab})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\t行政处罚\r\n\t8\r\n\r\n",
		"\t\r\n\t自然人\r\n\t法人或其他组织\r\n\t总计\r\n\r\n\t\r\n\t\r\n\t商业企业\r\n",
		"\t三、本年度办理结果\r\n\t（一）予以公开\r\n\t25\r\n\t26\r\n\t27\r\n\t28\r\n\t29\r\n\t30\r\n\t31\r\n\r\n",
		"\t\r\n\t\r\n\t3.危及“三安全一稳定”\r\n",
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("want %q in the dump, got:\n%s", want, b)
		}
	}
	if strings.Contains(string(b), "2.其他法律行政法规禁止公开") {
		t.Error("want the missing row left out, got it")
	}
}

func TestPipeDumpHasARowALine(t *testing.T) {
	t.Parallel()
	b, err := sample.Render(small(t), sample.Layout{Format: sample.Pipe, Comma: true, Sum: "合计"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"\r\n第二十条第（六）项 ||||\r\n", "\r\n行政处罚 | 8 |||\r\n", "\r\n自然人 | 法人或其他组织 ||||| 合计 |\r\n",
		"\r\n三、本年度办理结果 | （一）予以公开 || 25 | 26 | 27 | 28 | 29 | 30 | 31 |\r\n",
		"\r\n（三）不予公开 | 1、属于国家秘密 | 39 |", "\r\n（七）合计 || ",
		"\r\n行政复议 ||||| 行政诉讼 ||||||||||\r\n",
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("want %q in the dump, got:\n%s", want, b)
		}
	}
}

func TestStatisticsTableHasItsHeadings(t *testing.T) {
	t.Parallel()
	c := sample.Clean(1)
	r := c.Find(data.ReportKey{Agency: "财政局", Year: 2016, Kind: data.Unit})
	b, err := sample.Render(r, sample.Layout{Format: sample.Pipe})
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for line := range strings.Lines(string(b)) {
		if strings.Contains(line, "|") {
			lines++
		}
	}
	// Header, 58 figures and the seven headings that are no figures.
	if want := 1 + 58 + 7; lines != want {
		t.Errorf("want %d lines of table, got %d:\n%s", want, lines, b)
	}
	for _, want := range []string{"一、主动公开情况 | — | — |", "　　　　其中：主动公开规范性文件数 | 条 | ", "（2016年度）"} {
		if !strings.Contains(string(b), want) {
			t.Errorf("want %q, got:\n%s", want, b)
		}
	}
}

func TestWebPageHasMergedCellsAndItsDeclaration(t *testing.T) {
	t.Parallel()
	for _, declared := range []string{"", "gb2312", "utf-8"} {
		b, err := sample.Render(small(t), sample.Layout{Format: sample.HTML, Declared: declared})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := html.Parse(bytes.NewReader(b)); err != nil {
			t.Errorf("parse page: %v", err)
		}
		if got := strings.Contains(string(b), "charset="); got != (declared != "") {
			t.Errorf("declared %q: charset in the page: %v", declared, got)
		}
		for _, want := range []string{`rowspan="3" colspan="3"`, `rowspan="21"`, `colspan="10"`, "2022年政府信息公开工作年度报告</a>"} {
			if !strings.Contains(string(b), want) {
				t.Errorf("want %s in the page", want)
			}
		}
	}
}

func TestWordFileHasMergedCells(t *testing.T) {
	t.Parallel()
	b, err := sample.Render(small(t), sample.Layout{Format: sample.Docx})
	if err != nil {
		t.Fatal(err)
	}
	words := docxText(t, "small", b)
	for _, want := range []string{`<w:gridSpan w:val="10"/>`, `<w:vMerge w:val="restart"/>`, `<w:vMerge/>`, `<w:pStyle w:val="Title"/>`, `w:w="11906" w:h="16838"`} {
		if !strings.Contains(words, want) {
			t.Errorf("want %s in the document", want)
		}
	}
}

func TestWorkbookHasNumbersAndSheets(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		one  bool
		want string
	}{{true, "[年度报告]"}, {false, "[年度报告 表二 表三 表四 其他情况]"}} {
		b, err := sample.Render(small(t), sample.Layout{Format: sample.Xlsx, OneSheet: c.one})
		if err != nil {
			t.Fatal(err)
		}
		x, err := excelize.OpenReader(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(x.GetSheetList()); got != c.want {
			t.Errorf("sheets: want %s, got %s", c.want, got)
		}
		merged, err := x.GetMergeCells(x.GetSheetList()[0])
		if err != nil || (len(merged) > 0) != c.one {
			t.Errorf("one sheet %v: %d merged cells beside the text, %v", c.one, len(merged), err)
		}
	}
}

func TestUnknownLayoutIsAnError(t *testing.T) {
	t.Parallel()
	for _, l := range []sample.Layout{{Format: "pdf"}, {Format: sample.Tab, Charset: "big5"}} {
		if _, err := sample.Render(small(t), l); err == nil {
			t.Errorf("layout %+v: want an error, got none", l)
		}
	}
}
