package handout

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/data/form"
)

// Names of the sheets of a workbook beside those of the tables.
const (
	coverSheet = "填报说明"
	checkSheet = "勾稽核对"
)

// WriteWorkbook writes the 自查表: a sheet for each table of the form with its
// totals as formulas, and one that says line by line whether the figures agree.
func (s *Sheets) WriteWorkbook(w io.Writer) error {
	b := &workbook{Sheets: s, File: excelize.NewFile(), at: map[string]place{}}
	defer b.Close()
	if err := b.fill(); err != nil {
		return fmt.Errorf("write self-check of %s: %w", s.Agency, err)
	}
	if err := b.Write(w); err != nil {
		return fmt.Errorf("write self-check of %s: %w", s.Agency, err)
	}
	return nil
}

// place is where a cell of the form stands in the workbook.
type place struct {
	sheet string
	ref   string // B7
}

// workbook is a 自查表 being written.
type workbook struct {
	*Sheets
	*excelize.File
	at     map[string]place // by code
	styles styles
}

func (b *workbook) fill() error {
	if err := b.makeStyles(); err != nil {
		return err
	}
	if err := b.SetSheetName("Sheet1", coverSheet); err != nil {
		return err
	}
	for _, t := range b.tables() {
		if err := b.table(t); err != nil {
			return fmt.Errorf("%s: %w", t.Short, err)
		}
	}
	rows, err := b.checks()
	if err != nil {
		return fmt.Errorf("%s: %w", checkSheet, err)
	}
	if err := b.cover(rows); err != nil {
		return err
	}
	// Nothing was calculated here: whatever opens the file must.
	full := true
	if err := b.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &full}); err != nil {
		return err
	}
	// A fixed author and time: the same sheets give the same bytes.
	return b.SetDocProps(&excelize.DocProperties{
		Creator: "nianbao", Title: b.Title, Created: "2000-01-01T00:00:00Z", Modified: "2000-01-01T00:00:00Z",
	})
}

// cover is the first sheet: whose it is, how to fill it in, and whether all
// is well; rows are those of the lines of 勾稽核对.
func (b *workbook) cover(rows int) error {
	lines := []string{
		b.Title, "自查表：在“表二”“表三”“表四”的白格中填数，没有的填0；灰格自动合计。填完看“勾稽核对”，“不平”的须改正，“请说明”的请核实。",
	}
	lines = append(lines, b.lines...)
	for i, text := range lines {
		ref := fmt.Sprintf("A%d", i+1)
		style := b.styles.text
		if i == 0 {
			style = b.styles.title
		}
		if err := b.put(coverSheet, ref, text, style); err != nil {
			return err
		}
		if err := b.SetRowHeight(coverSheet, i+1, lineHeight(text, coverWidth)); err != nil {
			return err
		}
	}
	column := func(c string) string { return fmt.Sprintf("%s!$%s$2:$%s$%d", checkSheet, c, c, rows+1) }
	count := func(word string) string { return fmt.Sprintf(`COUNTIF(%s,"%s")`, column("F"), word) }
	result := fmt.Sprintf(`"勾稽核对："&%s&"条不平，"&%s&"条请说明，"&%s&"条未填完，"&%s&"条通过"`, count("不平"), count("请说明"), count("未填"), count("通过"))
	ref := fmt.Sprintf("A%d", len(lines)+2)
	if err := b.SetCellFormula(coverSheet, ref, result); err != nil {
		return err
	}
	if err := b.SetCellStyle(coverSheet, ref, ref, b.styles.result); err != nil {
		return err
	}
	if err := b.page(coverSheet); err != nil {
		return err
	}
	return b.SetColWidth(coverSheet, "A", "A", coverWidth)
}

// Widths of columns, in characters of half width.
const (
	coverWidth  = 90
	labelWidth  = 44
	figureWidth = 11
)

// lineHeight is how high a row must be, in points, for a text of the width:
// programs do not make room by themselves for what was written elsewhere.
func lineHeight(text string, width int) float64 {
	lines := (2*len([]rune(text)) + width - 1) / width
	return 18 * float64(max(lines, 1))
}

// table writes one table of the form in a sheet of its own: labels, cells to
// fill in, totals that add up.
func (b *workbook) table(t *form.Table) error {
	if _, err := b.NewSheet(t.Short); err != nil {
		return err
	}
	if err := b.put(t.Short, "A1", t.Title, b.styles.heading); err != nil {
		return err
	}
	printed := t.Sheet()
	g := &ground{taken: map[[2]int]bool{}}
	row := 2
	for _, l := range slices.Concat(printed.Head, printed.Body) {
		if err := b.line(t, g, row, l); err != nil {
			return err
		}
		row++
	}
	for _, c := range t.Cells {
		if err := b.total(c); err != nil {
			return err
		}
	}
	return b.finish(t, printed)
}

// ground knows which cells of a sheet are covered by merges from above.
type ground struct{ taken map[[2]int]bool }

