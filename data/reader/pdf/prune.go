package pdf

import (
	"encoding/binary"
	"slices"
	"strings"
)

// PDFium exports some five hundred functions, most of them for filling forms
// and writing files. What only they reach is emptied before the module is
// compiled: that takes a third less time, and so does loading it.

// called are the functions of PDFium's own that this package calls.
var called = strings.Fields(`
	FPDFAnnot_GetSubtype FPDFBitmap_CreateEx FPDFBitmap_FillRect FPDFClipPath_CountPathSegments
	FPDFClipPath_CountPaths FPDFClipPath_GetPathSegment FPDFFormObj_CountObjects FPDFFormObj_GetObject
	FPDFPageObj_GetBounds FPDFPageObj_GetClipPath FPDFPageObj_GetFillColor FPDFPageObj_GetMatrix
	FPDFPageObj_GetStrokeColor FPDFPageObj_GetType FPDFPageObj_Transform FPDFPage_CloseAnnot
	FPDFPage_CountObjects FPDFPage_Flatten FPDFPage_GetAnnot FPDFPage_GetAnnotCount
	FPDFPage_GetObject FPDFPathSegment_GetClose FPDFPathSegment_GetPoint FPDFPathSegment_GetType
	FPDFPath_CountSegments FPDFPath_GetDrawMode FPDFPath_GetPathSegment FPDFTextObj_GetFontSize
	FPDFTextObj_GetTextRenderMode FPDFTextObj_SetTextRenderMode FPDFText_ClosePage FPDFText_CountChars
	FPDFText_GetCharBox FPDFText_GetCharOrigin FPDFText_GetLooseCharBox FPDFText_GetTextObject
	FPDFText_GetUnicode FPDFText_HasUnicodeMapError FPDFText_LoadPage FPDF_ClosePage
	FPDF_GetLastError FPDF_GetPageCount FPDF_GetPageHeightF FPDF_GetPageWidthF
	FPDF_InitLibrary FPDF_LoadMemDocument FPDF_LoadPage FPDF_PageToDevice
	FPDF_RenderPageBitmap
`)

// needed reports whether an export stays. Those of the C library, in small
// letters, all do: the imported functions may call them.
func needed(name string) bool {
	return slices.Contains(called, name) || !strings.HasPrefix(name, "F")
}

// exports calls do for every export of an export section.
func (w *wasm) exports(do func(name string, kind byte, index int)) {
	for n := w.uint(); n > 0 && w.err == nil; n-- {
		name := string(w.take(w.uint()))
		kind, index := w.byte(), w.uint()
		if w.err == nil {
			do(name, kind, index)
		}
	}
}

// exports keeps the exports that are needed and adds the variable that stops
// the module.
func (m *metering) exports(w *wasm) []byte {
	n := 0
	var out []byte
	add := func(name string, kind byte, index int) {
		n++
		out = append(append(out, byte(len(name))), name...)
		out = binary.AppendUvarint(append(out, kind), uint64(index))
	}
	w.exports(func(name string, kind byte, index int) {
		if needed(name) {
			add(name, kind, index)
		}
	})
	add(stopName, kindGlobal, int(m.stop))
	return append(binary.AppendUvarint(nil, uint64(n)), out...)
}

// live reports for each function of the module's own whether it can be reached:
// from an export that stays, from the tables through which C++ calls what it
// does not know by name, or from a function that is live.
func live(module []byte) ([]bool, error) {
	var reached []int
	var bodies [][]byte
	imported := 0
	for w := (wasm{b: module, at: 8}); w.at < len(module); {
		id := w.byte()
		s := wasm{b: w.take(w.uint())}
		switch id {
		case sectionImport:
			imported, _ = s.imports()
		case sectionExport:
			s.exports(func(name string, kind byte, index int) {
				if kind == kindFunction && needed(name) {
					reached = append(reached, index)
				}
			})
		case sectionStart:
			reached = append(reached, s.uint())
		case sectionElement:
			reached = s.elements(reached)
		case sectionCode:
			for n := s.uint(); n > 0 && s.err == nil; n-- {
				bodies = append(bodies, s.take(s.uint()))
			}
		}
		if w.err != nil || s.err != nil {
			return nil, errModule
		}
	}
	alive := make([]bool, len(bodies))
	for len(reached) > 0 {
		i := reached[len(reached)-1] - imported
		reached = reached[:len(reached)-1]
		if i < 0 || i >= len(bodies) || alive[i] {
			continue
		}
		alive[i] = true
		f := wasm{b: bodies[i]}
		reached = f.callees(reached)
		if f.err != nil {
			return nil, f.err
		}
	}
	return alive, nil
}

// elements appends the functions of an element section, which fills the tables.
// It knows the one kind that C++ compilers write.
func (w *wasm) elements(to []int) []int {
	for n := w.uint(); n > 0 && w.err == nil; n-- {
		if w.uint() != 0 || w.byte() != 0x41 { // of functions, from a constant place on
			w.fail()
			return to
		}
		w.skip(1)
		if w.byte() != 0x0b {
			w.fail()
			return to
		}
		for of := w.uint(); of > 0 && w.err == nil; of-- {
			to = append(to, w.uint())
		}
	}
	return to
}

// callees appends the functions that a function's body names.
func (w *wasm) callees(to []int) []int {
	w.locals()
	for w.at < len(w.b) && w.err == nil {
		if op := w.b[w.at]; op == 0x10 || op == 0xd2 { // call, ref.func
			operand := wasm{b: w.b, at: w.at + 1}
			to = append(to, operand.uint())
		}
		w.instruction()
	}
	return to
}

// locals passes over the variables at the head of a function.
func (w *wasm) locals() {
	for n := w.uint(); n > 0 && w.err == nil; n-- {
		w.uint()
		w.byte()
	}
}
