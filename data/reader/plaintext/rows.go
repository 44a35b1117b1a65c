package plaintext

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/nianbao/nianbao/data/document"
)

// cell is a cell of a row that is being gathered.
type cell struct {
	text  string
	width int
}

// row is a row that is being gathered. framed says that the text states it to
// be a row beyond doubt, as a line with a bar at its end does.
type row struct {
	cells  []cell
	framed bool
	apart  bool // an empty line stands before it
}

// reader turns lines into blocks. Rows wait until a paragraph shows that the
// grid has ended.
type reader struct {
	style style
	out   document.Builder
	rows  []row
	cells []cell // cells of the dump's row that is not yet ended
	apart bool   // the line before was empty
	size  int    // cells so far
}

func (r *reader) line(line string) error {
	blank := strings.TrimSpace(line) == ""
	led := strings.HasPrefix(line, "\t")
	switch {
	case r.style.dump && led:
		r.cells = append(r.cells, cell{text: strings.TrimSpace(line), width: 1})
		if r.style.lone {
			r.endRow()
		}
		return r.grown(1)
	case r.style.lone && len(r.rows) > 0 && !blank && carriesOn(line):
		last := &r.rows[len(r.rows)-1].cells[0]
		last.text += "\n" + strings.TrimSpace(line)
		return nil
	case blank && !strings.Contains(line, "\t"):
		r.apart = true
		r.endRow()
		return nil
	case r.style.dump && len(r.cells) > 0:
		last := &r.cells[len(r.cells)-1]
		last.text += "\n" + strings.TrimSpace(line)
		return nil
	case isRule(line):
		return r.rule()
	case isBar(line):
		return r.grown(r.bars(line))
	case !r.style.dump && strings.Contains(strings.TrimRight(line, "\t "), "\t"):
		return r.grown(r.tabs(line))
	case blank:
		return nil
	}
	if err := r.flush(); err != nil {
		return err
	}
	return r.out.Paragraph(heading(line))
}

// carriesOn reports whether a line can be the rest of the cell above it, which
// no empty line tells from the text under the table.
func carriesOn(line string) bool {
	line = strings.TrimSpace(line)
	return utf8.RuneCountInString(line) <= 30 && !isSentence(line) && !chapter.MatchString(line)
}

var chapter = regexp.MustCompile(`^(?:第?[一二三四五六七八九十]{1,2}(?:[、.．，]|部分)|[(（][一二三四五六七八九十]{1,2}[)）]|[1-9][、.．])`)

func (r *reader) endRow() {
	if len(r.cells) > 0 {
		r.rows = append(r.rows, row{cells: r.cells})
		r.cells = nil
	}
}

// grown counts cells, since rows wait in memory until their grid ends.
func (r *reader) grown(cells int) error {
	if r.size += cells; r.size > document.MaxPositions {
		return document.ErrTooLarge
	}
	return nil
}

// tabs takes a row of cells separated by TABs on one line and returns their
// number. Empty cells at its
// end are kept: a form copied out of WPS has them where figures are blank.
func (r *reader) tabs(line string) int {
	var out row
	for text := range strings.SplitSeq(line, "\t") {
		out.cells = append(out.cells, cell{text: strings.TrimSpace(text), width: 1})
	}
	r.rows = append(r.rows, out)
	return len(out.cells)
}

// bars takes a row of cells separated by bars and returns their number.
func (r *reader) bars(line string) int {
	line = strings.TrimSpace(strings.ReplaceAll(line, "｜", "|"))
	out := row{framed: strings.HasPrefix(line, "|") || strings.HasSuffix(line, "|"), apart: r.apart}
	r.apart = false
	if r.style.fenced {
		line = strings.TrimPrefix(line, "|")
	}
	for line != "" {
		text, rest, _ := strings.Cut(line, "|")
		width := 1
		for !r.style.dense && strings.HasPrefix(rest, "|") {
			rest = rest[1:]
			width++
		}
		out.cells = append(out.cells, cell{text: strings.TrimSpace(text), width: width})
		line = strings.TrimLeft(rest, " ")
	}
	if len(out.cells) > 0 {
		r.rows = append(r.rows, out)
	}
	return len(out.cells)
}

// rule takes a line that only draws. In Markdown it follows a table's head: where
// an empty line stands before that, too, the rows above it are another table.
func (r *reader) rule() error {
	n := len(r.rows) - 1
	if n < 1 || !r.rows[n].apart {
		return nil
	}
	head := r.rows[n]
	r.rows = r.rows[:n]
	if err := r.flush(); err != nil {
		return err
	}
	r.rows = []row{head}
	return nil
}

// flush ends the grid. Rows that are no table after all become paragraphs: a
// line of navigation with one bar in it, paragraphs indented with a TAB.
func (r *reader) flush() error {
	r.endRow()
	rows := r.rows
	r.rows = nil
	if !tabular(rows) && (!r.style.lone || len(rows) < leastCells) {
		for _, row := range rows {
			for _, c := range row.cells {
				if err := r.out.Paragraph(c.text); err != nil {
					return err
				}
			}
		}
		return nil
	}
	var g document.GridBuilder
	for _, row := range rows {
		g.Row()
		for _, c := range row.cells {
			g.Cell(c.text, 1, c.width)
		}
		if g.Positions() > document.MaxPositions {
			return document.ErrTooLarge
		}
	}
	return r.out.Grid(&g)
}

// tabular reports whether the rows are a table: more than one cell somewhere,
// not for the most part sentences, and more than a pair of words.
func tabular(rows []row) bool {
	cells, sentences, wide, figures := 0, 0, false, false
	for _, row := range rows {
		if row.framed {
			return true
		}
		wide = wide || len(row.cells) > 1
		for _, c := range row.cells {
			cells++
			figures = figures || strings.TrimFunc(c.text, unicode.IsNumber) == ""
			if isSentence(c.text) {
				sentences++
			}
		}
	}
	return wide && sentences*2 < cells && (len(rows) > 1 || cells > 2 || figures)
}

func isSentence(text string) bool {
	return strings.HasSuffix(text, "。") || strings.HasSuffix(text, "；") || strings.HasSuffix(text, "：")
}

func isBar(line string) bool { return strings.ContainsAny(line, "|｜") }

// isRule recognises the lines that only draw: |---|:---:| and +----+. A single
// dash is a cell: offices write it for nought.
func isRule(line string) bool {
	return strings.Contains(line, "--") && strings.ContainsAny(line, "|｜+") && strings.IndexFunc(line, func(r rune) bool {
		return !unicode.IsSpace(r) && !strings.ContainsRune("|｜-:+", r)
	}) < 0
}

// heading strips the number signs of a Markdown heading.
func heading(line string) string {
	text := strings.TrimLeft(strings.TrimSpace(line), "#")
	if strings.HasPrefix(text, " ") {
		return text
	}
	return line
}
