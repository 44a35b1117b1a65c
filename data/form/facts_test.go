package form

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// everyCell calls f with each cell of each edition.
func everyCell(f func(*Edition, *Table, *Cell)) {
	for _, e := range Editions() {
		for _, t := range e.Tables {
			for _, c := range t.Cells {
				f(e, t, c)
			}
		}
	}
}

func TestEditionsFollowEachOther(t *testing.T) {
	t.Parallel()
	var ids []string
	for n, e := range Editions() {
		ids = append(ids, e.ID)
		if e.Name == "" || e.Basis == "" {
			t.Errorf("want a name and a basis, got %+v", e)
		}
		if n > 0 && Editions()[n-1].To+1 != e.From {
			t.Errorf("%s: want it to begin the year after the one before, got %d", e.ID, e.From)
		}
	}
	if diff := cmp.Diff([]string{"2014", "2019", "2021"}, ids); diff != "" {
		t.Errorf("editions (-want +got):\n%s", diff)
	}
	for year, want := range map[int]string{2013: "", 2014: "2014", 2018: "2014", 2019: "2019", 2020: "2019", 2021: "2021", 2040: "2021"} {
		got := ""
		if e := ForYear(year); e != nil {
			got = e.ID
		}
		if got != want {
			t.Errorf("edition of %d: want %q, got %q", year, want, got)
		}
	}
	if ByID("1999") != nil || ByID("2021").Cell("s.received") != nil || ByID("2021").Table("s") != nil {
		t.Error("what an edition does not have: want nil, got something")
	}
}

func TestCellsAreWhole(t *testing.T) {
	t.Parallel()
	order := map[string]int{}
	everyCell(func(e *Edition, table *Table, c *Cell) {
		order[e.ID]++
		if c.Order != order[e.ID] {
			t.Errorf("%s %s: want order %d, got %d", e.ID, c.Code, order[e.ID], c.Order)
		}
		if c.Table != table || e.Cell(c.Code) != c || !strings.HasPrefix(c.Code, table.Name+".") {
			t.Errorf("%s %s: want it found in its table, got another", e.ID, c.Code)
		}
		if c.Unit == "" || c.Row.Short == "" || c.Column.Short == "" || c.Label() == "" || c.Row.Label() == "" {
			t.Errorf("%s %s: want unit and labels, got %+v", e.ID, c.Code, c)
		}
		if (c.Measure == Amount) != (c.Unit == "万元") {
			t.Errorf("%s %s: want amounts in 万元, got %s in %s", e.ID, c.Code, c.Measure, c.Unit)
		}
		if c.Measure == Delta && c.Additive {
			t.Errorf("%s %s: want a change not to add up, got that it does", e.ID, c.Code)
		}
	})
}

// A code that two editions share has one meaning.
func TestSharedCodesMeanTheSame(t *testing.T) {
	t.Parallel()
	first := map[string]*Cell{}
	shared := 0
	everyCell(func(e *Edition, _ *Table, c *Cell) {
		o := first[c.Code]
		if o == nil {
			first[c.Code] = c
			return
		}
		shared++
		if o.Unit != c.Unit || o.Measure != c.Measure || o.Additive != c.Additive || o.Row.Short != c.Row.Short {
			t.Errorf("%s in %s: want it as before, got %s %s %v %s", c.Code, e.ID, c.Unit, c.Measure, c.Additive, c.Short())
		}
	})
	if shared < 150 {
		t.Errorf("want table 3 shared by two editions, got %d shared codes", shared)
	}
}

// A label or alias names one row of its parent and one column of its set, so
// that a cell is never claimed by two.
func TestLabelsAreNotAmbiguous(t *testing.T) {
	t.Parallel()
	claim := func(seen map[string]string, key, code string) {
		if other, ok := seen[key]; ok && other != code {
			t.Errorf("%s: want one row or column, got %s and %s", key, other, code)
		}
		seen[key] = code
	}
	for _, e := range Editions() {
		for _, table := range e.Tables {
			rows, columns := map[string]string{}, map[string]string{}
			for _, r := range table.Rows {
				parent := strings.Join(r.Path[:len(r.Path)-1], "／")
				for _, label := range append([]string{r.Label()}, r.Aliases...) {
					claim(rows, e.ID+" "+parent+"／"+label, r.Code)
				}
				for _, c := range r.Columns {
					parent := strings.Join(c.Path[:max(0, len(c.Path)-1)], "／")
					for _, label := range slices.Concat(c.Path[max(0, len(c.Path)-1):], c.Aliases) {
						claim(columns, e.ID+" "+table.Name+" "+c.Set+" "+parent+"／"+label, c.Code)
					}
				}
			}
		}
	}
}

