package pdf_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
	"github.com/nianbao/nianbao/data/reader/pdf"
)

func read(t testing.TB, b []byte) *document.Document {
	t.Helper()
	doc, err := pdf.Read(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// lines is the document as text, without the line of its format.
func lines(d *document.Document) []string {
	return strings.Split(strings.TrimSuffix(documenttest.Text(d), "\n"), "\n")[1:]
}

// small is a table with merged cells.
func small() plan {
	return plan{
		x: 80, y: 200, widths: []float64{100, 60, 60, 60},
		rows: [][]string{
			{"信息内容", "申请人情况", "<", "<"},
			{"^", "自然人", "企业", "总计"},
			{"一、本年新收", "12", "0", "12"},
			{"二、上年结转", "3", "", "3"},
		},
	}
}

var smallLines = []string{
	"#1 4x4",
	"  [2x1 信息内容][1x3 申请人情况]",
	"  [@2 自然人][企业][总计]",
	"  [一、本年新收][12][0][12]",
	"  [二、上年结转][3][][3]",
}

func TestTables(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		draw func(s *sheet)
		want []string
	}{
		{"rules in pieces", func(s *sheet) { s.table(small()) }, smallLines},
		{"a box for each cell", func(s *sheet) {
			p := small()
			p.boxes = true
			s.table(p)
		}, smallLines},
		{"no rules at the sides", func(s *sheet) {
			p := small()
			p.open = true
			s.table(p)
		}, smallLines},
		{"rules as thin boxes, doubled", func(s *sheet) {
			for i := range 3 {
				s.bar(100, 100+20*float64(i), 200, 1)
				s.bar(100, 102+20*float64(i), 200, 0.5)
				s.bar(100+100*float64(i), 100, 0.75, 42)
			}
			s.text(110, 115, 10, "规章")
			s.text(210, 115, 10, "7")
			s.text(110, 135, 10, "处罚")
			s.text(210, 135, 10, "8")
		}, []string{"#1 2x2", "  [规章][7]", "  [处罚][8]"}},
		{"text before, beside and after in order", func(s *sheet) {
			s.text(80, 100, 22, "二、主动公开")
			s.text(80, 320, 12, "注：表中数据为全年。")
			s.table(small())
		}, append(append([]string{"二、主动公开"}, smallLines...), "注：表中数据为全年。")},
		{"a frame around table and text", func(s *sheet) {
			s.frame(60, 60, 480, 700)
			s.text(80, 100, 12, "单位：件")
			s.table(small())
		}, append([]string{"单位：件"}, smallLines...)},
		{"a box of its own is a paragraph", func(s *sheet) {
			s.frame(60, 60, 480, 30)
			s.text(80, 80, 12, "说明")
		}, []string{"说明"}},
		{"an underline is no table", func(s *sheet) {
			s.rule(80, 104, 200, 104)
			s.rule(80, 204, 200, 204)
			s.text(80, 100, 12, "单位名称")
		}, []string{"单位名称"}},
		{"a number that is broken for want of room", func(s *sheet) {
			s.table(plan{x: 80, y: 100, widths: []float64{60, 30}, heights: []float64{30, 30}, rows: [][]string{
				{"规章", "1234\n5"}, {"处罚", "1234"},
			}})
		}, []string{"#1 2x2", "  [规章][12345]", "  [处罚][1234]"}},
		{"two numbers in a cell with room", func(s *sheet) {
			s.table(plan{x: 80, y: 100, widths: []float64{60, 90}, heights: []float64{30, 30}, rows: [][]string{
				{"规章", "12\n5"}, {"行政处罚", "123456"},
			}})
		}, []string{"#1 2x2", "  [规章][12⏎5]", "  [行政处罚][123456]"}},
		{"a number wider than its column", func(s *sheet) {
			s.table(plan{x: 80, y: 100, widths: []float64{60, 30, 60}, rows: [][]string{
				{"规章", "123456789", ""}, {"处罚", "2", "3"},
			}})
		}, []string{"#1 2x3", "  [规章][123456789][]", "  [处罚][2][3]"}},
		{"a table wider than the page keeps its numbers", func(s *sheet) {
			s.w = 300
			s.table(plan{x: 80, y: 100, widths: []float64{100, 60, 100}, rows: [][]string{
				{"信息内容", "自然人", "总计"}, {"规章", "2", "123456789"},
			}})
		}, []string{"#1 2x3", "  [信息内容][自然人][总计]", "  [规章][2][123456789]"}},
		{"two texts in one place are not read", func(s *sheet) {
			s.table(plan{x: 80, y: 100, widths: []float64{60, 60}, rows: [][]string{{"规章", "18"}, {"处罚", "8"}}})
			s.text(165, 113, 10, "27")
		}, []string{"#1 2x2", "  [规章][2�17�8]", "  [处罚][8]"}},
		{"a line on the edge between two rows is read in neither", func(s *sheet) {
			s.table(plan{x: 80, y: 100, widths: []float64{80, 60}, rows: [][]string{{"", "18"}, {"处罚", "8"}}})
			s.text(85, 124, 10, "行政许可")
		}, []string{"#1 2x2", "  [][18]", "  [�⏎处罚][8]"}},
		{"text outside its clip is not read, text that the clip cuts is", func(s *sheet) {
			s.table(plan{x: 80, y: 100, widths: []float64{80, 60}, rows: [][]string{{"规章", ""}, {"处罚", "8"}}})
			s.body.WriteString("q 140 722 40 20 re W n\n")
			s.text(165, 114, 10, "12345")
			s.text(165, 134, 10, "7")
			s.body.WriteString("Q\n")
		}, []string{"#1 2x2", "  [规章][12345]", "  [处罚][8]"}},
		{"type drawn twice to look bold is read once", func(s *sheet) {
			s.text(80, 100, 12, "规章")
			s.text(80.3, 100, 12, "规章")
		}, []string{"规章"}},
		{"a gap between digits is a space", func(s *sheet) {
			s.text(80, 100, 12, "12")
			s.text(96, 100, 12, "34")
		}, []string{"12 34"}},
		{"lines of a paragraph are joined, a heading is not", func(s *sheet) {
			s.text(80, 100, 12, "一、总体情况")
			s.text(104, 120, 12, strings.Repeat("公", 34))
			s.text(80, 138, 12, "开信息。")
			s.text(80, 156, 12, "二、主动公开")
			s.text(80, 184, 12, strings.Repeat("开", 36))
		}, []string{"一、总体情况", strings.Repeat("公", 34) + "开信息。", "二、主动公开", strings.Repeat("开", 36)}},
		{"a title of two lines", func(s *sheet) {
			s.text(80, 200, 12, strings.Repeat("公", 36))
			s.text(175, 100, 22, "示例县教育局二〇二四年")
			s.text(208, 130, 22, "信息公开年度报告")
		}, []string{"示例县教育局二〇二四年信息公开年度报告", strings.Repeat("公", 36)}},
		{"text set sideways", func(s *sheet) {
			for i, r := range []rune("三本年度") {
				s.text(90, 130+12*float64(i), 10, string(r))
			}
			s.table(plan{x: 80, y: 100, widths: []float64{30, 90, 60}, heights: []float64{40, 40}, rows: [][]string{
				{"", "（一）予以公开", "4"}, {"^", "（二）部分公开", "5"},
			}})
		}, []string{"#1 2x3", "  [2x1 三⏎本⏎年⏎度][（一）予以公开][4]", "  [@2 （二）部分公开][5]"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSheet()
			test.draw(s)
			if diff := cmp.Diff(test.want, lines(read(t, file("", s)))); diff != "" {
				t.Errorf("document differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTablesWithoutRules(t *testing.T) {
	t.Parallel()
	columns := []float64{300, 360, 420}
	head := func(s *sheet) {
		s.text(340, 80, 10, "申请人情况")
		for c, text := range []string{"自然人", "企业", "总计"} {
			s.text(columns[c]-10, 105, 10, text)
		}
	}
	row := func(s *sheet, y float64, label string, figures ...string) {
		s.text(80, y, 10, label)
		for c, text := range figures {
			s.text(columns[c], y, 10, text)
		}
	}
	tests := []struct {
		name string
		draw func(s *sheet)
		want []string
	}{
		{"columns under one another", func(s *sheet) {
			head(s)
			row(s, 130, "一、本年新收", "1", "2", "3")
			row(s, 150, "二、上年结转", "0", "", "12")
			row(s, 170, "（一）予以公开", "4", "5", "9")
			s.text(80, 183, 10, "区分处理的")
			row(s, 200, "（二）部分公开", "6", "70", "76")
			row(s, 220, "（三）不予公开", "1", "1", "2")
		}, []string{
			"note 第1页的表格没有画线，按文字对齐读取，需核对",
			"#1 7x4", "  [2x1 ][1x3 申请人情况]", "  [@2 自然人][企业][总计]",
			"  [一、本年新收][1][2][3]", "  [二、上年结转][0][][12]",
			"  [（一）予以公开⏎区分处理的][4][5][9]", "  [（二）部分公开][6][70][76]",
			"  [（三）不予公开][1][1][2]",
		}},
		{"a row whose label is not certain", func(s *sheet) {
			row(s, 130, "一、本年新收", "1", "2", "3")
			row(s, 150, "", "0", "4", "4")
			row(s, 170, "（一）予以公开", "4", "5", "9")
			row(s, 190, "（二）部分公开", "6", "70", "76")
		}, []string{"一、本年新收 1 2 3", "0 4 4", "（一）予以公开 4 5 9", "（二）部分公开 6 70 76"}},
		{"too few rows", func(s *sheet) {
			row(s, 130, "一、本年新收", "1", "2", "3")
			row(s, 150, "二、上年结转", "0", "4", "4")
		}, []string{"一、本年新收 1 2 3", "二、上年结转 0 4 4"}},
		{"figures that are not under one another", func(s *sheet) {
			for i := range 4 {
				y := 130 + 20*float64(i)
				s.text(80, y, 10, "一、本年")
				s.text(200+17*float64(i), y, 10, "1")
				s.text(240+17*float64(i), y, 10, "2")
				s.text(280+17*float64(i), y, 10, "3")
			}
		}, []string{"一、本年 1 2 3", "一、本年 1 2 3", "一、本年 1 2 3", "一、本年 1 2 3"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			s := newSheet()
			test.draw(s)
			s.text(80, 300, 10, strings.Repeat("公", 40)) // the width of the text
			want := append(test.want, strings.Repeat("公", 40))
			if diff := cmp.Diff(want, lines(read(t, file("", s)))); diff != "" {
				t.Errorf("document differs (-want +got):\n%s", diff)
			}
		})
	}
}
