// Package plaintext reads text dumps of reports: paragraphs, and tables as
// other programs write them down.
//
// Four kinds of rows are known:
//
//   - a cell on each line, led by a TAB, an empty line after each row; a line
//     without TAB carries the cell on (Word's own text export by way of Tika);
//   - cells separated by TABs on one line (copied out of Word, WPS or Excel);
//   - cells separated by | on one line, each cell followed by as many bars as
//     it is columns wide;
//   - the same in Markdown's manner, with a bar at both ends and |---| lines.
//
// What the extractor can rely on: every text that the dump states is there
// once, in the order of the dump, and no cell is made up. What it cannot rely
// on are positions. A TAB dump has an empty cell where a merge from above was
// and loses widths; a bar dump keeps widths and leaves out what a merge from
// above covers, so that the rest of the row moves left. Rows of one grid
// therefore differ in length, and columns must be found by labels.
package plaintext

import (
	"context"
	"fmt"
	"strings"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/charset"
)

// Read reads a text file of any encoding that charset knows.
func Read(ctx context.Context, b []byte) (*document.Document, error) {
	text, _ := charset.Decode(b)
	return ReadText(ctx, text)
}

// ReadText reads decoded text.
func ReadText(ctx context.Context, text string) (*document.Document, error) {
	r := reader{style: styleOf(text)}
	r.out.Doc.Format = "text"
	n := 0
	for line := range strings.SplitSeq(newlines.Replace(text), "\n") {
		if n++; n%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err := r.line(strings.Map(printable, line)); err != nil {
			return nil, fmt.Errorf("read text, line %d: %w", n, err)
		}
	}
	if err := r.flush(); err != nil {
		return nil, fmt.Errorf("read text: %w", err)
	}
	if len(r.out.Doc.Blocks) == 0 {
		return nil, &document.Refusal{Code: document.RefuseEmpty, Reason: "文件里没有文字", Advice: "请检查后重新报送"}
	}
	return &r.out.Doc, nil
}

// newlines makes one line end of the many: form feeds come from PDF dumps,
// vertical tabs and U+2028 from line breaks of Word.
var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\v", "\n", "\u2028", "\n", "\u2029", "\n")

// printable drops control characters, byte order marks inside the text and
// zero-width spaces.
func printable(r rune) rune {
	switch {
	case r == '\t':
		return r
	case r < 0x20, r == 0x7f, r == '\ufeff', r == '\u200b':
		return -1
	}
	return r
}

// style is the manner in which a file writes rows.
type style struct {
	// dump says that a line led by a TAB is one cell; else it is a row whose
	// first cell is empty.
	dump bool
	// lone says that such cells follow one another without an empty line that
	// would end a row: each is given a row of its own.
	lone bool
	// dense says that bars stand without spaces (a|b||c), so that two bars hold
	// an empty cell between them; else they are the width of the cell before.
	dense bool
	// fenced says that rows begin with a bar; else a bar in front follows an
	// empty first cell.
	fenced bool
}

// leastCells is how many cells stand between two empty lines at least, and in
// all, where those do not end rows.
const leastCells = 20

func styleOf(text string) style {
	var led, rows, spaced, bare, fenced, ended int
	cell := false // the line before was a cell
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimRight(line, "\r")
		if cell && line == "" {
			ended++
		}
		cell = false
		if strings.HasPrefix(line, "\t") && !strings.Contains(strings.TrimRight(line[1:], "\t "), "\t") {
			led++
			cell = true
		} else if strings.Contains(strings.TrimSpace(line), "\t") {
			rows++
		}
		if isBar(line) {
			if strings.Contains(line, " |") || strings.Contains(line, "| ") {
				spaced++
			} else if !isRule(line) {
				bare++
			}
			if strings.HasPrefix(strings.TrimSpace(line), "|") {
				fenced++
			}
		}
	}
	return style{dump: led > rows, lone: led > rows && ended*leastCells < led, dense: bare > spaced, fenced: fenced*2 > spaced+bare}
}
