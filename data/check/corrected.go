package check

import (
	"strconv"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// askedCorrections reports each correction that a new version put in
// question: the printed figure counts until a person says again that the
// correction holds, or drops it.
func askedCorrections(q *inquiry) []data.Finding {
	var out []data.Finding
	for _, c := range q.in.Asked {
		cell := form.CellOf(q.in.Report.Edition, c.Code)
		name, measure := c.Code, form.Count
		if cell != nil {
			name, measure = cellName(cell), cell.Measure
		}
		printed := "没有这一项"
		f, ok := q.in.Report.Figure(c.Code)
		if ok {
			printed = "为" + valueOrState(f.State, f.Value, measure)
		}
		text := name + "：曾由" + valueOrState(c.PrintedState, c.PrintedValue, measure) + "更正为" + amount(c.Value, measure) +
			"，现用版印的" + printed + "，更正暂不计入"
		hash := fingerprint{parts: []string{"R-correct", c.Code, strconv.FormatInt(c.Value, 10), printed, c.PrintedState.String(), strconv.FormatInt(c.PrintedValue, 10)}}
		found := data.Finding{Subject: c.Code, Text: text, Fingerprint: hash.String()}
		if ok {
			found.Codes = []string{c.Code}
		}
		out = append(out, found)
	}
	return out
}

// corrected says which of the figures a person's value stands in, as the
// remark of an equation does; none where they are all as printed.
func (q *inquiry) corrected(s *sheet, codes []string) []string {
	var names []string
	for _, code := range codes {
		if v := q.own.values().At(code); v.Counts && v.Corrected {
			names = append(names, s.name(code))
		}
	}
	if len(names) == 0 {
		return nil
	}
	return []string{"含更正：" + some(names, "项")}
}

func valueOrState(s data.State, n int64, m form.Measure) string {
	if s.HasValue() {
		return amount(n, m)
	}
	return s.Label()
}
