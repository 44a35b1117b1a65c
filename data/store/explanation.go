package store

import (
	"time"

	"github.com/nianbao/nianbao/data"
)

// Finding returns the stored finding with the key and what was said about it;
// false where no rule finds it any more.
func (t *Tx) Finding(k data.FindingKey) (data.Finding, bool, error) {
	list, err := t.q.findings(data.FindingFilter{Agency: k.Agency, Year: k.Year, Kind: k.Kind, Rule: k.Rule})
	for _, f := range list {
		if f.Key() == k {
			return f, true, nil
		}
	}
	return data.Finding{}, false, wrap("find finding", err)
}

// PutExplanation keeps why the finding with the key may stand, in place of
// what was said before, which goes to the history. The finding need not be
// there.
func (t *Tx) PutExplanation(k data.FindingKey, e data.Explanation) error {
	if err := t.open(k.Year); err != nil {
		return err
	}
	if err := t.endExplanation(k, data.Ending{Replaced: true, At: e.Stated, Person: e.Person}); err != nil {
		return wrap("put explanation", err)
	}
	const put = `
		INSERT INTO explanation (county, agency, year, kind, rule, subject, fingerprint, reason, person, stated)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (county, agency, year, kind, rule, subject) DO UPDATE
		SET fingerprint = excluded.fingerprint, reason = excluded.reason, person = excluded.person, stated = excluded.stated`
	return wrap("put explanation", t.exec(put, county, k.Agency, k.Year, string(k.Kind), k.Rule, k.Subject,
		e.Fingerprint, e.Reason, e.Person, formatTime(e.Stated)))
}

// DeleteExplanation takes back what was said about the finding; the history
// keeps it, with the person, who may be empty. Where nothing was said, nothing
// changes.
func (t *Tx) DeleteExplanation(k data.FindingKey, person string, at time.Time) error {
	if err := t.open(k.Year); err != nil {
		return err
	}
	if err := t.endExplanation(k, data.Ending{At: at, Person: person}); err != nil {
		return wrap("delete explanation", err)
	}
	const query = `DELETE FROM explanation ` + ofReport + `AND rule = ? AND subject = ?`
	return wrap("delete explanation", t.exec(query, county, k.Agency, k.Year, string(k.Kind), k.Rule, k.Subject))
}
