package archive

import (
	"bytes"
	"compress/bzip2"
	"compress/flate"
	"encoding/binary"
	"io"

	"github.com/ulikunitz/xz/lzma"

	"github.com/nianbao/nianbao/data/document"
)

// maxBlocks bounds the packed blocks of an archive and the streams in them.
const maxBlocks = 2 * MaxFiles

// streamsInfo tells where the packed blocks lie and what is in them.
type streamsInfo struct {
	folders []folder7z
	packed  []span // of each folder
	streams []stream7z
}

// span is a part of the archive's bytes, counted from behind the head.
type span struct{ at, size int64 }

// stream7z is one file's content in a folder's.
type stream7z struct {
	folder int
	first  bool // of its folder
	size   int64
	sum    uint32
	summed bool
}

// folder7z is a packed block: the methods that were applied, each with the size
// of what it gives.
type folder7z struct {
	coders []coder7z
	sum    uint32
	summed bool
}

type coder7z struct {
	method     string
	properties []byte
	size       int64
}

// size returns the bytes of the folder's content.
func (f *folder7z) size() int64 {
	if len(f.coders) == 0 {
		return 0
	}
	return f.coders[len(f.coders)-1].size
}

func (r *fields) streamsInfo() (streamsInfo, error) {
	var s streamsInfo
	var packed []span
	for r.err == nil {
		switch r.byte() {
		case idPackInfo:
			packed = r.packInfo()
		case idUnpackInfo:
			s.folders = r.folders()
			s.streams = wholeFolders(s.folders)
		case idSubStreams:
			s.streams = r.subStreams(s.folders)
		case idEnd:
			if len(packed) < len(s.folders) {
				r.fail(errDamaged)
				return s, r.err
			}
			s.packed = packed
			return s, r.err
		default:
			r.fail(errDamaged)
		}
	}
	return s, r.err
}

func (r *fields) packInfo() []span {
	at := r.size()
	out := make([]span, r.number(maxBlocks))
	for r.err == nil {
		switch r.byte() {
		case idSize:
			for i := range out {
				out[i] = span{at: at, size: r.size()}
				at += out[i].size
			}
		case idSums:
			r.sums(len(out))
		case idEnd:
			return out
		default:
			r.fail(errDamaged)
		}
	}
	return nil
}

func (r *fields) folders() []folder7z {
	if r.byte() != idFolders {
		r.fail(errDamaged)
	}
	out := make([]folder7z, r.number(maxBlocks))
	if r.byte() != 0 {
		r.fail(errUnsupported)
	}
	for i := range out {
		out[i].coders = r.folder()
		if r.err != nil {
			return nil
		}
	}
	for r.err == nil {
		switch r.byte() {
		case idUnpackSizes:
			for i := range out {
				for k := range out[i].coders {
					out[i].coders[k].size = r.size()
				}
			}
		case idSums:
			sums, have := r.sums(len(out))
			for i := range have {
				out[i].sum, out[i].summed = sums[i], have[i]
			}
		case idEnd:
			return out
		default:
			r.fail(errDamaged)
		}
	}
	return nil
}

// folder reads the methods of a block.
func (r *fields) folder() []coder7z {
	n := r.number(4)
	if n == 0 {
		r.fail(errDamaged)
		return nil
	}
	var coders []coder7z
	for range n {
		const complex, attributes = 0x10, 0x20
		flags := r.byte()
		c := coder7z{method: string(r.bytes(int(flags & 0xf)))}
		if flags&complex != 0 {
			if ins, outs := r.number(8), r.number(8); ins != 1 || outs != 1 {
				r.fail(errUnsupported) // blocks of several inputs hold programs
			}
		}
		if flags&attributes != 0 {
			c.properties = r.bytes(r.number(64))
		}
		coders = append(coders, c)
	}
	for range n - 1 { // which takes what which gives; blocks of several are not read
		r.number(n - 1)
		r.number(n - 1)
	}
	return coders
}

func wholeFolders(folders []folder7z) []stream7z {
	var out []stream7z
	for i := range folders {
		f := &folders[i]
		out = append(out, stream7z{folder: i, first: true, size: f.size(), sum: f.sum, summed: f.summed})
	}
	return out
}

