package check

import (
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// mostDifferences bounds the cells that one sentence lists.
const mostDifferences = 12

// publicDiffers compares the report that counts with the one on the agency's
// website. Cells that only one of two editions has are not compared.
func publicDiffers(q *inquiry) []data.Finding {
	if q.in.Public == nil {
		return nil
	}
	public := newFigures(q.in.Public)
	f := data.Finding{Subject: "public"}
	hash := fingerprint{parts: []string{"R-public"}}
	var parts []string
	for _, s := range q.sheets {
		for i := range s.Figures {
			own := &s.Figures[i]
			other := public.byCode[own.Code]
			if other == nil || sameToReader(s, own, other) {
				continue
			}
			hash.figure(own)
			hash.figure(other)
			f.Codes = append(f.Codes, own.Code)
			parts = append(parts, differenceText(s, own, other))
		}
	}
	if len(parts) == 0 {
		return nil
	}
	more := ""
	if len(parts) > mostDifferences {
		more = "等"
	}
	f.Text = "网站公开版与报送版有" + strconv.Itoa(len(parts)) + "项不同：" + strings.Join(parts[:min(len(parts), mostDifferences)], "；") + more
	f.Fingerprint = hash.String()
	return []data.Finding{f}
}

// sameToReader reports whether two figures tell a reader of the website the
// same. A blank cell that is no total says 0, as in a sum.
func sameToReader(s *sheet, own, other *data.Figure) bool {
	if own.State.HasValue() && other.State.HasValue() {
		return own.Value == other.Value
	}
	if own.State == other.State {
		return own.State != data.Unreadable || own.Raw == other.Raw
	}
	zero := func(f *data.Figure) bool {
		return f.State.HasValue() && f.Value == 0 || f.State == data.Blank && !form.IsTotal(s.Edition, f.Code)
	}
	return zero(own) && zero(other)
}

func differenceText(s *sheet, own, other *data.Figure) string {
	name, measure := own.Code, form.Count
	if cell := form.CellOf(s.Edition, own.Code); cell != nil {
		name, measure = cellName(cell), cell.Measure
	}
	text := name + " 报送版" + valueOrState(own.State, own.Value, measure)
	if own.Corrected {
		text = name + " 报送版更正为" + amount(own.Value, measure)
	}
	return text + "、公开版" + valueOrState(other.State, other.Value, measure)
}
