package archive

import (
	"encoding/binary"
	"unicode/utf16"
)

// The marks of a .7z header.
const (
	idEnd               = 0x00
	idHeader            = 0x01
	idArchiveProperties = 0x02
	idAdditionalStreams = 0x03
	idMainStreams       = 0x04
	idFiles             = 0x05
	idPackInfo          = 0x06
	idUnpackInfo        = 0x07
	idSubStreams        = 0x08
	idSize              = 0x09
	idSums              = 0x0A
	idFolders           = 0x0B
	idUnpackSizes       = 0x0C
	idStreamCounts      = 0x0D
	idEmptyStream       = 0x0E
	idEmptyFile         = 0x0F
	idNames             = 0x11
	idEncodedHeader     = 0x17
)

// fields reads the fields of a header. After the first mistake every field is
// zero and err is set.
type fields struct {
	b   []byte
	err error
}

func (r *fields) fail(err error) {
	if r.err == nil && err != nil {
		r.err = err
		r.b = nil
	}
}

func (r *fields) byte() byte {
	if len(r.b) == 0 {
		r.fail(errDamaged)
		return 0
	}
	c := r.b[0]
	r.b = r.b[1:]
	return c
}

func (r *fields) bytes(n int) []byte {
	if n > len(r.b) {
		r.fail(errDamaged)
		return nil
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

func (r *fields) uint32() uint32 {
	b := r.bytes(4)
	if b == nil {
		return 0
	}
	return binary.LittleEndian.Uint32(b)
}

// uint64 reads a number of one to nine bytes: the ones at the head of the first
// tell how many follow.
func (r *fields) uint64() uint64 {
	first := r.byte()
	var v uint64
	for i, mask := 0, byte(0x80); i < 8; i, mask = i+1, mask>>1 {
		if first&mask == 0 {
			return v | uint64(first&(mask-1))<<(8*i)
		}
		v |= uint64(r.byte()) << (8 * i)
	}
	return v
}

// number reads a number up to a limit.
func (r *fields) number(limit int) int {
	v := r.uint64()
	if v > uint64(limit) {
		r.fail(errDamaged)
		return 0
	}
	return int(v)
}

// size reads a number of bytes.
func (r *fields) size() int64 {
	v := r.uint64()
	if v > 1<<50 {
		r.fail(errDamaged)
		return 0
	}
	return int64(v)
}

// bits reads n bits, the highest of a byte first.
func (r *fields) bits(n int) []bool {
	b := r.bytes((n + 7) / 8)
	if b == nil {
		return nil
	}
	out := make([]bool, n)
	for i := range out {
		out[i] = b[i/8]&(0x80>>(i%8)) != 0
	}
	return out
}

// sums reads the checksums of n things; not all need to have one.
func (r *fields) sums(n int) (sums []uint32, have []bool) {
	if r.byte() != 0 {
		have = make([]bool, n)
		for i := range have {
			have[i] = true
		}
	} else {
		have = r.bits(n)
	}
	sums = make([]uint32, n)
	for i := range have {
		if have[i] {
			sums[i] = r.uint32()
		}
	}
	if r.err != nil {
		return nil, nil
	}
	return sums, have
}

// utf16 reads a name up to its closing zero.
func (r *fields) utf16() string {
	var units []uint16
	for r.err == nil {
		b := r.bytes(2)
		if b == nil || b[0] == 0 && b[1] == 0 {
			break
		}
		units = append(units, binary.LittleEndian.Uint16(b))
	}
	return string(utf16.Decode(units))
}
