package dashboard

import (
	"encoding/csv"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/nianbao/nianbao/data"
)

// troubled is yearbook with chapters on problems in the reports of 2023.
func troubled() *office {
	o := yearbook()
	tell := func(agency, title, text string) {
		r := o.find(agency, 2023).Report
		r.Chapters = []data.Chapter{{Title: "一、总体情况", Text: "更新及时。"}}
		if title != "" {
			r.Chapters = append(r.Chapters, data.Chapter{Title: title, Text: text}, data.Chapter{Title: "六、其他需要报告的事项", Text: "无。"})
		}
	}
	tell("人民政府办公室", "五、存在的主要问题及改进情况", "一是网站更新不够及时。\n二是培训少。")
	tell("财政局", "", "")
	tell("石样镇人民政府", "五、存在的主要问题", "Ｐｄｆ文件多<b>，更新不够及时。")
	tell("hostile", "五、存在的问题及改进措施", `<script>alert(2)</script>，培训少。`)
	o.keep("人民政府办公室", 2023, func(v *data.Version) { v.Kind, v.Report.Kind = data.Published, data.Published })
	o.versions[len(o.versions)-1].Report.Chapters = []data.Chapter{{Title: "五、存在的主要问题及改进情况", Text: "全县更新不及时。"}}
	o.findings = append(o.findings, data.Finding{Agency: "hostile", Year: 2023, Kind: data.Unit, Rule: "A-10", Severity: data.Warning, Title: "照抄", Text: "有98%相同"})
	return o
}

func TestProblemsOfAllAgencies(t *testing.T) {
	t.Parallel()
	s := troubled().serveCached(t)
	page := open(t, s, "/problems?year=2023")
	var got []string
	for _, a := range find(page, "article.problems-of") {
		got = append(got, textOf(a))
	}
	want := []string{
		"1人民政府办公室 五、存在的主要问题及改进情况一是网站更新不够及时。二是培训少。",
		"2石样镇人民政府 五、存在的主要问题Ｐｄｆ文件多<b>，更新不够及时。",
		"3" + hostile + " 五、存在的问题及改进措施 待说明 有98%相同<script>alert(2)</script>，培训少。",
		"人民政府办公室 五、存在的主要问题及改进情况全县更新不及时。",
	}
	if got := textOf(find(one(t, page, "p.problems-count"), "b")[0]); got != "3家" {
		t.Errorf("want the published report not counted among the agencies, got %q", got)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("agencies (-want +got):\n%s", diff)
	}
	var silent []string
	for _, p := range find(page, "p.silent") {
		silent = append(silent, textOf(p))
	}
	if diff := cmp.Diff([]string{"年报中没有这一章的1家：财政局。", "没有现用年报的1家：水利局。见报送。"}, silent); diff != "" {
		t.Errorf("agencies that are only named (-want +got):\n%s", diff)
	}
	if got := attr(one(t, find(page, "article.problems-of")[1], "a"), "href"); !strings.HasPrefix(got, "/report?agency="+url.QueryEscape("石样镇人民政府")) || !strings.HasSuffix(got, "#chapters") {
		t.Errorf("link: got %s", got)
	}
	if text := textOf(one(t, page, "textarea")); !strings.HasPrefix(text, "1. 人民政府办公室（五、存在的主要问题及改进情况） 　　一是网站更新") {
		t.Errorf("text to copy: got %q", text)
	}
}

// hits are the agencies shown, each with the words marked in its text.
func hits(page *html.Node) []string {
	var out []string
	for _, a := range find(page, "article.problems-of") {
		line := attr(a, "id")
		if len(find(a, "span.serial")) == 0 {
			line = "p-published"
		}
		for _, m := range find(a, "mark") {
			line += " " + textOf(m)
		}
		out = append(out, line)
	}
	return out
}

