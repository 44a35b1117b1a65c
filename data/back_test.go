package data_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

func TestBack(t *testing.T) {
	t.Parallel()
	first := data.Version{ID: 4, SHA256: "a"}
	second := data.Version{ID: 9, SHA256: "b", Received: "2024-01-20"}
	waiting := data.Version{ID: 6, SHA256: "w", Wait: []string{data.WaitOther}}
	empty := data.Version{ID: 8, SHA256: "e", Unfilled: true}
	public := data.Version{ID: 10, SHA256: "p", Copy: data.CopyPublic}
	sent := data.Returned{ID: 1, Version: 4, Newest: 7, Batch: 2, SHA256: "a", Due: "2024-01-18"}
	withdrawn := sent
	withdrawn.Withdrawn = time.Date(2024, 1, 16, 0, 0, 0, 0, time.UTC)
	unread := data.Returned{ID: 1, Newest: 3, Batch: 1}
	again := data.Returned{ID: 2, Version: 9, Newest: 9, Batch: 3, SHA256: "b"}
	same := data.File{Batch: 3, Outcome: data.Copy, Version: 4}
	type result struct {
		Returned, Resent, Updated, Unchanged int
		Open, Late, Empty                    bool
	}
	for _, c := range []struct {
		name     string
		returns  []data.Returned
		versions []data.Version
		files    []data.File
		want     result
	}{
		{"never sent back", nil, []data.Version{first}, nil, result{}},
		{"handed in twice of itself", nil, []data.Version{waiting, first}, nil, result{Updated: 1}},
		{"sent back", []data.Returned{sent}, []data.Version{first}, nil, result{Returned: 1, Open: true, Late: true}},
		{"sent back and withdrawn", []data.Returned{withdrawn}, []data.Version{first}, nil, result{}},
		{"what waited before it is no answer", []data.Returned{sent}, []data.Version{first, waiting}, nil, result{Returned: 1, Updated: 1, Open: true, Late: true}},
		{"answered", []data.Returned{sent}, []data.Version{second, first}, nil, result{Returned: 1, Resent: 1, Late: true}},
		{"an empty form is no answer", []data.Returned{sent}, []data.Version{first, empty}, nil, result{Returned: 1, Open: true, Late: true, Empty: true}},
		{"the website's copy is no answer", []data.Returned{sent}, []data.Version{first, public}, nil, result{Returned: 1, Open: true, Late: true}},
		{"typed halfway", []data.Returned{sent}, []data.Version{first, {ID: 11, Wait: []string{data.WaitDraft}}}, nil, result{Returned: 1, Open: true, Late: true}},
		{"the same figures again", []data.Returned{sent}, []data.Version{first}, []data.File{same}, result{Returned: 1, Unchanged: 1, Open: true, Late: true}},
		{"a copy that came with the first", []data.Returned{sent}, []data.Version{first}, []data.File{{Batch: 2, Outcome: data.Copy, Version: 4}}, result{Returned: 1, Open: true, Late: true}},
		{"another report's copy", []data.Returned{sent}, []data.Version{first}, []data.File{{Batch: 3, Outcome: data.Copy, Version: 5}}, result{Returned: 1, Open: true, Late: true}},
		{"the same file imported anew", []data.Returned{sent}, []data.Version{{ID: 12, SHA256: "a"}}, nil, result{Returned: 1, Open: true, Late: true}},
		{"a scan sent back", []data.Returned{unread}, nil, nil, result{Returned: 1, Open: true}},
		{"a report after the scan", []data.Returned{unread}, []data.Version{first}, nil, result{Returned: 1, Resent: 1}},
		{"an empty form, then the first report", nil, []data.Version{{ID: 2, Unfilled: true}, first}, nil, result{}},
		{"once more after the answer", []data.Returned{sent}, []data.Version{first, second, {ID: 12, SHA256: "c"}}, nil, result{Returned: 1, Resent: 1, Updated: 1, Late: true}},
		{"two returns and one answer", []data.Returned{sent, {ID: 2, Version: 4, Newest: 7, SHA256: "a"}}, []data.Version{first, second}, nil, result{Returned: 2, Resent: 1, Late: true}},
		{"after a return that was withdrawn", []data.Returned{withdrawn}, []data.Version{first, second}, nil, result{Updated: 1}},
		{"sent back twice, the same once between", []data.Returned{again, sent}, []data.Version{first, second}, []data.File{same}, result{Returned: 2, Resent: 1, Unchanged: 1, Open: true, Late: true}},
	} {
		b := data.BackOf(c.returns, c.versions, c.files)
		got := result{Returned: b.Returned, Resent: b.Resent, Updated: b.Updated, Open: b.Open() != nil, Late: b.Late("2024-01-19")}
		for _, turn := range b.Turns {
			got.Unchanged += turn.Unchanged
			got.Empty = got.Empty || turn.Empty
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestAnswersReturn(t *testing.T) {
	t.Parallel()
	sent := []data.Returned{{ID: 1, Version: 4, Newest: 7, SHA256: "a"}}
	first, early, later := data.Version{ID: 4, SHA256: "a"}, data.Version{ID: 6}, data.Version{ID: 9}
	for _, c := range []struct {
		name   string
		others []data.Version
		id     int64
		want   bool
	}{
		{"a new one", []data.Version{first, early}, 0, true},
		{"a new one after the answer", []data.Version{first, later}, 0, false},
		{"one settled now that came after", []data.Version{first, {ID: 8}}, 8, true},
		{"one settled now where a later one answered", []data.Version{first, later}, 8, false},
		{"one settled now that had come before", []data.Version{first}, 6, false},
	} {
		if got := data.AnswersReturn(sent, c.others, c.id); got != c.want {
			t.Errorf("%s: want %v, got %v", c.name, c.want, got)
		}
	}
}
