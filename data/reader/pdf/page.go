package pdf

import (
	"math"
	"unicode"
	"unicode/utf8"
)

// maxSpaces bounds the white space of a page that is looked at, since it is
// looked through for each gap; a page of English has 600.
const maxSpaces = 5000

// glyph is a character on a page.
type glyph struct {
	r    rune    // utf8.RuneError where the file does not say which character it is
	box  box     // as wide as the character's advance, as high as its font
	left float64 // x of its origin
	base float64 // y of its origin: the line it stands on
	size float64 // height of the type in points
	turn int     // quarter turns clockwise against the page's text
	run  uint64  // the object of the file in which it was drawn
}

// centre is the height at which the character is looked for in a row: fonts'
// own heights differ too much.
func (g *glyph) centre() float64 {
	if g.turn != 0 {
		return g.box.centre()
	}
	return g.base - 0.35*g.size
}

// page is what is taken from a page of the file. Its coordinates are those of
// the page as its text is read: turned, where the text is.
type page struct {
	number int
	size   box     // from 0,0
	shown  matrix  // to the coordinates of the page as it is shown
	glyphs []glyph // without white space, in the order of the file
	spaces []glyph // white space that the file holds
	rules  []rule
	// recognised says that the text is the recognition of a picture.
	recognised bool
	pictures   bool // there are pictures
	drawn      bool // the drawing is too much to be a table
	guessed    bool // a table was read by the alignment of its columns
}

// page reads a loaded page.
func (p *instance) page(handle uint64) (*page, error) {
	toPage, size := p.display(handle)
	pg := &page{size: size, shown: identity}
	d := drawing{p: p, size: size}
	d.page(handle, toPage) // before the text, which it prepares
	text := p.text(handle, toPage, size)
	switch {
	case p.err != nil:
		return nil, p.err
	case text.tooMany:
		return nil, tooLarge("PDF 一页内文字过多，超出一份年度报告的规模")
	case d.objects > maxObjects:
		pg.drawn = true
	}
	pg.pictures = len(d.images) > 0
	covered := d.covered() >= coveringPart
	hidden := text.hidden*2 >= len(text.glyphs) && text.hidden > 0
	pg.recognised = len(text.glyphs) > 0 && (covered || hidden)
	for i, g := range text.glyphs {
		switch {
		case text.unseen[i] && !pg.recognised:
			// Nobody sees it on the page, so it is not what was reported.
		case unicode.IsSpace(g.r):
			if len(pg.spaces) < maxSpaces {
				pg.spaces = append(pg.spaces, g)
			}
		default:
			pg.glyphs = append(pg.glyphs, g)
		}
	}
	pg.rules = d.rules
	pg.upright()
	return pg, nil
}

// display returns the map from a page's own coordinates to those in which it is
// shown, and its size there.
func (p *instance) display(handle uint64) (matrix, box) {
	w := p.float("FPDF_GetPageWidthF", handle)
	h := p.float("FPDF_GetPageHeightF", handle)
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
	return matrix{(ax - e) / unit, (ay - f) / unit, (cx - e) / unit, (cy - f) / unit, e, f}, box{0, 0, w, h}
}

// pageText is the text of a page before it is known what may be seen of it.
type pageText struct {
	glyphs  []glyph
	unseen  []bool // by glyph
	hidden  int    // how many are unseen
	tooMany bool
}

// text reads a page's characters.
func (p *instance) text(handle uint64, toPage matrix, size box) pageText {
	var out pageText
	text := p.call("FPDFText_LoadPage", handle)
	if text == 0 {
		return out
	}
	n := p.integer("FPDFText_CountChars", text)
	if n > maxGlyphs {
		out.tooMany = true
		return out
	}
	s := style{p: p, page: size}
	// A table wider than its page runs over the edge, and the ends of its
	// numbers must not be lost.
	beyond := box{-size.r / 2, -size.b / 2, 1.5 * size.r, 1.5 * size.b}
	out.glyphs, out.unseen = make([]glyph, 0, max(n, 0)), make([]bool, 0, max(n, 0))
	for i := 0; i < n && p.err == nil; i++ {
		object := p.call("FPDFText_GetTextObject", text, uint64(i))
		if object == 0 {
			continue // made up by PDFium: white space
		}
		s.of(object, toPage)
		g := p.glyph(text, i, toPage)
		g.size, g.turn, g.run = s.size, s.turn, object
		if max(g.box.width(), g.box.height()) > widest*g.size {
			p.tighten(&g, text, i, toPage)
		}
		if !beyond.holds(g.box.middle(), g.centre()) || g.repeats(out.glyphs) {
			continue
		}
		if s.clipped {
			continue
		}
		unseen := s.mode == modeInvisible || s.mode == modeClip
		if unseen {
			out.hidden++
		}
		out.glyphs, out.unseen = append(out.glyphs, g), append(out.unseen, unseen)
	}
	p.call("FPDFText_ClosePage", text)
	return out
}

// glyph reads the i-th character of a text.
func (p *instance) glyph(text uint64, i int, toPage matrix) glyph {
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
	left, base := toPage.point(origin[0], origin[1])
	return glyph{r: character(r), box: toPage.box(edge[0], edge[1], edge[2], edge[3]), left: left, base: base}
}

// widest is the extent, in heights of its type, from which a character's box is
// not believed: PDFium gives such boxes to characters that are set downwards.
const widest = 2.4

