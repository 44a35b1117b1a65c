package msdoc

import (
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/document"
)

// piece is a stretch of text that lies together in the text stream.
type piece struct {
	from, to uint64 // character positions
	at       uint32 // offset in the text stream
	wide     bool   // UTF-16; else a byte a character
	changes  []byte // properties that were changed for all of it without writing it anew
}

// Limits of the text. Word itself stops at 32 MB, and writes a document anew
// before it has that many pieces.
const (
	maxText   = 8 << 20 // characters
	maxPieces = 200_000
)

// parsePieces reads the piece table, of which text is where the pieces lie.
func parsePieces(clx []byte, text int) ([]piece, error) {
	var changes [][]byte
	for len(clx) >= 3 && clx[0] == 1 {
		n := 3 + u16(clx[1:])
		if n > len(clx) {
			return nil, damaged()
		}
		changes = append(changes, clx[3:n])
		clx = clx[n:]
	}
	if len(clx) < 5 || clx[0] != 2 {
		return nil, damaged()
	}
	b, err := part(clx, 5, u32(clx[1:]))
	if err != nil || len(b) < 4 {
		return nil, damaged()
	}
	n := (len(b) - 4) / 12
	if n > maxPieces {
		return nil, document.ErrTooLarge
	}
	pieces := make([]piece, n)
	for i := range pieces {
		p := &pieces[i]
		p.from, p.to = uint64(u32(b[4*i:])), uint64(u32(b[4*i+4:]))
		entry := b[4*(n+1)+8*i:]
		p.at, p.wide = u32(entry[2:])&^(1<<30|1<<31), u32(entry[2:])&(1<<30) == 0
		if !p.wide {
			p.at /= 2
		}
		p.changes = changesOf(u16(entry[6:]), changes)
		if p.to < p.from || i > 0 && p.from != pieces[i-1].to || uint64(p.at)+p.size() > uint64(text) {
			return nil, damaged()
		}
		if p.to > maxText {
			return nil, document.ErrTooLarge
		}
	}
	return pieces, nil
}

// size is the piece's length in bytes.
func (p *piece) size() uint64 {
	if p.wide {
		return 2 * (p.to - p.from)
	}
	return p.to - p.from
}

// short are the properties that a piece may change by a number instead of a
// list; the others that have one do not matter here.
var short = map[int]uint16{
	0x18: sprmInTable, 0x19: sprmRowEnd, 0x41: sprmDeleted, 0x57: sprmStruck, 0x5C: sprmHidden,
}

// changesOf returns the list of properties that a piece's number stands for.
func changesOf(prm int, lists [][]byte) []byte {
	if prm&1 != 0 {
		if i := prm >> 1; i < len(lists) {
			return lists[i]
		}
		return nil
	}
	if op, ok := short[prm>>1&0x7F]; ok {
		return []byte{byte(op), byte(op >> 8), byte(prm >> 8)}
	}
	return nil
}

// western maps the bytes 0x80 to 0x9F of text with a byte a character; the
// other bytes are themselves.
const western = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

// westerns are the characters of western.
var westerns = func() (out [32]uint16) {
	for i, rest := 0, western; rest != "" && i < len(out); i++ {
		r, n := utf8.DecodeRuneInString(rest)
		out[i], rest = uint16(r), rest[n:]
	}
	return out
}()

// unit returns the UTF-16 unit at an offset of the text stream, which is known
// to hold the whole piece.
func (p *piece) unit(text []byte, at uint32) uint16 {
	if p.wide {
		return uint16(u16(text[at:]))
	}
	if c := text[at]; c >= 0x80 && c <= 0x9F {
		return westerns[c-0x80]
	}
	return uint16(text[at])
}

// width is the number of bytes of a character.
func (p *piece) width() uint32 {
	if p.wide {
		return 2
	}
	return 1
}
