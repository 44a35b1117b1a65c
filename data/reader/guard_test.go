package reader

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/nianbao/nianbao/data/document"
)

func TestGuardedTurnsPanicsIntoDamage(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	_, err := guarded(ctx, func(context.Context, []byte) (*document.Document, error) { panic("index out of range") }, nil)
	var r *document.Refusal
	if !errors.As(refusal(ctx, err), &r) || r.Code != document.RefuseDamaged {
		t.Errorf("want refusal %q, got %v", document.RefuseDamaged, err)
	}
}

func TestGuardedDoesNotWaitForReadersThatKnowNoContext(t *testing.T) {
	t.Parallel()
	timed, cancel := context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	release := make(chan struct{})
	defer close(release)
	_, err := guarded(timed, func(context.Context, []byte) (*document.Document, error) {
		<-release
		return nil, errors.New("too late")
	}, nil)
	var r *document.Refusal
	if !errors.As(refusal(context.Background(), err), &r) || r.Code != document.RefuseTooLarge {
		t.Errorf("want refusal %q, got %v", document.RefuseTooLarge, err)
	}
}

func TestRefusalKeepsWhatTheReaderSays(t *testing.T) {
	t.Parallel()
	want := &document.Refusal{Code: document.RefuseScan, Reason: "扫描件"}
	if got := refusal(context.Background(), fmt.Errorf("read docx: %w", want)); got != error(want) {
		t.Errorf("want %v, got %v", want, got)
	}
}

func TestEachFormatEitherReadsOrRefuses(t *testing.T) {
	t.Parallel()
	for i, f := range formats {
		if f.match == nil || (f.read == nil) == (f.refuse == nil) {
			t.Errorf("format %d: want a match and one of read and refuse", i)
		}
	}
}
