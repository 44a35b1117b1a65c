package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/nianbao/nianbao/"

// mayImport is the layout as rules: for each package what of ours it may
// import. A package that is not here may not exist; adding one is a decision
// about the layout and is made here.
var mayImport = map[string][]string{
	"data":                        {},
	"data/document":               {},
	"data/document/documenttest":  {"data/document"},
	"data/reader":                 {"data/document", "data/reader/archive", "data/reader/charset", "data/reader/docx", "data/reader/mht", "data/reader/msdoc", "data/reader/odt", "data/reader/ofd", "data/reader/ole", "data/reader/pdf", "data/reader/plaintext", "data/reader/rtf", "data/reader/webpage", "data/reader/xls", "data/reader/xlsx"},
	"data/reader/charset":         {},
	"data/reader/markup":          {},
	"data/reader/docx":            {"data/document", "data/reader/charset", "data/reader/markup"},
	"data/reader/plaintext":       {"data/document", "data/reader/charset"},
	"data/reader/webpage":         {"data/document", "data/reader/charset"},
	"data/reader/xlsx":            {"data/document", "data/reader/charset"},
	"data/reader/ole":             {},
	"data/reader/ole/oletest":     {},
	"data/reader/msdoc":           {"data/document", "data/reader/charset", "data/reader/ole"},
	"data/reader/xls":             {"data/document", "data/reader/charset", "data/reader/ole"},
	"data/reader/pages":           {"data/document"},
	"data/reader/pages/pagestest": {"data/document", "data/document/documenttest"},
	"data/reader/ofd":             {"data/document", "data/reader/charset", "data/reader/markup", "data/reader/pages"},
	"data/reader/pdf":             {"data/document", "data/reader/pages"},
	"data/reader/rtf":             {"data/document", "data/reader/charset"},
	"data/reader/mht":             {"data/document", "data/reader/charset", "data/reader/webpage"},
	"data/reader/odt":             {"data/document", "data/reader/markup"},
	"data/reader/archive":         {"data/document"},
	"data/form":                   {"data"},
	"data/extract":                {"data", "data/document", "data/form"},
	"data/roster":                 {"data"},
	"data/check":                  {"data", "data/form"},
	"data/intake":                 {"data", "data/document", "data/reader", "data/reader/charset", "data/form", "data/extract", "data/roster", "data/check", "data/summary"},
	"data/store":                  {"data"},
	"data/wordfile":               {},
	"data/summary":                {"data", "data/document", "data/form", "data/extract"},
	"data/handout":                {"data", "data/form", "data/check", "data/wordfile"},
	"data/sample":                 {"data", "data/form", "data/sample/ofdfile"},
	"data/sample/ofdfile":         {},
	"data/sample/variation":       {"data", "data/form", "data/sample", "data/sample/ofdfile"},
	"aggregate":                   {"data", "data/form"},
	"dashboard":                   {"data", "data/document", "data/form", "data/handout", "data/summary", "aggregate", "dashboard/export"},
	"dashboard/export":            {"data", "data/form", "data/handout", "data/wordfile", "aggregate"},
}

// mustNotImport is what packages must keep away from outside the module.
var mustNotImport = map[string][]string{
	"data":             {"database/sql", "net/http", "os"},
	"data/document":    {"database/sql", "net/http", "archive/zip", "encoding/xml"},
	"data/extract":     {"database/sql", "os"},
	"data/check":       {"database/sql", "net/http"},
	"data/roster":      {"database/sql", "net/http"},
	"data/intake":      {"database/sql", "net/http"},
	"data/form":        {"database/sql", "net/http", "os"},
	"aggregate":        {"database/sql", "net/http", "context", "time", "os", "github.com/gin-gonic/gin", "github.com/go-echarts/go-echarts"},
	"dashboard":        {"database/sql"},
	"dashboard/export": {"database/sql", "net/http", "github.com/gin-gonic/gin"},
}

func TestImportRules(t *testing.T) {
	t.Parallel()
	imports := importsOf(t, filepath.Join("..", ".."))
	for pkg, list := range imports {
		if strings.HasPrefix(pkg, "cmd/") {
			continue // wires everything
		}
		allowed, known := mayImport[pkg]
		if !known {
			t.Errorf("package %s is not in the layout: add it to the table on purpose", pkg)
			continue
		}
		for _, path := range list {
			if ours, ok := strings.CutPrefix(path, module); ok && !slices.Contains(allowed, ours) {
				t.Errorf("%s must not import %s", pkg, ours)
			}
			for _, bad := range mustNotImport[pkg] {
				if path == bad || strings.HasPrefix(path, bad+"/") {
					t.Errorf("%s must not import %s", pkg, path)
				}
			}
			if path == "database/sql" && pkg != "data/store" {
				t.Errorf("%s imports database/sql: SQL stays in data/store", pkg)
			}
		}
	}
	for pkg := range mayImport {
		if _, ok := imports[pkg]; !ok {
			t.Errorf("package %s is in the table and does not exist", pkg)
		}
	}
}

// importsOf lists, for each package folder below root, what its files
// without the tests import.
func importsOf(t *testing.T, root string) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && path != root && d.Name() != "..") {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		folder = filepath.ToSlash(folder)
		for _, i := range f.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			out[folder] = append(out[folder], name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 10 {
		t.Fatalf("only %d packages found below %s", len(out), root)
	}
	return out
}
