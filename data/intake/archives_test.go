package intake_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/intake"
)

// zipped makes a zip of files given as name and content in turn.
func zipped(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestExpand(t *testing.T) {
	t.Parallel()
	archive := file("2024/附件.zip", zipped(t, "教育局.txt", "1", "子/财政局.txt", "22"))
	archive.Received = "2025-01-20"
	gone := intake.File{Path: "没了.zip", Open: func() (io.ReadCloser, error) { return nil, errors.New("gone") }}
	files := []intake.File{file("a.txt", []byte("年报")), archive, file("坏.zip", zipped(t, "年报.txt", "1")[:40]), gone, file("空.txt", nil)}
	type shown struct {
		Path, Received string
		Size           int64
	}
	var got []shown
	for _, f := range intake.Expand(context.Background(), files) {
		got = append(got, shown{f.Path, f.Received, f.Size})
	}
	want := []shown{
		{"a.txt", "", 6}, {"2024/附件.zip/教育局.txt", "2025-01-20", 1}, {"2024/附件.zip/子/财政局.txt", "2025-01-20", 2},
		{"坏.zip", "", 40}, {"没了.zip", "", 0}, {"空.txt", "", 0},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
}

func TestImportOfArchives(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	agencies := county.Roster.Agencies
	one, two := agencies[1].Key, agencies[2].Key
	archive := zipped(t,
		"b.txt", string(text(t, report(t, one, 2023, nil))),
		"__MACOSX/._b.txt", "x",
		"a.docx", string(render(t, report(t, two, 2023, nil), "docx")),
		"通知.txt", "关于报送年度报告的通知",
	)
	got := o.imports(intake.Options{}, file("附件.zip", archive), file("坏.zip", archive[:len(archive)/2]), file("Thumbs.db", archive))
	type shown struct {
		Path    string
		Outcome data.Outcome
		Code    string
	}
	var files []shown
	for _, f := range got {
		files = append(files, shown{f.Path, f.Outcome, f.Code})
	}
	want := []shown{
		{"坏.zip", data.Refused, document.RefuseDamaged},
		{"附件.zip/a.docx", data.Stored, ""},
		{"附件.zip/b.txt", data.Stored, ""},
		{"附件.zip/通知.txt", data.NotOurs, ""},
	}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Errorf("files differ (-want +got):\n%s", diff)
	}
	again := o.imports(intake.Options{}, file("附件.zip", archive))
	if diff := cmp.Diff([]data.Outcome{data.AlreadyIn, data.AlreadyIn, data.NotOurs}, outcomes(again)); diff != "" {
		t.Errorf("outcomes of the second import differ (-want +got):\n%s", diff)
	}
}
