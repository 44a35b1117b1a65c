package odt

import (
	"bytes"
	"strings"

	"github.com/nianbao/nianbao/data/document"
)

// mark tells apart characters that must not run into the number beside them.
type mark uint8

const (
	plain  mark = iota
	struck      // struck through: shown as ~~12~~
	raised      // above or below the line, as a note's number: shown as [1]
	hidden      // not shown
)

var (
	opening = [...]string{plain: "", struck: "~~", raised: "[", hidden: ""}
	closing = [...]string{plain: "", struck: "~~", raised: "]", hidden: ""}
)

// paragraph is a paragraph whose end has not come.
type paragraph struct {
	lines []string // finished lines, since a line break parts what belongs apart
	line  strings.Builder
	mark  mark
	// boxes are the blocks of text boxes anchored in it; they come after it.
	boxes []document.LayoutBlock
}

// textElement takes an element of texts.
func (w *walker) textElement(e element) error {
	switch e.local {
	case "p", "h":
		return w.paragraph(e)
	case "span":
		return w.span(e)
	case "s":
		w.put(strings.Repeat(" ", min(max(number(attr(e, "c")), 1), 100)))
	case "tab":
		w.put("\t")
	case "line-break":
		if w.par != nil && w.run != hidden {
			w.par.breakLine()
		}
	case "note-citation":
		return w.marked(raised)
	case "section":
		if attr(e, "display") == "none" {
			return w.skip()
		}
		return w.inside()
	case "hidden-text", "hidden-paragraph":
		if attr(e, "is-hidden") == "true" {
			return w.skip()
		}
		return w.inside()
	// Deletions with changes tracked stand here and nowhere else.
	case "tracked-changes", "note-body", "ruby-text", "sequence-decls", "variable-decls", "user-field-decls",
		"dde-connection-decls", "alphabetical-index-auto-mark-file", "script", "meta-field":
		return w.skip()
	default:
		return w.inside()
	}
	return w.skip()
}

// paragraph reads a paragraph and adds its lines and the text boxes anchored
// in it to the story.
func (w *walker) paragraph(e element) error {
	w.endParagraph()
	w.par = &paragraph{}
	err := w.marked(w.marks["p/"+attr(e, "style-name")])
	w.endParagraph()
	return err
}

func (w *walker) span(e element) error {
	return w.marked(w.marks["t/"+attr(e, "style-name")])
}

// marked reads the open element, its text set apart. What stands inside
// something hidden stays hidden.
func (w *walker) marked(m mark) error {
	outer := w.run
	w.run = max(outer, m)
	err := w.inside()
	w.run = outer
	return err
}

// endParagraph gives out the open paragraph, if there is one.
func (w *walker) endParagraph() {
	p := w.par
	w.par = nil
	if p == nil {
		return
	}
	w.size++
	p.breakLine()
	for _, line := range p.lines {
		w.story.Blocks = append(w.story.Blocks, document.LayoutBlock{Text: line})
	}
	w.story.Blocks = append(w.story.Blocks, p.boxes...)
}

// chars adds the characters of the file. Line ends and runs of spaces in it are
// one space; spaces that count are elements.
func (w *walker) chars(b []byte) {
	if w.par == nil || w.run == hidden {
		return
	}
	text := string(b)
	if strings.ContainsAny(text, "\n\r\t") || strings.Contains(text, "  ") {
		lead, trail := isSpace(text[0]), isSpace(text[len(text)-1])
		if text = strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < 0x80 && isSpace(byte(r)) }), " "); text == "" {
			text, lead, trail = " ", false, false
		}
		if lead {
			text = " " + text
		}
		if trail {
			text += " "
		}
	}
	w.put(text)
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t' }

func (w *walker) put(text string) {
	p := w.par
	if p == nil || w.run == hidden || text == "" {
		return
	}
	if p.mark != w.run && strings.TrimSpace(text) != "" {
		p.line.WriteString(closing[p.mark])
		p.line.WriteString(opening[w.run])
		p.mark = w.run
	}
	p.line.WriteString(text)
}

func (p *paragraph) breakLine() {
	p.line.WriteString(closing[p.mark])
	p.mark = plain
	if p.line.Len() > 0 {
		p.lines = append(p.lines, p.line.String())
	}
	p.line.Reset()
}

// textBox reads the blocks of a text box and keeps them for the end of the
// paragraph in which it is anchored.
func (w *walker) textBox() error {
	story, par, run := w.story, w.par, w.run
	w.story, w.par, w.run = &document.LayoutCell{}, nil, plain
	err := w.inside()
	w.endParagraph()
	box := w.story
	w.story, w.par, w.run = story, par, run
	w.story.Picture = w.story.Picture || box.Picture
	if par != nil {
		par.boxes = append(par.boxes, box.Blocks...)
	} else {
		story.Blocks = append(story.Blocks, box.Blocks...)
	}
	return err
}

// style notes how a style sets text apart.
func (w *walker) style(e element) error {
	kind := map[string]string{"text": "t/", "paragraph": "p/"}[attr(e, "family")]
	name := attr(e, "name")
	return w.each(func(p element) error {
		switch {
		case p.local == "text-properties" && kind != "":
			if m := markOf(p); m != plain {
				w.marks[kind+name] = m
			}
		case p.local == "table-cell-properties":
			w.borders[name] = hasBorder(p)
		}
		return w.skip()
	})
}

func hasBorder(e element) bool {
	found := false
	e.Each(func(name, value []byte) {
		_, local, _ := bytes.Cut(name, []byte(":"))
		if bytes.HasPrefix(local, []byte("border")) && !bytes.HasPrefix(local, []byte("border-line")) && on(string(value)) {
			found = true
		}
	})
	return found
}

func markOf(e element) mark {
	position := attr(e, "text-position")
	switch {
	case attr(e, "display") == "none":
		return hidden
	case on(attr(e, "text-line-through-style")), on(attr(e, "text-line-through-type")):
		return struck
	case position != "" && !strings.HasPrefix(position, "0%"):
		return raised
	}
	return plain
}

func on(value string) bool { return value != "" && value != "none" }
