// Package oletest makes OLE compound files for the tests of the packages that
// read them. Only tests import it.
package oletest

import (
	"encoding/binary"
	"unicode/utf16"
)

// Stream is a stream of a file; Folder is the name of the folder it lies in,
// empty for none.
type Stream struct {
	Name   string
	Body   []byte
	Folder string
}

const (
	sector   = 512
	endChain = 0xFFFFFFFE
	free     = 0xFFFFFFFF
	table    = 0xFFFFFFFD // a sector of the table of sectors
	small    = 4096       // shorter streams would have to lie elsewhere
)

// file is a compound file being made.
type file struct {
	sectors []byte
	next    []uint32 // for each sector the one that follows
	entries []byte
}

// File makes a file of streams. Those shorter than 4096 bytes are filled up
// with zeros.
func File(streams ...Stream) []byte {
	f := &file{}
	folders := map[string][]Stream{}
	var names []string
	for _, s := range streams {
		if s.Folder != "" && folders[s.Folder] == nil {
			names = append(names, s.Folder)
		}
		folders[s.Folder] = append(folders[s.Folder], s)
	}
	f.entry("Root Entry", 5, free, first(len(folders[""])+len(names), 1), endChain, 0)
	n := len(folders[""]) + len(names)
	for i, s := range folders[""] {
		f.stream(s, sibling(i, n, 1))
	}
	at := 1 + n
	for i, name := range names {
		f.entry(name, 1, sibling(len(folders[""])+i, n, 1), uint32(at), 0, 0)
		at += len(folders[name])
	}
	at = 1 + n
	for _, name := range names {
		for i, s := range folders[name] {
			f.stream(s, sibling(i, len(folders[name]), at))
		}
		at += len(folders[name])
	}
	return f.finish()
}

// first is the number of the first of n entries from at.
func first(n, at int) uint32 {
	if n == 0 {
		return free
	}
	return uint32(at)
}

// sibling is the number of the entry after the i-th of n from at.
func sibling(i, n, at int) uint32 {
	if i+1 >= n {
		return free
	}
	return uint32(at + i + 1)
}

func (f *file) stream(s Stream, right uint32) {
	body := s.Body
	if len(body) < small {
		body = append(append([]byte{}, body...), make([]byte, small-len(body))...)
	}
	f.entry(s.Name, 2, right, free, f.chain(body), len(body))
}

func (f *file) entry(name string, kind byte, right, child, start uint32, size int) {
	e := make([]byte, 128)
	units := utf16.Encode([]rune(name))
	for i, u := range units {
		binary.LittleEndian.PutUint16(e[2*i:], u)
	}
	binary.LittleEndian.PutUint16(e[64:], uint16(2*len(units)+2))
	e[66], e[67] = kind, 1
	binary.LittleEndian.PutUint32(e[68:], free)
	binary.LittleEndian.PutUint32(e[72:], right)
	binary.LittleEndian.PutUint32(e[76:], child)
	binary.LittleEndian.PutUint32(e[116:], start)
	binary.LittleEndian.PutUint32(e[120:], uint32(size))
	f.entries = append(f.entries, e...)
}

// chain lays bytes into sectors of their own and returns the first.
func (f *file) chain(b []byte) uint32 {
	start := uint32(len(f.next))
	for at := 0; at < len(b); at += sector {
		f.sectors = append(f.sectors, b[at:min(at+sector, len(b))]...)
		f.sectors = append(f.sectors, make([]byte, (sector-len(f.sectors)%sector)%sector)...)
		f.next = append(f.next, uint32(len(f.next))+1)
	}
	f.next[len(f.next)-1] = endChain
	return start
}

// finish adds directory, table of sectors and head.
func (f *file) finish() []byte {
	directory := f.chain(f.entries)
	pages := 1
	for (len(f.next)+pages)*4 > pages*sector {
		pages++
	}
	head := make([]byte, sector)
	copy(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
	for at, v := range map[int]uint16{24: 0x3E, 26: 3, 28: 0xFFFE, 30: 9, 32: 6} {
		binary.LittleEndian.PutUint16(head[at:], v)
	}
	for at, v := range map[int]uint32{44: uint32(pages), 48: directory, 56: small, 60: endChain, 68: endChain} {
		binary.LittleEndian.PutUint32(head[at:], v)
	}
	for i := range 109 {
		v := uint32(free)
		if i < pages {
			v = uint32(len(f.next) + i)
		}
		binary.LittleEndian.PutUint32(head[76+4*i:], v)
	}
	for range pages {
		f.next = append(f.next, table)
	}
	var fat []byte
	for i := range pages * sector / 4 {
		v := uint32(free)
		if i < len(f.next) {
			v = f.next[i]
		}
		fat = binary.LittleEndian.AppendUint32(fat, v)
	}
	return append(append(head, f.sectors...), fat...)
}
