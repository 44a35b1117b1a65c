package check

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data"
)

// chapterForm is one of the six chapters that the form prescribes.
type chapterForm struct {
	title string
	words [][]string // one of each list is in its heading
	table string     // the table that it holds, whose presence tells of it, too
}

// sixChapters are those of the forms of 2019 and 2021, in order.
var sixChapters = []chapterForm{
	{title: "一、总体情况", words: [][]string{{"总体情况", "总体工作", "概述", "基本情况", "工作情况概述"}}},
	{title: "二、主动公开政府信息情况", words: [][]string{{"主动公开"}}, table: "t2"},
	{title: "三、收到和处理政府信息公开申请情况", words: [][]string{{"申请"}, {"收到", "处理", "办理", "依申请"}}, table: "t3"},
	{title: "四、政府信息公开行政复议、行政诉讼情况", words: [][]string{{"复议", "诉讼"}}, table: "t4"},
	{title: "五、存在的主要问题及改进情况", words: [][]string{{"问题", "不足", "困难"}, {"存在", "主要", "改进", "整改", "措施"}}},
	{title: "六、其他需要报告的事项", words: [][]string{{"其他", "其它"}, {"报告", "事项", "说明"}}},
}

func (f chapterForm) fits(heading string) bool {
	if utf8.RuneCountInString(heading) > maxHeadingLine+10 {
		return false
	}
	for _, list := range f.words {
		if !anyOf(heading, list) {
			return false
		}
	}
	return true
}

// missingChapters reports the chapters of the form that a report does not
// have, or has in another order. A chapter that is a table is there where the
// table is: its heading may be part of it.
func missingChapters(q *inquiry) []data.Finding {
	if edition := q.in.Report.Edition; edition != "2019" && edition != "2021" {
		return nil
	}
	chapters := q.in.Report.Chapters
	f := data.Finding{Subject: "chapters"}
	if !anyProse(chapters) {
		f.Severity, f.Uncheckable = data.Info, true
		f.Text = "无法核对：文件中没有识别到各章的文字"
		f.Fingerprint = (&fingerprint{parts: []string{"A-7"}}).String()
		return []data.Finding{f}
	}
	var missing, turned []string
	last := -1
	for _, want := range sixChapters {
		at := chapterAt(chapters, want)
		switch {
		case at >= 0 && at < last:
			turned = append(turned, want.title)
		case at >= 0:
			last = at
		case !q.holds(want):
			missing = append(missing, want.title)
		}
	}
	var parts []string
	if len(missing) > 0 {
		parts = append(parts, "没有“"+strings.Join(missing, "”“")+"”")
	}
	if len(turned) > 0 {
		parts = append(parts, "次序与格式不一致：“"+strings.Join(turned, "”“")+"”")
	}
	if len(parts) == 0 {
		return nil
	}
	f.Text = strings.Join(parts, "；")
	f.Fingerprint = (&fingerprint{parts: append([]string{"A-7"}, parts...)}).String()
	return []data.Finding{f}
}

// anyProse reports whether any chapter has text: a workbook may hold the
// tables alone, and headings that are not recognised leave none at all.
func anyProse(chapters []data.Chapter) bool {
	return slices.ContainsFunc(chapters, func(c data.Chapter) bool { return c.Text != "" })
}

// chapterAt returns the chapter whose heading fits, or -1.
func chapterAt(chapters []data.Chapter, want chapterForm) int {
	for i := range chapters {
		if want.fits(chapters[i].Title) {
			return i
		}
	}
	return -1
}

// holds reports whether the chapter is there without a heading of its own:
// its table, or a line in another chapter that is its heading.
func (q *inquiry) holds(want chapterForm) bool {
	if want.table != "" {
		return q.sheet(want.table) != nil
	}
	for _, c := range q.in.Report.Chapters {
		for line := range strings.SplitSeq(c.Text, "\n") {
			if len(line) < 4*maxHeadingLine && !strings.ContainsAny(line, "，。；") && want.fits(line) {
				return true
			}
		}
	}
	return false
}

// problems returns the text of the chapter on problems and improvements. ok is
// false where there is none; a chapter on plans alone is none.
func problems(r *data.Report) (text string, ok bool) {
	c, ok := data.Problems(r.Chapters)
	return c.Text, ok && sixChapters[4].fits(c.Title)
}

// A chapter on problems has leastProblems characters or more, and is a copy
// where more than sameShare per cent of it are last year's.
const (
	leastProblems = 30
	sameShare     = 90
)

// weakProblems reports a chapter on problems that says next to nothing, or
// what last year's said.
func weakProblems(q *inquiry) []data.Finding {
	text, ok := problems(q.in.Report)
	if !ok || len(leftovers(text)) > 0 {
		return nil
	}
	said := strings.Join(strings.Fields(text), "")
	hash := fingerprint{parts: []string{"A-10", said}}
	f := data.Finding{Subject: "problems"}
	if n := utf8.RuneCountInString(said); n < leastProblems {
		f.Text = fmt.Sprintf("“存在的主要问题及改进情况”一章只有%d字：%s", n, quote(said))
		if n == 0 {
			f.Text = "“存在的主要问题及改进情况”一章没有内容"
		}
		f.Fingerprint = hash.String()
		return []data.Finding{f}
	}
	before := q.before()
	if before == nil {
		return nil
	}
	old, ok := problems(before.report)
	if !ok || utf8.RuneCountInString(old) < leastProblems {
		return nil
	}
	share := alike(text, old)
	if share <= sameShare {
		return nil
	}
	hash.add(old)
	f.Text = fmt.Sprintf("“存在的主要问题及改进情况”一章与%d年度报告有%d%%相同（年份和套话不计）", q.year-1, share)
	f.Fingerprint = hash.String()
	return []data.Finding{f}
}

