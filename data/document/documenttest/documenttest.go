// Package documenttest writes documents as text for the golden files of the
// packages that make or use them. Only tests import it.
package documenttest

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/document"
)

var update = flag.Bool("update", false, "write the golden files anew")

// Text writes a document: a line for each paragraph and each row, cells in
// brackets, each with its column where it is not the next one and its spans
// where it has any.
func Text(d *document.Document) string {
	var out strings.Builder
	fmt.Fprintf(&out, "format %s\n", d.Format)
	if d.Title != "" {
		fmt.Fprintf(&out, "title %s\n", d.Title)
	}
	for _, note := range d.Notes {
		fmt.Fprintf(&out, "note %s\n", note)
	}
	for _, b := range d.Blocks {
		sheet := ""
		if b.Sheet != "" {
			sheet = "{" + b.Sheet + "} "
		}
		if b.Grid == nil {
			fmt.Fprintf(&out, "%s%s\n", sheet, oneLine(b.Text))
			continue
		}
		at := ""
		if b.Grid.Top > 0 || b.Grid.Left > 0 {
			at = fmt.Sprintf(" from %d,%d", b.Grid.Top+1, b.Grid.Left+1)
		}
		fmt.Fprintf(&out, "%s#%d %dx%d%s\n", sheet, b.Grid.Number, b.Grid.Rows, b.Grid.Cols, at)
		writeGrid(&out, b.Grid)
	}
	return out.String()
}

func writeGrid(out *strings.Builder, g *document.Grid) {
	i := 0
	for row := 1; row <= g.Rows; row++ {
		out.WriteString("  ")
		next := 1
		for ; i < len(g.Cells) && g.Cells[i].Row == row; i++ {
			c := &g.Cells[i]
			out.WriteByte('[')
			if c.Col != next {
				fmt.Fprintf(out, "@%d ", c.Col)
			}
			if c.Height() > 1 || c.Width() > 1 {
				fmt.Fprintf(out, "%dx%d ", c.Height(), c.Width())
			}
			out.WriteString(oneLine(c.Text) + "]")
			next = c.Col + c.Width()
		}
		out.WriteByte('\n')
	}
}

func oneLine(text string) string { return strings.ReplaceAll(text, "\n", "⏎") }

// Golden compares a document with testdata/<name>.golden.
func Golden(t testing.TB, name string, d *document.Document) {
	t.Helper()
	path := filepath.Join("testdata", name+".golden")
	got := Text(d)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}
