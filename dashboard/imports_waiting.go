package dashboard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nianbao/nianbao/data"
)

// shownWaiting bounds the waiting versions of one page; the rest follow when
// these are decided.
const shownWaiting = 40

// waitingCase is one waiting version with what a person must decide.
type waitingCase struct {
	ID       int64
	File     string
	Name     string // agency's name as the file gives it
	Title    string
	Agency   string // name of the agency it is settled on; empty while it is not
	Year     int    // 0 while it is not settled
	Kind     string
	Reasons  []string
	Evidence []evidenceLine
	// NeedsAgency, NeedsYear: the form asks for it.
	NeedsAgency bool
	NeedsYear   bool
	// Contradicts: title and text differ, and what is settled is signed.
	Contradicts bool
	Person      string // given before in this browser; empty asks for it
	// Offered are the years that the evidence names, for the form.
	Offered []string
	// NewName is offered as a new agency.
	NewName string
	// Suggestions are agencies of similar names: one press settles the report
	// and remembers the name as a spelling.
	Suggestions []pick
	// CanTake: only another current version stands in the way.
	CanTake bool
	// Effects are the cells that differ from the current version and what they
	// would do to the totals; nil where the version has no report.
	Effects  *versionEffects
	Report   string // address of its report's page; empty while it has none
	Original string
	// Entry is where a typed version is finished and compared; empty for others.
	Entry string
	// Scan: the original is the scan that it was typed from, if there is one.
	Scan bool
}

// waitingView is a case with what its forms need beside it.
type waitingView struct {
	Case   waitingCase
	Token  string
	Groups []agencyGroup
}

func newWaitingView(c waitingCase, token string, groups []agencyGroup) waitingView {
	return waitingView{Case: c, Token: token, Groups: groups}
}

// listWaiting fills what waits for a decision.
func (s *Server) listWaiting(v *visit, p *importsPage) error {
	waiting, err := s.config.Reports.Waiting(v.c.Request.Context())
	if err != nil {
		return fmt.Errorf("list waiting: %w", err)
	}
	for i, w := range waiting {
		if i == shownWaiting {
			p.More = len(waiting) - i
			break
		}
		c, err := s.waitingCase(v, w)
		if err != nil {
			return err
		}
		p.Waiting = append(p.Waiting, c)
	}
	return nil
}

func (s *Server) waitingCase(v *visit, w data.Version) (waitingCase, error) {
	c := waitingCase{ID: w.ID, File: w.FileName, Year: w.Year, Kind: w.Kind.Label(), Original: originalLink(w.ID), Person: v.person()}
	if w.Report == nil {
		full, err := s.config.Reports.Version(v.c.Request.Context(), w.ID)
		if err != nil {
			return c, fmt.Errorf("open version %d: %w", w.ID, err)
		}
		w.Report = full.Report
	}
	if a := v.snapshot.Agency(w.Agency); a != nil {
		c.Agency = v.name(a)
	}
	if w.Agency != "" && w.Year != 0 {
		c.Report = v.reportLink(data.ReportKey{Agency: w.Agency, Year: w.Year, Kind: w.Kind}, w.ID, "")
	}
	for _, reason := range w.Wait {
		c.Reasons = append(c.Reasons, waitWords(reason))
	}
	if awaitsCheck(w) {
		c.Entry = typedLink(v, w.ID)
	}
	if w.TypedBy != "" {
		c.Original, c.Scan = scanLink(w), true
	}
	c.ask(w)
	if w.Report != nil {
		c.tell(w)
	}
	if c.NeedsAgency && !c.NeedsYear && c.Name != "" {
		for _, a := range s.config.Settings.Suggest(v.snapshot.Roster(), c.Name) {
			c.Suggestions = append(c.Suggestions, pick{Value: a.Key, Label: v.name(&a)})
		}
	}
	var err error
	c.Effects, err = s.effects(v.c.Request.Context(), v, w)
	return c, err
}

