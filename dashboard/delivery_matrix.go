package dashboard

import (
	"fmt"
	"slices"

	"github.com/nianbao/nianbao/data"
)

// deliveryRow is one agency over the years.
type deliveryRow struct {
	Agency *data.Agency
	Serial int
	Cells  []deliveryCell
}

// deliveryGroup is the agencies of one group in official order.
type deliveryGroup struct {
	Group data.Group
	Rows  []deliveryRow
}

// deliveryMatrix is agencies × years, newest year first.
type deliveryMatrix struct {
	Years  []int
	Groups []deliveryGroup
	// Unplaced are the files and waiting versions of which agency or year is
	// not known, so that they stand in no cell.
	Unplaced int
	// Deadlines are those that persons set; the law's hold for all others.
	Deadlines []data.DeadlineSet
}

// spanOfYears bounds the matrix: wrongly read years must not make it endless.
const spanOfYears = 40

// newDeliveryMatrix sets how each report stands by agency and year.
func newDeliveryMatrix(s deliverySources) *deliveryMatrix {
	x := newStandings(s)
	m := &deliveryMatrix{Years: deliveryYears(s), Deadlines: s.Deadlines, Unplaced: x.unplaced}
	m.fill(x)
	return m
}

func (m *deliveryMatrix) fill(x *standings) {
	serial := 0
	for _, group := range data.Groups() {
		g := deliveryGroup{Group: group}
		for i := range x.sources.Roster.Agencies {
			a := &x.sources.Roster.Agencies[i]
			if a.Group != group {
				continue
			}
			serial++
			row := deliveryRow{Agency: a, Serial: serial}
			for _, year := range m.Years {
				row.Cells = append(row.Cells, x.cell(a, year, data.Unit))
			}
			g.Rows = append(g.Rows, row)
		}
		if len(g.Rows) > 0 {
			m.Groups = append(m.Groups, g)
		}
	}
}

// deliveryYears are the years from the first to the last with anything in
// them, newest first.
func deliveryYears(s deliverySources) []int {
	years := slices.Clone(s.Years)
	for _, v := range s.Versions {
		years = append(years, v.Year)
	}
	for _, r := range s.Receipts {
		if r.Version == 0 && r.Agency != "" {
			years = append(years, r.Year)
		}
	}
	for _, r := range s.Returns {
		years = append(years, r.Report.Year)
	}
	years = slices.DeleteFunc(years, func(y int) bool { return y == 0 })
	if len(years) == 0 {
		return nil
	}
	first, last := slices.Min(years), slices.Max(years)
	first = max(first, last-spanOfYears+1)
	var out []int
	for y := last; y >= first; y-- {
		out = append(out, y)
	}
	return out
}

// yearCount is how many agencies are in each state in one year, of those that
// are asked to report.
type yearCount struct {
	Year                                        int
	Asked, Missing, Received, Pending, Imported int
	Faulty, Reviewed, Late, ToResend, Overdue   int
	// Typing are those of which a scan or paper can be typed and nothing else
	// is to be had, sent back or not.
	Typing int
	// Website are those whose 网站公开版 the office has, WebsiteInTime those of
	// them of which it had one by the day of 公开发布.
	Website, WebsiteInTime int
	// Returned, Resent and Updated count returns, what answered them and what
	// came again unasked (退回、重报、主动更新), in times.
	Returned, Resent, Updated int
}

// Handed is how many agencies handed something in.
func (c yearCount) Handed() int { return c.Asked - c.Missing }

// AllLate is how many agencies handed in late, or did not while the deadline
// is over.
func (c yearCount) AllLate() int { return c.Late + c.Overdue }

// words is how the agencies stand, as every page says it.
func (c yearCount) words() string {
	text := fmt.Sprintf("应报%d家，已报%d家，未报%d家", c.Asked, c.Handed(), c.Missing)
	if n := c.AllLate(); n > 0 {
		text += fmt.Sprintf("，逾期%d家", n)
	}
	if c.Typing > 0 {
		text += fmt.Sprintf("；待录入%d家", c.Typing)
	}
	return text
}

// count returns the counts of a year, zero where the matrix lacks it.
func (m *deliveryMatrix) count(year int) yearCount {
	if i := slices.Index(m.Years, year); i >= 0 {
		return m.counts()[i]
	}
	return yearCount{Year: year}
}

// counts counts each year's agencies that count in its sum, in the order of Years.
func (m *deliveryMatrix) counts() []yearCount {
	out := make([]yearCount, len(m.Years))
	for i, y := range m.Years {
		out[i].Year = y
	}
	for _, g := range m.Groups {
		for _, r := range g.Rows {
			for i, c := range r.Cells {
				if c.Counts {
					out[i].add(c)
				}
			}
		}
	}
	return out
}

func (c *yearCount) add(cell deliveryCell) {
	c.Asked++
	c.Returned += cell.Back.Returned
	c.Resent += cell.Back.Resent
	c.Updated += cell.Back.Updated
	if cell.Current {
		c.Imported++
	}
	if cell.Typing() {
		c.Typing++
	}
	if cell.Website {
		c.Website++
	}
	if cell.WebsiteInTime {
		c.WebsiteInTime++
	}
	switch cell.State {
	case notReported:
		c.Missing++
	case received:
		c.Received++
	case pending:
		c.Pending++
	case toResend:
		c.ToResend++
	case faulty:
		c.Faulty++
	case reviewed:
		c.Reviewed++
	}
	if cell.Late {
		c.Late++
	}
	if cell.Overdue {
		c.Overdue++
	}
}

// column returns the year's cells with their agencies, in official order.
func (m *deliveryMatrix) column(year int) []deliveryLine {
	i := slices.Index(m.Years, year)
	if i < 0 {
		return nil
	}
	var out []deliveryLine
	for _, g := range m.Groups {
		for _, r := range g.Rows {
			if r.Cells[i].State != notValid {
				out = append(out, deliveryLine{Agency: r.Agency, Serial: r.Serial, Cell: r.Cells[i]})
			}
		}
	}
	return out
}

// deliveryLine is one agency in the year chosen.
type deliveryLine struct {
	Agency *data.Agency
	Serial int
	Cell   deliveryCell
}
