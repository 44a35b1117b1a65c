package export

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/nianbao/nianbao/aggregate"
)

// WriteCSV writes a table: a line of headings, then one line per row, sums
// included. A value that is not known is an empty cell, never 0. Remarks
// under the table and marks of single cells are in the JSON only.
func WriteCSV(w io.Writer, t *aggregate.Table, e Encoding) error {
	x, err := NewWriter(w, e)
	if err != nil {
		return err
	}
	titles := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = columnTitle(t, c)
	}
	if err := x.Line(titles, nil); err != nil {
		return err
	}
	for _, row := range t.Rows {
		line := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			line[i] = aggregate.CSVText(c)
		}
		isNumber := func(i int) bool { return row.Cells[i].Kind != aggregate.TextCell }
		if err := x.Line(line, isNumber); err != nil {
			return err
		}
	}
	return x.Close()
}

// columnTitle is a heading that stands alone: with the heading over it and
// the unit where the table has no one unit.
func columnTitle(t *aggregate.Table, c aggregate.Column) string {
	title := c.Title
	if c.Group != "" && !strings.HasPrefix(title, c.Group) {
		title = c.Group + "：" + title
	}
	if c.Unit != "" {
		title += "（" + c.Unit + "）"
	}
	return title
}

// jsonTable is a table as JSON. Field order is the file's.
type jsonTable struct {
	Name    string       `json:"name"`
	Title   string       `json:"title"`
	Unit    string       `json:"unit,omitempty"`
	Columns []jsonColumn `json:"columns"`
	Rows    []jsonRow    `json:"rows"`
	Notes   []string     `json:"notes,omitempty"`
}

type jsonColumn struct {
	Key   string `json:"key"`
	Title string `json:"title"`
	Group string `json:"group,omitempty"`
	Unit  string `json:"unit,omitempty"`
}

type jsonRow struct {
	Kind  string `json:"kind"` // row, subtotal or total
	Key   string `json:"key,omitempty"`
	Cells []any  `json:"cells"` // a text, a whole number, or a jsonTotal
}

// jsonTotal is a total with all that is known of it. Value is plain decimal
// digits in the column's unit, null where not known.
type jsonTotal struct {
	Value       any    `json:"value"`
	Numerator   *int64 `json:"numerator,omitempty"` // rates only
	Denominator *int64 `json:"denominator,omitempty"`
	Stated      int    `json:"stated"`
	Of          int    `json:"of"`
	Doubtful    int    `json:"doubtful,omitempty"`
	Computed    int    `json:"computed,omitempty"`
	Corrected   int    `json:"corrected,omitempty"`
	NotAdditive bool   `json:"not_additive,omitempty"`
	State       string `json:"state,omitempty"` // of one agency's figure
	NoReport    bool   `json:"no_report,omitempty"`
}

// WriteJSON writes a table as JSON in UTF-8, with what each total stands on.
func WriteJSON(w io.Writer, t *aggregate.Table) error {
	out := jsonTable{Name: t.Name, Title: t.Title, Unit: t.Unit, Notes: t.Notes, Columns: []jsonColumn{}, Rows: []jsonRow{}}
	for _, c := range t.Columns {
		out.Columns = append(out.Columns, jsonColumn(c))
	}
	for _, r := range t.Rows {
		row := jsonRow{Kind: rowKind(r.Kind), Key: r.Key, Cells: []any{}}
		for _, c := range r.Cells {
			row.Cells = append(row.Cells, jsonCell(c))
		}
		out.Rows = append(out.Rows, row)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	if err := e.Encode(out); err != nil {
		return fmt.Errorf("write json: %w", err)
	}
	return nil
}

func rowKind(k aggregate.RowKind) string {
	switch k {
	case aggregate.SubtotalRow:
		return "subtotal"
	case aggregate.TotalRow:
		return "total"
	case aggregate.AdjustmentRow:
		return "adjustment"
	case aggregate.FigureRow:
		return "figure"
	}
	return "row"
}

func jsonCell(c aggregate.Cell) any {
	switch c.Kind {
	case aggregate.TextCell:
		return c.Text
	case aggregate.NumberCell:
		return c.N
	}
	t := c.Total
	out := jsonTotal{
		Stated: t.Stated, Of: t.Of, Doubtful: t.Doubtful, Computed: t.Computed, Corrected: t.Corrected,
		NotAdditive: t.NotAdditive, NoReport: t.NoReport,
	}
	if t.State.Valid() {
		out.State = t.State.String()
	}
	if c.Rate && t.Known {
		out.Numerator, out.Denominator = &t.N, &t.D
	}
	if value := aggregate.CSVText(c); value != "" {
		out.Value = json.Number(value)
	}
	return out
}
