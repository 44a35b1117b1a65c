package intake

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// MaxFiles bounds one import; a county's ten years are some 500 files.
const MaxFiles = 20_000

// Collect lists the files under the given paths: files as named, folders
// with all they hold. A file's Path is shown relative to the folder that was
// given. Symbolic links inside folders are not followed. The error is worded
// for the clerk.
func Collect(paths []string) ([]File, error) {
	var out []File
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return nil, Mistake(fmt.Sprintf("找不到文件或文件夹“%s”，请检查路径", p))
		}
		if !info.IsDir() {
			out = append(out, onDisk(p, filepath.Base(p), info.Size()))
			continue
		}
		if out, err = collectFolder(out, p); err != nil {
			return nil, err
		}
		if len(out) > MaxFiles {
			return nil, Mistake(fmt.Sprintf("文件超过%d个，请分批导入", MaxFiles))
		}
	}
	return out, nil
}

func collectFolder(out []File, folder string) ([]File, error) {
	err := filepath.WalkDir(folder, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.Type().IsRegular() || len(out) > MaxFiles {
			return nil
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, p)
		if err != nil {
			return err
		}
		out = append(out, onDisk(p, filepath.ToSlash(name), info.Size()))
		return nil
	})
	if err != nil {
		return nil, Mistake(fmt.Sprintf("文件夹“%s”无法读取：%v", folder, err))
	}
	return out, nil
}

func onDisk(path, name string, size int64) File {
	return File{Path: name, Size: size, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}
