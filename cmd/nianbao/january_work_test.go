package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// work is 本年工作 as the pencil has it: what is next, and each step with its
// counts. marks are the counts of 报送.
func (p *pencil) work(marks map[string]int, imported, returned, resent, updated int) []string {
	typing, waiting, errors, warnings := 0, len(p.stray), 0, 0
	for _, n := range p.names {
		a := p.agencies[n]
		if strings.HasSuffix(a.state, "待录入）") {
			typing++
		}
		for _, r := range a.receipts {
			if r.state == "待定" {
				waiting++
			}
		}
		errors, warnings = errors+a.errors, warnings+a.warnings
	}
	n, missing, reviewed := len(p.names), marks["未报"], marks["已审核"]
	handedIn := fmt.Sprintf("应报%d家，已报%d家，未报%d家", n, n-missing, missing)
	if marks["逾期"] > 0 {
		handedIn += fmt.Sprintf("，逾期%d家", marks["逾期"])
	}
	if typing > 0 {
		handedIn += fmt.Sprintf("；待录入%d家", typing)
	}
	signed := "没有定稿"
	if p.finals > 0 {
		signed = fmt.Sprintf("第%d次定稿，2025年%s，王五（自填）", p.finals, spoken(p.signed))
	}
	back := fmt.Sprintf("退回%d次，重报%d次，退回未重报%d家", returned, resent, marks["退回待改"])
	if updated > 0 {
		back += fmt.Sprintf("；主动更新%d次", updated)
	}
	steps := []struct {
		name, text string
		done       bool
	}{
		{"定名录", fmt.Sprintf("本年度%d家单位，%d家计入汇总", n, n), true},
		p.told(data.StepForms),
		{"收", handedIn, missing == 0 && typing == 0},
		{"审", fmt.Sprintf("已审核%d/%d份；错误%d条，待说明%d条", reviewed, imported, errors, warnings), reviewed == imported && errors == 0},
		{"退", back, missing == 0 && marks["退回待改"] == 0},
		{"汇总", fmt.Sprintf("%d/%d家有计入的年报，待定%d份，调整%d笔", imported, n, waiting, p.adjustments), imported == n && waiting == 0},
		{"定稿", signed, p.finals > 0},
		p.told(data.StepSuperior), p.told(data.StepPublish), p.told(data.StepArchive),
	}
	var out []string
	next := ""
	for _, s := range steps {
		if !s.done {
			// Where reports came in, the forms went out.
			if next == "" && (s.name != "发模板" || missing == n) {
				next = s.name
			}
			out = append(out, s.name+s.text)
			continue
		}
		out = append(out, s.name+"（已办）"+s.text)
	}
	return slices.Insert(out, 0, next)
}

// told is a step that only a person can tell.
func (p *pencil) told(step string) (out struct {
	name, text string
	done       bool
}) {
	out.name, out.text = data.StepLabel(step), "没有勾上"
	if said := p.said[step]; said != "" {
		out.text, out.done = said, true
	}
	return out
}
