package document

import "strings"

// Layout is a table as its format nests it, before it is known whether it
// holds figures or only arranges a page. Readers of formats whose tables may
// hold tables build one and hand it to Builder.Layout.
type Layout struct {
	Rows []LayoutRow
}

// LayoutRow is a row of a Layout. Before counts grid positions that the row
// leaves out at its start.
type LayoutRow struct {
	Before int
	Cells  []LayoutCell
}

// LayoutCell is a cell of a Layout. Spans below 1 mean 1.
type LayoutCell struct {
	Blocks  []LayoutBlock
	RowSpan int
	ColSpan int
	// Continues says that the cell only carries on the one above (Word's
	// vMerge). What stands in it is not shown by Word and is left out, unless
	// there is no cell above to carry on.
	Continues bool
	// Picture says that the cell shows something that is no text.
	Picture bool
}

// LayoutBlock is a paragraph of a cell, or a table where Table is not nil.
type LayoutBlock struct {
	Text  string
	Table *Layout
}

// PictureText stands for a cell that shows a picture and no text: it is not
// blank, and it is no number.
const PictureText = "[图片]"

// frameCells is the size from which tables inside a table make the outer one
// a frame whatever its own size. No cell of a report's table holds a table of
// a dozen cells; pages of content management systems are built of such frames.
const frameCells = 12

// Layout adds a table: as a grid, or, where it only frames other tables, as
// the blocks of its cells in reading order.
func (b *Builder) Layout(t *Layout) error {
	if !t.frame() {
		g, err := t.grid()
		if err != nil {
			return err
		}
		return b.Grid(g)
	}
	for _, row := range t.Rows {
		for _, cell := range row.Cells {
			if err := b.blocks(cell.Blocks); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *Builder) blocks(blocks []LayoutBlock) error {
	for _, block := range blocks {
		var err error
		if block.Table != nil {
			err = b.Layout(block.Table)
		} else {
			err = b.Paragraph(block.Text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// frame reports whether the table arranges others: those with more than one
// row and column among its descendants outweigh it. A small table inside one
// cell of a report's table does not.
func (t *Layout) frame() bool {
	inner := t.inner()
	return inner > 0 && inner >= min(t.size(), frameCells)
}

// inner counts the cells of the real tables inside t, at any depth.
func (t *Layout) inner() int {
	n := 0
	for _, row := range t.Rows {
		for _, cell := range row.Cells {
			for _, block := range cell.Blocks {
				if block.Table == nil {
					continue
				}
				if block.Table.real() {
					n += block.Table.size()
				}
				n += block.Table.inner()
			}
		}
	}
	return n
}

func (t *Layout) size() int {
	n := 0
	for _, row := range t.Rows {
		n += len(row.Cells)
	}
	return n
}

func (t *Layout) real() bool {
	if len(t.Rows) < 2 {
		return false
	}
	for _, row := range t.Rows {
		if len(row.Cells) > 1 {
			return true
		}
	}
	return false
}

func (t *Layout) grid() (*GridBuilder, error) {
	var g GridBuilder
	for _, row := range t.Rows {
		g.Row()
		g.Skip(row.Before)
		for _, cell := range row.Cells {
			if cell.Continues && g.Extend(cell.ColSpan) {
				continue
			}
			g.Cell(cell.text(), cell.RowSpan, cell.ColSpan)
		}
		if g.Positions() > MaxPositions {
			return nil, ErrTooLarge
		}
	}
	return &g, nil
}

func (c *LayoutCell) text() string {
	var out strings.Builder
	join(&out, c.Blocks)
	if out.Len() == 0 && c.Picture {
		return PictureText
	}
	return out.String()
}

// join writes the text of blocks a line each; a table among them gives a line
// for each of its cells.
func join(out *strings.Builder, blocks []LayoutBlock) {
	for _, block := range blocks {
		if block.Table != nil {
			for _, row := range block.Table.Rows {
				for _, cell := range row.Cells {
					join(out, cell.Blocks)
				}
			}
			continue
		}
		text := strings.TrimSpace(block.Text)
		if text == "" {
			continue
		}
		if out.Len() > 0 {
			out.WriteByte('\n')
		}
		out.WriteString(text)
	}
}
