package reader_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/reader"
)

// unpacked are the names and contents of an archive's files; nil where it is
// none.
func unpacked(t testing.TB, b []byte) []string {
	t.Helper()
	files, ok := reader.Unpack(context.Background(), b)
	if !ok {
		return nil
	}
	var out []string
	for _, f := range files {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(string(content), "PK") {
			content = []byte("PK")
		}
		out = append(out, f.Name+"="+string(content))
	}
	return out
}

func TestUnpack(t *testing.T) {
	t.Parallel()
	inner := zipped(t, "年报.txt", "1")
	deep := zipped(t, "最内.zip", string(inner))
	tests := []struct {
		name string
		file []byte
		want []string
	}{
		{"an archive", zipped(t, "子/甲.txt", "1", "乙.txt", "2"), []string{"子/甲.txt=1", "乙.txt=2"}},
		{"an archive in an archive", zipped(t, "甲.txt", "1", "内.ZIP", string(inner), "丙.txt", "3"), []string{"甲.txt=1", "内.ZIP/年报.txt=1", "丙.txt=3"}},
		{"an archive in an archive in an archive stays", zipped(t, "内.zip", string(deep)), []string{"内.zip/最内.zip=PK"}},
		{"a broken archive in an archive stays", zipped(t, "内.zip", string(inner[:20])), []string{"内.zip=PK"}},
		{"a document in an archive stays", zipped(t, "年报.zip", string(asDocx(t, report()))), []string{"年报.zip=PK"}},
		{"a document is none", asDocx(t, report()), nil},
		{"a workbook is none", asXlsx(t, report()), nil},
		{"a broken archive is none", inner[:len(inner)/2], nil},
		{"text is none", []byte("年报"), nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, unpacked(t, test.file)); diff != "" {
				t.Errorf("files differ (-want +got):\n%s", diff)
			}
		})
	}
}

func TestUnpackKeepsTheLimitsOfTheWhole(t *testing.T) {
	t.Parallel()
	var many []string
	for i := range 1500 {
		many = append(many, strings.Repeat("a", i+1)[i:]+strings.Repeat("/b", i%3)+string(rune('0'+i%10)), "1")
	}
	inner := string(zipped(t, many...))
	files, ok := reader.Unpack(context.Background(), zipped(t, "1.zip", inner, "2.zip", inner))
	if !ok || len(files) != 1501 {
		t.Errorf("want the files of the first archive and the second as it is, got %d files", len(files))
	}
}
