package msdoc

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
)

var (
	deleted  = sprm(sprmDeleted, 1)
	inserted = sprm(0x0801, 1)
	hidden   = sprm(sprmHidden, 1)
)

// check compares a made document's text form, its format left out.
func check(t *testing.T, m made, want ...string) {
	t.Helper()
	d, err := Read(context.Background(), m.bytes())
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(strings.TrimSuffix(documenttest.Text(d), "\n"), "\n")[1:]
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("document differs (-want +got):\n%s", diff)
	}
}

func TestReadText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		runs paragraph
		want []string
	}{
		{"insertions are taken, deletions are not", p("新收", deleted, "30,000", inserted, "13,444件"), []string{"新收13,444件"}},
		{"a deletion may be stated against the style", p("新收", sprm(sprmDeleted, 0x81), "9", "12"), []string{"新收12"}},
		{"hidden text is not shown", p(hidden, "99", "12"), []string{"12"}},
		{"struck text does not run into the rest", p(sprm(sprmStruck, 1), "12", "13"), []string{"~~12~~13"}},
		{"a raised note does not run into the number", p("12", sprm(sprmRaised, 1), "1", "件"), []string{"12[1]件"}},
		{"a symbol that is known", p("选", append(sprm(sprmSymbol), 0, 0, 0xFE, 0xF0), "(", "是"), []string{"选☑是"}},
		{"a symbol that is not known is no digit", p(append(sprm(sprmSymbol), 0, 0, 0x31, 0xF0), "("), []string{"\uf031"}},
		{"a symbol typed in its font", p("选\uf0a8否"), []string{"选□否"}},
		{"a field gives its result", p("\x13 =SUM(LEFT) \x1412\x15件"), []string{"12件"}},
		{"fields in fields", p("\x13 IF \x13 PAGE \x141\x15 > 0 \x14有\x13 X \x142\x15\x15件"), []string{"有2件"}},
		{"an entry of an index shows nothing", p("甲\x13 XE \"乙\" \x15丙"), []string{"甲丙"}},
		{"a field without an end swallows nothing", p("新收\x1312件"), []string{"新收12件"}},
		{"the end of a field that never began", p("12\x15件"), []string{"12件"}},
		{"a line break parts paragraphs", p("一、总体情况\x0b全年\x0b\x0b新收"), []string{"一、总体情况", "全年", "新收"}},
		{"tab and hyphens", p("甲\t乙\x1e丙\x1f丁"), []string{"甲\t乙-丙丁"}},
		{"a note's mark is left out", p("12\x02件\x05"), []string{"12件"}},
		{"characters beyond the usual", p("㙍䶮〇𠮷"), []string{"㙍䶮〇𠮷"}},
		{"half a character is no digit", p("1\x0b2"), []string{"1", "2"}},
		{"an embedded workbook is noted", p("表\x13 EMBED Excel.Sheet.8 \x14\x01\x15"), []string{"note 文中嵌有 1 个对象（如嵌入的 Excel 表），其内容未读取", "表"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			check(t, made{paragraphs: []paragraph{test.runs}}, test.want...)
		})
	}
}

func TestReadParagraphs(t *testing.T) {
	t.Parallel()
	gone := p("12")
	gone.look = deleted
	page := p("一")
	page.mark = charPage
	tests := []struct {
		name string
		doc  made
		want []string
	}{
		{"a deleted mark joins", made{paragraphs: []paragraph{gone, p("3件")}}, []string{"123件"}},
		{"a deleted mark does not join with a table", made{paragraphs: slices.Concat([]paragraph{gone}, row([]int16{0, 1000, 2000}, "3", "4"), []paragraph{p("后")})},
			[]string{"12", "#1 1x2", "  [3][4]", "后"}},
		{"a deleted mark at the end", made{paragraphs: []paragraph{p("甲"), gone, gone}}, []string{"甲", "1212"}},
		{"a page ends a paragraph", made{paragraphs: []paragraph{page, p("二")}}, []string{"一", "二"}},
		{"a byte a character", made{narrow: true, paragraphs: []paragraph{p("12 \u0085 \u0080 é \u0093x\u0094")}}, []string{"12 … € é “x”"}},
		{"text boxes follow the text", made{paragraphs: []paragraph{p("正文")}, boxes: []paragraph{p("标题")}}, []string{"正文", "标题"}},
		{"all of a piece is changed", made{paragraphs: []paragraph{p("12")}, boxes: []paragraph{p("3")}, changes: sprm(sprmStruck, 1)}, []string{"~~12~~", "~~3~~"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			check(t, test.doc, test.want...)
		})
	}
}

