package data

import (
	"strings"
	"unicode/utf8"
)

// longestHeading is how many characters a heading has at most; a longer line
// is a sentence.
const longestHeading = 40

// Problems returns what a report says of its problems and how it mends them
// (存在的主要问题及改进情况: chapter five of the forms of 2019 and 2021, its
// counterpart of the years before). Text holds a paragraph a line. What
// follows up to 其他需要报告的事项, the annexed table or a chapter on something
// else belongs to it, headings among its paragraphs: its parts may be numbered
// like chapters. A heading inside another chapter counts where no chapter has
// one of its own, and a chapter on plans alone (下一步工作打算) where neither
// is there. ok is false where the report says nothing of the kind.
func Problems(chapters []Chapter) (c Chapter, ok bool) {
	for _, fits := range []func(string) bool{namesProblems, namesPlans} {
		for i := range chapters {
			if fits(chapters[i].Title) {
				return withParts(chapters[i:]), true
			}
		}
		for i := range chapters {
			if c, ok := insideChapter(chapters[i].Text, fits); ok {
				return c, true
			}
		}
	}
	return Chapter{}, false
}

// withParts is the first chapter with those after it that are its parts.
func withParts(chapters []Chapter) Chapter {
	out := chapters[0]
	for _, c := range chapters[1:] {
		if closesProblems(c.Title) {
			break
		}
		out.Text = strings.Trim(out.Text+"\n"+c.Title+"\n"+c.Text, "\n")
	}
	return out
}

// insideChapter finds the heading in a chapter's text. One numbered （三） ends
// at the next number of the kind that is on something else.
func insideChapter(text string, fits func(string) bool) (Chapter, bool) {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		title, rest := headingOf(line)
		if !fits(title) {
			continue
		}
		end := i + 1
		for end < len(lines) && !closesProblems(lines[end]) && !(inBrackets(title) && inBrackets(lines[end]) && !aboutProblems(lines[end])) {
			end++
		}
		text := strings.Trim(rest+"\n"+strings.Join(lines[i+1:end], "\n"), "\n")
		return Chapter{Title: title, Text: text}, true
	}
	return Chapter{}, false
}

// headingOf is the heading that a line is, or, where it is numbered （三）, that
// it begins with; empty for a sentence.
func headingOf(line string) (title, rest string) {
	title = strings.TrimSpace(line)
	if i := strings.IndexAny(title, "。："); i > 0 && inBrackets(title) {
		_, n := utf8.DecodeRuneInString(title[i:])
		title, rest = title[:i], title[i+n:]
	}
	if strings.ContainsAny(title, "，。；：,;:") {
		return "", ""
	}
	return title, rest
}

func inBrackets(line string) bool {
	return strings.HasPrefix(line, "（") || strings.HasPrefix(line, "(")
}

func isHeading(line string) bool { return utf8.RuneCountInString(line) <= longestHeading }

func namesProblems(line string) bool {
	return isHeading(line) && anyWord(line, "问题", "不足", "困难") && anyWord(line, "存在", "主要", "改进", "整改", "措施")
}

func namesPlans(line string) bool {
	return isHeading(line) && anyWord(line, "改进措施", "改进情况", "整改措施", "努力方向", "下一步工作", "下一步打算", "工作打算")
}

func aboutProblems(line string) bool {
	return anyWord(line, "问题", "不足", "困难", "改进", "整改", "措施", "打算", "下一步")
}

// closesProblems reports whether a heading ends the chapter on problems.
func closesProblems(line string) bool {
	switch {
	case !isHeading(line) || aboutProblems(line):
		return false
	case anyWord(line, "其他", "其它"):
		return anyWord(line, "报告", "事项", "说明", "情况")
	case anyWord(line, "附表", "附件", "统计表"):
		return true
	}
	return strings.HasSuffix(strings.TrimRight(line, "。：: 　"), "情况")
}

func anyWord(text string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
