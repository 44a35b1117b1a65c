package store

import (
	"context"
	"database/sql"

	"github.com/nianbao/nianbao/data"
)

// Deadlines lists the days that persons set, by year and kind; where there is
// none the law's hold.
func (s *Store) Deadlines(ctx context.Context) ([]data.DeadlineSet, error) {
	var list []data.DeadlineSet
	err := s.view(ctx, func(q *session) error {
		const query = `SELECT year, what, day, person, stated FROM deadline WHERE county = ? ORDER BY year, what`
		return q.each(query, func(rows *sql.Rows) error {
			var d data.DeadlineSet
			var stated string
			err := rows.Scan(&d.Year, &d.What, &d.Day, &d.Person, &stated)
			if err == nil {
				d.Stated, err = parseTime(stated)
			}
			list = append(list, d)
			return err
		}, county)
	})
	return list, wrap("list deadlines", err)
}

// PutDeadline sets a day in the place of the law's or of one set before; an
// empty day gives the law's back. The same day again changes nothing.
func (t *Tx) PutDeadline(d data.DeadlineSet) error {
	if d.Day == "" {
		const del = `DELETE FROM deadline WHERE county = ? AND year = ? AND what = ?`
		return wrap("put deadline", t.exec(del, county, d.Year, string(d.What)))
	}
	const put = `
		INSERT INTO deadline (county, year, what, day, person, stated)
		VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (county, year, what) DO UPDATE
		SET day = excluded.day, person = excluded.person, stated = excluded.stated
		WHERE deadline.day <> excluded.day`
	return wrap("put deadline", t.exec(put, county, d.Year, string(d.What), d.Day, d.Person, formatTime(d.Stated)))
}