func TestSearchInProblems(t *testing.T) {
	t.Parallel()
	s := troubled().serveCached(t)
	for name, c := range map[string]struct {
		query url.Values
		want  []string
	}{
		"one word":              {url.Values{"q": {"培训"}}, []string{"p-人民政府办公室 培训", "p-hostile 培训"}},
		"two words, both":       {url.Values{"q": {" 更新　及时 "}}, []string{"p-人民政府办公室 更新 及时", "p-石样镇人民政府 更新 及时", "p-published 更新 及时"}},
		"letters of any width":  {url.Values{"q": {"PDF"}}, []string{"p-石样镇人民政府 Ｐｄｆ"}},
		"markup is text":        {url.Values{"q": {"<b>"}}, []string{"p-石样镇人民政府 <b>"}},
		"overlapping":           {url.Values{"q": {"不够 够及"}}, []string{"p-人民政府办公室 不够及", "p-石样镇人民政府 不够及"}},
		"a word in the heading": {url.Values{"q": {"改进措施"}}, []string{"p-hostile"}},
		"another chapter":       {url.Values{"q": {"其他需要"}}, nil},
		"with a group":          {url.Values{"q": {"培训"}, "group": {"县政府"}}, []string{"p-人民政府办公室 培训"}},
		"a group alone":         {url.Values{"group": {"乡镇"}}, []string{"p-石样镇人民政府"}},
	} {
		c.query.Set("year", "2023")
		page := open(t, s, "/problems?"+c.query.Encode())
		if diff := cmp.Diff(c.want, hits(page)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		typed := one(t, one(t, page, "form.problems-search"), "input#search")
		if want, got := strings.Join(strings.Fields(c.query.Get("q")), " "), attr(typed, "value"); got != want {
			t.Errorf("%s: want the field to keep %q, got %q", name, want, got)
		}
	}
	for path, want := range map[string]int{
		"/problems?year=2023&group=x":                                        400,
		"/problems?year=2023&q=" + url.QueryEscape(strings.Repeat("长", 101)): 400,
		"/problems?year=2023&q=" + url.QueryEscape("a b c d e f g h i"):      400,
		"/problems?year=2023&q=" + url.QueryEscape("\xff\xfe <script>"):      200,
		"/problems?year=2021": 200,
	} {
		if got := get(t, s, path).Code; got != want {
			t.Errorf("%s: want %d, got %d", path, want, got)
		}
	}
}

func TestProblemsAsAFile(t *testing.T) {
	t.Parallel()
	w := get(t, troubled().serveCached(t), "/problems.csv?year=2023&encoding=utf-8&q="+url.QueryEscape("培训"))
	lines, err := csv.NewReader(w.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"序号", "单位", "单位类型", "标题", "正文", "疑点"},
		{"1", "人民政府办公室", "县政府", "五、存在的主要问题及改进情况", "一是网站更新不够及时。\n二是培训少。", ""},
		{"3", hostile, "其他", "五、存在的问题及改进措施", "<script>alert(2)</script>，培训少。", "有98%相同"},
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParagraphsOfBrokenLines(t *testing.T) {
	t.Parallel()
	const long = "本机关政府信息公开工作取得了一定成效，但与群众的期盼相比，仍"
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"a broken sentence":         {long + "\n有差距。\n下一步改进。", []string{long + "有差距。", "下一步改进。"}},
		"three lines":               {long + "\n" + long + "\n有差距。", []string{long + long + "有差距。"}},
		"a short line is a heading": {"（一）存在的问题\n公开少。", []string{"（一）存在的问题", "公开少。"}},
		"a number begins a new one": {long + "\n（二）改进措施\n1.培训。", []string{long, "（二）改进措施", "1.培训。"}},
		"一是 begins a new one":       {long + "\n一是少。", []string{long, "一是少。"}},
		"an empty line ends":        {long + "\n\n有差距。", []string{long, "有差距。"}},
		"a year does not":           {long + "\n2023年少。", []string{long + "2023年少。"}},
		"nothing":                   {"\n \n", nil},
	} {
		if diff := cmp.Diff(c.want, paragraphs(c.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
