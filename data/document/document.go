// Package document holds a file as its reader saw it, whatever its format:
// blocks in order, each a paragraph or a grid of cells. It knows nothing of
// the national form; package extract finds the form in it.
package document

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
)

// Limits of a document. A reader that meets more refuses the file.
const (
	MaxBlocks    = 50_000  // paragraphs and grids; a 100-page report has some 3,000
	MaxPositions = 200_000 // grid positions of one document; a report has some 600
	MaxColumns   = 256     // columns of one grid; the form has 15, an office's own 汇总表 some 205
	MaxCellText  = 4_000   // characters of one cell that are kept
	maxEncoded   = 64 << 20
)

// Document is a file as read.
type Document struct {
	// Format is the reader's name: docx, html, text, xlsx.
	Format string `json:"format"`
	// Title is the title that the file gives itself outside its text, as a web
	// page's title element; often empty, often wrong.
	Title  string  `json:"title,omitempty"`
	Blocks []Block `json:"blocks"`
	// Notes are the reader's remarks in Chinese on what it had to leave out.
	Notes []string `json:"notes,omitempty"`
	// Pages are the sizes of the pages from the first to the last; empty where
	// the format has no pages, and in documents kept by earlier readers.
	Pages []Page `json:"pages,omitempty"`
}

// Block is a paragraph, or a grid where Grid is not nil.
type Block struct {
	Text  string `json:"text,omitempty"`
	Grid  *Grid  `json:"grid,omitempty"`
	Page  int    `json:"page,omitempty"`  // from 1; 0 where the format has no pages
	Sheet string `json:"sheet,omitempty"` // sheet of a workbook
	// Recognised says that the block, or a part of it, is what a scanner's or
	// an office program's recognition made of a picture (扫描识别文字): each of
	// its characters may be wrong, so no figure in it is certain.
	Recognised bool `json:"recognised,omitempty"`
}

// Grid is a table as drawn, merged cells kept as spans.
type Grid struct {
	// Number counts the document's grids from 1.
	Number int `json:"number"`
	Rows   int `json:"rows"`
	Cols   int `json:"cols"`
	// Top and Left are the rows and columns of the sheet above and before a
	// workbook's grid: its cell (1, 1) is the sheet's (Top+1, Left+1). They are
	// 0 in other formats.
	Top  int `json:"top,omitempty"`
	Left int `json:"left,omitempty"`
	// Cells are in reading order, each once, at its top left position.
	Cells []Cell `json:"cells"`

	index []int32 // position -> index in Cells, plus 1; built at first use by Index
}

// Cell is one cell of a grid. Row and Col count from 1.
type Cell struct {
	Row     int    `json:"r"`
	Col     int    `json:"c"`
	RowSpan int    `json:"rs,omitempty"` // 0 means 1
	ColSpan int    `json:"cs,omitempty"` // 0 means 1
	Text    string `json:"t,omitempty"`  // lines separated by \n
	Page    int    `json:"p,omitempty"`
	// Box is where the cell stands on Page; nil where the format has no pages.
	// Of a cell that a page break cuts it is the half that holds the text.
	Box *Box `json:"box,omitempty"`
}

// Height returns the number of rows the cell covers.
func (c *Cell) Height() int { return max(c.RowSpan, 1) }

// Width returns the number of columns the cell covers.
func (c *Cell) Width() int { return max(c.ColSpan, 1) }

// At returns the cell that covers the position, or nil where the row has no
// cell there. It is not safe for concurrent first use; call Index before
// sharing a grid.
func (g *Grid) At(row, col int) *Cell {
	if row < 1 || col < 1 || row > g.Rows || col > g.Cols {
		return nil
	}
	if g.index == nil {
		g.Index()
	}
	i := g.index[(row-1)*g.Cols+col-1]
	if i == 0 {
		return nil
	}
	return &g.Cells[i-1]
}

// Index prepares At. It must be called again after Cells was changed.
func (g *Grid) Index() {
	g.index = make([]int32, max(g.Rows*g.Cols, 0))
	for i := range g.Cells {
		c := &g.Cells[i]
		for r := c.Row; r < c.Row+c.Height() && r <= g.Rows; r++ {
			for k := c.Col; k < c.Col+c.Width() && k <= g.Cols; k++ {
				p := (r-1)*g.Cols + k - 1
				if r >= 1 && k >= 1 && g.index[p] == 0 {
					g.index[p] = int32(i + 1)
				}
			}
		}
	}
}

// Grids returns the document's grids in order.
func (d *Document) Grids() []*Grid {
	var out []*Grid
	for i := range d.Blocks {
		if d.Blocks[i].Grid != nil {
			out = append(out, d.Blocks[i].Grid)
		}
	}
	return out
}

// Encode packs the document for keeping. It packs fast: an import of many files
// spent a tenth of its time on a size that is hardly smaller.
func (d *Document) Encode() ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err != nil {
		return nil, fmt.Errorf("encode document: %w", err)
	}
	if err := json.NewEncoder(z).Encode(d); err != nil {
		return nil, fmt.Errorf("encode document: %w", err)
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("encode document: %w", err)
	}
	return b.Bytes(), nil
}

// Decode unpacks what Encode packed.
func Decode(b []byte) (*Document, error) {
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("decode document: %w", err)
	}
	var d Document
	if err := json.NewDecoder(io.LimitReader(z, maxEncoded)).Decode(&d); err != nil {
		return nil, fmt.Errorf("decode document: %w", err)
	}
	for _, g := range d.Grids() {
		if g.Rows < 0 || g.Cols < 0 || g.Cols > MaxColumns || g.Rows > MaxPositions || g.Rows*g.Cols > MaxPositions {
			return nil, fmt.Errorf("decode document: grid %d is %d by %d", g.Number, g.Rows, g.Cols)
		}
		g.Index()
	}
	return &d, nil
}
