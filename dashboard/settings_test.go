package dashboard

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"
	"golang.org/x/net/html"

	"github.com/nianbao/nianbao/data"
)

func (o *office) ChangeRoster(_ context.Context, stamp string, agencies []data.Agency, remove []string) error {
	var lines []string
	for _, a := range agencies {
		lines = append(lines, strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s %s %v %d-%d %v %s %s", a.Key, a.Name, a.Group, strings.Join(a.Aliases, "+"), yesNo(a.Counts), a.CountsIn, a.From, a.To, remove, a.Contact, a.Phone)), "|"))
	}
	return o.called(append([]string{"change roster", stamp}, lines...)...)
}

func (o *office) ChangeCounty(_ context.Context, c data.County) error {
	return o.called("change county", fmt.Sprint(c))
}

func (o *office) ChangeSuccessions(_ context.Context, stamp string, list []data.Succession) error {
	return o.called("successions", stamp, fmt.Sprint(list))
}

func (o *office) DecideSuccession(_ context.Context, s data.Succession) error {
	return o.called("decide", fmt.Sprint(s))
}

func (o *office) OfferSuccession(_ context.Context, old, successor string) error {
	return o.called("offer", old, successor)
}

func (o *office) Offers(r *data.Roster) []SuccessionOffer {
	if len(r.Agencies) < 3 {
		return nil
	}
	return []SuccessionOffer{{Old: r.Agencies[1], New: r.Agencies[2], Year: 2019, Rule: data.TrendAsk, Note: "各地不同"}}
}

func (o *office) Suggest(r *data.Roster, name string) []data.Agency {
	if name != "示例县财税局" {
		return nil
	}
	return r.Agencies[1:3]
}

func (o *office) StateNoReport(_ context.Context, n data.NoReport) error {
	return o.called("no report", fmt.Sprint(n))
}

func (o *office) ReadRoster(_ context.Context, name string, b []byte) (string, bool, error) {
	return string(b), strings.HasPrefix(string(b), "原单位"), o.called("read", name)
}

func (o *office) SetSuccessions(_ context.Context, text string) (int, error) {
	return 2, o.called("set successions", text)
}

// formOf is what a browser would send of the form with the action, the
// button pressed added by the caller.
func formOf(t testing.TB, page *html.Node, action string) url.Values {
	t.Helper()
	out := url.Values{}
	for _, f := range find(page, "form") {
		if attr(f, "action") != action {
			continue
		}
		for _, in := range find(f, "input") {
			if attr(in, "type") != "checkbox" || hasAttr(in, "checked") {
				out.Add(attr(in, "name"), attr(in, "value"))
			}
		}
		for _, sel := range find(f, "select") {
			value := ""
			for n, option := range find(sel, "option") {
				if n == 0 || hasAttr(option, "selected") {
					value = attr(option, "value")
					if !hasAttr(option, "value") {
						value = textOf(option)
					}
				}
			}
			out.Add(attr(sel, "name"), value)
		}
		return out
	}
	t.Fatalf("no form %s on the page", action)
	return nil
}

func hasAttr(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func sendForm(t testing.TB, s *Server, path string, form url.Values) *httptest.ResponseRecorder {
	t.Helper()
	form.Set("token", s.token)
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return send(t, s, r)
}

// lastCall is the last thing asked of the pipeline but for refreshing.
func (o *office) lastCall() string {
	calls := slices.DeleteFunc(slices.Clone(o.calls), func(c string) bool { return c == "refresh" })
	if len(calls) == 0 {
		return ""
	}
	return calls[len(calls)-1]
}

func TestTheTableOfTheRosterComesBackAsItWas(t *testing.T) {
	t.Parallel()
	o := yearbook()
	o.roster.Agencies[1].Aliases = []string{"财局", "县财政"}
	o.roster.Agencies[1].Contact, o.roster.Agencies[1].Phone = "张三", "0000-1"
	o.roster.Agencies[3].CountsIn = map[int]bool{2021: true, 2023: false}
	o.roster.Agencies[2].To = 2022
	s := o.serve(t)
	form := formOf(t, open(t, s, "/settings?year=2023"), "/settings/roster?year=2023")
	if w := sendForm(t, s, "/settings/roster?year=2023", form); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/settings?note=") {
		t.Fatalf("want the page again, got %d %s", w.Code, w.Body)
	}
	want := strings.Join([]string{
		"change roster", o.roster.Stamp(),
		"人民政府办公室|示例县人民政府办公室|县政府|是|map[]|0-0|[]",
		"财政局|示例县财政局|部门|财局+县财政|是|map[]|0-0|[]|张三|0000-1",
		"气象局|示例县气象局|部门|否|map[2021:true|2023:false]|0-0|[]",
		"石样镇人民政府|示例县石样镇人民政府|乡镇|是|map[]|0-0|[]",
		"hostile|" + hostile + "|其他|是|map[]|0-0|[]",
		"水利局|示例县水利局|部门|是|map[]|0-2022|[]",
	}, " ")
	if diff := cmp.Diff(want, o.lastCall()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestTheTableOfTheRosterIsEdited(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(url.Values)
		want   []string
	}{
		"moved up": {func(f url.Values) { f.Set("up", "水利局") },
			[]string{"水利局|示例县水利局", "财政局|示例县财政局", "气象局"}},
		"moved down": {func(f url.Values) { f.Set("down", "财政局") },
			[]string{"水利局|示例县水利局", "财政局|示例县财政局", "气象局"}},
		"moved over one of other years": {func(f url.Values) { f["to"][2] = "2020"; f.Set("down", "财政局") },
			[]string{"水利局|示例县水利局", "气象局|示例县气象局", "财政局|示例县财政局"}},
		"at the end of its group": {func(f url.Values) { f.Set("down", "气象局") },
			[]string{"财政局", "水利局", "气象局", "石样镇"}},
		"renamed": {func(f url.Values) { f["name"][1] = "示例县财政和国资局" },
			[]string{"财政局|示例县财政和国资局|部门"}},
		"counting in the year alone": {func(f url.Values) { f["in_year"][3] = "是" },
			[]string{"气象局|示例县气象局|部门|否|map[2023:true]"}},
		"a new one": {func(f url.Values) {
			f["name"][6], f["aliases"][6], f["from"][6] = "数据局", "县数据局、大数据局", "2024"
		},
			[]string{"数据局|县数据局+大数据局|是|map[]|2024-0"}},
		"removed": {func(f url.Values) { f.Add("remove", "气象局") }, []string{"[气象局]"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := yearbook()
			s := o.serve(t)
			form := formOf(t, open(t, s, "/settings?year=2023"), "/settings/roster?year=2023")
			test.change(form)
			if w := sendForm(t, s, "/settings/roster?year=2023", form); w.Code != http.StatusSeeOther {
				t.Fatalf("got %d %s", w.Code, w.Body)
			}
			rest := o.lastCall()
			for _, want := range test.want {
				_, after, ok := strings.Cut(rest, want)
				if !ok {
					t.Fatalf("want %q, in this order, in %s", want, o.lastCall())
				}
				rest = after
			}
		})
	}
}

func TestABadTableOfTheRosterIsRefused(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(url.Values){
		"a word for a year": func(f url.Values) { f["from"][1] = "去年" },
		"no year":           func(f url.Values) { f["to"][1] = "21" },
		"half a table":      func(f url.Values) { f["name"] = f["name"][:2] },
		"a great number":    func(f url.Values) { f["order"][0] = "99999999" },
	} {
		o := yearbook()
		s := o.serve(t)
		form := formOf(t, open(t, s, "/settings?year=2023"), "/settings/roster?year=2023")
		change(form)
		if w := sendForm(t, s, "/settings/roster?year=2023", form); w.Code != http.StatusBadRequest || o.lastCall() != "" {
			t.Errorf("%s: want 400 and nothing changed, got %d, %s", name, w.Code, o.lastCall())
		}
	}
	o := yearbook()
	o.mistake = &Mistake{Text: "名录在此期间已有改动"}
	s := o.serve(t)
	form := formOf(t, open(t, s, "/settings"), "/settings/roster?year=2023")
	if w := sendForm(t, s, "/settings/roster", form); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "名录在此期间已有改动") {
		t.Errorf("want the clerk told, got %d", w.Code)
	}
}

func TestTheCountyIsSet(t *testing.T) {
	t.Parallel()
	o := yearbook()
	s := o.serve(t)
	form := formOf(t, open(t, s, "/settings"), "/settings/county")
	if diff := cmp.Diff([]string{"示例县", "县", "yes"}, []string{form.Get("county"), form.Get("level"), form.Get("has_roster")}); diff != "" {
		t.Errorf("as it is (-want +got)\n%s", diff)
	}
	form.Set("level", "设区的市")
	form.Del("has_roster")
	form.Set("collecting", "2024")
	if w := sendForm(t, s, "/settings/county", form); w.Code != http.StatusSeeOther || o.lastCall() != "change county {示例县 设区的市 2024 false}" {
		t.Errorf("got %d, %s", w.Code, o.lastCall())
	}
}

func TestSuccessionsAreDecidedAndEdited(t *testing.T) {
	t.Parallel()
	o := merged(data.TrendLink)
	o.roster.Declined = []data.Succession{{Old: "财政局", New: "气象局"}}
	s := o.serve(t)
	page := open(t, s, "/settings")
	offer := formOf(t, page, "/settings/succession")
	if diff := cmp.Diff([]string{"财政局", "水利局", "2019", ""}, []string{offer.Get("old"), offer.Get("new"), offer.Get("year"), offer.Get("rule")}); diff != "" {
		t.Errorf("offer (-want +got)\n%s", diff)
	}
	steps := []struct {
		change func(url.Values)
		code   int
		want   string
	}{
		{func(f url.Values) { f.Set("decide", "apply") }, http.StatusBadRequest, ""},
		{func(f url.Values) { f.Set("decide", "apply"); f.Set("rule", "link") }, http.StatusSeeOther, "decide {财政局 水利局 2019 link}"},
		{func(f url.Values) { f.Set("decide", "decline"); f.Set("rule", "link") }, http.StatusSeeOther, "decide {财政局 水利局 2019 }"},
		{func(f url.Values) { f.Set("decide", "again") }, http.StatusSeeOther, "offer 财政局 水利局"},
		{func(url.Values) {}, http.StatusBadRequest, "offer 财政局 水利局"},
	}
	for n, step := range steps {
		form := maps.Clone(offer)
		step.change(form)
		if w := sendForm(t, s, "/settings/succession", form); w.Code != step.code || o.lastCall() != step.want {
			t.Errorf("step %d: want %d %q, got %d %q", n, step.code, step.want, w.Code, o.lastCall())
		}
	}
	table := formOf(t, page, "/settings/successions")
	// The browser sends a line's fields in order; formOf lists inputs before selects.
	table["old"], table["new"], table["rule"] = []string{"石样镇人民政府", "财政局"}, []string{"水利局", "气象局"}, []string{"link", "ask"}
	table["year"] = []string{"2022", "2020"}
	sendForm(t, s, "/settings/successions", table)
	if want := "successions " + o.roster.Stamp() + " [{石样镇人民政府 水利局 2022 link} {财政局 气象局 2020 ask}]"; o.lastCall() != want {
		t.Errorf("want %s, got %s", want, o.lastCall())
	}
	table.Set("drop", "0")
	sendForm(t, s, "/settings/successions", table)
	if want := "successions " + o.roster.Stamp() + " [{财政局 气象局 2020 ask}]"; o.lastCall() != want {
		t.Errorf("want %s, got %s", want, o.lastCall())
	}
}

// sendFile uploads a file as the form does.
func sendFile(t testing.TB, s *Server, path, name, text string) *httptest.ResponseRecorder {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	part.Write([]byte(text))
	w.Close()
	r := httptest.NewRequest(http.MethodPost, path+"?token="+url.QueryEscape(s.token), &b)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return send(t, s, r)
}

func TestARosterFileIsShownBeforeItIsKept(t *testing.T) {
	t.Parallel()
	o := yearbook()
	s := o.serve(t)
	w := sendFile(t, s, "/settings/upload", "名录.xlsx", "甲局 乙局")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "共2家单位") || o.lastCall() != "read 名录.xlsx" {
		t.Errorf("want a preview of two and nothing kept, got %d, %s", w.Code, o.lastCall())
	}
	w = sendFile(t, s, "/settings/upload", "沿革.csv", "原单位,新单位,年度,规则")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(o.lastCall(), "set successions 原单位") {
		t.Errorf("want the successions kept, got %d, %s", w.Code, o.lastCall())
	}
}

