package data

import "testing"

func TestStandingOfACorrection(t *testing.T) {
	t.Parallel()
	c := func(s State, n, value int64) Correction {
		return Correction{Code: "c", Value: value, Version: 1, PrintedState: s, PrintedValue: n}
	}
	cases := []struct {
		name    string
		c       Correction
		f       Figure
		version int64
		want    Standing
	}{
		{"on its own version", c(Read, 5, 7), Figure{State: Read, Value: 5}, 1, Applies},
		{"a new version that prints the same", c(Read, 5, 7), Figure{State: Read, Value: 5}, 2, Applies},
		{"a new version without the doubt", c(Doubtful, 5, 7), Figure{State: Read, Value: 5}, 2, Applies},
		{"a new version with another number", c(Read, 5, 7), Figure{State: Read, Value: 6}, 2, Asked},
		{"a new version with the corrected number", c(Read, 5, 7), Figure{State: Read, Value: 7}, 2, Settled},
		{"the corrected number, in doubt", c(Read, 5, 7), Figure{State: Doubtful, Value: 7}, 2, Asked},
		{"still blank", c(Blank, 0, 7), Figure{State: Blank}, 2, Applies},
		{"blank before, 0 now", c(Blank, 0, 7), Figure{State: Read}, 2, Asked},
		{"still not found", c(Missing, 0, 7), Figure{State: Missing}, 2, Applies},
		{"unreadable on its own version", c(Unreadable, 0, 7), Figure{State: Unreadable, Raw: "3O"}, 1, Applies},
		{"unreadable on another, perhaps otherwise", c(Unreadable, 0, 7), Figure{State: Unreadable, Raw: "4O"}, 2, Asked},
		{"a version that lacks the cell", c(Read, 5, 7), Figure{}, 2, Asked},
		{"a doubt cleared by confirming the number", c(Doubtful, 5, 5), Figure{State: Doubtful, Value: 5}, 1, Applies},
		{"the same number read later", c(Doubtful, 5, 5), Figure{State: Read, Value: 5}, 2, Settled},
	}
	for _, x := range cases {
		if got := x.c.Standing(x.f, x.version); got != x.want {
			t.Errorf("%s: want %d, got %d", x.name, x.want, got)
		}
	}
}

func TestCorrectLeavesThePrintedReportAlone(t *testing.T) {
	t.Parallel()
	printed := &Report{Tables: []Table{{Name: "t3", Figures: []Figure{{Code: "a", State: Unreadable, Raw: "3O", Doubt: DoubtNotNumber}, {Code: "b", State: Read, Value: 2}}}}}
	list := []Correction{
		{Code: "a", Value: 30, PrintedState: Unreadable},
		{Code: "b", Value: 3, PrintedState: Read, PrintedValue: 1},
		{Code: "gone", Value: 3, PrintedState: Read, PrintedValue: 1},
	}
	got, asked := Correct(printed, 0, list)
	if f, _ := got.Figure("a"); f != (Figure{Code: "a", State: Read, Value: 30, Raw: "3O", Corrected: true}) {
		t.Errorf("want it corrected with its raw text, got %+v", f)
	}
	if f, _ := got.Figure("b"); f.Value != 2 || f.Corrected {
		t.Errorf("want the printed figure until asked, got %+v", f)
	}
	if f, _ := printed.Figure("a"); f.State != Unreadable || f.Corrected {
		t.Errorf("the printed report was changed: %+v", f)
	}
	if len(asked) != 2 || asked[0].Code != "b" || asked[1].Code != "gone" {
		t.Errorf("want b and gone asked about, got %+v", asked)
	}
	if same, _ := Correct(printed, 0, list[1:]); same != printed {
		t.Error("where none applies want the report itself")
	}
}
