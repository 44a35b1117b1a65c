package sample

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// more adds n to cells.
func more(n int64, codes ...string) func(spoiler) {
	return func(s spoiler) { s.touch(n, codes...) }
}

// exactly prints a value.
func exactly(code string, n int64) func(spoiler) {
	return func(s spoiler) { s.put(code, n) }
}

// garbled prints a text that is no number.
func garbled(code, raw string, why data.Doubt, uncheckable ...string) func(spoiler) {
	return func(s spoiler) { s.garble(code, raw, why, uncheckable...) }
}

// oddZeros writes every zero of a table in the agency's own way.
func oddZeros(table, raw string) func(spoiler) {
	return func(s spoiler) {
		for _, code := range s.zeros(table, false) {
			s.r.figure(code).Raw = raw
			s.m.Codes = append(s.m.Codes, code)
		}
	}
}

// blankZeros leaves the zeros of a table empty, its totals apart.
func blankZeros(table string) func(spoiler) {
	return func(s spoiler) { s.leave(s.zeros(table, true)...) }
}

// blankColumn leaves the column 总计 of table 3 empty.
func blankColumn(s spoiler) {
	s.leave(s.r.codes("t3", func(code string) bool { return strings.HasSuffix(code, ".total") })...)
}

// moreDocuments publishes more documents than are public.
func moreDocuments(s spoiler) {
	s.r.set("t2.normative.made", 3)
	s.put("t2.normative.published", 3)
	s.put("t2.normative.total", 1)
}

// belowNothing takes more items away than there were.
func belowNothing(s spoiler) {
	last, _ := s.r.value("t2.license.items_last")
	s.put("t2.license.items_change", -(last + 2))
}

// bareAmount prints an amount in a form without unit and gives none.
func bareAmount(s spoiler) {
	s.r.set("t2.procurement.projects", 2)
	s.put("t2.procurement.amount", 83_500_000)
	f := s.r.figure("t2.procurement.amount")
	f.Raw, f.State, f.Doubt = plainMoney(f.Value), data.Doubtful, data.DoubtNoUnit
}

// shiftRefusals counts an answer as refused for no reason that is listed.
func shiftRefusals(s spoiler) {
	s.touch(1, "s.replied.refused", "s.replied")
	s.r.add("s.closed", 1)
	s.r.add("s.closed.on_time", 1)
}

// carryMore opens the year with one request more than the last one left.
func carryMore(s spoiler) {
	s.touch(1, "t3.carried_in.person", "t3.carried_in.total")
	for _, code := range []string{"t3.granted", "t3.total"} {
		s.r.add(code+".person", 1)
		s.r.add(code+".total", 1)
	}
}

// titleOfLastYear leaves last year's number in the title.
func titleOfLastYear(s spoiler) {
	year := s.r.Data.Year
	s.r.Data.Title = strings.Replace(s.r.Data.Title, yearText(year), yearText(year-1), 1)
	s.f.Outcome, s.f.Code = data.Waiting, data.WaitYearConflict
}

// dropRow leaves a row out.
func dropRow(row string) func(spoiler) {
	return func(s spoiler) {
		for _, code := range s.r.codes("t3", func(code string) bool { return strings.HasPrefix(code, row+".") }) {
			f := s.r.figure(code)
			f.State, f.Value, f.Raw, f.Doubt = data.Missing, 0, "", data.DoubtRowMissing
			s.m.Codes = append(s.m.Codes, code)
		}
		s.m.Uncheckable = []string{"T3-2", "T3-3"}
	}
}

// copyLastYear hands last year's figures and chapters in again.
func copyLastYear(s spoiler) {
	last := s.previous()
	if last == nil {
		return
	}
	s.r.Data.Tables = nil
	for _, t := range last.Data.Tables {
		t.Figures = slices.Clone(t.Figures)
		s.r.Data.Tables = append(s.r.Data.Tables, t)
	}
	s.r.Data.Chapters = slices.Clone(last.Data.Chapters)
}

// emptyForm hands the form in with nothing in it.
func emptyForm(s spoiler) {
	for i := range s.r.Data.Tables {
		for _, f := range s.r.Data.Tables[i].Figures {
			s.r.empty(f.Code)
		}
	}
	s.f.Outcome = data.Unfilled
}

