package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data/sample"
)

// session runs command lines in a folder of its own.
type session struct {
	t   *testing.T
	dir string
}

func newSession(t *testing.T) *session {
	t.Helper()
	return &session{t: t, dir: t.TempDir()}
}

// run runs a command line and wants the exit code.
func (s *session) run(code int, args ...string) (out, errs string) {
	s.t.Helper()
	return s.runContext(context.Background(), code, args...)
}

func (s *session) runContext(ctx context.Context, code int, args ...string) (out, errs string) {
	s.t.Helper()
	var o, e bytes.Buffer
	p := &program{out: &o, err: &e, env: func(string) string { return "" }, dir: s.dir, self: s.dir, open: func(string) error { return nil }}
	if got := p.run(ctx, args); got != code {
		s.t.Errorf("nianbao %s: want exit code %d, got %d\n%s%s", strings.Join(args, " "), code, got, o.String(), e.String())
	}
	return o.String(), e.String()
}

// file writes a file of the made-up county that fits and returns its name.
func (s *session) file(fits func(f *sample.File) bool) string {
	s.t.Helper()
	c := sample.New(1)
	for i := range c.Files {
		f := &c.Files[i]
		if !fits(f) {
			continue
		}
		b, err := f.Bytes()
		if err != nil {
			s.t.Fatal(err)
		}
		return s.write(filepath.Base(f.Path), b)
	}
	s.t.Fatal("no such file in the made-up county")
	return ""
}

func (s *session) write(name string, b []byte) string {
	s.t.Helper()
	if err := os.WriteFile(filepath.Join(s.dir, name), b, 0o644); err != nil {
		s.t.Fatal(err)
	}
	return name
}

func (s *session) read(name string) string {
	s.t.Helper()
	b, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return string(b)
}

func plain(f *sample.File) bool {
	return f.Report != nil && len(f.Mistakes) == 0 && f.Year == 2022 && strings.HasSuffix(f.Path, ".docx")
}

func broken(rule string) func(f *sample.File) bool {
	return func(f *sample.File) bool {
		for _, m := range f.Mistakes {
			for _, r := range m.Rules {
				if r == rule && f.Year > 2020 {
					return true
				}
			}
		}
		return false
	}
}

func want(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("want %q in:\n%s", p, text)
		}
	}
}

func TestExtractTellsEveryCell(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	name := s.file(plain)
	out, _ := s.run(0, "extract", name)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if lines[0] != "code,value,state,raw,place" || len(lines) != 201 {
		t.Errorf("want the header and 200 cells, got %d lines, first %q", len(lines), lines[0])
	}
	out, _ = s.run(0, "extract", name, "--format", "json")
	want(t, out, `"edition": "2021"`, `"year": 2022`, `"kind": "unit"`, `"findings"`)
}

func TestExtractRefusesInChinese(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.write("空.docx", nil)
	out, errs := s.run(exitPart, "extract", "空.docx")
	if out != "" {
		t.Errorf("a refused file printed figures: %s", out)
	}
	want(t, errs, "文件是空的")
	_, errs = s.run(exitUsage, "extract", "没有.docx")
	want(t, errs, "找不到文件")
	_, errs = s.run(exitUsage, "extract")
	want(t, errs, "请给出")
	_, errs = s.run(exitUsage, "extract", "空.docx", "--format", "xml")
	want(t, errs, "xml")
}

func TestImportCheckExport(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	good, bad := s.file(plain), s.file(broken("T3-2"))
	out, _ := s.run(0, "import", good)
	want(t, out, "共 1 个文件：已导入 1")
	s.run(0, "check")
	out, _ = s.run(0, "import", bad, "--received", "2025-01-20")
	want(t, out, "已导入 1")
	out, _ = s.run(exitErrors, "check")
	want(t, out, "错误 T3-2", "≠", "差")
	out, _ = s.run(exitErrors, "check", "--format", "json")
	want(t, out, `"rule": "T3-2"`)
	s.write("垃圾.docx", []byte("not a document at all"))
	out, _ = s.run(exitPart, "import", "垃圾.docx", good)
	want(t, out, "未能读入", "垃圾.docx", "已在库中 1")
	for _, what := range exports {
		for _, format := range []string{"csv", "json", "xlsx"} {
			s.run(0, "export", what, "--format", format, "-o", what+"."+format)
			if s.read(what+"."+format) == "" {
				t.Errorf("export %s as %s is empty", what, format)
			}
		}
	}
	if !strings.HasPrefix(s.read("long.csv"), "\ufeffagency,year,kind") || !strings.Contains(s.read("long.csv"), "\r\n") {
		t.Errorf("long.csv should begin with a byte order mark and its header, lines ending CRLF")
	}
	s.run(0, "export", "summary", "--encoding", "gb18030", "-o", "gb.csv")
	if strings.Contains(s.read("gb.csv"), "单位") {
		t.Error("gb18030 was asked for and UTF-8 written")
	}
}

