package dashboard

import (
	"cmp"
	"slices"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// deliverySources is all that tells how the reports of the season stand.
type deliverySources struct {
	Roster   *data.Roster
	Versions []data.Version // all kept ones, without their reports
	Files    []data.File    // of the batches that stand
	// Receipts that led to no version are files that could not be read, and
	// papers.
	Receipts  []data.Receipt
	Returns   []data.Returned
	Deadlines []data.DeadlineSet
	// Today is 2006-01-02 by the office's clock.
	Today  string
	Errors func(data.ReportKey) int
	// Years are shown even where nothing came in, such as the year chosen.
	Years []int
}

// standings decide how each report of the season stands. It is decided here
// alone: 报送, 收件, 本年工作, 核对 and the report's own page all ask.
type standings struct {
	sources  deliverySources
	reports  map[data.ReportKey]*gathered
	unplaced int // files and waiting versions of which agency or year is not known
}

// gathered is what came in of one report; nil where nothing did.
type gathered struct {
	versions []data.Version
	unread   []data.Receipt // that led to no version
	website  []data.Receipt // of a 网站公开版 that a person can read
	returns  []data.Returned
	files    []data.File // that led to a version
}

// newStandings places every version, and every file that was not read.
func newStandings(s deliverySources) *standings {
	x := &standings{sources: s, reports: map[data.ReportKey]*gathered{}}
	for _, v := range s.Versions {
		if g := x.at(data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind}); g != nil && (v.Current || v.Copy != data.CopyPublic) {
			g.versions = append(g.versions, v)
		}
	}
	for _, r := range s.Receipts {
		if r.Copy == data.CopyPublic {
			x.onWebsite(r)
			continue
		}
		if r.Version != 0 || wasDropped(r) {
			continue
		}
		if g := x.at(receiptKey(r)); g != nil {
			g.unread = append(g.unread, r)
		}
	}
	for _, r := range s.Returns {
		if g := x.at(r.Report); g != nil {
			g.returns = append(g.returns, r)
		}
	}
	for _, f := range data.HandedIn(s.Files, s.Receipts) {
		for _, kind := range []data.Kind{data.Unit, data.Published} {
			if g := x.reports[data.ReportKey{Agency: f.Agency, Year: f.Year, Kind: kind}]; g != nil && f.Version != 0 {
				g.files = append(g.files, f)
			}
		}
	}
	return x
}

// onWebsite notes what an agency's website shows. Nobody handed that in.
func (x *standings) onWebsite(r data.Receipt) {
	if r.Agency != "" && r.Year != 0 && (r.Version != 0 || readable(r)) {
		g := x.at(receiptKey(r))
		g.website = append(g.website, r)
	}
}

// at is where what came of a report is gathered; nil, and counted, where
// nobody knows of which agency or year an agency's own report is.
func (x *standings) at(k data.ReportKey) *gathered {
	if k.Agency == "" || k.Year == 0 {
		if k.Kind != data.Published {
			x.unplaced++
		}
		return nil
	}
	if x.reports[k] == nil {
		x.reports[k] = &gathered{}
	}
	return x.reports[k]
}

// of is how a report stands; the zero cell where the roster lacks its agency.
func (x *standings) of(k data.ReportKey) deliveryCell {
	if a := x.sources.Roster.Agency(k.Agency); a != nil {
		return x.cell(a, k.Year, k.Kind)
	}
	return deliveryCell{Year: k.Year}
}

// cell is of for an agency of the roster.
func (x *standings) cell(a *data.Agency, year int, kind data.Kind) deliveryCell {
	s, k := x.sources, data.ReportKey{Agency: a.Key, Year: year, Kind: kind}
	c := deliveryCell{Year: year, Counts: s.Roster.Counts(a, year)}
	deadline := data.Deadline(s.Deadlines, data.DeadlineInternal, year).Format(time.DateOnly)
	if a.ValidIn(year) {
		c.State = notReported
	}
	if g := x.reports[k]; g != nil {
		g.state(&c, s.Errors(k))
		c.Received, c.Late = g.received(deadline)
		c.Back = data.BackOf(g.returns, g.versions, g.files)
		c.BackLate = c.Back.Late(s.Today)
		public := data.Deadline(s.Deadlines, data.DeadlinePublic, year).Format(time.DateOnly)
		c.Website = len(g.website) > 0
		c.WebsiteInTime = slices.ContainsFunc(g.website, func(r data.Receipt) bool { return r.Received != "" && r.Received <= public })
		if open := c.Back.Open(); open != nil {
			c.State, c.Detail, c.Next = toResend, "", ""
			g.scanned(&c, c.answers)
		}
	}
	c.Overdue = c.State == notReported && s.Today > deadline
	return c
}

