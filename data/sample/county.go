package sample

import (
	"slices"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// simulate lets the years pass and writes the files, with the planned mistakes.
func (c *County) simulate(p plan) {
	ledgers := map[string]*ledger{}
	for _, pr := range profiles() {
		ledgers[pr.agency.Key] = newLedger(pr, c.Seed)
	}
	for year := FirstYear; year <= LastYear; year++ {
		var reports []*Report
		for _, pr := range profiles() {
			if !pr.agency.ValidIn(year) {
				continue
			}
			l := ledgers[pr.agency.Key]
			for _, old := range predecessors(&c.Roster, pr.agency.Key, year) {
				if form.ForYear(year-1) == form.ForYear(year) {
					l.takeOver(ledgers[old], year)
				}
			}
			reports = append(reports, c.newReport(l, year, p.edition(pr.agency.Key, year)))
		}
		c.hand(reports, year, p)
	}
	c.strays(p)
	c.sortFiles()
}

// newReport makes one agency's report, words and all.
func (c *County) newReport(l *ledger, year int, e *form.Edition) *Report {
	a := l.agency
	r := &Report{Agency: a.Key, Data: data.Report{Agency: a.Name, Year: year, Kind: data.Unit, Edition: e.ID}}
	r.Data.Tables = tables(l.year(year, e), e, habitOf(a.Order))
	r.Data.Title = c.title(l, year)
	if a.Key == bare {
		r.Data.Agency = a.Key
	}
	return r
}

// hand turns a year's reports into files: what the plan spoils is spoilt,
// what it holds back is missing.
func (c *County) hand(reports []*Report, year int, p plan) {
	var counted []*Report
	for _, r := range reports {
		key := r.Key()
		f := c.fileOf(r)
		f.Mistakes = p.spoil(c, r, &f)
		if p.missing(key) {
			c.Missing = append(c.Missing, key)
			continue
		}
		c.finish(&f)
		if f.Outcome == data.Stored && c.Roster.Agency(key.Agency).CountsInYear(year) {
			counted = append(counted, r)
		}
	}
	if slices.Contains(publishedYears, year) {
		f := c.fileOf(c.published(counted, year))
		c.finish(&f)
	}
}

// finish writes the words, now that the figures stand, and files the file.
func (c *County) finish(f *File) {
	if f.Report != nil {
		c.words(f.Report)
		for _, change := range f.later {
			change(f.Report)
		}
		c.Reports = append(c.Reports, f.Report)
	}
	c.Files = append(c.Files, *f)
}

// fileOf gives a report its file: layout, path and date received.
func (c *County) fileOf(r *Report) File {
	f := File{Report: r, Agency: r.Agency, Year: r.Data.Year, Outcome: data.Stored}
	a := c.Roster.Agency(r.Agency)
	f.Layout = layoutFor(a.Order, r.Data.Year)
	f.Path = pathOf(r, a, f.Layout)
	f.Received = c.received(r)
	return f
}

// received is a day in the weeks before the deadline; nobody wrote it down in
// the first years.
func (c *County) received(r *Report) string {
	if r.Data.Year < 2016 {
		return ""
	}
	d := newDraw(c.Seed, "received", r.Agency, yearText(r.Data.Year), string(r.Data.Kind))
	before := 1 + d.IntN(20)
	deadline := data.LawDeadline(data.DeadlineInternal, r.Data.Year)
	if r.Data.Kind == data.Published {
		deadline = deadline.AddDate(0, 1, 20)
	}
	return deadline.AddDate(0, 0, -before).Format("2006-01-02")
}

// publishedYears have a published county report.
var publishedYears = []int{2015, 2018, 2020, 2022}

// published is the county's aggregate report: every cell the sum of the
// reports that were handed in and count.
func (c *County) published(reports []*Report, year int) *Report {
	e := form.ForYear(year)
	sum := values{}
	for _, r := range reports {
		v := form.NewValues(r.Data.Tables)
		for _, t := range e.Tables {
			for _, cell := range t.Cells {
				if n := v.At(cell.Code); n.Counts {
					sum[cell.Code] += n.N
				}
			}
		}
	}
	agency := government()
	r := &Report{Agency: agency.Key}
	r.Data = data.Report{Agency: Name + "人民政府", Year: year, Kind: data.Published, Edition: e.ID}
	r.Data.Tables = tables(sum, e, habit{})
	r.Data.Title = Name + yearText(year) + "年政府信息公开工作年度报告"
	if year%4 == 2 { // both titles are usual
		r.Data.Title = r.Data.Agency + yearText(year) + "年政府信息公开工作年度报告"
	}
	return r
}

func government() data.Agency {
	for _, p := range profiles() {
		if p.government {
			return p.agency
		}
	}
	return data.Agency{}
}
