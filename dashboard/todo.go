package dashboard

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/nianbao/nianbao/data"
)

// todoRows bounds the list on 总览; the rest is on the reports' own pages.
const todoRows = 10

// todoCard is what needs a person: open findings and who has not reported.
type todoCard struct {
	Errors, Warnings int // open findings of the year and scope
	Rows             []todoRow
	More             int // findings not in Rows, infos left out
	All              string
	Missing          []string
	Delivery         string // address of 报送
}

// todoRow is one finding with the way to it.
type todoRow struct {
	Agency      string
	Kind, Label string // severity as class and word
	Title, Text string
	Href        string
}

// todo gathers the findings of the year and scope; missing are the agencies
// that have not reported.
func (s *Server) todo(v *visit, missing []string) (todoCard, error) {
	found, err := s.config.Findings.Findings(v.c.Request.Context(), data.FindingFilter{Year: v.query.Year})
	if err != nil {
		return todoCard{}, fmt.Errorf("ask findings: %w", err)
	}
	found = slices.DeleteFunc(slices.Clone(found), func(f data.Finding) bool { return f.Explained || !v.holds(f.Agency) })
	v.sortFindings(found)
	c := todoCard{All: v.link("/check"), Delivery: v.link("/delivery"), Missing: missing}
	for _, f := range found {
		switch f.Severity {
		case data.Error:
			c.Errors++
		case data.Warning:
			c.Warnings++
		default:
			continue
		}
		if len(c.Rows) == todoRows {
			c.More++
			continue
		}
		c.Rows = append(c.Rows, todoRow{
			Agency: v.nameOf(f.Agency), Kind: f.Severity.String(), Label: f.Severity.Label(),
			Title: f.Title, Text: f.Text, Href: v.findingAddress(f),
		})
	}
	return c, nil
}

// holds reports whether the scope takes the agency in; one that the roster
// lacks is shown in 全县 only.
func (v *visit) holds(key string) bool {
	if a := v.snapshot.Agency(key); a != nil {
		return v.query.Scope.Holds(a)
	}
	return v.query.Scope.String() == "all"
}

// sortFindings puts errors first, then official order, then the order given.
func (v *visit) sortFindings(found []data.Finding) {
	place := map[string]int{}
	for n, a := range v.snapshot.Roster().Agencies {
		place[a.Key] = n + 1
	}
	slices.SortStableFunc(found, func(a, b data.Finding) int {
		return cmp.Or(cmp.Compare(a.Severity, b.Severity), cmp.Compare(place[a.Agency], place[b.Agency]))
	})
}

// findingAddress is the report's page at the finding's first cell, or at the
// findings that concern no cell.
func (v *visit) findingAddress(f data.Finding) string {
	key := data.ReportKey{Agency: f.Agency, Year: f.Year, Kind: f.Kind}
	if len(f.Codes) == 0 {
		return v.reportLink(key, 0, "") + "#findings"
	}
	return v.reportLink(key, 0, f.Codes[0])
}
