// Package archive lists the files inside .zip, .7z and .rar archives. Nothing
// is ever written: names are only shown and kept, contents are held in memory.
package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/nianbao/nianbao/data/document"
)

// Limits of an archive. A county's reports of ten years are some 500 files and
// 200 MB.
const (
	MaxFiles = 2_000
	MaxFile  = 50 << 20  // bytes of one file inside, as of any file
	MaxTotal = 500 << 20 // bytes of all files inside a .zip, which are unpacked one by one
	// MaxSolid is the same for .7z and .rar, which can only be unpacked from
	// their beginning and are held unpacked.
	MaxSolid = 200 << 20
	// A ratio of unpacked to packed bytes above maxRatio marks a bomb, in
	// archives that unpack to more than freeRatio; empty forms reach some 30.
	maxRatio  = 200
	freeRatio = 16 << 20
)

// File is a file inside an archive.
type File struct {
	// Name is relative, with slashes, without "." or "..", and unique.
	Name string
	Size int64 // unpacked, in bytes
	open func() ([]byte, error)
}

// Open returns the content. The error is a *document.Refusal.
func (f File) Open() (io.ReadCloser, error) {
	b, err := f.open()
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(b)), nil
}

// Is reports whether b begins as one of the archives that Files lists. A zip
// may just as well be a document.
func Is(b []byte) bool { return lister(b) != nil }

// Files lists the files inside an archive, in its order, folders left out. The
// error is a *document.Refusal: for an archive with a password, a broken or
// empty one, one that is too large, or of a kind that is not read. It is the
// context's where the caller gave up.
func Files(ctx context.Context, b []byte) ([]File, error) {
	list := lister(b)
	if list == nil {
		return nil, unsupported()
	}
	files, err := guarded(ctx, list, b)
	if err != nil {
		return nil, refusal(ctx, err)
	}
	if len(files) == 0 {
		return nil, &document.Refusal{Code: document.RefuseEmpty, Reason: "压缩包里没有文件", Advice: "请重新发送原文件"}
	}
	return files, nil
}

type listFunc func(context.Context, []byte) ([]File, error)

func lister(b []byte) listFunc {
	switch {
	case bytes.HasPrefix(b, []byte("PK\x03\x04")), bytes.HasPrefix(b, []byte("PK\x05\x06")):
		return listZip
	case bytes.HasPrefix(b, []byte(signature7z)):
		return list7z
	case bytes.HasPrefix(b, []byte("Rar!\x1a\x07")):
		return listRar
	}
	return nil
}

var (
	errDamaged     = errors.New("damaged")
	errEncrypted   = errors.New("encrypted")
	errUnsupported = errors.New("not supported")
)

// guarded turns a panic of a library into an error.
func guarded(ctx context.Context, list listFunc, b []byte) (files []File, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("list archive: panicked: %v", p)
		}
	}()
	return list(ctx, b)
}

func refusal(ctx context.Context, err error) error {
	var r *document.Refusal
	switch {
	case errors.As(err, &r):
		return r
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errEncrypted):
		return &document.Refusal{Code: document.RefusePassword, Reason: "压缩包设有密码，无法打开", Advice: "请去掉密码，或解压后把文件夹拖进来"}
	case errors.Is(err, errUnsupported):
		return unsupported()
	case errors.Is(err, document.ErrTooLarge):
		return tooLarge("压缩包里的文件太多或太大")
	}
	return &document.Refusal{Code: document.RefuseDamaged, Reason: "压缩包已损坏或不完整，可能没有传完", Advice: "请重新发送原文件"}
}

func unsupported() *document.Refusal {
	return &document.Refusal{Code: document.RefuseUnsupported, Reason: "这种压缩包不能直接读取", Advice: "请解压后把文件夹拖进来"}
}

func tooLarge(reason string) *document.Refusal {
	return &document.Refusal{Code: document.RefuseTooLarge, Reason: reason, Advice: "请解压后把文件夹拖进来"}
}

func bomb() *document.Refusal {
	return &document.Refusal{
		Code:   document.RefuseHostile,
		Reason: "压缩包解压后异常巨大，疑似恶意构造，已停止读取",
		Advice: "请与报送单位核实后重新报送",
	}
}

// tally adds up what an archive holds and keeps the limits.
type tally struct {
	packed int64 // bytes of the archive
	most   int64 // bytes that its files may have
	files  int
	total  int64
}

// add counts a file of the size. A size that the archive does not tell is
// negative.
func (t *tally) add(size int64) error {
	t.files++
	t.total += max(size, 0)
	switch {
	case t.files > MaxFiles, t.total < 0:
		return document.ErrTooLarge
	case t.total > freeRatio && t.total/maxRatio > t.packed:
		return bomb()
	case t.total > t.most:
		return document.ErrTooLarge
	}
	return nil
}

// held is a file whose content is unpacked, or refused.
func held(name string, size int64, content []byte) File {
	return File{Name: name, Size: size, open: func() ([]byte, error) {
		if size > MaxFile {
			return nil, fileTooLarge()
		}
		return content, nil
	}}
}

func fileTooLarge() *document.Refusal {
	return &document.Refusal{
		Code:   document.RefuseTooLarge,
		Reason: fmt.Sprintf("文件超过 %d MB", MaxFile>>20),
		Advice: "请删去其中的照片等附件后重新导入",
	}
}
