package pdf

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	_ "unsafe" // for go:linkname

	"github.com/klippa-app/go-pdfium/webassembly/imports"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	// Links PDFium's WebAssembly, which pdfiumModule names.
	_ "github.com/klippa-app/go-pdfium/webassembly"
)

// pdfiumModule is PDFium compiled to WebAssembly. go-pdfium gives it out only behind
// an interface that costs some ten calls into the module for each character
// and that can be interrupted only at four times the price; so the module is
// taken as it is and called directly.
//
//go:linkname pdfiumModule github.com/klippa-app/go-pdfium/internal/pdfium_wasm.Module
var pdfiumModule []byte

// memoryPages bounds an instance's memory, in pages of 64 KiB: 128 MB, of which
// the file itself may be 50. As it grows it is copied, which takes the same
// again for a moment.
const memoryPages = 2048

// engine is PDFium compiled for this machine, ready to be instantiated.
type engine struct {
	runtime  wazero.Runtime
	compiled wazero.CompiledModule
	slots    chan struct{} // one for each instance that may run
}

// sharedEngine opens the engine at first use: compiling takes seconds, or a
// tenth of one where the cache holds the outcome.
var sharedEngine = sync.OnceValues(openEngine)

// Prepare readies PDFium ahead of the first file and may be called any number
// of times. The first time on a machine takes seconds, on an old one half a
// minute; later a tenth of a second, from the cache in the user's cache folder.
// A file that is read before waits for it.
func Prepare() error {
	_, err := sharedEngine()
	return err
}

func openEngine() (*engine, error) {
	metered, err := meter(pdfiumModule)
	if err != nil {
		return nil, fmt.Errorf("open pdf engine: %w", err)
	}
	if cache := openCache(); cache != nil {
		if e, err := newEngine(metered, cache); err == nil {
			return e, nil
		}
		// A cache that is damaged or cannot be written must not stand in the way.
	}
	return newEngine(metered, nil)
}

// openCache returns nil where the machine offers no place for a cache.
func openCache() wazero.CompilationCache {
	dir, err := os.UserCacheDir()
	if err != nil {
		return nil
	}
	cache, err := wazero.NewCompilationCacheWithDir(filepath.Join(dir, "nianbao", "pdf"))
	if err != nil {
		return nil
	}
	return cache
}

// newEngine compiles the module. It lives as long as the process.
func newEngine(module []byte, cache wazero.CompilationCache) (*engine, error) {
	ctx := experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0))
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages)
	if cache != nil {
		config = config.WithCompilationCache(cache)
	}
	r := wazero.NewRuntimeWithConfig(ctx, config)
	compiled, err := compile(ctx, r, module)
	if err != nil {
		r.Close(ctx)
		return nil, fmt.Errorf("open pdf engine: %w", err)
	}
	return &engine{runtime: r, compiled: compiled, slots: make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))}, nil
}

func compile(ctx context.Context, r wazero.Runtime, module []byte) (wazero.CompiledModule, error) {
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, r); err != nil {
		return nil, err
	}
	compiled, err := r.CompileModule(ctx, module)
	if err != nil {
		return nil, err
	}
	if _, err := imports.Instantiate(ctx, r, compiled); err != nil {
		return nil, err
	}
	return compiled, nil
}

// instance starts a PDFium of its own for one file, so that no damage of one
// file reaches the next. It has no file system, no clock worth the name and
// nothing to write to. It waits for a free slot and then works for MaxTime at
// most; ctx ends either. The caller closes it.
func (e *engine) instance(ctx context.Context) (*instance, error) {
	select {
	case e.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize").
		WithStdout(io.Discard).WithStderr(io.Discard).WithFSConfig(wazero.NewFSConfig())
	module, err := e.runtime.InstantiateModule(context.Background(), e.compiled, config)
	if err != nil {
		<-e.slots
		return nil, fmt.Errorf("start pdf engine: %w", err)
	}
	p := &instance{module: module, memory: module.Memory(), functions: map[string]api.Function{}}
	timed, cancel := context.WithTimeout(ctx, MaxTime)
	unwatch := p.watch(timed)
	p.release = func() {
		cancel()
		unwatch()
		_ = module.Close(context.Background()) // nothing is left to be done about it
		<-e.slots
	}
	p.call("FPDF_InitLibrary")
	p.scratch = p.alloc(scratchSize)
	if p.err != nil {
		p.release()
		return nil, fmt.Errorf("start pdf engine: %w", p.err)
	}
	return p, nil
}
