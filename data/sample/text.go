package sample

import "strings"

// writeTab writes what a dump of a Word file gives: each cell on a line of its
// own led by a TAB, an empty line between rows. A cell merged into the one
// above is an empty line with a TAB.
func writeTab(blocks []block) string {
	return writeText(blocks, func(b *strings.Builder, g *grid) {
		for r := range g.at {
			for _, c := range g.row(r) {
				b.WriteByte('\t')
				if c.row == r {
					b.WriteString(c.text)
				}
				b.WriteString("\r\n")
			}
			b.WriteString("\r\n")
		}
	})
}

// writePipe writes what another dump gives: a row a line, after each cell as
// many | as it has columns, a cell merged into the one above left out.
func writePipe(blocks []block) string {
	return writeText(blocks, func(b *strings.Builder, g *grid) {
		for r := range g.at {
			first := true
			for _, c := range g.row(r) {
				if c.row != r {
					continue
				}
				if !first {
					b.WriteByte(' ')
				}
				first = false
				b.WriteString(c.text + " " + strings.Repeat("|", c.width))
			}
			b.WriteString("\r\n")
		}
	})
}

func writeText(blocks []block, table func(*strings.Builder, *grid)) string {
	var b strings.Builder
	for _, p := range blocks {
		if p.kind == tableBlock {
			table(&b, p.table)
			continue
		}
		b.WriteString(p.text + "\r\n")
	}
	return b.String()
}
