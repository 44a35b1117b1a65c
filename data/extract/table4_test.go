package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/form"
)

func TestASecondRowOfNumbersUnderTable4LeavesBothUnsure(t *testing.T) {
	t.Parallel()
	var b document.Builder
	g := &document.GridBuilder{}
	g.Row()
	g.Cell("行政复议", 1, 5)
	g.Cell("行政诉讼", 1, 10)
	g.Row()
	for range 5 {
		g.Skip(0)
	}
	for _, w := range []string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"} {
		g.Cell(w, 2, 1)
	}
	g.Cell("未经复议直接起诉", 1, 5)
	g.Cell("复议后起诉", 1, 5)
	g.Row()
	for range 2 {
		for _, w := range []string{"结果维持", "结果纠正", "其他结果", "尚未审结", "总计"} {
			g.Cell(w, 1, 1)
		}
	}
	for _, row := range [][]string{{"28", "9162", "9190"}, {"", "73", "20"}} {
		g.Row()
		for i := range 15 {
			text := ""
			if i < 2 {
				text = row[i]
			} else if i == 4 {
				text = row[2]
			}
			g.Cell(text, 1, 1)
		}
	}
	for _, err := range []error{b.Paragraph("示例县教育局2023年政府信息公开工作年度报告"), b.Grid(g)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	r, err := Extract(&b.Doc, "a.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"t4.review.upheld", "t4.review.corrected", "t4.review.total"} {
		if f, _ := r.Figure(code); f.State == data.Read {
			t.Errorf("%s: read as %d from a row that goes on below", code, f.Value)
		}
	}
}

// Workbooks leave out rows of which no cell is filled.
func TestASheetsEmptyRowUnderTable4IsBlank(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name  string
		sheet string
		below []string // a grid of one row behind the table
		want  data.State
	}{
		{"a sheet that ends with the header", "年报", nil, data.Blank},
		{"another table of words behind it", "年报", []string{"审核", "张三"}, data.Blank},
		{"values behind it", "年报", []string{"1", "2"}, data.Missing},
		{"no sheet", "", nil, data.Missing},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newModel("2021")
			b := new(document.Builder)
			must(b.SheetParagraph("示例县教育局2023年政府信息公开工作年度报告", c.sheet))
			for _, table := range []mtable{m.t3, m.t4[:3]} {
				must(b.SheetGrid(spanned(table), c.sheet))
			}
			if c.below != nil {
				must(b.SheetGrid(spanned(mtable{plainRow(c.below...)}), c.sheet))
			}
			r, err := Extract(&b.Doc, "")
			if err != nil {
				t.Fatal(err)
			}
			got := map[data.State]int{}
			for _, cell := range form.ByID("2021").Table("t4").Cells {
				f, _ := r.Figure(cell.Code)
				got[f.State]++
			}
			if diff := cmp.Diff(map[data.State]int{c.want: 15}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
