package docx

import (
	"bytes"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/markup"
)

// paragraph reads a paragraph and adds its lines and the text boxes anchored
// in it to the story.
func (w *walker) paragraph() error {
	if w.par == nil || !w.par.joined {
		w.endParagraph()
		w.par = &paragraph{}
	}
	w.par.joined = false
	err := w.each(func(e element) error {
		if e.is("pPr") {
			return w.paragraphProperties()
		}
		return w.element(e)
	})
	if err != nil || w.par.joined {
		return err
	}
	w.endParagraph()
	return nil
}

// endParagraph gives out the open paragraph, if there is one.
func (w *walker) endParagraph() {
	p := w.par
	w.par = nil
	if p == nil {
		return
	}
	p.breakLine()
	w.size++
	for _, line := range p.lines {
		w.story.Blocks = append(w.story.Blocks, document.LayoutBlock{Text: string(line)})
	}
	w.story.Blocks = append(w.story.Blocks, p.boxes...)
}

// paragraphProperties looks whether the paragraph's mark is deleted.
func (w *walker) paragraphProperties() error {
	return w.each(func(e element) error {
		if string(e.local) != "rPr" {
			return w.skip()
		}
		return w.each(func(e element) error {
			if string(e.local) == "del" || string(e.local) == "moveFrom" {
				w.par.joined = true
			}
			return w.skip()
		})
	})
}

// runOf reads a run of text of one kind.
func (w *walker) runOf() error {
	outer := w.run
	defer func() { w.run = outer }()
	return w.each(func(e element) error {
		if e.is("rPr") {
			return w.runProperties()
		}
		return w.element(e)
	})
}

func (w *walker) runProperties() error {
	return w.each(func(e element) error {
		if e.space == word {
			switch string(e.local) {
			case "vanish":
				if on(e.Token) {
					w.run = hidden
				}
			case "strike", "dstrike":
				if on(e.Token) {
					w.run = max(w.run, struck)
				}
			case "vertAlign":
				if v := e.Attr("val"); w.run == plain && (v == "superscript" || v == "subscript") {
					w.run = raised
				}
			}
		}
		return w.skip()
	})
}

// text reads the characters of a run.
func (w *walker) text() error {
	for {
		t, err := w.token()
		if err != nil {
			return err
		}
		switch t.Kind {
		case markup.Chars:
			w.put(t.Text)
		case markup.Start:
			if err := w.skip(); err != nil {
				return err
			}
		case markup.End:
			return nil
		}
	}
}

// put adds text to the open paragraph. Text outside of any, which no program
// writes, makes a paragraph of its own.
func (w *walker) put(text []byte) {
	if w.run == hidden || len(text) == 0 {
		return
	}
	if w.par == nil {
		w.par = &paragraph{}
	}
	p := w.par
	if p.mark != w.run && len(bytes.TrimSpace(text)) > 0 {
		p.line = append(p.line, closing[p.mark]...)
		p.line = append(p.line, opening[w.run]...)
		p.mark = w.run
	}
	p.line = append(p.line, text...)
}

func (w *walker) lineBreak() {
	if w.par != nil && w.run != hidden {
		w.par.breakLine()
	}
}

func (p *paragraph) breakLine() {
	p.line = append(p.line, closing[p.mark]...)
	p.mark = plain
	if len(p.line) > 0 {
		p.lines = append(p.lines, p.line)
	}
	p.line = nil
}

// textBox reads the blocks of a text box and keeps them for the end of the
// paragraph in which it is anchored.
func (w *walker) textBox() error {
	story, par, run := w.story, w.par, w.run
	w.story, w.par, w.run = &document.LayoutCell{}, nil, plain
	err := w.each(w.element)
	w.endParagraph()
	blocks := w.story.Blocks
	w.story, w.par, w.run = story, par, run
	if par != nil {
		par.boxes = append(par.boxes, blocks...)
	} else {
		story.Blocks = append(story.Blocks, blocks...)
	}
	return err
}

// table reads a table and adds it to the story.
func (w *walker) table() error {
	if w.tables++; w.tables > maxTables {
		return document.ErrTooLarge
	}
	w.endParagraph()
	var t table
	err := w.each(func(e element) error { return w.tablePart(&t, e) })
	w.tables--
	w.story.Blocks = append(w.story.Blocks, document.LayoutBlock{Table: &t.layout})
	return err
}

// tablePart takes an element in a table: a row, or what wraps rows.
func (w *walker) tablePart(t *table, e element) error {
	if e.space == word {
		switch string(e.local) {
		case "tr":
			return w.row(t)
		case "tblPr", "tblGrid", "sdtPr", "sdtEndPr":
			return w.skip()
		}
	}
	return w.each(func(e element) error { return w.tablePart(t, e) })
}

func (w *walker) row(t *table) error {
	var row document.LayoutRow
	t.gone = false
	if err := w.each(func(e element) error { return w.rowPart(t, &row, e) }); err != nil {
		return err
	}
	if !t.gone {
		t.layout.Rows = append(t.layout.Rows, row)
	}
	return nil
}

// rowPart takes an element in a row: its properties, a cell, or what wraps
// cells.
func (w *walker) rowPart(t *table, row *document.LayoutRow, e element) error {
	if e.space == word {
		switch string(e.local) {
		case "trPr":
			return w.each(func(e element) error {
				switch string(e.local) {
				case "gridBefore":
					row.Before = number(e.Attr("val"))
				case "del":
					t.gone = true
				}
				return w.skip()
			})
		case "tc":
			return w.cell(row)
		case "tblPrEx", "sdtPr", "sdtEndPr":
			return w.skip()
		}
	}
	return w.each(func(e element) error { return w.rowPart(t, row, e) })
}

// merges is what a cell's properties say.
type merges struct {
	right bool // carries on the cell to its left (the old hMerge)
	gone  bool // deleted with changes tracked
}

func (w *walker) cell(row *document.LayoutRow) error {
	story, par, run := w.story, w.par, w.run
	var c document.LayoutCell
	var m merges
	w.size++
	w.story, w.par, w.run = &c, nil, plain
	err := w.each(func(e element) error {
		if e.is("tcPr") {
			return w.cellProperties(&c, &m)
		}
		return w.element(e)
	})
	w.endParagraph()
	w.story, w.par, w.run = story, par, run
	switch {
	case m.gone:
	case m.right && len(row.Cells) > 0:
		left := &row.Cells[len(row.Cells)-1]
		left.ColSpan = max(left.ColSpan, 1) + max(c.ColSpan, 1)
	default:
		row.Cells = append(row.Cells, c)
	}
	return err
}

func (w *walker) cellProperties(c *document.LayoutCell, m *merges) error {
	return w.each(func(e element) error {
		switch string(e.local) {
		case "gridSpan":
			c.ColSpan = number(e.Attr("val"))
		case "vMerge":
			c.Continues = e.Attr("val") != "restart"
		case "hMerge":
			m.right = e.Attr("val") != "restart"
		case "cellDel":
			m.gone = true
		}
		return w.skip()
	})
}
