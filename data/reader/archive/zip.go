package archive

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/document"
)

// Methods of packing that matter.
const (
	methodAES     = 99
	flagEncrypted = 1
)

// listZip lists a zip. Its files are unpacked when they are opened.
func listZip(ctx context.Context, b []byte) ([]File, error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, errDamaged
	}
	var out []File
	taken := names{}
	t := tally{packed: int64(len(b)), most: MaxTotal}
	for i, f := range z.File {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		name := zipName(f)
		if isFolder(name) || !f.Mode().IsRegular() {
			continue
		}
		switch {
		case f.Flags&flagEncrypted != 0 || f.Method == methodAES:
			return nil, errEncrypted
		case f.Method != zip.Store && f.Method != zip.Deflate:
			return nil, errUnsupported
		case f.UncompressedSize64 > MaxTotal:
			return nil, document.ErrTooLarge
		}
		size := int64(f.UncompressedSize64)
		if err := t.add(size); err != nil {
			return nil, err
		}
		out = append(out, File{Name: taken.add(name, i), Size: size, open: func() ([]byte, error) { return unzip(f) }})
	}
	return out, nil
}

func isFolder(name string) bool {
	return name != "" && (name[len(name)-1] == '/' || name[len(name)-1] == '\\')
}

// unzip unpacks a file. The zip reader ends with an error where there are more
// bytes than the archive says, or others.
func unzip(f *zip.File) ([]byte, error) {
	if f.UncompressedSize64 > MaxFile {
		return nil, fileTooLarge()
	}
	r, err := f.Open()
	if err == nil {
		defer r.Close()
		var b []byte
		if b, err = io.ReadAll(io.LimitReader(r, MaxFile)); err == nil {
			return b, nil
		}
	}
	return nil, &document.Refusal{Code: document.RefuseDamaged, Reason: "压缩包中的这个文件已损坏", Advice: "请重新发送原文件"}
}

// zipName returns a file's name: as the archive says it in Unicode, else
// decoded by its looks.
func zipName(f *zip.File) string {
	const flagUTF8 = 0x800
	if f.Flags&flagUTF8 != 0 && utf8.ValidString(f.Name) {
		return f.Name
	}
	if name, ok := unicodeName(f); ok {
		return name
	}
	return decodeName(f.Name)
}

// unicodeName looks for the name in Unicode that some programs add: a version,
// the sum of the name it stands for, the name.
func unicodeName(f *zip.File) (string, bool) {
	const field = 0x7075
	for b := f.Extra; len(b) >= 4; {
		id, n := binary.LittleEndian.Uint16(b), int(binary.LittleEndian.Uint16(b[2:]))
		if b = b[4:]; n > len(b) {
			break
		}
		if id == field && n > 5 && binary.LittleEndian.Uint32(b[1:]) == crc32.ChecksumIEEE([]byte(f.Name)) {
			name := string(b[5:n])
			return name, utf8.ValidString(name)
		}
		b = b[n:]
	}
	return "", false
}
