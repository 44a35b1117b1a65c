package dashboard

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// Settings changes the roster and what else 设置 holds. The command adapts
// intake to it. An error that is the clerk's to mend is a Mistake. stamp is
// data.Roster.Stamp of the roster that the form showed: a change made
// meanwhile is never overwritten.
type Settings interface {
	// ChangeRoster makes the table of 设置 the roster: an empty Key is a new
	// agency; remove names the keys to be taken out.
	ChangeRoster(ctx context.Context, stamp string, agencies []data.Agency, remove []string) error
	// ChangeCounty sets all facts of the county.
	ChangeCounty(ctx context.Context, c data.County) error
	// ChangeSuccessions replaces the successions.
	ChangeSuccessions(ctx context.Context, stamp string, list []data.Succession) error
	// DecideSuccession takes a usual succession over with the rule chosen; with
	// an empty rule it is remembered as not the county's.
	DecideSuccession(ctx context.Context, s data.Succession) error
	// OfferSuccession takes that back.
	OfferSuccession(ctx context.Context, old, successor string) error
	// Offers lists the usual successions that fit and that nobody decided.
	Offers(r *data.Roster) []SuccessionOffer
	// Suggest lists the agencies of the roster whose names are like one that is
	// not in it, the most similar first.
	Suggest(r *data.Roster, name string) []data.Agency
	// StateNoReport keeps the reason why an agency has no report of a year; an
	// empty reason takes an earlier one back.
	StateNoReport(ctx context.Context, n data.NoReport) error
	// ReadRoster reads an uploaded list as text; successions says that it is a
	// list of those.
	ReadRoster(ctx context.Context, name string, b []byte) (text string, successions bool, err error)
	// SetSuccessions replaces the successions by those of a list.
	SetSuccessions(ctx context.Context, text string) (n int, err error)
}

// SuccessionOffer is a usual succession that fits the roster.
type SuccessionOffer struct {
	Old, New data.Agency
	Year     int    // 0 where there is no usual one
	Rule     string // data.TrendAsk where counties differ
	Note     string
}

// settingsPage is 设置.
type settingsPage struct {
	Note   *notice
	County data.County
	Levels []pick
	Years  []pick // of the year being collected
	Stamp  string
	Year   int
	// Blocks are the agencies of the year by group, then those of other years.
	Blocks      []settingsBlock
	Agencies    int
	InYear      int // agencies of the year
	Counting    int // of them counting in the sum
	Groups      []pick
	Empty       []int // blank lines for new agencies
	Offers      []shownOffer
	Successions []shownSuccession
	Rules       []pick // for a new succession
	Declined    []shownSuccession
	All         []pickGroup // every agency, to choose from
	XLSX, CSV   string
	Template    string
}

// settingsBlock is some rows of the table under one heading.
type settingsBlock struct {
	Name string
	Rows []settingsRow
}

// settingsRow is one agency's line.
type settingsRow struct {
	data.Agency
	Aliases string
	// From and To are empty where they are open.
	From, To string
	Groups   []pick
	InYear   string // 是, 否, or empty for the default
	Others   string // exceptions of other years: 2021否
	Anchor   string
}

// shownOffer is a usual succession with what may be chosen.
type shownOffer struct {
	SuccessionOffer
	OldName, NewName string
	YearText         string
	Rules            []pick
}

// shownSuccession is a succession with its names.
type shownSuccession struct {
	data.Succession
	OldName, NewName string
	Rules            []pick
}

// newLines is how many blank lines the table offers.
const newLines = 3

// settings shows 设置.
func (s *Server) settings(v *visit) (answer, error) {
	r := v.snapshot.Roster()
	p := settingsPage{
		Note: s.jobs.notice(v.c.Query("note")), County: r.County, Stamp: r.Stamp(), Year: v.query.Year, Agencies: len(r.Agencies),
		Groups: groupPicks(""), Empty: make([]int, newLines), Rules: rulePicks(""), All: v.everyAgency(),
		XLSX: "/settings/roster.xlsx", CSV: "/settings/roster.csv", Template: "/settings/template.xlsx",
	}
	for _, level := range []string{"县", "设区的市", "省"} {
		p.Levels = append(p.Levels, pick{Value: level, Label: levelWords(level), On: level == r.County.Level})
	}
	for _, year := range v.years(s.config.Now()) {
		p.Years = append(p.Years, pick{Value: strconv.Itoa(year), Label: strconv.Itoa(year) + "年度", On: year == r.County.Collecting})
	}
	p.fillAgencies(r)
	for _, o := range s.config.Settings.Offers(r) {
		p.Offers = append(p.Offers, v.shownOffer(o))
	}
	for _, x := range r.Successions {
		p.Successions = append(p.Successions, v.shownSuccession(x))
	}
	for _, x := range r.Declined {
		p.Declined = append(p.Declined, v.shownSuccession(x))
	}
	return answer{title: "设置", body: p}, nil
}

