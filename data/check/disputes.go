package check

import (
	"strings"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data"
)

// asReviewer are words of cases that the agency decides or takes part in as
// its business; table 4 counts those brought against its own answers.
var asReviewer = []string{"办理", "审理", "受理", "审结", "代理", "出庭", "化解", "调解", "答复", "领域"}

// results are words of how cases ended, each of which has a column.
var results = []string{"维持", "纠正", "纠错", "败诉", "胜诉", "撤", "驳回", "其他结果", "未审结", "审结", "超期", "确认违法", "终止", "结案"}

// caseWords are what a case is called; a lawsuit without review is none of
// the reviews.
var caseWords = []string{"未经复议直接起诉", "未经行政复议直接起诉", "直接起诉", "复议后起诉", "复议后诉讼", "复议", "诉讼", "应诉", "起诉"}

var (
	noCase = []string{"未发生", "没有发生", "未收到", "没有收到", "未接到", "没有接到", "未出现", "未产生", "未引发", "没有", "未被申请", "未被提起", "未涉及", "不存在", "无因", "没有因", "未因", "无行政", "无复议", "无政府信息公开", "无涉及"}
	joined = []string{"、", "和", "及", "与", "或", "或者", "以及", "被提起", "被", "提起", "提请", "行政", "案件", "因", "申请", "数量", "引起的", "/"}
)

// disputed reads what a sentence states of reviews and lawsuits.
func (t *told) disputed(s sentence, report int) {
	clear := anyOf(s.text, []string{"信息公开", "依申请公开", "因公开"})
	if !clear && !anyOf(s.last, []string{"信息公开", "依申请公开"}) && !strings.Contains(s.chapter, "复议") && !strings.Contains(s.section, "申请") {
		return
	}
	year := 0
	for _, c := range s.clauses() {
		if !ofYear(c.text, report, &year) || anyOf(c.text, asReviewer) {
			continue
		}
		if len(c.amounts) == 0 {
			t.undisputed(c)
		}
		from := 0
		for _, n := range c.amounts {
			f := fact{n: n.n, said: c.text, plain: clear && !c.aside}
			before := c.text[from:n.at]
			if !caseNamed(before) && from == 0 { // 有1件涉及…的行政复议
				before = c.text[n.end:]
				f.plain = false
			}
			from = n.end
			t.dispute(before, f)
		}
	}
}

// dispute enters a number of cases under what the words before it call them.
func (t *told) dispute(words string, f fact) {
	if anyOf(words, results) {
		return
	}
	review, suit := strings.Contains(words, "复议"), anyOf(words, []string{"诉讼", "应诉", "起诉"})
	switch {
	case anyOf(words, caseWords[:5]): // one kind of lawsuits has a row of its own
	case review && suit:
		if both(words) {
			keep(&t.disputes, f)
		}
	case tooFar(words):
	case review:
		keep(&t.reviews, f)
	case suit:
		keep(&t.lawsuits, f)
	}
}

func caseNamed(words string) bool { return anyOf(words, caseWords) }

// tooFar reports whether so much stands between the last word for a case and
// the end that the number is of something else.
func tooFar(words string) bool {
	const most = 14
	at := 0
	for _, w := range caseWords {
		if i := strings.LastIndex(words, w); i >= 0 {
			at = max(at, i+len(w))
		}
	}
	return utf8.RuneCountInString(words[at:]) > most
}

// both reports whether reviews and lawsuits are named together: 行政复议和行政诉讼.
func both(words string) bool {
	_, between, _ := strings.Cut(words, "复议")
	end := len(between)
	for _, w := range []string{"诉讼", "应诉", "起诉"} {
		if i := strings.Index(between, w); i >= 0 {
			end = min(end, i)
		}
	}
	between = between[:end]
	for _, w := range joined {
		between = strings.ReplaceAll(between, w, "")
	}
	return between == ""
}

// undisputed reads 未发生…行政复议和行政诉讼.
func (t *told) undisputed(c clause) {
	if anyOf(c.text, results) || anyOf(c.text, []string{"如", "若", "直接起诉", "复议后"}) {
		return
	}
	_, end := first(c.text, noCase)
	if end < 2 {
		return
	}
	const longest = 120 // bytes between the denial and the case
	rest := c.text[end:]
	// The denial may itself hold the word: 无行政复议.
	if i := strings.Index(c.text, "复议"); i >= 0 && i < end {
		rest = c.text[i:]
	}
	f := fact{said: c.text, plain: true}
	if i := strings.Index(rest, "复议"); i >= 0 && i < longest {
		keep(&t.reviews, f)
	}
	if _, i := first(rest, []string{"诉讼", "应诉", "起诉"}); i > 0 && i < longest {
		keep(&t.lawsuits, f)
	}
}

// disputesTold compares the reviews and lawsuits in the text with table 4.
func disputesTold(q *inquiry) []data.Finding {
	if q.own.byCode["t4.review.total"] == nil {
		return nil
	}
	t := q.told()
	reviews, suits := disputeTotals[:1], disputeTotals[1:]
	direct, _ := counted(q.own, suits[0])
	after, _ := counted(q.own, suits[1])
	out := q.judgeClaim(claim{rule: "X-4", codes: reviews, facts: t.reviews, table: "t4"})
	out = append(out, q.judgeClaim(claim{rule: "X-4", codes: suits, facts: t.lawsuits, table: "t4", name: "行政诉讼总计", excuse: nonzero(direct, after)})...)
	if len(out) > 1 && out[0].Uncheckable && out[1].Uncheckable {
		return out[:1]
	}
	if len(out) > 0 {
		return out
	}
	f := q.judgeClaim(claim{rule: "X-4", codes: disputeTotals, facts: t.disputes, table: "t4", name: "复议、诉讼总计"})
	for i := range f {
		f[i].Subject = "t4"
	}
	return f
}

func nonzero(values ...int64) []int64 {
	var out []int64
	for _, n := range values {
		if n != 0 {
			out = append(out, n)
		}
	}
	return out
}
