package export

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/aggregate"
)

// MaxTables is how many tables a workbook holds.
const MaxTables = 64

// Sheet is one table as a sheet of a workbook. A Name that a spreadsheet does
// not take is shortened and made unique.
type Sheet struct {
	Name  string
	Table *aggregate.Table
}

// Fact is a line at the head of the sheet 说明: 口径, 全县.
type Fact struct{ Label, Text string }

// Sheets names each table's sheet by its title less lead, which all of them
// may share: 2023年度全县.
func Sheets(lead string, tables ...*aggregate.Table) []Sheet {
	out := make([]Sheet, len(tables))
	for i, t := range tables {
		out[i] = Sheet{Name: strings.TrimPrefix(t.Title, lead), Table: t}
	}
	return out
}

// WriteWorkbook writes tables as XLSX, one a sheet as the office prints it,
// and a last sheet 说明 with the facts, the remarks and where which marks
// stand. Numbers are numbers with the digits of CSVText, rates percentages;
// what is not known is an empty cell, and texts are never formulas. The same
// tables give the same bytes.
func WriteWorkbook(w io.Writer, sheets []Sheet, facts ...Fact) error {
	if len(sheets) > MaxTables {
		return fmt.Errorf("write workbook: %d tables are more than %d", len(sheets), MaxTables)
	}
	b := newBook()
	defer b.Close()
	var written []*bookSheet
	for _, s := range sheets {
		x, err := b.table(s)
		if err != nil {
			return fmt.Errorf("write workbook sheet %q: %w", s.Name, err)
		}
		written = append(written, x)
	}
	if err := b.about(facts, written); err != nil {
		return fmt.Errorf("write workbook sheet %s: %w", aboutSheet, err)
	}
	title := ""
	if len(sheets) > 0 {
		title = sheets[0].Table.Title
	}
	return b.end(w, title)
}

// book is a workbook being written.
type book struct {
	*excelize.File
	taken  map[string]bool // names of sheets, in lower case
	opened bool            // the sheet that a new file has is in use
	styles map[look]int
}

// aboutSheet is the last sheet's name, which no table gets.
const aboutSheet = "说明"

func newBook() *book {
	// A spreadsheet keeps the name History to itself.
	return &book{File: excelize.NewFile(), taken: map[string]bool{aboutSheet: true, "history": true}, styles: map[look]int{}}
}

// end writes the workbook with a fixed author and time.
func (b *book) end(w io.Writer, title string) error {
	b.SetActiveSheet(0)
	err := b.SetDocProps(&excelize.DocProperties{
		Creator: "nianbao", Title: title, Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z",
	})
	if err == nil {
		err = b.Write(w)
	}
	if err != nil {
		return fmt.Errorf("write workbook: %w", err)
	}
	return nil
}

// add opens a sheet; a new workbook has one already.
func (b *book) add(name string) error {
	if !b.opened {
		b.opened = true
		return b.SetSheetName("Sheet1", name)
	}
	_, err := b.NewSheet(name)
	return err
}

// maxSheetName is how long a sheet's name may be, in units of UTF-16.
const maxSheetName = 31

// name is a name for a sheet that no other has.
func (b *book) name(wanted string) string {
	wanted = strings.Trim(strings.Map(func(r rune) rune {
		if r < 0x20 || strings.ContainsRune(`[]:*?/\：？＊`, r) {
			return ' '
		}
		return r
	}, wanted), " '")
	if wanted == "" {
		wanted = "表"
	}
	for n := 1; ; n++ {
		suffix := ""
		if n > 1 {
			suffix = fmt.Sprintf("（%d）", n)
		}
		name := strings.TrimRight(cut(wanted, maxSheetName-len([]rune(suffix))), " '") + suffix
		if lower := strings.ToLower(name); !b.taken[lower] {
			b.taken[lower] = true
			return name
		}
	}
}

// cut keeps what of a text fits into so many units of UTF-16.
func cut(text string, units int) string {
	for i, r := range text {
		if units -= utf16.RuneLen(r); units < 0 {
			return text[:i]
		}
	}
	return text
}

// look is all that styles of cells differ in.
type look struct {
	kind     lookKind
	mark     markKind
	bold     bool
	decimals int
}

type lookKind uint8

const (
	plainText lookKind = iota
	wholeTitle
	unitLine
	heading
	number
	percent
	serial
	label // of 说明
)

// markKind is a mark that is seen in the cell itself.
type markKind uint8

const (
	unmarked markKind = iota
	markDoubtful
	markCorrected
	markComputed
)

// markColours are light enough for black-and-white print.
var markColours = [...]string{markDoubtful: "FDEFC8", markCorrected: "DCE9F7", markComputed: "E9E9E9"}

const typeface = "宋体"

func (b *book) style(l look) (int, error) {
	if id, ok := b.styles[l]; ok {
		return id, nil
	}
	id, err := b.NewStyle(l.style())
	if err == nil {
		b.styles[l] = id
	}
	return id, err
}

