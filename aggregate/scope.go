package aggregate

import (
	"fmt"
	"slices"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// Scope (口径) chooses agencies. The zero Scope is 全县.
type Scope struct {
	county bool
	keys   []string
}

// All is every counting agency (全县).
func All() Scope { return Scope{} }

// CountyLevel is the counting agencies of groups 县政府 and 部门 (县本级).
func CountyLevel() Scope { return Scope{county: true} }

// Chosen is the agencies with the keys, where they count.
func Chosen(keys ...string) Scope {
	keys = slices.Clone(keys)
	slices.Sort(keys)
	return Scope{keys: slices.Compact(keys)}
}

// ParseScope reads what String writes: all, county, or agencies:KEY,KEY. An
// empty text is all.
func ParseScope(text string) (Scope, error) {
	switch {
	case text == "" || text == "all":
		return All(), nil
	case text == "county":
		return CountyLevel(), nil
	}
	list, ok := strings.CutPrefix(text, "agencies:")
	if !ok {
		return Scope{}, fmt.Errorf("parse scope %q: not all, county or agencies:KEY,…", text)
	}
	var keys []string
	for key := range strings.SplitSeq(list, ",") {
		if key != "" {
			keys = append(keys, key)
		}
	}
	if len(keys) == 0 {
		return Scope{}, fmt.Errorf("parse scope %q: no agency named", text)
	}
	return Chosen(keys...), nil
}

// String writes the scope as in URLs and options.
func (s Scope) String() string {
	switch {
	case s.county:
		return "county"
	case len(s.keys) > 0:
		return "agencies:" + strings.Join(s.keys, ",")
	}
	return "all"
}

// Label is the scope as officials call it.
func (s Scope) Label() string {
	switch {
	case s.county:
		return "县本级"
	case len(s.keys) == 1:
		return s.keys[0]
	case len(s.keys) > 1:
		return fmt.Sprintf("所选%d家", len(s.keys))
	}
	return "全县"
}

// all reports whether the scope leaves no agency out.
func (s Scope) all() bool { return !s.county && len(s.keys) == 0 }

// Holds reports whether the scope takes the agency in; whether it counts in a
// year is another question.
func (s Scope) Holds(a *data.Agency) bool {
	switch {
	case s.county:
		return a.Group == data.GroupGovernment || a.Group == data.GroupDepartment
	case len(s.keys) > 0:
		return slices.Contains(s.keys, a.Key)
	}
	return true
}
