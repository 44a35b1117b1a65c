package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/check"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/sample"
	"github.com/nianbao/nianbao/data/store"
)

// open makes a database in a folder of the test.
func open(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := openStore(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// rendered is the county's files, made in memory.
func rendered(c *sample.County) ([]intake.File, error) {
	var out []intake.File
	for i := range c.Files {
		f := &c.Files[i]
		b, err := f.Bytes()
		if err != nil {
			return nil, err
		}
		out = append(out, intake.File{Path: f.Path, Size: int64(len(b)), Received: f.Received,
			Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }})
	}
	return out, nil
}

func uploads(t testing.TB, c *sample.County) []intake.File {
	t.Helper()
	out, err := rendered(c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// template is a county imported once; tests work on copies of its database.
type template struct {
	path   string
	result *intake.Result
	err    error
}

// The made-up counties that several tests look at. Importing one takes
// seconds under the race detector.
var (
	demoCounty  = sync.OnceValue(func() template { return importTemplate(sample.New(1)) })
	cleanCounty = sync.OnceValue(func() template { return importTemplate(sample.Clean(1)) })
)

// templates is the folder of the templates, made and removed by TestMain.
var templates string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if templates, err = os.MkdirTemp("", "nianbao-test-"); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer os.RemoveAll(templates)
		return m.Run()
	}())
}

func importTemplate(c *sample.County) (out template) {
	f, err := os.CreateTemp(templates, "*.db")
	if err != nil {
		return template{err: err}
	}
	f.Close()
	os.Remove(f.Name())
	out.path = f.Name()
	s, err := openStore(context.Background(), out.path)
	if err != nil {
		return template{err: err}
	}
	defer func() { out.err = errors.Join(out.err, s.Close()) }()
	in := newIntake(s)
	if out.err = putRoster(in, c); out.err != nil {
		return out
	}
	files, err := rendered(c)
	if err != nil {
		return template{err: err}
	}
	out.result, out.err = in.Import(context.Background(), files, intake.Options{Label: "虚构样例"}, nil)
	return out
}

// imported is a copy of a county's database after everything was imported.
func imported(t testing.TB, from func() template) (*store.Store, *intake.Result) {
	t.Helper()
	tpl := from()
	if tpl.err != nil {
		t.Fatal(tpl.err)
	}
	b, err := os.ReadFile(tpl.path)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), dbName)
	if err := os.WriteFile(path, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return open(t, path), tpl.result
}

func putRoster(in *intake.Intake, c *sample.County) error {
	ctx := context.Background()
	if _, _, err := in.SetRoster(ctx, string(sample.RosterCSV(&c.Roster))); err != nil {
		return err
	}
	_, err := in.SetSuccessions(ctx, string(sample.SuccessionCSV(&c.Roster)))
	return err
}

// outcome is what an import made of a file, as the county states it. Whose it
// is and of which year is settled only for what counts.
type outcome struct {
	Path    string
	Outcome data.Outcome
	Code    string
	Agency  string
	Year    int
}

func outcomeOf(path string, o data.Outcome, code, agency string, year int) outcome {
	if o != data.Stored {
		agency, year = "", 0
	}
	return outcome{path, o, code, agency, year}
}

func TestEveryFileOfTheCountyComesToItsEnd(t *testing.T) {
	t.Parallel()
	c := sample.New(1)
	_, r := imported(t, demoCounty)
	var want, got []outcome
	for _, f := range c.Files {
		want = append(want, outcomeOf(f.Path, f.Outcome, f.Code, f.Agency, f.Year))
	}
	for _, f := range r.Files {
		got = append(got, outcomeOf(f.Path, f.Outcome, f.Code, f.Agency, f.Year))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("outcomes (-want +got):\n%s", diff)
	}
}

// stated is a figure without its place.
type stated struct {
	Code  string
	State data.State
	Value int64
	Extra bool
}

func TestEveryFigureOfTheCountyIsReadAsWritten(t *testing.T) {
	t.Parallel()
	c := sample.New(1)
	s, _ := imported(t, demoCounty)
	versions, err := s.AllVersions(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]int64{}
	for _, v := range versions {
		kept[v.FileName] = v.ID
	}
	figures := 0
	for _, f := range c.Files {
		if f.Report == nil || f.Outcome == data.Copy {
			continue
		}
		v, err := s.Version(context.Background(), kept[f.Path])
		if err != nil {
			t.Errorf("%s: %v", f.Path, err)
			continue
		}
		want, got := statements(&f.Report.Data), statements(v.Report)
		figures += len(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", f.Path, diff)
		}
	}
	if figures < 60_000 {
		t.Errorf("only %d figures compared", figures)
	}
}

func statements(r *data.Report) []stated {
	var out []stated
	for _, t := range r.Tables {
		for _, f := range t.Figures {
			out = append(out, stated{f.Code, f.State, f.Value, f.Extra})
		}
	}
	return out
}

