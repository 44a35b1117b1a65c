package pdf

import (
	"encoding/binary"
	"hash/crc32"
)

// wazero decodes and validates every function of a module before it looks into
// its cache, which takes three times as long as loading the machine code from
// there. The machine code is therefore filed under the hollow module: the same
// imports, globals, exports and data, with functions that do nothing but trap.
// They never run: where the cache has no machine code for them, starting
// PDFium traps at once, and the true module is compiled.

// hollowName names the section that binds a hollow module to the functions it
// stands for.
const hollowName = "nianbao functions"

// stub is a function that traps, with its length before it.
var stub = []byte{3, 0, 0x00, 0x0b} // no locals, unreachable, end

// hollow returns the metered module with its functions emptied.
func hollow(module []byte) ([]byte, error) {
	m := metering{hollow: true}
	return m.module(module)
}

// stubs is a code section of as many functions, which trap.
func (m *metering) stubs(w *wasm) []byte {
	n := w.uint()
	out := binary.AppendUvarint(make([]byte, 0, 4*n+8), uint64(n))
	for ; n > 0 && w.err == nil; n-- {
		w.take(w.uint())
		out = append(out, stub...)
	}
	return out
}

// binding is a section that is another for other functions, or where meter does
// something else to them.
func (m *metering) binding(code []byte) []byte {
	body := append([]byte{byte(len(hollowName))}, hollowName...)
	body = binary.BigEndian.AppendUint32(body, crc32.Checksum(code, crc32.MakeTable(crc32.Castagnoli)))
	body = append(body, m.count...)
	out := binary.AppendUvarint([]byte{sectionCustom}, uint64(len(body)))
	return append(out, body...)
}
