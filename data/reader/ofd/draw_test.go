package ofd_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/nianbao/nianbao/data/reader/pages/pagestest"
)

// point is the length of a point in millimetres.
const point = 25.4 / 72

// sheet is a page that a test draws; its places are in points.
type sheet struct {
	w, h float64
	// attrs are further attributes of each text object; extra is put into the
	// page before its content, objects before what is drawn.
	attrs, extra, objects string
	body                  strings.Builder
	// scale draws under a matrix, in units so large.
	scale float64
	// each makes an object of each character.
	each bool
}

func newSheet() *sheet { return &sheet{w: pagestest.Width, h: pagestest.Height, scale: 1} }

func newTextSheet(text string) *sheet {
	s := newSheet()
	s.Text(80, 400, 12, text)
	return s
}

func (s *sheet) ctm() string {
	if s.scale == 1 {
		return ""
	}
	return fmt.Sprintf(` CTM="%g 0 0 %[1]g 0 0"`, s.scale)
}

func (s *sheet) Text(x, y, size float64, text string) {
	if s.each {
		for _, r := range text {
			s.run(x, y, size, string(r))
			x += size * pagestest.WidthOf(string(r))
		}
		return
	}
	s.run(x, y, size, text)
}

func (s *sheet) run(x, y, size float64, text string) {
	em := size * point / s.scale
	var steps []string
	for _, r := range text {
		steps = append(steps, fmt.Sprintf("%g", em*pagestest.WidthOf(string(r))))
	}
	var escaped strings.Builder
	_ = xml.EscapeText(&escaped, []byte(text))
	fmt.Fprintf(&s.body, `<ofd:TextObject ID="7" Boundary="%g %g 10 10" Font="2" Size="%g"%s%s><ofd:TextCode X="0" Y="%g" DeltaX="%s">%s</ofd:TextCode></ofd:TextObject>`,
		x*point, (y-size)*point, em, s.ctm(), s.attrs, em, strings.Join(steps, " "), escaped.String())
}

func (s *sheet) path(x, y float64, attrs, data string, v ...any) {
	fmt.Fprintf(&s.body, `<ofd:PathObject ID="8" Boundary="%g %g 1 1"%s %s><ofd:AbbreviatedData>%s</ofd:AbbreviatedData></ofd:PathObject>`,
		x*point, y*point, s.ctm(), attrs, fmt.Sprintf(data, v...))
}

func (s *sheet) Rule(x0, y0, x1, y1 float64) {
	u := point / s.scale
	s.path(x0, y0, "", "M 0 0 L %g %g", (x1-x0)*u, (y1-y0)*u)
}

func (s *sheet) Bar(x, y, w, h float64) {
	u := point / s.scale
	s.path(x, y, `Stroke="false" Fill="true"`, "M 0 0 L %g 0 L %[1]g %g L 0 %[2]g C", w*u, h*u)
}

func (s *sheet) Frame(x, y, w, h float64) {
	u := point / s.scale
	s.path(x, y, "", "S 0 0 L%g 0L%[1]g %g L0 %[2]g C", w*u, h*u)
}

// parts are the files inside an OFD file.
type parts map[string]string

const head = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// space is an attribute; it declares the prefix.
const space = `xmlns:ofd="http://www.ofdspec.org/2016"`

// book puts the pages into an OFD file.
func book(sheets ...*sheet) parts {
	p := parts{"OFD.xml": head + `<ofd:OFD ` + space + ` DocType="OFD"><ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`}
	var list strings.Builder
	for i, s := range sheets {
		fmt.Fprintf(&list, `<ofd:Page ID="%d" BaseLoc="Pages/Page_%d/Content.xml"/>`, 10+i, i)
		p[fmt.Sprintf("Doc_0/Pages/Page_%d/Content.xml", i)] = fmt.Sprintf(head+`<ofd:Page %s><ofd:Area><ofd:PhysicalBox>0 0 %g %g</ofd:PhysicalBox></ofd:Area>%s<ofd:Content><ofd:Layer ID="5">%s%s</ofd:Layer></ofd:Content></ofd:Page>`,
			space, s.w*point, s.h*point, s.extra, s.objects, s.body.String())
	}
	p["Doc_0/Document.xml"] = head + `<ofd:Document ` + space + `><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>` + list.String() + `</ofd:Pages></ofd:Document>`
	return p
}

// with adds a part.
func (p parts) with(name, text string) parts {
	p[name] = text
	return p
}

// changed replaces a piece of a part, which must be there.
func (p parts) changed(name, old, new string) parts {
	if !strings.Contains(p[name], old) {
		panic(name + " does not hold " + old)
	}
	p[name] = strings.Replace(p[name], old, new, 1)
	return p
}

// file zips the parts.
func (p parts) file(t testing.TB) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(p)) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(p[name]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
