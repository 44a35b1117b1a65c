package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// agencyDay is what the office has of one agency, as somebody with a pencil
// would keep it.
type agencyDay struct {
	state    string // as 报送 names it, with what it is: 已收到（扫描件，待录入）
	received string // the first date received
	current  bool   // there is a report that counts
	returned int
	resent   int    // mended and handed in again after it was sent back
	updated  int    // handed in again unasked
	due      string // asked for again by; empty where nothing is
	cameLate string // 财政局（应于1月14日前，1月15日重报）, empty where it did not
	waits    bool   // another version waits beside it
	errors   int    // open findings
	warnings int
	receipts []*paperDay
}

// paperDay is one receipt and its state as 收件 counts it.
type paperDay struct{ what, state string }

// pencil is the whole list. Nothing in it is computed by the program.
type pencil struct {
	names    []string
	agencies map[string]*agencyDay
	stray    []*paperDay // of nobody known
	deadline string
	now      time.Time
	said     map[string]string // step of the year's work -> by whom and when
	finals   int
	signed   string // the day of the last 定稿
	// adjustments are those that stand.
	adjustments int
}

func newPencil(names []string, deadline string) *pencil {
	p := &pencil{names: names, agencies: map[string]*agencyDay{}, deadline: deadline, said: map[string]string{}}
	for _, n := range names {
		p.agencies[n] = &agencyDay{state: "未报"}
	}
	return p
}

func (p *pencil) today() string { return p.now.Format(time.DateOnly) }

// came notes that something came and what became of it.
func (p *pencil) came(name, what, state, received string) *agencyDay {
	a := p.agencies[name]
	if what != "公开版" && what != "盖章件" && (a.received == "" || received < a.received) {
		a.received = received
	}
	a.receipts = append(a.receipts, &paperDay{what, state})
	return a
}

// turn changes the state of the agency's receipts.
func (a *agencyDay) turn(from, to string) {
	for _, r := range a.receipts {
		if r.state == from {
			r.state = to
		}
	}
}

// answer closes an open return by a report that came.
func (p *pencil) answer(a *agencyDay) {
	if a.due != "" && p.today() > a.due {
		a.cameLate = fmt.Sprintf("应于%s前，%s重报", spoken(a.due), spoken(p.today()))
	}
	a.due = ""
}

// office is what 报送 and 收件 must show.
type office struct {
	Marks    map[string]int // beside the heading of 报送
	Foot     map[string]string
	Badge    int
	Cells    map[string]string // agency -> state
	Who      string            // 还差谁
	Back     []string          // agencies of 退回未重报
	Late     string            // 逾期
	Receipts map[string]int
	Work     []string // 本年工作: what is next, and its steps
}

func (p *pencil) office() office {
	o := office{Marks: map[string]int{"应报": len(p.names)}, Cells: map[string]string{}, Receipts: map[string]int{}}
	var missing, back, typing, unread, pending []string
	var imported, returned, resent, updated, late int
	for _, n := range p.names {
		a := p.agencies[n]
		word, detail, _ := strings.Cut(a.state, "（")
		o.Marks[word]++
		o.Cells[n] = a.state
		if a.waits {
			o.Cells[n] += " 另有待定"
		}
		switch word {
		case "未报":
			missing = append(missing, n)
		case "已收到":
			what, todo, _ := strings.Cut(detail, "，")
			if todo == "待录入）" {
				typing = append(typing, n+"（"+what+"）")
			} else {
				unread = append(unread, n+"（"+what+"）")
			}
		case "待定":
			pending = append(pending, n)
		case "退回待改":
			back = append(back, n)
		}
		if a.current {
			imported++
		}
		if p.isLate(a) {
			late++
		}
		returned, resent, updated = returned+a.returned, resent+a.resent, updated+a.updated
		for _, r := range a.receipts {
			o.Receipts[r.state]++
		}
	}
	for _, r := range p.stray {
		o.Receipts[r.state]++
	}
	delete(o.Marks, "已导入") // the rest is not counted beside the heading
	o.Marks["逾期"] = late
	dropZero(o.Marks, "未报")
	o.Badge, o.Back = len(missing), back
	foot := func(n int) string { return strconv.Itoa(n) }
	o.Foot = map[string]string{
		"应报": foot(len(p.names)), "已报": foot(len(p.names) - len(missing)), "有现用年报": foot(imported), "已审核": foot(o.Marks["已审核"]),
		"退回待改": foot(len(back)), "退回／重报（次）": foot(returned) + "／" + foot(resent), "主动更新（次）": foot(updated), "未报": foot(len(missing)), "逾期": foot(late),
	}
	o.Who = p.who(missing, back, typing, unread, pending)
	o.Late = p.late()
	o.Work = p.work(o.Marks, imported, returned, resent, updated)
	return o
}

// dropZero leaves out what is 0, as the page does, but for the named.
func dropZero(m map[string]int, keep ...string) {
	for k, n := range m {
		if n == 0 && !slices.Contains(keep, k) {
			delete(m, k)
		}
	}
	for _, k := range keep {
		m[k] += 0
	}
}

// isLate: it came after the deadline, or has not come and the deadline is over.
func (p *pencil) isLate(a *agencyDay) bool {
	return cmp.Or(a.received, p.today()) > p.deadline
}

func (p *pencil) who(missing, back, typing, unread, pending []string) string {
	n := len(p.names)
	text := fmt.Sprintf("截至%d月%d日%d时，应报%d家，已报%d家，未报%d家%s。", p.now.Month(), p.now.Day(), p.now.Hour(), n, n-len(missing), len(missing), listed(missing))
	for _, part := range []struct {
		words string
		names []string
	}{
		{"已报的单位中，%d家退回待改", back}, {"%d家已收到扫描件或纸质件、待录入（可由我办录入，也可请其补报可编辑文件）", typing}, {"已报的单位中，%d家的文件没有可用数据，请重新报送", unread}, {"另有%d家的年报待定", pending},
	} {
		if len(part.names) > 0 {
			text += fmt.Sprintf(part.words, len(part.names)) + listed(part.names) + "。"
		}
	}
	return text
}

// late is the text 逾期.
func (p *pencil) late() string {
	var came, missing, back []string
	for _, n := range p.names {
		a := p.agencies[n]
		switch {
		case a.received == "" && p.today() > p.deadline:
			missing = append(missing, n)
		case a.received > p.deadline:
			came = append(came, n+"（"+spoken(a.received)+"收到）")
		}
		switch {
		case a.cameLate != "":
			back = append(back, n+"（"+a.cameLate+"）")
		case a.due != "" && p.today() > a.due:
			back = append(back, n+"（应于"+spoken(a.due)+"前，未重报）")
		}
	}
	text := fmt.Sprintf("%d年度年报内部报送截止%s。", janYear, spoken(p.deadline))
	if len(came)+len(missing)+len(back) == 0 {
		return text + fmt.Sprintf("截至%d月%d日%d时没有逾期的单位。", p.now.Month(), p.now.Day(), p.now.Hour())
	}
	for _, part := range []struct {
		words string
		names []string
	}{{"逾期报送%d家", came}, {"逾期未报%d家", missing}, {"重报逾期%d家", back}} {
		if len(part.names) > 0 {
			text += fmt.Sprintf(part.words, len(part.names)) + listed(part.names) + "。"
		}
	}
	return text
}

func listed(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "：" + strings.Join(names, "、")
}

// spoken is 2025-01-15 as 1月15日.
func spoken(day string) string {
	d, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return fmt.Sprintf("%d月%d日", d.Month(), d.Day())
}
