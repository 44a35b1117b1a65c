package sample

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"strconv"
)

// draw is a stream of chances. Each agency and year has its own, so that a
// mistake in one report moves nothing in another.
type draw struct{ *rand.Rand }

// newDraw starts the stream that seed and names stand for.
func newDraw(seed uint64, names ...string) draw {
	h := fnv.New64a()
	for _, n := range names {
		h.Write([]byte(n))
		h.Write([]byte{0})
	}
	return draw{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

func yearText(year int) string { return strconv.Itoa(year) }

// chance is true with probability p.
func (d draw) chance(p float64) bool { return d.Float64() < p }

// binomial counts the successes of n trials.
func (d draw) binomial(n int64, p float64) int64 {
	var k int64
	for range n {
		if d.chance(p) {
			k++
		}
	}
	return k
}

// poisson draws a count around the mean: Knuth's product for small means, a
// rounded normal for large ones.
func (d draw) poisson(mean float64) int64 {
	if mean <= 0 {
		return 0
	}
	if mean > 30 {
		return max(int64(math.Round(mean+math.Sqrt(mean)*d.NormFloat64())), 0)
	}
	limit, product := math.Exp(-mean), d.Float64()
	var k int64
	for product > limit {
		product *= d.Float64()
		k++
	}
	return k
}

// around draws a whole number within share of the mean; 0 stays 0.
func (d draw) around(mean, share float64) int64 {
	if mean <= 0 {
		return 0
	}
	return max(int64(math.Round(mean*(1+share*(2*d.Float64()-1)))), 0)
}

// split deals n out by weight.
func (d draw) split(n int64, weights []float64) []int64 {
	var sum float64
	for _, w := range weights {
		sum += w
	}
	out := make([]int64, len(weights))
	for range n {
		x := d.Float64() * sum
		for i, w := range weights {
			if x -= w; x < 0 || i == len(weights)-1 {
				out[i]++
				break
			}
		}
	}
	return out
}

// pick chooses one of the words.
func (d draw) pick(words ...string) string { return words[d.IntN(len(words))] }
