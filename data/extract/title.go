package extract

import (
	"slices"
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
var titleWords = pattern(`(?:政府信息公开|政务信息公开|信息公开|政务公开)(.{0,14}?)(?:年度工作报告|年度报告|年度报|工作报告|情况报告|告年度报|年报|的报告|报告)`)

// parseTitle reads a line as the title of a report.
func parseTitle(text string) (title, bool) {
	if len(text) > 4*maxTitle {
		return title{}, false
	}
	if !strings.Contains(text, "公开") && !strings.Contains(compact(text), "公开") {
		return title{}, false
	}
	s := compact(text)
	if utf8.RuneCountInString(s) > maxTitle || strings.ContainsAny(s, "。;,!") {
		return title{}, false
	}
	at := titleWords().FindStringIndex(s)
	if at == nil {
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
	yearPattern = pattern(`(?:^|[^0-9])((?:19|20)[0-9]{2})(?:年|$|[^0-9])`)
	yearHan     = pattern(`二[〇零○0oO][〇零○一二三四五六七八九0oO]{2}`)
	yearToken   = pattern(`\(?(?:(?:19|20)[0-9]{2}|二[〇零○0oO][〇零○一二三四五六七八九0oO]{2})(?:年度|年|度)?\)?`)
)

// yearIn returns the report year that compact text names, or 0.
func yearIn(s string) int {
	if m := yearPattern().FindStringSubmatch(s); m != nil {
		return plausible(m[1])
	}
	if strings.Contains(s, "二") {
		return plausible(hanDigits(yearHan().FindString(s)))
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

func withoutYear(s string) string {
	if !strings.ContainsAny(s, "12二") {
		return s
	}
	return yearToken().ReplaceAllString(s, "")
}

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
		if !ok {
			t, ok = joined(lines[i:])
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

// mayGoOn reports whether a title may be broken after the text: it has the words
// 信息公开, or ends within them.
func mayGoOn(s string) bool {
	return strings.Contains(s, "公开") || slices.ContainsFunc([]string{"政", "政府", "政府信", "政府信息", "政府信息公"},
		func(begin string) bool { return strings.HasSuffix(s, begin) })
}

// joined reads a title that was broken over the first two or three lines.
func joined(lines []line) (title, bool) {
	text := lines[0].only()
	if text == "" || !mayGoOn(compact(text)) {
		return title{}, false
	}
	for i := 1; i < len(lines) && i < 3; i++ {
		next := lines[i].only()
		if next == "" || len(text)+len(next) > 3*maxTitle {
			break
		}
		if _, whole := parseTitle(next); whole {
			break
		}
		text += next
		if t, ok := parseTitle(text); ok {
			return t, t.agency == "" || named(t.agency)
		}
	}
	return title{}, false
}

// complete takes an agency from the lines above the title and a year from the
// line above or below, where the title has none.
func (t *title) complete(lines []line) {
	at := func(i int) string {
		if i < 0 || i >= len(lines) {
			return ""
		}
		s := compact(lines[i].only())
		if len(s) >= 3*maxAgency || strings.ContainsAny(s, "。,;:>") {
			return ""
		}
		if t, ok := parseTitle(s); ok && t.agency != "" && t.year != 0 {
			return "" // another report's
		}
		return s
	}
	above, below := at(t.line-1), at(t.line+1)
	rest := t.line - 1 // the line above those that gave the name so far
	if t.agency == "" {
		if name := cleanAgency(withoutYear(above)); name != "" && named(name) && !strings.Contains(name, "公开") {
			t.agency = name
			rest--
		}
	}
	if t.agency != "" {
		t.agency = lengthened(cleanAgency(at(rest)), t.agency)
	}
	if t.year == 0 {
		t.year = yearIn(above)
	}
	if t.year == 0 && below != "" && yearToken().FindString(below) == below {
		t.year = yearIn(below)
	}
}

// lengthened puts the line above in front of an agency's name that was broken
// over two lines: 示例县 and 教育局, 示例县自然 and 资源局. Above a whole name
// nothing is taken.
func lengthened(above, name string) string {
	if above == "" || strings.Contains(above, "公开") || utf8.RuneCountInString(above+name) > maxAgency {
		return name
	}
	inside := slices.IndexFunc([]rune(name), func(r rune) bool { return strings.ContainsRune("县市区旗州省", r) })
	if inside > 0 && inside < 5 {
		return name // it names its place itself
	}
	if begins := regionPart().FindString(above); begins == above || begins != "" && !named(above) {
		return above + name
	}
	return name
}

// regionPart is the name of a county or a city in front of an agency's.
var regionPart = pattern(`^\p{Han}{2,8}?(?:自治)?[县市区旗]`)

// chooseTitle picks the report's title: the one that the file's own title
// repeats, else the last before the text begins, since links to other years'
// reports stand before it. A title that says less than one above it is taken
// only behind such links.
func chooseTitle(doc *document.Document, all []title, begin int) title {
	own, ok := parseTitle(doc.Title)
	best, last, most := title{line: -1}, title{line: -1}, -1
	years := map[int]bool{} // of whole titles
	for _, t := range all {
		if t.line >= begin {
			break // links to other years' reports stand behind it, too
		}
		points := 0
		if t.agency != "" && t.year != 0 {
			points++
			years[t.year] = true
		}
		if ok && own.agency == t.agency && own.year == t.year {
			points += 2
		}
		if points >= most {
			best, most = t, points
		}
		last = t
	}
	if most < 2 && len(years) > 1 {
		best = last // titles of several years are links, whole as they are
	}
	if best.line < 0 && ok {
		best = own
		best.line = -1
	}
	return best
}
