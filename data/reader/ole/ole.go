// Package ole opens OLE compound files, the container of Word's and Excel's
// formats of 97-2003 and of WPS's .wps and .et, and gives out their streams.
package ole

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/richardlehane/mscfb"
)

// errSize is the error of a stream that claims to be larger than the file.
var errSize = errors.New("stream larger than the file")

// File is an open compound file. It is not safe for concurrent use.
type File struct {
	streams []*mscfb.File // those that lie in no folder
	size    int64
}

// Open reads the directory of a compound file, which stays in use and must not
// be changed. The error is that of damage: a file of this kind without a whole
// directory cannot be read at all.
func Open(b []byte) (*File, error) {
	r, err := mscfb.New(image(b))
	if err != nil {
		return nil, fmt.Errorf("open ole file: %w", err)
	}
	f := &File{size: int64(len(b))}
	for _, entry := range r.File {
		// What lies in folders belongs to objects that the file embeds: the
		// workbook in a document is not the document.
		if len(entry.Path) == 0 && !entry.FileInfo().IsDir() {
			f.streams = append(f.streams, entry)
		}
	}
	return f, nil
}

// Has reports whether the file has a stream of that name outside of folders.
func (f *File) Has(name string) bool { return f.find(name) != nil }

func (f *File) find(name string) *mscfb.File {
	for _, s := range f.streams {
		if strings.EqualFold(s.Name, name) {
			return s
		}
	}
	return nil
}

// Stream reads a stream; nil without an error where there is none of that name.
// The error is that of damage: a stream is given whole or not at all.
func (f *File) Stream(name string) ([]byte, error) {
	s := f.find(name)
	if s == nil {
		return nil, nil
	}
	if s.Size < 0 || s.Size > f.size {
		return nil, fmt.Errorf("read ole stream %q: %w", name, errSize)
	}
	if _, err := s.Seek(0, io.SeekStart); err != nil && s.Size > 0 {
		return nil, fmt.Errorf("read ole stream %q: %w", name, err)
	}
	out := make([]byte, s.Size)
	// The library takes a time that grows with the square of what is read at
	// once.
	const step = 32 << 10
	for at := 0; at < len(out); at += step {
		if _, err := io.ReadFull(s, out[at:min(at+step, len(out))]); err != nil {
			return nil, fmt.Errorf("read ole stream %q: %w", name, err)
		}
	}
	return out, nil
}

// image is a file as the library reads it. Some programs leave the last sector
// unfilled; what is missing of it reads as zeros. Sectors that are missing
// whole are damage.
type image []byte

// sector is the size of the larger of the two kinds of sectors.
const sector = 4096

// ReadAt reads at an offset of the file.
func (m image) ReadAt(p []byte, at int64) (int, error) {
	if at < 0 || at >= int64(len(m)) || at+int64(len(p)) > int64(len(m))+sector-1 {
		return 0, io.ErrUnexpectedEOF
	}
	n := copy(p, m[at:])
	clear(p[n:])
	return len(p), nil
}

// Slice gives a part of the file without copying it, which the library asks for.
func (m image) Slice(at int64, n int) ([]byte, error) {
	if at >= 0 && n >= 0 && at+int64(n) <= int64(len(m)) {
		return m[at : at+int64(n)], nil
	}
	p := make([]byte, min(max(n, 0), sector))
	if _, err := m.ReadAt(p, at); err != nil || len(p) != n {
		return nil, io.ErrUnexpectedEOF
	}
	return p, nil
}
