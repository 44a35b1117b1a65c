package intake

import (
	"context"
	"io"

	"github.com/nianbao/nianbao/data/reader"
)

// Expand puts the files inside archives (.zip, .7z, .rar) in the archives'
// place, each with a path of its own: 附件.zip/教育局年报.docx. An archive that
// cannot be unpacked stays; reading it says why. Archives that would make too
// many files stay, too.
func Expand(ctx context.Context, files []File) []File {
	var out []File
	for i, f := range files {
		inner := expand(ctx, f)
		if inner == nil || len(out)+len(inner)+len(files)-i > MaxFiles {
			out = append(out, f)
			continue
		}
		out = append(out, inner...)
	}
	return out
}

// expand returns the files inside an archive; nil where f is none.
func expand(ctx context.Context, f File) []File {
	b, ok := loadArchive(f)
	if !ok {
		return nil
	}
	packed, ok := reader.Unpack(ctx, b)
	if !ok {
		return nil
	}
	out := make([]File, 0, len(packed))
	for _, p := range packed {
		out = append(out, File{Path: f.Path + "/" + p.Name, Size: p.Size, Received: f.Received, Open: p.Open})
	}
	return out
}

// loadArchive reads a file that begins as an archive. What is wrong with one
// that cannot be read shows when it is imported.
func loadArchive(f File) (b []byte, ok bool) {
	src, err := f.Open()
	if err != nil {
		return nil, false
	}
	defer src.Close()
	head := make([]byte, 8)
	if n, err := io.ReadFull(src, head); err != nil || !reader.IsPacked(head[:n]) {
		return nil, false
	}
	rest, err := io.ReadAll(io.LimitReader(src, reader.MaxArchive))
	return append(head, rest...), err == nil && len(rest) < reader.MaxArchive
}
