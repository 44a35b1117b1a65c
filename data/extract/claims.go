package extract

import (
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// maxRaw is how many characters of a cell's text a figure keeps.
const maxRaw = 100

// claims are the figures that places in the document offer for a code.
type claims struct {
	lines  []line
	of     map[string][]data.Figure
	rows   map[string]bool     // rows found, by code
	shared map[data.Place]bool // cells that reach over several rows of the form
}

func newClaims(lines []line) *claims {
	return &claims{lines: lines, of: make(map[string][]data.Figure, 200), rows: map[string]bool{}, shared: map[data.Place]bool{}}
}

// add offers what a slot of a line holds for the code.
func (c *claims) add(code string, l *line, s slot, around unit) {
	f := data.Figure{Code: code}
	if s.other != nil {
		f.Other = rawText(s.other.Text)
	}
	if s.missing || s.cell == nil {
		f.State, f.Doubt = data.Missing, s.doubt
		c.of[code] = append(c.of[code], f)
		return
	}
	n := parseNumber(s.cell.Text, measureOf(code), around)
	f.State, f.Value, f.Doubt = n.state, n.value, n.doubt
	f.Raw, f.Place = rawText(s.cell.Text), placeOf(l, s.cell)
	if s.doubt == data.DoubtNone && l.recognised {
		s.doubt = data.DoubtRecognised
	}
	if s.doubt != data.DoubtNone {
		f = doubted(f, s.doubt)
	}
	if s.cell.above && f.State != data.Blank {
		c.shared[f.Place] = true
		f = reached(f)
	}
	c.of[code] = append(c.of[code], f)
}

// doubted marks a figure that may not be the cell's, or not what is printed.
// A cell that is doubtful and shows nothing has no value to mark; it may well
// not be blank, which would count as 0.
func doubted(f data.Figure, why data.Doubt) data.Figure {
	switch {
	case f.State.HasValue():
		f.State, f.Doubt = data.Doubtful, why
	case f.State == data.Blank:
		f.State, f.Doubt = data.Missing, why
	}
	return f
}

// reached is a figure whose cell began in the row above: it may be that row's
// alone.
func reached(f data.Figure) data.Figure {
	if f.State.HasValue() && f.Value == 0 {
		f.State, f.Doubt = data.Doubtful, data.DoubtShortRow
		return f
	}
	return data.Figure{Code: f.Code, State: data.Missing, Doubt: data.DoubtShortRow}
}

func placeOf(l *line, c *cell) data.Place {
	page := c.Page
	if page == 0 {
		page = l.page
	}
	return data.Place{Grid: l.grid.Number, Row: c.Row, Col: c.Col, Page: page, Sheet: l.sheet}
}

func rawText(text string) string {
	text = strings.TrimSpace(text)
	if len(text) <= maxRaw {
		return text
	}
	r := []rune(text)
	return string(r[:min(len(r), maxRaw)])
}

// addHit offers all that a row holds.
func (c *claims) addHit(cat *catalog, h *hit, around unit) {
	row := &cat.rows[h.row]
	c.rows[row.code] = true
	for i := range h.slots {
		col := &h.head.cols[i]
		for _, k := range col.cands {
			if !slices.Contains(row.sets, cat.columns[k].set) {
				continue
			}
			code := row.code
			if cat.columns[k].code != "" {
				code += "." + cat.columns[k].code
			}
			s := h.slots[i]
			if s.doubt == data.DoubtNone {
				s.doubt = col.doubt
			}
			u := around
			if col.unit != noUnit {
				u = col.unit
			}
			c.add(code, &c.lines[h.line], s, u)
			break
		}
	}
}

// figure settles the code: what all places say, or a doubt.
func (c *claims) figure(code string, absent data.Doubt) data.Figure {
	all := c.of[code]
	if len(all) == 0 {
		return data.Figure{Code: code, State: data.Missing, Doubt: absent}
	}
	best := all[0]
	differ, other := false, ""
	for _, f := range all[1:] {
		switch {
		case f.State == data.Missing:
		case best.State == data.Missing, alike(best, f) && f.State == data.Read:
			best = f
		case !alike(best, f):
			differ = true
			if !best.State.HasValue() && f.State.HasValue() {
				best, f = f, best
			}
			other = f.Raw
		}
	}
	switch {
	case differ && best.State.HasValue():
		best.State, best.Doubt, best.Other = data.Doubtful, data.DoubtRepeated, other
	case best.State == data.Read && best.Value != 0 && c.shared[best.Place]:
		best.State, best.Doubt = data.Doubtful, data.DoubtShortRow
	}
	return best
}

// differ reports whether any code is claimed with different values.
func (c *claims) differ() bool {
	for _, all := range c.of {
		for _, f := range all[1:] {
			if !alike(all[0], f) {
				return true
			}
		}
	}
	return false
}

func alike(a, b data.Figure) bool {
	if a.State.HasValue() && b.State.HasValue() {
		return a.Value == b.Value
	}
	return a.State == b.State
}

// table gathers a table of an edition: its cells in the form's order, then what
// was found of other editions.
func (c *claims) table(name, edition string) data.Table {
	t := data.Table{Name: name, Edition: edition, Found: true}
	own := form.ByID(edition).Table(name)
	known := make(map[string]bool, len(own.Cells))
	t.Figures = make([]data.Figure, 0, len(own.Cells))
	for _, cell := range own.Cells {
		known[cell.Code] = true
		absent := data.DoubtRowMissing
		if c.rows[cell.Row.Code] {
			absent = data.DoubtLabel // the row is there, the column was not found
		}
		t.Figures = append(t.Figures, c.figure(cell.Code, absent))
	}
	for _, e := range form.Editions() {
		other := e.Table(name)
		if other == nil {
			continue
		}
		for _, cell := range other.Cells {
			if known[cell.Code] || c.of[cell.Code] == nil {
				continue
			}
			known[cell.Code] = true
			f := c.figure(cell.Code, data.DoubtRowMissing)
			f.Extra = true
			if f.State.HasValue() || f.State == data.Unreadable {
				t.Figures = append(t.Figures, f)
			}
		}
	}
	return t
}

// absent is a table that the document does not hold.
func absent(name, edition string) data.Table {
	cells := form.ByID(edition).Table(name).Cells
	t := data.Table{Name: name, Edition: edition, Figures: make([]data.Figure, 0, len(cells))}
	for _, cell := range cells {
		t.Figures = append(t.Figures, data.Figure{Code: cell.Code, State: data.Missing, Doubt: data.DoubtTableMissing})
	}
	return t
}
