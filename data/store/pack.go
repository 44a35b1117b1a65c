package store

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"io"
	"strconv"

	"github.com/nianbao/nianbao/data"
)

// errPacked is the error of a packed column that does not say what it should.
var errPacked = errors.New("packed column is damaged")

// How a packed column begins.
const (
	plain    = 0 // as it is
	deflated = 1 // length of the whole, then DEFLATE
)

// Shorter than this, packing costs more than it saves.
const worthPacking = 48

// DEFLATE never packs better than this; a column that claims to is damaged.
const bestRatio = 1100

// squeezer packs columns, for one goroutine at a time. Its compressor, over a
// megabyte, is made once.
type squeezer struct {
	w *flate.Writer
	r io.ReadCloser
}

// pack returns b packed where that is shorter.
func (s *squeezer) pack(b []byte) ([]byte, error) {
	if len(b) >= worthPacking {
		var out bytes.Buffer
		out.Write(binary.AppendUvarint([]byte{deflated}, uint64(len(b))))
		if err := s.deflate(&out, b); err != nil {
			return nil, err
		}
		if out.Len() <= len(b) {
			return out.Bytes(), nil
		}
	}
	return append([]byte{plain}, b...), nil
}

func (s *squeezer) deflate(out io.Writer, b []byte) error {
	if s.w == nil {
		w, err := flate.NewWriter(out, flate.BestSpeed)
		if err != nil {
			return err
		}
		s.w = w
	} else {
		s.w.Reset(out)
	}
	if _, err := s.w.Write(b); err != nil {
		return err
	}
	return s.w.Close()
}

// unpack is the inverse of pack. It never makes more of b than b can hold.
func (s *squeezer) unpack(b []byte) ([]byte, error) {
	if len(b) == 0 || b[0] > deflated {
		return nil, errPacked
	}
	if b[0] == plain {
		return b[1:], nil
	}
	size, n := binary.Uvarint(b[1:])
	if n <= 0 || size > uint64(len(b))*bestRatio {
		return nil, errPacked
	}
	in := bytes.NewReader(b[1+n:])
	if s.r == nil {
		s.r = flate.NewReader(in)
	} else if err := s.r.(flate.Resetter).Reset(in, nil); err != nil {
		return nil, err
	}
	out := make([]byte, size)
	if _, err := io.ReadFull(s.r, out); err != nil {
		return nil, errors.Join(errPacked, err)
	}
	return out, nil
}

// packer appends numbers and texts.
type packer struct{ b []byte }

func (p *packer) byte(b byte)   { p.b = append(p.b, b) }
func (p *packer) number(n int)  { p.b = binary.AppendVarint(p.b, int64(n)) }
func (p *packer) text(s string) { p.number(len(s)); p.b = append(p.b, s...) }

// unpacker takes off what packer appended. After the first error everything
// is zero.
type unpacker struct {
	b   []byte
	err error
}

func (u *unpacker) fail() {
	u.b, u.err = nil, errPacked
}

func (u *unpacker) byte() byte {
	if len(u.b) == 0 {
		u.fail()
		return 0
	}
	b := u.b[0]
	u.b = u.b[1:]
	return b
}

func (u *unpacker) number() int {
	v, n := binary.Varint(u.b)
	if n <= 0 {
		u.fail()
		return 0
	}
	u.b = u.b[n:]
	return int(v)
}

func (u *unpacker) text() string {
	n := u.number()
	if n < 0 || n > len(u.b) {
		u.fail()
		return ""
	}
	s := string(u.b[:n])
	u.b = u.b[n:]
	return s
}

// count takes off the length of a list whose entries take a byte or more.
func (u *unpacker) count() int {
	n := u.number()
	if n < 0 || n > len(u.b) {
		u.fail()
		return 0
	}
	return n
}

// done returns the first error, or one where something is left over.
func (u *unpacker) done() error {
	if u.err == nil && len(u.b) > 0 {
		return errPacked
	}
	return u.err
}

// What differs from the expected mark of a figure, one bit each.
const (
	markGrid = 1 << iota
	markRow
	markCol
	markPage
	markSheet
	markPerson
	markRaw
	markNowhere // no place at all
)

