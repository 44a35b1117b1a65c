package pages

import (
	"cmp"
	"slices"
)

const (
	// touching is the distance in points within which the ends of rules meet.
	touching = 2.5
	// sameLine is the distance across which pieces of rules are one line.
	sameLine = 1.2
	// sameEdge is the distance within which edges of cells are one; no row or
	// column of a table is as narrow.
	sameEdge = 3.5
)

// merged joins the pieces of each line, which producers draw cell by cell, and
// drops what is left too short to be an edge.
func merged(rules []rule) []rule {
	slices.SortFunc(rules, func(a, b rule) int {
		if a.upright != b.upright {
			if a.upright {
				return 1
			}
			return -1
		}
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	var out []rule
	for first := 0; first < len(rules); {
		last := first + 1
		for last < len(rules) && rules[last].upright == rules[first].upright && rules[last].at-rules[last-1].at <= sameLine &&
			rules[last].at-rules[first].at <= 2*sameLine {
			last++
		}
		out = append(out, mergedLine(rules[first:last])...)
		first = last
	}
	return slices.DeleteFunc(out, func(r rule) bool { return r.to-r.from < thin })
}

// mergedLine joins the pieces that lie on one line.
func mergedLine(pieces []rule) []rule {
	slices.SortFunc(pieces, func(a, b rule) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.at, b.at)) })
	var out []rule
	for _, r := range pieces {
		if n := len(out); n > 0 && r.from <= out[n-1].to+touching {
			if r.to-r.from > out[n-1].to-out[n-1].from {
				out[n-1].at = r.at
			}
			out[n-1].to = max(out[n-1].to, r.to)
			continue
		}
		out = append(out, r)
	}
	return out
}

// lattice is a set of rules that touch: the drawing of one table.
type lattice struct {
	across, down []rule
	bounds       Box
}

// lattices groups the rules of a page that touch, from top to bottom.
func lattices(rules []rule) []lattice {
	group := make([]int, len(rules))
	for i := range group {
		group[i] = i
	}
	find := func(i int) int {
		for group[i] != i {
			group[i] = group[group[i]]
			i = group[i]
		}
		return i
	}
	firstDown := slices.IndexFunc(rules, func(r rule) bool { return r.upright })
	if firstDown < 0 {
		return nil
	}
	for i, h := range rules[:firstDown] {
		for j, v := range rules[firstDown:] {
			if v.at >= h.from-touching && v.at <= h.to+touching && h.at >= v.from-touching && h.at <= v.to+touching {
				group[find(firstDown+j)] = find(i)
			}
		}
	}
	byRoot := map[int]int{}
	var out []lattice
	for i, r := range rules {
		root := find(i)
		n, ok := byRoot[root]
		if !ok {
			n = len(out)
			byRoot[root] = n
			out = append(out, lattice{bounds: r.bounds()})
		}
		out[n].bounds = out[n].bounds.Join(r.bounds())
		if r.upright {
			out[n].down = append(out[n].down, r)
		} else {
			out[n].across = append(out[n].across, r)
		}
	}
	out = adopted(out)
	slices.SortStableFunc(out, func(a, b lattice) int {
		return cmp.Or(cmp.Compare(a.bounds.T, b.bounds.T), cmp.Compare(a.bounds.L, b.bounds.L))
	})
	return out
}

// adopted gives the upright rules that touch nothing to the table beside which
// they run: they are the sides of a cell that began on an earlier page and
// ends on a later one. What else is too little for a table is left out.
func adopted(all []lattice) []lattice {
	var out []lattice
	for _, l := range all {
		if len(l.across) > 0 && len(l.across)+len(l.down) >= 3 {
			out = append(out, l)
		}
	}
	for _, lone := range all {
		if len(lone.across) > 0 {
			continue
		}
		for i := range out {
			if l := &out[i]; l.beside(lone.bounds) {
				l.down = append(l.down, lone.down...)
				l.bounds = l.bounds.Join(lone.bounds)
				break
			}
		}
	}
	return out
}

// farthestSide is the width of the widest cell that is looked for beside a
// table.
const farthestSide = 150

func (l *lattice) beside(x Box) bool {
	along := min(x.B, l.bounds.B) - max(x.T, l.bounds.T)
	return along > 0.8*x.Height() && along > 0.5*l.bounds.Height() &&
		x.L > l.bounds.L-farthestSide && x.R < l.bounds.R+farthestSide
}

func (r rule) bounds() Box {
	if r.upright {
		return Box{r.at, r.from, r.at, r.to}
	}
	return Box{r.from, r.at, r.to, r.at}
}

// edges returns the places of a table's columns or rows: those of the rules,
// near ones taken together, with the outer ones added where the rules that
// cross them reach further, as in tables that are open at the sides.
func edges(rules, crossing []rule) []float64 {
	var at []float64
	for _, r := range rules {
		at = append(at, r.at)
	}
	if len(crossing) > 1 {
		low, high := crossing[0].from, crossing[0].to
		for _, r := range crossing {
			low, high = min(low, r.from), max(high, r.to)
		}
		at = append(at, low, high)
	}
	slices.Sort(at)
	return gathered(at)
}

// gathered takes sorted places that are near each other together.
func gathered(at []float64) []float64 {
	var out []float64
	for first := 0; first < len(at); {
		last := first
		for last+1 < len(at) && at[last+1]-at[first] < sameEdge {
			last++
		}
		out = append(out, (at[first]+at[last])/2)
		first = last + 1
	}
	return out
}

// nearest returns the index of the edge that is nearest to x.
func nearest(at []float64, x float64) int {
	i, _ := slices.BinarySearch(at, x)
	if i == len(at) || i > 0 && x-at[i-1] < at[i]-x {
		i--
	}
	return i
}

// between returns the index of the edge before x: 0 for the first column or
// row, -1 outside.
func between(at []float64, x float64) int {
	i, found := slices.BinarySearch(at, x)
	if found {
		i++
	}
	if i >= len(at) {
		return -1
	}
	return i - 1
}