func (l look) style() *excelize.Style {
	s := &excelize.Style{
		Font:      &excelize.Font{Family: typeface, Size: 10, Bold: l.bold},
		Alignment: &excelize.Alignment{Vertical: "center", WrapText: true},
	}
	if l.kind != wholeTitle && l.kind != unitLine && l.kind != label {
		for _, side := range []string{"left", "top", "right", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Style: 1, Color: "808080"})
		}
	}
	switch l.kind {
	case wholeTitle:
		s.Font.Size, s.Font.Bold, s.Alignment.Horizontal = 16, true, "center"
	case unitLine:
		s.Alignment.Horizontal = "right"
	case heading:
		s.Font.Bold, s.Alignment.Horizontal = true, "center"
		s.Fill = fill("EEF1F5")
	case serial:
		s.Alignment.Horizontal = "center"
	case number, percent:
		s.Alignment.Horizontal, s.Alignment.WrapText = "right", false
		format := l.format()
		s.CustomNumFmt = &format
	}
	if l.mark != unmarked {
		s.Fill = fill(markColours[l.mark])
	}
	return s
}

func fill(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}

// format shows a number with the decimals it has and no others.
func (l look) format() string {
	format := "0"
	if l.decimals > 0 {
		format += "." + strings.Repeat("0", l.decimals)
	}
	if l.kind == percent {
		format += "%"
	}
	return format
}

// text writes a text, which is never a formula, in a style.
func (b *book) text(sheet string, x, y int, text string, l look) error {
	at, err := excelize.CoordinatesToCellName(x, y)
	if err != nil {
		return err
	}
	id, err := b.style(l)
	if err != nil {
		return err
	}
	if text != "" {
		if err := b.SetCellStr(sheet, at, shared(text)); err != nil {
			return err
		}
	}
	return b.SetCellStyle(sheet, at, at, id)
}

// maxText is how long a cell's text may be, in units of UTF-16.
const maxText = 32767

var escapeLike = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// shared is a text as shared strings hold it: what looks like the escape of a
// character, which a spreadsheet would put in its place, is escaped itself.
func shared(text string) string {
	return cut(escapeLike.ReplaceAllString(text, "_x005F$0"), maxText)
}

// wide writes a text over the columns x to last and the rows y to bottom.
func (b *book) wide(sheet string, x, y, last, bottom int, text string, l look) error {
	if err := b.text(sheet, x, y, text, l); err != nil || last == x && bottom == y {
		return err
	}
	from, err := excelize.CoordinatesToCellName(x, y)
	if err != nil {
		return err
	}
	to, err := excelize.CoordinatesToCellName(last, bottom)
	if err != nil {
		return err
	}
	if err := b.SetCellStyle(sheet, from, to, b.styles[l]); err != nil {
		return err
	}
	return b.MergeCell(sheet, from, to)
}

// printed sets a sheet to A4, lying, as many pages wide as said, with rows
// and columns that come again on each page. rows or columns of 0 come once.
func (b *book) printed(sheet string, pages, rows, columns int) error {
	landscape, a4, tall, fit := "landscape", 9, 0, true
	if err := b.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &pages, FitToHeight: &tall}); err != nil {
		return err
	}
	if err := b.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	middle := true
	if err := b.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Horizontally: &middle}); err != nil {
		return err
	}
	if err := b.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&C第&P页，共&N页"}); err != nil {
		return err
	}
	quoted := "'" + strings.ReplaceAll(sheet, "'", "''") + "'"
	var again []string
	if columns > 0 {
		name, err := excelize.ColumnNumberToName(columns)
		if err != nil {
			return err
		}
		again = append(again, fmt.Sprintf("%s!$A:$%s", quoted, name))
	}
	if rows > 0 {
		again = append(again, fmt.Sprintf("%s!$1:$%d", quoted, rows))
	}
	if len(again) == 0 {
		return nil
	}
	return b.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: strings.Join(again, ","), Scope: sheet})
}

// widths sets the columns' widths in characters.
func (b *book) widths(sheet string, widths []float64) error {
	for i, width := range widths {
		name, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := b.SetColWidth(sheet, name, name, width); err != nil {
			return err
		}
	}
	return nil
}

// textWidth is how wide a text is in characters of half width; of several
// lines the widest.
func textWidth(text string) int {
	widest := 0
	for line := range strings.SplitSeq(text, "\n") {
		n := 0
		for _, r := range line {
			if n++; r >= 0x2000 {
				n++
			}
		}
		widest = max(widest, n)
	}
	return widest
}

// rowHeight is the height in points of a row whose texts wrap at the widths.
func rowHeight(texts []string, widths []float64) float64 {
	lines := 1
	for i, text := range texts {
		n := 0
		for line := range strings.SplitSeq(text, "\n") {
			room := max(int(widths[i])-1, 1)
			n += max(1, (textWidth(line)+room-1)/room)
		}
		lines = max(lines, n)
	}
	return min(4+14*float64(lines), 400)
}

// sum adds widths up.
func sum(widths []float64) float64 {
	total := 0.0
	for w := range slices.Values(widths) {
		total += w
	}
	return total
}
