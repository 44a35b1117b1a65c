package wordfile_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/docx"
	"github.com/nianbao/nianbao/data/wordfile"
)

func written(t *testing.T, f *wordfile.File) *document.Document {
	t.Helper()
	var b bytes.Buffer
	n, err := f.WriteTo(&b)
	if err != nil || n != int64(b.Len()) {
		t.Fatalf("want %d bytes told and no error, got %d, %v", b.Len(), n, err)
	}
	d, err := docx.Read(context.Background(), b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestMergedCellsStandWhereTheyWereGiven(t *testing.T) {
	t.Parallel()
	text := func(s string, across, down int) wordfile.Cell {
		c := wordfile.Text(s, 21, false)
		c.Across, c.Down = across, down
		return c
	}
	f := new(wordfile.File)
	f.Table([]int{1000, 1000, 1000, 1000}, []wordfile.Row{
		{Head: true, Cells: []wordfile.Cell{text("角", 2, 2), text("上", 2, 0)}},
		{Cells: []wordfile.Cell{text("甲", 0, 0), text("乙", 0, 3)}},
		{Cells: []wordfile.Cell{text("行", 0, 2), text("一", 0, 0), text("1", 0, 0)}},
		{Cells: []wordfile.Cell{text("二", 0, 0), text("2", 0, 0)}},
	})
	d := written(t, f)
	type at struct{ Row, Col, Down, Across int }
	got := map[string]at{}
	for _, b := range d.Blocks {
		if b.Grid == nil {
			continue
		}
		for _, c := range b.Grid.Cells {
			got[c.Text] = at{c.Row, c.Col, c.Height(), c.Width()}
		}
	}
	want := map[string]at{
		"角": {1, 1, 2, 2}, "上": {1, 3, 1, 2}, "甲": {2, 3, 1, 1}, "乙": {2, 4, 3, 1},
		"行": {3, 1, 2, 1}, "一": {3, 2, 1, 1}, "1": {3, 3, 1, 1}, "二": {4, 2, 1, 1}, "2": {4, 3, 1, 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
}

func TestHostileTextIsText(t *testing.T) {
	t.Parallel()
	f := new(wordfile.File)
	f.Paragraph(wordfile.Centre, true, wordfile.Run{Text: "<w:p>&\x00\x0b￾]]>甲\t乙", Size: 21, Bold: true})
	var got string
	for _, b := range written(t, f).Blocks {
		got += b.Text
	}
	if got != "<w:p>&]]>甲 乙" {
		t.Errorf("got %q", got)
	}
}
