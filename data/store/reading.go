package store

import (
	"context"

	"github.com/nianbao/nianbao/data"
)

// Roster returns county, agencies and successions, agencies in official
// order: by group, then 单位序列 with those that have none last, then key.
func (s *Store) Roster(ctx context.Context) (*data.Roster, error) {
	var r *data.Roster
	err := s.view(ctx, func(q *session) error {
		var err error
		r, err = q.loadRoster()
		return err
	})
	return r, wrap("read roster", err)
}

// Version returns the version with its whole report, or ErrNotFound.
func (s *Store) Version(ctx context.Context, id int64) (data.Version, error) {
	var v data.Version
	err := s.view(ctx, func(q *session) error {
		var err error
		v, err = q.wholeVersion(id)
		return err
	})
	return v, wrap("read version", err)
}

// VersionsOf returns the kept versions of a report, oldest first, without
// their reports. None is an empty list.
func (s *Store) VersionsOf(ctx context.Context, k data.ReportKey) ([]data.Version, error) {
	return s.list(ctx, ofReport+`ORDER BY number`, county, k.Agency, k.Year, string(k.Kind))
}

// AllVersions returns every kept version without its report, waiting and
// unfilled ones too: first those without an agency, then by agency key,
// year, kind, number and id. What was taken back is not kept.
func (s *Store) AllVersions(ctx context.Context) ([]data.Version, error) {
	return s.list(ctx, `WHERE county = ? ORDER BY COALESCE(agency, ''), year, kind, number, id`, county)
}

func (s *Store) list(ctx context.Context, tail string, args ...any) ([]data.Version, error) {
	var list []data.Version
	err := s.view(ctx, func(q *session) error {
		var err error
		list, err = q.versions(tail, args...)
		return err
	})
	return list, wrap("list versions", err)
}

// Waiting returns the versions that wait for a person, with their reports, in
// the order in which they came.
func (s *Store) Waiting(ctx context.Context) ([]data.Version, error) {
	var list []data.Version
	err := s.view(ctx, func(q *session) error {
		var err error
		list, err = q.wholeVersions(`WHERE county = ? AND wait <> '' ORDER BY id`, county)
		return err
	})
	return list, wrap("list waiting versions", err)
}

// Document returns the packed document as it was given, or ErrNotFound.
func (s *Store) Document(ctx context.Context, id int64) ([]byte, error) {
	var b []byte
	err := s.view(ctx, func(q *session) error {
		found, err := q.one(`SELECT document FROM content WHERE version = ?`, []any{&b}, id)
		if err == nil && !found {
			err = ErrNotFound
		}
		return err
	})
	return b, wrap("read document", err)
}

// Original returns the file that a version was read from, byte for byte, and
// its path inside the import, or ErrNotFound.
func (s *Store) Original(ctx context.Context, id int64) (name string, b []byte, err error) {
	err = s.view(ctx, func(q *session) error {
		var body []byte
		const query = `
			SELECT v.file_name, o.body
			FROM   version v JOIN original o ON o.sha256 = v.sha256
			WHERE  v.id = ?`
		found, err := q.one(query, []any{&name, &body}, id)
		if err != nil {
			return err
		}
		if !found {
			return ErrNotFound
		}
		b, err = q.squeeze.unpack(body)
		return err
	})
	return name, b, wrap("read original", err)
}
