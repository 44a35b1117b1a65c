package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/nianbao/nianbao/data"
)

// StartBatch records the start of an import and returns the batch's id.
// label is what was imported. Batches are numbered in the order of their start.
func (t *Tx) StartBatch(label string, at time.Time) (int64, error) {
	id, err := t.nextID(`SELECT MAX(id) FROM batch`)
	if err == nil {
		const add = `INSERT INTO batch (id, label, started, finished, taken_back) VALUES (?, ?, ?, '', '')`
		err = t.exec(add, id, label, formatTime(at))
	}
	return id, wrap("start batch", err)
}

// FinishBatch records that an import came to its end. A batch without one
// was cut off; what it stored stands.
func (t *Tx) FinishBatch(id int64, at time.Time) error {
	return wrap("finish batch", t.must(`UPDATE batch SET finished = ? WHERE id = ?`, formatTime(at), id))
}

// AddFile records what became of one file of a batch. Files are listed in
// the order in which they were added.
func (t *Tx) AddFile(f data.File) error {
	number, err := t.nextID(`SELECT MAX(number) FROM file WHERE batch = ?`, f.Batch)
	if err == nil {
		const add = `
			INSERT INTO file (batch, number, path, outcome, agency, name, year, code, reason, version, received, sha256)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`
		version := sql.NullInt64{Int64: f.Version, Valid: f.Version != 0}
		err = t.exec(add, f.Batch, number, f.Path, string(f.Outcome), f.Agency, f.Name, f.Year, f.Code, f.Reason, version, f.Received, f.SHA256)
	}
	return wrap(fmt.Sprintf("add file %q", f.Path), err)
}

// Batches returns all batches, newest first, those taken back too, with the
// number of their files by outcome.
func (s *Store) Batches(ctx context.Context) ([]data.Batch, error) {
	var list []data.Batch
	err := s.view(ctx, func(q *session) error {
		at := map[int64]int{}
		const query = `SELECT id, label, started, finished, taken_back FROM batch ORDER BY id DESC`
		err := q.each(query, func(rows *sql.Rows) error {
			b, err := scanBatch(rows)
			at[b.ID] = len(list)
			list = append(list, b)
			return err
		})
		if err != nil {
			return err
		}
		const counts = `SELECT batch, outcome, COUNT(*) FROM file GROUP BY batch, outcome`
		return q.each(counts, func(rows *sql.Rows) error {
			var id int64
			var outcome data.Outcome
			var n int
			err := rows.Scan(&id, &outcome, &n)
			b := &list[at[id]]
			b.Files += n
			b.Counts[outcome] = n
			return err
		})
	})
	return list, wrap("list batches", err)
}

func scanBatch(rows *sql.Rows) (data.Batch, error) {
	b := data.Batch{Counts: map[data.Outcome]int{}}
	var started, finished, takenBack string
	if err := rows.Scan(&b.ID, &b.Label, &started, &finished, &takenBack); err != nil {
		return b, err
	}
	for _, f := range []struct {
		text string
		time *time.Time
	}{{started, &b.Started}, {finished, &b.Finished}, {takenBack, &b.TakenBack}} {
		var err error
		if *f.time, err = parseTime(f.text); err != nil {
			return b, err
		}
	}
	return b, nil
}

const fileColumns = `f.batch, f.path, f.outcome, f.agency, f.name, f.year, f.code, f.reason, COALESCE(f.version, 0), f.received, f.sha256`

// Files returns the files of a batch in the order in which they were added.
// A version that was removed since is 0. An unknown batch has none.
func (s *Store) Files(ctx context.Context, batch int64) ([]data.File, error) {
	const query = `SELECT ` + fileColumns + ` FROM file f WHERE f.batch = ? ORDER BY f.number`
	list, err := s.files(ctx, query, batch)
	return list, wrap("list files", err)
}

// LiveFiles returns the files of all batches that were not taken back,
// oldest batch first.
func (s *Store) LiveFiles(ctx context.Context) ([]data.File, error) {
	const query = `
		SELECT ` + fileColumns + `
		FROM   file f JOIN batch b ON b.id = f.batch
		WHERE  b.taken_back = ''
		ORDER  BY f.batch, f.number`
	list, err := s.files(ctx, query)
	return list, wrap("list files", err)
}

func (s *Store) files(ctx context.Context, query string, args ...any) ([]data.File, error) {
	var list []data.File
	err := s.view(ctx, func(q *session) error {
		var err error
		list, err = q.files(query, args...)
		return err
	})
	return list, err
}

func (q *session) files(query string, args ...any) ([]data.File, error) {
	var list []data.File
	err := q.each(query, func(rows *sql.Rows) error {
		var f data.File
		err := rows.Scan(&f.Batch, &f.Path, &f.Outcome, &f.Agency, &f.Name, &f.Year, &f.Code, &f.Reason, &f.Version, &f.Received, &f.SHA256)
		list = append(list, f)
		return err
	}, args...)
	return list, err
}

// FileBySHA returns the newest file of these bytes in a batch that was not
// taken back; false where there is none.
func (t *Tx) FileBySHA(sha string) (data.File, bool, error) {
	const query = `
		SELECT ` + fileColumns + `
		FROM   file f JOIN batch b ON b.id = f.batch
		WHERE  f.sha256 = ? AND b.taken_back = ''
		ORDER  BY f.batch DESC, f.number DESC`
	list, err := t.q.files(query, sha)
	if err != nil || len(list) == 0 {
		return data.File{}, false, wrap("find file", err)
	}
	return list[0], true, nil
}

// formatTime writes a time as UTC text; the zero time is empty.
func formatTime(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}

// parseTime is the inverse of formatTime.
func parseTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339Nano, text)
}
