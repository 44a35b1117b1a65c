package ofd

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/charset"
)

// archive is the parts of a file by name. A name is a place inside the file
// and nothing else: nothing is ever unpacked to a path.
type archive struct {
	files map[string]*zip.File // by place
	parts map[string][]byte    // those that were read
	free  int64                // bytes that may still be unpacked
}

// errNoPart is returned for a part that is named and not there.
var errNoPart = errors.New("no such part")

func openArchive(b []byte) (*archive, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, damaged()
	}
	if len(z.File) > maxFiles {
		return nil, fmt.Errorf("%d files inside: %w", len(z.File), document.ErrTooLarge)
	}
	a := &archive{files: map[string]*zip.File{}, parts: map[string][]byte{}, free: maxUnpacked}
	for _, f := range z.File {
		name := f.Name
		if !utf8.ValidString(name) { // packed again by a program that writes names in GBK
			name, _ = charset.Decode([]byte(name))
		}
		at := place("/", name)
		if a.files[at] == nil {
			a.files[at] = f
		}
	}
	// GM/T 0099: what it takes to decrypt the file is told beside OFD.xml.
	if a.has("/encryptions.xml") {
		return nil, encrypted()
	}
	return a, nil
}

func (a *archive) has(at string) bool { return a.files[at] != nil }

// place is where a name points that stands in a part of the folder: from the
// file's root where it begins with a slash. It never leaves the file. Some
// producers write names in another case than they pack them.
func place(folder, name string) string {
	name = strings.TrimSpace(strings.ReplaceAll(name, `\`, "/"))
	if !strings.HasPrefix(name, "/") {
		name = folder + "/" + name
	}
	return strings.ToLower(path.Clean("/" + name))
}

// find is the place of a part that is named in a part of the folder. Some
// producers name parts from the root without the slash.
func (a *archive) find(folder, name string) string {
	at := place(folder, name)
	if root := place("/", name); !a.has(at) && a.has(root) {
		return root
	}
	return at
}

// part unpacks a part, as UTF-8, once.
func (a *archive) part(at string) ([]byte, error) {
	if b, ok := a.parts[at]; ok {
		return b, nil
	}
	f := a.files[at]
	if f == nil {
		return nil, fmt.Errorf("%q: %w", at, errNoPart)
	}
	if f.Flags&1 != 0 {
		return nil, encrypted()
	}
	size := f.UncompressedSize64
	if size > maxPart || int64(size) > a.free {
		return nil, fmt.Errorf("part of %d bytes: %w", size, document.ErrTooLarge)
	}
	b, err := unpack(f)
	if err != nil {
		return nil, err
	}
	a.free -= int64(len(b))
	if !utf8.Valid(b) || bytes.HasPrefix(b, []byte("\xef\xbb\xbf")) {
		text, _ := charset.Decode(b)
		b = []byte(text)
	}
	a.parts[at] = b
	return b, nil
}

// unpack reads a part. The zip reader ends with an error where there are more
// bytes than the part says of itself.
func unpack(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(io.LimitReader(r, maxPart))
}
