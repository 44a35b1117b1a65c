package form

// Columns counts the columns to the left of all figures, and the others.
func (s Sheet) Columns() (labels, figures int) {
	labels = s.Width
	for _, l := range s.Body {
		at := s.Width
		for i := len(l.Cells) - 1; i >= 0 && l.Cells[i].Cell != nil; i-- {
			at -= l.Cells[i].ColSpan
		}
		labels = min(labels, at)
	}
	return labels, s.Width - labels
}

// Shares divides a page's width between the columns of the printed table; of
// labels beside it a column of figures takes at most most. Of three columns of
// labels the first holds 三、本年度办理结果, in several lines.
func (t *Table) Shares(width, most int) []int {
	labels, figures := t.Sheet().Columns()
	figure := width / max(figures, 1)
	switch {
	case t.Layout == LayoutSections:
		figure /= 2
	case labels > 0:
		figure = min(figure, most)
	}
	rest := width - figure*figures
	shares := []int{rest}
	if labels == 3 {
		shares = []int{rest * 2 / 10, rest * 3 / 10, rest - rest*2/10 - rest*3/10}
	}
	var widths []int
	for i := range labels {
		widths = append(widths, shares[min(i, len(shares)-1)])
	}
	for range figures {
		widths = append(widths, figure)
	}
	return widths
}
