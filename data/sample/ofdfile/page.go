package ofdfile

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// page is what stands on a page, in millimetres.
type page struct {
	runs  []run
	lines []line
}

// run is a line of type.
type run struct {
	x, base, size float64
	text          string
}

// line is a straight line, across or down.
type line struct{ x0, y0, x1, y1 float64 }

// Of the type: how far it stands above its line, and the point in millimetres.
const (
	ascent = 0.86
	point  = 0.3528
	thick  = 0.18 // of lines, in millimetres
)

// advance is the width of a character in heights of its type.
func advance(r rune) float64 {
	if r < 0x80 {
		return 0.5
	}
	return 1
}

func widthOf(text string, size float64) float64 {
	w := 0.0
	for _, r := range text {
		w += advance(r) * size
	}
	return w
}

// pagePart writes a page.
func pagePart(p *page, s Style) string {
	w := writer{id: 100}
	fmt.Fprintf(&w.b, xml.Header+`<ofd:Page %s><ofd:Area><ofd:PhysicalBox>0 0 210 %s</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="90">`, space, short(s.Height))
	for _, l := range p.lines {
		if s.Glyphs {
			w.box(l)
		} else {
			w.stroke(l)
		}
	}
	for _, r := range p.runs {
		if s.Glyphs {
			w.glyphs(r)
		} else {
			w.run(r)
		}
	}
	w.b.WriteString(`</ofd:Layer></ofd:Content></ofd:Page>`)
	return w.b.String()
}

// writer writes the objects of a page.
type writer struct {
	b  strings.Builder
	id int
}

func (w *writer) next() int {
	w.id++
	return w.id
}

// run writes a line as one text object.
func (w *writer) run(r run) {
	fmt.Fprintf(&w.b, `<ofd:TextObject ID="%d" Boundary="%s" Font="2" Size="%s"><ofd:TextCode X="0" Y="%s"`,
		w.next(), shorts(r.x, r.base-ascent*r.size, widthOf(r.text, r.size), r.size), short(r.size), short(ascent*r.size))
	if d := steps(r); d != "" {
		w.b.WriteString(` DeltaX="` + d + `"`)
	}
	w.b.WriteString(`>` + escape(r.text) + `</ofd:TextCode></ofd:TextObject>`)
}

// steps writes the steps between the characters of a run, equal ones once.
func steps(r run) string {
	var out []string
	runes := []rune(r.text)
	for i := 0; i+1 < len(runes); {
		n := 1
		for i+n+1 < len(runes) && advance(runes[i+n]) == advance(runes[i]) {
			n++
		}
		d := short(advance(runes[i]) * r.size)
		if n > 2 {
			out = append(out, "g", strconv.Itoa(n), d)
		} else {
			for range n {
				out = append(out, d)
			}
		}
		i += n
	}
	return strings.Join(out, " ")
}

// glyphs writes a line as a text object for each character.
func (w *writer) glyphs(r run) {
	x := r.x
	for _, c := range r.text {
		wide := advance(c) * r.size
		fmt.Fprintf(&w.b, `<ofd:TextObject ID="%d" CTM="%s 0 0 %[2]s 0 0" Boundary="%s" Font="2" Size="%s"><ofd:FillColor Value="0 0 0"/>`+
			`<ofd:CGTransform CodePosition="0" CodeCount="1" GlyphCount="1"><ofd:Glyphs>%d</ofd:Glyphs></ofd:CGTransform>`+
			`<ofd:TextCode X="0" Y="%s">%s</ofd:TextCode></ofd:TextObject>`,
			w.next(), short(point), shorts(x, r.base-ascent*r.size, wide, r.size), short(r.size/point), c%9973, short(ascent*r.size/point), escape(string(c)))
		x += wide
	}
}

// stroke writes a line as a stroked path.
func (w *writer) stroke(l line) {
	fmt.Fprintf(&w.b, `<ofd:PathObject ID="%d" Boundary="%s" LineWidth="%s"><ofd:StrokeColor Value="0 0 0"/><ofd:AbbreviatedData>M 0 0 L %s</ofd:AbbreviatedData></ofd:PathObject>`,
		w.next(), shorts(l.x0, l.y0, max(l.x1-l.x0, thick), max(l.y1-l.y0, thick)), short(thick), shorts(l.x1-l.x0, l.y1-l.y0))
}

// box writes a line as a filled box.
func (w *writer) box(l line) {
	wide, high := max(l.x1-l.x0, thick), max(l.y1-l.y0, thick)
	fmt.Fprintf(&w.b, `<ofd:PathObject ID="%d" Boundary="%s" Stroke="false" Fill="true"><ofd:FillColor Value="0 0 0"/><ofd:AbbreviatedData>M 0 0 L %s L %s L %s C</ofd:AbbreviatedData></ofd:PathObject>`,
		w.next(), shorts(l.x0, l.y0, wide, high), shorts(wide, 0), shorts(wide, high), shorts(0, high))
}

// short writes a number with four decimals at most.
func short(x float64) string {
	text := strconv.FormatFloat(x, 'f', 4, 64)
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

func shorts(x ...float64) string {
	var out []string
	for _, v := range x {
		out = append(out, short(v))
	}
	return strings.Join(out, " ")
}

func escape(text string) string {
	var b strings.Builder
	// A strings.Builder never fails to write.
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}
