package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/nianbao/nianbao/data"
)

// Adjustments returns the adjustments of a year, those withdrawn too, in the
// order in which they were stated; year 0 is all years.
func (s *Store) Adjustments(ctx context.Context, year int) ([]data.Adjustment, error) {
	var list []data.Adjustment
	err := s.view(ctx, func(q *session) error {
		var err error
		list, err = q.adjustments(`AND (? = 0 OR year = ?)`, year, year)
		return err
	})
	return list, wrap("list adjustments", err)
}

// Adjustments is Store.Adjustments inside the transaction.
func (t *Tx) Adjustments(year int) ([]data.Adjustment, error) {
	list, err := t.q.adjustments(`AND (? = 0 OR year = ?)`, year, year)
	return list, wrap("list adjustments", err)
}

// AddAdjustment keeps an adjustment and returns its id. A sealed year has a
// *data.Sealed.
func (t *Tx) AddAdjustment(a data.Adjustment) (int64, error) {
	if err := t.open(a.Year); err != nil {
		return 0, err
	}
	id, err := t.nextID(`SELECT MAX(id) FROM adjustment`)
	if err == nil {
		const add = `
			INSERT INTO adjustment (id, county, year, scope, code, delta, ground, reason, person, stated, withdrawn)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '')`
		err = t.exec(add, id, county, a.Year, a.Scope, a.Code, a.Delta, a.Ground, a.Reason, a.Person, formatTime(a.Stated))
	}
	return id, wrap("add adjustment", err)
}

// WithdrawAdjustment keeps that the person takes an adjustment back; it is
// kept and counts no more.
// One that is not there, or was withdrawn before, is ErrNotFound.
func (t *Tx) WithdrawAdjustment(id int64, person string, at time.Time) error {
	list, err := t.q.adjustments(`AND id = ? AND withdrawn = ''`, id)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err == nil {
		err = t.open(list[0].Year)
	}
	if err == nil {
		err = t.must(`UPDATE adjustment SET withdrawn = ?, withdrawn_by = ? WHERE id = ?`, formatTime(at), person, id)
	}
	return wrap("withdraw adjustment", err)
}

func (q *session) adjustments(tail string, args ...any) ([]data.Adjustment, error) {
	const query = `
		SELECT id, year, scope, code, delta, ground, reason, person, stated, withdrawn, withdrawn_by
		FROM   adjustment
		WHERE  county = ? `
	var list []data.Adjustment
	err := q.each(query+tail+` ORDER BY id`, func(rows *sql.Rows) error {
		var a data.Adjustment
		var stated, withdrawn string
		err := rows.Scan(&a.ID, &a.Year, &a.Scope, &a.Code, &a.Delta, &a.Ground, &a.Reason, &a.Person, &stated, &withdrawn, &a.WithdrawnBy)
		if err == nil {
			a.Stated, err = parseTime(stated)
		}
		if err == nil {
			a.Withdrawn, err = parseTime(withdrawn)
		}
		list = append(list, a)
		return err
	}, append([]any{county}, args...)...)
	return list, err
}
