package form

import (
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// Format writes a value in base units as plain decimal digits in the
// measure's unit: counts as they are, amounts in 万元 without trailing zeros.
func Format(n int64, m Measure) string {
	if m != Amount {
		return strconv.FormatInt(n, 10)
	}
	sign := ""
	u := uint64(n)
	if n < 0 {
		sign, u = "-", -u
	}
	whole := sign + strconv.FormatUint(u/data.FenPerWan, 10)
	rest := u % data.FenPerWan
	if rest == 0 {
		return whole
	}
	digits := strconv.FormatUint(data.FenPerWan+rest, 10)[1:]
	return whole + "." + strings.TrimRight(digits, "0")
}
