package xls

import (
	"unicode/utf16"

	"github.com/nianbao/nianbao/data/document"
)

// maxStrings bounds the texts of a workbook; a report has some hundred.
const maxStrings = 1_000_000

// Marks before a text.
const (
	textWide = 0x01 // UTF-16; else the low byte of each character
	textMore = 0x04 // followed by how it is pronounced
	textRich = 0x08 // followed by where its fonts change
)

// stretch reads texts from the bodies of a record and those that carry it on.
// Once past the end it stays there, and failed is set.
type stretch struct {
	parts  [][]byte
	failed bool
}

// take returns n bytes that lie in one body.
func (s *stretch) take(n int) []byte {
	for len(s.parts) > 0 && len(s.parts[0]) == 0 {
		s.parts = s.parts[1:]
	}
	if len(s.parts) == 0 || len(s.parts[0]) < n {
		s.failed = true
		return make([]byte, n)
	}
	out := s.parts[0][:n]
	s.parts[0] = s.parts[0][n:]
	return out
}

// ended reports whether nothing is left.
func (s *stretch) ended() bool {
	for _, p := range s.parts {
		if len(p) > 0 {
			return false
		}
	}
	return true
}

// skip passes over n bytes that may lie in several bodies.
func (s *stretch) skip(n uint64) {
	for n > 0 && len(s.parts) > 0 {
		k := min(n, uint64(len(s.parts[0])))
		s.parts[0] = s.parts[0][k:]
		if n -= k; n > 0 {
			s.parts = s.parts[1:]
		}
	}
	s.failed = s.failed || n > 0
}

// chars reads n characters. Where a text is cut by the end of a body, the next
// says anew whether its characters have one byte or two.
func (s *stretch) chars(n int, wide bool) string {
	units := make([]uint16, 0, min(n, 1024))
	for len(units) < n && !s.failed {
		if len(s.parts) == 0 {
			s.failed = true
			break
		}
		var here []byte
		here, s.parts[0] = cut(s.parts[0], n-len(units), wide)
		units = appendUnits(units, here, wide)
		if len(units) < n {
			s.parts = s.parts[1:]
			wide = s.take(1)[0]&textWide != 0
		}
	}
	return string(utf16.Decode(units))
}

// cut returns the bytes of n characters, or of those there are.
func cut(b []byte, n int, wide bool) (chars, rest []byte) {
	if wide {
		n = min(n, len(b)/2) * 2
	}
	n = min(n, len(b))
	return b[:n], b[n:]
}

func appendUnits(units []uint16, b []byte, wide bool) []uint16 {
	if !wide {
		for _, c := range b {
			units = append(units, uint16(c))
		}
		return units
	}
	for ; len(b) >= 2; b = b[2:] {
		units = append(units, uint16(u16(b)))
	}
	return units
}

// text reads a text with all that may follow it. Its length stands before it
// in two bytes, or in one where short is set.
func (s *stretch) text(short bool) string {
	n := 0
	if short {
		n = int(s.take(1)[0])
	} else {
		n = u16(s.take(2))
	}
	flags := s.take(1)[0]
	var after uint64
	if flags&textRich != 0 {
		after += 4 * uint64(u16(s.take(2)))
	}
	if flags&textMore != 0 {
		after += uint64(u32(s.take(4)))
	}
	out := s.chars(n, flags&textWide != 0)
	s.skip(after)
	return out
}

// parseStrings reads the texts shared by the cells. Some programs state more
// than there are, which only matters to a cell that has one of those.
func parseStrings(parts [][]byte) ([]string, error) {
	s := stretch{parts: parts}
	s.skip(4) // how often they are used
	n := u32(s.take(4))
	if n > maxStrings {
		return nil, document.ErrTooLarge
	}
	var out []string
	for range n {
		if s.ended() {
			break
		}
		out = append(out, s.text(false))
		if s.failed {
			return nil, damaged()
		}
	}
	return out, nil
}

// textOf reads a text that lies in one body and those that carry it on.
func textOf(b []byte, short bool, more ...[]byte) (string, error) {
	s := stretch{parts: append([][]byte{b}, more...)}
	out := s.text(short)
	if s.failed {
		return "", damaged()
	}
	return out, nil
}
