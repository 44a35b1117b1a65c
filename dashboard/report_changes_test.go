package dashboard

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

func TestChangedCellsAreNamed(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name     string
		old, now data.Figure
		want     []cellChange
	}{
		{"another value", data.Figure{State: data.Read, Value: 3}, data.Figure{State: data.Read, Value: 5},
			[]cellChange{{Old: "3", New: "5"}}},
		{"the same value printed otherwise", data.Figure{State: data.Read, Raw: "/"}, data.Figure{State: data.Read, Raw: "0"}, nil},
		{"a zero that became blank", data.Figure{State: data.Read}, data.Figure{State: data.Blank},
			[]cellChange{{Old: "0", New: "（空白）"}}},
		{"a value that cannot be read", data.Figure{State: data.Doubtful, Value: 3}, data.Figure{State: data.Unreadable, Raw: "3O"},
			[]cellChange{{Old: "3（存疑）", New: "“3O”（无法识别）"}}},
		{"other rubbish", data.Figure{State: data.Unreadable, Raw: "l2"}, data.Figure{State: data.Unreadable, Raw: "3O"},
			[]cellChange{{Old: "“l2”（无法识别）", New: "“3O”（无法识别）"}}},
		{"the same rubbish", data.Figure{State: data.Unreadable, Raw: "3O"}, data.Figure{State: data.Unreadable, Raw: "3O"}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			old, now := zeroReport("2021", 2023), zeroReport("2021", 2023)
			c.old.Code, c.now.Code = "t3.new.person", "t3.new.person"
			setFigure(old, c.old)
			setFigure(now, c.now)
			for i := range c.want {
				c.want[i].Code, c.want[i].Label = "t3.new.person", "表三 一、本年新收政府信息公开申请数量，自然人"
			}
			if diff := cmp.Diff(c.want, changedCells(old, now)); diff != "" {
				t.Errorf("changes (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCellsOfOneVersionOnlyAreChanges(t *testing.T) {
	t.Parallel()
	old, now := zeroReport("2021", 2023), zeroReport("2021", 2023)
	old.Tables[1].Figures = append(old.Tables[1].Figures, data.Figure{Code: "t3.other.person", State: data.Read, Value: 4, Extra: true})
	now.Tables[0].Figures = append(now.Tables[0].Figures, data.Figure{Code: "t2.procurement.amount", State: data.Read, Value: 1_500_000, Extra: true})
	want := []cellChange{
		{Code: "t2.procurement.amount", Label: "表二 第二十条第（九）项／政府集中采购，采购总金额", Old: "（无此项）", New: "1.5"},
		{Code: "t3.other.person", Label: "表三 三、本年度办理结果／（六）其他处理，自然人", Old: "4", New: "（无此项）"},
	}
	if diff := cmp.Diff(want, changedCells(old, now)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}
