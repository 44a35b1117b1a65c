package ole_test

import (
	"bytes"
	"testing"

	"github.com/nianbao/nianbao/data/reader/ole"
	"github.com/nianbao/nianbao/data/reader/ole/oletest"
)

// body is a stream's content in which no two sectors are alike.
func body(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(i*7 + i/512)
	}
	return out
}

func TestStream(t *testing.T) {
	t.Parallel()
	b := oletest.File(oletest.Stream{Name: "WordDocument", Body: body(200_000)}, oletest.Stream{Name: "1Table", Body: body(5000)},
		oletest.Stream{Name: "Workbook", Body: body(4096), Folder: "ObjectPool"})
	f, err := ole.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string][]byte{"WordDocument": body(200_000), "1TABLE": body(5000), "Workbook": nil, "Data": nil} {
		for range 2 { // a stream may be read again
			got, err := f.Stream(name)
			if err != nil || !bytes.Equal(want, got) {
				t.Errorf("stream %q: want %d bytes, got %d, %v", name, len(want), len(got), err)
			}
		}
		if want := want != nil; f.Has(name) != want {
			t.Errorf("has %q: want %v, got %v", name, want, !want)
		}
	}
}

func TestOpenReadsALastSectorThatIsNotFull(t *testing.T) {
	t.Parallel()
	b := oletest.File(oletest.Stream{Name: "Workbook", Body: body(5000)})
	for len(b) > 0 && b[len(b)-1] == 0xFF {
		b = b[:len(b)-1] // the free places of the table of sectors
	}
	b = append(b, 0xFF, 0xFF, 0xFF, 0xFF)
	f, err := ole.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := f.Stream("Workbook"); err != nil || !bytes.Equal(body(5000), got) {
		t.Errorf("want the whole stream, got %d bytes, %v", len(got), err)
	}
}

func TestDamage(t *testing.T) {
	t.Parallel()
	whole := oletest.File(oletest.Stream{Name: "Workbook", Body: body(100_000)})
	for name, b := range map[string][]byte{
		"nothing": nil, "the mark alone": whole[:8], "a head alone": whole[:512], "half": whole[:len(whole)/2], "the last sectors missing": whole[:len(whole)-1024],
	} {
		f, err := ole.Open(b)
		if err == nil {
			_, err = f.Stream("Workbook")
		}
		if err == nil {
			t.Errorf("%s: want an error, got none", name)
		}
	}
	b := bytes.Clone(whole)
	at := bytes.Index(b, []byte("W\x00o\x00r\x00k\x00"))
	b[at+123] = 0x7F // the length
	f, err := ole.Open(b)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.Stream("Workbook"); err == nil {
		t.Error("a stream larger than the file: want an error, got none")
	}
}

// FuzzOpen opens any bytes and reads what streams there are.
func FuzzOpen(f *testing.F) {
	f.Add(oletest.File(oletest.Stream{Name: "Workbook", Body: []byte("甲")}))
	f.Add(oletest.File(oletest.Stream{Name: "WordDocument"}, oletest.Stream{Name: "Workbook", Folder: "ObjectPool"}))
	f.Fuzz(func(t *testing.T, b []byte) {
		file, err := ole.Open(b)
		if err != nil {
			return
		}
		for _, name := range []string{"WordDocument", "1Table", "Workbook"} {
			if out, err := file.Stream(name); err == nil && len(out) > len(b) {
				t.Errorf("stream of %d bytes in a file of %d", len(out), len(b))
			}
		}
	})
}
