package intake_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/sample"
)

var finance = data.ReportKey{Agency: "财政局", Year: 2022, Kind: data.Unit}

// handIn imports the report of 财政局 for 2022 with one figure set.
func (o *office) handIn(path string, n int64, opt intake.Options) data.File {
	o.t.Helper()
	return o.one(opt, file(path, text(o.t, report(o.t, "财政局", 2022, set("t3.new.person", n)))))
}

func (o *office) sendBack(version int64, reason string) error {
	return o.in.SendBack(context.Background(), []intake.Returning{{
		Report: finance, Version: version, Reason: reason, Day: "2025-01-15", Due: "2025-01-18", Person: "张三",
	}})
}

// back is the report's returns and what came of them.
func (o *office) back() data.Back {
	o.t.Helper()
	ctx := context.Background()
	returns, err := o.store.Returns(ctx)
	if err != nil {
		o.t.Fatal(err)
	}
	versions, err := o.store.VersionsOf(ctx, finance)
	if err != nil {
		o.t.Fatal(err)
	}
	files, err := o.store.LiveFiles(ctx)
	if err != nil {
		o.t.Fatal(err)
	}
	return data.BackOf(returns, versions, data.HandedIn(files, o.receipts()))
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

func TestWhatComesAfterAReturnCounts(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	first := o.handIn("一.txt", 100, intake.Options{})
	o.must(o.in.Review(ctx, []int64{first.Version}, "张三"))
	waits := o.handIn("二.txt", 101, intake.Options{})
	if waits.Outcome != data.Waiting {
		t.Fatalf("never sent back: want it to wait, got %v", waits.Outcome)
	}
	o.must(o.sendBack(first.Version, "新收不对"))
	o.must(o.sendBack(first.Version, "新收不对"))
	if b := o.back(); b.Returned != 1 || b.Open() == nil {
		t.Fatalf("sent back, the form sent twice: want one open return, got %+v", b)
	}
	if got := o.handIn("一.txt", 100, intake.Options{}); got.Outcome != data.AlreadyIn || !strings.Contains(got.Reason, "没有变化") {
		t.Errorf("the same file: want it said, got %v %q", got.Outcome, got.Reason)
	}
	copied := o.one(intake.Options{}, file("一.html", render(t, report(t, "财政局", 2022, set("t3.new.person", 100)), sample.HTML)))
	if copied.Outcome != data.Copy || !strings.Contains(copied.Reason, "没有变化") {
		t.Errorf("the same figures: want it said, got %v %q", copied.Outcome, copied.Reason)
	}
	if b := o.back(); b.Open() == nil || b.Open().Unchanged != 2 || b.Resent != 0 || b.Updated != 1 {
		t.Errorf("after the same figures twice: want the return open, got %+v", b)
	}
	got := o.handIn("三.txt", 102, intake.Options{Received: "2025-01-19"})
	if got.Outcome != data.Stored || got.Reason != "退回后重报，已换为现用" {
		t.Errorf("other figures: want them current, got %v %q", got.Outcome, got.Reason)
	}
	if n, _ := o.current("财政局", 2022, "t3.new.person"); n != 102 {
		t.Errorf("current: want 102, got %d", n)
	}
	if v, err := o.store.Version(ctx, got.Version); err != nil || v.Reviewed {
		t.Errorf("want the mark to stay with the version before, got %v, %v", v.Reviewed, err)
	}
	if b := o.back(); b.Open() != nil || b.Resent != 1 || b.Updated != 1 || !b.Late("2025-01-19") || b.Turns[0].Answer.ID != got.Version {
		t.Errorf("answered a day late, got %+v", b)
	}
	if again := o.handIn("四.txt", 103, intake.Options{}); again.Outcome != data.Waiting {
		t.Errorf("after the answer: want a further one to wait, got %v", again.Outcome)
	}
}

func TestTakingBackReopensAReturn(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	first := o.handIn("一.txt", 100, intake.Options{})
	o.must(o.sendBack(first.Version, "新收不对"))
	empty := o.one(intake.Options{}, file("空.txt", text(t, report(t, "财政局", 2022, clear))))
	if empty.Outcome != data.Unfilled || o.back().Open() == nil || !o.back().Open().Empty {
		t.Fatalf("an empty form: want the return open, got %v %+v", empty.Outcome, o.back())
	}
	r, err := o.in.Import(ctx, []intake.File{file("二.txt", text(t, report(t, "财政局", 2022, set("t3.new.person", 101))))}, intake.Options{}, nil)
	o.must(err)
	if o.back().Open() != nil {
		t.Fatal("want the return answered")
	}
	o.must(o.in.TakeBack(ctx, r.Batch))
	if b := o.back(); b.Open() == nil {
		t.Errorf("its batch taken back: want the return open, got %+v", b)
	}
	if n, _ := o.current("财政局", 2022, "t3.new.person"); n != 100 {
		t.Errorf("current: want 100 again, got %d", n)
	}
}

// clear leaves every figure blank.
func clear(r *sample.Report) {
	for i := range r.Data.Tables {
		for j := range r.Data.Tables[i].Figures {
			f := &r.Data.Tables[i].Figures[j]
			f.Value, f.Raw, f.State = 0, "", data.Blank
		}
	}
}

func TestASettledVersionAnswersAReturn(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	first := o.handIn("一.txt", 100, intake.Options{})
	o.must(o.sendBack(first.Version, "新收不对"))
	unplaced := o.one(intake.Options{}, file("x.txt", text(t, report(t, "财政局", 2022, func(r *sample.Report) {
		set("t3.new.person", 105)(r)
		r.Data.Title, r.Preamble = "政府信息公开工作年度报告", nil
		r.Data.Agency = ""
	}))))
	if unplaced.Outcome != data.Waiting {
		t.Skipf("the made-up report told its agency after all: %v", unplaced)
	}
	o.must(o.in.Settle(ctx, unplaced.Version, "财政局", 2022, "张三"))
	if n, _ := o.current("财政局", 2022, "t3.new.person"); n != 105 {
		t.Errorf("settled after the return: want 105 current, got %d", n)
	}
}

func TestReturnsAreRefusedInWords(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	first := o.handIn("一.txt", 100, intake.Options{})
	good := intake.Returning{Report: finance, Version: first.Version, Reason: "新收不对", Day: "2025-01-15", Person: "张三"}
	for name, c := range map[string]struct {
		change func(r *intake.Returning)
		want   string
	}{
		"no reason":            {func(r *intake.Returning) { r.Reason = " " }, "请填写退回的原因"},
		"no name":              {func(r *intake.Returning) { r.Person = "" }, "请填写署名"},
		"no day":               {func(r *intake.Returning) { r.Day = "" }, "请填写退回日期"},
		"a wrong day":          {func(r *intake.Returning) { r.Due = "明天" }, "应写成"},
		"asked before sent":    {func(r *intake.Returning) { r.Due = "2025-01-14" }, "之前"},
		"another version":      {func(r *intake.Returning) { r.Version = 99 }, "已换了一版"},
		"nothing, but it came": {func(r *intake.Returning) { r.Version = 0 }, "已换了一版"},
		"unknown agency":       {func(r *intake.Returning) { r.Report.Agency = "没有局" }, "名录中没有"},
	} {
		bad := good
		c.change(&bad)
		err := o.in.SendBack(ctx, []intake.Returning{good, bad})
		if !intake.IsMistake(err) || !strings.Contains(errorText(err), c.want) {
			t.Errorf("%s: want a mistake with %q, got %v", name, c.want, err)
		}
	}
	if err := o.in.SendBack(ctx, nil); !intake.IsMistake(err) {
		t.Errorf("none chosen: want a mistake, got %v", err)
	}
	if b := o.back(); len(b.Turns) != 0 {
		t.Errorf("want nothing kept of what was refused, got %+v", b)
	}
	o.must(o.in.SendBack(ctx, []intake.Returning{good}))
	if err := o.in.Review(ctx, []int64{first.Version}, "张三"); !strings.Contains(errorText(err), "已于2025-01-15退回") {
		t.Errorf("reviewing what was sent back: want a mistake, got %v", err)
	}
	id := o.back().Turns[0].ID
	o.must(o.in.WithdrawReturn(ctx, id))
	if b := o.back(); b.Returned != 0 || b.Turns[0].Withdrawn.Year() != 2025 {
		t.Errorf("withdrawn: want it kept with its time, got %+v", b)
	}
	if got := o.handIn("二.txt", 101, intake.Options{}); got.Outcome != data.Waiting {
		t.Errorf("after withdrawing: want another version to wait, got %v", got.Outcome)
	}
	o.must(o.sendBack(first.Version, "另一处"))
	o.handIn("三.txt", 102, intake.Options{})
	if err := o.in.WithdrawReturn(ctx, o.back().Turns[1].ID); !strings.Contains(errorText(err), "已经重报") {
		t.Errorf("withdrawing what was answered: want a mistake, got %v", err)
	}
}

func TestAClosedYearIsNotSentBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	first := o.handIn("一.txt", 100, intake.Options{})
	o.must(o.in.SealYear(ctx, 2022, "已归档", "张三"))
	if err := o.sendBack(first.Version, "新收不对"); !intake.IsMistake(err) || !strings.Contains(errorText(err), "已封存") {
		t.Errorf("want a mistake that says so, got %v", err)
	}
}

