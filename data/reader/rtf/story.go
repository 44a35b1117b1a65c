package rtf

import (
	"strings"

	"github.com/nianbao/nianbao/data/document"
)

// mark tells apart characters that must not run into the number beside them.
type mark uint8

const (
	plain  mark = iota
	struck      // struck through: shown as ~~12~~
	raised      // above or below the line, as a note's number: shown as [1]
	hidden      // not shown, or deleted with changes tracked
)

var (
	opening = [...]string{plain: "", struck: "~~", raised: "[", hidden: ""}
	closing = [...]string{plain: "", struck: "~~", raised: "]", hidden: ""}
)

// story is a run of paragraphs and tables: the body or a text box. levels are
// the tables that are open, the outermost first.
type story struct {
	blocks []document.LayoutBlock
	levels []*level

	row     *rowShape // of the outermost table
	nested  *rowShape // of those in it
	rowOpen bool      // a row's shape was given, its end has not come

	// The open paragraph.
	lines   []string
	line    strings.Builder
	mark    mark
	picture bool
	boxes   []document.LayoutBlock // of text boxes anchored in it; they come after it
}

func newStory() *story { return &story{row: &rowShape{}, nested: &rowShape{}} }

// put adds text to the open paragraph.
func (s *story) put(text string, m mark) {
	if m == hidden || text == "" {
		return
	}
	if s.mark != m && strings.TrimSpace(text) != "" {
		s.line.WriteString(closing[s.mark])
		s.line.WriteString(opening[m])
		s.mark = m
	}
	s.line.WriteString(text)
}

func (s *story) breakLine() {
	s.line.WriteString(closing[s.mark])
	s.mark = plain
	if s.line.Len() > 0 {
		s.lines = append(s.lines, s.line.String())
	}
	s.line.Reset()
}

// paragraphEnd takes the mark of a paragraph's end. One that was deleted with
// changes tracked joins what it stands between.
func (w *walker) paragraphEnd() {
	w.repeating = 0
	if w.place != body {
		return
	}
	if w.gone {
		w.flush()
		return
	}
	w.endParagraph(w.depth())
}

// depth returns in how many tables the open paragraph is. Simple programs do
// not say that a paragraph is in a cell.
func (w *walker) depth() int {
	switch {
	case w.level > 0:
		return w.level
	case w.inCell || w.story.rowOpen:
		return 1
	}
	return 0
}

// endParagraph gives out the open paragraph, which is in that many tables.
// Deeper ones end before it.
func (w *walker) endParagraph(depth int) {
	w.flush()
	w.surrogate = 0
	w.size++
	s := w.story
	s.breakLine()
	s.open(depth)
	to := s.target()
	for _, line := range s.lines {
		*to = append(*to, document.LayoutBlock{Text: line})
	}
	*to = append(*to, s.boxes...)
	if s.picture && depth > 0 {
		s.levels[depth-1].picture = true
	}
	s.lines, s.boxes, s.picture = nil, nil, false
}

// target returns the blocks that the next paragraph goes to.
func (s *story) target() *[]document.LayoutBlock { return s.around(len(s.levels) + 1) }

// around returns the blocks that a table of that depth, from 1, belongs to.
func (s *story) around(depth int) *[]document.LayoutBlock {
	if depth > 1 {
		return &s.levels[depth-2].blocks
	}
	return &s.blocks
}

// open opens and ends tables until that many are open.
func (s *story) open(depth int) {
	for len(s.levels) > depth {
		last := s.levels[len(s.levels)-1]
		s.levels = s.levels[:len(s.levels)-1]
		if t := last.layout(); t != nil {
			to := s.target()
			*to = append(*to, document.LayoutBlock{Table: t})
		}
	}
	for len(s.levels) < min(depth, maxNesting+1) {
		s.levels = append(s.levels, &level{})
	}
}

// beginBox begins the story of a text box.
func (w *walker) beginBox() {
	w.flush()
	w.stories = append(w.stories, w.story)
	w.story = newStory()
	w.place, w.box = body, true
	w.level, w.inCell = 0, false
}

// endBox ends the open text box and keeps its blocks for the end of the
// paragraph in which it is anchored.
func (w *walker) endBox() {
	w.endParagraph(0)
	blocks := w.story.blocks
	w.story = w.stories[len(w.stories)-1]
	w.stories = w.stories[:len(w.stories)-1]
	w.story.boxes = append(w.story.boxes, blocks...)
}