func TestTheRosterAsAWorkbookHoldsNoFormula(t *testing.T) {
	t.Parallel()
	o := yearbook()
	o.roster.Agencies[5].Name = "=HYPERLINK(1)"
	s := o.serve(t)
	for _, path := range []string{"/settings/roster.xlsx", "/settings/template.xlsx"} {
		w := get(t, s, path)
		f, err := excelize.OpenReader(w.Body)
		if err != nil || w.Code != http.StatusOK {
			t.Fatalf("%s: %d %v", path, w.Code, err)
		}
		rows, err := f.GetRows("名录")
		if err != nil || rows[0][1] != "单位名称" {
			t.Fatalf("%s: want the header, got %v, %v", path, rows, err)
		}
		if path == "/settings/template.xlsx" {
			continue
		}
		if len(rows) != 7 || rows[6][1] != "=HYPERLINK(1)" {
			t.Errorf("want six agencies, the last with its odd name, got %v", rows)
		}
		if formula, err := f.GetCellFormula("名录", "B7"); err != nil || formula != "" {
			t.Errorf("want no formula, got %q, %v", formula, err)
		}
	}
	if w := get(t, s, "/settings/roster.csv"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "'=HYPERLINK(1)") {
		t.Errorf("want the CSV with the name marked, got %d", w.Code)
	}
}

