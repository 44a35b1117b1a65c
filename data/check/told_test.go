package check

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

// saying returns a balanced report whose first chapter says the text: 12 new,
// 3 carried in, 9 closed, 6 carried out, 2 reviews, 2 documents issued, 7 in force.
func saying(text string) *data.Report {
	r := balanced(nil)
	r.Chapters[0].Text = text
	return r
}

// told returns the rules of the text that speak, with severity.
func toldBy(r *data.Report) []string {
	out := []string{}
	for _, f := range Derive(input(r)) {
		if strings.HasPrefix(f.Rule, "X-") {
			word := f.Severity.String()
			if f.Uncheckable {
				word = "uncheckable"
			}
			out = append(out, f.Rule+" "+word)
		}
	}
	return out
}

func TestWordingsOfTheText(t *testing.T) {
	t.Parallel()
	const section = "（二）依申请公开。"
	tests := map[string]struct {
		text string
		want []string
	}{
		"received, carried and closed, right":        {"收到政府信息公开申请12件，上年结转3件，全年依法办结9件。", nil},
		"received wrong":                             {"收到政府信息公开申请42件，上年结转3件，全年依法办结9件。", []string{"X-1 error"}},
		"closed wrong":                               {"收到政府信息公开申请12件，上年结转3件，全年依法办结41件。", []string{"X-2 warning"}},
		"newly accepted and carried out":             {"新受理政府信息公开申请12件，办结9件，上年结转政府信息公开申请3件，转下一年办理6件。", nil},
		"newly accepted, wrong":                      {"新受理政府信息公开申请17件，办结9件，转下一年办理0件。", []string{"X-1 error"}},
		"accepted with those carried out":            {"共受理政府信息公开申请15件（另有6件结转下年度）。", nil},
		"accepted, counted as closed":                {"共受理政府信息公开申请9件（另有6件结转下年度）。", nil},
		"accepted, in no way of counting":            {"共受理政府信息公开申请91件（另有2件结转下年度）。", []string{"X-1 warning"}},
		"received, with those carried in":            {"收到政府信息公开申请15件。", []string{"X-1 warning"}},
		"received, said to be with those carried in": {"收到政府信息公开申请15件，其中含上年结转3件。", nil},
		"channels are parts":                         {"收到政府信息依申请公开12件，上年结转3件，其中网络申请数5件，信函申请数7件。", nil},
		"tiao for jian":                              {"收到申请公开12条，办结9条。", nil},
		"tiao for jian, wrong":                       {"收到申请公开21条，办结21条。", []string{"X-1 error", "X-2 warning"}},
		"Chinese numerals":                           {"收到政府信息公开申请十二件。", nil},
		"Chinese numerals, wrong":                    {"收到政府信息公开申请二十三件。", []string{"X-1 error"}},
		"full-width digits":                          {"收到政府信息公开申请１２件，办结９件。", nil},
		"full-width digits, wrong":                   {"收到政府信息公开申请１３件。", []string{"X-1 error"}},
		"thousands":                                  {"收到政府信息公开申请1,012件。", []string{"X-1 error"}},
		"none received":                              {section + "2023年，我局未收到政府信息公开申请。", []string{"X-1 error"}},
		"none came":                                  {section + "我局未接到要求公开政府信息的申请件。", []string{"X-1 error"}},
		"nobody asked":                               {section + "没有公民、法人或者其他组织向我局提出公开申请。", []string{"X-1 error"}},
		"the number first":                           {"全年收到13件政府信息公开申请。", []string{"X-1 error"}},
		"applicants of all kinds":                    {"共收到公民、法人和其他组织政府信息公开申请13件。", []string{"X-1 error"}},
		"a heading says what it is about":            {section + "新收13件，办结9件。", []string{"X-1 error"}},
		"no unit":                                    {"收到政府信息公开申请数为13。", []string{"X-1 error"}},
		"a broken line of a PDF":                     {"全年收到政府信息公开申\n请 13\n件。", []string{"X-1 error"}},
		"one statement of two holds":                 {"收到政府信息公开申请12件。办公室收到政府信息公开申请5件。", nil},
		"two statements, neither holds":              {"收到政府信息公开申请4件。办公室收到政府信息公开申请5件。", []string{"X-1 warning"}},

		"reviews right":           {"因政府信息公开被申请行政复议2件，被提起行政诉讼0件。", nil},
		"reviews wrong":           {"因政府信息公开被申请行政复议3件，被提起行政诉讼0件。", []string{"X-4 error"}},
		"each with its result":    {"因信息公开发生行政复议案件2件，为其他结果；行政诉讼案件1件，为其他结果。", []string{"X-4 error"}},
		"the number before":       {"全年有3件涉及政府信息公开工作的行政复议，该复议件未被复议机关纠错。", []string{"X-4 warning"}},
		"none at all":             {"未发生因政府信息公开引起的行政复议和行政诉讼。", []string{"X-4 error"}},
		"both together":           {"因政府信息公开引起的行政复议、行政诉讼共5件。", []string{"X-4 error"}},
		"both together, right":    {"因政府信息公开引起的行政复议、行政诉讼共2件。", nil},
		"results are no total":    {"因政府信息公开的行政复议维持1件，纠正0件。", nil},
		"a row of its own":        {"政府信息公开行政诉讼中未经复议直接起诉3件，复议后起诉4件。", nil},
		"decided as its business": {"依法办理行政复议案件98件，政府信息公开工作有序。", nil},
		"other lawsuits":          {"全年行政应诉案件17件。", nil},

		"documents right":           {"制发行政规范性文件2件，废止0件，现行有效7件。", nil},
		"documents wrong":           {"制发行政规范性文件3件，废止1件，现行有效件数8件。", []string{"X-5 warning", "X-5 warning", "X-5 warning"}},
		"no documents":              {"全年未制发行政规范性文件。", []string{"X-5 warning"}},
		"documents of others":       {"审查规范性文件31件，备案规范性文件12件。", nil},
		"the number of a document":  {"按照国办公开办函〔2019〕60号制定规范性文件管理办法。", nil},
		"a part beyond the whole":   {"全年公开政府信息64条，其中工作动态98条。", []string{"X-8 warning"}},
		"a whole and its parts":     {"主动公开政府信息共38条，其中政府信息公开指南1条，工作动态37条。", nil},
		"parts that are not all":    {"发布公开信息249条，其中：行政公文9条；机构设置7条；重点工作39条。", nil},
		"readers are no part of it": {"公开信息24条，其中阅读量2000次，点击3000条。", nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := append([]string{}, tt.want...)
			if diff := cmp.Diff(want, toldBy(saying(tt.text))); diff != "" {
				t.Errorf("%s (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestFalseFriendsOfRequests(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"受理12345政务服务便民热线8391件，办结8391件。",
		"办理人大代表建议123件、政协提案45件，收到领导信箱来信158件。",
		"（二）依申请公开。收到县长信箱163件，办结163件。",
		"全年受理网络问政182件。",
		"受理行政许可申请385件，办结385件。",
		"收到不动产登记申请5200件，按时办结率100%。",
		"2022年收到政府信息公开申请88件。",
		"收到政府信息公开申请比上年增加5件。",
		"第一季度收到政府信息公开申请4件。",
		"根据国办公开办函〔2021〕30号和《条例》第二十条，规范政府信息公开申请办理。",
		"按期答复政府信息公开申请率为100%。",
		"（二）依申请公开。其中自然人申请11件，法人申请1件。",
		"（二）依申请公开。如未收到补正的政府信息公开申请，视为放弃。",
		"（二）依申请公开。逾期未收到申请人的补正材料的，不再处理。",
		"（二）依申请公开。未收到减免费用的申请。",
		"主动公开政府信息850条，答复公众咨询41件。",
		"（二）依申请公开。部分公开答复1件，不予公开答复2件，无法提供10件。",
		"（二）依申请公开。收到政府信息公开申请约20件，近30件，百余件。",
		"推进“高效办成一件事”，收到政府信息公开申请后三日内登记。",
		"全年无超期答复政府信息公开申请。",
		"没有被纠错的政府信息公开行政复议案件。",
	} {
		if got := toldBy(saying(text)); len(got) > 0 {
			t.Errorf("%s: want nothing, got %v", text, got)
		}
	}
}

func TestTheSentenceOfAText(t *testing.T) {
	t.Parallel()
	want := []brief{{"X-1", "t3.new.total", "error", "正文“收到政府信息公开申请42件”为 42，表三新收（总计） 12（差 30）"}}
	if diff := cmp.Diff(want, only("X-1", Derive(input(saying("收到政府信息公开申请42件。"))))); diff != "" {
		t.Errorf("finding (-want +got):\n%s", diff)
	}
	r := saying("收到政府信息公开申请42件，办结9件。因政府信息公开被申请行政复议1件，行政诉讼1件。")
	set(t, r, data.Unreadable, data.DoubtNotNumber, "t3.new.total", "t4.review.total", "t4.direct.total")
	if diff := cmp.Diff([]string{"X-1 uncheckable", "X-4 uncheckable"}, toldBy(r)); diff != "" {
		t.Errorf("cells that are not known (-want +got):\n%s", diff)
	}
	r = saying("收到政府信息公开申请42件。")
	set(t, r, data.Blank, "", "t3.new.total")
	if diff := cmp.Diff([]string{"X-1 error"}, toldBy(r)); diff != "" {
		t.Errorf("a blank total is computed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{}, toldBy(&data.Report{Edition: "2014", Chapters: []data.Chapter{{Text: "收到政府信息公开申请42件。"}}})); diff != "" {
		t.Errorf("no table to compare with (-want +got):\n%s", diff)
	}
}

func TestNumbersInCharacters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{"十": 10, "二十三": 23, "一百零五": 105, "两千": 2000, "一万二千三百": 12_300, "二〇二三": 2023, "零": 0} {
		if n, ok := parseHan(text); !ok || n != want {
			t.Errorf("%s: want %d, got %d, %v", text, want, n, ok)
		}
	}
	for _, text := range []string{"万", "百", strings.Repeat("万", 10), "九" + strings.Repeat("万", 9)} {
		if n, ok := parseHan(text); ok {
			t.Errorf("%s: want no number, got %d", text, n)
		}
	}
}

// randomProse is a text of the words that the rules look for, in any order.
func randomProse(random *rand.Rand, length int) string {
	words := []string{
		"收到", "政府信息公开", "申请", "12", "件", "３", "二十三", "条", "，", "。", "（", "）", "\n", "其中", "行政复议", "行政诉讼", "未发生", "没有", "规范性文件", "废止",
		"现行有效", "办结", "上年结转", "2023年", "、", "：", "共", "____", "…", " ", "\x00", "\xff", "公开", "万", "第", "%", "1,234", "〔2019〕60号", "问题", "改进",
	}
	var b strings.Builder
	for b.Len() < length {
		b.WriteString(words[random.IntN(len(words))])
	}
	return b.String()
}

func TestAnyProseGivesSoundFindings(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 8))
	for range 300 {
		r, before := balanced(nil), balanced(nil)
		before.Year--
		for i := range r.Chapters {
			r.Chapters[i].Text = randomProse(random, random.IntN(400))
			before.Chapters[i].Text = randomProse(random, random.IntN(400))
		}
		r.Chapters = r.Chapters[:random.IntN(len(r.Chapters)+1)]
		in := input(r)
		in.Previous = []data.Previous{{Report: before}}
		got := Derive(in)
		if diff := cmp.Diff(got, Derive(in)); diff != "" {
			t.Fatalf("derived again:\n%s", diff)
		}
		checkSound(t, got)
	}
}

// The work on a text grows with its length and no faster: what is kept of it
// is bounded.
func TestAHugeTextGivesFewFindings(t *testing.T) {
	t.Parallel()
	r := balanced(nil)
	for i := range r.Chapters {
		r.Chapters[i].Text = strings.Repeat([]string{"收到政府信息公开申请9件、", "未发生行政复议", "(", "共__条", "二万"}[i%5], 20_000)
	}
	in := input(r)
	in.Previous = []data.Previous{{Report: r}}
	q := newInquiry(in)
	if n := len(q.told().received); n > mostFacts {
		t.Errorf("want %d facts or fewer, got %d", mostFacts, n)
	}
	checkSound(t, Derive(in))
}

func FuzzProse(f *testing.F) {
	f.Add("收到政府信息公开申请42件，上年结转0件，办结41件。", "一是不够及时。")
	f.Add("（二）依申请公开\n共受理91件（另有2件结转下年度）；复议、诉讼0件", "共____条")
	f.Fuzz(func(t *testing.T, first, fifth string) {
		r := saying(first)
		r.Chapters[4].Text = fifth
		checkSound(t, Derive(input(r)))
	})
}
