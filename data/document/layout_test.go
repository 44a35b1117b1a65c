package document_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
)

// cells makes a row of cells with one paragraph each.
func cells(texts ...string) document.LayoutRow {
	var row document.LayoutRow
	for _, text := range texts {
		row.Cells = append(row.Cells, document.LayoutCell{Blocks: []document.LayoutBlock{{Text: text}}})
	}
	return row
}

// wrap makes a row of one cell that holds the blocks.
func wrap(blocks ...document.LayoutBlock) document.LayoutRow {
	return document.LayoutRow{Cells: []document.LayoutCell{{Blocks: blocks}}}
}

func TestLayout(t *testing.T) {
	t.Parallel()
	inner := &document.Layout{Rows: []document.LayoutRow{cells("规章", "3"), cells("行政规范性文件", "12")}}
	line := &document.Layout{Rows: []document.LayoutRow{cells("打印", "关闭")}}
	large := &document.Layout{}
	for range 6 {
		large.Rows = append(large.Rows, cells("自然人", "4"))
	}
	tests := []struct {
		name   string
		layout document.Layout
		want   []string
	}{
		{
			name:   "a table is a grid",
			layout: *inner,
			want:   []string{"#1 2x2", "  [规章][3]", "  [行政规范性文件][12]"},
		},
		{
			name: "a table around a table gives its blocks in order",
			layout: document.Layout{Rows: []document.LayoutRow{
				wrap(document.LayoutBlock{Text: "标题"}, document.LayoutBlock{Table: inner}, document.LayoutBlock{Text: "落款"}),
			}},
			want: []string{"标题", "#1 2x2", "  [规章][3]", "  [行政规范性文件][12]", "落款"},
		},
		{
			name: "frames lie in frames",
			layout: document.Layout{Rows: []document.LayoutRow{wrap(document.LayoutBlock{
				Table: &document.Layout{Rows: []document.LayoutRow{wrap(document.LayoutBlock{Table: inner})}},
			})}},
			want: []string{"#1 2x2", "  [规章][3]", "  [行政规范性文件][12]"},
		},
		{
			name: "a page of many cells around a table of a dozen is a frame",
			layout: document.Layout{Rows: []document.LayoutRow{
				cells("首页", "新闻", "公开", "服务", "互动", "数据", "专题", "图片", "视频", "公告", "电话", "地图", "邮箱"),
				wrap(document.LayoutBlock{Table: large}),
			}},
			want: []string{
				"首页", "新闻", "公开", "服务", "互动", "数据", "专题", "图片", "视频", "公告", "电话", "地图", "邮箱",
				"#1 6x2", "  [自然人][4]", "  [自然人][4]", "  [自然人][4]", "  [自然人][4]", "  [自然人][4]", "  [自然人][4]",
			},
		},
		{
			name: "a small table in a cell of a larger one is text of that cell",
			layout: document.Layout{Rows: []document.LayoutRow{
				cells("甲", "乙", "丙"), wrap(document.LayoutBlock{Table: inner}), cells("1", "2", "3"),
			}},
			want: []string{"#1 3x3", "  [甲][乙][丙]", "  [规章⏎3⏎行政规范性文件⏎12]", "  [1][2][3]"},
		},
		{
			name:   "a table of one row does not make a frame",
			layout: document.Layout{Rows: []document.LayoutRow{wrap(document.LayoutBlock{Table: line})}},
			want:   []string{"#1 1x1", "  [打印⏎关闭]"},
		},
		{
			name: "a cell that only shows a picture says so",
			layout: document.Layout{Rows: []document.LayoutRow{
				{Cells: []document.LayoutCell{{Picture: true}, {Picture: true, Blocks: []document.LayoutBlock{{Text: "图1"}}}}},
			}},
			want: []string{"#1 1x2", "  [[图片]][图1]"},
		},
		{
			name: "a cell carries on the one above",
			layout: document.Layout{Rows: []document.LayoutRow{
				{Cells: []document.LayoutCell{{ColSpan: 2, Blocks: []document.LayoutBlock{{Text: "甲"}}}, {Blocks: []document.LayoutBlock{{Text: "1"}}}}},
				{Cells: []document.LayoutCell{{ColSpan: 2, Continues: true}, {Blocks: []document.LayoutBlock{{Text: "2"}}}}},
				{Cells: []document.LayoutCell{{ColSpan: 2, Continues: true}, {Blocks: []document.LayoutBlock{{Text: "3"}}}}},
			}},
			want: []string{"#1 3x3", "  [3x2 甲][1]", "  [@3 2]", "  [@3 3]"},
		},
		{
			name: "a cell with nothing above to carry on stands for itself",
			layout: document.Layout{Rows: []document.LayoutRow{
				{Cells: []document.LayoutCell{{Continues: true, Blocks: []document.LayoutBlock{{Text: "甲"}}}}},
			}},
			want: []string{"#1 1x1", "  [甲]"},
		},
		{
			name: "positions left out at a row's start stay without a cell",
			layout: document.Layout{Rows: []document.LayoutRow{
				cells("甲", "乙"), {Before: 1, Cells: cells("丙").Cells},
			}},
			want: []string{"#1 2x2", "  [甲][乙]", "  [@2 丙]"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			var b document.Builder
			if err := b.Layout(&test.layout); err != nil {
				t.Fatal(err)
			}
			got := strings.Split(strings.TrimSuffix(documenttest.Text(&b.Doc), "\n"), "\n")[1:]
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("blocks differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLayoutStopsAtTheLimit(t *testing.T) {
	t.Parallel()
	var l document.Layout
	row := cells(make([]string, document.MaxColumns)...)
	for range document.MaxPositions/document.MaxColumns + 1 {
		l.Rows = append(l.Rows, row)
	}
	var b document.Builder
	if err := b.Layout(&l); !errors.Is(err, document.ErrTooLarge) {
		t.Errorf("want %v, got %v", document.ErrTooLarge, err)
	}
}
