package dashboard

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/nianbao/nianbao/data"
)

// checked is yearbook with an explained finding, one explained on other
// figures and a hint.
func checked() *office {
	o := yearbook()
	said := &data.Explanation{Fingerprint: "f1", Reason: "上级\n转办<b>", Person: "张三", Stated: time.Date(2024, 1, 20, 9, 0, 0, 0, time.UTC)}
	for i := range o.findings {
		f := &o.findings[i]
		f.Fingerprint, f.Subject = "f1", "t3."+f.Rule
		if f.Explained || f.Agency == "石样镇人民政府" {
			f.Explanation = said
		}
	}
	o.findings = append(o.findings,
		data.Finding{Agency: "人民政府办公室", Year: 2023, Kind: data.Unit, Rule: "A-2", Severity: data.Info, Title: "单元格未填"},
		data.Finding{Agency: "人民政府办公室", Year: 2023, Kind: data.Unit, Rule: "A-2", Subject: "t4", Severity: data.Info, Title: "单元格未填"})
	return o
}

// verdicts is the agencies of the page with verdict and what is listed.
func verdicts(page *html.Node) []string {
	var out []string
	for _, a := range find(page, "details.check-agency") {
		line := textOf(find(a, "summary")[0])
		for _, f := range find(a, "li.finding-line") {
			if strings.Contains(attr(f, "class"), "said") {
				line += " / 已说明"
			} else {
				line += " / " + textOf(find(f, "span.tag")[0])
			}
		}
		out = append(out, line)
	}
	return out
}

func TestVerdictOfEachAgency(t *testing.T) {
	t.Parallel()
	s := checked().serveCached(t)
	page := open(t, s, "/check?year=2023")
	want := []string{
		"1可通过人民政府办公室 提示 2已说明 1 / 提示 / 提示",
		"2要说明财政局 待说明 1 / 待说明",
		"3退回石样镇人民政府 错误 1 / 错误",
		"4退回" + hostile + " 错误 1 / 错误",
	}
	if diff := cmp.Diff(want, verdicts(page)); diff != "" {
		t.Errorf("agencies (-want +got):\n%s", diff)
	}
	if got := textOf(one(t, page, "p.silent")); got != "没有现用年报、无从核对的1家：水利局。见报送。" {
		t.Errorf("silent agencies: got %q", got)
	}
	for _, a := range find(page, "a.here") {
		if got := textOf(a); got != "核对2" {
			t.Errorf("navigation: want 核对 with 2 to send back, got %q", got)
		}
	}
	if got := textOf(find(page, "details.hints")[0]); !strings.HasPrefix(got, "提示：单元格未填（2处）") {
		t.Errorf("hints: want one line, got %q", got)
	}
	county := verdicts(open(t, s, "/check?year=2023&scope=county"))
	if diff := cmp.Diff(want[:2], county); diff != "" {
		t.Errorf("县本级 (-want +got):\n%s", diff)
	}
}

func TestFindingsByStatusAndRule(t *testing.T) {
	t.Parallel()
	s := checked().serveCached(t)
	said := find(open(t, s, "/check?year=2023&status=explained"), "li.said")
	if len(said) != 1 || !strings.Contains(textOf(said[0]), "说明：上级 转办<b>——张三（自填），2024年1月20日") {
		t.Errorf("want the one explained finding with its reason, got %d", len(said))
	}
	stale := textOf(one(t, open(t, s, "/check?year=2023"), "p.reason-said"))
	if !strings.HasPrefix(stale, "数据有变化，请重新说明。原说明：上级 转办<b>") {
		t.Errorf("want the old reason as a hint, got %q", stale)
	}
	page := open(t, s, "/check?year=2023&by=rule&status=all")
	var rules []string
	for _, r := range find(page, "section.rule-card") {
		rules = append(rules, textOf(find(r, "header")[0]))
	}
	if diff := cmp.Diff([]string{"各项之和不等T3-1 · 1条，1家", "行不等T3-2 · 2条，2家", "比上年变化大S-1 · 1条，1家", "单元格未填A-2 · 2条，1家", "应报未报G-1 · 1条，1家"}, rules); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if got := textOf(one(t, page, "p.rule-why")); got != "格式上的勾稽关系" {
		t.Errorf("why: got %q", got)
	}
	for path, want := range map[string]int{"/check?by=colour": 400, "/check?status=x": 400, "/check?year=2010": 200, "/check/sheets?agency=x": 404} {
		if got := get(t, s, path).Code; got != want {
			t.Errorf("%s: want %d, got %d", path, want, got)
		}
	}
}