// levelWords says what a level decides.
func levelWords(level string) string {
	if level == "县" {
		return "县（市、区）：规章各项应为0"
	}
	return level
}

func (p *settingsPage) fillAgencies(r *data.Roster) {
	outside := settingsBlock{Name: fmt.Sprintf("%d年度没有的单位", p.Year)}
	for _, g := range data.Groups() {
		b := settingsBlock{Name: string(g)}
		for i := range r.Agencies {
			a := &r.Agencies[i]
			if a.Group != g {
				continue
			}
			row := newSettingsRow(a, p.Year)
			if !a.ValidIn(p.Year) {
				outside.Rows = append(outside.Rows, row)
				continue
			}
			b.Rows = append(b.Rows, row)
			p.InYear++
			if r.Counts(a, p.Year) {
				p.Counting++
			}
		}
		if len(b.Rows) > 0 {
			p.Blocks = append(p.Blocks, b)
		}
	}
	if len(outside.Rows) > 0 {
		p.Blocks = append(p.Blocks, outside)
	}
}

func newSettingsRow(a *data.Agency, year int) settingsRow {
	row := settingsRow{
		Agency: *a, Aliases: strings.Join(a.Aliases, "、"), From: openYear(a.From), To: openYear(a.To),
		Groups: groupPicks(a.Group), Anchor: agencyAnchor(a.Key),
	}
	var others []string
	for y, yes := range a.CountsIn {
		switch {
		case y == year:
			row.InYear = yesNo(yes)
		default:
			others = append(others, strconv.Itoa(y)+yesNo(yes))
		}
	}
	slices.Sort(others)
	row.Others = strings.Join(others, "、")
	return row
}

// openYear is empty where the agency's time is open on that side.
func openYear(year int) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year)
}

// agencyAnchor is the id of an agency's row.
func agencyAnchor(key string) string { return strings.Replace(cellAnchor(key), "c-", "a-", 1) }

func groupPicks(on data.Group) []pick {
	var out []pick
	for _, g := range data.Groups() {
		out = append(out, pick{Value: string(g), Label: string(g), On: g == on})
	}
	return out
}

// ruleLabels word the trend rules for the clerk.
var ruleLabels = map[string]string{
	data.TrendLink:           "更名：连成一条线",
	data.TrendLinkMarkBreak:  "改组：连成一条线，并标注",
	data.TrendSumPredecessor: "合并：以前年份为各原单位之和",
	data.TrendMarkBreak:      "部分职能划入：不连线，标注",
	data.TrendNewSeries:      "新设：从该年开始",
	data.TrendLeaveSum:       "退出：从该年起不计入汇总",
	data.TrendAsk:            "未定",
}

func rulePicks(on string) []pick {
	var out []pick
	for _, rule := range data.TrendRules() {
		out = append(out, pick{Value: rule, Label: ruleLabels[rule], On: rule == on})
	}
	return out
}

// everyAgency is the whole roster by group.
func (v *visit) everyAgency() []pickGroup {
	var out []pickGroup
	agencies := v.snapshot.Roster().Agencies
	for _, g := range data.Groups() {
		list := pickGroup{Group: string(g)}
		for i := range agencies {
			if agencies[i].Group == g {
				list.Agencies = append(list.Agencies, pick{Value: agencies[i].Key, Label: v.name(&agencies[i])})
			}
		}
		if len(list.Agencies) > 0 {
			out = append(out, list)
		}
	}
	return out
}

// shownOffer leaves 未定 out of the choice: to decide is what is asked.
func (v *visit) shownOffer(o SuccessionOffer) shownOffer {
	return shownOffer{
		SuccessionOffer: o, OldName: v.name(&o.Old), NewName: v.name(&o.New), YearText: openYear(o.Year),
		Rules: slices.DeleteFunc(rulePicks(o.Rule), func(p pick) bool { return p.Value == data.TrendAsk }),
	}
}

func (v *visit) shownSuccession(x data.Succession) shownSuccession {
	return shownSuccession{Succession: x, OldName: v.nameOf(x.Old), NewName: v.nameOf(x.New), Rules: rulePicks(x.Rule)}
}
