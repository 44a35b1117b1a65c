package intake

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"runtime"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/extract"
)

// MaxFileSize bounds one file; a report with pictures has a few MB.
const MaxFileSize = 50 << 20

// reading is one file read, before anything is stored.
type reading struct {
	file     File
	sha      string
	original []byte
	document []byte
	format   string
	line     bool              // it is one line of a 汇总表
	report   *data.Report      // nil where refused
	refusal  *document.Refusal // nil where read
	err      error             // our fault: the import stops
}

// Import reads and stores files in path order, those inside archives each as a
// file of its own, and tells progress after each.
// Reading runs on all processors, storing is one file after the other. On an
// error what was stored stays, whole reports only, and the import may be
// repeated.
func (i *Intake) Import(ctx context.Context, files []File, o Options, progress func(Progress)) (*Result, error) {
	files = ours(Expand(ctx, ours(files)))
	if o.Label == "" && len(files) > 0 {
		o.Label = files[0].Path
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	b := &batch{intake: i, options: o}
	result := new(Result)
	for n, ready := range i.readAll(ctx, files) {
		r := <-ready
		if r.err != nil {
			return result, r.err
		}
		kept, err := b.keep(ctx, r)
		if err != nil {
			return result, fmt.Errorf("import %q: %w", r.file.Path, err)
		}
		result.Batch = b.id
		result.Files = append(result.Files, kept)
		if progress != nil {
			progress(Progress{Done: n + 1, Total: len(files), File: kept})
		}
	}
	if b.id != 0 {
		if err := i.store.Update(ctx, func(t Tx) error { return t.FinishBatch(b.id, i.now()) }); err != nil {
			return result, fmt.Errorf("finish import: %w", err)
		}
	}
	return result, nil
}

// ours sorts the files and leaves out what office programs and systems
// leave behind, without a word.
func ours(files []File) []File {
	out := slices.DeleteFunc(slices.Clone(files), func(f File) bool { return leftover(f.Path) })
	slices.SortStableFunc(out, func(a, b File) int { return cmp.Compare(a.Path, b.Path) })
	return out
}

func leftover(p string) bool {
	p = strings.ReplaceAll(p, "\\", "/")
	for part := range strings.SplitSeq(p, "/") {
		if part == "__MACOSX" || part == ".git" {
			return true
		}
	}
	name := path.Base(p)
	switch strings.ToLower(name) {
	case "thumbs.db", "desktop.ini", ".ds_store":
		return true
	}
	return strings.HasPrefix(name, "~$") || strings.HasPrefix(name, ".~") || strings.HasPrefix(name, "._") || strings.HasSuffix(name, ".tmp")
}

// readAll starts reading, a few files ahead of the one that is waited for,
// and yields a channel a file in order.
func (i *Intake) readAll(ctx context.Context, files []File) func(func(int, <-chan reading) bool) {
	return func(yield func(int, <-chan reading) bool) {
		ahead := runtime.GOMAXPROCS(0) + 1
		slots := make([]chan reading, len(files))
		start := func(n int) {
			slots[n] = make(chan reading, 1)
			go func() { slots[n] <- i.readOne(ctx, files[n]) }()
		}
		for n := range files {
			for next := n; next < min(n+ahead, len(files)); next++ {
				if slots[next] == nil {
					start(next)
				}
			}
			if !yield(n, slots[n]) {
				return
			}
			slots[n] = nil
		}
	}
}

func (i *Intake) readOne(ctx context.Context, f File) reading {
	r := reading{file: f}
	if err := ctx.Err(); err != nil {
		r.err = err
		return r
	}
	b, err := load(f)
	if err != nil {
		var refusal *document.Refusal
		if errors.As(err, &refusal) {
			r.refusal = refusal
		} else {
			r.refusal = &document.Refusal{Code: document.RefuseDamaged, Reason: "文件打不开：" + err.Error(), Advice: "请检查文件是否还在、是否被占用"}
		}
		return r
	}
	sum := sha256.Sum256(b)
	r.sha, r.original = hex.EncodeToString(sum[:]), b
	r.understand(ctx, i.read)
	return r
}

func load(f File) ([]byte, error) {
	src, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer src.Close()
	b, err := io.ReadAll(io.LimitReader(src, MaxFileSize+1))
	if err != nil {
		return nil, err
	}
	if len(b) > MaxFileSize {
		return nil, &document.Refusal{Code: document.RefuseTooLarge, Reason: "文件超过50MB", Advice: "请确认是不是年报，或删去其中的图片后重新导入"}
	}
	return b, nil
}

// understand turns the bytes into a report or a refusal.
func (r *reading) understand(ctx context.Context, read Reader) {
	doc, err := read(ctx, r.file.Path, r.original)
	if err == nil {
		r.format = doc.Format
		if r.document, err = doc.Encode(); err != nil {
			r.err = err
			return
		}
		r.report, err = extract.Extract(doc, r.file.Path)
	}
	if err == nil {
		return
	}
	r.report = nil
	if !errors.As(err, &r.refusal) {
		r.err = fmt.Errorf("read %q: %w", r.file.Path, err)
	}
}
