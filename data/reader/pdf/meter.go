package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// A WebAssembly module runs as machine code that nothing can stop or preempt:
// a file that keeps PDFium in a loop would hold a thread for ever, and the
// garbage collector with it. wazero's own remedy looks at a flag in Go at each
// turn of each loop and makes PDFium four times slower. meter therefore
// rewrites the module so that each turn of a loop counts down a number, and
// only every meterTurns turns goes out to Go and looks at the flag.

// stopName is the global variable by which the metered module is stopped: set
// to anything but 0, the module traps within meterTurns turns.
const stopName = "nianbao_stop"

// meterTurns is the number of turns between two looks at the flag; PDFium's
// take some milliseconds together.
const meterTurns = 1 << 16

// Sections of a WebAssembly module.
const (
	sectionCustom  = 0
	sectionImport  = 2
	sectionGlobal  = 6
	sectionExport  = 7
	sectionStart   = 8
	sectionElement = 9
	sectionCode    = 10
)

// Kinds of what a module imports and exports.
const (
	kindFunction = 0
	kindGlobal   = 3
)

var errModule = errors.New("webassembly module not understood")

// meter returns the module with its loops counted and without the functions
// that nothing reaches. It knows the instructions of
// the module linked here; one that it does not know is an error.
func meter(module []byte) ([]byte, error) {
	var m metering
	return m.module(module)
}

// metering holds what one section must know of an earlier one.
type metering struct {
	hollow   bool   // functions are emptied
	alive    []bool // the functions that are not, where it is not hollow
	imported int    // imported globals, which come first in the numbering
	turns    uint64 // number of the global that counts down
	stop     uint64 // number of the global that stops the module
	count    []byte // what is put at the head of each loop
}

func (m *metering) module(module []byte) ([]byte, error) {
	if len(module) < 8 || string(module[:4]) != "\x00asm" {
		return nil, errModule
	}
	if !m.hollow {
		var err error
		if m.alive, err = live(module); err != nil {
			return nil, err
		}
	}
	out := append(make([]byte, 0, len(module)+len(module)/4), module[:8]...)
	for w := (wasm{b: module, at: 8}); w.at < len(module); {
		id := w.byte()
		body := w.take(w.uint())
		if w.err != nil {
			return nil, w.err
		}
		if id == sectionCode && m.hollow {
			out = append(out, m.binding(body)...)
		}
		body, err := m.section(id, body)
		if err != nil {
			return nil, fmt.Errorf("meter section %d: %w", id, err)
		}
		out = append(out, id)
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, nil
}

func (m *metering) section(id byte, body []byte) ([]byte, error) {
	w := wasm{b: body}
	switch id {
	case sectionImport:
		_, m.imported = w.imports()
	case sectionGlobal:
		return m.globals(&w), w.err
	case sectionExport:
		return m.exports(&w), w.err
	case sectionCode:
		if m.hollow {
			return m.stubs(&w), w.err
		}
		return m.code(&w), w.err
	}
	return body, w.err
}

// globals adds the two variables behind the module's own.
func (m *metering) globals(w *wasm) []byte {
	n := w.uint()
	m.turns, m.stop = uint64(m.imported+n), uint64(m.imported+n+1)
	m.count = m.countdown()
	out := binary.AppendUvarint(nil, uint64(n)+2)
	out = append(out, w.b[w.at:]...)
	out = append(out, 0x7f, 1, 0x41) // i32, mutable, i32.const
	out = append(appendInt(out, meterTurns), 0x0b)
	return append(out, 0x7f, 1, 0x41, 0, 0x0b)
}

// countdown is the code at the head of a loop. memory.grow by 0 changes nothing
// and leaves for Go, where the garbage collector can have its turn.
func (m *metering) countdown() []byte {
	turns, stop := binary.AppendUvarint(nil, m.turns), binary.AppendUvarint(nil, m.stop)
	var out []byte
	op := func(code byte, operand []byte) { out = append(append(out, code), operand...) }
	op(0x23, turns) // global.get
	op(0x41, []byte{1})
	op(0x6b, nil)   // i32.sub
	op(0x24, turns) // global.set
	op(0x23, turns)
	op(0x45, nil)          // i32.eqz
	op(0x04, []byte{0x40}) // if
	op(0x23, stop)
	op(0x04, []byte{0x40})
	op(0x00, nil) // unreachable
	op(0x0b, nil) // end
	op(0x41, appendInt(nil, meterTurns))
	op(0x24, turns)
	op(0x41, []byte{0})
	op(0x40, []byte{0}) // memory.grow
	op(0x1a, nil)       // drop
	op(0x0b, nil)
	return out
}

// code copies the live functions, with the countdown behind each loop
// instruction.
func (m *metering) code(w *wasm) []byte {
	n := w.uint()
	out := binary.AppendUvarint(make([]byte, 0, len(w.b)+len(w.b)/4), uint64(n))
	body := make([]byte, 0, 1<<16)
	for i := 0; i < n && w.err == nil; i++ {
		f := wasm{b: w.take(w.uint())}
		if !m.alive[i] {
			out = append(out, stub...)
			continue
		}
		body = body[:0]
		from := 0
		f.locals()
		for f.at < len(f.b) && f.err == nil {
			if f.instruction() {
				body = append(append(body, f.b[from:f.at]...), m.count...)
				from = f.at
			}
		}
		if w.err == nil {
			w.err = f.err
		}
		body = append(body, f.b[from:]...)
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out
}

// appendInt appends a signed number as WebAssembly writes it.
func appendInt(out []byte, n int64) []byte {
	for {
		b := byte(n & 0x7f)
		n >>= 7
		if n == 0 && b&0x40 == 0 || n == -1 && b&0x40 != 0 {
			return append(out, b)
		}
		out = append(out, b|0x80)
	}
}
