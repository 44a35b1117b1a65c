package document

// Sheet is the raster of a worksheet, which mixes paragraphs and tables in one;
// Builder.Sheet parts them again. Rows and columns count from 0.
type Sheet struct {
	Name string
	// Cells holds the texts row by row; rows may differ in length.
	Cells [][]string
	// Bordered reports whether a cell with text is drawn with a border. It is
	// asked for one cell of a row at most.
	Bordered func(row, col int) (bool, error)

	areas []area
	owner map[position]int // position -> index in areas, for positions in merged areas
	cols  int              // columns that merged areas reach
}

type position struct{ row, col int }

// area is a merged area, its last row and column included.
type area struct{ top, left, bottom, right int }

// Merge adds a merged area, its last row and column included, cut to the used
// rows and the columns that are read. One that then is a single cell, or lies
// upon another, is left out. The error is ErrTooLarge.
func (s *Sheet) Merge(top, left, bottom, right int) error {
	a := area{top, left, min(bottom, len(s.Cells)-1), min(right, MaxColumns-1)}
	if top < 0 || left < 0 || a.bottom < a.top || a.right < a.left || a.bottom == a.top && a.right == a.left {
		return nil
	}
	if len(s.owner)+(a.bottom-a.top+1)*(a.right-a.left+1) > MaxPositions {
		return ErrTooLarge
	}
	if s.owner == nil {
		s.owner = map[position]int{}
	}
	for row := a.top; row <= a.bottom; row++ {
		for col := a.left; col <= a.right; col++ {
			if _, taken := s.owner[position{row, col}]; taken {
				return nil
			}
		}
	}
	for row := a.top; row <= a.bottom; row++ {
		for col := a.left; col <= a.right; col++ {
			s.owner[position{row, col}] = len(s.areas)
		}
	}
	s.areas = append(s.areas, a)
	s.cols = max(s.cols, a.right+1)
	return nil
}

// measure finds how many columns the sheet has, and cuts off what lies beyond
// the limit; it reports whether anything does.
func (s *Sheet) measure() (cut bool) {
	for i, row := range s.Cells {
		if len(row) > MaxColumns {
			s.Cells[i], cut = row[:MaxColumns], true
		}
		s.cols = max(s.cols, len(s.Cells[i]))
	}
	return cut
}

// at returns the text of a position; what a merged area covers has none.
func (s *Sheet) at(row, col int) string {
	if i, ok := s.owner[position{row, col}]; ok && (s.areas[i].top != row || s.areas[i].left != col) {
		return ""
	}
	if row >= len(s.Cells) || col >= len(s.Cells[row]) {
		return ""
	}
	return s.Cells[row][col]
}
