package archive

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"
	"io"

	"github.com/nianbao/nianbao/data/document"
)

// The reader of .7z is our own: those to be had make room for whatever numbers
// the header states, before they look whether it holds so much.

const (
	signature7z = "7z\xbc\xaf\x27\x1c"
	head7z      = 32      // bytes before the packed streams
	maxHeader   = 8 << 20 // bytes of the unpacked header; 2,000 files have some 200 KB
)

// list7z unpacks a .7z from its beginning, since its files build on each other.
func list7z(ctx context.Context, b []byte) ([]File, error) {
	header, err := header7z(ctx, b)
	if err != nil || header == nil {
		return nil, err
	}
	content, err := parse7z(header)
	if err != nil {
		return nil, err
	}
	t := tally{packed: int64(len(b)), most: MaxSolid}
	for _, s := range content.streams {
		if err := t.add(s.size); err != nil {
			return nil, err
		}
	}
	return content.unpack(ctx, b)
}

// header7z returns the header, unpacked where it is packed; nil of an archive
// without files.
func header7z(ctx context.Context, b []byte) ([]byte, error) {
	if len(b) < head7z || crc32.ChecksumIEEE(b[12:32]) != binary.LittleEndian.Uint32(b[8:]) {
		return nil, errDamaged
	}
	at, size := binary.LittleEndian.Uint64(b[12:]), binary.LittleEndian.Uint64(b[20:])
	rest := uint64(len(b) - head7z)
	if at > rest || size > rest-at {
		return nil, errDamaged
	}
	header := b[head7z+at : head7z+at+size]
	if size == 0 {
		return nil, nil
	}
	if crc32.ChecksumIEEE(header) != binary.LittleEndian.Uint32(b[28:]) {
		return nil, errDamaged
	}
	for range 4 { // a packed header may be packed again
		if len(header) == 0 || header[0] != idEncodedHeader {
			return header, nil
		}
		r := fields{b: header[1:]}
		info, err := r.streamsInfo()
		if err != nil {
			return nil, err
		}
		if len(info.folders) != 1 || info.folders[0].size() > maxHeader {
			return nil, errDamaged
		}
		open, err := info.folders[0].open(b, info.packed[0])
		if err != nil {
			return nil, err
		}
		if header, err = io.ReadAll(io.LimitReader(cancelled{ctx, open}, info.folders[0].size())); err != nil {
			return nil, err
		}
		if f := info.folders[0]; f.summed && crc32.ChecksumIEEE(header) != f.sum {
			return nil, errDamaged
		}
	}
	return nil, errDamaged
}

// content7z is what a header says: the files in order, and where the contents
// of those that have one lie.
type content7z struct {
	streamsInfo
	files []file7z
}

type file7z struct {
	name   string
	empty  bool // has no content
	folder bool
}

// unpack reads all contents, one packed block after the other.
func (c *content7z) unpack(ctx context.Context, b []byte) ([]File, error) {
	var out []File
	taken := names{}
	var block io.Reader
	at := 0 // in streams
	for i, f := range c.files {
		if f.empty {
			if !f.folder {
				out = append(out, held(taken.add(f.name, i), 0, nil))
			}
			continue
		}
		if at >= len(c.streams) {
			return nil, errDamaged
		}
		s := c.streams[at]
		if s.first {
			var err error
			if block, err = c.folders[s.folder].open(b, c.packed[s.folder]); err != nil {
				return nil, err
			}
			block = cancelled{ctx, block}
		}
		at++
		content, err := take(block, s)
		if err != nil {
			return nil, err
		}
		out = append(out, held(taken.add(f.name, i), s.size, content))
	}
	return out, nil
}

// take reads one file's content from its block. Of a file that is too large
// nothing is kept.
func take(block io.Reader, s stream7z) ([]byte, error) {
	if s.size > MaxFile {
		n, err := io.Copy(io.Discard, io.LimitReader(block, s.size))
		if err != nil || n != s.size {
			return nil, errDamaged
		}
		return nil, nil
	}
	var content bytes.Buffer
	n, err := io.Copy(&content, io.LimitReader(block, s.size))
	if err != nil || n != s.size || s.summed && crc32.ChecksumIEEE(content.Bytes()) != s.sum {
		return nil, errDamaged
	}
	return content.Bytes(), nil
}

// parse7z reads an unpacked header.
func parse7z(header []byte) (*content7z, error) {
	var c content7z
	r := fields{b: header}
	if r.byte() != idHeader {
		return nil, errDamaged
	}
	for r.err == nil {
		switch r.byte() {
		case idArchiveProperties:
			for r.err == nil && r.byte() != idEnd {
				r.bytes(r.number(maxHeader))
			}
		case idAdditionalStreams:
			if _, err := r.streamsInfo(); err != nil {
				return nil, err
			}
		case idMainStreams:
			info, err := r.streamsInfo()
			if err != nil {
				return nil, err
			}
			c.streamsInfo = info
		case idFiles:
			c.files = r.files()
		case idEnd:
			return &c, r.err
		default:
			return nil, errDamaged
		}
	}
	return nil, r.err
}

// files reads the names and kinds of the files.
func (r *fields) files() []file7z {
	n := r.number(10 * MaxFiles)
	if n > 2*MaxFiles { // folders count here, too
		r.fail(document.ErrTooLarge)
		return nil
	}
	out := make([]file7z, n)
	for r.err == nil {
		kind := r.byte()
		if kind == idEnd {
			break
		}
		property := fields{b: r.bytes(r.number(maxHeader))}
		switch kind {
		case idEmptyStream:
			for i, empty := range property.bits(n) {
				out[i].empty, out[i].folder = empty, empty
			}
		case idEmptyFile:
			property.emptyFiles(out)
		case idNames:
			property.names(out)
		}
		r.fail(property.err)
	}
	return out
}

// emptyFiles tells empty files from folders.
func (r *fields) emptyFiles(files []file7z) {
	var empty []int
	for i, f := range files {
		if f.empty {
			empty = append(empty, i)
		}
	}
	for k, isFile := range r.bits(len(empty)) {
		files[empty[k]].folder = !isFile
	}
}

func (r *fields) names(files []file7z) {
	if r.byte() != 0 {
		r.fail(errUnsupported) // names in a stream of their own: nobody writes that
	}
	for i := range files {
		files[i].name = r.utf16()
	}
}
