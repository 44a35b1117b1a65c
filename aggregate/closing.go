package aggregate

import (
	"slices"

	"github.com/nianbao/nianbao/data"
)

// closing is what the office added to the sums and what it closed.
type closing struct {
	adjustments []data.Adjustment
	finals      []data.Final
	seals       []data.Seal
}

// Adjustments returns the adjustments that stand on the year's sums of the
// query's scope, in the order in which they were stated. Sums of other scopes,
// and those that leave agencies with errors out, have none.
func (s *Snapshot) Adjustments(q Query) []data.Adjustment {
	if q.WithoutErrors {
		return nil
	}
	var out []data.Adjustment
	for _, a := range s.closing.adjustments {
		if a.Year == q.Year && a.Scope == q.Scope.String() {
			out = append(out, a)
		}
	}
	return out
}

// Finals returns the 定稿 of a year and scope in the order of their numbers,
// without their bytes.
func (s *Snapshot) Finals(year int, scope Scope) []data.Final {
	var out []data.Final
	for _, f := range s.closing.finals {
		if f.Year == year && f.Scope == scope.String() {
			out = append(out, f)
		}
	}
	return out
}

// Seal returns the seal of a year; ok is false where the year is open.
func (s *Snapshot) Seal(year int) (seal data.Seal, ok bool) {
	for _, x := range slices.Backward(s.closing.seals) {
		if x.Year == year {
			return x, x.Sealed
		}
	}
	return data.Seal{}, false
}

// Adjusted is what the adjustments of one cell come to.
type Adjusted struct {
	N     int64 // in base units, what is added to the sum; may be 0 with Times above 0
	Times int   // how many adjustments
}

func (s *Snapshot) adjusted(q Query) map[string]Adjusted {
	list := s.Adjustments(q)
	if len(list) == 0 {
		return nil
	}
	out := map[string]Adjusted{}
	for _, a := range list {
		x := out[a.Code]
		x.N += a.Delta
		x.Times++
		out[a.Code] = x
	}
	return out
}

// of is the sum with the adjustment (公布数). A sum that is not known stays not
// known: something added to nothing is no figure.
func (a Adjusted) of(t Total) Total {
	if t.Known {
		t.N += a.N
	}
	return t
}

// cell is the adjustment as a table's cell, empty where there is none.
func (a Adjusted) cell(amount bool) Cell {
	if a.Times == 0 {
		return textCell("")
	}
	return Cell{Kind: TotalCell, Total: Total{N: a.N, Known: true, Stated: 1, Of: 1}, Amount: amount}
}

// Rows of a summary table under 合计.
const (
	adjustmentLabel = "调整"
	figureLabel     = "公布数"
)

// adjust adds the lines 调整 and 公布数 under 合计 where there is any
// adjustment. The sums above stay as they are.
func (a *agencyTable) adjust() {
	by := a.s.adjusted(a.q)
	if len(by) == 0 {
		return
	}
	sum := a.table.Rows[len(a.table.Rows)-1]
	adjustment := Row{Kind: AdjustmentRow, Cells: sumCells(adjustmentLabel, "")}
	figure := Row{Kind: FigureRow, Cells: sumCells(figureLabel, "")}
	for n := range a.items {
		item := &a.items[n]
		c := sum.Cells[len(adjustment.Cells)]
		x := by[item.ID]
		adjustment.Cells = append(adjustment.Cells, x.cell(item.Amount()))
		c.Total = x.of(c.Total)
		figure.Cells = append(figure.Cells, c)
	}
	adjustment.Cells = append(adjustment.Cells, textCell(""))
	figure.Cells = append(figure.Cells, textCell(""))
	a.table.Rows = append(a.table.Rows, adjustment, figure)
}
