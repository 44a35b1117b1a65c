package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/nianbao/nianbao/data"
)

// putFindings stores the findings of a report that has none stored. They
// bear the report's key, whatever they say.
func (t *Tx) putFindings(k data.ReportKey, list []data.Finding) error {
	for i, f := range list {
		codes, err := joinWords(f.Codes)
		if err != nil {
			return fmt.Errorf("finding %s %s: %w", f.Rule, f.Subject, err)
		}
		const add = `
			INSERT INTO finding (county, agency, year, kind, number, rule, subject, severity,
			                     title, text, codes, uncheckable, fingerprint)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
		err = t.exec(add, county, k.Agency, k.Year, string(k.Kind), i+1, f.Rule, f.Subject, int(f.Severity),
			f.Title, f.Text, codes, bit(f.Uncheckable), f.Fingerprint)
		if err != nil {
			return fmt.Errorf("finding %s %s: %w", f.Rule, f.Subject, err)
		}
	}
	return nil
}

// Findings returns the findings that the filter selects: agencies in official
// order, then year, kind, severity, rule and subject.
func (s *Store) Findings(ctx context.Context, filter data.FindingFilter) ([]data.Finding, error) {
	var list []data.Finding
	err := s.view(ctx, func(q *session) error {
		r, err := q.loadRoster()
		if err != nil {
			return err
		}
		list, err = q.findings(filter)
		rank := make(map[string]int, len(r.Agencies))
		for i, a := range r.Agencies {
			rank[a.Key] = i
		}
		slices.SortStableFunc(list, func(a, b data.Finding) int {
			return cmp.Or(
				cmp.Compare(rank[a.Agency], rank[b.Agency]),
				cmp.Compare(a.Year, b.Year),
				cmp.Compare(a.Kind, b.Kind),
				cmp.Compare(a.Severity, b.Severity),
				cmp.Compare(a.Rule, b.Rule),
				cmp.Compare(a.Subject, b.Subject))
		})
		return err
	})
	return list, wrap("list findings", err)
}

// findings returns the selected findings in the order of their reports' keys.
func (q *session) findings(f data.FindingFilter) ([]data.Finding, error) {
	const query = `
		SELECT f.agency, f.year, f.kind, f.rule, f.subject, f.severity, f.title, f.text, f.codes, f.uncheckable, f.fingerprint,
		       COALESCE(e.fingerprint, ''), COALESCE(e.reason, ''), COALESCE(e.person, ''), COALESCE(e.stated, '')
		FROM   finding f LEFT JOIN explanation e
		ON     e.county = f.county AND e.agency = f.agency AND e.year = f.year AND e.kind = f.kind
		AND    e.rule = f.rule AND e.subject = f.subject
		WHERE  f.county = ? AND (? = '' OR f.agency = ?) AND (? = 0 OR f.year = ?) AND (? = '' OR f.kind = ?)
		AND    (? = '' OR f.rule = ?) AND (? = 0 OR f.severity = ?)
		ORDER  BY f.agency, f.year, f.kind, f.number`
	var list []data.Finding
	err := q.each(query, func(rows *sql.Rows) error {
		d, err := scanFinding(rows)
		list = append(list, d)
		return err
	}, county, f.Agency, f.Agency, f.Year, f.Year, string(f.Kind), string(f.Kind), f.Rule, f.Rule, int(f.Severity), int(f.Severity))
	return list, err
}

// scanFinding reads a finding with what was said about it.
func scanFinding(rows *sql.Rows) (data.Finding, error) {
	var d data.Finding
	var e data.Explanation
	var codes, stated string
	err := rows.Scan(&d.Agency, &d.Year, &d.Kind, &d.Rule, &d.Subject, &d.Severity,
		&d.Title, &d.Text, &codes, &d.Uncheckable, &d.Fingerprint,
		&e.Fingerprint, &e.Reason, &e.Person, &stated)
	d.Codes = splitWords(codes)
	if err != nil || e.Reason == "" {
		return d, err
	}
	e.Stated, err = parseTime(stated)
	d.Explained, d.Explanation = e.Fingerprint == d.Fingerprint, &e
	return d, err
}

// openErrors counts the findings of severity Error that are not explained, by
// report.
func (q *session) openErrors() (map[data.ReportKey]int, error) {
	const query = `
		SELECT f.agency, f.year, f.kind, COUNT(*)
		FROM   finding f
		WHERE  f.county = ? AND f.severity = ?
		AND    NOT EXISTS (
		           SELECT 1 FROM explanation e
		           WHERE  e.county = f.county AND e.agency = f.agency AND e.year = f.year AND e.kind = f.kind
		           AND    e.rule = f.rule AND e.subject = f.subject AND e.fingerprint = f.fingerprint)
		GROUP  BY f.agency, f.year, f.kind`
	counts := map[data.ReportKey]int{}
	err := q.each(query, func(rows *sql.Rows) error {
		var k data.ReportKey
		var n int
		err := rows.Scan(&k.Agency, &k.Year, &k.Kind, &n)
		counts[k] = n
		return err
	}, county, int(data.Error))
	return counts, err
}
