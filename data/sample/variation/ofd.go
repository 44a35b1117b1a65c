package variation

import (
	"fmt"

	"github.com/nianbao/nianbao/data/sample/ofdfile"
)

// Ofd writes the file once more, set on the pages of an OFD file. What is known
// of the file stays true of it, unless it holds tracked changes or is a dump of
// text: pages show neither.
func (f *File) Ofd(s ofdfile.Style) ([]byte, error) {
	b, err := ofdfile.Write(f.draft.ofd(), s)
	if err != nil {
		return nil, fmt.Errorf("write %s: %w", f.Path, err)
	}
	return b, nil
}

// ofd lays the draft out for an OFD file.
func (d *draft) ofd() []ofdfile.Block {
	kinds := map[blockKind]ofdfile.Kind{paragraph: ofdfile.Paragraph, titleLine: ofdfile.Title, heading: ofdfile.Heading}
	var out []ofdfile.Block
	for _, k := range d.blocks {
		if k.kind == tableBlock {
			out = append(out, ofdfile.Block{Table: ofdTable(k.table)})
			continue
		}
		out = append(out, ofdfile.Block{Kind: kinds[k.kind], Text: k.text})
	}
	return out
}

// ofdTable draws the table as word processors print it: the last cell of a row
// that is shorter than others reaches the table's edge.
func ofdTable(t *table) *ofdfile.Table {
	laid := t.lay()
	out := &ofdfile.Table{Rows: len(laid)}
	for _, boxes := range laid {
		out.Cols = max(out.Cols, len(boxes))
	}
	for r, boxes := range laid {
		for _, b := range line(boxes) {
			if b.row != r {
				continue
			}
			c := ofdfile.Cell{Row: r, Col: b.col, Rows: min(b.rows, len(laid)-r), Cols: b.cols, Text: b.text}
			if b == boxes[len(boxes)-1] && b.rows == 1 {
				c.Cols = out.Cols - b.col
			}
			out.Cells = append(out.Cells, c)
		}
	}
	return out
}
