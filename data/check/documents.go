package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// asCensor are words of documents that are not the agency's own or not
// counted as made.
var asCensor = []string{"审查", "审核", "备案", "清理", "评估", "起草", "代拟", "报备", "解读", "修订", "拟", "征求", "全县"}

var (
	making   = []string{"制发", "制定", "出台", "新制作", "印发"}
	lasting  = []string{"现行有效", "有效件数"}
	unmade   = []string{"未制发", "未制定", "没有制发", "没有制定", "未出台", "没有出台", "无新制发"}
	stopping = []string{"废止"}
)

// documents reads what a sentence states of normative documents.
func (t *told) documents(s sentence, report int) {
	year, about := 0, false
	for _, c := range s.clauses() {
		about = about || strings.Contains(c.text, "规范性文件")
		if !ofYear(c.text, report, &year) || anyOf(c.text, asCensor) || anyOf(c.text, []string{"其中", "公开"}) || !about {
			continue
		}
		if len(c.amounts) == 0 {
			if anyOf(c.text, unmade) && strings.Contains(c.text, "规范性文件") {
				keep(&t.issued, fact{said: c.text})
			}
			continue
		}
		from := 0
		for _, n := range c.amounts {
			words := c.text[from:n.at]
			f := fact{n: n.n, said: c.text}
			named := strings.Contains(c.text, "规范性文件")
			switch {
			case anyOf(words, lasting):
				keep(&t.inForce, f)
			case anyOf(words, stopping):
				keep(&t.repealed, f)
			case anyOf(words, making) && named:
				keep(&t.issued, f)
			}
			from = n.end
		}
	}
}

// documentsTold compares the normative documents in the text with table 2.
func documentsTold(q *inquiry) []data.Finding {
	t := q.told()
	var out []data.Finding
	for _, c := range []claim{
		{codes: []string{"t2.normative.issued"}, facts: t.issued},
		{codes: []string{"t2.normative.made"}, facts: t.issued},
		{codes: []string{"t2.normative.repealed"}, facts: t.repealed},
		{codes: []string{"t2.normative.in_force"}, facts: t.inForce},
	} {
		if q.own.byCode[c.codes[0]] == nil {
			continue
		}
		c.rule, c.table = "X-5", "t2"
		out = append(out, q.judgeClaim(c)...)
	}
	return out
}

// part is an item of 其中 that is larger than the whole.
type part struct {
	whole, item fact
}

// divided looks for 公开政府信息64条，其中工作动态98条.
func (t *told) divided(s sentence) {
	var whole *count
	var said clause
	inside := false
	for _, c := range s.clauses() {
		if len(c.amounts) == 0 {
			inside = inside || strings.HasPrefix(c.text, "其中")
			continue
		}
		n := c.amounts[0]
		if inside = inside || strings.HasPrefix(c.text, "其中"); !inside {
			whole = nil
			if strings.Contains(c.text, "公开") && strings.Contains(c.text, "信息") && len(c.amounts) == 1 && !anyOf(c.text, otherBusiness) {
				whole, said = &n, c
			}
			continue
		}
		if whole != nil && n.unit == whole.unit && n.n > whole.n && !anyOf(c.text, []string{"阅读", "点击", "浏览", "申请", "收到", "受理", "回复", "历年", "累计"}) {
			if len(t.parts) < mostFacts {
				t.parts = append(t.parts, part{fact{n: whole.n, said: said.text}, fact{n: n.n, said: c.text}})
			}
			return
		}
	}
}

// partsTold reports items that are larger than what they are a part of.
func partsTold(q *inquiry) []data.Finding {
	var out []data.Finding
	for i, p := range q.told().parts {
		hash := fingerprint{parts: []string{"X-8", p.whole.said, p.item.said}}
		text := fmt.Sprintf("正文%s，而%s（多 %s）", quote(p.whole.said), quote(p.item.said), form.Format(p.item.n-p.whole.n, form.Count))
		if slices.ContainsFunc(out, func(f data.Finding) bool { return f.Text == text }) {
			continue
		}
		out = append(out, data.Finding{Subject: fmt.Sprintf("text.%d", i+1), Text: text, Fingerprint: hash.String()})
	}
	return out
}
