package sample

import (
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// grid is a table as drawn.
type grid struct {
	cols int
	at   [][]*box
	// widths are the columns' shares of the page, in thousandths; nil for
	// columns of one width.
	widths []int
}

// box is one cell of a grid with its span.
type box struct {
	text             string
	row, col, height int
	width            int
	left             bool // set to the left, not centred
	count            bool // a plain whole number is printed in it
	money            bool // a plain number with two decimals
}

func newGrid(rows, cols int) *grid {
	g := &grid{cols: cols, at: make([][]*box, rows)}
	for i := range g.at {
		g.at[i] = make([]*box, cols)
	}
	return g
}

func (g *grid) put(b box) {
	for r := b.row; r < b.row+b.height; r++ {
		for c := b.col; c < b.col+b.width; c++ {
			g.at[r][c] = &b
		}
	}
}

// width returns a box's width on a page so wide.
func (g *grid) width(col, cols, page int) int {
	if g.widths == nil {
		return page / g.cols * cols
	}
	sum := 0
	for _, w := range g.widths[col : col+cols] {
		sum += page * w / 1000
	}
	return sum
}

// row lists the boxes that touch a row, each once; one that began above has
// another row.
func (g *grid) row(r int) []*box {
	var out []*box
	for c := 0; c < g.cols; {
		b := g.at[r][c]
		if b == nil {
			b = &box{row: r, col: c, height: 1, width: 1}
		}
		out = append(out, b)
		c += b.width
	}
	return out
}

// span is one label of a header: the leaves it covers and its levels.
type span struct {
	text                         string
	first, leaves, level, levels int
}

// spans lays the labels of paths out as merged cells: neighbours with the same
// beginning share it, a path's last label reaches down to the leaves.
func spans(paths [][]string, depth int) []span {
	var out []span
	for level := range depth {
		for i := 0; i < len(paths); {
			n := 1
			if level < len(paths[i])-1 {
				for i+n < len(paths) && level < len(paths[i+n])-1 && same(paths[i], paths[i+n], level+1) {
					n++
				}
			}
			if level < len(paths[i]) {
				s := span{text: paths[i][level], first: i, leaves: n, level: level, levels: 1}
				if level == len(paths[i])-1 {
					s.levels = depth - level
				}
				out = append(out, s)
			}
			i += n
		}
	}
	return out
}

func same(a, b []string, n int) bool {
	for i := range n {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func depthOf(paths [][]string) int {
	n := 0
	for _, p := range paths {
		n = max(n, len(p))
	}
	return n
}

// draftsman draws the tables of one report.
type draftsman struct {
	layout  Layout
	figures map[string]data.Figure
}

func newDraftsman(r *Report, l Layout) *draftsman {
	d := &draftsman{layout: l, figures: map[string]data.Figure{}}
	for _, t := range r.Data.Tables {
		for _, f := range t.Figures {
			d.figures[f.Code] = f
		}
	}
	return d
}

// label writes a label of the form as this file does.
func (d *draftsman) label(text string) string {
	if before, ok := strings.CutSuffix(text, "总计"); ok && d.layout.Sum != "" {
		return before + d.layout.Sum
	}
	if d.layout.Comma && len(text) > 2 && text[0] >= '1' && text[0] <= '9' && text[1] == '.' {
		return text[:1] + "、" + text[2:]
	}
	return text
}

func (d *draftsman) head(g *grid, text string, row, col, height, width int) {
	g.put(box{text: d.label(text), row: row, col: col, height: height, width: width})
}

func (d *draftsman) cell(g *grid, code string, row, col, width int) {
	f := d.figures[code]
	count := f.State == data.Read && f.Raw == plainCount(f.Value)
	money := f.State == data.Read && !count && f.Raw == plainMoney(f.Value)
	g.put(box{text: f.Raw, row: row, col: col, height: 1, width: width, count: count, money: money})
}

// there tells whether the row is in the file at all.
func (d *draftsman) there(row *form.Row) bool {
	for _, c := range row.Columns {
		code := row.Code
		if c.Code != "" {
			code += "." + c.Code
		}
		if d.figures[code].State != data.Missing {
			return true
		}
	}
	return false
}

func (d *draftsman) rows(t *form.Table) []*form.Row {
	var out []*form.Row
	for _, r := range t.Rows {
		if d.there(r) {
			out = append(out, r)
		}
	}
	return out
}

func code(r *form.Row, c *form.Column) string {
	if c.Code == "" {
		return r.Code
	}
	return r.Code + "." + c.Code
}
