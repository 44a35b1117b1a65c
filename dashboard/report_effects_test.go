package dashboard

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/nianbao/nianbao/data"
)

// waitingOffice has a current report of 财政局 and one of 水利局, and a version
// of 财政局 that waits.
func waitingOffice() *office {
	o := newOffice()
	current := o.keep("财政局", 2023, nil)
	setFigure(current.Report, data.Figure{Code: "t3.new.person", State: data.Read, Value: 3})
	other := o.keep("水利局", 2023, nil)
	setFigure(other.Report, data.Figure{Code: "t3.new.person", State: data.Read, Value: 40})
	w := o.keep("财政局", 2023, wait(2, data.WaitOther))
	setFigure(w.Report, data.Figure{Code: "t3.new.person", State: data.Doubtful, Value: 8})
	return o
}

// wait makes a version wait for the reasons.
func wait(number int, reasons ...string) func(*data.Version) {
	return func(v *data.Version) { v.Current, v.Wait, v.Number = false, reasons, number }
}

// effectRows are the lines of a table of effects, their cells with a bar between.
func effectRows(n *html.Node) []string {
	var out []string
	tables := find(n, "div.effects")
	if len(tables) == 0 {
		return nil
	}
	for _, tr := range find(find(tables[0], "tbody")[0], "tr") {
		var cells []string
		for _, td := range find(tr, "td") {
			cells = append(cells, textOf(td))
		}
		out = append(out, strings.Join(cells, "|"))
	}
	return out
}

func reportAddress(agency, version string) string {
	return "/report?year=2023&agency=" + url.QueryEscape(agency) + "&version=" + version
}

func TestEffectsOfAWaitingVersion(t *testing.T) {
	t.Parallel()
	const label = "表三 一、本年新收政府信息公开申请数量，自然人件"
	cases := []struct {
		name   string
		change func(o *office)
		agency string
		id     string
		head   string
		rows   []string
		says   string
	}{
		{"another number", func(*office) {}, "财政局", "3", "与现用的第1版相比，1项不同",
			[]string{label + "|3|8（存疑）|43|48|＋5|43|48|＋5"}, ""},
		{"the printed number was corrected", func(o *office) {
			o.corrections = map[data.ReportKey][]data.Correction{{Agency: "财政局", Year: 2023, Kind: data.Unit}: {
				{Code: "t3.new.person", Value: 7, Version: 1, PrintedState: data.Read, PrintedValue: 3, Confirmed: data.ByPhone}}}
		}, "财政局", "3", "1项不同", []string{label + " 原数已更正为7 采用后更正须重新确认|3|8（存疑）|47|48|＋1|47|48|＋1"}, ""},
		{"the correction is what it prints", func(o *office) {
			o.corrections = map[data.ReportKey][]data.Correction{{Agency: "财政局", Year: 2023, Kind: data.Unit}: {
				{Code: "t3.new.person", Value: 8, Version: 1, PrintedState: data.Read, PrintedValue: 3, Confirmed: data.ByPhone}}}
			setFigure(o.versions[2].Report, data.Figure{Code: "t3.new.person", State: data.Read, Value: 8})
		}, "财政局", "3", "1项不同", []string{label + " 原数已更正为8 新数与更正一致|3|8|48|48|0|48|48|0"}, ""},
		{"a blank total moves with its parts", func(o *office) {
			for _, i := range []int{0, 2} {
				setFigure(o.versions[i].Report, data.Figure{Code: "t3.new.total", State: data.Blank})
			}
		}, "财政局", "3", "2项不同", []string{label + "|3|8（存疑）|43|48|＋5|43|48|＋5",
			"表三 一、本年新收政府信息公开申请数量，总计件 计算值随分项变动|（空白）|（空白）|3|8|＋5|3|8|＋5"}, ""},
		{"a number that cannot be read any more", func(o *office) {
			setFigure(o.versions[2].Report, data.Figure{Code: "t3.new.person", State: data.Unreadable, Raw: "3O"})
		}, "财政局", "3", "1项不同", []string{label + "|3|“3O”（无法识别）|43|401/3家|－3|43|401/5家|－3"}, ""},
		{"a township is not in the county's own total", func(o *office) {
			o.keep("石样镇人民政府", 2023, nil)
			w := o.keep("石样镇人民政府", 2023, wait(2, data.WaitOther))
			setFigure(w.Report, data.Figure{Code: "t3.new.person", State: data.Read, Value: 1})
		}, "石样镇人民政府", "5", "1项不同", []string{label + "|0|1|43|44|＋1"}, ""},
		{"nothing is current", func(o *office) { o.versions[0].Current = false }, "财政局", "3", "还没有现用年报；这一版填了1项",
			[]string{label + "|（无）|8（存疑）|40|482/3家|＋8|40|482/5家|＋8"}, "项为0或没有填写。县本级已报1家→2家，应报3家；全县已报1家→2家，应报5家。"},
		{"an agency that does not count", func(o *office) {
			o.keep("气象局", 2023, nil)
			w := o.keep("气象局", 2023, wait(2, data.WaitOther))
			setFigure(w.Report, data.Figure{Code: "t3.new.person", State: data.Read, Value: 1})
		}, "气象局", "5", "1项不同", []string{label + "|0|1"}, "这个单位2023年度不计入汇总，采用后各项合计不变。"},
		{"an unreadable kind of year", func(o *office) { o.versions[2].Wait = []string{data.WaitYearConflict} }, "财政局", "3", "采用这一版的影响", nil,
			"单位或年度还没有确定，算不出对合计的影响"},
		{"the same figures", func(o *office) { o.versions[2].Report = o.versions[0].Report }, "财政局", "3", "0项不同", nil, "各项数据相同"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := waitingOffice()
			c.change(o)
			section := one(t, open(t, o.serve(t), reportAddress(c.agency, c.id)), "#changes")
			if diff := cmp.Diff(c.rows, effectRows(section)); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if got := textOf(section); !strings.Contains(textOf(find(section, "h2")[0]), c.head) || !strings.Contains(got, c.says) {
				t.Errorf("want %q and %q, got %q", c.head, c.says, got)
			}
		})
	}
}

