package data

import "time"

// Outcome says what became of one file of an import.
type Outcome string

// The outcomes. Every file that is not skipped has exactly one.
const (
	Stored    Outcome = "stored"   // a new current version
	Copy      Outcome = "copy"     // other bytes, the same figures as a kept version
	AlreadyIn Outcome = "already"  // the same bytes are kept already
	Waiting   Outcome = "waiting"  // kept, not counted, until a person decides
	Unfilled  Outcome = "unfilled" // the form without a value: kept, not counted
	Refused   Outcome = "refused"  // not read; the reason says why
	NotOurs   Outcome = "skipped"  // 通知, 台账, 回执: no report, named and left out
)

// Label returns the word shown to a clerk.
func (o Outcome) Label() string {
	switch o {
	case Stored:
		return "已导入"
	case Copy:
		return "数据相同（副本）"
	case AlreadyIn:
		return "已在库中"
	case Waiting:
		return "待定"
	case Unfilled:
		return "已收到（空表）"
	case Refused:
		return "未能读入"
	case NotOurs:
		return "不是年报，已略过"
	}
	return string(o)
}

// Reasons for waiting. A waiting version may have several.
const (
	WaitNoAgency     = "no_agency"     // no agency name found
	WaitUnknown      = "unknown_name"  // the name is not in the roster
	WaitForeign      = "foreign"       // another county's prefix: 不属于本县
	WaitNoYear       = "no_year"       // no report year found
	WaitYearConflict = "year_conflict" // title and period disagree
	WaitOther        = "other_version" // a different version is current
	// WaitAgencyConflict: title and text name different agencies.
	WaitAgencyConflict = "agency_conflict"
	WaitTyped          = "typed"  // typed by a person and not yet compared (待复核)
	WaitDraft          = "draft"  // typed by a person and not finished (未录完)
	WaitSealed         = "sealed" // its year is closed (封存)
)

// Version is one reading of one file, kept in the store.
type Version struct {
	ID     int64
	Batch  int64
	Number int    // 第几版: counts from 1 within agency, year and kind; 0 while it has none
	Agency string // key; empty while it is not settled
	Year   int    // 0 while it is not settled
	Kind   Kind
	// Current: it counts. At most one per agency, year and kind.
	Current bool
	// Wait holds the reasons why the version waits; empty when it does not.
	Wait     []string
	Unfilled bool
	FileName string // path inside the import, as given
	Format   string // docx, html, text, xlsx
	SHA256   string
	Received string   // date received, 2006-01-02; empty when unknown
	Reading  int      // number of the reading that made it
	Reviewed bool     // 已审核: of this version only
	Copy     CopyKind // what it is a copy for; empty means CopyDraft where a version is stored
	// Scan is the SHA-256 of the picture or file that a person typed it from;
	// empty where it was typed from paper, and for versions read from a file.
	Scan string
	// TypedBy is who typed it (人工录入), as they gave their name (自填), at
	// TypedAt; empty and zero where it was read from a file. CheckedBy compared
	// it (复核) at CheckedAt.
	TypedBy   string
	TypedAt   time.Time
	CheckedBy string
	CheckedAt time.Time
	// ReviewedBy is who marked it, as they gave their name (自填), at ReviewedAt;
	// empty and zero where it is not reviewed.
	ReviewedBy string
	ReviewedAt time.Time
	Report     *Report // nil in lists
}

// File is one file of a batch with what became of it.
type File struct {
	Batch   int64   `json:"-"`
	Path    string  `json:"file"`
	Outcome Outcome `json:"outcome"`
	Agency  string  `json:"agency,omitempty"` // key, settled or guessed from the name
	Name    string  `json:"name,omitempty"`   // agency's name as found or guessed
	Year    int     `json:"year,omitempty"`
	Code    string  `json:"code,omitempty"`   // refusal code or waiting reasons, joined by a space
	Reason  string  `json:"reason,omitempty"` // for the clerk
	Version int64   `json:"-"`                // 0 when nothing was kept
	// Received is the date received, 2006-01-02; empty when unknown.
	Received string `json:"received,omitempty"`
	SHA256   string `json:"-"` // of the bytes; empty where they could not be had
}

// Batch (导入批次) is one import. The newest one that was not taken back can be
// taken back as a whole.
type Batch struct {
	ID        int64
	Started   time.Time
	Finished  time.Time // zero while it runs or where it was cut off
	TakenBack time.Time // zero unless it was taken back
	Label     string    // what was imported: a folder or the first file's name
	Files     int
	Counts    map[Outcome]int
}

// ReportKey names a report.
type ReportKey struct {
	Agency string
	Year   int
	Kind   Kind
}

// Holdings is what a snapshot is built from beside the reports themselves,
// all seen in one read transaction.
type Holdings struct {
	// Change is the store's change number: it rises with every writing transaction.
	Change int64
	Roster *Roster
	// Errors counts the open findings of severity Error by report.
	Errors map[ReportKey]int
	// Adjustments are those that stand, in the order in which they were stated.
	Adjustments []Adjustment
	// Finals are every 定稿 without its bytes, by year, scope and number.
	Finals []Final
	// Seals are every 封存 and 启封, oldest first: of a year the last one holds.
	Seals []Seal
}

// FindingFilter selects findings; zero fields select all.
type FindingFilter struct {
	Agency   string
	Year     int
	Kind     Kind
	Rule     string
	Severity Severity
}
