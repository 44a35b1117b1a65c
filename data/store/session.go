package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/nianbao/nianbao/data"
)

// session is one transaction with what makes asking in it quick: statements
// prepared once and layouts read once.
type session struct {
	ctx     context.Context // for the driver: without an end, which is watched by tx
	tx      *sql.Tx
	stmts   map[string]*sql.Stmt
	known   map[string]*sql.Stmt // prepared on the connection before; may be nil
	layouts map[int64]layout
	roster  *data.Roster // nil until asked for
	squeeze *squeezer
}

func newSession(ctx context.Context, tx *sql.Tx, z *squeezer) *session {
	return &session{
		squeeze: z,
		// The driver watches a context that can end with a goroutine for each
		// statement; database/sql already rolls the transaction back then.
		ctx:     context.WithoutCancel(ctx),
		tx:      tx,
		stmts:   map[string]*sql.Stmt{},
		layouts: map[int64]layout{},
	}
}

// view runs fn in one read transaction: all that it asks is of one moment.
func (s *Store) view(ctx context.Context, fn func(*session) error) error {
	tx, err := s.read.BeginTx(ctx, nil)
	if err != nil {
		return explain(s.path, fmt.Errorf("begin reading: %w", err))
	}
	err = fn(newSession(ctx, tx, &squeezer{}))
	if end := tx.Rollback(); err == nil && end != nil && !errors.Is(end, sql.ErrTxDone) {
		err = fmt.Errorf("end reading: %w", end)
	}
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return explain(s.path, err)
}

// stmt returns the prepared statement. It lives until the transaction ends.
// A statement must not be asked again while its rows are being read.
func (q *session) stmt(query string) (*sql.Stmt, error) {
	if s, ok := q.stmts[query]; ok {
		return s, nil
	}
	if s, ok := q.known[query]; ok {
		q.stmts[query] = q.tx.StmtContext(q.ctx, s)
		return q.stmts[query], nil
	}
	s, err := q.tx.PrepareContext(q.ctx, query)
	if err != nil {
		return nil, err
	}
	q.stmts[query] = s
	return s, nil
}

// each calls scan for each row. It owns closing the rows and looking at
// their last error.
func (q *session) each(query string, scan func(*sql.Rows) error, args ...any) (err error) {
	s, err := q.stmt(query)
	if err != nil {
		return err
	}
	rows, err := s.QueryContext(q.ctx, args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// one scans the first row into dest and reports whether there was one.
func (q *session) one(query string, dest []any, args ...any) (found bool, err error) {
	s, err := q.stmt(query)
	if err != nil {
		return false, err
	}
	err = s.QueryRowContext(q.ctx, args...).Scan(dest...)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// exec runs a statement and returns the number of rows that it changed.
func (q *session) exec(query string, args ...any) (int64, error) {
	s, err := q.stmt(query)
	if err != nil {
		return 0, err
	}
	res, err := s.ExecContext(q.ctx, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// change returns the change number.
func (q *session) change() (int64, error) {
	var n int64
	_, err := q.one(`SELECT change_number FROM store`, []any{&n})
	return n, err
}

// bit is how yes and no are stored.
func bit(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
