package plaintext_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/document/documenttest"
	"github.com/nianbao/nianbao/data/reader/plaintext"
)

func TestRead(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"tab-dump", "bar-dump", "bar-blank", "bar-dense", "markdown", "tab-rows", "indented", "separators", "lone-cells",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b, err := os.ReadFile(filepath.Join("testdata", name+".txt"))
			if err != nil {
				t.Fatal(err)
			}
			d, err := plaintext.Read(context.Background(), b)
			if err != nil {
				t.Fatal(err)
			}
			documenttest.Golden(t, name, d)
		})
	}
}

func TestReadRefusesTextWithoutWords(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"white space": " \n\t\n　\n", "only a rule": "|---|---|\n", "control characters": "\x01\x02\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := plaintext.Read(context.Background(), []byte(text))
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != document.RefuseEmpty {
				t.Errorf("want refusal %q, got %v", document.RefuseEmpty, err)
			}
		})
	}
}

func TestReadStopsAtTheLimits(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"paragraphs": strings.Repeat("年\n", document.MaxBlocks+1),
		"positions":  strings.Repeat(strings.Repeat("1|", document.MaxColumns)+"\n", document.MaxPositions/document.MaxColumns+1),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := plaintext.Read(context.Background(), []byte(text))
			if !errors.Is(err, document.ErrTooLarge) {
				t.Errorf("want %v, got %v", document.ErrTooLarge, err)
			}
		})
	}
}

func TestReadStopsWhenCancelled(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := plaintext.Read(ctx, []byte(strings.Repeat("年\n", 5000)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("want %v, got %v", context.Canceled, err)
	}
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := plaintext.Read(context.Background(), b)
		if err != nil {
			return
		}
		for _, g := range d.Grids() {
			if g.Rows*g.Cols > document.MaxPositions || g.Cols > document.MaxColumns {
				t.Errorf("grid of %d by %d", g.Rows, g.Cols)
			}
		}
	})
}
