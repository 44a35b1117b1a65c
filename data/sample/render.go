package sample

import (
	"fmt"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// block is one piece of a report in reading order, before it has a format.
type block struct {
	kind  blockKind
	text  string
	table *grid
	sheet string // name of the table's own sheet in a workbook
}

type blockKind int

const (
	paragraph blockKind = iota
	titleLine
	heading
	tableBlock
)

// Render writes a report in the layout. The same report and layout give the
// same bytes. An unknown format or encoding is an error.
func Render(r *Report, l Layout) ([]byte, error) {
	blocks := compose(r, l)
	switch l.Format {
	case Docx:
		return writeDocx(r.Data.Title, blocks)
	case Xlsx:
		return writeXlsx(blocks, l)
	case Ofd:
		return writeOfd(blocks, l)
	case HTML:
		return encode(writeHTML(r, blocks, l), l.Charset)
	case Tab:
		return encode(writeTab(blocks), l.Charset)
	case Pipe:
		return encode(writePipe(blocks), l.Charset)
	}
	return nil, fmt.Errorf("render report: format %q: unknown", l.Format)
}

// compose puts title, text and tables in order. A report of the 2014 edition
// has its table at the end, the others have one in each of chapters two to four.
func compose(r *Report, l Layout) []block {
	out := []block{{kind: titleLine, text: r.Data.Title}}
	for _, p := range r.Preamble {
		out = append(out, block{text: p})
	}
	d := newDraftsman(r, l)
	for _, c := range r.Data.Chapters {
		out = append(out, block{kind: heading, text: c.Title})
		for line := range strings.SplitSeq(c.Text, "\n") {
			if line != "" {
				out = append(out, block{text: line})
			}
		}
		out = append(out, d.tablesUnder(r, c.Title)...)
	}
	if t := r.Data.Table("s"); t != nil {
		out = append(out, block{text: "附件"},
			block{kind: heading, text: fmt.Sprintf("政府信息公开情况统计表（%d年度）", r.Data.Year)},
			block{text: "填报单位（盖章）：" + r.Data.Agency}, d.block(t))
	}
	for _, line := range r.Closing {
		out = append(out, block{text: line})
	}
	return out
}

// tablesUnder draws the tables whose heading the chapter's title is.
func (d *draftsman) tablesUnder(r *Report, title string) []block {
	var out []block
	for i := range r.Data.Tables {
		t := &r.Data.Tables[i]
		if t.Found && form.ByID(t.Edition).Table(t.Name).Title == title {
			out = append(out, d.block(t))
		}
	}
	return out
}

func (d *draftsman) block(t *data.Table) block {
	f := form.ByID(t.Edition).Table(t.Name)
	return block{kind: tableBlock, table: d.draw(f), sheet: f.Short}
}

// encode turns text into the encoding's bytes.
func encode(text string, c Charset) ([]byte, error) {
	switch c {
	case UTF8, "":
		return []byte(text), nil
	case UTF8BOM:
		return append([]byte("\xef\xbb\xbf"), text...), nil
	case UTF16LE:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
	case GB18030:
		return simplifiedchinese.GB18030.NewEncoder().Bytes([]byte(text))
	}
	return nil, fmt.Errorf("render report: encoding %q: unknown", c)
}
