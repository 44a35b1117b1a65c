package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

func openFile(t *testing.T, path string) *Store {
	t.Helper()
	s, err := Open(context.Background(), path, Options{})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

// run changes the file behind the store's back, as another program would.
func run(t *testing.T, s *Store, script string) {
	t.Helper()
	if _, err := s.write.Exec(script); err != nil {
		t.Fatalf("run %q: %v", script, err)
	}
}

func TestMigrationsFromEmpty(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "县 100%?#.db")
	s := openFile(t, path)
	if _, err := os.Stat(path); err != nil {
		t.Errorf("want the file where it was asked for: %v", err)
	}
	r, err := s.Roster(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want := &data.Roster{County: data.County{Level: "县"}}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("roster (-want +got):\n%s", diff)
	}
	var name string
	if err := s.read.QueryRow(`SELECT name FROM migration WHERE number = 1`).Scan(&name); err != nil || name != "0001_reports" {
		t.Errorf("want migration 0001_reports recorded, got %q, %v", name, err)
	}
}

// TestMigrationsGoOn opens a file that has rows with a program that knows a
// further step, and then with the older program.
func TestMigrationsGoOn(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "nianbao.db")
	s := openFile(t, path)
	run(t, s, `UPDATE county SET name = '示例县'`)
	known, err := readMigrations(migrations)
	if err != nil {
		t.Fatal(err)
	}
	later := fstest.MapFS{}
	for _, step := range known {
		later["migrations/"+step.name+".sql"] = &fstest.MapFile{Data: []byte(step.script)}
	}
	next := len(known) + 1
	broken := fmt.Sprintf("%04d_broken", next+1)
	later[fmt.Sprintf("migrations/%04d_note.sql", next)] = &fstest.MapFile{Data: []byte(`ALTER TABLE county ADD COLUMN note TEXT NOT NULL DEFAULT ''; UPDATE county SET note = name;`)}
	later["migrations/"+broken+".sql"] = &fstest.MapFile{Data: []byte(`UPDATE county SET note = 'half'; UPDATE nothing SET x = 1;`)}
	err = migrate(ctx, s.write, path, later)
	if err == nil || !strings.Contains(err.Error(), broken) {
		t.Errorf("want the broken step named, got %v", err)
	}
	var note string
	var at int
	if err := s.read.QueryRow(`SELECT note, (SELECT MAX(number) FROM migration) FROM county`).Scan(&note, &at); err != nil {
		t.Fatal(err)
	}
	if note != "示例县" || at != next {
		t.Errorf("want the step after the known ones whole and nothing of the broken one, got %q at %d", note, at)
	}

	_, err = Open(ctx, path, Options{})
	wantTrouble(t, err, "由更新版本的 nianbao 建立")
	delete(later, "migrations/"+broken+".sql")
	if err := migrate(ctx, s.write, path, later); err != nil {
		t.Errorf("the newer program opens it again: %v", err)
	}
}

// TestEveryStepFindsRows opens files that programs of every earlier step wrote,
// with an agency and a succession in them.
func TestEveryStepFindsRows(t *testing.T) {
	t.Parallel()
	known, err := readMigrations(migrations)
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n < len(known); n++ {
		t.Run(known[n].name, func(t *testing.T) {
			t.Parallel()
			ctx, path := context.Background(), filepath.Join(t.TempDir(), "nianbao.db")
			earlier := fstest.MapFS{}
			for _, step := range known[:n] {
				earlier["migrations/"+step.name+".sql"] = &fstest.MapFile{Data: []byte(step.script)}
			}
			db, err := sql.Open("sqlite3", path)
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if err := migrate(ctx, db, path, earlier); err != nil {
				t.Fatal(err)
			}
			const rows = `
				INSERT INTO agency (county, key, name, unit_group, position, from_year, to_year, counts)
				VALUES (1, 'a', '甲局', '部门', 1, 0, 2018, 1), (1, 'b', '乙局', '部门', 2, 2019, 0, 1);
				INSERT INTO succession (county, number, old_agency, new_agency, year, rule) VALUES (1, 1, 'a', 'b', 2019, 'link');`
			if _, err := db.Exec(rows); err != nil {
				t.Fatal(err)
			}
			db.Close()
			r, err := openFile(t, path).Roster(ctx)
			if err != nil {
				t.Fatal(err)
			}
			want := []data.Agency{
				{Key: "a", Name: "甲局", Group: data.GroupDepartment, Order: 1, To: 2018, Counts: true},
				{Key: "b", Name: "乙局", Group: data.GroupDepartment, Order: 2, From: 2019, Counts: true},
			}
			if diff := cmp.Diff(want, r.Agencies); diff != "" || len(r.Successions) != 1 {
				t.Errorf("agencies (-want +got):\n%s%v", diff, r.Successions)
			}
		})
	}
}