func TestEveryMistakeOfTheCountyIsFound(t *testing.T) {
	t.Parallel()
	c := sample.New(1)
	s, _ := imported(t, demoCounty)
	findings, err := s.Findings(context.Background(), data.FindingFilter{})
	if err != nil {
		t.Fatal(err)
	}
	found := map[data.ReportKey][]string{}
	for _, f := range findings {
		k := data.ReportKey{Agency: f.Agency, Year: f.Year, Kind: f.Kind}
		found[k] = append(found[k], f.Rule)
	}
	rules := map[string]bool{}
	for _, r := range check.Rules() {
		rules[r.ID] = true
	}
	expected := 0
	for _, f := range c.Files {
		for _, m := range f.Mistakes {
			for _, rule := range m.Rules {
				if f.Report == nil || f.Outcome != data.Stored || !rules[rule] {
					continue
				}
				expected++
				if !slices.Contains(found[f.Report.Key()], rule) {
					t.Errorf("%s: %s should be found by %s, found %v", f.Path, m.Kind, rule, found[f.Report.Key()])
				}
			}
		}
	}
	if expected < 10 {
		t.Errorf("only %d mistakes were expected", expected)
	}
}

func TestTheCleanCountyHasNoFindings(t *testing.T) {
	t.Parallel()
	s, r := imported(t, cleanCounty)
	if !r.Clean() {
		t.Errorf("not every file is in: %d of %d", r.Count(data.Stored), len(r.Files))
	}
	findings, err := s.Findings(context.Background(), data.FindingFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range findings {
		t.Errorf("%s %d: %s %s", f.Agency, f.Year, f.Rule, f.Text)
	}
}

// exported is everything that an export tells of a database.
func exported(t testing.TB, s *store.Store) string {
	t.Helper()
	var b strings.Builder
	for _, x := range []exporting{
		{what: "long", format: "csv", scope: "all"}, {what: "findings", format: "csv", scope: "all"},
		{what: "summary", format: "csv", scope: "all"}, {what: "series", format: "json", scope: "county"},
	} {
		if err := x.write(context.Background(), s, &b, "utf-8"); err != nil {
			// Without a report there is no year to show; that is the same twice, too.
			b.WriteString(err.Error())
		}
	}
	return b.String()
}

func TestImportingTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	c := sample.New(1)
	s, _ := imported(t, demoCounty)
	before := exported(t, s)
	change, err := s.Change(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	r, err := newIntake(s).Import(context.Background(), uploads(t, c), intake.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Batch != 0 || r.Count(data.Stored) != 0 {
		t.Errorf("the second import stored %d files in batch %d", r.Count(data.Stored), r.Batch)
	}
	if after, err := s.Change(context.Background()); err != nil || after != change {
		t.Errorf("change number: want %d, got %d (%v)", change, after, err)
	}
	if diff := cmp.Diff(before, exported(t, s)); diff != "" {
		t.Errorf("export (-first +second):\n%s", diff)
	}
}

func TestTheNewestBatchTakenBackLeavesNoTrace(t *testing.T) {
	t.Parallel()
	c := sample.New(3)
	files := uploads(t, c)
	half := len(files) / 2
	s := open(t, filepath.Join(t.TempDir(), dbName))
	in := newIntake(s)
	ctx := context.Background()
	// Without a roster, so that agencies and the county's name come from files.
	empty := exported(t, s)
	first, err := in.Import(ctx, files[:half], intake.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	before := exported(t, s) + names(t, s)
	second, err := in.Import(ctx, files[half:], intake.Options{Replace: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	after := exported(t, s) + names(t, s)
	if before == after {
		t.Fatal("the second import changed nothing")
	}
	takeBack(t, in, second.Batch)
	if diff := cmp.Diff(before, exported(t, s)+names(t, s)); diff != "" {
		t.Errorf("after taking back (-before +after):\n%s", diff)
	}
	if _, err := in.Import(ctx, files[half:], intake.Options{Replace: true}, nil); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(after, exported(t, s)+names(t, s)); diff != "" {
		t.Errorf("imported again (-first +again):\n%s", diff)
	}
	batches, err := s.Batches(ctx)
	if err != nil {
		t.Fatal(err)
	}
	takeBack(t, in, batches[0].ID)
	takeBack(t, in, first.Batch)
	if diff := cmp.Diff(empty, exported(t, s)); diff != "" {
		t.Errorf("after taking everything back (-empty +after):\n%s", diff)
	}
	if got := names(t, s); got != "" {
		t.Errorf("agencies and county should be gone, got %s", got)
	}
}

func takeBack(t testing.TB, in *intake.Intake, batch int64) {
	t.Helper()
	if err := in.TakeBack(context.Background(), batch); err != nil {
		t.Fatal(err)
	}
}

// names lists county and agencies with their spellings.
func names(t testing.TB, s *store.Store) string {
	t.Helper()
	r, err := s.Roster(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	out := r.County.Name
	for _, a := range r.Agencies {
		out += "\n" + a.Key + " " + a.Name + " " + strings.Join(a.Aliases, "、")
	}
	return out
}

func BenchmarkImportCounty(b *testing.B) {
	c := sample.New(1)
	files := uploads(b, c)
	for b.Loop() {
		s := open(b, filepath.Join(b.TempDir(), dbName))
		in := newIntake(s)
		if err := putRoster(in, c); err != nil {
			b.Fatal(err)
		}
		started := time.Now()
		if _, err := in.Import(context.Background(), files, intake.Options{}, nil); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(files))/time.Since(started).Seconds(), "files/s")
	}
}
