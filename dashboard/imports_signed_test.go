package dashboard

import (
	"strconv"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data"
)

func TestSettlingAContradictionIsSigned(t *testing.T) {
	t.Parallel()
	o := yearbook()
	v := o.keep("", 0, func(v *data.Version) { v.Current, v.Wait, v.Number = false, []string{data.WaitYearConflict}, 0 })
	v.Report.Evidence = []data.Evidence{{Field: "year", Source: data.FromTitle, Value: "2021"}, {Field: "year", Source: data.FromText, Value: "2022"}}
	s := o.serve(t)
	page := open(t, s, "/imports")
	form := find(one(t, page, "article.waiting-case"), "form")[0]
	if len(find(form, "label.signing")) != 1 {
		t.Error("want the name asked for")
	}
	fields := []string{"version", strconv.FormatInt(v.ID, 10), "offered_year", "2022", "signed", "yes"}
	if w := post(t, s, "/imports/settle", fields...); w.Code != 400 || !strings.Contains(w.Body.String(), "请写明您的姓名") {
		t.Errorf("no name: want 400, got %d", w.Code)
	}
	post(t, s, "/imports/settle", append(fields, "person", "张三")...)
	if o.calls[0] != "settle "+strconv.FormatInt(v.ID, 10)+"  2022张三" {
		t.Errorf("want it settled by name, got %q", o.calls)
	}
}
