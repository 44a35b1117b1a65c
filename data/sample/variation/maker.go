package variation

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/sample"
)

// maker makes the files of one seed.
type maker struct {
	seed    uint64
	reports map[string][]*sample.Report // by edition
	files   []File
}

func newMaker(seed uint64) *maker {
	m := &maker{seed: seed, reports: map[string][]*sample.Report{}}
	for _, r := range sample.Clean(seed).Reports {
		if r.Data.Kind == data.Unit {
			m.reports[r.Data.Edition] = append(m.reports[r.Data.Edition], r)
		}
	}
	return m
}

// chances is a stream of chances of its own for a file.
func (m *maker) chances(names ...string) *rand.Rand {
	h := fnv.New64a()
	for _, n := range names {
		h.Write([]byte(n))
		h.Write([]byte{0})
	}
	return rand.New(rand.NewPCG(m.seed, h.Sum64()))
}

// add makes file k of the layouts. Every third report is one of a county whose
// sums hold and whose figures are mostly 0; in the others every cell holds
// another number, so that no figure can pass for its neighbour.
func (m *maker) add(format Format, k int, with []*layout) {
	number := len(m.files) + 1
	rnd := m.chances("file", strconv.Itoa(number))
	edition := editionFor(with, k)
	pool := m.reports[edition]
	d := newDraft(pool[rnd.IntN(len(pool))], rnd)
	if k%3 != 2 {
		d.fill()
	}
	f := File{Format: format}
	for _, l := range with {
		f.Layouts = append(f.Layouts, l.name)
	}
	d.apply(with)
	f.Path = fmt.Sprintf("%04d/%s.%s", number, d.name, format.Extension())
	f.Changes = d.changes
	f.Want = d.want()
	f.draft = d
	m.files = append(m.files, f)
}

// editionFor chooses an edition that all layouts are seen in.
func editionFor(with []*layout, k int) string {
	fits := editionsOf(with)
	return fits[k%len(fits)]
}

func editionsOf(with []*layout) []string {
	fits := []string{"2021", "2019", "2014"}
	for _, l := range with {
		own := l.editions
		if own == nil {
			own = []string{"2021", "2019"}
		}
		fits = slices.DeleteFunc(fits, func(e string) bool { return !slices.Contains(own, e) })
	}
	return fits
}

// mixture draws two or three layouts that can stand together.
func (m *maker) mixture(format Format) []*layout {
	rnd := m.chances("mixture", strconv.Itoa(len(m.files)))
	all := layouts()
	for {
		var out []*layout
		for range 2 + rnd.IntN(2) {
			out = append(out, all[rnd.IntN(len(all))])
		}
		if together(out, format) {
			return out
		}
	}
}

func together(with []*layout, format Format) bool {
	for i, l := range with {
		if !l.suits(format) || l.alone {
			return false
		}
		for _, o := range with[:i] {
			if o.name == l.name || o.aspect != "" && o.aspect == l.aspect {
				return false
			}
		}
	}
	return len(editionsOf(with)) > 0
}
