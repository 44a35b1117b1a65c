package intake

import (
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// SameFigures reports whether two readings state the same tables with the
// same figures: editions, codes, states and values. Raw texts and places may
// differ, as between a Word file and the web page made of it.
func SameFigures(a, b *data.Report) bool {
	if len(a.Tables) != len(b.Tables) {
		return false
	}
	for i := range a.Tables {
		x, y := &a.Tables[i], &b.Tables[i]
		if x.Name != y.Name || x.Edition != y.Edition || x.Found != y.Found || len(x.Figures) != len(y.Figures) {
			return false
		}
	}
	return len(Changes(a, b)) == 0
}

// CellChange is a cell that two versions of a report state differently.
type CellChange struct {
	Code     string
	Old, New data.Figure // zero where one of them lacks the cell
}

// Changes lists the cells in which two readings differ, in the form's order.
func Changes(old, new *data.Report) []CellChange {
	before := map[string]data.Figure{}
	for i := range old.Tables {
		for _, f := range old.Tables[i].Figures {
			before[f.Code] = f
		}
	}
	var out []CellChange
	for i := range new.Tables {
		for _, f := range new.Tables[i].Figures {
			was, ok := before[f.Code]
			delete(before, f.Code)
			if !ok || was.State != f.State || was.Value != f.Value || f.State == data.Unreadable && was.Raw != f.Raw {
				out = append(out, CellChange{Code: f.Code, Old: was, New: f})
			}
		}
	}
	for i := range old.Tables {
		for _, f := range old.Tables[i].Figures {
			if was, gone := before[f.Code]; gone {
				out = append(out, CellChange{Code: f.Code, Old: was})
			}
		}
	}
	return out
}

var waitReasons = map[string]string{
	data.WaitNoAgency:       "没有找到单位名称",
	data.WaitUnknown:        "单位名称不在名录中",
	data.WaitForeign:        "单位名称带有外县（市、区）名，不属于本县",
	data.WaitNoYear:         "没有找到报告年度",
	data.WaitYearConflict:   "标题年度与统计期限不一致",
	data.WaitAgencyConflict: "标题和正文的单位名称不一致",
	data.WaitOther:          "已有一份数据不同的年报",
	data.WaitTyped:          "对照录入的数据还没有复核",
	data.WaitDraft:          "对照录入还没有录完",
	data.WaitSealed:         "该年度已封存",
}

// WaitReason words why a version waits, for the clerk.
func WaitReason(wait []string) string {
	var out []string
	for _, w := range wait {
		if text := waitReasons[w]; text != "" {
			out = append(out, text)
		}
	}
	return strings.Join(out, "；")
}

func yearText(year int) string { return strconv.Itoa(year) }
