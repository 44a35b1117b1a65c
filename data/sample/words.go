package sample

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// writer words one report. Every number it takes from the tables is the one
// that is read there; a number that cannot be read is left out.
type writer struct {
	draw
	seed uint64
	r    *Report
	y    string // the year in digits
	self string // 我局
}

// words writes title, preamble, chapters and closing lines.
func (c *County) words(r *Report) {
	year := yearText(r.Data.Year)
	w := &writer{draw: newDraw(c.Seed, "words", r.Agency, year, string(r.Data.Kind)), seed: c.Seed, r: r, y: year, self: selfOf(r.Data.Agency)}
	r.Preamble = append([]string{w.preamble()}, Notice)
	switch {
	case r.Data.Chapters != nil: // copied from last year
	case r.figure("s.disclosed") != nil:
		r.Data.Chapters = w.chapters2014()
	default:
		r.Data.Chapters = w.chapters()
	}
	r.Closing = w.closing()
}

func (w *writer) preamble() string {
	from := w.pick("%s年1月1日起至%s年12月31日止", "%s年1月1日至%s年12月31日")
	period := fmt.Sprintf(from, w.y, w.y)
	name := w.r.Data.Agency
	law := "按照《中华人民共和国政府信息公开条例》和年度报告格式的规定"
	return w.pick(
		law+"，由"+name+"编制本报告。报告中所列数据的统计期限为"+period+"。",
		"本报告由"+name+"根据《中华人民共和国政府信息公开条例》的要求编写，数据统计期限自"+period+"。如有疑问，请与本机关政务公开科室联系。",
		law+"，现公布"+w.y+"年度政府信息公开工作情况。本报告由"+name+"编写，所列数据的统计期限自"+period+"。",
	)
}

func (w *writer) chapters() []data.Chapter {
	return []data.Chapter{
		{Title: "一、总体情况", Text: w.general()},
		{Title: "二、主动公开政府信息情况"},
		{Title: "三、收到和处理政府信息公开申请情况"},
		{Title: "四、政府信息公开行政复议、行政诉讼情况"},
		{Title: "五、存在的主要问题及改进情况", Text: w.problems()},
		{Title: "六、其他需要报告的事项", Text: w.others()},
	}
}

func (w *writer) chapters2014() []data.Chapter {
	return []data.Chapter{
		{Title: "一、概述", Text: w.opening() + w.open2014()},
		{Title: "二、主动公开政府信息情况", Text: w.published2014()},
		{Title: "三、依申请公开政府信息办理情况", Text: w.requests2014()},
		{Title: "四、行政复议、行政诉讼和举报情况", Text: w.disputes2014()},
		{Title: "五、存在的主要问题和改进措施", Text: w.problems()},
		{Title: "六、其他需要报告的事项", Text: "无其他需要报告的事项。"},
	}
}

// general is chapter one with its five customary parts.
func (w *writer) general() string {
	parts := []string{
		w.opening(),
		"（一）主动公开。" + w.proactive(),
		"（二）依申请公开。" + w.requested() + w.disputed(),
		"（三）政府信息管理。" + w.pick(managing...),
		"（四）平台建设。" + w.pick(platforms...),
		"（五）监督保障。" + w.pick(supervising...),
	}
	return strings.Join(parts, "\n")
}

func (w *writer) opening() string {
	return w.y + "年，" + strings.ReplaceAll(w.pick(openings...), "我单位", w.self)
}

func (w *writer) proactive() string {
	s := fmt.Sprintf(w.pick(
		"全年通过县政府门户网站和政务新媒体发布各类信息%d条，其中工作动态%d条。",
		"全年累计发布信息%d条，其中政务新媒体推送%d条。",
	), 40+w.IntN(200), 10+w.IntN(25))
	if n, ok := w.r.value("t2.normative.issued"); ok && n > 0 {
		s += "本年制发行政规范性文件" + strconv.FormatInt(n, 10) + "件，均按规定公开并附解读材料。"
	}
	return s + w.pick(topics...)
}

// requested tells the requests as table 3 does.
func (w *writer) requested() string {
	received, ok1 := w.r.value("t3.new.total")
	carried, ok2 := w.r.value("t3.carried_in.total")
	closed, ok3 := w.r.value("t3.total.total")
	left, ok4 := w.r.value("t3.carried_out.total")
	switch {
	case !ok1 || !ok2 || !ok3 || !ok4:
		return w.self + "依法受理和答复政府信息公开申请，具体数量见第三部分表格。"
	case received == 0 && carried == 0:
		return w.pick(w.y+"年，"+w.self+"未收到政府信息公开申请。", "本年度没有收到政府信息公开申请，也没有上年结转的申请。")
	}
	return fmt.Sprintf(w.pick(
		"全年新收政府信息公开申请%d件，上年结转%d件，办结%d件，结转下年度继续办理%d件。",
		"本年新收政府信息公开申请%d件，上年结转政府信息公开申请%d件，全年办理答复%d件，结转下年度%d件。",
		w.self+"新收申请%d件，加上上年结转的%d件，共办结%d件，另有%d件结转下年度继续办理。",
	), received, carried, closed, left)
}

func (w *writer) disputed() string {
	review, ok1 := w.r.value("t4.review.total")
	direct, ok2 := w.r.value("t4.direct.total")
	after, ok3 := w.r.value("t4.after_review.total")
	if !ok1 || !ok2 || !ok3 {
		return ""
	}
	if review+direct+after == 0 {
		return w.pick("未发生因政府信息公开引起的行政复议和行政诉讼。", "全年没有因信息公开被申请行政复议或者提起行政诉讼。")
	}
	return fmt.Sprintf("因政府信息公开被申请行政复议%d件，被提起行政诉讼%d件。", review, direct+after)
}

// problems names two shortcomings that were not last year's.
func (w *writer) problems() string {
	start := newDraw(w.seed, "problems", w.r.Agency).IntN(len(problems))
	a := (start + w.r.Data.Year) % len(problems)
	b := (a + len(problems)/2) % len(problems)
	text := w.pick("工作中还存在一些不足：", w.self+"的政府信息公开工作虽有进步，但仍有差距：", "主要问题有两个方面：")
	return text + "一是" + problems[a].what + "；二是" + problems[b].what + "。\n" +
		w.pick("下一步，", "针对上述问题，", "今后，") + problems[a].cure + "；同时" + problems[b].cure + "。"
}

func (w *writer) others() string {
	unpaid, _ := w.r.value("t3.other.unpaid.total")
	if unpaid > 0 {
		return fmt.Sprintf("%s年发出信息处理费缴费通知%d件，申请人逾期未缴纳，没有收取信息处理费。", w.y, unpaid)
	}
	return w.pick(w.y+"年没有收取信息处理费，无其他需要报告的事项。", "本年度未收取信息处理费。", "本机关本年度没有发出收费通知，未产生信息处理费。")
}

// closing is the signature, and the line under the statistics table.
func (w *writer) closing() []string {
	next := w.r.Data.Year + 1
	return []string{w.r.Data.Agency, fmt.Sprintf("%d年%d月%d日", next, 1, 5+w.IntN(24))}
}
