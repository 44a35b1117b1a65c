package form

import "testing"

func TestEditionsHaveTheCellsOfTheForm(t *testing.T) {
	t.Parallel()
	want := map[string]map[string]int{
		"2014": {"s": 58},
		"2019": {"t2": 22, "t3": 161, "t4": 15},
		"2021": {"t2": 10, "t3": 175, "t4": 15},
	}
	for id, tables := range want {
		for name, n := range tables {
			if got := len(ByID(id).Table(name).Cells); got != n {
				t.Errorf("edition %s table %s: want %d cells, got %d", id, name, n, got)
			}
		}
	}
}
