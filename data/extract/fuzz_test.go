package extract

import (
	"errors"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/form"
)

// words are what generated documents are made of: every label of every form,
// and what stands in cells.
func words() []string {
	out := []string{
		"", "0", "1", "23", "4,567", "1 2", "-3", "1.5", "无", "/", "3件", "22（其中修订16件）", "#REF!", "75.77万元", "减少6", "件", "万元", "信息内容", "申请人情况",
		"自然人", "法人或其他组织", "总计", "行政诉讼", "统计指标", "单位", "统计数", "示例县教育局2023年政府信息公开工作年度报告", "示例县民政局2022年政府信息公开工作年度报告",
		"本报告由示例县教育局编制，统计期限为2023年1月1日至2023年12月31日。", "一、总体情况", "登录 密码", "本年新", "其他", "2.其他法律行政止公开",
	}
	for _, e := range form.Editions() {
		for _, t := range e.Tables {
			for _, r := range t.Rows {
				out = append(out, r.Path...)
			}
			for _, c := range t.Cells {
				out = append(out, c.Column.Path...)
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// fromBytes makes a document of any bytes.
func fromBytes(b []byte, words []string) *document.Document {
	var out document.Builder
	next := func() int {
		if len(b) == 0 {
			return 0
		}
		n := int(b[0])
		b = b[1:]
		return n
	}
	word := func() string { return words[(next()|next()<<8)%len(words)] }
	for len(b) > 0 {
		if next()%4 == 0 {
			say(&out, word())
			continue
		}
		var g document.GridBuilder
		for range next()%40 + 1 {
			g.Row()
			for range next() % 18 {
				size := next()
				g.Cell(word(), ifElse(size%16 == 1, 2+size/16, 1), ifElse(size%16 == 2, 2+size/32, 1))
			}
			if len(b) == 0 {
				break
			}
		}
		must(out.SheetGrid(&g, []string{"", "", "Sheet1"}[next()%3]))
	}
	return &out.Doc
}

func FuzzExtract(f *testing.F) {
	all := words()
	f.Add([]byte("\x01\x05\x03aaabbbcccddd"), "2023/示例县教育局.docx")
	f.Add([]byte{}, "")
	f.Fuzz(func(t *testing.T, b []byte, name string) {
		r, err := Extract(fromBytes(b, all), name)
		var refusal *document.Refusal
		if err != nil {
			if !errors.As(err, &refusal) || refusal.Reason == "" {
				t.Fatalf("want a refusal with a reason, got %v", err)
			}
			return
		}
		checkWhole(t, r)
		agency, _ := GuessName(name)
		if utf8.RuneCountInString(agency) > maxAgency {
			t.Errorf("agency of %q is too long: %q", name, agency)
		}
	})
}

// checkWhole checks what holds for every report.
func checkWhole(t *testing.T, r *data.Report) {
	t.Helper()
	if utf8.RuneCountInString(r.Agency) > maxAgency || r.Year != 0 && (r.Year < firstYear || r.Year > lastYear) {
		t.Errorf("agency %q and year %d are out of bounds", r.Agency, r.Year)
	}
	for _, want := range form.ByID(r.Edition).Tables {
		if r.Table(want.Name) == nil {
			t.Errorf("edition %s: no table %s", r.Edition, want.Name)
		}
	}
	for _, table := range r.Tables {
		cells := form.ByID(table.Edition).Table(table.Name).Cells
		for i, f := range table.Figures {
			if i < len(cells) == f.Extra || i < len(cells) && cells[i].Code != f.Code {
				t.Errorf("table %s, figure %d: %s is out of order", table.Name, i, f.Code)
			}
			checkFigure(t, f)
		}
		if len(table.Figures) < len(cells) {
			t.Errorf("table %s: want %d figures, got %d", table.Name, len(cells), len(table.Figures))
		}
	}
}

func checkFigure(t *testing.T, f data.Figure) {
	t.Helper()
	marked := f.State != data.Read && f.State != data.Blank
	switch {
	case !f.State.Valid(),
		!f.State.HasValue() && f.Value != 0,
		marked != (f.Doubt != data.DoubtNone),
		f.State != data.Missing && f.Place.IsZero(),
		f.Value > data.MaxAmount && f.Value > data.MaxCount:
		t.Errorf("a figure that cannot be: %+v", f)
	}
}

// A document may be as large as its limits allow and hold nothing but labels.
func TestLargeDocuments(t *testing.T) {
	t.Parallel()
	all := words()
	for _, cols := range []int{2, 16} {
		var b document.Builder
		var g document.GridBuilder
		for r := range document.MaxPositions / cols {
			g.Row()
			for k := range cols {
				g.Cell(all[(r*7+k*k)%len(all)]+string(rune('一'+r%5000)), 1, 1)
			}
		}
		must(b.Grid(&g))
		r, err := Extract(&b.Doc, "")
		if err == nil {
			checkWhole(t, r)
		}
	}
}
