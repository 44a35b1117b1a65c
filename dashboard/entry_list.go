package dashboard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

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
	p, err := s.listEntries(v)
	if err != nil {
		return answer{}, err
	}
	p.Choose = s.entryChoice(v)
	return answer{title: "对照录入", body: p}, nil
}

func (s *Server) entryChoice(v *visit) *entryChoice {
	now := s.config.Now()
	return &entryChoice{Groups: groupAgencies(v.snapshot.Roster()), Years: v.years(now), Year: v.collecting(now)}
}

// listEntries lists what is to be typed, finished and compared.
func (s *Server) listEntries(v *visit) (*entriesPage, error) {
	p := new(entriesPage)
	receipts, err := s.config.Scans.Receipts(v.c.Request.Context())
	if err != nil {
		return nil, fmt.Errorf("list receipts: %w", err)
	}
	for _, r := range slices.Backward(receipts) {
		if awaitsTyping(r) {
			p.Scans = append(p.Scans, v.scanLead(r))
		}
	}
	versions, err := s.config.Reports.AllVersions(v.c.Request.Context())
	if err != nil {
		return nil, fmt.Errorf("list versions: %w", err)
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
	return p, nil
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

// entriesNote counts on 导入 what is to be typed or compared.
type entriesNote struct{ Text, Link string }

// entriesNote is nil where nothing waits to be typed or compared.
func (s *Server) entriesNote(v *visit) (*entriesNote, error) {
	if s.config.Scans == nil {
		return nil, nil
	}
	p, err := s.listEntries(v)
	if err != nil {
		return nil, err
	}
	var parts []string
	for _, list := range []struct {
		name  string
		leads []entryLead
	}{{"待录入", p.Scans}, {"未录完", p.Drafts}, {"待复核", p.Checks}} {
		if len(list.leads) > 0 {
			parts = append(parts, fmt.Sprintf("%s%d份", list.name, len(list.leads)))
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	return &entriesNote{Text: strings.Join(parts, "，"), Link: v.link("/entries")}, nil
}

// typedWords says who typed a version and who compared it.
func (s *Server) typedWords(x data.Version) string {
	words := "人工录入：" + x.TypedBy + "（自填），" + s.day(x.TypedAt)
	switch {
	case x.CheckedBy == "":
		return words
	case x.CheckedBy == x.TypedBy:
		return words + "；复核：本人再录一遍，" + s.day(x.CheckedAt)
	}
	return words + "；复核：" + x.CheckedBy + "（自填），" + s.day(x.CheckedAt)
}

// scanLink downloads what a version was typed from; empty where that is paper.
func scanLink(x data.Version) string {
	if x.Scan == "" {
		return ""
	}
	return "/entry/picture?version=" + strconv.FormatInt(x.ID, 10) + "&file=yes"
}
