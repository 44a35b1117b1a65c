package dashboard

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// entriesPage lists what waits to be typed and what waits to be compared.
type entriesPage struct {
	Scans  []entryLead
	Drafts []entryLead
	Checks []entryLead
	Choose *entryChoice
}

// entryLead is one report to be typed, finished or compared.
type entryLead struct {
	Agency string // empty while not known
	Year   int    // 0 while not known
	File   string // empty for a paper
	Since  string // 收到于2025-01-10, or who typed it when
	Link   string
	Do     string // what the link is for
}

// entries is the list of 对照录入.
func (s *Server) entries(v *visit) (answer, error) {
	p := &entriesPage{Choose: &entryChoice{
		Groups: groupAgencies(v.snapshot.Roster()), Years: v.years(s.config.Now()), Year: v.collecting(s.config.Now()),
	}}
	receipts, err := s.config.Scans.Receipts(v.c.Request.Context())
	if err != nil {
		return answer{}, fmt.Errorf("list receipts: %w", err)
	}
	for _, r := range slices.Backward(receipts) {
		if awaitsTyping(r) {
			p.Scans = append(p.Scans, v.scanLead(r))
		}
	}
	versions, err := s.config.Reports.AllVersions(v.c.Request.Context())
	if err != nil {
		return answer{}, fmt.Errorf("list versions: %w", err)
	}
	for _, x := range versions {
		lead := entryLead{Agency: v.nameOf(x.Agency), Year: x.Year, File: x.FileName, Since: x.TypedBy + "（自填）" + s.day(x.TypedAt), Link: typedLink(v, x.ID), Do: "复核"}
		switch {
		case slices.Contains(x.Wait, data.WaitDraft):
			lead.Do = "接着录"
			p.Drafts = append(p.Drafts, lead)
		case slices.Contains(x.Wait, data.WaitTyped):
			p.Checks = append(p.Checks, lead)
		}
	}
	return answer{title: "对照录入", body: p}, nil
}

// awaitsTyping reports whether what came in can only be typed, and was not.
// A stamped copy of a report that is in belongs to that report.
func awaitsTyping(r data.Receipt) bool {
	if r.Version != 0 || r.Copy == data.CopyPublic {
		return false
	}
	return r.SHA256 == "" || r.Code == document.RefuseScan || r.Code == document.RefuseNarrative
}

func (v *visit) scanLead(r data.Receipt) entryLead {
	l := entryLead{Year: r.Year, File: baseName(r.Path), Since: "收到日期不详", Do: "录入", Link: v.link("/entry", "receipt", strconv.FormatInt(r.ID, 10))}
	if r.Agency != "" {
		l.Agency = v.nameOf(r.Agency)
	}
	if r.Received != "" {
		l.Since = "收到于" + r.Received
	}
	return l
}
