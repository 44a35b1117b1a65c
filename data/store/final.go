package store

import (
	"context"
	"database/sql"

	"github.com/nianbao/nianbao/data"
)

// Finals returns every 定稿 without its bytes, by year, scope and number.
func (s *Store) Finals(ctx context.Context) ([]data.Final, error) {
	var list []data.Final
	err := s.view(ctx, func(q *session) error {
		var err error
		list, err = q.finals()
		return err
	})
	return list, wrap("list finals", err)
}

// Final returns a 定稿 with its bytes as they were given, or ErrNotFound.
func (s *Store) Final(ctx context.Context, id int64) (data.Final, error) {
	var f data.Final
	err := s.view(ctx, func(q *session) error {
		var stated string
		var tables, basis []byte
		found, err := q.one(`SELECT `+finalColumns+`, tables, basis FROM final WHERE county = ? AND id = ?`,
			[]any{&f.ID, &f.Year, &f.Number, &f.Scope, &f.Change, &f.Person, &f.Note, &stated, &tables, &basis}, county, id)
		if err == nil && !found {
			err = ErrNotFound
		}
		if err == nil {
			f.Stated, err = parseTime(stated)
		}
		if err == nil {
			f.Tables, err = q.squeeze.unpack(tables)
		}
		if err == nil {
			f.Basis, err = q.squeeze.unpack(basis)
		}
		return err
	})
	return f, wrap("read final", err)
}

const finalColumns = `id, year, number, scope, change_number, person, note, stated`

func (q *session) finals() ([]data.Final, error) {
	var list []data.Final
	err := q.each(`SELECT `+finalColumns+` FROM final WHERE county = ? ORDER BY year, scope, number`, func(rows *sql.Rows) error {
		var f data.Final
		var stated string
		err := rows.Scan(&f.ID, &f.Year, &f.Number, &f.Scope, &f.Change, &f.Person, &f.Note, &stated)
		if err == nil {
			f.Stated, err = parseTime(stated)
		}
		list = append(list, f)
		return err
	}, county)
	return list, err
}

// AddFinal keeps a 定稿 and returns its id. ID, Number and Change of f are not
// looked at: the number is the next of its year and scope, and the change
// number that of the store before this transaction. A sealed year has a
// *data.Sealed.
func (t *Tx) AddFinal(f data.Final) (int64, error) {
	if err := t.open(f.Year); err != nil {
		return 0, err
	}
	id, err := t.addFinal(f)
	return id, wrap("add final", err)
}

func (t *Tx) addFinal(f data.Final) (int64, error) {
	id, err := t.nextID(`SELECT MAX(id) FROM final`)
	if err != nil {
		return 0, err
	}
	number, err := t.nextID(`SELECT MAX(number) FROM final WHERE county = ? AND year = ? AND scope = ?`, county, f.Year, f.Scope)
	if err != nil {
		return 0, err
	}
	change, err := t.q.change()
	if err != nil {
		return 0, err
	}
	tables, err := t.q.squeeze.pack(f.Tables)
	if err != nil {
		return 0, err
	}
	basis, err := t.q.squeeze.pack(f.Basis)
	if err != nil {
		return 0, err
	}
	const add = `
		INSERT INTO final (id, county, year, number, scope, change_number, person, note, stated, tables, basis)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
	return id, t.exec(add, id, county, f.Year, number, f.Scope, change, f.Person, f.Note, formatTime(f.Stated), tables, basis)
}

// Change returns the change number before this transaction.
func (t *Tx) Change() (int64, error) {
	n, err := t.q.change()
	return n, wrap("read change number", err)
}

// VersionsIn returns the versions of a year without their reports, by agency
// key, kind and number; waiting ones too.
func (t *Tx) VersionsIn(year int) ([]data.Version, error) {
	list, err := t.q.versions(`WHERE county = ? AND year = ? ORDER BY COALESCE(agency, ''), kind, number, id`, county, year)
	return list, wrap("list versions", err)
}

// FindingsIn returns the findings of a year with what was said about them, by
// agency key and kind.
func (t *Tx) FindingsIn(year int) ([]data.Finding, error) {
	list, err := t.q.findings(data.FindingFilter{Year: year})
	return list, wrap("list findings", err)
}
