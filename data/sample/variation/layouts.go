package variation

import "slices"

// layout is one way in which reports differ from the official form.
type layout struct {
	name  string
	about string // with an example, as a person would describe it
	// formats are those that it is seen in; nil for all.
	formats []Format
	// editions are the forms that it occurs in; nil for 2021 and 2019.
	editions []string
	// aspect: layouts of one aspect are not mixed; empty mixes with all.
	aspect string
	// alone: never mixed, since the file is no report to be read.
	alone  bool
	before func(*draft) // changes the plan
	after  func(*draft) // changes what is drawn
}

func (l *layout) suits(f Format) bool { return l.formats == nil || slices.Contains(l.formats, f) }

var (
	everyEdition = []string{"2021", "2019", "2014"}
	only2019     = []string{"2019"}
	only2021     = []string{"2021"}
	marked       = []Format{Docx, HTML}             // formats that nest tables
	ragged       = []Format{Docx, HTML, Tab, Pipe}  // formats whose rows may differ in width
	drawn        = []Format{Docx, HTML, Xlsx, Tab}  // formats that show where a merged cell reaches
	spanned      = []Format{Docx, HTML, Xlsx, Pipe} // formats that keep column spans
	dumps        = []Format{Tab}
)

// layouts lists them in the order in which they are reported.
func layouts() []*layout {
	return slices.Concat(labelLayouts(), shapeLayouts(), numberLayouts(), wordLayouts())
}

func labelLayouts() []*layout {
	return []*layout{
		{name: "official form", about: "nothing changed", editions: everyEdition},
		{name: "lost characters", about: "2.其他法律行政止公开", aspect: "words", before: lost},
		{name: "other wording", about: "结果维护, 只记, 合计, 信访投诉举报类", aspect: "words", before: wording},
		{name: "other numbering", about: "1、 or （1） for 1., (一) for （一）", aspect: "numbering", before: numbering},
		{name: "no numbering", about: "labels without their numbers", aspect: "numbering", before: unnumbered},
		{name: "other punctuation", about: "half-width brackets and quotes", before: quoted},
		{name: "spaces in labels", about: "spaces and line breaks inside labels", aspect: "spacing", before: spaced, editions: everyEdition},
		{name: "vertical labels", about: "三、本年度办理结果 one character a line", aspect: "spacing", before: vertical},
		{name: "explained labels", about: "现行有效件数（历史累计）", aspect: "words", before: explained},
		{name: "headers cut", about: "two headers both cut to 本年新", aspect: "words", editions: only2019, before: cut},
	}
}

func shapeLayouts() []*layout {
	return []*layout{
		{name: "empty header cell", about: "an empty cell too many in a header", aspect: "spans", formats: ragged, after: emptyHeader},
		{name: "empty cells for row spans", about: "<td></td> in place of a rowspan", aspect: "spans", formats: drawn, after: unmerge(emptyBelow)},
		{name: "merged cells split", about: "an empty cell at every position", aspect: "spans", formats: drawn, after: unmerge(emptyAll)},
		{name: "merged cells repeated", about: "the text again at every position", aspect: "spans", formats: drawn, after: unmerge(repeatAll)},
		{name: "narrow labels", about: "labels with fewer columns than their header", aspect: "spans", formats: []Format{Docx, HTML, Pipe}, after: narrowLabels},
		{name: "wide headers", about: "headers with more columns than the cells below", aspect: "spans", formats: []Format{Docx, HTML, Pipe}, after: wideHeads},
		{name: "nested tables", about: "the report in a cell of a layout table", formats: marked, after: nested},
		{name: "table 2 in parts", about: "a table for each section", aspect: "table 2", before: fiveTables},
		{name: "table 3 continued", about: "a second table, header repeated", aspect: "table 3", after: splitTable3(true)},
		{name: "table 3 continued, no header", about: "a second table without its header", aspect: "table 3", after: splitTable3(false)},
		{name: "其他处理 as one row", about: "the row of 2019 in a report of 2021", aspect: "rows", editions: only2021, before: otherAsOneRow},
		{name: "missing rows", about: "rows left out", aspect: "rows", before: missingRow},
		{name: "swapped rows", about: "rows that changed places", before: swappedRows},
		{name: "swapped columns", about: "columns that changed places", aspect: "columns", before: swappedColumns},
		{name: "line numbers", about: "a column 行次 in table 3", aspect: "columns", formats: spanned, after: indexColumn},
		{name: "table 4 in rows", about: "its groups at the left", aspect: "table 4", after: fourInRows},
		{name: "tracked changes", about: "changes that nobody accepted", formats: []Format{Docx}, after: tracked},
		{name: "one cell a line", about: "no ends of rows", formats: dumps, aspect: "spans", after: func(d *draft) { d.lines = true }},
	}
}

func numberLayouts() []*layout {
	return []*layout{
		{name: "remarks on numbers", about: "22（其中修订16件）, to be marked", after: annotated, editions: everyEdition},
		{name: "amounts in 元", about: "by header, label or caption", before: yuan, after: yuanCaption, aspect: "amounts"},
		{name: "signs and words of change", about: "减少6, +3, ↓2", editions: only2019, after: signed},
		{name: "full-width digits", about: "１２３", aspect: "digits", after: fullWidth, editions: everyEdition},
		{name: "thousands separators", about: "5,200", aspect: "digits", after: thousands, editions: everyEdition},
		{name: "marks for 0", about: "/ — 无 00", after: zeroMarks, editions: everyEdition},
		{name: "units in cells", about: "12件, 75.77万元, 251000元", aspect: "amounts", after: units, editions: everyEdition},
		{name: "rubbish in cells", about: "2418项左右, 3O, #REF!: to be refused", after: rubbish, editions: everyEdition},
		{name: "blank totals", about: "column 总计 left empty", before: blankTotals},
		{name: "empty form", about: "nothing entered: no cell may be 0", alone: true, editions: everyEdition, before: emptyForm},
	}
}

func wordLayouts() []*layout {
	return []*layout{
		{name: "prose with numbers", about: "between a heading and its table", after: prose},
		{name: "notes under tables", about: "lines with numbers", aspect: "notes", after: notes},
		{name: "rows of notes", about: "a last row with numbers", aspect: "notes", after: noteRows},
		{name: "page around it", about: "particulars and links to other years first", after: page},
		{name: "chapter numbering", about: "1. （一） 第一部分 or none", after: sections, editions: everyEdition},
		{name: "agency and year in the file name", about: "a title without either", aspect: "title", before: untitled},
		{name: "no tables", about: "prose alone: to be refused", alone: true, after: tableless},
		{name: "two agencies", about: "two reports in one file: to be refused", alone: true, after: second(true)},
		{name: "two years", about: "two reports in one file: to be refused", alone: true, after: second(false)},
	}
}
