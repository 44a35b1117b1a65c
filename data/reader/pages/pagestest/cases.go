package pagestest

import (
	"slices"
	"strings"
)

// Case is a drawing of some pages and the document that must come of it.
type Case struct {
	Name string
	// Width of the pages in points; 0 for that of A4.
	Width float64
	Pages int
	Draw  func([]Pen) // one pen a page
	Want  []string    // as Lines gives it
}

// Small is a table with merged cells.
func Small() Plan {
	return Plan{
		X: 80, Y: 200, Widths: []float64{100, 60, 60, 60},
		Rows: [][]string{
			{"信息内容", "申请人情况", "<", "<"},
			{"^", "自然人", "企业", "总计"},
			{"一、本年新收", "12", "0", "12"},
			{"二、上年结转", "3", "", "3"},
		},
	}
}

// SmallLines is what Lines gives of it.
func SmallLines() []string {
	return []string{
		"#1 4x4",
		"  [2x1 信息内容][1x3 申请人情况]",
		"  [@2 自然人][企业][总计]",
		"  [一、本年新收][12][0][12]",
		"  [二、上年结转][3][][3]",
	}
}

// Cases are all that a reader of fixed layouts must pass.
func Cases() []Case { return slices.Concat(Tables(), Columns(), Breaks()) }

func one(name string, draw func(Pen), want []string) Case {
	return Case{Name: name, Pages: 1, Draw: func(p []Pen) { draw(p[0]) }, Want: want}
}

// Tables are tables on one page.
func Tables() []Case {
	return []Case{
		one("rules in pieces", func(p Pen) { Table(p, Small()) }, SmallLines()),
		one("a box for each cell", func(p Pen) {
			x := Small()
			x.Boxes = true
			Table(p, x)
		}, SmallLines()),
		one("no rules at the sides", func(p Pen) {
			x := Small()
			x.Open = true
			Table(p, x)
		}, SmallLines()),
		one("rules as thin boxes, doubled", func(p Pen) {
			for i := range 3 {
				p.Bar(100, 100+20*float64(i), 200, 1)
				p.Bar(100, 102+20*float64(i), 200, 0.5)
				p.Bar(100+100*float64(i), 100, 0.75, 42)
			}
			p.Text(110, 115, 10, "规章")
			p.Text(210, 115, 10, "7")
			p.Text(110, 135, 10, "处罚")
			p.Text(210, 135, 10, "8")
		}, []string{"#1 2x2", "  [规章][7]", "  [处罚][8]"}),
		one("text before, beside and after in order", func(p Pen) {
			p.Text(80, 100, 22, "二、主动公开")
			p.Text(80, 320, 12, "注：表中数据为全年。")
			Table(p, Small())
		}, append(append([]string{"二、主动公开"}, SmallLines()...), "注：表中数据为全年。")),
		one("a frame around table and text", func(p Pen) {
			p.Frame(60, 60, 480, 700)
			p.Text(80, 100, 12, "单位：件")
			Table(p, Small())
		}, append([]string{"单位：件"}, SmallLines()...)),
		one("a box of its own is a paragraph", func(p Pen) {
			p.Frame(60, 60, 480, 30)
			p.Text(80, 80, 12, "说明")
		}, []string{"说明"}),
		one("an underline is no table", func(p Pen) {
			p.Rule(80, 104, 200, 104)
			p.Rule(80, 204, 200, 204)
			p.Text(80, 100, 12, "单位名称")
		}, []string{"单位名称"}),
		one("a number that is broken for want of room", func(p Pen) {
			Table(p, Plan{X: 80, Y: 100, Widths: []float64{60, 30}, Heights: []float64{30, 30}, Rows: [][]string{
				{"规章", "1234\n5"}, {"处罚", "1234"},
			}})
		}, []string{"#1 2x2", "  [规章][12345]", "  [处罚][1234]"}),
		one("two numbers in a cell with room", func(p Pen) {
			Table(p, Plan{X: 80, Y: 100, Widths: []float64{60, 90}, Heights: []float64{30, 30}, Rows: [][]string{
				{"规章", "12\n5"}, {"行政处罚", "123456"},
			}})
		}, []string{"#1 2x2", "  [规章][12⏎5]", "  [行政处罚][123456]"}),
		one("a number wider than its column", func(p Pen) {
			Table(p, Plan{X: 80, Y: 100, Widths: []float64{60, 30, 60}, Rows: [][]string{
				{"规章", "123456789", ""}, {"处罚", "2", "3"},
			}})
		}, []string{"#1 2x3", "  [规章][123456789][]", "  [处罚][2][3]"}),
		{"a table wider than the page keeps its numbers", 300, 1, func(p []Pen) {
			Table(p[0], Plan{X: 80, Y: 100, Widths: []float64{100, 60, 100}, Rows: [][]string{
				{"信息内容", "自然人", "总计"}, {"规章", "2", "123456789"},
			}})
		}, []string{"#1 2x3", "  [信息内容][自然人][总计]", "  [规章][2][123456789]"}},
		one("two texts in one place are not read", func(p Pen) {
			Table(p, Plan{X: 80, Y: 100, Widths: []float64{60, 60}, Rows: [][]string{{"规章", "18"}, {"处罚", "8"}}})
			p.Text(165, 113, 10, "27")
		}, []string{"#1 2x2", "  [规章][2�17�8]", "  [处罚][8]"}),
		one("a line on the edge between two rows is read in neither", func(p Pen) {
			Table(p, Plan{X: 80, Y: 100, Widths: []float64{80, 60}, Rows: [][]string{{"", "18"}, {"处罚", "8"}}})
			p.Text(85, 124, 10, "行政许可")
		}, []string{"#1 2x2", "  [][18]", "  [�⏎处罚][8]"}),
		one("type drawn twice to look bold is read once", func(p Pen) {
			p.Text(80, 100, 12, "规章")
			p.Text(80.3, 100, 12, "规章")
		}, []string{"规章"}),
		one("a gap between digits is a space", func(p Pen) {
			p.Text(80, 100, 12, "12")
			p.Text(96, 100, 12, "34")
		}, []string{"12 34"}),
		one("lines of a paragraph are joined, a heading is not", func(p Pen) {
			p.Text(80, 100, 12, "一、总体情况")
			p.Text(104, 120, 12, strings.Repeat("公", 34))
			p.Text(80, 138, 12, "开信息。")
			p.Text(80, 156, 12, "二、主动公开")
			p.Text(80, 184, 12, strings.Repeat("开", 36))
		}, []string{"一、总体情况", strings.Repeat("公", 34) + "开信息。", "二、主动公开", strings.Repeat("开", 36)}),
		one("a title of two lines", func(p Pen) {
			p.Text(80, 200, 12, strings.Repeat("公", 36))
			p.Text(175, 100, 22, "示例县教育局二〇二四年")
			p.Text(208, 130, 22, "信息公开年度报告")
		}, []string{"示例县教育局二〇二四年信息公开年度报告", strings.Repeat("公", 36)}),
		one("text set sideways", func(p Pen) {
			for i, r := range []rune("三本年度") {
				p.Text(90, 130+12*float64(i), 10, string(r))
			}
			Table(p, Plan{X: 80, Y: 100, Widths: []float64{30, 90, 60}, Heights: []float64{40, 40}, Rows: [][]string{
				{"", "（一）予以公开", "4"}, {"^", "（二）部分公开", "5"},
			}})
		}, []string{"#1 2x3", "  [2x1 三⏎本⏎年⏎度][（一）予以公开][4]", "  [@2 （二）部分公开][5]"}),
	}
}
