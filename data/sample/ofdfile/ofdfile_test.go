package ofdfile

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLinesBreakAroundWordsAndNumbers(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text string
		wide       float64
		want       []string
	}{
		{"characters", "年度报告", 2, []string{"年度", "报告"}},
		{"a number stays whole", "报告2024", 3, []string{"报告", "2024"}},
		{"a number wider than its line", "12345678", 2, []string{"1234", "5678"}},
		{"a line of its own", "年\n度", 9, []string{"年", "度"}},
		{"nothing", "", 9, []string{""}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, wrap(test.text, test.wide, 0, 1)); diff != "" {
			t.Errorf("%s: lines differ (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestEqualStepsAreWrittenOnce(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"年": "", "年度": "4", "2024年度报告": "g 4 2 g 3 4", "1年": "2"} {
		if got := steps(run{size: 4, text: text}); got != want {
			t.Errorf("%s: want %q, got %q", text, want, got)
		}
	}
}

// texts are the lines of each page.
func texts(pages []*page) [][]string {
	var out [][]string
	for _, p := range pages {
		var lines []string
		for _, r := range p.runs {
			lines = append(lines, r.text)
		}
		out = append(out, lines)
	}
	return out
}

func TestTablesGoOverPages(t *testing.T) {
	t.Parallel()
	table := &Table{Rows: 3, Cols: 2, Widths: []int{1, 3}, Cells: []Cell{
		{Row: 0, Rows: 3, Cols: 1, Text: "甲\n乙\n丙\n丁"},
		{Row: 0, Col: 1, Rows: 1, Cols: 1, Text: "一"},
		{Row: 1, Col: 1, Rows: 1, Cols: 1, Text: "二"},
		{Row: 2, Col: 1, Rows: 1, Cols: 1, Text: "三\n四", Left: true},
	}}
	high := func(rows float64) float64 { return top + foot + rows*(rowLead+2*pad) + 0.1 }
	tests := []struct {
		name  string
		style Style
		want  [][]string
	}{
		{"one page", Style{Height: 297}, [][]string{{"甲", "乙", "丙", "丁", "一", "二", "三", "四", "- 1 -"}}},
		{"a break between rows", Style{Height: high(2)}, [][]string{{"甲", "乙", "一", "二", "- 1 -"}, {"丙", "丁", "三", "四", "- 2 -"}}},
		{"a break through a row", Style{Height: high(3), CutRows: true}, [][]string{{"甲", "乙", "丙", "一", "二", "三", "- 1 -"}, {"丁", "四", "- 2 -"}}},
	}
	for _, test := range tests {
		if diff := cmp.Diff(test.want, texts(set([]Block{{Table: table}}, test.style))); diff != "" {
			t.Errorf("%s: pages differ (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestFilesAreWellFormedAndAlwaysTheSame(t *testing.T) {
	t.Parallel()
	blocks := []Block{{Kind: Title, Text: "标题"}, {Text: "甲 <&> 乙"}, {Table: &Table{Rows: 1, Cols: 1, Cells: []Cell{{Rows: 1, Cols: 1, Text: "格"}}}}}
	for _, style := range []Style{{}, {Glyphs: true}} {
		first, err := Write(blocks, style)
		if err != nil {
			t.Fatal(err)
		}
		if again, _ := Write(blocks, style); !bytes.Equal(first, again) {
			t.Error("the same blocks give other bytes")
		}
		z, err := zip.NewReader(bytes.NewReader(first), int64(len(first)))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, f := range z.File {
			names = append(names, f.Name)
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			wellFormed(t, f.Name, r)
		}
		if want := []string{"OFD.xml", "Doc_0/Document.xml", "Doc_0/PublicRes.xml", "Doc_0/Pages/Page_0/Content.xml"}; !slices.Equal(want, names) {
			t.Errorf("want the parts %s, got %s", strings.Join(want, " "), strings.Join(names, " "))
		}
	}
}

func wellFormed(t *testing.T, name string, r io.Reader) {
	t.Helper()
	for d := xml.NewDecoder(r); ; {
		switch _, err := d.Token(); {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			t.Fatalf("%s: %v", name, err)
		}
	}
}
