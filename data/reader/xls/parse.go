package xls

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// The most of a format's pieces and places that are read; Excel stops at 255
// characters and 30 places.
const (
	maxPieces = 255
	maxPlaces = 30
	maxScale  = 10 // powers of a thousand
)

// unreadable is a format that is not known: one that cannot be read.
const unreadable = "[DBNum1]"

// formatParser takes a format apart.
type formatParser struct {
	out  numberFormat
	cur  section
	left string
	// comma says that a comma came after a digit: between digits it groups
	// them, after the last it divides by a thousand.
	comma int
	point bool
}

func parseFormat(code string) *numberFormat {
	p := formatParser{left: code}
	for p.left != "" && !p.out.unknown {
		p.step()
	}
	p.end()
	return &p.out
}

// end ends the open section.
func (p *formatParser) end() {
	p.cur.scale += p.comma
	if p.cur.date {
		p.cur.minutes()
	}
	if p.cur.places > maxPlaces || p.cur.scale > maxScale || len(p.cur.pieces) > maxPieces {
		p.out.unknown = true
	}
	p.out.sections = append(p.out.sections, p.cur)
	p.cur, p.comma, p.point = section{}, 0, false
}

// generals are the names of the format that shows a number as it is.
var generals = [...]string{"General", "GENERAL", "G/通用格式"}

// step takes the next sign of the format.
func (p *formatParser) step() {
	for _, name := range generals {
		if rest, ok := strings.CutPrefix(p.left, name); ok {
			p.left = rest
			p.add('G', "")
			return
		}
	}
	r, n := utf8.DecodeRuneInString(p.left)
	p.left = p.left[n:]
	switch r {
	case ';':
		p.end()
	case '"':
		text, rest, _ := strings.Cut(p.left, `"`)
		p.left = rest
		p.add(0, text)
	case '\\', '!':
		p.add(0, p.rune())
	case '_', '*':
		p.rune() // as wide as that sign, or filled with it
	case '[':
		text, rest, _ := strings.Cut(p.left, "]")
		p.left = rest
		p.bracket(text)
	case '@':
		p.add('G', "")
	case '%':
		p.cur.percent++
		p.add(0, "%")
	case '0', '#', '?':
		p.digit(byte(r))
	case '.':
		p.dot()
	case ',':
		p.thousands()
	default:
		p.letter(r)
	}
}

func (p *formatParser) add(kind byte, text string) {
	p.cur.pieces = append(p.cur.pieces, piece{kind, text})
}

// rune takes the next sign as it is.
func (p *formatParser) rune() string {
	_, n := utf8.DecodeRuneInString(p.left)
	text := p.left[:n]
	p.left = p.left[n:]
	return text
}

// bracket takes what stands in brackets: a condition, a colour, a currency, a
// language. Chinese numerals and times beyond a day are not read.
func (p *formatParser) bracket(text string) {
	switch {
	case strings.HasPrefix(text, "$"):
		sign, _, _ := strings.Cut(text[1:], "-")
		p.add(0, sign)
	case strings.HasPrefix(text, "DBNum"), text == "h", text == "hh", text == "m", text == "mm", text == "s", text == "ss":
		p.out.unknown = true
	case strings.ContainsAny(text, "<>="):
		number := strings.TrimLeft(text, "<>=")
		limit, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		p.out.unknown = p.out.unknown || err != nil
		p.cur.when, p.cur.limit = strings.TrimSuffix(text, number), limit
	}
}

func (p *formatParser) digit(kind byte) {
	if p.comma > 0 && !p.point {
		p.cur.commas = true
	}
	p.comma = 0
	if p.point {
		p.cur.places++
	} else {
		p.cur.whole++
	}
	p.add(kind, "")
}

func (p *formatParser) dot() {
	if p.point || p.cur.date {
		p.add(0, ".")
		return
	}
	p.cur.scale += p.comma
	p.comma, p.point = 0, true
	p.add('.', "")
}

func (p *formatParser) thousands() {
	if p.cur.whole+p.cur.places == 0 {
		p.add(0, ",")
		return
	}
	p.comma++
}

// letter takes a letter that may be part of a date or of a power of ten, or
// any other sign.
func (p *formatParser) letter(r rune) {
	switch lower := strings.ToLower(string(r)); lower {
	case "y", "m", "d", "h", "s":
		n := len(p.left)
		p.left = strings.TrimLeft(p.left, lower+strings.ToUpper(lower))
		p.cur.date = true
		p.add(lower[0], strings.Repeat(lower, 1+n-len(p.left)))
	case "e":
		p.cur.powers = true
		p.left = strings.TrimLeft(p.left, "+-")
	case "a":
		p.left = strings.TrimLeft(strings.TrimPrefix(p.left, "M/PM"), "aA")
		p.cur.date = true
	case "/":
		if !p.cur.date {
			p.out.unknown = true // a fraction
			return
		}
		p.add(0, "/")
	case "g", "b", "n":
		p.out.unknown = true
	default:
		p.add(0, string(r))
	}
}

// minutes tells minutes from months: they follow hours or precede seconds.
func (s *section) minutes() {
	last := byte(0)
	for i := range s.pieces {
		switch k := s.pieces[i].kind; k {
		case 0, '.', '0', '#', '?':
		case 'm':
			if last == 'h' || s.next(i) == 's' {
				s.pieces[i].kind = 'i'
			}
			last = 'm'
		default:
			last = k
		}
	}
}

// next is the kind of the next part of a date.
func (s *section) next(i int) byte {
	for _, p := range s.pieces[i+1:] {
		if p.kind >= 'a' {
			return p.kind
		}
	}
	return 0
}
