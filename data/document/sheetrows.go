package document

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// line is what is known of a row when it is decided whether it belongs to a
// table.
type line struct {
	row      int
	texts    int  // cells with text
	covered  bool // lies within a merged area that began above
	merged   bool // its first text is merged across columns
	bordered bool // its first text has a border
	first    string
}

// Sheet adds the blocks of a sheet. Rows without anything part its blocks; in
// each, the rows around the table are paragraphs.
func (b *Builder) Sheet(s *Sheet) error {
	if s.measure() {
		b.Note("工作表“%s”第 %d 列以后的内容未读取", s.Name, MaxColumns)
	}
	var block []line
	for row := range s.Cells {
		l, err := s.line(row)
		if err != nil {
			return err
		}
		if l.texts == 0 && !l.covered {
			if err := b.sheetBlock(s, block); err != nil {
				return err
			}
			block = nil
			continue
		}
		block = append(block, l)
	}
	return b.sheetBlock(s, block)
}

func (s *Sheet) line(row int) (line, error) {
	l := line{row: row}
	for col := range s.cols {
		if i, ok := s.owner[position{row, col}]; ok && s.areas[i].top < row {
			l.covered = true
		}
		text := strings.TrimSpace(s.at(row, col))
		if text == "" {
			continue
		}
		if l.texts++; l.texts > 1 {
			continue
		}
		l.first = text
		if i, ok := s.owner[position{row, col}]; ok {
			l.merged = s.areas[i].right > s.areas[i].left
		}
		var err error
		if l.bordered, err = s.Bordered(row, col); err != nil {
			return l, err
		}
	}
	return l, nil
}

// sheetBlock gives out the rows of one block: those of its table as a grid, the
// others as paragraphs.
func (b *Builder) sheetBlock(s *Sheet, block []line) error {
	inside := tableRows(block)
	for i := 0; i < len(block); {
		k := i
		for k < len(block) && inside[k] == inside[i] {
			k++
		}
		var err error
		if inside[i] {
			err = b.sheetGrid(s, block[i].row, block[k-1].row)
		} else {
			err = b.sheetParagraphs(s, block[i:k])
		}
		if err != nil {
			return err
		}
		i = k
	}
	return nil
}

// tableRows decides which rows of a block belong to its table.
//
// A row of more than two texts does, and so does a row that a merged cell from
// above reaches into. Of the others, those before the first such row are
// titles and captions unless they are drawn with a border or merged like a
// table's own head (第二十条第（一）项); a row after it belongs to the table
// unless the table has borders and the row has none. Chapter headings before
// the table never belong to it.
func tableRows(block []line) []bool {
	inside := make([]bool, len(block))
	first, drawn := -1, false
	for i, l := range block {
		if l.texts > 1 || l.covered {
			if first < 0 {
				first = i
			}
			drawn = drawn || l.bordered
		}
	}
	if first < 0 {
		return inside
	}
	for i, l := range block {
		switch {
		case l.texts > 2 || l.covered:
			inside[i] = true
		case i > first || l.texts == 2:
			inside[i] = l.bordered || !drawn
		case isHeading(l.first):
		default:
			inside[i] = l.merged && (l.bordered || !drawn && i == first-1)
		}
	}
	// A row between rows of the table that has two texts is its own, too: the
	// border may be missing in a careless file.
	for i := 1; i+1 < len(block); i++ {
		if block[i].texts == 2 && inside[i-1] && inside[i+1] {
			inside[i] = true
		}
	}
	return inside
}

// isHeading recognises titles and chapter headings by their form alone.
func isHeading(text string) bool {
	text = strings.TrimSpace(text)
	rest := strings.TrimLeft(text, "一二三四五六七八九十")
	if n := utf8.RuneCountInString(text[:len(text)-len(rest)]); 1 <= n && n <= 3 && strings.HasPrefix(rest, "、") {
		return true
	}
	return slices.ContainsFunc([]string{"报告", "情况", "统计表", "汇总表", "年度报告）"},
		func(end string) bool { return strings.HasSuffix(text, end) })
}

func (b *Builder) sheetParagraphs(s *Sheet, lines []line) error {
	for _, l := range lines {
		var texts []string
		for col := range s.cols {
			if text := strings.TrimSpace(s.at(l.row, col)); text != "" {
				texts = append(texts, text)
			}
		}
		if err := b.SheetParagraph(strings.Join(texts, "　"), s.Name); err != nil {
			return err
		}
	}
	return nil
}

// sheetGrid gives out the rows from top to bottom, cut to the columns they use.
// Every position of it that no merged cell covers is a cell: a sheet has no
// positions without one.
func (b *Builder) sheetGrid(s *Sheet, top, bottom int) error {
	left, right := s.used(top, bottom)
	g := GridBuilder{Top: top, Left: left}
	for row := top; row <= bottom; row++ {
		g.Row()
		for col := left; col <= right; col++ {
			high, wide := 1, 1
			if i, ok := s.owner[position{row, col}]; ok {
				a := s.areas[i]
				if row > max(a.top, top) || col > max(a.left, left) {
					continue
				}
				high, wide = min(a.bottom, bottom)-row+1, min(a.right, right)-col+1
			}
			g.Cell(s.at(row, col), high, wide)
		}
		if g.Positions() > MaxPositions {
			return ErrTooLarge
		}
	}
	return b.SheetGrid(&g, s.Name)
}

// used returns the first and last column with text or a merged area in the rows.
func (s *Sheet) used(top, bottom int) (left, right int) {
	left, right = s.cols, 0
	for row := top; row <= bottom; row++ {
		for col := range s.cols {
			_, merged := s.owner[position{row, col}]
			if merged || s.at(row, col) != "" {
				left, right = min(left, col), max(right, col)
			}
		}
	}
	return left, right
}
