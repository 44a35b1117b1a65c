package aggregate

import (
	"cmp"
	"maps"
	"slices"

	"github.com/nianbao/nianbao/data"
)

// Snapshot is the figures of a county as they stood at one change number. It
// never changes and may be used by several at once.
type Snapshot struct {
	change   int64
	roster   *data.Roster
	places   map[string]int // agency key -> place in the roster
	years    []int
	reports  map[data.Kind]map[int]*block
	units    map[int]*block  // agencies' own reports: the only ones in sums
	counting map[int][]int32 // places of the agencies that count, by year
	closing  closing
}

// Build makes the snapshot. The Builder may take more versions in and build
// again.
func (b *Builder) Build(h data.Holdings) *Snapshot {
	s := &Snapshot{
		change: h.Change, roster: ownRoster(h.Roster), places: map[string]int{},
		reports: map[data.Kind]map[int]*block{}, counting: map[int][]int32{},
		closing: closing{adjustments: h.Adjustments, finals: h.Finals, seals: h.Seals},
	}
	for i := range s.roster.Agencies {
		if _, ok := s.places[s.roster.Agencies[i].Key]; !ok {
			s.places[s.roster.Agencies[i].Key] = i
		}
	}
	byKind := map[data.Kind]map[int][]data.ReportKey{}
	for key := range b.records {
		if byKind[key.Kind] == nil {
			byKind[key.Kind] = map[int][]data.ReportKey{}
		}
		byKind[key.Kind][key.Year] = append(byKind[key.Kind][key.Year], key)
	}
	for kind, byYear := range byKind {
		blocks := map[int]*block{}
		for year, keys := range byYear {
			blocks[year] = s.block(b, keys, h.Errors)
			s.years = append(s.years, year)
		}
		s.reports[kind] = blocks
	}
	slices.Sort(s.years)
	s.years = slices.Compact(s.years)
	s.units = s.reports[data.Unit]
	for _, year := range s.years {
		s.counting[year] = s.countingIn(year)
	}
	return s
}

// ownRoster returns a copy that nobody else can change; nil is an empty one.
func ownRoster(r *data.Roster) *data.Roster {
	if r == nil {
		return new(data.Roster)
	}
	c := r.Clone()
	for i := range c.Agencies {
		c.Agencies[i].CountsIn = maps.Clone(c.Agencies[i].CountsIn)
	}
	return c
}

func (s *Snapshot) block(b *Builder, keys []data.ReportKey, errors map[data.ReportKey]int) *block {
	slices.SortFunc(keys, s.compare)
	records := make([]*record, len(keys))
	for i, k := range keys {
		records[i] = b.records[k]
	}
	out := newBlock(b.layout.width(), records)
	out.row = make([]int32, len(s.roster.Agencies))
	for i := range out.row {
		out.row[i] = -1
	}
	for row, k := range keys {
		out.agencies = append(out.agencies, k.Agency)
		out.edition = append(out.edition, records[row].edition)
		out.editions = append(out.editions, records[row].editions)
		out.errors = append(out.errors, errors[k])
		if place, ok := s.places[k.Agency]; ok {
			out.row[place] = int32(row)
		}
	}
	return out
}

// compare puts reports of one year in the roster's order, those of agencies
// that it does not hold last, by key.
func (s *Snapshot) compare(a, b data.ReportKey) int {
	place := func(k data.ReportKey) int {
		if p, ok := s.places[k.Agency]; ok {
			return p
		}
		return len(s.roster.Agencies)
	}
	return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(a.Agency, b.Agency))
}

// Change is the store's change number that the snapshot was built at.
func (s *Snapshot) Change() int64 { return s.change }

// Roster returns the agencies in official order. It must not be changed.
func (s *Snapshot) Roster() *data.Roster { return s.roster }

// Years returns the years with a current report of any kind, ascending.
func (s *Snapshot) Years() []int { return slices.Clone(s.years) }

// Agency returns the agency with the key, or nil. It must not be changed.
func (s *Snapshot) Agency(key string) *data.Agency {
	if place, ok := s.places[key]; ok {
		return &s.roster.Agencies[place]
	}
	return nil
}

// find returns where a report stands; a nil block where there is none.
func (s *Snapshot) find(k data.ReportKey) (*block, int) {
	b := s.reports[k.Kind][k.Year]
	if b == nil {
		return nil, -1
	}
	if place, ok := s.places[k.Agency]; ok {
		if b.row[place] < 0 {
			return nil, -1
		}
		return b, int(b.row[place])
	}
	if row := slices.Index(b.agencies, k.Agency); row >= 0 {
		return b, row
	}
	return nil, -1
}

// HasReport reports whether there is a current report with values.
func (s *Snapshot) HasReport(k data.ReportKey) bool {
	b, _ := s.find(k)
	return b != nil
}

// Edition returns the edition of a report; empty where there is none.
func (s *Snapshot) Edition(k data.ReportKey) string {
	if b, row := s.find(k); b != nil {
		return b.edition[row]
	}
	return ""
}

// Errors returns the number of open errors of a report; 0 where there is no report.
func (s *Snapshot) Errors(k data.ReportKey) int {
	if b, row := s.find(k); b != nil {
		return b.errors[row]
	}
	return 0
}

// Counting returns the agencies that m counts: in scope, valid and counting
// in the year, in official order.
func (s *Snapshot) Counting(q Query) []*data.Agency {
	var out []*data.Agency
	for _, place := range s.members(q) {
		out = append(out, &s.roster.Agencies[place])
	}
	return out
}

// Reported returns how many of the counting agencies have a current report
// in the year, with errors or without.
func (s *Snapshot) Reported(q Query) int {
	n := 0
	for _, place := range s.members(q) {
		if b := s.units[q.Year]; b != nil && b.row[place] >= 0 {
			n++
		}
	}
	return n
}

// countingIn returns the places of the agencies that count in the year.
func (s *Snapshot) countingIn(year int) []int32 {
	if known, ok := s.counting[year]; ok {
		return known
	}
	var out []int32
	for i := range s.roster.Agencies {
		a := &s.roster.Agencies[i]
		if s.places[a.Key] == i && s.roster.Counts(a, year) {
			out = append(out, int32(i))
		}
	}
	return out
}

func (s *Snapshot) members(q Query) []int32 {
	all := s.countingIn(q.Year)
	if q.Scope.all() {
		return all
	}
	var out []int32
	for _, place := range all {
		if q.Scope.Holds(&s.roster.Agencies[place]) {
			out = append(out, place)
		}
	}
	return out
}
