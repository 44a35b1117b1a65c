package dashboard

import (
	"fmt"
	"slices"
	"time"

	"github.com/nianbao/nianbao/data"
)

// deadlineLine is one deadline of the year with the field that sets it.
type deadlineLine struct {
	What  data.DeadlineKind
	Label string
	Day   string // 2025年1月31日
	day   time.Time
	Left  string // 还有3天
	// Basis says who set it, or that it is the law's.
	Basis string
	// Warning says that the day is none on which the office works.
	Warning string
	Value   string // of the field: as set, else as proposed
	Law     string
	// Fact is what is known of how it was kept, Late that it was not; empty and
	// false where nothing is known.
	Fact string
	Late bool
}

// deadlineLines are the deadlines of the year as they hold; sets are those
// that persons set.
func deadlineLines(sets []data.DeadlineSet, year int, now time.Time) []deadlineLine {
	var out []deadlineLine
	for _, what := range data.DeadlineKinds() {
		day := data.Deadline(sets, what, year)
		proposed, warning := data.ProposedDeadline(what, year)
		l := deadlineLine{
			What: what, Label: what.Label(), Day: day.Format("2006年1月2日"), day: day, Left: leftText(daysTo(day, now)),
			Basis: "没有设定，按法定日期", Warning: warning, Value: proposed.Format(time.DateOnly),
			Law: data.LawDeadline(what, year).Format("1月2日"),
		}
		for _, s := range sets {
			if s.Year == year && s.What == what {
				l.Basis = s.Person + "（自填）" + s.Stated.In(now.Location()).Format("1月2日") + "设定"
				l.Value, l.Warning = s.Day, data.DeadlineWarning(day)
			}
		}
		out = append(out, l)
	}
	return out
}

// tellKept says what is known of how the deadlines other than 内部报送, which
// each agency's line tells, were kept: of 公开发布 whose website was seen, of 报市
// the day on which a person said it was done.
func tellKept(lines []deadlineLine, c yearCount, steps []data.StepDone) {
	for i := range lines {
		l := &lines[i]
		switch l.What {
		case data.DeadlinePublic:
			if c.Website > 0 {
				l.Fact = fmt.Sprintf("已有网站公开版%d家，其中截止前见到%d家；其余%d家没有收到，不等于没有公开", c.Website, c.WebsiteInTime, c.Asked-c.Website)
			}
		case data.DeadlineSuperior:
			if j := slices.IndexFunc(steps, func(d data.StepDone) bool { return d.Step == data.StepSuperior }); j >= 0 {
				late := lateDays(steps[j].Day, l.day)
				l.Fact, l.Late = chineseDay(steps[j].Day)+"已报市"+late, late != ""
			}
		}
	}
}

// lateDays is ，逾期3天 of what was done on a day after the last one; empty for
// what was in time.
func lateDays(done string, last time.Time) string {
	day, err := time.Parse(time.DateOnly, done)
	if err != nil || !day.After(last) {
		return ""
	}
	return fmt.Sprintf("，逾期%d天", int(day.Sub(last).Hours()/24))
}

// setDeadlines takes the form of the year's deadlines.
func (s *Server) setDeadlines(v *visit) (answer, error) {
	person, err := formPerson(v)
	if err != nil {
		return answer{}, err
	}
	days := map[data.DeadlineKind]string{}
	for _, what := range data.DeadlineKinds() {
		if day, given := v.c.GetPostForm(string(what)); given {
			days[what] = day
		}
	}
	if err := s.config.Decisions.SetDeadlines(v.c.Request.Context(), v.query.Year, days, person); err != nil {
		return answer{}, decision(err)
	}
	return answer{redirect: v.link("/delivery") + "#deadlines"}, nil
}
