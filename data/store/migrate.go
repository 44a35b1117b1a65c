package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migration is one step of the schema. Steps go forward only.
type migration struct {
	number int
	name   string
	script string
}

// readMigrations returns the steps in dir, named 0001_what.sql without gaps.
func readMigrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "migrations/*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	var steps []migration
	for i, name := range names {
		base := strings.TrimSuffix(strings.TrimPrefix(name, "migrations/"), ".sql")
		digits, _, _ := strings.Cut(base, "_")
		if n, err := strconv.Atoi(digits); err != nil || n != i+1 {
			return nil, fmt.Errorf("migration %q: want number %d", name, i+1)
		}
		script, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read migration %q: %w", name, err)
		}
		steps = append(steps, migration{number: i + 1, name: base, script: string(script)})
	}
	return steps, nil
}

// migrate brings the schema up to the last step, each in a transaction of
// its own. The write lock is taken even where nothing is to be done, so that
// a database that cannot be written is found out at the start.
func migrate(ctx context.Context, db *sql.DB, path string, files fs.FS) error {
	steps, err := readMigrations(files)
	if err != nil {
		return err
	}
	for {
		done, err := migrateOne(ctx, db, path, steps)
		if err != nil || done {
			return err
		}
	}
}

// migrateOne runs the first step that the database lacks and reports whether
// it lacked none. What it lacks is asked under the lock, since another
// program may be opening the same file.
func migrateOne(ctx context.Context, db *sql.DB, path string, steps []migration) (done bool, err error) {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return false, fmt.Errorf("begin migration: %w", err)
	}
	defer func() {
		if done || err != nil {
			_ = tx.Rollback() // nothing was written, or what was is not wanted
		}
	}()
	at, err := schemaNumber(ctx, tx, path)
	if err != nil {
		return false, err
	}
	switch {
	case at > len(steps):
		return false, &Trouble{Path: path, Reason: "由更新版本的 nianbao 建立", Advice: "请改用新版本的程序打开"}
	case at == len(steps):
		return true, nil
	}
	step := steps[at]
	if _, err := tx.ExecContext(ctx, step.script); err != nil {
		return false, fmt.Errorf("run migration %q: %w", step.name, err)
	}
	const record = `INSERT INTO migration (number, name) VALUES (?, ?)`
	if _, err := tx.ExecContext(ctx, record, step.number, step.name); err != nil {
		return false, fmt.Errorf("record migration %q: %w", step.name, err)
	}
	if err := tx.Commit(); err != nil {
		return false, fmt.Errorf("commit migration %q: %w", step.name, err)
	}
	return false, nil
}

// schemaNumber returns the number of the last step that was run, 0 for an
// empty file. A database of some other program is Trouble.
func schemaNumber(ctx context.Context, tx *sql.Tx, path string) (int, error) {
	var ours, tables int
	// The one question that is put to SQLite's own catalogue.
	const catalogue = `
		SELECT COUNT(CASE WHEN name = 'migration' THEN 1 END), COUNT(*)
		FROM   sqlite_master
		WHERE  type = 'table'`
	if err := tx.QueryRowContext(ctx, catalogue).Scan(&ours, &tables); err != nil {
		return 0, fmt.Errorf("read catalogue: %w", err)
	}
	if ours == 0 && tables > 0 {
		return 0, &Trouble{Path: path, Reason: "不是 nianbao 的数据库", Advice: "请检查 --db 所指的文件"}
	}
	if ours == 0 {
		const create = `CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL)`
		_, err := tx.ExecContext(ctx, create)
		return 0, err
	}
	var at int
	err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(number), 0) FROM migration`).Scan(&at)
	return at, err
}
