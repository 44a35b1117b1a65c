package dashboard

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/document"
)

// Pictures draws pages of PDF files.
type Pictures interface {
	// Page draws a page, counted from 1, as a PNG of the width in pixels. A
	// file that cannot be drawn is a Mistake; it ends when ctx does.
	Page(ctx context.Context, content []byte, page, width int) ([]byte, error)
	// Pages counts the pages of a file, with the errors of Page.
	Pages(ctx context.Context, content []byte) (int, error)
}

const (
	// pageWidth lets the smallest print be read where the picture is shown
	// twice as large as the page's text is.
	pageWidth = 1400
	// pageTime bounds the drawing of one page, which takes a tenth of a second.
	pageTime = 15 * time.Second
)

// How much of a page stands beside the tables, in points: the table's width
// and some rows above and below the figure.
const (
	nearHeight = 260.0
	nearWidth  = 260.0 // at least
	nearMargin = 10.0
)

// sourcePage is the page of a PDF file with the figure's box marked.
type sourcePage struct {
	Number int
	Link   string // of the picture
	Size   document.Page
	Hit    rectangle
	// Near is the part shown at once; the whole page can be opened.
	Near  rectangle
	Label string // for screen readers
}

// rectangle is a part of a page in points.
type rectangle struct{ X, Y, W, H float64 }

// View is the rectangle as the attribute viewBox.
func (r rectangle) View() string {
	n := func(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) }
	return n(r.X) + " " + n(r.Y) + " " + n(r.W) + " " + n(r.H)
}

// pageAt finds the figure's box on its page. It returns nil where the document
// has no pages or the cell no box, and for .ofd, whose pages nothing draws: the
// place is told in words.
func pageAt(d *document.Document, p data.Place, version int64) *sourcePage {
	if d.Format != "pdf" {
		return nil
	}
	for _, g := range d.Grids() {
		if g.Number != p.Grid {
			continue
		}
		c := g.At(p.Row, p.Col)
		if c == nil || c.Box == nil {
			return nil
		}
		size, ok := d.Page(c.Page)
		if !ok {
			return nil
		}
		return &sourcePage{
			Number: c.Page, Link: pageLink(version, c.Page), Size: size, Hit: rectangleOf(*c.Box), Near: near(g, c, size),
			Label: fmt.Sprintf("原文件第%d页，框出的是这一项", c.Page),
		}
	}
	return nil
}

func rectangleOf(b document.Box) rectangle {
	tenth := func(x float64) float64 { return math.Round(x*10) / 10 }
	return rectangle{b.L, b.T, tenth(max(b.R-b.L, 1)), tenth(max(b.B-b.T, 1))}
}

// near is the part of the page around the cell: as wide as the table there.
func near(g *document.Grid, hit *document.Cell, size document.Page) rectangle {
	l, r := hit.Box.L, hit.Box.R
	for i := range g.Cells {
		if c := &g.Cells[i]; c.Page == hit.Page && c.Box != nil {
			l, r = min(l, c.Box.L), max(r, c.Box.R)
		}
	}
	w := max(r-l+2*nearMargin, nearWidth)
	h := max(nearHeight, hit.Box.B-hit.Box.T+2*nearMargin)
	x, width := inside((l+r-w)/2, w, size.W)
	y, height := inside((hit.Box.T+hit.Box.B-h)/2, h, size.H)
	return rectangle{x, y, width, height}
}

// inside moves a stretch into 0 to most, and cuts it where it is longer.
func inside(from, length, most float64) (float64, float64) {
	length = min(length, most)
	return min(max(from, 0), most-length), length
}

func pageLink(version int64, page int) string {
	return "/report/page.png?version=" + strconv.FormatInt(version, 10) + "&page=" + strconv.Itoa(page)
}

// pagePicture draws a page of a version's original. An original never changes,
// so its digest and the page are the picture's ETag.
func (s *Server) pagePicture(v *visit) error {
	page, err := strconv.Atoi(v.c.Query("page"))
	if err != nil || page < 1 {
		return badQuery("页码“%s”不对，应是一个正整数", clip(v.c.Query("page"), 20))
	}
	if s.config.Pictures == nil {
		return notFound("本程序不能画出文件的页面，请查看原文件")
	}
	_, content, err := s.keptOriginal(v)
	if err != nil {
		return err
	}
	tag := fmt.Sprintf(`"%x-%d-%d"`, sha256.Sum256(content), page, pageWidth)
	v.c.Header("ETag", tag)
	v.c.Header("Cache-Control", "private, no-cache")
	if v.has(tag) {
		return nil
	}
	picture, err := s.drawPage(v.c.Request.Context(), content, page)
	if err != nil {
		v.c.Header("ETag", "") // it is the picture's, not the error's
		return err
	}
	v.c.Data(http.StatusOK, "image/png", picture)
	return nil
}

// drawPage draws one page at a time: a picture takes some ten megabytes.
func (s *Server) drawPage(ctx context.Context, content []byte, page int) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, pageTime)
	defer cancel()
	select {
	case s.drawing <- struct{}{}:
		defer func() { <-s.drawing }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	picture, err := s.config.Pictures.Page(ctx, content, page, pageWidth)
	var m *Mistake
	switch {
	case errors.As(err, &m):
		return nil, &problem{status: http.StatusNotFound, message: m.Text, cause: err}
	case errors.Is(err, context.DeadlineExceeded):
		return nil, &problem{status: http.StatusServiceUnavailable, message: "这一页太复杂，没有在限定的时间内画出来，请查看原文件", cause: err}
	case err != nil:
		return nil, fmt.Errorf("draw page %d: %w", page, err)
	}
	return picture, nil
}
