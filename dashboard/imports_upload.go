package dashboard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// Bounds of one upload. A county's year is a hundred files of a few MB at most.
const (
	maxUpload      = 500 << 20
	maxUploadFile  = 50 << 20
	maxUploadFiles = 2000
	maxUploadField = 4 << 10
	maxUploadPath  = 500 // characters of a file's path
)

func errBusy() error {
	return &problem{status: http.StatusConflict, message: "正在导入另一批文件，请等它完成后再试"}
}

// upload streams the files of a form into a folder of their own, starts the
// import and leaves; the folder goes when the import ends.
func (s *Server) upload(v *visit) (answer, error) {
	if s.jobs.running() != nil {
		return answer{}, errBusy()
	}
	dir, err := os.MkdirTemp("", "nianbao-upload-")
	if err != nil {
		return answer{}, fmt.Errorf("make folder for upload: %w", err)
	}
	u := &receiving{dir: dir}
	task, err := s.receive(v, u)
	if err != nil {
		os.RemoveAll(dir)
		return answer{}, err
	}
	return answer{redirect: v.link("/imports", "job", task.ID)}, nil
}

func (s *Server) receive(v *visit, u *receiving) (*job, error) {
	if err := u.read(v.c.Request); err != nil {
		return nil, err
	}
	o, err := u.options()
	if err != nil {
		return nil, err
	}
	if len(u.files) == 0 {
		return nil, badQuery("没有选择文件，请选择或拖入年报文件后再导入")
	}
	o.Label = importLabel(u.files)
	task := s.jobs.start(o.Label, len(u.files), func(ctx context.Context, tell func(ImportProgress)) (int64, string) {
		defer os.RemoveAll(u.dir)
		return s.runImport(ctx, u.files, o, tell)
	})
	if task == nil {
		return nil, errBusy()
	}
	return task, nil
}

// runImport imports and brings the figures into the pages. A failure is told
// in a sentence; its cause goes to the log.
func (s *Server) runImport(ctx context.Context, files []ImportFile, o ImportOptions, tell func(ImportProgress)) (batch int64, failure string) {
	defer func() {
		if p := recover(); p != nil {
			s.config.Log.Error("import panicked", "panic", p)
			failure = "导入中断：程序出错。已导入的年报保留，请把日志交给维护人员。"
		}
	}()
	batch, err := s.config.Imports.Import(ctx, files, o, tell)
	if err != nil {
		s.config.Log.Error("import failed", "label", o.Label, "error", err)
		failure = "导入中断。已导入的年报保留，请再次导入同一批文件，已导入的会自动略过。"
		var m *Mistake
		if errors.As(err, &m) {
			failure = "导入中断：" + m.Text
		}
	}
	if err := s.config.Snapshots.Refresh(context.WithoutCancel(ctx)); err != nil {
		s.config.Log.Error("refresh after import failed", "error", err)
	}
	return batch, failure
}

// receiving is an upload while it is read.
type receiving struct {
	dir    string
	files  []ImportFile
	fields [uploadFields]string
}

// The fields of the upload form.
const (
	fieldYear = iota
	fieldAgency
	fieldReceived
	fieldCopy
	fieldReplace
	uploadFields
)

// uploadField finds a field's place by its name; -1 for any other name.
func uploadField(name string) int {
	switch name {
	case "files_year":
		return fieldYear
	case "agency":
		return fieldAgency
	case "received":
		return fieldReceived
	case "copy":
		return fieldCopy
	case "replace":
		return fieldReplace
	}
	return -1
}

func (u *receiving) read(r *http.Request) error {
	parts, err := r.MultipartReader()
	if err != nil {
		return badQuery("上传的内容不完整，请回到导入页重新选择文件")
	}
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = u.part(part)
		}
		if err != nil {
			return uploadError(err)
		}
	}
}

