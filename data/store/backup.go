package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Backup writes the whole database, as it is at one moment, into a new file,
// while others may go on using it. A file that is there is Trouble; where the
// backup fails nothing is left behind.
func (s *Store) Backup(ctx context.Context, to string) error {
	if _, err := os.Lstat(to); !errors.Is(err, fs.ErrNotExist) {
		return &Trouble{Path: to, Reason: "已经存在", Advice: "请换一个文件名，或先移走原来的备份"}
	}
	part := to + ".part"
	err := s.backup(ctx, part)
	if err == nil {
		err = os.Rename(part, to)
	}
	if err != nil {
		_ = os.Remove(part) // the first error tells more
		return explain(to, fmt.Errorf("back up: %w", err))
	}
	return nil
}

// backup has SQLite copy itself, and waits until the copy is on the disk.
func (s *Store) backup(ctx context.Context, part string) error {
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err // left by a backup that was cut off
	}
	if _, err := s.write.ExecContext(ctx, `VACUUM INTO ?`, part); err != nil {
		return err
	}
	f, err := os.OpenFile(part, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Restore puts a backup in the place of the database at to, brings its schema
// up to date, and returns where the database that stood there is kept; empty
// where there was none. The backup itself is not changed. Nothing is replaced
// by a file that is damaged or no database of ours, nor under a program that
// is using the one at to.
func Restore(ctx context.Context, from, to string, o Options) (kept string, err error) {
	part, err := copied(from, to)
	if err != nil {
		return "", &Trouble{Path: from, Reason: "不能复制到数据库所在的文件夹", Advice: "请检查备份文件是否存在、文件夹能否写入、磁盘是否已满", Err: err}
	}
	defer func() {
		if err != nil {
			removeDatabase(part)
		}
	}()
	if err := sound(ctx, part, o); err != nil {
		return "", namedFor(err, from)
	}
	if kept, err = aside(ctx, to); err != nil {
		return "", err
	}
	if err := os.Rename(part, to); err != nil {
		if kept != "" {
			err = errors.Join(err, os.Rename(kept, to))
		}
		return "", inPlace(to, err)
	}
	return kept, nil
}

// copied copies the backup beside the database, so that it can be put in its
// place at one stroke.
func copied(from, to string) (string, error) {
	in, err := os.Open(from)
	if err != nil {
		return "", err
	}
	defer in.Close()
	out, err := os.CreateTemp(filepath.Dir(to), filepath.Base(to)+".restore-*")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		removeDatabase(out.Name())
		return "", err
	}
	return out.Name(), nil
}

// sound opens the copy, which brings it up to date, and has SQLite look at
// every page of it.
func sound(ctx context.Context, path string, o Options) error {
	s, err := Open(ctx, path, o)
	if err != nil {
		return err
	}
	var verdict string
	err = s.write.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&verdict)
	if err = errors.Join(err, s.Close()); err != nil {
		return explain(path, err)
	}
	if verdict != "ok" {
		return &Trouble{Path: path, Reason: "备份已损坏", Advice: "请换一份备份", Err: errors.New(verdict)}
	}
	return nil
}

// namedFor lets the trouble of the copy speak of the backup.
func namedFor(err error, from string) error {
	var t *Trouble
	if errors.As(err, &t) {
		named := *t
		named.Path = from
		return &named
	}
	return err
}

// aside moves a database out of the way under a name of its own. Where
// another program has it open, that is Trouble: it would go on writing into
// the file that was moved.
func aside(ctx context.Context, to string) (string, error) {
	if _, err := os.Lstat(to); errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	// The last one that closes a database removes its log.
	if s, err := open(ctx, to, Options{}); err == nil {
		if err := s.Close(); err != nil {
			return "", explain(to, err)
		}
	}
	if _, err := os.Lstat(to + "-wal"); err == nil {
		return "", &Trouble{Path: to, Reason: "正在使用", Advice: "请先关闭正在运行的 nianbao，再恢复"}
	}
	ending := filepath.Ext(to)
	for n := 1; ; n++ {
		kept := fmt.Sprintf("%s.恢复前%d%s", strings.TrimSuffix(to, ending), n, ending)
		if _, err := os.Lstat(kept); errors.Is(err, fs.ErrNotExist) {
			if err := os.Rename(to, kept); err != nil {
				return "", inPlace(to, err)
			}
			return kept, nil
		}
	}
}

func inPlace(to string, err error) error {
	return &Trouble{Path: to, Reason: "不能换成备份", Advice: "请先关闭正在运行的 nianbao，并检查文件夹能否写入", Err: err}
}

// removeDatabase removes a database with its log; what cannot be removed
// stays, since an error already tells more.
func removeDatabase(path string) {
	for _, ending := range []string{"", "-wal", "-shm", "-journal"} {
		_ = os.Remove(path + ending)
	}
}
