package dashboard

import (
	"context"
	"fmt"
	"slices"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// versionEffects sets a version that does not count beside the current one:
// the cells that differ, and what each would do to the county's totals.
type versionEffects struct {
	// Against names the current version; empty where there is none.
	Against string
	File    string // of the current version
	// Scopes head the totals: 县本级, 全县. Empty where nothing moves, for which
	// Why has the reason.
	Scopes []string
	Why    string
	// Reported says how many agencies have a report before and after.
	Reported []string
	Lines    []effectLine
	// Rest counts the cells of a first version that are 0 or blank and not listed.
	Rest int
}

// effectLine is one cell.
type effectLine struct {
	cellChange
	Unit  string
	Notes []string
	// Totals has one entry for each of Scopes.
	Totals []shownEffect
}

// shownEffect is a total before and after in words.
type shownEffect struct {
	Before, After, Difference string
	Moves                     bool
	// Note says how many agencies stand behind it afterwards, where that changes.
	Note string
}

// settled reports whether it is known whose a version is and of which year.
func settled(w data.Version) bool {
	var c waitingCase
	c.ask(w)
	return !c.NeedsAgency && !c.NeedsYear
}

// effects compares a version with the current one of its report.
func (s *Server) effects(ctx context.Context, v *visit, w data.Version) (*versionEffects, error) {
	out := new(versionEffects)
	switch {
	case w.Report == nil:
		return nil, nil
	case w.Agency == "" || w.Year == 0 || !settled(w):
		out.Why = "单位或年度还没有确定，算不出对合计的影响；确定以后在这里列出。"
		return out, nil
	}
	current, corrections, err := s.currentOf(ctx, data.ReportKey{Agency: w.Agency, Year: w.Year, Kind: w.Kind})
	if err != nil {
		return nil, err
	}
	e := effectBuilder{out: out, visit: v, printed: w.Report, current: current, corrections: corrections}
	w.Report, _ = data.Correct(w.Report, w.ID, corrections)
	e.version = w
	e.list()
	e.total()
	return out, nil
}

// currentOf returns the current version of a report, with ID 0 where there is
// none, and the report's corrections.
func (s *Server) currentOf(ctx context.Context, key data.ReportKey) (data.Version, []data.Correction, error) {
	versions, err := s.config.Reports.VersionsOf(ctx, key)
	if err != nil {
		return data.Version{}, nil, fmt.Errorf("list versions: %w", err)
	}
	corrections, err := s.config.Reports.Corrections(ctx, key)
	if err != nil {
		return data.Version{}, nil, fmt.Errorf("list corrections: %w", err)
	}
	i := slices.IndexFunc(versions, func(x data.Version) bool { return x.Current && !x.Unfilled })
	if i < 0 {
		return data.Version{}, corrections, nil
	}
	current, err := s.config.Reports.Version(ctx, versions[i].ID)
	if err != nil {
		return data.Version{}, nil, fmt.Errorf("open version %d: %w", versions[i].ID, err)
	}
	return current, corrections, nil
}

// effectBuilder fills a versionEffects.
type effectBuilder struct {
	out         *versionEffects
	visit       *visit
	version     data.Version // its report as it would count
	printed     *data.Report // as the file has it
	current     data.Version // ID 0 where there is none
	corrections []data.Correction
}

// list fills the cells that differ.
func (e *effectBuilder) list() {
	if e.current.Report == nil {
		e.listFirst()
		return
	}
	e.out.Against, e.out.File = fmt.Sprintf("第%d版", e.current.Number), baseName(e.current.FileName)
	for _, c := range changedCells(e.current.Report, e.printed) {
		e.add(c)
	}
}

// listFirst lists what a version without a current one beside it states.
func (e *effectBuilder) listFirst() {
	figures := allFigures(e.printed)
	for _, f := range figures.order {
		if f.State == data.Blank || f.State == data.Read && f.Value == 0 {
			e.out.Rest++
			continue
		}
		e.add(cellChange{Code: f.Code, Label: figures.label(f), Old: "（无）", New: figures.words(f, true)})
	}
}

func (e *effectBuilder) add(c cellChange) {
	line := effectLine{cellChange: c}
	if cell := form.CellOf(e.printed.Edition, c.Code); cell != nil {
		line.Unit = cell.Unit
	}
	for _, correction := range e.corrections {
		if correction.Code == c.Code {
			line.Notes = append(line.Notes, e.correctionNotes(correction)...)
		}
	}
	e.out.Lines = append(e.out.Lines, line)
}

// correctionNotes says what becomes of a correction of the cell.
func (e *effectBuilder) correctionNotes(c data.Correction) []string {
	var out []string
	if e.current.Report != nil {
		if f, _ := e.current.Report.Figure(c.Code); c.Standing(f, e.current.ID) == data.Applies {
			value := allFigures(e.current.Report).words(data.Figure{Code: c.Code, State: data.Read, Value: c.Value}, true)
			out = append(out, "原数已更正为"+value)
		}
	}
	switch f, _ := e.printed.Figure(c.Code); c.Standing(f, e.version.ID) {
	case data.Asked:
		out = append(out, "采用后更正须重新确认")
	case data.Settled:
		out = append(out, "新数与更正一致")
	}
	return out
}

// total fills what the cells would do to the totals, and the cells that only
// their parts move: blank totals that are computed.
func (e *effectBuilder) total() {
	what, ok := e.visit.snapshot.WhatIf(e.version)
	if !ok {
		e.out.Why = e.unmoved()
		return
	}
	if e.current.Report != nil {
		for _, code := range what.Moved() {
			if !slices.ContainsFunc(e.out.Lines, func(l effectLine) bool { return l.Code == code }) {
				e.addComputed(code)
			}
		}
	}
	for _, scope := range what.Scopes() {
		e.out.Scopes = append(e.out.Scopes, scope.Label())
		if before, after, of := what.Reported(scope); before != after {
			e.out.Reported = append(e.out.Reported, fmt.Sprintf("%s已报%d家→%d家，应报%d家", scope.Label(), before, after, of))
		}
		for i := range e.out.Lines {
			l := &e.out.Lines[i]
			l.Totals = append(l.Totals, showEffect(what, l.Code, scope))
		}
	}
}

// addComputed lists a cell that prints the same in both versions and counts
// otherwise.
func (e *effectBuilder) addComputed(code string) {
	was, now := allFigures(e.current.Report), allFigures(e.printed)
	old, there := was.by[code]
	f, here := now.by[code]
	c := cellChange{Code: code, Label: now.label(data.Figure{Code: code}), Old: was.words(old, there), New: now.words(f, here)}
	e.add(c)
	last := &e.out.Lines[len(e.out.Lines)-1]
	last.Notes = append(last.Notes, "计算值随分项变动")
}

func showEffect(what *aggregate.WhatIf, code string, scope aggregate.Scope) shownEffect {
	item, ok := aggregate.ItemByID(code)
	if !ok {
		return shownEffect{}
	}
	effect := what.Effect(item, scope)
	out := shownEffect{Before: show(item, effect.Before), After: show(item, effect.After)}
	if effect.Before.Stated != effect.After.Stated && !effect.After.NotAdditive {
		out.Note = fmt.Sprintf("%d/%d家", effect.After.Stated, effect.After.Of)
	}
	if d := effect.Difference(); d.Known {
		out.Difference, out.Moves = signed(show(item, d)), d.N != 0
	}
	return out
}

// unmoved says why no total would change.
func (e *effectBuilder) unmoved() string {
	switch {
	case e.version.Kind == data.Published:
		return "县公布年报不计入汇总，采用后各项合计不变。"
	case e.version.Unfilled || e.version.Report.Unfilled():
		return "这一版的表格没有填写，不计入汇总。"
	}
	return fmt.Sprintf("这个单位%d年度不计入汇总，采用后各项合计不变。", e.version.Year)
}
