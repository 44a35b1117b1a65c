package dashboard

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/nianbao/nianbao/data"
)

// signedOffice has two agencies with requests and one without a report.
func signedOffice() *office {
	o := newOffice()
	for key, n := range map[string]int64{"人民政府办公室": 3, "财政局": 8} {
		o.keep(key, 2023, func(v *data.Version) {
			setFigure(v.Report, data.Figure{Code: "t3.new.person", State: data.Read, Value: n})
		})
	}
	return o
}

func (o *office) adjust(delta int64, change func(a *data.Adjustment)) {
	a := data.Adjustment{
		ID: int64(len(o.closing.adjustments) + 1), Year: 2023, Scope: "all", Code: "t3.new.person", Delta: delta,
		Ground: data.GroundBoth, Reason: "同一件", Person: "张三", Stated: today(),
	}
	if change != nil {
		change(&a)
	}
	o.closing.adjustments = append(o.closing.adjustments, a)
}

func lines(n *html.Node, selector, cell string) [][]string {
	var out [][]string
	for _, tr := range find(n, selector) {
		var line []string
		for _, td := range find(tr, cell) {
			line = append(line, textOf(td))
		}
		if len(line) > 0 {
			out = append(out, line)
		}
	}
	return out
}

func TestAdjustmentsStandBesideTheSums(t *testing.T) {
	t.Parallel()
	o := signedOffice()
	o.adjust(-2, nil)
	o.adjust(1, func(a *data.Adjustment) { a.Withdrawn, a.WithdrawnBy = today(), "李四" })
	o.adjust(5, func(a *data.Adjustment) { a.Scope = "county" })
	s := o.serve(t)
	page := open(t, s, "/summary?year=2023")
	got := lines(one(t, page, "section#adjust"), "tr", "td.num")
	if diff := cmp.Diff([][]string{{"11", "－2", "9"}, {"11", "＋1", ""}}, got); diff != "" {
		t.Errorf("合计, 调整, 公布数 (-want +got):\n%s", diff)
	}
	if got, want := textOf(one(t, one(t, page, "tr.withdrawn"), "span.tag")), "2024年1月29日由李四（自填）收回"; got != want {
		t.Errorf("who took it back: want %q, got %q", want, got)
	}
	if marks := find(page, "td.adjusted"); len(marks) != 1 || !strings.Contains(attr(find(marks[0], "a")[0], "data-mark"), "公布数9（调整－2）") {
		t.Errorf("want the one cell marked, got %d", len(marks))
	}
	for path, want := range map[string]int{"/summary?year=2023&errors=exclude": 0, "/summary?year=2023&scope=agencies:财政局": 0, "/summary?year=2023&scope=county": 1, "/summary?year=2023&adjust=t3.new.person": 1} {
		if n := len(find(one(t, open(t, s, path), "section#adjust"), "select")) / 2; n != want {
			t.Errorf("%s: want %d forms, got %d", path, want, n)
		}
	}
	if w := get(t, s, "/summary?year=2023&adjust=t9"); w.Code != http.StatusBadRequest {
		t.Errorf("no such cell: want 400, got %d", w.Code)
	}
	w := post(t, s, "/summary/adjust?year=2023&scope=county", "cell", "t3.new.person", "delta", "-2", "ground", "joint", "reason", "一", "person", "张三")
	if w.Code != http.StatusSeeOther || !strings.HasSuffix(w.Header().Get("Location"), "#adjust") {
		t.Errorf("want back to the list, got %d %s", w.Code, w.Header().Get("Location"))
	}
	if w := post(t, s, "/summary/unadjust?year=2023", "adjustment", "1"); w.Code != http.StatusBadRequest {
		t.Errorf("taken back by nobody: want 400, got %d", w.Code)
	}
	post(t, s, "/summary/unadjust?year=2023", "adjustment", "1", "person", "王五")
	if diff := cmp.Diff([]string{"adjust 2023 county t3.new.person -2 joint 一 张三", "refresh", "withdraw adjustment 1 王五", "refresh"}, o.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}

func TestWhatStandsInTheWayIsSaidAndForbidsNothing(t *testing.T) {
	t.Parallel()
	o := signedOffice()
	o.adjust(-20, nil)
	o.findings = []data.Finding{{Agency: "财政局", Year: 2023, Kind: data.Unit, Rule: "T3-1", Severity: data.Error, Title: "不等"}}
	o.closing.found = []data.Finding{
		{Severity: data.Error, Text: "总计不等", Codes: []string{"t3.new.person"}}, {Severity: data.Error, Text: "与调整无关", Codes: []string{"t3.new.total"}},
	}
	o.keep("水利局", 2023, func(v *data.Version) { v.Current, v.Wait = false, []string{data.WaitOther} })
	s := o.serve(t)
	text := textOf(one(t, open(t, s, "/final?year=2023"), "section#sign"))
	for _, want := range []string{"没有计入的年报", "有待定的年报：水利局", "2家的年报还没有标为已审核", "财政局1条", "1项调整后小于0", "1处自身不平：总计不等"} {
		if !strings.Contains(text, want) {
			t.Errorf("want %q said, got %s", want, text)
		}
	}
	if strings.Contains(text, "与调整无关") {
		t.Errorf("want nothing of what no adjustment touched, got %s", text)
	}
	w := post(t, s, "/final?year=2023", "change", "0", "reason", "时限已到", "note", "主任签发", "person", "王某")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("want it signed, got %d %s", w.Code, w.Body)
	}
	if want := "freeze 2023 all 时限已到 主任签发 王某 true"; o.calls[0] != want {
		t.Errorf("want %q, got %q", want, o.calls[0])
	}
	if w := post(t, s, "/final?year=2023", "change", "7", "person", "王某"); w.Code != http.StatusConflict {
		t.Errorf("seen before a change: want 409, got %d", w.Code)
	}
}

