package pages

import (
	"math"
	"unicode"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/document"
)

// maxSpaces bounds the white space of a page that is looked at, since it is
// looked through for each gap; a page of English has 600.
const maxSpaces = 5000

// Glyph is a character on a page.
type Glyph struct {
	Rune rune    // utf8.RuneError where the file does not say which character it is
	Box  Box     // as wide as the character's advance, as high as its font
	Left float64 // x of its origin
	Base float64 // y of its origin: the line it stands on
	Size float64 // height of the type in points
	Turn int     // quarter turns clockwise against the page
	Run  uint64  // the object of the file in which it was drawn
}

// centre is the height at which the character is looked for in a row: fonts'
// own heights differ too much.
func (g *Glyph) centre() float64 {
	if g.Turn != 0 {
		return g.Box.Centre()
	}
	return g.Base - 0.35*g.Size
}

// Text gathers the characters of a page, before it is known what may be seen
// of it.
type Text struct {
	size   Box
	glyphs []Glyph
	unseen []bool // by glyph
	hidden int    // how many are unseen
}

// NewText returns the empty text of a page that goes from 0,0 to width,
// height, in points.
func NewText(width, height float64) *Text { return &Text{size: Box{0, 0, width, height}} }

// Add adds the next character in the order of the file. What stands far
// outside the page, or was just drawn in the same place, is left out. An unseen
// one is invisible on the page, as the recognition of a picture is.
func (t *Text) Add(g Glyph, unseen bool) {
	g.Rune = character(g.Rune)
	// A table wider than its page runs over the edge, and the ends of its
	// numbers must not be lost.
	w, h := t.size.R, t.size.B
	beyond := Box{-w / 2, -h / 2, 1.5 * w, 1.5 * h}
	if !beyond.Holds(g.Box.Middle(), g.centre()) || g.repeats(t.glyphs) {
		return
	}
	if unseen {
		t.hidden++
	}
	t.glyphs, t.unseen = append(t.glyphs, g), append(t.unseen, unseen)
}

// Page is what is taken from a page of the file. Its coordinates are those of
// the page as its text is read: turned, where the text is.
type Page struct {
	number int
	size   Box     // from 0,0
	shown  Matrix  // to the coordinates of the page as it is shown
	glyphs []Glyph // without white space, in the order of the file
	spaces []Glyph // white space that the file holds
	rules  []rule
	// recognised says that the text is the recognition of a picture.
	recognised bool
	pictures   bool // there are pictures
	drawn      bool // the drawing is too much to be a table
	guessed    bool // a table was read by the alignment of its columns
	incomplete bool // a part of it is not in the file
}

// New makes the page of a number, counted from 1, of its text and drawing,
// which it owns from then on. Text that nobody sees is kept where the page is
// the picture of a scan, and marked as its recognition.
func New(number int, text *Text, d *Drawing) *Page {
	pg := &Page{number: number, size: text.size, shown: identity, rules: d.rules}
	pg.drawn = d.objects > maxObjects
	pg.pictures = len(d.pictures) > 0
	covered := d.covered(pg.size) >= coveringPart
	hidden := text.hidden*2 >= len(text.glyphs) && text.hidden > 0
	pg.recognised = len(text.glyphs) > 0 && (covered || hidden)
	for i, g := range text.glyphs {
		switch {
		case text.unseen[i] && !pg.recognised:
			// Nobody sees it on the page, so it is not what was reported.
		case unicode.IsSpace(g.Rune):
			if len(pg.spaces) < maxSpaces {
				pg.spaces = append(pg.spaces, g)
			}
		default:
			pg.glyphs = append(pg.glyphs, g)
		}
	}
	pg.upright()
	return pg
}

// Len returns how many characters are read of the page, white space apart.
func (pg *Page) Len() int { return len(pg.glyphs) }

// Incomplete says that something which belongs on the page is not in the file;
// the clerk is told.
func (pg *Page) Incomplete() { pg.incomplete = true }

// shownSize is the size of the page as it is shown and drawn.
func (pg *Page) shownSize() document.Page {
	x := pg.shown.Box(0, 0, pg.size.R, pg.size.B).placed()
	return document.Page{W: x.R - x.L, H: x.B - x.T}
}

// character replaces what is no character by what it stands for.
func character(r rune) rune {
	switch {
	case r == 0x02, r == 0xfffe, r == 0xad: // a hyphen at a line's end; the first two are PDFium's
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
func (g *Glyph) repeats(before []Glyph) bool {
	for i := len(before) - 1; i >= 0 && i >= len(before)-4; i-- {
		b := &before[i]
		if b.Rune == g.Rune && math.Abs(b.Box.L-g.Box.L) < 0.2*g.Size && math.Abs(b.Base-g.Base) < 0.2*g.Size {
			return true
		}
	}
	return false
}

// upright turns a page whose text runs down or up or stands on its head, as
// landscape tables on portrait pages do.
func (pg *Page) upright() {
	var count [4]int
	for i := range pg.glyphs {
		count[pg.glyphs[i].Turn]++
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
	w, h := pg.size.R, pg.size.B
	var m, back Matrix
	switch turn {
	case 1: // runs downwards: its left is the page's top
		m, back = Matrix{0, -1, 1, 0, 0, w}, Matrix{0, 1, -1, 0, w, 0}
		pg.size = Box{0, 0, h, w}
	case 2:
		m = Matrix{-1, 0, 0, -1, w, h}
		back = m
	case 3: // runs upwards
		m, back = Matrix{0, 1, -1, 0, h, 0}, Matrix{0, -1, 1, 0, 0, h}
		pg.size = Box{0, 0, h, w}
	}
	pg.shown = back
	for _, list := range [][]Glyph{pg.glyphs, pg.spaces} {
		for i := range list {
			g := &list[i]
			g.Box = m.Box(g.Box.L, g.Box.T, g.Box.R, g.Box.B)
			g.Turn = (g.Turn - turn + 4) % 4
			g.Left, g.Base = m.Point(g.Left, g.Base)
		}
	}
	for i := range pg.rules {
		pg.rules[i] = pg.rules[i].under(m)
	}
}
