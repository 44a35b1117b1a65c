package reader

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/archive"
)

// Packed is a file inside an archive.
type Packed = archive.File

// MaxArchive is the size of an archive in bytes. It may be larger than a file
// that is read, since only the files inside it are.
const MaxArchive = 200 << 20

// IsPacked reports whether a file that begins with these bytes may be an
// archive. Eight bytes are enough to tell.
func IsPacked(head []byte) bool { return archive.Is(head) }

// Unpack lists the files inside an archive, and those of archives inside it
// in their place, once: zip, 7z or rar. ok is false for a file that is none, as
// a document, and for one that cannot be unpacked, of which Read says why. It is
// false, too, where the caller gave up.
func Unpack(ctx context.Context, b []byte) (files []Packed, ok bool) {
	if !isArchive(b) {
		return nil, false
	}
	files, err := archive.Files(ctx, b)
	if err != nil {
		return nil, false
	}
	var out []Packed
	free := int64(archive.MaxSolid) // bytes that archives inside may take, packed and unpacked
	for _, f := range files {
		inner := unpackInner(ctx, f, free, archive.MaxFiles-len(out))
		if inner == nil {
			out = append(out, f)
			continue
		}
		for _, i := range inner {
			free -= i.Size
			i.Name = f.Name + "/" + i.Name
			out = append(out, i)
		}
		free -= f.Size
	}
	return out, true
}

// unpackInner lists the files of an archive inside another; nil where it is
// none or passes what is left of the limits. Only files that are named as
// archives are opened for it.
func unpackInner(ctx context.Context, f Packed, free int64, most int) []Packed {
	switch strings.ToLower(path.Ext(f.Name)) {
	case ".zip", ".7z", ".rar":
	default:
		return nil
	}
	if f.Size > free {
		return nil
	}
	b, err := content(f)
	if err != nil || !isArchive(b) {
		return nil
	}
	files, err := archive.Files(ctx, b)
	if err != nil || len(files) > most {
		return nil
	}
	total := f.Size
	for _, i := range files {
		total += i.Size
	}
	if total > free {
		return nil
	}
	return files
}

func content(f Packed) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// isArchive tells archives from the documents that are zip files.
func isArchive(b []byte) bool {
	if !archive.Is(b) {
		return false
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return !bytes.HasPrefix(b, []byte("PK"))
	}
	_, document := zipFormat(z)
	return !document
}

// refuseArchive says why an archive is not read: what is wrong with it, or that
// it is no report.
func refuseArchive(ctx context.Context, b []byte) (*document.Document, error) {
	if _, err := archive.Files(ctx, b); err != nil {
		return nil, err
	}
	return nil, refuse(document.RefuseUnsupported, "压缩包不能作为一份年度报告读取", unpack)
}
