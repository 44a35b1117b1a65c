package data

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
)

// County is the county whose agencies report.
type County struct {
	// Name is the county's full name, such as 示例县; empty until it is set or
	// learned from the first full agency name.
	Name string
	// Level is 县, 设区的市 or 省; it decides which rules apply.
	Level string
	// Collecting is the report year being collected, 0 when not set.
	Collecting int
	// HasRoster is true once a roster (名单) was entered: unknown names then wait.
	HasRoster bool
}

// Group is an agency's place in the county (县政府 / 部门 / 乡镇 / 街道 / 其他).
type Group string

// The groups, in official order.
const (
	GroupGovernment  Group = "县政府"
	GroupDepartment  Group = "部门"
	GroupTownship    Group = "乡镇"
	GroupSubdistrict Group = "街道"
	GroupOther       Group = "其他"
)

// Groups lists the groups in official order.
func Groups() []Group {
	return []Group{GroupGovernment, GroupDepartment, GroupTownship, GroupSubdistrict, GroupOther}
}

// Agency is one reporting entity (编制主体) of the county.
type Agency struct {
	// Key is stable text used in URLs; it never changes once given.
	Key string `json:"key"`
	// Name is the fullest form of the name.
	Name    string   `json:"name"`
	Aliases []string `json:"aliases,omitempty"` // other spellings of the same agency, never predecessors
	Group   Group    `json:"group"`
	Order   int      `json:"order"` // 单位序列, from 1; 0 where none is set
	From    int      `json:"from"`  // first report year it exists, 0 = open
	To      int      `json:"to"`    // last report year it exists, 0 = open
	// Counts says whether it counts in the sum (计入汇总) by default;
	// CountsIn holds exceptions by report year.
	Counts   bool         `json:"counts"`
	CountsIn map[int]bool `json:"counts_in,omitempty"`
	// Contact (联系人) and Phone (电话) say whom to call about a report; empty
	// where nobody is known.
	Contact string `json:"contact,omitempty"`
	Phone   string `json:"phone,omitempty"`
}

// ValidIn reports whether the agency exists in the report year.
func (a *Agency) ValidIn(year int) bool {
	return (a.From == 0 || a.From <= year) && (a.To == 0 || year <= a.To)
}

// CountsInYear reports whether the agency is valid and counts in the year's sum.
func (a *Agency) CountsInYear(year int) bool {
	if !a.ValidIn(year) {
		return false
	}
	if yes, ok := a.CountsIn[year]; ok {
		return yes
	}
	return a.Counts
}

// Trend rules of a succession (names as in the roster files).
const (
	TrendLink           = "link"             // one line
	TrendLinkMarkBreak  = "link_mark_break"  // one line with a visible mark
	TrendSumPredecessor = "sum_predecessors" // before: the sum where all have a report
	TrendMarkBreak      = "mark_break"       // never rebuilt, a mark shown
	TrendNewSeries      = "new_series"       // starts then
	TrendLeaveSum       = "leave_sum"        // out of the sum from that year
	TrendAsk            = "ask"              // a person decides once
)

// TrendRules lists the rules that a roster file may name.
func TrendRules() []string {
	return []string{TrendLink, TrendLinkMarkBreak, TrendSumPredecessor, TrendMarkBreak, TrendNewSeries, TrendLeaveSum, TrendAsk}
}

// Succession (沿革) joins two agencies over a reform.
type Succession struct {
	Old  string `json:"old"`  // key of the predecessor
	New  string `json:"new"`  // key of the successor
	Year int    `json:"year"` // first report year of the successor
	Rule string `json:"rule"` // one of the trend rules
}

// NoReport is a person's statement that an agency has no report of a year
// (无报告), so that nobody waits for one.
type NoReport struct {
	Agency string `json:"agency"` // key
	Year   int    `json:"year"`
	Reason string `json:"reason"` // never empty
	Person string `json:"person"` // who says so, as they gave it; may be empty
	Date   string `json:"date"`   // 2006-01-02
}

// Roster is the agencies of the county in official order with their successions.
type Roster struct {
	County      County
	Agencies    []Agency
	Successions []Succession
	// Declined are the usual successions that a person said are not the
	// county's; only Old and New are set.
	Declined []Succession `json:",omitempty"`
	// NoReports are the stated reasons for none, by agency and year.
	NoReports []NoReport `json:",omitempty"`
}

// Agency returns the agency with the key, or nil.
func (r *Roster) Agency(key string) *Agency {
	i := slices.IndexFunc(r.Agencies, func(a Agency) bool { return a.Key == key })
	if i < 0 {
		return nil
	}
	return &r.Agencies[i]
}

// Counts reports whether the agency, one of the roster's, counts in the
// year's sum. Beside what CountsInYear says, a succession of rule leave_sum
// takes both its agencies out of the sum from its year on; what CountsIn says
// of a single year stands above that.
func (r *Roster) Counts(a *Agency, year int) bool {
	if !a.CountsInYear(year) {
		return false
	}
	if a.CountsIn[year] {
		return true
	}
	return !slices.ContainsFunc(r.Successions, func(s Succession) bool {
		return s.Rule == TrendLeaveSum && s.Year <= year && (s.Old == a.Key || s.New == a.Key)
	})
}

// NoReport returns the stated reason why the agency has no report of the
// year; ok is false where none was stated.
func (r *Roster) NoReport(key string, year int) (n NoReport, ok bool) {
	i := slices.IndexFunc(r.NoReports, func(n NoReport) bool { return n.Agency == key && n.Year == year })
	if i < 0 {
		return NoReport{}, false
	}
	return r.NoReports[i], true
}

// Stamp changes with anything that a person can edit in the roster, so that a
// form filled in on an older state is told apart.
func (r *Roster) Stamp() string {
	b, err := json.Marshal(r)
	if err != nil {
		panic(fmt.Sprintf("encode roster: %v", err)) // plain structs always encode
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// Clone returns a copy whose slices may be changed.
func (r *Roster) Clone() *Roster {
	c := &Roster{
		County: r.County, Agencies: slices.Clone(r.Agencies), Successions: slices.Clone(r.Successions),
		Declined: slices.Clone(r.Declined), NoReports: slices.Clone(r.NoReports),
	}
	for i := range c.Agencies {
		c.Agencies[i].Aliases = slices.Clone(c.Agencies[i].Aliases)
	}
	return c
}