func TestLabels(t *testing.T) {
	t.Parallel()
	tests := []struct{ edition, code, label, short string }{
		{"2021", "t3.new.person", "一、本年新收政府信息公开申请数量，自然人", "新收（自然人）"},
		{"2021", "t3.new.total", "一、本年新收政府信息公开申请数量，总计", "新收"},
		{"2021", "t3.refused.secret.research", "三、本年度办理结果／（三）不予公开／1.属于国家秘密，法人或其他组织／科研机构", "国家秘密（科研机构）"},
		{"2014", "s.received", "三、依申请公开情况／（一）收到申请数", "收到申请"},
		{"2021", "t4.direct.pending", "行政诉讼／未经复议直接起诉，尚未审结", "未经复议直接起诉（尚未审结）"},
	}
	for _, tt := range tests {
		c := ByID(tt.edition).Cell(tt.code)
		if diff := cmp.Diff([]string{tt.label, tt.short}, []string{c.Label(), c.Short()}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.code, diff)
		}
	}
}

func TestCellOfAnExtraRowIsFoundInItsEdition(t *testing.T) {
	t.Parallel()
	tests := []struct{ edition, code, want string }{
		{"2021", "t3.new.total", "2021"},
		{"2021", "t3.other.total", "2019"},
		{"2019", "t3.other.else.total", "2021"},
		{"2021", "s.received", "2014"},
		{"", "t2.normative.in_force", "2021"},
		{"2021", "no.such", ""},
	}
	for _, tt := range tests {
		got := ""
		if c := CellOf(tt.edition, tt.code); c != nil {
			got = c.Table.Edition
		}
		if got != tt.want {
			t.Errorf("%s in %q: want the cell of %q, got %q", tt.code, tt.edition, tt.want, got)
		}
	}
}

// The totals are the cells that the form prints as 总计, and in 2014 the rows
// printed with their parts.
func TestTotalsAreWhatTheFormPrintsAsTotals(t *testing.T) {
	t.Parallel()
	parents := []string{
		"s.disclosed", "s.response", "s.response.press", "s.response.interview", "s.received", "s.closed", "s.replied", "s.replied.refused",
		"s.review", "s.litigation", "s.office.staff",
	}
	everyCell(func(e *Edition, table *Table, c *Cell) {
		want := slices.Contains(parents, c.Code) || c.Column.Label() == "总计" && table.Name != "s" || c.Row.Code == "t3.total"
		if got := IsTotal(e.ID, c.Code); got != want {
			t.Errorf("%s in %s: want total %v, got %v", c.Code, e.ID, want, got)
		}
		for _, way := range waysOf(e.ID, c.Code) {
			if codes := way.parts.Codes(); len(codes) == 0 || slices.Contains(codes, c.Code) {
				t.Errorf("%s in %s: want parts without itself, got %v", c.Code, e.ID, codes)
			}
			for _, code := range way.parts.Codes() {
				if p := e.Cell(code); p.Measure != c.Measure || p.Table != table {
					t.Errorf("%s in %s: want parts of its kind, got %s", c.Code, e.ID, code)
				}
			}
		}
	})
	if n := len(waysOf("2021", "t3.total.total")); n != 2 {
		t.Errorf("grand total of table 3: want two ways, got %d", n)
	}
}

// No total is computed, over however many steps, from itself.
func TestTotalsDoNotGoInCircles(t *testing.T) {
	t.Parallel()
	everyCell(func(e *Edition, _ *Table, c *Cell) {
		var walk func(code string, path []string)
		walk = func(code string, path []string) {
			if slices.Contains(path, code) {
				t.Fatalf("%s: want no circle, got %v", e.ID, append(path, code))
			}
			for _, way := range waysOf(e.ID, code) {
				for _, part := range way.parts.Codes() {
					if IsTotal(e.ID, part) {
						walk(part, append(path, code))
					}
				}
			}
		}
		walk(c.Code, nil)
	})
}
