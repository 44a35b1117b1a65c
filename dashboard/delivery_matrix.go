package dashboard

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/nianbao/nianbao/data"
)

// delivery is what the office has of one agency for one year.
type delivery uint8

// The deliveries, from nothing to done. notValid: the agency does not exist
// in that year, so nothing is asked of it.
const (
	notValid delivery = iota
	notReported
	received // 已收到: a file came that holds no figures
	pending  // 待定
	imported // 已导入
	faulty   // 有错误
	reviewed // 已审核
)

// word is the class of a delivery in the page's style and in JSON.
func (d delivery) word() string {
	return [...]string{"none", "missing", "received", "waiting", "imported", "errors", "reviewed"}[d]
}

// label is the word shown to a clerk.
func (d delivery) label() string {
	return [...]string{"—", "未报", "已收到", "待定", "已导入", "有错误", "已审核"}[d]
}

// deliveryCell is one agency in one year.
type deliveryCell struct {
	Year  int
	State delivery
	// Errors counts the open errors of a faulty report.
	Errors int
	// Detail says why a received file holds no figures: 扫描件, 打不开, 空表.
	Detail string
	// Waits: another version waits beside the current one.
	Waits bool
	// Received is the first date received, 2006-01-02; empty when unknown.
	Received string
	// Late: every date received is known and after the deadline.
	Late bool
	// Counts: the agency counts in the sum of the year.
	Counts bool
	// Version is the version that the date received can be set on; 0 where
	// there is none.
	Version int64
	// FileName of that version, or of the file that was not read.
	FileName string
}

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
}

// deliverySources is all that the matrix is made from.
type deliverySources struct {
	Roster   *data.Roster
	Versions []data.Version // all kept ones, without their reports
	Files    []data.File    // of the batches that stand
	Errors   func(data.ReportKey) int
	// Years are shown even where nothing came in, such as the year chosen.
	Years []int
}

// spanOfYears bounds the matrix: wrongly read years must not make it endless.
const spanOfYears = 40

// newDeliveryMatrix places every version and every file that was not read.
func newDeliveryMatrix(s deliverySources) *deliveryMatrix {
	m := &deliveryMatrix{Years: deliveryYears(s)}
	got := map[data.ReportKey]*gathered{}
	at := func(agency string, year int) *gathered {
		key := data.ReportKey{Agency: agency, Year: year, Kind: data.Unit}
		if got[key] == nil {
			got[key] = &gathered{}
		}
		return got[key]
	}
	for _, v := range s.Versions {
		switch {
		case v.Kind == data.Published:
		case v.Agency == "" || v.Year == 0:
			m.Unplaced++
		default:
			g := at(v.Agency, v.Year)
			g.versions = append(g.versions, v)
		}
	}
	for _, f := range s.Files {
		switch {
		case f.Outcome != data.Refused:
		case f.Agency == "" || f.Year == 0:
			m.Unplaced++
		default:
			g := at(f.Agency, f.Year)
			g.refused = append(g.refused, f)
		}
	}
	m.fill(s, got)
	return m
}

func (m *deliveryMatrix) fill(s deliverySources, got map[data.ReportKey]*gathered) {
	serial := 0
	for _, group := range data.Groups() {
		g := deliveryGroup{Group: group}
		for i := range s.Roster.Agencies {
			a := &s.Roster.Agencies[i]
			if a.Group != group {
				continue
			}
			serial++
			row := deliveryRow{Agency: a, Serial: serial}
			for _, year := range m.Years {
				key := data.ReportKey{Agency: a.Key, Year: year, Kind: data.Unit}
				row.Cells = append(row.Cells, got[key].cell(s.Roster, a, year, s.Errors(key)))
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
	for _, f := range s.Files {
		if f.Outcome == data.Refused && f.Agency != "" {
			years = append(years, f.Year)
		}
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

// gathered is what came in of one agency for one year; nil where nothing did.
type gathered struct {
	versions []data.Version
	refused  []data.File
}

func (g *gathered) cell(r *data.Roster, a *data.Agency, year, errors int) deliveryCell {
	c := deliveryCell{Year: year, Counts: r.Counts(a, year)}
	if a.ValidIn(year) {
		c.State = notReported
	}
	if g == nil {
		return c
	}
	if v := g.best(); v != nil {
		c.Version, c.FileName = v.ID, v.FileName
		c.State, c.Detail = stateOfVersion(v)
		if v.Current {
			c.Waits = slices.ContainsFunc(g.versions, func(w data.Version) bool { return len(w.Wait) > 0 && !w.Current })
		}
		switch {
		case c.State == imported && errors > 0:
			c.State, c.Errors = faulty, errors
		case c.State == imported && v.Reviewed:
			c.State = reviewed
		}
	} else if len(g.refused) > 0 {
		last := g.refused[len(g.refused)-1]
		c.State, c.Detail, c.FileName = received, refusedWords(last.Code), last.Path
	}
	c.Received, c.Late = g.received(year)
	return c
}

func stateOfVersion(v *data.Version) (delivery, string) {
	switch {
	case v.Unfilled:
		return received, "空表"
	case v.Current:
		return imported, ""
	case len(v.Wait) > 0:
		return pending, ""
	}
	// Kept beside nothing current: it was put aside and nothing took its place.
	return received, "未采用"
}

// best is the version that says most: the current one, else one that waits,
// else an empty one; of equals the newest.
func (g *gathered) best() *data.Version {
	if len(g.versions) == 0 {
		return nil
	}
	rank := func(v data.Version) int {
		switch {
		case v.Current && !v.Unfilled:
			return 3
		case len(v.Wait) > 0:
			return 2
		case v.Unfilled:
			return 1
		}
		return 0
	}
	best := slices.MaxFunc(g.versions, func(a, b data.Version) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.ID, b.ID))
	})
	return &best
}

// received returns the first date on which anything came, and whether that
// was late. A file without a date may have been the first one: then nothing
// is known to be late.
func (g *gathered) received(year int) (first string, late bool) {
	unknown := false
	note := func(date string) {
		switch {
		case date == "":
			unknown = true
		case first == "" || date < first:
			first = date
		}
	}
	for _, v := range g.versions {
		note(v.Received)
	}
	for _, f := range g.refused {
		note(f.Received)
	}
	return first, first != "" && !unknown && first > deadlineDate(year)
}

// deadlineDate is the last day in time, as dates received are written.
func deadlineDate(year int) string {
	return data.Deadline(nil, data.DeadlineInternal, year).Format(time.DateOnly)
}

// yearCount is how many agencies are in each state in one year, of those that
// are asked to report.
type yearCount struct {
	Year                                        int
	Asked, Missing, Received, Pending, Imported int
	Faulty, Reviewed, Late                      int
}

// Handed is how many agencies handed something in.
func (c yearCount) Handed() int { return c.Asked - c.Missing }

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
	switch cell.State {
	case notReported:
		c.Missing++
	case received:
		c.Received++
	case pending:
		c.Pending++
	case imported:
		c.Imported++
	case faulty:
		c.Imported++
		c.Faulty++
	case reviewed:
		c.Imported++
		c.Reviewed++
	}
	if cell.Late {
		c.Late++
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

// Text is what the matrix shows in a cell, with what it leaves out: 有错误3,
// 已收到（扫描件）.
func (c deliveryCell) Text() string {
	switch {
	case c.State == faulty:
		return fmt.Sprintf("有错误%d", c.Errors)
	case c.Detail != "":
		return c.State.label() + "（" + c.Detail + "）"
	}
	return c.State.label()
}
