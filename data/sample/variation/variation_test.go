package variation

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

func TestSameSeedGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	one, two := Files(3, 1, 20), Files(3, 1, 20)
	if len(one) != len(two) {
		t.Fatalf("files: want %d, got %d", len(one), len(two))
	}
	for i := range one {
		a, err := one[i].Bytes()
		if err != nil {
			t.Fatal(err)
		}
		b, err := two[i].Bytes()
		if err != nil {
			t.Fatal(err)
		}
		if one[i].Path != two[i].Path || !bytes.Equal(a, b) {
			t.Errorf("%s and %s: want the same bytes", one[i].Path, two[i].Path)
		}
		if diff := cmp.Diff(one[i].Want, two[i].Want); diff != "" {
			t.Errorf("%s: wanted figures (-one +two):\n%s", one[i].Path, diff)
		}
	}
}

func TestEveryLayoutIsMade(t *testing.T) {
	t.Parallel()
	files := Files(1, 1, 100)
	seen := map[string]int{}
	for _, f := range files {
		for _, l := range f.Layouts {
			seen[l]++
		}
		if path.Ext(f.Path) != "."+f.Format.Extension() {
			t.Errorf("%s: want ending %s", f.Path, f.Format.Extension())
		}
	}
	for _, name := range Names() {
		if seen[name] == 0 {
			t.Errorf("layout %q: no file", name)
		}
		if About(name) == "" {
			t.Errorf("layout %q: no example", name)
		}
	}
	if got := len(files[len(files)-1].Layouts); got < 2 {
		t.Errorf("a mixture: want two layouts or three, got %d", got)
	}
}

// What is wanted must be what is printed, or every measure made with it is void.
func TestWantedFiguresArePrinted(t *testing.T) {
	t.Parallel()
	for _, f := range Files(2, 2, 60) {
		if f.Want.Refused {
			continue
		}
		printed := map[string][]string{}
		for _, k := range f.draft.blocks {
			if k.table == nil {
				continue
			}
			for _, row := range k.table.rows {
				for _, b := range row {
					if b.code != "" {
						printed[b.code] = append(printed[b.code], b.text)
					}
				}
			}
		}
		for _, w := range f.Want.Figures {
			want := []string{w.Raw}
			if w.State == data.Missing {
				want = nil
			}
			if diff := cmp.Diff(want, printed[w.Code]); diff != "" {
				t.Errorf("%s %v: %s (-want +got):\n%s", f.Path, f.Layouts, w.Code, diff)
			}
			if (w.Raw == "") != (w.State == data.Blank || w.State == data.Missing) {
				t.Errorf("%s: %s: state %s with text %q", f.Path, w.Code, w.State, w.Raw)
			}
			delete(printed, w.Code)
		}
		if len(printed) > 0 {
			t.Errorf("%s %v: figures that are not wanted: %v", f.Path, f.Layouts, printed)
		}
	}
}

func TestNumbersOfAFilledReportDiffer(t *testing.T) {
	t.Parallel()
	f := Files(1, 1, 0)[0]
	seen := map[int64]string{}
	for _, w := range f.Want.Figures {
		if other, ok := seen[w.Value]; ok && w.Value != 0 {
			t.Errorf("%s and %s: both %d", other, w.Code, w.Value)
		}
		seen[w.Value] = w.Code
	}
}

func TestTablesHaveNoHoles(t *testing.T) {
	t.Parallel()
	for _, f := range Files(1, 1, 0) {
		if !slices.Contains([]string{"official form", "swapped rows", "missing rows", "table 3 continued", "merged cells split", "line numbers"}, f.Label()) {
			continue
		}
		for _, k := range f.draft.blocks {
			if k.table == nil {
				continue
			}
			at := k.table.lay()
			for r, row := range at {
				if len(row) != len(at[0]) || slices.Contains(row, nil) {
					t.Errorf("%s %s: table %s, row %d: want %d positions, all covered, got %d", f.Path, f.Label(), k.name, r+1, len(at[0]), len(row))
				}
			}
		}
	}
}

func TestTrackedChangesKeepBothTexts(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	wordText(&b, &box{text: "12", was: "21", added: true})
	for _, part := range []string{"<w:del ", ">21</w:delText>", "<w:ins ", ">12</w:t>"} {
		if !strings.Contains(b.String(), part) {
			t.Errorf("want %s in %s", part, b.String())
		}
	}
}
