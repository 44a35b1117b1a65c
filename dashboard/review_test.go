package dashboard

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReviewedReportsAreMarked(t *testing.T) {
	t.Parallel()
	o := checked()
	v := o.find("人民政府办公室", 2023)
	v.Reviewed, v.ReviewedBy, v.ReviewedAt = true, "张三", time.Date(2024, 1, 20, 9, 0, 0, 0, time.UTC)
	faulty := o.find("hostile", 2023)
	faulty.Reviewed, faulty.ReviewedBy = true, "张三"
	s := o.serveCached(t)
	const done = "已审核：张三（自填），2024年1月20日"
	page := open(t, s, "/check?year=2023")
	if got := textOf(one(t, find(page, "details.check-agency")[0], "span.done")); got != done {
		t.Errorf("核对: got %q", got)
	}
	report := open(t, s, "/report?year=2023&agency="+url.QueryEscape("人民政府办公室"))
	if got := textOf(one(t, report, "span.state-reviewed")); got != done {
		t.Errorf("单位年报: got %q", got)
	}
	delivery := open(t, s, "/delivery?year=2023")
	var words []string
	for _, td := range find(delivery, "td.state-reviewed") {
		words = append(words, textOf(td))
	}
	if diff := cmp.Diff([]string{"已审核"}, words); diff != "" {
		t.Errorf("报送: want one reviewed, one with errors stays so (-want +got):\n%s", diff)
	}
}

func TestReviewForms(t *testing.T) {
	t.Parallel()
	o := checked()
	s := o.serveCached(t)
	page := open(t, s, "/check?year=2023")
	all := one(t, page, "div.review-all")
	if !strings.HasPrefix(textOf(all), "可通过而未审核的1家") {
		t.Errorf("want one to mark, got %q", textOf(all))
	}
	fields := []string{"person", "张三"}
	for _, i := range find(all, "input") {
		if name := attr(i, "name"); name == "version" || name == "back" {
			fields = append(fields, name, attr(i, "value"))
		}
	}
	if w := post(t, s, "/check/review", fields...); w.Code != 303 || !strings.HasPrefix(w.Header().Get("Location"), "/check?") {
		t.Errorf("want back to 核对, got %d %q", w.Code, w.Header().Get("Location"))
	}
	post(t, s, "/check/unreview", "version", "1")
	for _, bad := range [][]string{{"version", "x", "person", "张三"}, {"version", "1"}} {
		if w := post(t, s, "/check/review", bad...); w.Code != 400 {
			t.Errorf("%v: want 400, got %d", bad, w.Code)
		}
	}
	id := o.find("人民政府办公室", 2023).ID
	if id != 21 {
		t.Fatalf("the made-up office has changed: %d", id)
	}
	if diff := cmp.Diff([]string{"review [21] 张三", "unreview 1"}, o.calls); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
}
