package intake_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/check"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/reader"
	"github.com/nianbao/nianbao/data/sample"
	"github.com/nianbao/nianbao/data/store"
)

// office is a database with the pipeline over it.
type office struct {
	t     *testing.T
	store *store.Store
	in    *intake.Intake
}

type adapter struct{ *store.Store }

func (a adapter) Update(ctx context.Context, fn func(intake.Tx) error) error {
	return a.Store.Update(ctx, func(t *store.Tx) error { return fn(t) })
}

func newOffice(t *testing.T) *office {
	t.Helper()
	s, err := store.Open(context.Background(), filepath.Join(t.TempDir(), "t.db"), store.Options{Derive: check.Derive, RulesVersion: check.RulesVersion})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	clock := func() time.Time { return time.Date(2025, 1, 20, 9, 0, 0, 0, time.UTC) }
	return &office{t: t, store: s, in: intake.New(adapter{s}, reader.Read, clock)}
}

func (o *office) imports(opt intake.Options, files ...intake.File) []data.File {
	o.t.Helper()
	r, err := o.in.Import(context.Background(), files, opt, nil)
	if err != nil {
		o.t.Fatal(err)
	}
	return r.Files
}

// one imports one file and returns what became of it.
func (o *office) one(opt intake.Options, f intake.File) data.File {
	o.t.Helper()
	got := o.imports(opt, f)
	if len(got) != 1 {
		o.t.Fatalf("want one file, got %v", got)
	}
	return got[0]
}

func file(path string, b []byte) intake.File {
	return intake.File{Path: path, Size: int64(len(b)), Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(b)), nil }}
}

var county = sample.Clean(7)

// report is a made-up report of the agency and year; edit may change it.
func report(t *testing.T, agency string, year int, edit func(r *sample.Report)) *sample.Report {
	t.Helper()
	for _, r := range county.Reports {
		if r.Agency == agency && r.Data.Year == year && r.Data.Kind == data.Unit {
			c := *r
			c.Data.Tables = slices.Clone(r.Data.Tables)
			for i := range c.Data.Tables {
				c.Data.Tables[i].Figures = slices.Clone(c.Data.Tables[i].Figures)
			}
			c.Preamble = slices.Clone(r.Preamble)
			if edit != nil {
				edit(&c)
			}
			return &c
		}
	}
	t.Fatalf("no made-up report of %s for %d", agency, year)
	return nil
}

func text(t *testing.T, r *sample.Report) []byte { return render(t, r, sample.Tab) }

