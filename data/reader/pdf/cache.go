package pdf

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

var errNotCached = errors.New("not in the cache")

// loadEngine opens the engine from the module's machine code in dir. It is an
// error where there is none of this module for this machine.
func loadEngine(dir string, module []byte) (*engine, error) {
	if files, err := cachedFiles(dir); err != nil || len(files) == 0 {
		return nil, errNotCached
	}
	shell, err := hollow(module)
	if err != nil {
		return nil, err
	}
	return newEngine(shell, dir)
}

// cachedFiles returns the files of a cache, one for each module, as paths from
// dir through the folder that wazero makes for its version.
func cachedFiles(dir string) ([]string, error) {
	return fs.Glob(os.DirFS(dir), "wazero-*/*")
}

// cacheEngine compiles the module, opens the engine and leaves the machine code
// in dir for loadEngine, in place of what may be there.
func cacheEngine(dir string, module []byte) (*engine, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("cache pdf engine: %w", err)
	}
	work, err := os.MkdirTemp(dir, "new-*")
	if err != nil {
		return nil, fmt.Errorf("cache pdf engine: %w", err)
	}
	defer os.RemoveAll(work)
	metered, err := meter(module)
	if err != nil {
		return nil, err
	}
	e, err := newEngine(metered, filepath.Join(work, "true"))
	if err != nil {
		return nil, err
	}
	// The engine is good; without a cache the next start takes longer.
	_ = fileHollow(work, dir, module)
	return e, nil
}

// fileHollow moves the machine code of the true module, which is below work, to
// where wazero looks for the hollow one's in dir. What wazero calls the file
// there, it shows by compiling the hollow module once.
func fileHollow(work, dir string, module []byte) error {
	shell, err := hollow(module)
	if err != nil {
		return err
	}
	within := filepath.Join(work, "hollow")
	if err := compileInto(within, shell); err != nil {
		return err
	}
	code, err := onlyFile(filepath.Join(work, "true"))
	if err != nil {
		return err
	}
	name, err := onlyFile(within)
	if err != nil {
		return err
	}
	to := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	return os.Rename(filepath.Join(work, "true", code), to)
}

func compileInto(dir string, module []byte) error {
	ctx := context.Background()
	r, err := newRuntime(ctx, dir)
	if err != nil {
		return err
	}
	_, err = r.CompileModule(ctx, module)
	return errors.Join(err, r.Close(ctx))
}

func onlyFile(dir string) (string, error) {
	files, err := cachedFiles(dir)
	if err == nil && len(files) != 1 {
		err = errNotCached
	}
	if err != nil {
		return "", err
	}
	return files[0], nil
}
