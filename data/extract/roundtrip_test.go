package extract

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/nianbao/nianbao/data/form"
)

// Every cell holds a different number, so a value in a wrong cell shows.
func TestEveryValueComesBackFromEveryLayout(t *testing.T) {
	t.Parallel()
	layouts := map[string]layout{
		"as the form":                    {},
		"table 2 in five":                {five: true},
		"table 3 continued":              {split: true},
		"table 3 with a repeated header": {split: true, repeat: true},
	}
	for _, e := range form.Editions() {
		for _, s := range slices.Sorted(maps.Keys(styles)) {
			for name, l := range layouts {
				t.Run(fmt.Sprintf("%s, %s, %s", e.ID, s, name), func(t *testing.T) {
					t.Parallel()
					rnd := rand.New(rand.NewPCG(uint64(e.From), uint64(len(name))))
					for range 2 {
						v := randomTruth(e, rnd)
						r, err := Extract(reportDoc(e, v, styles[s], l), "")
						if err != nil {
							t.Fatal(err)
						}
						want := maps.Clone(v)
						for code, text := range want {
							want[code] = strings.TrimSuffix(text, "万元")
						}
						got, odd := printed(t, r)
						if diff := cmp.Diff(want, got); diff != "" {
							t.Errorf("figures (-want +got):\n%s", diff)
						}
						if len(odd) > 0 {
							t.Errorf("not read: %v", odd)
						}
						if r.Edition != e.ID || r.Agency != "示例县教育局" || r.Year != e.From {
							t.Errorf("want edition %s, 示例县教育局 and %d, got %s, %s and %d", e.ID, e.From, r.Edition, r.Agency, r.Year)
						}
					}
				})
			}
		}
	}
}
