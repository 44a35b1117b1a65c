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
	Person string // given before in this browser; empty asks for it
	// Explained are the findings that were explained, Differ the differences
	// with the published report, explained or not. Check is where they stand.
	Explained, Differ int
	Check             string
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

// beforeSumming sorts the county-wide findings of the year shown.
func (v *visit) beforeSumming(found []data.Finding) beforeSumming {
	b := beforeSumming{
		Year: v.query.Year, Action: v.link("/summary/noreport"), Person: v.person(), Check: v.link("/check", "scope", "", "status", statusAll),
	}
	var differences []data.Finding
	for _, f := range found {
		switch {
		case f.Rule == aggregate.RulePublished && !f.Uncheckable:
			differences = append(differences, f)
		case f.Explained:
			b.Explained++
		case statedElsewhere(f):
			b.Late = append(b.Late, lateAgency{Key: f.Agency, Name: v.nameOf(f.Agency), Text: f.Text})
		default:
			b.Lines = append(b.Lines, countyLine{Finding: f, Name: v.countyName(f), Href: v.countyAddress(f)})
		}
	}
	b.differ(v, differences)
	for _, n := range v.snapshot.Roster().NoReports {
		if n.Year == v.query.Year {
			b.Stated = append(b.Stated, statedReason{NoReport: n, Name: v.nameOf(n.Agency)})
		}
	}
	return b
}

// differ puts the differences with the published report in one line for each
// severity: they have a table of their own.
func (b *beforeSumming) differ(v *visit, differences []data.Finding) {
	for _, severity := range []data.Severity{data.Error, data.Warning} {
		var first data.Finding
		open := 0
		for _, f := range differences {
			switch {
			case f.Severity != severity:
			case f.Explained:
				b.Explained++
				b.Differ++
			default:
				open++
				b.Differ++
				first = f
			}
		}
		if open > 0 {
			f := data.Finding{Rule: first.Rule, Severity: severity, Title: first.Title, Text: fmt.Sprintf("%d项不一致", open)}
			b.Lines = append(b.Lines, countyLine{Finding: f, Name: v.countyName(first), Href: v.countyAddress(first)})
		}
	}
}

// countyName is whom a county-wide finding is about.
func (v *visit) countyName(f data.Finding) string {
	switch {
	case f.Rule == aggregate.RulePublished:
		return data.Published.Label()
	case f.Rule == aggregate.RuleNoReport && !statedElsewhere(f):
		return "全县"
	}
	return v.nameOf(f.Agency)
}

// stateNoReport keeps why an agency has no report of the year.
func (s *Server) stateNoReport(v *visit) (answer, error) {
	n := data.NoReport{Agency: v.c.PostForm("agency"), Year: v.query.Year, Reason: strings.TrimSpace(v.c.PostForm("reason"))}
	takeBack := v.c.PostForm("back") != ""
	switch {
	case n.Agency == "" || n.Reason == "" && !takeBack:
		return answer{}, badQuery("请写明这家单位为什么没有年报")
	case takeBack:
		n.Reason = ""
	default:
		var err error
		if n.Person, err = formPerson(v); err != nil {
			return answer{}, err
		}
	}
	if err := s.config.Settings.StateNoReport(v.c.Request.Context(), n); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: v.link("/summary") + "#before"}, nil
}
