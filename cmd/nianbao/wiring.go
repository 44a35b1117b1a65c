package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/check"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/reader"
	"github.com/nianbao/nianbao/data/store"
)

const dbName = "nianbao.db"

// dbFlag adds --db to a command.
func dbFlag(c *cobra.Command, db *string) {
	c.Flags().StringVar(db, "db", "", "数据库`文件`（默认：环境变量 NIANBAO_DB，其次当前文件夹的 nianbao.db，再次程序所在文件夹的 nianbao.db）")
}

// dbPath returns the database that a command works on.
func (p *program) dbPath(flag string) string {
	if flag != "" {
		return p.inDir(flag)
	}
	if env := p.env("NIANBAO_DB"); env != "" {
		return p.inDir(env)
	}
	here := filepath.Join(p.dir, dbName)
	if _, err := os.Stat(here); err == nil {
		return here
	}
	return filepath.Join(p.self, dbName)
}

func (p *program) inDir(path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(p.dir, path)
}

// openStore opens the database, making it where there is none.
func openStore(ctx context.Context, path string) (*store.Store, error) {
	return store.Open(ctx, path, store.Options{Derive: check.Derive, RulesVersion: check.RulesVersion})
}

// openExisting opens a database that must be there already: a command that
// only reads does not make an empty one for a mistyped path.
func openExisting(ctx context.Context, path string) (*store.Store, error) {
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		return nil, usage("没有找到数据库 %s。请先用 nianbao import 导入年报，或用 --db 指明数据库。", path)
	}
	return openStore(ctx, path)
}

// storeSentence words the store's own errors.
func storeSentence(err error) (string, bool) {
	var t *store.Trouble
	if errors.As(err, &t) {
		return t.Error(), true
	}
	return "", false
}

// intakeStore lets intake name its own transaction interface.
type intakeStore struct{ *store.Store }

// Update runs fn in one writing transaction.
func (s intakeStore) Update(ctx context.Context, fn func(intake.Tx) error) error {
	return s.Store.Update(ctx, func(t *store.Tx) error { return fn(t) })
}

func newIntake(s *store.Store) *intake.Intake { return newIntakeAt(s, time.Now) }

// newIntakeAt is newIntake by another clock.
func newIntakeAt(s *store.Store, now func() time.Time) *intake.Intake {
	return intake.New(intakeStore{s}, reader.Read, now)
}

// snapshot builds the columnar snapshot of everything that counts.
func snapshot(ctx context.Context, s *store.Store) (*aggregate.Snapshot, error) {
	b := aggregate.NewBuilder()
	h, err := s.Holdings(ctx, func(v data.Version) error {
		b.Add(v)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return b.Build(h), nil
}
