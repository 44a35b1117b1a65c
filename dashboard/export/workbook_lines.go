package export

import (
	"errors"
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"github.com/nianbao/nianbao/data"
)

// ErrTooManyLines is the error of a list that is longer than a sheet.
var ErrTooManyLines = errors.New("more lines than a sheet of a workbook holds")

// maxLines is how many lines a sheet holds below its heading.
const maxLines = excelize.TotalRows - 1

// listColumn is a column of a list: its heading, its width in characters, and
// whether it holds numbers.
type listColumn struct {
	title  string
	width  float64
	number bool
}

// bookList is a workbook of one sheet, written line by line and never held as
// a whole: beyond some megabytes excelize keeps it in a temporary file.
type bookList struct {
	*book
	to      io.Writer
	name    string
	stream  *excelize.StreamWriter
	columns []listColumn
	widths  []float64
	text    int // style of the lines
	heading int
	y       int
}

func newList(to io.Writer, name string, columns []listColumn) (*bookList, error) {
	l := &bookList{book: newBook(), to: to, name: name, columns: columns}
	if err := l.open(); err != nil {
		l.Close()
		return nil, fmt.Errorf("write workbook of %s: %w", name, err)
	}
	return l, nil
}

func (l *bookList) open() error {
	if err := l.add(l.name); err != nil {
		return err
	}
	if err := l.printed(l.name, 1, 1, 0); err != nil {
		return err
	}
	var err error
	if l.text, err = l.style(look{}); err != nil {
		return err
	}
	if l.heading, err = l.style(look{kind: heading}); err != nil {
		return err
	}
	if l.stream, err = l.NewStreamWriter(l.name); err != nil {
		return err
	}
	titles := make([]any, len(l.columns))
	for i, c := range l.columns {
		if err := l.stream.SetColWidth(i+1, i+1, c.width); err != nil {
			return err
		}
		l.widths = append(l.widths, c.width)
		titles[i] = excelize.Cell{StyleID: l.heading, Value: c.title}
	}
	if err := l.stream.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	l.y = 1
	return l.stream.SetRow("A1", titles)
}

// line writes one line; a text in a column of numbers stays a text where a
// spreadsheet would not keep its digits.
func (l *bookList) line(cells []string) error {
	if l.y > maxLines {
		return fmt.Errorf("write workbook of %s: %w", l.name, ErrTooManyLines)
	}
	l.y++
	row := make([]any, len(cells))
	for i, text := range cells {
		row[i] = excelize.Cell{StyleID: l.text, Value: l.value(i, text)}
	}
	at, err := excelize.CoordinatesToCellName(1, l.y)
	if err == nil {
		err = l.stream.SetRow(at, row, excelize.RowOpts{Height: rowHeight(cells, l.widths)})
	}
	if err != nil {
		return fmt.Errorf("write workbook of %s: %w", l.name, err)
	}
	return nil
}

func (l *bookList) value(i int, text string) any {
	if text == "" {
		return nil
	}
	if n, _, ok := spelled(text); ok && l.columns[i].number {
		return n
	}
	return text
}

// close ends the file.
func (l *bookList) close() error {
	defer l.Close()
	if err := l.stream.Flush(); err != nil {
		return fmt.Errorf("write workbook of %s: %w", l.name, err)
	}
	return l.end(l.to, l.name)
}

// longColumns are the columns of longHeader in Chinese.
var longColumns = []listColumn{
	{"单位", 30, false}, {"年度", 7, true}, {"类型", 12, false}, {"格式", 7, false}, {"表", 6, false}, {"代码", 26, false},
	{"指标项", 44, false}, {"数据", 12, true}, {"计量单位", 9, false}, {"状态", 9, false}, {"原文", 14, false}, {"原文位置", 30, false},
	{"更正后", 12, true}, {"更正人", 10, false}, {"核实方式", 12, false}, {"更正原因", 24, false},
}

// NewLongXLSX starts the long form as a workbook on w: the same columns with
// Chinese headings and words. It fails with ErrTooManyLines beyond a sheet's
// lines. Close or Discard must be called.
func NewLongXLSX(w io.Writer) (*Long, error) {
	x, err := newList(w, "数据明细", longColumns)
	if err != nil {
		return nil, err
	}
	line := func(cells []string) error {
		cells[longKind] = data.Kind(cells[longKind]).Label()
		s, err := data.ParseState(cells[longState])
		if err != nil {
			return fmt.Errorf("write workbook of figures: %w", err)
		}
		cells[longState] = s.Label()
		return x.line(cells)
	}
	return &Long{line: line, close: x.close, drop: x.Close}, nil
}

// findingColumns are the columns of WriteFindings in Chinese.
var findingColumns = []listColumn{
	{"单位", 26, false}, {"年度", 7, true}, {"类型", 11, false}, {"规则", 8, false}, {"程度", 8, false}, {"指标项或对象", 20, false},
	{"疑点", 30, false}, {"算式与说明", 50, false}, {"无法核对", 9, false}, {"已说明", 8, false}, {"说明的原因", 18, false}, {"说明人", 9, false},
}

// WriteFindingsXLSX writes findings as a workbook in the order given, with
// the columns of WriteFindings.
func WriteFindingsXLSX(w io.Writer, findings []data.Finding, name func(key string) string) error {
	x, err := newList(w, "疑点清单", findingColumns)
	if err != nil {
		return err
	}
	yes := map[bool]string{true: "是", false: "否"}
	for _, f := range findings {
		cells := findingLine(f, name)
		cells[2], cells[4] = f.Kind.Label(), f.Severity.Label()
		cells[8], cells[9] = yes[f.Uncheckable], yes[f.Explained]
		if err := x.line(cells); err != nil {
			x.Close()
			return err
		}
	}
	return x.close()
}
