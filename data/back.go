package data

import (
	"cmp"
	"slices"
)

// Turn is one return of a report with what came of it.
type Turn struct {
	Returned
	// Answer is the version that came after it; nil while none did.
	Answer *Version
	// Unchanged counts the files that came after it with the figures that it
	// sent back (重报的数据没有变化). They are no answer.
	Unchanged int
	// Empty: a form without a value came after it, which is no answer either.
	Empty bool
}

// Open reports whether the agency still has to hand the report in again.
func (t *Turn) Open() bool { return t.Withdrawn.IsZero() && t.Answer == nil }

// Late reports whether the report came again, or did not come, after the day
// asked for; today is 2006-01-02. An answer of unknown date is not late.
func (t *Turn) Late(today string) bool {
	switch {
	case t.Due == "" || !t.Withdrawn.IsZero():
		return false
	case t.Answer != nil:
		return t.Answer.Received > t.Due
	}
	return today > t.Due
}

// Back is how often a report was sent back and came again (退回2次、重报1次).
type Back struct {
	// Turns are the returns in the order in which they were made, those
	// withdrawn too.
	Turns []Turn
	// Returned counts those that stand.
	Returned int
	// Resent (重报) counts the versions that answered a return. What came after
	// one and is no answer counts with its turn alone.
	Resent int
	// Updated (主动更新) counts the versions with other figures that came after
	// the first and that nobody had asked for.
	Updated int
}

// Happened reports whether it was sent back or came again at all.
func (b Back) Happened() bool { return b.Returned+b.Resent+b.Updated > 0 }

// Open is the last return that nothing answered; nil where none is open.
func (b Back) Open() *Turn {
	for i := len(b.Turns) - 1; i >= 0; i-- {
		if b.Turns[i].Open() {
			return &b.Turns[i]
		}
	}
	return nil
}

// Late reports whether any return was or is answered late.
func (b Back) Late(today string) bool {
	return slices.ContainsFunc(b.Turns, func(t Turn) bool { return t.Late(today) })
}

// HandedIn leaves out the files that are what an agency's website shows (网站公开版):
// nobody handed those in, whatever their figures are.
func HandedIn(files []File, receipts []Receipt) []File {
	type file struct {
		batch int64
		path  string
	}
	public := map[file]bool{}
	for _, r := range receipts {
		if r.Copy == CopyPublic && r.Batch != 0 {
			public[file{r.Batch, r.Path}] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(files), func(f File) bool { return public[file{f.Batch, f.Path}] })
}

// BackOf puts the returns of one report together with what came of it: its
// kept versions and the files that were handed in, of the batches that stand;
// files of other reports are passed over.
func BackOf(returns []Returned, versions []Version, files []File) Back {
	var b Back
	if len(returns) == 0 && len(versions) < 2 {
		return b
	}
	versions = slices.DeleteFunc(slices.Clone(versions), func(v Version) bool {
		return v.Copy == CopyPublic || slices.Contains(v.Wait, WaitDraft) // not handed in; not typed to its end
	})
	slices.SortFunc(versions, func(x, y Version) int { return cmp.Compare(x.ID, y.ID) })
	for _, r := range returns {
		t := Turn{Returned: r}
		if i := slices.IndexFunc(versions, func(v Version) bool { return answers(v, r, returns) }); i >= 0 {
			t.Answer = &versions[i]
		}
		if r.Withdrawn.IsZero() {
			b.Returned++
		}
		t.Empty = t.Answer == nil && slices.ContainsFunc(versions, func(v Version) bool { return v.Unfilled && v.ID > r.Newest })
		b.Turns = append(b.Turns, t)
	}
	slices.SortStableFunc(b.Turns, func(x, y Turn) int { return cmp.Compare(x.ID, y.ID) })
	b.again(versions)
	for _, f := range files {
		b.unchanged(f, versions)
	}
	return b
}

// again counts what came again, asked for or not; versions are in the order in
// which they came.
func (b *Back) again(versions []Version) {
	first := true
	for _, v := range versions {
		answer := slices.ContainsFunc(b.Turns, func(t Turn) bool { return t.Withdrawn.IsZero() && t.Answer != nil && t.Answer.ID == v.ID })
		sentBack := v.SHA256 != "" && slices.ContainsFunc(b.Turns, func(t Turn) bool { return t.SHA256 == v.SHA256 && t.Newest < v.ID })
		switch {
		case v.Unfilled:
			continue // a form without a value is no report yet
		case answer:
			b.Resent++
		case !first && !sentBack:
			b.Updated++
		}
		first = false
	}
}

// answers reports whether the version is what the return asked for. What was
// sent back before and came again as it was is not; what is sent back later was.
func answers(v Version, r Returned, all []Returned) bool {
	return v.ID > r.Newest && !v.Unfilled && v.Copy != CopyPublic &&
		!slices.ContainsFunc(all, func(r Returned) bool { return r.SHA256 != "" && r.SHA256 == v.SHA256 && r.Newest < v.ID })
}

// unchanged counts a file that came after a return and says what was there
// before it.
func (b *Back) unchanged(f File, versions []Version) {
	if f.Outcome != Copy && f.Outcome != AlreadyIn ||
		!slices.ContainsFunc(versions, func(v Version) bool { return v.ID == f.Version }) {
		return
	}
	for i := len(b.Turns) - 1; i >= 0; i-- {
		t := &b.Turns[i]
		if t.Withdrawn.IsZero() && f.Batch > t.Batch && f.Version <= t.Newest {
			t.Unchanged++
			return
		}
	}
}

// AnswersReturn reports whether a version with the id, or a new one where id
// is 0, is what an open return of its report asks for, others being the kept
// versions of the report.
func AnswersReturn(returns []Returned, others []Version, id int64) bool {
	before := slices.DeleteFunc(slices.Clone(others), func(v Version) bool { return v.ID == id })
	for _, t := range BackOf(returns, before, nil).Turns {
		if t.Open() && (id == 0 || id > t.Newest) {
			return true
		}
	}
	return false
}