func TestReadStyles(t *testing.T) {
	t.Parallel()
	styles := []namedStyle{
		{kind: kindParagraph, base: 0xFFF},
		{kind: kindParagraph, base: 0, list: hidden},
		{kind: kindParagraph, base: 1},
		{kind: kindCharacter, base: 0xFFF, list: sprm(sprmHidden, 0x81)},
		{kind: kindParagraph, base: 5}, {kind: kindParagraph, base: 4}, // each stands upon the other
	}
	styled := func(n int, parts ...any) paragraph {
		out := p(parts...)
		out.style = n
		return out
	}
	named := []byte{0x30, 0x4A, 3, 0}
	check(t, made{styles: styles, paragraphs: []paragraph{
		styled(0, "甲", named, "藏"), styled(1, "藏"), styled(2, "藏", sprm(sprmHidden, 0x81), "乙", sprm(sprmHidden, 0x80), "藏", sprm(sprmHidden, 0), "丙"),
		styled(2, "藏", named, "丁"), styled(3, "戊"), styled(4, "己"), styled(99, "庚"),
	}}, "甲", "乙丙", "丁", "戊", "己", "庚")
}

func TestReadTables(t *testing.T) {
	t.Parallel()
	two, three := []int16{0, 1000, 2000}, []int16{0, 1000, 2000, 3000}
	goneRow := []paragraph{c(1, deleted, "乙"), c(1, deleted, "2"), tr(1, two)}
	for i := range goneRow {
		goneRow[i].look = deleted
	}
	keptRow := []paragraph{c(1, "乙"), c(1, deleted, "2"), tr(1, two)}
	keptRow[1].look, keptRow[2].look = deleted, deleted
	blankRow := []paragraph{c(1), c(1), tr(1, two)}
	blankRow[1].look, blankRow[2].look = deleted, deleted
	wide := tr(1, three)
	wide.long = true
	tests := []struct {
		name string
		rows [][]paragraph
		want []string
	}{
		{"a table between paragraphs", [][]paragraph{{p("前")}, row(two, "甲", "1"), row(two, "乙", ""), {p("后")}},
			[]string{"前", "#1 2x2", "  [甲][1]", "  [乙][]", "后"}},
		{"edges make spans", [][]paragraph{row([]int16{0, 3000}, "标题"), row(three, "甲", "1", "2"), row([]int16{1000, 3000}, "乙")},
			[]string{"#1 3x3", "  [1x3 标题]", "  [甲][1][2]", "  [@2 1x2 乙]"}},
		{"edges that lie close together are one", [][]paragraph{row([]int16{-108, 950, 2040, 2900}, "甲", "1", "2"), row(three, "乙", "3", "4"), row([]int16{0, 1900, 3010}, "丙", "5")},
			[]string{"#1 3x3", "  [甲][1][2]", "  [乙][3][4]", "  [1x2 丙][5]"}},
		{"but no cell loses its width", [][]paragraph{row([]int16{0, 1000, 1100, 3000}, "甲", "1", "2"), row([]int16{0, 1000, 3000}, "乙", "3")},
			[]string{"#1 2x3", "  [甲][1][2]", "  [乙][1x2 3]"}},
		{"a cell without width goes to its neighbour", [][]paragraph{row([]int16{0, 1000, 1000, 2000}, "甲", "1", "2"), row(two, "乙", "3")},
			[]string{"#1 2x2", "  [甲⏎1][2]", "  [乙][3]"}},
		{"a row without edges has those above", [][]paragraph{row([]int16{0, 2000, 3000}, "甲", "1"), row(nil, "乙", "2"), row(three, "丙", "3", "4")},
			[]string{"#1 3x3", "  [1x2 甲][1]", "  [1x2 乙][2]", "  [丙][3][4]"}},
		{"cells reach down", [][]paragraph{
			{c(1, "三、"), c(1, "1"), tr(1, two, cellShape{down: begins})},
			{c(1, "藏"), c(1, "2"), tr(1, two, cellShape{down: continues})},
			{c(1), c(1, "3"), tr(1, two, cellShape{down: continues})},
		}, []string{"#1 3x2", "  [3x1 三、][1]", "  [@2 2]", "  [@2 3]"}},
		{"cells merged across, the first marked one", [][]paragraph{
			{c(1, "甲"), c(1), c(1, "1"), tr(1, three, cellShape{across: 1}, cellShape{across: 2})}, row(three, "乙", "2", "3"),
		}, []string{"#1 2x3", "  [1x2 甲][1]", "  [乙][2][3]"}},
		{"cells merged across, the first marked two", [][]paragraph{
			{c(1, "甲"), c(1), c(1, "1"), tr(1, three, cellShape{across: 2}, cellShape{across: 1})}, row(three, "乙", "2", "3"),
		}, []string{"#1 2x3", "  [1x2 甲][1]", "  [乙][2][3]"}},
		{"cells merged across one after the other", [][]paragraph{
			{c(1, "甲"), c(1), c(1, "乙"), c(1), tr(1, []int16{0, 500, 1000, 1500, 2000}, cellShape{across: 1}, cellShape{across: 2}, cellShape{across: 1}, cellShape{across: 2})},
			row([]int16{0, 500, 1000, 1500, 2000}, "1", "2", "3", "4"),
		}, []string{"#1 2x4", "  [1x2 甲][1x2 乙]", "  [1][2][3][4]"}},
		{"what a merged cell says is kept", [][]paragraph{
			{c(1, "1"), c(1, "2"), c(1, "3"), tr(1, three, cellShape{across: 1}, cellShape{across: 2})}, row(three, "乙", "2", "3"),
		}, []string{"#1 2x3", "  [1x2 1⏎2][3]", "  [乙][2][3]"}},
		{"a row's properties stand in the data stream", [][]paragraph{row([]int16{0, 2000, 3000}, "甲", "1"), {c(1, "乙"), c(1, "2"), c(1, "3"), wide}},
			[]string{"#1 2x3", "  [1x2 甲][1]", "  [乙][2][3]"}},
		{"a deleted row is gone", [][]paragraph{row(two, "甲", "1"), goneRow, row(two, "丙", "3")},
			[]string{"#1 2x2", "  [甲][1]", "  [丙][3]"}},
		{"a row of which the end alone is deleted is not", [][]paragraph{row(two, "甲", "1"), keptRow, blankRow},
			[]string{"#1 3x2", "  [甲][1]", "  [乙][]", "  [][]"}},
		{"a cell of several paragraphs", [][]paragraph{{{runs: runsOf([]any{"甲"}), mark: charParagraph, list: in(1)}, c(1, "乙"), c(1, "1"), tr(1, two)}, row(two, "丙", "2")},
			[]string{"#1 2x2", "  [甲⏎乙][1]", "  [丙][2]"}},
		{"a cell that shows no text is not blank", [][]paragraph{{c(1, "\x01"), c(1, "\x13 FORMCHECKBOX \x15"), c(1, "\x01", "3"), tr(1, three)}},
			[]string{"#1 1x3", "  [[图片]][[图片]][3]"}},
		{"a table in a small table frames it", [][]paragraph{
			{c(2, "规章"), c(2, "3"), tr(2, two), c(2, "文件"), c(2, "12"), tr(2, two), c(1, "落款"), tr(1, []int16{0, 3000})},
		}, []string{"#1 2x2", "  [规章][3]", "  [文件][12]", "落款"}},
		{"a table in a cell of a larger one is its text", [][]paragraph{
			{c(2, "规章"), c(2, "3"), tr(2, two), c(2, "文件"), c(2, "12"), tr(2, two), c(1, "乙"), c(1, "丙"), c(1, "丁"), tr(1, three)}, row(three, "1", "2", "3"), row(three, "4", "5", "6"),
		}, []string{"#1 3x3", "  [规章⏎3⏎文件⏎12⏎乙][丙][丁]", "  [1][2][3]", "  [4][5][6]"}},
		{"a row whose end is missing", [][]paragraph{row(two, "甲", "1"), {c(1, "乙"), c(1, "2")}, {p("后")}},
			[]string{"#1 2x2", "  [甲][1]", "  [乙][2]", "后"}},
		{"a row with more cells than edges", [][]paragraph{row(two, "甲", "1", "2")}, []string{"#1 1x3", "  [甲][1][2]"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			check(t, made{paragraphs: slices.Concat(test.rows...)}, test.want...)
		})
	}
}

