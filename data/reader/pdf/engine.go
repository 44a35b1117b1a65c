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
	spare    chan api.Module // at most one, started ahead
	slots    chan struct{}   // one for each instance that may run
}

// sharedEngine opens the engine at first use: compiling takes seconds, loading
// from the cache some hundredths of one.
var sharedEngine = sync.OnceValues(openEngine)

// Prepare readies PDFium ahead of the first file and may be called any number
// of times. The first time on a machine takes seconds, on an old one half a
// minute; later some hundredths of a second, from the cache in the user's cache
// folder. A file that is read before waits for it.
func Prepare() error {
	_, err := sharedEngine()
	return err
}

func openEngine() (*engine, error) {
	if dir, err := os.UserCacheDir(); err == nil {
		dir = filepath.Join(dir, "nianbao", "pdfium")
		if e, err := loadEngine(dir, pdfiumModule); err == nil {
			return e, nil
		}
		if e, err := cacheEngine(dir, pdfiumModule); err == nil {
			return e, nil
		}
		// A cache that is damaged or cannot be written must not stand in the way.
	}
	metered, err := meter(pdfiumModule)
	if err != nil {
		return nil, fmt.Errorf("open pdf engine: %w", err)
	}
	return newEngine(metered, "")
}

// newEngine compiles the module, or loads it from the cache in dir, where dir
// is given, and starts an instance, which proves that the machine code is the
// module's. The engine lives as long as the process.
func newEngine(module []byte, dir string) (*engine, error) {
	ctx := experimental.WithCompilationWorkers(context.Background(), runtime.GOMAXPROCS(0))
	r, err := newRuntime(ctx, dir)
	if err != nil {
		return nil, fmt.Errorf("open pdf engine: %w", err)
	}
	e := &engine{runtime: r, spare: make(chan api.Module, 1), slots: make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))}
	if err = e.compile(ctx, module); err == nil {
		err = e.startAhead()
	}
	if err != nil {
		r.Close(ctx)
		return nil, fmt.Errorf("open pdf engine: %w", err)
	}
	return e, nil
}

func newRuntime(ctx context.Context, dir string) (wazero.Runtime, error) {
	config := wazero.NewRuntimeConfig().
		WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling).
		WithMemoryLimitPages(memoryPages)
	if dir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(dir)
		if err != nil {
			return nil, err
		}
		config = config.WithCompilationCache(cache)
	}
	return wazero.NewRuntimeWithConfig(ctx, config), nil
}

func (e *engine) compile(ctx context.Context, module []byte) error {
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, e.runtime); err != nil {
		return err
	}
	compiled, err := e.runtime.CompileModule(ctx, module)
	if err != nil {
		return err
	}
	e.compiled = compiled
	_, err = imports.Instantiate(ctx, e.runtime, compiled)
	return err
}

// start starts PDFium with memory of its own.
func (e *engine) start() (api.Module, error) {
	config := wazero.NewModuleConfig().WithName("").WithStartFunctions("_initialize").
		WithStdout(io.Discard).WithStderr(io.Discard).WithFSConfig(wazero.NewFSConfig())
	return e.runtime.InstantiateModule(context.Background(), e.compiled, config)
}

func (e *engine) startAhead() error {
	m, err := e.start()
	if err == nil {
		e.spare <- m
	}
	return err
}

// module returns the instance that was started ahead, or a new one.
func (e *engine) module() (api.Module, error) {
	select {
	case m := <-e.spare:
		return m, nil
	default:
		return e.start()
	}
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
	module, err := e.module()
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
