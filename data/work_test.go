package data_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data"
)

func TestANewYearTakesOverTheExceptionsOfTheYearBefore(t *testing.T) {
	t.Parallel()
	r := &data.Roster{Agencies: []data.Agency{
		{Key: "a", Counts: true},
		{Key: "b", Counts: true, CountsIn: map[int]bool{2024: false}},
		{Key: "c", Counts: false, CountsIn: map[int]bool{2023: true, 2024: true, 2025: false}},
		{Key: "d", Counts: true, To: 2024, CountsIn: map[int]bool{2024: false}},
		{Key: "e", Counts: true, From: 2025},
	}}
	want := data.YearStart{
		Year: 2025, Asked: 2,
		Counts: []data.Agency{{Key: "b", Counts: true, CountsIn: map[int]bool{2024: false, 2025: false}}},
		Ended:  []data.Agency{r.Agencies[3]}, Begun: []data.Agency{r.Agencies[4]},
	}
	if diff := cmp.Diff(want, r.StartYear(2025)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, stated := r.Agencies[1].CountsIn[2025]; stated {
		t.Error("the roster itself was changed")
	}
}