func TestAVersionIsTakenBesideItsEffects(t *testing.T) {
	t.Parallel()
	o := waitingOffice()
	o.keep("财政局", 2023, func(v *data.Version) { v.Current, v.Number = false, 3 }) // kept
	s := o.serve(t)
	for id, discard := range map[string]bool{"3": true, "4": false} {
		o.calls = nil
		section := one(t, open(t, s, reportAddress("财政局", id)), "#changes")
		forms := find(section, "form")
		if (len(forms) == 2) != discard {
			t.Fatalf("version %s: want a way to remove it %v, got %d forms", id, discard, len(forms))
		}
		var fields []string
		for _, i := range find(forms[0], "input") {
			if attr(i, "name") != "token" {
				fields = append(fields, attr(i, "name"), attr(i, "value"))
			}
		}
		w := post(t, s, attr(forms[0], "action"), fields...)
		if to := w.Header().Get("Location"); w.Code != 303 || !strings.HasPrefix(to, "/report?") || strings.Contains(to, "version") {
			t.Errorf("version %s: want back to the current report, got %d %q", id, w.Code, to)
		}
		if diff := cmp.Diff([]string{"take " + id, "refresh"}, o.calls); diff != "" {
			t.Errorf("calls (-want +got):\n%s", diff)
		}
	}
	o.versions[2].Wait = []string{data.WaitYearConflict, data.WaitOther}
	if n := len(find(one(t, open(t, s, reportAddress("财政局", "3")), "#changes"), "form")); n != 0 {
		t.Errorf("an unsettled version: want nothing to press here, got %d forms", n)
	}
	list := one(t, open(t, s, "/report?year=2023&agency="+url.QueryEscape("财政局")), "#versions")
	compared := 0
	for _, a := range find(list, "a") {
		if strings.HasSuffix(attr(a, "href"), "#changes") {
			compared++
		}
	}
	if compared != 2 {
		t.Errorf("want the two versions that do not count set beside the current one, got %d", compared)
	}
}

func TestUnsettledVersionHasNoEffects(t *testing.T) {
	t.Parallel()
	o := waitingOffice()
	o.keep("", 2023, wait(0, data.WaitUnknown))
	cases := find(open(t, o.serve(t), "/imports"), "article.waiting-case")
	if len(cases) != 2 || len(effectRows(cases[0])) != 1 || len(effectRows(cases[1])) != 0 {
		t.Fatalf("want effects of the settled one alone, got %d cases", len(cases))
	}
	if got := textOf(cases[1]); !strings.Contains(got, "单位或年度还没有确定，算不出对合计的影响") {
		t.Errorf("want it said, got %q", got)
	}
}
