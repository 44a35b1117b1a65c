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
	list     []byte // of properties; nil for the usual ones
}

// parseRuns reads the pages that a table lists. find gives the list of the
// i-th of n runs of a page.
func parseRuns(table, text []byte, find func(page []byte, i, n int) ([]byte, error)) ([]run, error) {
	if len(table) < 4 {
		return nil, damaged()
	}
	n := (len(table) - 4) / 8
	var out []run
	for i := range n {
		number := u32(table[4*(n+1)+4*i:]) & (1<<22 - 1)
		page, err := part(text, number*pageSize, pageSize)
		if err != nil {
			return nil, err
		}
		count := int(page[pageSize-1])
		if 4*(count+1) > pageSize-1 {
			return nil, damaged()
		}
		for k := range count {
			r := run{from: u32(page[4*k:]), to: u32(page[4*k+4:])}
			if r.list, err = find(page, k, count); err != nil {
				return nil, err
			}
			out = append(out, r)
		}
		if len(out) > maxRuns {
			return nil, document.ErrTooLarge
		}
	}
	return out, nil
}

// characterList finds the properties of a run of characters.
func characterList(page []byte, i, n int) ([]byte, error) {
	where := 4*(n+1) + i
	if where >= pageSize-1 {
		return nil, damaged()
	}
	at := 2 * int(page[where])
	if at == 0 {
		return nil, nil
	}
	return within(page, at+1, int(page[at]))
}

// paragraphList finds the properties of a paragraph; the number of its style,
// which stands before them, is left out.
func paragraphList(page []byte, i, n int) ([]byte, error) {
	const entry = 13
	where := 4*(n+1) + entry*i
	if where >= pageSize-1 {
		return nil, damaged()
	}
	at := 2 * int(page[where])
	if at == 0 {
		return nil, nil
	}
	size := 2*int(page[at]) - 1
	if page[at] == 0 {
		at++
		if at >= pageSize {
			return nil, damaged()
		}
		size = 2 * int(page[at])
	}
	list, err := within(page, at+1, size)
	if err != nil || len(list) < 2 {
		return nil, err
	}
	return list[2:], nil
}

func within(page []byte, at, n int) ([]byte, error) {
	if n < 0 || at+n > pageSize {
		return nil, damaged()
	}
	return page[at : at+n], nil
}

// find returns the run that holds the offset, nil where none does. near is the
// index of the run found last, where to look first.
func find(runs []run, at uint32, near int) int {
	for i := near; i < len(runs) && i < near+2; i++ {
		if runs[i].from <= at && at < runs[i].to {
			return i
		}
	}
	i := sort.Search(len(runs), func(i int) bool { return runs[i].to > at })
	if i < len(runs) && runs[i].from <= at {
		return i
	}
	return -1
}
