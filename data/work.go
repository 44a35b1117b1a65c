package data

// Steps of the year's work that only a person can tell are done; the others
// are told by what is there.
const (
	StepForms    = "forms"    // 发模板
	StepSuperior = "superior" // 报市
	StepPublish  = "publish"  // 公布
	StepArchive  = "archive"  // 归档
)

// StepLabel is the word for a step that a person tells, "" for none of them.
func StepLabel(step string) string {
	switch step {
	case StepForms:
		return "发模板"
	case StepSuperior:
		return "报市"
	case StepPublish:
		return "公布"
	case StepArchive:
		return "归档"
	}
	return ""
}

// YearStart is what 新建年度 carries over from the year before.
type YearStart struct {
	Year int
	// Counts are the agencies whose exception of the year before (计入汇总与否)
	// holds in the new year too, in the roster's order.
	Counts []Agency
	// Ended exist in the year before and no more, Begun are new; both by the
	// roster's own years.
	Ended, Begun []Agency
	// Asked is how many agencies will count in the new year.
	Asked int
}

// StartYear says what a new year takes over from the year before it. An
// exception that was already stated for the new year stands as it is.
func (r *Roster) StartYear(year int) YearStart {
	out := YearStart{Year: year}
	next := r.Clone()
	for i := range r.Agencies {
		a := &r.Agencies[i]
		switch {
		case a.ValidIn(year-1) && !a.ValidIn(year):
			out.Ended = append(out.Ended, *a)
		case !a.ValidIn(year-1) && a.ValidIn(year):
			out.Begun = append(out.Begun, *a)
		}
		yes, excepted := a.CountsIn[year-1]
		if _, stated := a.CountsIn[year]; excepted && !stated && a.ValidIn(year) {
			changed := *a
			changed.CountsIn = map[int]bool{year: yes}
			for y, counts := range a.CountsIn {
				changed.CountsIn[y] = counts
			}
			next.Agencies[i] = changed
			out.Counts = append(out.Counts, changed)
		}
	}
	for i := range next.Agencies {
		if next.Counts(&next.Agencies[i], year) {
			out.Asked++
		}
	}
	return out
}
