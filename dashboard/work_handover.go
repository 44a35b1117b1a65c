package dashboard

import (
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// ruleCorrection finds corrections that a new version put in question.
const ruleCorrection = "R-correct"

// handover is 交接: what is open, as a text for whoever comes next.
func (b *workBuilder) handover(steps []workStep) string {
	s, v := b.server, b.visit
	now := s.config.Now()
	var t strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&t, format+"\n", args...) }
	line("%s%d年度政府信息公开年报工作交接（截至%s）", v.snapshot.Roster().County.Name, v.query.Year, now.Format("2006年1月2日15时"))
	line("一、进度")
	for _, x := range steps {
		mark := "未办"
		if x.Done {
			mark = "已办"
		}
		line("%d. %s：%s。%s", x.Number, x.Name, mark, x.Text)
	}
	for _, l := range b.deadline {
		line("%s截止%s（%s）", l.Label, l.Day, l.Left)
	}
	line("二、还没有了结的")
	n := 0
	item := func(what string, list []string) {
		if len(list) > 0 {
			n++
			line("%d. %s%d：%s", n, what, len(list), strings.Join(list, "；"))
		}
	}
	item("未报单位", b.named(func(c deliveryCell) bool { return c.State == notReported }))
	item("待录入的扫描件、纸质件", b.named(deliveryCell.Typing))
	item("退回未重报", b.openTurns())
	item("待定的文件", b.waitingTexts())
	item("未了结的错误和待说明（按单位）", b.openFindings())
	item("须重新确认的更正", b.askedCorrections())
	if b.unplaced > 0 {
		item("看不出单位或年度的文件", []string{fmt.Sprintf("%d个，在导入页", b.unplaced)})
	}
	var undone []string
	for _, x := range steps {
		if !x.Done {
			undone = append(undone, x.Name)
		}
	}
	item("没有办完的步骤", undone)
	if n == 0 {
		line("没有。")
	}
	line("三、调整、定稿和封存")
	return t.String() + b.closed()
}

// closed lists adjustments, signed tables and the seal.
func (b *workBuilder) closed() string {
	s, v := b.server, b.visit
	var t strings.Builder
	f := map[string]*aggregate.CountyForm{}
	for _, scope := range []aggregate.Scope{aggregate.All(), aggregate.CountyLevel()} {
		q := aggregate.Query{Year: v.query.Year, Scope: scope}
		list := v.snapshot.Adjustments(q)
		if len(list) > 0 {
			f[scope.String()] = v.snapshot.CountyForm(q)
		}
		for _, a := range list {
			r := s.adjustmentRow(f[scope.String()], a)
			fmt.Fprintf(&t, "调整（%s）：%s %s%s%s，%s：%s（%s，%s）\n", scope.Label(), r.Table, r.Label, r.Delta, r.Unit, r.Ground, r.Reason, r.Person, r.Stated)
		}
		for _, x := range v.snapshot.Finals(v.query.Year, scope) {
			fmt.Fprintf(&t, "定稿（%s）：第%d次，%s，%s\n", scope.Label(), x.Number, s.chineseDate(x.Stated), x.Person)
		}
	}
	if text := s.sealText(v, v.query.Year); text != "" {
		t.WriteString(text + "\n")
	}
	if t.Len() == 0 {
		return "没有。\n"
	}
	return t.String()
}

// openTurns says of each report that was sent back why and by when.
func (b *workBuilder) openTurns() []string {
	var out []string
	for _, l := range b.lines {
		if open := l.Cell.Back.Open(); open != nil {
			text := fmt.Sprintf("%s（%s退回", b.visit.name(l.Agency), chineseDay(open.Day))
			if open.Due != "" {
				text += "，" + chineseDay(open.Due) + "前重报"
			}
			out = append(out, text+"："+clip(strings.ReplaceAll(open.Reason, "\n", " "), 60)+"）")
		}
	}
	return out
}

func (b *workBuilder) waitingTexts() []string {
	var out []string
	for _, x := range b.waiting() {
		var why []string
		for _, w := range x.Wait {
			why = append(why, waitWords(w))
		}
		name := x.FileName
		if x.Agency != "" {
			name = b.visit.nameOf(x.Agency) + " " + name
		}
		out = append(out, name+"（"+strings.Join(why, "，")+"）")
	}
	return out
}

// openFindings counts what is open of each agency, in official order.
func (b *workBuilder) openFindings() []string {
	errors, warnings := map[string]int{}, map[string]int{}
	for _, f := range b.findings {
		switch {
		case f.Explained:
		case f.Severity == data.Error:
			errors[f.Agency]++
		case f.Severity == data.Warning:
			warnings[f.Agency]++
		}
	}
	var out []string
	for _, a := range b.visit.snapshot.Roster().Agencies {
		var parts []string
		if n := errors[a.Key]; n > 0 {
			parts = append(parts, fmt.Sprintf("错误%d条", n))
		}
		if n := warnings[a.Key]; n > 0 {
			parts = append(parts, fmt.Sprintf("待说明%d条", n))
		}
		if len(parts) > 0 {
			out = append(out, b.visit.name(&a)+"（"+strings.Join(parts, "、")+"）")
		}
	}
	return out
}

func (b *workBuilder) askedCorrections() []string {
	var out []string
	for _, f := range b.findings {
		if f.Rule == ruleCorrection && !f.Explained {
			out = append(out, b.visit.nameOf(f.Agency)+"："+f.Text)
		}
	}
	return out
}
