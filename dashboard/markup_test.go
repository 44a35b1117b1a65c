package dashboard

import (
	"testing"

	"github.com/nianbao/nianbao/aggregate"
)

// TestRowsWrittenHereAreEscaped: what a template would escape, these rows do.
func TestRowsWrittenHereAreEscaped(t *testing.T) {
	t.Parallel()
	const bad = `"><script>alert('1')</script>&` + "\x00"
	const text = `&#34;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;` + "\uFFFD"
	for name, c := range map[string]struct{ want, got string }{
		"a table's row": {
			want: `<td class="text">` + text + `</td><td>7</td>`,
			got:  string(cells(aggregate.Row{Cells: []aggregate.Cell{words(bad), number(7)}})),
		},
		"a row of 报送": {
			want: `<td class="at state-errors" title="` + text + `"><a href="` + text + `">` + text + `</a><small>待定</small><b class="late">迟</b></td><td class="at state-none">—</td>`,
			got: string(deliveryMarks([]deliveryMark{
				{Class: "errors", Title: bad, Link: bad, Word: bad, Waits: true, Late: true}, {Class: "none", Word: "—"},
			})),
		},
		"what a form sends": {
			want: `<input type="hidden" name="token" value="1"><input type="hidden" name="finding" value="` + text + `"><input type="hidden" name="back" value="` + text + `">`,
			got:  string((&findingForm{Token: "1", Value: bad, Back: bad}).Hidden()),
		},
	} {
		if c.want != c.got {
			t.Errorf("%s: want\n%s\ngot\n%s", name, c.want, c.got)
		}
	}
}
