package aggregate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// The county-wide rules. They look at all reports of a year at once and need
// sums, so that they are derived here, from the snapshot, whenever they are
// shown, and are not stored with the findings of single reports.
const (
	RuleNoReport  = "G-1" // every counting agency has a report or a stated reason for none
	RuleWaiting   = "G-2" // no version waits beside the current one
	RulePublished = "G-3" // the published report is the sum of the agencies
)

// CountyRule describes a county-wide rule for pages and documents.
type CountyRule struct {
	ID, Title, Why string
	Severity       data.Severity
}

// CountyRules lists the county-wide rules in their order.
func CountyRules() []CountyRule {
	return []CountyRule{
		{RuleNoReport, titleNoReport, "名单中计入汇总的单位都应有年报，没有的应说明原因，否则汇总数不全。", data.Error},
		{RuleWaiting, titleWaiting, "同一单位报送了数据不同的两份年报，汇总前要确定用哪一份。", data.Warning},
		{RulePublished, titlePublished, "县公布的年报由各单位年报汇总而成，逐项应等于各单位之和；表二、表四可因几家联合发文、共同应诉而不等，应作说明。", data.Error},
	}
}

// IsCountyRule reports whether the rule is one of the county-wide ones.
func IsCountyRule(id string) bool {
	return id == RuleNoReport || id == RuleWaiting || id == RulePublished
}

// Waiting holds, by agency, a mark of the versions that wait beside the
// current one; it changes with them. An agency that it lacks has none.
type Waiting map[string]string

const (
	titleNoReport  = "应报未报"
	titleWaiting   = "同一单位同一年度有待定的另一份报告"
	titlePublished = "县公布的年报应等于计入汇总的各单位之和"
)

// CountyFindings derives the county-wide findings of a year: G-1 of each
// agency, G-2, then G-3 in the form's order. waiting tells of the
// versions that wait beside the current ones. G-1 needs a roster: where
// there is none, nobody knows who is missing. All are about 全县, agencies
// with errors counted.
func (s *Snapshot) CountyFindings(year int, waiting Waiting) []data.Finding {
	out := s.missingReports(year)
	for i := range s.roster.Agencies {
		a := &s.roster.Agencies[i]
		if mark := waiting[a.Key]; mark != "" {
			out = append(out, data.Finding{
				Agency: a.Key, Year: year, Kind: data.Unit, Rule: RuleWaiting, Subject: "version", Severity: data.Warning, Title: titleWaiting,
				Text: "请在导入页决定采用哪一份", Fingerprint: mark64(a.Key, mark),
			})
		}
	}
	return append(out, s.publishedFindings(year)...)
}

// missingReports is G-1: a line for each agency, or one line where more of
// the year is missing than there.
func (s *Snapshot) missingReports(year int) []data.Finding {
	if !s.roster.County.HasRoster {
		return nil
	}
	var late []*data.Agency
	places := s.members(Query{Year: year})
	for _, place := range places {
		a := &s.roster.Agencies[place]
		_, stated := s.roster.NoReport(a.Key, year)
		if !stated && !s.HasReport(data.ReportKey{Agency: a.Key, Year: year, Kind: data.Unit}) {
			late = append(late, a)
		}
	}
	finding := func(key, subject, text, print string) data.Finding {
		return data.Finding{
			Agency: key, Year: year, Kind: data.Unit, Rule: RuleNoReport, Subject: subject, Severity: data.Error, Title: titleNoReport,
			Text: text, Fingerprint: mark64(print),
		}
	}
	if 2*len(late) > len(places) {
		var names []string
		for _, a := range late {
			names = append(names, s.shortName(a))
		}
		text := fmt.Sprintf("应报%d家，%d家没有计入的年报：%s", len(places), len(late), strings.Join(names, "、"))
		return []data.Finding{finding(s.governmentKey(), "roster", text, text)}
	}
	var out []data.Finding
	for _, a := range late {
		out = append(out, finding(a.Key, "report", fmt.Sprintf("%d年度没有计入的年报，也没有说明无报告的原因", year), a.Key))
	}
	return out
}

