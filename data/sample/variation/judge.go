package variation

import (
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// Score counts what became of the cells of a file.
type Score struct {
	Cells int
	// Right: state and value as wanted. Doubted are those of them whose right
	// value was marked doubtful though nothing was odd about it.
	Right, Doubted int
	// Marked: not as wanted, and the figure says so: missing, unreadable,
	// doubtful, or in a refused file.
	Marked int
	// Wrong: not as wanted, and nothing says so.
	Wrong int
	// Refused: the file was refused.
	Refused bool
	// Unnamed: agency or year were not found; Misnamed: others were.
	Unnamed, Misnamed bool
	// Faults tell of each cell that is not right.
	Faults []Fault
}

// Fault is one cell that is not right.
type Fault struct {
	Code      string
	Want, Got string
	Wrong     bool // without a mark
}

// Judge compares what was read with what the file says. A nil report is a
// refused file.
func Judge(w *Want, r *data.Report) Score {
	var s Score
	switch {
	case r == nil:
		s.Refused = true
		s.Cells, s.Marked = len(w.Figures), len(w.Figures)
		return s
	case w.Refused:
		s.judgeAll(r)
		return s
	}
	got := map[string]data.Figure{}
	for _, t := range r.Tables {
		for _, f := range t.Figures {
			got[f.Code] = f
		}
	}
	for _, want := range w.Figures {
		f, ok := got[want.Code]
		if !ok {
			f.State = data.Missing
		}
		s.judge(want, f)
		delete(got, want.Code)
	}
	// What was read beyond the file's cells must not stand as read.
	for _, t := range r.Tables {
		for _, f := range t.Figures {
			if _, beyond := got[f.Code]; beyond && f.State == data.Read {
				s.judge(data.Figure{Code: f.Code, State: data.Missing}, f)
			}
		}
	}
	s.Unnamed = r.Year == 0 || r.Agency == ""
	s.Misnamed = r.Year != 0 && r.Year != w.Year || r.Agency != "" && !sameAgency(r.Agency, w.Agency)
	return s
}

// judgeAll judges a report read from a file that holds none.
func (s *Score) judgeAll(r *data.Report) {
	for _, t := range r.Tables {
		for _, f := range t.Figures {
			s.judge(data.Figure{Code: f.Code, State: data.Missing}, f)
		}
	}
}

// judge judges one figure.
func (s *Score) judge(want, got data.Figure) {
	s.Cells++
	value := want.Value == got.Value && got.State.HasValue() && want.State.HasValue()
	switch {
	case want.State == got.State && (value || !want.State.HasValue()):
		s.Right++
		return
	case want.State == data.Read && got.State == data.Doubtful && value:
		s.Right++
		s.Doubted++
		return
	case got.State == data.Read || got.State == data.Blank:
		s.Wrong++
	default:
		s.Marked++
	}
	s.Faults = append(s.Faults, Fault{Code: want.Code, Want: said(want), Got: said(got), Wrong: got.State == data.Read || got.State == data.Blank})
}

func said(f data.Figure) string {
	text := f.State.String()
	if f.State.HasValue() {
		text += fmt.Sprintf(" %d", f.Value)
	}
	if f.Doubt != data.DoubtNone {
		text += " " + string(f.Doubt)
	}
	return text
}

// sameAgency: reports name their agency with or without county, 县 and 人民政府.
func sameAgency(a, b string) bool {
	a, b = core(a), core(b)
	return strings.HasSuffix(a, b) || strings.HasSuffix(b, a)
}

func core(agency string) string {
	for _, end := range []string{"人民政府", "办事处"} {
		agency = strings.TrimSuffix(agency, end)
	}
	return strings.TrimPrefix(agency, "县")
}

// Add adds the counts of another file.
func (s *Score) Add(o Score) {
	s.Cells += o.Cells
	s.Right += o.Right
	s.Doubted += o.Doubted
	s.Marked += o.Marked
	s.Wrong += o.Wrong
}