func TestBackupAndRestore(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.run(0, "import", s.file(plain))
	before, _ := s.run(0, "export", "long")
	s.run(0, "backup", "备份.db")
	_, errs := s.run(exitFault, "backup", "备份.db")
	want(t, errs, "已经存在")
	out, _ := s.run(0, "restore", "备份.db")
	want(t, out, "原来的数据库保留为")
	if after, _ := s.run(0, "export", "long"); after != before {
		t.Error("the restored database says something else")
	}
	_, errs = s.run(exitFault, "restore", "没有.db")
	want(t, errs, "没有.db")
}

func TestWrongUsage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"unknown command", []string{"汇总"}, "没有“汇总”这个命令"},
		{"unknown flag", []string{"import", "--force", "a"}, "没有 --force"},
		{"flag without value", []string{"import", "a", "--year"}, "缺少取值"},
		{"no such path", []string{"import", "没有的文件夹"}, "找不到文件或文件夹"},
		{"bad kind of copy", []string{"import", ".", "--copy", "复印件"}, "--copy 只能是"},
		{"bad date", []string{"import", ".", "--received", "去年"}, "日期“去年”不对"},
		{"bad year", []string{"import", ".", "--year", "24"}, "年度24不对"},
		{"check without database", []string{"check"}, "没有找到数据库"},
		{"export of another format", []string{"export", "summary", "--format", "pdf"}, "应为 csv、json、xlsx"},
		{"a list as Word", []string{"export", "long", "--format", "docx"}, "docx 只用于 summary"},
		{"export what", []string{"export", "everything"}, "不能导出"},
		{"another machine's address", []string{"serve", "--addr", "0.0.0.0:8080"}, "只能用本机地址"},
		{"a name for an address", []string{"serve", "--addr", "example.com:80"}, "只能用本机地址"},
		{"no port", []string{"serve", "--addr", "127.0.0.1"}, "127.0.0.1:8080"},
		{"roster word", []string{"roster", "delete"}, "roster delete"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, errs := newSession(t).run(exitUsage, tt.args...)
			want(t, errs, tt.want)
		})
	}
}

func TestRosterMakesUnknownNamesWait(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.write("名录.txt", []byte("示例县人民政府办公室\n示例县财政局\n示例县税务局\n"))
	out, _ := s.run(0, "roster", "import", "名录.txt")
	want(t, out, "3 个单位")
	out, _ = s.run(exitPart, "import", s.file(func(f *sample.File) bool {
		return f.Report != nil && len(f.Mistakes) == 0 && f.Year == 2022 && f.Agency == "教育体育局"
	}))
	want(t, out, "待定", "不在名录中")
	out, _ = s.run(0, "roster", "list")
	want(t, out, "示例县（县）", "示例县财政局", "示例县税务局", "不计入汇总")
	s.run(0, "roster", "set", "税务局", "--counts", "yes")
	out, _ = s.run(0, "roster", "list")
	if strings.Contains(out, "不计入汇总") {
		t.Errorf("税务局 should count now:\n%s", out)
	}
	s.run(0, "roster", "export", "导出.csv")
	want(t, s.read("导出.csv"), "单位名称", "示例县财政局", "部门")
	s.run(0, "roster", "import", "导出.csv")
	s.write("全.txt", []byte("示例县人民政府办公室\n示例县教育体育局\n示例县财政局\n"))
	s.run(0, "roster", "import", "全.txt")
	s.run(0, "check", "--agency", "教育体育局")
	out, _ = s.run(0, "export", "long")
	want(t, out, "示例县教育体育局,2022,unit,2021,t2,t2.regulation.issued")
}

func TestRereadOfAnUnchangedProgramChangesNothing(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	s.run(0, "import", s.file(plain))
	before, _ := s.run(0, "export", "long")
	out, _ := s.run(0, "reread", "--dry-run")
	want(t, out, "将更新 0 份年报")
	s.run(0, "reread")
	if after, _ := s.run(0, "export", "long"); after != before {
		t.Error("reading the originals again changed the figures")
	}
	table, _ := s.run(0, "export", "summary", "--year", "2022", "--encoding", "utf-8")
	db := open(t, filepath.Join(s.dir, "nianbao.db"))
	lines := takeOver(t, db, "2021年汇总表.csv", []byte(table), 2021)
	if err := db.Close(); err != nil || lines == 0 {
		t.Fatalf("want a table of lines taken over, got %d, %v", lines, err)
	}
	out, _ = s.run(0, "reread")
	want(t, out, fmt.Sprintf("已更新 0 份年报；由汇总表导入的 %d 份没有重读", lines))
}

func TestHelpIsChinese(t *testing.T) {
	t.Parallel()
	s := newSession(t)
	for _, args := range [][]string{{"--help"}, {"import", "--help"}, {"roster", "--help"}, {"roster", "set", "--help"}, {"export", "--help"}} {
		out, _ := s.run(0, args...)
		for _, english := range []string{"Usage", "Flags", "Commands", "help for", "default", "string", "Available", "[flags]"} {
			if strings.Contains(out, english) {
				t.Errorf("nianbao %s says %q:\n%s", strings.Join(args, " "), english, out)
			}
		}
	}
}
