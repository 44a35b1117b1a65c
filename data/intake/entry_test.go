package intake_test

import (
	"context"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/intake"
	"github.com/nianbao/nianbao/data/store"
)

// typist is an office with a roster and a scan that came in.
type typist struct {
	*office
	receipt int64
	scan    string
}

func newTypist(t *testing.T) *typist {
	t.Helper()
	o := &typist{office: newOffice(t)}
	if _, _, err := o.in.SetRoster(context.Background(), "示例县人民政府\n示例县财政局\n示例县水利局\n"); err != nil {
		t.Fatal(err)
	}
	err := o.store.Update(context.Background(), func(tx *store.Tx) error {
		var err error
		if o.scan, err = tx.KeepOriginal([]byte("a picture of the report")); err != nil {
			return err
		}
		o.receipt, err = tx.AddReceipt(data.Receipt{
			Agency: o.agency("财政局"), Year: 2024, Kind: data.Unit, Received: "2025-01-10", Copy: data.CopyStamped,
			Path: "财政局.pdf", SHA256: o.scan, Code: document.RefuseScan,
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// agency is the key of the agency whose name ends so.
func (o *typist) agency(end string) string {
	o.t.Helper()
	r, err := o.store.Roster(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	for _, a := range r.Agencies {
		if strings.HasSuffix(a.Name, end) {
			return a.Key
		}
	}
	o.t.Fatalf("no agency %s", end)
	return ""
}

// zeros is the form of 2021 with 0 in every cell but those given as pairs.
func zeros(pairs ...string) map[string]string {
	out := map[string]string{}
	for _, table := range form.ByID("2021").Tables {
		for _, c := range table.Cells {
			out[c.Code] = "0"
		}
	}
	for i := 0; i < len(pairs); i += 2 {
		out[pairs[i]] = pairs[i+1]
	}
	return out
}

func (o *typist) types(e intake.Entry) int64 {
	o.t.Helper()
	id, err := o.in.Type(context.Background(), e)
	if err != nil {
		o.t.Fatal(err)
	}
	return id
}

func (o *typist) version(id int64) data.Version {
	o.t.Helper()
	v, err := o.store.Version(context.Background(), id)
	if err != nil {
		o.t.Fatal(err)
	}
	return v
}

func (o *typist) mistake(err error, words string) {
	o.t.Helper()
	if !intake.IsMistake(err) || !strings.Contains(err.Error(), words) {
		o.t.Errorf("want a mistake with %q, got %v", words, err)
	}
}

const person, total = "t3.new.person", "t3.new.total"

func TestATypedReportWaitsUntilItIsCompared(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newTypist(t)
	texts := zeros(person, "３", "t3.new.business", "／", "t3.carried_in.person", "?", total, "")
	id := o.types(intake.Entry{Receipt: o.receipt, Texts: texts, Person: "张三"})
	v := o.version(id)
	stamp := "张三，2025年1月20日"
	want := map[string]data.Figure{
		person:                 {State: data.Read, Value: 3, Raw: "３"},
		"t3.new.business":      {State: data.Read, Raw: "／"},
		"t3.carried_in.person": {State: data.Unreadable, Raw: "?", Doubt: data.DoubtNotNumber},
		total:                  {State: data.Blank},
	}
	for code, w := range want {
		got, _ := v.Report.Figure(code)
		w.Code, w.Place = code, got.Place
		if diff := cmp.Diff(w, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", code, diff)
		}
		if place := "人工录入（" + stamp + "）"; got.Place.String() != place || got.Place.Grid == 0 {
			t.Errorf("%s: want it %s in a grid, got %+v", code, place, got.Place)
		}
	}
	if v.Current || !cmp.Equal(v.Wait, []string{data.WaitTyped}) || v.Format != "typed" || v.TypedBy != "张三" || v.TypedAt.IsZero() ||
		v.Scan != o.scan || v.Received != "2025-01-10" || v.Copy != data.CopyStamped || v.Unfilled {
		t.Errorf("want it waiting with its scan, got %+v", v)
	}
	if r, err := o.store.Receipt(ctx, o.receipt); err != nil || r.Version != id {
		t.Errorf("want the receipt to name version %d, got %+v, %v", id, r, err)
	}
	o.mistake(o.in.Take(ctx, id), "复核以后")
	o.mistake(o.in.Settle(ctx, id, o.agency("水利局"), 0, "张三"), "重新录入")
	o.mistake(o.in.CheckTyped(ctx, id, v.SHA256, "张三"), "复核人不能是录入的人")
	o.mistake(o.in.CheckTyped(ctx, id, "another", "李四"), "被改过")
	if err := o.in.CheckTyped(ctx, id, v.SHA256, "李四"); err != nil {
		t.Fatal(err)
	}
	if v = o.version(id); !v.Current || len(v.Wait) > 0 || v.CheckedBy != "李四" || v.CheckedAt.IsZero() {
		t.Errorf("want it current and compared, got %+v", v)
	}
	o.mistake(o.in.CheckTyped(ctx, id, v.SHA256, "李四"), "不在待复核之列")
}

func TestTheFigureStandsInTheKeptDocument(t *testing.T) {
	t.Parallel()
	o := newTypist(t)
	for _, edition := range form.Editions() {
		texts := map[string]string{}
		for _, table := range edition.Tables {
			for i, c := range table.Cells {
				texts[c.Code] = strings.Repeat("1", i%5+1)
			}
		}
		id := o.types(intake.Entry{Agency: o.agency("水利局"), Year: edition.From, Texts: texts, Person: "张三"})
		packed, err := o.store.Document(context.Background(), id)
		if err != nil {
			t.Fatal(err)
		}
		d, err := document.Decode(packed)
		if err != nil {
			t.Fatal(err)
		}
		v := o.version(id)
		if v.Report.Edition != edition.ID {
			t.Errorf("%d: want edition %s, got %s", edition.From, edition.ID, v.Report.Edition)
		}
		for _, table := range v.Report.Tables {
			for _, f := range table.Figures {
				c := d.Grids()[f.Place.Grid-1].At(f.Place.Row, f.Place.Col)
				if c == nil || c.Text != texts[f.Code] || f.State != data.Read {
					t.Errorf("%s: want %q at %+v, got %+v, state %s", f.Code, texts[f.Code], f.Place, c, f.State)
				}
			}
		}
	}
}

func TestTypingAgainReplacesWhatWaits(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newTypist(t)
	e := intake.Entry{Receipt: o.receipt, Texts: map[string]string{person: "3"}, Person: "张三", Draft: true, Seen: intake.NothingTyped}
	id := o.types(e)
	draft := o.version(id)
	if !cmp.Equal(draft.Wait, []string{data.WaitDraft}) {
		t.Errorf("want a draft, got %v", draft.Wait)
	}
	o.mistake(o.in.CheckTyped(ctx, id, draft.SHA256, "李四"), "没有录完")
	if again := o.types(intake.Entry{Receipt: o.receipt, Texts: e.Texts, Person: "王五", Draft: true, Seen: intake.NothingTyped}); again != id || o.version(id).TypedBy != "张三" {
		t.Errorf("the same typing again: want nothing changed, got version %d by %s", again, o.version(id).TypedBy)
	}
	e.Texts = zeros(person, "3", total, "4")
	_, err := o.in.Type(ctx, e)
	o.mistake(err, "被别人改过")
	e.Seen, e.Draft, e.Person = draft.SHA256, false, "王五"
	if again := o.types(e); again != id {
		t.Errorf("want version %d in the place of the draft, got %d", id, again)
	}
	v := o.version(id)
	old, _ := v.Report.Figure(person)
	now, _ := v.Report.Figure(total)
	if !strings.HasPrefix(old.Place.Person, "张三，") || !strings.HasPrefix(now.Place.Person, "王五，") {
		t.Errorf("want each cell's own typist, got %q and %q", old.Place.Person, now.Place.Person)
	}
	o.mistake(o.in.CheckTyped(ctx, id, v.SHA256, "张三"), "复核人不能是录入的人")
	if name, b, err := o.store.Original(ctx, id); err != nil || !strings.Contains(name, "对照录入") || !strings.Contains(string(b), `"4"`) {
		t.Errorf("want the new typing as original, got %q, %s, %v", name, b, err)
	}
	if _, err := o.store.KeptOriginal(ctx, draft.SHA256); err == nil {
		t.Error("the draft's original is still kept")
	}
	if _, err := o.store.KeptOriginal(ctx, o.scan); err != nil {
		t.Errorf("the scan: %v", err)
	}
	if list, err := o.store.VersionsOf(ctx, data.ReportKey{Agency: v.Agency, Year: 2024, Kind: data.Unit}); err != nil || len(list) != 1 {
		t.Errorf("want one version, got %d, %v", len(list), err)
	}
}

func TestWhatCannotBeTyped(t *testing.T) {
	t.Parallel()
	o := newTypist(t)
	water, office := o.agency("水利局"), o.agency("人民政府")
	for name, c := range map[string]struct {
		entry   intake.Entry
		mistake string
	}{
		"nobody types":                {intake.Entry{Agency: water, Year: 2024, Texts: zeros()}, "请填写署名"},
		"no agency":                   {intake.Entry{Year: 2024, Texts: zeros(), Person: "张三"}, "名录中没有"},
		"an agency not of the roster": {intake.Entry{Agency: "无此单位", Year: 2024, Texts: zeros(), Person: "张三"}, "名录中没有"},
		"no year":                     {intake.Entry{Agency: water, Texts: zeros(), Person: "张三"}, "四位年份"},
		"a year before all forms":     {intake.Entry{Agency: water, Year: 2010, Texts: zeros(), Person: "张三"}, "哪一版格式"},
		"an unknown edition":          {intake.Entry{Agency: water, Year: 2024, Edition: "2030", Texts: zeros(), Person: "张三"}, "哪一版格式"},
		"a department's published":    {intake.Entry{Agency: water, Year: 2024, Kind: data.Published, Texts: zeros(), Person: "张三"}, "县政府名下"},
		"an unknown kind":             {intake.Entry{Agency: office, Year: 2024, Kind: "else", Texts: zeros(), Person: "张三"}, "类别不对"},
		"an unknown cell":             {intake.Entry{Agency: water, Year: 2024, Texts: zeros("t9.x", "1"), Person: "张三"}, "刷新页面"},
		"an essay in a cell":          {intake.Entry{Agency: water, Year: 2024, Texts: zeros(person, strings.Repeat("字", 61)), Person: "张三"}, "只填数字"},
		"nothing at all":              {intake.Entry{Agency: water, Year: 2024, Texts: map[string]string{person: " "}, Person: "张三"}, "还没有录入数据"},
		"another than the receipt's":  {intake.Entry{Receipt: o.receipt, Agency: water, Texts: zeros(), Person: "张三"}, "收件页"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := o.in.Type(context.Background(), c.entry)
			o.mistake(err, c.mistake)
		})
	}
	if list, err := o.store.Batches(context.Background()); err != nil || len(list) != 0 {
		t.Errorf("refused typing left %v, %v", list, err)
	}
	id := o.types(intake.Entry{Agency: office, Year: 2024, Kind: data.Published, Texts: zeros(person, "<b>'\x00\n"), Person: "张三"})
	if f, _ := o.version(id).Report.Figure(person); f.State != data.Unreadable || f.Raw != "<b>'" {
		t.Errorf("hostile text: got %+v", f)
	}
}

func TestASecondPassAgreesOrAsks(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newTypist(t)
	id := o.types(intake.Entry{Agency: o.agency("水利局"), Year: 2024, Texts: zeros(person, "3", total, "3"), Person: "张三"})
	first := o.version(id)
	pass := intake.SecondPass{Version: id, Seen: first.SHA256, Texts: zeros(person, "8", total, "3", "t3.new.business", "无"), Person: "张三"}
	got, err := o.in.TypeAgain(ctx, pass)
	if err != nil || len(got) != 1 || got[0].Cell.Code != person || got[0].First != "3" || got[0].Second != "8" {
		t.Fatalf("want one difference, got %+v, %v", got, err)
	}
	if v := o.version(id); !cmp.Equal(v.Wait, []string{data.WaitTyped}) || v.SHA256 != first.SHA256 {
		t.Errorf("want nothing changed, got %+v", v)
	}
	pass.Settled = map[string]string{person: "8"}
	if got, err = o.in.TypeAgain(ctx, pass); err != nil || got != nil {
		t.Fatalf("want it settled, got %+v, %v", got, err)
	}
	v := o.version(id)
	f, _ := v.Report.Figure(person)
	if !v.Current || v.CheckedBy != "张三" || f.Value != 8 || f.Place.IsZero() {
		t.Errorf("want 8 to count, got %+v of %+v", f, v)
	}
	_, err = o.in.TypeAgain(ctx, pass)
	o.mistake(err, "不在待复核之列")
}

func TestATypedVersionBesideOthers(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newTypist(t)
	water := o.agency("水利局")
	typeAndCheck := func(texts map[string]string) data.Version {
		t.Helper()
		id := o.types(intake.Entry{Agency: water, Year: 2024, Texts: texts, Person: "张三"})
		if err := o.in.CheckTyped(ctx, id, o.version(id).SHA256, "李四"); err != nil {
			t.Fatal(err)
		}
		return o.version(id)
	}
	first := typeAndCheck(zeros(person, "3"))
	if !first.Current {
		t.Errorf("want the first current, got %+v", first)
	}
	if id := o.types(intake.Entry{Agency: water, Year: 2024, Texts: zeros(person, "3"), Person: "王五"}); id != first.ID {
		t.Errorf("the same typing after the check: want version %d, got %d", first.ID, id)
	}
	other := typeAndCheck(zeros(person, "4"))
	if other.Current || !cmp.Equal(other.Wait, []string{data.WaitOther}) {
		t.Errorf("want a different one waiting beside, got %+v", other)
	}
	alike := typeAndCheck(zeros(person, "３"))
	if alike.Current || len(alike.Wait) > 0 || alike.CheckedBy == "" {
		t.Errorf("want one of the same figures kept beside, got %+v", alike)
	}
	if err := o.in.Take(ctx, other.ID); err != nil {
		t.Error(err)
	}
}

func TestAFileIsNoCopyOfAnUncomparedTyping(t *testing.T) {
	t.Parallel()
	o := newTypist(t)
	r := report(t, "财政局", 2022, nil)
	texts := map[string]string{}
	for _, table := range r.Data.Tables {
		for _, f := range table.Figures {
			texts[f.Code] = f.Raw
		}
	}
	maps.DeleteFunc(texts, func(code, _ string) bool { return form.ByID("2021").Cell(code) == nil })
	o.types(intake.Entry{Agency: o.agency("财政局"), Year: 2022, Texts: texts, Person: "张三"})
	if got := o.one(intake.Options{Agency: "示例县财政局", Year: 2022}, file("a.txt", text(t, r))); got.Outcome != data.Stored {
		t.Errorf("want the file to count, got %+v", got)
	}
}

func TestTryingKeepsNothing(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newTypist(t)
	change, err := o.store.Change(ctx)
	if err != nil {
		t.Fatal(err)
	}
	got, err := o.in.TryEntry(ctx, intake.Entry{Agency: o.agency("水利局"), Year: 2024, Texts: zeros(person, "3", total, "4")})
	if err != nil {
		t.Fatal(err)
	}
	broken := false
	for _, f := range got.Findings {
		broken = broken || f.Severity == data.Error && strings.Contains(strings.Join(f.Codes, " "), total)
	}
	if !broken {
		t.Errorf("want the broken sum of %s, got %+v", total, got.Findings)
	}
	if after, err := o.store.Change(ctx); err != nil || after != change {
		t.Errorf("want change number %d, got %d, %v", change, after, err)
	}
	_, err = o.in.TryEntry(ctx, intake.Entry{Agency: "x", Year: 2024})
	o.mistake(err, "名录中没有")
}

func TestTypedReportsAreReadAgainAsTheyWere(t *testing.T) {
	t.Parallel()
	o := newTypist(t)
	id := o.types(intake.Entry{Agency: o.agency("水利局"), Year: 2024, Texts: zeros(person, "?"), Person: "张三"})
	want := o.version(id)
	visited := 0
	if err := o.in.Reread(context.Background(), false, func(intake.Reread) error { visited++; return nil }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, o.version(id)); diff != "" || visited > 0 {
		t.Errorf("%d versions read differently (-want +got):\n%s", visited, diff)
	}
}

func TestTakingBackATyping(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newTypist(t)
	id := o.types(intake.Entry{Receipt: o.receipt, Texts: zeros(), Person: "张三"})
	if err := o.in.TakeBack(ctx, o.version(id).Batch); err != nil {
		t.Fatal(err)
	}
	if r, err := o.store.Receipt(ctx, o.receipt); err != nil || r.Version != 0 || r.SHA256 != o.scan {
		t.Errorf("want the receipt without a version, got %+v, %v", r, err)
	}
	if _, err := o.store.KeptOriginal(ctx, o.scan); err != nil {
		t.Errorf("want the scan kept: %v", err)
	}
}

func TestATypingThatAnswersAReturnBecomesCurrent(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	o := newTypist(t)
	water := o.agency("水利局")
	k := data.ReportKey{Agency: water, Year: 2024, Kind: data.Unit}
	check := func(texts map[string]string) data.Version {
		t.Helper()
		id := o.types(intake.Entry{Agency: water, Year: 2024, Texts: texts, Person: "张三"})
		if err := o.in.CheckTyped(ctx, id, o.version(id).SHA256, "李四"); err != nil {
			t.Fatal(err)
		}
		return o.version(id)
	}
	first := check(zeros(person, "3"))
	if err := o.in.SendBack(ctx, []intake.Returning{{Report: k, Version: first.ID, Reason: "总计不平", Day: "2025-01-18", Person: "李四"}}); err != nil {
		t.Fatal(err)
	}
	if second := check(zeros(person, "4")); !second.Current {
		t.Errorf("want what came after the return current, got %+v", second)
	}
	if err := o.in.SealYear(ctx, 2024, "已报市", "李四"); err != nil {
		t.Fatal(err)
	}
	third := o.types(intake.Entry{Agency: water, Year: 2024, Texts: zeros(person, "5"), Person: "张三"})
	seen := o.version(third).SHA256
	const sealed = "2024年度已封存（李四，"
	mistakenly(t, "compare in a sealed year", sealed, o.in.CheckTyped(ctx, third, seen, "李四"))
	_, err := o.in.TypeAgain(ctx, intake.SecondPass{Version: third, Seen: seen, Texts: zeros(person, "5"), Person: "李四"})
	mistakenly(t, "type again in a sealed year", sealed, err)
	if v := o.version(third); v.Current || !cmp.Equal(v.Wait, []string{data.WaitTyped}) || v.CheckedBy != "" {
		t.Errorf("want it to wait for being compared, got %+v", v)
	}
	if err := o.in.UnsealYear(ctx, 2024, "市里退回", "李四"); err != nil {
		t.Fatal(err)
	}
	if err := o.in.CheckTyped(ctx, third, seen, "李四"); err != nil {
		t.Fatal(err)
	}
	if v := o.version(third); v.Current || !cmp.Equal(v.Wait, []string{data.WaitOther}) || v.CheckedBy != "李四" {
		t.Errorf("opened again: want it to wait beside the one that counts, got %+v", v)
	}
}
