package pdf

import "math"

// rule is a straight line drawn on a page, or the edge of a drawn box.
type rule struct {
	upright  bool    // runs down rather than across
	at       float64 // its x, where upright, else its y
	from, to float64
}

// under is the rule mapped by quarter turns.
func (r rule) under(m matrix) rule {
	x := box{r.from, r.at, r.to, r.at}
	if r.upright {
		x = box{r.at, r.from, r.at, r.to}
	}
	x = m.box(x.l, x.t, x.r, x.b)
	if x.width() > x.height() || x.width() == x.height() && !r.upright {
		return rule{at: x.t, from: x.l, to: x.r}
	}
	return rule{upright: true, at: x.l, from: x.t, to: x.b}
}

const (
	// thin is the width in points up to which a filled box is a line: borders
	// of tables are drawn so as often as they are stroked.
	thin = 3
	// coveringPart of a page is a picture when the page is a scan.
	coveringPart = 0.7
	maxDepth     = 12   // of forms within forms
	maxRules     = 6000 // of one page; a table of 40 rows in pieces has 1,500
)

// Kinds of objects on a page, and of a path's segments.
const (
	objectText  = 1
	objectPath  = 2
	objectImage = 3
	objectForm  = 5

	segmentLine = 0
	segmentMove = 2
)

// drawing gathers the rules and pictures of a page.
type drawing struct {
	p       *instance
	size    box
	rules   []rule
	images  []box
	objects int
}

func (d *drawing) page(handle uint64, toPage matrix) {
	p := d.p
	n := p.integer("FPDFPage_CountObjects", handle)
	for i := 0; i < n && d.more(); i++ {
		d.object(p.call("FPDFPage_GetObject", handle, uint64(i)), toPage, 0)
	}
}

// more counts an object and reports whether it may still be looked at.
func (d *drawing) more() bool {
	d.objects++
	return d.p.err == nil && d.objects <= maxObjects && len(d.rules) < 4*maxRules
}

func (d *drawing) object(object uint64, m matrix, depth int) {
	p := d.p
	if object == 0 {
		return
	}
	switch p.integer("FPDFPageObj_GetType", object) {
	case objectText:
		p.widen(object)
	case objectPath:
		d.path(object, m)
	case objectImage:
		d.image(object, m)
	case objectForm:
		if depth >= maxDepth {
			return
		}
		inner := p.objectMatrix(object).then(m)
		n := p.integer("FPDFFormObj_CountObjects", object)
		for i := 0; i < n && d.more(); i++ {
			d.object(p.call("FPDFFormObj_GetObject", object, uint64(i)), inner, depth+1)
		}
	}
}

// Modes of drawing text.
const (
	modeFill      = 0
	modeStroke    = 1
	modeInvisible = 3
	modeClip      = 7
)

// widen makes PDFium see a text of no width. Where a font is not in the file,
// PDFium knows no outlines of its Chinese characters, takes a text of one such
// character for nothing and leaves it out: 无 in a cell would be a blank.
// Outlined text is as wide as its pen at least.
func (p *instance) widen(object uint64) {
	s := uint64(p.scratch)
	p.call("FPDFPageObj_GetBounds", object, s, s+4, s+8, s+12)
	var edge [4]float64 // left, bottom, right, top
	p.floats(edge[:])
	if edge[2]-edge[0] > 0.01 || p.integer("FPDFTextObj_GetTextRenderMode", object) != modeFill {
		return
	}
	p.call("FPDFTextObj_SetTextRenderMode", object, modeStroke)
	one, none := math.Float64bits(1), math.Float64bits(0)
	p.call("FPDFPageObj_Transform", object, one, none, none, one, none, none)
}

// image notes a picture; one as thin as a line is a line.
func (d *drawing) image(object uint64, m matrix) {
	own := d.p.objectMatrix(object).then(m) // maps the unit square
	x := own.box(0, 0, 1, 1)
	if min(x.width(), x.height()) < thin {
		d.thin(x)
		return
	}
	d.images = append(d.images, x)
}

