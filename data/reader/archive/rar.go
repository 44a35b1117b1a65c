package archive

import (
	"bytes"
	"context"
	"errors"
	"io"

	"github.com/nwaples/rardecode/v2"
)

// maxDictionary bounds what a .rar may ask for to unpack; WinRAR takes 32 MB
// unless told otherwise.
const maxDictionary = 128 << 20

// listRar unpacks a .rar from its beginning, since its files may build on each
// other.
func listRar(ctx context.Context, b []byte) ([]File, error) {
	r, err := rardecode.NewReader(bytes.NewReader(b), rardecode.MaxDictionarySize(maxDictionary))
	if err != nil {
		return nil, rarError(err)
	}
	var out []File
	taken := names{}
	t := tally{packed: int64(len(b)), most: MaxSolid}
	for {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, rarError(err)
		}
		if h.Encrypted || h.HeaderEncrypted {
			return nil, errEncrypted
		}
		if h.IsDir || !h.Mode().IsRegular() || h.LinkType != 0 {
			continue
		}
		if !h.UnKnownSize && h.UnPackedSize > MaxFile {
			if err := t.add(h.UnPackedSize); err != nil {
				return nil, err
			}
			out = append(out, held(taken.add(decodeName(h.Name), t.files), h.UnPackedSize, nil))
			continue
		}
		content, err := io.ReadAll(io.LimitReader(cancelled{ctx, r}, MaxFile+1))
		if err != nil {
			return nil, rarError(err)
		}
		size := int64(len(content))
		if err := t.add(size); err != nil {
			return nil, err
		}
		out = append(out, held(taken.add(decodeName(h.Name), t.files), size, content))
	}
}

func rarError(err error) error {
	switch {
	case errors.Is(err, rardecode.ErrArchiveEncrypted), errors.Is(err, rardecode.ErrArchivedFileEncrypted):
		return errEncrypted
	case errors.Is(err, rardecode.ErrMultiVolume), errors.Is(err, rardecode.ErrDictionaryTooLarge),
		errors.Is(err, rardecode.ErrUnknownVersion), errors.Is(err, rardecode.ErrUnknownDecoder):
		return errUnsupported
	}
	return err
}

// cancelled is a reader that ends with its context.
type cancelled struct {
	ctx context.Context
	r   io.Reader
}

func (c cancelled) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}
