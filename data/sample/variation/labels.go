package variation

import (
	"strings"
	"unicode"
)

// change adds a rewording of labels.
func (d *draft) change(f func(label) string) { d.relabel = append(d.relabel, f) }

// lost drops a character, of long labels two, from most labels and a few
// headers.
func lost(d *draft) {
	d.change(func(l label) string {
		runes := []rune(l.text)
		first := wordsFrom(runes)
		n := len(runes) - first
		whole := 35 // in a hundred labels, nothing is lost
		if !l.row {
			whole = 80
		}
		if n < 5 || d.IntN(100) < whole {
			return l.text
		}
		drops := 1
		if n >= 9 {
			drops = 1 + d.IntN(2)
		}
		for range drops {
			// The first two and the last characters tell most labels apart; a
			// line cut off loses those between.
			i := first + 2 + d.IntN(len(runes)-first-3)
			if unicode.Is(unicode.Han, runes[i]) {
				runes = append(runes[:i:i], runes[i+1:]...)
			}
		}
		return string(runes)
	})
}

// wordsFrom returns where a label's words begin, after its number.
func wordsFrom(runes []rune) int {
	for i, r := range runes {
		if i < 4 && (r == '、' || r == '.' || r == '）') {
			return i + 1
		}
	}
	return 0
}

// wording uses words that are not the form's.
func wording(d *draft) {
	d.change(func(l label) string {
		return strings.NewReplacer(
			"结果维持", "结果维护", "只计这一情形", "只记这一情形", "不计其他情形", "不记其他情形", "总计", "合计",
			"信访举报投诉类申请", "信访投诉举报类申请",
		).Replace(l.text)
	})
}

// numbering writes 1、 for 1., half-width brackets, or full-width digits.
func numbering(d *draft) {
	kind := d.IntN(4)
	d.change(func(l label) string {
		runes := []rune(l.text)
		switch {
		case len(runes) < 3:
		case runes[1] == '.' && runes[0] >= '1' && runes[0] <= '9':
			return []string{string(runes[0]) + "、", string(runes[0]-'0'+'０') + "．", "（" + string(runes[0]) + "）", string(runes[0]) + " "}[kind] + string(runes[2:])
		case runes[0] == '（' && runes[2] == '）':
			n := string(runes[1])
			return []string{"(" + n + ")", "（" + n + "）、", n + "、", "（ " + n + " ）"}[kind] + string(runes[3:])
		}
		return l.text
	})
}

// spaced puts spaces and line breaks inside labels.
func spaced(d *draft) {
	d.change(func(l label) string {
		var b strings.Builder
		for i, r := range []rune(l.text) {
			if i > 0 && d.IntN(4) == 0 {
				b.WriteString(pick(d, " ", "\n", "　", "\u00a0"))
			}
			b.WriteRune(r)
		}
		return b.String()
	})
}

// vertical prints group labels one character a line.
func vertical(d *draft) {
	d.change(func(l label) string {
		if !l.row || l.own {
			return l.text
		}
		return strings.Join(strings.Split(l.text, ""), "\n")
	})
}

// explained adds explanations to headers and labels.
func explained(d *draft) {
	more := map[string]string{
		"现行有效件数": "（历史累计）", "行政复议": "（因政府信息公开被行政复议）", "行政诉讼": "（因政府信息公开被行政诉讼）",
		"自然人": "（个人）", "总计": "（件）", "商业企业": "（含个体工商户）", "本年制发件数": "（含修订）", "对外公开总数量": "（历史累计）",
		"一、本年新收政府信息公开申请数量": "（含当面、信函、网络）", "四、结转下年度继续办理": "（件）", "行政处罚": "（含简易程序）",
		"（一）予以公开": "（含部分已主动公开的）", "本年处理决定数量": "（件）", "尚未审结": "（截至12月31日）",
	}
	d.change(func(l label) string { return l.text + more[l.text] })
}

// cut prints both 本年新制作数量 and 本年新公开数量 as 本年新.
func cut(d *draft) {
	d.change(func(l label) string {
		if l.text == "本年新制作数量" || l.text == "本年新公开数量" {
			return "本年新"
		}
		return l.text
	})
}

// quoted writes other quotation marks, brackets and dashes.
func quoted(d *draft) {
	d.change(func(l label) string {
		return strings.NewReplacer("“", "\"", "”", "\"", "（", "(", "）", ")", "、", "，", "/", "／").Replace(l.text)
	})
}

// unnumbered drops the numbers of labels.
func unnumbered(d *draft) {
	d.change(func(l label) string {
		runes := []rune(l.text)
		return string(runes[wordsFrom(runes):])
	})
}
