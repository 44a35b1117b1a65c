package dashboard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

// pipeline is an import that reads each file and stops where it is told to.
type pipeline struct {
	seen    []string // path=content
	options ImportOptions
	begun   chan struct{} // closed when the import has begun
	goOn    chan struct{} // the import waits for it
	err     error
}

func newPipeline(o *office) *pipeline {
	p := &pipeline{begun: make(chan struct{}), goOn: make(chan struct{})}
	o.importing = p.run
	return p
}

func (p *pipeline) run(ctx context.Context, files []ImportFile, o ImportOptions, progress func(ImportProgress)) (int64, error) {
	p.options = o
	close(p.begun)
	select {
	case <-p.goOn:
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	for i, f := range files {
		r, err := f.Open()
		if err != nil {
			return 0, err
		}
		b, err := io.ReadAll(r)
		if err = errors.Join(err, r.Close()); err != nil {
			return 0, err
		}
		p.seen = append(p.seen, fmt.Sprintf("%s=%s(%d)", f.Path, b, f.Size))
		progress(ImportProgress{Done: i + 1, Total: len(files), File: data.File{Path: f.Path, Outcome: data.Stored, Name: hostile}})
	}
	return 7, p.err
}

func status(t testing.TB, s *Server, location string) jobStatusAnswer {
	t.Helper()
	_, id, _ := strings.Cut(location, "job=")
	id, _, _ = strings.Cut(id, "&")
	w := send(t, s, httptest.NewRequest(http.MethodGet, "/imports/job?id="+id, nil))
	var a jobStatusAnswer
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil {
		t.Fatalf("status %d %s: %v", w.Code, w.Body, err)
	}
	return a
}

func TestUploadIsImportedApartFromItsRequest(t *testing.T) {
	o := newOffice()
	t.Setenv("TMPDIR", t.TempDir())
	p := newPipeline(o)
	s := o.serve(t)
	w := upload(t, s, [][2]string{{"2023/部门/财政局.docx", "甲"}, {hostile, "乙"}, {"", "no file"}}, "files_year", "2023", "agency", "财政局", "received", "2024-01-20", "copy", "stamped", "replace", "yes")
	if w.Code != http.StatusSeeOther {
		t.Fatalf("want a redirect, got %d %s", w.Code, w.Body)
	}
	location := w.Header().Get("Location")
	<-p.begun
	if a := status(t, s, location); a.Finished || a.Total != 2 {
		t.Errorf("while it runs: got %+v", a)
	}
	if got := textOf(one(t, open(t, s, "/imports"), "section#job")); !strings.Contains(got, "正在导入") {
		t.Errorf("a page come back to: got %q", got)
	}
	if w := upload(t, s, [][2]string{{"a.docx", "x"}}); w.Code != http.StatusConflict {
		t.Errorf("a second import: want 409, got %d", w.Code)
	}
	if w := post(t, s, "/imports/takeback", "batch", "1"); w.Code != http.StatusConflict {
		t.Errorf("taking back meanwhile: want 409, got %d", w.Code)
	}
	close(p.goOn)
	s.jobs.done.Wait()

	if diff := cmp.Diff([]string{"2023/部门/财政局.docx=甲(3)", "<script>alert(1)</script>=cmd=乙(3)"}, p.seen); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	want := ImportOptions{Label: "2023/部门/财政局.docx等2个文件", Year: 2023, Agency: "财政局", Received: "2024-01-20", Copy: data.CopyStamped, Replace: true}
	if diff := cmp.Diff(want, p.options); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
	a := status(t, s, location)
	if !a.Finished || a.Done != 2 || a.Recent[0].Name != hostile || a.Counts[0] != (jobCount{Label: "已导入", Class: "good", N: 2}) {
		t.Errorf("when it is done: got %+v", a)
	}
	if got := textOf(one(t, open(t, s, location), "section#job")); !strings.Contains(got, "导入完成") || !strings.Contains(got, hostile) {
		t.Errorf("results: got %q", got)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) != 0 {
		t.Errorf("the folder of the upload stays: %v %v", left, err)
	}
}

func TestImportThatFailsSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"our fault":   {errors.New("secret"), "请再次导入同一批文件"},
		"the clerk's": {&Mistake{Text: "磁盘已满，请清理后重试"}, "导入中断：磁盘已满，请清理后重试"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOffice()
			p := newPipeline(o)
			p.err = c.err
			close(p.goOn)
			s := o.serve(t)
			location := upload(t, s, [][2]string{{"a.docx", "x"}}).Header().Get("Location")
			s.jobs.done.Wait()
			got := textOf(one(t, open(t, s, location), "section#job"))
			if !strings.Contains(got, c.want) || strings.Contains(got, "secret") {
				t.Errorf("want %q, got %q", c.want, got)
			}
		})
	}
}

