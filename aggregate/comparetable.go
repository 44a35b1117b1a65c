package aggregate

import (
	"cmp"
	"slices"

	"github.com/nianbao/nianbao/data"
)

// agencyTable is the part that 比较 and 汇总 share: a row for each counting
// agency, sums for groups and for all, and a remark at the end.
type agencyTable struct {
	s      *Snapshot
	q      Query
	items  []Item
	places []int32
	table  *Table

	// by row of the table:
	behind  [][]int32 // places of the agencies that it stands on
	remarks []string
}

// CompareTable sets the counting agencies side by side on several items: in
// official order by group, each with its 小计, or by the first item's value,
// unknown ones last, the 小计 then all at the end. Of a rate it has the
// percentage and its two numbers.
func (s *Snapshot) CompareTable(items []Item, q Query, byValue bool) *Table {
	t := &Table{Name: "compare", Title: s.heading(q, "各单位比较"), Unit: commonUnit(items), Columns: agencyColumns()}
	for i := range items {
		t.Columns = append(t.Columns, itemColumns(&items[i])...)
	}
	t.Columns = append(t.Columns, Column{Key: "remark", Title: "备注"})
	a := &agencyTable{s: s, q: q, items: items, places: s.members(q), table: t}
	if byValue && len(items) > 0 {
		a.fillByValue()
	} else {
		a.fillByGroup()
	}
	var n notes
	n.roll(s, q, a.places)
	for i := range items {
		n.standing(&items[i], s.sum(&items[i], q, a.places))
	}
	n.editions(s, q, a.places, bySeries)
	n.reforms(s, q, a.places)
	t.Notes = n
	return t
}

// reforms names the agencies that were reformed in the year: their figures
// are not those of the year before.
func (n *notes) reforms(s *Snapshot, q Query, places []int32) {
	for _, place := range places {
		a := &s.roster.Agencies[place]
		for _, e := range s.eventsOf(a.Key, q.Year) {
			n.add("%s：本年%s", s.shortName(a), e.text)
		}
	}
}

func (a *agencyTable) fillByGroup() {
	groups, members := a.s.groupsOf(a.places)
	serial := 0
	for _, g := range groups {
		for _, place := range members[g] {
			serial++
			a.agency(serial, place)
		}
		a.subtotal(g, members[g])
	}
	a.total()
	a.fill()
}

func (a *agencyTable) fillByValue() {
	first := &a.items[0]
	order := slices.Clone(a.places)
	values := map[int32]Total{}
	scan := a.s.scan(first, a.q)
	for _, place := range order {
		values[place] = scan.read(place).total()
	}
	slices.SortStableFunc(order, func(x, y int32) int { return first.descending(values[x], values[y]) })
	for n, place := range order {
		a.agency(n+1, place)
	}
	groups, members := a.s.groupsOf(a.places)
	for _, g := range groups {
		a.subtotal(g, members[g])
	}
	a.total()
	a.fill()
}

// descending puts the greater value first, then rates with nothing to divide
// by, then what is not known.
func (i *Item) descending(a, b Total) int {
	class := func(t Total) int {
		switch {
		case !t.Known:
			return 2
		case i.Rate() && t.D <= 0:
			return 1
		}
		return 0
	}
	if c := cmp.Compare(class(a), class(b)); c != 0 || class(a) > 0 {
		return c
	}
	return i.compare(b, a)
}

// agency, subtotal and total begin rows; fill gives them their figures.
func (a *agencyTable) agency(serial int, place int32) {
	agency := &a.s.roster.Agencies[place]
	row := Row{Kind: AgencyRow, Key: agency.Key, Cells: agencyCells(serial, agency)}
	a.begin(row, []int32{place}, a.s.remark(a.q, place))
}

func (a *agencyTable) subtotal(g data.Group, places []int32) {
	row := Row{Kind: SubtotalRow, Cells: sumCells(string(g)+subtotalLabel, g)}
	a.begin(row, places, a.s.reportedOf(a.q, places))
}

func (a *agencyTable) total() {
	a.begin(Row{Kind: TotalRow, Cells: sumCells(totalLabel, "")}, a.places, a.s.reportedOf(a.q, a.places))
}

func (a *agencyTable) begin(row Row, places []int32, remark string) {
	row.Cells = slices.Grow(row.Cells, len(a.table.Columns)-len(row.Cells))
	a.table.Rows = append(a.table.Rows, row)
	a.behind = append(a.behind, places)
	a.remarks = append(a.remarks, remark)
}

// fill goes item by item, so that each column is read once for all rows.
func (a *agencyTable) fill() {
	readings := make([]reading, len(a.s.roster.Agencies))
	for i := range a.items {
		item := &a.items[i]
		scan := a.s.scan(item, a.q)
		for _, place := range a.places {
			readings[place] = scan.read(place)
		}
		for r := range a.table.Rows {
			row := &a.table.Rows[r]
			row.Cells = appendItem(row.Cells, item, addUp(item, a.behind[r], readings))
		}
	}
	for r := range a.table.Rows {
		a.table.Rows[r].Cells = append(a.table.Rows[r].Cells, textCell(a.remarks[r]))
	}
}
