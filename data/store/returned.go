package store

import (
	"context"
	"database/sql"
	"time"

	"github.com/nianbao/nianbao/data"
)

const returnedColumns = `id, agency, year, kind, version, reason, day, due, person, stated, withdrawn, newest, batch, sha256`

func (q *session) returns(tail string, args ...any) ([]data.Returned, error) {
	var list []data.Returned
	err := q.each(`SELECT `+returnedColumns+` FROM returned `+tail, func(rows *sql.Rows) error {
		var r data.Returned
		var stated, withdrawn string
		err := rows.Scan(&r.ID, &r.Report.Agency, &r.Report.Year, &r.Report.Kind, &r.Version, &r.Reason, &r.Day, &r.Due,
			&r.Person, &stated, &withdrawn, &r.Newest, &r.Batch, &r.SHA256)
		if err == nil {
			r.Stated, err = parseTime(stated)
		}
		if err == nil {
			r.Withdrawn, err = parseTime(withdrawn)
		}
		list = append(list, r)
		return err
	}, args...)
	return list, err
}

// Returns lists every return of every report in the order in which they were
// made, those withdrawn too.
func (s *Store) Returns(ctx context.Context) ([]data.Returned, error) {
	var list []data.Returned
	err := s.view(ctx, func(q *session) error {
		var err error
		list, err = q.returns(`WHERE county = ? ORDER BY id`, county)
		return err
	})
	return list, wrap("list returns", err)
}

// ReturnsOf lists the returns of one report in the order in which they were
// made, those withdrawn too. None is an empty list.
func (t *Tx) ReturnsOf(k data.ReportKey) ([]data.Returned, error) {
	list, err := t.q.returns(ofReport+`ORDER BY id`, county, k.Agency, k.Year, string(k.Kind))
	return list, wrap("list returns", err)
}

// Return returns the return with the id, or ErrNotFound.
func (t *Tx) Return(id int64) (data.Returned, error) {
	list, err := t.q.returns(`WHERE id = ?`, id)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return data.Returned{}, wrap("read return", err)
	}
	return list[0], nil
}

// AddReturned keeps a return and returns its id. ID, Withdrawn, Newest, Batch
// and SHA256 are not looked at: what had come until now is filled in. A
// version must be kept, or be 0.
func (t *Tx) AddReturned(r data.Returned) (int64, error) {
	if err := t.open(r.Report.Year); err != nil {
		return 0, err
	}
	id, err := t.addReturned(r)
	return id, wrap("add return", err)
}

func (t *Tx) addReturned(r data.Returned) (int64, error) {
	if r.Version != 0 {
		v, err := t.q.version(r.Version)
		if err != nil {
			return 0, err
		}
		r.SHA256 = v.SHA256
	}
	if _, err := t.q.one(`SELECT last_version FROM store`, []any{&r.Newest}); err != nil {
		return 0, err
	}
	next, err := t.nextID(`SELECT MAX(id) FROM batch`)
	if err != nil {
		return 0, err
	}
	id, err := t.nextID(`SELECT MAX(id) FROM returned`)
	if err != nil {
		return 0, err
	}
	const add = `
		INSERT INTO returned (id, county, agency, year, kind, version, reason, day, due, person, stated, withdrawn, newest, batch, sha256)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?)`
	return id, t.exec(add, id, county, r.Report.Agency, r.Report.Year, string(r.Report.Kind), r.Version, r.Reason, r.Day, r.Due,
		r.Person, formatTime(r.Stated), r.Newest, next-1, r.SHA256)
}

// WithdrawReturned keeps that a return does not stand any more; it stays
// listed. One that was withdrawn before stays as it is.
func (t *Tx) WithdrawReturned(id int64, at time.Time) error {
	const query = `UPDATE returned SET withdrawn = ? WHERE id = ? AND withdrawn = ''`
	return wrap("withdraw return", t.exec(query, formatTime(at), id))
}
