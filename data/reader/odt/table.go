package odt

import (
	"github.com/nianbao/nianbao/data/document"
)

// cell is a cell as it stands in the file, its column counted from 0.
type cell struct {
	document.LayoutCell
	col      int
	covered  bool // by a merged cell above or to the left
	bordered bool // only of a workbook
}

// grid is a table while it is read. until tells, for each column, which merged
// cell reaches down into it.
type grid struct {
	rows    [][]cell
	numbers []int // of a sheet's rows, from 0, since empty ones stand for many
	next    int   // number of the next row
	until   map[int]cover
	styles  []string // of the columns of a sheet
	sheet   bool
}

// cover is a merged cell: where it stands and the last row it covers.
type cover struct{ row, cell, last int }

// table reads a table and adds it to the story, or to the sheets of a workbook.
func (w *walker) table(e element) error {
	if w.tables++; w.tables > maxTables {
		return document.ErrTooLarge
	}
	w.endParagraph()
	t := &grid{until: map[int]cover{}, sheet: w.workbook && w.tables == 1}
	err := w.each(func(e element) error { return w.tablePart(t, e) })
	w.tables--
	if err != nil {
		return err
	}
	if t.sheet {
		w.sheets = append(w.sheets, &workbookSheet{name: attr(e, "name"), grid: t})
		return nil
	}
	w.story.Blocks = append(w.story.Blocks, document.LayoutBlock{Table: t.layout()})
	return nil
}

// tablePart takes an element in a table: a row, or what wraps rows.
func (w *walker) tablePart(t *grid, e element) error {
	if e.space != tableSpace {
		return w.skip()
	}
	switch e.local {
	case "table-row":
		return w.row(t, e)
	case "table-column":
		t.columnStyles(e)
	case "table-header-rows", "table-rows", "table-row-group", "table-header-columns", "table-columns", "table-column-group":
		return w.each(func(e element) error { return w.tablePart(t, e) })
	}
	return w.skip()
}

// row reads a row, which may stand for many. Empty ones of a sheet, by which it
// is filled up to its end, stand for one.
func (w *walker) row(t *grid, e element) error {
	row := len(t.rows)
	t.open()
	col := 0
	err := w.each(func(e element) error {
		if e.space != tableSpace || e.local != "table-cell" && e.local != "covered-table-cell" {
			return w.skip()
		}
		c, err := w.cell(e)
		if err != nil {
			return err
		}
		c.bordered = t.sheet && w.border(t, e, col)
		for range min(max(number(attr(e, "number-columns-repeated")), 1), document.MaxColumns-col) {
			c.col = col
			t.add(row, c)
			w.size++
			col++
		}
		return nil
	})
	if err != nil {
		return err
	}
	return w.repeat(t, e)
}

// repeat adds the row that was just read as often as it says.
func (w *walker) repeat(t *grid, e element) error {
	last := t.rows[len(t.rows)-1]
	if t.sheet && blank(last) {
		w.size -= len(last) // only a gap
		t.rows[len(t.rows)-1] = nil
		t.next += max(number(attr(e, "number-rows-repeated")), 1) - 1
		if len(t.rows) > 2*maxSheet {
			return document.ErrTooLarge
		}
		return nil
	}
	for range number(attr(e, "number-rows-repeated")) - 1 {
		if w.size += len(last) + 1; w.size > maxSize {
			return document.ErrTooLarge
		}
		t.open()
		t.rows[len(t.rows)-1] = last
	}
	return nil
}

func (t *grid) open() {
	t.rows = append(t.rows, nil)
	t.numbers = append(t.numbers, t.next)
	t.next++
}

func blank(row []cell) bool {
	for i := range row {
		if len(row[i].Blocks) > 0 || row[i].covered || row[i].RowSpan > 1 || row[i].ColSpan > 1 || row[i].Picture {
			return false
		}
	}
	return true
}

// add adds a cell to the row. The file names covered positions, too, so that
// every cell has its column even where spans and covered cells disagree: a
// covered position that nothing covers is an empty cell; a cell that holds
// something ends the span that would cover it.
func (t *grid) add(row int, c cell) {
	over, covered := t.until[c.col]
	covered = covered && over.last >= row
	switch {
	case c.covered:
		c.LayoutCell = document.LayoutCell{}
		c.covered = covered
	case covered && len(c.Blocks) == 0 && !c.Picture:
		c.LayoutCell, c.covered = document.LayoutCell{}, true
	case covered:
		t.cut(row, c.col, over)
	}
	if !c.covered {
		c.RowSpan = min(max(c.RowSpan, 1), 1000)
		c.ColSpan = min(max(c.ColSpan, 1), document.MaxColumns-c.col)
		for k := range c.ColSpan {
			t.until[c.col+k] = cover{row: row, cell: len(t.rows[row]), last: row + c.RowSpan - 1}
		}
	}
	t.rows[row] = append(t.rows[row], c)
}

// cut ends a merged cell before the position.
func (t *grid) cut(row, col int, over cover) {
	c := &t.rows[over.row][over.cell]
	from, to := c.col, c.col+c.ColSpan
	if over.row < row {
		c.RowSpan = row - over.row
	} else {
		c.ColSpan = col - c.col
		from = col
	}
	for k := from; k < to; k++ {
		if t.until[k].row == over.row && t.until[k].cell == over.cell {
			delete(t.until, k)
		}
	}
}

// cell reads a cell. A sheet's tells its number beside what it shows.
func (w *walker) cell(e element) (cell, error) {
	story, par, run := w.story, w.par, w.run
	var c cell
	w.story, w.par, w.run = &c.LayoutCell, nil, plain
	err := w.inside()
	w.endParagraph()
	w.story, w.par, w.run = story, par, run
	c.covered = e.local == "covered-table-cell"
	c.ColSpan = number(attr(e, "number-columns-spanned"))
	c.RowSpan = number(attr(e, "number-rows-spanned"))
	if text, ok := w.value(e, &c); ok {
		c.Blocks = []document.LayoutBlock{{Text: text}}
	}
	c.Blocks = filled(c.Blocks)
	return c, err
}

// filled leaves out paragraphs without text.
func filled(blocks []document.LayoutBlock) []document.LayoutBlock {
	for _, b := range blocks {
		if b.Table != nil || b.Text != "" {
			return blocks
		}
	}
	return nil
}

// layout gives the table its shape. Cells follow each other, so that columns
// that are left out need no place.
func (t *grid) layout() *document.Layout {
	var out document.Layout
	for _, row := range t.rows {
		var line document.LayoutRow
		for _, c := range row {
			if !c.covered {
				line.Cells = append(line.Cells, c.LayoutCell)
			}
		}
		out.Rows = append(out.Rows, line)
	}
	return &out
}