func TestImportThatPanicsLeavesTheServerRunning(t *testing.T) {
	t.Parallel()
	o := newOffice()
	o.importing = func(context.Context, []ImportFile, ImportOptions, func(ImportProgress)) (int64, error) { panic("boom") }
	s := o.serve(t)
	location := upload(t, s, [][2]string{{"a.docx", "x"}}).Header().Get("Location")
	s.jobs.done.Wait()
	if got := textOf(one(t, open(t, s, location), "section#job")); !strings.Contains(got, "导入中断：程序出错") {
		t.Errorf("got %q", got)
	}
}

func TestUploadOfNothingButLeftoversIsDone(t *testing.T) {
	t.Parallel()
	o := newOffice()
	o.importing = func(context.Context, []ImportFile, ImportOptions, func(ImportProgress)) (int64, error) { return 0, nil }
	s := o.serve(t)
	location := upload(t, s, [][2]string{{"~$a.docx", "x"}}).Header().Get("Location")
	s.jobs.done.Wait()
	if got := textOf(one(t, open(t, s, location), "section#job")); !strings.Contains(got, "0/0个文件") || !strings.Contains(got, "没有可以导入的文件") {
		t.Errorf("got %q", got)
	}
}

func TestCloseStopsARunningImport(t *testing.T) {
	t.Parallel()
	o := newOffice()
	p := newPipeline(o)
	s := o.serve(t)
	upload(t, s, [][2]string{{"a.docx", "x"}})
	<-p.begun
	s.Close()
	if s.jobs.running() != nil {
		t.Error("the import still runs")
	}
	if w := upload(t, s, [][2]string{{"a.docx", "x"}}); w.Code != http.StatusConflict {
		t.Errorf("an import after closing: want 409, got %d", w.Code)
	}
}

