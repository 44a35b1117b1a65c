package aggregate

import "math/big"

// SeriesTable is every series and rate of a year with the change on the year
// before on the same agencies. 增减 is in the item's unit and empty for rates,
// whose difference is in percentage points.
func (s *Snapshot) SeriesTable(q Query) *Table {
	t := &Table{Name: "series", Title: s.heading(q, "各项指标"), Columns: []Column{
		{Key: "topic", Title: "类别"}, {Key: "name", Title: "指标"}, {Key: "unit", Title: "单位"},
		{Key: "value", Title: "本年"}, {Key: "n", Title: "本年（分子）"}, {Key: "d", Title: "本年（分母）"},
		{Key: "stated", Title: "计入单位数", Unit: "家"}, {Key: "of", Title: "应计入单位数", Unit: "家"},
		{Key: "now", Title: "本年（可比）", Group: "可比口径"}, {Key: "before", Title: "上年（可比）", Group: "可比口径"},
		{Key: "difference", Title: "增减", Group: "可比口径"}, {Key: "growth", Title: "增减率", Group: "可比口径", Unit: "%"},
		{Key: "points", Title: "增减百分点", Group: "可比口径"}, {Key: "common", Title: "可比单位数", Group: "可比口径", Unit: "家"},
		{Key: "remark", Title: "备注"},
	}}
	places := s.members(q)
	var all tally
	for _, i := range Items() {
		total, change := s.sum(&i, q, places), s.CompareWithYearBefore(i, q)
		t.Rows = append(t.Rows, Row{Key: i.ID, Cells: seriesCells(&i, total, change)})
		all.add(total)
	}
	t.Notes = s.yearNotes(q, all)
	return t
}

// yearNotes says who is missing from a year and what its totals stand on.
func (s *Snapshot) yearNotes(q Query, all tally) notes {
	var n notes
	places := s.members(q)
	n.roll(s, q, places)
	n.tally(all, len(places))
	n.editions(s, q, places, bySeries)
	return n
}

func seriesCells(i *Item, t Total, c Change) []Cell {
	cells := []Cell{textCell(i.Topic), textCell(i.Name), textCell(i.Unit), itemCell(i, t)}
	if i.Rate() {
		n, d := sides(t)
		cells = append(cells, n, d)
	} else {
		cells = append(cells, textCell(""), textCell(""))
	}
	difference, growth := itemCell(i, c.Difference()), Cell{Kind: TotalCell, Total: c.Growth(), Rate: true}
	if i.Rate() {
		difference, growth = textCell(""), textCell("")
	}
	remark := ""
	if c.Break {
		remark = "口径变化" + bracketed(i.Note)
	}
	return append(cells, numberCell(t.Stated), numberCell(t.Of), itemCell(i, c.Now), itemCell(i, c.Before),
		difference, growth, textCell(c.Points()), numberCell(c.Agencies), textCell(remark))
}

// Difference is the change of a sum; not known where either side is not, or
// for rates.
func (c Change) Difference() Total {
	d := Total{N: c.Now.N - c.Before.N, Stated: c.Agencies, Of: c.Now.Of, NotAdditive: c.Now.NotAdditive}
	d.Known = c.Now.Known && c.Before.Known && !c.Rate
	if !d.Known {
		d.N = 0
	}
	return d
}

// Growth is the change of a sum as a rate of what it was: N of D. It is not
// known for rates, nor where the year before was not above 0.
func (c Change) Growth() Total {
	g := c.Difference()
	if g.D = c.Before.N; g.D <= 0 {
		g.N, g.D, g.Known = 0, 0, false
	}
	return g
}

// Points is the change of a rate in percentage points with one decimal and a
// sign, 0.0 for none; empty for sums and where a side has nothing to divide by.
func (c Change) Points() string {
	if !c.Now.Known || !c.Before.Known || c.Now.D <= 0 || c.Before.D <= 0 {
		return ""
	}
	r := new(big.Rat).Sub(big.NewRat(c.Now.N, c.Now.D), big.NewRat(c.Before.N, c.Before.D))
	text := tenths(r.Mul(r, big.NewRat(100, 1)))
	if text[0] != '-' && text != "0.0" {
		return "+" + text
	}
	return text
}

// CompositionTable is table 3's rows by applicant.
func (s *Snapshot) CompositionTable(q Query) *Table {
	c := s.Composition(q)
	t := &Table{Name: "composition", Title: s.heading(q, "申请人与办理结果"), Unit: "件", Columns: []Column{{Key: "outcome", Title: "项目"}}}
	for n, a := range applicants() {
		t.Columns = append(t.Columns, Column{Key: a.Code, Title: c.Applicants[n], Group: group(a.Path), Unit: a.Unit})
	}
	var all tally
	for _, o := range c.Outcomes {
		row := Row{Key: o.ID, Cells: []Cell{textCell(o.Name)}}
		for _, total := range o.Totals {
			row.Cells = append(row.Cells, Cell{Kind: TotalCell, Total: total})
			all.add(total)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Notes = s.yearNotes(q, all)
	return t
}

// group is the heading over a column that has one.
func group(path []string) string {
	if len(path) < 2 {
		return ""
	}
	return path[0]
}

// ReasonsTable is the reasons of each outcome with their share in it. The
// share's two numbers come from the agencies that state both.
func (s *Snapshot) ReasonsTable(q Query) *Table {
	t := &Table{Name: "reasons", Title: s.heading(q, "不予公开等情形的原因"), Columns: []Column{
		{Key: "outcome", Title: "办理结果"}, {Key: "reason", Title: "原因"}, {Key: "value", Title: "件数", Unit: "件"},
		{Key: "share", Title: "占比", Group: "占比", Unit: "%"}, {Key: "share.n", Title: "占比（分子）", Group: "占比"}, {Key: "share.d", Title: "占比（分母）", Group: "占比"},
	}}
	var all tally
	var more notes
	for _, g := range s.Composition(q).Reasons {
		for _, r := range g.Rows {
			num, den := sides(r.Share)
			t.Rows = append(t.Rows, Row{Key: r.ID, Cells: []Cell{textCell(g.Name), textCell(r.Name),
				{Kind: TotalCell, Total: r.Total}, {Kind: TotalCell, Total: r.Share, Rate: true}, num, den}})
			all.add(r.Total)
		}
		t.Rows = append(t.Rows, Row{Kind: SubtotalRow, Key: g.ID, Cells: []Cell{textCell(g.Name), textCell(subtotalLabel),
			{Kind: TotalCell, Total: g.Total}, textCell(""), textCell(""), textCell("")}})
		all.add(g.Total)
		more.rest(g)
	}
	t.Notes = append(s.yearNotes(q, all), more...)
	return t
}

// rest notes where the reasons do not make up their outcome: an edition may
// have others, and an agency may state the outcome alone.
func (n *notes) rest(g ReasonGroup) {
	var sum int64
	for _, r := range g.Rows {
		sum += r.Total.N
	}
	if g.Total.Known && sum != g.Total.N {
		n.add("%s%d件，所列原因之和为%d件：格式未单列的情形、单位未填的原因不在其中", g.Name, g.Total.N, sum)
	}
}
