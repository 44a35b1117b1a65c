package check

import (
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// missingTables reports each table of the form that the file does not hold.
func missingTables(q *inquiry) []data.Finding {
	var out []data.Finding
	report := func(name, title, edition string) {
		hash := fingerprint{parts: []string{"R-table", edition, name}}
		out = append(out, data.Finding{Subject: name, Text: "未找到" + title + "，表中各项都没有数据", Fingerprint: hash.String()})
	}
	for _, s := range q.sheets {
		if !s.Found {
			report(s.Name, s.title(), s.Edition)
		}
	}
	if e := form.ByID(q.in.Report.Edition); e != nil {
		for _, t := range e.Tables {
			if q.in.Report.Table(t.Name) == nil {
				report(t.Name, t.Short, e.ID)
			}
		}
	}
	return out
}

// perSheet makes at most one finding a table of the figures that fit; say
// words it.
func (q *inquiry) perSheet(id string, fits func(*sheet, *data.Figure) bool, say func(*sheet, []*data.Figure) data.Finding) []data.Finding {
	var out []data.Finding
	for _, s := range q.sheets {
		if found := s.all(fits); len(found) > 0 {
			out = append(out, s.finding(id, s.Name, found, say(s, found)))
		}
	}
	return out
}

// all returns the figures that fit; none of a table that was not found.
func (s *sheet) all(fits func(*sheet, *data.Figure) bool) []*data.Figure {
	if !s.Found {
		return nil
	}
	var out []*data.Figure
	for i := range s.Figures {
		if fits(s, &s.Figures[i]) {
			out = append(out, &s.Figures[i])
		}
	}
	return out
}

// finding completes a finding about the figures.
func (s *sheet) finding(id, subject string, found []*data.Figure, f data.Finding) data.Finding {
	f.Subject, f.Codes = subject, codesOf(found)
	hash := fingerprint{parts: []string{id, s.Edition, s.Name}}
	for _, g := range found {
		hash.figure(g)
		hash.add(g.Raw, string(g.Doubt))
		if g.Other != "" {
			hash.add(g.Other)
		}
	}
	f.Fingerprint = hash.String()
	return f
}

func codesOf(figures []*data.Figure) []string {
	out := make([]string, 0, len(figures))
	for _, g := range figures {
		out = append(out, g.Code)
	}
	return out
}

// missingRows names the rows and cells of a table that were not found.
func missingRows(q *inquiry) []data.Finding {
	return q.perSheet("R-row", func(s *sheet, g *data.Figure) bool {
		return g.State == data.Missing && g.Doubt != data.DoubtShortRow && !disputed(g) && g.Doubt != data.DoubtRecognised && !s.replaced[g.Code]
	}, func(s *sheet, found []*data.Figure) data.Finding {
		return data.Finding{Text: s.title() + "未找到：" + s.names(codesOf(found))}
	})
}

// shortRows names the rows that have fewer values than columns. Where a
// value may stand in several columns the cells are missing: an error.
func shortRows(q *inquiry) []data.Finding {
	return q.perSheet("R-short", func(_ *sheet, g *data.Figure) bool {
		return g.Doubt == data.DoubtShortRow && g.State != data.Unreadable
	}, func(s *sheet, found []*data.Figure) data.Finding {
		var zero, missing []string
		for _, g := range found {
			if g.State == data.Missing {
				missing = append(missing, g.Code)
			} else {
				zero = append(zero, g.Code)
			}
		}
		f := data.Finding{}
		var parts []string
		if len(missing) > 0 {
			f.Severity = data.Error
			parts = append(parts, "无法确定数值属于哪一栏："+s.names(missing))
		}
		if len(zero) > 0 {
			parts = append(parts, "所印均为0，缺少的也取0："+s.names(zero))
		}
		f.Text = s.title() + "有的行数值少于栏数，" + strings.Join(parts, "；")
		return f
	})
}

// mostUnreadable is how many unreadable cells of a table have a finding each.
const mostUnreadable = 10

// unreadableCells reports every cell that holds no number, or one that the
// cell cannot have; many in one table together.
func unreadableCells(q *inquiry) []data.Finding {
	var out []data.Finding
	for _, s := range q.sheets {
		found := s.all(func(_ *sheet, g *data.Figure) bool { return g.State == data.Unreadable })
		if len(found) > mostUnreadable {
			out = append(out, s.finding("A-1", s.Name, found, sayUnreadable(s, found)))
			continue
		}
		for _, g := range found {
			out = append(out, s.finding("A-1", g.Code, []*data.Figure{g}, data.Finding{Text: s.name(g.Code) + saidUnreadable(s, g)}))
		}
	}
	return out
}

func sayUnreadable(s *sheet, found []*data.Figure) data.Finding {
	return data.Finding{Text: fmt.Sprintf("%s有%d格无法识别：%s", s.title(), len(found), s.grouped(found, saidUnreadable))}
}

// grouped lists figures with what is said of each, those of which the same
// is said together.
func (s *sheet) grouped(found []*data.Figure, say func(*sheet, *data.Figure) string) string {
	var order []string
	codes := map[string][]string{}
	for _, g := range found {
		text := say(s, g)
		if codes[text] == nil {
			order = append(order, text)
		}
		codes[text] = append(codes[text], g.Code)
	}
	var out []string
	for _, text := range order {
		out = append(out, s.names(codes[text])+text)
	}
	if len(out) > mostNames {
		return fmt.Sprintf("%s；等%d种", strings.Join(out[:mostNames], "；"), len(out))
	}
	return strings.Join(out, "；")
}

// saidUnreadable is what was printed and why it is no value.
func saidUnreadable(_ *sheet, g *data.Figure) string {
	why := "无法识别"
	switch g.Doubt {
	case data.DoubtNotNumber:
		why = "不是数字"
	case data.DoubtNegative:
		why = "是负数"
	case data.DoubtFraction:
		why = "有小数"
	case data.DoubtTooLarge:
		why = "数值过大"
	case data.DoubtDamaged:
		why = "有缺损"
	case data.DoubtRepeated:
		why = "与文件中另一处不一致"
	}
	return "：原文" + quote(g.Raw) + why
}

// doubtRule is the rule about one reason to doubt a value that was read.
type doubtRule struct {
	id, title string
	reasons   []data.Doubt // nil: those that no other rule has
	say       string       // what was seen and how the value was taken
	why       string       // Rule.Why
}

// doubts lists them; R-doubt catches what no other names.
func doubts() []doubtRule {
	return []doubtRule{
		{"A-3", "金额单位可疑（元/万元）", []data.Doubt{data.DoubtNoUnit}, "金额没有写明元或万元，暂按万元计", "金额按万元汇总。没有写明单位的，或者与上年相差1000倍以上的，可能把元填成了万元。"},
		{"R-order", "行列名称与次序不一致", []data.Doubt{data.DoubtOrder}, "行列的名称与次序不一致，按名称取值", "行列的名称与所在位置不符，按名称取值，请与原文核对。"},
		{"R-label", "行列名称与格式不完全一致", []data.Doubt{data.DoubtLabel}, "行列的名称与格式不完全一致", "行列的名称与格式不完全一样，请核对是否为同一指标。"},
		{"R-repeated", "同一指标项出现两次", []data.Doubt{data.DoubtRepeated}, "文件中有两处对应同一格", "文件中有两处是同一指标而数值不同，请核对以哪一处为准。"},
		{"R-finer", "金额细于分", []data.Doubt{data.DoubtFiner}, "金额细于分，已四舍五入", "金额以分为最小单位，更细的数已四舍五入。"},
		{"R-spaced", "数字中间有空白", []data.Doubt{data.DoubtSpaced}, "数字中间有空白", "数字中间有空格或换行，请核对是一个数还是两个数。"},
		{"R-annotated", "数字带有说明文字", []data.Doubt{data.DoubtAnnotated}, "数字带有说明文字", "单元格中除数字外还有说明，请核对所取的数。"},
		{"R-damaged", "原文缺损", []data.Doubt{data.DoubtDamaged}, "原文有缺损", "文件中这一格有缺损，请与原文核对。"},
		{"R-recognised", "扫描识别文字", []data.Doubt{data.DoubtRecognised}, "是扫描识别文字，需逐格核对", "扫描件由机器识别文字，可能认错数字，应与原件逐格核对。"},
		{"R-doubt", "读取存疑", nil, "数值需要核对", "这一格读取有疑问，请与原文核对。"},
	}
}

// find makes one finding a table, with what was printed and what was taken.
// Of recognised text that is every cell, so that they are only counted.
func (d doubtRule) find(q *inquiry) []data.Finding {
	return q.perSheet(d.id, func(_ *sheet, g *data.Figure) bool {
		return (g.State == data.Doubtful || disputed(g) || g.State == data.Missing && g.Doubt == data.DoubtRecognised) && d.covers(g.Doubt)
	}, func(s *sheet, found []*data.Figure) data.Finding {
		if d.covers(data.DoubtRecognised) {
			return data.Finding{Text: fmt.Sprintf("%s%s（共%d格）", s.title(), d.say, len(found))}
		}
		return data.Finding{Text: s.title() + d.say + "：" + s.grouped(found, saidTaken)}
	})
}

// disputed: the label's cell is blank and the other reading finds a value.
func disputed(g *data.Figure) bool { return g.State == data.Missing && g.Other != "" }

func (d doubtRule) covers(reason data.Doubt) bool {
	if d.reasons != nil {
		return d.reasons[0] == reason
	}
	if reason == data.DoubtShortRow {
		return false // R-short
	}
	for _, other := range doubts() {
		if other.reasons != nil && other.covers(reason) {
			return false
		}
	}
	return true
}

// saidTaken is what was printed and the value taken for it, with what the
// other reading finds.
func saidTaken(s *sheet, g *data.Figure) string {
	if disputed(g) {
		return "按名称为空白，按次序为" + quote(g.Other) + "，未取值"
	}
	other := ""
	if g.Other != "" {
		other = "（另一种读法为" + quote(g.Other) + "）"
	}
	measure := form.Count
	if c := form.CellOf(s.Edition, g.Code); c != nil {
		measure = c.Measure
	}
	return "原文" + quote(g.Raw) + "，取 " + amount(g.Value, measure) + other
}

// extraRows names the rows that belong to another edition than their table.
// They count in sums under their own codes.
func extraRows(q *inquiry) []data.Finding {
	return q.perSheet("R-extra", func(_ *sheet, g *data.Figure) bool { return g.Extra }, func(s *sheet, found []*data.Figure) data.Finding {
		var rows []string
		for _, g := range found {
			name := s.name(g.Code)
			if c := form.CellOf(s.Edition, g.Code); c != nil {
				name = c.Row.Short
			}
			if len(rows) == 0 || rows[len(rows)-1] != name {
				rows = append(rows, name)
			}
		}
		return data.Finding{Text: s.title() + "有其他格式的行，照原文保留：" + some(rows, "行")}
	})
}
