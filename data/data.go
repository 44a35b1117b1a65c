// Package data holds the plain nouns of nianbao: what a county office (县政府办公室)
// collects, checks and adds up when its agencies hand in their
// 政府信息公开工作年度报告. It knows no file format, no SQL and no HTTP.
//
// One word stands for one thing throughout the program:
//
//	agency      单位      a reporting entity of the county
//	succession  沿革      two agencies joined over a reform
//	report      单位年报  one agency's report for one year, in one or more versions
//	edition     格式      a national form: 2014, 2019 or 2021
//	cell        指标项    one place of an edition's tables, with a code
//	figure      数据      a cell's value in one version, with state and place
//	place       原文位置  where in the file the figure stands
//	finding     疑点      a broken rule or doubtful reading
//	batch       导入批次  the files of one import
package data

import (
	"fmt"
	"strconv"
)

// State says what is known of a figure. The five states stay apart from the
// reader to the CSV; there is no other, and the zero State is invalid so that
// a forgotten one is noticed.
type State uint8

const (
	// Read: the value is the one printed in the file.
	Read State = iota + 1
	// Blank: the cell is there and nothing is printed in it.
	Blank
	// Missing: the cell was not found in the file.
	Missing
	// Unreadable: something is printed that is no number, or a number that
	// the cell cannot hold. It has no value.
	Unreadable
	// Doubtful: there is a value, and a person must look at it.
	Doubtful
)

var stateWords = [...]string{Read: "read", Blank: "blank", Missing: "missing", Unreadable: "unreadable", Doubtful: "doubtful"}
var stateLabels = [...]string{Read: "已读", Blank: "空白", Missing: "未找到", Unreadable: "无法识别", Doubtful: "存疑"}

// String returns the word used in CSV, JSON and the database.
func (s State) String() string {
	if s.Valid() {
		return stateWords[s]
	}
	return "invalid"
}

// Label returns the word shown to a clerk.
func (s State) Label() string {
	if s.Valid() {
		return stateLabels[s]
	}
	return "无效"
}

// Valid reports whether s is one of the five states.
func (s State) Valid() bool { return s >= Read && s <= Doubtful }

// HasValue reports whether a figure in this state carries a value.
func (s State) HasValue() bool { return s == Read || s == Doubtful }

// ParseState is the inverse of String.
func ParseState(word string) (State, error) {
	for s := Read; s <= Doubtful; s++ {
		if stateWords[s] == word {
			return s, nil
		}
	}
	return 0, fmt.Errorf("parse state %q: not one of read, blank, missing, unreadable, doubtful", word)
}

// MarshalText writes the word of String.
func (s State) MarshalText() ([]byte, error) {
	if !s.Valid() {
		return nil, fmt.Errorf("marshal state %d: invalid", uint8(s))
	}
	return []byte(s.String()), nil
}

// UnmarshalText reads the word of String.
func (s *State) UnmarshalText(b []byte) error {
	v, err := ParseState(string(b))
	if err != nil {
		return err
	}
	*s = v
	return nil
}

// Doubt is the reason why a figure is doubtful, unreadable or missing. It is
// empty for every other figure. package check words it for people.
type Doubt string

// The reasons. Each names what reading saw, not what to do about it.
const (
	DoubtNone         Doubt = ""
	DoubtNotNumber    Doubt = "not_number"    // unreadable: 2418项左右, 3O, #REF!
	DoubtNegative     Doubt = "negative"      // unreadable: a count below zero
	DoubtFraction     Doubt = "fraction"      // unreadable: a count with decimals
	DoubtTooLarge     Doubt = "too_large"     // unreadable: beyond MaxCount or MaxAmount
	DoubtRowMissing   Doubt = "row_missing"   // missing: no row with this label
	DoubtTableMissing Doubt = "table_missing" // missing: the whole table was not found
	DoubtShortRow     Doubt = "short_row"     // the row has fewer values than columns
	DoubtOrder        Doubt = "order"         // label and order of rows or columns disagree
	DoubtLabel        Doubt = "label"         // the label is not quite the form's
	DoubtRepeated     Doubt = "repeated"      // two places in the file claim the cell
	DoubtNoUnit       Doubt = "no_unit"       // an amount without 元 or 万元 anywhere
	DoubtFiner        Doubt = "finer"         // an amount finer than 分, rounded
	DoubtSpaced       Doubt = "spaced"        // digits with white space between them
	DoubtAnnotated    Doubt = "annotated"     // a number with a remark: 22（其中修订16件）
	DoubtDamaged      Doubt = "damaged"       // the reader lost something in this cell
	DoubtRecognised   Doubt = "recognised"    // the text was recognised in a picture (扫描识别文字)
)

// Limits of what a cell can hold. They keep every sum over 100,000 reports
// inside an int64 and are far above what any county reports.
const (
	MaxCount  = 99_999_999_999         // 件, 条, 项 …
	MaxAmount = 10_000_000 * 1_000_000 // 分: ten million 万元
)

// FenPerWan is the number of base units (分) in one 万元.
const FenPerWan = 1_000_000

// Place says where in the file a figure stands. The zero Place means that
// the figure has none, as a missing one.
type Place struct {
	Grid   int    `json:"grid,omitempty"`   // number of the grid in the document, from 1
	Row    int    `json:"row,omitempty"`    // row in the grid, from 1; top left of a merge
	Col    int    `json:"col,omitempty"`    // column in the grid, from 1
	Page   int    `json:"page,omitempty"`   // page, from 1, where the format has pages
	Sheet  string `json:"sheet,omitempty"`  // sheet of a workbook
	Person string `json:"person,omitempty"` // who typed the figure, where no file holds it
}

