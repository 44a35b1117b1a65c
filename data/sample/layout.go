package sample

// Format is a kind of file.
type Format string

// The formats that a report can be rendered in.
const (
	Docx Format = "docx" // Word, tables with merged cells
	HTML Format = "html" // a page of a government site
	Xlsx Format = "xlsx" // a workbook
	Tab  Format = "tab"  // text dump, a cell a line led by a TAB
	Pipe Format = "pipe" // text dump, a row a line with | after each cell
	Ofd  Format = "ofd"  // the national fixed layout, on pages
)

// Charset is how text files and web pages are encoded.
type Charset string

// The encodings.
const (
	UTF8    Charset = "utf-8"
	UTF8BOM Charset = "utf-8-bom"
	UTF16LE Charset = "utf-16le" // with a byte order mark
	GB18030 Charset = "gb18030"
)

// Layout says how a report is written down. The zero Charset is UTF8.
type Layout struct {
	Format  Format  `json:"format"`
	Charset Charset `json:"charset,omitempty"`
	// Declared is the encoding that a web page claims; empty for none.
	Declared string `json:"declared,omitempty"`
	// OneSheet puts a workbook's tables on one sheet with the text.
	OneSheet bool `json:"one_sheet,omitempty"`
	// Glyphs writes an .ofd as converters do, a character at a time with boxes
	// for lines, and lets page breaks go through rows.
	Glyphs bool `json:"glyphs,omitempty"`
	// Comma numbers rows 1、 in place of 1., and Sum is the word in place of 总计.
	Comma bool   `json:"comma,omitempty"`
	Sum   string `json:"sum,omitempty"`
}

// Extension returns the file name's ending without a dot.
func (l Layout) Extension() string {
	switch l.Format {
	case Tab, Pipe:
		return "txt"
	}
	return string(l.Format)
}

// Layouts lists every layout that the county's files use, usual ones several
// times.
func Layouts() []Layout {
	docx, page := Layout{Format: Docx}, Layout{Format: HTML, Charset: UTF8, Declared: "utf-8"}
	return []Layout{
		docx, page, docx, {Format: Xlsx}, docx, {Format: Tab, Charset: UTF8},
		docx, {Format: HTML, Charset: GB18030, Declared: "gb2312"}, {Format: Docx, Comma: true, Sum: "合计"},
		{Format: Pipe, Charset: UTF8}, {Format: Ofd}, page,
		{Format: Xlsx, OneSheet: true}, docx, {Format: HTML, Charset: GB18030},
		{Format: Tab, Charset: GB18030}, docx, page,
		{Format: Docx, Sum: "总　计"}, {Format: Pipe, Charset: GB18030}, {Format: HTML, Charset: GB18030, Declared: "utf-8"},
		{Format: Xlsx, Sum: "合计"}, docx, {Format: Tab, Charset: UTF16LE},
		{Format: Ofd, Glyphs: true}, docx, {Format: Pipe, Charset: UTF16LE, Comma: true},
		{Format: HTML, Charset: UTF8, Declared: "gb2312"}, docx, {Format: Tab, Charset: UTF8BOM, Sum: "合计"},
		{Format: Xlsx, OneSheet: true, Comma: true}, {Format: Pipe, Charset: UTF8BOM},
	}
}

// layoutFor gives an agency its layout: it keeps one for two years.
func layoutFor(order, year int) Layout {
	all := Layouts()
	return all[(order*5+(year-FirstYear)/2*7)%len(all)]
}