func TestWrongUploadsAreSentences(t *testing.T) {
	o := newOffice()
	t.Setenv("TMPDIR", t.TempDir())
	s := o.serve(t)
	many := make([][2]string, maxUploadFiles+1)
	for i := range many {
		many[i] = [2]string{fmt.Sprintf("%d.txt", i), ""}
	}
	file := [][2]string{{"a.docx", "x"}}
	cases := []struct {
		name   string
		files  [][2]string
		fields []string
		status int
		want   string
	}{
		{"no file", nil, nil, 400, "没有选择文件"},
		{"an empty field", [][2]string{{"", ""}}, nil, 400, "没有选择文件"},
		{"too many files", many, nil, 413, "一次最多上传2000个文件"},
		{"no year", file, []string{"files_year", "去年"}, 400, "应是四位数字"},
		{"no date", file, []string{"received", "昨天"}, 400, "应写成2025-01-20的样子"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			w := upload(t, s, c.files, c.fields...)
			if w.Code != c.status || !strings.Contains(w.Body.String(), c.want) {
				t.Errorf("want %d %q, got %d %s", c.status, c.want, w.Code, w.Body)
			}
		})
	}
	r := httptest.NewRequest(http.MethodPost, "/imports?token="+s.token, strings.NewReader("--x\r\nbroken"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if w := send(t, s, r); w.Code != http.StatusBadRequest {
		t.Errorf("a broken upload: want 400, got %d", w.Code)
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) != 0 {
		t.Errorf("folders of uploads stay: %v %v", left, err)
	}
}

func TestUploadTooLargeAsAWhole(t *testing.T) {
	t.Parallel()
	err := uploadError(fmt.Errorf("read: %w", &http.MaxBytesError{Limit: maxUpload}))
	var p *problem
	if !errors.As(err, &p) || p.status != http.StatusRequestEntityTooLarge || !strings.Contains(p.message, "500 MB") {
		t.Errorf("want 413 with the limit, got %v", err)
	}
}

// endless gives bytes without end.
type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

func TestFileTooLargeIsCutOneByteOverTheLimit(t *testing.T) {
	t.Parallel()
	u := &receiving{dir: t.TempDir()}
	if err := u.keep(endless{}, "大.docx"); err != nil {
		t.Fatal(err)
	}
	if got := u.files[0].Size; got != maxUploadFile+1 {
		t.Errorf("want %d bytes, so that it is refused by name, got %d", maxUploadFile+1, got)
	}
}

func TestUploadPathIsALabelOnly(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		`form-data; name="files"; filename="a.docx"`:              "a.docx",
		`form-data; name="files"; filename="2023/部门/a.docx"`:      "2023/部门/a.docx",
		`form-data; name="files"; filename="../../etc/passwd"`:    "etc/passwd",
		`form-data; name="files"; filename="C:\\dir\\a.docx"`:     "C:/dir/a.docx",
		`form-data; name="files"; filename="/abs/./a.docx"`:       "abs/a.docx",
		"form-data; name=\"files\"; filename=\"a\u202excod.exe\"": "axcod.exe",
		`form-data; name="files"; filename=""`:                    "",
		`form-data; name="files"`:                                 "",
		`form-data; name="files"; filename="..."`:                 "...",
		"form-data; name=\"files\"; filename=\"\xff\xfe.txt\"":    "_.txt",
	} {
		if got := uploadPath(given); got != want {
			t.Errorf("%q: want %q, got %q", given, want, got)
		}
	}
	long := uploadPath(`form-data; name="files"; filename="` + strings.Repeat("长", 600) + `.docx"`)
	if n := len([]rune(long)); n != maxUploadPath || !strings.HasSuffix(long, ".docx") {
		t.Errorf("a long name keeps its end: got %d characters", n)
	}
}

func TestImportLabel(t *testing.T) {
	t.Parallel()
	for want, paths := range map[string][]string{
		"2023":          {"2023/a.docx", "2023/部门/b.docx"},
		"a.docx":        {"a.docx"},
		"a.docx等2个文件":   {"a.docx", "2023/b.docx"},
		"1/a.docx等2个文件": {"1/a.docx", "2/b.docx"},
	} {
		var files []ImportFile
		for _, p := range paths {
			files = append(files, ImportFile{Path: p})
		}
		if got := importLabel(files); got != want {
			t.Errorf("%v: want %q, got %q", paths, want, got)
		}
	}
}

func TestOnlyTheLastJobsAndNoticesAreRemembered(t *testing.T) {
	t.Parallel()
	j := newJobs()
	first := j.note("一", nil)
	for range keptNotices {
		j.note("二", nil)
	}
	if j.notice(first) != nil || len(j.notices) != keptNotices {
		t.Errorf("want %d notices without the first, got %d", keptNotices, len(j.notices))
	}
	ids := map[string]bool{}
	for range keptJobs + 2 {
		task := j.start("x", 1, func(context.Context, func(ImportProgress)) (int64, string) { return 1, "" })
		j.done.Wait()
		ids[task.ID] = true
	}
	if len(j.list) != keptJobs || len(ids) != keptJobs+2 {
		t.Errorf("want %d jobs kept of %d, got %d", keptJobs, len(ids), len(j.list))
	}
}
