package export

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/data"
)

// rosterHeader names the columns of a roster file; it never changes its order.
var rosterHeader = []string{"序号", "单位名称", "组别", "别名", "起始年度", "终止年度", "计入汇总", "年度例外", "联系人", "电话", "编码"}

// rosterNumbers are the columns of numbers, which need no mark against formulas.
func rosterNumbers(i int) bool { return i == 0 || i == 4 || i == 5 }

func rosterLine(i int, a *data.Agency) []string {
	counts := "否"
	if a.Counts {
		counts = "是"
	}
	return []string{
		strconv.Itoa(i + 1), a.Name, string(a.Group), strings.Join(a.Aliases, "、"), openYear(a.From), openYear(a.To), counts,
		exceptions(a.CountsIn), a.Contact, a.Phone, a.Key,
	}
}

// WriteRoster writes the agencies in official order in the form in which a
// roster is imported again. The header never changes.
func WriteRoster(w io.Writer, r *data.Roster, e Encoding) error {
	x, err := NewWriter(w, e)
	if err != nil {
		return err
	}
	if err := x.Line(rosterHeader, nil); err != nil {
		return err
	}
	for i := range r.Agencies {
		if err := x.Line(rosterLine(i, &r.Agencies[i]), rosterNumbers); err != nil {
			return err
		}
	}
	return x.Close()
}

// rosterWidths are the columns' widths in a workbook, in characters.
var rosterWidths = []float64{6, 34, 9, 34, 10, 10, 10, 16, 12, 18, 26}

// WriteRosterXLSX writes the same as a workbook of one sheet. Every cell is a
// plain text or number: a name that begins with = stays a name.
func WriteRosterXLSX(w io.Writer, r *data.Roster) error {
	f := excelize.NewFile()
	defer f.Close()
	const sheet = "名录"
	if err := f.SetSheetName("Sheet1", sheet); err != nil {
		return fmt.Errorf("write roster workbook: %w", err)
	}
	lines := [][]string{rosterHeader}
	for i := range r.Agencies {
		lines = append(lines, rosterLine(i, &r.Agencies[i]))
	}
	for y, line := range lines {
		for x, text := range line {
			if err := setCell(f, sheet, x+1, y+1, text, y > 0 && rosterNumbers(x)); err != nil {
				return fmt.Errorf("write roster workbook: %w", err)
			}
		}
	}
	if err := layRoster(f, sheet); err != nil {
		return fmt.Errorf("write roster workbook: %w", err)
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write roster workbook: %w", err)
	}
	return nil
}

// setCell writes a text, or a number where the text is one.
func setCell(f *excelize.File, sheet string, x, y int, text string, number bool) error {
	name, err := excelize.CoordinatesToCellName(x, y)
	if err != nil {
		return err
	}
	if n, bad := strconv.Atoi(text); number && bad == nil {
		return f.SetCellInt(sheet, name, int64(n))
	}
	if text == "" {
		return nil
	}
	return f.SetCellStr(sheet, name, text)
}

// layRoster sets widths and keeps the header in sight.
func layRoster(f *excelize.File, sheet string) error {
	for i, width := range rosterWidths {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(sheet, column, column, width); err != nil {
			return err
		}
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	return errors.Join(
		f.SetRowStyle(sheet, 1, 1, bold),
		f.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
	)
}

// RosterTemplate is a roster with two made-up lines that show how each column
// is filled in.
func RosterTemplate() *data.Roster {
	return &data.Roster{Agencies: []data.Agency{
		{Name: "示例县人民政府办公室", Group: data.GroupGovernment, Aliases: []string{"县政府办"}, Counts: true, Contact: "张三", Phone: "0000-0000000"},
		{Name: "示例县税务局", Group: data.GroupOther, From: 2018, CountsIn: map[int]bool{2024: true}},
	}}
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
