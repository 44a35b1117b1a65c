package intake

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/check"
)

// finalTx is what freezing a table does inside a transaction.
type finalTx interface {
	// Change returns the change number before the transaction.
	Change() (int64, error)
	AddFinal(f data.Final) (int64, error)
	VersionsIn(year int) ([]data.Version, error)
	FindingsIn(year int) ([]data.Finding, error)
}

// Signing is a 定稿 as a person asks for it.
type Signing struct {
	Year  int
	Scope string // county or all
	// Change is the change number that the page showed: what is signed is what
	// was seen.
	Change int64
	// Tables are the bytes to freeze; Agencies the keys of the agencies that
	// count in them, in official order.
	Tables   []byte
	Agencies []string
	// Obstacles are what stands in the way, in the page's words, and Reason why
	// it is signed all the same; it may be empty where nothing does.
	Obstacles []string
	// CountyWide are the county-wide findings that were explained; those of
	// single reports are found in the transaction.
	CountyWide []data.FinalExplanation
	Reason     string
	Note       string // may be empty
	Person     string // who signed
	Program    string // version of the program
}

// Freeze keeps the county's table of a year and scope as it stands, with all
// that it stood on. Where anything changed since the page was shown it is a
// Mistake.
func (i *Intake) Freeze(ctx context.Context, s Signing) (id int64, err error) {
	if s.Person, err = plainText("签发人", s.Person, data.MaxPerson); err != nil {
		return 0, err
	}
	if len(s.Obstacles) > 0 {
		if s.Reason, err = plainText(fmt.Sprintf("仍要定稿的原因（还有%d项没有了结）", len(s.Obstacles)), s.Reason, data.MaxReason); err != nil {
			return 0, err
		}
	}
	if strings.TrimSpace(s.Note) != "" {
		if s.Note, err = plainText("备注", s.Note, data.MaxReason); err != nil {
			return 0, err
		}
	}
	if s.Scope != "county" && s.Scope != "all" {
		return 0, Mistake("只有全县和县本级的汇总可以定稿，请先选定口径")
	}
	err = i.update(ctx, "freeze table", func(t Tx) error {
		if id, err = i.freeze(t, s); err != nil {
			return err
		}
		return nil
	})
	return id, err
}

func (i *Intake) freeze(t Tx, s Signing) (int64, error) {
	change, err := t.Change()
	if err != nil {
		return 0, err
	}
	if change != s.Change {
		return 0, Mistake("数据在这期间已有变化，没有定稿；请刷新页面，看过新的表再定稿")
	}
	basis, err := basisOf(t, s)
	if err != nil {
		return 0, err
	}
	b, err := json.MarshalIndent(basis, "", " ")
	if err != nil {
		return 0, fmt.Errorf("encode basis: %w", err)
	}
	return t.AddFinal(data.Final{
		Year: s.Year, Scope: s.Scope, Person: s.Person, Note: strings.TrimSpace(s.Note), Stated: i.now(), Tables: s.Tables, Basis: append(b, '\n'),
	})
}

// basisOf gathers what the table stands on, in the transaction that freezes it.
func basisOf(t Tx, s Signing) (data.FinalBasis, error) {
	r, err := t.Roster()
	if err != nil {
		return data.FinalBasis{}, err
	}
	b := data.FinalBasis{
		Year: s.Year, Scope: s.Scope, Program: s.Program, Rules: check.RulesVersion, All: len(r.Agencies), Counting: len(s.Agencies),
		Obstacles: append([]string{}, s.Obstacles...), Reason: strings.TrimSpace(s.Reason),
		Versions: []data.FinalVersion{}, Corrections: []data.FinalCorrection{}, Explanations: append([]data.FinalExplanation{}, s.CountyWide...),
		Adjustments: []data.Adjustment{}, NoReports: []data.NoReport{}, Errors: []data.FinalError{},
	}
	for _, n := range r.NoReports {
		if n.Year == s.Year && slices.Contains(s.Agencies, n.Agency) {
			b.NoReports = append(b.NoReports, n)
		}
	}
	for _, add := range []func(Tx, *data.Roster, Signing, *data.FinalBasis) error{addVersions, addFindings, addAdjustments} {
		if err := add(t, r, s, &b); err != nil {
			return b, err
		}
	}
	return b, nil
}

// concerns reports whether a report is one of those that the table stands on,
// or the one it was compared with.
func (s Signing) concerns(agency string, kind data.Kind) bool {
	return slices.Contains(s.Agencies, agency) || kind == data.Published && s.Scope == "all"
}

func addVersions(t Tx, r *data.Roster, s Signing, b *data.FinalBasis) error {
	versions, err := t.VersionsIn(s.Year)
	if err != nil {
		return err
	}
	for _, v := range versions {
		if !v.Current || v.Unfilled || !s.concerns(v.Agency, v.Kind) {
			continue
		}
		name := v.Agency
		if a := r.Agency(v.Agency); a != nil {
			name = a.Name
		}
		if v.Kind == data.Unit {
			b.Reported++
		}
		b.Versions = append(b.Versions, data.FinalVersion{
			Agency: v.Agency, Name: name, Kind: v.Kind, ID: v.ID, Number: v.Number, SHA256: v.SHA256, FileName: v.FileName, Copy: v.Copy,
			Received: v.Received, ReviewedBy: v.ReviewedBy, TypedBy: v.TypedBy, CheckedBy: v.CheckedBy,
		})
		corrections, err := t.Corrections(data.ReportKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind})
		if err != nil {
			return err
		}
		for _, c := range corrections {
			b.Corrections = append(b.Corrections, data.FinalCorrection{
				Agency: v.Agency, Kind: v.Kind, Code: c.Code, Value: c.Value, PrintedState: c.PrintedState, PrintedValue: c.PrintedValue,
				Reason: c.Reason, Person: c.Person, Confirmed: c.Confirmed, Stated: c.Stated,
			})
		}
	}
	return nil
}

func addFindings(t Tx, _ *data.Roster, s Signing, b *data.FinalBasis) error {
	findings, err := t.FindingsIn(s.Year)
	if err != nil {
		return err
	}
	for _, f := range findings {
		switch {
		case !s.concerns(f.Agency, f.Kind):
		case f.Explained:
			b.Explanations = append(b.Explanations, data.FinalExplanation{
				Agency: f.Agency, Kind: f.Kind, Rule: f.Rule, Subject: f.Subject, Text: f.Text,
				Reason: f.Explanation.Reason, Person: f.Explanation.Person, Stated: f.Explanation.Stated,
			})
		case f.Severity == data.Error:
			b.Errors = append(b.Errors, data.FinalError{Agency: f.Agency, Kind: f.Kind, Rule: f.Rule, Subject: f.Subject, Title: f.Title, Text: f.Text})
		}
	}
	return nil
}

func addAdjustments(t Tx, _ *data.Roster, s Signing, b *data.FinalBasis) error {
	all, err := t.Adjustments(s.Year)
	for _, a := range all {
		if a.Scope == s.Scope && a.Withdrawn.IsZero() {
			b.Adjustments = append(b.Adjustments, a)
		}
	}
	return err
}
