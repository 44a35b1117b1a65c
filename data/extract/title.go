package extract

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/document"
)

const (
	maxTitle      = 80   // characters of a title
	maxTitleLines = 3000 // lines in which a title is looked for; pages begin with hundreds of links
	firstYear     = 2008
	lastYear      = 2099
)

// title is a report's title as one line of the document gives it.
type title struct {
	text   string
	agency string // empty where it names none
	year   int    // 0 where it names none
	line   int
}

// The typos 工作告年度报 and 年报告 are seen in real titles.
var titleWords = regexp.MustCompile(`(?:政府信息公开|政务信息公开|信息公开|政务公开)(.{0,14}?)(?:年度工作报告|年度报告|年度报|工作报告|情况报告|告年度报|年报|的报告|报告)`)

// parseTitle reads a line as the title of a report.
func parseTitle(text string) (title, bool) {
	if len(text) > 4*maxTitle {
		return title{}, false
	}
	if !strings.Contains(text, "公开") && !strings.Contains(compact(text), "公开") {
		return title{}, false
	}
	s := compact(text)
	at := titleWords.FindStringIndex(s)
	if at == nil || utf8.RuneCountInString(s) > maxTitle || strings.ContainsAny(s, "。;,!") {
		return title{}, false
	}
	front, tail := s[:at[0]], s[at[1]:]
	if prose(front, tail) {
		return title{}, false
	}
	t := title{text: clean(text)}
	t.year = yearIn(front)
	if t.year == 0 {
		t.year = yearIn(s[at[0]:])
	}
	t.agency = cleanAgency(withoutYear(front))
	return t, true
}

// prose reports whether the words before or after make the line a sentence or
// another document: a notice about reports is no report.
func prose(front, tail string) bool {
	for _, w := range []string{"根据", "按照", "依据", "本报告", "本年度报告", "现将", "如对", "上一篇", "下一篇", "当前位置", "点击", "欢迎", "更多"} {
		if strings.Contains(front, w) {
			return true
		}
	}
	for _, w := range []string{"通知", "公告", "函", "台账", "回执", "汇总表", "目录", "格式", "要求", "进行", "如下", "有关事项", "模板", "已", "栏目"} {
		if strings.HasPrefix(tail, w) || strings.HasPrefix(tail, "的"+w) || strings.HasPrefix(tail, "工作的"+w) || strings.HasPrefix(tail, "编制工作") {
			return true
		}
	}
	return false
}

var (
	yearPattern = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)[0-9]{2})(?:年|$|[^0-9])`)
	yearHan     = regexp.MustCompile(`二[〇零○0oO][〇零○一二三四五六七八九0oO]{2}`)
	yearToken   = regexp.MustCompile(`\(?(?:(?:19|20)[0-9]{2}|二[〇零○0oO][〇零○一二三四五六七八九0oO]{2})(?:年度|年|度)?\)?`)
)

// yearIn returns the report year that compact text names, or 0.
func yearIn(s string) int {
	if m := yearPattern.FindStringSubmatch(s); m != nil {
		return plausible(m[1])
	}
	if m := yearHan.FindString(s); m != "" {
		return plausible(hanDigits(m))
	}
	return 0
}

func plausible(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil || n < firstYear || n > lastYear {
		return 0
	}
	return n
}

func hanDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if i := strings.IndexRune("一二三四五六七八九", r); i >= 0 {
			return rune('1' + i/3)
		}
		return '0'
	}, s)
}

func withoutYear(s string) string { return yearToken.ReplaceAllString(s, "") }

// clean puts a text on one line.
func clean(text string) string {
	fields := strings.FieldsFunc(text, isSpace)
	out := strings.Join(fields, " ")
	if r := []rune(out); len(r) > 2*maxTitle {
		return string(r[:2*maxTitle])
	}
	return out
}

// titles lists what looks like a report's title in the lines and in cells of
// their grids.
func titles(lines []line) []title {
	var out []title
	for i := 0; i < len(lines) && i < maxTitleLines; i++ {
		l := &lines[i]
		if l.grid != nil && l.only() == "" {
			for k := range l.cells {
				if t, ok := parseTitle(l.cells[k].Text); ok && !l.cells[k].above {
					t.line = i
					out = append(out, t)
				}
			}
			continue
		}
		t, ok := parseTitle(l.only())
		if !ok && i+1 < len(lines) {
			t, ok = joined(l.only(), lines[i+1].only())
		}
		if !ok {
			continue
		}
		t.line = i
		t.complete(lines)
		out = append(out, t)
	}
	return out
}

// joined reads a title that was broken over two lines.
func joined(a, b string) (title, bool) {
	if a == "" || b == "" || len(a)+len(b) > 3*maxTitle || !strings.Contains(compact(a), "公开") {
		return title{}, false
	}
	if _, whole := parseTitle(b); whole {
		return title{}, false
	}
	return parseTitle(a + b)
}

// complete takes an agency from the line above the title and a year from the
// line above or below, where the title has none.
func (t *title) complete(lines []line) {
	above, below := "", ""
	if t.line > 0 {
		above = compact(lines[t.line-1].only())
	}
	if t.line+1 < len(lines) {
		below = compact(lines[t.line+1].only())
	}
	short := func(s string) bool { return s != "" && len(s) < 3*maxAgency && !strings.ContainsAny(s, "。,;:>") }
	if t.agency == "" && short(above) {
		if name := cleanAgency(withoutYear(above)); name != "" && named(name) && !strings.Contains(name, "公开") {
			t.agency = name
		}
	}
	if t.year == 0 && short(above) {
		t.year = yearIn(above)
	}
	if m := yearToken.FindString(below); t.year == 0 && m != "" && m == below {
		t.year = yearIn(below)
	}
}

// chooseTitle picks the report's title: the one that the file's own title
// repeats, else the last before the text begins, since links to other years'
// reports stand before it.
func chooseTitle(doc *document.Document, all []title, begin int) title {
	own, ok := parseTitle(doc.Title)
	best, most := title{line: -1}, -1
	for _, t := range all {
		if t.line >= begin {
			break // links to other years' reports stand behind it, too
		}
		points := 0
		if t.agency != "" && t.year != 0 {
			points++
		}
		if ok && own.agency == t.agency && own.year == t.year {
			points += 2
		}
		if points >= most {
			best, most = t, points
		}
	}
	if best.line < 0 && ok {
		best = own
		best.line = -1
	}
	return best
}
