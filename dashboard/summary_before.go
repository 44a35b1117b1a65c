package dashboard

import (
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// beforeSumming is what stands open before the county's tables can be
// published: the county-wide rules, whatever scope is shown.
type beforeSumming struct {
	Year int
	// Late are the agencies without a report and without a reason, each with a
	// form for one.
	Late []lateAgency
	// Lines are the other findings, the differences with the published report
	// in one line: they have a table of their own.
	Lines  []countyLine
	Stated []statedReason
	Action string
}

// lateAgency is an agency without a report.
type lateAgency struct{ Key, Name, Text string }

// countyLine is a county-wide finding with the way to it.
type countyLine struct {
	data.Finding
	Name string
	Href string
}

// statedReason is why an agency has no report, as a person said.
type statedReason struct {
	data.NoReport
	Name string
}

// Good reports whether nothing stands open.
func (b beforeSumming) Good() bool { return len(b.Late) == 0 && len(b.Lines) == 0 }

func (v *visit) beforeSumming(waiting map[string]bool) beforeSumming {
	b := beforeSumming{Year: v.query.Year, Action: v.link("/summary/noreport")}
	published := map[data.Severity]int{}
	var first data.Finding
	for _, f := range v.snapshot.CountyFindings(v.query.Year, waiting) {
		switch {
		case f.Rule == aggregate.RuleNoReport && f.Subject == "report":
			b.Late = append(b.Late, lateAgency{Key: f.Agency, Name: v.nameOf(f.Agency), Text: f.Text})
		case f.Rule == aggregate.RulePublished && !f.Uncheckable:
			published[f.Severity]++
			first = f
		case f.Rule == aggregate.RuleWaiting:
			b.Lines = append(b.Lines, countyLine{Finding: f, Name: v.nameOf(f.Agency), Href: v.link("/imports") + "#waiting"})
		case f.Rule == aggregate.RuleNoReport:
			b.Lines = append(b.Lines, countyLine{Finding: f, Name: "全县", Href: v.link("/delivery")})
		default:
			b.Lines = append(b.Lines, countyLine{Finding: f, Name: f.Kind.Label(), Href: v.here("scope", "") + "#published"})
		}
	}
	for _, severity := range []data.Severity{data.Error, data.Warning} {
		if n := published[severity]; n > 0 {
			f := data.Finding{Rule: first.Rule, Severity: severity, Title: first.Title, Text: fmt.Sprintf("%d项不一致", n)}
			b.Lines = append(b.Lines, countyLine{Finding: f, Name: data.Published.Label(), Href: v.here("scope", "") + "#published"})
		}
	}
	for _, n := range v.snapshot.Roster().NoReports {
		if n.Year == v.query.Year {
			b.Stated = append(b.Stated, statedReason{NoReport: n, Name: v.nameOf(n.Agency)})
		}
	}
	return b
}

// stateNoReport keeps why an agency has no report of the year.
func (s *Server) stateNoReport(v *visit) (answer, error) {
	n := data.NoReport{
		Agency: v.c.PostForm("agency"), Year: v.query.Year,
		Reason: strings.TrimSpace(v.c.PostForm("reason")), Person: strings.TrimSpace(v.c.PostForm("person")),
	}
	if n.Agency == "" || n.Reason == "" && v.c.PostForm("back") == "" {
		return answer{}, badQuery("请写明这家单位为什么没有年报")
	}
	if v.c.PostForm("back") != "" {
		n.Reason = ""
	}
	if err := s.config.Settings.StateNoReport(v.c.Request.Context(), n); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: v.link("/summary") + "#before"}, nil
}
