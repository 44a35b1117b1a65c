package pdf

import (
	"fmt"

	"github.com/nianbao/nianbao/data/document"
	"github.com/nianbao/nianbao/data/reader/pages"
)

// PDFium's codes of what is wrong with a file.
const (
	errorPassword = 4
	errorSecurity = 5
)

// open hands the file to PDFium and returns its handle and number of pages.
func (p *instance) open(b []byte) (file uint64, count int, err error) {
	at := p.alloc(len(b))
	if p.err != nil {
		return 0, 0, p.err
	}
	if !p.memory.Write(at, b) {
		return 0, 0, errOutOfMemory
	}
	file = p.call("FPDF_LoadMemDocument", uint64(at), uint64(len(b)), 0)
	if p.err != nil {
		return 0, 0, p.err
	}
	if file == 0 {
		switch p.integer("FPDF_GetLastError") {
		case errorPassword, errorSecurity:
			return 0, 0, &document.Refusal{
				Code: document.RefusePassword, Reason: "PDF 设有打开密码，无法读取", Advice: "请去掉密码后重新导入",
			}
		}
		return 0, 0, damaged()
	}
	count = p.integer("FPDF_GetPageCount", file)
	switch {
	case p.err != nil:
		return 0, 0, p.err
	case count < 1:
		return 0, 0, damaged()
	case count > pages.MaxPages:
		return 0, 0, tooLarge(fmt.Sprintf("PDF 共 %d 页，超过 %d 页", count, pages.MaxPages))
	}
	return file, count, nil
}

// pages reads all pages of a file.
func (p *instance) pages(b []byte) ([]*pages.Page, error) {
	file, n, err := p.open(b)
	if err != nil {
		return nil, err
	}
	var (
		out    []*pages.Page
		before uint64
		text   int
	)
	for i := range n {
		handle := p.loadPage(file, i)
		if p.err != nil {
			return nil, p.err
		}
		if handle == 0 {
			return nil, damaged()
		}
		pg, err := p.page(handle, i+1)
		if err != nil {
			return nil, err
		}
		out = append(out, pg)
		if text += pg.Len(); text > pages.MaxText {
			return nil, tooLarge("PDF 文字过多，超出一份年度报告的规模")
		}
		// The page is closed after the next one is loaded: PDFium drops fonts
		// that no open page uses, and would parse them again for each page.
		if before != 0 {
			p.call("FPDF_ClosePage", before)
		}
		before = handle
	}
	return out, p.err
}

// Annotations whose text belongs to the page: typed onto it, or typed into the
// fields of a form.
const (
	annotationFreeText = 3
	annotationWidget   = 20
	maxAnnotations     = 2000
)

// loadPage loads a page, with what was typed onto it or into its fields made
// part of it. It returns 0 for a page that PDFium cannot load.
func (p *instance) loadPage(file uint64, index int) uint64 {
	handle := p.call("FPDF_LoadPage", file, uint64(index))
	if handle == 0 || !p.typedOn(handle) {
		return handle
	}
	p.call("FPDFPage_Flatten", handle, 0)
	p.call("FPDF_ClosePage", handle)
	return p.call("FPDF_LoadPage", file, uint64(index))
}

func (p *instance) typedOn(handle uint64) bool {
	n := min(p.integer("FPDFPage_GetAnnotCount", handle), maxAnnotations)
	for i := range n {
		annotation := p.call("FPDFPage_GetAnnot", handle, uint64(i))
		if annotation == 0 {
			continue
		}
		kind := p.integer("FPDFAnnot_GetSubtype", annotation)
		p.call("FPDFPage_CloseAnnot", annotation)
		if kind == annotationFreeText || kind == annotationWidget {
			return true
		}
	}
	return false
}
