package export

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// Long writes the long form: one line per figure. Its header never changes:
//
//	agency,year,kind,edition,table,code,label,value,unit,state,raw,place,corrected_value,corrected_by,confirmed,correction_reason
//
// value, state, raw and place are the file's. Where corrected_value is not
// empty it counts in their place (更正).
//
// The caller gives the reports by agency in official order, then year, then
// kind; within a report lines stand in the form's order, extra figures after
// their table's own.
type Long struct {
	line  func(cells []string) error
	close func() error
	drop  func() error // nil where nothing is held
}

// longHeader names the columns; the JSON objects bear the same names.
var longHeader = [...]string{"agency", "year", "kind", "edition", "table", "code", "label", "value", "unit", "state", "raw", "place",
	"corrected_value", "corrected_by", "confirmed", "correction_reason"}

// The columns that hold numbers, and those of kind and state.
const (
	longYear, longValue, longCorrected = 1, 7, 12
	longKind, longState                = 2, 9
)

// NewLong starts the long form as CSV on w with its header.
func NewLong(w io.Writer, e Encoding) (*Long, error) {
	x, err := NewWriter(w, e)
	if err != nil {
		return nil, err
	}
	if err := x.Line(longHeader[:], nil); err != nil {
		return nil, err
	}
	number := func(i int) bool { return i == longYear || i == longValue || i == longCorrected }
	return &Long{line: func(cells []string) error { return x.Line(cells, number) }, close: x.Close}, nil
}

// NewLongJSON starts the long form as a JSON array of objects on w. Values
// are text in the cell's unit, since JSON numbers are not exact everywhere.
func NewLongJSON(w io.Writer) *Long {
	b := bufio.NewWriter(w)
	open := "[\n"
	line := func(cells []string) error {
		b.WriteString(open) // errors are kept for Flush
		open = ",\n"
		for i, c := range cells {
			word, err := json.Marshal(c)
			if err != nil {
				return fmt.Errorf("write figures: %w", err)
			}
			if i == longYear {
				word = []byte(c)
			}
			lead := `,"`
			if i == 0 {
				lead = `{"`
			}
			b.WriteString(lead + longHeader[i] + `":`)
			b.Write(word)
		}
		return b.WriteByte('}')
	}
	return &Long{line: line, close: func() error {
		if open == "[\n" {
			b.WriteString("[")
		}
		b.WriteString("\n]\n")
		return b.Flush()
	}}
}

// Report writes the figures of one current report of the agency. The value
// is empty where the state is blank, missing or unreadable: a blank total
// stays blank. corrections are those of the report; one that does not apply
// to this version is left out.
func (l *Long) Report(agency string, v data.Version, corrections []data.Correction) error {
	if v.Report == nil {
		return nil
	}
	by := map[string]data.Correction{}
	for _, c := range corrections {
		if f, _ := v.Report.Figure(c.Code); c.Standing(f, v.ID) == data.Applies {
			by[c.Code] = c
		}
	}
	for i := range v.Report.Tables {
		t := &v.Report.Tables[i]
		for _, f := range t.Figures {
			if err := l.figure(agency, v, t, f, by[f.Code]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *Long) figure(agency string, v data.Version, t *data.Table, f data.Figure, c data.Correction) error {
	label, unit, value := "", "", ""
	measure := form.Count
	if cell := form.CellOf(t.Edition, f.Code); cell != nil {
		label, unit, measure = cell.Label(), cell.Unit, cell.Measure
	}
	if f.State.HasValue() {
		value = form.Format(f.Value, measure)
	}
	corrected := ""
	if c.Code != "" {
		corrected = form.Format(c.Value, measure)
	}
	line := []string{
		agency, form.Format(int64(v.Year), form.Count), string(v.Kind), t.Edition, t.Name, f.Code,
		label, value, unit, f.State.String(), oneLine(f.Raw), f.Place.String(),
		corrected, c.Person, data.ConfirmedLabel(c.Confirmed), oneLine(c.Reason),
	}
	return l.line(line)
}

// Close ends the file.
func (l *Long) Close() error { return l.close() }

// Discard lets go of what is held for a file that will not be ended. After
// Close it does nothing.
func (l *Long) Discard() {
	if l.drop != nil {
		_ = l.drop() // a temporary file; nobody waits for it
	}
}

// oneLine keeps a record on one line, for programs that split at line ends.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
