package export

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// wordText is the text of a Word file's document, a line for each paragraph.
func wordText(t *testing.T, b []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	d := xml.NewDecoder(f)
	for {
		token, err := d.Token()
		if err == io.EOF {
			return out.String()
		}
		if err != nil {
			t.Fatalf("word/document.xml: %v", err)
		}
		switch x := token.(type) {
		case xml.CharData:
			out.Write(x)
		case xml.EndElement:
			if x.Name.Local == "p" {
				out.WriteByte('\n')
			}
		case xml.StartElement:
			if x.Name.Local == "pageBreakBefore" {
				out.WriteString("[page]")
			}
		}
	}
}

func sheets() []CheckSheet {
	return []CheckSheet{
		{Agency: "示例县财政局", Year: 2023, Edition: "格式（2021年版）", File: "财政局.docx", Version: "第2版", Lines: []CheckLine{
			{Severity: "错误", Title: "第一项加第二项之和，应等于第三项加第四项之和", Text: "新收 5 ≠ 4（差 1）", More: 2,
				Cells: []CheckCell{{"表三 新收 总计", "5", "第2表第3行第9列"}, {"表三 结转", "（未找到）", ""}}},
			{Severity: "待说明", Title: "变化大"},
		}},
		{Agency: "<script>&\x00\ufffe局", Year: 2018, File: "a\x01.txt", Version: "第1版", Lines: []CheckLine{{Severity: "错误", Title: "x\ny"}}},
	}
}

func TestCheckSheetsAsWordFile(t *testing.T) {
	t.Parallel()
	b := encode(t, func(w io.Writer) error { return WriteCheckSheets(w, sheets()) })
	text := wordText(t, b)
	for _, want := range []string{
		"单位：示例县财政局\n", "2023年度年报，格式（2021年版），错误1条，待说明1条\n", "新收 5 ≠ 4（差 1）\n",
		"数据：表三 新收 总计：5（第2表第3行第9列）；表三 结转：（未找到）；另有2格\n", "负责人（签字）：\n", "单位（盖章）：\n",
		"[page]" + SheetTitle + "\n单位：<script>&局\n", "文件：a.txt（第1版）\n", "x y\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q in:\n%s", want, text)
		}
	}
	if n := strings.Count(text, "[page]"); n != 1 {
		t.Errorf("want one page break between two sheets, got %d", n)
	}
	again := encode(t, func(w io.Writer) error { return WriteCheckSheets(w, sheets()) })
	if !bytes.Equal(b, again) {
		t.Error("want the same bytes of the same sheets")
	}
	none := wordText(t, encode(t, func(w io.Writer) error { return WriteCheckSheets(w, nil) }))
	if !strings.Contains(none, "没有需要退回或说明的年报") {
		t.Errorf("want a sentence where there is no sheet, got %q", none)
	}
	if err := WriteCheckSheets(&full{left: 100}, sheets()); err == nil {
		t.Error("want an error of a full disk, got none")
	}
}
