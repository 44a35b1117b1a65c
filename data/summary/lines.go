package summary

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/extract"
	"github.com/nianbao/nianbao/data/form"
)

// Use is how a table is to be taken over.
type Use struct {
	Edition *form.Edition
	Year    int      // report year of lines that have none of their own; 0 where there is none
	Columns []string // what each column is, as Proposal.What
	// BlankIsZero: an empty cell was left empty for 0, as in a report; else
	// nothing is known of it, and its figure is missing. Only a person knows.
	BlankIsZero bool
}

// Check reports what is wrong with the use, worded for the clerk; "" for
// nothing.
func (u Use) Check(t *Table) string {
	if len(u.Columns) != len(t.Columns) {
		return "各列的对应关系与这张表的列数不符，请重新选定"
	}
	seen, cells := map[string]int{}, 0
	for i, what := range u.Columns {
		switch {
		case what == None:
			continue
		case what != Agency && what != Year:
			cells++
			if u.Edition.Cell(what) == nil {
				return fmt.Sprintf("第%d列选定的指标项不在%s格式中", i+1, u.Edition.Name)
			}
		}
		if before, ok := seen[what]; ok {
			return fmt.Sprintf("第%d列和第%d列选成了同一项，请改正", before, i+1)
		}
		seen[what] = i + 1
	}
	switch {
	case seen[Agency] == 0:
		return "请选定哪一列是单位名称"
	case seen[Year] == 0 && u.Year == 0:
		return "表中没有年度，请填写这张表是哪一年度的"
	case cells == 0:
		return "没有一列对应到指标项，请至少选定一列"
	}
	return ""
}

// Entry is one line as the report of an agency.
type Entry struct {
	Row    int
	Agency string // as written
	Year   int    // 0 where the line's own year is none
	Report *data.Report
}

// Entries gives the lines of agencies as reports. The use must have passed Check.
func (t *Table) Entries(u Use) []Entry {
	name, year := slices.Index(u.Columns, Agency), slices.Index(u.Columns, Year)
	at := map[string]int{}
	for k, what := range u.Columns {
		if what != None && what != Agency && what != Year {
			at[what] = k
		}
	}
	var out []Entry
	for _, l := range t.Lines {
		agency := strings.Join(strings.Fields(l.Texts[name]), "")
		if agency == "" || isSum(agency) || !t.holds(l, at) {
			continue
		}
		e := Entry{Row: l.Row, Agency: agency, Year: u.Year}
		if year >= 0 {
			e.Year = cmp.Or(readYear(l.Texts[year]), u.Year)
		}
		e.Report = t.report(u, l, at, e)
		out = append(out, e)
	}
	return out
}

// holds reports whether the line has anything in a column that is taken over.
func (t *Table) holds(l Line, at map[string]int) bool {
	for _, k := range at {
		if l.Texts[k] != "" {
			return true
		}
	}
	return false
}

// isSum reports whether a line's name says that it adds others up.
func isSum(name string) bool {
	for _, w := range []string{"合计", "小计", "总计", "汇总", "总和", "累计"} {
		if strings.HasSuffix(name, w) || strings.HasPrefix(name, w) {
			return true
		}
	}
	return false
}

func readYear(text string) int {
	digits := strings.TrimFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if len(digits) != 4 || digits < "2000" || digits > "2100" {
		return 0
	}
	n := 0
	for _, r := range digits {
		n = n*10 + int(r-'0')
	}
	return n
}

