package store

import (
	"context"
	"strings"
	"time"
)

// ColumnMapping returns what a person confirmed the columns under a header to
// be, one for each; false where nobody did. header is a digest of its texts.
func (s *Store) ColumnMapping(ctx context.Context, header string) (columns []string, ok bool, err error) {
	var text string
	err = s.view(ctx, func(q *session) error {
		const query = `SELECT columns FROM column_mapping WHERE county = ? AND header = ?`
		ok, err = q.one(query, []any{&text}, county, header)
		return err
	})
	if err != nil || !ok {
		return nil, false, wrap("find column mapping", err)
	}
	return strings.Split(text, "\n"), true, nil
}

// PutColumnMapping keeps what a person confirmed, in the place of what was
// confirmed under the same header before.
func (t *Tx) PutColumnMapping(header string, columns []string, person string, at time.Time) error {
	const put = `
		INSERT INTO column_mapping (county, header, columns, person, stated)
		VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (county, header) DO UPDATE
		SET columns = excluded.columns, person = excluded.person, stated = excluded.stated`
	return wrap("put column mapping", t.exec(put, county, header, strings.Join(columns, "\n"), person, formatTime(at)))
}