func render(t *testing.T, r *sample.Report, f sample.Format) []byte {
	t.Helper()
	b, err := sample.Render(r, sample.Layout{Format: f, Charset: sample.UTF8})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// set changes one figure.
func set(code string, n int64) func(r *sample.Report) {
	return func(r *sample.Report) {
		for i := range r.Data.Tables {
			for j := range r.Data.Tables[i].Figures {
				if f := &r.Data.Tables[i].Figures[j]; f.Code == code {
					f.Value, f.Raw, f.State = n, strconv.FormatInt(n, 10), data.Read
				}
			}
		}
	}
}

func outcomes(files []data.File) []data.Outcome {
	var out []data.Outcome
	for _, f := range files {
		out = append(out, f.Outcome)
	}
	return out
}

func (o *office) current(agency string, year int, code string) (n int64, ok bool) {
	o.t.Helper()
	_, err := o.store.Holdings(context.Background(), func(v data.Version) error {
		if v.Agency == agency && v.Year == year {
			f, found := v.Report.Figure(code)
			n, ok = f.Value, found
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return n, ok
}

func TestTheSameReportInFourGuises(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	r := report(t, "财政局", 2022, nil)
	same := text(t, r)
	got := o.imports(intake.Options{}, file("a.txt", same), file("b.txt", same), file("c.docx", render(t, r, sample.Docx)), file("d.html", render(t, r, sample.HTML)))
	want := []data.Outcome{data.Stored, data.AlreadyIn, data.Copy, data.Copy}
	if diff := cmp.Diff(want, outcomes(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestADifferentVersionWaitsUnlessAskedToReplace(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	const code = "t2.license.decisions"
	o.one(intake.Options{}, file("一.txt", text(t, report(t, "财政局", 2022, set(code, 11)))))
	second := text(t, report(t, "财政局", 2022, set(code, 22)))
	got := o.one(intake.Options{}, file("二.txt", second))
	if got.Outcome != data.Waiting || got.Code != data.WaitOther {
		t.Errorf("want it to wait beside the current one, got %+v", got)
	}
	if n, _ := o.current("财政局", 2022, code); n != 11 {
		t.Errorf("the current figure should stay 11, got %d", n)
	}
	if got := o.one(intake.Options{Replace: true}, file("二.txt", second)); got.Outcome != data.AlreadyIn {
		t.Errorf("the kept version taken with replace: want already in, got %+v", got)
	}
	if n, _ := o.current("财政局", 2022, code); n != 22 {
		t.Errorf("after replacing want 22, got %d", n)
	}
	third := text(t, report(t, "财政局", 2022, set(code, 33)))
	if got := o.one(intake.Options{Replace: true}, file("三.txt", third)); got.Outcome != data.Stored {
		t.Errorf("want stored, got %+v", got)
	}
	if n, _ := o.current("财政局", 2022, code); n != 33 {
		t.Errorf("after the third want 33, got %d", n)
	}
}

func TestAWaitingVersionIsTakenOrDiscarded(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := context.Background()
	const code = "t2.license.decisions"
	first := o.one(intake.Options{}, file("一.txt", text(t, report(t, "财政局", 2022, set(code, 11)))))
	second := o.one(intake.Options{}, file("二.txt", text(t, report(t, "财政局", 2022, set(code, 22)))))
	if err := o.in.Discard(ctx, first.Version); !intake.IsMistake(err) {
		t.Errorf("a current version was discarded: %v", err)
	}
	if err := o.in.Take(ctx, second.Version); err != nil {
		t.Fatal(err)
	}
	if n, _ := o.current("财政局", 2022, code); n != 22 {
		t.Errorf("want 22, got %d", n)
	}
	if err := o.in.Discard(ctx, first.Version); err != nil {
		t.Errorf("the version that gave way should go: %v", err)
	}
}

func TestTitleAndPeriodOfDifferentYearsWait(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	b := text(t, report(t, "财政局", 2022, func(r *sample.Report) { r.Data.Title = strings.ReplaceAll(r.Data.Title, "2022", "2021") }))
	got := o.one(intake.Options{}, file("报告.txt", b))
	if got.Outcome != data.Waiting || !strings.Contains(got.Code, data.WaitYearConflict) {
		t.Fatalf("want it to wait for its year, got %+v", got)
	}
	if _, counted := o.current("财政局", 2022, "t3.new.total"); counted {
		t.Error("a waiting report counts")
	}
	if err := o.in.Settle(context.Background(), got.Version, "", 2022, "张三"); err != nil {
		t.Fatal(err)
	}
	if _, counted := o.current("财政局", 2022, "t3.new.total"); !counted {
		t.Error("the settled report does not count")
	}
	if again := o.one(intake.Options{}, file("报告.txt", b)); again.Outcome != data.AlreadyIn {
		t.Errorf("the same bytes after settling: want already in, got %+v", again)
	}
}

func TestTheClerkSaysAgencyAndYear(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	b := text(t, report(t, "财政局", 2022, nil))
	got := o.one(intake.Options{Agency: "示例县审计局", Year: 2023}, file("报告.txt", b))
	want := data.File{Path: "报告.txt", Outcome: data.Stored, Agency: "审计局", Name: "示例县审计局", Year: 2023}
	got.Batch, got.Version, got.SHA256 = 0, 0, ""
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatIsNoReportIsNamed(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	o.one(intake.Options{}, file("示例县教育体育局.txt", text(t, report(t, "教育体育局", 2021, nil))))
	got := o.imports(intake.Options{},
		file("~$报告.docx", []byte("lock")), file("Thumbs.db", []byte("x")), file("__MACOSX/a.txt", []byte("x")),
		file("关于报送年报的通知.txt", []byte("各单位：\n请于1月20日前报送年报。\n")),
		file("附件2：示例县教育体育局2024年政府信息公开年报（盖章版）.docx", nil),
		file("照片.jpg", []byte("\xff\xd8\xff\xe0\x00\x10JFIF")))
	var short [][]string
	for _, f := range got {
		short = append(short, []string{string(f.Outcome), f.Code, f.Agency, strconv.Itoa(f.Year)})
	}
	want := [][]string{{"skipped", "", "", "0"}, {"refused", "scan", "", "0"}, {"refused", "empty", "教育体育局", "2024"}}
	slices.SortFunc(short, func(a, b []string) int { return strings.Compare(a[1], b[1]) })
	slices.SortFunc(want, func(a, b []string) int { return strings.Compare(a[1], b[1]) })
	if diff := cmp.Diff(want, short); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAFileThatCannotBeOpenedDoesNotStopTheRest(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	gone := intake.File{Path: "a.docx", Open: func() (io.ReadCloser, error) { return nil, errors.New("disk removed") }}
	got := o.imports(intake.Options{}, gone, file("b.txt", text(t, report(t, "财政局", 2022, nil))))
	if diff := cmp.Diff([]data.Outcome{data.Refused, data.Stored}, outcomes(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !strings.Contains(got[0].Reason, "disk removed") {
		t.Errorf("the reason is lost: %+v", got[0])
	}
}

func TestAFaultOfOursStopsAndKeepsWhatWasStored(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := context.Background()
	faulty := intake.New(adapter{o.store}, func(ctx context.Context, name string, b []byte) (*document.Document, error) {
		if name == "b.txt" {
			return nil, errors.New("a bug")
		}
		return reader.Read(ctx, name, b)
	}, time.Now)
	r, err := faulty.Import(ctx, []intake.File{file("a.txt", text(t, report(t, "财政局", 2022, nil))), file("b.txt", []byte("b")), file("c.txt", []byte("c"))}, intake.Options{}, nil)
	if err == nil || !strings.Contains(err.Error(), "b.txt") {
		t.Errorf("want an error that names the file, got %v", err)
	}
	if len(r.Files) != 1 || r.Files[0].Outcome != data.Stored {
		t.Errorf("want the first file stored, got %v", r.Files)
	}
}

func TestRosterTakesOverAgenciesThatReportsBrought(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := context.Background()
	o.imports(intake.Options{}, file("a.txt", text(t, report(t, "财政局", 2022, nil))), file("b.txt", text(t, report(t, "审计局", 2022, nil))))
	n, notes, err := o.in.SetRoster(ctx, "示例县财政局\n示例县民政局\n")
	if err != nil || n != 2 {
		t.Fatalf("set roster: %d, %v", n, err)
	}
	if len(notes) != 1 || !strings.Contains(notes[0], "审计局") {
		t.Errorf("the agency that the list lacks should be named, got %v", notes)
	}
	r, err := o.store.Roster(ctx)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, a := range r.Agencies {
		got = append(got, a.Key)
	}
	if diff := cmp.Diff([]string{"财政局", "民政局", "审计局"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if r.Agency("审计局").Counts || !r.Agency("财政局").Counts {
		t.Error("an agency outside the list still counts, or one in it does not")
	}
	waits := o.one(intake.Options{}, file("c.txt", text(t, report(t, "商务局", 2022, nil))))
	if waits.Outcome != data.Waiting || waits.Code != data.WaitUnknown {
		t.Fatalf("want an unknown name to wait, got %+v", waits)
	}
	if _, _, err := o.in.SetRoster(ctx, "示例县财政局\n示例县民政局\n示例县商务局\n"); err != nil {
		t.Fatal(err)
	}
	if _, counted := o.current("商务局", 2022, "t3.new.total"); !counted {
		t.Error("the report whose agency is now in the roster should count")
	}
}

func TestSettlingAnUnknownNameRemembersTheSpelling(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := context.Background()
	if _, _, err := o.in.SetRoster(ctx, "示例县财政金融局\n"); err != nil {
		t.Fatal(err)
	}
	waits := o.one(intake.Options{}, file("a.txt", text(t, report(t, "财政局", 2022, nil))))
	if err := o.in.Settle(ctx, waits.Version, "财政金融局", 0, "张三"); err != nil {
		t.Fatal(err)
	}
	next := o.one(intake.Options{}, file("b.txt", text(t, report(t, "财政局", 2023, nil))))
	if next.Outcome != data.Stored || next.Agency != "财政金融局" {
		t.Errorf("want the spelling remembered, got %+v", next)
	}
	if err := o.in.Settle(ctx, waits.Version, "财政金融局", 0, "张三"); !intake.IsMistake(err) {
		t.Errorf("settling what does not wait: want a mistake, got %v", err)
	}
}

func TestRereadTellsWhatChanged(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := context.Background()
	const code = "t2.license.decisions"
	o.one(intake.Options{}, file("a.txt", text(t, report(t, "财政局", 2022, set(code, 11)))))
	newer := intake.New(adapter{o.store}, func(ctx context.Context, name string, _ []byte) (*document.Document, error) {
		return reader.Read(ctx, name, text(t, report(t, "财政局", 2022, set(code, 12))))
	}, time.Now)
	var seen []intake.Reread
	visit := func(r intake.Reread) error { seen = append(seen, r); return nil }
	if err := newer.Reread(ctx, true, visit); err != nil {
		t.Fatal(err)
	}
	if n, _ := o.current("财政局", 2022, code); n != 11 {
		t.Errorf("a dry run changed the figure to %d", n)
	}
	if err := newer.Reread(ctx, false, visit); err != nil {
		t.Fatal(err)
	}
	if n, _ := o.current("财政局", 2022, code); n != 12 {
		t.Errorf("want 12, got %d", n)
	}
	if len(seen) != 2 || len(seen[1].Changes) != 1 || seen[1].Changes[0].Code != code {
		t.Errorf("want the one cell told twice, got %v", seen)
	}
}

func TestDatesAndYearsAreChecked(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := context.Background()
	for name, err := range map[string]error{
		"date":  intake.CheckDate("1月20日"),
		"year":  o.in.SetCollecting(ctx, 24),
		"level": o.in.SetCounty(ctx, "", "镇"),
		"list":  func() error { _, _, err := o.in.SetRoster(ctx, "\n"); return err }(),
	} {
		if !intake.IsMistake(err) {
			t.Errorf("%s: want a sentence for the clerk, got %v", name, err)
		}
	}
	if err := intake.CheckDate("2025-01-20"); err != nil {
		t.Errorf("a good date was refused: %v", err)
	}
}
