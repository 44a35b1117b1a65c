package extract

import (
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// found is what was found of one table: nil claims mean nothing.
type found struct {
	claims  *claims
	edition string // empty where the table does not tell
	first   int    // line of its first row
	starts  []int  // lines where the table begins: more than one where it is printed twice
}

// readTable2 reads 主动公开政府信息情况. Its headers tell the edition.
func readTable2(lines []line, kinds []kind) *found {
	cat := load().t2
	m := readMatrix(cat, lines, kinds, headsTable2)
	if len(m.hits) == 0 {
		return nil
	}
	out := &found{claims: newClaims(lines), first: m.hits[0].line}
	votes := map[string]int{}
	for i := range m.hits {
		h := &m.hits[i]
		row := &cat.rows[h.row]
		out.claims.addHit(cat, h, amountUnit(lines, h.line))
		for _, col := range h.head.cols {
			for _, k := range col.cands {
				if hasSet(row, cat.columns[k].set) {
					votes[cat.columns[k].edition]++
				}
			}
		}
		if row.code == "t2.regulation" {
			out.starts = append(out.starts, h.line)
		}
	}
	if len(out.claims.of) == 0 {
		return nil
	}
	out.edition = "2021"
	if votes["2019"] > votes["2021"] {
		out.edition = "2019"
	}
	return out
}

func hasSet(r *rowLabel, set string) bool {
	for _, s := range r.sets {
		if s == set {
			return true
		}
	}
	return false
}

// amountUnit looks for the unit of a row's amount where its header does not
// give one: in its label, then in the lines above its grid (单位：万元).
func amountUnit(lines []line, at int) unit {
	l := &lines[at]
	for i := range l.cells {
		if c := &l.cells[i]; !c.label.empty() && !c.value {
			if u := unitIn(c.Text); u != noUnit {
				return u
			}
		}
	}
	start := at
	for start > 0 && lines[start-1].grid == l.grid {
		start--
		if u := captionUnit(&lines[start]); u != noUnit {
			return u
		}
	}
	for i := start - 1; i >= 0 && i >= start-2; i-- {
		if u := captionUnit(&lines[i]); u != noUnit {
			return u
		}
	}
	return noUnit
}

// captionUnit reads a line that states the unit of what follows.
func captionUnit(l *line) unit {
	text := l.only()
	if len(text) > 120 || !strings.Contains(text, "单位") {
		return noUnit
	}
	return unitIn(text)
}

// minRows is how many rows of a table must be found where no header was.
const minRows = 3

// readTable3 reads 收到和处理政府信息公开申请情况. Only its rows under 其他处理
// tell the edition.
func readTable3(lines []line, kinds []kind) *found {
	cat := load().t3
	m := readMatrix(cat, lines, kinds, headsTable3)
	sure := 0
	for _, h := range m.hits {
		if h.label == "" {
			sure++
		}
	}
	if sure == 0 || m.heads == 0 && sure < minRows {
		return nil
	}
	out := &found{claims: newClaims(lines), first: m.hits[0].line}
	split, whole := false, false
	for i := range m.hits {
		h := &m.hits[i]
		out.claims.addHit(cat, h, noUnit)
		code := cat.rows[h.row].code
		split = split || strings.HasPrefix(code, "t3.other.")
		whole = whole || code == "t3.other"
		if code == "t3.new" {
			out.starts = append(out.starts, h.line)
		}
	}
	switch {
	case split:
		out.edition = "2021"
		out.doubtWhole(whole)
	case whole:
		out.edition = "2019?"
	}
	return out
}

// doubtWhole: 其他处理 with values of its own above its three rows is no row
// of the form; perhaps the first row's label was lost.
func (f *found) doubtWhole(whole bool) {
	if !whole {
		return
	}
	for code, figures := range f.claims.of {
		if !strings.HasPrefix(code, "t3.other.") || strings.Count(code, ".") != 2 {
			continue
		}
		for i := range figures {
			if figures[i].State == data.Read {
				figures[i].State, figures[i].Doubt = data.Doubtful, data.DoubtOrder
			}
		}
	}
}

// settle chooses the editions of tables that do not tell theirs and returns
// the report's.
func settle(t2, t3, t4, s *found, year int) (report string) {
	if t3 != nil && t3.edition == "2019?" {
		t3.edition = "2019"
		// The one row 其他处理 is also seen in reports of the edition of 2021.
		if t2 != nil {
			t3.edition = t2.edition
		}
	}
	switch {
	case t2 != nil:
		report = t2.edition
	case t3 != nil && t3.edition != "":
		report = t3.edition
	case s != nil && t3 == nil && t4 == nil:
		report = "2014"
	default:
		report = "2021"
		if e := form.ForYear(year); e != nil && e.ID == "2019" {
			report = "2019"
		}
	}
	for _, t := range []*found{t3, t4} {
		if t != nil && t.edition == "" {
			t.edition = report
			if t == t4 && t3 != nil {
				t.edition = t3.edition
			}
		}
	}
	return report
}

// assemble puts the report's tables together: those of its edition, found or
// not, and any other that was found.
func assemble(t2, t3, t4, s *found, edition string) []data.Table {
	var out []data.Table
	e := form.ByID(edition)
	for _, t := range []struct {
		name  string
		found *found
	}{{"s", s}, {"t2", t2}, {"t3", t3}, {"t4", t4}} {
		switch {
		case t.found != nil:
			out = append(out, t.found.claims.table(t.name, t.found.edition))
		case e.Table(t.name) != nil:
			out = append(out, absent(t.name, edition))
		}
	}
	return out
}
