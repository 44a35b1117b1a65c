package store

import (
	"context"
	"database/sql"

	"github.com/nianbao/nianbao/data"
)

// History returns what was stated of a report and taken back or stated anew,
// the last ended first. None is empty.
func (s *Store) History(ctx context.Context, k data.ReportKey) (data.History, error) {
	var h data.History
	err := s.view(ctx, func(q *session) error {
		err := q.each(`SELECT rule, subject, fingerprint, reason, person, stated, replaced, ended, ended_by FROM past_explanation `+
			ofReport+`ORDER BY ended DESC, rule, subject, number DESC`, func(rows *sql.Rows) error {
			p, err := scanPastExplanation(rows)
			h.Explanations = append(h.Explanations, p)
			return err
		}, county, k.Agency, k.Year, string(k.Kind))
		if err != nil {
			return err
		}
		return q.each(`SELECT '', 0, '', `+correctionColumns+`, replaced, ended, ended_by FROM past_correction `+
			ofReport+`ORDER BY ended DESC, code, number DESC`, func(rows *sql.Rows) error {
			var p data.PastCorrection
			var ended string
			var err error
			_, p.Correction, err = scanCorrection(rows, &p.Ended.Replaced, &ended, &p.Ended.Person)
			if err == nil {
				p.Ended.At, err = parseTime(ended)
			}
			h.Corrections = append(h.Corrections, p)
			return err
		}, county, k.Agency, k.Year, string(k.Kind))
	})
	return h, wrap("list history", err)
}

func scanPastExplanation(rows *sql.Rows) (data.PastExplanation, error) {
	var p data.PastExplanation
	var stated, ended string
	err := rows.Scan(&p.Rule, &p.Subject, &p.Fingerprint, &p.Reason, &p.Person, &stated, &p.Ended.Replaced, &ended, &p.Ended.Person)
	if err == nil {
		p.Stated, err = parseTime(stated)
	}
	if err == nil {
		p.Ended.At, err = parseTime(ended)
	}
	return p, err
}

// endCorrection writes the correction there is to the history; where there is
// none, nothing.
func (t *Tx) endCorrection(k data.ReportKey, code string, e data.Ending) error {
	const keep = `
		INSERT INTO past_correction (county, agency, year, kind, number, ` + correctionColumns + `, replaced, ended, ended_by)
		SELECT county, agency, year, kind,
		       (SELECT COALESCE(MAX(p.number), 0) + 1
		        FROM   past_correction p
		        WHERE  p.county = c.county AND p.agency = c.agency AND p.year = c.year AND p.kind = c.kind AND p.code = c.code),
		       ` + correctionColumns + `, ?, ?, ?
		FROM   correction c
		WHERE  county = ? AND agency = ? AND year = ? AND kind = ? AND code = ?`
	return t.exec(keep, bit(e.Replaced), formatTime(e.At), e.Person, county, k.Agency, k.Year, string(k.Kind), code)
}

// endExplanation is endCorrection for explanations.
func (t *Tx) endExplanation(k data.FindingKey, e data.Ending) error {
	const keep = `
		INSERT INTO past_explanation (county, agency, year, kind, rule, subject, number, fingerprint, reason, person, stated, replaced, ended, ended_by)
		SELECT county, agency, year, kind, rule, subject,
		       (SELECT COALESCE(MAX(p.number), 0) + 1
		        FROM   past_explanation p
		        WHERE  p.county = e.county AND p.agency = e.agency AND p.year = e.year AND p.kind = e.kind
		               AND p.rule = e.rule AND p.subject = e.subject),
		       fingerprint, reason, person, stated, ?, ?, ?
		FROM   explanation e
		WHERE  county = ? AND agency = ? AND year = ? AND kind = ? AND rule = ? AND subject = ?`
	return t.exec(keep, bit(e.Replaced), formatTime(e.At), e.Person, county, k.Agency, k.Year, string(k.Kind), k.Rule, k.Subject)
}
