package ofdfile

// setting is a table that is being set.
type setting struct {
	t       *Table
	xs      []float64  // edges of the columns
	heights []float64  // of the rows, or of what is left of them
	lines   [][]string // of the cells, those that are not set yet
}

// table sets a table, over as many pages as it takes.
func (t *setter) table(table *Table) {
	s := newSetting(table)
	for row := 0; row < table.Rows; {
		fits, cut := t.fits(s, row)
		if fits == 0 && cut == 0 {
			if t.y > top {
				t.turn()
				continue
			}
			fits = 1 // higher than a page: it runs over the foot
		}
		t.part(s, row, fits, cut)
		if row += fits; row < table.Rows {
			t.turn()
		}
	}
	t.y += rowLead
}

// newSetting measures a table.
func newSetting(table *Table) *setting {
	s := &setting{t: table, xs: []float64{side}, heights: make([]float64, table.Rows), lines: make([][]string, len(table.Cells))}
	sum := 0
	for _, w := range table.Widths {
		sum += w
	}
	for c := range table.Cols {
		share := 1 / float64(table.Cols)
		if sum > 0 {
			share = float64(table.Widths[c]) / float64(sum)
		}
		s.xs = append(s.xs, s.xs[c]+share*(width-2*side))
	}
	for r := range s.heights {
		s.heights[r] = rowLead + 2*pad
	}
	for i, c := range table.Cells {
		s.lines[i] = wrap(c.Text, s.xs[c.Col+c.Cols]-s.xs[c.Col]-2*margin, 0, tableEm)
		have := 0.0
		for r := c.Row; r < c.Row+c.Rows; r++ {
			have += s.heights[r]
		}
		if want := float64(len(s.lines[i]))*rowLead + 2*pad; want > have {
			s.heights[c.Row+c.Rows-1] += want - have
		}
	}
	return s
}

// fits returns how many rows fit the page from one on, and of the next one the
// height that does where it is cut.
func (t *setter) fits(s *setting, row int) (rows int, cut float64) {
	free := t.free()
	for row+rows < s.t.Rows && s.heights[row+rows] <= free {
		free -= s.heights[row+rows]
		rows++
	}
	if row+rows == s.t.Rows || !t.style.CutRows {
		return rows, 0
	}
	lines := int((free - 2*pad) / rowLead)
	if lines < 1 || s.heights[row+rows]-float64(lines)*rowLead < rowLead+2*pad {
		return rows, 0
	}
	return rows, float64(lines)*rowLead + 2*pad
}

// part sets rows of a table on the page, and of the row after them what is cut
// off.
func (t *setter) part(s *setting, row, rows int, cut float64) {
	ys := []float64{t.y}
	for r := row; r < row+rows; r++ {
		ys = append(ys, ys[len(ys)-1]+s.heights[r])
	}
	end := row + rows
	if cut > 0 {
		ys = append(ys, ys[len(ys)-1]+cut)
		s.heights[end] -= cut - 2*pad
		end++
	}
	for i, c := range s.t.Cells {
		from, to := max(c.Row, row), min(c.Row+c.Rows, end)
		if from >= to {
			continue
		}
		goesOn := c.Row+c.Rows > row+rows
		t.cell(s, i, ys[from-row], ys[to-row], goesOn)
	}
	t.y = ys[len(ys)-1]
}

// cell sets a cell between two heights; what does not fit goes on below the
// page break, if the cell does.
func (t *setter) cell(s *setting, i int, from, to float64, goesOn bool) {
	c, p := &s.t.Cells[i], t.page()
	l, r := s.xs[c.Col], s.xs[c.Col+c.Cols]
	p.lines = append(p.lines, line{l, from, r, from}, line{l, to, r, to}, line{l, from, l, to}, line{r, from, r, to})
	n := len(s.lines[i])
	if goesOn {
		n = min(n, int((to-from-2*pad+0.01)/rowLead))
	}
	y := (from+to)/2 - float64(n)*rowLead/2
	for _, text := range s.lines[i][:n] {
		x := l + margin
		if !c.Left {
			x = (l+r)/2 - widthOf(text, tableEm)/2
		}
		if text != "" {
			p.runs = append(p.runs, run{x, y + (rowLead+tableEm)/2 - (1-ascent)*tableEm, tableEm, text})
		}
		y += rowLead
	}
	s.lines[i] = s.lines[i][n:]
}