// subStreams reads how the blocks part into files.
func (r *fields) subStreams(folders []folder7z) []stream7z {
	counts := make([]int, len(folders))
	for i := range counts {
		counts[i] = 1
	}
	kind := r.byte()
	if kind == idStreamCounts {
		for i := range counts {
			counts[i] = r.number(10 * MaxFiles)
		}
		kind = r.byte()
	}
	var out []stream7z
	for i := range folders {
		out = r.parts(out, i, &folders[i], counts[i], kind == idSize)
		if len(out) > MaxFiles {
			r.fail(document.ErrTooLarge)
		}
		if r.err != nil {
			return nil
		}
	}
	if kind == idSize {
		kind = r.byte()
	}
	for ; r.err == nil && kind != idEnd; kind = r.byte() {
		if kind != idSums {
			r.fail(errDamaged)
			return nil
		}
		r.partSums(out)
	}
	return out
}

// parts adds a folder's n files. The size of the last is what the others leave.
func (r *fields) parts(out []stream7z, folder int, f *folder7z, n int, sized bool) []stream7z {
	left := f.size()
	for k := range min(n, MaxFiles+1) {
		s := stream7z{folder: folder, first: k == 0, size: left}
		switch {
		case k < n-1 && sized:
			s.size = r.size()
		case k < n-1:
			r.fail(errDamaged)
		}
		if left -= s.size; left < 0 {
			r.fail(errDamaged)
		}
		if n == 1 {
			s.sum, s.summed = f.sum, f.summed
		}
		out = append(out, s)
	}
	return out
}

func (r *fields) partSums(streams []stream7z) {
	var open []int
	for i := range streams {
		if !streams[i].summed {
			open = append(open, i)
		}
	}
	sums, have := r.sums(len(open))
	for k := range have {
		streams[open[k]].sum, streams[open[k]].summed = sums[k], have[k]
	}
}

// Methods of packing.
const (
	copied7z  = "\x00"
	lzma7z    = "\x03\x01\x01"
	lzma27z   = "\x21"
	deflate7z = "\x04\x01\x08"
	bzip27z   = "\x04\x02\x02"
	aes7z     = "\x06\xf1\x07\x01"
)

// open returns the content of the folder, whose packed bytes lie in b.
func (f *folder7z) open(b []byte, at span) (io.Reader, error) {
	rest := int64(len(b) - head7z)
	if at.at < 0 || at.at > rest || at.size > rest-at.at {
		return nil, errDamaged
	}
	for _, c := range f.coders {
		if c.method == aes7z {
			return nil, errEncrypted
		}
	}
	if len(f.coders) != 1 {
		return nil, errUnsupported // filters before packing are for programs
	}
	r, err := f.coders[0].open(bytes.NewReader(b[head7z+at.at : head7z+at.at+at.size]))
	if err != nil {
		return nil, err
	}
	return io.LimitReader(r, f.size()), nil
}

func (c *coder7z) open(r io.Reader) (io.Reader, error) {
	switch c.method {
	case copied7z:
		return r, nil
	case lzma7z:
		return c.lzma(r)
	case lzma27z:
		if len(c.properties) != 1 || c.properties[0] > 40 {
			return nil, errDamaged
		}
		return lzma.Reader2Config{DictCap: c.dictionary(int64(2|c.properties[0]&1) << (c.properties[0]/2 + 11))}.NewReader2(r)
	case deflate7z:
		return flate.NewReader(r), nil
	case bzip27z:
		return bzip2.NewReader(r), nil
	}
	return nil, errUnsupported
}

// lzma begins an LZMA stream, of which the library wants properties and size at
// its head.
func (c *coder7z) lzma(r io.Reader) (io.Reader, error) {
	if len(c.properties) != 5 {
		return nil, errDamaged
	}
	head := bytes.Clone(c.properties[:1])
	head = binary.LittleEndian.AppendUint32(head, uint32(c.dictionary(int64(binary.LittleEndian.Uint32(c.properties[1:])))))
	head = binary.LittleEndian.AppendUint64(head, uint64(c.size))
	return lzma.NewReader(io.MultiReader(bytes.NewReader(head), r))
}

// dictionary bounds what is set aside for unpacking: nothing refers back beyond
// the beginning of what is unpacked.
func (c *coder7z) dictionary(size int64) int {
	return int(max(min(size, c.size, MaxSolid), lzma.MinDictCap))
}
