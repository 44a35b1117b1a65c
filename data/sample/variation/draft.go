package variation

import (
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
	"github.com/nianbao/nianbao/data/sample"
)

// draft is a report on its way to a file. Layouts change its plan (rows,
// columns, labels, words, figures) before the tables are drawn, and the drawn
// blocks after.
type draft struct {
	*rand.Rand
	edition  *form.Edition
	agency   string
	year     int
	title    string
	name     string // of the file, without ending
	preamble []string
	chapters []data.Chapter
	closing  []string
	refused  bool

	figures map[string]*data.Figure
	rows    map[string][]*form.Row // by table, in the order in which they are drawn
	order   map[string][]int       // by set of columns: which column stands where
	relabel []func(label) string
	five    bool // table 2 as a table for each of its sections

	blocks  []block
	nested  bool // everything stands in a cell of a layout table
	changes bool // some boxes have tracked changes
	lines   bool // text: no ends of rows
}

// block is one piece of the file in reading order.
type block struct {
	kind  blockKind
	text  string
	table *table
	name  string // of a table of the form: s, t2, t3, t4
}

type blockKind int

const (
	paragraph blockKind = iota
	titleLine
	heading
	tableBlock
)

// label is a label about to be drawn. row tells those at the left (and the
// groups of table 4) from those of columns.
type label struct {
	text string
	row  bool
	own  bool // it names one row or column, not a group of them
}

func newDraft(r *sample.Report, rnd *rand.Rand) *draft {
	d := &draft{
		Rand: rnd, edition: form.ByID(r.Data.Edition), agency: r.Data.Agency, year: r.Data.Year, title: r.Data.Title,
		name: r.Data.Title, preamble: slices.Clone(r.Preamble), chapters: slices.Clone(r.Data.Chapters), closing: slices.Clone(r.Closing),
		figures: map[string]*data.Figure{}, rows: map[string][]*form.Row{}, order: map[string][]int{},
	}
	for _, t := range r.Data.Tables {
		for _, f := range t.Figures {
			d.figures[f.Code] = &f
		}
	}
	for _, t := range d.edition.Tables {
		d.rows[t.Name] = slices.Clone(t.Rows)
	}
	return d
}

// apply draws the report with the layouts.
func (d *draft) apply(with []*layout) {
	for _, l := range with {
		if l.before != nil {
			l.before(d)
		}
	}
	d.compose()
	for _, l := range with {
		if l.after != nil {
			l.after(d)
		}
	}
}

// want tells what must be read.
func (d *draft) want() Want {
	w := Want{Refused: d.refused, Agency: d.agency, Year: d.year}
	if d.refused {
		return w
	}
	for _, t := range d.edition.Tables {
		for _, c := range t.Cells {
			w.Figures = append(w.Figures, bareFigure(d.figures[c.Code]))
		}
	}
	for _, e := range form.Editions() {
		for _, t := range e.Tables {
			for _, c := range t.Cells {
				if f := d.figures[c.Code]; f != nil && f.Extra && !slices.ContainsFunc(w.Figures, func(o data.Figure) bool { return o.Code == c.Code }) {
					w.Figures = append(w.Figures, bareFigure(f))
				}
			}
		}
	}
	return w
}

func bareFigure(f *data.Figure) data.Figure {
	return data.Figure{Code: f.Code, State: f.State, Value: f.Value, Raw: f.Raw, Extra: f.Extra}
}

// compose puts title, words and tables in order.
func (d *draft) compose() {
	d.blocks = []block{{kind: titleLine, text: d.title}}
	d.say(d.preamble...)
	for _, c := range d.chapters {
		d.blocks = append(d.blocks, block{kind: heading, text: c.Title})
		for line := range strings.SplitSeq(c.Text, "\n") {
			if line != "" {
				d.say(line)
			}
		}
		for _, t := range d.edition.Tables {
			if t.Title == c.Title {
				d.tables(t)
			}
		}
	}
	if t := d.edition.Table("s"); t != nil {
		d.say("附件")
		d.blocks = append(d.blocks, block{kind: heading, text: "政府信息公开情况统计表（" + digits(int64(d.year)) + "年度）"})
		d.tables(t)
	}
	d.say(d.closing...)
}

func (d *draft) say(lines ...string) {
	for _, l := range lines {
		d.blocks = append(d.blocks, block{text: l})
	}
}

func (d *draft) tables(t *form.Table) {
	for _, drawn := range d.drawTable(t) {
		d.blocks = append(d.blocks, block{kind: tableBlock, table: drawn, name: t.Name})
	}
}

// columns are the row's columns in the order in which they are drawn.
func (d *draft) columns(r *form.Row) []*form.Column {
	order := d.order[r.Columns[0].Set]
	if order == nil {
		return r.Columns
	}
	out := make([]*form.Column, len(order))
	for i, k := range order {
		out[i] = r.Columns[k]
	}
	return out
}

// label words a label of the form as this file does.
func (d *draft) label(l label) string {
	for _, f := range d.relabel {
		l.text = f(l)
	}
	return l.text
}

// index returns the place of the first block that holds the form's table.
func (d *draft) index(name string) int {
	return slices.IndexFunc(d.blocks, func(b block) bool { return b.name == name })
}

// insert puts paragraphs before block i.
func (d *draft) insert(i int, lines ...string) {
	var more []block
	for _, l := range lines {
		more = append(more, block{text: l})
	}
	d.blocks = slices.Insert(d.blocks, i, more...)
}

// each visits every box of the form's tables that holds a figure of the file.
func (d *draft) each(do func(b *box, f *data.Figure, c *form.Cell)) {
	for _, k := range d.blocks {
		if k.table == nil || k.name == "" {
			continue
		}
		for _, row := range k.table.rows {
			for _, b := range row {
				if b.code != "" {
					do(b, d.figures[b.code], form.CellOf(d.edition.ID, b.code))
				}
			}
		}
	}
}

// drop takes the row out of the file.
func (d *draft) drop(table, row string) {
	d.rows[table] = slices.DeleteFunc(d.rows[table], func(r *form.Row) bool {
		if r.Code != row {
			return false
		}
		for _, c := range r.Columns {
			f := d.figures[cellCode(r, c)]
			f.State, f.Value, f.Raw = data.Missing, 0, ""
		}
		return true
	})
}

func cellCode(r *form.Row, c *form.Column) string {
	if c.Code == "" {
		return r.Code
	}
	return r.Code + "." + c.Code
}
