package dashboard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// Rule is a rule of the checks as the pages show it.
type Rule struct {
	ID       string
	Title    string
	Why      string // what it stands on, in a sentence
	Severity data.Severity
}

// checking are the scripts of 核对.
var checking = []string{"copy.js", "check.js"}

// The views and states of 核对, as its address names them.
const (
	byAgency = "agency"
	byRule   = "rule"

	statusOpen      = "open"
	statusExplained = "explained"
	statusAll       = "all"
)

// checkPage is 核对: a verdict for each agency and its findings.
type checkPage struct {
	Year     int
	Views    []choice
	Statuses []choice
	Verdicts []verdictCount
	ByRule   bool
	// County are the county-wide findings in the chosen state.
	County []shownFinding
	Groups []checkGroup
	Rules  []checkRule
	// Nothing says why no finding is listed; empty where one is.
	Nothing string
	// Silent are the agencies without a current report.
	Silent   []string
	Delivery string
	Sheets   string // address of the 核对单
	Batch    *findingForm
	// ReturnBatch sends back all that are ticked; nil where none can be.
	ReturnBatch *returnForm
	// ReviewAll marks all that pass reviewed; nil where none is left.
	ReviewAll *reviewForm
}

// verdictCount is how many agencies have a verdict.
type verdictCount struct {
	Verdict verdict
	N       int
}

// checkGroup is the agencies of one group.
type checkGroup struct {
	Name     string
	Agencies []checkAgency
}

// checkAgency is one agency with its verdict.
type checkAgency struct {
	Key      string
	Serial   int
	Name     string
	Link     string
	Verdict  verdict
	Counts   severities
	Said     int // explained findings
	Findings []shownFinding
	// Hints are the findings that ask for nothing, in one line.
	Hints     string
	HintLines []shownFinding
	// Opinion is the text that is sent to the agency; empty where nothing is open.
	Opinion string
	Sheet   string
	Review  *reviewForm
	// Returns says how often the report was sent back and sends it back; nil
	// where there is no report. ToResend: a return is open.
	Returns  *backView
	ToResend bool
}

// Errors, Warnings and Infos count open findings.
func (a checkAgency) Errors() int   { return a.Counts.errors }
func (a checkAgency) Warnings() int { return a.Counts.warnings }
func (a checkAgency) Infos() int    { return a.Counts.infos }

// checkRule is one rule with what it found.
type checkRule struct {
	Rule
	Findings []shownFinding
	Agencies int
}

// verdict is what the office does with a report.
type verdict string

// The verdicts.
const (
	sendBack verdict = "退回"
	askWhy   verdict = "要说明"
	passes   verdict = "可通过"
)

// Class is the verdict for the style.
func (w verdict) Class() string {
	switch w {
	case sendBack:
		return "error"
	case askWhy:
		return "warning"
	}
	return "good"
}

func verdictOf(n severities) verdict {
	switch {
	case n.errors > 0:
		return sendBack
	case n.warnings > 0:
		return askWhy
	}
	return passes
}

// sentBack is the number beside 核对: agencies of the year shown whose report
// has open errors.
func sentBack(v *visit) int {
	n := 0
	for _, a := range v.snapshot.Roster().Agencies {
		if v.snapshot.Errors(data.ReportKey{Agency: a.Key, Year: v.query.Year, Kind: data.Unit}) > 0 {
			n++
		}
	}
	return n
}

// check shows 核对.
func (s *Server) check(v *visit) (answer, error) {
	view, err := v.oneOf("by", "查看方式", byAgency, byRule)
	if err != nil {
		return answer{}, err
	}
	status, err := v.oneOf("status", "状态", statusOpen, statusExplained, statusAll)
	if err != nil {
		return answer{}, err
	}
	found, err := s.checkFindings(v)
	if err != nil {
		return answer{}, err
	}
	county, err := s.countyFindings(v, v.query.Year)
	if err != nil {
		return answer{}, err
	}
	found = append(found, slices.DeleteFunc(county, func(f data.Finding) bool { return !v.holds(f.Agency) })...)
	versions, _, err := s.everything(v)
	if err != nil {
		return answer{}, err
	}
	current := map[data.ReportKey]data.Version{}
	for _, x := range versions {
		if x.Current && x.Year == v.query.Year {
			current[data.ReportKey{Agency: x.Agency, Year: x.Year, Kind: x.Kind}] = x
		}
	}
	backs, err := s.backs(v, v.query.Year)
	if err != nil {
		return answer{}, err
	}
	b := &checkBuilder{server: s, visit: v, status: status, back: v.here(), found: found, current: current, backs: backs, page: &checkPage{
		Year: v.query.Year, ByRule: view == byRule, Delivery: v.link("/delivery"), Sheets: v.link("/check/sheets"),
	}}
	b.build()
	b.choices(view)
	return answer{title: "核对", body: b.page, tables: []*aggregate.Table{b.verdictTable(), b.findingTable()}}, nil
}