// tighten gives a character the box of its ink.
func (p *instance) tighten(g *glyph, text uint64, i int, toPage matrix) {
	p.call("FPDFText_GetCharBox", text, uint64(i), uint64(p.scratch), uint64(p.scratch+8), uint64(p.scratch+16), uint64(p.scratch+24))
	var edge [4]float64 // left, right, bottom, top
	p.doubles(edge[:])
	g.box = toPage.box(edge[0], edge[3], edge[1], edge[2])
	if w := g.box.width(); w == 0 || w > widest*g.size {
		g.box = box{g.left, g.base - g.size, g.left + g.size, g.base}
	}
	g.left, g.base = g.box.l, g.box.centre()+0.35*g.size
}

// character replaces what is no character by what it stands for.
func character(r rune) rune {
	switch {
	case r == 0x02, r == 0xfffe, r == 0xad: // PDFium's marks of a hyphen at a line's end
		return '-'
	case r == 0, r > unicode.MaxRune, r >= 0xd800 && r < 0xe000:
		return utf8.RuneError
	case r < 0x20, r == 0xa0, r == 0x3000:
		return ' '
	case unicode.Is(unicode.Co, r): // private use: known to one font alone
		return utf8.RuneError
	}
	return r
}

// repeats reports whether g was just drawn in the same place, as is done to
// make type look bold.
func (g *glyph) repeats(before []glyph) bool {
	for i := len(before) - 1; i >= 0 && i >= len(before)-4; i-- {
		b := &before[i]
		if b.r == g.r && math.Abs(b.box.l-g.box.l) < 0.2*g.size && math.Abs(b.base-g.base) < 0.2*g.size {
			return true
		}
	}
	return false
}

// style is what characters of one text object have in common. Producers write
// an object a line or an object a character.
type style struct {
	p       *instance
	page    box
	object  uint64
	size    float64
	turn    int
	mode    int
	clipped bool // none of it is inside its clip
}

func (s *style) of(object uint64, toPage matrix) {
	if object == s.object {
		return
	}
	p := s.p
	s.object = object
	s.mode = p.integer("FPDFTextObj_GetTextRenderMode", object)
	p.call("FPDFTextObj_GetFontSize", object, uint64(p.scratch+64))
	m := p.objectMatrix(object)
	bits, _ := p.memory.ReadUint32Le(p.scratch + 64)
	m = m.then(toPage)
	s.size = real32(bits) * math.Hypot(m.c, m.d)
	s.turn = m.quarter()
	if s.size < 1 {
		s.size = 1
	}
	s.clipped = p.clipped(object, toPage, s.page)
}

// clipped reports whether an object is outside its clip as a whole, as lines
// are that do not fit a cell of a workbook: nobody sees them, and they lie over
// other cells. An object that is cut is not: half a number is no number. Clips
// as large as the page are left out, for tables that are larger.
func (p *instance) clipped(object uint64, toPage matrix, page box) bool {
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
	own := toPage.box(edge[0], edge[3], edge[2], edge[1])
	for i := range paths {
		x, any := p.clip(clip, i, toPage)
		if !any || x.width() > 0.9*page.width() && x.height() > 0.9*page.height() {
			continue
		}
		if own.r < x.l || own.l > x.r || own.b < x.t || own.t > x.b {
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
func (p *instance) clip(clip uint64, path int, toPage matrix) (x box, any bool) {
	n := p.integer("FPDFClipPath_CountPathSegments", clip, uint64(path))
	if n > maxClipSegments {
		return box{}, false
	}
	for i := range n {
		segment := p.call("FPDFClipPath_GetPathSegment", clip, uint64(path), uint64(i))
		p.call("FPDFPathSegment_GetPoint", segment, uint64(p.scratch), uint64(p.scratch+4))
		var at [2]float64
		p.floats(at[:])
		px, py := toPage.point(at[0], at[1])
		if !any {
			x, any = box{px, py, px, py}, true
		}
		x = x.join(box{px, py, px, py})
	}
	return x, any
}

// objectMatrix is the matrix of an object of a page.
func (p *instance) objectMatrix(object uint64) matrix {
	if p.integer("FPDFPageObj_GetMatrix", object, uint64(p.scratch)) == 0 {
		return identity
	}
	var v [6]float64
	p.floats(v[:])
	return matrix{v[0], v[1], v[2], v[3], v[4], v[5]}
}

// upright turns a page whose text runs down or up or stands on its head, as
// landscape tables on portrait pages do.
func (pg *page) upright() {
	var count [4]int
	for i := range pg.glyphs {
		count[pg.glyphs[i].turn]++
	}
	turn := 0
	for i, n := range count {
		if n*10 > len(pg.glyphs)*6 {
			turn = i
		}
	}
	if turn == 0 {
		return
	}
	w, h := pg.size.r, pg.size.b
	var m, back matrix
	switch turn {
	case 1: // runs downwards: its left is the page's top
		m, back = matrix{0, -1, 1, 0, 0, w}, matrix{0, 1, -1, 0, w, 0}
		pg.size = box{0, 0, h, w}
	case 2:
		m = matrix{-1, 0, 0, -1, w, h}
		back = m
	case 3: // runs upwards
		m, back = matrix{0, 1, -1, 0, h, 0}, matrix{0, -1, 1, 0, 0, h}
		pg.size = box{0, 0, h, w}
	}
	pg.shown = back
	for _, list := range [][]glyph{pg.glyphs, pg.spaces} {
		for i := range list {
			g := &list[i]
			g.box = m.box(g.box.l, g.box.t, g.box.r, g.box.b)
			g.turn = (g.turn - turn + 4) % 4
			g.left, g.base = m.point(g.left, g.base)
		}
	}
	for i := range pg.rules {
		pg.rules[i] = pg.rules[i].under(m)
	}
}
