package form

import (
	"math"
	"testing"
)

func TestFormat(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		n    int64
		m    Measure
		want string
	}{
		{"zero", 0, Count, "0"},
		{"a count", 3119, Count, "3119"},
		{"a change below zero", -7, Delta, "-7"},
		{"the largest count", math.MaxInt64, Count, "9223372036854775807"},
		{"no amount", 0, Amount, "0"},
		{"whole 万元", 12_000_000, Amount, "12"},
		{"an amount without trailing zeros", 75_770_000, Amount, "75.77"},
		{"zeros inside stay", 10_050_000, Amount, "10.05"},
		{"one 分", 1, Amount, "0.000001"},
		{"below one 万元", 251_000, Amount, "0.251"},
		{"an amount below zero", -1_500_000, Amount, "-1.5"},
		{"the smallest amount", math.MinInt64, Amount, "-9223372036854.775808"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := Format(tt.n, tt.m); got != tt.want {
				t.Errorf("want %s, got %s", tt.want, got)
			}
		})
	}
}
