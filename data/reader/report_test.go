package reader_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/sample/ofdfile"
)

// columns is the head of table three, rows its labels: "group|label" or a
// label over both columns.
var (
	applicants = []string{"商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"}
	outcomes   = []string{
		"（一）予以公开", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
		"（三）不予公开|1.属于国家秘密", "|2.其他法律行政法规禁止公开", "|3.危及“三安全一稳定”", "|4.保护第三方合法权益",
		"|5.属于三类内部事务信息", "|6.属于四类过程性信息", "|7.属于行政执法案卷", "|8.属于行政查询事项",
		"（四）无法提供|1.本机关不掌握相关政府信息", "|2.没有现成信息需要另行制作", "|3.补正后申请内容仍不明确",
		"（五）不予处理|1.信访举报投诉类申请", "|2.重复申请", "|3.要求提供公开出版物", "|4.无正当理由大量反复申请",
		"|5.要求行政机关确认或重新出具已获取信息",
		"（六）其他处理|1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
		"|2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "|3.其他", "（七）总计",
	}
	results = []string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"}
)

// report is a whole report of a made-up agency, every figure another number.
func report() *document.Document {
	var b document.Builder
	next := 100
	for _, text := range []string{"示例县水务局2021年政府信息公开工作年度报告", "一、总体情况"} {
		_ = b.Paragraph(text)
	}
	for range 12 {
		_ = b.Paragraph(strings.Repeat("全年主动公开政府信息238条，认真做好依申请公开工作，依法依规答复申请人。", 4))
	}
	_ = b.Paragraph("二、主动公开政府信息情况")
	_ = b.Grid(disclosure(&next))
	_ = b.Paragraph("三、收到和处理政府信息公开申请情况")
	_ = b.Grid(requests(&next))
	_ = b.Paragraph("四、政府信息公开行政复议、行政诉讼情况")
	_ = b.Grid(disputes(&next))
	_ = b.Paragraph("五、存在的主要问题及改进情况")
	_ = b.Paragraph("六、其他需要报告的事项")
	return &b.Doc
}

// figures adds n cells of running numbers.
func figures(g *document.GridBuilder, next *int, n, span int) {
	for range n {
		*next += 7
		g.Cell(strconv.Itoa(*next), 1, span)
	}
}

func disclosure(next *int) *document.GridBuilder {
	var g document.GridBuilder
	g.Row()
	g.Cell("第二十条第（一）项", 1, 4)
	g.Row()
	for _, label := range []string{"信息内容", "本年制发件数", "本年废止件数", "现行有效件数"} {
		g.Cell(label, 1, 1)
	}
	for _, label := range []string{"规章", "行政规范性文件"} {
		g.Row()
		g.Cell(label, 1, 1)
		figures(&g, next, 3, 1)
	}
	for i, labels := range [][]string{{"行政许可"}, {"行政处罚", "行政强制"}, {"行政事业性收费"}} {
		g.Row()
		g.Cell([]string{"第二十条第（五）项", "第二十条第（六）项", "第二十条第（八）项"}[i], 1, 4)
		g.Row()
		g.Cell("信息内容", 1, 1)
		g.Cell([]string{"本年处理决定数量", "本年处理决定数量", "本年收费金额（单位：万元）"}[i], 1, 3)
		for _, label := range labels {
			g.Row()
			g.Cell(label, 1, 1)
			figures(&g, next, 1, 3)
		}
	}
	return &g
}