func TestRowsAreChangedByLaterProperties(t *testing.T) {
	t.Parallel()
	var s style
	list := join(define([]int16{0, 10, 20, 30}, nil), sprm(sprmVertMerge, 2, 1, 3), sprm(sprmMerge, 0, 2))
	if err := s.apply(list, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]bool{false, true, false}, s.row.merged()); diff != "" {
		t.Errorf("merged (-want +got):\n%s", diff)
	}
	if want := begins; s.row.cells[1].down != want {
		t.Errorf("second cell: want %v, got %v", want, s.row.cells[1].down)
	}
	s.row.apply(sprmSplit, []byte{0, 2})
	if diff := cmp.Diff([]bool{false, false, false}, s.row.merged()); diff != "" {
		t.Errorf("split (-want +got):\n%s", diff)
	}
}

func TestReadFiles(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"characters", "nested", "merges"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, err := Read(context.Background(), fixture(t, name))
			if err != nil {
				t.Fatal(err)
			}
			documenttest.Golden(t, name, d)
		})
	}
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".doc"))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	text := []paragraph{p("甲")}
	whole := (&made{paragraphs: text}).bytes()
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"nothing", nil, document.RefuseDamaged},
		{"another file", []byte("PK\x03\x04"), document.RefuseDamaged},
		{"a file cut off", whole[:len(whole)/2], document.RefuseDamaged},
		{"a password", (&made{paragraphs: text, flags: flagEncrypted}).bytes(), document.RefusePassword},
		{"Word 95", (&made{paragraphs: text, version: 0x68}).bytes(), document.RefuseUnsupported},
		{"pictures alone", (&made{paragraphs: []paragraph{p("\x01"), p("\x08")}}).bytes(), document.RefuseScan},
		{"no text", (&made{paragraphs: []paragraph{p(), p(" ")}}).bytes(), document.RefuseEmpty},
		{"a list in a data stream that is too short", (&made{paragraphs: []paragraph{{mark: charParagraph, list: append(sprm(sprmLong), 0, 0, 1, 0)}}}).bytes(), document.RefuseDamaged},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := Read(context.Background(), test.file)
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != test.want {
				t.Errorf("want refusal %q, got %v", test.want, err)
			}
		})
	}
}

