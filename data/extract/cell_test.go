package extract

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

func TestReadCell(t *testing.T) {
	t.Parallel()
	const count, delta, amount = "t3.new.person", "t2.regulation.made", "t2.fee.amount"
	tests := map[string]struct {
		code, text string
		want       data.Figure
	}{
		"nothing is blank":             {count, "", data.Figure{State: data.Blank}},
		"spaces are blank":             {count, " 　", data.Figure{State: data.Blank}},
		"a stroke is 0":                {count, "／", data.Figure{State: data.Read, Raw: "／"}},
		"two zeros are 0":              {count, "00", data.Figure{State: data.Read, Raw: "00"}},
		"a question mark is no count":  {count, "?", data.Figure{State: data.Unreadable, Doubt: data.DoubtNotNumber, Raw: "?"}},
		"a wide question mark":         {amount, "？", data.Figure{State: data.Unreadable, Doubt: data.DoubtNotNumber, Raw: "？"}},
		"a count":                      {count, "１２", data.Figure{State: data.Read, Value: 12, Raw: "１２"}},
		"half a count":                 {count, "1.5", data.Figure{State: data.Unreadable, Doubt: data.DoubtFraction, Raw: "1.5"}},
		"a negative count":             {delta, "-3", data.Figure{State: data.Unreadable, Doubt: data.DoubtNegative, Raw: "-3"}},
		"an amount in the form's unit": {amount, "75.77", data.Figure{State: data.Read, Value: 75_770_000, Raw: "75.77"}},
		"an amount in its own unit":    {amount, "251000元", data.Figure{State: data.Read, Value: 25_100_000, Raw: "251000元"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tt.want.Code = tt.code
			got := ReadCell(tt.text, form.CellOf("2021", tt.code))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("figure (-want +got):\n%s", diff)
			}
		})
	}
}
