package extract

import (
	"strings"

	"github.com/nianbao/nianbao/data/document"
)

// refuse says why a document without tables of the form is not taken.
func refuse(lines []line, t title, all []title) *document.Refusal {
	text := proseOf(lines)
	switch {
	case loginPage(text):
		return &document.Refusal{Code: document.RefuseLogin, Reason: "网页只有登录界面，没有年报内容",
			Advice: "请登录后打开年报正文，另存为网页或复制到 Word 后重新导入"}
	case listPage(all) && !reportLike(text, 4):
		return &document.Refusal{Code: document.RefuseList, Reason: "网页只是年报目录，没有年报正文",
			Advice: "请逐个打开目录中的年报，保存正文后重新导入"}
	case reportLike(text, 3), t.text != "" && reportLike(text, 2):
		return &document.Refusal{Code: document.RefuseNarrative, Reason: "只有文字，没有找到年报的表格，未从文字中取数",
			Advice: "请向单位索取带表格的 Word 或网页版"}
	}
	return &document.Refusal{Code: document.RefuseNotReport, Reason: "不是政府信息公开工作年度报告，没有找到年报的表格",
		Advice: "请核对文件是否选错"}
}

// maxRefused bounds the text that is looked at, in bytes.
const maxRefused = 200_000

func proseOf(lines []line) string {
	var b strings.Builder
	for i := range lines {
		if b.Len() > maxRefused {
			break
		}
		if lines[i].grid == nil {
			b.WriteString(compact(lines[i].text))
			continue
		}
		for k := range lines[i].cells {
			if c := &lines[i].cells[k]; !c.above {
				b.WriteString(compact(c.Text))
			}
		}
	}
	return b.String()
}

func containsAny(s string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// shortPage is the size in bytes up to which a page can be only a login.
const shortPage = 4000

func loginPage(text string) bool {
	return len(text) < shortPage && containsAny(text, "登录", "登陆") && containsAny(text, "密码", "用户名", "验证码", "账号", "账户")
}

// listPage: titles of several agencies or years.
func listPage(all []title) bool {
	type key struct {
		agency string
		year   int
	}
	seen := map[key]bool{}
	for _, t := range all {
		seen[key{t.agency, t.year}] = true
	}
	return len(seen) >= 3
}

// reportLike reports whether the text uses at least so many of a report's words.
func reportLike(text string, least int) bool {
	if !strings.Contains(text, "信息公开") {
		return false
	}
	n := 0
	for _, w := range []string{"总体情况", "概述", "主动公开政府信息", "政府信息公开申请", "行政复议", "存在的主要问题", "其他需要报告的事项", "统计期限"} {
		if strings.Contains(text, w) {
			n++
		}
	}
	return n >= least
}

// twoReports looks for a second report in the file: its tables begin twice,
// under titles of different agencies or years, or in different sheets.
func twoReports(lines []line, all []title, tables ...*found) *document.Refusal {
	for _, f := range tables {
		if f == nil || len(f.starts) < 2 {
			continue
		}
		for _, start := range f.starts[1:] {
			a, b := governing(all, f.starts[0]), governing(all, start)
			switch {
			case lines[start].sheet != lines[f.starts[0]].sheet && !b.sameReport(a) && f.claims.differ():
				return secondReport("文件里有两份年报（工作表“" + lines[f.starts[0]].sheet + "”和“" + lines[start].sheet + "”）")
			case b.year != 0 && a.year != 0 && a.year != b.year, b.agency != "" && a.agency != "" && !agree(a.agency, b.agency):
				return secondReport("文件里有两份年报（“" + a.text + "”和“" + b.text + "”）")
			}
		}
	}
	return nil
}

func secondReport(reason string) *document.Refusal {
	return &document.Refusal{Code: document.RefuseTwoReports, Reason: reason, Advice: "请拆成每份年报一个文件后重新导入"}
}

// governing returns the last title above the line.
func governing(all []title, at int) title {
	var out title
	for _, t := range all {
		if t.line > at {
			break
		}
		out = t
	}
	return out
}

// sameReport reports whether two titles both name the same agency and year.
func (t title) sameReport(o title) bool {
	return t.text != "" && t.year == o.year && t.agency == o.agency
}