// boilerplate is what every such chapter says.
var boilerplate = strings.NewReplacer(
	"存在的主要问题", "", "存在的问题", "", "存在问题", "", "主要问题", "", "改进情况", "", "改进措施", "", "整改措施", "", "下一步", "", "今后", "",
	"政府信息公开工作", "", "政府信息公开", "", "政务公开", "", "本机关", "", "本单位", "", "我单位", "", "我局", "", "我镇", "", "我乡", "", "我街道", "", "我办", "", "我委", "",
)

// alike tells how many per cent of two texts' groups of three characters
// they share; years, numbers, signs and boilerplate are left out. The time
// grows with the texts' length.
func alike(a, b string) int {
	x, y := essence(a), essence(b)
	const group = 3
	if len(x) < group || len(y) < group {
		return 0
	}
	total := len(x) + len(y) - 2*(group-1)
	if most := min(len(x), len(y)) - group + 1; 200*most/total <= sameShare {
		return 200 * most / total // too different in length to be a copy
	}
	have := make(map[uint64]int, len(x))
	for g := range groupsOf(x) {
		have[g]++
	}
	shared := 0
	for g := range groupsOf(y) {
		if have[g] > 0 {
			have[g]--
			shared++
		}
	}
	return 200 * shared / total
}

// mostCompared is how many characters of a chapter are compared.
const mostCompared = 8000

// essence is the Chinese characters of a text that say something.
func essence(text string) []rune {
	out := make([]rune, 0, min(len(text)/3, mostCompared))
	for _, r := range boilerplate.Replace(text) {
		if r < 0x4e00 || r > 0x9fff || strings.ContainsRune("一二三四五六七八九十〇年度", r) {
			continue
		}
		if out = append(out, r); len(out) == mostCompared {
			break
		}
	}
	return out
}

// groupsOf yields each three characters in a row, packed: a character has 21 bits.
func groupsOf(text []rune) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		var g uint64
		for i, r := range text {
			g = (g<<21 | uint64(r)) & (1<<63 - 1)
			if i >= 2 && !yield(g) {
				return
			}
		}
	}
}

// leftText reports sentences of the form or of a model that were not filled
// in.
func leftText(q *inquiry) []data.Finding {
	var found []string
	if words := leftovers(q.in.Report.Title); len(words) > 0 {
		found = append(found, "标题"+quote(words[0]))
	}
	left := maxProse
	for _, c := range q.in.Report.Chapters {
		if left -= len(c.Text); left < 0 || len(found) > mostNames {
			break
		}
		for _, words := range leftovers(c.Text) {
			found = append(found, quote(c.Title)+"中"+quote(words))
		}
	}
	if len(found) == 0 {
		return nil
	}
	hash := fingerprint{parts: append([]string{"A-11"}, found...)}
	return []data.Finding{{Subject: "text", Text: "疑为没有改写的模板文字：" + some(found, "处"), Fingerprint: hash.String()}}
}

// models are sentences that only a form prints.
var models = []string{
	"文字描述", "表格形式报告", "表格如下", "单位名称）", "请填写", "处填写", "在此处报告", "（示例）", "填报提示（报送前删去）", "××", "XXX", "xxx", "XX年", "XX县", "XX局", "XX镇", "XX条", "XX件", "XX个", "xx条", "xx件", "＊＊", "**", "□□",
}

// leftovers lists the words of a text that were left from a model, those
// found first.
func leftovers(text string) []string {
	var out []string
	for _, m := range models {
		if i := strings.Index(text, m); i >= 0 {
			out = append(out, around(text, i, i+len(m)))
			break
		}
	}
	if i, end := blankCount(text); i >= 0 {
		out = append(out, around(text, i, end))
	}
	return out
}

// blankCount finds a gap where a number should be: 共____条, 收到申请（  ）件.
func blankCount(text string) (from, to int) {
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !gap(r) {
			i += n
			continue
		}
		end := i
		spaces, marks := 0, 0
		for end < len(text) {
			r, n := utf8.DecodeRuneInString(text[end:])
			if !gap(r) {
				break
			}
			if r == '_' || r == '＿' {
				marks++
			} else {
				spaces++
			}
			end += n
		}
		unit, size := utf8.DecodeRuneInString(text[end:])
		next, _ := utf8.DecodeRuneInString(text[min(end+size, len(text)):])
		if strings.ContainsRune("条件", unit) && next != '例' && (marks > 1 || counting(text[:i]) && (marks > 0 || spaces > 0)) {
			return i, end + size
		}
		i = end
	}
	return -1, -1
}

func gap(r rune) bool {
	return r == '_' || r == '＿' || r == '…' || r == ' ' || r == '\u3000' || r == '\u00a0'
}

// counting reports whether a text ends in a word after which a number comes.
func counting(text string) bool {
	for _, w := range []string{"共", "共计", "总计", "收到", "受理", "办结"} {
		if strings.HasSuffix(text, w) {
			return true
		}
	}
	return false
}

// around returns a part of a text with a few characters on either side, none
// beyond its line.
func around(text string, from, to int) string {
	const some = 36 // bytes
	start := max(0, from-some)
	if i := strings.LastIndexAny(text[start:from], "\n。"); i >= 0 {
		start += i + 1
	}
	end := min(len(text), to+some)
	if i := strings.IndexAny(text[to:end], "\n。"); i >= 0 {
		end = to + i
	}
	return strings.TrimSpace(strings.Trim(strings.ToValidUTF8(text[start:end], ""), "。"))
}
