package check

import (
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data"
)

func TestPublicCopy(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name        string
		own, public func(r *data.Report)
		want        string // empty: no finding
	}{
		{"agrees", nil, nil, ""},
		{"another value", nil, func(r *data.Report) { figure(t, r, "t3.new.person").Value = 7 },
			"网站公开版与报送版有1项不同：新收（自然人） 报送版0、公开版7"},
		{"corrected and not mended there", func(r *data.Report) {
			data.Correction{Code: "t3.new.person", Value: 7}.Apply(figure(t, r, "t3.new.person"))
		}, nil, "网站公开版与报送版有1项不同：新收（自然人） 报送版更正为7、公开版0"},
		{"corrected and mended there", func(r *data.Report) {
			data.Correction{Code: "t3.new.person", Value: 7}.Apply(figure(t, r, "t3.new.person"))
		}, func(r *data.Report) { figure(t, r, "t3.new.person").Value = 7 }, ""},
		{"a blank part for 0", nil, func(r *data.Report) { figure(t, r, "t3.new.person").State = data.Blank }, ""},
		{"a blank total for 0", nil, func(r *data.Report) { figure(t, r, "t3.new.total").State = data.Blank },
			"报送版0、公开版空白"},
		{"unreadable", nil, func(r *data.Report) { figure(t, r, "t3.new.person").State = data.Unreadable }, "公开版无法识别"},
		{"many", nil, func(r *data.Report) {
			for i := range r.Table("t3").Figures {
				r.Table("t3").Figures[i].Value = 9
			}
		}, "等"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			own, public := newReport("2021", 2023, nil), newReport("2021", 2023, nil)
			if c.own != nil {
				c.own(own)
			}
			if c.public != nil {
				c.public(public)
			}
			in := input(own)
			in.Public = public
			got := ""
			for _, f := range Derive(in) {
				if f.Rule == "R-public" {
					got = f.Text
					if f.Severity != data.Warning || len(f.Codes) == 0 || f.Fingerprint == "" {
						t.Errorf("want a warning with its cells, got %+v", f)
					}
				}
			}
			if (c.want == "") != (got == "") || !strings.Contains(got, c.want) {
				t.Errorf("want %q, got %q", c.want, got)
			}
		})
	}
}