func TestOpinionNamesWhatIsOpen(t *testing.T) {
	t.Parallel()
	page := open(t, checked().serve(t), "/check?year=2023")
	var opinions []string
	for _, o := range find(page, "textarea") {
		if strings.HasPrefix(attr(o, "id"), "o-") {
			opinions = append(opinions, textOf(o))
		}
	}
	want := []string{
		"示例县财政局： 你单位2023年度政府信息公开工作年度报告经核对，有1处需要说明。 需要说明： 1. 比上年变化大。本年22，上年12。 请对照台账核实后重新报送；确属实情的，请逐条说明原因。",
		"示例县石样镇人民政府： 你单位2023年度政府信息公开工作年度报告经核对，有1处需要更正。 需要更正： 1. 列不等。1 ≠ 3。 请对照台账核实后重新报送；确属实情的，请逐条说明原因。年报已在网站公开的，请同时更正公开的内容。",
		hostile + "： 你单位2023年度政府信息公开工作年度报告经核对，有1处需要更正。 需要更正： 1. 各项之和不等。=1+1。 请对照台账核实后重新报送；确属实情的，请逐条说明原因。年报已在网站公开的，请同时更正公开的内容。",
	}
	if diff := cmp.Diff(want, opinions); diff != "" {
		t.Errorf("opinions (-want +got):\n%s", diff)
	}
}

func TestExplainingAsksWhoOnce(t *testing.T) {
	t.Parallel()
	o := checked()
	s := o.serve(t)
	page := open(t, s, "/check?year=2023")
	form := find(find(find(page, "details.check-agency")[1], "li.finding-line")[0], "form")[0]
	fields := map[string]string{}
	for _, i := range find(form, "input") {
		fields[attr(i, "name")] = attr(i, "value")
	}
	w := post(t, s, attr(form, "action"), "finding", fields["finding"], "back", fields["back"], "reason", "属实", "person", "")
	if w.Code != http.StatusBadRequest || len(o.calls) != 0 {
		t.Errorf("without a name: want 400 and nothing asked, got %d %v", w.Code, o.calls)
	}
	w = post(t, s, attr(form, "action"), "finding", fields["finding"], "back", fields["back"], "reason", "属实", "person", " 张三 ")
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != fields["back"] || !strings.HasPrefix(fields["back"], "/check?") {
		t.Errorf("want back to %q, got %d %q", fields["back"], w.Code, w.Header().Get("Location"))
	}
	if diff := cmp.Diff([]string{"explain 财政局 2023 S-1 t3.S-1 f1 属实 张三", "refresh"}, o.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	r := httptest.NewRequest(http.MethodGet, "/check?year=2023", nil)
	for _, c := range w.Result().Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteStrictMode {
			t.Errorf("cookie %v: want it kept from scripts and other sites", c)
		}
		r.AddCookie(c)
	}
	again := send(t, s, r)
	if again.Header().Get("ETag") == send(t, s, httptest.NewRequest(http.MethodGet, "/check?year=2023", nil)).Header().Get("ETag") {
		t.Error("want another ETag with a name than without")
	}
	if got := textOf(find(parse(t, again.Body), "details.signed")[0]); got != "署名：张三（自填）改为" {
		t.Errorf("signature: got %q", got)
	}
}

