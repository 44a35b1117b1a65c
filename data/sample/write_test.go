package sample_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/roster"
	"github.com/nianbao/nianbao/data/sample"
)

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		out[filepath.ToSlash(strings.TrimPrefix(name, dir))] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSameSeedWritesTheSameBytes(t *testing.T) {
	t.Parallel()
	one, two := t.TempDir(), t.TempDir()
	for _, dir := range []string{one, two} {
		if err := sample.Write(t.Context(), dir, sample.New(7)); err != nil {
			t.Fatal(err)
		}
	}
	first, second := contents(t, one), contents(t, two)
	if len(first) < 400 {
		t.Fatalf("want some 450 files, got %d", len(first))
	}
	for name, b := range first {
		if second[name] != b {
			t.Errorf("%s: bytes differ", name)
		}
	}
	if len(second) != len(first) {
		t.Errorf("files: want %d, got %d", len(first), len(second))
	}
}

func TestAnotherSeedIsAnotherCounty(t *testing.T) {
	t.Parallel()
	one, err := demo().Manifest()
	if err != nil {
		t.Fatal(err)
	}
	two, err := sample.New(2).Manifest()
	if err != nil {
		t.Fatal(err)
	}
	if string(one) == string(two) {
		t.Error("want other figures from another seed, got the same manifest")
	}
}

func TestWriteStopsWhenTold(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	if err := sample.Write(ctx, dir, demo()); !errors.Is(err, context.Canceled) {
		t.Errorf("want %v, got %v", context.Canceled, err)
	}
	if n := len(contents(t, dir)); n != 0 {
		t.Errorf("want no file, got %d", n)
	}
}

func TestWriteSaysWhatItCannotWrite(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := sample.Write(t.Context(), file, demo()); err == nil {
		t.Error("want an error below a file, got none")
	}
}

func TestPathsAreDistinctRelativeAndInOrder(t *testing.T) {
	t.Parallel()
	for _, seed := range seeds {
		last := ""
		for _, f := range sample.New(seed).Files {
			if f.Path <= last {
				t.Errorf("seed %d: %s comes after %s", seed, f.Path, last)
			}
			last = f.Path
			if path.Clean(f.Path) != f.Path || path.IsAbs(f.Path) || strings.Contains(f.Path, "..") {
				t.Errorf("seed %d: path %q", seed, f.Path)
			}
		}
	}
}

func TestRosterFilesReadBack(t *testing.T) {
	t.Parallel()
	c := demo()
	agencies, err := roster.ParseList(string(sample.RosterCSV(&c.Roster)))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c.Roster.Agencies, agencies); diff != "" {
		t.Errorf("agencies (-want +got):\n%s", diff)
	}
	text := string(sample.SuccessionCSV(&c.Roster))
	if !roster.IsSuccessionList(text) {
		t.Error("want a list of successions, got another")
	}
	successions, err := roster.ParseSuccessions(text, &c.Roster)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(c.Roster.Successions, successions); diff != "" {
		t.Errorf("successions (-want +got):\n%s", diff)
	}
}

func TestReportsAreFoundInTheRosterByName(t *testing.T) {
	t.Parallel()
	c := demo()
	for _, r := range c.Reports {
		m := roster.Find(&c.Roster, r.Data.Agency)
		if m.Result != roster.Found || m.Agency.Key != r.Agency {
			t.Errorf("%s: name %q: want agency %s, got result %d %v", r.Data.Title, r.Data.Agency, r.Agency, m.Result, m.Agency)
		}
	}
}

func TestManifestHoldsTheTruth(t *testing.T) {
	t.Parallel()
	c := demo()
	b, err := c.Manifest()
	if err != nil {
		t.Fatal(err)
	}
	var m struct {
		Notice      string
		Agencies    []data.Agency
		Successions []data.Succession
		Missing     []data.ReportKey
		Files       []struct {
			File, Received string
			Outcome        data.Outcome
			Figures, Odd   map[string]string
		}
	}
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	if m.Notice != sample.Notice || len(m.Files) != len(c.Files) {
		t.Errorf("manifest: notice %q, %d files; want %d", m.Notice, len(m.Files), len(c.Files))
	}
	if diff := cmp.Diff(c.Missing, m.Missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(c.Roster.Agencies, m.Agencies); diff != "" {
		t.Errorf("agencies (-want +got):\n%s", diff)
	}
	for i, f := range m.Files {
		if f.File != c.Files[i].Path || f.Received != c.Files[i].Received || f.Outcome != c.Files[i].Outcome {
			t.Errorf("file %d: want %s %s %s, got %+v", i, c.Files[i].Path, c.Files[i].Received, c.Files[i].Outcome, f)
		}
		want := 0
		if r := c.Files[i].Report; r != nil {
			for _, n := range valuesOf(r) {
				if n != 0 {
					want++
				}
			}
		}
		if len(f.Figures) != want {
			t.Errorf("%s: want %d figures other than 0, got %d", f.File, want, len(f.Figures))
		}
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		sample.New(1)
	}
}

func BenchmarkRender(b *testing.B) {
	c := demo()
	for b.Loop() {
		for i := range c.Files {
			if _, err := c.Files[i].Bytes(); err != nil {
				b.Fatal(err)
			}
		}
	}
}
