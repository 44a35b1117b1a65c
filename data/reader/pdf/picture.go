package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
)

// Bounds of a picture of a page, in pixels.
const (
	minPicture = 100
	maxPicture = 2400
)

// ErrNoPage is returned by Page where the file has no such page.
var ErrNoPage = errors.New("pdf has no such page")

// Page draws one page of a PDF file, counted from 1, as a PNG of about the
// width in pixels, which is kept within 100 and 2400; a page that is too tall
// for that becomes narrower. A point of a cell's box is drawn at its
// coordinates times the picture's width through the page's. Characters of
// fonts that are not in the file are left out: no font of this machine is
// looked at. The errors are those of Read, or ErrNoPage.
func Page(ctx context.Context, b []byte, page, width int) ([]byte, error) {
	e, err := sharedEngine()
	if err != nil {
		return nil, err
	}
	p, err := e.instance(ctx)
	if err != nil {
		return nil, readError(ctx, err)
	}
	defer p.release()
	picture, err := p.draw(b, page, width)
	if err != nil {
		return nil, readError(ctx, err)
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("draw pdf page %d: %w", page, err)
	}
	return out.Bytes(), nil
}

// Pages returns how many pages Page can draw. The errors are those of Read.
func Pages(ctx context.Context, b []byte) (int, error) {
	e, err := sharedEngine()
	if err != nil {
		return 0, err
	}
	p, err := e.instance(ctx)
	if err != nil {
		return 0, readError(ctx, err)
	}
	defer p.release()
	_, n, err := p.open(b)
	if err != nil {
		return 0, readError(ctx, err)
	}
	return n, nil
}

// Formats and flags of PDFium's drawing.
const (
	bitmapBGRA      = 4
	drawAnnotations = 1
	white           = 0xffffffff
)

func (p *instance) draw(b []byte, page, width int) (*image.RGBA, error) {
	file, n, err := p.open(b)
	if err != nil {
		return nil, err
	}
	if page < 1 || page > n {
		return nil, ErrNoPage
	}
	handle := p.loadPage(file, page-1)
	if p.err != nil {
		return nil, p.err
	}
	if handle == 0 {
		return nil, damaged()
	}
	w, h := pictureSize(p.float("FPDF_GetPageWidthF", handle), p.float("FPDF_GetPageHeightF", handle), width)
	stride := 4 * w
	pixels := p.alloc(stride * h)
	bitmap := p.call("FPDFBitmap_CreateEx", uint64(w), uint64(h), bitmapBGRA, uint64(pixels), uint64(stride))
	if p.err == nil && bitmap == 0 {
		p.err = errOutOfMemory
	}
	p.call("FPDFBitmap_FillRect", bitmap, 0, 0, uint64(w), uint64(h), white)
	p.call("FPDF_RenderPageBitmap", bitmap, handle, 0, 0, uint64(w), uint64(h), 0, drawAnnotations)
	if p.err != nil {
		return nil, p.err
	}
	drawn, ok := p.memory.Read(pixels, uint32(stride*h))
	if !ok {
		return nil, errOutOfMemory
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for i := 0; i+3 < len(drawn); i += 4 {
		out.Pix[i], out.Pix[i+1], out.Pix[i+2], out.Pix[i+3] = drawn[i+2], drawn[i+1], drawn[i], 0xff
	}
	return out, nil
}

// pictureSize is the size of a picture of a page that is w by h points.
func pictureSize(w, h float64, width int) (int, int) {
	w, h = max(w, 1), max(h, 1)
	out := float64(min(max(width, minPicture), maxPicture))
	if out*h/w > maxPicture {
		out = maxPicture * w / h
	}
	return max(int(out), 1), max(int(out*h/w), 1)
}
