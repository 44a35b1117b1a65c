package dashboard

import (
	"testing"
	"time"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

func TestChangeText(t *testing.T) {
	t.Parallel()
	count, rate := item("requests.new"), item("rate.granted")
	sum := func(n int64) aggregate.Total { return aggregate.Total{N: n, Known: true} }
	tests := []struct {
		name   string
		item   aggregate.Item
		change aggregate.Change
		want   string
	}{
		{"more", count, aggregate.Change{Now: sum(309), Before: sum(268), Agencies: 44}, "可比口径＋41件，＋15.3%（44家两年都有）"},
		{"fewer", count, aggregate.Change{Now: sum(90), Before: sum(100), Agencies: 2}, "可比口径－10件，－10.0%（2家两年都有）"},
		{"the same", count, aggregate.Change{Now: sum(9), Before: sum(9), Agencies: 2}, "可比口径0件，0.0%（2家两年都有）"},
		{"from nothing: no rate of change", count, aggregate.Change{Now: sum(9), Before: sum(0), Agencies: 2}, "可比口径＋9件（2家两年都有）"},
		{"across a break: no rate of change", count, aggregate.Change{Now: sum(9), Before: sum(6), Agencies: 2, Break: true}, "可比口径＋3件（2家两年都有，口径变化，不计算增减率）"},
		{"nobody states both", count, aggregate.Change{}, ""},
		{"a rate in points", rate, aggregate.Change{Now: aggregate.Total{N: 1, D: 4, Known: true}, Before: aggregate.Total{N: 1, D: 2, Known: true}, Agencies: 3}, "可比口径比上年－25.0个百分点（3家两年都有）"},
		{"a rate with nothing to divide by", rate, aggregate.Change{Now: aggregate.Total{Known: true}, Before: aggregate.Total{N: 1, D: 2, Known: true}, Agencies: 3}, ""},
	}
	for _, test := range tests {
		if got := changeText(test.item, test.change); got != test.want {
			t.Errorf("%s: want %q, got %q", test.name, test.want, got)
		}
	}
}

func TestDeadlineText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		year int
		now  time.Time
		want string
	}{
		{"a week left", 2024, time.Date(2025, 1, 24, 23, 59, 0, 0, time.UTC), "2024年度距报送截止还有7天"},
		{"the last day", 2024, time.Date(2025, 1, 31, 8, 0, 0, 0, time.UTC), "2024年度今天报送截止"},
		{"over", 2024, time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC), "2024年度报送已于2025年1月31日截止"},
		{"the older regulation", 2017, time.Date(2018, 3, 30, 0, 0, 0, 0, time.UTC), "2017年度距报送截止还有1天"},
	}
	for _, test := range tests {
		if got := deadlineText(test.year, data.LawDeadline(data.DeadlineInternal, test.year), test.now); got != test.want {
			t.Errorf("%s: want %q, got %q", test.name, test.want, got)
		}
	}
}

func TestTotalNote(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		total aggregate.Total
		want  string
	}{
		{"complete", aggregate.Total{N: 1, Known: true, Stated: 3, Of: 3}, ""},
		{"not on all", aggregate.Total{N: 1, Known: true, Stated: 2, Of: 3}, "2/3家"},
		{"doubts and computed", aggregate.Total{N: 1, Known: true, Stated: 3, Of: 3, Doubtful: 2, Computed: 1}, "含存疑2项，含计算值1项"},
		{"no report", aggregate.Total{NoReport: true, Of: 1}, "无年报"},
		{"one agency's missing figure", aggregate.Total{State: data.Missing, Of: 1}, "未找到"},
		{"one agency's unreadable figure", aggregate.Total{State: data.Unreadable, Of: 1}, "无法识别"},
		{"not to be added", aggregate.Total{NotAdditive: true}, "不可加"},
	}
	for _, test := range tests {
		if got := aggregate.Note(test.total); got != test.want {
			t.Errorf("%s: want %q, got %q", test.name, test.want, got)
		}
	}
}
