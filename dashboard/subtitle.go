package dashboard

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
)

// subtitle is a card's second line: unit, year, scope, and on how many of how
// many agencies it stands.
func (v *visit) subtitle(unit string, q aggregate.Query) string {
	parts := []string{}
	if unit != "" {
		parts = append(parts, unit)
	}
	parts = append(parts, strconv.Itoa(q.Year)+"年度", v.scopeLabel())
	parts = append(parts, fmt.Sprintf("%d/%d家", v.snapshot.Reported(q), len(v.snapshot.Counting(q))))
	if q.WithoutErrors {
		parts = append(parts, "有错误的单位不计入")
	}
	return strings.Join(parts, " · ")
}