func requests(next *int) *document.GridBuilder {
	var g document.GridBuilder
	g.Row()
	g.Cell("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3)
	g.Cell("申请人情况", 1, 7)
	g.Row()
	g.Cell("自然人", 2, 1)
	g.Cell("法人或其他组织", 1, 5)
	g.Cell("总计", 2, 1)
	g.Row()
	for _, label := range applicants {
		g.Cell(label, 1, 1)
	}
	for _, label := range []string{"一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"} {
		g.Row()
		g.Cell(label, 1, 3)
		figures(&g, next, 7, 1)
	}
	for i, label := range outcomes {
		g.Row()
		if i == 0 {
			g.Cell("三、本年度办理结果", len(outcomes), 1)
		}
		group, item, nested := strings.Cut(label, "|")
		if !nested {
			g.Cell(label, 1, 2)
		} else {
			if group != "" {
				g.Cell(group, members(i), 1)
			}
			g.Cell(item, 1, 1)
		}
		figures(&g, next, 7, 1)
	}
	g.Row()
	g.Cell("四、结转下年度继续办理", 1, 3)
	figures(&g, next, 7, 1)
	return &g
}

// members counts the rows of the group that begins with outcome i.
func members(i int) int {
	n := 1
	for i+n < len(outcomes) && strings.HasPrefix(outcomes[i+n], "|") {
		n++
	}
	return n
}

func disputes(next *int) *document.GridBuilder {
	var g document.GridBuilder
	g.Row()
	g.Cell("行政复议", 1, 5)
	g.Cell("行政诉讼", 1, 10)
	g.Row()
	for _, label := range results {
		g.Cell(label, 2, 1)
	}
	g.Cell("未经复议直接起诉", 1, 5)
	g.Cell("复议后起诉", 1, 5)
	g.Row()
	for range 2 {
		for _, label := range results {
			g.Cell(label, 1, 1)
		}
	}
	g.Row()
	figures(&g, next, 15, 1)
	return &g
}

// asDocx writes a document the way WPS does, with the borders and fonts that
// make up most of a real file.
func asDocx(t testing.TB, d *document.Document) []byte {
	t.Helper()
	const font = `<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋_GB2312" w:hAnsi="宋体" w:eastAsia="仿宋_GB2312" w:cs="宋体"/>` +
		`<w:color w:val="000000"/><w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:bidi="ar"/></w:rPr>`
	const borders = `<w:tcBorders><w:top w:val="single" w:color="auto" w:sz="4" w:space="0"/><w:left w:val="single" w:color="auto" w:sz="4" w:space="0"/>` +
		`<w:bottom w:val="single" w:color="auto" w:sz="4" w:space="0"/><w:right w:val="single" w:color="auto" w:sz="4" w:space="0"/></w:tcBorders>`
	paragraph := func(text string) string {
		return `<w:p><w:pPr><w:keepNext w:val="0"/><w:spacing w:line="560" w:lineRule="exact"/><w:jc w:val="center"/>` + font + `</w:pPr><w:r>` + font +
			`<w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
	}
	var out strings.Builder
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`)
	for _, block := range d.Blocks {
		if block.Grid == nil {
			out.WriteString(paragraph(block.Text))
			continue
		}
		out.WriteString(`<w:tbl>`)
		g := block.Grid
		for row := 1; row <= g.Rows; row++ {
			out.WriteString(`<w:tr><w:trPr><w:trHeight w:val="400"/></w:trPr>`)
			for col := 1; col <= g.Cols; {
				c := g.At(row, col)
				merge, text := "", c.Text
				switch {
				case c.Row < row:
					merge, text = `<w:vMerge w:val="continue"/>`, ""
				case c.Height() > 1:
					merge = `<w:vMerge w:val="restart"/>`
				}
				fmt.Fprintf(&out, `<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/><w:gridSpan w:val="%d"/>%s%s</w:tcPr>%s</w:tc>`,
					c.Width(), merge, borders, paragraph(text))
				col += c.Width()
			}
			out.WriteString(`</w:tr>`)
		}
		out.WriteString(`</w:tbl>`)
	}
	out.WriteString(`</w:body></w:document>`)
	return zipped(t, "word/document.xml", out.String())
}

// zipped makes a zip of parts given as name and content in turn.
func zipped(t testing.TB, parts ...string) []byte {
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

func asHTML(d *document.Document) []byte {
	var out strings.Builder
	out.WriteString("<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head><body>\n")
	for _, block := range d.Blocks {
		if block.Grid == nil {
			fmt.Fprintf(&out, "<p style=\"text-indent: 2em; line-height: 2; font-family: 仿宋;\"><span>%s</span></p>\n", block.Text)
			continue
		}
		out.WriteString("<table border=\"1\"><tbody>\n")
		eachRow(block.Grid, func(cells []*document.Cell) {
			out.WriteString("<tr>")
			for _, c := range cells {
				fmt.Fprintf(&out, `<td rowspan="%d" colspan="%d" style="border: 1px solid; padding: 0 7px;"><p style="text-align: center;"><span style="font-size: 12px;">%s</span></p></td>`,
					c.Height(), c.Width(), c.Text)
			}
			out.WriteString("</tr>\n")
		})
		out.WriteString("</tbody></table>\n")
	}
	out.WriteString("</body></html>\n")
	return []byte(out.String())
}

// eachRow calls do with the cells that begin in each row.
func eachRow(g *document.Grid, do func([]*document.Cell)) {
	for row := 1; row <= g.Rows; row++ {
		var cells []*document.Cell
		for i := range g.Cells {
			if g.Cells[i].Row == row {
				cells = append(cells, &g.Cells[i])
			}
		}
		do(cells)
	}
}

func asOfd(t testing.TB, d *document.Document, style ofdfile.Style) []byte {
	t.Helper()
	var blocks []ofdfile.Block
	for i, b := range d.Blocks {
		if b.Grid == nil {
			kind := ofdfile.Paragraph
			if i == 0 {
				kind = ofdfile.Title
			}
			blocks = append(blocks, ofdfile.Block{Kind: kind, Text: b.Text})
			continue
		}
		table := &ofdfile.Table{Rows: b.Grid.Rows, Cols: b.Grid.Cols}
		for _, c := range b.Grid.Cells {
			table.Cells = append(table.Cells, ofdfile.Cell{Row: c.Row - 1, Col: c.Col - 1, Rows: c.Height(), Cols: c.Width(), Text: c.Text})
		}
		blocks = append(blocks, ofdfile.Block{Table: table})
	}
	out, err := ofdfile.Write(blocks, style)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func asXlsx(t testing.TB, d *document.Document) []byte {
	t.Helper()
	f := excelize.NewFile()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	at := func(row, col int) string {
		t.Helper()
		name, err := excelize.CoordinatesToCellName(col, row)
		check(err)
		return name
	}
	line := 1
	for _, block := range d.Blocks {
		if block.Grid == nil {
			check(f.SetCellStr("Sheet1", at(line, 1), block.Text))
			line++
			continue
		}
		for _, c := range block.Grid.Cells {
			row := line + c.Row - 1
			if n, err := strconv.Atoi(c.Text); err == nil {
				check(f.SetCellInt("Sheet1", at(row, c.Col), int64(n)))
			} else {
				check(f.SetCellStr("Sheet1", at(row, c.Col), c.Text))
			}
			check(f.MergeCell("Sheet1", at(row, c.Col), at(row+c.Height()-1, c.Col+c.Width()-1)))
		}
		line += block.Grid.Rows + 1
	}
	b, err := f.WriteToBuffer()
	check(err)
	return b.Bytes()
}

// asTabDump and asBarDump write what is left of a document in text.
func asTabDump(d *document.Document) []byte {
	var out strings.Builder
	for _, block := range d.Blocks {
		if block.Grid == nil {
			out.WriteString(block.Text + "\r\n")
			continue
		}
		eachRow(block.Grid, func(cells []*document.Cell) {
			for _, c := range cells {
				out.WriteString("\t" + c.Text + "\r\n")
			}
			out.WriteString("\r\n")
		})
	}
	return []byte(out.String())
}

func asBarDump(d *document.Document) []byte {
	var out strings.Builder
	for _, block := range d.Blocks {
		if block.Grid == nil {
			out.WriteString(block.Text + "\n")
			continue
		}
		eachRow(block.Grid, func(cells []*document.Cell) {
			for _, c := range cells {
				out.WriteString(c.Text + " " + strings.Repeat("|", c.Width()) + " ")
			}
			out.WriteString("\n")
		})
	}
	return []byte(out.String())
}
