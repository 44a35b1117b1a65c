package store

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// stamp marks a database, so that one is told from another.
func stamp(t *testing.T, path, label string) *Store {
	t.Helper()
	s := openFile(t, path)
	err := s.Update(context.Background(), func(tx *Tx) error {
		_, err := tx.StartBatch(label, time.Unix(1, 0))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// labels are the marks of a database.
func labels(t *testing.T, path string) []string {
	t.Helper()
	list, err := openFile(t, path).Batches(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, b := range list {
		out = append(out, b.Label)
	}
	return out
}

func folder(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range list {
		out = append(out, e.Name())
	}
	return out
}

func TestBackupIsRestored(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), t.TempDir()
	db, backup := filepath.Join(dir, "nianbao.db"), filepath.Join(dir, "备份.db")
	s := stamp(t, db, "一月")
	if err := s.Backup(ctx, backup); err != nil {
		t.Fatal(err)
	}
	wantTrouble(t, s.Backup(ctx, backup), "已经存在")
	if err := s.Update(ctx, func(tx *Tx) error { _, err := tx.StartBatch("二月", time.Unix(2, 0)); return err }); err != nil {
		t.Fatal(err)
	}
	_, err := Restore(ctx, backup, db, Options{})
	wantTrouble(t, err, "正在使用")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	kept, err := Restore(ctx, backup, db, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string][]string{db: {"一月"}, kept: {"二月", "一月"}, backup: {"一月"}} {
		if diff := cmp.Diff(want, labels(t, path)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", filepath.Base(path), diff)
		}
	}
	if again, err := Restore(ctx, kept, filepath.Join(dir, "new.db"), Options{}); err != nil || again != "" {
		t.Errorf("into an empty place: want nothing kept aside, got %q, %v", again, err)
	}
}

func TestWhatCannotBeRestoredReplacesNothing(t *testing.T) {
	t.Parallel()
	ctx, dir := context.Background(), t.TempDir()
	db := filepath.Join(dir, "nianbao.db")
	if err := stamp(t, db, "一月").Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	torn := append([]byte(nil), whole...)
	for i := len(torn) / 2; i < len(torn); i++ {
		torn[i] ^= 0x5a
	}
	cases := map[string][]byte{
		"text.db": []byte("不是数据库"), "torn.db": torn, "half.db": whole[:len(whole)/2],
	}
	for name, b := range cases {
		if err := os.WriteFile(filepath.Join(dir, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	before := folder(t, dir)
	for _, name := range []string{"text.db", "torn.db", "half.db", "missing.db"} {
		_, err := Restore(ctx, filepath.Join(dir, name), db, Options{})
		if err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: want trouble that names it, got %v", name, err)
		}
	}
	if diff := cmp.Diff(before, folder(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"一月"}, labels(t, db)); diff != "" {
		t.Errorf("the database (-want +got):\n%s", diff)
	}
}

func TestBackupThatCannotBeWrittenLeavesNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := stamp(t, filepath.Join(dir, "nianbao.db"), "一月")
	if err := s.Backup(context.Background(), filepath.Join(dir, "没有", "备份.db")); err == nil {
		t.Error("want trouble")
	}
	for _, name := range folder(t, dir) {
		if strings.Contains(name, "备份") {
			t.Errorf("left behind: %s", name)
		}
	}
}