// IsZero reports whether there is no place.
func (p Place) IsZero() bool { return p == Place{} }

// String writes the place as shown to a clerk: 第2表第3行第4列.
func (p Place) String() string {
	switch {
	case p.Person != "":
		return "人工录入（" + p.Person + "）"
	case p.IsZero():
		return ""
	}
	s := fmt.Sprintf("第%d表第%d行第%d列", p.Grid, p.Row, p.Col)
	if p.Sheet != "" {
		s = "工作表“" + p.Sheet + "”" + s
	}
	if p.Page > 0 {
		s = "第" + strconv.Itoa(p.Page) + "页" + s
	}
	return s
}

// Figure is one cell's value in one version of a report.
type Figure struct {
	Code  string `json:"code"`
	State State  `json:"state"`
	// Value is in base units: whole 件 (条, 项 …) for counts and changes, 分
	// (10⁻⁶ 万元) for amounts. It is 0 unless State.HasValue.
	Value int64 `json:"value"`
	// Raw is the text printed in the cell, white space trimmed, bounded.
	Raw string `json:"raw,omitempty"`
	// Other is the text that a second reading of the file gives the cell where
	// the two differ, trimmed and bounded like Raw; Raw and Value are the
	// label's. It is empty where the readings agree, where there is no second
	// one, and where the second finds the cell blank.
	Other string `json:"other,omitempty"`
	Doubt Doubt  `json:"doubt,omitempty"`
	Place Place  `json:"place,omitzero"`
	// Extra marks the figure of a row that belongs to another edition than
	// its table. It counts in sums; it is not in the table's own cell list.
	Extra bool `json:"extra,omitempty"`
	// Corrected: State and Value are a person's (更正), while Raw and Place are
	// the file's. Only figures as they count bear it, never those of a file.
	Corrected bool `json:"corrected,omitempty"`
}

// Kind tells an agency's own report from the county's aggregate one.
type Kind string

const (
	// Unit is an agency's report of its own figures.
	Unit Kind = "unit"
	// Published is the county's published aggregate report. It is never part of a sum.
	Published Kind = "published"
)

// Label returns the Chinese word for the kind.
func (k Kind) Label() string {
	if k == Published {
		return "县公布年报"
	}
	return "单位年报"
}

// Table is one table of the form as found in a report.
type Table struct {
	// Name is s (2014 statistics table), t2, t3 or t4.
	Name string `json:"name"`
	// Edition is the form this table was written in: 2014, 2019 or 2021. It
	// is recognised from the table's own headings.
	Edition string `json:"edition"`
	// Found is false where the file does not hold the table; its figures are
	// then all missing.
	Found bool `json:"found"`
	// Figures has one figure for each cell of the table in the form's order,
	// then the extra ones.
	Figures []Figure `json:"figures"`
}

// Chapter is one numbered part of the report's prose.
type Chapter struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Sources of evidence, in the order in which they are believed.
const (
	FromPerson   = "person"    // given by the clerk with the import
	FromTitle    = "title"     // the report's own title
	FromText     = "text"      // its prose: the statistical period, 由…编制
	FromFileName = "file_name" // the name of the file
	FromFolder   = "folder"    // the names of the folders above it
)

// Evidence is one place that says which agency or year a report is of.
type Evidence struct {
	Field  string `json:"field"`  // "agency", "year" or "kind"
	Source string `json:"source"` // one of the From constants
	Value  string `json:"value"`  // what it says: a name, a year in digits, a kind
	Text   string `json:"text"`   // the words it was taken from
}

// Report is what one file says: the figures of one agency for one year.
type Report struct {
	// Agency is the name as the file gives it, the fullest form found; empty
	// where none was found.
	Agency string `json:"agency"`
	// Year is the report year (报告年度), not the year of publication; 0 where
	// none was found.
	Year     int        `json:"year"`
	Kind     Kind       `json:"kind"`
	Edition  string     `json:"edition"` // table 2's, else table 3's, else what was found
	Title    string     `json:"title"`
	Tables   []Table    `json:"tables"`
	Chapters []Chapter  `json:"chapters,omitempty"`
	Evidence []Evidence `json:"evidence,omitempty"`
}

// Figure returns the figure with the code, if the report has one.
func (r *Report) Figure(code string) (Figure, bool) {
	for i := range r.Tables {
		for _, f := range r.Tables[i].Figures {
			if f.Code == code {
				return f, true
			}
		}
	}
	return Figure{}, false
}

// Table returns the table with the name, or nil.
func (r *Report) Table(name string) *Table {
	for i := range r.Tables {
		if r.Tables[i].Name == name {
			return &r.Tables[i]
		}
	}
	return nil
}

// Filled reports whether the table holds at least one value, read or
// doubtful. Blank cells count as 0 only in a filled table.
func (t *Table) Filled() bool {
	for _, f := range t.Figures {
		if f.State.HasValue() {
			return true
		}
	}
	return false
}

// Unfilled reports whether tables were found but nothing at all is entered
// in them (空表): such a report is kept and never counted.
func (r *Report) Unfilled() bool {
	for i := range r.Tables {
		for _, f := range r.Tables[i].Figures {
			if f.State.HasValue() || f.State == Unreadable {
				return false
			}
		}
	}
	return true
}
