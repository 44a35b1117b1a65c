package dashboard

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/nianbao/nianbao/data"
)

// cameIn is what the store holds of files and versions, asked for once for
// each change number: every page shows how many agencies have not reported.
type cameIn struct {
	mu        sync.Mutex
	known     bool
	change    int64
	versions  []data.Version
	files     []data.File
	receipts  []data.Receipt
	returns   []data.Returned
	deadlines []data.DeadlineSet
}

// seasonReports answers what came in, went back and is asked for by when.
type seasonReports interface {
	// Receipts lists what came in, read or not.
	Receipts(ctx context.Context) ([]data.Receipt, error)
	// Returns lists every return in the order in which they were made.
	Returns(ctx context.Context) ([]data.Returned, error)
	// Deadlines lists the days that persons set.
	Deadlines(ctx context.Context) ([]data.DeadlineSet, error)
}

// deliveries returns what came in, as 报送 shows it, over all years with
// anything in them, the year shown and the year being collected.
func (s *Server) deliveries(v *visit) (*deliveryMatrix, error) {
	if v.delivered != nil {
		return v.delivered, nil
	}
	now := s.config.Now()
	sources, err := s.deliverySources(v)
	if err != nil {
		return nil, err
	}
	sources.Years = []int{v.query.Year, v.collecting(now)}
	v.delivered = newDeliveryMatrix(sources)
	return v.delivered, nil
}

// deliverySources is what the matrix is made from, all years of it.
func (s *Server) deliverySources(v *visit) (deliverySources, error) {
	k := &s.cameIn
	k.mu.Lock()
	defer k.mu.Unlock()
	if err := s.know(v); err != nil {
		return deliverySources{}, err
	}
	return deliverySources{
		Roster: v.snapshot.Roster(), Versions: k.versions, Files: k.files, Receipts: k.receipts, Returns: k.returns,
		Deadlines: k.deadlines, Today: s.config.Now().Format(time.DateOnly), Errors: v.snapshot.Errors,
	}, nil
}

// of is what belongs to the year.
func (s deliverySources) of(year int) deliverySources {
	s.Versions = ofYear(s.Versions, year)
	s.Files = slices.DeleteFunc(slices.Clone(s.Files), func(f data.File) bool { return f.Year != year })
	s.Receipts = slices.DeleteFunc(slices.Clone(s.Receipts), func(r data.Receipt) bool { return r.Year != year })
	s.Returns = slices.DeleteFunc(slices.Clone(s.Returns), func(r data.Returned) bool { return r.Report.Year != year })
	return s
}

// everything returns all versions and files of the batches that stand.
func (s *Server) everything(v *visit) ([]data.Version, []data.File, error) {
	k := &s.cameIn
	k.mu.Lock()
	defer k.mu.Unlock()
	err := s.know(v)
	return k.versions, k.files, err
}

// know asks the store where something changed; the lock must be held.
func (s *Server) know(v *visit) error {
	k := &s.cameIn
	if k.known && k.change == v.snapshot.Change() {
		return nil
	}
	ctx, ask := v.c.Request.Context(), s.config.Reports
	var err error
	if k.versions, err = ask.AllVersions(ctx); err != nil {
		return fmt.Errorf("list versions: %w", err)
	}
	if k.files, err = ask.LiveFiles(ctx); err != nil {
		return fmt.Errorf("list files: %w", err)
	}
	if k.receipts, err = ask.Receipts(ctx); err != nil {
		return fmt.Errorf("list receipts: %w", err)
	}
	if k.returns, err = ask.Returns(ctx); err != nil {
		return fmt.Errorf("list returns: %w", err)
	}
	if k.deadlines, err = ask.Deadlines(ctx); err != nil {
		return fmt.Errorf("list deadlines: %w", err)
	}
	k.known, k.change = true, v.snapshot.Change()
	return nil
}

// inState names the counting agencies of the year and scope shown that are in
// one of the states, in official order.
func (v *visit) inState(m *deliveryMatrix, states ...delivery) []string {
	var out []string
	for _, l := range m.column(v.query.Year) {
		if l.Cell.Counts && v.query.Scope.Holds(l.Agency) && slices.Contains(states, l.Cell.State) {
			out = append(out, v.name(l.Agency))
		}
	}
	return out
}

// unreported is the number beside 报送: agencies that count in the year shown
// and of which nothing has come in.
func unreported(v *visit) int {
	if v.delivered == nil {
		return 0 // the error page
	}
	n := 0
	for _, l := range v.delivered.column(v.query.Year) {
		if l.Cell.Counts && l.Cell.State == notReported {
			n++
		}
	}
	return n
}