// covered is the part of the page that pictures cover, scans in strips added
// up.
func (d *drawing) covered() float64 {
	area := 0.0
	for _, x := range d.images {
		area += x.overlap(d.size)
	}
	return area / (d.size.width() * d.size.height())
}

// path takes the lines out of a path.
func (d *drawing) path(object uint64, m matrix) {
	p := d.p
	p.call("FPDFPath_GetDrawMode", object, uint64(p.scratch), uint64(p.scratch+4))
	filled, stroked := p.word(0) != 0, p.word(1) != 0
	if !filled && !stroked || p.transparent(object, filled, stroked) {
		return // a clip, or nothing to be seen
	}
	m = p.objectMatrix(object).then(m)
	f := figure{d: d, stroked: stroked}
	n := p.integer("FPDFPath_CountSegments", object)
	for i := 0; i < n && d.more(); i++ {
		segment := p.call("FPDFPath_GetPathSegment", object, uint64(i))
		kind := p.integer("FPDFPathSegment_GetType", segment)
		p.call("FPDFPathSegment_GetPoint", segment, uint64(p.scratch), uint64(p.scratch+4))
		var at [2]float64
		p.floats(at[:])
		x, y := m.point(at[0], at[1])
		f.segment(kind, x, y)
		if p.integer("FPDFPathSegment_GetClose", segment) != 0 {
			f.closeUp()
		}
	}
	f.end()
}

// transparent reports whether neither fill nor stroke leaves anything on the
// page.
func (p *instance) transparent(object uint64, filled, stroked bool) bool {
	alpha := func(name string) int {
		s := p.scratch
		if p.integer(name, object, uint64(s), uint64(s+4), uint64(s+8), uint64(s+12)) == 0 {
			return 255
		}
		return p.word(3)
	}
	return (!filled || alpha("FPDFPageObj_GetFillColor") == 0) &&
		(!stroked || alpha("FPDFPageObj_GetStrokeColor") == 0)
}

// figure is one closed or open run of a path's segments.
type figure struct {
	d            *drawing
	stroked, any bool
	bounds       box
	fromX, fromY float64
	x, y         float64
	strokes      []box
}

func (f *figure) segment(kind int, x, y float64) {
	switch kind {
	case segmentMove:
		f.end()
		f.fromX, f.fromY = x, y
	case segmentLine:
		f.stroke(f.x, f.y, x, y)
	}
	if !f.any {
		f.any, f.bounds = true, box{x, y, x, y}
	}
	f.bounds = f.bounds.join(box{x, y, x, y})
	f.x, f.y = x, y
}

func (f *figure) closeUp() {
	f.stroke(f.x, f.y, f.fromX, f.fromY)
	f.x, f.y = f.fromX, f.fromY
}

func (f *figure) stroke(x0, y0, x1, y1 float64) {
	if f.stroked {
		f.strokes = append(f.strokes, box{min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)})
	}
}

// end takes what the figure has drawn: a thin one is a line, and of a larger
// one that is stroked each straight edge.
func (f *figure) end() {
	if f.any && min(f.bounds.width(), f.bounds.height()) < thin {
		f.d.thin(f.bounds)
	} else {
		for _, s := range f.strokes {
			if min(s.width(), s.height()) < 1 {
				f.d.thin(s)
			}
		}
	}
	f.any, f.strokes = false, f.strokes[:0]
}

// thin notes a thin box as a rule. One that is small both ways is a joint of
// two, and counts as either.
func (d *drawing) thin(x box) {
	if len(d.rules) >= 4*maxRules {
		return
	}
	switch {
	case x.width() >= thin || x.width() > x.height():
		d.rules = append(d.rules, rule{at: x.centre(), from: x.l, to: x.r})
	case x.height() > 0:
		d.rules = append(d.rules, rule{upright: true, at: x.middle(), from: x.t, to: x.b})
	}
}
