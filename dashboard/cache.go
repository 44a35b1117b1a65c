package dashboard

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"github.com/nianbao/nianbao/aggregate"
)

// Cache keeps the last snapshot and rebuilds it in the background when the
// change number has risen, also through another process. Requests are
// answered from the last snapshot; only the first waits. The zero Cache with
// its two functions set is ready; it must not be copied.
type Cache struct {
	// Load builds a snapshot of the store as it is now.
	Load func(ctx context.Context) (*aggregate.Snapshot, error)
	// Change returns the store's change number; it is asked for each request
	// and must be cheap.
	Change func(ctx context.Context) (int64, error)

	last     atomic.Pointer[aggregate.Snapshot]
	building sync.Mutex // held by the one that loads
	// failed is set while the last attempt to load failed: nobody is shown
	// old figures then without knowing.
	failed atomic.Bool
}

// Snapshot returns the last snapshot, and starts a rebuild where it is old.
func (c *Cache) Snapshot(ctx context.Context) (*aggregate.Snapshot, error) {
	last := c.last.Load()
	if last == nil || c.failed.Load() {
		if err := c.Refresh(ctx); err != nil {
			return nil, err
		}
		return c.last.Load(), nil
	}
	change, err := c.Change(ctx)
	if err != nil {
		return nil, fmt.Errorf("ask change number: %w", err)
	}
	if change != last.Change() && c.building.TryLock() {
		go func() {
			defer c.building.Unlock()
			// The request may end before the rebuild does. Where it fails, the
			// next request tries again, waits, and says why.
			_ = c.load(context.WithoutCancel(ctx), change)
		}()
	}
	return last, nil
}

// Refresh waits until the snapshot is as new as the store at the call.
func (c *Cache) Refresh(ctx context.Context) error {
	change, err := c.Change(ctx)
	if err != nil {
		return fmt.Errorf("ask change number: %w", err)
	}
	c.building.Lock()
	defer c.building.Unlock()
	return c.load(ctx, change)
}

// load builds unless another one has already reached the change. The caller
// holds building.
func (c *Cache) load(ctx context.Context, change int64) error {
	if last := c.last.Load(); last != nil && last.Change() == change {
		c.failed.Store(false)
		return nil
	}
	s, err := c.Load(ctx)
	c.failed.Store(err != nil)
	if err != nil {
		return fmt.Errorf("load snapshot: %w", err)
	}
	c.last.Store(s)
	return nil
}
