package aggregate_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/nianbao/nianbao/aggregate"
)

func rateText(n, d int64) string {
	return aggregate.CSVText(aggregate.Cell{Kind: aggregate.TotalCell, Rate: true, Total: aggregate.Total{Known: true, N: n, D: d}})
}

func TestRatesAreRoundedHalfAwayFromZero(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		n, d int64
		want string
	}{
		"nothing of some":    {0, 7, "0.0"},
		"all":                {7, 7, "100.0"},
		"two thirds":         {2, 3, "66.7"},
		"half a tenth":       {1, 2000, "0.1"},
		"less than half":     {499, 1_000_000, "0.0"},
		"up to the whole":    {9995, 10_000, "100.0"},
		"negative":           {-2, 3, "-66.7"},
		"negative half":      {-1, 2000, "-0.1"},
		"negative nothing":   {-1, 1_000_000, "0.0"},
		"more than the sum":  {5, 4, "125.0"},
		"greatest numerator": {1<<63 - 1, 1, "922337203685477580700.0"},
	}
	for name, test := range tests {
		if got := rateText(test.n, test.d); got != test.want {
			t.Errorf("%s: want %s, got %s", name, test.want, got)
		}
	}
}

func TestRatesOfEverySizeAreExact(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		n, d := r.Int64N(1<<(1+r.IntN(62))), 1+r.Int64N(1<<(1+r.IntN(62)))
		want := new(big.Rat).Mul(big.NewRat(n, 1), big.NewRat(100, d)).FloatString(1)
		if got := rateText(n, d); got != want {
			t.Fatalf("%d of %d: want %s, got %s", n, d, want, got)
		}
	}
}
