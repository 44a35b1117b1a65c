package store

import (
	"bytes"
	"testing"
	"time"

	"github.com/nianbao/nianbao/data"
)

var testTime = time.Date(2024, time.February, 1, 8, 30, 0, 0, time.UTC)

func TestColumnsArePacked(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		in   []byte
		most int // length of the packed column
	}{
		"nothing":        {nil, 1},
		"a few bytes":    {[]byte("示例县"), 10},
		"much the same":  {bytes.Repeat([]byte("示例县"), 1000), 200},
		"already packed": {[]byte("\x1f\x8b\x08\x00\x9a\x01\xfe\x7c\x33\xd0\x41\x88\x02\xa7\x5b\x16\xe9\x6d\x20\xc4\x81\x3f\x99\x0e\x55\xb2\x71\x18\xdc\x47\xa6\x2b\xf0\x0d\x62\xbd\x94\x37\xce\x58\x83\x1a\xe1\x76\x29\xd5\x4c\x9f\x03"), 58},
	}
	var z squeezer // one for all, as in a transaction
	for name, c := range cases {
		packed, err := z.pack(c.in)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(packed) > c.most {
			t.Errorf("%s: want at most %d bytes, got %d", name, c.most, len(packed))
		}
		out, err := z.unpack(packed)
		if err != nil || !bytes.Equal(c.in, out) {
			t.Errorf("%s: want %q back, got %q, %v", name, c.in, out, err)
		}
	}
}

// FuzzDamagedColumns checks that no bytes make unpacking fall over or take
// much memory.
func FuzzDamagedColumns(f *testing.F) {
	var z squeezer
	prose, err := z.pack(packProse(&data.Report{
		Chapters: []data.Chapter{{Title: "一、总体情况", Text: string(bytes.Repeat([]byte("示例"), 99))}},
		Evidence: []data.Evidence{{Field: "year", Source: data.FromTitle, Value: "2023", Text: "2023年"}},
	}))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(prose)
	f.Add(packMarks([]data.Figure{{Code: "a", State: data.Read, Place: data.Place{Grid: 1, Row: 2, Col: 3, Sheet: "表"}}, {Code: "b", State: data.Missing, Raw: "/", Other: "5"}}))
	f.Add([]byte{deflated, 0xff, 0xff, 0xff, 0xff, 0x7f})
	f.Fuzz(func(t *testing.T, b []byte) {
		var z squeezer
		if out, err := z.unpack(b); err == nil {
			if len(out) > bestRatio*len(b) {
				t.Errorf("%d bytes became %d", len(b), len(out))
			}
			_ = unpackProse(out, &data.Report{})
		}
		_ = unpackMarks(b, make([]data.Figure, 20))
		_ = unpackProse(b, &data.Report{})
	})
}

func TestDamagedColumnsAreErrors(t *testing.T) {
	t.Parallel()
	figures := []data.Figure{{Code: "a", State: data.Read, Place: data.Place{Grid: 1, Row: 2, Col: 3}}, {Code: "b", State: data.Read}}
	marks := packMarks(figures)
	cases := map[string]error{
		"marks cut off":       unpackMarks(marks[:len(marks)-1], make([]data.Figure, 2)),
		"marks of more":       unpackMarks(marks, make([]data.Figure, 1)),
		"prose of nothing":    unpackProse(nil, &data.Report{}),
		"prose of too many":   unpackProse([]byte{0x7f, 0x7f}, &data.Report{}),
		"prose of fewer than": unpackProse([]byte{1}, &data.Report{}),
	}
	for name, err := range cases {
		if err == nil {
			t.Errorf("%s: want an error", name)
		}
	}
	var z squeezer
	for name, b := range map[string][]byte{"empty": {}, "no such way": {7, 1}, "no length": {deflated}, "cut off": {deflated, 9, 1}, "a bomb": {deflated, 0xff, 0xff, 0xff, 0x7f, 0}} {
		if out, err := z.unpack(b); err == nil {
			t.Errorf("%s: want an error, got %q", name, out)
		}
	}
}

// TestOrdinaryPlacesPackWell: a table of 20 rows of seven figures, as most are.
func TestOrdinaryPlacesPackWell(t *testing.T) {
	t.Parallel()
	var figures []data.Figure
	for row := range 20 {
		for col := range 7 {
			figures = append(figures, data.Figure{Code: "c", State: data.Read, Raw: "0", Place: data.Place{Grid: 2, Row: 4 + row, Col: 5 + col}})
		}
	}
	var z squeezer
	packed, err := z.pack(packMarks(figures))
	if err != nil || len(packed) > 64 {
		t.Errorf("want at most 64 bytes, got %d, %v", len(packed), err)
	}
}
