package rtf

import (
	"context"
	"slices"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/document"
)

// place is what the text of a group is.
type place uint8

const (
	body   place = iota
	fonts        // the table of fonts
	shapes       // the shape of a row of a nested table: no text
	both         // the same text twice, for old programs and with Unicode
)

// state is what a group inherits and its end restores.
type state struct {
	place  place
	font   int
	skip   int // characters after a Unicode one that repeat it for old programs (\ucN)
	level  int // tables that the paragraph is in (\itapN)
	inCell bool
	gone   bool // deleted or moved away with changes tracked
	hidden bool
	struck bool
	raised bool
	box    bool // the group is a text box
}

func (s *state) mark() mark {
	switch {
	case s.gone || s.hidden:
		return hidden
	case s.struck:
		return struck
	case s.raised:
		return raised
	}
	return plain
}

// walker walks a file. story is where blocks go: the body or a text box.
type walker struct {
	ctx   context.Context
	lex   lexer
	steps int
	size  int

	state
	groups []state
	fonts  map[int]int // number of a font -> its character set
	last   int         // font whose character set comes next, in the table of fonts
	first  int         // font of text that names none
	isUTF8 bool        // the whole file is valid UTF-8

	pending   []byte // bytes not yet decoded
	set       int    // character set of pending
	markOf    mark   // kind of pending
	repeating int    // characters still to skip after a Unicode one
	surrogate rune   // first half of a character, 0 for none

	story    *story
	stories  []*story // those around the open text box
	pictures int
	objects  int
}

func (w *walker) walk() error {
	for {
		if w.steps++; w.steps%checkEvery == 0 && w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		if w.size > maxSize || len(w.groups) > maxGroups || len(w.story.levels) > maxNesting {
			return document.ErrTooLarge
		}
		t := w.lex.next()
		switch t.kind {
		case end:
			return errCut
		case groupOpen:
			w.repeating = 0
			w.groups = append(w.groups, w.state)
			w.box = false
		case groupClose:
			if w.close() {
				return nil
			}
		default:
			w.token(t)
		}
	}
}

// close ends a group and reports whether it was the last, the file's own.
func (w *walker) close() bool {
	w.repeating = 0
	if len(w.groups) == 0 {
		return true
	}
	if w.box {
		w.endBox()
	}
	w.state = w.groups[len(w.groups)-1]
	w.groups = w.groups[:len(w.groups)-1]
	return len(w.groups) == 0
}

func (w *walker) token(t token) {
	switch t.kind {
	case octet:
		w.bytes([]byte{t.char}, w.charset())
	case text:
		set := w.charset()
		if w.isUTF8 {
			set = charsetUTF8
		}
		w.bytes(t.text, set)
	case symbol:
		w.symbol(t.char)
	case word:
		if do, ok := actions[string(t.name)]; ok {
			do(w, t)
		}
	}
}

// charset returns the character set of the open font.
func (w *walker) charset() int {
	if set, ok := w.fonts[w.font]; ok {
		return set
	}
	return charsetDefault
}

// bytes adds text that is not decoded yet. Bytes of one character may come
// partly as \'hh and partly as they stand, so that they are gathered first.
func (w *walker) bytes(b []byte, set int) {
	if w.repeating > 0 {
		n := min(w.repeating, len(b))
		w.repeating -= n
		b = b[n:]
	}
	if w.place != body || len(b) == 0 {
		return
	}
	if ascii(b) && len(w.pending) > 0 && w.set != charsetSymbol {
		set = w.set // the second byte of a Chinese character may be a letter
	}
	if m := w.mark(); m != w.markOf || set != w.set {
		w.flush()
		w.set, w.markOf = set, m
	}
	w.pending = append(w.pending, b...)
}

// flush decodes what was gathered.
func (w *walker) flush() {
	if len(w.pending) == 0 {
		return
	}
	b := w.pending
	if w.set == charsetSymbol && !ascii(b) {
		w.shown()
		b = slices.DeleteFunc(b, func(c byte) bool { return c >= utf8.RuneSelf })
	}
	w.story.put(decode(b, w.set), w.markOf)
	w.pending = w.pending[:0]
}

// rune adds a character that needs no decoding.
func (w *walker) rune(r rune) {
	if w.place != body {
		return
	}
	w.flush()
	if r >= 0xF000 && r <= 0xF0FF {
		w.shown() // a picture of a symbol font
		return
	}
	w.story.put(string(r), w.mark())
}

// unicode adds a character given by its number, which comes in two halves
// beyond the first 65,536.
func (w *walker) unicode(n int) {
	w.repeating = 0
	r := rune(n)
	if r < 0 {
		r += 0x10000
	}
	first := w.surrogate
	w.surrogate = 0
	switch {
	case r >= 0xD800 && r < 0xDC00:
		w.surrogate = r
	case r >= 0xDC00 && r < 0xE000:
		w.rune(utf16.DecodeRune(first, r))
	case r < 0x20 || r > utf8.MaxRune:
		w.rune(utf8.RuneError)
	default:
		w.rune(r)
	}
	w.repeating = w.skip
}

// repeated reports whether a character is one of those that repeat the Unicode
// character before them.
func (w *walker) repeated() bool {
	if w.repeating == 0 {
		return false
	}
	w.repeating--
	return true
}

func (w *walker) symbol(c byte) {
	switch c {
	case '*':
		w.optional()
	case '\\', '{', '}':
		if !w.repeated() {
			w.bytes([]byte{c}, w.charset())
		}
	case '~', '_', ':', '-', '|':
		if !w.repeated() {
			if r := symbols[c]; r != 0 {
				w.rune(r)
			}
		}
	case '\r', '\n':
		w.paragraphEnd()
	}
}

// symbols are the characters of control symbols: spaces and hyphens that no
// line may end at. Those where it may, and marks of an index, are not seen.
var symbols = [...]rune{'~': '\u00a0', '_': '-', ':': 0, '-': 0, '|': 0}

// optional takes the mark of a group that a program may not know. Those that
// hold text or shapes of tables are entered, all others skipped.
func (w *walker) optional() {
	t := w.lex.next()
	if t.kind == word && entered[string(t.name)] {
		if do, ok := actions[string(t.name)]; ok {
			do(w, t)
		}
		return
	}
	if t.kind == groupOpen || t.kind == groupClose {
		w.lex.at--
	}
	if name := string(t.name); name == "mmath" || name == "moMath" {
		w.shown()
	}
	w.lex.skipGroup()
}

// shown notes that something stands here that is no text.
func (w *walker) shown() {
	if w.place == body && w.mark() != hidden {
		w.story.picture = true
	}
}
