package export

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/nianbao/nianbao/aggregate"
	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

var update = flag.Bool("update", false, "write the golden files")

// golden compares with a file in testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// table holds every kind of cell, known and not.
func table() *aggregate.Table {
	value := func(x aggregate.Total) aggregate.Cell { return aggregate.Cell{Kind: aggregate.TotalCell, Total: x} }
	rate := func(n, d int64) aggregate.Cell {
		return aggregate.Cell{Kind: aggregate.TotalCell, Rate: true, Total: aggregate.Total{N: n, D: d, Known: true, Stated: 1, Of: 1}}
	}
	words := func(text string) aggregate.Cell { return aggregate.Cell{Kind: aggregate.TextCell, Text: text} }
	number := func(n int64) aggregate.Cell { return aggregate.Cell{Kind: aggregate.NumberCell, N: n} }
	money := value(aggregate.Total{N: 757_700, Known: true, Stated: 1, Of: 1, Doubtful: 1})
	money.Amount = true
	return &aggregate.Table{
		Name: "compare", Title: "2023年度全县各单位比较", Notes: []string{"含存疑1项"},
		Columns: []aggregate.Column{
			{Key: "serial", Title: "序号"}, {Key: "agency", Title: "单位"}, {Key: "requests.new", Title: "新收申请", Unit: "件"},
			{Key: "fee.amount", Title: "收费", Group: "表二", Unit: "万元"},
			{Key: "rate.granted", Title: "予以公开率", Group: "予以公开率", Unit: "%"},
		},
		Rows: []aggregate.Row{
			{Key: "a", Cells: []aggregate.Cell{number(1), words("示例县财政局"), value(aggregate.Total{N: 0, Known: true, Stated: 1, Of: 1}), money, rate(2, 3)}},
			{Key: "b", Cells: []aggregate.Cell{number(2), words("=cmd|'/c calc'!A0"), value(aggregate.Total{N: -5, Known: true, Stated: 1, Of: 1, Computed: 1}), value(aggregate.Total{State: data.Unreadable, Of: 1}), rate(0, 0)}},
			{Key: "c", Cells: []aggregate.Cell{number(3), words("水利局，\"甲\""), value(aggregate.Total{NoReport: true, Of: 1}), value(aggregate.Total{NotAdditive: true}), value(aggregate.Total{})}},
			{Kind: aggregate.SubtotalRow, Cells: []aggregate.Cell{words(""), words("部门小计"), value(aggregate.Total{N: 3, Known: true, Stated: 2, Of: 3}), words(""), words("")}},
			{Kind: aggregate.TotalRow, Cells: []aggregate.Cell{words(""), words("合计"), value(aggregate.Total{N: 3, Known: true, Stated: 2, Of: 3}), words(""), words("")}},
		},
	}
}

func encode(t *testing.T, write func(io.Writer) error) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestTableFiles(t *testing.T) {
	t.Parallel()
	golden(t, "table.csv", encode(t, func(w io.Writer) error { return WriteCSV(w, table(), UTF8BOM) }))
	golden(t, "table.json", encode(t, func(w io.Writer) error { return WriteJSON(w, table()) }))
}

func TestEmptyTable(t *testing.T) {
	t.Parallel()
	empty := &aggregate.Table{Name: "x", Title: "空", Columns: []aggregate.Column{{Key: "year", Title: "年度"}}}
	if got := string(encode(t, func(w io.Writer) error { return WriteCSV(w, empty, UTF8) })); got != "年度\r\n" {
		t.Errorf("want the heading alone, got %q", got)
	}
	var x struct{ Rows []any }
	if err := json.Unmarshal(encode(t, func(w io.Writer) error { return WriteJSON(w, empty) }), &x); err != nil || x.Rows == nil {
		t.Errorf("want an empty list of rows, got %v (%v)", x.Rows, err)
	}
}

func TestEncodings(t *testing.T) {
	t.Parallel()
	plain := encode(t, func(w io.Writer) error { return WriteCSV(w, table(), UTF8) })
	if bom := encode(t, func(w io.Writer) error { return WriteCSV(w, table(), UTF8BOM) }); string(bom) != "\ufeff"+string(plain) {
		t.Error("utf-8-bom: want a byte order mark and the same text")
	}
	old := encode(t, func(w io.Writer) error { return WriteCSV(w, table(), GB18030) })
	back, err := simplifiedchinese.GB18030.NewDecoder().Bytes(old)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(plain), string(back)); diff != "" {
		t.Errorf("gb18030 (-utf8 +decoded):\n%s", diff)
	}
	if err := WriteCSV(io.Discard, table(), "ebcdic"); err == nil {
		t.Error("unknown encoding: want an error, got none")
	}
}

