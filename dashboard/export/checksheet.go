package export

import (
	"fmt"
	"io"
	"strconv"

	"github.com/nianbao/nianbao/data/wordfile"
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
	f := new(wordfile.File)
	for i, s := range sheets {
		s.write(f, i > 0)
	}
	if len(sheets) == 0 {
		f.Paragraph(wordfile.Centre, false, wordfile.Run{Text: "没有需要退回或说明的年报", Size: 24})
	}
	_, err := f.WriteTo(w)
	return err
}

func (s CheckSheet) write(f *wordfile.File, lead bool) {
	line := func(runs ...wordfile.Run) { f.Paragraph(wordfile.Left, false, runs...) }
	f.Paragraph(wordfile.Centre, lead, wordfile.Run{Text: SheetTitle, Size: 32, Bold: true})
	line(wordfile.Run{Text: "单位：", Size: 24}, wordfile.Run{Text: s.Agency, Size: 24, Bold: true})
	line(wordfile.Run{Text: s.Heading(), Size: 21})
	line(wordfile.Run{Text: "文件：" + s.File + "（" + s.Version + "）", Size: 18})
	rows := []wordfile.Row{{Head: true, Cells: []wordfile.Cell{
		wordfile.Text("序号", 21, true), wordfile.Text("类别", 21, true),
		wordfile.Text("疑点、算式和所涉数据（报告所印，括号内为原文位置）", 21, true),
	}}}
	for i, l := range s.Lines {
		rows = append(rows, wordfile.Row{Cells: []wordfile.Cell{
			wordfile.Text(strconv.Itoa(i+1), 21, false), wordfile.Text(l.Severity, 21, false), {Paragraphs: l.paragraphs()},
		}})
	}
	f.Table([]int{700, 950, wordfile.TextWidth - 1650}, rows)
	line(wordfile.Run{Text: SheetRequest, Size: 21})
	why := wordfile.Text("说明：", 21, false)
	why.Across = 2
	f.Table([]int{wordfile.TextWidth / 2, wordfile.TextWidth / 2}, []wordfile.Row{
		{Cells: []wordfile.Cell{why}, Height: 2600},
		{Cells: []wordfile.Cell{wordfile.Text("负责人（签字）：", 21, false), wordfile.Text("单位（盖章）：", 21, false)}, Height: 1100},
		{Cells: []wordfile.Cell{wordfile.Text("联系人及电话：", 21, false), wordfile.Text("日期：        年    月    日", 21, false)}, Height: 480},
	})
}

func (l CheckLine) paragraphs() [][]wordfile.Run {
	out := [][]wordfile.Run{{{Text: l.Title, Size: 21, Bold: true}}}
	if l.Text != "" {
		out = append(out, []wordfile.Run{{Text: l.Text, Size: 21}})
	}
	if cells := l.CellText(); cells != "" {
		out = append(out, []wordfile.Run{{Text: "数据：" + cells, Size: 18}})
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
