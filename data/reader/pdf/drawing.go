package pdf

import (
	"math"

	"github.com/nianbao/nianbao/data/reader/pages"
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

// maxDepth bounds forms within forms.
const maxDepth = 12

// drawing hands a page's lines and pictures over.
type drawing struct {
	pages.Drawing
	p *instance
}

func (d *drawing) page(handle uint64, toPage pages.Matrix) {
	p := d.p
	n := p.integer("FPDFPage_CountObjects", handle)
	for i := 0; i < n && d.more(); i++ {
		d.object(p.call("FPDFPage_GetObject", handle, uint64(i)), toPage, 0)
	}
}

// more counts an object and reports whether it may still be looked at.
func (d *drawing) more() bool { return d.More() && d.p.err == nil }

func (d *drawing) object(object uint64, m pages.Matrix, depth int) {
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
		d.Picture(p.objectMatrix(object).Then(m).Box(0, 0, 1, 1)) // maps the unit square
	case objectForm:
		if depth >= maxDepth {
			return
		}
		inner := p.objectMatrix(object).Then(m)
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

// path takes the lines out of a path.
func (d *drawing) path(object uint64, m pages.Matrix) {
	p := d.p
	p.call("FPDFPath_GetDrawMode", object, uint64(p.scratch), uint64(p.scratch+4))
	filled, stroked := p.word(0) != 0, p.word(1) != 0
	if !filled && !stroked || p.transparent(object, filled, stroked) {
		return // a clip, or nothing to be seen
	}
	m = p.objectMatrix(object).Then(m)
	path := d.Path(stroked)
	n := p.integer("FPDFPath_CountSegments", object)
	for i := 0; i < n && d.more(); i++ {
		segment := p.call("FPDFPath_GetPathSegment", object, uint64(i))
		kind := p.integer("FPDFPathSegment_GetType", segment)
		p.call("FPDFPathSegment_GetPoint", segment, uint64(p.scratch), uint64(p.scratch+4))
		var at [2]float64
		p.floats(at[:])
		x, y := m.Point(at[0], at[1])
		switch kind {
		case segmentMove:
			path.Move(x, y)
		case segmentLine:
			path.Line(x, y)
		default:
			path.Curve(x, y)
		}
		if p.integer("FPDFPathSegment_GetClose", segment) != 0 {
			path.Close()
		}
	}
	path.End()
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
