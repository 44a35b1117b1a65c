package pagestest

import "fmt"

// Half is a piece of a table at the foot or the head of a page.
func Half(y float64, heights []float64, rows ...[]string) Plan {
	return Plan{X: 80, Y: y, Widths: []float64{40, 80, 60, 60}, Heights: heights, Rows: rows}
}

// Breaks are tables that go over a page break.
func Breaks() []Case {
	head := []string{"类别", "<", "自然人", "总计"}
	tests := []struct {
		name        string
		first, next Plan
		draw        func(first, next Pen) // may be nil
		want        []string
	}{
		{
			name:  "page numbers between the halves, the head repeated",
			first: Half(700, nil, head, []string{"一、新收", "<", "1", "2"}),
			next:  Half(60, nil, head, []string{"二、结转", "<", "3", "4"}),
			draw: func(first, next Pen) {
				first.Text(290, 815, 10, "- 1 -")
				next.Text(280, 815, 10, "第2页")
			},
			want: []string{"#1 3x3", "  [类别][自然人][总计]", "  [一、新收][1][2]", "  [二、结转][3][4]"},
		},
		{
			name:  "lines that all pages repeat",
			first: Half(700, nil, head, []string{"一、新收", "<", "1", "2"}),
			next:  Half(60, nil, []string{"二、结转", "<", "3", "4"}, []string{"三、办理", "<", "5", "6"}),
			draw: func(first, next Pen) {
				for i, p := range []Pen{first, next} {
					p.Text(80, 40, 9, "示例县教育局年度报告")
					p.Text(80, 820, 8, fmt.Sprintf("file:///C:/年报.html %d/2", i+1))
				}
			},
			want: []string{"示例县教育局年度报告", "#1 4x3", "  [类别][自然人][总计]", "  [一、新收][1][2]", "  [二、结转][3][4]", "  [三、办理][5][6]"},
		},
		{
			name:  "the name of a group of rows on one page only",
			first: Half(700, nil, head, []string{"（三）", "1.国家秘密", "1", "2"}),
			next:  Half(60, nil, []string{"", "2.其他法律", "3", "4"}, []string{"^", "3.其他", "5", "6"}),
			want:  []string{"#1 4x4", "  [1x2 类别][自然人][总计]", "  [3x1 （三）][1.国家秘密][1][2]", "  [@2 2.其他法律][3][4]", "  [@2 3.其他][5][6]"},
		},
		{
			name:  "a group that begins on the next page is another one",
			first: Half(700, nil, head, []string{"（三）", "1.国家秘密", "1", "2"}),
			next:  Half(60, nil, []string{"（四）", "1.无法提供", "3", "4"}, []string{"^", "2.其他", "5", "6"}),
			want:  []string{"#1 4x4", "  [1x2 类别][自然人][总计]", "  [（三）][1.国家秘密][1][2]", "  [2x1 （四）][1.无法提供][3][4]", "  [@2 2.其他][5][6]"},
		},
		{
			name:  "a row cut within its label",
			first: Half(700, nil, head, []string{"（三）", "5.要求行政机", "1", "2"}),
			next:  Half(60, nil, []string{"", "关重新出具", "", ""}, []string{"^", "6.其他", "5", "6"}),
			want:  []string{"#1 3x4", "  [1x2 类别][自然人][总计]", "  [2x1 （三）][5.要求行政机⏎关重新出具][1][2]", "  [@2 6.其他][5][6]"},
		},
		{
			name:  "a row cut within its numbers",
			first: Half(700, nil, head, []string{"（三）", "5.要求行政机", "1234567890", "2"}),
			next:  Half(60, nil, []string{"", "关重新出具", "8", ""}, []string{"^", "6.其他", "5", "6"}),
			want:  []string{"#1 3x4", "  [1x2 类别][自然人][总计]", "  [2x1 （三）][5.要求行政机⏎关重新出具][12345678908][2]", "  [@2 6.其他][5][6]"},
		},
		{
			name:  "numbers that had room are not made one",
			first: Half(700, nil, head, []string{"（三）", "5.要求行政机", "1234567890", "2"}, []string{"（四）", "5.要求行政机", "12", "2"}),
			next:  Half(60, nil, []string{"", "关重新出具", "8", ""}, []string{"^", "6.其他", "5", "6"}),
			want: []string{
				"#1 4x4", "  [1x2 类别][自然人][总计]", "  [（三）][5.要求行政机][1234567890][2]",
				"  [2x1 （四）][5.要求行政机⏎关重新出具][12⏎8][2]", "  [@2 6.其他][5][6]",
			},
		},
		{
			name:  "a row without figures after a full one is a row",
			first: Half(700, nil, head, []string{"规章", "<", "1", "2"}),
			next:  Half(60, nil, []string{"规范性文件", "<", "", ""}, []string{"许可", "<", "5", "6"}),
			want:  []string{"#1 4x3", "  [类别][自然人][总计]", "  [规章][1][2]", "  [规范性文件][][]", "  [许可][5][6]"},
		},
		{
			name:  "a head cut between its rows",
			first: Half(700, nil, []string{"类别", "<", "法人", "<"}, []string{"^", "^", "", ""}),
			next:  Half(60, nil, []string{"", "<", "企业", "机构"}, []string{"规章", "<", "5", "6"}),
			want:  []string{"#1 3x3", "  [2x1 类别][1x2 法人]", "  [@2 企业][机构]", "  [规章][5][6]"},
		},
		{
			name:  "another table after a heading",
			first: Half(700, nil, head, []string{"一、新收", "<", "1", "2"}),
			next:  Half(100, nil, head, []string{"二、结转", "<", "3", "4"}),
			draw:  func(_, next Pen) { next.Text(80, 90, 14, "三、收到和处理申请情况") },
			want: []string{
				"#1 2x3", "  [类别][自然人][总计]", "  [一、新收][1][2]", "三、收到和处理申请情况",
				"#2 2x3", "  [类别][自然人][总计]", "  [二、结转][3][4]",
			},
		},
	}
	var out []Case
	for _, test := range tests {
		out = append(out, Case{Name: test.name, Pages: 2, Want: test.want, Draw: func(p []Pen) {
			Table(p[0], test.first)
			Table(p[1], test.next)
			if test.draw != nil {
				test.draw(p[0], p[1])
			}
		}})
	}
	return out
}