func TestOnePressMakesAnUnknownNameAnAlias(t *testing.T) {
	t.Parallel()
	o := newOffice()
	for year, wait := range map[int][]string{2023: {data.WaitUnknown}, 0: {data.WaitUnknown, data.WaitNoYear}} {
		o.keep("", year, func(v *data.Version) {
			v.Current, v.Number, v.Wait = false, 0, wait
			v.Report.Agency = "示例县财税局"
		})
	}
	s := o.serve(t)
	forms := find(open(t, s, "/imports"), ".suggestions")
	if len(forms) != 1 {
		t.Fatalf("want suggestions where nothing but the agency is open, got %d", len(forms))
	}
	buttons := find(forms[0], "button")
	if len(buttons) != 2 || attr(buttons[0], "value") != "财政局" || textOf(buttons[0]) != "就是财政局" {
		t.Fatalf("want a button for each similar name, got %d", len(buttons))
	}
	var version string
	for _, in := range find(forms[0], "input") {
		if attr(in, "name") == "version" {
			version = attr(in, "value")
		}
	}
	sendForm(t, s, "/imports/settle", url.Values{"version": {version}, "agency": {"财政局"}})
	if want := "settle " + version + " 财政局 0"; o.lastCall() != want {
		t.Errorf("want %q, got %q", want, o.lastCall())
	}
}