// markOther stands before the mark of a figure with the text of a second
// reading, which follows it. No mark has these bits: a figure without a place
// differs in none.
const markOther = markNowhere | markGrid

// packMarks writes places and raw texts. A place is expected one column to
// the right of the one before, so that most figures take one byte, 0; a raw
// text is expected to be the value in digits, and that of a second reading to
// be none.
func packMarks(figures []data.Figure) []byte {
	p := packer{b: make([]byte, 0, 2*len(figures))}
	var last data.Place
	for i := range figures {
		f := &figures[i]
		at, next := f.Place, last
		next.Col++
		mark := flag(f.Raw != expectedRaw(f), markRaw)
		if at.IsZero() {
			mark |= markNowhere
		} else {
			mark |= flag(at.Grid != next.Grid, markGrid) | flag(at.Row != next.Row, markRow) |
				flag(at.Col != next.Col, markCol) | flag(at.Page != next.Page, markPage) |
				flag(at.Sheet != next.Sheet, markSheet) | flag(at.Person != next.Person, markPerson)
			last = at
		}
		if f.Other != "" {
			p.byte(markOther)
			p.text(f.Other)
		}
		p.byte(mark)
		p.differences(mark, at, next, f.Raw)
	}
	return p.b
}

func (p *packer) differences(mark byte, at, next data.Place, raw string) {
	numbers := [...]struct {
		bit  byte
		diff int
	}{
		{markGrid, at.Grid - next.Grid},
		{markRow, at.Row - next.Row},
		{markCol, at.Col - next.Col},
		{markPage, at.Page - next.Page},
	}
	for _, n := range numbers {
		if mark&n.bit != 0 {
			p.number(n.diff)
		}
	}
	if mark&markSheet != 0 {
		p.text(at.Sheet)
	}
	if mark&markPerson != 0 {
		p.text(at.Person)
	}
	if mark&markRaw != 0 {
		p.text(raw)
	}
}

// unpackMarks fills places and raw texts of figures whose states and values
// are there already.
func unpackMarks(b []byte, figures []data.Figure) error {
	u := unpacker{b: b}
	var last data.Place
	for i := range figures {
		f := &figures[i]
		mark := u.byte()
		if mark == markOther {
			f.Other = u.text()
			mark = u.byte()
		}
		at := last
		at.Col++
		u.differ(mark, &at)
		f.Raw = expectedRaw(f)
		if mark&markRaw != 0 {
			f.Raw = u.text()
		}
		if mark&markNowhere == 0 {
			f.Place, last = at, at
		}
	}
	return u.done()
}

func (u *unpacker) differ(mark byte, at *data.Place) {
	if mark&markGrid != 0 {
		at.Grid += u.number()
	}
	if mark&markRow != 0 {
		at.Row += u.number()
	}
	if mark&markCol != 0 {
		at.Col += u.number()
	}
	if mark&markPage != 0 {
		at.Page += u.number()
	}
	if mark&markSheet != 0 {
		at.Sheet = u.text()
	}
	if mark&markPerson != 0 {
		at.Person = u.text()
	}
}

func flag(yes bool, bit byte) byte {
	if yes {
		return bit
	}
	return 0
}

// expectedRaw is the text that a figure with this state and value most often has.
func expectedRaw(f *data.Figure) string {
	if f.State.HasValue() {
		return strconv.FormatInt(f.Value, 10)
	}
	return ""
}

// packProse writes what only a whole report shows.
func packProse(r *data.Report) []byte {
	var p packer
	p.number(len(r.Chapters))
	for _, c := range r.Chapters {
		p.text(c.Title)
		p.text(c.Text)
	}
	p.number(len(r.Evidence))
	for _, e := range r.Evidence {
		p.text(e.Field)
		p.text(e.Source)
		p.text(e.Value)
		p.text(e.Text)
	}
	return p.b
}

func unpackProse(b []byte, r *data.Report) error {
	u := unpacker{b: b}
	for range u.count() {
		r.Chapters = append(r.Chapters, data.Chapter{Title: u.text(), Text: u.text()})
	}
	for range u.count() {
		r.Evidence = append(r.Evidence, data.Evidence{
			Field: u.text(), Source: u.text(), Value: u.text(), Text: u.text()})
	}
	return u.done()
}