func TestFormsOfDecisionsAreBounded(t *testing.T) {
	t.Parallel()
	o := checked()
	s := o.serve(t)
	value := findingValue(o.findings[0])
	for name, c := range map[string]struct {
		path   string
		fields []string
		want   int
	}{
		"a finding that is none":      {"/check/explain", []string{"finding", "year=x", "person", "张三", "reason", "x"}, 400},
		"a name too long":             {"/check/explain", []string{"finding", value, "person", strings.Repeat("张", 21), "reason", "x"}, 400},
		"a name with a line end":      {"/check/explain", []string{"finding", value, "person", "张\n三", "reason", "x"}, 400},
		"taking back nothing":         {"/check/unexplain", []string{"finding", ""}, 400},
		"taking back":                 {"/check/unexplain", []string{"finding", value, "person", "张三", "back", "/check?year=2023"}, 303},
		"back to a foreign page":      {"/check/unexplain", []string{"finding", value, "person", "张三", "back", "//evil.example/check"}, 303},
		"back by a backslash":         {"/check/unexplain", []string{"finding", value, "person", "张三", "back", `/\evil.example`}, 303},
		"back to an address of a web": {"/check/unexplain", []string{"finding", value, "person", "张三", "back", "https://evil.example/"}, 303},
	} {
		w := post(t, s, c.path, c.fields...)
		if w.Code != c.want {
			t.Errorf("%s: want %d, got %d", name, c.want, w.Code)
		}
		if to := w.Header().Get("Location"); c.want == 303 && !strings.HasPrefix(to, "/check?") {
			t.Errorf("%s: want back to 核对, got %q", name, to)
		}
	}
}

func TestPersonFromAHostileCookie(t *testing.T) {
	t.Parallel()
	for name, c := range map[string][2]string{
		"a name":         {url.QueryEscape("张三"), "张三"},
		"markup":         {url.QueryEscape("<b>"), "<b>"},
		"too long":       {url.QueryEscape(strings.Repeat("长", 300)), ""},
		"a broken code":  {"%zz", ""},
		"control signs":  {url.QueryEscape("a\x07b"), ""},
		"not characters": {"%ff%fe", ""},
	} {
		r := httptest.NewRequest(http.MethodGet, "/check?year=2023", nil)
		r.AddCookie(&http.Cookie{Name: personCookie, Value: c[0]})
		page := parse(t, send(t, checked().serve(t), r).Body)
		signed := find(page, "details.signed")
		switch {
		case c[1] == "" && len(signed) > 0:
			t.Errorf("%s: want the name asked for", name)
		case c[1] != "" && (len(signed) == 0 || !strings.Contains(textOf(signed[0]), "署名："+c[1]+"（自填）")):
			t.Errorf("%s: want %q as text", name, c[1])
		}
	}
}

func TestSheetsForAgenciesWithOpenFindings(t *testing.T) {
	t.Parallel()
	o := checked()
	o.findings[1].Codes = []string{"t3.new.person", "t3.new.total", "t4.review.total"}
	s := o.serve(t)
	page := open(t, s, "/check/sheets?year=2023")
	var who []string
	for _, sheet := range find(page, "section.sheet") {
		who = append(who, textOf(find(sheet, "p.sheet-agency")[0]))
	}
	if diff := cmp.Diff([]string{"单位：示例县财政局", "单位：示例县石样镇人民政府", "单位：" + hostile}, who); diff != "" {
		t.Errorf("sheets (-want +got):\n%s", diff)
	}
	lines := textOf(find(page, "table.sheet-lines")[0])
	for _, want := range []string{"1待说明比上年变化大", "数据：表三 新收", "（空白）"} {
		if !strings.Contains(lines, want) {
			t.Errorf("want %q in %q", want, lines)
		}
	}
	if n := len(find(open(t, s, "/check/sheets?year=2023&agency="+url.QueryEscape("财政局")), "section.sheet")); n != 1 {
		t.Errorf("one agency: want one sheet, got %d", n)
	}
	w := get(t, s, "/check/sheets.docx?year=2023")
	if w.Code != 200 || !strings.HasPrefix(w.Body.String(), "PK") || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("want a Word file, got %d %v", w.Code, w.Header())
	}
}
