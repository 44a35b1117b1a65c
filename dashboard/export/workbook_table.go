package export

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/aggregate"
)

// Widths of columns, in characters of half width.
const (
	leastColumn  = 7
	mostHeading  = 10 // headings over numbers wrap
	mostText     = 44
	mostFrozen   = 60  // columns that stay in sight
	pageWidth    = 220 // what A4 lying holds in a size that can be read
	onePage      = 250 // what is rather made a little smaller than cut
	leastHeading = 8
	mostGroup    = 100 // a heading over more is written again, so that each page has it
)

// bookSheet is a table as it was laid out in a sheet.
type bookSheet struct {
	*aggregate.Table
	name   string
	widths []float64
	page   int // columns of the first page, which the title stands over
	labels int // columns that name a row
	header int // first row of the headings
	first  int // first row of figures
	marks  []bookMark
}

// bookMark says what is to be known of some cells of a row.
type bookMark struct{ row, cells, note string }

func (b *book) table(s Sheet) (*bookSheet, error) {
	x := &bookSheet{Table: s.Table, name: b.name(s.Name)}
	if err := b.add(x.name); err != nil {
		return nil, err
	}
	x.measure()
	if err := b.head(x); err != nil {
		return nil, err
	}
	for i, r := range x.Rows {
		if err := b.row(x, x.first+i, r); err != nil {
			return nil, err
		}
		x.mark(x.first+i, r)
	}
	y := x.first + len(x.Rows)
	for i, note := range x.Notes {
		text := fmt.Sprintf("%d. %s", i+1, note)
		if i == 0 {
			text = "注：" + text
		}
		if err := b.wide(x.name, 1, y+i, x.page, y+i, text, look{kind: label}); err != nil {
			return nil, err
		}
		if err := b.SetRowHeight(x.name, y+i, rowHeight([]string{text}, []float64{sum(x.widths[:x.page])})); err != nil {
			return nil, err
		}
	}
	return x, b.finish(x)
}

// measure decides the widths, which columns name a row and what fits on a page.
func (x *bookSheet) measure() {
	x.widths = slices.Repeat([]float64{leastHeading}, max(len(x.Columns), 1))
	x.labels = -1
	for i, c := range x.Columns {
		widest, figures, numbers := leastHeading, false, false
		for _, r := range x.Rows {
			if i >= len(r.Cells) {
				continue
			}
			widest = max(widest, textWidth(aggregate.Text(r.Cells[i]))+2)
			figures = figures || r.Cells[i].Kind == aggregate.TotalCell
			numbers = numbers || r.Cells[i].Kind != aggregate.TextCell
		}
		if figures && x.labels < 0 {
			x.labels = i
		}
		switch title := textWidth(x.title(c)) + 2; {
		case c.Key == serialKey:
			widest = leastColumn
		case numbers:
			widest = max(widest, min(title, mostHeading))
		default:
			widest = min(max(widest, min(title, mostText/2)), mostText)
		}
		x.widths[i] = float64(widest)
	}
	x.labels = max(x.labels, 0)
	for x.labels > 0 && (sum(x.widths[:x.labels]) > mostFrozen || x.labels >= len(x.Columns)) {
		x.labels--
	}
	x.page = 1
	if sum(x.widths) <= onePage {
		x.page = len(x.widths)
	}
	for x.page < len(x.widths) && sum(x.widths[:x.page+1]) <= pageWidth {
		x.page++
	}
}

// serialKey is the key of the column 序号.
const serialKey = "serial"

// title is a column's heading with the unit that the table does not bear. A
// percentage bears its own.
func (x *bookSheet) title(c aggregate.Column) string {
	if c.Unit == "" || c.Unit == x.Unit || c.Unit == "%" {
		return c.Title
	}
	return c.Title + "（" + c.Unit + "）"
}

// head writes title, unit and headings.
func (b *book) head(x *bookSheet) error {
	if err := b.wide(x.name, 1, 1, x.page, 1, x.Title, look{kind: wholeTitle}); err != nil {
		return err
	}
	// The title is in 16 points, a character of it as wide as 1.6 others.
	lines := 1 + int(1.6*float64(textWidth(x.Title))/sum(x.widths[:x.page]))
	if err := b.SetRowHeight(x.name, 1, 12+22*float64(lines)); err != nil {
		return err
	}
	x.header = 2
	if x.Unit != "" {
		if err := b.wide(x.name, 1, 2, x.page, 2, "单位："+x.Unit, look{kind: unitLine}); err != nil {
			return err
		}
		x.header = 3
	}
	grouped := slices.ContainsFunc(x.Columns, func(c aggregate.Column) bool { return c.Group != "" })
	x.first = x.header + 1
	if grouped {
		x.first++
		if err := b.groups(x); err != nil {
			return err
		}
	}
	titles := make([]string, len(x.Columns))
	for i, c := range x.Columns {
		titles[i] = x.title(c)
		top := x.first - 1
		if c.Group == "" {
			top = x.header
		}
		if err := b.wide(x.name, i+1, top, i+1, x.first-1, titles[i], look{kind: heading}); err != nil {
			return err
		}
	}
	return b.SetRowHeight(x.name, x.first-1, rowHeight(titles, x.widths))
}