// checkFindings are the findings of the year and scope, errors first, then
// official order.
func (s *Server) checkFindings(v *visit) ([]data.Finding, error) {
	found, err := s.config.Findings.Findings(v.c.Request.Context(), data.FindingFilter{Year: v.query.Year})
	if err != nil {
		return nil, fmt.Errorf("list findings: %w", err)
	}
	found = slices.DeleteFunc(slices.Clone(found), func(f data.Finding) bool { return !v.holds(f.Agency) })
	v.sortFindings(found)
	return found, nil
}

// checkBuilder fills a checkPage.
type checkBuilder struct {
	server *Server
	visit  *visit
	status string
	back   string
	found  []data.Finding
	page   *checkPage
	counts map[verdict]int
	// current are the versions that count, by report.
	current map[data.ReportKey]data.Version
	backs   map[data.ReportKey]deliveryCell
}

func (b *checkBuilder) build() {
	by := map[data.ReportKey][]data.Finding{}
	b.county()
	for _, f := range b.found {
		if aggregate.IsCountyRule(f.Rule) {
			continue // about the county, not the agency's report
		}
		k := data.ReportKey{Agency: f.Agency, Year: f.Year, Kind: f.Kind}
		by[k] = append(by[k], f)
	}
	b.counts = map[verdict]int{}
	serial := 0
	for _, kind := range []data.Kind{data.Unit, data.Published} {
		group := ""
		for i := range b.visit.snapshot.Roster().Agencies {
			a := &b.visit.snapshot.Roster().Agencies[i]
			k := data.ReportKey{Agency: a.Key, Year: b.page.Year, Kind: kind}
			if !b.visit.query.Scope.Holds(a) || !b.visit.snapshot.HasReport(k) {
				if kind == data.Unit && b.visit.query.Scope.Holds(a) && a.CountsInYear(k.Year) {
					b.page.Silent = append(b.page.Silent, b.visit.name(a))
				}
				continue
			}
			serial++
			line := b.agency(a, k, by[k])
			line.Serial = serial
			b.counts[line.Verdict]++
			name := string(a.Group)
			if kind == data.Published {
				name = kind.Label()
			}
			if name != group || len(b.page.Groups) == 0 {
				b.page.Groups, group = append(b.page.Groups, checkGroup{Name: name}), name
			}
			last := &b.page.Groups[len(b.page.Groups)-1]
			last.Agencies = append(last.Agencies, line)
		}
	}
	for _, w := range []verdict{sendBack, askWhy, passes} {
		b.page.Verdicts = append(b.page.Verdicts, verdictCount{w, b.counts[w]})
	}
	if b.page.ByRule {
		b.rules()
	}
	b.finish(serial)
}

// finish says what is not there.
func (b *checkBuilder) finish(reports int) {
	listed := 0
	for _, f := range b.found {
		if b.lists(f) {
			listed++
		}
	}
	switch {
	case reports == 0 && len(b.page.County) > 0:
	case reports == 0:
		b.page.Nothing = "这个年度和口径还没有现用年报，没有可核对的。"
	case listed == 0 && b.status == statusOpen:
		b.page.Nothing = "没有未处理的疑点。"
	case listed == 0 && b.status == statusExplained:
		b.page.Nothing = "还没有已说明的疑点。"
	case listed == 0:
		b.page.Nothing = "没有疑点。"
	}
	if b.status == statusOpen && listed > 0 {
		b.page.Batch = &findingForm{Token: b.server.token, Person: b.visit.person(), Back: b.back}
	}
}

// lists reports whether the finding is shown one by one in the chosen state.
func (b *checkBuilder) lists(f data.Finding) bool {
	return f.Severity != data.Info && b.chosen(f)
}

func (b *checkBuilder) chosen(f data.Finding) bool {
	return b.status == statusAll || f.Explained == (b.status == statusExplained)
}

