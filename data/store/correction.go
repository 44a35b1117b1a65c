package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/nianbao/nianbao/data"
)

// Corrections returns the corrections of a report by code, those that a new
// version put in question too. None is an empty list.
func (s *Store) Corrections(ctx context.Context, k data.ReportKey) ([]data.Correction, error) {
	var list []data.Correction
	err := s.view(ctx, func(q *session) error {
		var err error
		list, err = q.corrections(k)
		return err
	})
	return list, wrap("list corrections", err)
}

// Corrections is Store.Corrections inside the transaction.
func (t *Tx) Corrections(k data.ReportKey) ([]data.Correction, error) {
	list, err := t.q.corrections(k)
	return list, wrap("list corrections", err)
}

// PutCorrection keeps a correction of a report's figure, in place of an
// earlier one of the same, which goes to the history. The figure as printed is
// not touched.
func (t *Tx) PutCorrection(k data.ReportKey, c data.Correction) error {
	if err := t.open(k.Year); err != nil {
		return err
	}
	t.touch(k)
	if err := t.endCorrection(k, c.Code, data.Ending{Replaced: true, At: c.Stated, Person: c.Person}); err != nil {
		return wrap("put correction", err)
	}
	const put = `
		INSERT INTO correction (county, agency, year, kind, code, value, version, printed_state, printed_value,
		                        reason, person, confirmed, stated)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (county, agency, year, kind, code) DO UPDATE
		SET value = excluded.value, version = excluded.version, printed_state = excluded.printed_state,
		    printed_value = excluded.printed_value, reason = excluded.reason, person = excluded.person,
		    confirmed = excluded.confirmed, stated = excluded.stated`
	return wrap("put correction", t.exec(put, county, k.Agency, k.Year, string(k.Kind), c.Code, c.Value, c.Version,
		c.PrintedState.String(), c.PrintedValue, c.Reason, c.Person, c.Confirmed, formatTime(c.Stated)))
}

// DeleteCorrection takes a correction back, so that the printed figure counts
// again; the history keeps it, with the person, who may be empty. Where there
// is none, nothing changes.
func (t *Tx) DeleteCorrection(k data.ReportKey, code, person string, at time.Time) error {
	if err := t.open(k.Year); err != nil {
		return err
	}
	t.touch(k)
	if err := t.endCorrection(k, code, data.Ending{At: at, Person: person}); err != nil {
		return wrap("delete correction", err)
	}
	return wrap("delete correction", t.exec(`DELETE FROM correction `+ofReport+`AND code = ?`,
		county, k.Agency, k.Year, string(k.Kind), code))
}

const correctionColumns = `code, value, version, printed_state, printed_value, reason, person, confirmed, stated`

func (q *session) corrections(k data.ReportKey) ([]data.Correction, error) {
	var list []data.Correction
	err := q.each(`SELECT '', 0, '', `+correctionColumns+` FROM correction `+ofReport+`ORDER BY code`, func(rows *sql.Rows) error {
		_, c, err := scanCorrection(rows)
		list = append(list, c)
		return err
	}, county, k.Agency, k.Year, string(k.Kind))
	return list, err
}

// correctionsOf returns an agency's corrections by report.
func (q *session) correctionsOf(agency string) (map[data.ReportKey][]data.Correction, error) {
	const query = `SELECT agency, year, kind, ` + correctionColumns + ` FROM correction WHERE county = ? AND agency = ? ORDER BY year, kind, code`
	var out map[data.ReportKey][]data.Correction
	err := q.each(query, func(rows *sql.Rows) error {
		k, c, err := scanCorrection(rows)
		if out == nil {
			out = map[data.ReportKey][]data.Correction{}
		}
		out[k] = append(out[k], c)
		return err
	}, county, agency)
	return out, err
}

// scanCorrection scans a report's key and a correction, and what columns more
// stand behind them.
func scanCorrection(rows *sql.Rows, more ...any) (data.ReportKey, data.Correction, error) {
	var k data.ReportKey
	var c data.Correction
	var state, stated string
	err := rows.Scan(append([]any{&k.Agency, &k.Year, &k.Kind,
		&c.Code, &c.Value, &c.Version, &state, &c.PrintedValue, &c.Reason, &c.Person, &c.Confirmed, &stated}, more...)...)
	if err == nil {
		c.PrintedState, err = data.ParseState(state)
	}
	if err == nil {
		c.Stated, err = parseTime(stated)
	}
	return k, c, err
}

// correct puts an agency's corrections over its reports of all years.
func (q *session) correct(key string, list []data.Version) error {
	all, err := q.correctionsOf(key)
	for i := range list {
		if c := all[reportKey(list[i])]; err == nil && len(c) > 0 {
			list[i].Report, _ = data.Correct(list[i].Report, list[i].ID, c)
		}
	}
	return err
}
