package intake_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/intake"
)

func (o *office) roster() *data.Roster {
	o.t.Helper()
	r, err := o.store.Roster(context.Background())
	if err != nil {
		o.t.Fatal(err)
	}
	return r
}

// listed is an office with a roster of four.
func listed(t *testing.T) *office {
	t.Helper()
	o := newOffice(t)
	if _, _, err := o.in.SetRoster(context.Background(), "示例县人民政府办公室\n示例县农业局\n示例县农业农村局\n示例县石样镇人民政府"); err != nil {
		t.Fatal(err)
	}
	return o
}

// change sends the roster's table as it stands with some lines changed.
func (o *office) change(fn func(*intake.RosterChange)) error {
	o.t.Helper()
	r := o.roster()
	c := intake.RosterChange{Stamp: r.Stamp(), Agencies: r.Agencies}
	fn(&c)
	return o.in.ChangeRoster(context.Background(), c)
}

func order(r *data.Roster) string {
	var out []string
	for _, a := range r.Agencies {
		out = append(out, a.Key)
	}
	return strings.Join(out, " ")
}

func TestTheTableBecomesTheRoster(t *testing.T) {
	t.Parallel()
	o := listed(t)
	err := o.change(func(c *intake.RosterChange) {
		c.Agencies[1].To, c.Agencies[1].Order = 2018, 9
		c.Agencies[2].From, c.Agencies[2].Contact, c.Agencies[2].Phone = 2019, "张三", "0000-1"
		c.Agencies[2].Aliases = []string{"农业农村局", "农粮局", "农粮局", ""}
		c.Agencies = append(c.Agencies, data.Agency{Name: "示例县 税务局"}, data.Agency{Name: "示例县数据局", Group: data.GroupDepartment, Counts: true, Order: 1})
	})
	if err != nil {
		t.Fatal(err)
	}
	r := o.roster()
	if got := order(r); got != "人民政府 数据局 农业农村局 农业局 石样镇人民政府 税务局" {
		t.Errorf("want the order asked for within each group, got %s", got)
	}
	want := data.Agency{Key: "农业农村局", Name: "示例县农业农村局", Aliases: []string{"农业农村局", "农粮局"}, Group: data.GroupDepartment, Order: 3, From: 2019, Counts: true, Contact: "张三", Phone: "0000-1"}
	if diff := cmp.Diff(want, *r.Agency("农业农村局")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if a := r.Agency("税务局"); a.Group != data.GroupOther || a.Counts {
		t.Errorf("want the group guessed, got %+v", a)
	}
	if err := o.change(func(c *intake.RosterChange) { c.Remove = []string{"农业局"} }); err != nil {
		t.Fatal(err)
	}
	if got := order(o.roster()); strings.Contains(got, "农业局 ") {
		t.Errorf("want it removed, got %s", got)
	}
}

func TestABadTableChangesNothing(t *testing.T) {
	t.Parallel()
	o := listed(t)
	ctx := context.Background()
	if err := o.in.DecideSuccession(ctx, data.Succession{Old: "农业局", New: "农业农村局", Year: 2019, Rule: data.TrendLink}); err != nil {
		t.Fatal(err)
	}
	before := o.roster()
	for name, change := range map[string]func(*intake.RosterChange){
		"stale":           func(c *intake.RosterChange) { c.Stamp = "0" },
		"in use":          func(c *intake.RosterChange) { c.Remove = []string{"农业局"} },
		"no name":         func(c *intake.RosterChange) { c.Agencies[0].Name = " " },
		"no group":        func(c *intake.RosterChange) { c.Agencies[0].Group = "委办" },
		"years crossed":   func(c *intake.RosterChange) { c.Agencies[0].From, c.Agencies[0].To = 2020, 2019 },
		"the name twice":  func(c *intake.RosterChange) { c.Agencies = append(c.Agencies, data.Agency{Name: "县农业局"}) },
		"another's alias": func(c *intake.RosterChange) { c.Agencies[0].Aliases = append(c.Agencies[0].Aliases, "农业局") },
		"names exchanged": func(c *intake.RosterChange) {
			c.Agencies[1].Name, c.Agencies[2].Name = c.Agencies[2].Name, "示例县某局"
		},
		"an unknown key":   func(c *intake.RosterChange) { c.Agencies[0].Key = "无" },
		"one line of them": func(c *intake.RosterChange) { c.Agencies[3].Phone = "1"; c.Agencies[0].Name = "" },
	} {
		if err := o.change(change); !intake.IsMistake(err) {
			t.Errorf("%s: want a sentence for the clerk, got %v", name, err)
		}
	}
	if diff := cmp.Diff(before, o.roster()); diff != "" {
		t.Errorf("nothing should have changed (-want +got)\n%s", diff)
	}
}

func TestTheCountyIsChangedAsAWhole(t *testing.T) {
	t.Parallel()
	o := listed(t)
	want := data.County{Name: "甲乙市", Level: "设区的市", Collecting: 2024}
	if err := o.in.ChangeCounty(context.Background(), intake.CountyFacts(want)); err != nil {
		t.Fatal(err)
	}
	if got := o.roster().County; got != want {
		t.Errorf("want %+v, got %+v", want, got)
	}
	for _, f := range []intake.CountyFacts{{Level: "镇"}, {Level: "县", Collecting: 24}} {
		if err := o.in.ChangeCounty(context.Background(), f); !intake.IsMistake(err) {
			t.Errorf("%+v: want a sentence for the clerk, got %v", f, err)
		}
	}
}

func TestASuccessionIsDecidedOnce(t *testing.T) {
	t.Parallel()
	o := listed(t)
	ctx := context.Background()
	declined := data.Succession{Old: "农业局", New: "农业农村局"}
	for range 2 {
		if err := o.in.DecideSuccession(ctx, declined); err != nil {
			t.Fatal(err)
		}
	}
	if r := o.roster(); len(r.Declined) != 1 || len(r.Successions) != 0 {
		t.Fatalf("want it remembered as not the county's, got %v, %v", r.Declined, r.Successions)
	}
	applied := data.Succession{Old: "农业局", New: "农业农村局", Year: 2019, Rule: data.TrendLinkMarkBreak}
	for range 2 {
		if err := o.in.DecideSuccession(ctx, applied); err != nil {
			t.Fatal(err)
		}
	}
	if r := o.roster(); len(r.Declined) != 0 || !slices.Equal(r.Successions, []data.Succession{applied}) {
		t.Fatalf("want it taken over, got %v, %v", r.Declined, r.Successions)
	}
	for _, bad := range []data.Succession{
		{Old: "农业局", New: "无", Year: 2019, Rule: data.TrendLink}, {Old: "农业局", New: "农业局", Year: 2019, Rule: data.TrendLink},
		{Old: "农业局", New: "农业农村局", Rule: data.TrendLink}, {Old: "农业局", New: "农业农村局", Year: 2019, Rule: "join"},
	} {
		if err := o.in.ChangeSuccessions(ctx, o.roster().Stamp(), []data.Succession{bad}); !intake.IsMistake(err) {
			t.Errorf("%v: want a sentence for the clerk, got %v", bad, err)
		}
	}
	if err := o.in.ChangeSuccessions(ctx, "0", nil); !intake.IsMistake(err) {
		t.Errorf("stale: want a sentence for the clerk, got %v", err)
	}
	if err := o.in.ChangeSuccessions(ctx, o.roster().Stamp(), []data.Succession{applied, applied}); err != nil || len(o.roster().Successions) != 1 {
		t.Errorf("want each once, got %v, %v", o.roster().Successions, err)
	}
}

func TestNoReportIsStatedWithAReason(t *testing.T) {
	t.Parallel()
	o := listed(t)
	ctx := context.Background()
	if err := o.in.StateNoReport(ctx, data.NoReport{Agency: "农业局", Year: 2024, Reason: " 已撤销 ", Person: "张三"}); err != nil {
		t.Fatal(err)
	}
	want := data.NoReport{Agency: "农业局", Year: 2024, Reason: "已撤销", Person: "张三", Date: "2025-01-20"}
	if got, ok := o.roster().NoReport("农业局", 2024); !ok || got != want {
		t.Errorf("want %+v, got %+v", want, got)
	}
	for name, n := range map[string]data.NoReport{
		"unknown":  {Agency: "无", Year: 2024, Reason: "撤销"},
		"no year":  {Agency: "农业局", Reason: "撤销"},
		"too long": {Agency: "农业局", Year: 2024, Reason: strings.Repeat("长", 201)},
	} {
		if err := o.in.StateNoReport(ctx, n); !intake.IsMistake(err) {
			t.Errorf("%s: want a sentence for the clerk, got %v", name, err)
		}
	}
	if err := o.in.StateNoReport(ctx, data.NoReport{Agency: "农业局", Year: 2024}); err != nil || len(o.roster().NoReports) != 0 {
		t.Errorf("want the reason taken back, got %v, %v", o.roster().NoReports, err)
	}
}

func TestTheListKeepsContactsThatItDoesNotName(t *testing.T) {
	t.Parallel()
	o := listed(t)
	if err := o.change(func(c *intake.RosterChange) { c.Agencies[1].Contact, c.Agencies[2].Phone = "张三", "0000-2" }); err != nil {
		t.Fatal(err)
	}
	if _, _, err := o.in.SetRoster(context.Background(), "单位名称,联系人\n示例县农业农村局,李四\n示例县农业局,\n"); err != nil {
		t.Fatal(err)
	}
	r := o.roster()
	if a, b := r.Agency("农业局"), r.Agency("农业农村局"); a.Contact != "张三" || b.Contact != "李四" || b.Phone != "0000-2" {
		t.Errorf("want the known kept and the new taken, got %+v, %+v", a, b)
	}
}

func TestAWorkbooksTableIsReadAsAList(t *testing.T) {
	t.Parallel()
	d := &document.Document{Blocks: []document.Block{{Grid: &document.Grid{Number: 1, Rows: 2, Cols: 2, Cells: []document.Cell{
		{Row: 1, Col: 1, Text: "单位名称"}, {Row: 1, Col: 2, Text: "别名"}, {Row: 2, Col: 1, Text: "示例县\n财政局"}, {Row: 2, Col: 2, Text: "财,局"},
	}}}}}
	if got := intake.TableText(d); got != "单位名称,别名\n示例县 财政局,\"财,局\"\n" {
		t.Errorf("got %q", got)
	}
	if got := intake.TableText(&document.Document{Blocks: []document.Block{{Text: "甲局"}, {Text: "乙局"}}}); got != "甲局\n乙局\n" {
		t.Errorf("want lines where there is no table, got %q", got)
	}
}

func TestOneAnswerSettlesAllOfAName(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	ctx := context.Background()
	if _, _, err := o.in.SetRoster(ctx, "示例县财政金融局\n示例县民政局\n"); err != nil {
		t.Fatal(err)
	}
	first := o.one(intake.Options{}, file("a.txt", text(t, report(t, "财政局", 2022, nil))))
	second := o.one(intake.Options{}, file("b.txt", text(t, report(t, "财政局", 2021, nil))))
	other := o.one(intake.Options{}, file("c.txt", text(t, report(t, "商务局", 2022, nil))))
	if err := o.in.Settle(ctx, first.Version, "财政金融局", 0, "张三"); err != nil {
		t.Fatal(err)
	}
	waiting, err := o.store.Waiting(ctx)
	if err != nil || len(waiting) != 1 || waiting[0].ID != other.Version {
		t.Errorf("want only the other name to wait, got %v, %v", waiting, err)
	}
	if v, err := o.store.Version(ctx, second.Version); err != nil || v.Agency != "财政金融局" || !v.Current {
		t.Errorf("want the other year settled too, got %+v, %v", v, err)
	}
}
