package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// fact is a number that the prose states.
type fact struct {
	n    int64
	said string // the clause
	// plain: nothing in the wording leaves open what was counted.
	plain bool
	// loose: the verb (受理) may mean cases carried over or closed, too.
	loose bool
	// whole: the sentence says that cases carried over are in the number.
	whole bool
}

// told is what the prose states of what stands in the tables.
type told struct {
	received, closed            []fact
	reviews, lawsuits, disputes []fact // disputes: both together
	issued, repealed, inForce   []fact
	parts                       []part
}

// mostFacts is how many statements of one kind are compared.
const mostFacts = 30

// told reads the prose once.
func (q *inquiry) told() *told {
	if q.prose != nil {
		return q.prose
	}
	q.prose = &told{}
	for _, s := range sentences(q.in.Report.Chapters) {
		has := func(word string) bool { return strings.Contains(s.text, word) }
		if has("申请") || strings.Contains(s.section, "申请") {
			q.prose.requests(s, q.year)
		}
		if has("复议") || has("诉讼") || has("起诉") || has("应诉") {
			q.prose.disputed(s, q.year)
		}
		if has("规范性文件") {
			q.prose.documents(s, q.year)
		}
		if has("其中") && has("公开") {
			q.prose.divided(s)
		}
	}
	return q.prose
}

// keep adds a fact.
func keep(list *[]fact, f fact) {
	if len(*list) < mostFacts {
		*list = append(*list, f)
	}
}

// anyOf reports whether the text holds one of the words.
func anyOf(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

// after returns the first number of the clause that stands behind at.
func (c clause) after(at int) (count, bool) {
	for _, n := range c.amounts {
		if n.at >= at {
			return n, true
		}
	}
	return count{}, false
}

// first returns where the first of the words ends, and which it is.
func first(text string, words []string) (word string, end int) {
	best := -1
	for _, w := range words {
		if i := strings.Index(text, w); i >= 0 && (best < 0 || i < best || i == best && len(w) > len(word)) {
			best, word = i, w
		}
	}
	return word, best + len(word)
}

// elsewhen are words by which a number is of another time or of a part of
// the year.
var elsewhen = []string{
	"去年", "同比", "环比", "同期", "历年", "以来", "较上年", "比上年", "较去", "比去", "较20", "比20", "较前", "上年度", "往年", "累年",
	"季度", "上半年", "下半年", "月份", "增加", "减少", "增长", "下降", "上升", "预计", "计划",
}

// ofYear reports whether the clause speaks of the report year; year is what
// the sentence spoke of before, and what it speaks of now.
func ofYear(text string, report int, year *int) bool {
	for i := 0; ; {
		at := strings.Index(text[i:], "20")
		if at < 0 {
			break
		}
		i += at
		if n := yearAt(text[i:]); n > 0 && (i == 0 || text[i-1] < '0' || text[i-1] > '9') {
			*year = n
		}
		i += 2
	}
	return (report == 0 || *year == 0 || *year == report) && !anyOf(text, elsewhen)
}

// yearAt reads 2023年 or 2023 at the start of the text; 0 where it is none.
func yearAt(text string) int {
	if len(text) < 4 || len(text) > 4 && !strings.HasPrefix(text[4:], "年") {
		return 0
	}
	n := 0
	for _, c := range []byte(text[:4]) {
		if c < '0' || c > '9' {
			return 0
		}
		n = n*10 + int(c-'0')
	}
	return n
}

// comparison of a statement with the table.
type claim struct {
	rule   string
	codes  []string // whose sum is stated
	facts  []fact
	allow  []int64 // other values that are no mistake where the fact is loose
	excuse []int64 // other values that are a mistake less plain
	whole  int64   // the value of a fact that says it is whole
	table  string
	name   string // what the codes' sum is called, where they are several
}

// judgeClaim compares what is stated with the table. One statement that
// holds is enough: another may be of a part. A contradiction is what the rule
// says where all is plain, else a warning.
func (q *inquiry) judgeClaim(c claim) []data.Finding {
	if len(c.facts) == 0 {
		return nil
	}
	s := q.sheet(c.table)
	hash := fingerprint{parts: []string{c.rule}}
	var n int64
	ok := s != nil
	var names []string
	for _, code := range c.codes {
		v, known := counted(q.own, code)
		n, ok = n+v, ok && known
		hash.figure(q.own.byCode[code])
		if s != nil {
			names = append(names, s.name(code))
		}
	}
	f := data.Finding{Subject: c.codes[0], Codes: c.codes}
	stated := c.facts[0]
	hash.add(stated.said)
	f.Fingerprint = hash.String()
	if !ok {
		f.Severity, f.Uncheckable = data.Info, true
		f.Text = "无法核对：正文" + quote(stated.said) + "，表中的数未找到或无法识别"
		return []data.Finding{f}
	}
	distinct := false
	for _, o := range c.facts {
		if o.n == n || o.loose && slices.Contains(c.allow, o.n) || o.whole && o.n == c.whole {
			return nil
		}
		distinct = distinct || o.n != stated.n
	}
	if distinct || !stated.plain || slices.Contains(c.excuse, stated.n) {
		f.Severity = data.Warning
	}
	name := strings.Join(names, "＋")
	if c.name != "" {
		name = c.name
	}
	notes := append([]string{"差 " + form.Format(max(n-stated.n, stated.n-n), form.Count)}, q.corrected(s, c.codes)...)
	f.Text = fmt.Sprintf("正文%s为 %s，%s%s %s（%s）", quote(stated.said), form.Format(stated.n, form.Count), s.title(), name,
		form.Format(n, form.Count), strings.Join(notes, "；"))
	return []data.Finding{f}
}
