package msdoc

// Kinds of styles.
const (
	kindParagraph = 1
	kindCharacter = 2
)

// maxBases bounds how many styles a style may stand upon, one on the other.
const maxBases = 16

// styleSheet holds, for each style of a document, how it makes text look. A
// document may hide text by its style alone, and a run may say that it is not
// as its style has it.
type styleSheet struct {
	styles []namedStyle
	looks  []look // of each of them, those it stands upon included
	// odd says that some style hides or strikes through; in most documents none
	// does, and nothing need be looked up.
	odd bool
}

type namedStyle struct {
	kind int
	base int
	list []byte // of properties of characters
}

// parseStyles reads the style sheet. What cannot be read of it ends it: a style
// that is missing does nothing.
func parseStyles(b []byte) *styleSheet {
	s := &styleSheet{}
	if len(b) < 6 {
		return s
	}
	head := 2 + u16(b)
	size := u16(b[4:]) // of what stands before a style's name
	if head > len(b) {
		return s
	}
	for rest := b[head:]; len(rest) >= 2; {
		n := u16(rest)
		if 2+n > len(rest) {
			break
		}
		s.styles = append(s.styles, parseStyle(rest[2:2+n], size))
		rest = rest[2+n:]
	}
	for i := range s.styles {
		l := s.build(i)
		s.looks = append(s.looks, l)
		s.odd = s.odd || l.hidden || l.deleted || l.mark != plain
	}
	return s
}

func parseStyle(b []byte, size int) namedStyle {
	if len(b) < 6 || len(b) < size+2 {
		return namedStyle{}
	}
	s := namedStyle{kind: u16(b[2:]) & 15, base: u16(b[2:]) >> 4}
	lists := u16(b[4:]) & 15
	at := size + 2 + 2*u16(b[size:]) + 2 // the name, with its length before it and a nought behind it
	want := 0
	switch s.kind {
	case kindParagraph:
		want = 1 // the first is of the paragraph
	case kindCharacter:
	default:
		return s
	}
	for i := 0; i < lists; i++ {
		at += at & 1
		if at+2 > len(b) || at+2+u16(b[at:]) > len(b) {
			return s
		}
		list := b[at+2 : at+2+u16(b[at:])]
		if i == want {
			s.list = list
		}
		at += 2 + len(list)
	}
	return s
}

// build finds how a style makes text look. One that stands upon one of another
// kind stands upon nothing, as in Word.
func (s *styleSheet) build(n int) look {
	var chain [maxBases]int
	depth, kind := 0, s.styles[n].kind
	for ; depth < maxBases && n < len(s.styles) && s.styles[n].kind == kind; depth++ {
		chain[depth] = n
		n = s.styles[n].base
	}
	var l look
	for depth--; depth >= 0; depth-- {
		base := l
		l.apply(s.styles[chain[depth]].list, base)
	}
	return l
}

// look returns how a style makes text look; one that is not of that kind does
// nothing.
func (s *styleSheet) look(n, kind int) look {
	if n >= len(s.styles) || s.styles[n].kind != kind {
		return look{}
	}
	return s.looks[n]
}

// character returns how text looks that has a style of characters beside that
// of its paragraph: what both of them do is undone.
func (s *styleSheet) character(n int, paragraph look) look {
	l := s.look(n, kindCharacter)
	out := paragraph
	out.hidden = paragraph.hidden != l.hidden
	if l.mark != plain {
		out.mark = l.mark
	}
	return out
}
