package pdf

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A function that is called and not listed would be missing from the module.
func TestCalledListsWhatThePackageCalls(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	names := regexp.MustCompile(`"((?:FPDF|FORM|FSDK)\w+)"`)
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names.FindAllSubmatch(b, -1) {
			if string(name[1]) != "FPDF_NoSuchFunction" {
				want = append(want, string(name[1]))
			}
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(slices.Compact(want), called); diff != "" {
		t.Errorf("called (-want +got):\n%s", diff)
	}
}

func TestTheModuleExportsWhatIsCalled(t *testing.T) {
	t.Parallel()
	metered, err := meter(pdfiumModule)
	if err != nil {
		t.Fatal(err)
	}
	var own []string
	for w := (wasm{b: metered, at: 8}); w.at < len(metered); {
		id := w.byte()
		s := wasm{b: w.take(w.uint())}
		if id != sectionExport {
			continue
		}
		s.exports(func(name string, _ byte, _ int) {
			if strings.HasPrefix(name, "F") {
				own = append(own, name)
			}
		})
	}
	slices.Sort(own)
	if diff := cmp.Diff(called, own); diff != "" {
		t.Errorf("exports (-want +got):\n%s", diff)
	}
}

func TestLiveFunctions(t *testing.T) {
	t.Parallel()
	const head = "\x00asm\x01\x00\x00\x00"
	section := func(id byte, body string) string { return string([]byte{id, byte(len(body))}) + body }
	imports := section(sectionImport, "\x01\x01e\x01f\x00\x00") // one function, so that our first is 1
	code := section(sectionCode, "\x04"+
		"\x04\x00\x10\x02\x0b"+ // 1 calls 2
		"\x04\x00\x10\x00\x0b"+ // 2 calls the imported one
		"\x05\x00\x41\x10\x1a\x0b"+ // 3 has a constant that looks like a call
		"\x05\x00\xd2\x01\x1a\x0b") // 4 refers to 1
	tests := []struct {
		name, roots string
		want        []bool
	}{
		{"nothing", "", []bool{false, false, false, false}},
		{"an export and what it calls", section(sectionExport, "\x01\x01f\x00\x01"), []bool{true, true, false, false}},
		{"an export of PDFium that is not called", section(sectionExport, "\x01\x02Fx\x00\x01"), []bool{false, false, false, false}},
		{"an export that is no function", section(sectionExport, "\x01\x01f\x03\x01"), []bool{false, false, false, false}},
		{"what a table holds", section(sectionElement, "\x01\x00\x41\x01\x0b\x02\x02\x03"), []bool{false, true, true, false}},
		{"the start and what it refers to", section(sectionStart, "\x04"), []bool{true, true, false, true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := live([]byte(head + imports + test.roots + code))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("live (-want +got):\n%s", diff)
			}
		})
	}
	t.Run("a table of another kind is not understood", func(t *testing.T) {
		t.Parallel()
		if _, err := live([]byte(head + section(sectionElement, "\x01\x01\x00\x01\x00"))); err == nil {
			t.Error("want an error, got none")
		}
	})
}
