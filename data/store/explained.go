package store

import (
	"context"
	"database/sql"

	"github.com/nianbao/nianbao/data"
)

// Explanations returns what was said of the findings of a year, 0 for all
// years, whether they are stored or not: the county-wide ones stand on sums
// and are derived where they are shown.
func (s *Store) Explanations(ctx context.Context, year int) (map[data.FindingKey]data.Explanation, error) {
	const query = `
		SELECT agency, year, kind, rule, subject, fingerprint, reason, person, stated
		FROM   explanation
		WHERE  county = ? AND (? = 0 OR year = ?)`
	said := map[data.FindingKey]data.Explanation{}
	err := s.view(ctx, func(q *session) error {
		return q.each(query, func(rows *sql.Rows) error {
			var k data.FindingKey
			var e data.Explanation
			var stated string
			err := rows.Scan(&k.Agency, &k.Year, &k.Kind, &k.Rule, &k.Subject, &e.Fingerprint, &e.Reason, &e.Person, &stated)
			if err == nil {
				e.Stated, err = parseTime(stated)
			}
			said[k] = e
			return err
		}, county, year, year)
	})
	return said, wrap("list explanations", err)
}

// Explanation returns what was said of the finding with the key; false where
// nothing was.
func (t *Tx) Explanation(k data.FindingKey) (data.Explanation, bool, error) {
	const query = `SELECT fingerprint, reason, person, stated FROM explanation ` + ofReport + `AND rule = ? AND subject = ?`
	var e data.Explanation
	var stated string
	found, err := t.q.one(query, []any{&e.Fingerprint, &e.Reason, &e.Person, &stated}, county, k.Agency, k.Year, string(k.Kind), k.Rule, k.Subject)
	if err == nil && found {
		e.Stated, err = parseTime(stated)
	}
	return e, found, wrap("find explanation", err)
}