// state fills in what the office has.
func (g *gathered) state(c *deliveryCell, errors int) {
	v := g.best()
	if v != nil {
		c.Version, c.FileName = v.ID, v.FileName
		c.State, c.Detail, c.Next = stateOfVersion(v)
		c.Current = v.Current && !v.Unfilled
		c.Waits = v.Current && slices.ContainsFunc(g.versions, func(w data.Version) bool { return len(w.Wait) > 0 && !w.Current })
		switch {
		case c.State == imported && errors > 0:
			c.State, c.Errors = faulty, errors
		case c.State == imported && v.Reviewed:
			c.State = reviewed
		}
	}
	if c.State != notValid && c.State != notReported && c.State != received {
		return
	}
	if g.scanned(c, func(data.Receipt) bool { return true }) {
		c.State = received
	} else if last := newest(g.unread); v == nil && last != nil {
		c.State, c.FileName = received, last.Path
		c.Detail, c.Next = unreadWords(*last)
	}
}

// scanned fills in the newest scan or paper of those meant; false for none.
func (g *gathered) scanned(c *deliveryCell, meant func(data.Receipt) bool) bool {
	last := newest(slices.DeleteFunc(slices.Clone(g.unread), func(r data.Receipt) bool { return !readable(r) || !meant(r) }))
	if last == nil {
		return false
	}
	c.FileName = last.Path
	c.Detail, c.Next = unreadWords(*last)
	return true
}

// newest is the receipt that was noted last; nil of none.
func newest(list []data.Receipt) *data.Receipt {
	if len(list) == 0 {
		return nil
	}
	last := slices.MaxFunc(list, func(a, b data.Receipt) int { return cmp.Compare(a.ID, b.ID) })
	return &last
}

// toType is what has to be done with a scan or paper.
const toType = "待录入"

// unreadWords names what came without figures, and what has to be done.
func unreadWords(r data.Receipt) (detail, next string) {
	switch {
	case isPaper(r) && r.Code == "":
		return "纸质", toType
	case readable(r):
		return refusedWords(r.Code), toType
	}
	return refusedWords(r.Code), "请重发"
}

// isPaper reports whether a receipt is of a paper that came without a file.
func isPaper(r data.Receipt) bool { return r.Path == "" && r.SHA256 == "" }

// readable reports whether a person can read the figures of something that the
// program made no version of.
func readable(r data.Receipt) bool {
	return r.Code == document.RefuseScan || r.Code == document.RefuseNarrative || isPaper(r) && r.Code == ""
}

// wasDropped reports whether what was read of a file was deleted (已删去), so
// that the file stands for nothing any more.
func wasDropped(r data.Receipt) bool { return r.Version == 0 && r.Code == "" && !isPaper(r) }

// answers reports whether something without figures came after the report was
// sent back and for that: beside a report that is in, a 盖章件 or 网站公开版 did not.
func (c deliveryCell) answers(r data.Receipt) bool {
	open := c.Back.Open()
	return open != nil && cameAfter(r, open) && (r.Copy == data.CopyDraft || r.Copy == data.CopyStamped && !c.Current)
}

// sentBack reports whether something without figures is what was sent back.
func (c deliveryCell) sentBack(r data.Receipt) bool {
	open := c.Back.Open()
	return open != nil && !c.Current && r.Copy != data.CopyPublic && !cameAfter(r, open)
}

// cameAfter reports whether something without figures came after a return.
func cameAfter(r data.Receipt, t *data.Turn) bool {
	if r.Batch != 0 {
		return r.Batch > t.Batch
	}
	return r.Noted.After(t.Stated)
}

func stateOfVersion(v *data.Version) (state delivery, detail, next string) {
	switch {
	case v.Unfilled:
		return received, "空表", "请填写后重报"
	case v.Current && v.Copy == data.CopyPublic:
		return imported, data.CopyPublic.Label(), "未报送"
	case v.Current:
		return imported, "", ""
	case len(v.Wait) > 0:
		return pending, "", ""
	}
	// Kept beside nothing current: it was put aside and nothing took its place.
	return received, "未采用", ""
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
func (g *gathered) received(deadline string) (first string, late bool) {
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
		if v.Copy != data.CopyPublic {
			note(v.Received)
		}
	}
	for _, r := range g.unread {
		note(r.Received)
	}
	return first, first != "" && !unknown && first > deadline
}
