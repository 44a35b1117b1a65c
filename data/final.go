package data

import (
	"fmt"
	"time"
)

// Grounds of an adjustment.
const (
	GroundJoint = "joint" // 联合发文: several agencies count one document
	GroundBoth  = "both"  // 双被告去重: one case has two defendants
	GroundOwn   = "own"   // 本级名义: done in the county government's own name
	GroundOther = "other" // 其他
)

// GroundLabel is the word for a ground, "" for none of them.
func GroundLabel(ground string) string {
	switch ground {
	case GroundJoint:
		return "联合发文"
	case GroundBoth:
		return "双被告去重"
	case GroundOwn:
		return "本级名义"
	case GroundOther:
		return "其他"
	}
	return ""
}

// Adjustment (调整) is what the county's published figure differs by from the
// sum of its agencies: 公布数 = 合计 ± 调整. It never changes a sum.
type Adjustment struct {
	ID        int64     `json:"id"`
	Year      int       `json:"year"`
	Scope     string    `json:"scope"` // county (县本级) or all (全县)
	Code      string    `json:"code"`
	Delta     int64     `json:"delta"`  // added to the sum, in base units like Figure.Value; never 0
	Ground    string    `json:"ground"` // one of the Ground constants
	Reason    string    `json:"reason"`
	Person    string    `json:"person"` // as they gave it (自填)
	Stated    time.Time `json:"stated"`
	Withdrawn time.Time `json:"withdrawn,omitzero"` // zero while it stands
	// WithdrawnBy is who took it back, as they gave it (自填); empty while it
	// stands, and where nobody was asked then.
	WithdrawnBy string `json:"withdrawn_by,omitempty"`
}

// Final (定稿) is the county's table of a year and scope as it was signed. It
// never changes; a later one stands beside it.
type Final struct {
	ID     int64
	Year   int
	Number int    // 第几次, from 1 in each year and scope
	Scope  string // county or all
	Change int64  // the store's change number when it was frozen
	Person string // who signed, as given (自填)
	Note   string
	Stated time.Time
	// Tables is the frozen table and Basis what it stood on, byte by byte as
	// they were given; nil in lists.
	Tables, Basis []byte
}

// Seal is a year's being closed (封存) or opened again (启封).
type Seal struct {
	Year   int
	Sealed bool
	Reason string
	Person string // as they gave it (自填)
	Stated time.Time
}

// StepDone is a step of the year's work that a person said is done.
type StepDone struct {
	Year   int
	Step   string
	Day    string // 2006-01-02
	Person string // as they gave it (自填)
	Stated time.Time
}

// Sealed is the error of a change to a year that is closed.
type Sealed struct{ Seal Seal }

// Error names the year.
func (s *Sealed) Error() string { return fmt.Sprintf("year %d is sealed", s.Seal.Year) }

// FinalBasis is what a 定稿 stood on, as it is kept with it in JSON. Lists are
// in the order of agency key.
type FinalBasis struct {
	Year    int    `json:"year"`
	Scope   string `json:"scope"`
	Program string `json:"program"` // version of the program
	Rules   int    `json:"rules"`   // version of the rules
	// Counting is how many agencies count in the year and scope, Reported how
	// many of them have a current report; All is how many the roster holds.
	All      int `json:"agencies_in_roster"`
	Counting int `json:"agencies_counting"`
	Reported int `json:"agencies_reported"`
	// Obstacles are what stood in the way by the page's own words; empty where
	// nothing did. Reason is why it was signed all the same.
	Obstacles    []string           `json:"obstacles"`
	Reason       string             `json:"reason"`
	Versions     []FinalVersion     `json:"versions"`
	Corrections  []FinalCorrection  `json:"corrections"`
	Explanations []FinalExplanation `json:"explanations"`
	Adjustments  []Adjustment       `json:"adjustments"`
	NoReports    []NoReport         `json:"no_reports"`
	Errors       []FinalError       `json:"open_errors"`
}

// FinalVersion is a version that counted in a 定稿, or, of kind published, the
// one that it was compared with.
type FinalVersion struct {
	Agency     string   `json:"agency"` // key
	Name       string   `json:"name"`
	Kind       Kind     `json:"kind"`
	ID         int64    `json:"id"`
	Number     int      `json:"number"`
	SHA256     string   `json:"sha256"`
	FileName   string   `json:"file"`
	Copy       CopyKind `json:"copy"`
	Received   string   `json:"received,omitempty"`
	ReviewedBy string   `json:"reviewed_by,omitempty"`
	TypedBy    string   `json:"typed_by,omitempty"`
	CheckedBy  string   `json:"checked_by,omitempty"`
}

// FinalCorrection is a correction that a report in a 定稿 had.
type FinalCorrection struct {
	Agency string `json:"agency"`
	Kind   Kind   `json:"kind"`
	Code   string `json:"code"`
	Value  int64  `json:"value"` // in base units, like Figure.Value
	// Printed is the figure as printed; its value is 0 where its state has none.
	PrintedState State     `json:"printed_state"`
	PrintedValue int64     `json:"printed_value"`
	Reason       string    `json:"reason"`
	Person       string    `json:"person"`
	Confirmed    string    `json:"confirmed"`
	Stated       time.Time `json:"stated"`
}

// FinalExplanation is a finding that was explained when a 定稿 was signed.
type FinalExplanation struct {
	Agency  string    `json:"agency"`
	Kind    Kind      `json:"kind"`
	Rule    string    `json:"rule"`
	Subject string    `json:"subject"`
	Text    string    `json:"text"`
	Reason  string    `json:"reason"`
	Person  string    `json:"person"`
	Stated  time.Time `json:"stated"`
}

// FinalError is an error that was open when a 定稿 was signed.
type FinalError struct {
	Agency  string `json:"agency"`
	Kind    Kind   `json:"kind"`
	Rule    string `json:"rule"`
	Subject string `json:"subject"`
	Title   string `json:"title"`
	Text    string `json:"text"`
}