// governmentKey is the agency that the county's own findings stand under.
func (s *Snapshot) governmentKey() string {
	for i := range s.roster.Agencies {
		if s.roster.Agencies[i].Group == data.GroupGovernment {
			return s.roster.Agencies[i].Key
		}
	}
	if len(s.roster.Agencies) > 0 {
		return s.roster.Agencies[0].Key
	}
	return ""
}

// publishedFindings is G-3, cell by cell; what cannot be decided is one line
// a table, since an equal sum of half the agencies proves nothing.
func (s *Snapshot) publishedFindings(year int) []data.Finding {
	f := s.CountyForm(Query{Year: year})
	if f.Published.Agency == "" {
		return nil
	}
	var out []data.Finding
	open := map[string]int{}
	for _, c := range f.Cells {
		switch {
		case c.Total.NotAdditive:
		case !c.Compared(), c.Difference() == 0 && c.Total.Stated < c.Total.Of:
			open[c.Cell.Table.Name]++
		case c.Difference() != 0:
			out = append(out, publishedFinding(f, c))
		}
	}
	for _, table := range f.Edition.Tables {
		if n := open[table.Name]; n > 0 {
			text := fmt.Sprintf("无法核对：%s有%d项因有单位没有年报或没有数据，不能确定", table.Short, n)
			out = append(out, data.Finding{
				Agency: f.Published.Agency, Year: year, Kind: data.Published, Rule: RulePublished, Subject: table.Name, Severity: data.Info,
				Title: titlePublished, Text: text, Uncheckable: true, Fingerprint: mark64(text),
			})
		}
	}
	return out
}

// publishedFinding is an error; in tables 2 and 4 a warning, since documents
// issued and lawsuits fought by two agencies together count once for the
// county.
func publishedFinding(f *CountyForm, c CountyCell) data.Finding {
	severity := data.Error
	if name := c.Cell.Table.Name; name == "t2" || name == "t4" {
		severity = data.Warning
	}
	text := fmt.Sprintf("%s：县公布年报%s，各单位之和%s", c.Cell.Short(), Text(c.cell(c.Published)), Text(c.cell(c.Total)))
	if c.Adjusted.Times > 0 {
		text += fmt.Sprintf("，调整%s，公布数%s", Signed(c.adjustmentCell()), Text(c.cell(c.Figure())))
	}
	if c.Total.Stated < c.Total.Of {
		text += fmt.Sprintf("（%d/%d家）", c.Total.Stated, c.Total.Of)
	}
	if c.Total.Doubtful > 0 {
		text += fmt.Sprintf("（含存疑%d项）", c.Total.Doubtful)
	}
	text += "，差" + Text(c.differenceCell()) + c.Cell.Unit
	return data.Finding{
		Agency: f.Published.Agency, Year: f.Query.Year, Kind: data.Published, Rule: RulePublished, Subject: c.Cell.Code, Severity: severity,
		Title: titlePublished, Text: text, Codes: []string{c.Cell.Code}, Fingerprint: mark64(text),
	}
}

// mark64 is a short hash of what a finding stands on.
func mark64(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:8])
}

// WaitingBeside tells of the versions of the year that wait beside the current
// one, from all versions or from those that wait.
func WaitingBeside(versions []data.Version, year int) Waiting {
	files := map[string][]string{}
	for _, x := range versions {
		if x.Year == year && x.Kind == data.Unit && x.Agency != "" && slices.Contains(x.Wait, data.WaitOther) {
			files[x.Agency] = append(files[x.Agency], x.SHA256)
		}
	}
	out := Waiting{}
	for key, list := range files {
		slices.Sort(list)
		out[key] = mark64(list...)
	}
	return out
}