func TestMigrationsAreNumberedWithoutGaps(t *testing.T) {
	t.Parallel()
	for _, names := range [][]string{{"0002_a.sql"}, {"0001_a.sql", "0003_b.sql"}, {"0001_a.sql", "0001_b.sql"}, {"a.sql"}} {
		files := fstest.MapFS{}
		for _, n := range names {
			files["migrations/"+n] = &fstest.MapFile{}
		}
		if steps, err := readMigrations(files); err == nil {
			t.Errorf("%v: want an error, got %v", names, steps)
		}
	}
}

func wantTrouble(t *testing.T, err error, reason string) {
	t.Helper()
	var trouble *Trouble
	if !errors.As(err, &trouble) {
		t.Errorf("want Trouble %q, got %v", reason, err)
		return
	}
	if !strings.Contains(err.Error(), reason) || !strings.Contains(err.Error(), trouble.Path) || trouble.Advice == "" {
		t.Errorf("want reason %q, file and advice, got %q", reason, err)
	}
}

func TestFilesThatCannotBeOpened(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cases := map[string]struct {
		path    string
		content string
		want    string
	}{
		"a text":               {"a.txt", strings.Repeat("示例县年报", 1000), "不是 nianbao 的数据库"},
		"a folder that is not": {"none/nianbao.db", "", "打不开"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, c.path)
			if c.content != "" {
				if err := os.WriteFile(path, []byte(c.content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := Open(context.Background(), path, Options{})
			wantTrouble(t, err, c.want)
		})
	}
	t.Run("a folder", func(t *testing.T) {
		_, err := Open(context.Background(), dir, Options{})
		wantTrouble(t, err, "打不开")
	})
}

func TestDatabaseOfAnotherProgram(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "other.db")
	s := openFile(t, path)
	run(t, s, `DROP TABLE migration`)
	_, err := Open(context.Background(), path, Options{})
	wantTrouble(t, err, "不是 nianbao 的数据库")
}

// put is a writing transaction that stores more than a page.
func put(s *Store) error {
	return s.Update(context.Background(), func(t *Tx) error {
		_, err := t.StartBatch(strings.Repeat("批次", 10_000), testTime)
		return err
	})
}

func TestTroubleWhileWriting(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		before, after string
		want          string
	}{
		"the disk is full":           {`PRAGMA max_page_count = 1`, `PRAGMA max_page_count = 100000`, "磁盘已满"},
		"the file cannot be written": {`PRAGMA query_only = 1`, `PRAGMA query_only = 0`, "只能读，不能写"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := openFile(t, filepath.Join(t.TempDir(), "nianbao.db"))
			if err := put(s); err != nil {
				t.Fatal(err)
			}
			run(t, s, c.before)
			wantTrouble(t, put(s), c.want)
			run(t, s, c.after)
			if list, err := s.Batches(context.Background()); err != nil || len(list) != 1 {
				t.Errorf("want the first batch alone, got %d, %v", len(list), err)
			}
			if err := put(s); err != nil {
				t.Errorf("write when it is over: %v", err)
			}
		})
	}
}

