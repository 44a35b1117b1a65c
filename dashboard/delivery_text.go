package dashboard

import (
	"fmt"
	"strings"
	"time"

	"github.com/nianbao/nianbao/data"
)

// shortReason is how much of a reason a list of agencies shows, in characters.
const shortReason = 40

// deliveryTexts are what the office sends round; name shortens an agency's
// name, now is in the office's own time zone.
type deliveryTexts struct {
	year     int
	deadline time.Time
	now      time.Time
	name     func(*data.Agency) string
}

// missing is 还差谁: 截至1月29日17时，应报47家，已报44家，未报3家：…. Only
// agencies that count in the year are asked; the others are named by themselves.
func (t deliveryTexts) missing(lines []deliveryLine) string {
	var asked int
	var missing, waiting, typing, unread, back, aside []string
	for _, l := range lines {
		if !l.Cell.Counts {
			if l.Cell.State == notReported {
				aside = append(aside, t.name(l.Agency))
			}
			continue
		}
		asked++
		switch c, name := l.Cell, t.name(l.Agency); {
		case c.State == notReported:
			missing = append(missing, name)
		case c.State == toResend && c.Typing():
			back = append(back, name+"（重报的是"+c.Detail+"，"+c.Next+"）")
		case c.State == toResend:
			back = append(back, name)
		case c.Typing():
			typing = append(typing, name+"（"+c.Detail+"）")
		case c.State == received:
			unread = append(unread, name+"（"+c.Detail+"）")
		case c.State == pending:
			waiting = append(waiting, name)
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s，应报%d家，已报%d家", t.asOf(), asked, asked-len(missing))
	fmt.Fprintf(&b, "，未报%d家%s。", len(missing), named(missing))
	if len(back) > 0 {
		fmt.Fprintf(&b, "已报的单位中，%d家退回待改%s。", len(back), named(back))
	}
	if len(typing) > 0 {
		fmt.Fprintf(&b, "%d家%s（可由我办录入，也可请其补报可编辑文件）%s。", len(typing), typingWords, named(typing))
	}
	if len(unread) > 0 {
		fmt.Fprintf(&b, "已报的单位中，%d家的文件没有可用数据，请重新报送%s。", len(unread), named(unread))
	}
	if len(waiting) > 0 {
		fmt.Fprintf(&b, "另有%d家的年报待定%s。", len(waiting), named(waiting))
	}
	if len(aside) > 0 {
		fmt.Fprintf(&b, "不计入汇总的单位未报%d家%s。", len(aside), named(aside))
	}
	return b.String()
}

// typingWords names the agencies of which a scan or paper is all that came:
// the office can type it, so they are not asked as if nothing had come.
const typingWords = "已收到扫描件或纸质件、待录入"

func (t deliveryTexts) asOf() string {
	return fmt.Sprintf("截至%d月%d日%d时", t.now.Month(), t.now.Day(), t.now.Hour())
}

// returned is 退回未重报, one agency a line: why and by when.
func (t deliveryTexts) returned(lines []deliveryLine) string {
	var list []string
	for _, l := range lines {
		if open := l.Cell.Back.Open(); open != nil {
			list = append(list, fmt.Sprintf("%d. %s：%s", len(list)+1, t.name(l.Agency), t.turn(l.Cell, open)))
		}
	}
	if len(list) == 0 {
		return t.asOf() + "，没有退回未重报的单位。"
	}
	return fmt.Sprintf("%s，%d年度年报退回未重报%d家：\n%s", t.asOf(), t.year, len(list), strings.Join(list, "\n"))
}

// turn is an open return in short.
func (t deliveryTexts) turn(c deliveryCell, open *data.Turn) string {
	line, _, _ := strings.Cut(open.Reason, "\n")
	text := strings.TrimRight(clip(line, shortReason), "。；，")
	if c.Typing() {
		return text + "；重报的是" + c.Detail + "，" + c.Next
	}
	if due, err := time.Parse(time.DateOnly, open.Due); err == nil {
		text += fmt.Sprintf("；请于%s前重报（%s）", chineseDay(open.Due), daysText(daysTo(due, t.now)))
	} else {
		text += "；" + chineseDay(open.Day) + "退回"
	}
	switch {
	case open.Unchanged > 0:
		text += "；重报过，数据没有变化"
	case open.Empty:
		text += "；重报过，是空表"
	}
	return text
}

// late is 逾期: what came late, what is missing after the deadline, and what
// came or has to come again after the day asked for.
func (t deliveryTexts) late(lines []deliveryLine) string {
	var came, missing, back []string
	for _, l := range lines {
		name := t.name(l.Agency)
		switch {
		case !l.Cell.Counts:
		case l.Cell.Overdue:
			missing = append(missing, name)
		case l.Cell.Late:
			came = append(came, name+"（"+chineseDay(l.Cell.Received)+"收到）")
		}
		for i := len(l.Cell.Back.Turns) - 1; i >= 0; i-- {
			turn := &l.Cell.Back.Turns[i]
			if !turn.Late(t.now.Format(time.DateOnly)) {
				continue
			}
			text := "未重报"
			switch {
			case turn.Answer != nil:
				text = chineseDay(turn.Answer.Received) + "重报"
			case l.Cell.Typing():
				text = "重报的是" + l.Cell.Detail + "，" + l.Cell.Next
			}
			back = append(back, fmt.Sprintf("%s（应于%s前，%s）", name, chineseDay(turn.Due), text))
			break
		}
	}
	text := fmt.Sprintf("%d年度年报%s截止%s。", t.year, data.DeadlineInternal.Label(), t.deadline.Format("1月2日"))
	if len(came)+len(missing)+len(back) == 0 {
		return text + t.asOf() + "没有逾期的单位。"
	}
	for _, part := range []struct {
		what  string
		names []string
	}{{"逾期报送", came}, {"逾期未报", missing}, {"重报逾期", back}} {
		if len(part.names) > 0 {
			text += fmt.Sprintf("%s%d家%s。", part.what, len(part.names), named(part.names))
		}
	}
	return text
}

// remind is the text sent to one agency (催报, or 请补报 where what came can be
// typed); empty where nothing is asked of it.
func (t deliveryTexts) remind(l deliveryLine) string {
	report := fmt.Sprintf("%d年度政府信息公开工作年度报告", t.year)
	text := l.Agency.Name + "：\n"
	switch c := l.Cell; c.State {
	case notReported:
		return text + fmt.Sprintf("你单位%s尚未报送。%s截止日期为%s（%s），请尽快报送。", report, data.DeadlineInternal.Label(),
			t.deadline.Format("1月2日"), daysText(daysTo(t.deadline, t.now)))
	case received:
		if c.Typing() {
			return text + fmt.Sprintf("你单位报送的%s已收到（%s），%s。", report, c.Detail, askEditable)
		}
		ask := "请重新报送Word或WPS格式的电子文件"
		if c.Next == "请填写后重报" {
			ask = "请填写后重新报送"
		}
		return text + fmt.Sprintf("你单位报送的%s为%s，没有可用数据，%s。", report, c.Detail, ask)
	case toResend:
		if c.Typing() {
			return text + fmt.Sprintf("你单位%s退回后重报的已收到（%s），%s。", report, c.Detail, askEditable)
		}
		open := c.Back.Open()
		text += fmt.Sprintf("你单位%s已于%s退回，尚未重报。", report, chineseDay(open.Day))
		switch {
		case open.Unchanged > 0:
			text = text[:len(text)-len("尚未重报。")] + "重报的数据没有变化，仍需修改。"
		case open.Empty:
			text = text[:len(text)-len("尚未重报。")] + "重报的是空表，仍需填写。"
		}
		text += "退回原因：" + strings.TrimRight(open.Reason, "。") + "。"
		if due, err := time.Parse(time.DateOnly, open.Due); err == nil {
			return text + fmt.Sprintf("请于%s前修改后重新报送（%s）。", chineseDay(open.Due), daysText(daysTo(due, t.now)))
		}
		return text + "请尽快修改后重新报送。"
	}
	return ""
}

// askEditable is asked of an agency whose scan or paper the office can type.
const askEditable = "可由我办对照录入；如有Word或WPS格式的可编辑文件，也请补报一份"

// named writes ：甲、乙, or nothing for an empty list.
func named(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return "：" + strings.Join(names, "、")
}
