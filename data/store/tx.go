package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/nianbao/nianbao/data"
)

// Tx is one writing transaction. It is valid inside the function given to
// Update only and must not be shared between goroutines.
type Tx struct {
	q       *session
	derive  func(data.CheckInput) []data.Finding
	wrote   bool
	touched map[data.ReportKey]bool // reports whose findings may have changed
	all     bool                    // every report's may have
}

// Update runs fn in one writing transaction. At its end the findings of
// every touched report, of the next year's report of the same agency and of
// its successors are derived and replaced, and the change number is raised;
// where fn wrote nothing, nothing is raised. An error or a panic of fn leaves
// the database as it was. Writers queue, in this program and with others.
func (s *Store) Update(ctx context.Context, fn func(*Tx) error) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	q, err := s.transact(ctx, fn)
	if err == nil {
		s.keepStatements(q)
	}
	if err != nil && ctx.Err() != nil {
		return ctx.Err()
	}
	return explain(s.path, err)
}

// transact is Update for the one whose turn it is.
func (s *Store) transact(ctx context.Context, fn func(*Tx) error) (*session, error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("begin writing: %w", err)
	}
	committed := false
	defer func() {
		if !committed {
			_ = tx.Rollback() // the first error tells more
		}
	}()
	q := newSession(ctx, tx, &s.squeeze)
	q.known = s.known
	t := &Tx{q: q, derive: s.derive, touched: map[data.ReportKey]bool{}}
	if err := t.run(fn); err != nil {
		return nil, err
	}
	if err := tx.Commit(); err != nil {
		return nil, fmt.Errorf("commit: %w", err)
	}
	committed = true
	return q, nil
}

// keepStatements prepares for good what the transaction asked for the first
// time: an import runs the same statements in thousands of transactions.
func (s *Store) keepStatements(q *session) {
	for query := range q.stmts {
		if s.known[query] != nil {
			continue
		}
		// One that cannot be prepared now is prepared by its transaction again.
		if stmt, err := s.write.PrepareContext(q.ctx, query); err == nil {
			s.known[query] = stmt
		}
	}
}

// run does everything between begin and commit.
func (t *Tx) run(fn func(*Tx) error) error {
	if err := fn(t); err != nil {
		return err
	}
	if !t.wrote {
		return nil
	}
	if err := t.deriveTouched(); err != nil {
		return fmt.Errorf("derive findings: %w", err)
	}
	return t.exec(`UPDATE store SET change_number = change_number + 1`)
}

// exec runs a statement; rows that it changes make the transaction a
// writing one.
func (t *Tx) exec(query string, args ...any) error {
	n, err := t.q.exec(query, args...)
	t.wrote = t.wrote || n > 0
	return err
}

// must runs a statement that has to change a row.
func (t *Tx) must(query string, args ...any) error {
	n, err := t.q.exec(query, args...)
	t.wrote = t.wrote || n > 0
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return err
}

// touch marks a report whose current version or figures changed.
func (t *Tx) touch(k data.ReportKey) { t.touched[k] = true }

// nextID returns the next free id of a table whose rows are numbered by it.
func (t *Tx) nextID(query string, args ...any) (int64, error) {
	var last sql.NullInt64
	_, err := t.q.one(query, []any{&last}, args...)
	return last.Int64 + 1, err
}

// wrap names the operation in an error that no sentinel already tells.
func wrap(operation string, err error) error {
	if err == nil || errors.Is(err, ErrInUse) || errors.Is(err, ErrNotNewest) || errors.Is(err, ErrNotFound) {
		return err
	}
	return fmt.Errorf("%s: %w", operation, err)
}
