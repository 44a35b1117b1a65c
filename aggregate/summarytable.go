package aggregate

import (
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/data/form"
)

// SummaryTable is the 汇总表 of a year: the counting agencies, those without a
// report with empty cells and 无年报, by the cells of the year's edition in its
// order, with 小计 of the groups and 合计. Reports in another edition give the
// cells that both have and are named in the notes, and so are agencies with
// figures that the year's edition has no cell for.
func (s *Snapshot) SummaryTable(q Query) *Table {
	t := &Table{Name: "summary", Title: s.heading(q, "政府信息公开工作年度报告汇总表"), Columns: agencyColumns()}
	a := &agencyTable{s: s, q: q, places: s.members(q), table: t}
	e := form.ForYear(q.Year)
	if e != nil {
		a.items = columnsOf(e, t)
	}
	t.Columns = append(t.Columns, Column{Key: "remark", Title: "备注"})
	a.fillByGroup()
	t.Notes = a.summaryNotes(e)
	a.adjust()
	return t
}

// columnsOf gives the table the edition's cells as columns.
func columnsOf(e *form.Edition, t *Table) []Item {
	var items []Item
	for _, table := range e.Tables {
		for _, c := range table.Cells {
			i, _ := ItemByID(c.Code)
			items = append(items, i)
			t.Columns = append(t.Columns, Column{Key: c.Code, Title: columnLayout().names[c], Group: table.Title, Unit: c.Unit})
		}
	}
	return items
}

func (a *agencyTable) summaryNotes(e *form.Edition) notes {
	t := a.table
	var n notes
	n.roll(a.s, a.q, a.places)
	if e == nil {
		n.add("%d年度没有全国统一格式，不列指标项", a.q.Year)
		return n
	}
	n.editions(a.s, a.q, a.places, byCell)
	n.outside(a.s, a.q, a.places, e)
	var all tally
	for _, c := range t.Rows[len(t.Rows)-1].Cells {
		if c.Kind == TotalCell {
			all.add(c.Total)
		}
	}
	n.tally(all, len(a.places))
	return n
}

// outside names the agencies with figures that the edition has no cell for.
func (n *notes) outside(s *Snapshot, q Query, places []int32, e *form.Edition) {
	b := s.units[q.Year]
	if b == nil {
		return
	}
	l := columnLayout()
	var named []string
	for _, place := range places {
		if s.remark(q, place) != "" {
			continue
		}
		count := 0
		for column, code := range l.codes {
			m := b.columns[column].mark(int(b.row[place]))
			if e.Cell(code) == nil && m.counts() && m != readZero && m != blankZero {
				count++
			}
		}
		if count > 0 {
			named = append(named, fmt.Sprintf("%s（%d项）", s.shortName(&s.roster.Agencies[place]), count))
		}
	}
	if len(named) > 0 {
		n.add("以下单位填有%s格式以外的数据，未列入本表：%s", e.Name, strings.Join(named, "、"))
	}
}
