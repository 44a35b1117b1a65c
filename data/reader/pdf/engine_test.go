package pdf

import (
	"bytes"
	"context"
	"errors"
	"testing"
)

func TestMeterKnowsTheModule(t *testing.T) {
	t.Parallel()
	var m metering
	metered, err := m.module(pdfiumModule)
	if err != nil {
		t.Fatal(err)
	}
	if loops := bytes.Count(metered, m.count); loops < 1000 {
		t.Errorf("want thousands of loops counted, got %d", loops)
	}
}

// exportFirst is the section that exports a module's first function.
const exportFirst = "\x07\x05\x01\x01f\x00\x00"

func TestMeterRefusesWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	head := []byte("\x00asm\x01\x00\x00\x00" + exportFirst)
	tests := []struct {
		name string
		b    []byte
	}{
		{"nothing", nil},
		{"another file", []byte("%PDF-1.7\n")},
		{"a section that is cut off", append(bytes.Clone(head), sectionCode, 9, 1)},
		{"an instruction that is not known", append(bytes.Clone(head), sectionCode, 5, 1, 3, 0, 0xff, 0x0b)},
		{"a function that is cut off", append(bytes.Clone(head), sectionCode, 5, 1, 9, 0, 0x0b, 0x0b)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if _, err := meter(test.b); !errors.Is(err, errModule) {
				t.Errorf("want %v, got %v", errModule, err)
			}
		})
	}
}

func TestMeterCountsLoopsAndNothingElse(t *testing.T) {
	t.Parallel()
	globals := []byte{sectionGlobal, 1, 0}
	body := []byte{0, 0x02, 0x40, 0x03, 0x40, 0x0c, 0, 0x0b, 0x0b, 0x41, 0x03, 0x1a, 0x0b} // a loop in a block, and the number 3
	module := append([]byte("\x00asm\x01\x00\x00\x00"+exportFirst), globals...)
	module = append(module, sectionCode, byte(len(body)+2), 1, byte(len(body)))
	module = append(module, body...)
	got, err := meter(module)
	if err != nil {
		t.Fatal(err)
	}
	count := (&metering{turns: 0, stop: 1}).countdown()
	want := append(append(bytes.Clone(body[:5]), count...), body[5:]...)
	if !bytes.HasSuffix(got, want) || bytes.Count(got, count) != 1 {
		t.Errorf("want the body to end in % x, got % x", want, got)
	}
}

func TestAnInstanceDoesNothingAfterAnError(t *testing.T) {
	t.Parallel()
	if err := Prepare(); err != nil {
		t.Fatal(err)
	}
	e, err := sharedEngine()
	if err != nil {
		t.Fatal(err)
	}
	p, err := e.instance(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer p.release()
	if got := p.call("FPDF_NoSuchFunction"); got != 0 || p.err == nil {
		t.Errorf("want 0 and an error for a function that is not there, got %d, %v", got, p.err)
	}
	p.err = errOutOfMemory
	if got := p.call("malloc", 8); got != 0 || p.err != errOutOfMemory {
		t.Errorf("want 0 and the first error, got %d, %v", got, p.err)
	}
}

func TestWaitingForASlotEnds(t *testing.T) {
	t.Parallel()
	e := &engine{slots: make(chan struct{})}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := e.instance(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("want %v, got %v", context.Canceled, err)
	}
}
