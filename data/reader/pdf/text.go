package pdf

import (
	"math"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/reader/pages"
)

// page reads a loaded page, counted from 1.
func (p *instance) page(handle uint64, number int) (*pages.Page, error) {
	toPage, w, h := p.display(handle)
	d := drawing{p: p}
	d.page(handle, toPage) // before the text, which it prepares
	text, err := p.text(handle, toPage, w, h)
	switch {
	case p.err != nil:
		return nil, p.err
	case err != nil:
		return nil, err
	}
	return pages.New(number, text, &d.Drawing), nil
}

// display returns the map from a page's own coordinates to those in which it is
// shown, and its size there.
func (p *instance) display(handle uint64) (m pages.Matrix, w, h float64) {
	w = p.float("FPDF_GetPageWidthF", handle)
	h = p.float("FPDF_GetPageHeightF", handle)
	w, h = min(max(w, 1), 1e5), min(max(h, 1), 1e5)
	const fine = 1000 // PDFium gives whole pixels
	at := func(x, y float64) (float64, float64) {
		p.call("FPDF_PageToDevice", handle, 0, 0, uint64(uint32(w*fine)), uint64(uint32(h*fine)), 0,
			math.Float64bits(x), math.Float64bits(y), uint64(p.scratch), uint64(p.scratch+4))
		return float64(p.word(0)) / fine, float64(p.word(1)) / fine
	}
	const unit = 100
	e, f := at(0, 0)
	ax, ay := at(unit, 0)
	cx, cy := at(0, unit)
	m = pages.Matrix{
		A: (ax - e) / unit, B: (ay - f) / unit,
		C: (cx - e) / unit, D: (cy - f) / unit,
		E: e, F: f,
	}
	return m, w, h
}

// text reads the characters of a page of a width and height.
func (p *instance) text(handle uint64, toPage pages.Matrix, w, h float64) (*pages.Text, error) {
	out := pages.NewText(w, h)
	text := p.call("FPDFText_LoadPage", handle)
	if text == 0 {
		return out, nil
	}
	n := p.integer("FPDFText_CountChars", text)
	if n > pages.MaxGlyphs {
		return nil, tooLarge("PDF 一页内文字过多，超出一份年度报告的规模")
	}
	s := style{p: p, page: pages.Box{R: w, B: h}}
	for i := 0; i < n && p.err == nil; i++ {
		object := p.call("FPDFText_GetTextObject", text, uint64(i))
		if object == 0 {
			continue // made up by PDFium: white space
		}
		s.of(object, toPage)
		g := p.glyph(text, i, toPage)
		g.Size, g.Turn, g.Run = s.size, s.turn, object
		if max(g.Box.Width(), g.Box.Height()) > widest*g.Size {
			p.tighten(&g, text, i, toPage)
		}
		if !s.clipped {
			out.Add(g, s.mode == modeInvisible || s.mode == modeClip)
		}
	}
	p.call("FPDFText_ClosePage", text)
	return out, nil
}

// glyph reads the i-th character of a text.
func (p *instance) glyph(text uint64, i int, toPage pages.Matrix) pages.Glyph {
	index := uint64(i)
	r := rune(p.call("FPDFText_GetUnicode", text, index))
	if p.integer("FPDFText_HasUnicodeMapError", text, index) != 0 {
		r = utf8.RuneError
	}
	var edge [4]float64 // left, top, right, bottom
	p.call("FPDFText_GetLooseCharBox", text, index, uint64(p.scratch))
	p.floats(edge[:])
	var origin [2]float64
	p.call("FPDFText_GetCharOrigin", text, index, uint64(p.scratch), uint64(p.scratch+8))
	p.doubles(origin[:])
	left, base := toPage.Point(origin[0], origin[1])
	return pages.Glyph{Rune: r, Box: toPage.Box(edge[0], edge[1], edge[2], edge[3]), Left: left, Base: base}
}

// widest is the extent, in heights of its type, from which a character's box is
// not believed: PDFium gives such boxes to characters that are set downwards.
const widest = 2.4

