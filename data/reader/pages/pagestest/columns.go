package pagestest

import "strings"

// Columns are tables without rules.
func Columns() []Case {
	columns := []float64{300, 360, 420}
	head := func(p Pen) {
		p.Text(340, 80, 10, "申请人情况")
		for c, text := range []string{"自然人", "企业", "总计"} {
			p.Text(columns[c]-10, 105, 10, text)
		}
	}
	row := func(p Pen, y float64, label string, figures ...string) {
		p.Text(80, y, 10, label)
		for c, text := range figures {
			p.Text(columns[c], y, 10, text)
		}
	}
	all := []Case{
		one("columns under one another", func(p Pen) {
			head(p)
			row(p, 130, "一、本年新收", "1", "2", "3")
			row(p, 150, "二、上年结转", "0", "", "12")
			row(p, 170, "（一）予以公开", "4", "5", "9")
			p.Text(80, 183, 10, "区分处理的")
			row(p, 200, "（二）部分公开", "6", "70", "76")
			row(p, 220, "（三）不予公开", "1", "1", "2")
		}, []string{
			"note 第1页的表格没有画线，按文字对齐读取，需核对",
			"#1 7x4", "  [2x1 ][1x3 申请人情况]", "  [@2 自然人][企业][总计]",
			"  [一、本年新收][1][2][3]", "  [二、上年结转][0][][12]",
			"  [（一）予以公开⏎区分处理的][4][5][9]", "  [（二）部分公开][6][70][76]",
			"  [（三）不予公开][1][1][2]",
		}),
		one("a row whose label is not certain", func(p Pen) {
			row(p, 130, "一、本年新收", "1", "2", "3")
			row(p, 150, "", "0", "4", "4")
			row(p, 170, "（一）予以公开", "4", "5", "9")
			row(p, 190, "（二）部分公开", "6", "70", "76")
		}, []string{"一、本年新收 1 2 3", "0 4 4", "（一）予以公开 4 5 9", "（二）部分公开 6 70 76"}),
		one("too few rows", func(p Pen) {
			row(p, 130, "一、本年新收", "1", "2", "3")
			row(p, 150, "二、上年结转", "0", "4", "4")
		}, []string{"一、本年新收 1 2 3", "二、上年结转 0 4 4"}),
		one("figures that are not under one another", func(p Pen) {
			for i := range 4 {
				y := 130 + 20*float64(i)
				p.Text(80, y, 10, "一、本年")
				p.Text(200+17*float64(i), y, 10, "1")
				p.Text(240+17*float64(i), y, 10, "2")
				p.Text(280+17*float64(i), y, 10, "3")
			}
		}, []string{"一、本年 1 2 3", "一、本年 1 2 3", "一、本年 1 2 3", "一、本年 1 2 3"}),
	}
	for i, c := range all {
		all[i].Draw = func(p []Pen) {
			c.Draw(p)
			p[0].Text(80, 300, 10, strings.Repeat("公", 40)) // the width of the text
		}
		all[i].Want = append(c.Want, strings.Repeat("公", 40))
	}
	return all
}
