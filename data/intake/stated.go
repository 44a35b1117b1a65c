package intake

import (
	"fmt"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/check"
)

// The rules that ask which year and whose report it is.
const (
	ruleYear   = "A-5"
	ruleAgency = "A-6"
)

// importer signs what was stated with an import, where nobody gives a name.
const importer = "导入人"

// choice is what a person stated of a version whose title and text contradict
// each other: it is the explanation of the findings that say so.
type choice struct {
	year, agency bool // what was stated
	person       string
	at           time.Time
}

// explainChoice keeps a person's word as the explanation of the year or
// of the name that the version contradicts itself in. It is kept before
// the version counts, if it ever does.
func explainChoice(t Tx, v data.Version, c choice) error {
	if v.Agency == "" || v.Year == 0 || !c.year && !c.agency {
		return nil
	}
	r, err := t.Roster()
	if err != nil {
		return err
	}
	a := r.Agency(v.Agency)
	for _, f := range check.Derive(data.CheckInput{Agency: a, County: r.County, Year: v.Year, Kind: v.Kind, Report: v.Report}) {
		reason := ""
		switch {
		case f.Rule == ruleYear && c.year:
			reason = fmt.Sprintf("人工确定为%d年度的年报", v.Year)
		case f.Rule == ruleAgency && c.agency && a != nil:
			reason = "人工确定为" + a.Name + "的年报"
		default:
			continue
		}
		if c.person == "" {
			return Mistake("标题与正文不一致，由您确定；请写明您的姓名，记录中注明“自填”")
		}
		k := data.FindingKey{Agency: v.Agency, Year: v.Year, Kind: v.Kind, Rule: f.Rule, Subject: f.Subject}
		e := data.Explanation{Fingerprint: f.Fingerprint, Reason: reason, Person: c.person, Stated: c.at}
		said, known, err := t.Explanation(k)
		if err == nil && (!known || said.Fingerprint != e.Fingerprint) {
			err = t.PutExplanation(k, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// explain keeps the settlement as the explanation of what the version
// contradicts itself in and waits for no more. Settling by a known spelling is
// nobody's word.
func (s *settling) explain(v data.Version, wait []string) error {
	if s.person == "" && !s.byPerson || contains(wait, data.WaitSealed) {
		return nil
	}
	return explainChoice(s.tx, v, choice{
		year: !contains(wait, data.WaitYearConflict), agency: !contains(wait, data.WaitAgencyConflict), person: s.person, at: s.at,
	})
}

// explainOptions keeps what the clerk said of all files of an import.
func (k *keeper) explainOptions(v data.Version) error {
	o := k.batch.options
	if contains(v.Wait, data.WaitSealed) {
		return nil
	}
	return explainChoice(k.tx, v, choice{year: o.Year != 0, agency: o.Agency != "", person: importer, at: k.batch.intake.now()})
}
