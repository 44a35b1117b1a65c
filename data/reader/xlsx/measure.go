package xlsx

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/data/document"
)

// Limits of one sheet, as positions that the library would fill. Sheets with
// borders drawn far below the table reach some ten thousand.
const (
	maxRows      = 100_000
	maxPositions = 500_000
)

func isXML(name string) bool {
	name = strings.ToLower(name)
	return strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels")
}

// isSheet reports whether the part may be a worksheet. A workbook may name its
// sheets as it likes; all parts that are not known to be something else count.
func isSheet(name string) bool {
	name = strings.ToLower(strings.ReplaceAll(name, `\`, "/"))
	for _, known := range [...]string{"docprops/", "xl/theme/", "xl/styles.xml", "xl/sharedstrings.xml", "customxml/"} {
		if strings.HasPrefix(name, known) {
			return false
		}
	}
	return strings.HasSuffix(name, ".xml")
}

// measure walks a sheet and adds up what it would fill. Document types are
// refused on the way: only entities need them.
func measure(ctx context.Context, part *zip.File) error {
	r, err := part.Open()
	if err != nil {
		return damaged()
	}
	defer r.Close()
	d := xml.NewDecoder(io.LimitReader(r, maxPart+1))
	d.Strict = false
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	var s sizes
	for n := 0; ; n++ {
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		t, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return s.check()
		}
		if err != nil {
			return damaged()
		}
		switch t := t.(type) {
		case xml.Directive:
			if bytes.HasPrefix(bytes.TrimSpace(t), []byte("DOCTYPE")) {
				return &document.Refusal{
					Code:   document.RefuseHostile,
					Reason: "工作簿中含有实体定义，疑似恶意构造，已停止读取",
					Advice: "请与报送单位核实，用 WPS 或 Excel 另存后重新报送",
				}
			}
		case xml.StartElement:
			s.add(t)
			if err := s.check(); err != nil {
				return err
			}
		}
	}
}

// sizes adds up rows and the positions before the last cell of each.
type sizes struct {
	rows      int // number of the last row
	col       int // of the last cell in the open row
	positions int
}

func (s *sizes) add(e xml.StartElement) {
	switch e.Name.Local {
	case "row":
		s.rows++
		s.positions += s.col
		s.col = 0
		if n := number(e.Attr); n > s.rows {
			s.rows = n
		}
	case "c":
		s.col++
		if col, row, err := excelize.CellNameToCoordinates(reference(e.Attr)); err == nil {
			s.col, s.rows = max(s.col, col), max(s.rows, row)
		}
	}
}

func (s *sizes) check() error {
	if s.rows > maxRows || s.positions+s.col > maxPositions {
		return document.ErrTooLarge
	}
	return nil
}

func reference(attrs []xml.Attr) string {
	for _, a := range attrs {
		if a.Name.Local == "r" {
			return a.Value
		}
	}
	return ""
}

// number reads a row's number; 0 where there is none. It stops beyond maxRows.
func number(attrs []xml.Attr) int {
	n := 0
	for _, r := range reference(attrs) {
		if r < '0' || r > '9' {
			return 0
		}
		n = min(n*10+int(r-'0'), maxRows+1)
	}
	return n
}
