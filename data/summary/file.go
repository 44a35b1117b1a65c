package summary

import "github.com/nianbao/nianbao/data/document"

// File is a file with at least one 汇总表, as it was opened.
type File struct {
	Name     string
	Original []byte
	Document *document.Document
	Tables   []*Table
}
