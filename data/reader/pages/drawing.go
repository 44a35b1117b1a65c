package pages

// rule is a straight line drawn on a page, or the edge of a drawn box.
type rule struct {
	upright  bool    // runs down rather than across
	at       float64 // its x, where upright, else its y
	from, to float64
}

// under is the rule mapped by quarter turns.
func (r rule) under(m Matrix) rule {
	x := Box{r.from, r.at, r.to, r.at}
	if r.upright {
		x = Box{r.at, r.from, r.at, r.to}
	}
	x = m.Box(x.L, x.T, x.R, x.B)
	if x.Width() > x.Height() || x.Width() == x.Height() && !r.upright {
		return rule{at: x.T, from: x.L, to: x.R}
	}
	return rule{upright: true, at: x.L, from: x.T, to: x.B}
}

const (
	// thin is the width in points up to which a filled box is a line: borders
	// of tables are drawn so as often as they are stroked.
	thin = 3
	// coveringPart of a page is a picture when the page is a scan.
	coveringPart = 0.7
	maxRules     = 6000 // of one page; a table of 40 rows in pieces has 1,500
	// maxObjects bounds one page: that of a map has 100,000 paths.
	maxObjects = 300_000
)

// Drawing gathers the rules and pictures of a page. The zero Drawing is empty.
type Drawing struct {
	rules    []rule
	pictures []Box
	objects  int
}

// More counts an object of the page, or a segment of a path, and reports
// whether it may still be looked at: a drawing with more is no report's.
func (d *Drawing) More() bool {
	d.objects++
	return d.objects <= maxObjects && len(d.rules) < 4*maxRules
}

// Picture notes a picture; one as thin as a line is a line.
func (d *Drawing) Picture(x Box) {
	if min(x.Width(), x.Height()) < thin {
		d.thin(x)
		return
	}
	d.pictures = append(d.pictures, x)
}

// covered is the part of the page that pictures cover, scans in strips added
// up.
func (d *Drawing) covered(page Box) float64 {
	area := 0.0
	for _, x := range d.pictures {
		area += x.overlap(page)
	}
	return area / (page.Width() * page.Height())
}

// Path takes the lines out of a path that is filled, stroked or both. Its
// figures are drawn with Move, Line, Curve and Close, in the coordinates of the
// page, and done with End.
type Path struct {
	d            *Drawing
	stroked, any bool
	bounds       Box
	fromX, fromY float64
	x, y         float64
	strokes      []Box
}

// Path begins a path, which is filled where it is not stroked.
func (d *Drawing) Path(stroked bool) *Path { return &Path{d: d, stroked: stroked} }

// Move begins a figure of the path.
func (f *Path) Move(x, y float64) {
	f.End()
	f.fromX, f.fromY = x, y
	f.to(x, y)
}

// Line goes straight to a point.
func (f *Path) Line(x, y float64) {
	f.stroke(f.x, f.y, x, y)
	f.to(x, y)
}

// Curve goes to a point, or to one that bends the way there: a curve is no
// line, and only its extent counts.
func (f *Path) Curve(x, y float64) { f.to(x, y) }

func (f *Path) to(x, y float64) {
	if !f.any {
		f.any, f.bounds = true, Box{x, y, x, y}
	}
	f.bounds = f.bounds.Join(Box{x, y, x, y})
	f.x, f.y = x, y
}

// Close goes straight back to where the figure began.
func (f *Path) Close() {
	f.stroke(f.x, f.y, f.fromX, f.fromY)
	f.x, f.y = f.fromX, f.fromY
}

func (f *Path) stroke(x0, y0, x1, y1 float64) {
	if f.stroked {
		f.strokes = append(f.strokes, Box{min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)})
	}
}

// End takes what the figure has drawn: a thin one is a line, and of a larger
// one that is stroked each straight edge.
func (f *Path) End() {
	if f.any && min(f.bounds.Width(), f.bounds.Height()) < thin {
		f.d.thin(f.bounds)
	} else {
		for _, s := range f.strokes {
			if min(s.Width(), s.Height()) < 1 {
				f.d.thin(s)
			}
		}
	}
	f.any, f.strokes = false, f.strokes[:0]
}

// thin notes a thin box as a rule. One that is small both ways is a joint of
// two, and counts as either.
func (d *Drawing) thin(x Box) {
	if len(d.rules) >= 4*maxRules {
		return
	}
	switch {
	case x.Width() >= thin || x.Width() > x.Height():
		d.rules = append(d.rules, rule{at: x.Centre(), from: x.L, to: x.R})
	case x.Height() > 0:
		d.rules = append(d.rules, rule{upright: true, at: x.Middle(), from: x.T, to: x.B})
	}
}