// tighten gives a character the box of its ink.
func (p *instance) tighten(g *pages.Glyph, text uint64, i int, toPage pages.Matrix) {
	p.call("FPDFText_GetCharBox", text, uint64(i), uint64(p.scratch), uint64(p.scratch+8), uint64(p.scratch+16), uint64(p.scratch+24))
	var edge [4]float64 // left, right, bottom, top
	p.doubles(edge[:])
	g.Box = toPage.Box(edge[0], edge[3], edge[1], edge[2])
	if w := g.Box.Width(); w == 0 || w > widest*g.Size {
		g.Box = pages.Box{L: g.Left, T: g.Base - g.Size, R: g.Left + g.Size, B: g.Base}
	}
	g.Left, g.Base = g.Box.L, g.Box.Centre()+0.35*g.Size
}

// style is what characters of one text object have in common. Producers write
// an object a line or an object a character.
type style struct {
	p       *instance
	page    pages.Box
	object  uint64
	size    float64
	turn    int
	mode    int
	clipped bool // none of it is inside its clip
}

func (s *style) of(object uint64, toPage pages.Matrix) {
	if object == s.object {
		return
	}
	p := s.p
	s.object = object
	s.mode = p.integer("FPDFTextObj_GetTextRenderMode", object)
	p.call("FPDFTextObj_GetFontSize", object, uint64(p.scratch+64))
	m := p.objectMatrix(object)
	bits, _ := p.memory.ReadUint32Le(p.scratch + 64)
	m = m.Then(toPage)
	s.size = real32(bits) * math.Hypot(m.C, m.D)
	s.turn = m.Quarter()
	if s.size < 1 {
		s.size = 1
	}
	s.clipped = p.clipped(object, toPage, s.page)
}

// clipped reports whether an object is outside its clip as a whole, as lines
// are that do not fit a cell of a workbook: nobody sees them, and they lie over
// other cells. An object that is cut is not: half a number is no number. Clips
// as large as the page are left out, for tables that are larger.
func (p *instance) clipped(object uint64, toPage pages.Matrix, page pages.Box) bool {
	clip := p.call("FPDFPageObj_GetClipPath", object)
	if clip == 0 {
		return false
	}
	paths := min(p.integer("FPDFClipPath_CountPaths", clip), maxClips)
	if paths <= 0 {
		return false
	}
	s := uint64(p.scratch)
	p.call("FPDFPageObj_GetBounds", object, s, s+4, s+8, s+12)
	var edge [4]float64 // left, bottom, right, top
	p.floats(edge[:])
	own := toPage.Box(edge[0], edge[3], edge[2], edge[1])
	for i := range paths {
		x, any := p.clip(clip, i, toPage)
		if !any || x.Width() > 0.9*page.Width() && x.Height() > 0.9*page.Height() {
			continue
		}
		if own.R < x.L || own.L > x.R || own.B < x.T || own.T > x.B {
			return true
		}
	}
	return false
}

// Bounds on what is looked at of a clip: it is a box as a rule.
const (
	maxClips        = 8
	maxClipSegments = 16
)

// clip returns the box around a path of a clip.
func (p *instance) clip(clip uint64, path int, toPage pages.Matrix) (x pages.Box, any bool) {
	n := p.integer("FPDFClipPath_CountPathSegments", clip, uint64(path))
	if n > maxClipSegments {
		return pages.Box{}, false
	}
	for i := range n {
		segment := p.call("FPDFClipPath_GetPathSegment", clip, uint64(path), uint64(i))
		p.call("FPDFPathSegment_GetPoint", segment, uint64(p.scratch), uint64(p.scratch+4))
		var at [2]float64
		p.floats(at[:])
		px, py := toPage.Point(at[0], at[1])
		if !any {
			x, any = pages.Box{L: px, T: py, R: px, B: py}, true
		}
		x = x.Join(pages.Box{L: px, T: py, R: px, B: py})
	}
	return x, any
}

// objectMatrix is the matrix of an object of a page.
func (p *instance) objectMatrix(object uint64) pages.Matrix {
	if p.integer("FPDFPageObj_GetMatrix", object, uint64(p.scratch)) == 0 {
		return pages.Matrix{A: 1, D: 1}
	}
	var v [6]float64
	p.floats(v[:])
	return pages.Matrix{A: v[0], B: v[1], C: v[2], D: v[3], E: v[4], F: v[5]}
}
