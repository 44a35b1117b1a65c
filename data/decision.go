package data

import "time"

// Who and why are bounded, so that no form fills the database or a page.
const (
	MaxPerson = 20  // characters of a name as given by the person
	MaxReason = 500 // characters of a reason
)

// FindingKey names a finding through every new derivation.
type FindingKey struct {
	Agency  string
	Year    int
	Kind    Kind
	Rule    string
	Subject string
}

// Explanation says why a finding may stand (已说明). It holds as long as the
// finding's operands stay what they were; after that it is shown as a hint.
type Explanation struct {
	// Fingerprint is that of the finding when it was explained.
	Fingerprint string    `json:"-"`
	Reason      string    `json:"reason"`
	Person      string    `json:"person"` // as they gave it (自填), no user of the program
	Stated      time.Time `json:"stated"`
}

// Key returns the finding's key.
func (f *Finding) Key() FindingKey {
	return FindingKey{Agency: f.Agency, Year: f.Year, Kind: f.Kind, Rule: f.Rule, Subject: f.Subject}
}

// Explain gives each finding what was said of its key. One explained on other
// operands stays open and keeps the reason as a hint.
func Explain(findings []Finding, said map[FindingKey]Explanation) {
	for i := range findings {
		f := &findings[i]
		if e, ok := said[f.Key()]; ok {
			f.Explained, f.Explanation = e.Fingerprint == f.Fingerprint, &e
		}
	}
}

// Open reports whether the finding still asks for something: it is not
// explained.
func (f *Finding) Open() bool { return !f.Explained }