// groups writes the headings over neighbouring columns.
func (b *book) groups(x *bookSheet) error {
	height := 0.0
	wide := x.page < len(x.widths)
	for i := 0; i < len(x.Columns); {
		last := i
		for last+1 < len(x.Columns) && x.Columns[last+1].Group == x.Columns[i].Group &&
			(!wide || sum(x.widths[i:last+2]) <= mostGroup) {
			last++
		}
		if group := x.Columns[i].Group; group != "" {
			if err := b.wide(x.name, i+1, x.header, last+1, x.header, group, look{kind: heading}); err != nil {
				return err
			}
			height = max(height, rowHeight([]string{group}, []float64{sum(x.widths[i : last+1])}))
		}
		i = last + 1
	}
	return b.SetRowHeight(x.name, x.header, height)
}

func (b *book) row(x *bookSheet, y int, r aggregate.Row) error {
	texts := make([]string, min(len(r.Cells), len(x.Columns)))
	for i := range texts {
		c := r.Cells[i]
		if c.Kind == aggregate.TextCell {
			texts[i] = c.Text
		}
		if err := b.cell(x, i, y, c, r.Kind != aggregate.AgencyRow); err != nil {
			return err
		}
	}
	return b.SetRowHeight(x.name, y, rowHeight(texts, x.widths))
}

// cell writes a cell: a text, a number, or nothing where nothing is known.
func (b *book) cell(x *bookSheet, i, y int, c aggregate.Cell, bold bool) error {
	text := aggregate.CSVText(c)
	if c.Kind == aggregate.TextCell {
		return b.text(x.name, i+1, y, text, look{bold: bold})
	}
	l := look{kind: number, bold: bold, mark: markOf(c)}
	if x.Columns[i].Key == serialKey {
		l.kind = serial
	}
	n, decimals, ok := spelled(text)
	if !ok {
		// Nothing, or more digits than a spreadsheet keeps.
		return b.text(x.name, i+1, y, text, l)
	}
	places := decimals
	if c.Kind == aggregate.TotalCell && c.Rate {
		l.kind = percent
		n, places = n/100, decimals+2
	}
	l.decimals = decimals
	at, err := excelize.CoordinatesToCellName(i+1, y)
	if err != nil {
		return err
	}
	id, err := b.style(l)
	if err != nil {
		return err
	}
	if err := b.SetCellFloat(x.name, at, n, places, 64); err != nil {
		return err
	}
	return b.SetCellStyle(x.name, at, at, id)
}

// maxDigits is how many digits a spreadsheet keeps of a number.
const maxDigits = 15

// spelled is the number that digits spell and how many decimals it has; false
// where they spell none, or one that a spreadsheet would change.
func spelled(text string) (n float64, decimals int, ok bool) {
	whole, rest, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	if text == "" || len(whole)+len(rest) > maxDigits {
		return 0, 0, false
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, len(rest), err == nil
}

// markOf is the weightiest mark of a figure.
func markOf(c aggregate.Cell) markKind {
	switch {
	case c.Kind != aggregate.TotalCell || !c.Total.Known:
		return unmarked
	case c.Total.Doubtful > 0:
		return markDoubtful
	case c.Total.Corrected > 0:
		return markCorrected
	case c.Total.Computed > 0:
		return markComputed
	}
	return unmarked
}

// finish sets widths, print and what stays in sight.
func (b *book) finish(x *bookSheet) error {
	if err := b.widths(x.name, x.widths); err != nil {
		return err
	}
	corner, err := excelize.CoordinatesToCellName(x.labels+1, x.first)
	if err != nil {
		return err
	}
	panes := &excelize.Panes{Freeze: true, XSplit: x.labels, YSplit: x.first - 1, TopLeftCell: corner, ActivePane: "bottomRight"}
	if x.labels == 0 {
		panes.ActivePane = "bottomLeft"
	}
	if err := b.SetPanes(x.name, panes); err != nil {
		return err
	}
	pages, again := 1, 0
	if x.page < len(x.widths) {
		labels := sum(x.widths[:x.labels])
		pages = 1 + int((sum(x.widths)-labels-1)/(pageWidth-labels))
		again = x.labels
	}
	return b.printed(x.name, pages, x.first-1, again)
}

// mark notes what is to be known of a row's cells, each note once.
func (x *bookSheet) mark(y int, r aggregate.Row) {
	cells := map[string][]int{}
	var order []string
	for i, c := range r.Cells[:min(len(r.Cells), len(x.Columns))] {
		note := cellNote(c)
		if note == "" {
			continue
		}
		if cells[note] == nil {
			order = append(order, note)
		}
		cells[note] = append(cells[note], i)
	}
	for _, note := range order {
		x.marks = append(x.marks, bookMark{row: rowName(r), cells: ranges(cells[note], y), note: note})
	}
}

func cellNote(c aggregate.Cell) string {
	switch {
	case c.Kind != aggregate.TotalCell:
		return ""
	case c.Rate && c.Total.Known && c.Total.D <= 0:
		return "分母为0，没有比率"
	}
	return aggregate.Note(c.Total)
}

// rowName is the first text of a row.
func rowName(r aggregate.Row) string {
	for _, c := range r.Cells {
		if c.Kind == aggregate.TextCell && c.Text != "" {
			return c.Text
		}
	}
	return r.Key
}

// ranges writes columns of a row as a spreadsheet does: D9:F9、H9.
func ranges(columns []int, y int) string {
	var out []string
	for i := 0; i < len(columns); {
		last := i
		for last+1 < len(columns) && columns[last+1] == columns[last]+1 {
			last++
		}
		// Columns of a table are within what a sheet holds: the row was written.
		text, _ := excelize.CoordinatesToCellName(columns[i]+1, y)
		if last > i {
			to, _ := excelize.CoordinatesToCellName(columns[last]+1, y)
			text += ":" + to
		}
		out = append(out, text)
		i = last + 1
	}
	return strings.Join(out, "、")
}
