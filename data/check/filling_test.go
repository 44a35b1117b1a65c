package check

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

// A form handed out with 上年结转 and sent back as it was must not pass for a
// report of zeros.
func TestTableThatHoldsOnlyWhatWasCarriedIn(t *testing.T) {
	t.Parallel()
	report := func(fill func(f *data.Figure)) *data.Report {
		r := balanced(nil)
		for i := range r.Table("t3").Figures {
			f := &r.Table("t3").Figures[i]
			f.State, f.Value, f.Raw = data.Blank, 0, ""
			fill(f)
		}
		return r
	}
	carried := func(f *data.Figure) {
		if f.Code == "t3.carried_in.person" {
			f.State, f.Value, f.Raw = data.Read, 3, "3"
		}
	}
	cases := []struct {
		name string
		fill func(f *data.Figure)
		want []string
	}{
		{"nothing else", carried, []string{"t3"}},
		{"with its total", func(f *data.Figure) {
			if carried(f); f.Code == "t3.carried_in.total" {
				f.State, f.Value = data.Read, 3
			}
		}, []string{"t3"}},
		{"one other cell, though 0", func(f *data.Figure) {
			if carried(f); f.Code == "t3.new.person" {
				f.State, f.Raw = data.Read, "0"
			}
		}, nil},
		{"another row was not found", func(f *data.Figure) {
			if carried(f); strings.HasPrefix(f.Code, "t3.granted.") {
				f.State = data.Missing
			}
		}, nil},
		{"nothing at all", func(*data.Figure) {}, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, f := range Derive(data.CheckInput{Year: 2023, Kind: data.Unit, Report: report(c.fill)}) {
				if f.Rule == "R-carried" {
					got = append(got, f.Subject)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("tables (-want +got):\n%s", diff)
			}
		})
	}
}