func TestTheSignedTableStaysAndWhatMovesIsListed(t *testing.T) {
	t.Parallel()
	o := signedOffice()
	o.adjust(-2, nil)
	s := o.serve(t)
	if len(find(open(t, s, "/summary?year=2023"), "a.closed")) != 0 {
		t.Error("before: want no mark")
	}
	post(t, s, "/final?year=2023", "change", "0", "reason", "一", "person", "王某")
	stored := string(o.closing.finals[0].Tables)
	frozen := func() (out []string) {
		page := open(t, s, "/final?year=2023&final=1")
		for _, td := range find(page, "td.sum") {
			out = append(out, textOf(td))
		}
		return out
	}
	before := frozen()
	if text, class, _ := figureOf(t, open(t, s, "/final?year=2023"), "t3.new.person"); text != "9" || class != "fig sum adjusted" {
		t.Errorf("want the published figure 9 in its place, got %q of %q", text, class)
	}
	if marks := find(open(t, s, "/summary?year=2023"), "a.closed"); len(marks) != 1 || textOf(marks[0]) != "已定稿" {
		t.Errorf("signed: want one mark, got %d", len(marks))
	}
	o.corrections = map[data.ReportKey][]data.Correction{{Agency: "财政局", Year: 2023, Kind: data.Unit}: {
		{Code: "t3.new.person", Value: 9, Version: 2, PrintedState: data.Read, PrintedValue: 8, Reason: "漏记1件", Person: "李四", Confirmed: data.ByPhone, Stated: today()},
	}}
	for i := range o.versions {
		o.corrections[data.ReportKey{Agency: "财政局", Year: 2023, Kind: data.Unit}][0].Version = o.versions[i].ID
		if o.versions[i].Agency == "财政局" {
			break
		}
	}
	o.adjust(-1, nil)
	o.change = 1
	page := open(t, s, "/final?year=2023")
	moves := pageCells(find(one(t, page, "section#moves"), "table.data")[0])
	if len(moves) != 1 || !strings.Contains(moves[0][8], "财政局由8改为9（更正为9：漏记1件，李四") || !strings.Contains(moves[0][8], "调整由－2改为－3") {
		t.Errorf("want the correction and the adjustment named, got %v", moves)
	}
	if diff := cmp.Diff([]string{"9", "9", "0", "-2", "-3"}, moves[0][3:8]); diff != "" {
		t.Errorf("定稿, 现, 差, 调整 (-want +got):\n%s", diff)
	}
	marked := find(page, "td.flag-warning")
	if len(marked) != 1 || attr(marked[0], "id") != "c-t3.new.person" {
		t.Fatalf("want the one cell that moved marked, got %d", len(marked))
	}
	line := find(one2(one(t, page, "section#moves"), "tbody"), "tr")[0]
	if link := find(marked[0], "a")[0]; attr(link, "href") != "#"+attr(line, "id") || !strings.HasSuffix(attr(link, "title"), "，定稿后变动") {
		t.Errorf("want it to lead to why it moved, got %q %q", attr(link, "href"), attr(link, "title"))
	}
	if why := attr(find(line, "a")[0], "href"); get(t, s, why).Code != http.StatusOK || !strings.Contains(why, "item=t3.new.person") {
		t.Errorf("want a way to its change on the year before, got %q", why)
	}
	for _, path := range []string{"/summary?year=2023", "/overview?year=2023"} {
		if marks := find(open(t, s, path), "a.closed"); len(marks) != 2 || textOf(marks[1]) != "定稿后变动1项" {
			t.Errorf("%s moved: want two marks, got %d", path, len(marks))
		}
	}
	post(t, s, "/final?year=2023", "change", "1", "reason", "二", "person", "王某")
	if diff := cmp.Diff(before, frozen()); diff != "" {
		t.Errorf("the first one moved (-want +got):\n%s", diff)
	}
	if got := get(t, s, "/final/table.json?year=2023&id=1").Body.String(); got != stored {
		t.Error("want the stored bytes themselves")
	}
	list := textOf(one(t, open(t, s, "/final?year=2023"), "section#finals"))
	if !strings.Contains(list, "第1次") || !strings.Contains(list, "与上一次有1项不同") {
		t.Errorf("want both listed with their difference, got %s", list)
	}
	for path, want := range map[string]int{
		"/final/table.csv?year=2023&id=2": 200, "/final/table.xlsx?year=2023&id=2": 200, "/final/table.json?year=2023&id=2&part=basis": 200,
		"/final/table.csv?year=2023&id=9": 404, "/final/table.csv?year=2022&id=1": 404, "/final?year=2023&final=9": 404, "/final.csv?year=2023": 200,
	} {
		if w := get(t, s, path); w.Code != want {
			t.Errorf("%s: want %d, got %d", path, want, w.Code)
		}
	}
}

func TestASealedYearShowsItAndOffersToOpen(t *testing.T) {
	t.Parallel()
	o := signedOffice()
	s := o.serve(t)
	if w := post(t, s, "/final/seal?year=2023", "seal", "yes", "reason", "已报市", "person", "张三"); w.Code != http.StatusSeeOther {
		t.Fatalf("want it sealed, got %d", w.Code)
	}
	page := open(t, s, "/final?year=2023")
	if text := textOf(one(t, page, "section#seal")); !strings.Contains(text, "2023年度已封存（张三，2024年1月29日）：已报市") {
		t.Errorf("want by whom and when, got %s", text)
	}
	if len(find(one(t, page, "section#sign"), "form")) != 0 {
		t.Error("want nothing to sign")
	}
	if marks := find(open(t, s, "/reports?year=2023"), "a.closed"); len(marks) != 1 || textOf(marks[0]) != "已封存" {
		t.Errorf("want the mark on every page of the year, got %d", len(marks))
	}
	if w := post(t, s, "/final/seal?year="+strconv.Itoa(2023), "seal", "maybe", "reason", "一", "person", "张三"); w.Code != http.StatusBadRequest {
		t.Errorf("neither: want 400, got %d", w.Code)
	}
}