// uploadError words what can go wrong while an upload is read.
func uploadError(err error) error {
	var tooLarge *http.MaxBytesError
	var given *problem
	switch {
	case errors.As(err, &tooLarge):
		return &problem{status: http.StatusRequestEntityTooLarge, message: fmt.Sprintf("一次最多上传%d MB，请分几次导入", maxUpload>>20), cause: err}
	case errors.As(err, &given):
		return err
	case errors.Is(err, os.ErrPermission), errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("keep upload: %w", err)
	}
	return &problem{status: http.StatusBadRequest, message: "上传中断，文件没有导入，请重新选择文件", cause: err}
}

func (u *receiving) part(part *multipart.Part) error {
	if i := uploadField(part.FormName()); i >= 0 {
		value, err := io.ReadAll(io.LimitReader(part, maxUploadField))
		u.fields[i] = strings.TrimSpace(string(value))
		return err
	}
	path := uploadPath(part.Header.Get("Content-Disposition"))
	if part.FormName() != "files" || path == "" {
		return nil // a file field left empty comes as a part without a name
	}
	if len(u.files) == maxUploadFiles {
		return &problem{status: http.StatusRequestEntityTooLarge, message: fmt.Sprintf("一次最多上传%d个文件，请分几次导入", maxUploadFiles)}
	}
	return u.keep(part, path)
}

// keep writes one file under a number, never under its own name. One byte
// over the limit is kept, so that the pipeline sees that it is too large and
// says so beside its name.
func (u *receiving) keep(part io.Reader, path string) (err error) {
	name := filepath.Join(u.dir, strconv.Itoa(len(u.files)))
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	size, err := io.Copy(f, io.LimitReader(part, maxUploadFile+1))
	if err != nil {
		return err
	}
	u.files = append(u.files, ImportFile{Path: path, Size: size, Open: func() (io.ReadCloser, error) { return os.Open(name) }})
	return nil
}

// uploadPath is the file's path as the browser gave it, folders included,
// which multipart's own FileName drops. It is shown and kept, never opened.
func uploadPath(disposition string) string {
	_, params, err := mime.ParseMediaType(disposition)
	if err != nil {
		return ""
	}
	var kept []string
	for part := range strings.SplitSeq(strings.ReplaceAll(params["filename"], `\`, "/"), "/") {
		part = strings.Map(printable, strings.ToValidUTF8(part, "_"))
		if part = strings.TrimSpace(part); part != "" && part != "." && part != ".." {
			kept = append(kept, part)
		}
	}
	runes := []rune(strings.Join(kept, "/"))
	if over := len(runes) - maxUploadPath; over > 0 {
		runes = runes[over:] // the name itself says most
	}
	return string(runes)
}

// printable drops control characters, among them those that turn the
// direction of writing.
func printable(r rune) rune {
	switch {
	case r < 0x20, r == 0x7f, 0x80 <= r && r < 0xa0, 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069:
		return -1
	}
	return r
}

func (u *receiving) options() (ImportOptions, error) {
	o := ImportOptions{Agency: u.fields[fieldAgency], Received: u.fields[fieldReceived], Replace: u.fields[fieldReplace] == "yes"}
	if text := u.fields[fieldYear]; text != "" {
		year, err := strconv.Atoi(text)
		if err != nil || year < firstYear || year > 2100 {
			return o, badQuery("年度“%s”不对，应是四位数字", clip(text, 20))
		}
		o.Year = year
	}
	if text := u.fields[fieldCopy]; text != "" {
		kind, ok := data.ParseCopyKind(text)
		if !ok {
			return o, badQuery("“%s”不是报送稿、盖章件、网站公开版之一", clip(text, 20))
		}
		o.Copy = kind
	}
	if o.Received != "" {
		if _, err := parseDate(o.Received); err != nil {
			return o, err
		}
	}
	return o, nil
}

// importLabel names a batch: the folder, or the first file and how many more.
func importLabel(files []ImportFile) string {
	first, rest, inFolder := strings.Cut(files[0].Path, "/")
	if inFolder && rest != "" {
		for _, f := range files {
			if !strings.HasPrefix(f.Path, first+"/") {
				inFolder = false
				break
			}
		}
	}
	switch {
	case inFolder:
		return first
	case len(files) == 1:
		return files[0].Path
	}
	return fmt.Sprintf("%s等%d个文件", files[0].Path, len(files))
}