func TestDatabaseLockedByAnotherProgram(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "nianbao.db")
	s, other := openFile(t, path), openFile(t, path)
	run(t, s, `PRAGMA busy_timeout = 1`)
	err := other.Update(context.Background(), func(*Tx) error {
		wantTrouble(t, put(s), "正被另一个程序占用")
		if _, err := s.Batches(context.Background()); err != nil {
			t.Errorf("read meanwhile: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := put(s); err != nil {
		t.Errorf("write when it is over: %v", err)
	}
}

// TestSchemaRefusesBadRows writes past the package: what it would never
// write, the schema does not take either.
func TestSchemaRefusesBadRows(t *testing.T) {
	t.Parallel()
	s := openFile(t, filepath.Join(t.TempDir(), "nianbao.db"))
	const insert = `INSERT INTO version VALUES `
	run(t, s, `
		INSERT INTO agency (county, key, name, unit_group, position, from_year, to_year, counts) VALUES (1, 'a', '示例县财政局', '部门', 1, 0, 0, 1);
		INSERT INTO batch VALUES (1, '年报', '2024-02-01T08:30:00Z', '', '');
		INSERT INTO original VALUES ('00', x'00');
		INSERT INTO version VALUES (1, 1, 1, 1, 'a', 2023, 'unit', 1, '', 0, 'f', 'docx', '00', '', 1, 0, '', 0, '', '', '', '', '', 'draft', '', '', '', '', '');
		INSERT INTO figure VALUES (1, 't3.new', 'read', 7, '');`)
	cases := map[string]string{
		"a second current version":     insert + `(2, 1, 1, 2, 'a', 2023, 'unit', 1, '', 0, 'f', 'docx', '00', '', 1, 0, '', 0, '', '', '', '', '', 'draft', '', '', '', '', '')`,
		"a number twice":               insert + `(2, 1, 1, 1, 'a', 2023, 'unit', 0, '', 0, 'f', 'docx', '00', '', 1, 0, '', 0, '', '', '', '', '', 'draft', '', '', '', '', '')`,
		"a settled one without number": insert + `(2, 1, 1, 0, 'a', 2023, 'unit', 0, '', 0, 'f', 'docx', '00', '', 1, 0, '', 0, '', '', '', '', '', 'draft', '', '', '', '', '')`,
		"a current one that waits":     insert + `(2, 1, 1, 1, 'a', 2022, 'unit', 1, 'no_year', 0, 'f', 'docx', '00', '', 1, 0, '', 0, '', '', '', '', '', 'draft', '', '', '', '', '')`,
		"an original that is not kept": insert + `(2, 1, 1, 1, 'a', 2022, 'unit', 1, '', 0, 'f', 'docx', '01', '', 1, 0, '', 0, '', '', '', '', '', 'draft', '', '', '', '', '')`,
		"a code twice":                 `INSERT INTO figure VALUES (1, 't3.new', 'read', 8, '')`,
		"a state that is none":         `INSERT INTO figure VALUES (1, 't3.old', 'zero', 0, '')`,
		"a value that nobody read":     `INSERT INTO figure VALUES (1, 't3.old', 'missing', 8, '')`,
		"an agency with versions":      `DELETE FROM agency`,
		"an original in use":           `DELETE FROM original`,
		"a reason of nobody":           `INSERT INTO explanation VALUES (1, 'a', 2023, 'unit', 'T3-1', 't3.new', 'f', 'r', '', '')`,
		"a second store":               `INSERT INTO store VALUES (2, 0, 0, 0)`,
	}
	for name, script := range cases {
		t.Run(name, func(t *testing.T) {
			// For what it says, not for the number of its columns.
			if _, err := s.write.Exec(script); err == nil || strings.Contains(err.Error(), "columns") {
				t.Errorf("want it refused, got %v", err)
			}
		})
	}
}