// report gives every cell of the edition its figure: that of its column, or
// missing where no column is it or the column says nothing.
func (t *Table) report(u Use, l Line, at map[string]int, e Entry) *data.Report {
	r := &data.Report{Agency: e.Agency, Year: e.Year, Kind: data.Unit, Edition: u.Edition.ID, Title: t.Title}
	for _, table := range u.Edition.Tables {
		out := data.Table{Name: table.Name, Edition: u.Edition.ID}
		for _, c := range table.Cells {
			k, ok := at[c.Code]
			if ok {
				out.Found = true
				f := t.figure(c, l, k)
				if f.State != data.Blank || u.BlankIsZero {
					out.Figures = append(out.Figures, f)
					continue
				}
			}
			out.Figures = append(out.Figures, data.Figure{Code: c.Code, State: data.Missing, Doubt: data.DoubtRowMissing})
		}
		if !out.Found {
			for i := range out.Figures {
				out.Figures[i].Doubt = data.DoubtTableMissing
			}
		}
		r.Tables = append(r.Tables, out)
	}
	evidence := func(field, value string) {
		r.Evidence = append(r.Evidence, data.Evidence{Field: field, Source: data.FromText, Value: value, Text: fmt.Sprintf("汇总表第%d行", e.Row)})
	}
	evidence("agency", e.Agency)
	if e.Year != 0 {
		evidence("year", fmt.Sprint(e.Year))
	}
	return r
}

// figure reads a cell by the rules for a report's. An amount whose header
// gives the unit is taken in it.
func (t *Table) figure(c *form.Cell, l Line, k int) data.Figure {
	text := l.Texts[k]
	f := extract.ReadCell(text, c)
	if c.Measure == form.Amount && isNumber(text) {
		switch unit, raw := amountUnit(t.Columns[k]), f.Raw; {
		case unit != "":
			f = extract.ReadCell(text+unit, c)
			f.Raw = raw
		case f.State == data.Read && f.Value != 0:
			f.State, f.Doubt = data.Doubtful, data.DoubtNoUnit
		}
	}
	f.Code = c.Code
	f.Place = data.Place{Grid: t.Grid, Row: l.Row, Col: t.Columns[k].Number, Sheet: t.Sheet}
	return f
}

// amountUnit is the unit of money that the header gives, "" for none.
func amountUnit(c Column) string {
	header := c.Header()
	switch {
	case strings.Contains(header, "万元"):
		return "万元"
	case strings.Contains(header, "元"):
		return "元"
	}
	return ""
}

// Difference is a cell in which the table's own 合计 is not the sum of its
// lines.
type Difference struct {
	Row    int // of the 合计
	Code   string
	Stated int64 // in base units
	Sum    int64
}

// Differences compares the table's 合计 with the sum of its lines, for cells
// that add up. Subtotals of groups and lines with cells that are not known are
// left out: nothing can be said of those.
func (t *Table) Differences(u Use) []Difference {
	name := slices.Index(u.Columns, Agency)
	entries := t.Entries(u)
	var out []Difference
	for _, l := range t.Lines {
		if text := strings.Join(strings.Fields(l.Texts[name]), ""); text != "合计" && text != "总计" && text != "全县合计" {
			continue
		}
		for k, what := range u.Columns {
			c := u.Edition.Cell(what)
			if c == nil || !c.Additive {
				continue
			}
			stated := t.figure(c, l, k)
			if sum, ok := sumOf(entries, what); ok && stated.State == data.Read && stated.Value != sum {
				out = append(out, Difference{Row: l.Row, Code: what, Stated: stated.Value, Sum: sum})
			}
		}
	}
	return out
}

func sumOf(entries []Entry, code string) (sum int64, ok bool) {
	for _, e := range entries {
		f, _ := e.Report.Figure(code)
		if f.State != data.Blank && !f.State.HasValue() {
			return 0, false
		}
		sum += f.Value
	}
	return sum, true
}

// Document is the table with its header and the one line, each cell where it
// stands, for showing beside the line's figures.
func (t *Table) Document(d *document.Document, row int) *document.Document {
	out := &document.Document{Format: d.Format}
	for _, b := range d.Blocks {
		if b.Grid == nil || b.Grid.Number > t.Grid {
			continue
		}
		g := document.Grid{Number: b.Grid.Number, Rows: b.Grid.Rows, Cols: b.Grid.Cols, Top: b.Grid.Top, Left: b.Grid.Left}
		for _, c := range b.Grid.Cells {
			if g.Number == t.Grid && (c.Row <= t.top || c.Row == row) {
				g.Cells = append(g.Cells, c)
			}
		}
		b.Grid = &g
		out.Blocks = append(out.Blocks, b)
	}
	return out
}
