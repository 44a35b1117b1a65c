package msdoc

import (
	"sort"

	"github.com/nianbao/nianbao/data/document"
)

// Properties stand in pages of this size, of which the last byte counts the
// runs.
const (
	pageSize = 512
	maxRuns  = 1_000_000 // of one kind in a document; a report has some thousand
)

// run is a range of the text stream whose characters or paragraphs share
// their properties.
type run struct {
	from, to uint32
	style    int    // number of the paragraph's style; 0 for characters
	list     []byte // of properties; nil for the usual ones
}

// runs are the runs of a document in the order of the text stream.
type runs struct {
	list []run
	near int // index of the run found last, where the next is looked for first
}

// parseRuns reads the pages that a table lists. find gives the list of the
// i-th of n runs of a page.
func parseRuns(table, text []byte, find func(page []byte, i, n int) (run, error)) (out runs, err error) {
	if len(table) < 4 {
		return out, damaged()
	}
	n := (len(table) - 4) / 8
	for i := range n {
		number := u32(table[4*(n+1)+4*i:]) & (1<<22 - 1)
		page, err := part(text, number*pageSize, pageSize)
		if err != nil {
			return out, err
		}
		count := int(page[pageSize-1])
		if 4*(count+1) > pageSize-1 {
			return out, damaged()
		}
		for k := range count {
			r, err := find(page, k, count)
			if err != nil {
				return out, err
			}
			r.from, r.to = u32(page[4*k:]), u32(page[4*k+4:])
			out.list = append(out.list, r)
		}
		if len(out.list) > maxRuns {
			return out, document.ErrTooLarge
		}
	}
	return out, nil
}

// characterRun finds the properties of a run of characters.
func characterRun(page []byte, i, n int) (run, error) {
	where := 4*(n+1) + i
	if where >= pageSize-1 {
		return run{}, damaged()
	}
	at := 2 * int(page[where])
	if at == 0 {
		return run{}, nil
	}
	list, err := within(page, at+1, int(page[at]))
	return run{list: list}, err
}

// paragraphRun finds style and properties of a paragraph.
func paragraphRun(page []byte, i, n int) (run, error) {
	const entry = 13
	where := 4*(n+1) + entry*i
	if where >= pageSize-1 {
		return run{}, damaged()
	}
	at := 2 * int(page[where])
	if at == 0 {
		return run{}, nil
	}
	size := 2*int(page[at]) - 1
	if page[at] == 0 {
		at++
		if at >= pageSize {
			return run{}, damaged()
		}
		size = 2 * int(page[at])
	}
	list, err := within(page, at+1, size)
	if err != nil || len(list) < 2 {
		return run{}, err
	}
	return run{style: u16(list), list: list[2:]}, nil
}

func within(page []byte, at, n int) ([]byte, error) {
	if n < 0 || at+n > pageSize {
		return nil, damaged()
	}
	return page[at : at+n], nil
}

// find returns the run that holds the offset. Some programs leave out the mark
// of the last paragraph. The error is that of damage: without its properties,
// deleted text would look like any other.
func (r *runs) find(at uint32) (run, error) {
	for i := r.near; i < len(r.list) && i < r.near+2; i++ {
		if r.list[i].from <= at && at < r.list[i].to {
			r.near = i
			return r.list[i], nil
		}
	}
	i := sort.Search(len(r.list), func(i int) bool { return r.list[i].to > at })
	if i < len(r.list) && r.list[i].from <= at {
		r.near = i
		return r.list[i], nil
	}
	const mark = 2 // bytes of a character, at most
	if i == len(r.list) && i > 0 && at-r.list[i-1].to < 2*mark {
		return run{from: at, to: at + mark}, nil
	}
	return run{}, damaged()
}
