package data

import "time"

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
	ID        int64
	Year      int
	Scope     string // county (县本级) or all (全县)
	Code      string
	Delta     int64  // added to the sum, in base units like Figure.Value; never 0
	Ground    string // one of the Ground constants
	Reason    string
	Person    string // as they gave it (自填)
	Stated    time.Time
	Withdrawn time.Time // zero while it stands
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