// ask says what the form must ask for.
func (c *waitingCase) ask(w data.Version) {
	c.NeedsAgency = w.Agency == ""
	c.NeedsYear = w.Year == 0
	for _, reason := range w.Wait {
		switch reason {
		case data.WaitNoAgency, data.WaitUnknown, data.WaitForeign, data.WaitAgencyConflict:
			c.NeedsAgency = true
		case data.WaitNoYear, data.WaitYearConflict:
			c.NeedsYear = true
		}
	}
	c.Contradicts = slices.Contains(w.Wait, data.WaitYearConflict) || slices.Contains(w.Wait, data.WaitAgencyConflict)
	c.CanTake = !c.NeedsAgency && !c.NeedsYear && !awaitsCheck(w)
}

// tell shows what the file says of itself.
func (c *waitingCase) tell(w data.Version) {
	c.Name, c.Title, c.Evidence = w.Report.Agency, clip(w.Report.Title, 120), evidenceLines(w.Report)
	for _, e := range w.Report.Evidence {
		if e.Field == "year" && !slices.Contains(c.Offered, e.Value) {
			c.Offered = append(c.Offered, e.Value)
		}
	}
	if slices.Contains(w.Wait, data.WaitUnknown) && w.Kind != data.Published {
		c.NewName = c.Name
	}
}

// settle takes whose a waiting version is and of which year.
func (s *Server) settle(v *visit) (answer, error) {
	id, err := s.formVersion(v)
	if err != nil {
		return answer{}, err
	}
	agency := strings.TrimSpace(v.c.PostForm("agency"))
	if agency == "" {
		agency = strings.TrimSpace(v.c.PostForm("new_agency"))
	}
	if len([]rune(agency)) > 200 {
		return answer{}, badQuery("单位名称过长，请核对")
	}
	year := 0
	// A button with a year that the file names, or the year written beside it.
	text := v.c.PostForm("offered_year")
	if text == "" {
		text = strings.TrimSpace(v.c.PostForm("report_year"))
	}
	if text != "" {
		if year, err = strconv.Atoi(text); err != nil || year < firstYear || year > 2100 {
			return answer{}, badQuery("年度“%s”不对，应是四位数字", clip(text, 20))
		}
	}
	if agency == "" && year == 0 {
		return answer{}, badQuery("请选择单位或填写年度后再确定")
	}
	person := v.person()
	if v.c.PostForm("person") != "" || v.c.PostForm("signed") != "" {
		if person, err = formPerson(v); err != nil {
			return answer{}, err
		}
	}
	if err := s.config.Imports.Settle(v.c.Request.Context(), id, agency, year, person); err != nil {
		return answer{}, decision(err)
	}
	return s.done(v, "已确定这份年报的单位和年度。", nil), nil
}

// take makes a waiting version current.
func (s *Server) take(v *visit) (answer, error) {
	id, err := s.formVersion(v)
	if err != nil {
		return answer{}, err
	}
	if err := s.config.Imports.Take(v.c.Request.Context(), id); err != nil {
		return answer{}, decision(err)
	}
	if back := formBack(v, ""); back != "" {
		return answer{redirect: back}, nil
	}
	return s.done(v, "已采用这一版，它现在是现用年报；原来的一版留存备查。", nil), nil
}

// discard removes a waiting version.
func (s *Server) discard(v *visit) (answer, error) {
	id, err := s.formVersion(v)
	if err != nil {
		return answer{}, err
	}
	if err := s.config.Imports.Discard(v.c.Request.Context(), id); err != nil {
		return answer{}, decision(err)
	}
	return s.done(v, "这一版已删去，没有计入任何数据。", nil), nil
}

// parseDate reads a date as forms and the store write it.
func parseDate(text string) (time.Time, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return t, badQuery("日期“%s”不对，应写成2025-01-20的样子", clip(text, 20))
	}
	return t, nil
}
