// Package store keeps the county's reports in one SQLite file: agencies,
// versions with every figure, originals, findings and the batches they came
// in. It is the only package that knows SQL. It streams figures and never
// adds them up, and it needs no form: each table carries its own codes.
//
// A writing transaction (Update) ends by deriving anew the findings of every
// report that it touched, and by raising the change number, so that figures
// and findings are never seen apart.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// county is the row of the one county that a database holds for now.
const county = 1

// Limits of the connections: a writer waits this long for another program,
// and this many readers run at a time.
const (
	busyMillis = 10_000
	readers    = 8
)

// Options are what the store is told at its opening.
type Options struct {
	// Derive returns the findings of one report. It is called inside the
	// writing transaction, must not call the store, and must depend on its
	// input alone. Nil derives nothing and leaves the stored findings of
	// untouched reports as they are.
	Derive func(data.CheckInput) []data.Finding
	// RulesVersion is the version of the rules behind Derive. Where it differs
	// from the stored one, Open derives all findings anew.
	RulesVersion int
}

// Store is an open database. Its methods may be called from several
// goroutines; other programs may use the same file at the same time.
type Store struct {
	path   string
	read   *sql.DB
	write  *sql.DB // one connection
	derive func(data.CheckInput) []data.Finding

	// turn holds one token: the writers of this program queue for it. What
	// follows belongs to the one whose turn it is.
	turn    chan struct{}
	known   map[string]*sql.Stmt // statements of earlier transactions, prepared for good
	squeeze squeezer
}

// Open opens the database file, creates it where there is none (its folder
// must exist) and brings its schema up to date. What a clerk can mend comes
// back as *Trouble. The caller closes the store.
func Open(ctx context.Context, path string, o Options) (*Store, error) {
	s, err := open(ctx, path, o)
	if err != nil {
		return nil, explain(path, err)
	}
	if err := s.rulesChanged(ctx, o.RulesVersion); err != nil {
		return nil, errors.Join(explain(path, err), s.Close())
	}
	return s, nil
}

func open(ctx context.Context, path string, o Options) (*Store, error) {
	source, err := sourceName(path)
	if err != nil {
		return nil, err
	}
	write, err := sql.Open("sqlite3", source+"&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	write.SetMaxOpenConns(1)
	if err := migrate(ctx, write, path, migrations); err != nil {
		return nil, errors.Join(err, write.Close())
	}
	read, err := sql.Open("sqlite3", source+"&_query_only=1")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), write.Close())
	}
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	return &Store{
		path: path, read: read, write: write, derive: o.Derive,
		turn: make(chan struct{}, 1), known: map[string]*sql.Stmt{},
	}, nil
}

// sourceName makes the connection string. The pragmas stand in it so that
// every connection has them; the path is escaped as a URI since folders are
// named with ?, % and # too.
func sourceName(path string) (string, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return "", fmt.Errorf("find database: %w", err)
	}
	abs = filepath.ToSlash(abs)
	if runtime.GOOS == "windows" && !strings.HasPrefix(abs, "/") {
		abs = "/" + abs // file:///C:/…
	}
	return fmt.Sprintf("file://%s?_busy_timeout=%d&_journal_mode=WAL&_synchronous=NORMAL&_foreign_keys=1&_recursive_triggers=0",
		(&url.URL{Path: abs}).EscapedPath(), busyMillis), nil
}

// Close closes the database. Transactions must have ended.
func (s *Store) Close() error {
	return errors.Join(s.read.Close(), s.write.Close())
}

// Change returns the change number. It is raised in each transaction that
// writes something, by this program or another.
func (s *Store) Change(ctx context.Context) (int64, error) {
	var n int64
	err := s.view(ctx, func(q *session) error {
		var err error
		n, err = q.change()
		return err
	})
	return n, err
}

// rulesChanged derives all findings where those in the database come from
// other rules. Without Derive there are none to compare with.
func (s *Store) rulesChanged(ctx context.Context, version int) error {
	if s.derive == nil {
		return nil
	}
	return s.Update(ctx, func(t *Tx) error {
		var stored int
		if _, err := t.q.one(`SELECT rules_version FROM store`, []any{&stored}); err != nil || stored == version {
			return err
		}
		t.all = true
		return t.exec(`UPDATE store SET rules_version = ?`, version)
	})
}
