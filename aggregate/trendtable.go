package aggregate

import (
	"slices"
	"strconv"
	"strings"
)

// TrendTable is an item over the years: the total of the scope with how many
// of how many agencies stand behind it, then each agency asked for. Keys
// that the roster lacks are left out. The query's year is not used.
func (s *Snapshot) TrendTable(i Item, q Query, keys []string) *Table {
	t := &Table{Name: "trend", Title: i.Name + "：" + s.scopeLabel(q.Scope) + "历年情况", Unit: i.Unit}
	t.Columns = append(t.Columns, Column{Key: "year", Title: "年度"})
	for _, c := range itemColumns(&i) {
		c.Key, c.Title, c.Group = "scope"+c.Key[len(i.ID):], s.scopeLabel(q.Scope)+c.Title[len(i.Name):], s.scopeLabel(q.Scope)
		t.Columns = append(t.Columns, c)
	}
	t.Columns = append(t.Columns, Column{Key: "stated", Title: "计入单位数", Unit: "家"}, Column{Key: "of", Title: "应计入单位数", Unit: "家"})
	var lines []agencyLine
	for n, key := range keys {
		a := s.Agency(key)
		if a == nil || slices.Contains(keys[:n], key) {
			continue
		}
		for _, c := range itemColumns(&i) {
			c.Key, c.Title, c.Group = key+c.Key[len(i.ID):], s.shortName(a)+c.Title[len(i.Name):], s.shortName(a)
			t.Columns = append(t.Columns, c)
		}
		lines = append(lines, agencyLine{name: s.shortName(a), points: s.AgencyTrend(i, key)})
	}
	t.Columns = append(t.Columns, Column{Key: "remark", Title: "备注"})
	s.trendRows(t, &i, s.Trend(i, q.Scope, q.WithoutErrors), lines)
	return t
}

// agencyLine is one chosen agency's column of a trend.
type agencyLine struct {
	name   string
	points []Point
}

func (s *Snapshot) trendRows(t *Table, i *Item, trend []Point, lines []agencyLine) {
	var n notes
	for y, p := range trend {
		row := Row{Key: strconv.Itoa(p.Year), Cells: []Cell{numberCell(p.Year)}}
		row.Cells = appendItem(row.Cells, i, p.Total)
		row.Cells = append(row.Cells, numberCell(p.Total.Stated), numberCell(p.Total.Of))
		var remarks []string
		if p.Break {
			remarks = append(remarks, "口径变化")
		}
		if p.Mark != "" {
			remarks = append(remarks, p.Mark)
		}
		for _, line := range lines {
			row.Cells = appendItem(row.Cells, i, line.points[y].Total)
			remarks = append(remarks, s.remarksOf(line, y)...)
		}
		row.Cells = append(row.Cells, textCell(strings.Join(remarks, "；")))
		t.Rows = append(t.Rows, row)
		n.year(p, i)
	}
	n.breaks(i)
	t.Notes = n
}

// remarksOf says in a line's year who stands for the agency and what changed.
func (s *Snapshot) remarksOf(line agencyLine, y int) []string {
	p := line.points[y]
	var out []string
	if p.Mark != "" {
		out = append(out, line.name+"："+p.Mark)
	}
	switch {
	case len(p.Agencies) > 1 && p.Total.Known:
		out = append(out, line.name+"：为"+s.namesOf(p.Agencies)+"之和")
	case len(p.Agencies) > 1 && !p.Total.NotAdditive:
		out = append(out, line.name+"："+s.namesOf(p.Agencies)+"的数据不全，不相加")
	}
	return out
}

// year notes what a year's total stands on.
func (n *notes) year(p Point, i *Item) {
	named := Item{Name: strconv.Itoa(p.Year) + "年"}
	if p.Total.NotAdditive {
		n.add("%s：%s", i.Name, notAdditive)
		p.Total.NotAdditive = false
	}
	n.standing(&named, p.Total)
}
