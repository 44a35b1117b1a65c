// Package summary reads the office's own 汇总表 of earlier years: agencies in
// lines, cells of the form in columns, under headers of the office's making.
// It finds header and lines, proposes what each column is, and, once a person
// confirmed that, gives each line as the report of an agency, every figure
// with its place.
//
// What a column is, is never decided here: a proposal counts only when it was
// confirmed. A cell that no column holds is missing, never 0.
package summary

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/nianbao/nianbao/data/document"
)

// Table is one 汇总表 as it stands in a document.
type Table struct {
	Title   string // what stands above the header; may be empty
	Sheet   string // sheet of a workbook
	Grid    int    // number of the grid in the document, from 1
	Above   int    // rows of the sheet above the grid, to be added to its rows
	Columns []Column
	Lines   []Line
	top     int // rows of the header in the grid
}

// Column is one column with the texts above it, outermost first.
type Column struct {
	Number int // in the grid, from 1
	Path   []string
}

// Header is the column's texts in one, as shown.
func (c Column) Header() string { return strings.Join(c.Path, "／") }

// Line is one row under the header. Texts has one for each of the columns.
type Line struct {
	Row   int // in the grid, from 1
	Texts []string
}

// maxHeader is how many rows a header may have.
const maxHeader = 8

// Read finds the 汇总表 in a document, one for each grid that has a header and
// lines of numbers. None is an empty list.
func Read(d *document.Document) []*Table {
	var out []*Table
	above := ""
	for _, b := range d.Blocks {
		if b.Grid == nil {
			above = b.Text
			continue
		}
		if t := readGrid(b.Grid); t != nil {
			t.Grid, t.Sheet, t.Above = b.Grid.Number, b.Sheet, b.Grid.Top
			if t.Title == "" {
				t.Title = above
			}
			out = append(out, t)
		}
		above = ""
	}
	return out
}

// FromCSV lays a CSV file's text out as a document of one grid.
func FromCSV(text string) (*document.Document, error) {
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff")))
	r.FieldsPerRecord, r.LazyQuotes = -1, true
	g := new(document.GridBuilder)
	rows := 0
	for {
		line, err := r.Read()
		if err != nil {
			if line == nil && rows > 0 && errors.Is(err, io.EOF) {
				break
			}
			return nil, fmt.Errorf("read csv: %w", err)
		}
		if rows++; rows*len(line) > document.MaxPositions {
			return nil, document.ErrTooLarge
		}
		g.Row()
		for _, text := range line {
			g.Cell(text, 1, 1)
		}
	}
	b := new(document.Builder)
	b.Doc.Format = "csv"
	if err := b.Grid(g); err != nil {
		return nil, err
	}
	return &b.Doc, nil
}

// readGrid finds header and lines; nil where there are none.
func readGrid(g *document.Grid) *Table {
	if g.Cols < 2 || g.Rows < 2 || g.Rows*g.Cols > document.MaxPositions {
		return nil
	}
	rows := spread(g)
	first := firstLine(rows)
	if first < 1 {
		return nil
	}
	t := &Table{top: first}
	head := rows[:first]
	for len(head) > 1 && oneText(head[0]) != "" {
		t.Title += oneText(head[0])
		head = head[1:]
	}
	t.Columns = columns(head, g.Cols)
	for n := first; n < len(rows); n++ {
		if line := texts(rows[n]); strings.Join(line, "") != "" {
			t.Lines = append(t.Lines, Line{Row: n + 1, Texts: line})
		}
	}
	return t
}

// position is one place of a grid: the text of the cell there, and whether
// the cell begins there.
type position struct {
	text   string
	begins bool
}

// spread gives every position of the grid the text of the cell that covers it.
func spread(g *document.Grid) [][]position {
	rows := make([][]position, g.Rows)
	for i := range rows {
		rows[i] = make([]position, g.Cols)
	}
	for i := range g.Cells {
		c := &g.Cells[i]
		text := strings.TrimSpace(c.Text)
		for r := c.Row; r < c.Row+c.Height() && r <= g.Rows; r++ {
			for k := c.Col; k < c.Col+c.Width() && k <= g.Cols; k++ {
				rows[r-1][k-1] = position{text: text, begins: r == c.Row && k == c.Col}
			}
		}
	}
	return rows
}

// firstLine returns the index of the first row under the header: the first
// with a name and a number in it beside a serial one. -1 where there is none.
func firstLine(rows [][]position) int {
	for n, row := range rows {
		if n > maxHeader {
			break
		}
		names, numbers := 0, 0
		for k, p := range row {
			switch {
			case !p.begins || p.text == "":
			case isNumber(p.text):
				if k > 0 { // the first column is the serial number's
					numbers++
				}
			case len([]rune(p.text)) <= maxName:
				names++
			}
		}
		if names > 0 && numbers > 0 && names <= 6 {
			return n
		}
	}
	return -1
}

// maxName is how long, in characters, an agency's name may be.
const maxName = 60

func isNumber(text string) bool {
	return text != "" && len(text) < 30 && strings.Trim(text, "0123456789.,-+") == "" && strings.ContainsAny(text, "0123456789")
}

// oneText is the text of a row that holds one cell and no more, as a title;
// empty for any other.
func oneText(row []position) string {
	text := ""
	for _, p := range row {
		if p.text == "" || p.text == text {
			continue
		}
		if text != "" {
			return ""
		}
		text = p.text
	}
	return text
}

// columns gives each column the texts above it. In a file without merged
// cells a heading over several columns stands over the first of them only: an
// empty place takes the text to its left, where the texts above are the same
// and there is one below.
func columns(head [][]position, width int) []Column {
	out := make([]Column, width)
	filled := make([][]string, len(head))
	for r, row := range head {
		filled[r] = make([]string, width)
		for k, p := range row {
			text := p.text
			if text == "" && k > 0 && r < len(head)-1 && below(head[r+1:], k) && sameAbove(filled[:r], k) {
				text = filled[r][k-1]
			}
			filled[r][k] = text
		}
	}
	for k := range out {
		out[k].Number = k + 1
		for r := range filled {
			text := strings.Join(strings.Fields(filled[r][k]), "")
			if text != "" && (len(out[k].Path) == 0 || out[k].Path[len(out[k].Path)-1] != text) {
				out[k].Path = append(out[k].Path, text)
			}
		}
	}
	return out
}

func below(rows [][]position, k int) bool {
	for _, row := range rows {
		if row[k].text != "" {
			return true
		}
	}
	return false
}

func sameAbove(filled [][]string, k int) bool {
	for _, row := range filled {
		if row[k] != row[k-1] {
			return false
		}
	}
	return true
}

func texts(row []position) []string {
	out := make([]string, len(row))
	for k, p := range row {
		if p.begins { // a cell over several lines says what the first one holds
			out[k] = p.text
		}
	}
	return out
}

// Fingerprint is the same for every table under the same header, so that what
// was confirmed once is known again.
func (t *Table) Fingerprint() string {
	h := sha256.New()
	for _, c := range t.Columns {
		fmt.Fprintf(h, "%q\n", c.Path)
	}
	return hex.EncodeToString(h.Sum(nil))
}
