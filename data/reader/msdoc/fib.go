package msdoc

import (
	"encoding/binary"

	"github.com/nianbao/nianbao/data/document"
)

// Marks at the head of the text stream.
const (
	identWord97 = 0xA5EC
	lastOldFib  = 0x69 // highest version of Word 95

	flagTable1    = 0x0200 // the table stream is 1Table
	flagEncrypted = 0x0100
)

// Numbers of the places in the head's list, each an offset into the table
// stream and a length.
const (
	placeStyles = 1
	placeChpx   = 12
	placePapx   = 13
	placeClx    = 33
)

// The stories of the text in the order in which they follow each other; head
// holds the length of each.
const (
	storyBody    = 0
	storyBoxes   = 6 // text boxes; between them notes, page heads and remarks
	storyCount   = 8
	lengthsStart = 3 // index of storyBody's length among the head's long numbers
)

// head is what is taken of the file information block.
type head struct {
	table   string // name of the table stream
	lengths [storyCount]uint32
	styles  place
	chpx    place
	papx    place
	clx     place
}

type place struct{ at, n uint32 }

// of returns the bytes of the stream at the place.
func (p place) of(stream []byte) ([]byte, error) { return part(stream, p.at, p.n) }

// part returns n bytes of a stream from an offset.
func part(stream []byte, at, n uint32) ([]byte, error) {
	if uint64(at)+uint64(n) > uint64(len(stream)) {
		return nil, damaged()
	}
	return stream[at : at+n : at+n], nil
}

func u16(b []byte) int    { return int(binary.LittleEndian.Uint16(b)) }
func u32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }

// parseHead reads the head of the text stream and refuses what is no
// unprotected document of Word 97 or later.
func parseHead(b []byte) (*head, error) {
	if len(b) < 34 {
		return nil, damaged()
	}
	version, flags := u16(b[2:]), u16(b[10:])
	switch ident := u16(b); {
	case (ident>>8 == 0xA5 || ident>>8 == 0xA6) && version <= lastOldFib:
		return nil, &document.Refusal{
			Code:   document.RefuseUnsupported,
			Reason: "文件是 Word 95 或更早版本的文档，不支持",
			Advice: "请用 WPS 或 Word 打开，另存为 .docx 后再导入",
		}
	case ident != identWord97:
		return nil, damaged()
	case flags&flagEncrypted != 0:
		return nil, &document.Refusal{Code: document.RefusePassword, Reason: "文件设有打开密码，无法读取", Advice: "请去掉密码后重新导入"}
	}
	h := &head{table: "0Table"}
	if flags&flagTable1 != 0 {
		h.table = "1Table"
	}
	// Three lists follow, each with its length before it.
	shorts := 32
	longs := shorts + 2 + 2*u16(b[shorts:])
	if longs+2 > len(b) {
		return nil, damaged()
	}
	places := longs + 2 + 4*u16(b[longs:])
	if places+2+8*(placeClx+1) > len(b) || u16(b[longs:]) < lengthsStart+storyCount || u16(b[places:]) <= placeClx {
		return nil, damaged()
	}
	for i := range h.lengths {
		h.lengths[i] = u32(b[longs+2+4*(lengthsStart+i):])
	}
	at := func(i int) place {
		e := b[places+2+8*i:]
		return place{u32(e), u32(e[4:])}
	}
	h.styles, h.chpx, h.papx, h.clx = at(placeStyles), at(placeChpx), at(placePapx), at(placeClx)
	return h, nil
}

// story returns the range of character positions of a story.
func (h *head) story(n int) (from, to uint64) {
	for _, length := range h.lengths[:n] {
		from += uint64(length)
	}
	return from, from + uint64(h.lengths[n])
}
