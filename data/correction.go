package data

import "time"

// Ways in which an agency confirmed a correction.
const (
	ByPhone   = "phone"   // 电话
	ByStamped = "stamped" // 盖章件
	ByOther   = "other"   // 其他
)

// ConfirmedLabel is the word for a way of confirming, "" for none of them.
func ConfirmedLabel(how string) string {
	switch how {
	case ByPhone:
		return "电话"
	case ByStamped:
		return "盖章件"
	case ByOther:
		return "其他"
	}
	return ""
}

// Correction (更正) is a figure that a person put in the place of a printed
// one. The printed one is kept; the correction counts, marked.
type Correction struct {
	Code  string
	Value int64 // in base units, like Figure.Value
	// Version is the one that it was made or last confirmed on, and
	// PrintedState and PrintedValue are what that one prints.
	Version      int64
	PrintedState State
	PrintedValue int64
	Reason       string
	Person       string // as they gave it (自填)
	Confirmed    string // one of the By constants
	Stated       time.Time
}

// Standing says what a correction is to a version.
type Standing uint8

// The standings.
const (
	// Applies: the correction counts in the printed figure's place.
	Applies Standing = iota + 1
	// Asked: the version prints something else than what was corrected, so
	// that a person must say again whether the correction holds. It does not
	// count until then.
	Asked
	// Settled: the version itself prints the corrected value.
	Settled
)

// Standing returns what the correction is to the figure of a version; a zero
// figure is one that the version does not hold.
func (c Correction) Standing(f Figure, version int64) Standing {
	switch {
	case f.State == Read && f.Value == c.Value && c.PrintedState.Valid() && (c.PrintedState != Read || c.PrintedValue != c.Value):
		return Settled
	case f.State.HasValue() && c.PrintedState.HasValue() && f.Value == c.PrintedValue:
		return Applies
	case f.State == c.PrintedState && !f.State.HasValue() && (f.State != Unreadable || version == c.Version):
		// Another unreadable text may be another number.
		return Applies
	}
	return Asked
}

// Apply puts the correction in the place of the printed figure, whose raw
// text and place stay.
func (c Correction) Apply(f *Figure) {
	f.State, f.Value, f.Doubt, f.Other, f.Corrected = Read, c.Value, DoubtNone, "", true
}

// Correct returns the report as it counts with the corrections of it, and
// those that a person is asked about again. The report given is not changed;
// where no correction applies it is returned itself.
func Correct(r *Report, version int64, list []Correction) (*Report, []Correction) {
	var asked []Correction
	out := r
	for _, c := range list {
		f, _ := r.Figure(c.Code)
		switch c.Standing(f, version) {
		case Asked:
			asked = append(asked, c)
		case Applies:
			if out == r {
				out = r.cloneFigures()
			}
			c.Apply(out.figure(c.Code))
		}
	}
	return out, asked
}

func (r *Report) cloneFigures() *Report {
	c := *r
	c.Tables = append([]Table(nil), r.Tables...)
	for i := range c.Tables {
		c.Tables[i].Figures = append([]Figure(nil), c.Tables[i].Figures...)
	}
	return &c
}

func (r *Report) figure(code string) *Figure {
	for i := range r.Tables {
		for j := range r.Tables[i].Figures {
			if r.Tables[i].Figures[j].Code == code {
				return &r.Tables[i].Figures[j]
			}
		}
	}
	return nil
}
