package store

import (
	"context"
	"database/sql"

	"github.com/nianbao/nianbao/data"
)

// Prose calls visit for every current, filled report of the year with its
// chapters, in the order of agency key and kind. Figures and documents are not
// read. visit may keep the chapters and must not call the store; its error
// ends the reading.
func (s *Store) Prose(ctx context.Context, year int, visit func(data.ReportKey, []data.Chapter) error) error {
	const query = `
		SELECT v.agency, v.kind, c.prose
		FROM   version v JOIN content c ON c.version = v.id
		WHERE  v.county = ? AND v.year = ? AND v.is_current = 1 AND v.unfilled = 0
		ORDER  BY v.agency, v.kind`
	err := s.view(ctx, func(q *session) error {
		return q.each(query, func(rows *sql.Rows) error {
			k := data.ReportKey{Year: year}
			var packed sql.RawBytes
			if err := rows.Scan(&k.Agency, &k.Kind, &packed); err != nil {
				return err
			}
			b, err := q.squeeze.unpack(packed)
			if err != nil {
				return err
			}
			var r data.Report
			if err := unpackProse(b, &r); err != nil {
				return err
			}
			return visit(k, r.Chapters)
		}, county, year)
	})
	return wrap("read prose", err)
}
