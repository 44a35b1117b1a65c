package extract

import (
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/nianbao/nianbao/data/form"
)

// catalog is one table of the form over all editions, arranged for finding
// rows and columns by their labels. It is read-only.
type catalog struct {
	name    string
	rows    []rowLabel
	columns []columnLabel
	rowKeys map[string][]int // label -> rows
	colKeys map[string][]int // label -> columns
	groups  map[string]bool  // labels above rows; one of them is a row in another edition
	parents map[string]bool  // labels above columns
}

// rowLabel is a row of one or more editions. Rows stand in printed order.
type rowLabel struct {
	code   string
	sets   []string  // sets of columns that some edition gives the row
	texts  []wording // its own label and aliases
	parent string    // label above it; empty where there is none
	// ancestors are all labels above it.
	ancestors []string
	shared    bool // another row bears the same label
}

// columnLabel is a column of one set.
type columnLabel struct {
	set     string
	index   int // in its set, from 0
	code    string
	edition string // of the set; empty where several editions have it
	texts   []wording
	under   string // parent's label
}

// wording is one way to word a label: as it is looked up, and by character for
// what is not exact.
type wording struct {
	text  string
	runes []rune
}

type catalogs struct{ s, t2, t3, t4 *catalog }

// load arranges the facts of package form once.
var load = sync.OnceValue(func() *catalogs {
	return &catalogs{s: newCatalog("s"), t2: newCatalog("t2"), t3: newCatalog("t3"), t4: newCatalog("t4")}
})

// Prepare readies the form's labels ahead of the first document and may be
// called any number of times, in the background as well.
func Prepare() { load() }

func newCatalog(name string) *catalog {
	c := &catalog{
		name: name, rowKeys: map[string][]int{}, colKeys: map[string][]int{},
		groups: map[string]bool{}, parents: map[string]bool{},
	}
	// The newest edition gives the order; rows of older ones stand after the
	// row that they follow there.
	editions := slices.Clone(form.Editions())
	slices.Reverse(editions)
	for _, e := range editions {
		if t := e.Table(name); t != nil {
			c.addTable(t)
		}
	}
	for i := range c.rows {
		c.indexRow(i)
	}
	for _, rows := range c.rowKeys {
		for _, i := range rows {
			c.rows[i].shared = c.rows[i].shared || len(rows) > 1
		}
	}
	return c
}

func (c *catalog) addTable(t *form.Table) {
	after := -1
	for _, r := range t.Rows {
		i := slices.IndexFunc(c.rows, func(l rowLabel) bool { return l.code == r.Code })
		if i < 0 {
			i = after + 1
			c.rows = slices.Insert(c.rows, i, rowLabel{code: r.Code})
		}
		after = i
		c.rows[i].add(r)
		for _, above := range r.Path[:len(r.Path)-1] {
			l := newLabel(above)
			c.groups[l.full], c.groups[l.bare] = true, true
			c.rows[i].parent = l.bare
			if !slices.Contains(c.rows[i].ancestors, l.bare) {
				c.rows[i].ancestors = append(c.rows[i].ancestors, l.bare)
			}
		}
		c.addColumns(r.Columns, t.Edition)
	}
}

// short reports whether the row's label also names a column: 其他, 总计.
func (r *rowLabel) short(c *catalog) bool { return c.colKeys[r.texts[0].text] != nil }

func (r *rowLabel) add(row *form.Row) {
	if set := row.Columns[0].Set; !slices.Contains(r.sets, set) {
		r.sets = append(r.sets, set)
	}
	r.texts = appendTexts(r.texts, row.Label())
	for _, alias := range row.Aliases {
		r.texts = appendTexts(r.texts, alias)
	}
	for n := len(row.Path) - 2; n >= 0; n-- {
		r.texts = appendTexts(r.texts, strings.Join(row.Path[n:], ""))
	}
}

func appendTexts(texts []wording, words string) []wording {
	l := newLabel(words)
	for _, s := range []string{l.full, l.bare} {
		if !slices.ContainsFunc(texts, func(w wording) bool { return w.text == s }) {
			texts = append(texts, wording{s, []rune(s)})
		}
	}
	return texts
}

func (c *catalog) addColumns(columns []*form.Column, edition string) {
	set := columns[0].Set
	if i := slices.IndexFunc(c.columns, func(l columnLabel) bool { return l.set == set }); i >= 0 {
		for ; i < len(c.columns) && c.columns[i].set == set; i++ {
			if c.columns[i].edition != edition {
				c.columns[i].edition = ""
			}
		}
		return
	}
	for n, col := range columns {
		l := columnLabel{set: set, index: n, code: col.Code, edition: edition}
		for _, w := range append([]string{col.Label()}, col.Aliases...) {
			l.texts = appendTexts(l.texts, w)
		}
		if len(col.Path) > 1 {
			l.under = newLabel(col.Path[0]).full
			c.parents[l.under] = true
		}
		for _, w := range l.texts {
			c.colKeys[w.text] = append(c.colKeys[w.text], len(c.columns))
		}
		c.columns = append(c.columns, l)
	}
}

func (c *catalog) indexRow(i int) {
	for _, w := range c.rows[i].texts {
		c.rowKeys[w.text] = append(c.rowKeys[w.text], i)
	}
}

// sets yields where each set of columns begins and how many it has.
func (c *catalog) sets() iter.Seq2[int, int] {
	return func(yield func(int, int) bool) {
		for at := 0; at < len(c.columns); {
			n := 1
			for at+n < len(c.columns) && c.columns[at+n].set == c.columns[at].set {
				n++
			}
			if !yield(at, n) {
				return
			}
			at += n
		}
	}
}

// row returns the rows whose label is exactly l.
func (c *catalog) row(l label) []int { return lookup(c.rowKeys, l) }

// column returns the columns whose label is exactly l.
func (c *catalog) column(l label) []int { return lookup(c.colKeys, l) }

func (c *catalog) group(l label) bool { return c.groups[l.full] || c.groups[l.bare] }

func lookup(keys map[string][]int, l label) []int {
	if l.empty() {
		return nil
	}
	if found := keys[l.full]; found != nil {
		return found
	}
	return keys[l.bare]
}

// nearRow returns the one row whose label is like l, clearly more so than any
// other's; ok is false where there is none.
func (c *catalog) nearRow(l label) (row int, ok bool) {
	return nearest(l, len(c.rows), func(i int) []wording { return c.rows[i].texts })
}

// nearColumn is nearRow for columns. Columns of several sets may bear one label.
func (c *catalog) nearColumn(l label) []int {
	i, ok := nearest(l, len(c.columns), func(i int) []wording { return c.columns[i].texts })
	if !ok {
		return nil
	}
	return c.colKeys[c.columns[i].texts[0].text]
}

func nearest(l label, n int, texts func(int) []wording) (int, bool) {
	if l.empty() {
		return 0, false
	}
	ways := [][]rune{[]rune(l.full)}
	if l.bare != l.full {
		ways = append(ways, []rune(l.bare))
	}
	best, next, at, word := 1<<30, 1<<30, -1, ""
	for i := range n {
		d, w := -1, ""
		for _, t := range texts(i) {
			for _, way := range ways {
				if k := likeness(way, t.runes); k >= 0 && (d < 0 || k < d) {
					d, w = k, t.text
				}
			}
		}
		switch {
		case d < 0:
		case d < best:
			if w != word {
				next = best
			}
			best, at, word = d, i, w
		case w != word:
			next = min(next, d)
		}
	}
	if at < 0 || next-best < min(best, 2) {
		return 0, false
	}
	return at, true
}
