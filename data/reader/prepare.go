package reader

import "github.com/nianbao/nianbao/data/reader/pdf"

// Prepare readies what takes long at its first use: PDFium is compiled for
// this machine, which takes seconds once and a moment from then on. It may be
// called in the background; an error comes again with the first PDF file.
func Prepare() { _ = pdf.Prepare() }
