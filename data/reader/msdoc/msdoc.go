// Package msdoc reads the binary documents of Word 97-2003 (.doc) and of WPS
// (.doc, .wps), which are of one kind: text in pieces, the properties of
// characters and paragraphs apart from it, tables as paragraphs that say so.
package msdoc

import (
	"context"
	"errors"
	"fmt"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/ole"
)

// file is a document's streams and its lists of properties.
type file struct {
	head       *head
	container  *ole.File
	text       []byte
	pieces     []piece
	characters runs
	paragraphs runs
	styles     *styleSheet

	data   []byte // the data stream, once it was asked for
	budget int    // bytes of lists that may still be read
}

// maxLists bounds the bytes of properties that are read in all, since many
// paragraphs or runs may refer to one long list.
const maxLists = 64 << 20

// Read reads a document. Text boxes follow the text, as paragraphs and grids of
// their own. What was deleted with changes tracked and what is hidden is left
// out.
func Read(ctx context.Context, b []byte) (*document.Document, error) {
	f, err := open(b)
	if err != nil {
		return nil, readError(err)
	}
	w := &walker{ctx: ctx, file: f}
	for _, story := range [...]int{storyBody, storyBoxes} {
		if err := f.walk(w, story); err != nil {
			return nil, readError(err)
		}
		w.finish()
	}
	return w.document()
}

// open reads all but the text itself.
func open(b []byte) (*file, error) {
	container, err := ole.Open(b)
	if err != nil {
		return nil, damaged()
	}
	f := &file{container: container, budget: maxLists}
	if f.text, err = container.Stream("WordDocument"); err != nil {
		return nil, damaged()
	}
	if f.head, err = parseHead(f.text); err != nil {
		return nil, err
	}
	table, err := container.Stream(f.head.table)
	if err != nil {
		return nil, damaged()
	}
	return f, f.lists(table)
}

// lists reads the piece table and the lists of properties.
func (f *file) lists(table []byte) error {
	clx, err := f.head.clx.of(table)
	if err != nil {
		return err
	}
	if f.pieces, err = parsePieces(clx, len(f.text)); err != nil {
		return err
	}
	styles, err := f.head.styles.of(table)
	if err != nil {
		return err
	}
	f.styles = parseStyles(styles)
	chpx, err := f.head.chpx.of(table)
	if err != nil {
		return err
	}
	if f.characters, err = parseRuns(chpx, f.text, characterRun); err != nil {
		return err
	}
	papx, err := f.head.papx.of(table)
	if err != nil {
		return err
	}
	f.paragraphs, err = parseRuns(papx, f.text, paragraphRun)
	return err
}

// long returns a list of properties that stands in the data stream, where wide
// tables keep theirs.
func (f *file) long(at uint32) ([]byte, error) {
	if f.data == nil {
		data, err := f.container.Stream("Data")
		if err != nil || len(data) == 0 {
			return nil, damaged()
		}
		f.data = data
	}
	length, err := part(f.data, at, 2)
	if err != nil {
		return nil, err
	}
	n := u16(length)
	f.budget -= n
	return part(f.data, at+2, uint32(n))
}

// style returns what is known of the paragraph whose mark stands at the offset.
func (f *file) style(at uint32, p *piece) (style, error) {
	var s style
	r, err := f.paragraphs.find(at)
	if err != nil {
		return s, err
	}
	f.budget -= len(r.list) + len(p.changes)
	for _, list := range [...][]byte{r.list, p.changes} {
		if err := s.apply(list, f.long); err != nil {
			return s, err
		}
	}
	if f.budget < 0 {
		return s, document.ErrTooLarge
	}
	return s, nil
}

// walk gives the characters of a story to the walker.
func (f *file) walk(w *walker, story int) error {
	from, to := f.head.story(story)
	if to == from {
		return nil
	}
	if len(f.pieces) == 0 || f.pieces[0].from > from || f.pieces[len(f.pieces)-1].to < to {
		return damaged()
	}
	for i := range f.pieces {
		p := &f.pieces[i]
		if err := w.ctx.Err(); err != nil {
			return err
		}
		if p.to <= from || p.from >= to {
			continue
		}
		first, last := max(p.from, from)-p.from, min(p.to, to)-p.from
		if err := f.walkPiece(w, p, uint32(first)*p.width()+p.at, uint32(last)*p.width()+p.at); err != nil {
			return err
		}
	}
	return nil
}

func (f *file) walkPiece(w *walker, p *piece, at, end uint32) error {
	for at < end {
		l, stop, err := f.look(at, p)
		if err != nil {
			return err
		}
		for stop = min(end, stop); at < stop; at += p.width() {
			if at+p.width() > uint32(len(f.text)) {
				return damaged()
			}
			if err := w.char(p.unit(f.text, at), at, &l, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// look returns how the characters from an offset on look, and up to where.
func (f *file) look(at uint32, p *piece) (l look, stop uint32, err error) {
	r, err := f.characters.find(at)
	if err != nil {
		return l, 0, err
	}
	if f.budget -= len(r.list) + len(p.changes); f.budget < 0 {
		return l, 0, document.ErrTooLarge
	}
	stop = r.to
	var style look
	if f.styles.odd {
		paragraph, err := f.paragraphs.find(at)
		if err != nil {
			return l, 0, err
		}
		stop = min(stop, paragraph.to)
		style = f.styles.look(paragraph.style, kindParagraph)
		if n, ok := styleOf(r.list); ok {
			style = f.styles.character(n, style)
		}
	}
	l = style
	l.apply(r.list, style)
	l.apply(p.changes, style)
	return l, stop, nil
}

// document makes the document of the blocks.
func (w *walker) document() (*document.Document, error) {
	var out document.Builder
	out.Doc.Format = "doc"
	for _, block := range w.body.Blocks {
		var err error
		if block.Table != nil {
			err = out.Layout(block.Table)
		} else {
			err = out.Paragraph(block.Text)
		}
		if err != nil {
			return nil, readError(err)
		}
	}
	if len(out.Doc.Blocks) == 0 {
		return nil, empty(w.pictures + w.objects)
	}
	if w.objects > 0 {
		out.Doc.Notes = append(out.Doc.Notes, fmt.Sprintf("文中嵌有 %d 个对象（如嵌入的 Excel 表），其内容未读取", w.objects))
	}
	return &out.Doc, nil
}

func empty(pictures int) *document.Refusal {
	if pictures > 0 {
		return &document.Refusal{
			Code:   document.RefuseScan,
			Reason: "文档里只有图片（扫描件），没有可读取的文字",
			Advice: "请向报送单位索取可编辑的 Word 或 WPS 原文件",
		}
	}
	return &document.Refusal{Code: document.RefuseEmpty, Reason: "文档里没有文字", Advice: "请检查后重新报送"}
}

func damaged() *document.Refusal {
	return &document.Refusal{
		Code:   document.RefuseDamaged,
		Reason: "Word 文档已损坏或不完整",
		Advice: "请用 WPS 或 Word 打开原文件另存一份后重新导入",
	}
}

// readError keeps refusals as they are and says of the others where they come
// from.
func readError(err error) error {
	var r *document.Refusal
	if errors.As(err, &r) {
		return r
	}
	return fmt.Errorf("read doc: %w", err)
}
