package export

import (
	"io"
	"strings"

	"github.com/nianbao/nianbao/data"
	"github.com/nianbao/nianbao/data/form"
)

// Long writes the long form: one line per figure. Its header never changes:
//
//	agency,year,kind,edition,table,code,label,value,unit,state,raw,place
//
// The caller gives the reports by agency in official order, then year, then
// kind; within a report lines stand in the form's order, extra figures after
// their table's own.
type Long struct{ lines *Writer }

// NewLong starts the long form on w with its header.
func NewLong(w io.Writer, e Encoding) (*Long, error) {
	x, err := NewWriter(w, e)
	if err != nil {
		return nil, err
	}
	header := []string{"agency", "year", "kind", "edition", "table", "code", "label", "value", "unit", "state", "raw", "place"}
	if err := x.Line(header, nil); err != nil {
		return nil, err
	}
	return &Long{lines: x}, nil
}

// Report writes the figures of one current report of the agency. The value
// is empty where the state is blank, missing or unreadable: a blank total
// stays blank.
func (l *Long) Report(agency string, v data.Version) error {
	if v.Report == nil {
		return nil
	}
	for i := range v.Report.Tables {
		t := &v.Report.Tables[i]
		for _, f := range t.Figures {
			if err := l.figure(agency, v, t, f); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l *Long) figure(agency string, v data.Version, t *data.Table, f data.Figure) error {
	label, unit, value := "", "", ""
	measure := form.Count
	if c := form.CellOf(t.Edition, f.Code); c != nil {
		label, unit, measure = c.Label(), c.Unit, c.Measure
	}
	if f.State.HasValue() {
		value = form.Format(f.Value, measure)
	}
	line := []string{
		agency, form.Format(int64(v.Year), form.Count), string(v.Kind), t.Edition, t.Name, f.Code,
		label, value, unit, f.State.String(), oneLine(f.Raw), f.Place.String(),
	}
	return l.lines.Line(line, func(i int) bool { return i == 1 || i == 7 })
}

// Close ends the file.
func (l *Long) Close() error { return l.lines.Close() }

// oneLine keeps a record on one line, for programs that split at line ends.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
