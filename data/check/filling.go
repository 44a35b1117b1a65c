package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// onlyCarriedIn finds a table 3 in which nothing stands but 上年结转, as in a
// form that the office handed out with it and nobody filled in. Its blank cells
// would count as 0.
func onlyCarriedIn(q *inquiry) []data.Finding {
	var out []data.Finding
	for _, s := range q.sheets {
		var codes []string
		for i := range s.Figures {
			if g := &s.Figures[i]; g.State != data.Blank {
				codes = append(codes, g.Code)
			}
		}
		carried := func(code string) bool { return strings.HasPrefix(code, "t3.carried_in.") }
		if len(codes) == 0 || !s.filled || slices.ContainsFunc(codes, func(c string) bool { return !carried(c) }) {
			continue
		}
		hash := fingerprint{parts: append([]string{"R-carried", s.Edition, s.Name}, codes...)}
		out = append(out, data.Finding{
			Subject: s.Name, Codes: codes, Fingerprint: hash.String(),
			Text: s.title() + "除上年结转外都没有填写，空白按0计入汇总，应填好后重新报送",
		})
	}
	return out
}

// blankTotals lists the blank totals of a table once. The rules on them are
// not applied; in sums they count as computed from their parts. One that
// cannot be computed counts as missing, which a person must know: a warning.
func blankTotals(q *inquiry) []data.Finding {
	return q.perSheet("R-total", func(s *sheet, g *data.Figure) bool {
		return s.filled && g.State == data.Blank && form.IsTotal(s.Edition, g.Code)
	}, func(s *sheet, found []*data.Figure) data.Finding {
		var computed, lost []string
		for _, g := range found {
			v := q.own.values().At(g.Code)
			if !v.Counts {
				lost = append(lost, g.Code)
				continue
			}
			text := s.name(g.Code) + " " + form.Format(v.N, form.Count)
			if v.Doubtful {
				text += "（存疑）"
			}
			computed = append(computed, text)
		}
		f := data.Finding{}
		parts := []string{fmt.Sprintf("%s有%d个总计未填，有关勾稽关系未核对", s.title(), len(found))}
		if len(lost) > 0 {
			f.Severity = data.Warning
			parts = append(parts, "无法由分项算出，不计入汇总："+s.names(lost))
		}
		if len(computed) > 0 {
			parts = append(parts, "汇总时按分项计算："+some(computed, "个"))
		}
		f.Text = strings.Join(parts, "；")
		return f
	})
}

// blankCells lists the cells of a table that are blank, and those with a
// sign where a 0 should be.
func blankCells(q *inquiry) []data.Finding {
	return q.perSheet("A-2", func(s *sheet, g *data.Figure) bool {
		if g.State == data.Blank {
			return !s.filled || !form.IsTotal(s.Edition, g.Code)
		}
		return placeholder(g)
	}, func(s *sheet, found []*data.Figure) data.Finding {
		var blank []string
		signs := map[string][]string{}
		var order []string
		for _, g := range found {
			if g.State == data.Blank {
				blank = append(blank, g.Code)
				continue
			}
			if signs[g.Raw] == nil {
				order = append(order, g.Raw)
			}
			signs[g.Raw] = append(signs[g.Raw], g.Code)
		}
		if !s.filled && len(blank) == len(s.Figures) {
			return data.Finding{Text: s.title() + "没有填写任何数据"}
		}
		var parts []string
		if len(blank) > 0 {
			parts = append(parts, fmt.Sprintf("共%d格未填：%s", len(blank), s.namesOfParts(blank)))
		}
		for _, raw := range order {
			parts = append(parts, fmt.Sprintf("%d格写作%s，按0计：%s", len(signs[raw]), quote(raw), s.names(signs[raw])))
		}
		return data.Finding{Text: s.title() + strings.Join(parts, "；")}
	})
}

// placeholder reports whether a cell read as 0 prints something else than a
// plain 0: / — － - 无 00.
func placeholder(g *data.Figure) bool {
	if g.State != data.Read || g.Value != 0 || g.Raw == "" {
		return false
	}
	digits := 0
	for _, r := range g.Raw {
		if unicode.IsDigit(r) {
			digits++
		}
		if r == '.' || r == '．' {
			return false // 0.00
		}
	}
	return digits != 1
}

// wrongEdition reports the tables written in a form that is not the one for
// the report year, those of one edition together.
func wrongEdition(q *inquiry) []data.Finding {
	var out []data.Finding
	for _, id := range editionIDs() {
		e := form.ByID(id)
		if q.year == 0 || e.Fits(q.year) {
			continue
		}
		var tables []string
		for _, s := range q.sheets {
			if s.Found && s.Edition == id && !slices.Contains(tables, s.title()) {
				tables = append(tables, s.title())
			}
		}
		if len(tables) == 0 {
			continue
		}
		want := "没有全国统一的格式"
		if w := form.ForYear(q.year); w != nil {
			want = "应使用" + w.Name
		}
		hash := fingerprint{parts: append([]string{"A-4", id, fmt.Sprint(q.year)}, tables...)}
		out = append(out, data.Finding{
			Subject: id, Fingerprint: hash.String(),
			Text: fmt.Sprintf("%s为%s格式，%d年度%s", strings.Join(tables, "、"), e.Name, q.year, want),
		})
	}
	return out
}

// wrongPeriod reports a title and a statistical period of different years:
// mostly last year's text under this year's title.
func wrongPeriod(q *inquiry) []data.Finding {
	for _, title := range q.in.Report.Evidence {
		if title.Field != "year" || title.Source != data.FromTitle {
			continue
		}
		for _, text := range q.in.Report.Evidence {
			if text.Field != "year" || text.Source != data.FromText || text.Value == title.Value {
				continue
			}
			hash := fingerprint{parts: []string{"A-5", title.Value, title.Text, text.Value, text.Text}}
			return []data.Finding{{
				Subject: "year", Fingerprint: hash.String(),
				Text: fmt.Sprintf("标题%s为%s年度，正文%s为%s年度", quote(title.Text), oneLine(title.Value), quote(text.Text), oneLine(text.Value)),
			}}
		}
	}
	return nil
}
