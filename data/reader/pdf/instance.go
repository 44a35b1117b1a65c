package pdf

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"

	"github.com/nianbao/nianbao/data/reader/pages"
	"github.com/tetratelabs/wazero/api"
)

// instance is one running PDFium. Its methods keep the first error in err and
// do nothing after it, returning zeros, so that their users look once. It is
// not safe for concurrent use.
type instance struct {
	module    api.Module
	memory    api.Memory
	functions map[string]api.Function
	stack     [16]uint64
	scratch   uint32 // room for what calls give back by reference
	err       error
	release   func() // ends the instance; called once
	stopped   atomic.Bool
}

const scratchSize = 1 << 12

// nearlyFull is the size of the memory, in bytes, from which a failure of PDFium
// is put down to its end: PDFium gives up where it gets no more.
const nearlyFull = memoryPages << 16 / 4 * 3

var errOutOfMemory = errors.New("pdf engine out of memory")

// watch stops the module when ctx ends, until unwatch is called.
func (p *instance) watch(ctx context.Context) (unwatch func()) {
	stop, _ := p.module.ExportedGlobal(stopName).(api.MutableGlobal)
	var ending sync.Mutex
	end := context.AfterFunc(ctx, func() {
		ending.Lock()
		defer ending.Unlock()
		p.stopped.Store(true)
		stop.Set(1)
	})
	return func() {
		end()
		ending.Lock() // a stop under way must not meet a closed module
		defer ending.Unlock()
	}
}

// call calls a function of PDFium. Arguments and result are as WebAssembly
// passes them: 32-bit numbers, addresses and bits of floating-point numbers.
func (p *instance) call(name string, args ...uint64) uint64 {
	if p.err != nil {
		return 0
	}
	if p.stopped.Load() {
		p.err = context.DeadlineExceeded
		return 0
	}
	f, ok := p.functions[name]
	if !ok {
		if f = p.module.ExportedFunction(name); f == nil {
			p.err = fmt.Errorf("%s: not in the module", name)
			return 0
		}
		p.functions[name] = f
	}
	copy(p.stack[:], args)
	if err := f.CallWithStack(context.Background(), p.stack[:]); err != nil {
		p.err = fmt.Errorf("%s: %w", name, err)
		switch {
		case p.stopped.Load():
			p.err = context.DeadlineExceeded
		case p.memory.Size() > nearlyFull:
			p.err = errOutOfMemory
		}
		return 0
	}
	return p.stack[0]
}

// integer is call for functions that give an int.
func (p *instance) integer(name string, args ...uint64) int {
	return int(int32(uint32(p.call(name, args...))))
}

// float is call for functions that give a float.
func (p *instance) float(name string, args ...uint64) float64 {
	return real32(uint32(p.call(name, args...)))
}

// alloc takes memory inside the module; it lives until the instance ends.
func (p *instance) alloc(n int) uint32 {
	at := uint32(p.call("malloc", uint64(n)))
	if at == 0 && p.err == nil {
		p.err = errOutOfMemory
	}
	return at
}

// floats reads n floats that a call has left in scratch.
func (p *instance) floats(into []float64) {
	for i := range into {
		bits, _ := p.memory.ReadUint32Le(p.scratch + uint32(4*i))
		into[i] = real32(bits)
	}
}

// doubles reads n doubles that a call has left in scratch.
func (p *instance) doubles(into []float64) {
	for i := range into {
		bits, _ := p.memory.ReadUint64Le(p.scratch + uint32(8*i))
		into[i] = pages.Finite(math.Float64frombits(bits))
	}
}

// word reads the i-th 32-bit word of scratch.
func (p *instance) word(i int) int {
	bits, _ := p.memory.ReadUint32Le(p.scratch + uint32(4*i))
	return int(int32(bits))
}

func real32(bits uint32) float64 { return pages.Finite(float64(math.Float32frombits(bits))) }
