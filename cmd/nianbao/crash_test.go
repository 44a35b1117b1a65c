package main

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	_ "github.com/mattn/go-sqlite3"

	"github.com/nianbao/nianbao/data/sample"
)

// kills is how often an import is killed.
const kills = 50

// crashYear is the year whose files are imported: some forty, of all formats.
const crashYear = "2021"

func TestAKilledImportLeavesWholeReportsAndCanBeRepeated(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts the program a hundred times")
	}
	dir := t.TempDir()
	program := buildProgram(t, dir)
	files := writeYear(t, dir)
	reference := filepath.Join(dir, "reference.db")
	started := time.Now()
	runImport(t, program, reference, files)
	took := time.Since(started)
	want := exportedFrom(t, program, reference)
	reports := byReport(want)
	random := rand.New(rand.NewPCG(1, 2))
	cut := 0
	for i := range kills {
		db := filepath.Join(dir, fmt.Sprintf("killed%d.db", i))
		if !killImport(t, program, db, files, time.Duration(random.Int64N(int64(took)))) {
			took = took * 3 / 4 // the machine has less to do than when it was timed
		}
		got := partial(t, program, db)
		for key, lines := range byReport(got) {
			if lines != reports[key] {
				t.Errorf("kill %d: report %s is not whole:\n%s", i, key, cmp.Diff(reports[key], lines))
			}
		}
		if len(got) < len(want) {
			cut++
		}
		runImport(t, program, db, files)
		if diff := cmp.Diff(want, exportedFrom(t, program, db)); diff != "" {
			t.Fatalf("kill %d: the repeated import differs (-undisturbed +repeated):\n%s", i, diff)
		}
	}
	if cut < kills/4 {
		t.Errorf("only %d of %d imports were cut off before their end: the kills come too late to prove anything", cut, kills)
	}
}

// buildProgram builds the program as users have it, without the race
// detector's slowness.
func buildProgram(t *testing.T, dir string) string {
	t.Helper()
	out := filepath.Join(dir, "nianbao")
	cmd := exec.Command("go", "build", "-o", out, ".")
	if b, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, b)
	}
	return out
}

// writeYear writes one year's files of the made-up county.
func writeYear(t *testing.T, dir string) string {
	t.Helper()
	c := sample.New(1)
	folder := filepath.Join(dir, crashYear)
	for i := range c.Files {
		f := &c.Files[i]
		name, ok := strings.CutPrefix(f.Path, crashYear+"/")
		if !ok {
			continue
		}
		b, err := f.Bytes()
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func importCommand(program, db, files string) *exec.Cmd {
	return exec.Command(program, "import", "--db", db, files)
}

// runImport imports to the end; some files of the county wait or are refused.
func runImport(t *testing.T, program, db, files string) {
	t.Helper()
	out, err := importCommand(program, db, files).CombinedOutput()
	if code := exitCode(err); code != 0 && code != exitPart {
		t.Fatalf("import: %v\n%s", err, out)
	}
}

func exitCode(err error) int {
	if err == nil {
		return 0
	}
	if e, ok := err.(*exec.ExitError); ok {
		return e.ExitCode()
	}
	return -1
}

// killImport starts an import and kills it; false where it had ended by itself.
func killImport(t *testing.T, program, db, files string, after time.Duration) bool {
	t.Helper()
	cmd := importCommand(program, db, files)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	_ = cmd.Process.Kill() // it may have ended by itself
	return exitCode(cmd.Wait()) == -1
}

// partial checks the database that a killed import left and returns its export.
func partial(t *testing.T, program, db string) string {
	t.Helper()
	if _, err := os.Stat(db); os.IsNotExist(err) {
		return ""
	}
	raw, err := sql.Open("sqlite3", db)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	var verdict string
	if err := raw.QueryRow(`PRAGMA integrity_check`).Scan(&verdict); err != nil || verdict != "ok" {
		t.Fatalf("integrity check of %s: %q, %v", db, verdict, err)
	}
	return exportedFrom(t, program, db)
}

// exportedFrom exports with the built program: the race detector would take
// most of the test's time and finds nothing here.
func exportedFrom(t *testing.T, program, db string) string {
	t.Helper()
	out, err := exec.Command(program, "export", "long", "--encoding", "utf-8", "--db", db).Output()
	if err != nil {
		t.Fatalf("export %s: %v", db, err)
	}
	return string(out)
}

// byReport groups the lines of a long export by agency, year and kind. The
// agency's name may still become fuller with a later file, so only the year,
// kind and the figures are compared under a key without its prefix.
func byReport(export string) map[string]string {
	out := map[string]string{}
	for line := range strings.Lines(export) {
		fields := strings.SplitN(line, ",", 4)
		if len(fields) < 4 || fields[0] == "agency" {
			continue
		}
		name := strings.TrimPrefix(strings.TrimPrefix(fields[0], sample.Name), "县")
		out[name+" "+fields[1]+" "+fields[2]] += fields[3]
	}
	return out
}
