package check

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// otherBusiness are words of what is counted beside requests for information.
var otherBusiness = []string{
	"12345", "12350", "热线", "信箱", "邮箱", "留言", "信访", "建议", "提案", "议案", "问政", "咨询", "投诉", "举报", "来信", "来电", "来访", "工单", "许可", "办事",
	"审批", "登记", "不动产", "确认", "补贴", "补助", "救助", "低保", "仲裁", "法律援助", "求助", "诉求", "评价", "网民", "网友", "复议", "诉讼", "起诉", "裁决",
	"调解", "专利", "商标", "贷款", "资格", "证照", "办件", "更正", "异议", "撤回", "撤销", "申诉", "减免", "补正", "收费", "公证",
}

// partly are words by which a number is of one kind of requests.
var partly = []string{
	"其中", "网络", "网上", "信函", "当面", "传真", "邮寄", "线上", "线下", "在线", "现场", "窗口", "平台", "电子", "书面", "口头", "电话", "自然人", "法人", "企业",
	"公民申请", "个人", "按期", "按时", "延期", "超期", "逾期", "期限", "重复",
}

// carried are words of requests that pass the year's end.
var carried = []string{"结转", "转下", "转入", "上年转", "跨年"}

// anybody takes out the phrase for applicants of all kinds.
var anybody = strings.NewReplacer("公民、法人", "", "自然人、法人", "", "公民法人", "", "公民个人", "")

var (
	receiving = []string{"新受理", "新收", "收到", "接到", "接收", "收悉", "受理"}
	closing   = []string{"办结", "办复", "办理完毕", "办理答复", "处理完毕", "共答复", "已答复", "依法答复"}
	// outcomes are words of how requests ended, each of which has a row.
	outcomes = []string{"不予", "部分公开", "予以公开", "同意公开", "无法提供", "其他处理", "不存在", "不掌握", "主动公开", "书面告知"}
	denying  = []string{"未收到", "未接到", "没有收到", "没收到", "没有接到", "没接到", "未接收到", "无收到", "暂未收到"}
)

// requests reads what a sentence states of requests received and closed.
func (t *told) requests(s sentence, report int) {
	about := s.aboutRequests()
	year, received, other := 0, false, false
	whole := anyOf(s.text, []string{"含上年", "包括上年", "含结转", "加上上年", "加上年"})
	for _, c := range s.clauses() {
		now := ofYear(c.text, report, &year)
		if anyOf(c.text, otherBusiness) {
			// What follows in the sentence was done of that.
			other = other || len(c.amounts) > 0
			continue
		}
		if !now || anyOf(c.text, carried) {
			continue
		}
		if f, ok := c.received(about); ok {
			f.whole = whole
			keep(&t.received, f)
			received, other = true, false
			continue
		}
		if f, ok := c.closed(); ok && (about || received) && !other {
			keep(&t.closed, f)
		}
	}
}

// aboutRequests reports whether the sentence stands where requests for
// information are the matter.
func (s sentence) aboutRequests() bool {
	return strings.Contains(s.section, "申请") || strings.Contains(s.chapter, "申请") ||
		anyOf(s.text, []string{"信息公开申请", "公开申请", "依申请", "申请公开"})
}

// received reads 收到政府信息公开申请42件, 共受理91件申请 and 未收到…申请.
func (c clause) received(about bool) (fact, bool) {
	f := fact{said: c.text, plain: !c.aside}
	named := request(c.text)
	clear := strings.Contains(c.text, "公开")
	if anyOf(anybody.Replace(c.text), partly) || !clear && !about {
		return f, false
	}
	if len(c.amounts) == 0 {
		return f, named && c.denies()
	}
	verb, end := first(c.text, receiving)
	if verb == "" {
		return f, false
	}
	n, ok := c.after(end)
	if !ok || !named && !(strings.HasPrefix(verb, "新") && about) || n.unit == "" && !named {
		return f, false
	}
	if at := n.at - end; at > 90 { // some thirty characters: the number is of something else
		return f, false
	}
	f.n, f.loose = n.n, verb == "受理"
	f.plain = f.plain && !f.loose && !strings.Contains(c.text, "全县")
	return f, true
}

// request reports whether the clause names a request, not only who made it.
func request(text string) bool {
	for {
		_, rest, ok := strings.Cut(text, "申请")
		if !ok {
			return false
		}
		if !strings.HasPrefix(rest, "人") && !strings.HasPrefix(rest, "者") && !strings.HasPrefix(rest, "材料") {
			return true
		}
		text = rest
	}
}

// denies reports whether a clause without a number says that there was none.
func (c clause) denies() bool {
	if anyOf(c.text, []string{"如", "若", "凡", "的情况", "逾"}) {
		return false
	}
	if anyOf(c.text, denying) || strings.Contains(c.text, "零申请") {
		return true
	}
	_, by, ok := strings.Cut(c.text, "没有")
	return ok && strings.Contains(by, "提出") && strings.Contains(by, "公开")
}

// closed reads 办结41件.
func (c clause) closed() (fact, bool) {
	f := fact{said: c.text, plain: !c.aside}
	verb, end := first(c.text, closing)
	if verb == "" || anyOf(c.text, partly) || anyOf(c.text, outcomes) || strings.HasPrefix(c.text[end:], "率") {
		return f, false
	}
	n, ok := c.after(end)
	if !ok || n.at-end > 75 {
		return f, false
	}
	f.n = n.n
	return f, true
}

// requestsTold compares the requests received in the text with table 3.
func requestsTold(q *inquiry) []data.Finding {
	facts := q.told().received
	if len(facts) == 0 || q.own.byCode["t3.new.total"] == nil {
		return nil
	}
	c := claim{rule: "X-1", codes: []string{"t3.new.total"}, facts: facts, table: "t3"}
	n, _ := counted(q.own, "t3.new.total")
	in, _ := counted(q.own, "t3.carried_in.total")
	closed, _ := counted(q.own, "t3.total.total")
	c.whole = n + in
	c.allow = []int64{n + in, closed}
	// 0 is no way of counting: 未收到申请 beside a table with requests is plain.
	c.excuse = slices.DeleteFunc(slices.Clone(c.allow), func(v int64) bool { return v == 0 })
	return q.judgeClaim(c)
}

// closedTold compares the requests closed in the text with table 3.
func closedTold(q *inquiry) []data.Finding {
	if q.own.byCode["t3.total.total"] == nil {
		return nil
	}
	return q.judgeClaim(claim{rule: "X-2", codes: []string{"t3.total.total"}, facts: q.told().closed, table: "t3"})
}
