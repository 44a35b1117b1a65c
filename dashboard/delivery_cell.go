package dashboard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
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
	toResend // 退回待改: sent back, and nothing came since that answers it
)

// word is the class of a delivery in the page's style and in JSON.
func (d delivery) word() string {
	return [...]string{"none", "missing", "received", "waiting", "imported", "errors", "reviewed", "returned"}[d]
}

// label is the word shown to a clerk.
func (d delivery) label() string {
	return [...]string{"—", "未报", "已收到", "待定", "已导入", "有错误", "已审核", "退回待改"}[d]
}

// deliveryCell is one agency in one year.
type deliveryCell struct {
	Year  int
	State delivery
	// Errors counts the open errors of a faulty report.
	Errors int
	// Detail says why a received file holds no figures: 扫描件, 打不开, 空表;
	// Next what has to be done with it: 待录入, 请重发.
	Detail, Next string
	// Current: there is a version that counts.
	Current bool
	// Waits: another version waits beside the current one.
	Waits bool
	// Received is the first date received, 2006-01-02; empty when unknown.
	Received string
	// Late: every date received is known and after the deadline. Overdue:
	// nothing came, and the deadline is over.
	Late, Overdue bool
	// Back says how often it was sent back and came again; BackLate that it
	// came again, or did not come, after the day asked for.
	Back     data.Back
	BackLate bool
	// Counts: the agency counts in the sum of the year.
	Counts bool
	// Version is the version that the date received can be set on; 0 where
	// there is none. It is what would be sent back.
	Version int64
	// FileName of that version, or of the file that was not read.
	FileName string
}

// Text is what the matrix shows in a cell, with what it leaves out: 有错误3,
// 已收到（扫描件）.
func (c deliveryCell) Text() string {
	switch {
	case c.State == toResend:
		return c.State.label()
	case c.State == faulty:
		return fmt.Sprintf("有错误%d", c.Errors)
	case c.Detail != "" && c.Next != "":
		return c.State.label() + "（" + c.Detail + "，" + c.Next + "）"
	case c.Detail != "":
		return c.State.label() + "（" + c.Detail + "）"
	}
	return c.State.label()
}

// gathered is what came in of one agency for one year; nil where nothing did.
type gathered struct {
	versions []data.Version
	unread   []data.Receipt // that led to no version
	returns  []data.Returned
	files    []data.File // that led to a version
}

func (g *gathered) cell(s deliverySources, a *data.Agency, year int) deliveryCell {
	c := deliveryCell{Year: year, Counts: s.Roster.Counts(a, year)}
	deadline := data.Deadline(s.Deadlines, data.DeadlineInternal, year).Format(time.DateOnly)
	if a.ValidIn(year) {
		c.State = notReported
	}
	if g != nil {
		g.state(&c, s.Errors(data.ReportKey{Agency: a.Key, Year: year, Kind: data.Unit}))
		c.Received, c.Late = g.received(deadline)
		c.Back = data.BackOf(g.returns, g.versions, g.files)
		c.BackLate = c.Back.Late(s.Today)
		if c.Back.Open() != nil {
			c.State = toResend
		}
		c.Waits = c.Waits && g.waits(c.Back)
	}
	c.Overdue = c.State == notReported && s.Today > deadline
	return c
}

// state fills in what the office has.
func (g *gathered) state(c *deliveryCell, errors int) {
	if v := g.best(); v != nil {
		c.Version, c.FileName = v.ID, v.FileName
		c.State, c.Detail, c.Next = stateOfVersion(v)
		if v.Current {
			c.Current = !v.Unfilled
			c.Waits = slices.ContainsFunc(g.versions, func(w data.Version) bool { return len(w.Wait) > 0 && !w.Current })
		}
		switch {
		case c.State == imported && errors > 0:
			c.State, c.Errors = faulty, errors
		case c.State == imported && v.Reviewed:
			c.State = reviewed
		}
	} else if len(g.unread) > 0 {
		last := slices.MaxFunc(g.unread, func(a, b data.Receipt) int { return cmp.Compare(a.ID, b.ID) })
		c.State, c.FileName = received, last.Path
		c.Detail, c.Next = unreadWords(last)
	}
}

// waits reports whether a version waits that was not sent back with the one
// that something better took the place of.
func (g *gathered) waits(b data.Back) bool {
	var settled int64 // all that came until then was sent back and answered
	for _, t := range b.Turns {
		if t.Withdrawn.IsZero() && t.Answer != nil {
			settled = max(settled, t.Newest)
		}
	}
	return slices.ContainsFunc(g.versions, func(v data.Version) bool { return len(v.Wait) > 0 && v.ID > settled })
}

// unreadWords names what came without figures, and what has to be done.
func unreadWords(r data.Receipt) (detail, next string) {
	switch {
	case r.Code == "":
		return "纸质", "待录入"
	case strings.HasPrefix(r.Code, document.RefuseScan), strings.HasPrefix(r.Code, document.RefuseNarrative):
		return refusedWords(r.Code), "待录入"
	}
	return refusedWords(r.Code), "请重发"
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
