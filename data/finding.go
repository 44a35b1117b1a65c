package data

// Severity of a finding.
type Severity uint8

const (
	Error   Severity = iota + 1 // 错误: arithmetically or legally impossible
	Warning                     // 待说明: needs an explanation
	Info                        // 提示
)

// String returns the word used in CSV, JSON and the database.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	case Info:
		return "info"
	}
	return "invalid"
}

// Label returns the word shown to a clerk.
func (s Severity) Label() string {
	switch s {
	case Error:
		return "错误"
	case Warning:
		return "待说明"
	case Info:
		return "提示"
	}
	return "无效"
}

// MarshalText writes the word of String.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Finding (疑点) is one broken rule or doubtful reading. It is derived from
// the current versions and the roster and replaced whenever they change; only
// explanations are kept, on its key.
type Finding struct {
	// Agency (key), Year, Kind, Rule and Subject are the finding's key.
	Agency string `json:"agency"`
	Year   int    `json:"year"`
	Kind   Kind   `json:"kind"`
	Rule   string `json:"rule"`
	// Subject is what the rule was applied to: a table, a row, a column or a cell code.
	Subject  string   `json:"subject"`
	Severity Severity `json:"severity"`
	// Title is the rule in the official sentence; Text is the equation in
	// numbers, or what was seen.
	Title string `json:"title"`
	Text  string `json:"text"`
	// Codes are the cells concerned, for marking them on the page.
	Codes []string `json:"codes,omitempty"`
	// Uncheckable is true where an operand is missing or unreadable (无法核对).
	Uncheckable bool `json:"uncheckable,omitempty"`
	// Fingerprint changes when an operand changes; an explanation holds as
	// long as it stays.
	Fingerprint string `json:"fingerprint"`
	// Explained and Explanation are filled by the store. An explanation given
	// for other operands leaves Explained false and is a hint; nil means that
	// none was ever given.
	Explained   bool         `json:"explained,omitempty"`
	Explanation *Explanation `json:"explanation,omitempty"`
}

// CheckInput is all that deriving the findings of one report needs. The store
// fills it inside the transaction that changes something.
type CheckInput struct {
	Agency *Agency // nil where the agency is not known, as in extract
	County County
	Year   int
	Kind   Kind
	Report *Report // the current version, with the corrections that apply
	// Asked are corrections that do not apply, since the version prints
	// something else than what was corrected.
	Asked []Correction
	// Previous are the current reports of the year before, of the same kind:
	// the agency's own, and those of its predecessors. Empty where there are none.
	Previous []Previous
	// Public is the agency's newest 网站公开版 as printed; nil where there is none
	// or the current version was read from it and is all that came.
	Public *Report
}

// Previous is a report of the year before. Report is nil where a predecessor
// has none.
type Previous struct {
	Agency *Agency
	Rule   string // trend rule of the succession; empty for the agency itself
	Report *Report
}