func (b *checkBuilder) agency(a *data.Agency, k data.ReportKey, found []data.Finding) checkAgency {
	out := checkAgency{Key: a.Key, Name: b.visit.name(a), Link: b.visit.reportLink(k, 0, "")}
	var hints []string
	times := map[string]int{}
	for _, f := range found {
		if f.Explained {
			out.Said++
		} else {
			out.Counts.add(f.Severity)
		}
		switch {
		case b.lists(f):
			out.Findings = append(out.Findings, b.shown(f))
		case b.chosen(f):
			out.HintLines = append(out.HintLines, shownFinding{Finding: f, Link: b.visit.findingAddress(f)})
			if times[f.Title]++; times[f.Title] == 1 {
				hints = append(hints, f.Title)
			}
		}
	}
	for i, h := range hints {
		if times[h] > 1 {
			hints[i] = fmt.Sprintf("%s（%d处）", h, times[h])
		}
	}
	out.Hints = strings.Join(hints, "；")
	out.Verdict = verdictOf(out.Counts)
	if x, ok := b.current[k]; ok {
		out.Review = b.server.reviewForm(b.visit, x, b.back)
		b.sentBack(&out, k, x.ID, found)
		b.mayPass(out)
	}
	if out.Verdict != passes {
		out.Opinion = opinion(a.Name, k, found)
		out.Sheet = b.visit.link("/check/sheets", "agency", a.Key)
	}
	return out
}

// mayPass adds an agency that passes to those that can be marked together.
func (b *checkBuilder) mayPass(a checkAgency) {
	if a.Verdict != passes || a.Review == nil || a.Review.Done != "" || a.ToResend {
		return
	}
	if b.page.ReviewAll == nil {
		b.page.ReviewAll = &reviewForm{Token: b.server.token, Person: b.visit.person(), Back: b.back}
	}
	b.page.ReviewAll.Versions = append(b.page.ReviewAll.Versions, a.Review.Versions...)
}

func (n *severities) add(s data.Severity) {
	switch s {
	case data.Error:
		n.errors++
	case data.Warning:
		n.warnings++
	default:
		n.infos++
	}
}

func (b *checkBuilder) shown(f data.Finding) shownFinding {
	line := shownFinding{
		Finding: f, Link: b.visit.findingAddress(f), Form: b.server.findingForm(b.visit, f, b.back),
		Ticked: b.status == statusOpen,
	}
	if aggregate.IsCountyRule(f.Rule) {
		line.Link = b.visit.countyAddress(f)
		line.Ticked = line.Ticked && f.Severity != data.Info
	}
	if statedElsewhere(f) {
		line.Form, line.Ticked = nil, false
	}
	return line
}

// rules gathers the findings by rule, in the order of the rules; one that the
// list of rules lacks stands at the end under its own title.
func (b *checkBuilder) rules() {
	at := map[string]int{}
	all := make([]checkRule, 0, len(b.server.config.Rules))
	for _, r := range b.server.config.Rules {
		at[r.ID] = len(all)
		all = append(all, checkRule{Rule: r})
	}
	seen := map[[2]string]bool{}
	for _, f := range b.found {
		if !b.chosen(f) {
			continue
		}
		i, ok := at[f.Rule]
		if !ok {
			i = len(all)
			at[f.Rule] = i
			all = append(all, checkRule{Rule: Rule{ID: f.Rule, Title: f.Title, Severity: f.Severity}})
		}
		line := b.shown(f)
		line.Agency = b.visit.nameOf(f.Agency)
		if aggregate.IsCountyRule(f.Rule) {
			line.Agency = b.visit.countyName(f)
		}
		all[i].Findings = append(all[i].Findings, line)
		if who := [2]string{f.Rule, f.Agency}; !seen[who] {
			seen[who] = true
			all[i].Agencies++
		}
	}
	b.page.Rules = slices.DeleteFunc(all, func(r checkRule) bool { return len(r.Findings) == 0 })
}

// choices fills the links that choose what is shown.
func (b *checkBuilder) choices(view string) {
	v := b.visit
	for _, c := range [][2]string{{byAgency, "按单位"}, {byRule, "按规则"}} {
		b.page.Views = append(b.page.Views, choice{Label: c[1], Href: v.here("by", c[0]), On: view == c[0]})
	}
	n := map[bool]int{}
	for _, f := range b.found {
		if f.Severity != data.Info {
			n[f.Explained]++
		}
	}
	for _, c := range []struct {
		status, label string
		n             int
	}{{statusOpen, "未处理", n[false]}, {statusExplained, "已说明", n[true]}, {statusAll, "全部", n[false] + n[true]}} {
		b.page.Statuses = append(b.page.Statuses, choice{Label: fmt.Sprintf("%s %d", c.label, c.n), Href: v.here("status", c.status), On: b.status == c.status})
	}
}
