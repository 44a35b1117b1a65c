package export

import (
	"fmt"
	"io"
	"strconv"
)

// CheckSheet (核对单) is what an agency gets on paper: what is wrong in its
// report, and room for its answer, signature and seal.
type CheckSheet struct {
	Agency  string
	Year    int
	Edition string // 格式（2021年版）; empty where it is not known
	File    string // the file that was checked
	Version string // 第2版
	Lines   []CheckLine
}

// CheckLine is one open finding.
type CheckLine struct {
	Severity string // 错误, 待说明
	Title    string // the official sentence
	Text     string // the equation in numbers; may be empty
	Cells    []CheckCell
	// More is how many cells beyond Cells the finding concerns.
	More int
}

// CheckCell is one cell that a finding concerns.
type CheckCell struct {
	Label string
	Value string // as printed, or its state in words
	Place string // where it stands in the file; may be empty
}

// Text is the cell in a line: 表三 新收 总计：58（第2表第3行第9列）.
func (c CheckCell) Text() string {
	text := c.Label + "：" + c.Value
	if c.Place != "" {
		text += "（" + c.Place + "）"
	}
	return text
}

// Heading says whose report was checked and what was found.
func (s CheckSheet) Heading() string {
	counts := map[string]int{}
	for _, l := range s.Lines {
		counts[l.Severity]++
	}
	text := fmt.Sprintf("%d年度年报", s.Year)
	if s.Edition != "" {
		text += "，" + s.Edition
	}
	for _, severity := range []string{"错误", "待说明"} {
		if counts[severity] > 0 {
			text += fmt.Sprintf("，%s%d条", severity, counts[severity])
		}
	}
	return text
}

// SheetTitle is the title of every 核对单.
const SheetTitle = "政府信息公开工作年度报告核对单"

// SheetRequest is what is asked of the agency, above the room for it.
const SheetRequest = "请对照台账逐条核实：数据有误的，更正后重新报送，网站已公开的同时更正；确属实情的，在下面说明原因。"

// WriteCheckSheets writes the sheets as a Word file, a page for each agency.
// None is an empty page. The same sheets give the same bytes.
func WriteCheckSheets(w io.Writer, sheets []CheckSheet) error {
	d := &docx{}
	for i, s := range sheets {
		d.checkSheet(s, i > 0)
	}
	if len(sheets) == 0 {
		d.paragraph(alignCentre, false, run{text: "没有需要退回或说明的年报", size: 24})
	}
	return d.writeTo(w)
}

func (d *docx) checkSheet(s CheckSheet, lead bool) {
	d.paragraph(alignCentre, lead, run{SheetTitle, 32, true})
	d.paragraph(alignLeft, false, run{"单位：", 24, false}, run{s.Agency, 24, true})
	d.paragraph(alignLeft, false, run{s.Heading(), 21, false})
	d.paragraph(alignLeft, false, run{"文件：" + s.File + "（" + s.Version + "）", 18, false})
	rows := []tableRow{{cells: [][][]run{cell(run{"序号", 21, true}), cell(run{"类别", 21, true}), cell(run{"疑点、算式和所涉数据（报告所印，括号内为原文位置）", 21, true})}}}
	for i, l := range s.Lines {
		rows = append(rows, tableRow{cells: [][][]run{
			cell(run{strconv.Itoa(i + 1), 21, false}), cell(run{l.Severity, 21, false}), l.paragraphs(),
		}})
	}
	d.table([]int{700, 950, 7988}, true, rows)
	d.paragraph(alignLeft, false, run{SheetRequest, 21, false})
	d.table([]int{4819, 4819}, false, []tableRow{
		{cells: [][][]run{cell(run{"说明：", 21, false})}, height: 2600},
		{cells: [][][]run{cell(run{"负责人（签字）：", 21, false}), cell(run{"单位（盖章）：", 21, false})}, height: 1100},
		{cells: [][][]run{cell(run{"联系人及电话：", 21, false}), cell(run{"日期：        年    月    日", 21, false})}, height: 480},
	})
}

func cell(r run) [][]run { return [][]run{{r}} }

func (l CheckLine) paragraphs() [][]run {
	out := [][]run{{{l.Title, 21, true}}}
	if l.Text != "" {
		out = append(out, []run{{l.Text, 21, false}})
	}
	if cells := l.CellText(); cells != "" {
		out = append(out, []run{{"数据：" + cells, 18, false}})
	}
	return out
}

// CellText lists the cells that the finding concerns in one text.
func (l CheckLine) CellText() string {
	text := ""
	for i, c := range l.Cells {
		if i > 0 {
			text += "；"
		}
		text += c.Text()
	}
	if l.More > 0 {
		text += fmt.Sprintf("；另有%d格", l.More)
	}
	return text
}
