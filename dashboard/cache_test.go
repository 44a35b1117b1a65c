package dashboard

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
)

// shelf is a store with a change number whose snapshots can be held back.
type shelf struct {
	change atomic.Int64
	loads  atomic.Int64
	hold   chan struct{} // a load waits for it where it is not nil
	fail   atomic.Bool
}

func (s *shelf) cache() *Cache {
	return &Cache{
		Change: func(context.Context) (int64, error) { return s.change.Load(), nil },
		Load: func(context.Context) (*aggregate.Snapshot, error) {
			s.loads.Add(1)
			if s.hold != nil {
				<-s.hold
			}
			if s.fail.Load() {
				return nil, errors.New("disk full")
			}
			return aggregate.NewBuilder().Build(data.Holdings{Change: s.change.Load()}), nil
		},
	}
}

func changeOf(t testing.TB, c *Cache) int64 {
	t.Helper()
	s, err := c.Snapshot(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return s.Change()
}

func TestCacheBuildsOnceForOneChange(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	c := s.cache()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() { changeOf(t, c) })
	}
	all.Wait()
	if got := s.loads.Load(); got != 1 {
		t.Errorf("want 1 load, got %d", got)
	}
}

func TestCacheAnswersFromTheLastWhileItRebuilds(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	c := s.cache()
	changeOf(t, c)
	s.hold = make(chan struct{})
	s.change.Store(5)
	if got := changeOf(t, c); got != 0 {
		t.Errorf("while rebuilding: want the snapshot of change 0, got %d", got)
	}
	close(s.hold)
	if err := c.Refresh(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := changeOf(t, c); got != 5 {
		t.Errorf("after Refresh: want change 5, got %d", got)
	}
}

func TestCacheSaysWhyThereIsNoFirstSnapshot(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	s.fail.Store(true)
	c := s.cache()
	if _, err := c.Snapshot(context.Background()); err == nil {
		t.Fatal("want an error, got none")
	}
	s.fail.Store(false)
	if got := changeOf(t, c); got != 0 {
		t.Errorf("the next request: want change 0, got %d", got)
	}
}

func TestCacheDoesNotShowOldFiguresAfterAFailedRebuild(t *testing.T) {
	t.Parallel()
	s := &shelf{}
	c := s.cache()
	changeOf(t, c)
	s.fail.Store(true)
	s.change.Store(5)
	if err := c.Refresh(context.Background()); err == nil {
		t.Fatal("rebuild: want an error, got none")
	}
	if _, err := c.Snapshot(context.Background()); err == nil {
		t.Error("the next request: want the error, got the old snapshot")
	}
	s.fail.Store(false)
	if got := changeOf(t, c); got != 5 {
		t.Errorf("once it works again: want change 5, got %d", got)
	}
}
