package data

import "time"

// Ending says how a statement of a person ceased to hold.
type Ending struct {
	// Replaced: another statement took its place; otherwise it was taken back.
	Replaced bool
	At       time.Time
	Person   string // who ended it, as they gave it (自填); empty where they gave no name
}

// PastCorrection is a correction that was taken back or made anew.
type PastCorrection struct {
	Correction
	Ended Ending
}

// PastExplanation is an explanation that was taken back or given anew.
type PastExplanation struct {
	Rule, Subject string // of the finding, which may be gone
	Explanation
	Ended Ending
}

// History is what was stated of a report and holds no more, the last ended
// first.
type History struct {
	Corrections  []PastCorrection
	Explanations []PastExplanation
}
