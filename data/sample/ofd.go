package sample

import "github.com/nianbao/nianbao/data/sample/ofdfile"

// writeOfd writes an OFD file.
func writeOfd(blocks []block, l Layout) ([]byte, error) {
	kinds := map[blockKind]ofdfile.Kind{paragraph: ofdfile.Paragraph, titleLine: ofdfile.Title, heading: ofdfile.Heading}
	var out []ofdfile.Block
	for _, b := range blocks {
		if b.kind == tableBlock {
			out = append(out, ofdfile.Block{Table: ofdTable(b.table)})
			continue
		}
		out = append(out, ofdfile.Block{Kind: kinds[b.kind], Text: b.text})
	}
	return ofdfile.Write(out, ofdfile.Style{Glyphs: l.Glyphs, CutRows: l.Glyphs})
}

func ofdTable(g *grid) *ofdfile.Table {
	t := &ofdfile.Table{Rows: len(g.at), Cols: g.cols, Widths: g.widths}
	for r := range g.at {
		for _, c := range g.row(r) {
			if c.row == r {
				t.Cells = append(t.Cells, ofdfile.Cell{Row: c.row, Col: c.col, Rows: c.height, Cols: c.width, Text: c.text, Left: c.left})
			}
		}
	}
	return t
}
