package roster

import (
	"cmp"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// Result says how a name was matched.
type Result uint8

// The results of Match.
const (
	// Found: the name is of exactly one known agency.
	Found Result = iota + 1
	// New: no agency has the name; the county has no roster, so one may be made.
	New
	// Unknown: no agency has the name and the county's roster is fixed, or
	// several could have it; a person decides.
	Unknown
	// Foreign: the name bears another county's prefix (不属于本县).
	Foreign
	// None: there is no name.
	None
)

// Match is the answer to which agency a name is of.
type Match struct {
	Result Result
	// Agency is the agency found, or the one to be made; nil otherwise. It is a
	// copy: where the name is fuller than the one known, Name is already the
	// fuller one and Changed is set.
	Agency  *data.Agency
	Changed bool
	// County is the county's name where it was not known before and this name
	// tells it; empty otherwise.
	County string
	// Suggestions are agencies of similar names, for a person to choose from.
	Suggestions []data.Agency
}

// Find matches a name as a report gives it with the agencies of the roster.
func Find(r *data.Roster, name string) Match {
	n := Parse(name)
	if n.Base == "" {
		return Match{Result: None}
	}
	if n.County != "" && r.County.Name != "" && n.County != r.County.Name {
		return Match{Result: Foreign, Suggestions: suggest(r, n.Base)}
	}
	found := candidates(r, n)
	switch {
	case len(found) == 1:
		m := Match{Result: Found, Agency: &found[0], County: learned(r, n)}
		m.Changed = makeFuller(m.Agency, r.County, n, m.County)
		return m
	case len(found) > 1:
		return Match{Result: Unknown, Suggestions: found}
	case r.County.HasRoster:
		return Match{Result: Unknown, Suggestions: suggest(r, n.Base)}
	}
	a := Make(r, name)
	return Match{Result: New, Agency: &a, County: learned(r, n)}
}

// Same reports whether two names can be of one agency: their base names are
// spellings of each other and their counties, where both have one, agree.
func Same(a, b string) bool {
	x, y := Parse(a), Parse(b)
	if x.County != "" && y.County != "" && x.County != y.County {
		return false
	}
	return meet(spellings(x.Base), spellings(y.Base))
}

// SameName reports whether two names are one name spelled twice, short names
// left out of account.
func SameName(a, b string) bool {
	x, y := Parse(a), Parse(b)
	return (x.County == "" || y.County == "" || x.County == y.County) && canon(x.Base) == canon(y.Base)
}

func learned(r *data.Roster, n Name) string {
	if r.County.Name == "" {
		return n.County
	}
	return ""
}

// candidates lists the agencies that have the name: by an exact spelling
// first, and only then by what short names stand for.
func candidates(r *data.Roster, n Name) []data.Agency {
	want := canon(n.Base)
	var exact, short []data.Agency
	for _, a := range r.Agencies {
		a.Aliases = slices.Clone(a.Aliases)
		switch names := namesOf(a); {
		case slices.ContainsFunc(names, func(s string) bool { return canon(s) == want }):
			exact = append(exact, a)
		case slices.ContainsFunc(names, func(s string) bool { return meet(spellings(s), spellings(n.Base)) }):
			short = append(short, a)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return short
}

func namesOf(a data.Agency) []string {
	names := []string{Parse(a.Name).Base}
	for _, s := range a.Aliases {
		names = append(names, Parse(s).Base)
	}
	return names
}

func meet(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// makeFuller gives the agency the fuller of its name and the one seen, the
// other becoming an alias, and reports whether anything changed. A roster's
// names are a person's and stay.
func makeFuller(a *data.Agency, county data.County, n Name, learnt string) bool {
	seen := n.Full
	if a.Name == seen || slices.Contains(a.Aliases, seen) || county.HasRoster {
		return false
	}
	if fullness(seen) <= fullness(a.Name) {
		return false
	}
	a.Aliases = append(a.Aliases, a.Name)
	a.Name = seen
	return true
}

// fullness orders spellings: with the county's prefix before without, then
// the longer.
func fullness(name string) int {
	n := Parse(name)
	full := runes(n.Base)
	if n.County != "" {
		full += 1000
	}
	return full
}

// Make returns the agency that a new name stands for, with a key that no
// other agency of the roster has.
func Make(r *data.Roster, name string) data.Agency {
	n := Parse(name)
	key := n.Base
	if IsGovernment(n.Base) {
		key = GovernmentBase
	}
	if n.County != "" && r.County.Name != "" && n.County != r.County.Name {
		key = n.Full
	}
	for try := key; ; try += "·" {
		if r.Agency(try) == nil {
			key = try
			break
		}
	}
	group, counts := GuessGroup(n.Base)
	return data.Agency{Key: key, Name: n.Full, Group: data.Group(group), Counts: counts}
}

// maxSuggestions is how many similar names a person is shown.
const maxSuggestions = 5

// suggest returns the agencies whose names have most characters in common
// with the base name, the most similar first.
func suggest(r *data.Roster, base string) []data.Agency {
	type scored struct {
		a     data.Agency
		score int
	}
	var all []scored
	for _, a := range r.Agencies {
		best := 0
		for _, s := range namesOf(a) {
			best = max(best, common(canon(s), canon(base)))
		}
		if best >= 50 {
			all = append(all, scored{a, best})
		}
	}
	slices.SortStableFunc(all, func(x, y scored) int { return cmp.Compare(y.score, x.score) })
	var out []data.Agency
	for _, s := range all[:min(len(all), maxSuggestions)] {
		out = append(out, s.a)
	}
	return out
}

// common is the percentage of characters two names share, the ending 局 or 办
// left out since all have it.
func common(a, b string) int {
	trim := func(s string) []rune { return []rune(strings.TrimRight(s, "局委办镇乡")) }
	x, y := trim(a), trim(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	shared := 0
	left := slices.Clone(y)
	for _, r := range x {
		if i := slices.Index(left, r); i >= 0 {
			left = slices.Delete(left, i, i+1)
			shared++
		}
	}
	return 200 * shared / (len(x) + len(y))
}