// loginPage is what the portal shows when the session has ended.
func loginPage(s spoiler) {
	a := s.c.Roster.Agency(s.r.Agency)
	s.f.Layout = Layout{Format: HTML, Charset: UTF8, Declared: "utf-8"}
	s.f.Path = pathOf(s.r, a, s.f.Layout)
	s.f.Outcome, s.f.Code = data.Refused, "login_page"
	s.f.page = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>示例县统一登录平台（虚构）</title></head>\n<body><h1>用户登录</h1>\n" +
		"<form action=\"/login\" method=\"post\"><p>账号 <input name=\"user\"></p><p>密码 <input type=\"password\" name=\"password\"></p>" +
		"<p>验证码 <input name=\"code\"></p><button>登录</button></form>\n<p>会话已过期，登录后可继续查看“" + s.r.Data.Title + "”。</p></body></html>\n"
	s.f.Report = nil
}

// strays adds the files that are no agency's first report: a 通知, a corrected
// version, a second copy in another format, what websites show.
func (c *County) strays(p plan) {
	if p == nil {
		return
	}
	c.Files = append(c.Files, File{
		Path:     yearText(LastYear) + "/关于做好" + yearText(LastYear) + "年政府信息公开工作年度报告编制工作的通知.txt",
		Received: yearText(LastYear+1) + "-01-03", Layout: Layout{Format: Pipe, Charset: UTF8}, Outcome: data.NotOurs, page: notice,
		Mistakes: []Mistake{{Kind: NotAReport, Note: "通知混在年报中"}},
	})
	if f := c.fileFor("水利局", LastYear); f != nil {
		c.again(f, "（修改稿）", f.Layout, SecondVersion, "报送修改稿，与先报送的不一致")
	}
	if f := c.fileFor("财政局", LastYear); f != nil {
		c.again(f, "（另存）", Layout{Format: Pipe, Charset: GB18030}, SecondCopy, "同一份年报另存一种格式重复报送")
	}
	page := Layout{Format: HTML, Charset: UTF8, Declared: "utf-8"}
	if f := c.fileFor("审计局", LastYear); f != nil {
		c.again(f, "（网站公开版）", page, OtherOnline, "网站公开的数据与报送的不一致")
	}
	if f := c.fileFor("统计局", LastYear); f != nil {
		c.again(f, "（网站公开版）", page, SecondCopy, "网站公开的与报送的一致")
	}
}

func (c *County) fileFor(agency string, year int) *File {
	for i := range c.Files {
		if f := &c.Files[i]; f.Agency == agency && f.Year == year && f.Outcome == data.Stored && f.Report.Data.Kind == data.Unit {
			return f
		}
	}
	return nil
}

// again hands a report in a second time; its path comes after the first.
func (c *County) again(first *File, mark string, l Layout, kind MistakeKind, note string) {
	f := *first
	f.Layout = l
	f.Path = strings.TrimSuffix(first.Path, "."+first.Layout.Extension()) + mark + "." + l.Extension()
	f.Outcome, f.Code = data.Copy, ""
	f.Mistakes = []Mistake{{Kind: kind, Agency: f.Agency, Year: f.Year, Note: note}}
	if kind != SecondCopy {
		f.Report = first.Report.clone()
		f.Report.add("t2.license.decisions", 3)
		f.Mistakes[0].Codes = []string{"t2.license.decisions"}
		c.Reports = append(c.Reports, f.Report)
	}
	switch kind {
	case SecondVersion:
		f.Outcome, f.Code = data.Waiting, data.WaitOther
	case OtherOnline:
		f.Outcome, f.Mistakes[0].Rules = data.Stored, []string{"R-public"}
	}
	c.Files = append(c.Files, f)
}

func (r *Report) clone() *Report {
	out := *r
	out.Data.Tables = nil
	for _, t := range r.Data.Tables {
		t.Figures = slices.Clone(t.Figures)
		out.Data.Tables = append(out.Data.Tables, t)
	}
	out.Data.Chapters = slices.Clone(r.Data.Chapters)
	return &out
}

const notice = "关于做好2024年政府信息公开工作年度报告编制工作的通知\r\n各乡镇人民政府、街道办事处，县政府各部门：\r\n" +
	"为做好年度报告编制工作，现将有关事项通知如下：一是按照统一格式填写；二是认真核对勾稽关系；三是于1月下旬前报送县政府办公室。\r\n" +
	"（本通知为虚构样例，仅供软件演示）\r\n示例县人民政府办公室\r\n"
