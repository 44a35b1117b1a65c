package dashboard

import (
	"time"

	"github.com/nianbao/nianbao/data"
)

// deadlineLine is one deadline of the year with the field that sets it.
type deadlineLine struct {
	What  data.DeadlineKind
	Label string
	Day   string // 2025年1月31日
	Left  string // 还有3天
	// Basis says who set it, or that it is the law's.
	Basis string
	// Warning says that the day is none on which the office works.
	Warning string
	Value   string // of the field: as set, else as proposed
	Law     string
}

// deadlineLines are the deadlines of the year as they hold; sets are those
// that persons set.
func deadlineLines(sets []data.DeadlineSet, year int, now time.Time) []deadlineLine {
	var out []deadlineLine
	for _, what := range data.DeadlineKinds() {
		day := data.Deadline(sets, what, year)
		proposed, warning := data.ProposedDeadline(what, year)
		l := deadlineLine{
			What: what, Label: what.Label(), Day: day.Format("2006年1月2日"), Left: leftText(daysTo(day, now)),
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