func TestReadStopsAtTheLimits(t *testing.T) {
	t.Parallel()
	long := tr(1, []int16{0, 1000})
	long.list, long.long = join(long.list, make([]byte, 60_000)), true
	repeated := append(sprm(sprmLong), 1, 0, 0, 0)
	many := []paragraph{long}
	for range 1200 {
		many = append(many, paragraph{mark: charParagraph, list: repeated})
	}
	var runs []any
	for range 2000 {
		runs = append(runs, []byte{}, "1")
	}
	for name, m := range map[string]made{
		"one long list for many runs": {paragraphs: []paragraph{p(runs...)}, changes: make([]byte, 60_000)},
		"tables too deep":             {paragraphs: []paragraph{c(maxTables + 1)}},
		"one long list for many rows": {paragraphs: many},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := Read(context.Background(), m.bytes()); !errors.Is(err, document.ErrTooLarge) {
				t.Errorf("want %v, got %v", document.ErrTooLarge, err)
			}
		})
	}
}

func TestReadStopsWhenCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Read(ctx, fixture(t, "nested")); !errors.Is(err, context.Canceled) {
		t.Errorf("want %v, got %v", context.Canceled, err)
	}
}

// whole checks what holds for any bytes: a document within its limits or an
// error that says something.
func whole(t *testing.T, d *document.Document, err error) {
	t.Helper()
	var r *document.Refusal
	if err != nil {
		if !errors.As(err, &r) && !errors.Is(err, document.ErrTooLarge) {
			t.Errorf("want a refusal, got %v", err)
		}
		return
	}
	for _, g := range d.Grids() {
		if g.Rows*g.Cols > document.MaxPositions || g.Cols > document.MaxColumns {
			t.Errorf("grid of %d by %d", g.Rows, g.Cols)
		}
	}
}

func TestReadDamagedFiles(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"characters", "nested"} {
		file := fixture(t, name)
		for cut := 0; cut < len(file); cut += 97 {
			d, err := Read(context.Background(), file[:cut])
			whole(t, d, err)
		}
		for at := 0; at < len(file); at += 13 {
			changed := slices.Clone(file)
			changed[at] ^= byte(1 << (at % 8))
			d, err := Read(context.Background(), changed)
			whole(t, d, err)
		}
	}
}

// FuzzRead reads any bytes.
func FuzzRead(f *testing.F) {
	f.Add((&made{paragraphs: slices.Concat([]paragraph{p("甲", deleted, "1")}, row([]int16{0, 1000, 2000}, "乙", "2"))}).bytes())
	f.Add(fixture(f, "characters"))
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := Read(context.Background(), b)
		whole(t, d, err)
	})
}

// FuzzLists varies the properties of a paragraph and of its characters, which
// changes to whole files seldom reach.
func FuzzLists(f *testing.F) {
	f.Add(define([]int16{0, 1000, 2000}, []cellShape{{down: begins}, {across: 1}}), []byte(sprm(sprmStruck, 1)), "甲\x13 =1 \x142\x15")
	f.Add(join(in(3), sprm(sprmInnerRow, 1)), append(sprm(sprmSymbol), 0, 0, 0xFE, 0xF0), "(\x01\x0b\x07")
	f.Add(append(sprm(sprmTabChanges), 255, 2, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1, 2, 3), deleted, "\r\r")
	f.Fuzz(func(t *testing.T, list, look []byte, text string) {
		if len(list) > 380 || len(look) > 255 || len(text) > 1000 {
			return
		}
		cell := c(1, look, text)
		end := tr(1, nil)
		end.list = join(end.list, list)
		d, err := Read(context.Background(), (&made{paragraphs: []paragraph{p("甲"), cell, end, {mark: charParagraph, list: list}}}).bytes())
		whole(t, d, err)
	})
}

func BenchmarkRead(b *testing.B) {
	file := fixture(b, "merges")
	b.ReportAllocs()
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := Read(context.Background(), file); err != nil {
			b.Fatal(err)
		}
	}
}
