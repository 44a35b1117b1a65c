package dashboard

import (
	"fmt"
	"slices"
	"sync"

	"github.com/nianbao/nianbao/data"
)

// cameIn is what the store holds of files and versions, asked for once for
// each change number: every page shows how many agencies have not reported.
type cameIn struct {
	mu       sync.Mutex
	known    bool
	change   int64
	versions []data.Version
	files    []data.File
}

// deliveries returns what came in, as 报送 shows it, over all years with
// anything in them, the year shown and the year being collected.
func (s *Server) deliveries(v *visit) (*deliveryMatrix, error) {
	if v.delivered != nil {
		return v.delivered, nil
	}
	versions, files, err := s.everything(v)
	if err != nil {
		return nil, err
	}
	v.delivered = newDeliveryMatrix(deliverySources{
		Roster: v.snapshot.Roster(), Versions: versions, Files: files, Errors: v.snapshot.Errors,
		Years: []int{v.query.Year, v.collecting(s.config.Now())},
	})
	return v.delivered, nil
}

// everything returns all versions and files of the batches that stand.
func (s *Server) everything(v *visit) ([]data.Version, []data.File, error) {
	k := &s.cameIn
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.known && k.change == v.snapshot.Change() {
		return k.versions, k.files, nil
	}
	ctx := v.c.Request.Context()
	versions, err := s.config.Reports.AllVersions(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("list versions: %w", err)
	}
	files, err := s.config.Reports.LiveFiles(ctx)
	if err != nil {
		return nil, nil, fmt.Errorf("list files: %w", err)
	}
	k.known, k.change, k.versions, k.files = true, v.snapshot.Change(), versions, files
	return versions, files, nil
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
