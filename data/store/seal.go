package store

import (
	"context"
	"database/sql"

	"github.com/nianbao/nianbao/data"
)

// Seals returns every 封存 and 启封, oldest first.
func (s *Store) Seals(ctx context.Context) ([]data.Seal, error) {
	var list []data.Seal
	err := s.view(ctx, func(q *session) error {
		var err error
		list, err = q.allSeals()
		return err
	})
	return list, wrap("list seals", err)
}

// PutSeal closes a year or opens it again. What was said before is kept.
func (t *Tx) PutSeal(seal data.Seal) error {
	id, err := t.nextID(`SELECT MAX(id) FROM year_seal`)
	if err == nil {
		const add = `INSERT INTO year_seal (id, county, year, sealed, reason, person, stated) VALUES (?, ?, ?, ?, ?, ?, ?)`
		err = t.exec(add, id, county, seal.Year, bit(seal.Sealed), seal.Reason, seal.Person, formatTime(seal.Stated))
	}
	return wrap("put seal", err)
}

// Seal returns the seal of a year; ok is false where the year is open.
func (t *Tx) Seal(year int) (seal data.Seal, ok bool, err error) {
	const query = `SELECT year, sealed, reason, person, stated FROM year_seal WHERE county = ? AND year = ? ORDER BY id DESC`
	var stated string
	found, err := t.q.one(query, []any{&seal.Year, &seal.Sealed, &seal.Reason, &seal.Person, &stated}, county, year)
	if err != nil || !found || !seal.Sealed {
		return data.Seal{}, false, wrap("find seal", err)
	}
	seal.Stated, err = parseTime(stated)
	return seal, err == nil, wrap("find seal", err)
}

// open refuses to go on where the year is sealed, with a *data.Sealed. Every
// method that changes what a year's reports are or say asks it first, so that
// no way of changing them is forgotten by those who call.
func (t *Tx) open(year int) error {
	seal, sealed, err := t.Seal(year)
	if err == nil && sealed {
		err = &data.Sealed{Seal: seal}
	}
	return err
}

func (q *session) allSeals() ([]data.Seal, error) {
	const query = `SELECT year, sealed, reason, person, stated FROM year_seal WHERE county = ? ORDER BY id`
	var list []data.Seal
	err := q.each(query, func(rows *sql.Rows) error {
		var s data.Seal
		var stated string
		err := rows.Scan(&s.Year, &s.Sealed, &s.Reason, &s.Person, &stated)
		if err == nil {
			s.Stated, err = parseTime(stated)
		}
		list = append(list, s)
		return err
	}, county)
	return list, err
}
