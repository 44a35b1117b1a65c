package pdf

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// answering is a module whose function "answer" returns n, less than 64.
func answering(n byte) []byte {
	section := func(id byte, body string) string { return string([]byte{id, byte(len(body))}) + body }
	return []byte("\x00asm\x01\x00\x00\x00" +
		section(1, "\x02\x60\x00\x00\x60\x00\x01\x7f") + // functions of nothing, and of nothing to a number
		section(3, "\x02\x00\x01") +
		section(5, "\x01\x00\x01") + // a memory of one page
		section(sectionGlobal, "\x01\x7f\x00\x41\x07\x0b") +
		section(sectionExport, "\x03\x0b_initialize\x00\x00\x06answer\x00\x01\x06memory\x02\x00") +
		section(sectionCode, "\x02\x02\x00\x0b\x04\x00\x41"+string(n)+"\x0b"))
}

func wantAnswer(t *testing.T, e *engine, want uint64) {
	t.Helper()
	m, err := e.module()
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.ExportedFunction("answer").Call(context.Background())
	if err != nil || len(got) != 1 || got[0] != want {
		t.Errorf("want %d, got %v, %v", want, got, err)
	}
}

func TestTheCacheHoldsTheTrueFunctions(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "with [odd] name")
	e, err := cacheEngine(dir, answering(42))
	if err != nil {
		t.Fatal(err)
	}
	wantAnswer(t, e, 42)
	for range 2 {
		e, err := loadEngine(dir, answering(42))
		if err != nil {
			t.Fatal(err)
		}
		wantAnswer(t, e, 42)
		wantAnswer(t, e, 42) // the instance started ahead, and another
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 1 {
		t.Errorf("want the cache and nothing beside it, got %v, %v", files, err)
	}
}

func TestACacheThatDoesNotFitIsReplaced(t *testing.T) {
	t.Parallel()
	fill := func(t *testing.T, dir string, module []byte) {
		t.Helper()
		if _, err := cacheEngine(dir, module); err != nil {
			t.Fatal(err)
		}
	}
	damage := func(t *testing.T, dir string, change func([]byte) []byte) {
		t.Helper()
		fill(t, dir, answering(42))
		name, err := onlyFile(dir)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(dir, name)
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, change(b), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	tests := []struct {
		name  string
		cache func(t *testing.T, dir string)
	}{
		{"no folder", func(*testing.T, string) {}},
		{"other functions of the same shape", func(t *testing.T, dir string) { fill(t, dir, answering(41)) }},
		{"a file cut off", func(t *testing.T, dir string) {
			damage(t, dir, func(b []byte) []byte { return b[:len(b)/2] })
		}},
		{"an empty file", func(t *testing.T, dir string) {
			damage(t, dir, func([]byte) []byte { return nil })
		}},
		{"machine code changed", func(t *testing.T, dir string) {
			damage(t, dir, func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
		}},
		{"the hollow module's own code", func(t *testing.T, dir string) {
			shell, err := hollow(answering(42))
			if err != nil {
				t.Fatal(err)
			}
			if err := compileInto(dir, shell); err != nil {
				t.Fatal(err)
			}
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), "pdfium")
			test.cache(t, dir)
			if _, err := loadEngine(dir, answering(42)); err == nil {
				t.Error("want an error, got an engine")
			}
			e, err := cacheEngine(dir, answering(42))
			if err != nil {
				t.Fatal(err)
			}
			wantAnswer(t, e, 42)
			e, err = loadEngine(dir, answering(42))
			if err != nil {
				t.Fatal(err)
			}
			wantAnswer(t, e, 42)
		})
	}
}

func TestAHollowModuleNeverRuns(t *testing.T) {
	t.Parallel()
	for name, module := range map[string][]byte{"small": answering(42), "PDFium": pdfiumModule} {
		shell, err := hollow(module)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := newEngine(shell, ""); err == nil {
			t.Errorf("%s: want a trap at the start, got an engine", name)
		}
	}
}

func TestACacheThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(file, "pdfium")
	if _, err := loadEngine(dir, answering(42)); !errors.Is(err, errNotCached) {
		t.Errorf("want %v, got %v", errNotCached, err)
	}
	if _, err := cacheEngine(dir, answering(42)); err == nil {
		t.Error("want an error, got an engine")
	}
}
