package store

import (
	"context"
	"database/sql"

	"github.com/nianbao/nianbao/data"
)

// Steps returns the steps of a year's work that a person said are done, by
// day and then step.
func (s *Store) Steps(ctx context.Context, year int) ([]data.StepDone, error) {
	var list []data.StepDone
	err := s.view(ctx, func(q *session) error {
		const query = `SELECT year, step, day, person, stated FROM work_step WHERE county = ? AND year = ? ORDER BY day, step`
		return q.each(query, func(rows *sql.Rows) error {
			var d data.StepDone
			var stated string
			err := rows.Scan(&d.Year, &d.Step, &d.Day, &d.Person, &stated)
			if err == nil {
				d.Stated, err = parseTime(stated)
			}
			list = append(list, d)
			return err
		}, county, year)
	})
	return list, wrap("list steps", err)
}

// PutStep keeps that a step is done, in the place of an earlier statement.
func (t *Tx) PutStep(d data.StepDone) error {
	const put = `
		INSERT INTO work_step (county, year, step, day, person, stated)
		VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (county, year, step) DO UPDATE
		SET day = excluded.day, person = excluded.person, stated = excluded.stated`
	return wrap("put step", t.exec(put, county, d.Year, d.Step, d.Day, d.Person, formatTime(d.Stated)))
}

// DeleteStep takes back that a step is done; where nothing was said nothing
// changes.
func (t *Tx) DeleteStep(year int, step string) error {
	const del = `DELETE FROM work_step WHERE county = ? AND year = ? AND step = ?`
	return wrap("delete step", t.exec(del, county, year, step))
}
