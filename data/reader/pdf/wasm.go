package pdf

// wasm reads a WebAssembly module's bytes, with the first error kept.
type wasm struct {
	b   []byte
	at  int
	err error
}

func (w *wasm) fail() { w.err, w.at = errModule, len(w.b) }

func (w *wasm) byte() byte {
	if w.at >= len(w.b) {
		w.fail()
		return 0
	}
	w.at++
	return w.b[w.at-1]
}

func (w *wasm) take(n int) []byte {
	if n < 0 || n > len(w.b)-w.at {
		w.fail()
		return nil
	}
	w.at += n
	return w.b[w.at-n : w.at]
}

// uint reads an unsigned number of up to 32 bits.
func (w *wasm) uint() int {
	n := 0
	for shift := 0; shift < 35; shift += 7 {
		b := w.byte()
		n |= int(b&0x7f) << shift
		if b < 0x80 {
			return n
		}
	}
	w.fail()
	return 0
}

// skip passes over n numbers of any size and sign.
func (w *wasm) skip(n int) {
	for ; n > 0; n-- {
		for w.byte() >= 0x80 {
		}
	}
}

// imports counts the functions and globals of an import section.
func (w *wasm) imports() (functions, globals int) {
	for n := w.uint(); n > 0 && w.err == nil; n-- {
		w.take(w.uint())
		w.take(w.uint())
		switch kind := w.byte(); kind {
		case kindFunction:
			w.skip(1)
			functions++
		case 1: // table
			w.byte()
			w.limits()
		case 2: // memory
			w.limits()
		case kindGlobal:
			w.take(2)
			globals++
		case 4: // tag
			w.byte()
			w.skip(1)
		default:
			w.fail()
		}
	}
	return functions, globals
}

func (w *wasm) limits() { w.skip(1 + int(w.byte()&1)) }

// instruction passes over one instruction and reports whether it is the head
// of a loop.
func (w *wasm) instruction() (loop bool) {
	switch op := w.byte(); op {
	case 0x03: // loop
		w.skip(1)
		return true
	case 0x0e: // br_table
		w.skip(w.uint() + 1)
	case 0x1c: // select with types
		w.skip(w.uint())
	case 0x1f: // try_table
		w.tryTable()
	case 0x43: // f32.const
		w.take(4)
	case 0x44: // f64.const
		w.take(8)
	case 0xfc:
		w.extended()
	case 0xfd:
		w.vector()
	default:
		n := operands(op)
		if n < 0 {
			w.fail()
			return false
		}
		w.skip(n)
	}
	return false
}

// operands is the count of an ordinary instruction's operands, each a number;
// -1 where the instruction is not known.
func operands(op byte) int {
	switch {
	case op == 0x02, op == 0x04: // block, if
		return 1
	case op == 0x08: // throw
		return 1
	case op == 0x0c, op == 0x0d, op == 0x10: // br, br_if, call
		return 1
	case op == 0x11: // call_indirect
		return 2
	case op >= 0x20 && op <= 0x26: // locals, globals, tables
		return 1
	case op >= 0x28 && op <= 0x3e: // loads and stores: alignment and offset
		return 2
	case op >= 0x3f && op <= 0x42: // memory.size, memory.grow, constants
		return 1
	case op == 0xd0, op == 0xd2: // ref.null, ref.func
		return 1
	case op <= 0x01, op == 0x05, op == 0x0a, op == 0x0b, op == 0x0f, op == 0x1a, op == 0x1b, op == 0xd1:
		return 0
	case op >= 0x45 && op <= 0xc4: // arithmetic
		return 0
	}
	return -1
}

func (w *wasm) tryTable() {
	w.skip(1)
	for n := w.uint(); n > 0 && w.err == nil; n-- {
		if w.byte() < 2 { // catch, catch_ref: a tag and a label
			w.skip(1)
		}
		w.skip(1)
	}
}

// extended passes over what follows 0xfc: conversions, bulk memory, tables.
func (w *wasm) extended() {
	switch op := w.uint(); {
	case op <= 7:
	case op == 8, op == 10, op == 12, op == 14:
		w.skip(2)
	case op == 9, op == 11, op == 13, op >= 15 && op <= 17:
		w.skip(1)
	default:
		w.fail()
	}
}

// vector passes over what follows 0xfd.
func (w *wasm) vector() {
	switch op := w.uint(); {
	case op <= 11, op == 92, op == 93: // loads and stores
		w.skip(2)
	case op == 12, op == 13: // v128.const, shuffle
		w.take(16)
	case op >= 21 && op <= 34: // lanes
		w.byte()
	case op >= 84 && op <= 91: // loads and stores of a lane
		w.skip(2)
		w.byte()
	case op <= 275:
	default:
		w.fail()
	}
}