// next returns the first free column of the row from col on, and covers what
// the cell takes.
func (g *ground) next(row, col int, c form.SheetCell) int {
	for g.taken[[2]int{row, col}] {
		col++
	}
	for r := range c.RowSpan {
		for k := range c.ColSpan {
			g.taken[[2]int{row + r, col + k}] = true
		}
	}
	return col
}

func (b *workbook) line(t *form.Table, g *ground, row int, l form.SheetLine) error {
	col, height := 1, 18.0
	for _, c := range l.Cells {
		if c.RowSpan == 1 && c.ColSpan == 1 && c.Cell == nil && t.Layout == form.LayoutRows {
			height = max(height, lineHeight(c.Text, labelWidth))
		}
		col = g.next(row, col, c)
		first, err := excelize.CoordinatesToCellName(col, row)
		if err != nil {
			return err
		}
		last, err := excelize.CoordinatesToCellName(col+c.ColSpan-1, row+c.RowSpan-1)
		if err != nil {
			return err
		}
		if c.RowSpan > 1 || c.ColSpan > 1 {
			if err := b.MergeCell(t.Short, first, last); err != nil {
				return err
			}
		}
		if err := b.cell(t, c, first, last); err != nil {
			return err
		}
		col += c.ColSpan
	}
	return b.SetRowHeight(t.Short, row, height)
}

func (b *workbook) cell(t *form.Table, c form.SheetCell, first, last string) error {
	if c.Cell == nil {
		if err := b.SetCellStr(t.Short, first, c.Text); err != nil {
			return err
		}
		return b.SetCellStyle(t.Short, first, last, b.styles.label)
	}
	b.at[c.Cell.Code] = place{sheet: t.Short, ref: first}
	style := b.styles.input
	if form.PartsOf(b.edition.ID, c.Cell.Code) != nil {
		style = b.styles.total
	} else if n, ok := b.carried[c.Cell.Code]; ok {
		style = b.styles.carried
		if err := b.SetCellInt(t.Short, first, n); err != nil {
			return err
		}
	}
	if err := b.SetCellStyle(t.Short, first, last, style); err != nil {
		return err
	}
	return b.restrict(t, c.Cell, first)
}

// restrict lets a cell hold only what the form allows there.
func (b *workbook) restrict(t *form.Table, c *form.Cell, ref string) error {
	v := excelize.NewDataValidation(true)
	v.SetSqref(ref)
	kind, operator, least, text := excelize.DataValidationTypeWhole, excelize.DataValidationOperatorGreaterThanOrEqual, 0.0, "请填不小于0的整数"
	switch c.Measure {
	case form.Amount:
		kind, text = excelize.DataValidationTypeDecimal, "请填金额，单位万元"
	case form.Delta:
		least, text = -1e9, "请填整数，减少的填负数"
	}
	if err := v.SetRange(least, 0, kind, operator); err != nil {
		return err
	}
	v.SetError(excelize.DataValidationErrorStyleStop, "不能这样填", text)
	return b.AddDataValidation(t.Short, v)
}

// total makes a total the sum of its parts, once any of them is filled in: a
// total of nothing stays empty, for it is not 0.
func (b *workbook) total(c *form.Cell) error {
	parts := form.PartsOf(b.edition.ID, c.Code)
	if parts == nil {
		return nil
	}
	refs, sum := b.sum(parts, c.Table.Short, 0)
	p := b.at[c.Code]
	return b.SetCellFormula(p.sheet, p.ref, fmt.Sprintf(`IF(COUNT(%s)=0,"",%s)`, strings.Join(refs, ","), sum))
}

// finish sets widths, print and protection: labels and totals cannot be
// overwritten by mistake; there is no password.
func (b *workbook) finish(t *form.Table, printed form.Sheet) error {
	labels, _ := printed.Columns()
	for col := 1; col <= printed.Width; col++ {
		name, err := excelize.ColumnNumberToName(col)
		if err != nil {
			return err
		}
		width := float64(figureWidth)
		if col == labels {
			width = labelWidth
		}
		if err := b.SetColWidth(t.Short, name, name, width); err != nil {
			return err
		}
	}
	if err := b.page(t.Short); err != nil {
		return err
	}
	return b.ProtectSheet(t.Short, &excelize.SheetProtectionOptions{SelectLockedCells: true, SelectUnlockedCells: true, FormatColumns: true, FormatRows: true})
}

// page makes a sheet print on the width of A4, lying.
func (b *workbook) page(sheet string) error {
	landscape, a4, wide, tall, fit := "landscape", 9, 1, 0, true
	if err := b.SetPageLayout(sheet, &excelize.PageLayoutOptions{Orientation: &landscape, Size: &a4, FitToWidth: &wide, FitToHeight: &tall}); err != nil {
		return err
	}
	return b.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit})
}

func (b *workbook) put(sheet, ref, text string, style int) error {
	if err := b.SetCellStr(sheet, ref, text); err != nil {
		return err
	}
	return b.SetCellStyle(sheet, ref, ref, style)
}