func TestTheWebsiteDoesNotAnswerAReturn(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	first := o.handIn("一.txt", 100, intake.Options{})
	page := render(t, report(t, "财政局", 2022, set("t3.new.person", 100)), sample.HTML)
	o.one(intake.Options{}, file("一.html", page)) // the same figures
	o.must(o.sendBack(first.Version, "新收不对"))
	for name, n := range map[string]int64{"the same": 100, "another": 104} {
		got := o.handIn(name+"（公开版）.txt", n, intake.Options{Copy: data.CopyPublic})
		if strings.Contains(got.Reason, "退回后重报") {
			t.Errorf("%s: got %q", name, got.Reason)
		}
	}
	public := intake.Options{Copy: data.CopyPublic}
	o.one(intake.Options{}, file("网站公开/一.txt", text(t, report(t, "财政局", 2022, set("t3.new.person", 100)))))
	o.one(public, file("又一次.txt", text(t, report(t, "财政局", 2022, set("t3.new.person", 100)))))
	o.one(intake.Options{}, file("网站公开/一.html", page))
	o.one(intake.Options{}, file("网站公开/再下载/一.html", page))
	o.one(public, file("网页.html", page))
	if b := o.back(); b.Open() == nil || b.Open().Unchanged != 0 || b.Resent+b.Updated != 0 {
		t.Errorf("want the return open and nothing handed in again, got %+v", b)
	}
	if n, _ := o.current("财政局", 2022, "t3.new.person"); n != 100 {
		t.Errorf("current: want 100, got %d", n)
	}
	o.one(intake.Options{}, file("又报来/一.html", page))
	if b := o.back(); b.Open() == nil || b.Open().Unchanged != 1 {
		t.Errorf("handed in again as it was: want that counted, got %+v", b)
	}
}

