package variation

import (
	"fmt"
	"html"
	"strings"
)

// write gives the file's bytes.
func (d *draft) write(f Format) ([]byte, error) {
	switch f {
	case Docx:
		return d.docx()
	case HTML:
		return []byte(d.html()), nil
	case Xlsx:
		return d.xlsx()
	case Tab:
		return []byte(d.text(tabRow(d.lines))), nil
	case Pipe:
		return []byte(d.text(pipeRow)), nil
	}
	return nil, fmt.Errorf("format %q: unknown", f)
}

// text writes a dump, rows as row does.
func (d *draft) text(row func(b *strings.Builder, r int, boxes []*box)) string {
	var b strings.Builder
	for _, k := range d.blocks {
		if k.table == nil {
			b.WriteString(k.text + "\r\n")
			continue
		}
		for r, boxes := range k.table.lay() {
			row(&b, r, line(boxes))
		}
	}
	return b.String()
}

// flat is a cell's text on one line.
func flat(text string) string { return strings.ReplaceAll(text, "\n", "") }

// tabRow writes a cell a line; one merged into the cell above is empty. Rows
// end with an empty line, or do not show where they end.
func tabRow(open bool) func(b *strings.Builder, r int, boxes []*box) {
	return func(b *strings.Builder, r int, boxes []*box) {
		for _, c := range boxes {
			switch {
			case c.row == r:
				b.WriteString("\t" + flat(c.text) + "\r\n")
			case !open:
				b.WriteString("\t\r\n")
			}
		}
		if !open {
			b.WriteString("\r\n")
		}
	}
}

// pipeRow leaves out what is merged into the cell above.
func pipeRow(b *strings.Builder, r int, boxes []*box) {
	first := true
	for _, c := range boxes {
		if c.row != r {
			continue
		}
		if !first {
			b.WriteByte(' ')
		}
		first = false
		b.WriteString(flat(c.text) + " " + strings.Repeat("|", c.cols))
	}
	b.WriteString("\r\n")
}

// html writes a web page.
func (d *draft) html() string {
	var b strings.Builder
	title := html.EscapeString(d.title)
	b.WriteString("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>" + title + "-示例县人民政府网</title></head>\n<body>\n" +
		"<div class=\"nav\"><a href=\"/\">首页</a> <a href=\"/zwgk\">政务公开</a></div>\n")
	if d.nested {
		b.WriteString("<table width=\"100%\"><tr><td width=\"10\">&nbsp;</td><td>\n<table><tr><td>\n")
	}
	for _, k := range d.blocks {
		switch k.kind {
		case titleLine:
			b.WriteString("<h1>" + html.EscapeString(k.text) + "</h1>\n")
		case heading:
			b.WriteString("<p><b>" + html.EscapeString(k.text) + "</b></p>\n")
		case paragraph:
			b.WriteString("<p>" + html.EscapeString(k.text) + "</p>\n")
		case tableBlock:
			htmlTable(&b, k.table)
		}
	}
	if d.nested {
		b.WriteString("</td></tr></table>\n</td></tr></table>\n")
	}
	b.WriteString("<div>主办：示例县人民政府办公室 本页面为虚构样例</div>\n</body></html>\n")
	return b.String()
}

func htmlTable(b *strings.Builder, t *table) {
	b.WriteString("<table border=\"1\"><tbody>\n")
	for _, row := range t.rows {
		b.WriteString("<tr>")
		for _, c := range row {
			b.WriteString("<td")
			if c.rows > 1 {
				fmt.Fprintf(b, " rowspan=\"%d\"", c.rows)
			}
			if c.cols > 1 {
				fmt.Fprintf(b, " colspan=\"%d\"", c.cols)
			}
			b.WriteString(">" + strings.ReplaceAll(html.EscapeString(c.text), "\n", "<br>") + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</tbody></table>\n")
}
