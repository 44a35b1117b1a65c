package aggregate

import "github.com/nianbao/nianbao/data/form"

// Share is one sum as a rate of another: N of part, D of whole, both over the
// agencies that state both. The items must not be rates themselves.
func (s *Snapshot) Share(part, whole Item, q Query) Total {
	rate := Item{
		ID: "share." + part.ID, Name: part.Name, Unit: "%", indicator: &form.Indicator{ID: part.ID, Name: part.Name},
		numerator: part.numerator, denominator: whole.numerator,
	}
	return s.sum(&rate, q, s.members(q))
}
