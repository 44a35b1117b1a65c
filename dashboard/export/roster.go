package export

import (
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/nianbao/nianbao/data"
)

// WriteRoster writes the agencies in official order in the form in which a
// roster is imported again. The header never changes.
func WriteRoster(w io.Writer, r *data.Roster, e Encoding) error {
	x, err := NewWriter(w, e)
	if err != nil {
		return err
	}
	header := []string{"序号", "单位名称", "组别", "别名", "起始年度", "终止年度", "计入汇总", "年度例外", "编码"}
	if err := x.Line(header, nil); err != nil {
		return err
	}
	for i, a := range r.Agencies {
		counts := "否"
		if a.Counts {
			counts = "是"
		}
		line := []string{strconv.Itoa(i + 1), a.Name, string(a.Group), strings.Join(a.Aliases, "、"), openYear(a.From), openYear(a.To), counts, exceptions(a.CountsIn), a.Key}
		if err := x.Line(line, func(i int) bool { return i == 0 || i == 4 || i == 5 }); err != nil {
			return err
		}
	}
	return x.Close()
}

// openYear is empty where the agency's time is open on that side.
func openYear(year int) string {
	if year == 0 {
		return ""
	}
	return strconv.Itoa(year)
}

// exceptions writes the years that differ from 计入汇总: 2021否、2022是.
func exceptions(in map[int]bool) string {
	var out []string
	for _, year := range slices.Sorted(maps.Keys(in)) {
		word := "否"
		if in[year] {
			word = "是"
		}
		out = append(out, strconv.Itoa(year)+word)
	}
	return strings.Join(out, "、")
}
