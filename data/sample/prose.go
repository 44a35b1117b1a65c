package sample

import (
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// Mistakes in the words. They are made when the report has been worded.

// telling leaves a wrong number in a chapter: the first of the phrases that
// is there gets n more.
func telling(n int64, phrases ...string) func(spoiler) {
	return inChapters(func(r *Report) {
		for i := range r.Data.Chapters {
			for _, phrase := range phrases {
				if text, ok := countMore(r.Data.Chapters[i].Text, phrase, n); ok {
					r.Data.Chapters[i].Text = text
					return
				}
			}
		}
	})
}

// countMore adds n to the number that stands behind the phrase.
func countMore(text, phrase string, n int64) (string, bool) {
	before, after, ok := strings.Cut(text, phrase)
	rest := strings.TrimLeft(after, "0123456789")
	was, err := strconv.ParseInt(after[:len(after)-len(rest)], 10, 64)
	if !ok || err != nil {
		return "", false
	}
	return before + phrase + plainCount(was+n) + rest, true
}

// inChapters changes the worded report.
func inChapters(change func(r *Report)) func(spoiler) {
	return func(s spoiler) { s.f.later = append(s.f.later, change) }
}

// addText adds a sentence to a chapter, from 0.
func addText(chapter int, text string) func(spoiler) {
	return inChapters(func(r *Report) { r.Data.Chapters[chapter].Text += text })
}

// sayInstead replaces a chapter's text.
func sayInstead(chapter int, text string) func(spoiler) {
	return inChapters(func(r *Report) { r.Data.Chapters[chapter].Text = text })
}

// dropChapter leaves a chapter out.
func dropChapter(chapter int) func(spoiler) {
	return inChapters(func(r *Report) {
		r.Data.Chapters = append(r.Data.Chapters[:chapter:chapter], r.Data.Chapters[chapter+1:]...)
	})
}

// copyProblems hands last year's chapter on problems in again, with this
// year's number in it.
func copyProblems(s spoiler) {
	last := s.previous()
	if last == nil {
		return
	}
	text := last.Data.Chapters[problemsChapter].Text
	sayInstead(problemsChapter, yearText(s.r.Data.Year)+"年，"+text)(s)
}

const problemsChapter = 4

// otherName lets the text speak for another agency.
func otherName(name string) func(spoiler) {
	return func(s spoiler) {
		inChapters(func(r *Report) {
			for i := range r.Preamble {
				r.Preamble[i] = strings.ReplaceAll(r.Preamble[i], r.Data.Agency, name)
			}
		})(s)
		s.f.Outcome, s.f.Code = data.Waiting, data.WaitAgencyConflict
	}
}

// times multiplies a cell.
func times(n int64, code string) func(spoiler) {
	return func(s spoiler) {
		was, _ := s.r.value(code)
		s.put(code, was*n)
	}
}

// noRequests empties the table of requests.
func noRequests(s spoiler) {
	for _, code := range s.r.codes("t3", func(string) bool { return true }) {
		s.r.set(code, 0)
	}
	for _, code := range s.r.codes("t4", func(string) bool { return true }) {
		s.r.set(code, 0)
	}
}

// reviewOfNothing has a review and no request that it could be about.
func reviewOfNothing(s spoiler) {
	noRequests(s)
	s.touch(1, "t4.review.upheld", "t4.review.total")
}

// otherApplicants takes a request carried over to be another's.
func otherApplicants(s spoiler) {
	for _, row := range []string{"t3.carried_in", "t3.granted", "t3.total"} {
		s.touch(-1, row+".person")
		s.touch(1, row+".research")
	}
}

// noDocuments counts none in force in a year that issued some.
func noDocuments(s spoiler) {
	s.r.set("t2.normative.issued", 2)
	s.r.set("t2.normative.repealed", 0)
	s.put("t2.normative.in_force", 0)
}

// moreThanThereAre repeals more documents than there can be.
func moreThanThereAre(s spoiler) {
	s.r.set("t2.normative.issued", 0)
	s.r.set("t2.normative.in_force", 0)
	s.put("t2.normative.repealed", 19)
}

// amountOfNothing has an amount and no project.
func amountOfNothing(s spoiler) { s.put("t2.procurement.projects", 0) }

// moreThanChannels publishes more than all channels together.
func moreThanChannels(s spoiler) {
	n, _ := s.r.value("s.disclosed")
	s.put("s.disclosed", 2*n)
}
