package roster

import (
	"bytes"
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/nianbao/nianbao/data"
)

// usualChanges are the changes of agencies that most counties saw, with the
// usual year: old,new,year,rule,note; names of which any may fit stand with |
// between. They differ by province, so they are offered and never applied
// unasked.
//
//go:embed successions.csv
var usualChanges []byte

// usual is one line of them.
type usual struct {
	old, new []string // canonical base names
	year     int
	rule     string
	note     string
}

// changes is part of the program and tested; a fault in it is a fault of the
// build and panics.
var changes = sync.OnceValue(func() []usual {
	lines, err := csv.NewReader(bytes.NewReader(usualChanges)).ReadAll()
	if err != nil {
		panic(fmt.Sprintf("roster: usual changes: %v", err))
	}
	var out []usual
	for _, line := range lines[1:] {
		year, err := strconv.Atoi(line[2])
		if err != nil || !slices.Contains(data.TrendRules(), line[3]) {
			panic(fmt.Sprintf("roster: usual change %v", line))
		}
		out = append(out, usual{old: bases(line[0]), new: bases(line[1]), year: year, rule: line[3], note: line[4]})
	}
	return out
})

func bases(names string) []string {
	var out []string
	for name := range strings.SplitSeq(names, "|") {
		out = append(out, canon(name))
	}
	return out
}

// Offer is a usual succession whose two names the roster has.
type Offer struct {
	Old, New data.Agency
	// Year is the first year of the successor: as the roster says, else the
	// usual one; 0 where there is no usual one.
	Year int
	// Rule is the usual trend rule; data.TrendAsk where counties differ.
	Rule string
	Note string // may be empty
}

// Offers lists the usual successions that fit the roster and that nobody has
// decided yet, in the order of the usual changes, then townships that became
// towns and towns that became subdistricts.
func Offers(r *data.Roster) []Offer {
	var out []Offer
	add := func(o Offer) {
		if o.Old.Key != o.New.Key && !decided(r, o.Old.Key, o.New.Key) &&
			!slices.ContainsFunc(out, func(x Offer) bool { return x.Old.Key == o.Old.Key && x.New.Key == o.New.Key }) {
			out = append(out, o)
		}
	}
	known := byName(r)
	for _, c := range changes() {
		for _, old := range known.having(c.old) {
			for _, successor := range known.having(c.new) {
				add(Offer{Old: old, New: successor, Year: firstYear(old, successor, c.year), Rule: c.rule, Note: c.note})
			}
		}
	}
	for _, old := range r.Agencies {
		for _, step := range []struct{ from, to, rule, note string }{
			{"乡", "镇", data.TrendLink, "撤乡设镇"},
			{"镇", "街道", data.TrendLinkMarkBreak, "撤镇设街道"},
		} {
			stem, ok := strings.CutSuffix(canon(Parse(old.Name).Base), step.from)
			if !ok || stem == "" {
				continue
			}
			for _, successor := range known.having([]string{stem + step.to}) {
				add(Offer{Old: old, New: successor, Year: firstYear(old, successor, 0), Rule: step.rule, Note: step.note})
			}
		}
	}
	return out
}

func decided(r *data.Roster, old, successor string) bool {
	same := func(s data.Succession) bool { return s.Old == old && s.New == successor }
	return slices.ContainsFunc(r.Successions, same) || slices.ContainsFunc(r.Declined, same)
}

// named is the agencies by the canonical form of their own name, aliases left
// out: an alias may be a predecessor's that somebody mistook.
type named map[string][]data.Agency

func byName(r *data.Roster) named {
	out := named{}
	for _, a := range r.Agencies {
		base := canon(Parse(a.Name).Base)
		out[base] = append(out[base], a)
	}
	return out
}

// having lists the agencies with any of the names, in the order of the names.
func (n named) having(names []string) []data.Agency {
	var out []data.Agency
	for _, name := range names {
		out = append(out, n[name]...)
	}
	return out
}

// firstYear is the successor's first year as the roster tells it.
func firstYear(old, successor data.Agency, usual int) int {
	switch {
	case successor.From != 0:
		return successor.From
	case old.To != 0:
		return old.To + 1
	}
	return usual
}
