package archive_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/archive"
)

// entry is a file of a zip that a test makes.
type entry struct {
	name, content string
	notUnicode    bool
	extra         []byte
	mode          os.FileMode
}

func pack(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, e := range entries {
		h := &zip.FileHeader{Name: e.name, Method: zip.Deflate, NonUTF8: e.notUnicode, Extra: e.extra}
		if e.mode != 0 {
			h.SetMode(e.mode)
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gbk(t testing.TB, text string) string {
	t.Helper()
	out, err := simplifiedchinese.GBK.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// listed are the names and contents of an archive's files.
func listed(t testing.TB, b []byte) []string {
	t.Helper()
	files, err := archive.Files(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range files {
		out = append(out, f.Name+"="+content(t, f))
	}
	return out
}

func content(t testing.TB, f archive.File) string {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		return err.Error()
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	if int64(len(b)) != f.Size {
		t.Errorf("%s: size: want %d, got %d", f.Name, f.Size, len(b))
	}
	return string(b)
}

func TestFilesOfZip(t *testing.T) {
	t.Parallel()
	old := gbk(t, "附件/年报.txt")
	unicode := binary.LittleEndian.AppendUint32([]byte{0x75, 0x70, 5 + 6, 0, 1}, crc32.ChecksumIEEE([]byte("a.txt")))
	unicode = append(unicode, "年报"...)
	tests := []struct {
		name    string
		entries []entry
		want    []string
	}{
		{"files in order, folders left out", []entry{{name: "b/"}, {name: "b/二.txt", content: "2"}, {name: "a.txt", content: "1"}}, []string{"b/二.txt=2", "a.txt=1"}},
		{"names in GBK", []entry{{name: old, notUnicode: true, content: "1"}}, []string{"附件/年报.txt=1"}},
		{"short names in GBK that look like UTF-8", []entry{{name: "\xcf\xa1\xd3\xd0.txt", notUnicode: true, content: "1"}}, []string{"稀有.txt=1"}},
		{"names in UTF-8 that do not say so", []entry{{name: "年报.txt", notUnicode: true, content: "1"}}, []string{"年报.txt=1"}},
		{"names in Unicode beside others", []entry{{name: "a.txt", notUnicode: true, extra: unicode, content: "1"}}, []string{"年报=1"}},
		{"names that lead outside", []entry{{name: "../../etc/passwd", content: "1"}, {name: `C:\Windows\a.txt`, content: "2"}, {name: "/abs/./b.txt", content: "3"}, {name: `..\..\c.txt`, content: "4"}},
			[]string{"etc/passwd=1", "C_/Windows/a.txt=2", "abs/b.txt=3", "c.txt=4"}},
		{"names of nothing or of signs", []entry{{name: "..", content: "1"}, {name: "a\x00\x1b\u202e<b>?.txt. ", content: "2"}}, []string{"未命名1=1", "a_b__.txt=2"}},
		{"names that come twice", []entry{{name: "a.txt", content: "1"}, {name: "a.txt", content: "2"}, {name: "x/../a.txt", content: "3"}}, []string{"a.txt=1", "a（2）.txt=2", "x/a.txt=3"}},
		{"long names", []entry{{name: strings.Repeat("长", 400) + ".docx", content: "1"}, {name: strings.Repeat("d/", 50) + "e", content: "2"}},
			[]string{strings.Repeat("长", 145) + ".docx=1", strings.Repeat("d/", 11) + "e=2"}},
		{"links are left out", []entry{{name: "l", content: "/etc/passwd", mode: os.ModeSymlink | 0o777}, {name: "a", content: "1"}}, []string{"a=1"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, listed(t, pack(t, test.entries...))); diff != "" {
				t.Errorf("files differ (-want +got):\n%s", diff)
			}
		})
	}
}

// The fixtures were made by 7-Zip of three small files.
var (
	one   = "附件/一.txt=示例县水务局2021年政府信息公开工作年度报告\n"
	two   = "附件/子/二.txt=第二个文件，内容较长，重复重复重复重复。\n"
	empty = "附件/空.txt="
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFilesOf7z(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"lzma2.7z", "lzma.7z", "copy.7z", "deflate.7z", "bzip2.7z"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff([]string{empty, one, two}, listed(t, fixture(t, name))); diff != "" {
				t.Errorf("files differ (-want +got):\n%s", diff)
			}
		})
	}
}

// vint writes a number of RAR 5.
func vint(b []byte, v int) []byte { return binary.AppendUvarint(b, uint64(v)) }

// block5 writes a block of RAR 5: its fields behind the size, and data.
func block5(kind, flags int, fields, data []byte) []byte {
	body := vint(vint(nil, kind), flags)
	if flags&2 != 0 {
		body = vint(body, len(data))
	}
	body = append(body, fields...)
	body = append(vint(nil, len(body)), body...)
	out := binary.LittleEndian.AppendUint32(nil, crc32.ChecksumIEEE(body))
	return append(append(out, body...), data...)
}

// rar5 makes a .rar of stored files given as name and content in turn.
func rar5(files ...string) []byte {
	out := []byte("Rar!\x1a\x07\x01\x00")
	out = append(out, block5(1, 0, vint(nil, 0), nil)...)
	for i := 0; i < len(files); i += 2 {
		content := []byte(files[i+1])
		f := vint(nil, 4) // with a checksum
		f = vint(f, len(content))
		f = vint(f, 0o644)
		f = binary.LittleEndian.AppendUint32(f, crc32.ChecksumIEEE(content))
		f = vint(vint(f, 0), 1) // stored, by Unix
		f = append(vint(f, len(files[i])), files[i]...)
		out = append(out, block5(2, 2, f, content)...)
	}
	return append(out, block5(5, 0, vint(nil, 0), nil)...)
}

// rar4 makes a .rar of the older kind with one stored file.
func rar4(name, content string, flags uint16) []byte {
	block := func(kind byte, flags uint16, fields []byte) []byte {
		b := []byte{kind}
		b = binary.LittleEndian.AppendUint16(b, flags)
		b = binary.LittleEndian.AppendUint16(b, uint16(7+len(fields)))
		b = append(b, fields...)
		return append(binary.LittleEndian.AppendUint16(nil, uint16(crc32.ChecksumIEEE(b))), b...)
	}
	out := append([]byte("Rar!\x1a\x07\x00"), block(0x73, 0, make([]byte, 6))...)
	f := binary.LittleEndian.AppendUint32(nil, uint32(len(content)))
	f = binary.LittleEndian.AppendUint32(f, uint32(len(content)))
	f = binary.LittleEndian.AppendUint32(append(f, 2), crc32.ChecksumIEEE([]byte(content)))
	f = binary.LittleEndian.AppendUint32(f, 0)
	f = binary.LittleEndian.AppendUint16(append(f, 29, 0x30), uint16(len(name)))
	f = append(binary.LittleEndian.AppendUint32(f, 0x20), name...)
	out = append(append(out, block(0x74, 0x8000|flags, f)...), content...)
	return append(out, block(0x7b, 0x4000, nil)...)
}

func TestFilesOfRar(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file []byte
		want []string
	}{
		"RAR 5":                  {rar5("附件/一.txt", "1", "../二.txt", "22"), []string{"附件/一.txt=1", "二.txt=22"}},
		"RAR 4 and names in GBK": {rar4(gbk(t, `附件\一.txt`), "1", 0), []string{"附件/一.txt=1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, listed(t, test.file)); diff != "" {
				t.Errorf("files differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFilesRefuses(t *testing.T) {
	t.Parallel()
	zipped := pack(t, entry{name: "a.txt", content: strings.Repeat("示例县", 100)})
	var many []entry
	for i := range archive.MaxFiles + 1 {
		many = append(many, entry{name: fmt.Sprint(i)})
	}
	raw := rar5("a", "12")
	raw[len(raw)-20] ^= 1
	tests := []struct {
		name string
		file []byte
		want string
	}{
		{"a zip with a password", fixture(t, "password.zip"), document.RefusePassword},
		{"a 7z with a password", fixture(t, "password.7z"), document.RefusePassword},
		{"a 7z that hides its names", fixture(t, "password-names.7z"), document.RefusePassword},
		{"a rar with a password", rar4("a", "1234567890123456", 0x0004), document.RefusePassword},
		{"a 7z packed by another method", fixture(t, "ppmd.7z"), document.RefuseUnsupported},
		{"a zip cut off", zipped[:len(zipped)/2], document.RefuseDamaged},
		{"a 7z cut off", fixture(t, "lzma2.7z")[:100], document.RefuseDamaged},
		{"a rar cut off", rar5("a", "12")[:40], document.RefuseDamaged},
		{"a rar with a broken file", raw, document.RefuseDamaged},
		{"an empty zip", pack(t), document.RefuseEmpty},
		{"only folders", pack(t, entry{name: "a/"}), document.RefuseEmpty},
		{"too many files", pack(t, many...), document.RefuseTooLarge},
		{"a bomb", pack(t, entry{name: "a", content: strings.Repeat("0", 40<<20)}), document.RefuseHostile},
		{"no archive", []byte("示例县"), document.RefuseUnsupported},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			_, err := archive.Files(context.Background(), test.file)
			var r *document.Refusal
			if !errors.As(err, &r) || r.Code != test.want {
				t.Errorf("want refusal %q, got %v", test.want, err)
			}
		})
	}
}

func TestFilesRefusesOneFile(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 1<<20) // keeps the ratio of a real archive
	for i := range noise {
		noise[i] = byte(random.Uint32())
	}
	b := pack(t, entry{name: "large", content: strings.Repeat("0", archive.MaxFile+1)}, entry{name: "noise", content: string(noise)})
	files, err := archive.Files(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	_, err = files[0].Open()
	var r *document.Refusal
	if !errors.As(err, &r) || r.Code != document.RefuseTooLarge {
		t.Errorf("large file: want refusal %q, got %v", document.RefuseTooLarge, err)
	}

	i := bytes.Index(b, noise[:64])
	if i < 0 {
		i = len(b) - len(noise)/2 // packed after all
	}
	b[i] ^= 1
	if files, err = archive.Files(context.Background(), b); err != nil {
		t.Fatal(err)
	}
	if _, err = files[1].Open(); !errors.As(err, &r) || r.Code != document.RefuseDamaged {
		t.Errorf("broken file: want refusal %q, got %v", document.RefuseDamaged, err)
	}
}

func TestFilesGivesUpWithTheCaller(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for name, b := range map[string][]byte{"zip": pack(t, entry{name: "a"}), "7z": fixture(t, "lzma2.7z"), "rar": rar5("a", "1")} {
		if _, err := archive.Files(ctx, b); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: want %v, got %v", name, context.Canceled, err)
		}
	}
}

// resum corrects the checksums of a .7z, so that damage reaches its header.
func resum(b []byte) {
	if len(b) < 32 {
		return
	}
	at, size := binary.LittleEndian.Uint64(b[12:]), binary.LittleEndian.Uint64(b[20:])
	if rest := uint64(len(b) - 32); at <= rest && size <= rest-at {
		binary.LittleEndian.PutUint32(b[28:], crc32.ChecksumIEEE(b[32+at:32+at+size]))
	}
	binary.LittleEndian.PutUint32(b[8:], crc32.ChecksumIEEE(b[12:32]))
}

func TestFilesSurvivesDamage(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(3, 4))
	for _, b := range [][]byte{
		fixture(t, "lzma2.7z"), fixture(t, "lzma.7z"), fixture(t, "copy.7z"), rar5("a", "12", "b", "34"), rar4("a", "12", 0), pack(t, entry{name: "a", content: "12"}),
	} {
		for n := range len(b) {
			walk(b[:n])
		}
		for range 300 {
			flipped := bytes.Clone(b)
			for range 1 + random.IntN(4) {
				flipped[random.IntN(len(flipped))] ^= 1 << random.IntN(8)
			}
			if bytes.HasPrefix(flipped, []byte("7z")) {
				resum(flipped)
			}
			walk(flipped)
		}
	}
}

// walk lists and opens everything; it must return.
func walk(b []byte) {
	files, err := archive.Files(context.Background(), b)
	if err != nil {
		return
	}
	for _, f := range files {
		if r, err := f.Open(); err == nil {
			_, _ = io.Copy(io.Discard, r)
		}
	}
}

func FuzzFiles(f *testing.F) {
	for _, b := range [][]byte{
		fixture(f, "lzma2.7z"), fixture(f, "lzma.7z"), fixture(f, "copy.7z"), rar5("a", "12", "b", "34"), rar4("a", "12", 0), pack(f, entry{name: "a", content: "12"}),
	} {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if bytes.HasPrefix(b, []byte("7z")) {
			b = bytes.Clone(b)
			resum(b)
		}
		files, err := archive.Files(context.Background(), b)
		var r *document.Refusal
		if err != nil && !errors.As(err, &r) {
			t.Fatalf("neither files nor refusal: %v", err)
		}
		for _, file := range files {
			if !filepath.IsLocal(file.Name) {
				t.Errorf("%q leads outside", file.Name)
			}
			if _, err := file.Open(); err != nil && !errors.As(err, &r) {
				t.Fatalf("neither content nor refusal: %v", err)
			}
		}
	})
}