func TestParseEncoding(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]Encoding{"": UTF8BOM, "utf-8-bom": UTF8BOM, "utf-8": UTF8, "gb18030": GB18030} {
		if got, err := ParseEncoding(word); got != want || err != nil {
			t.Errorf("%q: want %s, got %s (%v)", word, want, got, err)
		}
	}
	for _, word := range []string{"gbk", "UTF-8", "utf8"} {
		if _, err := ParseEncoding(word); err == nil {
			t.Errorf("%q: want an error, got none", word)
		}
	}
}

func TestTextsOfLines(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, text, want string
		encoding         Encoding
	}{
		{"a formula", "=1+1", "'=1+1", UTF8},
		{"a plus", "+A1", "'+A1", UTF8},
		{"a change in points", "+0.2", "+0.2", UTF8},
		{"a negative change in points", "-25.0", "-25.0", UTF8},
		{"a sum without a cell", "-1-1", "'-1-1", UTF8},
		{"two signs", "--1", "'--1", UTF8},
		{"a sign alone", "-", "'-", UTF8},
		{"a minus", "-1+cmd", "'-1+cmd", UTF8},
		{"an at", "@SUM(A1)", "'@SUM(A1)", UTF8},
		{"a tab before", "\t=1", "'\t=1", UTF8},
		{"a carriage return before", "\r=1", "'\r\n=1", UTF8},
		{"a wide formula", "＝1", "'＝1", UTF8},
		{"a sign inside", "a=b", "a=b", UTF8},
		{"nothing", "", "", UTF8},
		{"a rare character", "𠮷", "𠮷", GB18030},
		{"a character of the agency's own making", "甲\ue000乙", "甲〔U+E000〕乙", GB18030},
		{"the same in Unicode", "甲\ue000乙", "甲\ue000乙", UTF8},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := encode(t, func(w io.Writer) error {
				x, err := NewWriter(w, test.encoding)
				if err != nil {
					return err
				}
				if err := x.Line([]string{"x", test.text}, nil); err != nil {
					return err
				}
				return x.Close()
			})
			if test.encoding == GB18030 {
				b, _ = simplifiedchinese.GB18030.NewDecoder().Bytes(b)
			}
			got := strings.TrimSuffix(strings.TrimPrefix(string(b), "x,"), "\r\n")
			if got = strings.Trim(got, `"`); got != test.want {
				t.Errorf("want %q, got %q", test.want, got)
			}
		})
	}
}

func TestNumbersAreNeverTouched(t *testing.T) {
	t.Parallel()
	b := encode(t, func(w io.Writer) error { return WriteCSV(w, table(), UTF8) })
	lines, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := lines[2][2]; got != "-5" {
		t.Errorf("a negative number: want -5, got %q", got)
	}
}

// report is a small report of every state, with an extra figure.
func report() data.Version {
	figure := func(code string, s data.State, n int64, raw string) data.Figure {
		return data.Figure{Code: code, State: s, Value: n, Raw: raw, Place: data.Place{Grid: 2, Row: 3, Col: 4}}
	}
	missing := data.Figure{Code: "t3.new.legal", State: data.Missing, Doubt: data.DoubtRowMissing}
	return data.Version{Year: 2021, Kind: data.Unit, Report: &data.Report{Edition: "2021", Tables: []data.Table{
		{Name: "t2", Edition: "2021", Found: true, Figures: []data.Figure{figure("t2.fee.amount", data.Doubtful, 757_700, "75.77")}},
		{Name: "t3", Edition: "2021", Found: true, Figures: []data.Figure{
			figure("t3.new.person", data.Read, 12, " 1\n2"), figure("t3.new.business", data.Read, 0, "－"), missing,
			figure("t3.new.other", data.Unreadable, 0, "=3O"), figure("t3.new.total", data.Blank, 0, ""),
			{Code: "t3.other.total", State: data.Read, Value: 1, Raw: "1", Extra: true},
		}},
	}}}
}