func TestDeadlinesAreSetByForm(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newOffice(t)
	days := map[data.DeadlineKind]string{data.DeadlineInternal: "2025-01-18", data.DeadlinePublic: ""}
	o.must(o.in.SetDeadlines(ctx, 2024, days, "张三"))
	got, err := o.store.Deadlines(ctx)
	o.must(err)
	want := []data.DeadlineSet{{Year: 2024, What: data.DeadlineInternal, Day: "2025-01-18", Person: "张三", Stated: time.Date(2025, 1, 20, 9, 0, 0, 0, time.UTC)}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("deadlines (-want +got):\n%s", diff)
	}
	for name, c := range map[string]struct {
		year        int
		day, person string
		want        string
	}{
		"a wrong year": {1, "", "张三", "年度1不对"},
		"no name":      {2024, "2025-01-18", "", "请填写署名"},
		"no date":      {2024, "明天", "张三", "应写成"},
		"years after":  {2024, "2027-01-18", "张三", "应在2024年至2025年之间"},
		"years before": {2024, "2023-01-18", "张三", "应在2024年至2025年之间"},
	} {
		err := o.in.SetDeadlines(ctx, c.year, map[data.DeadlineKind]string{data.DeadlineInternal: c.day}, c.person)
		if !intake.IsMistake(err) || !strings.Contains(errorText(err), c.want) {
			t.Errorf("%s: want a mistake with %q, got %v", name, c.want, err)
		}
	}
}