func TestLongForm(t *testing.T) {
	t.Parallel()
	write := func(l *Long) error {
		if err := l.Report("示例县财政局", report(), corrections()); err != nil {
			return err
		}
		return l.Close()
	}
	golden(t, "long.csv", encode(t, func(w io.Writer) error {
		l, err := NewLong(w, UTF8BOM)
		if err != nil {
			return err
		}
		return write(l)
	}))
	text := encode(t, func(w io.Writer) error { return write(NewLongJSON(w)) })
	golden(t, "long.json", text)
	var lines []map[string]any
	if err := json.Unmarshal(text, &lines); err != nil || len(lines) != 7 {
		t.Errorf("JSON: want 7 figures, got %d (%v)", len(lines), err)
	}
	none := encode(t, func(w io.Writer) error { return NewLongJSON(w).Close() })
	if err := json.Unmarshal(none, &lines); err != nil || len(lines) != 0 {
		t.Errorf("JSON without a report: want an empty list, got %s (%v)", none, err)
	}
}

func TestLongFormHasOneLineForEachFigure(t *testing.T) {
	t.Parallel()
	v := data.Version{Year: 2021, Kind: data.Unit, Report: &data.Report{}}
	want := 1
	for _, table := range form.ByID("2021").Tables {
		x := data.Table{Name: table.Name, Edition: "2021", Found: true}
		for _, c := range table.Cells {
			x.Figures = append(x.Figures, data.Figure{Code: c.Code, State: data.Blank})
			want++
		}
		v.Report.Tables = append(v.Report.Tables, x)
	}
	b := encode(t, func(w io.Writer) error {
		l, err := NewLong(w, UTF8)
		if err != nil {
			return err
		}
		if err := l.Report("甲", v, nil); err != nil {
			return err
		}
		return l.Close()
	})
	if got := bytes.Count(b, []byte("\r\n")); got != want {
		t.Errorf("want %d lines, got %d", want, got)
	}
}

func TestFindingsFiles(t *testing.T) {
	t.Parallel()
	findings := []data.Finding{
		{Agency: "财政局", Year: 2023, Kind: data.Unit, Rule: "T3-1", Subject: "t3.new", Severity: data.Error, Title: "总计应等于各列之和", Text: "=60 ≠ 58＋1\n（差1）"},
		{Agency: "水利局", Year: 2023, Kind: data.Published, Rule: "S-1", Severity: data.Warning, Title: "变化大", Uncheckable: true, Explained: true},
	}
	name := func(key string) string { return "示例县" + key }
	golden(t, "findings.csv", encode(t, func(w io.Writer) error { return WriteFindings(w, findings, name, UTF8BOM) }))
	golden(t, "findings.json", encode(t, func(w io.Writer) error { return WriteFindingsJSON(w, findings, name) }))
	if got := string(encode(t, func(w io.Writer) error { return WriteFindingsJSON(w, nil, name) })); got != "[]\n" {
		t.Errorf("none: want an empty list, got %q", got)
	}
}

func TestRosterFile(t *testing.T) {
	t.Parallel()
	r := &data.Roster{Agencies: []data.Agency{
		{Key: "a", Name: "示例县财政局", Group: data.GroupDepartment, Counts: true, Aliases: []string{"财政局", "县财政局"}, From: 2019},
		{Key: "b", Name: "=石样镇", Group: data.GroupTownship, To: 2020},
	}}
	golden(t, "roster.csv", encode(t, func(w io.Writer) error { return WriteRoster(w, r, UTF8BOM) }))
}

// full fails after some bytes, as a full disk.
type full struct{ left int }

func (f *full) Write(b []byte) (int, error) {
	if f.left -= len(b); f.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(b), nil
}

func TestErrorsOfTheWriterAreReported(t *testing.T) {
	t.Parallel()
	for _, e := range []Encoding{UTF8, UTF8BOM, GB18030} {
		if err := WriteCSV(&full{left: 10}, table(), e); err == nil {
			t.Errorf("%s: want an error, got none", e)
		}
	}
	if err := WriteJSON(&full{left: 10}, table()); err == nil {
		t.Error("JSON: want an error, got none")
	}
	if err := WriteFindings(&full{}, []data.Finding{{}}, func(string) string { return "" }, UTF8); err == nil {
		t.Error("findings: want an error, got none")
	}
}

// corrections are of report: one that applies, one of an amount, and one that
// the report prints otherwise than when it was made.
func corrections() []data.Correction {
	return []data.Correction{
		{Code: "t3.new.person", Value: 13, PrintedState: data.Read, PrintedValue: 12, Person: "=张三", Confirmed: data.ByPhone, Reason: "少记\n1件"},
		{Code: "t2.fee.amount", Value: 750_000, PrintedState: data.Doubtful, PrintedValue: 757_700, Person: "李四", Confirmed: data.ByStamped, Reason: "单位"},
		{Code: "t3.new.business", Value: 5, PrintedState: data.Read, PrintedValue: 4, Person: "李四", Confirmed: data.ByOther, Reason: "旧版"},
	}
}
